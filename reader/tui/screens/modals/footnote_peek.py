"""A footnote shown where its reference stands, and the way to it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from reader.tui.content.summary import Lines
from reader.tui.screens.command_screen import session_of
from reader.tui.text.styled_text import StyledText, plain, wrap
from reader.tui.theme.palettes import Palette
from reader.tui.widgets.page import Page

_WIDEST = 72
_MOST_LINES = 12


class FootnotePeek(ModalScreen[bool]):
    """The text of a footnote under the line `row` of the screen. Dismissed with whether to go there."""

    DEFAULT_CSS = """
    FootnotePeek { background: $background 0%; }
    FootnotePeek > Page {
        height: auto; padding: 0;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left", "dismiss(False)", show=False),
        Binding("enter,l", "dismiss(True)", show=False),
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("space,pagedown", "move(10)", show=False),
        Binding("b,pageup", "move(-10)", show=False),
    ]

    def __init__(self, label: str, text: str, row: int) -> None:
        super().__init__()
        self._label = label
        self._text = text
        self._row = row

    def compose(self) -> ComposeResult:
        """The text."""
        yield Page(self._palette, margin=1)

    def _palette(self) -> Palette:
        return session_of(self).appearance.palette

    def on_mount(self) -> None:
        """Show it under the line, above it where there is no room below."""
        page = self.query_one(Page)
        page.border_title = plain(f"footnote {self._label}")
        page.border_subtitle = "enter goes there · esc closes"
        screen = self.app.size
        width = min(_WIDEST, screen.width)
        height = min(len(self._lines(width - 5)), _MOST_LINES, max(1, screen.height - 4)) + 2
        below = self._row + 1
        page.styles.width = width
        page.styles.height = height
        page.styles.offset = (
            (screen.width - width) // 2,
            below if below + height <= screen.height - 1 else max(0, self._row - height),
        )
        page.show(self._lines)
        page.focus()

    def _lines(self, width: int) -> Lines:
        paragraphs = [" ".join(part.split()) for part in self._text.split("\n\n")]
        return wrap([StyledText("\n\n".join(part for part in paragraphs if part))], width)

    def action_move(self, by: int) -> None:
        """Scroll a long one."""
        self.query_one(Page).move(by)
