"""Where a document's notes stand in its text as it is now: one comparison a kept text, however many notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from reader.notes.anchor import Relocator, describe, find
from reader.notes.note import Note, Placement
from reader.text.document import Document
from reader.text.spans import Span


def place_all(
    notes: Iterable[Note], document: Document, snapshot: Callable[[str], str | None], looked_for: set[str]
) -> list[Note]:
    """Return the notes with the place and the state that they have in this document.

    `snapshot` gives the text of a hash, None where none was kept. A lost note whose id is in `looked_for` is
    found again only where its very words return; a passage that merely resembles them is left alone. The
    time of a note's last change stays: nobody changed it.
    """
    relocators: dict[str, Relocator | None] = {}
    placed = []
    for note in notes:
        anchor = note.anchor
        if anchor is None:
            placed.append(note)
            continue
        if anchor.text_sha256 not in relocators and anchor.text_sha256 != document.sha256:
            text = snapshot(anchor.text_sha256) if anchor.text_sha256 else None
            relocators[anchor.text_sha256] = None if text is None else Relocator(text, document)
        relocator = relocators.get(anchor.text_sha256)
        placement = relocator.place(anchor) if relocator is not None else find(anchor, document)
        if note.state == "lost" and note.id in looked_for and placement.state == "changed":
            placement = Placement(None, "lost", placement.score, placement.how)
        placed.append(note.placed(placement, datetime.fromisoformat(note.modified)))
    return placed


def with_passage_accepted(note: Note, document: Document, now: datetime) -> Note:
    """Return a changed note that from now on means the passage that it was found at."""
    span = note.span or Span(0, 0)
    return note.placed(Placement(span, "exact", 1.0, "taken by its owner"), now, describe(document, span))


def with_passage_lost(note: Note, now: datetime) -> Note:
    """Return a note whose passage its owner says is gone."""
    return note.placed(Placement(None, "lost", 0.0, "given up by its owner"), now)


def with_local_path(note: Note, path: str, inner: str = "") -> Note:
    """Return the note under its document's path here.

    The time of its last change stays, as nobody changed it.
    """
    return replace(note, path=path, inner=inner)
