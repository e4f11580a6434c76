"""CSV: one row a note, for spreadsheets.

A cell that a spreadsheet would run as a formula gets an apostrophe in front, which shows it as text
(OWASP, "CSV Injection"). RFC 4180 line ends and quoting; with a byte order mark, as spreadsheets want it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from reader.notes.note import Note

COLUMNS = (
    "id", "kind", "state", "title", "source", "published", "path", "quote", "body", "tags", "links",
    "start", "end", "created", "modified", "inner",
)  # fmt: skip

# What begins a formula, also in full width and behind white space, which spreadsheets pass over.
_RUNS = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")


def write(notes: Sequence[Note], existing: str, exported_at: str) -> str:  # noqa: ARG001
    """Return a heading row and one row a note; notes in the trash are left out."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    rows.writerow(COLUMNS)
    for note in notes:
        if not note.deleted:
            record = note.to_json()
            rows.writerow([_cell(record.get(column)) for column in COLUMNS])
    return out.getvalue()


def _cell(value: object) -> str | int:
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    text = ", ".join(value) if isinstance(value, list) else str(value)
    return f"'{text}" if _RUNS.match(text) else text
