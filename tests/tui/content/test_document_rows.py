"""The row of a document in a list."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from reader.library.storage.cache.document_row import DocumentRow
from reader.text.identifiers import DocumentKey
from reader.tui.content.document_rows import draw_entry


def _date_role(published_from: str) -> str:
    row = DocumentRow(
        DocumentKey("key"), Path("/x"), title="Light", published="2026-03-04", published_from=published_from
    )
    (line,) = draw_entry(row, 100, today=date(2026, 5, 1))
    return next(piece.role for piece in line if "4 Mar" in piece.text)


def test_the_time_of_a_file_is_fainter_than_a_date_that_the_text_gives() -> None:
    assert {_date_role(origin) for origin in ("front matter", "header", "dateline", "file name")} == {"dim"}
    assert _date_role("file time") == "faint"
