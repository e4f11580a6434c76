"""What the command sets of a document ask of the screen that they work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from reader.text.document import Document
from reader.text.spans import Span
from reader.tui.content.document_state import DocumentState
from reader.tui.document_view.document_view import DocumentView
from reader.tui.document_view.motions import Spot
from reader.tui.widgets.bars import TopLine
from reader.tui.widgets.page import Page
from reader.tui.widgets.prompt_line import PromptLine

if TYPE_CHECKING:
    from textual.worker import Worker

    from reader.tui.screens.document.page import PageSource
    from reader.tui.session.session import Session


class DocumentHost(Protocol):
    """A screen with one document, called on the interface's thread; what a thread may call says so.

    `state` is what is known of the document; it changes by `set_state` alone, which paints it.
    """

    @property
    def session(self) -> Session:
        """The app."""

    @property
    def page(self) -> PageSource:
        """What is shown, and how it is read."""

    @property
    def state(self) -> DocumentState:
        """What is known of the document."""

    @property
    def view(self) -> DocumentView:
        """The text."""

    @property
    def head(self) -> TopLine:
        """The line above the text."""

    @property
    def info(self) -> Page:
        """The pane beside the text."""

    @property
    def prompt(self) -> PromptLine:
        """The line to type in."""

    @property
    def spot(self) -> Spot:
        """The place of the caret."""

    @property
    def passage(self) -> Span | None:
        """What a command works on: the selection, else the sentence under the caret."""

    def set_state(self, state: DocumentState) -> None:
        """Take and paint what is known now."""

    def show_document(self, state: DocumentState, offset: int) -> None:
        """Take another text, with what is known of it, and show it at an offset."""

    def show_head(self) -> None:
        """Show what the document is and how far one is in it."""

    def show_info(self) -> None:
        """Show what the pane beside the text tells, when it is there."""

    def jump(self, offset: int) -> None:
        """Go to an offset; `H` comes back."""

    def say(self, text: str, role: str = "accent") -> None:
        """Say a sentence at the foot of the screen."""

    def ask_key(self, question: str, take: Callable[[str], object]) -> None:
        """Ask for one more key."""

    def deliver(self, take: Callable[..., object], *results: object) -> None:
        """Give a worker's results to a method on the interface's thread; called in a thread."""

    def in_thread(self, work: Callable[[], None], group: str, *, exclusive: bool = True) -> Worker[None]:
        """Run work in a thread; a newer one of an exclusive group takes the place of the older."""

    def choose_entity(self, name: str) -> None:
        """Choose whose mentions `e` and `E` walk."""

    def peek_at_notes(self, offset: int) -> bool:
        """Show the words of the notes at an offset without leaving the line; whether there are any."""

    def read_again(self, before: Document | None = None) -> None:
        """Read the document again; with the one before, say whether it is another."""
