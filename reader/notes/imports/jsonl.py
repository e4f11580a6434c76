"""Our own JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterator

from reader.errors import NoteError
from reader.notes.note import Note


def is_ours(text: str) -> bool:
    """Return whether the first line that is not blank is one whole JSON object that has an id and a path."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and {"id", "path"} <= record.keys()


def parse(text: str) -> list[Note]:
    """Return a note a line; NoteError, with the number of the line, when one cannot be read."""
    return list(_notes(text))


def _notes(text: str) -> Iterator[Note]:
    # Not splitlines: U+2028 and its like may stand inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except json.JSONDecodeError as error:
            raise NoteError(f"Line {number}: this is no JSON: {error.msg}.") from error
        except (RecursionError, ValueError) as error:
            raise NoteError(f"Line {number}: nested too deeply, or numbers too long, for a note.") from error
        if not isinstance(record, dict):
            raise NoteError(f"Line {number}: a note is a JSON object.")
        try:
            yield Note.from_json(record)
        except NoteError as error:
            raise NoteError(f"Line {number}: {error}") from error
