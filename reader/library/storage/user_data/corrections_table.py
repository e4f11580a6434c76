"""What a person corrected about names, as SQLite keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from reader.library.storage.sqlite.database import Database
from reader.library.storage.user_data.recorder import ChangeRecorder


class CorrectionsTable:
    """The CorrectionsStore of one database."""

    def __init__(self, database: Database, recorder: ChangeRecorder) -> None:
        self._database = database
        self._recorder = recorder

    def active(self) -> list[dict[str, str]]:
        """Return the corrections that hold, as fields, in the order in which they were made."""
        rows = self._database.execute("SELECT correction FROM corrections WHERE NOT undone ORDER BY id")
        return [self._parse(row[0]) for row in rows]

    def _parse(self, stored: str) -> dict[str, str]:
        try:
            fields: dict[str, str] = json.loads(stored)
        except ValueError as error:
            raise self._database.damaged("a correction in it cannot be read") from error
        return fields

    def stamp(self) -> tuple[int, int]:
        """Return another value whenever the corrections are others, whoever changed them."""
        rows = self._database.execute(
            "SELECT count(*) FILTER (WHERE NOT undone), coalesce(max(id), 0) FROM corrections"
        )
        return rows[0][0], rows[0][1]

    def add(self, corrections: Iterable[Mapping[str, str]], now: datetime) -> int:
        """Keep corrections, all or none, as one step after those that are there; return the step's number."""
        created = now.astimezone(UTC).isoformat(timespec="seconds")
        with self._database.transaction():
            step: int = self._database.execute("SELECT coalesce(max(batch), 0) + 1 FROM corrections")[0][0]
            self.put_step(step, corrections, created)
        return step

    def put_step(self, step: int, corrections: Iterable[Mapping[str, str]], created: str) -> None:
        """Keep the corrections of a step, made at this time in ISO 8601, unless it is there already."""
        fields = [dict(correction) for correction in corrections]
        with self._database.transaction():
            if self._database.execute("SELECT 1 FROM corrections WHERE batch = ? LIMIT 1", (step,)):
                return
            for correction in fields:
                self._database.execute(
                    "INSERT INTO corrections (batch, made, correction) VALUES (?, ?, ?)",
                    (step, created, json.dumps(correction, ensure_ascii=False)),
                )
            self._recorder.record(corrections=fields, step=step, made=created)

    def take_back(self, step: int | None = None) -> list[dict[str, str]]:
        """Take back the corrections of one step, of the last when none is named, and return them."""
        with self._database.transaction():
            if step is None:
                step = self._database.execute("SELECT max(batch) FROM corrections WHERE NOT undone")[0][0]
            rows = self._database.execute(
                "SELECT correction FROM corrections WHERE batch = ? AND NOT undone ORDER BY id", (step,)
            )
            if rows:
                self._database.execute("UPDATE corrections SET undone = 1 WHERE batch = ?", (step,))
                self._recorder.record(undone=step)
        return [self._parse(row[0]) for row in rows]
