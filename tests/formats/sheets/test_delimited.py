"""Tables in text files → documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.load import parse
from reader.formats.sheets import sheet_writer
from reader.formats.sheets.delimited import delimiter_of
from reader.text.document import Document

Check = Callable[[Document], None]


def test_rows_are_places(check_document: Check) -> None:
    document = parse(b'Port,Ships\nVelm,"4, or 5"\n\n"Keel\nNew",2\n', "a.csv")
    check_document(document)
    assert document.text == "Port\tShips\nVelm\t4, or 5\n\nKeel\nNew\t2"
    assert [block.kind for block in document.blocks] == ["table", "table"]
    assert document.cited_place(document.text.index("Keel")) == "row 4"
    assert document.format == "csv"


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\nc,d", ","),
        ("a;b\nc;1,5\nd;2,5", ";"),
        ("a\tb\nc\td", "\t"),
        ("a|b\nc|d", "|"),
        ("one\ntwo", ","),
    ],
)
def test_the_mark_between_cells_is_that_which_parts_rows_alike(text: str, delimiter: str) -> None:
    assert delimiter_of(text) == delimiter


def test_a_suffix_says_what_parts_cells() -> None:
    assert parse(b"a,b\tc\n", "a.tsv").text == "a,b\tc"


def test_other_encodings_and_rows_of_other_lengths(check_document: Check) -> None:
    document = parse("Ort;Schiffe\nKöln\nBonn;1;2\n".encode("utf-16"), "a.csv")
    check_document(document)
    assert document.text == "Ort\tSchiffe\t\nKöln\t\t\nBonn\t1\t2"


def test_a_quotation_mark_that_nothing_closes_loses_nothing() -> None:
    document = parse(b'a,"b\n' + b"c,d\n" * 50_000, "a.csv")
    assert document.text.startswith('a\t"b\nc\td\n')
    assert document.warnings == (
        "A quotation mark is not closed, so that quotation marks are read as they stand.",
    )


def test_further_rows_are_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_writer, "MAX_CELLS", 4)
    document = parse(b"a,b\nc,d\ne,f\n", "a.csv")
    assert document.text == "a\tb\nc\td"
    assert document.warnings[0].startswith("1 row left out: ")


def test_an_empty_file_says_so() -> None:
    assert parse(b"\n", "a.csv").warnings == ("The sheets have no text.",)


@given(
    st.lists(st.sampled_from(["a", ",", ";", "\t", '"', "\n", "\r\n", "|", " ", "\u202e", "é"]), max_size=60)
)
def test_any_text(check_document: Check, pieces: list[str]) -> None:
    document = parse("".join(pieces).encode(), "a.csv")
    check_document(document)
    assert document.text.strip() or document.warnings
