"""A table's columns are measured as far as they can be shown."""

from __future__ import annotations

import pytest

from reader.text.document import Block
from reader.text.spans import Span
from reader.tui.document_view.table_layout import measure_columns
from reader.tui.text.cell_width import LONGEST_CLUSTER, Cells, Cluster

LONG = 200_000


class CountingCells(Cells):
    """Counts the characters that are measured."""

    measured = 0

    def clusters(self, text: str) -> list[Cluster]:
        """Return what they are, and count the characters of the text."""
        self.measured += len(text)
        return super().clusters(text)


@pytest.mark.parametrize("width", [8, 60])
@pytest.mark.parametrize("unit", ["漢", "\u0301", "é漢 "])
def test_a_cell_longer_than_the_screen_is_measured_by_its_beginning(unit: str, width: int) -> None:
    long = unit * (LONG // len(unit))
    text = f"{long}\tb\nc\td"
    head = (Span(0, len(long)), Span(len(long) + 1, len(long) + 2))
    row = (Span(len(long) + 3, len(long) + 4), Span(len(long) + 5, len(long) + 6))
    cells = CountingCells()
    columns = measure_columns(text, Block("table", 0, len(text), rows=(head, row)), width, cells)
    assert sum(columns.widths[:1]) <= width
    assert cells.measured <= 8 * width * LONGEST_CLUSTER


def test_a_long_cell_leaves_room_for_the_others() -> None:
    text = "word " * 2_000 + "\tsome words more\nc\td"
    end = len("word " * 2_000)
    rows = (
        (Span(0, end), Span(end + 1, end + 16)),
        (Span(end + 17, end + 18), Span(end + 19, end + 20)),
    )
    columns = measure_columns(text, Block("table", 0, len(text), rows=rows), 60, Cells())
    assert not columns.stacked
    assert columns.widths[0] > columns.widths[1] >= len("words")
