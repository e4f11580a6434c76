"""A passage is found again where it is, and nowhere else."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st
from note_strategies import anchor_of, document_of

from reader.errors import NoteError
from reader.notes.anchor import CONTEXT, Anchor, Relocator, describe, find, pack, unpack
from reader.text.spans import Span

REPORT = """Situation report 14

Monitors reached Tolvik on Monday. No incidents were reported. The clinic treated 42 patients for burns.

Monitors reached Brekka on Tuesday. No incidents were reported. The clinic treated 17 patients for burns.

The road to Sund remains closed. No incidents were reported."""

words = st.lists(
    st.sampled_from(
        ["The", "Tolvik", "road", "is", "closed", "14", "trucks.", "Calm.", "é", "Straße", "\n\n", "\n"]
    ),
    min_size=1,
    max_size=40,
)


@st.composite
def passages(draw: st.DrawFn) -> tuple[str, Span]:
    """A text and a part of it that is not blank."""
    text = " ".join(draw(words)) if draw(st.booleans()) else draw(st.text(min_size=1, max_size=80))
    start = draw(st.integers(0, max(0, len(text) - 1)))
    end = draw(st.integers(start, len(text)))
    return (text, Span(start, end)) if text[start:end].strip() else ("A road.", Span(2, 6))


@given(passages())
def test_in_an_unchanged_text_a_passage_is_where_it_was(passage: tuple[str, Span]) -> None:
    text, span = passage
    document = document_of(text)
    anchor = describe(document, span)
    for placement in (
        find(anchor, document),
        find(anchor, document, text),
        Relocator(text, document).place(anchor),
    ):
        assert (placement.span, placement.state, placement.score) == (span, "exact", 1.0)


@given(passages(), words)
def test_a_passage_called_unchanged_is_unchanged(passage: tuple[str, Span], other: list[str]) -> None:
    text, span = passage
    new = document_of(" ".join(other))
    anchor = describe(document_of(text), span)
    for placement in (find(anchor, new), find(anchor, new, text)):
        assert (placement.span is None) == (placement.state == "lost")
        assert 0 <= placement.score <= 1
        if placement.span is not None:
            there = new.quote(placement.span)
            assert there
            assert (placement.state in ("exact", "moved")) == (
                "".join(there.split()) == "".join(anchor.quote.split())
            )
        if placement.state == "exact":
            assert placement.span is not None
            assert placement.span.start == span.start


@given(words, st.integers(0, 5), st.integers(20, 60), st.data())
def test_wrapping_a_text_anew_changes_no_passage(
    parts: list[str], indent: int, width: int, data: st.DataObject
) -> None:
    old = document_of(" ".join(parts))
    new = document_of(textwrap.fill(old.text, width, initial_indent=" " * indent, break_on_hyphens=False))
    start = data.draw(st.integers(0, len(old.text) - 1))
    span = Span(start, data.draw(st.integers(start, len(old.text))))
    if not old.quote(span).strip():
        return
    placement = find(describe(old, span), new, old.text)
    assert placement.state in ("exact", "moved")
    assert placement.span is not None
    assert new.quote(placement.span).split() == old.quote(span).split()


def place(quote: str, new: str, occurrence: int = 0, snapshot: str | None = REPORT) -> tuple[str, str]:
    """The state in which the new text has a quote of the report, and the text that was found."""
    document = document_of(new)
    placement = find(anchor_of(document_of(REPORT), quote, occurrence), document, snapshot)
    return placement.state, "" if placement.span is None else document.quote(placement.span)


def test_a_sentence_above_moves_it() -> None:
    quote = "The clinic treated 17 patients for burns."
    assert place(quote, "New.\n\n" + REPORT) == ("moved", quote)


def test_the_second_of_three_twins_stays_the_second() -> None:
    new = REPORT.replace("No incidents were reported. The clinic treated 42", "The clinic treated 42")
    document = document_of(new)
    placement = find(anchor_of(document_of(REPORT), "No incidents were reported.", 1), document, REPORT)
    assert placement.span is not None
    assert new[: placement.span.start].endswith("Brekka on Tuesday. ")


def test_a_deleted_sentence_is_lost_though_its_twins_are_there() -> None:
    new = REPORT.replace("No incidents were reported. The clinic treated 42", "The clinic treated 42")
    assert place("No incidents were reported.", new) == ("lost", "")
    new = REPORT.replace(" The clinic treated 42 patients for burns.", "")
    assert place("The clinic treated 42 patients for burns.", new) == ("lost", "")


def test_a_lost_passage_says_where_it_stood() -> None:
    new = document_of(REPORT.replace(" The clinic treated 42 patients for burns.", ""))
    placement = find(anchor_of(document_of(REPORT), "The clinic treated 42 patients for burns."), new, REPORT)
    assert placement.near == new.text.index("No incidents were reported.") + len(
        "No incidents were reported."
    )


@pytest.mark.parametrize(
    "other",
    [
        "The clinic treated 43 patients for burns.",
        "The clinic treated forty patients for burns.",
        "Nothing was heard from the clinic.",
    ],
)
def test_a_sentence_with_another_number_in_its_place_is_not_it(other: str) -> None:
    new = REPORT.replace("The clinic treated 42 patients for burns.", other)
    assert place("The clinic treated 42 patients for burns.", new) == ("lost", "")


def test_a_sentence_about_another_place_is_not_it() -> None:
    new = REPORT.replace("Monitors reached Tolvik on Monday.", "Monitors reached Orsana on Monday.")
    assert place("Monitors reached Tolvik on Monday.", new) == ("lost", "")


@pytest.mark.parametrize(
    "edited",
    [
        "The clinic has treated 42 patients, most for burns.",
        "The clinic traeted 42 patients for burns.",
        "The clinic treated another 42 patients for burns.",
    ],
)
def test_an_edited_sentence_is_changed(edited: str) -> None:
    new = REPORT.replace("The clinic treated 42 patients for burns.", edited)
    assert place("The clinic treated 42 patients for burns.", new) == ("changed", edited)


def test_a_name_may_be_respelt_but_a_short_one_not_replaced() -> None:
    old = "A report.\n\nEnvoys of Netanyhu met in Iran today.\n\nThe end."
    anchor = anchor_of(document_of(old), "Envoys of Netanyhu met in Iran today.")
    respelt = document_of(old.replace("Netanyhu", "Netanyahu"))
    replaced = document_of(old.replace("Iran", "Iraq"))
    assert find(anchor, respelt, old).state == "changed"
    assert find(anchor, replaced, old).state == "lost"


def test_a_phrase_that_was_not_touched_in_an_edited_sentence_is_moved_not_changed() -> None:
    new = REPORT.replace("The clinic treated 42", "Since Friday the clinic treated 42")
    assert place("42 patients", new) == ("moved", "42 patients")


def test_a_phrase_with_an_edited_word_is_changed() -> None:
    new = REPORT.replace("treated 42 patients for burns", "treated 42 people for burns")
    assert place("42 patients for burns", new) == ("changed", "42 people for burns")


def test_a_sentence_that_was_joined_to_another_is_found_inside_it() -> None:
    new = REPORT.replace("on Tuesday. No incidents", "on Tuesday, and no incidents")
    assert place("Monitors reached Brekka on Tuesday.", new)[1].startswith(
        "Monitors reached Brekka on Tuesday"
    )
    assert place("Monitors reached Brekka on Tuesday.", new)[0] == "changed"


def test_of_a_sentence_that_grew_the_old_part_is_found() -> None:
    grown = "The clinic treated 42 patients for burns and smoke, and asked for more staff and two generators."
    state, found = place(
        "The clinic treated 42 patients for burns.",
        REPORT.replace("The clinic treated 42 patients for burns.", grown),
    )
    assert state == "changed"
    assert found.startswith("The clinic treated 42 patients for burns")


def test_a_sentence_that_was_split_is_found_in_both_parts() -> None:
    new = REPORT.replace("treated 42 patients for burns.", "treated 42 patients. It was for burns.")
    assert place("The clinic treated 42 patients for burns.", new) == (
        "changed",
        "The clinic treated 42 patients. It was for burns.",
    )


def test_a_moved_sentence_is_found() -> None:
    sentence = "The road to Sund remains closed."
    new = REPORT.replace(sentence + " ", "").replace("report 14\n", f"report 14\n\n{sentence}\n")
    assert place(sentence, new) == ("moved", sentence)


def test_a_sentence_that_moved_and_was_edited_is_changed() -> None:
    sentence = "The road to Sund remains closed."
    new = REPORT.replace(sentence + " ", "").replace(
        "report 14\n", "report 14\n\nThe road to Sund is still closed.\n"
    )
    assert place(sentence, new) == ("changed", "The road to Sund is still closed.")


def test_a_passage_over_two_sentences_follows_both() -> None:
    quote = "No incidents were reported. The clinic treated 42 patients for burns."
    assert place(quote, "New.\n\n" + REPORT) == ("moved", quote)
    new = REPORT.replace("The clinic treated 42 patients", "The clinic treated 42 people")
    assert place(quote, new) == ("changed", quote.replace("patients", "people"))


def test_many_notes_are_placed_with_one_comparison() -> None:
    old, new = document_of(REPORT), document_of("New.\n\n" + REPORT)
    anchors = [describe(old, sentence) for sentence in old.sentences]
    placements = Relocator(old, new).place_all(anchors)
    assert [placement.state for placement in placements] == ["moved"] * len(anchors)
    assert all(
        placement.span and new.quote(placement.span) == anchor.quote
        for anchor, placement in zip(anchors, placements, strict=True)
    )


def test_every_sentence_of_a_long_text_that_was_edited_throughout_is_found() -> None:
    nouns = ["road", "clinic", "convoy", "bridge", "market", "school", "harbour"]
    verbs = [
        "closed",
        "reopened",
        "burned",
        "emptied",
        "flooded",
        "moved",
        "was searched",
        "was sold",
        "stood idle",
    ]
    old_sentences = [
        f"Overnight the {noun} near the {other} {verb} again."
        for noun in nouns
        for other in nouns
        for verb in verbs
    ]
    new_sentences = [sentence.replace("again", "once more") for sentence in old_sentences]
    old, new = document_of(" ".join(old_sentences)), document_of(" ".join(new_sentences))
    anchors = [describe(old, sentence) for sentence in old.sentences]
    found = [
        placement.span and new.quote(placement.span) for placement in Relocator(old, new).place_all(anchors)
    ]
    assert found == new_sentences


def test_without_the_old_text_the_surroundings_decide() -> None:
    new = "New.\n\n" + REPORT
    document = document_of(new)
    placement = find(anchor_of(document_of(REPORT), "No incidents were reported.", 1), document)
    assert placement.state == "moved"
    assert placement.span is not None
    assert new[: placement.span.start].endswith("Brekka on Tuesday. ")


def test_without_old_text_and_surroundings_a_repeated_quote_is_lost() -> None:
    assert find(Anchor("No incidents were reported."), document_of(REPORT)).state == "lost"
    assert find(Anchor("The road to Sund remains closed."), document_of(REPORT)).state == "moved"


def test_without_the_old_text_a_similar_sentence_is_changed() -> None:
    new = REPORT.replace("The road to Sund remains closed.", "The road to Sund still remains closed.")
    assert place("The road to Sund remains closed.", new, snapshot=None)[0] == "changed"
    assert (
        place("The clinic treated 42 patients for burns.", REPORT.replace("42", "99"), snapshot=None)[0]
        == "lost"
    )


def test_a_position_that_does_not_hold_the_quote_is_not_believed() -> None:
    anchor = Anchor("The road to Sund remains closed.", start=3, end=35)
    placement = find(anchor, document_of(REPORT), REPORT)
    assert placement.span is not None
    assert document_of(REPORT).quote(placement.span) == anchor.quote


def test_a_description_keeps_the_surroundings() -> None:
    document = document_of("a" * 100 + " here " + "b" * 100)
    anchor = describe(document, Span(101, 105))
    assert (anchor.prefix, anchor.quote, anchor.suffix) == (
        "a" * (CONTEXT - 1) + " ",
        "here",
        " " + "b" * (CONTEXT - 1),
    )
    assert anchor.text_sha256 == document.sha256


@given(st.text())
def test_a_snapshot_gives_the_text_back(text: str) -> None:
    assert unpack(pack(text)) == text


def test_a_damaged_snapshot_is_said_to_be_damaged() -> None:
    with pytest.raises(NoteError, match="damaged"):
        unpack(b"not zlib")
