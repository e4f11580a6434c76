"""What an export format is, and what several of them need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reader.notes.note import Note


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A way to write notes; `write` takes the notes, the file's present text and the time of the export.

    `merges` says that the present text is kept around what is ours. `encoding` is the one that the programs
    that read this format expect.
    """

    name: str
    suffix: str
    label: str
    write: Callable[[Sequence[Note], str, str], str]
    merges: bool = False
    encoding: str = "utf-8"


def address_of(note: Note) -> str:
    """Return the path of the note's document, with `#` and its inner key where it is one of
    several in its file.
    """
    return f"{note.path}#{note.inner}" if note.inner else note.path


def by_document(notes: Iterable[Note]) -> dict[str, list[Note]]:
    """Return the notes under their documents' paths, both in the order in which they come."""
    grouped: dict[str, list[Note]] = {}
    for note in notes:
        grouped.setdefault(address_of(note), []).append(note)
    return grouped


def heading(note: Note) -> str:
    """Return what the note's document is called, on one line.

    What the note is about when it has no document.
    """
    return note.title or note.path or ", ".join(link.target for link in note.links)


def citation(note: Note) -> str:
    """Title, source, date and path of the note's document, as far as they are known, on one line."""
    path = address_of(note) if note.path != note.title else ""
    return ", ".join(part for part in (heading(note), note.source, note.published[:10], path) if part)
