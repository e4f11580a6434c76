"""A document cut into units, each laid out when one of its lines is asked for.

A unit is a block, or a stretch of a block that is very long. It is forgotten when many others have been laid
out since.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from reader.text.document import Block
from reader.text.spans import Span
from reader.tui.document_view.block_frame import BlockFrame
from reader.tui.document_view.layout_types import Decor, LineFragment
from reader.tui.document_view.table_layout import TableColumns, TableUnit, measure_columns, rows_at_a_time
from reader.tui.text.cell_width import Cells
from reader.tui.text.line_breaking import kept_line_starts, line_starts

STRETCH = 32_768
"""Code points of a block that are laid out at a time; a row of a table that is longer is shown as text."""
CONTINUED = "↪ "
_LEAST_MARKED = 8  # cells of a column in which a mark before what is continued has room
_CACHED_UNITS = 512


def _start_of(row: tuple[Span, ...]) -> int:
    return row[0].start if row else 0


class Unit(Protocol):
    """A laid-out stretch of text: its lines, without the space before it and the decoration around it."""

    @property
    def rows(self) -> int: ...
    def row_of(self, offset: int) -> int: ...
    def pieces(self, row: int) -> tuple[LineFragment, ...]: ...
    def decor(self, row: int) -> tuple[Decor, ...]: ...
    def is_head(self, row: int, /) -> bool: ...


class TextUnit:
    """A stretch of running text, or of one that `keeps_lines` as in the file; holds where each line begins.

    `mark` is drawn before a line that continues the one above; `limit` is where the next unit begins.
    """

    def __init__(
        self, text: str, starts: array[int], end: int, limit: int, *, keeps_lines: bool, mark: str
    ) -> None:
        self._text = text
        self._starts = starts
        self._end = end
        self._limit = limit
        self._keeps_lines = keeps_lines
        self._mark = mark

    @property
    def rows(self) -> int:
        """How many lines."""
        return len(self._starts)

    def row_of(self, offset: int) -> int:
        """Return the line that holds an offset; the nearest one when it lies outside."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def pieces(self, row: int) -> tuple[LineFragment, ...]:
        """Return the one piece of a line, its cell counted from the indent."""
        start = self._starts[row]
        last = row + 1 == len(self._starts)
        end = self._limit if last else self._starts[row + 1]
        stop = start + len(self._text[start : self._end if last else end].rstrip())
        return (LineFragment(start, stop, end, len(self._mark) if self._continued(row) else 0),)

    def decor(self, row: int) -> tuple[Decor, ...]:
        """Return the mark before a line that continues the one above."""
        return (Decor(0, self._mark, "continued"),) if self._mark and self._continued(row) else ()

    def is_head(self, _row: int) -> bool:
        """Return whether a line is of a table's head: never."""
        return False

    def _continued(self, row: int) -> bool:
        return self._keeps_lines and 0 < row < len(self._starts) and self._text[self._starts[row] - 1] != "\n"


