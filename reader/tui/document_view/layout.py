"""A document in a column of so many cells: its lines, and the way from offset to cell and back.

Nothing is laid out before it is asked for. A document is cut into units: a block each, or a stretch of a
block that is very long. A unit is laid out when one of its lines is needed, and forgotten when many others
have been since. So a line is not numbered from the top: its place is a unit and a row in it, which stays
what it is however much of the rest has been seen. The first page, the last page and the page around a
search hit cost the same, and memory does not grow with the document.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from reader.text.document import Block, Document
from reader.text.spans import Span
from reader.tui.document_view.block_frame import BlockFrame
from reader.tui.document_view.layout_types import Cell, Decor, Header, Line, LineFragment, LinePlace
from reader.tui.document_view.units import Units
from reader.tui.text.cell_width import NARROW, Cells, offset_at


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
        self._frame = BlockFrame(document.text, self.width, cells)
        self._units = Units(document.text, self.blocks, self.width, cells, self._frame)

    # -- places ---------------------------------------------------------------------------------------------

    @property
    def first(self) -> LinePlace:
        """The first line."""
        return LinePlace(0, 0)

    @property
    def last(self) -> LinePlace:
        """The last line."""
        unit = len(self._units) - 1
        return LinePlace(unit, self.rows(unit) - 1)

    def rows(self, unit: int) -> int:
        """Return how many lines a unit has, the blank ones before it included."""
        return self._lead(unit) + self._units.laid_out(unit).rows

    def place(self, offset: int) -> LinePlace:
        """Return the line that holds the code point at `offset`; the nearest line for offsets outside."""
        unit = max(0, bisect_right(self._units.starts, max(0, offset)) - 1)
        return LinePlace(unit, self._lead(unit) + self._units.laid_out(unit).row_of(offset))

    def step(self, place: LinePlace, lines: int) -> LinePlace:
        """Return the place so many lines below (above, when negative), at most the last (the first)."""
        unit, row = place
        row += lines
        while row < 0 and unit > 0:
            unit -= 1
            row += self.rows(unit)
        last = len(self._units) - 1
        while row >= (rows := self.rows(unit)) and unit < last:
            row -= rows
            unit += 1
        return LinePlace(unit, min(max(row, 0), self.rows(unit) - 1))

    def distance(self, upper: LinePlace, lower: LinePlace, limit: int) -> int:
        """Return how many lines `lower` is below `upper`, counted up to `limit`; `lower` is not above."""
        lines = lower.row - upper.row
        for unit in range(upper.unit, lower.unit):
            lines += self.rows(unit)
            if lines > limit + self.rows(unit):
                return limit
        return min(lines, limit)

    # -- lines ----------------------------------------------------------------------------------------------

    def line(self, place: LinePlace) -> Line:
        """Return the line at a place."""
        unit, row = place
        index = self._units.block_of[unit]
        block = self.blocks[index]
        lead = self._lead(unit)
        if row < lead:
            return self._blank(unit, index, row)
        body = self._units.laid_out(unit)
        row -= lead
        indent = self._frame.indent(block)
        labels = self._frame.labels(block) if row == 0 and self._units.begins_block(unit) else ()
        decor = self._frame.bars(block)
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
        while count > 0 and unit < len(self._units):
            if row >= self.rows(unit):
                unit, row = unit + 1, 0
                continue
            yield LinePlace(unit, row), self.line(LinePlace(unit, row))
            row += 1
            count -= 1

    def __iter__(self) -> Iterator[Line]:
        """All lines from the first to the last; for tests and exports, not for the screen."""
        for unit in range(len(self._units)):
            for row in range(self.rows(unit)):
                yield self.line(LinePlace(unit, row))

    # -- offsets and cells ----------------------------------------------------------------------------------

    def cell_of(self, offset: int) -> Cell:
        """Return where the code point at `offset` is drawn: of a cluster the first cell.

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
        """Return the code point drawn at a cell of a line; the nearest on the line where nothing is drawn.

        The inverse of `cell_of`: a cluster gives its first code point, the cell after the line's text the
        first of the white space there. A blank line gives the first code point below it.
        """
        line = self.line(place)
        if not line.pieces:
            return self._units.starts[place.unit]
        piece = line.pieces[0]
        for other in line.pieces[1:]:
            if other.cell <= cell:
                piece = other
        offset = piece.start + offset_at(self.positions(piece), cell - piece.cell)
        return min(offset, max(piece.start, piece.end - 1))

    def next_cluster(self, offset: int) -> int:
        """Return where the next character (grapheme cluster) begins; white space not drawn is one."""
        piece = self._piece(offset)
        if piece is None or offset >= piece.stop:
            return piece.end if piece is not None else offset
        return self.cluster_end(offset)

    def previous_cluster(self, offset: int) -> int:
        """Return where the character before begins."""
        return self._cluster(offset - 1).start if offset > 0 else 0

    def cluster_end(self, offset: int) -> int:
        """Return where the character that holds the code point ends."""
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
        """Return the cells of a piece's drawn code points, from 0, and its width: see `Cells.positions`."""
        positions = self.cells.positions(self.document.text[piece.start : piece.stop])
        return positions if isinstance(positions, range) else list(positions)

    # -- space between blocks -------------------------------------------------------------------------------

    def _lead(self, unit: int) -> int:
        """How many blank lines stand before a unit; before the first, the lines of the header."""
        if unit == 0:
            return len(self._header)
        if not self._units.begins_block(unit):
            return 0
        index = self._units.block_of[unit]
        return self._frame.space_before(self.blocks[index - 1], self.blocks[index])

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
        bars = self._frame.bars(block, shared)
        return Line(index, "paragraph", (), bars, quoted=bool(bars))
