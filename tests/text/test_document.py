"""Labels and quotations in the reading text, and how a paragraph is cited."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from reader.formats.builder import Builder
from reader.text.document import Block, Container, Document
from reader.text.spans import Span


def _document(*blocks: tuple[str, tuple[Container, ...]]) -> Document:
    builder = Builder()
    for text, containers in blocks:
        builder.begin(1, containers)
        builder.add(text)
        builder.end("paragraph")
    draft = builder.draft()
    return Document(draft.text, tuple(draft.blocks), tuple(draft.styles))


TWO = Container("item", 1, "2.")
INNER = Container("item", 2, "(a)")
QUOTE = Container("quote", 3)
DEEP = Container("quote", 4)
NOTE = Container("footnote", 5, "1")


def test_a_label_stands_before_the_first_block_of_its_container() -> None:
    document = _document(("One", (TWO,)), ("more", (TWO,)), ("Inner", (TWO, INNER)), ("Note", (NOTE,)))
    assert document.text == "2. One\nmore\n(a) Inner\n[1] Note"
    assert [document.text[block.start : block.end] for block in document.blocks] == [
        "One",
        "more",
        "Inner",
        "Note",
    ]
    assert [[document.quote(label) for label in block.labels] for block in document.blocks] == [
        ["2."],
        [],
        ["(a)"],
        ["[1]"],
    ]
    assert [document.text[style.start : style.end] for style in document.styles] == ["2.", "(a)", "[1]"]


def test_items_that_begin_together_have_both_labels() -> None:
    document = _document(("Both", (TWO, INNER)))
    assert document.text == "2. (a) Both"
    assert document.blocks[0].opening == 0


def test_a_task_has_its_box() -> None:
    done, open_ = Container("item", 1, "•", True), Container("item", 2, "•", False)
    assert _document(("Done", (done,)), ("Open", (open_,))).text == "☑ Done\n☐ Open"


def test_a_paragraph_is_cited_by_its_own_number() -> None:
    bullet = Container("item", 9, "•")
    document = _document(
        ("One", (TWO,)), ("Inner", (TWO, INNER)), ("None", ()), ("Point", (bullet,)), ("Note", (NOTE,))
    )
    assert [document.number_at(block.start) for block in document.blocks] == ["2", "2(a)", "", "", ""]
    assert document.is_numbered
    assert not _document(("One", (bullet,)), ("Note", (NOTE,))).is_numbered


def test_a_passage_is_cited_by_its_place_in_the_file_and_its_own_number() -> None:
    builder = Builder()
    for page, texts in enumerate((("One", "Two"), ("Three",)), start=1):
        builder.place(f"page {page}")
        for text in texts:
            builder.begin(containers=(TWO,) if text == "Two" else ())
            builder.add(text)
            builder.end("paragraph")
    builder.place("page 3")
    draft = builder.draft()
    document = Document(draft.text, tuple(draft.blocks), places=tuple(draft.places))
    assert [place.label for place in document.places] == ["page 1", "page 2"]
    cited = [document.cited_place(block.start) for block in document.blocks]
    assert cited == ["page 1", "page 1, para 2", "page 2"]
    assert document.cited_place(document.blocks[1].end + 1) == "page 1"
    assert Document("text").cited_place(2) == ""


def test_a_decimal_inside_a_decimal_is_parted_by_a_point() -> None:
    assert _document(("x", (TWO, Container("item", 2, "b)")))).number_at(3) == "2.b)"


def test_a_plain_page_has_the_levels_of_quotations() -> None:
    document = _document(("He said", ()), ("one\ntwo", (QUOTE,)), ("deep", (QUOTE, DEEP)), ("Out", ()))
    assert document.with_quote_marks() == "He said\n> one\n> two\n> > deep\nOut"


@pytest.mark.parametrize(
    ("passage", "copied"),
    [
        ("said\none", "said\n> one"),
        ("two", "> two"),
        ("two\ndeep\nOut", "> two\n> > deep\nOut"),
        ("de", "> > de"),
        ("Out", "Out"),
    ],
)
def test_a_part_of_a_quotation_has_its_levels_too(passage: str, copied: str) -> None:
    document = _document(("He said", ()), ("one\ntwo", (QUOTE,)), ("deep", (QUOTE, DEEP)), ("Out", ()))
    start = document.text.index(passage)
    assert document.with_quote_marks(Span(start, start + len(passage))) == copied


@pytest.mark.parametrize("height", [1, 3, 250])
def test_a_block_comes_back_from_pickle_as_it_was(height: int) -> None:
    rows = tuple((Span(row, row + 1), Span(row + 2, row + 9)) for row in range(height))
    block = Block("table", 0, 9, rows=rows, aligns=("", "left"), line=3, labels=(Span(0, 2),))
    again = pickle.loads(pickle.dumps(block))
    assert again == block
    assert all(isinstance(cell, Span) for row in again.rows for cell in row)
    ragged = replace(block, rows=(*rows, (Span(0, 1),)))
    assert pickle.loads(pickle.dumps(ragged)) == ragged
