"""Where a link really leads, shown before it is opened outside."""

from __future__ import annotations

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

_WIDEST = 72


class LinkPeek(ModalScreen[bool]):
    """The whole of an address and what to know about it. Dismissed with whether to open it."""

    DEFAULT_CSS = """
    LinkPeek { align: center middle; background: $background 0%; }
    LinkPeek > Page {
        padding: 0;
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

    def __init__(self, address: Address) -> None:
        super().__init__()
        self._address = address

    def compose(self) -> ComposeResult:
        """The address."""
        yield Page(self._palette, margin=1)

    def _palette(self) -> Palette:
        return session_of(self).appearance.palette

    def on_mount(self) -> None:
        """Show it as large as it is, or as the screen is."""
        page = self.query_one(Page)
        page.border_title = plain("a link outside")
        page.border_subtitle = plain("enter opens it · esc closes")
        screen = self.app.size
        width = min(_WIDEST, screen.width)
        page.styles.width = width
        page.styles.height = min(len(self._lines(width - 5)) + 2, max(3, screen.height - 2))
        page.show(self._lines)
        page.focus()

    def _lines(self, width: int) -> Lines:
        lines = wrap([StyledText(self._address.shown, "accent")], width)
        for remark in self._address.remarks:
            lines += [[], *wrap([StyledText("⚠ ", "warning"), StyledText(remark)], width, indent=2)]
        return lines

    def action_move(self, by: int) -> None:
        """Scroll a long one."""
        self.query_one(Page).move(by)
