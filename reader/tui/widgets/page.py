"""A page of lines that is built for a width: summaries, info, help, dossiers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.tui.pieces import Piece, strip_of
from reader.tui.themes import Palette

Build = Callable[[int], Sequence[Sequence[Piece]]]


class Page(ScrollView, can_focus=False, inherit_bindings=False):
    """Shows the lines that `build(width)` gives, and builds them again when the width changes."""

    DEFAULT_CSS = """
    Page { scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: auto; padding: 0; }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, palette: Callable[[], Palette], *, margin: int = 2, id: str | None = None) -> None:
        super().__init__(id=id)
        self._palette = palette
        self._margin = margin
        self._build: Build = lambda _width: ()
        self._lines: Sequence[Sequence[Piece]] = ()
        self._width = -1

    def show(self, build: Build) -> None:
        """Show what this builds, from its first line."""
        self._build = build
        self._width = -1
        self._rebuild()
        self.scroll_to(y=0, animate=False, force=True)

    def _rebuild(self) -> None:
        width = self.size.width - 2 * self._margin
        if width > 0 and width != self._width:
            self._width = width
            self._lines = self._build(width)
            self.virtual_size = Size(self.size.width, len(self._lines))
        self.refresh()

    def on_resize(self) -> None:
        """Another width, other lines."""
        self._rebuild()

    def render_line(self, y: int) -> Strip:
        """The strip at this line of the widget."""
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        pieces = self._lines[index] if index < len(self._lines) else ()
        return strip_of([Piece(" " * self._margin), *pieces], width, self._palette())
