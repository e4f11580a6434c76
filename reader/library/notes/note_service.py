"""The use cases of notes: make, change, take back, list, find again in a changed text."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from reader.errors import NoteError, UserDataError
from reader.library.storage.document_keys import DocumentPath
from reader.library.storage.protocol import UserData
from reader.notes.ids import utc
from reader.notes.merging import merge_changes
from reader.notes.note import RANDOM_BYTES, Link, Note, create
from reader.text.document import Document
from reader.text.identifiers import DocumentKey
from reader.text.safety import safe_line
from reader.text.spans import Span


def _now() -> datetime:
    return datetime.now(UTC)


class NoteService:
    """A person's notes, in the user data. What a method has returned is on the disk."""

    def __init__(
        self,
        user_data: UserData,
        now: Callable[[], datetime] = _now,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self._user_data = user_data
        self._now = now
        self._random = random
        self.on_change: Callable[[Note | None, Note], None] = lambda _before, _after: None
        """Called after each change of a person's, with the note before it (None for a new one) and after."""

    # Making

    def add(
        self,
        path: Path,
        document: Document,
        span: Span | None,
        *,
        body: str = "",
        kind: str = "note",
        tags: Iterable[str] = (),
        links: Iterable[Link] = (),
        inner: str = "",
    ) -> Note:
        """Return a new note on a passage of a document, or without a span on the document.

        Kept when this returns.

        `inner` is the document's inner key where it is one of several in its file.

        Raises NoteError when the note cannot be made, UserDataError when it cannot be kept.
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
            links=links,
            title=document.title,
            published=document.published,
            source=document.source,
            inner=inner,
        )
        text = document.text if span is not None else None
        with self._user_data.transaction():
            key = self._user_data.documents.add(path, inner)
            self._user_data.notes.put(note, key, text, document.sha256)
            self._user_data.notes.record_seen(key, document.title, document.sha256, document.text)
        self.on_change(None, note)
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
        links: Iterable[Link] = (),
        inner: str = "",
    ) -> Note:
        """Return a new note on a passage given by its words.

        `start` says which, where they occur more than once.

        Raises NoteError when the words are not in the document, or are there more than once.
        """
        span = locate(document, quote, start)
        return self.add(path, document, span, body=body, kind=kind, tags=tags, links=links, inner=inner)

    def add_on_entity(
        self,
        name: str,
        *,
        body: str = "",
        kind: str = "note",
        tags: Iterable[str] = (),
        links: Iterable[Link] = (),
    ) -> Note:
        """Return a new note on who or what is called this, wherever it is named. Raises as `add` does."""
        note = create(
            path="",
            now=self._now(),
            randomness=self._random(RANDOM_BYTES),
            kind=kind,
            body=body,
            tags=tags,
            links=(Link("entity", safe_line(name)), *links),
        )
        self._user_data.notes.put(note, None)
        self.on_change(None, note)
        return note

    def take_in(
        self,
        notes: Iterable[Note],
        document_of: Callable[[Path, str], Document | None],
        find_document_for: Callable[[Note], DocumentPath | None] = lambda _: None,
    ) -> list[Note]:
        """Keep notes from elsewhere, all or none: the new ones, and the later version of those that are here.

        Those that were kept are returned, as they came but for where they stand. `document_of` gives the
        document of a file and an inner key, None where there is none; `find_document_for` where a note's
        document may be kept here under another path. Where the document is there, the passage is looked for
        in it.
        """
        changed: list[Note] = []
        documents: dict[DocumentPath, Document | None] = {}

        def document_at(place: DocumentPath) -> Document | None:
            if place not in documents:
                documents[place] = document_of(*place)
            return documents[place]

        with self._user_data.transaction():
            for note in notes:
                known = self._user_data.notes.get(note.id)
                if known is None or known.modified < note.modified:
                    changed.append(self._take_in(note, document_at, find_document_for))
        return changed

    def _take_in(
        self,
        note: Note,
        document_at: Callable[[DocumentPath], Document | None],
        find_document_for: Callable[[Note], DocumentPath | None],
    ) -> Note:
        from reader.library.notes.reanchor import place_all, with_local_path

        path = self.path_of(note)
        place = None if path is None else DocumentPath(path, note.inner)
        document = document_at(place) if place is not None else None
        if document is None and note.path and (home := find_document_for(note)) is not None:
            document = document_at(home)
            if document is not None:
                note, place = with_local_path(note, safe_line(os.fspath(home.path)), home.inner), home
        if place is None or document is None:
            self._user_data.notes.put(note, None if place is None else self._user_data.documents.add(*place))
            return note
        if note.text_sha256 != document.sha256 or note.span is None:
            (note,) = place_all([note], document, self._user_data.notes.snapshot, set())
        text = document.text if note.text_sha256 == document.sha256 else None
        key = self._user_data.documents.add(*place)
        self._user_data.notes.put(note, key, text, document.sha256)
        self._user_data.notes.record_seen(key, document.title, document.sha256, document.text)
        return note

    # Changing

    def change(self, note: Note, changed: Note) -> Note:
        """Keep a changed note in place of the note; the same note when nothing differs.

        What another reader changed in it meanwhile is kept too. Raises UserDataError.
        """
        if changed is note:
            return changed
        merged, before = self._keep(note, changed)
        self.on_change(before, merged)
        return merged

    def _keep(self, note: Note, changed: Note) -> tuple[Note, Note]:
        """The changed note as it is kept, and as it was before that."""
        with self._user_data.transaction():
            stored = self._user_data.notes.get(note.id) or note
            merged = merge_changes(note, changed, stored)
            self._user_data.notes.put(merged, self._key_of(note))
        return merged, stored

    def edit(
        self, note: Note, body: str, kind: str, tags: Iterable[str], links: Iterable[Link] | None = None
    ) -> Note:
        """Return the note with this body, kind and tags, and these links where they are given, kept."""
        now = self._now()
        changed = note.edited(body, now, kind).retagged(tags, now)
        return self.change(note, changed if links is None else changed.linked(links, now))

    def trash(self, note: Note) -> Note:
        """Return the note in the trash, from which `restore` takes it."""
        return self.change(note, note.trashed(self._now()))

    def restore(self, note: Note) -> Note:
        """Return the note out of the trash."""
        return self.change(note, note.restored(self._now()))

    def accept(self, note: Note, document: Document) -> Note:
        """Return a changed note that means the passage as it now is.

        NoteError when the document has none for it.
        """
        from reader.library.notes.reanchor import with_passage_accepted

        if note.state != "changed" or note.end > len(document.text):
            raise NoteError("Only a note whose passage was changed can be taken over to it.")
        with self._user_data.transaction():
            key = self._key_of(note)
            if key is not None:
                self._user_data.notes.record_seen(key, document.title, document.sha256, document.text)
            return self.change(note, with_passage_accepted(note, document, self._now()))

    def give_up(self, note: Note) -> Note:
        """Return a note whose passage is lost, its owner says; its words are kept."""
        from reader.library.notes.reanchor import with_passage_lost

        return self.change(note, with_passage_lost(note, self._now()))

    def revert(self, before: Note | None, after: Note) -> Note:
        """Take a change back, keeping what others changed since; the note as it now is.

        A note that was made goes into the trash. Raises UserDataError.
        """
        now = self._now()
        back = after.trashed(now) if before is None else replace(before, modified=utc(now))
        reverted, _ = self._keep(after, back)
        return reverted

    # Listing

    def on(self, path: Path, document: Document | None = None, inner: str = "") -> list[Note]:
        """Return the notes on a document of a file by place in the text, those on it as a whole first.

        With the document, notes that were made on another version of its text are found again in it, and
        the place and the state are kept; a note keeps the passage that it was made on.
        """
        key = self._user_data.documents.key_of(path, inner)
        notes = self._user_data.notes.select(key)
        if document is not None and notes:
            notes = self._place(key, notes, document)
        return sorted(notes, key=lambda note: (note.state != "document", note.start, note.end, note.created))

    def on_entity(self, name: str) -> list[Note]:
        """Return the notes on whom or what is called this, the newest first: its own, and
        those linked to it.
        """
        folded = name.casefold()
        return [
            note
            for note in self.all()
            if any(link.kind == "entity" and link.target.casefold() == folded for link in note.links)
        ]

    def get(self, note_id: str) -> Note | None:
        """Return the note of this id, in the trash or not; None when there is none."""
        return self._user_data.notes.get(note_id)

    def on_document(self, key: str) -> list[Note]:
        """Return the notes on the document of this key as they were last placed, oldest first."""
        return self._user_data.notes.select(key)

    def document_of(self, note_id: str) -> DocumentKey | None:
        """Return the key of the document that a note is on, None for one that is on none."""
        return self._user_data.notes.document_of(note_id)

    def all(self, *, trashed: bool = False) -> list[Note]:
        """Return every note, the newest first; those in the trash instead when asked for."""
        return self._user_data.notes.select(trashed=trashed)[::-1]

    def tags(self) -> list[str]:
        """Return the tags in use, the most used first."""
        return [tag for tag, _ in Counter(tag for note in self.all() for tag in note.tags).most_common()]

    def path_of(self, note: Note) -> Path | None:
        """Return the file that a note was made on, there or not; None for a note that is on no file."""
        stored_path = self._user_data.notes.path_of(note.id)
        if stored_path is not None or not note.path or "://" in note.path:
            return stored_path
        return Path(os.path.abspath(note.path))  # noqa: PTH100

    def _key_of(self, note: Note) -> DocumentKey | None:
        """The key of the document that a note is on, kept from now on if it was not; None for one on none."""
        key = self._user_data.notes.document_of(note.id)
        path = self.path_of(note) if key is None else None
        return key if path is None else self._user_data.documents.add(path, note.inner)

    def kept_text(self, note: Note) -> str | None:
        """Return the text of a note's document as it was last seen, else that it was made on.

        None without any.
        """
        path = self.path_of(note)
        hashes = [
            item.text_sha256
            for item in self._user_data.notes.annotated_documents()
            if (item.path, item.inner) == (path, note.inner)
        ]
        texts = (self._user_data.notes.snapshot(sha256) for sha256 in (*hashes, note.text_sha256) if sha256)
        return next((text for text in texts if text is not None), None)

    def _place(self, key: DocumentKey, notes: Sequence[Note], document: Document) -> list[Note]:
        looked_for = self._user_data.notes.placed_on(key)
        due = [note for note in notes if note.anchor and looked_for.get(note.id) != document.sha256]
        placed: dict[str, Note] = {}
        if due:
            from reader.library.notes.reanchor import place_all

            known = {note_id for note_id, sha256 in looked_for.items() if sha256}
            placed = {
                note.id: note for note in place_all(due, document, self._user_data.notes.snapshot, known)
            }
        # User data that cannot be written now is no reason not to show where the notes stand.
        with suppress(UserDataError), self._user_data.transaction():
            for note in placed.values():
                self._user_data.notes.put(note, key, placed_on=document.sha256)
            self._user_data.notes.record_seen(key, document.title, document.sha256, document.text)
        return [placed.get(note.id, note) for note in notes]


def locate(document: Document, quote: str, start: int | None = None) -> Span:
    """Return where these words stand in the document: at `start`, else the only place.

    Raises NoteError when they stand nowhere, or in several places and `start` does not tell.
    """
    if not quote.strip():
        raise NoteError("A note on a passage needs the passage's words.")
    if start is not None:
        match = _loose(quote).match(document.text, start)
        if match is not None:
            return Span(match.start(), match.end())
        raise NoteError(
            f"At character {start} the document does not say “{quote}”; `reader show --json` prints the text "
            "in which characters are counted."
        )
    loose = _loose(quote)
    first = loose.search(document.text)
    if first is None:
        raise NoteError(f"The document does not say “{quote}”; the words must be as they stand in its text.")
    second = loose.search(document.text, first.start() + 1)
    if second is not None:
        raise NoteError(
            f"The document says “{quote}” more than once, first at {first.start()} and {second.start()}: "
            "tell which with --start."
        )
    return Span(first.start(), first.end())


def _loose(quote: str) -> re.Pattern[str]:
    """A pattern for the words of a quotation with any white space and line breaks between them."""
    return re.compile(r"\s+".join(map(re.escape, quote.split())))
