"""Names and numbers are told from other words, and must survive."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.notes.similarity import Lexicon, best_window, likeness, same, survive, token_pairs
from reader.text.spans import Span

TEXT = "Talks began, and Barnea met Witkoff in Miami. In the end the talks failed."


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        ("Barnea is expected to meet him.", {"barnea"}),
        ("Talks were held with Iran.", {"iran"}),
        ("Showers went on for twelve days.", {"12"}),
        ("Some 1,200 tonnes and 4.5 pct.", {"1200", "4.5"}),
        ("The USS Abraham Lincoln left.", {"uss", "abraham", "lincoln"}),
        ("Abraham Lincoln left.", {"abraham", "lincoln"}),
        ("MOSSAD CHIEF IN THE STATES FOR TALKS", set()),
        ("Mossad Chief Flies Out, Meets Witkoff", {"witkoff"}),
        (
            "Benjamin Netanyahu met Donald Trump in Miami.",
            {"benjamin", "netanyahu", "donald", "trump", "miami"},
        ),
        ("no names here", set()),
    ],
)
def test_the_facts_of_a_sentence(sentence: str, facts: set[str]) -> None:
    assert Lexicon(TEXT, sentence).facts(sentence) == facts


@pytest.mark.parametrize(
    ("fact", "text", "there"),
    [
        ("netanyhu", "Netanyahu said", True),
        ("araghchi", "Aragchi said", True),
        ("iran", "Iraq said", False),
        ("sund", "Sudn said", True),
        ("12", "Twelve ships", True),
        ("12", "13 ships", False),
        ("1200", "1,200 ships", True),
        ("hizbullah", "Ḥizbullāh said", True),
    ],
)
def test_a_fact_survives_a_slip_but_no_replacement(fact: str, text: str, there: bool) -> None:
    assert survive(frozenset({fact}), text) is there


@given(st.text(), st.text())
def test_likeness_is_a_share_and_whole_for_the_same(one: str, other: str) -> None:
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1
    if same(one, other) and one.split() == other.split():
        assert likeness(one, other) == 1


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_token_pairs_rise_and_say_truly_what_stayed(old: list[str], new: list[str]) -> None:
    pairs = token_pairs(old, new)
    assert all((old[one] == new[other]) is equal for one, other, equal in pairs)
    assert all(one[0] < other[0] and one[1] < other[1] for one, other in pairwise(pairs))


def test_the_window_is_where_the_words_are_dense() -> None:
    text = "The council met, and the road to Sund remains closed, said the mayor of the town."
    window = best_window("The road to Sund remains closed.", text, Span(0, len(text)))
    assert window is not None
    assert text[window.start : window.end].casefold() == "the road to sund remains closed"
    assert best_window("Nothing", text, Span(0, len(text))) is None
