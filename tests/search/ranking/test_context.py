"""What the other words of a line say about a word that may mean several."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.search.engine import IndexEntry, SearchEngine


def engine_of(folder: Path, texts: list[str]) -> SearchEngine:
    opened = SearchEngine.open(folder)
    opened.update(IndexEntry(f"{number:03}", "", text) for number, text in enumerate(texts))
    return opened


@pytest.fixture
def texts() -> list[str]:
    return [
        *["The court set a legal precedent."] * 4,
        *["The president of the republic spoke."] * 8,
        *["Snow fell on the hills."] * 20,
    ]


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("presedent ", "precedent"),
        ("legal presedent ", "precedent"),
        ("presedent court ", "precedent"),
        ("republic presedent ", "president"),
        # None of the other words is in the corpus as it is typed, so that they say nothing.
        ("republick presedent ", "precedent"),
    ],
)
def test_the_other_words_tell_which_word_is_meant(
    line: str, word: str, texts: list[str], tmp_path: Path
) -> None:
    assert engine_of(tmp_path, texts).search(line).corrections["presedent"] == word


def test_a_word_of_the_corpus_is_looked_at_where_another_makes_more_sense(
    texts: list[str], tmp_path: Path
) -> None:
    opened = engine_of(tmp_path, [*texts, "The presedent slept."])
    (hit, *_) = opened.search("legal presedent ").hits
    assert "legal precedent" in hit.text
    assert "presedent" in opened.search("presedent ").hits[0].text
    assert "presedent" in opened.search("legal 'presedent ").hits[0].text


def test_a_word_that_is_typed_as_it_is_meant_stays_first(texts: list[str], tmp_path: Path) -> None:
    answer = engine_of(tmp_path, texts).search("president court ")
    assert answer.corrections == {}
