"""What a person corrected about names, as the catalog keeps it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from reader.library.storage.database import Database


class CorrectionsTable:
    """The CorrectionsStore of one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def active(self) -> list[dict[str, str]]:
        """What was corrected about names, as fields, in the order in which it was made."""
        rows = self._database.execute("SELECT correction FROM corrections WHERE NOT undone ORDER BY id")
        return [self._parse(row[0]) for row in rows]

    def _parse(self, stored: str) -> dict[str, str]:
        try:
            fields: dict[str, str] = json.loads(stored)
        except ValueError as error:
            raise self._database.damaged("a correction in it cannot be read") from error
        return fields

    def stamp(self) -> tuple[int, int]:
        """Another value whenever the corrections are others, whoever changed them."""
        rows = self._database.execute(
            "SELECT count(*) FILTER (WHERE NOT undone), coalesce(max(id), 0) FROM corrections"
        )
        return rows[0][0], rows[0][1]

    def add(self, corrections: Iterable[Mapping[str, str]], now: datetime) -> int:
        """Keep corrections, all or none, as one step after those that are there; the step's number."""
        made = now.astimezone(UTC).isoformat(timespec="seconds")
        with self._database.transaction():
            batch: int = self._database.execute("SELECT coalesce(max(batch), 0) + 1 FROM corrections")[0][0]
            for correction in corrections:
                self._database.execute(
                    "INSERT INTO corrections (batch, made, correction) VALUES (?, ?, ?)",
                    (batch, made, json.dumps(correction, ensure_ascii=False)),
                )
        return batch

    def take_back(self, step: int | None = None) -> list[dict[str, str]]:
        """Take back the corrections of one step, of the last when none is named; they are returned."""
        with self._database.transaction():
            if step is None:
                step = self._database.execute("SELECT max(batch) FROM corrections WHERE NOT undone")[0][0]
            rows = self._database.execute(
                "SELECT correction FROM corrections WHERE batch = ? AND NOT undone ORDER BY id", (step,)
            )
            self._database.execute("UPDATE corrections SET undone = 1 WHERE batch = ?", (step,))
        return [self._parse(row[0]) for row in rows]
