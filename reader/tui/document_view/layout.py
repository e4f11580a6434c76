"""A document in a column of so many cells: its lines, and the way from offset to cell and back.

Nothing is laid out before it is asked for. A document is cut into units: a block each, or a stretch of a
block that is very long. A unit is laid out when one of its lines is needed, and forgotten when many others
have been since. So a line is not numbered from the top: its place is a unit and a row in it, which stays
what it is however much of the rest has been seen. The first page, the last page and the page around a
search hit cost the same, and memory does not grow with the document.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from reader.text.document import Block, Container, Document
from reader.text.spans import Span
from reader.tui.document_view.layout_types import Cell, Decor, Header, Line, LineFragment, LinePlace
from reader.tui.document_view.table_layout import TableColumns, TableUnit, measure_columns, rows_at_a_time
from reader.tui.text.cell_width import NARROW, Cells, offset_at
from reader.tui.text.line_breaking import kept_line_starts, line_starts

STRETCH = 32_768  # code points of a block that are laid out at a time
CONTINUED = "↪ "
_LEAST_MARKED = 8  # cells of a column in which a mark before what is continued has room
_CACHED_UNITS = 512


class Unit(Protocol):
    """A laid-out stretch of text: its lines, without the space before it and the decoration around it."""

    @property
    def rows(self) -> int: ...
    def row_of(self, offset: int) -> int: ...
    def pieces(self, row: int) -> tuple[LineFragment, ...]: ...
    def decor(self, row: int) -> tuple[Decor, ...]: ...
    def is_head(self, row: int, /) -> bool: ...


class TextUnit:
    """A stretch of running text, or of text whose lines are `kept`; holds where each line begins.

    `mark` is drawn before a line that continues the one above; `limit` is where the next unit begins.
    """

    def __init__(self, text: str, starts: array[int], end: int, limit: int, *, kept: bool, mark: str) -> None:
        self._text = text
        self._starts = starts
        self._end = end
        self._limit = limit
        self._kept = kept
        self._mark = mark

    @property
    def rows(self) -> int:
        """How many lines."""
        return len(self._starts)

    def row_of(self, offset: int) -> int:
        """The line that holds an offset; the nearest one when it lies outside."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def pieces(self, row: int) -> tuple[LineFragment, ...]:
        """The one piece of a line, its cell counted from the indent."""
        start = self._starts[row]
        last = row + 1 == len(self._starts)
        end = self._limit if last else self._starts[row + 1]
        stop = start + len(self._text[start : self._end if last else end].rstrip())
        return (LineFragment(start, stop, end, len(self._mark) if self._continued(row) else 0),)

    def decor(self, row: int) -> tuple[Decor, ...]:
        """The mark before a line that continues the one above."""
        return (Decor(0, self._mark, "continued"),) if self._mark and self._continued(row) else ()

    def is_head(self, _row: int) -> bool:
        """Whether a line is of a table's head: never."""
        return False

    def _continued(self, row: int) -> bool:
        return self._kept and 0 < row < len(self._starts) and self._text[self._starts[row] - 1] != "\n"


