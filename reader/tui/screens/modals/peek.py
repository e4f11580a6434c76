"""A small page over the text: a footnote where its reference stands, or where a link really leads."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from reader.text.links import Address
from reader.tui.content.summary import Lines
from reader.tui.screens.command_screen import session_of
from reader.tui.text.styled_text import StyledText, plain, wrap
from reader.tui.theme.palettes import Palette
from reader.tui.widgets.page import Page

_WIDEST = 72  # cells
_MOST_LINES_AT_A_ROW = 12


class Peek(ModalScreen[bool]):
    """A page of a few lines with a title and a hint. Dismissed with whether to go where it points.

    With a `row` it stands under that line of the screen, above it where there is no room below, and is
    scrolled beyond twelve lines; without one it stands in the middle, as large as it is.
    """

    DEFAULT_CSS = """
    Peek { background: $background 0%; }
    Peek.middle { align: center middle; }
    Peek > Page { padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left", "dismiss(False)", show=False),
        Binding("enter,l", "dismiss(True)", show=False),
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("space,pagedown", "move(10)", show=False),
        Binding("b,pageup", "move(-10)", show=False),
    ]

    def __init__(
        self, title: str, hint: str, lines: Callable[[int], Lines], *, row: int | None = None
    ) -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._lines = lines
        self._row = row
        self.set_class(row is None, "middle")

    def compose(self) -> ComposeResult:
        """Yield the page."""
        yield Page(self._palette, margin=1)

    def _palette(self) -> Palette:
        return session_of(self).appearance.palette

    def on_mount(self) -> None:
        """Give the page its size and place, and show the lines."""
        page, screen, row = self.query_one(Page), self.app.size, self._row
        page.border_title, page.border_subtitle = plain(self._title), plain(self._hint)
        width = min(_WIDEST, screen.width)
        line_count = len(self._lines(width - 5))
        page.styles.width = width
        if row is None:
            page.styles.height = min(line_count + 2, max(3, screen.height - 2))
        else:
            height = min(line_count, _MOST_LINES_AT_A_ROW, max(1, screen.height - 4)) + 2
            page.styles.height = height
            below = row + 1
            top = below if below + height <= screen.height - 1 else max(0, row - height)
            page.styles.offset = ((screen.width - width) // 2, top)
        page.show(self._lines)
        page.focus()

    def action_move(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(Page).move(by)


def footnote_peek(label: str, text: str, row: int) -> Peek:
    """Return the peek at a footnote under the line `row` of the screen; Enter goes to it."""

    def lines(width: int) -> Lines:
        paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
        return wrap([StyledText("\n\n".join(part for part in paragraphs if part))], width)

    return Peek(f"footnote {label}", "enter goes there · esc closes", lines, row=row)


def link_peek(address: Address) -> Peek:
    """Return the peek at the whole of an address and what to know about it; Enter opens it."""

    def lines(width: int) -> Lines:
        result = wrap([StyledText(address.shown, "accent")], width)
        for remark in address.remarks:
            result += [[], *wrap([StyledText("⚠ ", "warning"), StyledText(remark)], width, indent=2)]
        return result

    return Peek("a link outside", "enter opens it · esc closes", lines)
