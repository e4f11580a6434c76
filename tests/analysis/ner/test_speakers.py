"""Speakers' labels in transcripts: who is named in them, and what of them is no name."""

from __future__ import annotations

import pytest

from reader.analysis.linking.within_document import link_mentions
from reader.analysis.ner.segments import prose
from reader.analysis.ner.speakers import speakers
from reader.analysis.pipeline import Recogniser
from reader.analysis.worker.queue import Payload
from reader.text.document import Block, Document, Style


def transcript(*turns: tuple[str, str]) -> Document:
    """A document with a paragraph a turn, each a label and what is said."""
    blocks, styles, text = [], [], ""
    for label, words in turns:
        start = len(text)
        text += f"{label} {words}"
        styles.append(Style("speaker", start, start + len(label) + 1))
        blocks.append(Block("paragraph", start, len(text)))
        text += "\n\n"
    return Document(text.rstrip(), tuple(blocks), tuple(styles))


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("MR. KEEL:", "KEEL"),
        ("SECRETARY ANA ORM:", "ANA ORM"),
        ("MS. DUVAL-REY:", "DUVAL-REY"),
        ("ADMINISTRATOR LUND:", "LUND"),
        ("Dr. Vara Orm:", "Vara Orm"),
        ("ACTING ADMINISTRATOR LUND:", "LUND"),
        ("Q", ""),
        ("Q:", ""),
        ("THE PRESIDENT:", ""),
        ("SENIOR ADMINISTRATION OFFICIAL:", ""),
        ("AUDIENCE MEMBER:", ""),
        ("PRIME MINISTER:", ""),
    ],
)
def test_a_label_names_who_speaks_and_nobody_else(label: str, name: str) -> None:
    document = transcript((label, "We will go to the harbour."))
    found = [document.text[item.start : item.end] for item in speakers(document)]
    assert found == ([name] if name else [])


def test_a_speaker_is_the_person_of_the_text() -> None:
    document = transcript(("MR. KEEL:", "Good day."), ("Q", "Robert, is Dora Keel here?"))
    raw = speakers(document)
    at = document.text.index("Dora")
    both = [raw[0], raw[0]._replace(start=at, end=at + 9)]
    assert [item.entity for item in link_mentions(document, both)] == ["Dora Keel", "Dora Keel"]


@pytest.mark.parametrize(("label", "entity"), [("MS. MCLUND:", "McLund"), ("MR. O’DAY:", "O’Day")])
def test_a_speaker_of_whom_no_more_is_known_is_written_as_names_are(label: str, entity: str) -> None:
    document = transcript((label, "Good day."))
    assert [item.entity for item in link_mentions(document, speakers(document))] == [entity]


def test_labels_and_stage_directions_are_no_prose() -> None:
    document = transcript(("MR. KEEL:", "We go. (Laughter.) And stay."))
    aside = document.text.index("(")
    document = Document(document.text, document.blocks, (*document.styles, Style("aside", aside, aside + 11)))
    said = [document.text[span.start : span.end].strip() for span in prose(document)]
    assert said == [
        "We go.",
        "And stay.",
    ]


def test_in_a_transcript_only_people_are_named(recogniser: Recogniser) -> None:
    document = transcript(
        ("MR. KEEL:", "Good afternoon, everybody."),
        ("Q", "Robert, has the President spoken to Senator Dora Lund?"),
        ("MR. KEEL:", "He has. I was in Geneva with Senator Lund on Friday."),
        ("Q", "Josh, thank you."),
    )
    names = {(item.entity, item.type) for item in recogniser.mentions(document) if item.type != "DATE"}
    assert ("Keel", "PERSON") in names
    assert ("Dora Lund", "PERSON") in names
    assert not [name for name, _ in names if name.startswith(("Q", "MR"))]
    payload = Payload.of(document).document()
    assert recogniser.mentions(payload) == recogniser.mentions(document), "the worker sees the same"


def test_what_names_nobody_is_no_name(recogniser: Recogniser) -> None:
    document = Document("Ana Orm, J.D., of the Fact Sheet said COVID-19 and Ebola came to Oslo.")
    assert {item.entity for item in recogniser.mentions(document)} >= {"Ana Orm", "Oslo"}
    assert not {"COVID-19", "Ebola", "J.D.", "Fact Sheet"} & {
        item.entity for item in recogniser.mentions(document)
    }
