"""Folding, and the way back from folded to original offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.folding import fold, fold_with_map
from reader.text.spans import Span

text = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@pytest.mark.parametrize(
    ("original", "folded"),
    [
        ("Ḥizbullāh", "hizbullah"),
        ("HIZBULLAH", "hizbullah"),
        ("ｈｉｚｂｕｌｌａｈ", "hizbullah"),
        ("Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
        ("ﬁle", "file"),
        ("“Don’t” — ‘ok’", "\"don't\" - 'ok'"),
        ("Søren Ærø", "soren aero"),
        ("e\u0301tat", "etat"),
    ],
)
def test_spellings_that_mean_the_same_fold_alike(original: str, folded: str) -> None:
    assert fold(original) == folded


@given(text)
def test_folding_twice_changes_nothing_more(original: str) -> None:
    assert fold(fold(original)) == fold(original)


@given(text)
def test_the_map_folds_to_the_same_text(original: str) -> None:
    folded = fold_with_map(original)
    assert folded.text == fold(original)
    assert folded.length == len(original)


@given(text, st.data())
def test_the_way_back_gives_text_that_folds_to_the_match(original: str, data: st.DataObject) -> None:
    folded = fold_with_map(original)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    span = folded.original(start, end)
    assert 0 <= span.start <= span.end <= len(original)
    if end > start:
        assert folded.text[start:end] in fold(original[span.start : span.end])


@given(text)
def test_the_whole_comes_back_whole_but_for_what_folds_to_nothing_at_its_front(original: str) -> None:
    folded = fold_with_map(original)
    if folded.text:
        span = folded.original(0, len(folded.text))
        assert span.end == len(original)
        assert fold(original[: span.start]) == ""


def test_a_match_takes_the_combining_mark_that_follows_it() -> None:
    original = "cafe\u0301 noir"
    folded = fold_with_map(original)
    at = folded.text.index("cafe")
    assert folded.original(at, at + 4) == Span(0, 5)


def test_half_of_a_folded_character_takes_the_whole_one() -> None:
    folded = fold_with_map("Maß")
    assert folded.original(2, 3) == Span(2, 3)
    assert folded.original(3, 4) == Span(2, 3)
