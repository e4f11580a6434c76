"""Notes on their way in: our own exports but Org's, and what Hypothesis and Readwise export.

Reading a file twice gives the same notes with the same ids, so that importing twice is the same as once. All
text that comes in is made safe by `Note.from_json`.
"""

from __future__ import annotations

import json

from reader.errors import NoteError
from reader.notes.imports import csv, hypothesis, jsonl, markdown, w3c
from reader.notes.note import Note

__all__ = ["merge", "read"]

READS = (
    "JSON Lines, JSON-LD, CSV and Markdown that reader exported, W3C annotations, JSON and CSV of "
    "Hypothesis, and CSV of Readwise"
)
"""The formats that are read, as a phrase."""


def read(text: str) -> list[Note]:
    """Return the notes of a file's text, whichever of the formats it is in.

    Each id once, the latest version of it.

    Raises NoteError with the line, or the number of the annotation, that cannot be read.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise NoteError("There are no notes in this file: it is empty.")
    if jsonl.is_ours(text):
        return merge([], jsonl.parse(text))
    for by_text in (csv, markdown):
        if by_text.is_ours(text):
            return merge([], by_text.parse(text))
    if text.lstrip()[:1] not in "{[":
        raise NoteError(f"These are no notes that can be imported. What can be: {READS}.")
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise NoteError(
            f"Line {error.lineno}: this is no JSON: {error.msg}. What can be imported: {READS}."
        ) from error
    except (RecursionError, ValueError) as error:
        raise NoteError("This JSON is nested too deeply, or has numbers too long, to be notes.") from error
    for module in (hypothesis, w3c):
        if module.is_ours(data):
            return merge([], module.parse(data))
    raise NoteError(f"These are no notes that can be imported. What can be: {READS}.")


def merge(existing: list[Note], added: list[Note]) -> list[Note]:
    """Return the notes that are there with the added ones: new ids at the end, of a known id
    the later change.

    On equal times what is there stays.
    """
    notes = {note.id: note for note in existing}
    for note in added:
        known = notes.get(note.id)
        if known is None or note.modified > known.modified:
            notes[note.id] = note
    return list(notes.values())
