"""Whether everything is in order."""

from __future__ import annotations

import locale
import logging
import os
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reader.library.doctor import Finding, examine
from reader.library.recovery.repair import open_user_data
from reader.system.log import logged
from reader.system.paths import Places
from reader.tui.app.config_checks import examine_own_files

if TYPE_CHECKING:
    from tests.conftest import Maker


NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)
CHECKS = [
    "data folder", "cache folder", "config folder", "state folder", "room", "settings", "keys", "themes",
    "user data", "backups", "set aside", "document cache", "index", "model", "log", "terminal", "language",
    "clipboard", "editor",
]  # fmt: skip


def _findings(places: Places, **more: Any) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(places, examine_own_files, **more)}


@pytest.fixture
def noted(library_of: Maker, folder: Path) -> Path:
    """A library with a note and an index; its folder."""
    library = library_of(folder)
    library.bring_up_to_date()
    path = folder / "2026-03-02-harbour.txt"
    library.notes.add(path, library.files.document(path), None, body="Kept.")
    library.close()
    return folder


@pytest.mark.usefixtures("noted")
def test_all_is_well(places: Places) -> None:
    found = _findings(places, environment={"TERM": "xterm-256color", "EDITOR": sys.executable})
    assert list(found) == CHECKS
    assert all(finding.ok and not finding.advice for finding in found.values())
    assert re.search(r"catalog\.sqlite, 1 note, \d+ KB, version 5$", found["user data"].message)
    assert "1 backup in" in found["backups"].message
    assert found["backups"].message.endswith("the newest today's")
    assert found["set aside"].message == "nothing"
    assert found["index"].message == "1 search index"


def test_before_the_first_start_nothing_is_wrong_and_nothing_is_made(places: Places) -> None:
    found = _findings(places)
    assert all(finding.ok for finding in found.values())
    assert found["user data"].message.startswith("nothing kept yet")
    assert not places.user_data.exists()


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (only,) = examine(Places.from_environment({"READER_HOME": str(tmp_path / "file" / "home")}))
    assert not only.ok
    assert "READER_HOME" in only.advice


def test_settings_that_are_wrong(places: Places) -> None:
    places.settings.write_text("measure = 3")
    found = _findings(places)["settings"]
    assert not found.ok
    assert "measure" in found.message
    assert str(places.settings) in found.advice


@pytest.mark.usefixtures("noted")
def test_a_damaged_catalog_says_which_backup_to_take(places: Places) -> None:
    _findings(places)  # keeps the day's backup
    places.user_data.write_bytes(b"damage " * 2000)
    found = _findings(places)["user data"]
    assert not found.ok
    assert "damaged" in found.message
    (backup,) = places.backups.iterdir()
    assert backup.stem.removeprefix("catalog-") in found.advice
    assert places.user_data.read_bytes().startswith(b"damage ")


def test_a_damaged_catalog_without_a_backup(places: Places) -> None:
    places.user_data.write_bytes(b"damage " * 2000)
    assert "no backup yet" in _findings(places)["user data"].advice


@pytest.mark.usefixtures("noted")
def test_looking_leaves_a_damaged_catalog_as_it_is(places: Places) -> None:
    """Its log too, which SQLite would drop without a word when it closes the file."""
    _findings(places)  # keeps the day's backup
    log = Path(f"{places.user_data}-wal")
    log.write_bytes(b"no log of SQLite's" * 1000)
    before = places.user_data.read_bytes(), log.read_bytes()
    found = _findings(places)["user data"]
    assert not found.ok
    assert "the first bytes of its log are damaged" in found.message
    assert (places.user_data.read_bytes(), log.read_bytes()) == before
    places.user_data.unlink()
    log.unlink()
    assert "it is gone" in _findings(places)["user data"].message
    assert not places.user_data.exists()


def test_a_newer_catalog_asks_for_an_update(places: Places) -> None:
    with closing(sqlite3.connect(places.user_data)) as newer:
        newer.execute("PRAGMA user_version=99")
    found = _findings(places)["user data"]
    assert not found.ok
    assert "Update the reader" in found.advice


@pytest.mark.usefixtures("noted")
def test_backups_that_cannot_be_written(places: Places) -> None:
    places.backups.write_text("in the way")
    found = _findings(places)
    assert found["user data"].ok
    assert not found["backups"].ok
    assert str(places.backups) in found["backups"].message


@pytest.mark.usefixtures("noted")
def test_a_backup_that_is_damaged(places: Places) -> None:
    _findings(places, now=NOW)  # keeps the day's backup
    ahead = places.backups / "catalog-2099-01-01.sqlite"
    (there,) = places.backups.iterdir()
    ahead.write_bytes(there.read_bytes())
    before = ahead.read_bytes()
    found = _findings(places, now=NOW)["backups"]
    assert found.ok
    assert found.message.startswith("3 backups in ")
    assert found.message.endswith("the newest today's"), "whatever a clock that was ahead called another one"
    assert ahead.read_bytes() == before
    ahead.write_bytes(before[:5000])
    found = _findings(places, now=NOW)["backups"]
    assert not found.ok
    assert "damaged: catalog-2099-01-01.sqlite" in found.message
    assert "catalog-2099-01-01.sqlite" in found.advice


