"""A line of a million characters does not hold the screen: what is laid out and painted is what is shown."""

from __future__ import annotations

import pytest

from reader.text.document import Block, Document
from reader.text.spans import Span
from reader.tui.document_view.layers import Layers
from reader.tui.document_view.painter import GUTTER, Painter
from reader.tui.document_view.units import STRETCH
from reader.tui.document_view.viewport import Viewport
from reader.tui.text.cell_width import LONGEST_CLUSTER, Cells, Cluster
from reader.tui.theme.palettes import DARK
from reader.tui.theme.role_styles import role_styles

MILLION = 1_000_000
WIDTH, HEIGHT = 76, 40


class CountingCells(Cells):
    """Counts the characters that are measured."""

    measured = 0

    def clusters(self, text: str) -> list[Cluster]:
        """Return what they are, and count the characters of the text."""
        self.measured += len(text)
        return super().clusters(text)


def _document(text: str, kind: str) -> Document:
    block = Block("heading", 0, len(text), level=1) if kind == "heading" else Block("code", 0, len(text))
    if kind == "paragraph":
        block = Block("paragraph", 0, len(text))
    return Document(text, (block,), sentences=(Span(0, len(text)),), title="A title")


@pytest.mark.parametrize("kind", ["heading", "paragraph", "code"])
@pytest.mark.parametrize("unit", ["漢", "a\u0301", "\u0301", "👩\u200d", "\t", "é漢 "])
def test_a_page_of_a_line_of_a_million_measures_what_is_near_it(unit: str, kind: str) -> None:
    document = _document(unit * (MILLION // len(unit)), kind)
    cells = CountingCells()
    viewport = Viewport(document, WIDTH, HEIGHT, cells=cells)
    # The stretch at the top, and at the end as much as the last page needs.
    assert cells.measured <= 4 * STRETCH + 10 * HEIGHT * WIDTH * LONGEST_CLUSTER
    painter = Painter(viewport.layout, role_styles(DARK), GUTTER, WIDTH + GUTTER)
    cells.measured = 0
    for place, _line in viewport.lines:
        strip = painter.strip(place, Layers(), viewport.focus)
        assert strip.cell_length == WIDTH + GUTTER
        assert sum(len(segment.text) for segment in strip) <= (WIDTH + GUTTER) * (LONGEST_CLUSTER + 1)
    assert cells.measured <= 20 * HEIGHT * WIDTH * LONGEST_CLUSTER


def test_steps_through_a_line_of_a_million_measure_what_is_near_them() -> None:
    document = _document("漢" * MILLION, "paragraph")
    cells = CountingCells()
    viewport = Viewport(document, WIDTH, HEIGHT, cells=cells)
    cells.measured = 0
    viewport.move_line(1)
    viewport.move_char(1)
    viewport.move_page(1)
    assert cells.measured <= 2 * STRETCH
    viewport.go_to(MILLION // 2, jump=True)
    viewport.to_end()
    assert cells.measured <= 8 * STRETCH
