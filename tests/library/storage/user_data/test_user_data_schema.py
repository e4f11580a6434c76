"""User data of earlier versions, brought forward: files of several folders, and when it is cut short."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import UserDataError
from reader.library.storage.sqlite.database import Database
from reader.library.storage.user_data import user_data_schema
from reader.library.storage.user_data.user_data_schema import FUNCTIONS, MIGRATIONS
from reader.library.storage.user_data.user_data_store import UserDataStore
from reader.notes.note import Note

TIME = "2026-03-01T12:00:00Z"
FILES = [
    Path("/briefings/velmark/a.txt"), Path("/briefings/orvel/a.txt"),
    Path("/elsewhere/b.md"), Path(os.fsdecode(b"/elsewhere/\xff.txt")),
]  # fmt: skip


def _old_key(path: Path) -> str:
    """The key that the versions before gave a file."""
    return hashlib.blake2b(os.fsencode(path), digest_size=8).hexdigest()


def _note(number: int, path: str, **more: object) -> Note:
    return Note(id=f"{number:026d}", path=path, body=f"note {number}", created=TIME, modified=TIME, **more)  # type: ignore[arg-type]


def _older(path: Path) -> None:
    """A file of version 4: a note on each of FILES, one in the trash, one on an entity, one on a page."""
    with closing(Database(path, MIGRATIONS[:4], full=True, functions=FUNCTIONS)) as older:
        for number, file in enumerate(FILES):
            note = _note(number, "shown", text_sha256=f"{number}" * 64, deleted=TIME if number == 2 else "")
            key, exact = _old_key(file), os.fsencode(file)
            older.execute(
                "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    note.id,
                    key,
                    exact,
                    json.dumps(note.to_json()),
                    note.text_sha256,
                    number == 2,
                    TIME,
                    "seen",
                ),
            )
            older.execute("INSERT INTO noted VALUES (?, ?, ?, ?)", (key, exact, f"T{number}", "f" * 64))
            older.execute("INSERT INTO reading VALUES (?, ?, 1, 0, ?, 'q', ?)", (key, exact, number, TIME))
            older.execute("INSERT INTO kept VALUES (?, ?)", (f"draft {key}:7", f"draft {number}"))
        for note in (_note(8, "https://x.example/p"), _note(9, "/gone/c.txt")):
            older.execute(
                "INSERT INTO notes VALUES (?, '', x'', ?, '', 0, ?, '')",
                (note.id, json.dumps(note.to_json()), TIME),
            )
        older.execute("INSERT INTO kept VALUES ('draft 0000000000000000000000000a', 'of a note')")
        older.execute("INSERT INTO snapshots VALUES ('x', x'00')")


def _check(path: Path) -> None:
    with closing(UserDataStore(path, path.parent / "backups")) as store:
        for number, file in enumerate(FILES):
            key = store.documents.key_of(file)
            (note,) = store.notes.select(key, trashed=number == 2)
            assert (note.body, note.text_sha256) == (f"note {number}", f"{number}" * 64)
            assert store.notes.path_of(note.id) == file
            assert store.notes.placed_on(key) == {note.id: "seen"}
            assert store.reading.get(key) == (True, False, number, "q")
            assert store.settings.get(f"draft {key}:7") == f"draft {number}"
        seen = {document.path: document for document in store.notes.annotated_documents()}
        assert [(seen[file].title, seen[file].text_sha256) for file in FILES] == [
            (f"T{number}", "f" * 64) for number in range(4)
        ]
        assert [note.path for note in store.notes.select("")] == []
        assert {store.notes.get(f"{n:026d}").path for n in (8, 9)} == {"https://x.example/p", "/gone/c.txt"}  # type: ignore[union-attr]
        assert store.settings.get("draft 0000000000000000000000000a") == "of a note"


def test_notes_on_files_under_several_folders_move_over(tmp_path: Path) -> None:
    path = tmp_path / "catalog.sqlite"
    _older(path)
    _check(path)
    with closing(sqlite3.connect(tmp_path / "catalog.version-4.sqlite")) as backup:
        assert backup.execute("SELECT count(*) FROM notes").fetchone() == (6,)
    # The journal begins with all that there is.
    assert sum('"note"' in line for line in (tmp_path / "notes.jsonl").read_text().splitlines()) == 6


def test_a_migration_that_fails_leaves_the_older_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalog.sqlite"
    _older(path)
    with monkeypatch.context() as patched:
        patched.setitem(user_data_schema.FUNCTIONS, "portable", lambda _: 1 / 0)
        with pytest.raises(UserDataError):
            UserDataStore(path)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (4,)
    _check(path)


_KILLED = """
import os, signal, sys
from pathlib import Path
from reader.library.storage.user_data import user_data_schema, user_data_store

calls = 0
def dying(path, real=user_data_schema.machine_key):
    global calls
    calls += 1
    if calls == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
    return real(path)
user_data_schema.FUNCTIONS["machine_key"] = dying
user_data_store.UserDataStore(Path(sys.argv[1]), Path(sys.argv[1]).parent / "backups")
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
def test_a_crash_in_the_middle_of_the_migration_loses_nothing(tmp_path: Path) -> None:
    for call in (1, 9, 18):
        path = tmp_path / str(call) / "catalog.sqlite"
        path.parent.mkdir()
        _older(path)
        done = subprocess.run([sys.executable, "-c", _KILLED, str(path), str(call)], check=False, timeout=60)
        assert done.returncode == -signal.SIGKILL
        _check(path)
