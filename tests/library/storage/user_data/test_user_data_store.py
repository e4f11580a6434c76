"""What a person made: notes, reading state, small things, backups."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from reader.errors import UserDataError
from reader.library.storage.document_keys import LibraryRoots
from reader.library.storage.protocol import ReadingState
from reader.library.storage.sqlite.database import Database
from reader.library.storage.user_data.backup_files import KEPT, backups_in, day_of, named
from reader.library.storage.user_data.user_data_schema import MIGRATIONS
from reader.library.storage.user_data.user_data_store import UserDataStore, problems_in
from reader.notes.note import Note

key_of = LibraryRoots().key_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FILE = Path("/briefings/a.txt")


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[UserDataStore]:
    made = UserDataStore(tmp_path / "catalog.sqlite", tmp_path / "backups")
    yield made
    made.close()


def _note(number: int = 0, path: Path = FILE, **more: object) -> Note:
    note = Note(
        id=f"{number:026d}", path=str(path), body=f"note {number}",
        created=f"2026-03-01T12:00:{number % 60:02d}Z", modified="2026-03-01T12:00:00Z",
    )  # fmt: skip
    return replace(note, **more)  # type: ignore[arg-type]


def _put(catalog: UserDataStore, note: Note, path: Path = FILE, text: str | None = None) -> None:
    catalog.notes.put(note, catalog.documents.add(path), text)


def test_a_note_is_there_after_a_restart(tmp_path: Path) -> None:
    note = _note(1, tags=("a", "b"))
    with closing(UserDataStore(tmp_path / "c.sqlite")) as catalog:
        _put(catalog, note)
    with closing(UserDataStore(tmp_path / "c.sqlite")) as catalog:
        assert catalog.notes.select() == [note]
        assert catalog.notes.get(note.id) == note
        assert catalog.notes.path_of(note.id) == FILE


def test_notes_of_a_document_oldest_first_without_the_trash(catalog: UserDataStore) -> None:
    other = Path("/briefings/b.txt")
    first, second, third = _note(2), _note(5), _note(3, path=other)
    trashed = _note(4, deleted="2026-03-02T00:00:00Z")
    for note in (second, first, trashed):
        _put(catalog, note)
    _put(catalog, third, other)
    assert catalog.notes.select(key_of(FILE)) == [first, second]
    assert catalog.notes.select() == [first, third, second]
    assert catalog.notes.select(trashed=True) == [trashed]
    assert catalog.notes.counts() == {key_of(FILE): 2, key_of(other): 1}
    assert catalog.notes.document_keys() == {
        first.id: key_of(FILE), second.id: key_of(FILE), third.id: key_of(other)
    }  # fmt: skip


def test_notes_below_a_folder(catalog: UserDataStore) -> None:
    paths = [Path("/a/b.txt"), Path("/a/c/d.txt"), Path("/ab/e.txt"), Path(os.fsdecode(b"/a/\xff.txt"))]
    for number, path in enumerate(paths):
        _put(catalog, _note(number, path=path), path)
    _put(catalog, _note(9, deleted="2026-03-02T00:00:00Z"), paths[0])
    found = catalog.notes.below([Path("/a"), Path("/a/c")])
    assert {key for key, _ in found} == {key_of(path) for path in paths if path != paths[2]}
    assert len(found) == 3


def test_a_changed_note_replaces_itself(catalog: UserDataStore) -> None:
    _put(catalog, _note(1))
    _put(catalog, _note(1, body="changed"))
    assert [note.body for note in catalog.notes.select()] == ["changed"]


def test_several_notes_are_kept_or_none(catalog: UserDataStore) -> None:
    key = catalog.documents.add(FILE)
    with catalog.transaction():
        catalog.notes.put(_note(1), key)
        catalog.notes.put(_note(2), key, "text")
    assert len(catalog.notes.select()) == 2

    def failing() -> None:
        with catalog.transaction():
            catalog.notes.put(_note(3), key)
            raise UserDataError("the source ran dry")

    with pytest.raises(UserDataError, match="ran dry"):
        failing()
    assert len(catalog.notes.select()) == 2


def test_the_text_of_a_note_is_kept_once(catalog: UserDataStore, tmp_path: Path) -> None:
    text = "Zürich ⇄ 東京\n" * 500
    for number in (1, 2):
        _put(catalog, _note(number, text_sha256="a" * 64), text=text)
    assert catalog.notes.snapshot("a" * 64) == text
    assert catalog.notes.snapshot("b" * 64) is None
    with closing(sqlite3.connect(tmp_path / "catalog.sqlite")) as raw:
        assert raw.execute("SELECT count(*), max(length(packed)) < 1000 FROM snapshots").fetchone() == (1, 1)


def test_reading_state(catalog: UserDataStore) -> None:
    key = key_of(FILE)
    assert catalog.reading.get(key) == ReadingState()
    state = ReadingState(read=True, flagged=True, start=40, quote="A sentence.")
    catalog.reading.put(catalog.documents.add(FILE), state, NOW)
    assert catalog.reading.get(key) == state
    assert catalog.reading.states() == {key: state}
    catalog.reading.put(catalog.documents.add(FILE), ReadingState(), NOW)
    assert catalog.reading.states() == {key: ReadingState()}


def test_small_things(catalog: UserDataStore) -> None:
    assert catalog.settings.get("measure", "76") == "76"
    catalog.settings.set("measure", "80")
    catalog.settings.set("measure", "90")
    assert catalog.settings.get("measure") == "90"
    catalog.settings.delete("measure")
    catalog.settings.delete("measure")
    assert catalog.settings.get("measure") == ""


def test_a_backup_a_day_the_last_ten(catalog: UserDataStore, tmp_path: Path) -> None:
    assert not catalog.needs_backup(NOW)  # nothing to keep yet
    _put(catalog, _note(1))
    for day in range(KEPT + 3):
        when = NOW + timedelta(days=day)
        assert catalog.needs_backup(when)
        catalog.back_up(when)
        assert not catalog.needs_backup(when)
    names = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert len(names) == KEPT
    assert names[0] == "catalog-2026-03-04.sqlite"
    assert names[-1] == "catalog-2026-03-13.sqlite"
    with closing(UserDataStore(tmp_path / "backups" / names[0])) as backup:
        assert backup.notes.select() == catalog.notes.select()


def test_the_days_backup_is_not_written_twice(catalog: UserDataStore, tmp_path: Path) -> None:
    catalog.back_up(NOW)
    (path,) = (tmp_path / "backups").iterdir()
    before = path.stat().st_ino
    _put(catalog, _note(1))
    catalog.back_up(NOW)
    assert path.stat().st_ino == before


def test_corrections_of_an_older_catalog_are_taken_forward(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "c.sqlite", MIGRATIONS[:3], full=True)) as older:
        values = (1, NOW.isoformat(), '{"kind": "hide", "name": "Orvel"}')
        older.execute("INSERT INTO corrections (batch, made, correction) VALUES (?, ?, ?)", values)
    with closing(UserDataStore(tmp_path / "c.sqlite")) as catalog:
        assert catalog.corrections.active() == [{"kind": "hide", "name": "Orvel"}]
        assert catalog.corrections.take_back() == [{"kind": "hide", "name": "Orvel"}]
        assert catalog.corrections.active() == []
        assert catalog.corrections.take_back() == []


def test_the_number_of_a_step_is_given_once(catalog: UserDataStore) -> None:
    """So a step that another reader has taken back is never confused with one made since."""
    first = catalog.corrections.add([{"name": "a"}], NOW)
    stamps = [catalog.corrections.stamp()]
    catalog.corrections.take_back(first)
    stamps.append(catalog.corrections.stamp())
    assert catalog.corrections.add([{"name": "b"}], NOW) != first
    stamps.append(catalog.corrections.stamp())
    assert len(set(stamps)) == 3
    assert catalog.corrections.take_back(first) == []
    assert catalog.corrections.active() == [{"name": "b"}]


def test_an_old_backup_that_cannot_be_removed_is_said(catalog: UserDataStore, tmp_path: Path) -> None:
    (tmp_path / "backups" / "catalog-1999-01-01.sqlite" / "not a file").mkdir(parents=True)
    for day in range(KEPT - 1):
        catalog.back_up(NOW + timedelta(days=day))
    with pytest.raises(UserDataError, match=r"catalog-1999-01-01\.sqlite cannot be removed"):
        catalog.back_up(NOW + timedelta(days=KEPT))


def test_without_a_folder_there_are_no_backups(tmp_path: Path) -> None:
    with closing(UserDataStore(tmp_path / "c.sqlite")) as catalog:
        _put(catalog, _note(1))
        assert not catalog.needs_backup(NOW)
        catalog.back_up(NOW)
    assert {path.name for path in tmp_path.iterdir()} == {"c.sqlite"}


def test_a_damaged_page_is_found(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    with closing(UserDataStore(path)) as catalog:
        for number in range(200):
            _put(catalog, _note(number, body="words " * 50))
        assert catalog.problems() == []
    data = bytearray(path.read_bytes())
    for start in range(8 * 4096, 12 * 4096):
        data[start] = 0xA5
    path.write_bytes(data)
    assert problems_in(path)


_WRITER = """
import sys
from pathlib import Path
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.notes.note import Note
from reader.text.identifiers import DocumentKey

