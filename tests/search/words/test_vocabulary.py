"""What a typed word may mean among a corpus's words."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.words import vocabulary as vocabulary_module
from reader.search.words.phonetics import keys
from reader.search.words.vocabulary import SHORTEST, Vocabulary

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
    assert first[:2] == (meant, 1.0)


@pytest.mark.parametrize("word", ["delay", "minister", "oil"])
def test_a_known_word_is_itself_first_and_the_others_are_worth_little(
    vocabulary: Vocabulary, word: str
) -> None:
    first, *others = vocabulary.candidates(word, 5)
    assert first[:2] == (word, 1.0)
    assert all(candidate.weight < 0.5 for candidate in others)


@pytest.mark.parametrize("word", ["oli", "b53", "2026", "xq", "opeck1"])
def test_short_words_numbers_and_identifiers_are_not_corrected(vocabulary: Vocabulary, word: str) -> None:
    assert vocabulary.candidates(word, 5) == []


def test_a_known_short_word_has_no_likes(vocabulary: Vocabulary) -> None:
    assert vocabulary.candidates("opec", 5) == [("opec", 1.0, 0.0)]


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
    assert len({word for word, *_ in found}) == len(found) <= 6
    assert all(word in vocabulary and 0 < weight <= 1 for word, weight, _ in found)
    assert [weight for _, weight, _ in found] == sorted((weight for _, weight, _ in found), reverse=True)
    if typed in vocabulary:
        assert found[0] == (typed, 1.0, 0.0)


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


def test_more_frequent_words_are_likelier_where_spelling_does_not_decide() -> None:
    words = Vocabulary([("ministar", 1), ("ministor", 900)])
    assert [item.word for item in words.candidates("ministir", 2)] == ["ministor", "ministar"]
    words = Vocabulary([("ministar", 900), ("ministor", 1)])
    assert [item.word for item in words.candidates("ministir", 2)] == ["ministar", "ministor"]


def test_spelling_weighs_more_than_frequency() -> None:
    words = Vocabulary([("minister", 1), ("monitor", 1_000_000)])
    assert words.candidates("minsiter", 1)[0].word == "minister"


@pytest.mark.parametrize(
    ("typed", "sounds", "looks"),
    [("fonics", "phonics", "conics"), ("filip", "philip", "filis"), ("kairo", "cairo", "kaira")],
)
def test_a_word_that_sounds_alike_comes_before_one_that_looks_more_alike(
    typed: str, sounds: str, looks: str
) -> None:
    words = Vocabulary([(sounds, 1), (looks, 1)])
    assert [item.word for item in words.candidates(typed, 2)] == [sounds, looks]


def test_the_weights_of_likely_words_fall_steeply() -> None:
    words = Vocabulary([("delay", 5), ("delta", 5)])
    meant, *rest = words.candidates("delayy", 5)
    assert meant[:2] == ("delay", 1.0)
    assert all(item.weight < 0.3 for item in rest)


def test_what_is_remembered_of_words_has_an_end_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(vocabulary_module, "_CACHED", 2)
    words = Vocabulary([("delay", 5), ("minister", 5), ("ceasefire", 2)])
    typed = ["dellay", "minsiter", "ceasfire", "dellay", "delay"]
    assert [words.candidates(word, 1)[0].word for word in typed] == [
        "delay", "minister", "ceasefire", "delay", "delay"
    ]  # fmt: skip
    assert len(words._cache) <= 2


def test_completions_stop_where_the_prefix_does() -> None:
    words = Vocabulary([("port", 1), ("ported", 2), ("ports", 9), ("poet", 5), ("posh", 5)])
    assert words.completions("port", 9) == ["ports", "ported"]
    assert words.completions("po", 2) == ["ports", "poet"]
    assert words.completions("porte", 9) == ["ported"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("frist", "first"),  # changed round near the beginning
        ("igevn", "given"),  # the same letters in another order
        ("kumfterible", "comfortable"),  # by ear
        ("fizishan", "physician"),
        ("comparitivly", "comparatively"),
        ("ahmedinejad", "ahmadinejad"),
        ("khadafi", "qaddafi"),
    ],
)
def test_words_far_off_in_their_letters_are_found_by_order_or_by_sound(typed: str, meant: str) -> None:
    words = ["first", "given", "comfortable", "physician", "comparatively", "ahmadinejad", "qaddafi"]
    vocabulary = Vocabulary([(word, 3) for word in [*words, *WORDS]])
    assert vocabulary.candidates(typed, 3)[0].word == meant


def test_a_word_that_is_hardly_like_is_not_meant() -> None:
    vocabulary = Vocabulary([("with", 900), ("sits", 90), ("taiz", 2)])
    assert [item.word for item in vocabulary.candidates("taizz", 5)] == ["taiz"]
    assert vocabulary.candidates("wwii", 5) == []


def test_beside_a_word_that_the_corpus_has_another_is_worth_little() -> None:
    vocabulary = Vocabulary([("presedent", 1), ("president", 900)])
    itself, other = vocabulary.candidates("presedent", 5)
    assert (itself[:2], other.word) == (("presedent", 1.0), "president")
    assert 0 < other.weight <= 0.3


def test_what_is_unlike_is_not_meant_where_a_better_word_is() -> None:
    words = [("send", 40), ("passed", 40)]
    assert {item.word for item in Vocabulary([*words, ("seized", 3)]).candidates("sezed", 9)} == {"seized"}
    assert Vocabulary(words).candidates("sezed", 9)


def test_a_function_word_is_meant_only_by_what_is_nearly_it() -> None:
    vocabulary = Vocabulary([("this", 900), ("their", 900), ("because", 900)])
    assert vocabulary.candidates("taizz", 3) == []
    assert [vocabulary.candidates(typed, 1)[0].word for typed in ("thier", "becuase", "becaus")] == [
        "their",
        "because",
        "because",
    ]


def test_letters_changed_round_do_not_sound_otherwise() -> None:
    vocabulary = Vocabulary([("testing", 20), ("setting", 20), ("appear", 30), ("paper", 200)])
    assert vocabulary.candidates("tseting", 2)[0].word == "testing"
    assert vocabulary.candidates("papear", 2)[0].word == "appear"
