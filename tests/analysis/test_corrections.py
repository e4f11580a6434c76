"""Corrections: what each does, that they can be taken back, and that they travel as TOML."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.corrections import (
    Correction,
    CorrectionError,
    apply,
    correct_entity,
    dumps,
    effective,
    loads,
    watched,
    with_merge_types,
)
from reader.analysis.mention import GROUPS, Mention
from reader.analysis.reasons import ReasonKind
from reader.text.document import Document
from reader.text.safety import safe_line

TEXT = "Barnea met Bibi. David Barnea left; the Bank of Foo stayed. Barnea slept."
DOCUMENT = Document(TEXT)


def at(quote: str, type_: str, entity: str, nth: int = 0) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(quote, start + 1)
    return Mention(start, start + len(quote), type_, entity)


MENTIONS = [
    at("Barnea", "GPE", "Barnea"),
    at("David Barnea", "PERSON", "David Barnea"),
    at("Foo", "GPE", "Foo"),
    at("Barnea", "PERSON", "David Barnea", 2),
]


def entities(mentions: list[Mention]) -> list[tuple[str, str, str]]:
    return [(TEXT[item.start : item.end], item.type, item.entity) for item in mentions]


def test_a_type_is_set_for_an_entity_in_every_mention() -> None:
    result = apply(MENTIONS, DOCUMENT, [Correction("type", "David Barnea", type="ORG")])
    assert [item.type for item in result] == ["GPE", "ORG", "GPE", "ORG"]
    assert result[1].reasons[-1].kind is ReasonKind.CORRECTED
    assert result[0] is MENTIONS[0]


def test_hiding_takes_an_entity_away_and_a_spelling_narrows_it() -> None:
    assert len(apply(MENTIONS, DOCUMENT, [Correction("hide", "David Barnea")])) == 2
    narrowed = apply(MENTIONS, DOCUMENT, [Correction("hide", "David Barnea", spelling="BARNEA")])
    assert [TEXT[item.start : item.end] for item in narrowed] == ["Barnea", "David Barnea", "Foo"]


def test_merging_gives_the_name_and_the_type() -> None:
    merged = apply(MENTIONS, DOCUMENT, [Correction("merge", "Barnea", "David Barnea", type="PERSON")])
    assert entities(merged)[0] == ("Barnea", "PERSON", "David Barnea")


def test_a_split_takes_back_the_merge_through_a_later_rename() -> None:
    corrections = [
        Correction("merge", "Barnea", "David Barnea", type="PERSON"),
        Correction("rename", "David Barnea", "D. Barnea"),
        Correction("split", "D. Barnea", "Barnea"),
    ]
    assert effective(corrections) == (corrections[1],)
    assert entities(apply(MENTIONS, DOCUMENT, corrections))[0] == ("Barnea", "GPE", "Barnea")


def test_a_split_without_a_merge_parts_a_spelling_from_its_entity() -> None:
    result = apply(MENTIONS, DOCUMENT, [Correction("split", "David Barnea", "Barnea")])
    assert [item.entity for item in result] == ["Barnea", "David Barnea", "Foo", "Barnea"]


def test_an_added_name_takes_the_place_of_shorter_mentions() -> None:
    result = apply(MENTIONS, DOCUMENT, [Correction("add", "Bank of Foo", type="ORG")])
    assert ("Bank of Foo", "ORG", "Bank of Foo") in entities(result)
    assert not any(item.entity == "Foo" for item in result)
    added = apply(
        MENTIONS, DOCUMENT, [Correction("add", "Benjamin Netanyahu", type="PERSON", spelling="Bibi")]
    )
    assert ("Bibi", "PERSON", "Benjamin Netanyahu") in entities(added)


def test_an_added_name_leaves_longer_mentions_alone() -> None:
    result = apply(MENTIONS, DOCUMENT, [Correction("add", "David", type="PERSON")])
    assert entities(result) == entities(MENTIONS)


def test_a_correction_of_one_document_leaves_others_alone() -> None:
    here = Correction("hide", "Foo", document=DOCUMENT.sha256)
    elsewhere = Correction("hide", "Foo", document="0" * 64)
    assert len(apply(MENTIONS, DOCUMENT, [here])) == 3
    assert apply(MENTIONS, DOCUMENT, [elsewhere]) == MENTIONS


def test_watching_follows_a_name_and_ends() -> None:
    corrections = [Correction("watch", "Barnea"), Correction("merge", "Barnea", "David Barnea")]
    assert watched(corrections) == {"David Barnea"}
    assert watched([*corrections, Correction("unwatch", "David Barnea")]) == frozenset()
    assert watched([*corrections, Correction("split", "David Barnea", "Barnea")]) == {"Barnea"}


def test_a_tally_is_corrected_as_mentions_are() -> None:
    corrections = [Correction("merge", "Barnea", "David Barnea", type="PERSON"), Correction("hide", "Foo")]
    assert correct_entity(("Barnea", "GPE"), "Barnea", corrections) == ("David Barnea", "PERSON")
    assert correct_entity(("Foo", "GPE"), "Foo", corrections) is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "move", "name": "A"}, "no correction called move"),
        ({"kind": "merge", "name": "A"}, "needs the field to"),
        ({"kind": "type", "name": "A", "type": "PLANET"}, "no type PLANET"),
        ({"kind": "rename", "name": "A", "to": "A"}, "itself"),
        ({"kind": "hide", "name": " "}, "needs the field name"),
    ],
)
def test_what_makes_no_sense_is_refused(fields: dict[str, str], said: str) -> None:
    with pytest.raises(CorrectionError, match=said):
        Correction(**fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[correction]\n", "not valid TOML"),
        ("correction = 3\n", "headed"),
        ('[[correction]]\nname = "A"\n', "Correction 1 needs a kind"),
        ('[[correction]]\nkind = "hide"\nname = 3\n', "text in quotes"),
        ('[[correction]]\nkind = "hide"\nname = "A"\ncolour = "red"\n', "colour"),
        ('[[correction]]\nkind = "hide"\n', "Correction 1: .* needs the field name"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(text: str, said: str) -> None:
    with pytest.raises(CorrectionError, match=said):
        loads(text)


names = st.sampled_from(["Barnea", "David Barnea", "Foo", "Bibi", "Bank of Foo", "New"])
spellings = st.sampled_from(["", "Barnea", "David Barnea", "Foo"])
types = st.sampled_from(sorted(GROUPS))


@st.composite
def one_correction(draw: st.DrawFn) -> Correction:
    kind = draw(st.sampled_from(["type", "hide", "merge", "split", "rename", "add", "watch", "unwatch"]))
    name = draw(names)
    to = draw(names.filter(lambda other: other != name))
    return Correction(
        kind,  # type: ignore[arg-type]
        name,
        to if kind in ("merge", "split", "rename") else "",
        draw(types) if kind in ("type", "add") else draw(st.sampled_from(["", "ORG"])),
        draw(spellings),
        draw(st.sampled_from(["", DOCUMENT.sha256, "0" * 64])),
    )


corrections_lists = st.lists(one_correction(), max_size=8)


@given(corrections_lists)
def test_corrected_mentions_are_sorted_and_never_overlap(corrections: list[Correction]) -> None:
    result = apply(MENTIONS, DOCUMENT, corrections)
    assert all(0 <= item.start < item.end <= len(TEXT) for item in result)
    assert all(one.end <= other.start for one, other in pairwise(result))


@given(corrections_lists, names, names)
def test_merge_then_split_is_the_identity(corrections: list[Correction], name: str, to: str) -> None:
    if name == to:
        return
    before = apply(MENTIONS, DOCUMENT, corrections)
    both = [*corrections, Correction("merge", name, to, type="EVENT"), Correction("split", to, name)]
    assert apply(MENTIONS, DOCUMENT, both) == before


@given(corrections_lists, st.permutations(MENTIONS))
def test_corrections_commute_with_a_new_analysis(corrections: list[Correction], anew: list[Mention]) -> None:
    """What a new analysis leaves out or finds changes no other correction, as long as no name is added.

    And corrections that went through a file do the same to it.
    """
    without = [item for item in corrections if item.kind != "add"]
    half = sorted(anew[:2], key=lambda item: item.start)
    whole = apply(MENTIONS, DOCUMENT, without)
    kept = {(item.start, item.end) for item in half}
    assert apply(half, DOCUMENT, without) == [item for item in whole if (item.start, item.end) in kept]
    assert apply(list(MENTIONS), DOCUMENT, corrections) == apply(
        MENTIONS, DOCUMENT, loads(dumps(corrections))
    )


@given(st.lists(st.builds(Correction, st.just("hide"), st.text(min_size=1).filter(str.strip)), max_size=4))
def test_any_name_survives_the_file_and_comes_back_safe(corrections: list[Correction]) -> None:
    text = dumps(corrections)
    assert tomllib.loads(text) is not None
    assert [item.name for item in loads(text)] == [safe_line(item.name) for item in corrections]


@pytest.mark.parametrize("text", ["a = " + "[" * 3_000, "a = " + "9" * 5_000, '"\\u001b[31m" = ['])
def test_what_no_parser_can_read_is_a_sentence(text: str) -> None:
    with pytest.raises(CorrectionError, match="not valid TOML"):
        loads(text)


def test_a_field_that_is_not_known_is_named_without_what_acts() -> None:
    with pytest.raises(CorrectionError, match="not known: ␛x") as caught:
        loads('[[correction]]\n"\\u001bx" = "a"\n')
    assert "\x1b" not in str(caught.value)


def test_a_merge_without_a_type_takes_that_of_what_it_merges_into() -> None:
    merge = Correction("merge", "Barnea", "Mossad")
    types = {"Mossad": "ORG", "Barnea": "PERSON"}
    assert with_merge_types([merge], types.get) == (replace(merge, type="ORG"),)
    renamed = [Correction("rename", "Mossad", "Office"), Correction("merge", "Barnea", "Office")]
    assert with_merge_types(renamed, types.get)[1].type == "ORG"
    retyped = [Correction("type", "Mossad", type="FAC"), merge]
    assert with_merge_types(retyped, types.get)[1].type == "FAC"
    assert with_merge_types([Correction("merge", "Barnea", "Nobody")], types.get)[0].type == ""
