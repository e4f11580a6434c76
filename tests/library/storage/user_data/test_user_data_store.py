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
def user_data(tmp_path: Path) -> Iterator[UserDataStore]:
    made = UserDataStore(tmp_path / "catalog.sqlite", tmp_path / "backups")
    yield made
    made.close()


def _note(number: int = 0, path: Path = FILE, **more: object) -> Note:
    note = Note(
        id=f"{number:026d}", path=str(path), body=f"note {number}",
        created=f"2026-03-01T12:00:{number % 60:02d}Z", modified="2026-03-01T12:00:00Z",
    )  # fmt: skip
    return replace(note, **more)  # type: ignore[arg-type]


def _put(user_data: UserDataStore, note: Note, path: Path = FILE, text: str | None = None) -> None:
    user_data.notes.put(note, user_data.documents.add(path), text)


def test_a_note_is_there_after_a_restart(tmp_path: Path) -> None:
    note = _note(1, tags=("a", "b"))
    with closing(UserDataStore(tmp_path / "c.sqlite")) as user_data:
        _put(user_data, note)
    with closing(UserDataStore(tmp_path / "c.sqlite")) as user_data:
        assert user_data.notes.select() == [note]
        assert user_data.notes.get(note.id) == note
        assert user_data.notes.path_of(note.id) == FILE


def test_notes_of_a_document_oldest_first_without_the_trash(user_data: UserDataStore) -> None:
    other = Path("/briefings/b.txt")
    first, second, third = _note(2), _note(5), _note(3, path=other)
    trashed = _note(4, deleted="2026-03-02T00:00:00Z")
    for note in (second, first, trashed):
        _put(user_data, note)
    _put(user_data, third, other)
    assert user_data.notes.select(key_of(FILE)) == [first, second]
    assert user_data.notes.select() == [first, third, second]
    assert user_data.notes.select(trashed=True) == [trashed]
    assert user_data.notes.counts() == {key_of(FILE): 2, key_of(other): 1}
    assert user_data.notes.document_keys() == {
        first.id: key_of(FILE), second.id: key_of(FILE), third.id: key_of(other)
    }  # fmt: skip


def test_notes_below_a_folder(user_data: UserDataStore) -> None:
    paths = [Path("/a/b.txt"), Path("/a/c/d.txt"), Path("/ab/e.txt"), Path(os.fsdecode(b"/a/\xff.txt"))]
    for number, path in enumerate(paths):
        _put(user_data, _note(number, path=path), path)
    _put(user_data, _note(9, deleted="2026-03-02T00:00:00Z"), paths[0])
    found = user_data.notes.below([Path("/a"), Path("/a/c")])
    assert {key for key, _ in found} == {key_of(path) for path in paths if path != paths[2]}
    assert len(found) == 3


def test_a_changed_note_replaces_itself(user_data: UserDataStore) -> None:
    _put(user_data, _note(1))
    _put(user_data, _note(1, body="changed"))
    assert [note.body for note in user_data.notes.select()] == ["changed"]


def test_several_notes_are_kept_or_none(user_data: UserDataStore) -> None:
    key = user_data.documents.add(FILE)
    with user_data.transaction():
        user_data.notes.put(_note(1), key)
        user_data.notes.put(_note(2), key, "text")
    assert len(user_data.notes.select()) == 2

    def failing() -> None:
        with user_data.transaction():
            user_data.notes.put(_note(3), key)
            raise UserDataError("the source ran dry")

    with pytest.raises(UserDataError, match="ran dry"):
        failing()
    assert len(user_data.notes.select()) == 2


def test_the_text_of_a_note_is_kept_once(user_data: UserDataStore, tmp_path: Path) -> None:
    text = "Zürich ⇄ 東京\n" * 500
    for number in (1, 2):
        _put(user_data, _note(number, text_sha256="a" * 64), text=text)
    assert user_data.notes.snapshot("a" * 64) == text
    assert user_data.notes.snapshot("b" * 64) is None
    with closing(sqlite3.connect(tmp_path / "catalog.sqlite")) as raw:
        assert raw.execute("SELECT count(*), max(length(packed)) < 1000 FROM snapshots").fetchone() == (1, 1)


def test_reading_state(user_data: UserDataStore) -> None:
    key = key_of(FILE)
    assert user_data.reading.get(key) == ReadingState()
    state = ReadingState(read=True, flagged=True, start=40, quote="A sentence.")
    user_data.reading.put(user_data.documents.add(FILE), state, NOW)
    assert user_data.reading.get(key) == state
    assert user_data.reading.states() == {key: state}
    user_data.reading.put(user_data.documents.add(FILE), ReadingState(), NOW)
    assert user_data.reading.states() == {key: ReadingState()}


def test_small_things(user_data: UserDataStore) -> None:
    assert user_data.settings.get("measure", "76") == "76"
    user_data.settings.set("measure", "80")
    user_data.settings.set("measure", "90")
    assert user_data.settings.get("measure") == "90"
    user_data.settings.delete("measure")
    user_data.settings.delete("measure")
    assert user_data.settings.get("measure") == ""


def test_a_backup_a_day_the_last_ten(user_data: UserDataStore, tmp_path: Path) -> None:
    assert not user_data.needs_backup(NOW)  # nothing to keep yet
    _put(user_data, _note(1))
    for day in range(KEPT + 3):
        when = NOW + timedelta(days=day)
        assert user_data.needs_backup(when)
        user_data.back_up(when)
        assert not user_data.needs_backup(when)
    names = sorted(path.name for path in (tmp_path / "backups").iterdir())
    assert len(names) == KEPT
    assert names[0] == "catalog-2026-03-04.sqlite"
    assert names[-1] == "catalog-2026-03-13.sqlite"
    with closing(UserDataStore(tmp_path / "backups" / names[0])) as backup:
        assert backup.notes.select() == user_data.notes.select()


