"""Real Markdown opens, scrolls to its end, and no line is wider than its column."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from reader.formats.load import parse
from reader.text.document import Document
from reader.tui.document_view.layers import Layers
from reader.tui.document_view.painter import GUTTER, Painter
from reader.tui.document_view.viewport import Viewport
from reader.tui.theme.palettes import DARK
from reader.tui.theme.role_styles import role_styles


def documents(shared_data: Path, step: int) -> list[tuple[str, Document]]:
    with tarfile.open(shared_data / "markdown" / "digitalgov.tar.gz") as archive:
        members = sorted(
            (member for member in archive if member.name.endswith(".md")), key=lambda one: one.name
        )
        assert len(members) == 500
        found = []
        for member in members[::step]:
            file = archive.extractfile(member)
            assert file is not None
            found.append((member.name, parse(file.read(), Path(member.name).name)))
        return found


@pytest.mark.parametrize(
    "step", [pytest.param(10, id="a tenth"), pytest.param(1, id="all", marks=pytest.mark.scale)]
)
@pytest.mark.parametrize("width", [28, 76])
def test_documents_open_and_scroll_to_the_end(shared_data: Path, step: int, width: int) -> None:
    for name, document in documents(shared_data, step):
        reading = Viewport(document, width, 40)
        painter = Painter(reading.layout, role_styles(DARK), GUTTER, width + GUTTER)
        while True:
            for place, line in reading.lines:
                assert painter.strip(place, Layers(), reading.focus).cell_length == width + GUTTER, name
                for piece in line.pieces:
                    text = document.text[piece.start : piece.stop]
                    assert piece.cell + reading.cells.width(text) <= width, (name, text)
            if reading.at_end:
                break
            before = reading.top
            reading.move_page(1)
            assert reading.top > before, name
        assert (reading.percent, reading.minutes_left) == (100, 0.0)
