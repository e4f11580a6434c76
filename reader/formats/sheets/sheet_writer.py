"""Rows of cells → tables of a draft, within bounds, each row a place: `sheet Losses, row 14`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from reader.formats.builder import Builder, Draft
from reader.text.document import Align
from reader.text.plural import plural
from reader.text.spans import Span

MAX_CELLS = 2_000_000
"""The cells that are read of one file; further rows are left out, and how many is said."""
MAX_TEXT = 64 * 1024 * 1024
"""The characters that are read of one file."""
MAX_COLUMNS = 16_384
_PLACED_ROWS = 100_000
"""From so many rows on only every hundredth is a place."""
_STEP = 100
_LEFT: Align = ""


class NumberedRow(NamedTuple):
    """The cells of a row, and its number in the sheet, from 1."""

    number: int
    cells: Sequence[str]


class SheetWriter:
    """A writer of the sheets of one file, one after another."""

    def __init__(self) -> None:
        self.builder = Builder()
        self._cells = self._characters = self._rows = self._left_out = 0

    def sheet(self, name: str, rows: Iterable[NumberedRow], *, has_heading: bool) -> None:
        """Write a sheet: its name as a heading if wanted, a table for each part between empty rows."""
        place = f"sheet {name}, " if name else ""
        if has_heading:
            self.builder.place(f"sheet {name}")
            self.builder.begin()
            self.builder.add(" ".join(name.split()) or "Sheet")
            self.builder.end("heading", level=1)
        part: list[NumberedRow] = []
        for row in rows:
            if any(row.cells):
                part.append(row)
            elif part:
                self._table(part, place)
                part = []
        if part:
            self._table(part, place)

    def draft(self) -> Draft:
        """Return what was written, with what was left out as a warning."""
        draft = self.builder.draft()
        if self._left_out:
            draft.warnings.append(
                f"{plural(self._left_out, 'row')} left out: {MAX_CELLS:,} cells and"
                f" {MAX_TEXT // 1_048_576} million characters are read of a file."
            )
        if not draft.text.strip():
            draft.warnings.append("The sheets have no text.")
        return draft

    def _table(self, rows: list[NumberedRow], place: str) -> None:
        first, width = _columns(rows)
        room = max(0, (MAX_CELLS - self._cells) // width)
        self._left_out += len(rows[room:])
        rows = rows[:room]
        builder = self.builder
        spans: list[tuple[Span, ...]] = []
        for row in rows:
            if self._characters > MAX_TEXT:
                self._left_out += 1
                continue
            if not spans:
                builder.begin()
            else:
                builder.add("\n")
            self._rows += 1
            if self._rows <= _PLACED_ROWS or self._rows % _STEP == 0:
                builder.place_here(f"{place}row {row.number}")
            texts = [*row.cells[first : first + width]]
            texts += [""] * (width - len(texts))
            line = "\t".join(texts)
            if line.count("\t") >= width:  # a tab in a cell
                texts = [text.replace("\t", " ") for text in texts]
                line = "\t".join(texts)
            ends = list(accumulate(map(len, texts), _after_tab, initial=builder.length - 1))[1:]
            spans.append(tuple(map(Span, (builder.length, *(end + 1 for end in ends[:-1])), ends)))
            builder.add(line)
            self._characters += len(line)
        if spans:
            self._cells += len(spans) * width
            builder.end("table", rows=tuple(spans), aligns=(_LEFT,) * width)


def _after_tab(end: int, length: int) -> int:
    """Return where a cell ends that has this length, after the end of the one before and a tab."""
    return end + 1 + length


def _columns(rows: list[NumberedRow]) -> tuple[int, int]:
    """Return the first column that has anything, and how many there are from there to the last."""
    first, last = MAX_COLUMNS - 1, 0
    for row in rows:
        cells = row.cells
        for number in range(min(first, len(cells))):
            if cells[number]:
                first = number
                break
        for number in range(min(len(cells), MAX_COLUMNS) - 1, last, -1):
            if cells[number]:
                last = number
                break
    return first, last - first + 1
