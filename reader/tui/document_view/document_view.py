"""The document view: a document in a centred column, a caret, a selection, a margin that says where one is.

The widget draws and routes the mouse; keys are the screen's business. Each neighbour has one subject:
`viewport` which lines are on the screen, the caret and the selection; `motions` where a motion leads;
`layout` where a line stands; `painter` what it looks like; `layers` what lies over the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Concatenate, ParamSpec, TypeVar

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.library import LEAST_MEASURE, MOST_MEASURE
from reader.text.document import Document
from reader.text.spans import Span
from reader.tui.document_view.layers import Focus, Layers
from reader.tui.document_view.motions import styles_at
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

P = ParamSpec("P")
R = TypeVar("R")


class DocumentView(Widget, can_focus=True, inherit_bindings=False):
    """The view of one document; where one is in it, and every motion, is its viewport's business."""

    ALLOW_SELECT = False  # Textual's own selection knows cells, not the text
    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    DocumentView { width: 1fr; height: 1fr; padding: 0; }
    """

    caret: reactive[int] = reactive(0, repaint=False)
    """The code point that the caret stands on: to be read and watched; motions set it."""

    class CaretMoved(Message):
        """The caret stands on another code point, or other lines are shown; of several the last arrives."""

        def __init__(self, view: DocumentView, offset: int) -> None:
            super().__init__()
            self.view = view
            self.offset = offset

        @property
        def control(self) -> DocumentView:
            """The view that sends it."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """Return True: a later one stands for all."""
            return isinstance(message, DocumentView.CaretMoved)

    class SelectionChanged(Message):
        """Another passage is selected; None when nothing is."""

        def __init__(self, view: DocumentView, selection: Span | None) -> None:
            super().__init__()
            self.view = view
            self.selection = selection

        @property
        def control(self) -> DocumentView:
            """The view that sends it."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """Return True: a later one stands for all."""
            return isinstance(message, DocumentView.SelectionChanged)

    class Activated(Message):
        """What stands at this code point was asked for: a link, a footnote, a note, a name."""

        def __init__(self, view: DocumentView, offset: int) -> None:
            super().__init__()
            self.view = view
            self.offset = offset

        @property
        def control(self) -> DocumentView:
            """The view that sends it."""
            return self.view

    def __init__(
        self,
        palette: Callable[[], Palette],
        *,
        measure: int = MEASURE,
        cells: Cells = NARROW,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._viewport = Viewport(Document(""), measure, 1, cells=cells)
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
        return self._viewport.document

    @property
    def viewport(self) -> Viewport:
        """What is shown and where one is in it: to be asked; `move` changes it."""
        return self._viewport

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
        selected = self._viewport.selection is not None
        width, height = self._viewport.layout.width, self._viewport.height
        self._viewport = Viewport(document, width, height, offset=offset, cells=self._cells)
        self._rebuild()
        self.set_reactive(DocumentView.caret, self._viewport.caret)
        self.post_message(self.CaretMoved(self, self._viewport.caret))
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
        self._viewport.resize(measure, height)
        if self._painter is None and self._viewport.caret:
            self._viewport.reveal(self._viewport.caret, height // 3)
        self._role_styles = role_styles(
            self._palette(), few_colours=self.app.console.color_system in _FEW_COLOURS
        )
        self._painter = Painter(self._viewport.layout, self._role_styles, self._left, width - 1)
        self._ticks = ScrollbarTicks(height, len(self.document.text))
        self.refresh()

    def offset_at(self, x: int, y: int) -> int | None:
        """Return the code point under a cell of the widget, the nearest on its line; None below the text."""
        return self._viewport.offset_at(y, x - self._left)

    # -- motions --------------------------------------------------------------------------------------------

    def move(self, motion: Callable[Concatenate[Viewport, P], R], *args: P.args, **options: P.kwargs) -> R:
        """Make a motion of the viewport (`move(Viewport.move_line, 3)`), and return what it gives.

        What it changes is painted and told of.
        """
        before = self._viewport.state
        outcome = motion(self._viewport, *args, **options)
        after = self._viewport.state
        if after != before:
            self.refresh()
            self.caret = after.caret
            if (after.top, after.caret) != (before.top, before.caret):
                self.post_message(self.CaretMoved(self, after.caret))
            if after.selection != before.selection:
                self.post_message(self.SelectionChanged(self, after.selection))
        return outcome

    def activate(self) -> None:
        """Ask for what is under the caret."""
        self.post_message(self.Activated(self, self.caret))

    # -- the mouse ------------------------------------------------------------------------------------------

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Three lines down."""
        event.stop()
        self.move(Viewport.scroll, _WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Three lines up."""
        event.stop()
        self.move(Viewport.scroll, -_WHEEL_LINES)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Place the caret, perhaps to drag from there; in the right margin go to that part of the text."""
        if event.button != 1:
            return
        event.stop()
        if event.x >= self.size.width - 1:
            self.move(Viewport.go_to, self._ticks.offset_at(event.y), jump=True)
            return
        offset = self.offset_at(event.x, event.y)
        if offset is not None:
            self.move(Viewport.select, "")
            self.move(Viewport.place, offset)
            self._dragging = True
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select as far as the mouse is dragged; above and below the widget the text scrolls."""
        if not self._dragging:
            return
        if not 0 <= event.y < self.size.height:
            self.move(Viewport.scroll, 1 if event.y > 0 else -1)
        offset = self.offset_at(event.x, min(max(event.y, 0), len(self._viewport.lines) - 1))
        if offset is None or (offset == self.caret and not self._viewport.mode):
            return
        if not self._viewport.mode:
            self.move(Viewport.select, "characters")
        self.move(Viewport.place, offset)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End dragging; a click on a link or a footnote follows it."""
        if not self._dragging:
            return
        event.stop()
        self._dragging = False
        self.release_mouse()
        if not self._viewport.mode and styles_at(self.document, self.caret, ("link", "footnote")):
            self.activate()

    def on_click(self, event: events.Click) -> None:
        """A double click selects the sentence."""
        if event.chain == 2 and not self._viewport.mode:
            self.move(Viewport.select, "sentences")

    # -- drawing --------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Another size, other lines; what was at the top stays there."""
        self._rebuild()
        self.post_message(self.CaretMoved(self, self.caret))

    def render_line(self, y: int) -> Strip:
        """Return the strip at this line of the widget."""
        painter, viewport = self._painter, self._viewport
        if painter is None:
            return Strip.blank(self.size.width)
        if y < len(viewport.lines):
            # A view that only shows (beside a list of hits) has no caret.
            focus = viewport.focus if self.can_focus else Focus()
            strip = painter.strip(viewport.lines[y][0], self._overlay, focus)
        else:
            strip = painter.blank()
        mark, role = self._ticks.mark(y, self._overlay, viewport.shown)
        tick = Segment(self._cells.mark(mark), self._role_styles["text"] + self._role_styles[role])
        return Strip([*strip, tick], self.size.width)
