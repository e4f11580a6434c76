"""Sheets of OpenDocument (.ods, .fods) → rows of cells as they are shown.

The format keeps beside each value the text that it was shown as, with its currency and in its form of dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from reader.errors import FormatError
from reader.formats.office.odf.odf_xml import OdfParts, children_through, repeated
from reader.formats.sheets.sheet_writer import MAX_COLUMNS, NumberedRow, SheetWriter

_ROW_GROUPS = ("table:table-header-rows", "table:table-rows", "table:table-row-group")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_DEFAULT_NAMES = ("sheet1", "tabelle1", "feuille1", "hoja1", "foglio1")
_COMMENT = "office:annotation"


def write_sheets(parts: OdfParts, writer: SheetWriter) -> None:
    """Write all sheets of a file. Raises FormatError when it has none."""
    body = parts.content().find("office:body")
    book = body.find("office:spreadsheet") if body is not None else None
    if book is None:
        raise FormatError("it has no sheets")
    sheets = book.findall("table:table")
    for sheet in sheets:
        name = sheet.get("table:name", "")
        has_heading = len(sheets) > 1 or name.lower() not in _DEFAULT_NAMES
        writer.sheet(name, _rows(sheet), has_heading=has_heading)


def _rows(sheet: Element) -> Iterator[NumberedRow]:
    number = 1
    for row in children_through(sheet, ("table:table-row",), _ROW_GROUPS):
        cells: list[str] = []
        for cell in children_through(row, _CELLS, ()):
            count = repeated(cell, "table:number-columns-repeated")
            cells += [_text(cell)] * min(count, max(0, MAX_COLUMNS - len(cells)))
        while cells and not cells[-1]:
            cells.pop()
        count = repeated(row, "table:number-rows-repeated")
        for offset in range(count if cells else 1):
            yield NumberedRow(number + offset, cells)
        number += count


def _text(cell: Element) -> str:
    lines = []
    for child in cell:
        if child.tag != _COMMENT:
            lines.append(" ".join("".join(_pieces(child)).split()))
    return "\n".join(filter(None, lines))


def _pieces(element: Element) -> Iterator[str]:
    """Yield the text in a paragraph, a space for each of the elements that stand for one."""
    yield element.text or ""
    for child in element:
        if child.tag in ("text:s", "text:tab", "text:line-break"):
            yield " "
        elif child.tag != _COMMENT:
            yield from _pieces(child)
        yield child.tail or ""
