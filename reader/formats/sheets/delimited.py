"""Tables in text files (.csv, .tsv) → a document with one table, each row a place."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from reader.errors import FormatError
from reader.formats.decoding.text_file import read_text
from reader.formats.format import Context, Part
from reader.formats.sheets.sheet_writer import NumberedRow, SheetWriter

_DELIMITERS = ",;\t|"
_SAMPLE = 64 * 1024


def load(data: bytes, context: Context) -> Iterator[Part]:
    """Yield the one document of a .csv or .tsv file; raises FormatError."""
    file = read_text(data)
    text = file.body
    delimiter = "\t" if context.name.lower().endswith((".tsv", ".tab")) else delimiter_of(text[:_SAMPLE])
    writer = SheetWriter()
    warnings: list[str] = []
    try:
        rows = list(_rows(text, delimiter, csv.QUOTE_MINIMAL))
    except csv.Error:
        # A field longer than the limit of the package: a quotation mark that nothing closes.
        rows = list(_rows(text, delimiter, csv.QUOTE_NONE))
        warnings.append("A quotation mark is not closed, so that quotation marks are read as they stand.")
    writer.sheet("", rows, has_heading=False)
    draft = writer.draft()
    draft.warnings += warnings
    yield "", file.described(draft)


def delimiter_of(sample: str) -> str:
    """Return what parts the cells of a text: the mark that parts most lines into the same number of cells."""
    lines = [line for line in sample.splitlines() if line.strip()][:100]

    def agreement(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if row)
        except csv.Error:
            return 0, 0
        width, count = max(
            widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0)
        )
        return (count, width) if width > 1 else (0, 0)

    return max(_DELIMITERS, key=agreement)


def _rows(text: str, delimiter: str, quoting: Literal[0, 3]) -> Iterator[NumberedRow]:
    if "\0" in text:
        raise FormatError("it is no text", "not-text")
    lines = text.splitlines(keepends=True)
    for number, row in enumerate(csv.reader(lines, delimiter=delimiter, quoting=quoting), 1):
        yield NumberedRow(number, [cell.strip() for cell in row])
