"""How many terminal cells a text takes, and where in them each of its code points stands.

The widths are those of `rich.cells`, by which Textual pads and cuts every line that it writes: any other
table would let columns drift. On top of them stand the rules that a line of text needs: what belongs to
one cluster (a base with its combining marks, an emoji sequence, the two halves of a flag), where a tab
leads, and how to draw a mark that has nothing to stand on.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from rich.cells import cell_len, get_character_cell_size

TAB_STOP = 8
LONGEST_CLUSTER = 32
"""Code points after which a cluster ends whatever follows: no line on the screen holds a million of them.

Marks that go on stand on a base of their own. The Stream-Safe Text Format of Unicode Standard Annex #15
allows 30 marks after a base; no language needs more than a few.
"""
_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_CARRIER = "◌"
_FIRST_FLAG = "\U0001f1e6"  # the first regional indicator
# What stands for this program's own marks in a terminal that would draw them two cells wide.
_NARROW_MARKS = str.maketrans("│┃─━▎•¶◆↪☐☑‹…", "||--|*P+>oxl~")

# Characters of one cell each that join with nothing: whatever lies between them needs no measuring.
SIMPLE_RANGES = (
    "\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u1e00-\u1eff\u2010-\u2027\u2030-\u205e"
    "\u20a0-\u20bf\u2190-\u22ff\u2500-\u25fc\u2800-\u28ff"
)
_NOT_SIMPLE = re.compile(f"[^{SIMPLE_RANGES}]")
_NOT_SIMPLE_NOR_NEWLINE = re.compile(f"[^\n{SIMPLE_RANGES}]")
_NOT_ASCII_NOR_NEWLINE = re.compile("[^\n\x20-\x7e]")


class Cluster(NamedTuple):
    """Code points `[start, end)` that a terminal draws together, in `width` cells."""

    start: int
    end: int
    width: int


class _Widths(dict[str, int]):
    """The width of each character, measured when it is first met."""

    def __init__(self, measure: Callable[[str], int]) -> None:
        super().__init__()
        self._measure = measure

    def __missing__(self, char: str) -> int:
        width = self[char] = self._measure(char)
        return width


class Cells:
    """The widths of text on one kind of terminal.

    With `ambiguous_wide` the characters that Unicode Standard Annex #11 calls ambiguous take two cells, as
    in terminals set up for East Asian text; the usual is one.
    """

    def __init__(self, *, ambiguous_wide: bool = False) -> None:
        self.ambiguous_wide = ambiguous_wide
        self._widths = _Widths(self.char_width)
        self._complex = _NOT_ASCII_NOR_NEWLINE if ambiguous_wide else _NOT_SIMPLE_NOR_NEWLINE

    def simple(self, text: str, start: int = 0, end: int | None = None) -> bool:
        """Return whether each character takes one cell by itself; newlines are overlooked."""
        return self._complex.search(text, start, len(text) if end is None else end) is None

    def char_width(self, char: str) -> int:
        """Return the cells of one character by itself: 0, 1 or 2; a newline and a tab take 1."""
        if char in "\n\t":
            return 1
        if self.ambiguous_wide and char > "\x7e" and east_asian_width(char) == "A":
            return 2
        return get_character_cell_size(char)

    def clusters(self, text: str) -> list[Cluster]:
        """Return the text's clusters, in order and without gaps.

        A cluster is what `rich.cells.split_graphemes` makes of it, except that two regional indicators (a
        flag) stay together, a newline or a tab stands alone, and a mark with no base before it, or after
        `LONGEST_CLUSTER` code points, takes a cell, in which `display` draws a dotted circle.
        """
        clusters: list[Cluster] = []
        start = width = index = 0
        base = ""  # the character that the marks after it belong to
        widened = False
        widths = self._widths
        length = len(text)
        while index < length:
            char = text[index]
            size = widths[char]
            if size == 0 and index > start and index - start < LONGEST_CLUSTER:
                if char == _EMOJI_STYLE and base and not widened:
                    width += cell_len(base + char) - cell_len(base)
                    widened = True
                if char == _JOINER and base and text[index + 1 : index + 2] not in ("", "\n", "\t"):
                    index += 1
            elif not (char >= _FIRST_FLAG and index == start + 1 and _is_flag(text[start : index + 1])):
                if index > start:
                    clusters.append(Cluster(start, index, width))
                start, width, widened = index, max(1, size), False
                base = char if size else ""
                if char in "\n\t":
                    clusters.append(Cluster(start, index + 1, width))
                    start = index + 1
            else:
                width += size
            index += 1
        if start < length:
            clusters.append(Cluster(start, length, width))
        return clusters

    def last_boundary(self, text: str, low: int, high: int) -> int:
        """Return the last offset in `(low, high]` at which a cluster begins whatever stands before it.

        `high` itself when there is none: a run of marks or flags, which is cut somewhere.
        """
        for offset in range(high, low, -1):
            char = text[offset : offset + 1]
            if not char or (self.char_width(char) and text[offset - 1] != _JOINER and not _is_flag(char)):
                return offset
        return high

    def width(self, text: str) -> int:
        """Return the cells that the text takes when it is drawn from a tab stop on."""
        if self.simple(text) and "\n" not in text:
            return len(text)
        return self.positions(text)[-1]

    def positions(self, text: str) -> Sequence[int]:
        """Return the cell of each code point from 0, and after them the width of all.

        The code points of a cluster stand at its first cell. A tab leads to the next multiple of
        `TAB_STOP`.
        """
        if self.simple(text):
            return range(len(text) + 1)
        positions: list[int] = []
        column = 0
        for start, end, width in self.clusters(text):
            positions.extend([column] * (end - start))
            column += TAB_STOP - column % TAB_STOP if text[start] == "\t" else width
        positions.append(column)
        return positions

    def mark(self, text: str) -> str:
        """Return a mark or a rule of this program, in characters that take one cell in this terminal."""
        return text.translate(_NARROW_MARKS) if self.ambiguous_wide else text

    def display(self, text: str) -> str:
        """Return the text as it is to be drawn at a tab stop, so that Rich measures it as `width` does.

        Tabs become spaces, a newline a space, a mark without a base stands on a dotted circle, and a joiner
        that joins nothing is left out. With `ambiguous_wide` Rich measures less than the terminal draws.
        """
        if self.simple(text):
            return text.replace("\n", " ")
        return "".join(drawn for _start, drawn in self.glyphs(text))

    def glyphs(self, text: str) -> list[tuple[int, str]]:
        """Return for each cluster where it begins and what is drawn for it: see `display`."""
        glyphs: list[tuple[int, str]] = []
        column = 0
        for start, end, width in self.clusters(text):
            char = text[start]
            drawn = text[start:end]
            if char == "\t":
                width = TAB_STOP - column % TAB_STOP
                drawn = " " * width
            elif char == "\n":
                drawn = " "
            else:
                if get_character_cell_size(char) == 0:
                    drawn = _CARRIER + drawn.replace(_JOINER, "").replace(_EMOJI_STYLE, "")
                drawn = drawn.rstrip(_JOINER)
            glyphs.append((start, drawn))
            column += width
        return glyphs


def offset_at(positions: Sequence[int], cell: int) -> int:
    """Return the first code point of the cluster drawn over `cell`, given what `positions` returned.

    Cells before the first give 0, cells after the last the number of code points.
    """
    if cell >= positions[-1]:
        return len(positions) - 1
    index = bisect_right(positions, max(0, cell)) - 1
    return bisect_left(positions, positions[index])


def _is_flag(pair: str) -> bool:
    """Return whether two characters are regional indicators, which together draw a flag."""
    return all(_FIRST_FLAG <= char <= "\U0001f1ff" for char in pair)


NARROW = Cells()
