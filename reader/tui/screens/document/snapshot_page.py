"""The text that was kept of a document whose file is gone, to be read with its notes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library import DocumentRow
from reader.notes.note import Note
from reader.text.document import Block, Document
from reader.tui.content.document_state import DocumentState
from reader.tui.screens.document.page import LoadedPage
from reader.tui.text.styled_text import StyledText

if TYPE_CHECKING:
    from reader.tui.session.session import Session

_NO_FILE = "The file is gone: its notes can be read and changed here, but no new ones made."


class SnapshotPage:
    """A kept text as a page; its notes can be peeked at and changed, new ones are made in files."""

    is_file = False
    refusals: Mapping[str, str] = dict.fromkeys(
        ("annotate", "highlight", "annotate_document", "raw", "edit"), _NO_FILE
    )

    def __init__(self, note: Note, text: str) -> None:
        self.entry = DocumentRow(f"kept {note.id}", Path(note.path), title=note.title, unread=False)
        self._note = note
        self._text = text

    def load(
        self, session: Session, show_beginning: Callable[[Document], None], offset: int | None
    ) -> LoadedPage:
        """Read the notes on the text."""
        document = _document(self._text, self._note)
        notes_service = session.library.notes
        path = notes_service.path_of(self._note)
        notes = notes_service.on(path) if path is not None else [self._note]
        start = self._note.quote_start if offset is None else offset
        return LoadedPage(
            document,
            min(start or 0, len(document.text)),
            notes=[_in_snapshot(note, document) for note in notes],
            message=("The file is gone; this is its text as it was last seen.", "warning"),
        )

    def head(self, state: DocumentState, percent: int) -> tuple[list[StyledText], list[StyledText]] | None:
        """Return the title, and that the file is gone."""
        right = [StyledText("kept text, the file is gone", "warning"), StyledText(f"  {percent} %", "dim")]
        return [StyledText(self._note.title, "title")], right

    def open_at(self, session: Session, state: DocumentState, offset: int) -> bool:
        """Links, notes and names are followed as everywhere."""
        return False


def _document(text: str, note: Note) -> Document:
    """The kept reading text as a document: a block a paragraph."""
    from reader.text.sentences import split_sentences

    blocks, start = [], 0
    for paragraph in text.split("\n\n"):
        if paragraph.strip():
            blocks.append(Block("paragraph", start, start + len(paragraph)))
        start += len(paragraph) + len("\n\n")
    return Document(
        text,
        blocks=tuple(blocks),
        sentences=tuple(split_sentences(text)),
        title=note.title,
        published=note.published,
        source=note.source,
    )


def _in_snapshot(note: Note, document: Document) -> Note:
    """The note where it stands in the kept text, without a place where that has not its words."""
    if note.span is not None and document.text[note.start : note.end] == note.quote:
        return note
    if note.quote and document.text[note.quote_start : note.quote_end] == note.quote:
        return replace(note, state="exact", start=note.quote_start, end=note.quote_end)
    return note if note.span is None else replace(note, state="lost", start=0, end=0)
