"""JSON Lines: one note a line, nothing lost."""

from __future__ import annotations

import json
from collections.abc import Sequence

from reader.notes.note import Note


def write(notes: Sequence[Note], existing: str, exported_at: str) -> str:  # noqa: ARG001
    """One JSON object a line, notes in the trash included."""
    return "".join(json.dumps(note.to_json(), ensure_ascii=False) + "\n" for note in notes)
