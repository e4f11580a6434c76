"""How likely it is that a word was meant by another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.words.phonetics import keys, skeleton
from reader.search.words.spelling_likelihood import (
    FEATURES,
    WEIGHTS,
    features,
    likelihood,
    likelihood_of_itself,
)

words = st.text("abcdehiknorstuvyzé", min_size=1, max_size=10)


def _features(typed: str, other: str, count: int = 0) -> dict[str, float]:
    key, other_key = keys([typed, other])
    values = features(typed, key, other, other_key, count)
    return {name: value for name, value in zip(FEATURES, values, strict=True) if value}


def _likely(typed: str, other: str, count: int = 1) -> float:
    key, other_key = keys([typed, other])
    return likelihood(features(typed, key, other, other_key, count))


@pytest.mark.parametrize(
    ("typed", "other", "edits"),
    [
        ("frist", "first", {"transposed"}),
        ("siege", "seige", {"transposed"}),
        ("recieved", "received", {"transposed"}),
        ("seperate", "separate", {"vowel for vowel"}),
        ("adresz", "adress", {"consonant for one alike", "last letter"}),
        ("datwn", "dawn", {"consonant put in"}),
        ("occured", "occurred", {"double not doubled"}),
        ("harrbour", "harbour", {"letter doubled"}),
        ("goverment", "government", {"consonant left out"}),
        ("natinal", "national", {"vowel left out"}),
        ("deplay", "delay", {"consonant put in"}),
        ("xelay", "delay", {"other letter", "first letter"}),
    ],
)
def test_each_edit_has_its_kind(typed: str, other: str, edits: set[str]) -> None:
    kinds = set(FEATURES[:12])
    assert kinds & _features(typed, other).keys() == edits


def test_letters_in_another_order_are_seen() -> None:
    assert "same letters" in _features("cheif of", "chief fo")
    assert "same letters" not in _features("frist", "first")  # one pair changed round says it already


@pytest.mark.parametrize(
    ("typed", "meant", "other"),
    [
        ("goverment", "government", "governed"),
        ("fonics", "phonics", "conics"),
        ("zelinsky", "zelensky", "melinsky"),
        ("sezed", "seized", "send"),
        ("khadafi", "gaddafi", "khadija"),
        ("libary", "library", "binary"),
    ],
)
def test_the_word_that_was_meant_is_the_likelier(typed: str, meant: str, other: str) -> None:
    assert _likely(typed, meant) > _likely(typed, other)


@given(words, words, st.integers(0, 1000))
def test_a_more_frequent_word_is_likelier(typed: str, other: str, count: int) -> None:
    assert _likely(typed, other, count + 1) > _likely(typed, other, count)


@given(words, words)
def test_a_word_is_meant_by_itself_most(typed: str, other: str) -> None:
    assert _likely(typed, typed, 5) == pytest.approx(likelihood_of_itself(5))
    if typed != other:
        assert _likely(typed, other, 5) < likelihood_of_itself(5)


@given(words, words)
def test_features_are_a_number_a_weight(typed: str, other: str) -> None:
    key, other_key = keys([typed, other])
    values = features(typed, key, other, other_key, 1)
    assert len(values) == len(FEATURES) == len(WEIGHTS)
    assert all(value >= 0 for value in values)


def test_a_skeleton_has_no_vowels() -> None:
    assert [skeleton(key) for key in keys(["comfortable", "cumfeterible"])] == ["kmfrtbl", "kmftrbl"]
