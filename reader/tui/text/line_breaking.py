"""The one line breaker: where the lines of a stretch of text begin, for a width in cells.

Lines break after white space, after a hyphen between letters, after a dash or a slash, and between
ideographs; what has no such place is cut where the width ends. White space at which a line breaks belongs
to the line that it ends. This is the part of Unicode Standard Annex #14 that briefings need, fast: text
of one-cell characters is broken by a regular expression, the rest cluster by cluster. No cluster is torn, and
the work grows with the text alone, however long a word is.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache

from reader.tui.text.cell_width import TAB_STOP, Cells

_SPACES = " \t\u1680\u2000-\u2006\u2008-\u200a\u205f\u3000"
_SPACE = re.compile(f"[{_SPACES}]")
_BREAK_AFTER = r"(?<=[^\W\d_][-‐])(?=[^\W_])|(?<=[—–])(?=\w)|(?<=\w/)(?=\w)"
_AFTER = re.compile(_BREAK_AFTER)
# Ideographs and kana may be parted anywhere, but not before closing punctuation.
_IDEOGRAPH = re.compile(
    "[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_CLOSING = frozenset("、。，．・：；？！）］｝」』】〉》〕々ー…")


@lru_cache(maxsize=64)
def _line(width: int) -> re.Pattern[str]:
    """Matches one line of one-cell characters: blank, or as much as fits up to a place to break, or cut."""
    return re.compile(
        rf"[{_SPACES}]*\n"
        rf"|[^\n]{{1,{width}}}(?:[{_SPACES}]*\n|[{_SPACES}]+|\Z|{_BREAK_AFTER})"
        rf"|[^\n]{{{width}}}"
    )


def line_starts(text: str, start: int, end: int, width: int, cells: Cells) -> array[int]:
    """Return the offsets at which the lines of `text[start:end]` begin, the first of them `start`.

    A newline ends a line. Each line fits into `width` cells without the white space at its end, unless a
    single cluster is wider than that.
    """
    if not cells.simple(text, start, end):
        return kept_line_starts(text, start, end, width, 0, cells)
    starts = array("I", [match.start() for match in _line(width).finditer(text, start, end)])
    return starts or array("I", [start])


def kept_line_starts(
    text: str, start: int, end: int, width: int, mark_width: int, cells: Cells
) -> array[int]:
    """Return the same for text whose lines are kept: what goes on has `mark_width` cells less."""
    starts = array("I")
    rest = max(1, width - mark_width)
    line_start = start
    while line_start < end or not starts:
        newline = text.find("\n", line_start, end)
        stop = end if newline < 0 else newline + 1
        starts.append(line_start)
        if cells.simple(text, line_start, stop):
            _break_simple(text, line_start, stop, width, rest, starts)
        else:
            _break_clusters(text, line_start, stop, width, rest, cells, starts)
        line_start = stop
    return starts


def _break_simple(text: str, start: int, stop: int, width: int, rest: int, starts: array[int]) -> None:
    """Add the places at which one line of one-cell characters breaks."""
    if stop - start <= width:
        return
    first = _line(width).match(text, start, stop)
    if first is not None:
        starts.extend(match.start() for match in _line(rest).finditer(text, first.end(), stop))


def _break_clusters(
    text: str, offset: int, stop: int, width: int, rest: int, cells: Cells, starts: array[int]
) -> None:
    """Add the places at which one line, `text[offset:stop]`, breaks, going through its clusters.

    What a line leaves over is measured again on the next, which may be narrower: at most a line of it.
    """
    line = text[offset:stop]
    clusters = cells.clusters(line)
    index = first = column = 0
    breakable = -1
    while index < len(clusters):
        start, end, size = clusters[index]
        char = line[start]
        space = end - start == 1 and _SPACE.match(char) is not None
        if index > first and not space and char != "\n":
            if _may_break(line, start):
                breakable = index
            if column + size > width:
                index = first = breakable if breakable >= 0 else index
                starts.append(offset + clusters[index].start)
                width, column, breakable = rest, 0, -1
                continue
        column += TAB_STOP - column % TAB_STOP if char == "\t" else size
        index += 1


def _may_break(line: str, offset: int) -> bool:
    """Return whether a line may end between the code points before and at the offset."""
    before, after = line[offset - 1], line[offset]
    if _SPACE.match(before) or _AFTER.match(line, offset):
        return True
    return after not in _CLOSING and bool(_IDEOGRAPH.match(before) or _IDEOGRAPH.match(after))