def test_the_days_backup_is_not_written_twice(user_data: UserDataStore, tmp_path: Path) -> None:
    user_data.back_up(NOW)
    (path,) = (tmp_path / "backups").iterdir()
    before = path.stat().st_ino
    _put(user_data, _note(1))
    user_data.back_up(NOW)
    assert path.stat().st_ino == before


def test_corrections_of_an_older_catalog_are_taken_forward(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "c.sqlite", MIGRATIONS[:3], full=True)) as older:
        values = (1, NOW.isoformat(), '{"kind": "hide", "name": "Orvel"}')
        older.execute("INSERT INTO corrections (batch, made, correction) VALUES (?, ?, ?)", values)
    with closing(UserDataStore(tmp_path / "c.sqlite")) as user_data:
        assert user_data.corrections.active() == [{"kind": "hide", "name": "Orvel"}]
        assert user_data.corrections.take_back() == [{"kind": "hide", "name": "Orvel"}]
        assert user_data.corrections.active() == []
        assert user_data.corrections.take_back() == []


def test_the_number_of_a_step_is_given_once(user_data: UserDataStore) -> None:
    """So a step that another reader has taken back is never confused with one made since."""
    first = user_data.corrections.add([{"name": "a"}], NOW)
    stamps = [user_data.corrections.stamp()]
    user_data.corrections.take_back(first)
    stamps.append(user_data.corrections.stamp())
    assert user_data.corrections.add([{"name": "b"}], NOW) != first
    stamps.append(user_data.corrections.stamp())
    assert len(set(stamps)) == 3
    assert user_data.corrections.take_back(first) == []
    assert user_data.corrections.active() == [{"name": "b"}]


def test_an_old_backup_that_cannot_be_removed_is_said(user_data: UserDataStore, tmp_path: Path) -> None:
    (tmp_path / "backups" / "catalog-1999-01-01.sqlite" / "not a file").mkdir(parents=True)
    for day in range(KEPT - 1):
        user_data.back_up(NOW + timedelta(days=day))
    with pytest.raises(UserDataError, match=r"catalog-1999-01-01\.sqlite cannot be removed"):
        user_data.back_up(NOW + timedelta(days=KEPT))


def test_without_a_folder_there_are_no_backups(tmp_path: Path) -> None:
    with closing(UserDataStore(tmp_path / "c.sqlite")) as user_data:
        _put(user_data, _note(1))
        assert not user_data.needs_backup(NOW)
        user_data.back_up(NOW)
    assert {path.name for path in tmp_path.iterdir()} == {"c.sqlite"}


def test_a_damaged_page_is_found(tmp_path: Path) -> None:
    path = tmp_path / "c.sqlite"
    with closing(UserDataStore(path)) as user_data:
        for number in range(200):
            _put(user_data, _note(number, body="words " * 50))
        assert user_data.problems() == []
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

user_data = UserDataStore(Path(sys.argv[1]))
time = "2026-03-01T12:00:00Z"
sys.stdin.readline()
for number in range(50):
    user_data.notes.put(
        Note(id=f"{sys.argv[2]}{number:025d}", path="/a", created=time, modified=time),
        user_data.documents.add(Path("/a")),
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
    with closing(UserDataStore(path)) as user_data:
        assert len(user_data.notes.select()) == 100
        assert user_data.problems() == []


def _days(user_data: UserDataStore, folder: Path, *days: str) -> list[str]:
    """Back up on these days as the clock says; the names that are there afterwards, in order."""
    for day in days:
        when = datetime.fromisoformat(f"{day}T12:00:00+00:00")
        if user_data.needs_backup(when):
            _put(user_data, _note(int(when.timestamp()) % 10**9))
            user_data.back_up(when)
    return [day_of(path) for path in backups_in(folder)]


def test_a_clock_that_goes_back_lets_no_backup_look_older_than_it_is(
    user_data: UserDataStore, tmp_path: Path
) -> None:
    _put(user_data, _note(1))
    folder = tmp_path / "backups"
    assert _days(user_data, folder, "2026-03-01", "2026-03-02") == ["2026-03-01", "2026-03-02"]
    assert _days(user_data, folder, "1970-01-01", "1970-01-02", "1970-01-01") == [
        "2026-03-01", "2026-03-02", "2026-03-02_1970-01-01", "2026-03-02_1970-01-02",
    ]  # fmt: skip
    assert _days(user_data, folder, "2026-03-02", "2026-03-03")[4:] == ["2026-03-03"]
    counts = []
    for backup in backups_in(folder):
        with closing(UserDataStore(backup)) as opened:
            counts.append(len(opened.notes.select()))
    assert counts == sorted(counts), "what was made later has more"
    assert named(folder, "newest").name == "catalog-2026-03-03.sqlite"


def test_a_clock_that_was_ahead_once_does_not_keep_its_backup_the_newest(
    user_data: UserDataStore, tmp_path: Path
) -> None:
    _put(user_data, _note(1))
    days = [f"2026-03-{day:02d}" for day in range(1, 15)]
    names = _days(user_data, tmp_path / "backups", "2099-01-01", *days)
    assert len(names) == KEPT
    assert names == [f"2099-01-01_{day}" for day in days[-KEPT:]]


def test_a_backup_is_never_written_over(user_data: UserDataStore, tmp_path: Path) -> None:
    _put(user_data, _note(1))
    (tmp_path / "backups").mkdir()
    kept = tmp_path / "backups" / "catalog-2026-03-01.sqlite"
    kept.write_bytes(b"what somebody put there")
    user_data.back_up(NOW)
    assert kept.read_bytes() == b"what somebody put there"
