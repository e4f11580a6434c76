"""The reading view: a document in a centred column, a caret, a selection, a margin that says where one is.

The view draws and routes the mouse. Motions are methods of `moving_view`, what they mean is in `reading` and
`navigation`, where a line stands in `layout`, what it looks like in `paint`. Keys are the screen's business.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.strip import Strip

from reader.library.settings import LEAST_MEASURE, MOST_MEASURE
from reader.text.document import Document
from reader.tui.document_view import motions as navigation
from reader.tui.document_view.document_view_base import MovingView
from reader.tui.document_view.layers import Focus, Layers
from reader.tui.document_view.painter import GUTTER, Painter
from reader.tui.document_view.scrollbar_header import ScrollbarTicks
from reader.tui.document_view.viewport import Viewport
from reader.tui.text.cell_width import NARROW, Cells
from reader.tui.theme.palettes import Palette
from reader.tui.theme.role_styles import RoleStyles, role_styles

MEASURE = 76
_RIGHT = 2  # cells to the right of the text: one free, one for the margin
_WHEEL_LINES = 3
_FEW_COLOURS = ("standard", "windows")


class DocumentView(MovingView, can_focus=True, inherit_bindings=False):
    """Shows one document and holds the caret and the selection in it."""

    ALLOW_SELECT = False  # Textual's own selection knows cells, not the text
    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    DocumentView { width: 1fr; height: 1fr; padding: 0; }
    """

    def __init__(
        self,
        palette: Callable[[], Palette],
        *,
        measure: int = MEASURE,
        cells: Cells = NARROW,
        id: str | None = None,
    ) -> None:
        super().__init__(measure=measure, cells=cells, id=id)
        self._palette = palette
        self._measure = measure
        self._cells = cells
        self._overlay = Layers()
        self._painter: Painter | None = None
        self._role_styles: RoleStyles = {}
        self._ticks = ScrollbarTicks(0, 0)
        self._left = 0
        self._dragging = False

    # -- what is shown --------------------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        """The document on show."""
        return self._reading.document

    @property
    def overlay(self) -> Layers:
        """The layers over it."""
        return self._overlay

    @property
    def measure(self) -> int:
        """The width of the text column asked for, in cells."""
        return self._measure

    def show(self, document: Document, offset: int = 0, layers: Layers | None = None) -> None:
        """Show a document with the caret at `offset`; at 0 from its top, else with lines of context above."""
        self._overlay = layers if layers is not None else Layers()
        selected = self._reading.selection is not None
        width, height = self._reading.layout.width, self._reading.height
        self._reading = Viewport(document, width, height, offset=offset, cells=self._cells)
        self._rebuild()
        self.set_reactive(DocumentView.caret, self._reading.caret)
        self.post_message(self.CaretMoved(self, self._reading.caret))
        if selected:
            self.post_message(self.SelectionChanged(self, None))

    def set_layers(self, layers: Layers) -> None:
        """Lay other layers over the same document; nothing moves."""
        self._overlay = layers
        self.refresh()

    def set_measure(self, measure: int) -> None:
        """Make the text column so many cells wide (20 to 200); the text at the top stays."""
        self._measure = min(max(measure, LEAST_MEASURE), MOST_MEASURE)
        self._rebuild()

    def restyle(self) -> None:
        """Paint anew after the theme has changed."""
        self._rebuild()

    def _rebuild(self) -> None:
        """Lay out and paint for the present size, document and theme."""
        width, height = self.size
        if width <= 0 or height <= 0:
            self._painter = None  # what it has painted is not on the screen any more
            return
        measure = max(1, min(self._measure, width - GUTTER - _RIGHT))
        self._left = max(0, min(max(GUTTER, (width - measure) // 2), width - measure - 1))
        self._reading.resize(measure, height)
        if self._painter is None and self._reading.caret:
            self._reading.reveal(self._reading.caret, height // 3)
        self._role_styles = role_styles(
            self._palette(), few_colours=self.app.console.color_system in _FEW_COLOURS
        )
        self._painter = Painter(self._reading.layout, self._role_styles, self._left, width - 1)
        self._ticks = ScrollbarTicks(height, len(self.document.text))
        self.refresh()

    def offset_at(self, x: int, y: int) -> int | None:
        """The code point under a cell of the widget, the nearest on its line; None below the last line."""
        return self._reading.offset_at(y, x - self._left)

    # -- the mouse ------------------------------------------------------------------------------------------

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three lines down."""
        event.stop()
        self.scroll_lines(_WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three lines up."""
        event.stop()
        self.scroll_lines(-_WHEEL_LINES)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Place the caret, perhaps to drag from there; in the right margin go to that part of the text."""
        if event.button != 1:
            return
        event.stop()
        if event.x >= self.size.width - 1:
            self.go_to(self._ticks.offset_at(event.y), jump=True)
            return
        offset = self.offset_at(event.x, event.y)
        if offset is not None:
            self.select("")
            self._place(offset)
            self._dragging = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select as far as the mouse is dragged; above and below the widget the text scrolls."""
        if not self._dragging:
            return
        if not 0 <= event.y < self.size.height:
            self.scroll_lines(1 if event.y > 0 else -1)
        offset = self.offset_at(event.x, min(max(event.y, 0), len(self._reading.lines) - 1))
        if offset is None or (offset == self.caret and not self.selection_mode):
            return
        if not self.selection_mode:
            self.select("characters")
        self._place(offset)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End dragging; a click on a link or a footnote follows it."""
        if not self._dragging:
            return
        event.stop()
        self._dragging = False
        self.release_mouse()
        if not self.selection_mode and navigation.styles_at(self.document, self.caret, ("link", "footnote")):
            self.activate()

    def on_click(self, event: events.Click) -> None:
        """A double click selects the sentence."""
        if event.chain == 2 and not self.selection_mode:
            self.select("sentences")

    def _place(self, offset: int) -> None:
        """Put the caret on a code point that is on the screen, without scrolling."""
        with self._moving() as reading:
            reading.place(offset)

    # -- drawing --------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Another size, other lines; what was at the top stays there."""
        self._rebuild()
        self.post_message(self.CaretMoved(self, self.caret))

    def render_line(self, y: int) -> Strip:
        """The strip at this line of the widget."""
        painter, reading = self._painter, self._reading
        if painter is None:
            return Strip.blank(self.size.width)
        if y < len(reading.lines):
            # A view that only shows (beside a list of hits) has no caret.
            focus = reading.focus if self.can_focus else Focus()
            strip = painter.strip(reading.lines[y][0], self._overlay, focus)
        else:
            strip = painter.blank()
        mark, role = self._ticks.mark(y, self._overlay, reading.shown)
        tick = Segment(self._cells.mark(mark), self._role_styles["text"] + self._role_styles[role])
        return Strip([*strip, tick], self.size.width)
