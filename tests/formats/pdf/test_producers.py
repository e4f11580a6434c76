"""Known faults of what makes PDF files."""

from __future__ import annotations

import pytest

from reader.formats.pdf.page_text import Cell, Line, Page
from reader.formats.pdf.producers import mend_known_faults


@pytest.mark.parametrize(
    ("creator", "text"), [("DBLaTeX-0.3.12", "├── src"), ("Writer", "b''├b''b''─b''b''─b'' src")]
)
def test_marks_of_bytes_are_taken_out_of_listings_of_dblatex(creator: str, text: str) -> None:
    written = "b''├b''b''─b''b''─b'' src"
    line = Line(1, written, 0, 100, 50, 10, cells=(Cell(0, 50, written), Cell(60, 100, "b")))
    mend_known_faults([Page(1, 100, 100, [line])], {"Creator": creator})
    assert (line.text, line.cells[0].text, line.cells[1].text) == (text, text, "b")
