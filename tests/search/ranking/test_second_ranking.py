"""The order of the best entries once their texts are read again."""

from __future__ import annotations

from pathlib import Path

from reader.search.engine import IndexEntry, SearchEngine
from reader.text.sentences import split_sentences

FILLER = "Snow fell on the hills overnight. The market was shut. "


def engine_of(folder: Path, texts: dict[str, tuple[str, str]]) -> SearchEngine:
    opened = SearchEngine.open(folder)
    opened.update(IndexEntry(key, title, text, split_sentences(text)) for key, (title, text) in texts.items())
    return opened


def test_what_is_asked_for_by_its_title_comes_first(tmp_path: Path) -> None:
    texts = {
        "titled": ("Grain corridor talks", FILLER * 3),
        "telling": ("Prices", "Grain corridor talks went on. " * 3 + "Grain was dear."),
        **{f"other{number}": ("", FILLER) for number in range(8)},
    }
    opened = engine_of(tmp_path, texts)
    assert opened.search("grain coridor talks ").hits[0].key == "titled"
    assert opened.search("grain corridor talks dear ").hits[0].key == "telling"


def test_of_two_alike_the_one_that_is_like_the_best_comes_first(tmp_path: Path) -> None:
    texts = {
        "best": ("", "Ferries wait at the quay while dockers strike. Pilots and tugs wait too."),
        # One matched word each, in sentences of one length; the first key would win a tie.
        "apart": ("", "Ferries sail in summer on lakes where nobody ever minds. Soup and bread sell well."),
        "near": ("", "Ferries lie in summer on docks that nobody ever minds. Pilots and tugs rest."),
        "lonely": ("", "Pilots and tugs were bought by dockers."),
        "garden": ("", "Soup and bread sell well in a garden where summer lasts."),
    }
    opened = engine_of(tmp_path, texts)
    order = [hit.key for hit in opened.search("ferries quay ").hits]
    assert order == ["best", "near", "apart"]


def test_spellings_of_one_word_count_together_and_no_more_than_one_word(tmp_path: Path) -> None:
    texts = {
        "both": ("", "The harbours and the harbour. Nothing else was written here."),
        "two": ("", "The harbour froze. Nothing else was written here at all."),
        **{f"other{number}": ("", FILLER) for number in range(8)},
    }
    opened = engine_of(tmp_path, texts)
    order = [hit.key for hit in opened.search("harbuor froze ").hits]
    assert order == ["two", "both"]
