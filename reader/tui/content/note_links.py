"""What a note points at: how it is called on screen, and its document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reader.library import DocumentRow, document_path
from reader.notes.note import Link, Note
from reader.text.safety import safe_line

if TYPE_CHECKING:
    from reader.library import Library

LINK_MARK = "→"


def link_to(entry: DocumentRow) -> Link:
    """Return the link to a document."""
    return Link("document", safe_line(entry.address))


def label_of(link: Link, library: Library) -> str:
    """Return what a link is called: a document's title, a note's first words, an entity's name."""
    if link.kind == "document":
        entry = library.documents.known(*document_path(link.target))
        return entry.title if entry is not None and entry.title else Path(link.target).name
    if link.kind == "note":
        note = library.notes.get(link.target)
        return f"¶ {words_of(note)}" if note is not None else "¶ a note that is not here"
    return link.target


def words_of(note: Note) -> str:
    """Return a note on one line: its own words, else those that it is on, else what it is."""
    words = " ".join(note.body.split()) or " ".join(note.quote.split())
    return words or ", ".join(link.target for link in note.links) or note.kind


def entry_of(note: Note, library: Library) -> DocumentRow | None:
    """Return the document that a note is on, in this library or elsewhere; None without such a file."""
    path = library.notes.path_of(note)
    if path is None:
        return None
    entry = library.documents.known(path, note.inner)
    if entry is not None and path.exists():
        return entry
    if note.inner or not path.is_file():
        return None
    return DocumentRow(library.documents.key_of(path), path, title=note.title)
