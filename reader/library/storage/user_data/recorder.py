"""What a transaction changes goes to the journal before it is committed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from reader.library.storage.sqlite.database import Database
from reader.library.storage.user_data.journal import Journal


class ChangeRecorder:
    """The number of a database's last operation, and the changes of the one under way.

    Without a journal the operations are counted all the same: a journal that is used later sees that it lacks
    some. Raises UserDataError.
    """

    def __init__(self, database: Database, journal: Journal | None) -> None:
        self._database = database
        self._journal = journal
        self._changes: list[dict[str, Any]] = []
        self._written = 0
        self._paused = False
        database.before_commit = self._write
        database.after_rollback = self._take_back

    def record(self, **change: Any) -> None:
        """Add a change, as JSON fields, to the operation that is under way; only within a transaction."""
        if not self._paused:
            self._changes.append(change)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Record nothing meanwhile: what is done comes from the journal."""
        self._paused = True
        try:
            yield
        finally:
            self._paused = False

    @property
    def operation(self) -> int:
        """The number of the last operation that was committed."""
        number: int = self._database.execute("SELECT max(operation) FROM journal")[0][0]
        return number

    def set_operation(self, number: int) -> None:
        """Let this be the number of the last operation."""
        self._database.execute("UPDATE journal SET operation = ?", (number,))

    def _write(self) -> None:
        if not self._changes:
            return
        number = self.operation + 1
        self.set_operation(number)
        if self._journal is not None:
            self._written = number
            self._journal.append(number, self._changes)
            # Until the commit is known to be done, it can still fail.
        self._changes = []

    def _take_back(self) -> None:
        if self._written and self._journal is not None and self._written > self.operation:
            self._journal.take_back(self._written)
        self._changes, self._written = [], 0
