"""Workbooks → documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.formats.sheets import sheet_writer, workbook_limits
from reader.text.document import Document

Check = Callable[[Document], None]

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
Cell = str | float


def reference(row: int, column: int) -> str:
    letters = chr(ord("A") + column % 26)
    return (chr(ord("A") + column // 26 - 1) if column > 25 else "") + letters + str(row + 1)


def sheet_xml(rows: list[list[Cell]], merged: str = "") -> str:
    lines = []
    for number, row in enumerate(rows):
        cells = "".join(
            f'<c r="{reference(number, column)}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
            if isinstance(value, str)
            else f'<c r="{reference(number, column)}"><v>{value}</v></c>'
            for column, value in enumerate(row)
            if value != ""
        )
        lines.append(f'<row r="{number + 1}">{cells}</row>')
    areas = f'<mergeCells><mergeCell ref="{merged}"/></mergeCells>' if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{areas}</worksheet>'


def xlsx(hidden: str = "", **sheets: str) -> bytes:
    """An .xlsx of sheets by their names, each as XML; one may be hidden."""
    file = io.BytesIO()
    names = list(enumerate(sheets, 1))
    states = {hidden: ' state="hidden"'}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="r{number}"{states.get(name, "")}/>'
        for number, name in names
    )
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        made.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{R}"><sheets>{listed}</sheets></workbook>'
        )
        office = f'<Relationship Id="o" Type="{R}/officeDocument" Target="xl/workbook.xml"/>'
        made.writestr(
            "_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{office}</Relationships>'
        )
        links = "".join(
            f'<Relationship Id="r{number}" Type="{R}/worksheet" Target="worksheets/sheet{number}.xml"/>'
            for number, _name in names
        )
        made.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships">{links}</Relationships>',
        )
        for number, name in names:
            made.writestr(f"xl/worksheets/sheet{number}.xml", sheets[name])
    return file.getvalue()


def read(**sheets: str) -> Document:
    return parse(xlsx(**sheets), "a.xlsx")


def test_a_sheet_is_a_table_and_its_rows_are_places(check_document: Check) -> None:
    document = read(Sheet1=sheet_xml([["Port", "Ships"], ["Velm", 4.0], ["Keel", 2.5]]))
    check_document(document)
    assert document.text == "Port\tShips\nVelm\t4\nKeel\t2.5"
    assert [block.kind for block in document.blocks] == ["table"]
    assert document.cited_place(document.text.index("Keel")) == "sheet Sheet1, row 3"
    assert (document.format, document.warnings) == ("sheets", ())


def test_sheets_have_headings_and_empty_rows_part_tables() -> None:
    rows = sheet_xml([["", "Port", "Ships"], [], ["", "Velm", "4"], ["", "Keel", "2"]])
    document = read(Losses=rows, Other=sheet_xml([["x"]]))
    assert document.text == "Losses\n\nPort\tShips\n\nVelm\t4\nKeel\t2\n\nOther\n\nx"
    assert document.place_at(document.text.index("Keel")) == "sheet Losses, row 4"
    assert [block.kind for block in document.blocks] == ["heading", "table", "table", "heading", "table"]


def test_merged_cells_all_show_what_stands_there_but_a_title() -> None:
    rows: list[list[Cell]] = [["Losses"], ["Port", "Ships", ""], ["Velm", "4", "5"]]
    assert read(Sheet1=sheet_xml(rows, "B2:C2")).text == "Losses\t\t\nPort\tShips\tShips\nVelm\t4\t5"
    assert read(Sheet1=sheet_xml(rows, "A1:C1")).text == "Losses\t\t\nPort\tShips\t\nVelm\t4\t5"


def test_a_hidden_sheet_is_read_and_told() -> None:
    document = parse(xlsx(hidden="B", A=sheet_xml([["x"]]), B=sheet_xml([["y"]])), "a.xlsx")
    assert document.text == "A\n\nx\n\nB\n\ny"
    assert document.warnings == ("1 sheet hidden in the workbook, and read here.",)


def test_line_breaks_and_tabs_in_cells() -> None:
    document = read(Sheet1=sheet_xml([["a\tb", "c\nd"], ["", "e"]]))
    assert document.text == "a b\tc\nd\n\te"


def test_further_rows_are_left_out_and_counted(
    monkeypatch: pytest.MonkeyPatch, check_document: Check
) -> None:
    monkeypatch.setattr(sheet_writer, "MAX_CELLS", 6)
    document = read(A=sheet_xml([["a", "b"]] * 5), B=sheet_xml([["c"]]))
    check_document(document)
    assert document.text == "A\n\na\tb\na\tb\na\tb\n\nB"
    assert document.warnings[0].startswith("3 rows left out: ")


def test_too_far_apart_and_texts_shown_too_often_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadableFile, match="cells from the first to the last"):
        read(
            Sheet1=sheet_xml([["x"]]).replace("</row>", "</row><row r=\"1048576\"><c r='XFD1048576'/></row>")
        )
    monkeypatch.setattr(workbook_limits, "MAX_SHARED", 1_000)
    shared = sheet_xml([[0.0]]).replace('<c r="A1">', '<c r="A1" t="s">')
    file = io.BytesIO(xlsx(Sheet1=shared))
    with zipfile.ZipFile(file, "a") as made:
        made.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"><si><t>{"x" * 2_000}</t></si></sst>')
    with pytest.raises(UnreadableFile, match="its texts are more than"):
        parse(file.getvalue(), "a.xlsx")


@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.ods"])
def test_cut_anywhere_it_says_why(name: str) -> None:
    data = xlsx(Sheet1=sheet_xml([["x"]]))
    for end in range(0, len(data), len(data) // 10):
        with pytest.raises(UnreadableFile):
            parse(data[:end], name)


def test_settings_of_a_printer_may_have_a_document_type() -> None:
    file = io.BytesIO(xlsx(Berths=sheet_xml([["Berth 4"]])))
    with zipfile.ZipFile(file, "a") as made:
        made.writestr(
            "xl/printerSettings/printerSettings1.bin", '<?xml version="1.0"?><!DOCTYPE plist><plist/>'
        )
    assert "Berth 4" in parse(file.getvalue(), "a.xlsx").text


def test_a_password_is_told() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(UnreadableFile, match="protected with a password"):
        parse(data, "a.xlsx")


def test_an_empty_workbook_says_so() -> None:
    assert read(Sheet1=sheet_xml([])).warnings == ("The sheets have no text.",)


ODS = (
    '<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="Losses"><table:table-row>'
    "<table:table-cell><text:p>Port</text:p></table:table-cell>"
    '<table:table-cell table:number-columns-repeated="2"><text:p>2.50 %</text:p></table:table-cell>'
    '<table:table-cell table:number-columns-repeated="16381"/></table:table-row>'
    '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
    "<table:table-row><table:table-cell><text:p>Velm<text:s/>east</text:p><office:annotation><text:p>no</text:p>"
    "</office:annotation></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
    "</office:document>"
)


def test_sheets_of_opendocument_as_they_are_shown(check_document: Check) -> None:
    document = parse(ODS.encode(), "a.fods")
    check_document(document)
    assert document.text == "Losses\n\nPort\t2.50 %\t2.50 %\n\nVelm east"
    assert document.place_at(len(document.text) - 1) == "sheet Losses, row 5"


@given(
    st.lists(
        st.lists(st.sampled_from(["", "a", "\u202eb", "c\nd", "e\tf", 1.0, -0.5]), max_size=30), max_size=8
    )
)
def test_any_cells(check_document: Check, rows: list[list[Cell]]) -> None:
    document = read(Sheet1=sheet_xml(rows))
    check_document(document)
    assert document.text.strip() or document.warnings
