"""Whether everything is in order."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.library.doctor import Finding, examine
from reader.library.places import Places

if TYPE_CHECKING:
    from tests.library.conftest import Maker


def _findings(places: Places) -> dict[str, Finding]:
    return {finding.check: finding for finding in examine(places)}


@pytest.fixture
def noted(library_of: Maker, folder: Path) -> Path:
    """A library with a note and an index; its folder."""
    library = library_of(folder)
    library.bring_up_to_date()
    path = folder / "2026-03-02-harbour.txt"
    library.notebook.add(path, library.document(path), None, body="Kept.")
    library.close()
    return folder


@pytest.mark.usefixtures("noted")
def test_all_is_well(places: Places) -> None:
    found = _findings(places)
    assert list(found) == ["folders", "settings", "catalog", "shelf", "index", "model"]
    assert all(finding.sound and not finding.advice for finding in found.values())
    assert "1 note, 1 backup" in found["catalog"].found
    assert found["index"].found == "1 search index"


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    (only,) = examine(Places.from_environment({"READER_HOME": str(tmp_path / "file" / "home")}))
    assert not only.sound
    assert "READER_HOME" in only.advice


def test_settings_that_are_wrong(places: Places) -> None:
    places.settings.write_text("measure = 3")
    found = _findings(places)["settings"]
    assert not found.sound
    assert "measure" in found.found
    assert str(places.settings) in found.advice


@pytest.mark.usefixtures("noted")
def test_a_damaged_catalog_says_which_backup_to_take(places: Places) -> None:
    _findings(places)  # keeps the day's backup
    places.catalog.write_bytes(b"damage " * 2000)
    found = _findings(places)["catalog"]
    assert not found.sound
    assert "damaged" in found.found
    (backup,) = places.backups.iterdir()
    assert backup.stem.removeprefix("catalog-") in found.advice
    assert places.catalog.read_bytes().startswith(b"damage ")


def test_a_damaged_catalog_without_a_backup(places: Places) -> None:
    places.catalog.write_bytes(b"damage " * 2000)
    assert "no backup yet" in _findings(places)["catalog"].advice


def test_a_newer_catalog_asks_for_an_update(places: Places) -> None:
    with closing(sqlite3.connect(places.catalog)) as newer:
        newer.execute("PRAGMA user_version=99")
    found = _findings(places)["catalog"]
    assert not found.sound
    assert "Update the reader" in found.advice


def test_backups_that_cannot_be_written(places: Places) -> None:
    places.backups.write_text("in the way")
    found = _findings(places)["catalog"]
    assert not found.sound
    assert "backups" in found.found


@pytest.mark.usefixtures("noted")
def test_an_index_that_cannot_be_read(places: Places) -> None:
    (meta,) = places.cache.glob("index/*/v*/meta.json")
    meta.write_text("{")
    found = _findings(places)["index"]
    assert not found.sound
    assert "made again from your files" in found.advice


@pytest.mark.parametrize("name", ["no_such_model", "no/such/model", "no.such.model", ""])
def test_the_model(places: Places, name: str) -> None:
    places.settings.write_text(f'model = "{name}"')
    found = _findings(places)["model"]
    assert found.sound == (not name)
    assert name in found.found