@pytest.mark.usefixtures("noted")
def test_catalogs_that_were_set_aside(places: Places) -> None:
    places.user_data.write_bytes(b"damage " * 2000)
    opened = open_user_data(places)
    opened.user_data.close()
    opened.lock.close()
    found = _findings(places)["set aside"]
    assert found.ok
    assert "1 database, the last " in found.message
    assert "can be removed" in found.advice


@pytest.mark.parametrize(
    ("mode", "name", "sound", "said"),
    [
        (0o777, "cache", False, "others can write"),
        (0o770, "data", False, "others can write"),
        (0o755, "data", True, "others can read"),
        (0o755, "cache", True, "cache"),
    ],
)
def test_folders_that_others_can_use(places: Places, mode: int, name: str, sound: bool, said: str) -> None:
    folder: Path = getattr(places, name)
    folder.chmod(mode)
    found = _findings(places)[f"{name} folder"]
    assert found.ok is sound
    assert said in found.message
    assert ("chmod" in found.advice) == (name == "data" or not sound)


def test_a_folder_that_cannot_be_written(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: path != places.state)
    found = _findings(places)["state folder"]
    assert not found.ok
    assert f"chmod u+rwx {places.state}" in found.advice


def test_a_disk_that_is_nearly_full(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(places.data)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage._replace(free=5_000_000))
    found = _findings(places)["room"]
    assert not found.ok
    assert "Free 0.1 GB" in found.advice


@pytest.mark.parametrize(
    ("written", "said"),
    [('quit = "q"\nnosuch = "x"', "nosuch"), ("quit = 3", "must be a key"), ("quit = ", "cannot be read")],
)
def test_keys_that_are_wrong(places: Places, written: str, said: str) -> None:
    places.keys.write_text(written)
    found = _findings(places)["keys"]
    assert not found.ok
    assert said in found.message
    assert str(places.keys) in found.advice


def test_themes_that_are_wrong(places: Places) -> None:
    places.themes.mkdir()
    (places.themes / "mine.toml").write_text('base = "nosuch"')
    found = _findings(places)["themes"]
    assert not found.ok
    assert "mine.toml" in found.message
    assert str(places.themes) in found.advice


def test_the_log(places: Places) -> None:
    with logged(places.log, debug=False):
        logging.getLogger("reader").error("first")
        logging.getLogger("reader").error("second")
    found = _findings(places)["log"]
    assert found.ok
    assert "the last of 2 errors at 20" in found.message


@pytest.mark.parametrize(
    ("size", "environment", "sound", "said"),
    [
        ((120, 40), {"TERM": "xterm-256color"}, True, "120×40, TERM=xterm-256color, 256 colours"),
        ((80, 24), {"TERM": "foot", "COLORTERM": "truecolor"}, True, "16 million colours"),
        ((80, 24), {"TERM": "linux"}, True, "16 colours"),
        ((80, 24), {"TERM": "xterm", "NO_COLOR": "1"}, True, "no colours"),
        ((80, 24), {"TERM": "dumb"}, False, "TERM=dumb"),
        ((80, 24), {}, False, "TERM=not set"),
        ((19, 24), {"TERM": "xterm"}, False, "19×24"),
        (None, {"TERM": "xterm"}, True, "none here"),
    ],
)
def test_the_terminal(
    places: Places,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int] | None,
    environment: dict[str, str],
    sound: bool,
    said: str,
) -> None:
    def measured(_handle: int) -> os.terminal_size:
        if size is None:
            raise OSError(25, "Inappropriate ioctl for device")
        return os.terminal_size(size)

    monkeypatch.setattr(os, "get_terminal_size", measured)
    monkeypatch.setattr(sys, "stderr", sys.__stdout__)
    found = _findings(places, environment=environment)["terminal"]
    assert found.ok is sound
    assert said in found.message
    assert bool(found.advice) is not sound


def test_a_locale_that_cannot_draw(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "getencoding", lambda: "ISO-8859-1")
    found = _findings(places, environment={"LC_ALL": "de_DE"})["language"]
    assert not found.ok
    assert found.message == "iso-8859-1, LC_ALL=de_DE"
    assert "C.UTF-8" in found.advice
    monkeypatch.setattr(locale, "getencoding", lambda: "UTF-8")
    assert _findings(places, environment={"LANG": "C.UTF-8"})["language"].message == "UTF-8, LANG=C.UTF-8"


@pytest.mark.parametrize(
    ("environment", "sound", "said"),
    [
        ({}, True, "ctrl+e needs $EDITOR"),
        ({"EDITOR": f"{sys.executable} -x"}, True, sys.executable),
        ({"EDITOR": "vi", "VISUAL": "no-such-editor --wait"}, False, "no-such-editor is not there"),
        ({"EDITOR": "'unfinished"}, False, "is not there"),
    ],
)
def test_the_editor(places: Places, environment: dict[str, str], sound: bool, said: str) -> None:
    found = _findings(places, environment=environment)["editor"]
    assert found.ok is sound
    assert said in found.message


@pytest.mark.usefixtures("noted")
def test_an_index_that_cannot_be_read(places: Places) -> None:
    (meta,) = places.cache.glob("index/*/v*/meta.json")
    meta.write_text("{")
    found = _findings(places)["index"]
    assert not found.ok
    assert "made again from your files" in found.advice


@pytest.mark.parametrize("name", ["no_such_model", "no/such/model", "no.such.model", ""])
def test_the_model(places: Places, name: str) -> None:
    places.settings.write_text(f'model = "{name}"')
    found = _findings(places)["model"]
    assert found.ok == (not name)
    assert name in found.message
