"""A field of a million letters takes no more lines and cells than a person could look through."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reader.library.documents.summaries import DocumentSummary
from reader.library.storage.cache.document_row import DocumentRow, Excerpt
from reader.text.identifiers import DocumentKey
from reader.tui.content.document_rows import draw_entry
from reader.tui.content.summary import summary_lines

_LETTERS = "w" * 1_000_000
_WORDS = "wave " * 200_000
_WIDTH = 50
_MOST_LINES = 2_000


def _row(text: str, problem: str = "") -> DocumentRow:
    return DocumentRow(
        DocumentKey("key"),
        Path("/x"),
        title=text,
        source=text,
        tags=(text,),
        warnings=(text,),
        problem=problem,
    )


@pytest.mark.parametrize("text", [_LETTERS, _WORDS], ids=["one word", "many words"])
@pytest.mark.parametrize("broken", [False, True], ids=["sound", "broken"])
def test_a_row_is_as_wide_as_the_list_whatever_its_fields_hold(text: str, broken: bool) -> None:
    (line,) = draw_entry(_row(text, text if broken else ""), 100, today=date(2026, 1, 1))
    assert sum(len(piece.text) for piece in line) <= 100


@pytest.mark.parametrize("text", [_LETTERS, _WORDS], ids=["one word", "many words"])
def test_the_page_beside_the_list_is_cut_whatever_the_fields_hold(text: str) -> None:
    summary = DocumentSummary((Excerpt(0, 10, text, ()),))
    for row in (_row(text), _row(text, problem=text)):
        lines = summary_lines(row, summary, None, _WIDTH)
        assert len(lines) <= _MOST_LINES
        assert max(sum(len(piece.text) for piece in line) for line in lines) <= _WIDTH
