"""Reading a document on a screen of so many lines: the top line, the caret, the selection, every motion.

Pure: no widget, no terminal. What is kept is the place of the top line, not a line number, so that nothing
above it needs to have been laid out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.text.document import Document
from reader.text.spans import Ranged, Span
from reader.tui.document_view import motions
from reader.tui.document_view.layers import Focus
from reader.tui.document_view.layout import Layout
from reader.tui.document_view.layout_types import Line, LinePlace
from reader.tui.document_view.scrollbar_header import header_of
from reader.tui.document_view.selection import Selection, SelectionMode
from reader.tui.text.cell_width import NARROW, Cells

_MARGIN = 3  # lines kept between the caret and the edge of the screen, so that reading has context
_OVERLAP = 2  # lines that two pages share


class ViewportState(NamedTuple):
    """What a motion may change; two equal states look the same."""

    top: LinePlace
    caret: int
    selection: Span | None


class Viewport:
    """A document laid out in `width` cells, of which `height` lines are on the screen."""

    def __init__(
        self, document: Document, width: int, height: int, *, offset: int = 0, cells: Cells = NARROW
    ) -> None:
        self.document = document
        self.cells = cells
        self.height = max(1, height)
        self.layout = Layout(document, width, header_of(document, width, cells), cells)
        self.caret = self._inside(offset)
        self.top = self.layout.first
        self.lines: list[tuple[LinePlace, Line]] = []
        self._selection = Selection()
        self._goal: int | None = None
        self._top_offset = 0
        self._put_off: int | None = None  # the text at the top before a smaller screen moved to the caret
        self._put_top(self.layout.first)
        if self.caret:
            self.reveal(self.caret)

    # -- where one is ---------------------------------------------------------------------------------------

    @property
    def state(self) -> ViewportState:
        """What is on the screen, to be compared with what was."""
        return ViewportState(self.top, self.caret, self.selection)

    @property
    def focus(self) -> Focus:
        """The caret and what is lit around it."""
        selection = self.selection
        return Focus(self.caret, None if selection else self.sentence, selection)

    @property
    def sentence(self) -> Span | None:
        """The sentence under the caret."""
        return motions.sentence_at(self.document, self.caret)

    @property
    def shown(self) -> Span:
        """The code points on the screen."""
        bottom = max((line.end for _place, line in self.lines if line.pieces), default=self._top_offset)
        return Span(self._top_offset, bottom)

    @property
    def at_end(self) -> bool:
        """Whether the last line is on the screen."""
        return self.lines[-1][0] == self.layout.last

    @property
    def percent(self) -> int:
        """How much of the text lies above the bottom of the screen, from 0 to 100."""
        return 100 if self.at_end else min(99, 100 * self.shown.end // max(1, len(self.document.text)))

    @property
    def minutes_left(self) -> float:
        """How long the text from the top of the screen on takes to read; 0 when its end is on the screen."""
        if self.at_end:
            return 0.0
        return motions.minutes_left(self.document, self._top_offset)

    def offset_at(self, row: int, cell: int) -> int | None:
        """Return the code point at a row of the screen and a cell of the column; None below the last line."""
        return self.layout.offset_at(self.lines[row][0], cell) if 0 <= row < len(self.lines) else None

    def row_of(self, offset: int) -> int | None:
        """Return the row of the screen that shows a code point, None when it is not on the screen."""
        place = self.layout.place(offset)
        return next((row for row, (shown, _line) in enumerate(self.lines) if shown == place), None)

    # -- the screen -----------------------------------------------------------------------------------------

    def resize(self, width: int, height: int) -> None:
        """Another size: the text at the top stays there, and the caret on the screen if it was.

        A size that comes back, as after a message of several lines, brings back the page that was left then.
        """
        seen = self.row_of(self.caret) is not None
        now = self._top_offset
        before = self._put_off if seen and self._put_off is not None else now
        self.height = max(1, height)
        if width != self.layout.width:
            header = header_of(self.document, width, self.cells)
            self.layout = Layout(self.document, width, header, self.cells)
            self._goal = None
        for offset in (before, now):
            top = self.layout.place(offset) if offset else self.layout.first
            self._put_top(top)
            # Not where the new line begins: going back to the old width gives back the old lines.
            self._top_offset = offset if self.top == top else self._top_offset
            if not seen or self.row_of(self.caret) is not None:
                break
        else:
            self._show_caret(self.layout.place(self.caret))
        self._put_off = None if self._top_offset == before else before

    def reveal(self, offset: int, context: int | None = None) -> None:
        """Bring a code point on the screen, with lines of context above it if the screen has to move.

        The usual context is a third of the screen. The screen does not move when the line is on it already,
        three lines from its edges.
        """
        row = self.row_of(offset)
        margin = min(_MARGIN, self.height // 4)
        if row is None or not margin <= row < self.height - margin or context is not None:
            above = self.height // 3 if context is None else min(context, self.height - 1)
            self._put_top(self.layout.step(self.layout.place(offset), -above))

    def scroll(self, lines: int) -> None:
        """Scroll by so many lines; the caret comes along when it would leave the screen."""
        self._put_top(self.layout.step(self.top, lines))
        place = self.layout.place(self.caret)
        shown = [other for other, line in self.lines if line.pieces]
        if shown and not shown[0] <= place <= shown[-1]:
            self._stand(shown[0] if place < shown[0] else shown[-1])

    def _put_top(self, place: LinePlace) -> None:
        """Make this the top line, or the last that leaves no empty screen below the text."""
        self.top = min(place, self.layout.step(self.layout.last, 1 - self.height))
        self.lines = list(self.layout.lines(self.top, self.height))
        first = next((line.start for _place, line in self.lines if line.pieces), 0)
        self._top_offset = 0 if self.top == self.layout.first else first

    def _show_caret(self, before: LinePlace) -> None:
        """Scroll just so far that the caret is on the screen.

        Some lines are kept between it and the edge towards which it moved, from the line `before`.
        """
        margin = min(_MARGIN, (self.height - 1) // 2)
        place = self.layout.place(self.caret)
        highest = self.layout.step(place, -margin) if place < before else place
        if self.top > highest:
            self._put_top(self.layout.step(place, -margin))
            return
        below = margin if place > before else 0
        if self.layout.distance(self.top, place, self.height) >= self.height - below:
            self._put_top(self.layout.step(place, margin + 1 - self.height))

    # -- the caret ------------------------------------------------------------------------------------------

    def go_to(self, offset: int, *, jump: bool = False, context: int | None = None) -> None:
        """Put the caret on a code point and show it; a `jump` leaves lines of context above."""
        before = self.layout.place(self.caret)
        self.place(offset)
        if jump:
            self.reveal(self.caret, context)
        else:
            self._show_caret(before)

    def place(self, offset: int) -> None:
        """Put the caret on a code point, and leave the screen as it is."""
        self.caret = self._inside(offset)
        self._goal = None

    def move_line(self, count: int) -> None:
        """So many lines with text down, or up; the caret keeps its column."""
        before = self.layout.place(self.caret)
        self._stand(self._text_line(before, count))
        self._show_caret(before)

    def move_page(self, count: float) -> None:
        """So many pages down, or up, with two lines of overlap; 0.5 is half a page."""
        page = self.height - _OVERLAP if abs(count) >= 1 else self.height
        lines = round(max(1, page) * count) or (1 if count > 0 else -1)
        target = self.layout.step(self.layout.place(self.caret), lines)
        before = self.top
        self._put_top(self.layout.step(self.top, lines))
        if self.top == before:
            target = self.layout.last if lines > 0 else self.layout.first
        self._stand(self._text_line(target, 0))
        self._show_caret(self.layout.place(self.caret))

    def move_char(self, count: int) -> None:
        """So many characters, as a person sees them, to the right or the left."""
        offset = self.caret
        for _step in range(abs(count)):
            offset = self.layout.next_cluster(offset) if count > 0 else self.layout.previous_cluster(offset)
        self.go_to(offset)

    def move_sentence(self, count: int) -> None:
        """To the start of a sentence further on, or back."""
        self.go_to(motions.by_sentence(self.document, self.caret, count))

    def move_paragraph(self, count: int) -> None:
        """To the start of a paragraph or another block further on, or back."""
        self.go_to(motions.by_paragraph(self.document, self.caret, count))

    def move_section(self, count: int) -> None:
        """To a heading further on, or back, near the top of the screen."""
        self.go_to(motions.by_section(self.document, self.caret, count), jump=True, context=2)

    def move_in(self, spans: Sequence[Ranged], count: int) -> int | None:
        """To the start of a span further on, or back, in a sorted list; its index, None if there is none."""
        index = motions.by_span(spans, self.caret, count)
        if index is not None:
            self.go_to(spans[index].start, jump=True)
        return index

    def to_start(self) -> None:
        """To the first line."""
        self.go_to(0)
        self._put_top(self.layout.first)

    def to_end(self) -> None:
        """To the last character."""
        self.place(motions.last_offset(self.document))
        self._put_top(self.layout.last)

    def _inside(self, offset: int) -> int:
        return min(max(0, offset), max(0, len(self.document.text) - 1))

    def _stand(self, place: LinePlace) -> None:
        """Put the caret on a line, in the column that it came from."""
        if self._goal is None:
            self._goal = self.layout.cell_of(self.caret).cell
        self.caret = self._inside(self.layout.offset_at(place, self._goal))

    def _text_line(self, place: LinePlace, count: int) -> LinePlace:
        """The line so many lines with text away, or the last that way; with 0 this one or the nearest."""
        step = 1 if count >= 0 else -1
        target, left = place, abs(count)
        while not (self.layout.line(target).pieces and left == 0):
            beyond = self.layout.step(target, step)
            if beyond == target:
                return target if self.layout.line(target).pieces else self._text_line(target, -step)
            target = beyond
            left -= bool(self.layout.line(target).pieces and left)
        return target

    # -- the selection --------------------------------------------------------------------------------------

    @property
    def selection(self) -> Span | None:
        """What is selected, None for nothing."""
        return self._selection.span(self.document, self.layout, self.caret)

    @property
    def mode(self) -> SelectionMode:
        """What is selected by; empty while nothing is."""
        return self._selection.mode

    def select(self, mode: SelectionMode) -> None:
        """Begin to select at the caret, or go on by other steps; the same mode again, or "", ends it."""
        self._selection.change(mode, self.caret)
