"""Write a note: the passage above, the words below, kind and tags in one line."""

from __future__ import annotations

import json
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from reader.errors import ReaderError
from reader.library.shelf import Entry
from reader.notes.note import PENS, Note
from reader.text.document import Document
from reader.text.spans import Span
from reader.tui.screens.base import reader_of

_QUOTE_SHOWN = 400


class NoteEditor(ModalScreen[Note | None]):
    """Edits a note, or makes one on `span`, without it on the whole document.

    `ctrl+s` saves, `esc` keeps a draft. Dismissed with the note as it was kept, or None.
    """

    DEFAULT_CSS = """
    NoteEditor { align: center middle; }
    NoteEditor > Vertical {
        width: 80; max-width: 96%; height: auto; max-height: 92%; background: $panel; padding: 1 2;
        border: round $panel-lighten-2; border-title-color: $accent; border-subtitle-color: $text-muted;
    }
    NoteEditor .quote {
        height: auto; max-height: 7; color: $text-muted; border-left: thick $accent;
        padding: 0 1; margin-bottom: 1;
    }
    NoteEditor TextArea { height: 9; border: none; background: $background; padding: 0 1; }
    NoteEditor TextArea:focus { border: none; }
    NoteEditor .row { height: 1; margin-top: 1; }
    NoteEditor .row Static { width: auto; color: $text-muted; padding-right: 1; }
    NoteEditor .kind { width: 14; margin-right: 2; background: $background; }
    NoteEditor .tags { width: 1fr; background: $background; }
    NoteEditor .said { height: auto; color: $error; margin-top: 1; display: none; }
    NoteEditor .said.shown { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("escape", "keep_draft", show=False, priority=True),
    ]

    def __init__(self, entry: Entry, document: Document, span: Span | None, note: Note | None) -> None:
        super().__init__()
        self._entry = entry
        self._document = document
        self._span = span
        self._note = note

    @property
    def _draft_name(self) -> str:
        place = (
            self._note.id
            if self._note
            else f"{self._entry.key}:{self._span.start if self._span else 'document'}"
        )
        return f"draft {place}"

    def compose(self) -> ComposeResult:
        """Passage, words, kind, tags."""
        with Vertical() as box:
            box.border_title = "Note" if self._note is None else "Change the note"
            box.border_subtitle = "ctrl+s saves · tab moves on · esc keeps a draft"
            quote = self._quote()
            yield Static(Content(quote), classes="quote")
            yield TextArea(soft_wrap=True, tab_behavior="focus", classes="body")
            with Horizontal(classes="row"):
                yield Static(Content("kind"))
                yield Input(self._note.kind if self._note else "note", compact=True, classes="kind")
                yield Static(Content("tags"))
                yield Input(
                    ", ".join(self._note.tags) if self._note else "",
                    placeholder="parted by commas",
                    compact=True,
                    classes="tags",
                )
            yield Static("", classes="said")

    def _quote(self) -> str:
        if self._note is not None and self._note.quote:
            text = self._note.quote
        elif self._span is not None:
            text = self._document.quote(self._span)
        else:
            text = f"On the document: {self._document.title}"
        text = " ".join(text.split())
        return text if len(text) <= _QUOTE_SHOWN else text[:_QUOTE_SHOWN].rstrip() + "…"

    def on_mount(self) -> None:
        """Begin with the note's words, or with the draft that was left."""
        area = self.query_one(TextArea)
        draft = reader_of(self).library.catalog.kept(self._draft_name)
        if draft:
            kept = json.loads(draft)
            area.text = kept["body"]
            self.query_one(".kind", Input).value = kept["kind"]
            self.query_one(".tags", Input).value = kept["tags"]
            self._say("This is the draft that you left.")
        elif self._note is not None:
            area.text = self._note.body
        area.move_cursor(area.document.end)
        area.focus()

    def _say(self, sentence: str) -> None:
        said = self.query_one(".said", Static)
        said.update(Content(sentence))
        said.add_class("shown")

    @property
    def _kind(self) -> str:
        typed = self.query_one(".kind", Input).value.strip().casefold()
        # The first letters of a pen are enough.
        return next((pen.kind for pen in PENS if typed and pen.kind.startswith(typed)), typed or "note")

    @property
    def _tags(self) -> list[str]:
        return [tag for tag in self.query_one(".tags", Input).value.split(",") if tag.strip()]

    def action_save(self) -> None:
        """Keep the note; the editor closes when it is on the disk, and says why when it is not."""
        library = reader_of(self).library
        body = self.query_one(TextArea).text.strip("\n")
        try:
            if self._note is not None:
                note = library.notebook.edit(self._note, body, self._kind, self._tags)
            else:
                note = library.notebook.add(
                    self._entry.path, self._document, self._span, body=body, kind=self._kind, tags=self._tags
                )
            library.catalog.forget(self._draft_name)
        except ReaderError as error:
            self._say(str(error))
            return
        self.dismiss(note)

    def action_keep_draft(self) -> None:
        """Close; what was typed is there when the editor opens again at this place."""
        library = reader_of(self).library
        body = self.query_one(TextArea).text
        try:
            if body.strip() and (self._note is None or body != self._note.body):
                fields = {
                    "body": body,
                    "kind": self.query_one(".kind", Input).value,
                    "tags": self.query_one(".tags", Input).value,
                }
                library.catalog.keep(self._draft_name, json.dumps(fields, ensure_ascii=False))
                reader_of(self).call_after_refresh(
                    reader_of(self).say, "Draft kept: it is there when you write here again."
                )
            else:
                library.catalog.forget(self._draft_name)
        except ReaderError as error:
            self._say(str(error))
            return
        self.dismiss(None)

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_save()
