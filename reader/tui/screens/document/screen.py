"""The screen of one document: its widgets, its state, and the command sets that work on it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from reader.library import DocumentSummary
from reader.text.document import Document
from reader.text.spans import Span
from reader.tui.content.document_state import DocumentState
from reader.tui.document_view.document_view import DocumentView
from reader.tui.document_view.motions import Spot
from reader.tui.document_view.viewport import Viewport
from reader.tui.screens.command_screen import CommandScreen, Handler
from reader.tui.screens.document.entity_commands import EntityCommands
from reader.tui.screens.document.file_commands import FileCommands
from reader.tui.screens.document.find_commands import FindCommands
from reader.tui.screens.document.head_and_info import HeadAndInfo
from reader.tui.screens.document.link_commands import LinkCommands
from reader.tui.screens.document.loading import DocumentLoading
from reader.tui.screens.document.motion_commands import MotionCommands
from reader.tui.screens.document.note_commands import NoteCommands
from reader.tui.screens.document.page import PageSource
from reader.tui.session.commands import Where
from reader.tui.widgets.bars import HintLine, Prompt, TopLine
from reader.tui.widgets.page import Page
from reader.tui.widgets.prompt_line import Foot, PromptLine


class DocumentScreen(CommandScreen):
    """One page: the `DocumentHost` of its command sets. `walking` says that a name's mentions led to it."""

    where: ClassVar[Where] = "document"

    def __init__(self, page: PageSource, *, walking: bool = False) -> None:
        super().__init__()
        self.page = page
        entry = page.entry
        self.state = DocumentState(
            entry, Document("", title=entry.title), summary=DocumentSummary(entry.summary)
        )
        self._finding = FindCommands(self)
        self._noting = NoteCommands(self)
        self._entities = EntityCommands(self)
        self._links = LinkCommands(self, lambda: self.app)
        self._loading = DocumentLoading(self, self._entities, walking=walking)
        self._panes = HeadAndInfo(self)
        self.show_head = self._panes.show_head
        self.show_info = self._panes.show_info
        self.choose_entity = self._entities.choose
        self.peek_at_notes = self._noting.peek_at
        self.read_again = self._loading.load_again
        self.names_arrived = self._loading.names_arrived
        self.names_corrected = self._loading.names_corrected
        self.notes_changed = self._loading.notes_changed
        self.state_changed = self._loading.state_changed

    def compose(self) -> ComposeResult:
        """Head, text, info pane, prompt, hints."""
        appearance = self.session.appearance
        yield TopLine(self.palette)
        with Foot():
            yield PromptLine("find", "in this document; tab: in all of them")
            yield HintLine(self.palette)
        with Horizontal(id="body"):
            yield DocumentView(self.palette, measure=appearance.measure, cells=appearance.cells, id="text")
            yield Page(self.palette, id="info")

    def command_map(self) -> Mapping[str, Handler]:
        """Return the commands of all sets; what makes no sense on this page is answered by a sentence."""
        sets = (MotionCommands(self), self._finding, self._noting, self._entities, self._links, self._loading)
        commands: dict[str, Handler] = {"undo": self.undo}
        for command_set in (*sets, FileCommands(self), self._panes):
            commands |= command_set.command_map()
        return commands | {id_: partial(self.say, sentence) for id_, sentence in self.page.refusals.items()}

    # What the command sets ask for

    @property
    def view(self) -> DocumentView:
        """The text."""
        return self.query_one(DocumentView)

    @property
    def head(self) -> TopLine:
        """The line above the text."""
        return self.query_one(TopLine)

    @property
    def info(self) -> Page:
        """The pane beside the text."""
        return self.query_one("#info", Page)

    @property
    def prompt(self) -> PromptLine:
        """The line to type in."""
        return self.query_one(PromptLine)

    @property
    def spot(self) -> Spot:
        """The place of the caret."""
        return Spot(self.state.entry.address, self.view.caret)

    @property
    def passage(self) -> Span | None:
        """What a command works on: the selection, else the sentence under the caret."""
        return self.view.viewport.selection or self.view.viewport.sentence

    def set_state(self, state: DocumentState) -> None:
        """Take and paint what is known now."""
        self.state = state
        self.view.set_layers(state.layers)

    def show_document(self, state: DocumentState, offset: int) -> None:
        """Take another text, with what is known of it, and show it at an offset."""
        self.state = state
        self.view.show(state.document, offset, state.layers)
        self.show_head()

    def jump(self, offset: int) -> None:
        """Go to an offset; `H` comes back."""
        self.session.navigation.jumps.leave(self.spot)
        self.view.move(Viewport.go_to, offset, jump=True)

    # Events

    def on_mount(self) -> None:
        """Read the document; the frame is there already."""
        self.info.display = False
        self.view.focus()
        self.show_head()
        self._loading.load()

    def on_unmount(self) -> None:
        """Keep the place."""
        self._loading.keep_place()

    @on(DocumentView.CaretMoved)
    @on(DocumentView.SelectionChanged)
    def _caret_moved(self) -> None:
        self._loading.caret_moved()
        self.show_head()
        self.show_info()

    @on(DocumentView.Activated)
    def _activated(self, event: DocumentView.Activated) -> None:
        self._links.follow(event.offset)

    @on(Input.Changed)
    def _find_typed(self, event: Input.Changed) -> None:
        self._finding.typed(event.value)

    @on(Input.Submitted)
    def _find_taken(self) -> None:
        self._finding.submitted()

    @on(Prompt.Key)
    def _find_key(self, event: Prompt.Key) -> None:
        self._finding.prompt_key(event.name, self.query_one(Prompt).value)

    def theme_changed(self, name: str) -> None:
        """Paint in the new colours."""
        self.view.restyle()
