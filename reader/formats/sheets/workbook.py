"""Workbooks (.xlsx, .xls, .ods) → a document with the tables of the sheets, each row a place.

python-calamine reads the cells of Excel; what they show is written here: dates as ISO 8601, numbers to 15
digits. Formulas are their last values.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

import python_calamine as calamine

from reader.errors import FormatError
from reader.formats.builder import Draft
from reader.formats.format import Context, Part
from reader.formats.office.compound import CompoundFile
from reader.formats.office.finishing import set_properties
from reader.formats.office.odf.odf_xml import OdfParts
from reader.formats.office.office_file import OLE, OfficeFile
from reader.formats.office.word.word_xml import PREFIXES
from reader.formats.sheets import workbook_limits
from reader.formats.sheets.open_document import write_sheets
from reader.formats.sheets.sheet_writer import NumberedRow, SheetWriter
from reader.text.plural import plural

MAX_SHEETS = 1_000
_DEFAULT_NAMES = ("sheet1", "tabelle1", "feuil1", "hoja1", "foglio1")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"
_MAX_MERGED = 200_000
_EXACT = 1e15
"""From here on a floating-point number does not hold every integer."""
_PROTECTED = "it is protected with a password; save it without one to read it here"


def load(data: bytes, context: Context) -> Iterator[Part]:
    """Yield the one document of a workbook; raises FormatError."""
    if context.name.lower().endswith((".ods", ".fods")) or _OPEN_DOCUMENT in data[:200]:
        writer = SheetWriter()
        write_sheets(OdfParts(data), writer)
        yield "", writer.draft()
        return
    file: OfficeFile | None = None
    if data.startswith(b"PK"):
        file = OfficeFile(data)
        workbook_limits.check(file)
    elif data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FormatError(_PROTECTED, "password")
        _check_older(CompoundFile(data))
    writer = SheetWriter()
    hidden = _write(data, writer)
    draft = writer.draft()
    if hidden:
        draft.warnings.append(f"{plural(hidden, 'sheet')} hidden in the workbook, and read here.")
    if file is not None:
        _describe(file, draft)
    yield "", draft


def _check_older(file: CompoundFile) -> None:
    """Raise FormatError when the workbook in a compound file is not there or not whole.

    The library would end in a panic on most of these, which it writes to the screen.
    """
    name = next((name for name in ("Workbook", "WORKBOOK", "Book", "BOOK") if name in file), "")
    if not name:
        raise FormatError("it is no workbook")
    file.read(name)


def _write(data: bytes, writer: SheetWriter) -> int:
    """Write all sheets; return how many of them are hidden."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        kinds = (calamine.SheetTypeEnum.WorkSheet, calamine.SheetTypeEnum.MacroSheet)
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ in kinds][:MAX_SHEETS]
        for sheet in sheets:
            has_heading = len(sheets) > 1 or sheet.name.lower() not in _DEFAULT_NAMES
            writer.sheet(sheet.name, _rows(book.get_sheet_by_name(sheet.name)), has_heading=has_heading)
    except calamine.PasswordError as error:
        raise FormatError(_PROTECTED, "password") from error
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        raise FormatError(f"it is broken: {' '.join(str(error).split())[:200]}") from error
    except BaseException as error:
        # A failure in the library's Rust is an exception that only BaseException is above.
        if type(error).__name__ != "PanicException":
            raise
        raise FormatError("it is broken: its sheets cannot be told apart") from error
    return sum(sheet.visible != calamine.SheetVisibleEnum.Visible for sheet in sheets)


def _rows(sheet: calamine.CalamineSheet) -> Iterable[NumberedRow]:
    """Yield the rows of a sheet, in each cell of a merged area what stands there.

    What is alone in its rows is a title over the columns and stands there once.
    """
    first_row, first_column = sheet.start if sheet.start is not None else (0, 0)
    areas = _merged_areas(sheet)
    covered: dict[int, dict[int, str]] = {}
    for number, values in enumerate(sheet.to_python(skip_empty_area=True), first_row):
        cells = [_SHOWN[type(value)](value) for value in values]
        is_title = len(cells) - cells.count("") == 1
        for left, bottom, right in areas.get(number, ()):
            column = left - first_column
            if 0 <= column < len(cells) and not (is_title and bottom == number):
                for row in range(number, bottom + 1):
                    covered.setdefault(row, {}).update(dict.fromkeys(range(left, right + 1), cells[column]))
        for column, text in covered.pop(number, {}).items():
            if 0 <= column - first_column < len(cells):
                cells[column - first_column] = text
        yield NumberedRow(number + 1, cells)


def _merged_areas(sheet: calamine.CalamineSheet) -> dict[int, list[tuple[int, int, int]]]:
    """Return the merged areas by their first row, as first column, last row and last column."""
    areas: dict[int, list[tuple[int, int, int]]] = {}
    count = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        count += (bottom - top + 1) * (right - left + 1)
        if count > _MAX_MERGED:
            break
        areas.setdefault(top, []).append((left, bottom, right))
    return areas


def _text(value: str) -> str:
    return value.strip()


def _truth(value: bool) -> str:
    return "TRUE" if value else "FALSE"


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT else f"{value:.15g}"


def _moment(value: datetime) -> str:
    return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")


def _clock(value: time) -> str:
    return value.isoformat("seconds")


_SHOWN: dict[type, Callable[..., str]] = {
    str: _text,
    bool: _truth,
    int: str,
    float: _number,
    datetime: _moment,
    date: date.isoformat,
    time: _clock,
    timedelta: str,
}
"""How a value of each type is written."""


def _describe(file: OfficeFile, draft: Draft) -> None:
    try:
        root = file.xml("docProps/core.xml", PREFIXES, frozenset())
    except FormatError:
        return
    if root is not None:
        names = ("dc:title", "dcterms:created", "dc:creator", "cp:keywords")
        set_properties(draft, *(root.findtext(name) or "" for name in names))
