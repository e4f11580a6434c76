"""The reading states as SQLite keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from sys import intern
from typing import Literal

from reader.library.storage.document_keys import DocumentAddress, address_fields
from reader.library.storage.protocol import ReadingState
from reader.library.storage.sqlite.database import Database
from reader.library.storage.user_data.recorder import ChangeRecorder
from reader.text.identifiers import DocumentKey


class ReadingTable:
    """The ReadingStore of one database."""

    def __init__(self, database: Database, recorder: ChangeRecorder) -> None:
        self._database = database
        self._recorder = recorder

    def states(self) -> dict[str, ReadingState]:
        """Return the reading state of every document that has one, by key."""
        return {
            row[0]: ReadingState(bool(row[1]), bool(row[2]), row[3], row[4])
            for row in self._database.execute("SELECT key, read, flagged, start, quote FROM reading")
        }

    def marked(self, mark: Literal["read", "flagged"], keys: Sequence[str] | None = None) -> set[str]:
        """Return the keys of the documents that are read, or flagged.

        With `keys` only of those, at most 900.
        """
        statement = f"SELECT key FROM reading WHERE {mark}"
        if keys is not None:
            statement += f" AND key IN ({', '.join('?' * len(keys))})"
        return {intern(key) for (key,) in self._database.execute(statement, tuple(keys or ()))}

    def get(self, key: str) -> ReadingState:
        """Return the reading state of one document; that of an unopened one when there is none."""
        rows = self._database.execute("SELECT read, flagged, start, quote FROM reading WHERE key = ?", (key,))
        return (
            ReadingState(bool(rows[0][0]), bool(rows[0][1]), rows[0][2], rows[0][3])
            if rows
            else ReadingState()
        )

    def put(self, key: DocumentKey, state: ReadingState, now: datetime) -> None:
        """Keep the reading state of a document that is kept."""
        self.put_at(key, state, now.astimezone(UTC).isoformat(timespec="seconds"))

    def put_at(self, key: DocumentKey, state: ReadingState, opened: str) -> None:
        """Keep the reading state of a document that was opened at this time, in ISO 8601."""
        with self._database.transaction():
            self._database.execute(
                "INSERT OR REPLACE INTO reading (key, read, flagged, start, quote, opened)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (key, *state, opened),
            )
            rows = self._database.execute("SELECT library, below, inner FROM documents WHERE key = ?", (key,))
            self._recorder.record(
                reading=[*state, opened], document=address_fields(key, DocumentAddress(*rows[0]))
            )
