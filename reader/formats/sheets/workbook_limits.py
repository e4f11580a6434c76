"""What a workbook (.xlsx) may hold before it is given to the library that reads it.

The library makes a full grid of each sheet, from its first cell to its last, and a copy of a shared text for
each cell that shows it. Both are bounded here, by the cells that the XML names.
"""

from __future__ import annotations

import re

from reader.errors import FormatError
from reader.formats.office.office_file import OfficeFile

MAX_AREA = 6_000_000
"""The cells between the first and the last of a sheet, empty ones too."""
MAX_SHARED = 128 * 1024 * 1024
"""The bytes of shared texts, counted for each cell that shows one."""
_CELL = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{1,4})(\d{1,9})[\"']")
_SHARED = re.compile(rb"\bt\s*=\s*[\"']s[\"']")
_TEXT = re.compile(rb"<(?:\w+:)?si\b.*?</(?:\w+:)?si>", re.DOTALL)


def check(file: OfficeFile) -> None:
    """Raise FormatError when a workbook is too large to be read, or is none."""
    if "xl/workbook.xml" not in file and "xl/workbook.bin" not in file and "[Content_Types].xml" not in file:
        raise FormatError("it is no workbook")
    longest, shown = 0, 0
    for name in sorted(file.names):
        if not name.endswith((".xml", ".rels", ".bin")):
            continue
        data = file.read(name)
        # The settings of a printer (.bin) may have one: no XML reader sees them.
        if b"<!DOCTYPE" in data[:4_096] and not name.endswith(".bin"):
            raise FormatError(f"{name} in it has a document type, which no such file needs")
        if "sharedstrings" in name.lower():
            longest = max(map(len, _TEXT.findall(data)), default=0)
        elif "/worksheets/" in name and name.endswith(".xml"):
            _check_area(data)
            shown += len(_SHARED.findall(data))
    if longest * shown > MAX_SHARED:
        raise FormatError(f"its texts are more than {MAX_SHARED // 1_048_576} MB", "too-large")


def _check_area(data: bytes) -> None:
    references = _CELL.findall(data)
    columns = set(map(_column, {letters for letters, _digits in references}))
    rows = set(map(int, {digits for _letters, digits in references}))
    if not references:
        return
    area = (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)
    if area > MAX_AREA:
        raise FormatError(
            f"a sheet has {area:,} cells from the first to the last, and {MAX_AREA:,} is the limit",
            "too-large",
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
