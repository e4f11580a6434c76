"""What a typed word may mean among a corpus's words."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.phonetics import keys
from reader.search.vocabulary import SHORTEST, Vocabulary

WORDS = {
    "netanyahu": 40, "delay": 30, "delays": 8, "delta": 20, "araghchi": 12, "arach": 1, "gaddafi": 9,
    "ceasefire": 25, "ceasefires": 3, "uranium": 22, "oil": 90, "opec": 60, "open": 80, "minister": 70,
    "ministers": 50, "ministry": 40, "march": 30, "b52": 2, "government": 99, "governor": 30, "khrushchev": 5,
}  # fmt: skip


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary(WORDS.items())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("netanyhu", "netanyahu"),
        ("dellay", "delay"),
        ("minsiter", "minister"),
        ("goverment", "government"),
        ("araqchi", "araghchi"),
        ("qaddafi", "gaddafi"),
        ("kadhafi", "gaddafi"),
        ("chruschtschow", "khrushchev"),
        ("ceasfire", "ceasefire"),
        ("oepc", "opec"),
    ],
)
def test_the_likeliest_word_comes_first(vocabulary: Vocabulary, typed: str, meant: str) -> None:
    first = vocabulary.candidates(typed, 5)[0]
    assert first == (meant, 1.0)


@pytest.mark.parametrize("word", ["delay", "minister", "oil"])
def test_a_known_word_is_itself_first_and_the_others_are_worth_little(
    vocabulary: Vocabulary, word: str
) -> None:
    first, *others = vocabulary.candidates(word, 5)
    assert first == (word, 1.0)
    assert all(candidate.weight < 0.5 for candidate in others)


@pytest.mark.parametrize("word", ["oli", "b53", "2026", "xq", "opeck1"])
def test_short_words_numbers_and_identifiers_are_not_corrected(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.candidates(word, 5) == []


def test_a_known_short_word_has_no_likes(vocabulary: Vocabulary) -> None:
    assert vocabulary.candidates("opec", 5) == [("opec", 1.0)]


def test_completions_are_the_most_frequent_without_the_prefix_itself(vocabulary: Vocabulary) -> None:
    assert vocabulary.completions("minist", 2) == ["minister", "ministers"]
    assert "minister" not in vocabulary.completions("minister", 9)
    assert vocabulary.completions("zz", 9) == []


def test_inflections_share_a_stem(vocabulary: Vocabulary) -> None:
    assert vocabulary.inflections("delay") == ["delay", "delays"]


def test_an_empty_vocabulary_knows_nothing() -> None:
    empty = Vocabulary([])
    empty.prepare()
    assert empty.candidates("anything", 5) == []
    assert empty.nearest("anything") == ""


words = st.text(string.ascii_lowercase, min_size=1, max_size=12)


@given(st.lists(st.tuples(words, st.integers(1, 1000)), max_size=30, unique_by=lambda pair: pair[0]), words)
def test_candidates_are_words_of_the_corpus_each_once_by_falling_weight(
    counted: list[tuple[str, int]], typed: str
) -> None:
    vocabulary = Vocabulary(counted)
    found = vocabulary.candidates(typed, 6)
    assert len({word for word, _ in found}) == len(found) <= 6
    assert all(word in vocabulary and 0 < weight <= 1 for word, weight in found)
    assert [weight for _, weight in found] == sorted((weight for _, weight in found), reverse=True)
    if typed in vocabulary:
        assert found[0] == (typed, 1.0)


@given(st.text(string.ascii_lowercase, min_size=SHORTEST + 2, max_size=14), st.data())
def test_one_mistake_is_always_forgiven(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
            ]
        )
    )
    assert vocabulary_of(word).candidates(wrong, 3)[0].word == word


def vocabulary_of(*found: str) -> Vocabulary:
    return Vocabulary((word, 1) for word in found)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("araghchi", "aragchi"),
        ("mohammed", "mohamed"),
        ("khamenei", "kamenei"),
        ("yousef", "yusuf"),
        ("cairo", "kairo"),
    ],
)
def test_spellings_of_one_sound_have_one_key_or_nearly(one: str, other: str) -> None:
    from rapidfuzz.distance import OSA

    first, second = keys([one, other])
    assert OSA.distance(first, second) <= 1


@given(st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=10)))
def test_a_key_does_not_depend_on_its_neighbours(found: list[str]) -> None:
    assert keys(found) == [keys([word])[0] for word in found]
