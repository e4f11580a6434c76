"""Tables: how wide each column is, and the lines of a row whose cells wrap inside their columns."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from reader.text.document import Align, Block
from reader.text.spans import Span
from reader.tui.document_view.layout_types import Decor, LineFragment
from reader.tui.text.cell_width import LONGEST_CLUSTER, Cells
from reader.tui.text.line_breaking import line_starts

_ROWS_AT_A_TIME = 200  # of a large table
_CELLS_AT_A_TIME = 2000
_MEASURED_CELLS = 20_000
_GAP = 3
_LEAST = 6  # cells that a column of short words gets at least
_LONG_WORD = 12  # cells of a word that may be cut before the table is stacked instead
_LABEL_SHARE = 3


class TableColumns(NamedTuple):
    """Where each column begins and how wide it is, in cells; `labels` are the head's texts when stacked."""

    cells: tuple[int, ...]
    widths: tuple[int, ...]
    aligns: tuple[Align, ...]
    stacked: bool = False
    labels: tuple[str, ...] = ()


def rows_at_a_time(block: Block) -> int:
    """Return how many rows of a table are laid out at a time: the more cells a row has, the fewer."""
    columns = max(map(len, block.rows))
    if len(block.rows) * columns <= _CELLS_AT_A_TIME:
        return len(block.rows)
    return max(1, min(_ROWS_AT_A_TIME, _CELLS_AT_A_TIME // columns))


def measure_columns(text: str, block: Block, width: int, cells: Cells) -> TableColumns:
    """Return columns for a table in `width` cells.

    When all fit at full width they get it. Else each gets the width of its longest word (of twelve cells at
    most) and a share of the rest in proportion to what it lacks: the automatic table layout of CSS 2.1,
    17.5.2.2. When there is no room for that, the table is stacked: one cell under another, labelled. The
    widths of a very long table come from rows spread over it.
    """
    count = max(map(len, block.rows))
    aligns = tuple(block.aligns[column] if column < len(block.aligns) else "" for column in range(count))
    room = width - _GAP * (count - 1)
    if room < count:
        return _stacked(text, block, width, count, aligns, cells)
    least, full = [1] * count, [1] * count
    longest = width * LONGEST_CLUSTER  # code points of a cell that are enough to see that it fills the width
    step = 1 + len(block.rows) * count // _MEASURED_CELLS
    for row in (*block.rows[::step], block.rows[-1]):
        for column, span in enumerate(row):
            cell = text[span.start : min(span.end, span.start + longest)]
            for line in cell.split("\n"):
                full[column] = max(full[column], cells.width(line))
            for word in cell.split():
                least[column] = max(least[column], cells.width(word))
    if sum(full) <= room:
        return _columns(full, aligns)
    least = [min(size, _LONG_WORD) for size in least]
    if sum(max(size, min(most, _LEAST)) for size, most in zip(least, full, strict=True)) > room:
        return _stacked(text, block, width, count, aligns, cells)
    spare = room - sum(least)
    wants = [max(0, most - size) for most, size in zip(full, least, strict=True)]
    total = sum(wants)
    widths = [size + (spare * want // total if total else 0) for size, want in zip(least, wants, strict=True)]
    return _columns(widths, aligns)


def _columns(widths: Sequence[int], aligns: tuple[Align, ...]) -> TableColumns:
    starts = [sum(widths[:column]) + _GAP * column for column in range(len(widths))]
    return TableColumns(tuple(starts), tuple(widths), aligns)


def _stacked(
    text: str, block: Block, width: int, count: int, aligns: tuple[Align, ...], cells: Cells
) -> TableColumns:
    head = block.rows[0]
    longest = width * LONGEST_CLUSTER
    labels = [re.sub(r"[\n\t]", " ", text[span.start : min(span.end, span.start + longest)]) for span in head]
    labels += [""] * (count - len(head))
    room = min(max(map(cells.width, labels), default=0), width // _LABEL_SHARE)
    if room < 4:
        room = 0
    indent = room + 2 if room else 0
    short = tuple(_shortened(label, room, cells) for label in labels)
    return TableColumns((indent,) * count, (width - indent,) * count, aligns, True, short)


def _shortened(label: str, room: int, cells: Cells) -> str:
    if cells.width(label) <= room:
        return label
    end = used = 0
    for cluster in cells.clusters(label):
        used += cluster.width
        if used > room - 1:
            break
        end = cluster.end
    return label[:end] + cells.mark("…") if room else ""


_RULE, _SPACE = -1, -2


class _Row(NamedTuple):
    """A line of the unit: which row of the table, which line of that row; or `_RULE` or `_SPACE`."""

    row: int
    line: int


class TableUnit:
    """Some rows of a table, laid out in its columns."""

    def __init__(
        self,
        text: str,
        rows: Sequence[tuple[Span, ...]],
        has_head: bool,
        start: int,
        limit: int,
        columns: TableColumns,
        cells: Cells,
    ) -> None:
        self._text = text
        self._columns = columns
        self._has_head = has_head
        self._cells = cells
        self._rows = rows
        self._row_starts = array("I", [start, *(row[0].start for row in rows[1:])])
        bounds = [*self._row_starts, limit]
        self._wrapped = [self._wrap(number, *pair) for number, pair in enumerate(pairwise(bounds))]
        # For each row the line of it at which each cell begins.
        self._cell_lines = [
            [0, *accumulate(map(len, row[:-1]))] if columns.stacked else [0] * len(row)
            for row in self._wrapped
        ]
        self._lines = self._arrange()
        self._row_lines = {line.row: number for number, line in enumerate(self._lines) if line.line == 0}

    @property
    def rows(self) -> int:
        """How many lines, the rule under the head included."""
        return len(self._lines)

    def is_head(self, row: int) -> bool:
        """Return whether a line is of the table's head."""
        line = self._lines[row]
        return self._has_head and line.row == 0 and line.line >= 0

    def row_of(self, offset: int) -> int:
        """Return the line on which the code point at `offset` stands."""
        row = max(0, bisect_right(self._row_starts, offset) - 1)
        wrapped = self._wrapped[row]
        column = max(0, bisect_right(wrapped, offset, key=lambda cell: cell[0].start) - 1)
        line = max(0, bisect_right(wrapped[column], offset, key=lambda piece: piece.start) - 1)
        return self._row_lines[row] + self._cell_lines[row][column] + line

    def pieces(self, row: int) -> tuple[LineFragment, ...]:
        """Return the pieces of a line, one a cell that has text on it; none on the rule under the head."""
        line = self._lines[row]
        return tuple(self._line(line.row, line.line)) if line.line >= 0 else ()

    def decor(self, row: int) -> tuple[Decor, ...]:
        """Return the rule under the head; the labels of a stacked table."""
        row_line = self._lines[row]
        columns = self._columns
        if row_line.line < 0:
            if columns.stacked or row_line.line == _SPACE:
                return ()
            return tuple(
                Decor(cell, self._cells.mark("─") * width, "rule")
                for cell, width in zip(columns.cells, columns.widths, strict=True)
            )
        if columns.stacked and not self.is_head(row):
            column, line = self._stacked_line(row_line.row, row_line.line)
            return (
                (Decor(0, columns.labels[column], "label"),) if line == 0 and columns.labels[column] else ()
            )
        return ()

    def _wrap(self, number: int, start: int, end: int) -> list[list[LineFragment]]:
        """For each cell of a row its lines, as pieces whose cell is counted from the table's left."""
        row = self._rows[number]
        bounds = [start, *(span.start for span in row[1:]), end]
        flush = self._columns.stacked and self._has_head and number == 0
        wrapped = []
        for column, span in enumerate(row):
            begin, limit = bounds[column], bounds[column + 1]
            width = self._columns.widths[column]
            starts = line_starts(self._text, begin, max(begin, span.end), width, self._cells)
            lines = []
            for first, last in pairwise([*starts, limit]):
                drawn = self._text[first : min(last, max(first, span.end))].rstrip()
                cell = 0 if flush else self._columns.cells[column] + self._shift(column, drawn)
                lines.append(LineFragment(first, first + len(drawn), last, cell))
            wrapped.append(lines)
        return wrapped

    def _shift(self, column: int, drawn: str) -> int:
        """The cells before a line of a cell that its column's alignment asks for."""
        align = self._columns.aligns[column]
        if self._columns.stacked or align not in ("right", "center"):
            return 0
        spare = max(0, self._columns.widths[column] - self._cells.width(drawn))
        return spare if align == "right" else spare // 2

    def _arrange(self) -> list[_Row]:
        """Which line of which row each line of the unit is."""
        lines: list[_Row] = []
        airy = self._columns.stacked or any(len(cell) > 1 for row in self._wrapped for cell in row)
        for number, row in enumerate(self._wrapped):
            head = self._has_head and number == 0
            if airy and (number > 1 or not self._has_head):
                lines.append(_Row(number, _SPACE))
            height = sum(map(len, row)) if self._columns.stacked else max(map(len, row), default=1)
            lines.extend(_Row(number, line) for line in range(height))
            if head:
                lines.append(_Row(number, _RULE))
        return lines

    def _line(self, row: int, line: int) -> list[LineFragment]:
        if self._columns.stacked:
            column, line = self._stacked_line(row, line)
            return [self._wrapped[row][column][line]]
        return [cell[line] for cell in self._wrapped[row] if line < len(cell)]

    def _stacked_line(self, row: int, line: int) -> tuple[int, int]:
        """The cell that a line of a stacked row is of, and which line of the cell."""
        column = bisect_right(self._cell_lines[row], line) - 1
        return column, line - self._cell_lines[row][column]
