"""What joins names within one document, and what must not."""

from __future__ import annotations

import pytest

from reader.analysis.linking.within_document import link_mentions
from reader.analysis.ner.boundaries import RawMention, pieces, trim
from reader.analysis.reasons import ReasonKind
from reader.text.document import Document


def entities(text: str, *named: tuple[str, str]) -> list[str]:
    """The entity of each name in turn, each looked for after the one before."""
    raw, at = [], 0
    for name, type_ in named:
        at = text.index(name, at)
        raw.append(RawMention.of(at, at + len(name), type_, ReasonKind.MODEL))
        at += len(name)
    return [item.entity for item in link_mentions(Document(text), raw)]


def test_titles_part_two_people() -> None:
    text = "President Reyes and First Lady Carmen Reyes came. Reyes spoke."
    names = entities(text, ("Reyes", "PERSON"), ("Carmen Reyes", "PERSON"), ("Reyes", "PERSON"))
    assert names == ["Reyes", "Carmen Reyes", "Reyes"]
    text = "King Salman and Crown Prince Mohammed bin Salman came."
    names = entities(text, ("King Salman", "PERSON"), ("Prince Mohammed bin Salman", "PERSON"))
    assert names == ["King Salman", "Prince Mohammed bin Salman"]


def test_titles_that_one_person_may_have_part_nobody() -> None:
    text = "Senator Dora Lund came. Mrs. Lund spoke, and Secretary Lund left."
    named = [("Dora Lund", "PERSON"), ("Lund", "PERSON"), ("Lund", "PERSON")]
    assert entities(text, *named) == ["Dora Lund"] * 3


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Commonwealth Board (VA) met.", [("Commonwealth Board", "ORG"), ("VA", "ORG")]),
        ("In Congress called the Harbour Act nobody.", [("Congress", "ORG"), ("Harbour Act", "ORG")]),
    ],
)
def test_what_stands_behind_by_chance_is_no_other_name(text: str, named: list[tuple[str, str]]) -> None:
    assert entities(text, *named) == [name for name, _ in named]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Port Labour Board (PLB) met.", [("Port Labour Board", "ORG"), ("PLB", "ORG")]),
        ("Dora Lund, known as the Lamp, met.", [("Dora Lund", "PERSON"), ("Lamp", "PERSON")]),
        ("Dora Lund, also called Lamp, met.", [("Dora Lund", "PERSON"), ("Lamp", "PERSON")]),
    ],
)
def test_what_is_said_to_be_another_name_is_one(text: str, named: list[tuple[str, str]]) -> None:
    assert entities(text, *named) == [named[0][0]] * 2


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Jordan’s King Abdullah", ["Jordan", "King Abdullah"]),
        ("Lund’s Build Back Better", ["Lund"]),
        ("First Lady Carmen Reyes", ["Carmen Reyes"]),
        ("Leader Lund", ["Lund"]),
        ("Q  Robert", ["Robert"]),
        ("’s Orm", ["Orm"]),
    ],
)
def test_a_persons_name_is_the_name_alone(text: str, names: list[str]) -> None:
    whole = RawMention.of(0, len(text), "PERSON", ReasonKind.MODEL)
    trimmed = [item for piece in pieces(text, whole) if (item := trim(text, piece)) is not None]
    assert [text[item.start : item.end] for item in trimmed] == names


def test_a_small_word_of_a_few_letters_is_no_people() -> None:
    assert trim("dans", RawMention.of(0, 4, "NORP", ReasonKind.MODEL)) is None
    assert trim("jewish", RawMention.of(0, 6, "NORP", ReasonKind.MODEL)) is not None


def test_america_is_the_united_states() -> None:
    assert entities("America and the U.S. won.", ("America", "GPE"), ("U.S.", "GPE")) == ["United States"] * 2


def test_the_order_of_family_and_given_name_makes_no_difference() -> None:
    text = "Liang Wenhao came. Wen-hao Liang spoke. Liang Wenhao left. Liang smiled."
    named = [("Liang Wenhao", "PERSON"), ("Wen-hao Liang", "PERSON"), ("Liang Wenhao", "PERSON")]
    assert entities(text, *named, ("Liang", "PERSON")) == ["Liang Wenhao"] * 4
    text = "James Lee met Lee James."
    assert entities(text, ("James Lee", "PERSON"), ("Lee James", "PERSON")) == ["James Lee", "Lee James"]


def test_a_middle_initial_makes_no_difference() -> None:
    text = "Donald J. Trump came. Donald Trump spoke. Trump left."
    named = [("Donald J. Trump", "PERSON"), ("Donald Trump", "PERSON"), ("Trump", "PERSON")]
    assert len(set(entities(text, *named))) == 1


def test_a_ship_is_known_by_a_word_of_its_name_where_no_other_has_it() -> None:
    text = "The Calder Rose sailed. The Rose sank."
    assert entities(text, ("Calder Rose", "PRODUCT"), ("Rose", "PRODUCT")) == ["Calder Rose"] * 2
    text = "The Calder Rose met the Rose of Lauter. The Rose sank."
    named = [("Calder Rose", "PRODUCT"), ("Rose of Lauter", "PRODUCT"), ("Rose", "PRODUCT")]
    assert entities(text, *named) == ["Calder Rose", "Rose of Lauter", "Rose"]


def test_a_name_in_capitals_is_called_as_a_sentence_writes_it() -> None:
    text, reading = "HE SAW GIUSEPPE MARTELLI", "He saw Giuseppe Martelli"
    (mention,) = link_mentions(
        Document(text), [RawMention.of(7, len(text), "PERSON", ReasonKind.MODEL)], reading
    )
    assert mention.entity == "Giuseppe Martelli"


def test_a_company_is_known_by_the_words_it_begins_with() -> None:
    text = "American Barric Resources Corp drills. American Barric said so."
    named = [("American Barric Resources Corp", "ORG"), ("American Barric", "ORG")]
    assert entities(text, *named) == ["American Barric Resources Corp"] * 2
