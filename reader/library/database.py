"""SQLite as this program uses it: WAL, one connection guarded by a lock, versions that only go forward."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from reader.errors import CatalogError

BUSY_SECONDS = 30.0

Row = tuple[Any, ...]


class Database:
    """One SQLite file, safe to use from several threads and beside other processes.

    `migrations[n]` is the script that takes a file of schema version n to n + 1. A file of a higher version
    than there are migrations is refused untouched. `full` makes every commit wait for the disk.
    Raises CatalogError with a sentence for whatever SQLite refuses.
    """

    def __init__(self, path: Path, migrations: Sequence[str], *, full: bool) -> None:
        self.path = path
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute(f"PRAGMA synchronous={'FULL' if full else 'NORMAL'}")
            self._connection.execute("PRAGMA foreign_keys=ON")
            self._migrate(migrations)
        except sqlite3.Error as error:
            raise CatalogError(self._sentence(error)) from error
        except OSError as error:
            raise CatalogError(f"{path} cannot be made ({error.strerror}).") from error

    def _migrate(self, migrations: Sequence[str]) -> None:
        version = self._connection.execute("PRAGMA user_version").fetchone()[0]
        if version > len(migrations):
            raise CatalogError(
                f"{self.path} was written by a newer reader (version {version}, this one knows "
                f"{len(migrations)}); it was left as it is. Update the reader to open it."
            )
        if version == len(migrations):
            return
        if version:
            self.back_up(self.path.with_suffix(f".version-{version}.sqlite"))
        with self.transaction():
            # Another process may have done it while this one waited for the lock.
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            for number in range(version, len(migrations)):
                for statement in migrations[number].split(";"):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version={number + 1}")

    def _sentence(self, error: sqlite3.Error) -> str:
        if "malformed" in str(error) or "not a database" in str(error):
            return f"{self.path} is damaged ({error}); run “reader doctor” to see what can be done."
        if "readonly" in str(error) or "unable to open" in str(error):
            return f"{self.path} cannot be written ({error}); check the folder's permissions."
        if "full" in str(error):
            return f"{self.path} could not be written: the disk is full. Free some room and try again."
        return f"{self.path}: {error}."

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All statements inside are kept, or none; a nested one joins the outer."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield
                except BaseException:
                    self._connection.execute("ROLLBACK")
                    raise
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise CatalogError(self._sentence(error)) from error

    def execute(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows that one statement gives; a statement that changes is committed when this returns."""
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise CatalogError(self._sentence(error)) from error

    def execute_many(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of the values, in one transaction."""
        with self.transaction():
            self._connection.executemany(statement, values)

    def back_up(self, target: Path) -> None:
        """Write a whole copy of the database; the copy appears under its name only when it is complete."""
        target.parent.mkdir(parents=True, exist_ok=True)
        partial = target.with_name(target.name + ".partial")
        partial.unlink(missing_ok=True)
        with self._lock:
            try:
                self._connection.execute("VACUUM INTO ?", (str(partial),))
            except sqlite3.Error as error:
                raise CatalogError(self._sentence(error)) from error
        partial.replace(target)

    def problems(self) -> list[str]:
        """What SQLite's own check finds wrong; empty when the file is sound."""
        rows = self.execute("PRAGMA integrity_check")
        return [] if rows == [("ok",)] else [str(row[0]) for row in rows]

    def close(self) -> None:
        """Close the connection; the database is not used afterwards."""
        with self._lock:
            self._connection.close()
