"""What the layout hands to painting: lines, and the pieces of text and of drawing that they are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reader.text.document import BlockKind

DecorRole = Literal["bar", "label", "continued", "rule", "code", "header", "title", "head"]


class LineFragment(NamedTuple):
    """Code points `[start, end)` of the text, drawn from `cell` of the line on.

    `[stop, end)` is the white space at which the line breaks (and whatever parts this piece from the next):
    it belongs to the line, stands just after the drawn text, and is not drawn.
    """

    start: int
    stop: int
    end: int
    cell: int


class Decor(NamedTuple):
    """Something that the layout draws which is not in the text: a bar, a rule, a mark."""

    cell: int
    text: str
    role: DecorRole


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the screen: its decoration, then pieces of text from left to right (several in a table).

    `kind` and `level` are the block's; `block` its index. `head` marks the head of a table. `blank` lines
    stand between blocks and have no pieces.
    """

    block: int
    kind: BlockKind
    pieces: tuple[LineFragment, ...] = ()
    decor: tuple[Decor, ...] = ()
    level: int = 0
    head: bool = False
    quoted: bool = False

    @property
    def blank(self) -> bool:
        """Whether the line is only space between blocks."""
        return not self.pieces

    @property
    def start(self) -> int:
        """The first code point on the line, -1 when there is none."""
        return self.pieces[0].start if self.pieces else -1

    @property
    def end(self) -> int:
        """The code point after the last on the line, -1 when there is none."""
        return self.pieces[-1].end if self.pieces else -1


class LinePlace(NamedTuple):
    """A line of a layout: a unit, and the row in it. Places are ordered as their lines are."""

    unit: int
    row: int


class Cell(NamedTuple):
    """A place and a cell of its line, from the left edge of the text column."""

    place: LinePlace
    cell: int


HeaderLine = tuple[str, Literal["title", "header"]]
Header = Sequence[HeaderLine]
