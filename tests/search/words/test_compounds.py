"""Words that are written as one here and as several there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.words.compounds import MOST_JOINED, Splitter, as_phrase, joined_words, phrase_words

KNOWN = {
    "f": 3, "16": 9, "mh": 1, "17": 4, "mh17": 1, "46": 5, "000": 9, "1": 9, "250": 2, "white": 8, "house": 9,
    "ceasefire": 5, "cease": 2, "fire": 6, "u": 4, "n": 4, "s": 8, "un": 5, "maybe": 2, "may": 9, "be": 9,
    "in": 9, "the": 9, "o": 2, "brien": 2, "us": 9, "a": 9, "1250000": 1, "usa": 2,
}  # fmt: skip
PHRASES = {
    "f 16", "46 000", "1 250 000", "white house", "cease fire", "u n", "u s", "may be", "in the", "o brien",
}  # fmt: skip


def _splitter() -> Splitter:
    return Splitter(KNOWN, lambda word: KNOWN[word], lambda words: int(as_phrase(words) in PHRASES))


@pytest.mark.parametrize(
    ("word", "acronym", "phrases"),
    [
        ("f16", False, ["f 16"]),
        ("46000", False, ["46 000"]),
        ("1250000", False, ["1 250 000"]),
        ("whitehouse", False, ["white house"]),
        ("ceasefire", False, ["cease fire"]),
        ("un", False, ["u n"]),
        ("us", False, []),  # a pronoun
        ("us", True, ["u s"]),
        ("maybe", False, []),  # is not meant as `may be`
        ("inthe", False, ["in the"]),
        ("obrien", False, ["o brien"]),
        ("fire", False, []),
        ("16", False, []),
        ("whitehorse", False, []),
        ("", False, []),
        ("w" * 100, False, []),
    ],
)
def test_the_phrases_that_a_word_may_be_written_as(word: str, acronym: bool, phrases: list[str]) -> None:
    assert list(_splitter().phrases_for(word, acronym)) == phrases


def test_phrases_are_counted_once() -> None:
    asked: list[tuple[str, ...]] = []

    def count(words: tuple[str, ...]) -> int:
        asked.append(words)
        return 1

    splitter = Splitter(KNOWN, lambda word: KNOWN[word], count)
    assert splitter.phrases_for("whitehouse") == splitter.phrases_for("whitehouse") == {"white house": 1}
    assert asked == [("white", "house")]


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        (["flight", "mh", "17"], [(1, 3, "mh17")]),
        (["cease", "fire"], [(0, 2, "ceasefire")]),
        (["1", "250", "000"], [(0, 3, "1250000")]),
        (["u", "s", "a"], [(0, 2, "us"), (0, 3, "usa")]),
        (["may", "be"], []),
        (["fire"], []),
        ([], []),
    ],
)
def test_the_words_that_words_make_together(words: list[str], joined: list[tuple[int, int, str]]) -> None:
    assert list(joined_words(words, KNOWN)) == joined


@given(st.lists(st.text("ab1", min_size=1, max_size=3), max_size=8), st.sets(st.text("ab1", max_size=6)))
def test_joined_words_are_known_and_of_the_line(words: list[str], known: set[str]) -> None:
    for first, end, joined in joined_words(words, known):
        assert 2 <= end - first <= MOST_JOINED
        assert joined == "".join(words[first:end])
        assert joined in known


@given(st.text("abc123é", max_size=12))
def test_the_parts_of_a_split_make_the_word(word: str) -> None:
    for acronym in (False, True):
        parts = {part for size in range(1, 13) for part in (word[i : i + size] for i in range(len(word)))}
        splitter = Splitter(parts, len, lambda _words: 1)
        for phrase in splitter.phrases_for(word, acronym):
            assert "".join(phrase_words(phrase)) in (word, word.removesuffix("s"))
