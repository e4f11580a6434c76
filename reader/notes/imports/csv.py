"""CSV: our own export, and those of Hypothesis and Readwise, told apart by the names of their columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from reader.errors import NoteError
from reader.notes.imports.foreign import path, stable_id, time, times
from reader.notes.note import Note

_Row = Mapping[str, str]

# What the export puts before a cell that a spreadsheet would run: see `exports/csv.py`.
_GUARDED = re.compile(r"'(?=\s*[=+\-@＝＋－＠]|[\t\r])")
_OURS = frozenset({"id", "kind", "path", "quote", "body"})
_OWN_TEXTS = ("id", "kind", "path", "title", "source", "published", "body", "inner")
_HYPOTHESIS = frozenset({"url", "quote", "comment"})
_READWISE = frozenset({"highlight", "book title"})


def is_ours(text: str) -> bool:
    """Return whether the first line names the columns of one of the three."""
    return _reader_of(_columns(text)) is not None


def parse(text: str) -> list[Note]:
    """Return a note a row; NoteError names the row that fails."""
    record_of = _reader_of(_columns(text))
    assert record_of is not None
    notes: list[Note] = []
    for number, row in enumerate(_rows(text), start=2):
        try:
            notes.append(Note.from_json(record_of(row)))
        except NoteError as error:
            raise NoteError(f"Row {number}: {error}") from error
    return notes


def _rows(text: str) -> Iterator[_Row]:
    """The rows below the first by the names of their columns; a cell that is missing is empty."""
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        columns = [_name(column) for column in next(rows)]
        for cells in rows:
            yield dict.fromkeys(columns, "") | dict(zip(columns, cells, strict=False))
    except csv.Error as error:
        raise NoteError(f"Line {rows.line_num}: this is no CSV: {error}.") from error


def _columns(text: str) -> frozenset[str]:
    try:
        return frozenset(map(_name, next(csv.reader(io.StringIO(text.lstrip()[:4_000], newline="")), [])))
    except csv.Error:
        return frozenset()


def _name(column: str) -> str:
    return " ".join(column.split()).lower()


def _reader_of(columns: frozenset[str]) -> Callable[[_Row], dict[str, Any]] | None:
    for needed, record_of in ((_OURS, _own), (_HYPOTHESIS, _hypothesis), (_READWISE, _readwise)):
        if needed <= columns:
            return record_of
    return None


def _tags(cell: str) -> list[str]:
    return [tag for part in cell.split(",") if (tag := part.strip())]


def _own(row: _Row) -> dict[str, Any]:
    plain = {name: _GUARDED.sub("", cell, count=1) for name, cell in row.items()}
    quote = plain["quote"]
    return {
        **{name: plain.get(name, "") for name in _OWN_TEXTS},
        "quote": quote,
        "tags": _tags(plain.get("tags", "")),
        "links": _tags(plain.get("links", "")),
        "state": "lost" if quote.strip() else "document",
        **times(plain.get("created"), plain.get("modified")),
    }


def _hypothesis(row: _Row) -> dict[str, Any]:
    created = row.get("created at") or row.get("created")
    title = row.get("page") or row.get("title", "")
    return _foreign(
        row["url"], title, row["quote"], row["comment"], row.get("tags", ""), created,
        row.get("author") or row.get("user", ""),
    )  # fmt: skip


def _readwise(row: _Row) -> dict[str, Any]:
    return _foreign(
        row.get("url") or row["book title"], row["book title"], row["highlight"], row.get("note", ""),
        row.get("tags", ""), row.get("highlighted at"), "",
    )  # fmt: skip


def _foreign(
    address: str, title: str, quote: str, body: str, tags: str, created: str | None, creator: str
) -> dict[str, Any]:
    return {
        # These exports have no ids: the same passage with the same words is the same note.
        "id": stable_id("\0".join((address, quote, body)), time(created)),
        "path": path(address),
        "title": title,
        "quote": quote if quote.strip() else "",
        "body": body,
        "tags": _tags(tags),
        "kind": "highlight" if quote.strip() and not body.strip() else "note",
        # Not yet looked for: the library finds the passage when it knows the document.
        "state": "lost" if quote.strip() else "document",
        "creator": creator,
        **times(created, None),
    }
