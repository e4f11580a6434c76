"""Banners on each page, numbers that open no item, quoted lines, entries, hearings and label lines."""

from __future__ import annotations

import pytest
from invariants import check_document

from reader.formats.load import parse
from reader.text.document import Document


def read(text: str, name: str = "a.txt") -> Document:
    document = parse(text.encode(), name)
    check_document(document)
    return document


def texts(document: Document, kind: str = "paragraph") -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def test_banners_and_numbers_of_pages_are_furniture() -> None:
    page = "RESTRICTED\n\n{0}. The depot counted four trucks at the bridge.\n\nRESTRICTED\n- {0} -\n\n"
    document = read(f"Trucks at the Bridge\n\n{page.format(1)}{page.format(2)}")
    ends = ["RESTRICTED", "- 1 -", "RESTRICTED", "RESTRICTED", "- 2 -"]
    assert texts(document, "furniture") == ["RESTRICTED", *ends]
    assert len(document.sentences) == 3


def test_a_banner_under_a_signature_is_parted_from_it() -> None:
    document = read(
        "SECRET\n\nNote on the bridge\n\nFour trucks crossed the bridge.\n\n      /s/ A. Lind\n      SECRET\n"
    )
    assert texts(document, "furniture") == ["SECRET", "SECRET"]
    assert "/s/ A. Lind" in texts(document)


def test_a_number_at_the_beginning_of_a_full_line_may_be_no_marker() -> None:
    lines = [
        "1. The depot said that four trucks had crossed the bridge on May",
        "17. Nobody had been stopped at the gate, and nobody asked who had",
        "counted them.",
        "2. The drivers were not named by the depot, nor by the guards who",
        "saw them.",
    ]
    assert [item[:9] for item in texts(read("\n".join(lines)))] == ["The depot", "The drive"]


def test_quoted_lines_without_a_stop_go_on() -> None:
    document = read("Nora,\n\nFour.\n\n> We have four trucks in the log of\n> Tuesday.\n>\n> Karl\n")
    assert "We have four trucks in the log of Tuesday." in texts(document)


def test_a_date_under_a_title_is_not_joined_to_it() -> None:
    document = read("Report of the Board on the Bridges of the North\n17.9.2024\n\n1. The board met twice.\n")
    assert texts(document, "heading") == ["Report of the Board on the Bridges of the North"]


def test_an_entry_with_a_label_goes_on_in_its_indent() -> None:
    document = read(
        'Works\n\n[7]  Lind, N., "Bridges",\n     third printing, 1998.\n\n[8]  Berg, K., "Gates".\n'
    )
    assert '[7]  Lind, N., "Bridges", third printing, 1998.' in texts(document)


def test_speakers_and_stage_directions_of_a_hearing() -> None:
    document = read(
        "HEARING ON BRIDGES\n\nThe CHAIRWOMAN. We will begin.\n\nSenator LIND. Thank you.\n\n[Recess.]\n\n"
        "The CHAIRWOMAN. We go on.\n\n(Whereupon, at 3:10 p.m., the committee adjourned.)\n"
    )
    sentences = [document.quote(sentence) for sentence in document.sentences]
    assert sentences == ["HEARING ON BRIDGES", "We will begin.", "Thank you.", "We go on."]


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
def test_label_lines_are_metadata(name: str) -> None:
    document = read(
        "# Four trucks at the bridge\n\n**Published:** September 17, 2024\n**Publisher:** The Lerwick Post\n"
        "**Author:** N. Lind\n\nFour trucks crossed the bridge before dawn.\n",
        name,
    )
    assert (document.published, document.source) == ("2024-09-17", "The Lerwick Post")
    assert ("author", "N. Lind") in document.meta
    assert "Lerwick Post" not in " ".join(document.quote(sentence) for sentence in document.sentences)


def test_a_label_in_a_sentence_is_none() -> None:
    document = read("Source: the harbour log, which the pilots keep by hand and nobody else may read.\n")
    assert document.sentences


def test_an_abbreviation_at_the_end_of_a_line_ends_nothing() -> None:
    text = (
        "VELMORA WINS\n\nVelmora Co said the U.S.\nDistrict Court for Tessel ruled that Orm had infringed\n"
        "on its patent for certain ships and for the quays that they\nlie at in the winter, and fined it.\n"
    )
    document = parse(text.encode(), "report.txt")
    assert "said the U.S. District Court" in document.text


def test_turns_that_only_hard_breaks_part_have_their_speakers() -> None:
    turns = "\u00a0  \n".join(
        f"{label}\u00a0 The harbour is {state}.  \n"
        for label, state in (("MS. KEEL:", "open"), ("Q", "shut"), ("MS. KEEL:", "open"), ("Q", "full"))
    )
    document = parse(f"Room\n\n{turns}".encode(), "briefing.md")
    labels = [document.text[style.start : style.end] for style in document.styles if style.kind == "speaker"]
    assert labels == ["MS. KEEL:", "Q", "MS. KEEL:", "Q"]
