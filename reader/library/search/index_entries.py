"""Documents and notes as the search index takes them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from reader.notes.note import Note
from reader.search.index.index_entry import IndexEntry
from reader.text.document import Document
from reader.text.sentences import split_sentences

Names = Mapping[str, tuple[str, ...]]
"""A document's people, organisations and places: every spelling that a search should find them by."""


def index_version(sha256: str, names: Names | None) -> str:
    """Return what the index knows a document by: its text and, once they were found, its names."""
    if not names:
        return sha256
    listed = "\0".join(f"{group}\1{name}" for group in sorted(names) for name in names[group])
    return f"{sha256}:{hashlib.sha256(listed.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def index_entry(
    key: str, document: Document, names: Names | None = None, formats: tuple[str, ...] = ()
) -> IndexEntry:
    """Return the document as the search needs it; `formats` are the words that its format goes by."""
    version = index_version(document.sha256, names)
    names = names or {}
    return IndexEntry(
        key=key,
        title=document.title,
        text=document.text,
        sentences=document.sentences,
        date=document.published,
        source=document.source,
        tags=document.tags,
        format=formats,
        people=names.get("people", ()),
        organisations=names.get("organisations", ()),
        places=names.get("places", ()),
        sha=version,
    )


def note_entry(note: Note, document_key: str) -> IndexEntry:
    """Return the note as the search needs it: its own words, then those that it quotes."""
    own = f"{note.body}\n\n" if note.body and note.quote else note.body
    text = own + note.quote
    date = note.published or note.created
    version = "\0".join((document_key, date, note.source, *note.tags, text))
    return IndexEntry(
        key=note.id,
        title="",  # the document's own title is found with the document
        text=text,
        sentences=split_sentences(text),
        date=date,
        source=note.source,
        tags=note.tags,
        kind="note",
        document=document_key,
        quote_start=len(own) if note.quote else None,
        sha=hashlib.sha256(version.encode("utf-8", "surrogatepass")).hexdigest(),
    )
