"""SQLite as this program uses it: WAL, one connection guarded by a lock, versions that only go forward."""

from __future__ import annotations

import gc
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from reader.errors import Cancelled, NewerDatabaseError, UnusableDatabaseError, UserDataError
from reader.library.storage.sqlite.sqlite_format import version_of

BUSY_SECONDS = 30.0
_STEPS_BETWEEN = 20_000  # of SQLite's machine, between two looks at whether its work is still wanted

Row = tuple[Any, ...]
T = TypeVar("T")

BELOW = "(path >= ? AND path < ? AND (path = ? OR path >= ?))"
"""The SQL condition that a `path` of bytes lies below a root or is it; `below(root)` are its values.

One stretch of an index, from the root itself on: with `OR` between the two SQLite takes five times as long.
"""


_LIKELY_VERSIONS = 1000


def _nothing() -> None:
    """What is called where nothing is to be."""


def below(root: Path) -> tuple[bytes, bytes, bytes, bytes]:
    """Return the values for BELOW: paths as bytes, since file names may hold what is no text."""
    exact = os.fsencode(root)
    first = exact.rstrip(b"/\\") + os.sep.encode()
    return exact, first[:-1] + bytes([first[-1] + 1]), exact, first


class Database:
    """One SQLite file, safe to use from several threads and beside other processes.

    `migrations[n]` are the statements that take a file of schema version n to n + 1; they may call
    `functions`. A file of a higher version
    than there are migrations is refused untouched. `full` makes every commit wait for the disk.
    `suspect` is a file that is left behind when damage is met, for the next start to look at everything.
    Raises UserDataError with a sentence for whatever SQLite refuses.
    """

    def __init__(
        self,
        path: Path,
        migrations: Sequence[Sequence[str]],
        *,
        full: bool,
        suspect: Path | None = None,
        functions: Mapping[str, Callable[..., Any]] | None = None,
    ) -> None:
        self.path = path
        self._suspect = suspect
        self.before_commit: Callable[[], None] = _nothing
        """Called within every transaction when all is done but the commit; it may refuse it by raising."""
        self.after_rollback: Callable[[], None] = _nothing
        """Called when a transaction was taken back, before the lock is given to others."""
        self._lock = threading.RLock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            # Looked at from outside: a file that SQLite opens and closes is no longer what it was.
            self._refuse_newer(version_of(path) if path.is_file() else 0, len(migrations))
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
        except sqlite3.Error as error:
            raise self._failure(error) from error
        except OSError as error:
            raise UserDataError(
                f"{path} cannot be made or read ({error.strerror}): check its rights and those of "
                "its folder, or set READER_HOME to a folder you can write to."
            ) from error
        try:
            version = self._checked_version(len(migrations))
            self._use_write_ahead_log()
            self._connection.execute(f"PRAGMA synchronous={'FULL' if full else 'NORMAL'}")
            self._connection.execute("PRAGMA foreign_keys=ON")
            self._migrate(version, migrations, functions or {})
        except sqlite3.Error as error:
            self._connection.close()
            raise self._failure(error) from error
        except UserDataError:
            self._connection.close()
            raise

    def _checked_version(self, known: int) -> int:
        """The schema version of the file, looked at before anything is written to it."""
        version: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        self._refuse_newer(version, known)
        return version

    def _refuse_newer(self, version: int | None, known: int) -> None:
        if version is None or 0 <= version <= known:
            return
        if 0 < version <= _LIKELY_VERSIONS:
            raise NewerDatabaseError(
                f"{self.path} was written by a newer reader (version {version}, this one knows {known}); "
                "it was left as it is. Update the reader to open it: pip install --upgrade briefing-reader.",
                f"version {version}",
            )
        raise self.damaged(f"no version is {version}")

    def _use_write_ahead_log(self) -> None:
        """Turn WAL on; where another process is doing the same to a new file, wait for that.

        SQLite does not use its busy timeout here (https://www.sqlite.org/wal.html, section 7).
        """
        deadline = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
                if not busy or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)
            else:
                return

    def _migrate(
        self,
        version: int,
        migrations: Sequence[Sequence[str]],
        functions: Mapping[str, Callable[..., Any]],
    ) -> None:
        if version == len(migrations):
            return
        for name, function in functions.items():
            self._connection.create_function(name, -1, function, deterministic=True)
        if version:
            self.back_up(self.path.with_suffix(f".version-{version}.sqlite"))
        with self.transaction():
            # Another process may have done it while this one waited for the lock.
            version = self._connection.execute("PRAGMA user_version").fetchone()[0]
            for number in range(version, len(migrations)):
                for statement in migrations[number]:
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version={number + 1}")

    def _failure(self, error: sqlite3.Error) -> UserDataError:
        # What is no text has no code; misuse by the program itself is no OperationalError.
        unread = (
            sqlite3.SQLITE_CORRUPT if isinstance(error, sqlite3.OperationalError) else sqlite3.SQLITE_MISUSE
        )
        # The primary code is the low byte of an extended one (https://www.sqlite.org/rescode.html).
        match getattr(error, "sqlite_errorcode", unread) & 0xFF:
            # The statements are this program's: where one does not fit, the file's schema is not what it was.
            case (
                sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_FORMAT | sqlite3.SQLITE_ERROR
            ):
                return self.damaged(str(error))
            case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
                return UserDataError(
                    f"{self.path} cannot be written ({error}); check the folder's permissions."
                )
            case sqlite3.SQLITE_FULL:
                return UserDataError(
                    f"{self.path} could not be written: the disk is full. Free some room and try again."
                )
            case sqlite3.SQLITE_IOERR:
                return UserDataError(
                    f"{self.path} could not be written: the disk is full, or over its quota, or failing. "
                    "Nothing that was saved is lost; free some room and try again."
                )
            case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED | sqlite3.SQLITE_PROTOCOL:
                return UserDataError(
                    f"{self.path} is being written by another reader; try again in a moment."
                )
        return UserDataError(f"{self.path} cannot be used ({error}): “reader doctor” says more.")

    def damaged(self, problem: str) -> UnusableDatabaseError:
        """Return the error that says that the file is damaged; leaves word of it for the next start."""
        if self._suspect is not None:
            with suppress(OSError):
                self._suspect.write_text(f"{problem}\n", encoding="utf-8", errors="replace")
        return UnusableDatabaseError(
            f"{self.path} is damaged ({problem}). Start the reader again: it mends what can be mended; "
            "“reader doctor” says more.",
            problem,
        )

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Yield all statements inside are kept, or none; a nested one joins the outer."""
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield
                self.before_commit()
                self._connection.execute("COMMIT")
            except BaseException as error:
                self._roll_back()
                self.after_rollback()
                if isinstance(error, sqlite3.Error):
                    raise self._failure(error) from error
                raise

    def _roll_back(self) -> None:
        # After a full disk SQLite has rolled back by itself.
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")

    def execute(self, statement: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return the rows that one statement gives; a statement that changes is committed when
        this returns.
        """
        with self._lock:
            try:
                return self._connection.execute(statement, values).fetchall()
            except sqlite3.Error as error:
                raise self._failure(error) from error

    def query_map(self, statement: str, values: Sequence[Any], make: Callable[[Row], T]) -> list[T]:
        """Return what `make` makes of each row, without all the rows being held at once."""
        collecting = gc.isenabled()
        # Many new objects make the collector look at all the others again and again: nearly half of the time.
        gc.disable()
        try:
            with self._lock:
                return [make(row) for row in self._connection.execute(statement, values)]
        except sqlite3.Error as error:
            raise self._failure(error) from error
        finally:
            if collecting:
                gc.enable()

    def query_map_separate_connection(
        self,
        statement: str,
        values: Sequence[Any],
        make: Callable[[Row], T],
        *,
        functions: Mapping[str, Callable[..., Any]] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> list[T]:
        """Return what `make` makes of each row, read through a connection of its own so that
        nobody waits for it.

        `functions` are Python's for the statement to use, by name. Raises Cancelled soon after `cancelled`
        says that nobody wants the rows any more.
        """
        try:
            with closing(
                sqlite3.connect(self.path, timeout=BUSY_SECONDS, isolation_level=None)
            ) as connection:
                connection.set_progress_handler(cancelled, _STEPS_BETWEEN)
                for name, function in (functions or {}).items():
                    connection.create_function(name, -1, function, deterministic=True)
                return [make(row) for row in connection.execute(statement, values)]
        except sqlite3.Error as error:
            if cancelled():
                raise Cancelled from error
            raise self._failure(error) from error

    def execute_many(self, statement: str, values: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each of the values, in one transaction."""
        with self.transaction():
            self._connection.executemany(statement, values)

    def back_up(self, target: Path, look_through: Callable[[Path], None] = lambda _: None) -> None:
        """Write a whole copy of the database; the copy appears under its name only when it is complete.

        `look_through` is called with it before that, and may refuse it by raising. The copy is read through
        a connection of its own, so that nobody waits for it. Raises UserDataError.
        """
        partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            partial.unlink(missing_ok=True)
            try:
                with closing(sqlite3.connect(self.path, timeout=BUSY_SECONDS)) as connection:
                    connection.execute("VACUUM INTO ?", (str(partial),))
                look_through(partial)
                partial.replace(target)
            finally:
                for suffix in ("", "-wal", "-shm"):
                    Path(f"{partial}{suffix}").unlink(missing_ok=True)
        except sqlite3.Error as error:
            failure = self._failure(error)
            if isinstance(failure, UnusableDatabaseError):
                raise failure from error
            raise UserDataError(
                f"The backup {target} could not be written ({error}); the older ones are as they were. "
                "Free some room."
            ) from error
        except OSError as error:
            raise UserDataError(
                f"The backup {target} could not be written ({error.strerror}): "
                "check the rights of its folder."
            ) from error

    def problems(self, *, quick: bool = False) -> list[str]:
        """Return what SQLite's own check finds wrong; empty when the file is sound.

        `quick` leaves out whether indexes agree with their tables; that reads each page once.
        """
        rows = self.execute("PRAGMA quick_check" if quick else "PRAGMA integrity_check")
        lines = [line for row in rows for line in str(row[0]).splitlines() if not line.startswith("***")]
        return [] if lines == ["ok"] else lines

    def close(self) -> None:
        """Close the connection; the database is not used afterwards."""
        with self._lock:
            self._connection.close()


def problems_in_unused(path: Path) -> list[str]:
    """Return what SQLite's own check finds wrong with a file that nobody writes to; it stays as it is."""
    try:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            rows = connection.execute("PRAGMA quick_check").fetchall()
    except sqlite3.Error as error:
        return [str(error)]
    return [] if rows == [("ok",)] else [str(row[0]) for row in rows]
