"""Which words of a text a search lights, in an answer's passage and in the opened document."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.formats.load import load
from reader.library.library import bundled_seeds
from reader.search.engine import IndexEntry, SearchEngine
from reader.search.index.index_entry import LONGEST_PASSAGE
from reader.search.matching.hit_matching import MOST_HITS, HitMatcher, telling, words_to_light
from reader.search.words.tokens import WORD
from reader.text.folding import fold
from reader.text.sentences import split_sentences

texts = st.text(
    st.sampled_from("abcSsßﬁİéEe\u0301 ñ\n\tÅ’'-_.x0Ωｗ") | st.characters(codec="utf-8"), max_size=80
)


def test_telling_words() -> None:
    assert telling(["the", "Envoy", "of"]) == ["Envoy"]
    assert telling(["the", "of"]) == ["the", "of"]
    assert words_to_light({"the": ("the",), "envoi": ("envoy", "envoys")}) == {"envoy", "envoys"}
    assert words_to_light({"the": ("the",), "of": ("of",)}) == {"the", "of"}


@pytest.mark.parametrize(
    ("text", "words", "lit"),
    [
        ("port, Port. airport ports pórt", ["port"], ["port", "Port", "pórt"]),
        ("port", [], []),
        ("port", [""], []),
        ("port", ["."], []),
        ("grain_prices", ["grain"], ["grain"]),  # as the index cuts it
        ("U.S. and US", ["us"], ["US"]),
        ("(of the) of", ["(of"], ["of", "of"]),
        ("कि क", ["क"], ["क"]),  # a vowel sign goes on with the word
    ],
)
def test_whole_words_are_lit(text: str, words: list[str], lit: list[str]) -> None:
    assert [text[start:end] for start, end in HitMatcher(words).spans(text)] == lit


def test_of_words_that_begin_alike_the_longest_is_lit() -> None:
    spans = HitMatcher(["al", "al-rashidi", "al-rashid"]).spans("Al-Rashidi met al-Rashid.")
    assert spans == [(0, 10), (15, 24)]


def test_there_is_an_end_to_what_is_lit() -> None:
    assert len(HitMatcher(["a"]).spans("a " * (MOST_HITS + 10))) == MOST_HITS


@given(texts, st.lists(texts.map(fold), max_size=3))
def test_lit_words_are_those_words(text: str, words: list[str]) -> None:
    spans = HitMatcher(words).spans(text)
    assert spans == sorted(spans)
    for span in spans:
        lit = WORD.findall(fold(text[span.start : span.end]))
        # A span widens to whole characters: a letter that folds to two may bring more with it.
        assert any(" ".join(WORD.findall(word)) in " ".join(lit) for word in words if WORD.search(word))


@given(texts, st.lists(st.sampled_from(["a", "b", "s", "ss", "fi", "abc", "e"]), max_size=4), st.data())
def test_a_part_of_a_text_is_lit_as_the_whole_is(text: str, words: list[str], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    whole = [span for span in HitMatcher(words).spans(text) if start <= span.start and span.end <= end]
    assert HitMatcher(words).spans(text, start, end) == whole


SEEDS = sorted(path for path in bundled_seeds().rglob("*") if path.suffix in (".md", ".txt"))


@pytest.fixture(scope="module")
def texts_by_key() -> dict[str, str]:
    made = {
        "run on": "grain" * (LONGEST_PASSAGE // 4) + " harbour",
        "han": "糧食港" * LONGEST_PASSAGE,
        "underscores": "The grain_prices of the harbour_master rose; the U.S. Envoy left.",
        "few": "To be or not to be: the question of the envoy.",
    }
    return made | {path.name: load(path).text for path in SEEDS}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, texts_by_key: dict[str, str]) -> SearchEngine:
    opened = SearchEngine.open(tmp_path_factory.mktemp("matching"))
    opened.update(IndexEntry(key, key, text, split_sentences(text)) for key, text in texts_by_key.items())
    return opened


words_of_lines = st.sampled_from(
    ["the", "of", "to", "grain", "harbuor", "'harbour", '"the envoy"', "envoi", "ministers", "minsiter",
     "ceasefire", "talks", "-oil", "|", "u.s.", "糧食港", "sanctions", "vienna", "port", "prices"]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(words_of_lines, min_size=1, max_size=5).map(" ".join))
@example("the of")
@example("asked to delay")
def test_what_the_search_lit_is_lit_in_the_opened_document(
    engine: SearchEngine, texts_by_key: dict[str, str], line: str
) -> None:
    try:
        answer = engine.search(line)
    except QueryError:
        return
    for hit in answer.hits:
        opened = HitMatcher(answer.highlighted).spans(texts_by_key[hit.key])
        inside = tuple(span for span in opened if hit.start <= span.start and span.end <= hit.end)
        assert inside == hit.matches


def test_something_is_lit_for_each_of_the_first_hits(engine: SearchEngine) -> None:
    for line, hits in (("harbuor", 3), ("the envoy", 3), ("to be or not to be", 1), ("grain prices", 3)):
        assert all(hit.matches for hit in engine.search(line).hits[:hits])
