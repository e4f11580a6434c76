"""The reading view: a document in a centred column, a caret, a selection, a margin that says where one is.

The view draws and routes the mouse; what a motion means is in `navigation`, where a line stands in `layout`. It
keeps the place of its top line, not a line number, so that nothing above needs to have been laid out. Keys
are the screen's business: every motion is a method.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Literal

from rich.segment import Segment
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from reader.text.document import Document
from reader.text.spans import Ranged, Span
from reader.tui import navigation
from reader.tui.cells import NARROW, Cells
from reader.tui.layers import Focus, Layers
from reader.tui.layout import Layout
from reader.tui.lines import Line, Place
from reader.tui.looks import looks
from reader.tui.margin import Margin, header_of
from reader.tui.paint import GUTTER, Painter
from reader.tui.themes import Palette

MEASURE = 76
LEAST_MEASURE, MOST_MEASURE = 30, 120
_RIGHT = 2  # cells to the right of the text: one free, one for the margin
_WHEEL_LINES = 3

SelectionMode = Literal["", "characters", "sentences"]


class DocumentView(Widget, can_focus=True, inherit_bindings=False):
    """Shows one document and holds the caret and the selection in it."""

    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    DocumentView { width: 1fr; height: 1fr; padding: 0; }
    """

    caret: reactive[int] = reactive(0, repaint=False)
    """The code point that the caret stands on."""

    class CaretMoved(Message):
        """The caret stands on another code point; of several in a row the last arrives."""

        def __init__(self, view: DocumentView, offset: int) -> None:
            super().__init__()
            self.view = view
            self.offset = offset

        @property
        def control(self) -> DocumentView:
            """The view that sends it."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """A later one stands for all."""
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
            """A later one stands for all."""
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
        self._palette = palette
        self._measure = measure
        self._cells = cells
        self._document = Document("")
        self._layers = Layers()
        self._layout = Layout(self._document, measure)
        self._painter: Painter | None = None
        self._margin = Margin(0, 0)
        self._top = Place(0, 0)
        self._top_offset = 0
        self._shown: list[tuple[Place, Line]] = []
        self._goal: int | None = None
        self._anchor: int | None = None
        self._mode: SelectionMode = ""
        self._dragging = False

    # -- what is shown --------------------------------------------------------------------------------------

    @property
    def document(self) -> Document:
        """The document on show."""
        return self._document

    @property
    def text_layers(self) -> Layers:
        """What is laid over it."""
        return self._layers

    @property
    def measure(self) -> int:
        """The width of the text column asked for, in cells."""
        return self._measure

    def show(self, document: Document, offset: int = 0, layers: Layers | None = None) -> None:
        """Show a document with the caret at `offset`; at 0 from its top, else with lines of context above."""
        self._document = document
        self._layers = layers if layers is not None else Layers()
        self._clear_selection()
        self._top_offset = 0
        self._goal = None
        self.set_reactive(DocumentView.caret, self._inside(offset))
        self._rebuild()
        if self._painter is not None:
            self._put_top(self._layout.first)
            if offset > 0:
                self.reveal(self.caret)
        self.post_message(self.CaretMoved(self, self.caret))

    def set_layers(self, layers: Layers) -> None:
        """Lay other layers over the same document; nothing moves."""
        self._layers = layers
        self.refresh()

    def set_measure(self, measure: int) -> None:
        """Make the text column so many cells wide (30 to 120); the sentence at the top stays."""
        self._measure = min(max(measure, LEAST_MEASURE), MOST_MEASURE)
        self._rebuild()

    def restyle(self) -> None:
        """Paint anew after the theme has changed."""
        self._rebuild()

    def _rebuild(self) -> None:
        """Lay out for the present size, with what was at the top at the top."""
        width, height = self.size
        if width <= 0 or height <= 0:
            self._painter = None
            return
        measure = max(1, min(self._measure, width - GUTTER - _RIGHT))
        left = max(0, min(max(GUTTER, (width - measure) // 2), width - measure - _RIGHT))
        if (self._layout.document, self._layout.width) != (self._document, measure) or self._painter is None:
            header = header_of(self._document, measure, self._cells)
            self._layout = Layout(self._document, measure, header, self._cells)
        self._painter = Painter(self._layout, self._palette(), left, max(0, width - 1))
        self._margin = Margin(height, len(self._document.text))
        self._left = left
        top = self._layout.place(self._top_offset) if self._top_offset else self._layout.first
        self._put_top(top, keep_offset=True)

    # -- where one is ---------------------------------------------------------------------------------------

    @property
    def sentence(self) -> Span | None:
        """The sentence under the caret."""
        return navigation.sentence_at(self._document, self.caret)

    @property
    def percent(self) -> int:
        """How much of the text lies above the bottom of the screen, from 0 to 100."""
        total = len(self._document.text)
        return 100 if not total or self._bottom_offset() >= total else 100 * self._bottom_offset() // total

    @property
    def minutes_left(self) -> float:
        """How long the text from the top of the screen on takes to read; 0 when all of it has been shown."""
        if self._bottom_offset() >= len(self._document.text):
            return 0.0
        return navigation.minutes_left(self._document, self._top_offset)

    @property
    def shown_span(self) -> Span:
        """The code points on the screen."""
        return Span(self._top_offset, self._bottom_offset())

    def _bottom_offset(self) -> int:
        return max((line.end for _place, line in self._shown if line.pieces), default=self._top_offset)

    def offset_at(self, x: int, y: int) -> int | None:
        """The code point under a cell of the widget, the nearest on its line; None below the last line."""
        if not 0 <= y < len(self._shown):
            return None
        return self._layout.offset_at(self._shown[y][0], x - self._left)

    def row_of(self, offset: int) -> int | None:
        """The line of the widget that shows the code point, None when it is not on the screen."""
        place = self._layout.place(offset)
        return next((row for row, (shown, _line) in enumerate(self._shown) if shown == place), None)

    # -- scrolling ------------------------------------------------------------------------------------------

    def reveal(self, offset: int, context: int | None = None) -> None:
        """Bring a code point on the screen, with lines of context above it if the view has to move.

        The usual context is a third of the screen. The view does not move when the line is on the screen
        already, three lines from its edges.
        """
        height = self.size.height
        row = self.row_of(offset)
        margin = min(3, height // 4)
        if row is not None and margin <= row < height - margin:
            self.refresh()
            return
        above = height // 3 if context is None else context
        self._put_top(self._layout.step(self._layout.place(offset), -above))

    def scroll_lines(self, lines: int) -> None:
        """Scroll by so many lines; the caret comes along when it would leave the screen."""
        self._put_top(self._layout.step(self._top, lines))
        self._pull_caret()

    def _put_top(self, place: Place, *, keep_offset: bool = False) -> None:
        height = self.size.height
        lowest = self._layout.step(self._layout.last, 2 - max(2, height))
        self._top = min(place, lowest)
        self._shown = list(self._layout.lines(self._top, height))
        if not keep_offset:
            first = next((line.start for _place, line in self._shown if line.pieces), 0)
            self._top_offset = 0 if self._top == self._layout.first else first
        self.refresh()

    def _keep_caret_on_screen(self) -> None:
        """Scroll just so far that the caret's line has some lines above and below it."""
        height = self.size.height
        if self._painter is None or height <= 0:
            return
        margin = min(3, (height - 1) // 2)
        place = self._layout.place(self.caret)
        highest = self._layout.step(place, -margin)
        lowest = self._layout.step(place, margin + 1 - height)
        if self._top > highest:
            self._put_top(highest)
        elif self._top < lowest and self._layout.distance(self._top, place, height) >= height - margin:
            self._put_top(lowest)

    def _pull_caret(self) -> None:
        """Bring the caret to the nearest line on the screen."""
        place = self._layout.place(self.caret)
        lines = [shown for shown, line in self._shown if line.pieces]
        if not lines or lines[0] <= place <= lines[-1]:
            return
        target = lines[0] if place < lines[0] else lines[-1]
        self._set_caret(self._layout.offset_at(target, self._goal_cell()), keep_goal=True)

    # -- motions --------------------------------------------------------------------------------------------

    def go_to(self, offset: int, *, jump: bool = False, context: int | None = None) -> None:
        """Put the caret on a code point and show it; a `jump` leaves lines of context above."""
        self._set_caret(offset)
        if jump:
            self.reveal(self.caret, context)
        else:
            self._keep_caret_on_screen()

    def move_line(self, count: int) -> None:
        """So many lines down, or up; the caret keeps its column."""
        cell = self._goal_cell()
        place = self._next_text_line(self._layout.place(self.caret), count)
        self._set_caret(self._layout.offset_at(place, cell), keep_goal=True)
        self._keep_caret_on_screen()

    def move_page(self, count: float) -> None:
        """So many pages down, or up, with two lines of overlap; 0.5 is half a page."""
        height = self.size.height
        lines = round((height - 2 if abs(count) >= 1 else height) * count) or (1 if count > 0 else -1)
        cell = self._goal_cell()
        place = self._layout.step(self._layout.place(self.caret), lines)
        before = self._top
        self._put_top(self._layout.step(self._top, lines))
        if self._top == before:
            place = self._layout.last if lines > 0 else self._layout.first
        place = self._next_text_line(place, 0)
        self._set_caret(self._layout.offset_at(place, cell), keep_goal=True)
        self._keep_caret_on_screen()

    def move_char(self, count: int) -> None:
        """So many characters, as a person sees them, to the right or the left."""
        offset = self.caret
        for _step in range(abs(count)):
            offset = self._layout.next_cluster(offset) if count > 0 else self._layout.previous_cluster(offset)
        self.go_to(offset)

    def move_sentence(self, count: int) -> None:
        """To the start of a sentence further on, or back."""
        self.go_to(navigation.by_sentence(self._document, self.caret, count))

    def move_paragraph(self, count: int) -> None:
        """To the start of a paragraph or another block further on, or back."""
        self.go_to(navigation.by_paragraph(self._document, self.caret, count))

    def move_section(self, count: int) -> None:
        """To a heading further on, or back; its lines stand at the top of the screen."""
        self.go_to(navigation.by_section(self._document, self.caret, count), jump=True, context=2)

    def move_in(self, spans: Sequence[Ranged], count: int) -> int | None:
        """To the start of a span further on, or back, in a sorted list; its index, None when there is none."""
        index = navigation.by_span(spans, self.caret, count)
        if index is not None:
            self.go_to(spans[index].start, jump=True)
        return index

    def to_start(self) -> None:
        """To the first line."""
        self._set_caret(0)
        self._put_top(self._layout.first)

    def to_end(self) -> None:
        """To the last character."""
        self._set_caret(navigation.last_offset(self._document))
        self._put_top(self._layout.last)

    def activate(self) -> None:
        """Ask for what is under the caret."""
        self.post_message(self.Activated(self, self.caret))

    def _goal_cell(self) -> int:
        if self._goal is None:
            self._goal = self._layout.cell_of(self.caret).cell
        return self._goal

    def _next_text_line(self, place: Place, count: int) -> Place:
        """The line with text so many lines of text away; with 0 the nearest one, forward first."""
        layout = self._layout
        step = 1 if count >= 0 else -1
        left = abs(count)
        found = place
        while True:
            if layout.line(found).pieces and left == 0:
                return found
            beyond = layout.step(found, step)
            if beyond == found:
                break
            found = beyond
            if left and layout.line(found).pieces:
                left -= 1
                if left == 0:
                    return found
        while not layout.line(found).pieces and (beyond := layout.step(found, -step)) != found:
            found = beyond
        return found

    def _inside(self, offset: int) -> int:
        return min(max(0, offset), max(0, len(self._document.text) - 1))

    def _set_caret(self, offset: int, *, keep_goal: bool = False) -> None:
        if not keep_goal:
            self._goal = None
        before = self.caret
        self.caret = self._inside(offset)
        if self.caret != before:
            self.refresh()
            self.post_message(self.CaretMoved(self, self.caret))
            if self._anchor is not None:
                self.post_message(self.SelectionChanged(self, self.selection))

    # -- selection ------------------------------------------------------------------------------------------

    @property
    def selection(self) -> Span | None:
        """What is selected: from the anchor to the caret, both included, or the sentences of both."""
        if self._anchor is None:
            return None
        first, last = sorted((self._anchor, self.caret))
        if self._mode == "sentences":
            one = navigation.sentence_at(self._document, first)
            other = navigation.sentence_at(self._document, last)
            return Span(one.start if one else first, max(other.end if other else 0, last + 1))
        return Span(first, min(self._layout.cluster_end(last), len(self._document.text)))

    @property
    def selection_mode(self) -> SelectionMode:
        """Whether motions extend a selection, and by what."""
        return self._mode

    def select(self, mode: SelectionMode, anchor: int | None = None) -> None:
        """Begin to select at the caret (or another anchor); the same mode again, or "", ends it."""
        if mode == self._mode or not mode:
            self._clear_selection()
        else:
            self._mode = mode
            if anchor is not None or self._anchor is None:
                self._anchor = self.caret if anchor is None else self._inside(anchor)
        self.refresh()
        self.post_message(self.SelectionChanged(self, self.selection))

    def _clear_selection(self) -> None:
        self._anchor = None
        self._mode = ""

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
        """Place the caret, and perhaps begin to drag; in the margin on the right go to that part of the text."""
        if event.button != 1:
            return
        event.stop()
        if event.x >= self.size.width - 1:
            self.go_to(self._margin.offset_at(event.y), jump=True)
            return
        offset = self.offset_at(event.x, event.y)
        if offset is None:
            return
        if self._anchor is not None:
            self.select("")
        self._set_caret(offset)
        self._dragging = True
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Select as far as the mouse is dragged; above and below the widget the text scrolls."""
        if not self._dragging:
            return
        if not 0 <= event.y < self.size.height:
            self.scroll_lines(1 if event.y > 0 else -1)
        row = min(max(event.y, 0), max(0, len(self._shown) - 1))
        offset = self.offset_at(event.x, row)
        if offset is None or (offset == self.caret and self._anchor is None):
            return
        if self._anchor is None:
            self.select("characters", self.caret)
        self._set_caret(offset)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """End dragging; a click on a link or a footnote follows it, a second click selects the sentence."""
        if not self._dragging:
            return
        self._dragging = False
        self.release_mouse()
        if self._anchor is None and navigation.styles_at(self._document, self.caret, ("link", "footnote")):
            self.post_message(self.Activated(self, self.caret))

    def on_click(self, event: events.Click) -> None:
        """A double click selects the sentence."""
        if event.chain == 2 and self._anchor is None:
            self.select("sentences")

    # -- drawing --------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        """Another width, other lines; what was at the top stays there."""
        fresh = self._painter is None
        self._rebuild()
        if fresh and self.caret and self._painter is not None:
            self.reveal(self.caret)

    def render_line(self, y: int) -> Strip:
        """The strip at this line of the widget."""
        painter = self._painter
        if painter is None:
            return Strip.blank(self.size.width)
        if y < len(self._shown):
            strip = painter.strip(self._shown[y][0], self._layers, self._focus())
        else:
            strip = painter.blank()
        mark, role = self._margin.mark(y, self._layers, self.shown_span)
        found = looks(self._palette())
        return Strip([*strip, Segment(mark, found["text"] + found[role])], self.size.width)

    def refresh_line(self, y: int) -> None:
        """Paint one line of the widget again."""
        self.refresh(Region(0, y, self.size.width, 1))

    def _focus(self) -> Focus:
        selection = self.selection
        return Focus(self.caret, None if selection else self.sentence, selection)
