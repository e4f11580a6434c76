"""SQLite as this program uses it."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from reader.errors import NewerDatabaseError, UnusableDatabaseError, UserDataError
from reader.library.storage.sqlite.database import BELOW, Database, below

FIRST = ("CREATE TABLE things (name TEXT PRIMARY KEY)",)
SECOND = ("ALTER TABLE things ADD COLUMN size INTEGER NOT NULL DEFAULT 7",)


def _open(path: Path, *migrations: tuple[str, ...]) -> Database:
    return Database(path, migrations or (FIRST,), full=True)


def test_it_is_made_with_its_folder(tmp_path: Path) -> None:
    with closing(_open(tmp_path / "new" / "a.sqlite")) as database:
        assert database.execute("SELECT * FROM things") == []
        assert database.problems() == []


def test_a_commit_waits_for_the_disk_where_it_must(tmp_path: Path) -> None:
    for full, level in ((True, 2), (False, 1)):
        with closing(Database(tmp_path / f"{full}.sqlite", [FIRST], full=full)) as database:
            assert database.execute("PRAGMA synchronous") == [(level,)]
            assert database.execute("PRAGMA journal_mode") == [("wal",)]


def test_an_older_file_is_brought_forward_after_a_backup(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    with closing(_open(path)) as database:
        database.execute("INSERT INTO things VALUES ('kept')")
    with closing(_open(path, FIRST, SECOND)) as database:
        assert database.execute("SELECT name, size FROM things") == [("kept", 7)]
        assert database.execute("PRAGMA user_version") == [(2,)]
    with closing(sqlite3.connect(tmp_path / "a.version-1.sqlite")) as backup:
        assert backup.execute("SELECT * FROM things").fetchall() == [("kept",)]
        assert backup.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    _open(path).close()
    with pytest.raises(UserDataError):
        _open(path, FIRST, ("CREATE TABLE more (a)", "CREATE TABLE more (a)"))
    with closing(_open(path)) as database:
        assert database.execute("SELECT name FROM sqlite_schema WHERE name = 'more'") == []


@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_a_newer_file_is_refused_untouched(tmp_path: Path, journal: str) -> None:
    path = tmp_path / "a.sqlite"
    with closing(sqlite3.connect(path)) as newer:
        newer.executescript(f"PRAGMA journal_mode={journal}; CREATE TABLE future (a); PRAGMA user_version=9")
    before = path.read_bytes()
    with pytest.raises(NewerDatabaseError, match=r"newer reader.*left as it is"):
        _open(path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["a.sqlite"]


def test_a_damaged_file_is_said_to_be(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    path.write_bytes(b"this is no database, but a text of some length" * 50)
    with pytest.raises(UnusableDatabaseError, match=r"damaged.*reader doctor"):
        _open(path)
    assert path.read_bytes().startswith(b"this is no database")


def test_a_place_that_cannot_be_written_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "a.sqlite").mkdir()
    with pytest.raises(UserDataError, match="cannot be written"):
        _open(tmp_path / "a.sqlite")
    (tmp_path / "file").write_text("")
    with pytest.raises(UserDataError, match="cannot be made"):
        _open(tmp_path / "file" / "a.sqlite")


def test_a_full_disk_keeps_what_was_there(tmp_path: Path) -> None:
    with closing(_open(tmp_path / "a.sqlite")) as database:
        database.execute("INSERT INTO things VALUES ('kept')")
        pages = database.execute("PRAGMA page_count")[0][0]
        database.execute(f"PRAGMA max_page_count={pages}")

        def replace() -> None:
            with database.transaction():
                database.execute("DELETE FROM things")
                database.execute("INSERT INTO things VALUES (?)", ("x" * 1_000_000,))

        with pytest.raises(UserDataError, match="disk is full"):
            replace()
        assert database.execute("SELECT * FROM things") == [("kept",)]


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    with closing(_open(tmp_path / "a.sqlite")) as database:

        def fail() -> None:
            with database.transaction():
                database.execute("INSERT INTO things VALUES ('a')")
                with database.transaction():
                    database.execute("INSERT INTO things VALUES ('b')")
                raise RuntimeError

        with pytest.raises(RuntimeError):
            fail()
        assert database.execute("SELECT * FROM things") == []
        database.execute_many("INSERT INTO things VALUES (?)", [("a",), ("b",)])
        with pytest.raises(UserDataError):
            database.execute_many("INSERT INTO things VALUES (?)", [("c",), ("a",)])
        assert database.execute("SELECT * FROM things ORDER BY name") == [("a",), ("b",)]


def test_threads_share_it(tmp_path: Path) -> None:
    with closing(_open(tmp_path / "a.sqlite")) as database:

        def write(number: int) -> None:
            for turn in range(20):
                with database.transaction():
                    database.execute("INSERT INTO things VALUES (?)", (f"{number}-{turn}",))

        threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert database.execute("SELECT count(*) FROM things") == [(80,)]


def test_a_backup_is_whole_while_a_change_is_under_way(tmp_path: Path) -> None:
    with closing(_open(tmp_path / "a.sqlite")) as database:
        database.execute("INSERT INTO things VALUES ('kept')")
        with database.transaction():
            database.execute("INSERT INTO things VALUES ('unfinished')")
            database.back_up(tmp_path / "backups" / "b.sqlite")
    with closing(sqlite3.connect(tmp_path / "backups" / "b.sqlite")) as backup:
        assert backup.execute("SELECT * FROM things").fetchall() == [("kept",)]
    assert [item.name for item in (tmp_path / "backups").iterdir()] == ["b.sqlite"]


def test_a_backup_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "backups").write_text("in the way")
    with closing(_open(tmp_path / "a.sqlite")) as database, pytest.raises(UserDataError, match="backups"):
        database.back_up(tmp_path / "backups" / "b.sqlite")


@pytest.mark.parametrize(
    ("root", "inside", "outside"),
    [
        ("/a", ["/a", "/a/b", "/a/b/c"], ["/ab", "/a-b", "/A", "/"]),
        ("/a/", ["/a/b"], ["/b"]),
        ("/", ["/a", "/a/b"], []),
    ],
)
def test_below_is_below(tmp_path: Path, root: str, inside: list[str], outside: list[str]) -> None:
    with closing(
        Database(tmp_path / "a.sqlite", [("CREATE TABLE files (path BLOB)",)], full=False)
    ) as database:
        paths = [(path.encode(),) for path in inside + outside]
        database.execute_many("INSERT INTO files VALUES (?)", paths)
        rows = database.execute(f"SELECT path FROM files WHERE {BELOW}", below(Path(root)))
        assert sorted(row[0].decode() for row in rows) == sorted(inside)


def test_what_another_process_writes_to_is_said_to_be_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.library.storage.sqlite.database.BUSY_SECONDS", 0.0)
    with closing(_open(tmp_path / "a.sqlite")) as one, closing(_open(tmp_path / "a.sqlite")) as other:
        with one.transaction(), pytest.raises(UserDataError, match="written by another reader") as raised:
            other.execute("INSERT INTO things VALUES ('a')")
        assert not isinstance(raised.value, UnusableDatabaseError)


@pytest.mark.parametrize("statement", ["SELECT * FROM gone", "SELECT CAST(x'ff' AS TEXT)"])
def test_a_schema_or_a_text_that_is_not_what_it_was_is_damage(tmp_path: Path, statement: str) -> None:
    suspect = tmp_path / "suspect"
    with (
        closing(Database(tmp_path / "a.sqlite", [FIRST], full=True, suspect=suspect)) as database,
        pytest.raises(UnusableDatabaseError, match="is damaged"),
    ):
        database.execute(statement)
    assert suspect.exists()


def test_a_closed_database_is_not_called_damaged(tmp_path: Path) -> None:
    database = _open(tmp_path / "a.sqlite")
    database.close()
    with pytest.raises(UserDataError, match="cannot be used") as raised:
        database.execute("SELECT 1")
    assert not isinstance(raised.value, UnusableDatabaseError)
