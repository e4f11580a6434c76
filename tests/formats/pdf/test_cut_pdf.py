"""PDF files that end too early are put together anew."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pdf import lines, pdf

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.formats.pdf.repair import repaired

BROKEN = "The file is broken: its end is missing. What stands in it is read as far as it can be."
PAGES = [lines(f"The berth number {number} is closed to all ships.") for number in range(1, 6)]


def packed(*objects: tuple[int, bytes]) -> bytes:
    """Objects packed together in a stream."""
    header, body = b"", b""
    for number, content in objects:
        header += b"%d %d " % (number, len(body))
        body += content + b" "
    stream = zlib.compress(header + body)
    numbers = (len(objects), len(header), len(stream))
    dictionary = b"<</Type/ObjStm/N %d/First %d/Filter/FlateDecode/Length %d>>" % numbers
    return b"90 0 obj\n%sstream\n%s\nendstream\nendobj\n" % (dictionary, stream)


def test_a_file_without_its_end_is_read() -> None:
    data = pdf(*PAGES)
    document = parse(data[: data.index(b"xref")], "a.pdf")
    assert document.warnings == (BROKEN,)
    assert [f"number {number}" in document.text for number in range(1, 6)] == [True] * 5
    assert document.places[-1].label == "page 5"


def test_the_pages_before_the_cut_are_read_without_the_root() -> None:
    data = pdf(*PAGES)
    start = data.index(b"1 0 obj")
    without_root = data[:start] + data[data.index(b"3 0 obj") :]  # the catalog and the root of the pages
    document = parse(without_root[: without_root.index(b"number 4")], "a.pdf")
    assert document.warnings[0] == BROKEN
    assert [f"number {number}" in document.text for number in range(1, 5)] == [True, True, True, False]


def test_objects_that_were_packed_together_are_found() -> None:
    data = pdf(PAGES[0])
    start, stop = data.index(b"1 0 obj"), data.index(b"3 0 obj")
    kids = data[data.index(b"/Kids[") + 6 : data.index(b"]", data.index(b"/Kids["))]
    root = b"<</Type/Pages/Count 1/Kids[%s]>>" % kids
    rest = data[:start] + data[stop : data.index(b"xref")]
    document = parse(rest + packed((1, b"<</Type/Catalog/Pages 2 0 R>>"), (2, root)), "a.pdf")
    assert document.warnings == (BROKEN,)
    assert "number 1" in document.text


def test_a_file_without_pages_says_that_it_is_broken() -> None:
    with pytest.raises(UnreadableFile, match="broken"):
        parse(b"%PDF-1.5\n1 0 obj\n<</Type/Font>>\nendobj\n", "a.pdf")


PIECES = [
    *(b"1 0 obj", b"2 0 obj ", b"<</Type/Page>>", b"<</Type/Catalog/Pages 1 0 R>>", b"\nendobj\n", b" obj"),
    *(b"stream\n", b"endstream", b"/Type/ObjStm/N 3/First 9/FlateDecode", zlib.compress(b"1 0 2 9 x y z")),
    *(packed((7, b"<</Type/Page>>")), packed(), b"999999999 0 obj", b"\n", b"%PDF-1.5\n", b"trailer<<>>"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=20).map(b"".join))
def test_any_pieces_are_put_together_or_not(data: bytes) -> None:
    whole = repaired(data)
    assert whole is None or whole.startswith(data)
    try:
        document = parse(b"%PDF-1.5\n" + data, "a.pdf")
    except UnreadableFile:
        return
    assert document.text or document.warnings
