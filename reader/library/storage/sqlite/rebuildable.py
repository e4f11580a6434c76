"""A database of what can be made again: a damaged one is set aside and begun anew."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from reader.errors import UnusableDatabaseError
from reader.library.storage.sqlite.database import Database

R = TypeVar("R")


class RebuildableDatabase:
    """One file, safe to use from several threads and beside other processes.

    A file that turns out to be damaged, or is of a newer version, is set aside and begun again: nothing in it
    is lost, it is made anew. Raises UserDataError for whatever else SQLite refuses.
    """

    def __init__(self, path: Path, migrations: Sequence[Sequence[str]]) -> None:
        self.path = path
        self._migrations = migrations
        self._lock = threading.Lock()
        try:
            self._database = Database(path, migrations, full=False)
        except UnusableDatabaseError:
            self._database = self._begin()

    def _begin(self) -> Database:
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        self.path.replace(f"{self.path}.set-aside")
        return Database(self.path, self._migrations, full=False)

    def with_recovery(self, action: Callable[[Database], R]) -> R:
        """Return what the action gives on the database; where that is found damaged, on a new one."""
        database = self._database
        try:
            return action(database)
        except UnusableDatabaseError:
            with self._lock:
                if self._database is database:
                    database.close()
                    self._database = self._begin()
            return action(self._database)

    def _rows(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self.with_recovery(lambda database: database.execute(statement, values))

    def _query_map(
        self, statement: str, values: Iterable[Sequence[Any]], make: Callable[[tuple[Any, ...]], R]
    ) -> list[R]:
        """What `make` makes of the rows of a statement with each of the values."""

        def run(database: Database) -> list[R]:
            return [item for bound in values for item in database.query_map(statement, bound, make)]

        return self.with_recovery(run)

    def problems(self) -> list[str]:
        """Return what SQLite's own check finds wrong; empty when the file is sound."""
        return self._database.problems()

    def close(self) -> None:
        """Close the database."""
        self._database.close()