class Units:
    """The units of a text with its blocks, in a column of `width` cells."""

    starts: array[int]
    """The code point at which each unit begins."""
    block_of: array[int]
    """The index of the block that each unit is of."""

    def __init__(
        self, text: str, blocks: Sequence[Block], width: int, cells: Cells, frame: BlockFrame
    ) -> None:
        self._text = text
        self._blocks = blocks
        self._width = width
        self._cells = cells
        self._frame = frame
        self.starts, self.block_of = self._cut()
        self.laid_out = lru_cache(maxsize=_CACHED_UNITS)(self._lay_out)
        self._columns = lru_cache(maxsize=16)(self._measure_columns)

    def __len__(self) -> int:
        return len(self.starts)

    def begins_block(self, unit: int) -> bool:
        """Return whether a unit is the first of its block."""
        return unit == 0 or self.block_of[unit - 1] != self.block_of[unit]

    def _cut(self) -> tuple[array[int], array[int]]:
        """The start of each unit, and the block that it is of."""
        starts = array("I", [block.opening for block in self._blocks])
        if all(block.end - block.start <= STRETCH and not block.rows for block in self._blocks):
            return starts, array("I", range(len(starts)))
        starts = array("I")
        of_block = array("I")
        for index, block in enumerate(self._blocks):
            cuts = self._stretches(block)
            starts.extend(cuts)
            of_block.extend([index] * len(cuts))
        return starts, of_block

    def _stretches(self, block: Block) -> list[int]:
        """Return where the stretches of a block begin: after a newline or a space, or at rows of a table."""
        is_table = block.kind == "table" and block.rows
        cuts = self._table_cuts(block) if is_table else self._text_cuts(block.start, block.end)
        return [block.opening, *cuts[1:]]

    def _text_cuts(self, start: int, end: int) -> list[int]:
        text = self._text
        cuts = [start]
        while end - cuts[-1] > STRETCH:
            low, high = cuts[-1] + STRETCH // 2, cuts[-1] + STRETCH
            cut = text.rfind("\n", low, high) + 1 or text.rfind(" ", low, high) + 1
            cuts.append(cut if cut > low else self._cells.last_boundary(text, low, high))
        return cuts

    def _table_cuts(self, block: Block) -> list[int]:
        """Return where the rows begin that are laid out together, and the stretches of rows that are long."""
        starts = [*(_start_of(row) for row in block.rows), block.end]
        starts[0] = block.start
        cuts: list[int] = []
        step, row = rows_at_a_time(block), 0
        while row < len(block.rows):
            if starts[row + 1] - starts[row] > STRETCH:
                cuts += self._text_cuts(starts[row], starts[row + 1])
                row += 1
            else:
                cuts.append(starts[row])
                row = min(row + step, bisect_right(starts, starts[row] + STRETCH) - 1)
        return cuts

    def _table_rows(self, block: Block, start: int, limit: int) -> range:
        """Return which rows a unit of a table has; none where it is a stretch of a row that is too long."""
        first = max(0, bisect_right(block.rows, start, key=_start_of) - 1)
        last = bisect_left(block.rows, limit, key=_start_of)
        end = _start_of(block.rows[first + 1]) if first + 1 < len(block.rows) else block.end
        is_long = end - max(block.start, _start_of(block.rows[first])) > STRETCH
        return range(0) if is_long else range(first, max(first + 1, last))

    def _limit(self, unit: int) -> int:
        """The code point after the last that belongs to a unit: where the next begins."""
        return self.starts[unit + 1] if unit + 1 < len(self.starts) else len(self._text)

    def _lay_out(self, unit: int) -> Unit:
        block = self._blocks[self.block_of[unit]]
        text = self._text
        start = 0 if unit == 0 else self.starts[unit]
        if self.begins_block(unit) and self._frame.labels(block):
            start = block.start
        limit = self._limit(unit)
        end = max(start, min(block.end, limit))
        width = self._width - self._frame.indent(block)
        if block.kind == "table" and block.rows:
            numbers = self._table_rows(block, max(start, block.start), limit)
            if numbers:
                rows, columns = block.rows[numbers.start : numbers.stop], self._columns(self.block_of[unit])
                return TableUnit(text, rows, numbers.start == 0, start, limit, columns, self._cells)
        keeps_lines = block.kind in ("code", "preformatted", "furniture", "table")
        mark = self._cells.mark(CONTINUED) if keeps_lines and width >= _LEAST_MARKED else ""
        if keeps_lines:
            starts = kept_line_starts(text, start, end, width, len(mark), self._cells)
        else:
            starts = line_starts(text, start, end, width, self._cells)
        return TextUnit(text, starts, end, limit, keeps_lines=keeps_lines, mark=mark)

    def _measure_columns(self, index: int) -> TableColumns:
        block = self._blocks[index]
        return measure_columns(self._text, block, self._width - self._frame.indent(block), self._cells)
