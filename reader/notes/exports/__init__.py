"""Notes on their way out: one module a format, behind FORMATS."""

from __future__ import annotations

from collections.abc import Sequence

from reader.errors import NoteError
from reader.notes.exports import csv, jsonl, markdown, org, w3c
from reader.notes.exports.format import Format
from reader.notes.note import Note

__all__ = ["FORMATS", "Format", "export"]

FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format(
            "markdown", ".md", "Markdown, for Obsidian and other note keepers", markdown.write, merges=True
        ),
        Format("w3c", ".jsonld", "W3C Web Annotation JSON-LD, for annotation tools", w3c.write),
        Format("csv", ".csv", "CSV, for spreadsheets", csv.write, encoding="utf-8-sig"),
        Format("org", ".org", "Org, for Emacs", org.write),
        Format("jsonl", ".jsonl", "JSON Lines, which loses nothing", jsonl.write),
    )
}


def export(notes: Sequence[Note], format: str, existing: str = "", exported_at: str = "") -> str:
    """The notes as one text in a format of FORMATS, in the order given.

    `existing` is what the file holds that is exported to; a format that merges keeps what a person wrote
    there, the others pass it over. `exported_at` is a UTC time in ISO 8601, written where the format has a
    place for it. Raises NoteError when there is no such format.
    """
    if format not in FORMATS:
        raise NoteError(f"There is no export format {format!r}; there are {', '.join(FORMATS)}.")
    return FORMATS[format].write(notes, existing, exported_at)
