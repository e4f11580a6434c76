"""Find in one document."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.matching.find_in_document import Finder
from reader.search.matching.hit_matching import MOST_HITS
from reader.text.folding import fold

TEXT = (
    "The Envoy met Müller in Zürich. Müller's aides (of the US delegation) left us no\nstatement; "
    "Araghchi spoke to al-Rashidi. The straße was closed: STRASSE and ﬁnal."
)

texts = st.text(
    st.sampled_from("abcSsßﬁİéEe\u0301 ñ\n\tÅ’'-.x0Ωｗ") | st.characters(codec="utf-8"), max_size=80
)


def _found(text: str, line: str) -> list[str]:
    return [text[span.start : span.end] for span in Finder(text).find(line).spans]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("envoy", ["Envoy"]),
        ("muller", ["Müller", "Müller"]),
        ("MÜLLER", ["Müller", "Müller"]),  # nowhere in this case: said in the corrections
        ("us", ["US", "us"]),
        ("US", ["US"]),
        ("strasse", ["straße", "STRASSE"]),
        ("final", ["ﬁnal"]),
        ("no statement", ["no\nstatement"]),
        ("  in   zurich ", ["in Zürich"]),
        ("rich.", ["rich."]),
        ("(of the", ["(of the"]),
        ("zzzz", []),
        ("", []),
        ("   ", []),
        ("\u0301", []),
    ],
)
def test_what_is_typed_is_found(line: str, found: list[str]) -> None:
    # `us` also stands inside other words; whole ones are enough here
    got = [item for item in _found(TEXT, line) if line.lower() != "us" or item in ("US", "us")]
    assert got == found


def test_exact_places_need_no_corrections() -> None:
    assert Finder(TEXT).find("zurich").corrections == {}


@pytest.mark.parametrize(
    ("line", "used", "found"),
    [
        ("envoi", {"envoi": "envoy"}, ["Envoy"]),
        ("aragchi", {"aragchi": "araghchi"}, ["Araghchi"]),
        ("muler aides", {"muler": "muller"}, ["Müller", "Müller", "aides"]),
        ("zürihc", {"zürihc": "zurich"}, ["Zürich"]),
        ("ENVOY", {"ENVOY": "envoy"}, ["Envoy"]),
        ("Delegation", {"Delegation": "delegation"}, ["delegation"]),
    ],
)
def test_likely_spellings_are_used_and_said(line: str, used: dict[str, str], found: list[str]) -> None:
    places = Finder(TEXT).find(line)
    assert places.corrections == used
    assert [TEXT[span.start : span.end] for span in places.spans] == found


def test_short_words_are_taken_as_they_stand() -> None:
    assert Finder(TEXT).find("enz").spans == []


def test_of_equally_near_words_the_more_frequent_is_meant() -> None:
    text = "bort bart bart"
    assert Finder(text).find("bxrt").corrections == {"bxrt": "bart"}


def test_words_that_do_not_stand_together_are_all_lit_but_function_words() -> None:
    places = Finder(TEXT).find("the zurich envoy")
    assert [TEXT[span.start : span.end] for span in places.spans] == ["Envoy", "Zürich"]


def test_a_letter_that_folds_to_two_is_found_once() -> None:
    assert [tuple(span) for span in Finder("Maße").find("s").spans] == [(2, 3)]


def test_there_is_an_end_to_the_hits() -> None:
    assert len(Finder("a " * (MOST_HITS + 10)).find("a").spans) == MOST_HITS


@given(texts, texts)
def test_every_span_folds_to_what_matched(text: str, line: str) -> None:
    places = Finder(text).find(line)
    used = [fold(places.corrections.get(word, word)) for word in line.split()]
    phrase = re.compile(r"\s+".join(re.escape(word) for word in used if word) or "(?!)")
    for span in places.spans:
        folded = fold(text[span.start : span.end])
        # A span widens to whole characters, so what matched may stand inside of what it folds to.
        assert phrase.search(folded) or any(word and word in folded for word in used)


@given(texts, texts)
def test_spans_are_sorted_and_apart(text: str, line: str) -> None:
    spans = Finder(text).find(line).spans
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(first.end <= second.start for first, second in pairwise(spans))


@given(texts, st.data())
def test_what_stands_there_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    line = text[start:end].lower()
    words = [fold(word) for word in line.split()]
    if not any(words) or not re.search(r"\s+".join(map(re.escape, filter(None, words))), fold(text)):
        return
    assert Finder(text).find(line).spans


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
