"""What was read of a damaged catalog goes back where it is later than what is there."""

from __future__ import annotations

from collections.abc import Sequence

from reader.library.recovery.salvage import Salvaged
from reader.library.storage.database import Database
from reader.library.storage.notes_table import NotesTable


def merge_salvaged(database: Database, salvaged: Salvaged) -> int:
    """Keep the salvaged rows that are later than those of a catalog's database, or not in it.

    Return how many notes were new or later. Raises UserDataError.
    """
    execute, table = database.execute, NotesTable(database)
    notes = 0
    with database.transaction():
        for note_id, row in salvaged.notes.items():
            here = table.get(note_id)
            if here is None or here.modified < table.parse(row[3]).modified:
                execute(f"INSERT OR REPLACE INTO notes VALUES ({_marks(row)})", row)
                notes += 1
        for key, row in salvaged.reading.items():
            opened = execute("SELECT opened FROM reading WHERE key = ?", (key,))
            if not opened or opened[0][0] < row[6]:
                execute(f"INSERT OR REPLACE INTO reading VALUES ({_marks(row)})", row)
        for name, rows in (
            ("snapshots", salvaged.snapshots.items()),
            ("noted", salvaged.noted.values()),
            ("kept", salvaged.kept.items()),
        ):
            for row in rows:
                execute(f"INSERT OR IGNORE INTO {name} VALUES ({_marks(row)})", row)
        for row in salvaged.corrections.values():
            execute(
                f"INSERT INTO corrections VALUES ({_marks(row)})"
                " ON CONFLICT (id) DO UPDATE SET undone = max(undone, excluded.undone)",
                row,
            )
    return notes


def _marks(row: Sequence[object]) -> str:
    return ", ".join("?" * len(row))
