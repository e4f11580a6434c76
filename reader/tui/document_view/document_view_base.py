"""A widget in which a document is read: where one is, every motion, and what is told of it.

Where a motion leads is decided in `reading` and `navigation`; how it looks is the business of `view`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from reader.text.document import Document
from reader.text.spans import Ranged, Span
from reader.tui.document_view.viewport import SelectionMode, Viewport
from reader.tui.text.cell_width import NARROW, Cells


class MovingView(Widget, inherit_bindings=False):
    """Holds what is read and moves in it."""

    caret: reactive[int] = reactive(0, repaint=False)
    """The code point that the caret stands on: to be read and watched; motions set it."""

    class CaretMoved(Message):
        """The caret stands on another code point, or other lines are shown; of several the last arrives."""

        def __init__(self, view: MovingView, offset: int) -> None:
            super().__init__()
            self.view = view
            self.offset = offset

        @property
        def control(self) -> MovingView:
            """The view that sends it."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """A later one stands for all."""
            return isinstance(message, MovingView.CaretMoved)

    class SelectionChanged(Message):
        """Another passage is selected; None when nothing is."""

        def __init__(self, view: MovingView, selection: Span | None) -> None:
            super().__init__()
            self.view = view
            self.selection = selection

        @property
        def control(self) -> MovingView:
            """The view that sends it."""
            return self.view

        def can_replace(self, message: Message) -> bool:
            """A later one stands for all."""
            return isinstance(message, MovingView.SelectionChanged)

    class Activated(Message):
        """What stands at this code point was asked for: a link, a footnote, a note, a name."""

        def __init__(self, view: MovingView, offset: int) -> None:
            super().__init__()
            self.view = view
            self.offset = offset

        @property
        def control(self) -> MovingView:
            """The view that sends it."""
            return self.view

    def __init__(self, *, measure: int, cells: Cells = NARROW, id: str | None = None) -> None:
        super().__init__(id=id)
        self._reading = Viewport(Document(""), measure, 1, cells=cells)

    # -- where one is ---------------------------------------------------------------------------------------

    @property
    def reading(self) -> Viewport:
        """What is read and where; to be asked, not changed."""
        return self._reading

    @property
    def sentence(self) -> Span | None:
        """The sentence under the caret."""
        return self._reading.sentence

    @property
    def selection(self) -> Span | None:
        """What is selected."""
        return self._reading.selection

    @property
    def selection_mode(self) -> SelectionMode:
        """Whether motions extend a selection, and by what."""
        return self._reading.mode

    @property
    def percent(self) -> int:
        """How much of the text lies above the bottom of the screen, from 0 to 100."""
        return self._reading.percent

    @property
    def minutes_left(self) -> float:
        """How long the text from the top of the screen on takes to read; 0 when its end is on the screen."""
        return self._reading.minutes_left

    def row_of(self, offset: int) -> int | None:
        """The line of the widget that shows the code point, None when it is not on the screen."""
        return self._reading.row_of(offset)

    # -- motions --------------------------------------------------------------------------------------------

    def go_to(self, offset: int, *, jump: bool = False, context: int | None = None) -> None:
        """Put the caret on a code point and show it; a `jump` leaves lines of context above."""
        with self._moving() as reading:
            reading.go_to(offset, jump=jump, context=context)

    def reveal(self, offset: int, context: int | None = None) -> None:
        """Bring a code point on the screen, with lines of context above it if the view has to move."""
        with self._moving() as reading:
            reading.reveal(offset, context)

    def scroll_lines(self, lines: int) -> None:
        """Scroll by so many lines; the caret comes along when it would leave the screen."""
        with self._moving() as reading:
            reading.scroll(lines)

    def move_line(self, count: int) -> None:
        """So many lines with text down, or up; the caret keeps its column."""
        with self._moving() as reading:
            reading.move_line(count)

    def move_page(self, count: float) -> None:
        """So many pages down, or up, with two lines of overlap; 0.5 is half a page."""
        with self._moving() as reading:
            reading.move_page(count)

    def move_char(self, count: int) -> None:
        """So many characters, as a person sees them, to the right or the left."""
        with self._moving() as reading:
            reading.move_char(count)

    def move_sentence(self, count: int) -> None:
        """To the start of a sentence further on, or back."""
        with self._moving() as reading:
            reading.move_sentence(count)

    def move_paragraph(self, count: int) -> None:
        """To the start of a paragraph or another block further on, or back."""
        with self._moving() as reading:
            reading.move_paragraph(count)

    def move_section(self, count: int) -> None:
        """To a heading further on, or back, near the top of the screen."""
        with self._moving() as reading:
            reading.move_section(count)

    def move_in(self, spans: Sequence[Ranged], count: int) -> int | None:
        """To the start of a span further on, or back, in a sorted list; its index, None if there is none."""
        with self._moving() as reading:
            return reading.move_in(spans, count)

    def to_start(self) -> None:
        """To the first line."""
        with self._moving() as reading:
            reading.to_start()

    def to_end(self) -> None:
        """To the last character."""
        with self._moving() as reading:
            reading.to_end()

    def select(self, mode: SelectionMode) -> None:
        """Begin to select at the caret, or go on by other steps; the same mode again, or "", ends it."""
        with self._moving() as reading:
            reading.select(mode)

    def activate(self) -> None:
        """Ask for what is under the caret."""
        self.post_message(self.Activated(self, self.caret))

    @contextmanager
    def _moving(self) -> Iterator[Viewport]:
        """Paint what the block changes, and tell of it."""
        reading = self._reading
        before = reading.state
        yield reading
        after = reading.state
        if after == before:
            return
        self.refresh()
        self.caret = after.caret
        if (after.top, after.caret) != (before.top, before.caret):
            self.post_message(self.CaretMoved(self, after.caret))
        if after.selection != before.selection:
            self.post_message(self.SelectionChanged(self, after.selection))
