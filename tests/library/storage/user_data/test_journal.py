"""The journal beside the user data: never less than what was acknowledged, whatever is torn or taken back."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.errors import UserDataError
from reader.library.storage.user_data import journal as journal_module
from reader.library.storage.user_data import user_data_store
from reader.library.storage.user_data.journal import Journal
from reader.library.storage.user_data.user_data_store import UserDataStore, journal_of
from reader.notes.note import Note

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _store(folder: Path) -> UserDataStore:
    return UserDataStore(folder / "catalog.sqlite", folder / "backups")


def _add(store: UserDataStore, number: int) -> None:
    time = "2026-03-01T12:00:00Z"
    note = Note(id=f"{number:026d}", path="/a.txt", body=f"note {number}", created=time, modified=time)
    store.notes.put(note, store.documents.add(Path("/a.txt")))


def _bodies(store: UserDataStore) -> list[str]:
    return [note.body for note in store.notes.select()]


def test_each_change_is_a_line_that_a_person_can_read(tmp_path: Path) -> None:
    with closing(_store(tmp_path)) as store:
        _add(store, 1)
        store.corrections.add([{"action": "hide", "entity": "Zürich ⇄"}], NOW)
        store.corrections.take_back()
    lines = (tmp_path / "notes.jsonl").read_text(encoding="utf-8").splitlines()
    note, correction, undone = map(json.loads, lines)
    assert (note["note"]["body"], note["note"]["path"], note["document"]["below"]) == (
        "note 1",
        "/a.txt",
        "/a.txt",
    )
    assert "Zürich ⇄" in lines[1]
    assert correction["step"] == undone["undone"] == 1
    assert [line["operation"] for line in (note, correction, undone)] == [1, 2, 3]


def test_nothing_is_acknowledged_that_the_journal_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(_store(tmp_path)) as store:
        _add(store, 1)

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patched:
            patched.setattr(journal_module.os, "fsync", full)
            with pytest.raises(UserDataError, match=r"notes\.jsonl could not be written \(No space"):
                _add(store, 2)
        assert _bodies(store) == ["note 1"]
        _add(store, 3)
        assert _bodies(store) == ["note 1", "note 3"]
    (tmp_path / "catalog.sqlite").unlink()
    with closing(_store(tmp_path)) as store:
        assert _bodies(store) == ["note 1", "note 3"]


def test_what_was_not_committed_is_taken_back(tmp_path: Path) -> None:
    with closing(_store(tmp_path)) as store:
        _add(store, 1)
        # The disk is full for the database, not for the journal.
        pages = store.database.execute("PRAGMA page_count")[0][0]
        store.database.execute(f"PRAGMA max_page_count={pages}")
        commit = store.database.before_commit

        def refused() -> None:
            commit()
            raise UserDataError("refused")

        store.database.before_commit = refused
        with pytest.raises(UserDataError):
            _add(store, 2)
        store.database.before_commit = commit
    assert [entry["note"]["body"] for entry in Journal(tmp_path / "notes.jsonl").read()] == ["note 1"]
    (tmp_path / "catalog.sqlite").unlink()
    with closing(_store(tmp_path)) as store:
        assert _bodies(store) == ["note 1"]


def test_a_database_that_lost_commits_has_them_again(tmp_path: Path) -> None:
    with closing(_store(tmp_path)) as store:
        _add(store, 1)
    before = (tmp_path / "catalog.sqlite").read_bytes()
    with closing(_store(tmp_path)) as store:
        _add(store, 2)
    (tmp_path / "catalog.sqlite").write_bytes(before)
    with closing(_store(tmp_path)) as store:
        assert _bodies(store) == ["note 1", "note 2"]


@pytest.mark.parametrize("left", [0, 10, -7])
def test_a_journal_that_is_behind_is_written_anew(tmp_path: Path, left: int) -> None:
    with closing(_store(tmp_path)) as store:
        _add(store, 1)
        _add(store, 2)
    path = tmp_path / "notes.jsonl"
    path.write_bytes(path.read_bytes()[:left])
    _store(tmp_path).close()
    (tmp_path / "catalog.sqlite").unlink()
    with closing(_store(tmp_path)) as store:
        assert _bodies(store) == ["note 1", "note 2"]


def test_a_torn_line_harms_no_other(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "notes.jsonl")
    journal.append(1, [{"a": 1}])
    with journal.path.open("ab") as file:
        file.write(b'{"operation": 2, "a": ')
    journal.append(3, [{"a": 3}])
    assert [entry["a"] for entry in journal.read()] == [1, 3]
    assert [entry["a"] for entry in journal.read(after=1)] == [3]
    assert journal.last_operation() == 3


def test_noise_is_no_line(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "notes.jsonl")
    journal.path.write_bytes(
        b'\xff\xfe\n[1]\n{}\n{"operation": "2"}\n{"operation": -1}\n' + b"[" * 100_000 + b"\n\0\n"
    )
    assert list(journal.read()) == []
    assert journal.last_operation() == 0


def test_a_line_longer_than_the_end_that_is_looked_at(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "notes.jsonl")
    journal.append(7, [{"a": "x" * 200_000}])
    assert journal.last_operation() == 7


def test_the_days_backup_bounds_it_and_loses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(user_data_store, "COMPACTED_BYTES", 1000)
    with closing(_store(tmp_path)) as store:
        for turn in range(50):
            _add(store, turn % 2)
        long = journal_of(tmp_path / "catalog.sqlite").stat().st_size
        store.back_up(NOW)
        _add(store, 5)
    assert journal_of(tmp_path / "catalog.sqlite").stat().st_size < long / 5
    (tmp_path / "catalog.sqlite").unlink()
    with closing(_store(tmp_path)) as store:
        assert _bodies(store) == ["note 0", "note 1", "note 5"]


def test_a_journal_of_paths_that_are_no_text(tmp_path: Path) -> None:
    Journal(tmp_path / "j").append(1, [{"root": "/a\udcff"}])
    assert next(Journal(tmp_path / "j").read())["root"] == "/a\udcff"


def test_two_readers_write_one_journal(tmp_path: Path) -> None:
    with closing(_store(tmp_path)) as one, closing(_store(tmp_path)) as other:
        for number in range(10):
            _add(one if number % 2 else other, number)
    operations = [entry["operation"] for entry in Journal(tmp_path / "notes.jsonl").read()]
    assert operations == list(range(1, 11))
    with closing(sqlite3.connect(tmp_path / "catalog.sqlite")) as raw:
        assert raw.execute("SELECT operation FROM journal").fetchall() == [(10,)]
