"""A table's columns are measured as far as they can be shown."""

from __future__ import annotations

import pytest

from reader.text.document import Block, Document
from reader.text.spans import Span
from reader.tui.document_view import units
from reader.tui.document_view.layout import Layout
from reader.tui.document_view.table_layout import measure_columns
from reader.tui.document_view.viewport import Viewport
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


def _table(rows: list[list[str]]) -> Document:
    """A document of one table with these cells."""
    text, spans = "", []
    for row in rows:
        cells = []
        for cell in row:
            cells.append(Span(len(text), len(text) + len(cell)))
            text += cell + "\t"
        text = text[:-1] + "\n"
        spans.append(tuple(cells))
    text = text[:-1]
    return Document(text, (Block("table", 0, len(text), rows=tuple(spans)),))


_SHORT = ["a ship", "held"]


@pytest.mark.parametrize("number", [0, 1, 3])
def test_rows_too_long_for_a_table_are_shown_whole_and_the_others_in_columns(
    monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(units, "STRETCH", 200)
    rows = [list(_SHORT) for _ in range(5)]
    rows[number][0] = "漢 wörter" * 100
    document = _table(rows)
    layout = Layout(document, 40)
    pieces = [piece for line in layout for piece in line.pieces]
    drawn = "".join(document.text[piece.start : piece.end] for piece in pieces)
    assert drawn == document.text
    for offset in range(0, len(document.text), 7):
        place = layout.place(offset)
        assert any(piece.start <= offset < piece.end for piece in layout.line(place).pieces)
    in_columns = sum(len(line.pieces) == 2 for line in layout)
    assert in_columns == 4
    assert any(line.head for line in layout) == (number != 0)


def test_a_page_of_a_table_with_a_cell_of_a_million_measures_what_is_near_it() -> None:
    document = _table([_SHORT, ["漢" * 1_000_000, "free"], *[_SHORT] * 2_000])
    cells = CountingCells()
    viewport = Viewport(document, 76, 40, cells=cells)
    viewport.move_page(1)
    viewport.go_to(500_000, jump=True)
    viewport.to_end()
    assert cells.measured <= 10 * units.STRETCH
