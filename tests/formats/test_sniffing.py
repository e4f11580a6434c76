"""A file is read by what it holds, where its name says nothing or something else."""

from __future__ import annotations

import io
import zipfile

import pytest

from reader.formats.load import parse, parse_all
from reader.formats.registry import FORMATS, format_of
from reader.formats.sniffing import format_by_content

PAGE = b"<!DOCTYPE html>\n<html><body><h1>Roads</h1><p>Ships wait.</p></body></html>"
KNOWN = {known.name for known in FORMATS}


def zipped(*names: str, first: bytes = b"x") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, first)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4", "pdf"),
        (b"{\\rtf1 x}", "rtf"),
        (PAGE, "html"),
        (b'<?xml version="1.0"?>\n<!-- saved -->\n<html xmlns="x">', "html"),
        (b"From a@b Mon Jun 01 10:00:00 2009\nSubject: x\n\nText.", "mbox"),
        (zipped("[Content_Types].xml", "word/document.xml"), "word"),
        (zipped("mimetype", "content.xml", first=b"application/vnd.oasis.opendocument.text"), "odf"),
        (zipped("mimetype", first=b"application/epub+zip"), "epub"),
        (zipped("a.txt"), "zip"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "sheets"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "slides"),
        (zipped("mimetype", first=b"application/vnd.oasis.opendocument.spreadsheet"), "sheets"),
        (b"Plain text about <html> and %PD.", ""),
        (b"From here on\nit is: open.", ""),
        ("<html>".encode("utf-16"), ""),
        (b"", ""),
    ],
)
def test_what_bytes_are_surely_of(data: bytes, name: str) -> None:
    assert format_by_content(data) == name


def test_a_text_that_is_something_else_is_read_as_that_and_says_so() -> None:
    document = parse(PAGE, "page.txt")
    assert (document.format, document.title) == ("html", "Roads")
    assert document.warnings == ("It is read as web page, though its name ends in .txt.",)
    assert parse(PAGE, "page.html").warnings == ()
    assert parse(PAGE, "page").format == "html"
    assert parse(PAGE, "page").warnings == ()
    assert parse(PAGE, "page.md").format == "markdown"
    assert [part.inner for part in parse_all(zipped("a.txt", "b.txt"), "week.txt")] == ["", "a.txt", "b.txt"]


def test_utf_16_stays_text() -> None:
    document = parse("The berth is closed.".encode("utf-16"), "a.txt")
    assert (document.format, document.text) == ("text", "The berth is closed.")


def test_a_web_page_that_a_program_saved_under_its_own_suffix() -> None:
    assert format_of("report.doc", PAGE).name == "html"
    assert format_of("report.xls", PAGE).name == "html"
    assert format_of("a.rtf", b"{\\rtf1 x}").name in KNOWN
