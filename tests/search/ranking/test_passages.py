"""The ranking by passages: near, in order, complete; and what an answer says when there is none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.search.engine import IndexEntry, SearchEngine
from reader.search.query.grammar import Query, parse
from reader.search.ranking.query_expansion import _SOFT
from reader.text.sentences import split_sentences


@pytest.mark.parametrize("typed", ["drelay", "dellay"])
def test_what_a_misspelt_word_may_mean_takes_turns_by_likelihood(typed: str, tmp_path: Path) -> None:
    each = 6
    opened = SearchEngine.open(tmp_path)
    opened.update(
        IndexEntry(f"{word}{number}", "", f"The {word} was said.")
        for word in ("delay", "relay", "delta")
        for number in range(each)
    )
    # Highest averages by the odd divisors of Webster and Sainte-Laguë, with all claims sorted at once.
    claims = [
        (item.weight**_SOFT / divisor, item.word)
        for item in opened.vocabulary.candidates(typed, 9)
        for divisor in range(1, 2 * each, 2)
    ]
    wanted = [word for _, word in sorted(claims, key=lambda claim: -claim[0])]
    found = opened.search(f"{typed} ", limit=len(claims)).hits
    assert [hit.key[:-1] for hit in found] == wanted
    assert len({hit.key for hit in found}) == len(claims)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    texts = {
        "near": "The grain corridor reopened. Nothing else.",
        "turned": "A corridor for grain reopened. Nothing else.",
        "apart": "Grain was short. A corridor reopened.",
        "half": "Grain was short. Nothing else.",
        "other": "A corrid is a bullfight. Nothing else.",
    }
    opened = SearchEngine.open(tmp_path_factory.mktemp("ranking"))
    opened.update(IndexEntry(key, "", text, split_sentences(text)) for key, text in texts.items())
    return opened


def test_words_next_to_each_other_in_their_order_come_first(engine: SearchEngine) -> None:
    assert [hit.key for hit in engine.search("grain corridor ").hits][:3] == ["near", "turned", "apart"]


def test_complete_counts_who_has_all_and_total_who_has_any(engine: SearchEngine) -> None:
    answer = engine.search("grain corridor ")
    assert answer.complete == 3
    assert answer.total >= 4
    lacking = engine.search("grain xqzwk ")
    assert (lacking.complete, lacking.missing) == (0, ("xqzwk",))
    assert lacking.hits


def test_a_single_letter_is_not_yet_the_beginning_of_a_word(engine: SearchEngine) -> None:
    assert engine.search("g").hits == ()
    assert {hit.key for hit in engine.search("gr").hits} == {"near", "turned", "apart", "half"}


def test_a_query_may_be_parsed_before(engine: SearchEngine) -> None:
    assert engine.search(parse("grain ")).hits == engine.search("grain ").hits
    assert engine.search(Query("")).advice == "Type a word to search for."


def test_a_word_without_likes_is_named_with_the_nearest_there_is(engine: SearchEngine) -> None:
    advice = engine.search("xqzw ").advice
    assert advice.startswith("No document has “xqzw” or a word like it; the nearest word is “")


def test_the_costliest_part_of_a_line_is_named(engine: SearchEngine) -> None:
    assert "without -grain there would be" in engine.search("grain -grain ").advice
    assert engine.search("tag:none source:none ").advice == "No document has all that this line asks for."


def _filled(folder: Path, updates: int, deleted: int) -> SearchEngine:
    """An engine over reports on a harbour, put in anew so many times, others having been deleted."""
    opened = SearchEngine.open(folder)
    texts = {
        f"{number:02}": ("The counter stood open. " if number % 3 == 0 else "The country was shut. ")
        + ("The harbour froze. " if number % 4 == 0 else "Nothing else. ")
        + "Ferries wait. " * (number % 5 if number % 2 else 0)
        for number in range(30)
    }
    reports = [IndexEntry(key, "", text, split_sentences(text)) for key, text in texts.items()]
    gone = [replace(report, key=f"gone {report.key}") for report in reports[:deleted]]
    opened.update([*reports, *gone])
    opened.update([], [entry.key for entry in gone])
    for number in range(updates):
        # Never all of them: a segment without a living entry is gone at once.
        opened.update(report for report in reports if (int(report.key) + number) % 4)
    return opened


@pytest.mark.parametrize(("updates", "deleted"), [(1, 0), (0, 30), (2, 12), (12, 0)])
@pytest.mark.parametrize("line", ["countre harbour ", "country ferries ", "contry shut ", "ferries harbuor "])
def test_what_was_deleted_or_put_in_anew_weighs_nothing(
    line: str, updates: int, deleted: int, tmp_path: Path
) -> None:
    fresh = _filled(tmp_path / "fresh", 0, 0).search(line, limit=30).hits
    aged = _filled(tmp_path / "aged", updates, deleted).search(line, limit=30).hits
    scores = {hit.key: hit.score for hit in fresh}
    assert {hit.key for hit in aged} == scores.keys()
    # All are read again, and then only living entries count.
    assert all(hit.score == pytest.approx(scores[hit.key]) for hit in aged)