class Layout:
    """The lines of a document in a text column of `width` cells.

    Every code point of the text is on exactly one line, in exactly one piece; offsets that are cut
    between blocks belong to the last line of the block before.
    """

    def __init__(self, document: Document, width: int, header: Header = (), cells: Cells = NARROW) -> None:
        self.document = document
        self.width = max(1, width)
        self.cells = cells
        self.blocks = document.blocks or (Block("preformatted", 0, len(document.text)),)
        self._header = tuple(header)
        self._starts, self._blocks = self._cut()
        self._unit = lru_cache(maxsize=_CACHED_UNITS)(self._lay_out)
        self._columns = lru_cache(maxsize=16)(self._measure_columns)

    # -- places ---------------------------------------------------------------------------------------------

    @property
    def first(self) -> LinePlace:
        """The first line."""
        return LinePlace(0, 0)

    @property
    def last(self) -> LinePlace:
        """The last line."""
        unit = len(self._starts) - 1
        return LinePlace(unit, self.rows(unit) - 1)

    def rows(self, unit: int) -> int:
        """How many lines a unit has, the blank ones before it included."""
        return self._lead(unit) + self._unit(unit).rows

    def place(self, offset: int) -> LinePlace:
        """The line that holds the code point at `offset`; offsets outside the text give the nearest line."""
        unit = max(0, bisect_right(self._starts, max(0, offset)) - 1)
        return LinePlace(unit, self._lead(unit) + self._unit(unit).row_of(offset))

    def step(self, place: LinePlace, lines: int) -> LinePlace:
        """The place so many lines below (above, when negative), at most the last (the first)."""
        unit, row = place
        row += lines
        while row < 0 and unit > 0:
            unit -= 1
            row += self.rows(unit)
        last = len(self._starts) - 1
        while row >= (rows := self.rows(unit)) and unit < last:
            row -= rows
            unit += 1
        return LinePlace(unit, min(max(row, 0), self.rows(unit) - 1))

    def distance(self, upper: LinePlace, lower: LinePlace, limit: int) -> int:
        """How many lines `lower` is below `upper`, counted up to `limit`; `lower` is not above."""
        lines = lower.row - upper.row
        for unit in range(upper.unit, lower.unit):
            lines += self.rows(unit)
            if lines > limit + self.rows(unit):
                return limit
        return min(lines, limit)

    # -- lines ----------------------------------------------------------------------------------------------

    def line(self, place: LinePlace) -> Line:
        """The line at a place."""
        unit, row = place
        index = self._blocks[unit]
        block = self.blocks[index]
        lead = self._lead(unit)
        if row < lead:
            return self._blank(unit, index, row)
        body = self._unit(unit)
        row -= lead
        indent = self._indent(block)
        labels = self._hung(block) if row == 0 and self._begins_block(unit) else ()
        decor = self._bars(block)
        if block.kind == "rule":
            decor += (Decor(indent, self.cells.mark("─") * (self.width - indent), "rule"),)
        elif block.kind == "code":
            decor += (Decor(indent - 2, "  ", "code"),) if indent >= 2 else ()
        return Line(
            index,
            block.kind,
            labels + tuple(piece._replace(cell=piece.cell + indent) for piece in body.pieces(row)),
            decor + tuple(item._replace(cell=item.cell + indent) for item in body.decor(row)),
            block.level,
            body.is_head(row),
            any(container.kind == "quote" for container in block.containers),
        )

    def lines(self, place: LinePlace, count: int) -> Iterator[tuple[LinePlace, Line]]:
        """At most `count` lines from a place on, each with its own place."""
        unit, row = place
        while count > 0 and unit < len(self._starts):
            if row >= self.rows(unit):
                unit, row = unit + 1, 0
                continue
            yield LinePlace(unit, row), self.line(LinePlace(unit, row))
            row += 1
            count -= 1

    def __iter__(self) -> Iterator[Line]:
        """All lines from the first to the last; for tests and exports, not for the screen."""
        for unit in range(len(self._starts)):
            for row in range(self.rows(unit)):
                yield self.line(LinePlace(unit, row))

    # -- offsets and cells ----------------------------------------------------------------------------------

    def cell_of(self, offset: int) -> Cell:
        """Where the code point at `offset` is drawn: of a cluster the first cell.

        White space that is not drawn stands just after the text of its line.
        """
        place = self.place(offset)
        for piece in self.line(place).pieces:
            if piece.start <= offset < piece.end or (
                offset >= piece.end and piece.end == len(self.document.text)
            ):
                positions = self.positions(piece)
                return Cell(
                    place, piece.cell + positions[min(max(offset, piece.start), piece.stop) - piece.start]
                )
        return Cell(place, 0)

    def offset_at(self, place: LinePlace, cell: int) -> int:
        """The code point drawn at a cell of a line; the nearest on the line where nothing is drawn.

        The inverse of `cell_of`: a cluster gives its first code point, the cell after the line's text the
        first of the white space there. A blank line gives the first code point below it.
        """
        line = self.line(place)
        if not line.pieces:
            return self._starts[place.unit]
        piece = line.pieces[0]
        for other in line.pieces[1:]:
            if other.cell <= cell:
                piece = other
        offset = piece.start + offset_at(self.positions(piece), cell - piece.cell)
        return min(offset, max(piece.start, piece.end - 1))

    def next_cluster(self, offset: int) -> int:
        """Where the next thing that a person sees as one character begins; white space not drawn is one."""
        piece = self._piece(offset)
        if piece is None or offset >= piece.stop:
            return piece.end if piece is not None else offset
        return self.cluster_end(offset)

    def previous_cluster(self, offset: int) -> int:
        """Where the character before begins."""
        return self._cluster(offset - 1).start if offset > 0 else 0

    def cluster_end(self, offset: int) -> int:
        """Where the character that holds the code point ends."""
        return self._cluster(offset).end

    def _cluster(self, offset: int) -> Span:
        piece = self._piece(offset)
        if piece is None or offset >= piece.stop:
            return Span(offset if piece is None else piece.stop, offset + 1)
        for start, end, _width in self.cells.clusters(self.document.text[piece.start : piece.stop]):
            if piece.start + end > offset:
                return Span(piece.start + start, piece.start + end)
        return Span(offset, offset + 1)

    def _piece(self, offset: int) -> LineFragment | None:
        pieces = self.line(self.place(offset)).pieces
        return next((piece for piece in pieces if piece.start <= offset < piece.end), None)

    def positions(self, piece: LineFragment) -> range | list[int]:
        """The cells of a piece's drawn code points, from 0, and its width: see `Cells.positions`."""
        positions = self.cells.positions(self.document.text[piece.start : piece.stop])
        return positions if isinstance(positions, range) else list(positions)

    # -- cutting into units ---------------------------------------------------------------------------------

    def _cut(self) -> tuple[array[int], array[int]]:
        """The start of each unit, and the block that it is of."""
        starts = array("I", [block.opening for block in self.blocks])
        if all(block.end - block.start <= STRETCH and not block.rows for block in self.blocks):
            return starts, array("I", range(len(starts)))
        starts = array("I")
        of_block = array("I")
        for index, block in enumerate(self.blocks):
            cuts = self._stretches(block)
            starts.extend(cuts)
            of_block.extend([index] * len(cuts))
        return starts, of_block

    def _stretches(self, block: Block) -> list[int]:
        """Where the stretches of a block begin: after a newline or a space, or between rows of a table."""
        if block.kind == "table" and block.rows:
            cuts = [row[0].start if row else block.start for row in block.rows[:: rows_at_a_time(block)]]
            return [block.opening, *cuts[1:]]
        if block.end - block.start <= STRETCH:
            return [block.opening]
        text = self.document.text
        cuts = [block.start]
        while block.end - cuts[-1] > STRETCH:
            low, high = cuts[-1] + STRETCH // 2, cuts[-1] + STRETCH
            cut = text.rfind("\n", low, high) + 1 or text.rfind(" ", low, high) + 1
            cuts.append(cut if cut > low else self.cells.last_boundary(text, low, high))
        return [block.opening, *cuts[1:]]

    def _begins_block(self, unit: int) -> bool:
        return unit == 0 or self._blocks[unit - 1] != self._blocks[unit]

    def _limit(self, unit: int) -> int:
        """The code point after the last that belongs to a unit: where the next begins."""
        return self._starts[unit + 1] if unit + 1 < len(self._starts) else len(self.document.text)

    # -- one unit -------------------------------------------------------------------------------------------

    def _lay_out(self, unit: int) -> Unit:
        block = self.blocks[self._blocks[unit]]
        text = self.document.text
        start = 0 if unit == 0 else self._starts[unit]
        if self._begins_block(unit) and self._hung(block):
            start = block.start
        limit = self._limit(unit)
        end = max(start, min(block.end, limit))
        width = self.width - self._indent(block)
        if block.kind == "table" and block.rows:
            step = rows_at_a_time(block)
            first = (unit - bisect_left(self._blocks, self._blocks[unit])) * step
            rows = block.rows[first : first + step]
            return TableUnit(
                text, rows, first == 0, start, limit, self._columns(self._blocks[unit]), self.cells
            )
        kept = block.kind in ("code", "preformatted", "furniture")
        mark = self.cells.mark(CONTINUED) if kept and width >= _LEAST_MARKED else ""
        if kept:
            starts = kept_line_starts(text, start, end, width, len(mark), self.cells)
        else:
            starts = line_starts(text, start, end, width, self.cells)
        return TextUnit(text, starts, end, limit, kept=kept, mark=mark)

    def _measure_columns(self, index: int) -> TableColumns:
        block = self.blocks[index]
        return measure_columns(self.document.text, block, self.width - self._indent(block), self.cells)

    # -- space and decoration around a block ----------------------------------------------------------------

    def _lead(self, unit: int) -> int:
        """How many blank lines stand before a unit; before the first, the lines of the header."""
        if unit == 0:
            return len(self._header)
        if not self._begins_block(unit):
            return 0
        index = self._blocks[unit]
        block, before = self.blocks[index], self.blocks[index - 1]
        if block.kind == "heading":
            return 2 if block.level <= 2 and before.kind != "heading" else 1
        if self._tight(before, block):
            return 0
        return 1

    def _tight(self, before: Block, block: Block) -> bool:
        """Whether a block follows closely: a single newline parts the two."""
        if before.kind == "heading" or "rule" in (before.kind, block.kind):
            return False
        if before.kind == block.kind == "paragraph" and not block.containers and not before.containers:
            # One paragraph a line in the file is still a paragraph on the page.
            return False
        return self.document.text.count("\n", before.end, block.start) < 2

    def _blank(self, unit: int, index: int, row: int) -> Line:
        """A line between blocks; the bars of quotations that hold both blocks go on through it."""
        block = self.blocks[index]
        if unit == 0:
            decor = tuple(Decor(0, text, role) for text, role in self._header[row : row + 1])
            return Line(index, "paragraph", (), decor)
        shared = 0
        for one, other in zip(self.blocks[index - 1].containers, block.containers, strict=False):
            if (one.kind, one.key) != (other.kind, other.key):
                break
            shared += 1
        bars = self._bars(block, shared)
        return Line(index, "paragraph", (), bars, quoted=bool(bars))

    def _indent(self, block: Block) -> int:
        """The cells before the text of a block, at most half of the column."""
        code = 2 if block.kind == "code" else 0
        return min(self._hang(block.containers) + code, self.width // 2)

    def _hang(self, containers: Sequence[Container]) -> int:
        """The cells in which the labels of the containers hang."""
        return sum(map(self._container_width, containers))

    def _container_width(self, container: Container) -> int:
        if container.kind == "quote":
            return 2
        width = self.cells.width(container.label) + 1
        return max(4, width) if any(map(str.isalnum, container.label)) else width

    def _hung(self, block: Block) -> tuple[LineFragment, ...]:
        """The labels that a block opens with, each in its container's indent; none where they have no room.

        Where there is no room for one they are running text, like what they number.
        """
        if not block.labels:
            return ()
        indent = self._indent(block)
        if indent < self._hang(block.containers):
            return ()
        pieces: list[LineFragment] = []
        cell = self._hang(block.containers)
        end = block.start
        labels = list(block.labels)
        for container in reversed(block.containers):
            cell -= self._container_width(container)
            if labels and container.label:
                label = labels.pop()
                drawn = self.cells.width(self.document.text[label.start : label.end])
                after = cell + self._container_width(container) - 1
                pieces.append(LineFragment(label.start, label.end, end, max(cell, after - drawn)))
                end = label.start
        return tuple(reversed(pieces))

    def _bars(self, block: Block, upto: int | None = None) -> tuple[Decor, ...]:
        """The bars of the quotations before a line: of all containers or of the first `upto`."""
        bars: list[Decor] = []
        cell = 0
        for container in block.containers[:upto]:
            width = self._container_width(container)
            if cell + width > self.width // 2:
                break
            if container.kind == "quote":
                bars.append(Decor(cell, self.cells.mark("│"), "bar"))
            cell += width
        return tuple(bars)
