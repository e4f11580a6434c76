"""The foot of a screen: a prompt with its label and what came of it, hidden until asked for; the hints."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from reader.tui.text.styled_text import plain
from reader.tui.widgets.bars import Prompt


class Foot(Vertical):
    """What stands below all else: the prompt, and below it the hints or a message of several lines."""

    DEFAULT_CSS = """
    Foot { dock: bottom; height: auto; }
    """


class PromptLine(Horizontal):
    """`label ▏typed text                 note`; the prompt inside posts what is typed."""

    DEFAULT_CSS = """
    PromptLine { height: 1; display: none; }
    PromptLine.shown { display: block; }
    PromptLine > .label { width: auto; padding: 0 1; color: $accent; }
    PromptLine > .note { width: auto; padding: 0 1; color: $text-muted; }
    PromptLine > Prompt { width: 1fr; }
    """

    def __init__(self, label: str, placeholder: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._label = label
        self.prompt = Prompt(placeholder)

    def compose(self) -> ComposeResult:
        """Yield the label, the field, the note."""
        yield Static(plain(self._label), classes="label")
        yield self.prompt
        yield Static("", classes="note", markup=False)

    @property
    def shown(self) -> bool:
        """Whether the line is on screen."""
        return self.has_class("shown")

    def open(self, value: str = "") -> None:
        """Show the line and type into it."""
        self.add_class("shown")
        self.prompt.value = value
        self.prompt.cursor_position = len(value)
        self.prompt.focus()

    def close(self) -> None:
        """Hide the line; what was typed stays."""
        self.remove_class("shown")

    def note(self, text: str) -> None:
        """Say what came of the typed text, at its right."""
        self.query_one(".note", Static).update(plain(text))
