"""The text that was kept of a document whose file is gone, to be read with its notes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from textual import work

from reader.library.storage.document_row import DocumentRow
from reader.notes.note import Note
from reader.text.document import Block, Document
from reader.tui.content.document_state import Opened
from reader.tui.screens.document.screen import DocumentScreen
from reader.tui.text.styled_text import StyledText
from reader.tui.widgets.bars import TopLine


class SnapshotScreen(DocumentScreen):
    """A kept text as a page; its notes can be peeked at and changed, new ones are made in files."""

    def __init__(self, note: Note, text: str) -> None:
        path = Path(note.path)
        super().__init__(
            DocumentRow(f"kept {note.id}", path, title=note.title, unread=False), note.quote_start
        )
        self._note = note
        self._text = text

    @work(thread=True, exclusive=True, group="document")
    def _read(self) -> None:
        document = _document(self._text, self._note)
        library = self.reader.library
        path = library.notebook.path_of(self._note)
        notes = library.notebook.on(path) if path is not None else [self._note]
        self.deliver(self._take_text, document, [_as_kept(note, document) for note in notes])

    def _take_text(self, document: Document, notes: list[Note]) -> None:
        self.opened = Opened(self.opened.entry, document, mentions=(), notes=notes, pens=self.opened.pens)
        self.view.show(document, min(self._offset or 0, len(document.text)), self.opened.layers)
        self.show_head()
        self.say("The file is gone; this is its text as it was last seen.", "warning")

    def show_head(self) -> None:
        right = [
            StyledText("kept text, the file is gone", "warning"),
            StyledText(f"  {self.view.percent} %", "dim"),
        ]
        self.query_one(TopLine).show([StyledText(self._note.title, "title")], right)

    def notes_changed(self) -> None:
        """Read the notes again and tell the other screens."""
        self._offset = self.view.caret
        self._read()
        self.reader.tell_notes_changed(self.opened.entry.key)

    def keep_place(self) -> None:
        """No place is kept in a text without a file."""

    def do_annotate(self) -> None:
        """New notes are made in files."""
        self.say("The file is gone: its notes can be read and changed here, but no new ones made.")

    do_highlight = do_annotate
    do_annotate_document = do_annotate
    do_raw = do_annotate
    do_edit = do_annotate


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


def _as_kept(note: Note, document: Document) -> Note:
    """The note where it stands in the kept text, without a place where that has not its words."""
    if note.span is not None and document.text[note.start : note.end] == note.quote:
        return note
    if note.quote and document.text[note.quote_start : note.quote_end] == note.quote:
        return replace(note, state="exact", start=note.quote_start, end=note.quote_end)
    return note if note.span is None else replace(note, state="lost", start=0, end=0)