catalog = UserDataStore(Path(sys.argv[1]))
time = "2026-03-01T12:00:00Z"
sys.stdin.readline()
for number in range(50):
    catalog.notes.put(
        Note(id=f"{sys.argv[2]}{number:025d}", path="/a", created=time, modified=time),
        catalog.documents.add(Path("/a")),
    )
"""


def test_two_processes_add_notes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    writers = [
        subprocess.Popen([sys.executable, "-c", _WRITER, str(path), letter], stdin=subprocess.PIPE, text=True)
        for letter in "12"
    ]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=60)
    assert [writer.returncode for writer in writers] == [0, 0]
    with closing(UserDataStore(path)) as catalog:
        assert len(catalog.notes.select()) == 100
        assert catalog.problems() == []


def _days(catalog: UserDataStore, folder: Path, *days: str) -> list[str]:
    """Back up on these days as the clock says; the names that are there afterwards, in order."""
    for day in days:
        when = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        if catalog.needs_backup(when):
            _put(catalog, _note(int(when.timestamp()) % 10**9))
            catalog.back_up(when)
    return [day_of(path) for path in backups_in(folder)]


def test_a_clock_that_goes_back_lets_no_backup_look_older_than_it_is(
    catalog: UserDataStore, tmp_path: Path
) -> None:
    _put(catalog, _note(1))
    folder = tmp_path / "backups"
    assert _days(catalog, folder, "2026-03-01", "2026-03-02") == ["2026-03-01", "2026-03-02"]
    assert _days(catalog, folder, "1970-01-01", "1970-01-02", "1970-01-01") == [
        "2026-03-01", "2026-03-02", "2026-03-02_1970-01-01", "2026-03-02_1970-01-02",
    ]  # fmt: skip
    assert _days(catalog, folder, "2026-03-02", "2026-03-03")[4:] == ["2026-03-03"]
    counts = []
    for backup in backups_in(folder):
        with closing(UserDataStore(backup)) as opened:
            counts.append(len(opened.notes.select()))
    assert counts == sorted(counts), "what was made later has more"
    assert named(folder, "newest").name == "catalog-2026-03-03.sqlite"


def test_a_clock_that_was_ahead_once_does_not_keep_its_backup_the_newest(
    catalog: UserDataStore, tmp_path: Path
) -> None:
    _put(catalog, _note(1))
    days = [f"2026-03-{day:02d}" for day in range(1, 15)]
    names = _days(catalog, tmp_path / "backups", "2099-01-01", *days)
    assert len(names) == KEPT
    assert names == [f"2099-01-01_{day}" for day in days[-KEPT:]]


def test_a_backup_is_never_written_over(catalog: UserDataStore, tmp_path: Path) -> None:
    _put(catalog, _note(1))
    (tmp_path / "backups").mkdir()
    kept = tmp_path / "backups" / "catalog-2026-03-01.sqlite"
    kept.write_bytes(b"what somebody put there")
    catalog.back_up(NOW)
    assert kept.read_bytes() == b"what somebody put there"
