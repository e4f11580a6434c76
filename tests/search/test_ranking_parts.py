"""The pieces of the ranking by themselves: spellings, passages, places of find in one document."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import QueryError
from reader.search import vocabulary as vocabulary_module
from reader.search.engine import IndexEntry, SearchEngine
from reader.search.find_in_document import Finder
from reader.search.grammar import Query, parse
from reader.search.index_entry import LONGEST_PASSAGE, cut
from reader.search.query_expansion import Spelling, idf
from reader.search.vocabulary import Vocabulary
from reader.text.sentences import split_sentences
from reader.text.spans import Span


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    weights = [idf(frequency, 1000) for frequency in (0, 1, 10, 500, 1000)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 0
    # More entries with a word than entries: one state was counted while another was written.
    assert idf(1001, 1000) > 0


def test_seats_go_to_the_likelier_spelling_first_and_never_away_from_the_word_itself() -> None:
    own, other = Spelling(1.0, frozenset(), own=True), Spelling(0.3, frozenset(), own=False)
    assert [own.quotient(seats) for seats in range(3)] == [1.0, 1 / 3, 1 / 5]
    assert own.quotient(1) > other.quotient(0) > other.quotient(1)
    assert own.quotient(1000) > Spelling(0.05, frozenset(), own=False).quotient(0)


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
    assert meant == ("delay", 1.0)
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
        (item.weight / divisor, item.word)
        for item in opened.vocabulary.candidates(typed, 9)
        for divisor in range(1, 2 * each, 2)
    ]
    wanted = [word for _, word in sorted(claims, key=lambda claim: -claim[0])]
    found = opened.search(f"{typed} ", limit=len(claims)).hits
    assert [hit.key[:-1] for hit in found] == wanted
    assert len({hit.key for hit in found}) == len(claims)


def test_long_white_space_is_no_passage() -> None:
    text = "Talks." + " " * (3 * LONGEST_PASSAGE) + "Oil."
    bounds, _ = cut(text, [Span(0, len(text))])
    pieces = [text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    assert pieces == ["Talks.", "Oil."]


def test_a_long_stretch_is_parted_between_words_where_there_is_a_gap() -> None:
    text = f"{'a' * (LONGEST_PASSAGE - 5)} {'b' * 50}\n{'c' * LONGEST_PASSAGE}{'d' * 9}"
    bounds, firsts = cut(text, [])
    pieces = [text[start:end] for start, end in zip(bounds[::2], bounds[1::2], strict=True)]
    assert "".join("".join(pieces).split()) == text.replace(" ", "").replace("\n", "")
    assert pieces[0] == "a" * (LONGEST_PASSAGE - 5)
    assert all(len(piece) <= LONGEST_PASSAGE for piece in pieces)
    assert list(firsts) == [0, 1, 3]  # the second piece has two words


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


@pytest.mark.parametrize(
    ("text", "line", "found"),
    [
        # Typed in capitals on purpose: the same letters in small ones are no place, unless there is no other.
        ("ﬁnal FInal", "FI", ["ﬁ", "FI"]),
        ("Oil OIL oil", "OIL", ["OIL"]),
        ("Oil OIL oil", "Oil", ["Oil"]),
        ("ABC-1 abc-1", "ABC-1", ["ABC-1"]),
    ],
)
def test_capitals_that_were_typed_count(text: str, line: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in Finder(text).find(line).spans] == found


def test_each_misspelt_word_is_corrected_by_itself() -> None:
    places = Finder("The envoy met the minister. Another envoy.").find("ennvoy minsiter")
    assert places.corrections == {"ennvoy": "envoy", "minsiter": "minister"}
    assert len(places.spans) == 3


def test_one_word_that_is_nowhere_leaves_the_line_without_a_place() -> None:
    assert Finder("The envoy met the minister.").find("envoy qqqqqq") == ([], {})


@pytest.mark.parametrize(
    ("line", "position", "says"),
    [
        ("oil date:2026-00", 4, "is no date"),
        ("date:2026-13-01", 0, "is no date"),
        ("date:2026-02-29", 0, "is no date"),
        ("date:2026-01-00", 0, "is no date"),
        ("date:0000", 0, "is no date"),
        ("date:2026-03..2026-02", 0, "after its last day"),
        ("is:unread | oil", 12, "not of words"),
        ("oil | is:unread", 6, "not of words"),
        ("-oil | gas", 7, "do not go together"),
        ("oil | -gas", 6, "do not go together"),
        ("has:", 4, "something is missing"),
        ('tag:""', 6, "something is missing"),
        ("oil tga:oil", 4, "did you mean “tag:”"),
        ("tittle:oil", 0, "did you mean “title:”"),
        ("has:notices", 0, "write has:"),
    ],
)
def test_what_is_wrong_with_a_line_and_where(line: str, position: int, says: str) -> None:
    with pytest.raises(QueryError, match=says) as caught:
        parse(line)
    assert caught.value.position == position


@pytest.mark.parametrize(
    "line", ["date:2024-02-29", "date:2026-01-01..2026-01-01", "xx:oil", "tittle: oil", "-is:read", "| oil"]
)
def test_lines_at_the_limit_of_what_is_right(line: str) -> None:
    assert parse(line).clauses
