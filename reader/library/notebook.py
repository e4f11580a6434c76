"""The use cases of notes: make, change, take back, list, find again in a changed text."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from reader.errors import NoteError
from reader.library.catalog import Catalog
from reader.library.places import key_of
from reader.notes.note import RANDOM_BYTES, Note, create
from reader.text.document import Document
from reader.text.safety import safe_line
from reader.text.spans import Span


def _now() -> datetime:
    return datetime.now(UTC)


class Notebook:
    """A person's notes in the catalog. What a method has returned is on the disk."""

    def __init__(
        self,
        catalog: Catalog,
        now: Callable[[], datetime] = _now,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._catalog = catalog
        self._now = now
        self._random = random

    def add(
        self,
        path: Path,
        document: Document,
        span: Span | None,
        *,
        body: str = "",
        kind: str = "note",
        tags: Iterable[str] = (),
    ) -> Note:
        """A new note on a passage of a document, or without a span on the document; kept when this returns.

        Raises NoteError when the note cannot be made, CatalogError when it cannot be kept.
        """
        from reader.notes.anchor import describe

        note = create(
            path=safe_line(os.path.abspath(path)),  # noqa: PTH100 - links stay links
            now=self._now(),
            randomness=self._random(RANDOM_BYTES),
            anchor=describe(document, span) if span is not None else None,
            kind=kind,
            body=body,
            tags=tags,
            title=document.title,
            published=document.published,
            source=document.source,
        )
        self._catalog.put_note(note, key_of(path), path, document.text if span is not None else None)
        return note

    def add_quote(
        self,
        path: Path,
        document: Document,
        quote: str,
        start: int | None = None,
        *,
        body: str = "",
        kind: str = "note",
        tags: Iterable[str] = (),
    ) -> Note:
        """A new note on a passage given by its words; `start` says which, where they occur more than once.

        Raises NoteError when the words are not in the document, or are there more than once.
        """
        return self.add(path, document, locate(document, quote, start), body=body, kind=kind, tags=tags)

    def take_in(self, notes: Iterable[Note], document_of: Callable[[Path], Document | None]) -> list[Note]:
        """Keep notes from elsewhere, all or none: the new ones, and the later version of those that are here.

        Those that were kept are returned. `document_of` gives the document in a file, None where there is
        none: when it still has the text that a note was made on, that text is kept with the note.
        """
        taken: list[tuple[Note, Path, str | None]] = []
        documents: dict[Path, Document | None] = {}
        for note in notes:
            known = self._catalog.note(note.id)
            if known is not None and known.modified >= note.modified:
                continue
            path = self.path_of(note)
            if note.text_sha256 and path not in documents:
                documents[path] = document_of(path)
            document = documents.get(path)
            same = document is not None and document.sha256 == note.text_sha256
            taken.append((note, path, document.text if document is not None and same else None))
        self._catalog.put_notes(taken)
        return [note for note, _, _ in taken]

    def change(self, note: Note, changed: Note) -> Note:
        """Keep a changed note in place of the note; the same note when nothing differs."""
        if changed is not note:
            self._put(changed)
        return changed

    def edit(self, note: Note, body: str, kind: str, tags: Iterable[str]) -> Note:
        """The note with this body, kind and tags, kept."""
        return self.change(note, note.edited(body, self._now(), kind).retagged(tags, self._now()))

    def trash(self, note: Note) -> Note:
        """The note in the trash, from which `restore` takes it."""
        return self.change(note, note.trashed(self._now()))

    def restore(self, note: Note) -> Note:
        """The note out of the trash."""
        return self.change(note, note.restored(self._now()))

    def on(self, path: Path, document: Document | None = None) -> list[Note]:
        """The notes on a file by place in the text, those on the document as a whole first.

        With the document, notes that were made on another version of its text are found again in it, and
        the place and the state are kept; a note keeps the passage that it was made on.
        """
        notes = self._catalog.notes(key_of(path))
        if document is not None:
            notes = [self._place(note, document) for note in notes]
        return sorted(notes, key=lambda note: (note.state != "document", note.start, note.end, note.created))

    def all(self, *, trashed: bool = False) -> list[Note]:
        """Every note, the newest first."""
        return self._catalog.notes(trashed=trashed)[::-1]

    def path_of(self, note: Note) -> Path:
        """The file that a note was made on."""
        return self._catalog.path_of_note(note.id) or Path(os.path.abspath(note.path))  # noqa: PTH100

    def _place(self, note: Note, document: Document) -> Note:
        anchor = note.anchor
        if anchor is None:
            return note
        if anchor.text_sha256 == document.sha256:
            if note.state == "exact" and (note.start, note.end) == (anchor.start, anchor.end):
                return note
        elif note.span and document.text[note.start : note.end] == note.quote and note.state == "moved":
            return note
        from reader.notes.anchor import find

        placement = find(anchor, document, self._catalog.snapshot(anchor.text_sha256))
        return self.change(note, note.placed(placement, self._now()))

    def _put(self, note: Note) -> None:
        path = self.path_of(note)
        self._catalog.put_note(note, key_of(path), path)


def locate(document: Document, quote: str, start: int | None = None) -> Span:
    """Where these words stand in the document: at `start`, else the only place.

    Raises NoteError when they stand nowhere, or in several places and `start` does not tell.
    """
    if not quote.strip():
        raise NoteError("A note on a passage needs the passage's words.")
    if start is not None:
        if document.text.startswith(quote, start):
            return Span(start, start + len(quote))
        raise NoteError(f"At character {start} the document does not say “{quote}”.")
    first = document.text.find(quote)
    if first < 0:
        raise NoteError(f"The document does not say “{quote}”; the words must be as they stand in its text.")
    second = document.text.find(quote, first + 1)
    if second >= 0:
        raise NoteError(
            f"The document says “{quote}” more than once, first at {first} and {second}: "
            "tell which with --start."
        )
    return Span(first, first + len(quote))
