"""The backups of the user data put back, and what was there set aside."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader import cli
from reader.errors import ReaderError, UserDataError
from reader.library.doctor import examine
from reader.library.notes.note_service import NoteService
from reader.library.recovery.repair import open_user_data, restore
from reader.library.storage.sqlite.database import Database
from reader.library.storage.user_data.user_data_schema import MIGRATIONS
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.system.paths import Places

NOW = datetime(2026, 3, 5, 12, tzinfo=UTC)


def _write(places: Places, name: str) -> None:
    with closing(UserDataStore(places.user_data, places.backups)) as user_data:
        NoteService(user_data).add_on_entity(name)


def _names(path: Path) -> set[str]:
    with closing(UserDataStore(path)) as user_data:
        return {link.target for note in user_data.notes.select() for link in note.links}


def _back_up(places: Places, when: datetime) -> None:
    with closing(UserDataStore(places.user_data, places.backups)) as user_data:
        user_data.back_up(when)


@pytest.fixture
def backed_up(places: Places) -> Places:
    """User data of three notes, the first of them in two backups, the second in one."""
    _write(places, "one")
    _back_up(places, NOW - timedelta(days=2))
    _write(places, "two")
    _back_up(places, NOW - timedelta(days=1))
    _write(places, "three")
    return places


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ("newest", {"one", "two", "three"}),
        ("journal", {"one", "two", "three"}),
        ("2026-03-03", {"one"}),
        ("catalog-2026-03-04.sqlite", {"one", "two"}),
    ],
)
def test_a_backup_is_put_back_and_the_catalog_set_aside(
    backed_up: Places, wanted: str, names: set[str]
) -> None:
    said = restore(backed_up, wanted, NOW)
    assert _names(backed_up.user_data) == names
    (aside,) = backed_up.data.glob("catalog.set-aside-*.sqlite")
    assert _names(aside) == {"one", "two", "three"}
    assert str(aside) in said
    assert f"with {len(names)} note" in said


def test_what_was_set_aside_is_never_overwritten(backed_up: Places) -> None:
    restore(backed_up, "2026-03-04", NOW)
    restore(backed_up, "2026-03-03", NOW)
    aside = sorted(backed_up.data.glob("catalog.set-aside-*.sqlite"))
    assert sorted(len(_names(path)) for path in aside) == [2, 3]


def test_a_damaged_catalog_is_told_of_and_mended(backed_up: Places) -> None:
    damage = os.urandom(4096) * 4
    backed_up.user_data.write_bytes(damage)
    (finding,) = (one for one in examine(backed_up) if one.check == "user data")
    assert not finding.ok
    assert "reader doctor --restore 2026-03-04" in finding.advice
    restore(backed_up, "2026-03-04", NOW)
    assert _names(backed_up.user_data) == {"one", "two"}
    (aside,) = backed_up.data.glob("catalog.set-aside-*.sqlite")
    assert aside.read_bytes() == damage


def test_a_damaged_backup_is_refused_and_nothing_touched(backed_up: Places) -> None:
    (backed_up.backups / "catalog-2026-03-04.sqlite").write_bytes(os.urandom(8192))
    with pytest.raises(UserDataError):
        restore(backed_up, "2026-03-04", NOW)
    assert _names(backed_up.user_data) == {"one", "two", "three"}
    assert {path.name for path in backed_up.data.iterdir() if path.is_file()} == {
        "catalog.sqlite",
        "catalog.lock",
        "notes.jsonl",
    }


def test_the_newest_sound_backup_and_the_journal_give_all(backed_up: Places) -> None:
    (backed_up.backups / "catalog-2026-03-04.sqlite").write_bytes(os.urandom(8192))
    said = restore(backed_up, "newest", NOW)
    assert "The backup catalog-2026-03-03.sqlite and 2 later changes of the journal" in said
    assert _names(backed_up.user_data) == {"one", "two", "three"}


def test_an_older_backup_does_not_come_forward_again(backed_up: Places) -> None:
    """Who chooses a day wants that day: the journal of later ones is set aside."""
    restore(backed_up, "2026-03-03", NOW)
    _write(backed_up, "four")
    backed_up.user_data.write_bytes(b"damage " * 2000)
    opened = open_user_data(backed_up)
    opened.user_data.close()
    opened.lock.close()
    assert _names(backed_up.user_data) == {"one", "four"}
    assert len(list(backed_up.data.glob("notes.set-aside-*.jsonl"))) == 1


def test_a_backup_that_is_not_there_is_said(backed_up: Places, places: Places) -> None:
    with pytest.raises(ReaderError, match=r"no backup 2020-01-01 in .*: there are 2026-03-03, 2026-03-04\."):
        restore(backed_up, "2020-01-01", NOW)


def test_from_the_command_line(
    backed_up: Places, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READER_HOME", str(home))
    cli.main(["doctor", "--restore", "2026-03-03"])
    printed = capsys.readouterr()
    assert "The backup catalog-2026-03-03.sqlite is in place, with 1 note." in printed.err
    assert "1 note," in printed.out
    assert cli.main(["doctor", "--restore", "never"]) == cli.WRONG


def test_a_backup_of_an_older_version_leaves_nothing_else_behind(places: Places) -> None:
    places.backups.mkdir(parents=True)
    with closing(Database(places.backups / "catalog-2025-01-01.sqlite", MIGRATIONS[:3], full=True)):
        pass
    restore(places, "newest", NOW)
    assert {path.name for path in places.data.glob("*.sqlite*")} == {"catalog.sqlite"}
    with closing(UserDataStore(places.user_data)) as user_data:
        assert user_data.version() == len(MIGRATIONS)
