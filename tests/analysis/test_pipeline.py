"""Mentions with the real model: the founding seed, awkward documents, and what always holds."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.analysis.explanations import explain_mention
from reader.analysis.pipeline import GROUPS, Mention, Recogniser
from reader.analysis.versions import ANALYSIS_VERSION
from reader.errors import ModelError
from reader.formats.load import load
from reader.text.document import Block, Document
from reader.text.spans import Span

FULL_NAMES = {
    "Barnea": "David Barnea",
    "Trump": "Donald Trump",
    "Witkoff": "Steve Witkoff",
    "Araghchi": "Abbas Araghchi",
    "Netanyahu": "Benjamin Netanyahu",
}


def found(document: Document, recogniser: Recogniser) -> dict[str, Mention]:
    return {document.text[item.start : item.end]: item for item in recogniser.mentions(document)}


def check_layer(text: str, mentions: list[Mention]) -> None:
    assert all(0 <= item.start < item.end <= len(text) for item in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
    assert all(item.type in GROUPS and item.entity and explain_mention(item.reasons) for item in mentions)


def test_the_founding_seed(shared_data: Path, recogniser: Recogniser) -> None:
    document = load(next((shared_data / "seeds").glob("*.txt")))
    mentions = recogniser.mentions(document)
    check_layer(document.text, mentions)
    for surname, full in FULL_NAMES.items():
        places = [item for item in mentions if document.text[item.start : item.end].split()[-1] == surname]
        assert len(places) == document.text.count(surname)
        assert {(item.type, item.entity) for item in places} == {("PERSON", full)}
    named = {document.text[item.start : item.end]: (item.type, item.entity) for item in mentions}
    assert named["U.S."] == named["United States"] == ("GPE", "United States")
    assert named["Mossad"] == ("ORG", "Mossad")
    assert named["Axios"] == ("ORG", "Axios")
    assert named["Mar-a-Lago"][0] == "FAC"
    assert named["USS Abraham Lincoln"] == ("PRODUCT", "USS Abraham Lincoln")
    assert named["Iran"][0] == named["Israel"][0] == "GPE"


def test_a_headline_in_capitals_takes_its_names_from_the_text(recogniser: Recogniser) -> None:
    text = "MINISTER VOLKER HARTMANN MEETS NATO ENVOY IN OSLO\n\nVolker Hartmann met the envoy in Oslo."
    end = text.index("\n")
    document = Document(text, (Block("heading", 0, end, level=1), Block("paragraph", end + 2, len(text))))
    mentions = found(document, recogniser)
    assert mentions["VOLKER HARTMANN"].entity == "Volker Hartmann"
    assert mentions["VOLKER HARTMANN"].type == "PERSON"
    assert mentions["NATO"].type == "ORG"
    assert mentions["OSLO"].type == "GPE"


def test_code_and_the_gaps_between_blocks_name_nobody(recogniser: Recogniser) -> None:
    text = "Angela\nMerkel\nAngela Merkel = Berlin"
    document = Document(
        text,
        (Block("heading", 0, 6, level=1), Block("heading", 7, 13, level=1), Block("code", 14, len(text))),
    )
    assert all(item.end <= 13 and not item.start < 6 < item.end for item in recogniser.mentions(document))


def test_a_table_is_read_cell_by_cell(recogniser: Recogniser) -> None:
    text = "Name\tPlace\nIngrid Solberg\tNorway"
    rows = ((Span(0, 4), Span(5, 10)), (Span(11, 25), Span(26, 32)))
    document = Document(text, (Block("table", 0, len(text), rows=rows),))
    mentions = found(document, recogniser)
    assert mentions["Norway"].type == "GPE"
    assert mentions["Ingrid Solberg"].type == "PERSON"


def test_a_large_document_is_read_in_parts(recogniser: Recogniser) -> None:
    sentence = "Karin Lindqvist told Reuters in Stockholm that the talks had failed. "
    text = sentence * 300  # one paragraph far above the size of a part
    mentions = recogniser.mentions(Document(text))
    check_layer(text, mentions)
    people = [item for item in mentions if text[item.start : item.end] == "Karin Lindqvist"]
    assert len(people) == 300
    assert {item.type for item in people} == {"PERSON"}


def test_nothing_in_nothing_out(recogniser: Recogniser) -> None:
    assert recogniser.mentions(Document("")) == []
    assert recogniser.mentions(Document(" \n\t\n")) == []


def test_a_model_that_is_not_there_is_said_to_be_missing() -> None:
    with pytest.raises(ModelError, match="no_such_model"):
        Recogniser.load("no_such_model")


def test_the_version_names_the_model(recogniser: Recogniser) -> None:
    assert recogniser.version.startswith("en_core_web")
    assert recogniser.version.endswith(f"/{ANALYSIS_VERSION}")


words = st.sampled_from(
    [
        "Barnea",
        "U.S.",
        "the",
        "USS",
        "Lincoln",
        "said",
        "Mr.",
        "\n",
        "\n\n",
        "’s",
        "—",
        "(AP)",
        "İ",
        "GENEVA,",
        "Smith",
        ".",
    ]
)


@settings(max_examples=40)
@given(st.one_of(st.lists(words, max_size=25).map(" ".join), st.text(max_size=60)))
def test_mentions_lie_in_the_text_and_never_overlap(recogniser: Recogniser, text: str) -> None:
    check_layer(text, recogniser.mentions(Document(text)))
