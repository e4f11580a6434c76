"""Ask for a command that is to have a text as its input."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.tui.text.styled_text import plain


class PipeScreen(ModalScreen[str | None]):
    """One line to type a command in. Dismissed with it, or None.

    `subject` says what the command will be given. `last` is the command of the time before: it stands there
    selected, so that Enter runs it again and typing replaces it.
    """

    DEFAULT_CSS = """
    PipeScreen { align: center middle; }
    PipeScreen > Vertical { width: 76; max-width: 96%; height: auto; padding: 1 2; }
    PipeScreen Input { background: $panel; }
    PipeScreen Static { color: $text-muted; margin-top: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False, priority=True),
    ]

    def __init__(self, subject: str, last: str) -> None:
        super().__init__()
        self._subject = subject
        self._last = last

    def compose(self) -> ComposeResult:
        """Yield the line, and what comes of it."""
        with Vertical() as box:
            box.border_title = plain(f"Pipe {self._subject}")
            box.border_subtitle = "enter run · esc cancel"
            yield Input(self._last, placeholder="a command, such as wc -w", compact=True)
            yield Static(plain("Your shell runs it on this terminal; the text is its standard input."))

    @on(Input.Submitted)
    def _run(self, event: Input.Submitted) -> None:
        command = event.value.strip()
        self.dismiss(command or None)
