"""Lines of pages → groups: paragraphs, code, tables and notes, over the ends of columns and pages."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from reader.formats.pdf.geometry import columns_of, left_to_right, right_edges, whole_lines
from reader.formats.pdf.page_text import LINE_BREAK_HYPHEN, Cell, Line, Page
from reader.formats.plain.line_shapes import Markers

GroupKind = Literal["paragraph", "code", "table", "contents", "footnote", "heading"]

_SPACED = 1.25
"""So many line pitches apart, two lines are no longer of one paragraph."""
_BULLET = re.compile(
    "[•◦▪‣·–—⁃■□●○▶➢✓✔\u2610-\u2612\uf000-\uf0ff\ufffd*-]\\s+(?=\\S)|[•▪■□●○➢\uf000-\uf0ff\ufffd](?=\\w)"
)
_DASHES = "-–—*·"
_ENDS_SENTENCE = re.compile(r"[.!?:。！？：][\"'”’)\]]*\Z")
_LEADER = re.compile(r"\s*(?:\.\s?){4,}\s*(?=[\divxlc]{0,6}\Z)|\s*…{2,}\s*(?=[\divxlc]{0,6}\Z)")
_DOTS = (". .", "....", "……")
_PAGE_NUMBER = re.compile(r"\d{1,4}|[ivxlc]{1,7}")
_SECTION_NUMBER = re.compile(r"(?:\d{1,3}|[A-Z])(?:\.\d{1,3}){0,5}\.?\Z")
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")
_MOSTLY_MONO = 0.6
_LITTLE_ROOM = 0.25
_NEAR_ROWS = 3


@dataclass(slots=True)
class Group:
    """Lines that are one block; `label` is the number or bullet that the first one opens with."""

    kind: GroupKind
    lines: list[Line]
    label: str = ""
    label_length: int = 0
    """How many characters of the first line the label and the space behind it are."""
    rows: list[list[str]] = field(default_factory=list)
    """The cells of a table."""
    columns: list[Cell] = field(default_factory=list)
    """Where the columns of a table begin and end, in points."""
    level: int = 0
    right: float = 0.0
    """Where the column of its last line ends, in points."""

    @property
    def left(self) -> float:
        """Where the first line begins, in points."""
        return self.lines[0].left

    def column(self, cell: Cell) -> int | None:
        """Return which column of a table a cell stands in; None when in none."""
        return next(
            (
                index
                for index, column in enumerate(self.columns)
                if cell.left < column.right and cell.right > column.left
            ),
            None,
        )


class Metrics:
    """What is usual in a file: the size of its text, and how far apart its lines are at a size."""

    def __init__(self, pages: Sequence[Page]) -> None:
        sizes: Counter[float] = Counter()
        pitches: defaultdict[float, Counter[float]] = defaultdict(Counter)
        mono = total = 0
        for page in pages:
            for line in page.lines:
                sizes[_rounded(line.size)] += len(line.text)
                mono += len(line.text) if line.is_mono else 0
                total += len(line.text)
            for upper, lower in zip(page.lines, page.lines[1:], strict=False):
                gap = upper.baseline - lower.baseline
                if abs(upper.size - lower.size) < 0.3 and 0.8 * upper.size < gap < 2.6 * upper.size:
                    pitches[_rounded(upper.size)][_rounded(gap)] += 1
        self.body_size = sizes.most_common(1)[0][0] if sizes else 10.0
        self.is_typewritten = mono > _MOSTLY_MONO * total
        self._pitches = {size: _usual(counts) for size, counts in pitches.items()}

    def pitch(self, size: float) -> float:
        """Return how far apart the lines of a paragraph of this size are, in points."""
        return max(self._pitches.get(_rounded(size), 1.2 * size), size)


def _rounded(value: float) -> float:
    return round(value * 2) / 2


def _usual(counts: Counter[float]) -> float:
    """Return the smallest distance that is frequent."""
    most = max(counts.values())
    return min(distance for distance, count in counts.items() if count * 4 >= most)


def group_lines(pages: Sequence[Page], metrics: Metrics) -> list[Group]:
    """Return the blocks of the pages in the order of the file."""
    pieces = [whole_lines(page.lines) for page in pages]
    markers = Markers("\n".join(line.text for lines in pieces for line in lines))
    flow = _Flow(metrics, markers)
    usual = columns_of(line for lines in pieces for line in lines)
    for page, lines in zip(pages, pieces, strict=True):
        mirrored = left_to_right(lines, page.width)
        rights = right_edges(mirrored, usual)
        margin = min((line.left for line in mirrored), default=0.0)
        for index, (line, right) in enumerate(zip(mirrored, rights, strict=True)):
            is_row = bool(line.cells) and _has_like_rows(mirrored, index)
            flow.add(line, right, page, margin, is_row=is_row, is_contents=_is_contents(mirrored, index))
    return flow.groups


def _has_like_rows(lines: list[Line], index: int) -> bool:
    """Whether a line near this one has a cell, not its first, where this one has one too."""
    line = lines[index]
    near = lines[max(0, index - _NEAR_ROWS) : index] + lines[index + 1 : index + 1 + _NEAR_ROWS]
    return any(
        abs(cell.left - other.left) <= 3 or abs(cell.right - other.right) <= 3
        for other_line in near
        for other in other_line.cells[1:]
        for cell in line.cells[1:]
    )


def _is_contents(lines: list[Line], index: int) -> bool:
    """Whether a line leads with dots to the number of a page, or to such a number among lines that do."""
    line = lines[index]
    if _leader(line.text):
        return True
    if len(line.cells) < 2 or not _PAGE_NUMBER.fullmatch(line.cells[-1].text):
        return False
    near = lines[max(0, index - _NEAR_ROWS) : index + 1 + _NEAR_ROWS]
    return any(_leader(other.text) for other in near)


def _leader(text: str) -> re.Match[str] | None:
    """Return the match of the dots that lead to the number of a page."""
    return _LEADER.search(text) if any(dots in text for dots in _DOTS) else None


class _Flow:
    """Puts one line after another into groups."""

    def __init__(self, metrics: Metrics, markers: Markers) -> None:
        self.groups: list[Group] = []
        self._metrics = metrics
        self._markers = markers
        self._text: Group | None = None
        """The last paragraph, which may go on behind notes at the foot of a page."""
        self._right = 0.0
        """Where the column of the line before ends."""
        self._page = 0
        self._margin = self._last_margin = 0.0

    def add(
        self, line: Line, right: float, page: Page, margin: float, *, is_row: bool, is_contents: bool
    ) -> None:
        """Take the next line.

        `right` is where its column ends and `margin` where the leftmost line of its page begins, in points;
        `is_row` says whether lines near it have the same cells, `is_contents` whether it is of a table of
        contents.
        """
        if line.page != self._page:
            self._page, self._last_margin, self._margin = line.page, self._margin, margin
        group = self.groups[-1] if self.groups else None
        is_mono = line.is_mono and not self._metrics.is_typewritten
        cells = self._row(line)
        if line.outline_entry:
            self._add_heading(group, line)
        elif is_contents:
            self._add_contents(group, line)
        elif is_mono:
            self._add_code(group, line)
        elif cells and is_row:
            self._add_row(group, line, cells)
        elif group is not None and group.kind == "table" and self._goes_on_in_cell(group, line):
            pass
        else:
            self._add_text(group, line, page)
        self._right = right
        (
            self._text if self._text is not None and self._text.lines[-1] is line else self.groups[-1]
        ).right = right

    def _row(self, line: Line) -> list[Cell]:
        """Return the cells of a line; none when the gap only parts a number or a bullet from its text."""
        cells = list(line.cells)
        if len(cells) == 2 and (
            _SECTION_NUMBER.match(cells[0].text)
            or self._markers.match(f"{cells[0].text} x")
            or len(cells[0].text) == 1
        ):
            return []
        return cells

    def _add_heading(self, group: Group | None, line: Line) -> None:
        if group is not None and group.lines[-1].outline_entry == line.outline_entry:
            group.lines.append(line)
        else:
            self.groups.append(Group("heading", [line]))

    def _add_contents(self, group: Group | None, line: Line) -> None:
        match = _leader(line.text)
        if match is not None:
            row = [line.text[: match.start()], line.text[match.end() :]]
        else:
            number = line.cells[-1].text
            row = [line.text.removesuffix(number).rstrip(), number]
        if group is not None and group.kind == "contents":
            group.lines.append(line)
            group.rows.append(row)
            return
        self.groups.append(Group("contents", [line], rows=[row]))

    def _add_code(self, group: Group | None, line: Line) -> None:
        if group is not None and group.kind == "code":
            last = group.lines[-1]
            gap = last.baseline - line.baseline
            is_near = line.page == last.page and -1 < gap < 2.6 * self._metrics.pitch(line.size)
            if abs(last.size - line.size) < 0.6 and (is_near or line.page == last.page + 1):
                group.lines.append(line)
                return
        self.groups.append(Group("code", [line]))

    def _add_row(self, group: Group | None, line: Line, cells: list[Cell]) -> None:
        """Add a row to a table, or begin one."""
        if group is None or group.kind != "table" or not self._is_next_row(group, line, cells):
            group = Group("table", [])
            self.groups.append(group)
        group.lines.append(line)
        row = [""] * len(group.columns)
        for cell in cells:
            index = group.column(cell)
            if index is None:
                index = sum(column.left < cell.left for column in group.columns)
                group.columns.insert(index, cell)
                for other in (*group.rows, row):
                    other.insert(index, "")
            else:
                column = group.columns[index]
                left, right = min(column.left, cell.left), max(column.right, cell.right)
                group.columns[index] = column._replace(left=left, right=right)
            row[index] = f"{row[index]} {cell.text}".strip()
        group.rows.append(row)

    def _is_next_row(self, group: Group, line: Line, cells: list[Cell]) -> bool:
        last = group.lines[-1]
        if line.page == last.page and not 0 < last.baseline - line.baseline < 4 * self._metrics.pitch(
            line.size
        ):
            return False
        return any(group.column(cell) is not None for cell in cells[1:])

    def _goes_on_in_cell(self, group: Group, line: Line) -> bool:
        """Add a line to the cell of a table that it goes on in, if it does."""
        last = group.lines[-1]
        gap = last.baseline - line.baseline
        if line.page != last.page or not 0 < gap <= _SPACED * self._metrics.pitch(line.size):
            return False
        column = group.column(Cell(line.left, line.right, line.text))
        if not column or line.left < group.columns[column].left - 3:
            return False
        row = group.rows[-1]
        row[column] = f"{row[column]} {line.text}".strip()
        group.lines.append(line)
        return True

    def _add_text(self, group: Group | None, line: Line, page: Page) -> None:
        label, length = self._label(line)
        if self._is_footnote(line, page):
            self.groups.append(Group("footnote", [line], *_note_label(line)))
            return
        if (
            group is not None
            and group.kind in ("paragraph", "footnote")
            and self._continues(group, line, label)
        ):
            group.lines.append(line)
            return
        text = self._text
        if text is not None and text is not group and self._flows_on(text, line, label):
            text.lines.append(line)
            return
        self._text = Group("paragraph", [line], label, length)
        self.groups.append(self._text)

    def _label(self, line: Line) -> tuple[str, int]:
        match = _BULLET.match(line.text)
        if match is not None:
            bullet = line.text[0]
            return ("•" if bullet >= "\uf000" else bullet), match.end()
        marked = self._markers.match(line.text)
        if marked is not None and (marked["decimal"] is None or line.size < 1.1 * self._metrics.body_size):
            return marked["marker"], marked.end()
        return "", 0

    def _is_footnote(self, line: Line, page: Page) -> bool:
        return (
            line.is_raised
            and line.size < 0.95 * self._metrics.body_size
            and line.baseline < 0.5 * page.height
        )

    def _continues(self, group: Group, line: Line, label: str) -> bool:
        """Whether a line is the next of the paragraph that the one before it is in."""
        last = group.lines[-1]
        gap = last.baseline - line.baseline
        if line.page != last.page or gap <= 0.3 * line.size:
            return self._flows_on(group, line, label)
        if gap > _SPACED * self._metrics.pitch(max(line.size, last.size)) + 0.5:
            return False
        if abs(line.size - last.size) > 0.1 * max(line.size, last.size) and not last.is_raised:
            return False
        if last.text.endswith(LINE_BREAK_HYPHEN):
            return True
        is_full = self._is_full(last, line)
        if line.is_bold != last.is_bold and not (is_full and line.text[0].islower()):
            return False
        if self._are_centred(last, line) and line.size > 1.15 * self._metrics.body_size:
            return True
        if not is_full and not self._goes_on_in_sentence(group, line):
            return False
        is_aligned = self._is_aligned(group, line)
        if label and not (is_aligned and is_full and label[0] in _DASHES and len(group.lines) > 1):
            return False
        return is_aligned

    def _flows_on(self, group: Group, line: Line, label: str) -> bool:
        """Whether a paragraph goes on at the head of the next column or page."""
        last = group.lines[-1]
        if (
            group.kind != "paragraph"
            or label
            or abs(line.size - last.size) > 0.3
            or line.is_bold != last.is_bold
        ):
            return False
        if line.page > last.page + 1 or (line.page == last.page and line.baseline <= last.baseline):
            return False
        if last.text.endswith((LINE_BREAK_HYPHEN, "-")):
            return True
        if line.page != last.page:
            inner = group.lines[-1].left if len(group.lines) > 1 else group.left
            shift = (line.left - self._margin) - (inner - self._last_margin)
            is_first = len(group.lines) == 1
            if (
                not (-4 * line.size if is_first else -line.size)
                <= shift
                <= (2 * line.size if group.label and is_first else line.size)
            ):
                return False
        if group.right - last.right > _LITTLE_ROOM * (group.right - group.left):
            return False
        return line.text[0].islower() or not _ENDS_SENTENCE.search(last.text)

    def _is_full(self, last: Line, line: Line) -> bool:
        """Whether the first word of a line had no more room on the one before it."""
        first = 1 if _WIDE.match(line.text) else len(line.text.split(None, 1)[0])
        return self._right - last.right < (first + 0.6) * line.char_width

    def _goes_on_in_sentence(self, group: Group, line: Line) -> bool:
        """Whether a line goes on in the middle of a sentence, below one that has only a little room left."""
        last = group.lines[-1]
        room = self._right - last.right
        return (
            line.text[0].islower()
            and not _ENDS_SENTENCE.search(last.text)
            and room < _LITTLE_ROOM * (self._right - last.left)
        )

    def _are_centred(self, last: Line, line: Line) -> bool:
        return abs((last.left + last.right) - (line.left + line.right)) < 4

    def _is_aligned(self, group: Group, line: Line) -> bool:
        """Whether a line begins where the next one of a paragraph may."""
        tolerance = 0.5 * line.size
        first = group.lines[0]
        if len(group.lines) > 1:
            return abs(line.left - group.lines[-1].left) <= tolerance
        shift = line.left - first.left
        if group.label or group.kind == "footnote":
            return -4 * line.size <= shift <= 4 * line.size
        return -4 * line.size <= shift <= tolerance


def _note_label(line: Line) -> tuple[str, int]:
    digits = re.match(r"\d{1,3}\s*", line.text)
    return (digits.group().strip(), digits.end()) if digits is not None else ("", 0)
