"""A list of any length that draws only what is on screen: one widget, no widget a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, TypeVar

from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from reader.tui.text.styled_text import StyledText, strip_of, wrap
from reader.tui.theme.palettes import Palette

T = TypeVar("T")
RowLines = Sequence[Sequence[StyledText]]
DrawRow = Callable[[T, int], RowLines]


class RowList(ScrollView, Generic[T], can_focus=True, inherit_bindings=False):
    """Rows of `row_height` lines each with a cursor; `draw(item, width)` gives a row's lines.

    `nothing` gives the sentence that stands in place of the rows while there are none.

    Keys are the screen's: the list offers `move`, `page`, `go`. Posts `Moved` when the cursor changes and
    `Chosen` on a double click.
    """

    DEFAULT_CSS = """
    RowList { scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = []

    cursor: reactive[int] = reactive(0, init=False)

    class Moved(Message):
        """The cursor stands on another row, or on the same index of other rows."""

        can_bubble = True

        def __init__(self, rows: RowList[T], index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

    class Chosen(Message):
        """A row was clicked twice."""

        def __init__(self, rows: RowList[T], index: int) -> None:
            super().__init__()
            self.rows = rows
            self.index = index

    def __init__(
        self,
        draw: DrawRow[T],
        palette: Callable[[], Palette],
        *,
        row_height: int = 1,
        nothing: Callable[[], str] = str,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self.items: Sequence[T] = ()
        self._draw = draw
        self._palette = palette
        self._nothing = nothing
        self.row_height = row_height
        self.selected: frozenset[int] = frozenset()
        self._put_off: int | None = None  # the line at the top before a smaller screen scrolled to the cursor

    # API

    def show(self, items: Sequence[T], cursor: int = 0) -> None:
        """Show these rows, the cursor at this index (kept in range), and say so with `Moved`."""
        self.items = items
        self.virtual_size = Size(self.size.width, len(items) * self.row_height)
        cursor = max(0, min(cursor, len(items) - 1))
        self.set_reactive(RowList.cursor, cursor)
        self._reveal()
        self.refresh()
        self.post_message(self.Moved(self, cursor))

    @property
    def current(self) -> T | None:
        """The item under the cursor, or None in an empty list."""
        return self.items[self.cursor] if 0 <= self.cursor < len(self.items) else None

    @property
    def page_rows(self) -> int:
        """How many whole rows are on screen, at least one."""
        return max(1, self.size.height // self.row_height)

    def move(self, by: int) -> None:
        """Move the cursor by so many rows, stopping at the ends."""
        self.go(self.cursor + by)

    def go(self, index: int) -> None:
        """Put the cursor on this row, the nearest when there is no such row."""
        if self.items:
            self.cursor = max(0, min(index, len(self.items) - 1))

    # Rendering

    def render_line(self, y: int) -> Strip:
        """Return the strip at this line of the widget."""
        palette = self._palette()
        width = self.scrollable_content_region.width
        if not self.items:
            sentence = wrap([StyledText(self._nothing(), "dim")], max(1, width - 6))
            shown = [StyledText("   "), *sentence[y - 1]] if 0 < y <= len(sentence) else []
            return strip_of(shown, width, palette)
        index, line = divmod(y + self.scroll_offset.y, self.row_height)
        if index >= len(self.items):
            return strip_of((), width, palette)
        at_cursor = index == self.cursor
        lines = self._draw(self.items[index], width)
        over: Style | None = None
        if at_cursor:
            over = palette.styles["cursor"]
        elif index in self.selected:
            over = palette.styles["selection"]
        return strip_of(lines[line] if line < len(lines) else (), width, palette, over)

    def _reveal(self) -> None:
        top = self.cursor * self.row_height
        self.scroll_to_region(Region(0, top, 1, self.row_height), animate=False, force=True, immediate=True)

    # Reactions

    def validate_cursor(self, cursor: int) -> int:
        """Return the nearest row that exists."""
        return max(0, min(cursor, len(self.items) - 1))

    def watch_cursor(self) -> None:
        """Show the row and tell the screen."""
        self._reveal()
        self.refresh()
        self.post_message(self.Moved(self, self.cursor))

    def on_resize(self) -> None:
        """The width changes what rows look like; the cursor stays on screen."""
        self.virtual_size = Size(self.size.width, len(self.items) * self.row_height)
        # A message of several lines takes rows away, and gives them back as they were.
        now, row = round(self.scroll_y), self.cursor * self.row_height
        before = now if self._put_off is None else self._put_off
        top = before if before <= row <= before + self.size.height - self.row_height else now
        self.scroll_to(y=top, animate=False, force=True, immediate=True)
        self._reveal()
        self._put_off = None if round(self.scroll_y) == before else before

    def on_click(self, event: events.Click) -> None:
        """One click moves the cursor, two open."""
        index = (event.y + self.scroll_offset.y) // self.row_height
        if index < len(self.items):
            self.go(index)
            if event.chain == 2:
                self.post_message(self.Chosen(self, index))
