"""Gathers what the list of notes shows, notes with their documents and drafts; the editor on them again."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.errors import NoteError
from reader.library import DocumentRow
from reader.notes.kinds import kind_of, named_note_kinds
from reader.notes.note import RANDOM_BYTES, Link, Note, create, parse_link, safe_text
from reader.text.document import Document
from reader.text.spans import Span
from reader.tui.content.note_links import entry_of, label_of
from reader.tui.content.note_list import ListedNote

if TYPE_CHECKING:
    from reader.library import Library
    from reader.tui.screens.modals.note_editor import NoteEditor

_DRAFT = "draft "


def gather(library: Library, *, trashed: bool) -> list[ListedNote]:
    """Return the notes of all libraries and the drafts, or the notes in the trash; called in a thread.

    Raises ReaderError.
    """
    listed = [] if trashed else [draft for draft in _drafts(library) if draft is not None]
    for note in library.notes.all(trashed=trashed):
        entry, now = entry_of(note, library), ""
        if note.state == "changed" and entry is not None:
            document = library.files.document_or_none(entry.path, entry.inner)
            now = document.text[note.start : note.end] if document is not None else ""
        listed.append(ListedNote(note, entry, now))
    return [one._replace(link_labels=_labels(one.note, library)) if one.note.links else one for one in listed]


def _labels(note: Note, library: Library) -> tuple[str, ...]:
    return tuple(label_of(link, library) for link in note.links)


def _drafts(library: Library) -> list[ListedNote | None]:
    drafts = library.preferences.with_prefix(_DRAFT)
    return [_draft(name, json.loads(fields), library) for name, fields in drafts.items()]


def _draft(name: str, fields: dict[str, Any], library: Library) -> ListedNote | None:
    """Return a draft as a row, None when it is of no known form."""
    try:
        if fields["note"]:
            note = library.notes.get(fields["note"])
            if note is None:
                return None
            return ListedNote(
                replace(note, body=safe_text(fields["body"])), entry_of(note, library), "", name, fields
            )
        inner = str(fields.get("inner", ""))
        links = [parse_link(link) for link in fields["links"]]
        links += [Link("entity", fields["entity"])] if fields["entity"] else []
        note = create(
            path=fields["path"],
            inner=inner,
            now=datetime.now(UTC),
            randomness=os.urandom(RANDOM_BYTES),
            kind=kind_of(fields["kind"], named_note_kinds(dict(library.settings.pens))),
            body=fields["body"],
            tags=fields["tags"].split(","),
            links=links,
            title=fields["title"],
        )
        note = replace(note, quote=safe_text(fields["quote"]) if fields["start"] is not None else "")
    except (KeyError, NoteError):
        return None
    path = Path(fields["path"]) if fields["path"] else None
    entry = (
        DocumentRow(library.documents.key_of(path, inner), path, title=note.title, inner=inner)
        if path is not None and path.is_file()
        else None
    )
    return ListedNote(note, entry, "", name, fields)


def edit_again(listed: ListedNote, document: Document | None) -> NoteEditor:
    """Return the editor on a note or a draft; `document` is the one that a draft's passage is in.

    Where the document does not say any more what the draft was about, the draft is on the whole of it.
    """
    from reader.tui.screens.modals.note_editor import NoteEditor

    fields = listed.fields
    blank = document or Document("", title=listed.note.title)
    if fields is None or fields["note"]:
        return NoteEditor(listed.entry, blank, None, listed.note, draft=listed.draft)
    if listed.entry is None:
        entity = fields["entity"] or listed.note.title
        return NoteEditor(None, blank, None, None, entity=entity, draft=listed.draft)
    span = None
    if fields["start"] is not None and document is not None:
        span = Span(fields["start"], fields["end"])
        begins = " ".join(document.quote(span).split())
        span = (
            span
            if fields["quote"].removesuffix("…") == begins[: len(fields["quote"].removesuffix("…"))]
            else None
        )
    return NoteEditor(listed.entry, blank, span, None, draft=listed.draft)
