"""Where lines stand: the pieces of one printed line, the columns of a page, and where those end."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from reader.formats.pdf.page_text import LINE_BREAK_HYPHEN, Cell, Line

_LEAST_COLUMN = 6
"""So many lines that begin at one edge are a column."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")


def whole_lines(lines: Iterable[Line]) -> list[Line]:
    """Join the pieces of one printed line that follow one another in the file: fractions, cells of a row."""
    whole: list[Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last is not None and _goes_on_beside(last, line):
            whole[-1] = _joined(last, line)
        else:
            whole.append(line)
    return whole


def _goes_on_beside(last: Line, line: Line) -> bool:
    size = max(line.size, last.size)
    gap = line.left - last.right
    if gap < -0.5 * size or last.text.endswith(LINE_BREAK_HYPHEN) or last.outline_entry != line.outline_entry:
        return False
    return abs(last.baseline - line.baseline) <= (0.6 if gap < size else 0.1) * size


def _joined(last: Line, line: Line) -> Line:
    distance = line.left - last.right
    size = max(line.size, last.size)
    gap = " " if distance > 0.15 * size else ""
    shift = len(last.text) + len(gap)
    cells: tuple[Cell, ...] = ()
    if distance >= size or last.cells or line.cells:
        before, after = _cells_of(last), _cells_of(line)
        if distance < size:
            middle = Cell(before[-1].left, after[0].right, f"{before[-1].text}{gap}{after[0].text}")
            cells = (*before[:-1], middle, *after[1:])
        else:
            cells = before + after
    return replace(
        last if len(last.text) > len(line.text) else line,
        text=f"{last.text}{gap}{line.text}",
        left=last.left,
        right=line.right,
        is_raised=last.is_raised or (last.text.isdigit() and last.size < 0.9 * line.size),
        cells=cells if len(cells) > 1 else (),
        links=last.links
        + tuple(link._replace(start=link.start + shift, end=link.end + shift) for link in line.links),
    )


def _cells_of(line: Line) -> tuple[Cell, ...]:
    return line.cells or (Cell(line.left, line.right, line.text),)


def left_to_right(lines: list[Line], width: float) -> list[Line]:
    """Return lines that are mostly read from right to left as a mirror would show them."""
    joined = "".join(line.text for line in lines)
    if joined.isascii() or len(_RIGHT_TO_LEFT.findall(joined)) * 2 < sum(map(str.isalpha, joined)):
        return lines
    return [
        replace(
            line,
            left=width - line.right,
            right=width - line.left,
            cells=tuple(Cell(width - c.right, width - c.left, c.text) for c in reversed(line.cells)),
        )
        for line in lines
    ]


def right_edges(lines: Sequence[Line], usual: Sequence[Edge]) -> list[float]:
    """Return for each line of a page where its column ends on the right, in points.

    That is where most lines that begin where the others around it do end, on this page or, when it has too
    few of them, in the file.
    """
    edges: list[float] = [0.0] * len(lines)
    columns = columns_of(lines)
    start = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and _goes_on_below(lines[index - 1], lines[index]):
            continue
        run = lines[start:index]
        left = min(line.left for line in run)
        rights = sorted(line.right for line in run if not line.is_mono) or [run[0].right]
        typical = rights[len(rights) // 2]
        right = rights[-1]
        for known in (columns, usual):
            columns_around = [
                edge for edge in known if edge.left - 2 <= left < edge.right and typical <= edge.right + 2
            ]
            if columns_around:
                right = min(columns_around, key=lambda edge: edge.right).right
                break
        edges[start:index] = [right] * (index - start)
        start = index
    return edges


def _goes_on_below(upper: Line, lower: Line) -> bool:
    gap = upper.baseline - lower.baseline
    overlap = min(upper.right, lower.right) - max(upper.left, lower.left)
    return -1 < gap < 6 * max(upper.size, lower.size) and overlap > 0


class Edge(NamedTuple):
    """Where lines of a column begin, and where the column ends, in points."""

    left: float
    right: float


def columns_of(lines: Iterable[Line]) -> list[Edge]:
    """Return the columns of text: edges at which many lines begin, and the farthest at which several end."""
    lefts: defaultdict[int, list[float]] = defaultdict(list)
    for line in lines:
        if not line.is_mono:
            lefts[round(line.left / 3)].append(line.right)
    columns: list[Edge] = []
    for key, rights in lefts.items():
        if len(rights) < _LEAST_COLUMN:
            continue
        rights.sort(reverse=True)
        least = max(2, len(rights) // 8)
        right = next(
            (r for i, r in enumerate(rights) if r - rights[min(i + least, len(rights)) - 1] <= 2), rights[1]
        )
        columns.append(Edge(key * 3.0, right))
    return columns
