"""From a search line to ranked hits with their passages."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.search.engine import Answer, IndexEntry, SearchEngine
from reader.search.query.predicate import KeySet
from reader.text.folding import fold
from reader.text.sentences import split_sentences

TEXTS = {
    "call": (
        "Call on Thursday",
        "The two leaders spoke on Thursday. During the call, Netanyahu asked Trump to delay any "
        "strike and to wait until spring. Officials gave no comment.",
    ),
    "talks": (
        "Vienna talks",
        "Foreign Minister Abbas Araghchi arrived in Vienna. He will meet the envoys on Tuesday; "
        "uranium is first on the list. A second round may follow.",
    ),
    "tripoli": (
        "Forty years on",
        "Muammar Gaddafi ruled Libya for four decades. His convoy was struck near Sirte.",
    ),
    "oil": (
        "OPEC keeps output",
        "OPEC ministers kept the output of crude oil where it is. Prices of crude fell by two dollars. "
        "Oil that is crude needs refining, ministers said.",
    ),
    "accents": (
        "Café Ḥizbullāh",
        "Das Gespräch über die Straße von Hormuz dauerte. ﬁnally Ḥizbullāh agreed.",
    ),
    "tables": ("Stocks", "port\tbarrels\nBasra\t120\nHormuz\t80\n"),
    "empty": ("", ""),
}


def entries() -> list[IndexEntry]:
    days = {"call": "2026-01-15", "talks": "2026-02-03T08:00:00Z", "oil": "2025-11-30"}
    found = [
        IndexEntry(key, title, text, split_sentences(text), date=days.get(key, ""), sha=key)
        for key, (title, text) in TEXTS.items()
    ]
    names = {
        "people": ("Benjamin Netanyahu", "Bibi"),
        "places": ("Jerusalem",),
        "organisations": ("Knesset",),
    }
    speech = "Bibi gave a speech. It was long."
    found.append(IndexEntry("bibi", "Bibi speaks", speech, tags=("speech",), source="Radio", **names))
    found.append(IndexEntry("n1", "Note", "Check the uranium figure.", kind="note", document="talks"))
    return found


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> SearchEngine:
    opened = SearchEngine.open(tmp_path_factory.mktemp("search"))
    opened.update(entries())
    return opened


def keys(answer: Answer) -> list[str]:
    return [hit.key for hit in answer.hits]


def lit(answer: Answer, number: int = 0) -> list[str]:
    hit = answer.hits[number]
    return [hit.text[start - hit.start : end - hit.start] for start, end in hit.matches]


def test_two_misspelt_words_find_the_sentence(engine: SearchEngine) -> None:
    answer = engine.search("netanyhu asked trump to dellay")
    assert answer.corrections == {"netanyhu": "netanyahu", "dellay": "delay"}
    hit = answer.hits[0]
    assert hit.key == "call"
    assert hit.text.startswith("During the call, Netanyahu")
    assert TEXTS["call"][1][hit.start : hit.end] == hit.text
    assert lit(answer) == ["Netanyahu", "asked", "Trump", "delay"]
    assert answer.total >= answer.complete == 1


@pytest.mark.parametrize(
    ("typed", "key", "used"),
    [
        ("araqchi", "talks", "araghchi"),
        ("Qaddafi", "tripoli", "gaddafi"),
        ("hisbollah", "accents", "hizbullah"),
    ],
)
def test_another_spelling_of_a_name(engine: SearchEngine, typed: str, key: str, used: str) -> None:
    answer = engine.search(typed)
    assert keys(answer)[0] == key
    assert answer.corrections == {fold(typed): used}


def test_words_are_stemmed_and_inflections_lit(engine: SearchEngine) -> None:
    answer = engine.search("minister price ")
    assert keys(answer)[0] == "oil"
    assert set(lit(answer)) <= {"ministers", "Prices"}
    assert answer.corrections == {}


def test_the_last_word_is_also_a_prefix_until_a_space_ends_it(engine: SearchEngine) -> None:
    assert "talks" in keys(engine.search("uran"))
    assert engine.search("uran").corrections == {}
    assert lit(engine.search("uran")) == ["uranium"]


def test_exactly_refuses_corrections_and_inflections(engine: SearchEngine) -> None:
    assert engine.search("'netanyhu").hits == ()
    assert keys(engine.search("'ministers")) == ["oil"]
    assert "talks" not in keys(engine.search("'ministers"))


def test_a_phrase_keeps_its_order(engine: SearchEngine) -> None:
    assert keys(engine.search('"crude oil"')) == ["oil"]
    assert keys(engine.search('"oil crude"')) == []
    assert keys(engine.search('"output of cru')) == ["oil"]


def test_no_phrase_runs_from_the_title_into_the_text(engine: SearchEngine) -> None:
    assert keys(engine.search('"output opec"')) == []


def test_order_and_nearness_choose_the_passage(engine: SearchEngine) -> None:
    assert engine.search("crude oil").hits[0].text.startswith("OPEC ministers")
    assert engine.search("crude needs refining").hits[0].text.startswith("Oil that is crude")


def test_negation_and_alternatives(engine: SearchEngine) -> None:
    assert "oil" not in keys(engine.search("hormuz -barrels -oil"))
    assert "tables" not in keys(engine.search("hormuz -barrels"))
    assert {"tripoli", "talks"} <= set(keys(engine.search("libya | vienna")))
    assert engine.search("libya | vienna").complete == 2


def test_only_what_is_not_wanted_leaves_all_the_rest(engine: SearchEngine) -> None:
    found = keys(engine.search("-hormuz"))
    assert found[:2] == ["talks", "call"]
    assert not {"accents", "tables"} & set(found)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("title:opec", ["oil"]),
        ("title:opecc", ["oil"]),
        ("tag:speech", ["bibi"]),
        ("source:radio", ["bibi"]),
        ("person:netanyahu", ["bibi"]),
        ("person:netanyhu", ["bibi"]),
        ('person:"benjamin netanyhu"', ["bibi"]),
        ("org:knesset", ["bibi"]),
        ("place:jerusalem", ["bibi"]),
        ("date:2026", ["talks", "call"]),
        ("date:2026-01..", ["talks", "call"]),
        ("date:..2026-01-15", ["call", "oil"]),
        ("date:2025-11-30", ["oil"]),
        ("note:uranium", ["n1"]),
        ("note:vienna", []),
    ],
)
def test_fields(engine: SearchEngine, line: str, found: list[str]) -> None:
    assert keys(engine.search(line + " ")) == found


def test_a_corrected_field_says_so(engine: SearchEngine) -> None:
    assert engine.search("person:netanyhu").corrections == {"netanyhu": "netanyahu"}


def test_an_entity_finds_the_texts_that_use_its_alias(engine: SearchEngine) -> None:
    assert set(keys(engine.search("netanyahu "))) == {"call", "bibi"}


def test_notes_are_marked_and_know_their_document(engine: SearchEngine) -> None:
    hits = {hit.key: hit for hit in engine.search("uranium ").hits}
    assert (hits["n1"].kind, hits["n1"].document) == ("note", "talks")
    assert (hits["talks"].kind, hits["talks"].document) == ("document", "talks")


def test_what_the_caller_allows(engine: SearchEngine) -> None:
    assert keys(engine.search("hormuz", allowed=KeySet({"tables"}))) == ["tables"]
    assert keys(engine.search("hormuz", allowed=KeySet({"tables"}, complement=True))) == ["accents"]
    assert keys(engine.search("is:unread", allowed=KeySet({"oil"}))) == ["oil"]
    assert engine.search("hormuz", allowed=KeySet(set())).hits == ()
    assert engine.search("hormuz", allowed=KeySet({"tables"})).total == 1
    assert len(engine.search("is:unread", allowed=KeySet(set(), complement=True)).hits) > 2
    assert keys(engine.search("hormuz", allowed=KeySet(set(), True))) == keys(engine.search("hormuz"))
    many = {f"other {number}" for number in range(3000)}
    assert keys(engine.search("hormuz", allowed=KeySet(many | {"tables"}))) == ["tables"]
    assert keys(engine.search("hormuz", allowed=KeySet(many | {"tables"}, complement=True))) == ["accents"]


def test_a_table_is_a_passage_too(engine: SearchEngine) -> None:
    hit = engine.search("basra 120").hits[0]
    assert hit.key == "tables"
    assert TEXTS["tables"][1][hit.start : hit.end] == hit.text


def test_nothing_found_says_what_is_near_and_what_costs_most(engine: SearchEngine) -> None:
    answer = engine.search("zzyzx")
    assert answer.hits == ()
    assert answer.missing == ("zzyzx",)
    assert "zzyzx" in answer.advice
    assert "without tag:none there would be 2" in engine.search("hormuz tag:none").advice
    assert "without 'refineries" in engine.search("oil 'refineries").advice


def test_an_empty_line_and_an_empty_library(engine: SearchEngine, tmp_path: Path) -> None:
    assert engine.search("  ").advice
    assert "indexed" in SearchEngine.open(tmp_path).search("oil").advice


def test_limit(engine: SearchEngine) -> None:
    assert len(engine.search("the of in on", limit=2).hits) == 2
    assert engine.search("oil", limit=0).hits == ()


def test_scores_fall(engine: SearchEngine) -> None:
    for line in ("netanyhu", "crude oil ministers", "uran"):
        scores = [hit.score for hit in engine.search(line).hits]
        assert scores == sorted(scores, reverse=True)


def test_a_reader_elsewhere_sees_what_is_committed(tmp_path: Path) -> None:
    writer = SearchEngine.open(tmp_path)
    reader = SearchEngine.open(tmp_path, read_only=True)
    assert reader.search("oil").hits == ()
    writer.update(entries())
    reader.reload()
    assert keys(reader.search("opec")) == ["oil"]
    writer.update([], ["oil"])
    assert keys(reader.search("opec")) == ["oil"]
    reader.reload()
    assert "oil" not in keys(reader.search("opec"))
    assert reader.known() == writer.known()


def test_a_refresh_sees_what_is_committed_without_being_waited_for(tmp_path: Path) -> None:
    writer = SearchEngine.open(tmp_path)
    reader = SearchEngine.open(tmp_path, read_only=True)
    for number in range(5):
        writer.update([IndexEntry(f"k{number}", "", "Oil.")])
        reader.refresh()
        reader.search("oil")
    reader.wait()
    assert len(reader.search("oil").hits) == 5


def test_searching_while_another_thread_updates(tmp_path: Path) -> None:
    engine = SearchEngine.open(tmp_path)
    engine.update(entries())
    stop, failed = threading.Event(), []

    def search() -> None:
        while not stop.is_set():
            for hit in engine.search("hormuz strait").hits:
                if hit.text and TEXTS.get(hit.key, ("", hit.text))[1][hit.start : hit.end] != hit.text:
                    failed.append(hit)

    thread = threading.Thread(target=search)
    thread.start()
    for number in range(15):
        engine.update(
            [IndexEntry(f"k{number}", "Strait", f"Number {number} of the strait of Hormuz.")],
            [f"k{number - 3}"],
        )
        engine.reload()
    stop.set()
    thread.join()
    assert not failed


LINES = st.lists(
    st.sampled_from(
        [
            *re.findall(r"\w+", " ".join(text for pair in TEXTS.values() for text in pair)),
            "netanyhu", "dellay", "araqchi", "minsiters", "crud", "zzz", "oi", '"', "'", "-", "!", "|",
            "title:", "person:bibi", "note:", "date:2026", "is:unread", "\x00", "Ｈormuz", "STRASSE", "a",
        ]
    ),
    max_size=7,
).map(" ".join)  # fmt: skip


@settings(max_examples=300)
@given(LINES)
def test_every_lit_span_folds_to_a_word_that_the_answer_names(engine: SearchEngine, line: str) -> None:
    texts = {entry.key: entry.text for entry in entries()}
    try:
        answer = engine.search(line)
    except QueryError:
        return
    named = {word for found in answer.words.values() for word in found}
    for hit in answer.hits:
        assert texts[hit.key][hit.start : hit.end] == hit.text
        end = hit.start
        for span in hit.matches:
            assert end <= span.start < span.end <= hit.end
            assert fold(texts[hit.key][span.start : span.end]) in named
            end = span.end


@given(st.text(max_size=40))
def test_any_line_gets_an_answer_or_a_sentence(engine: SearchEngine, line: str) -> None:
    said = ""
    try:
        answer = engine.search(line)
        said = answer.advice or "found"
        assert bool(answer.hits) != bool(answer.advice)
    except QueryError as error:
        said = str(error)
    assert said


@pytest.mark.parametrize(
    "line", ["a" * 10_000, "oil " * 999, '"' * 99, "-|!" * 9, "\x00", "\ud800", "'" * 50, "title:\x00"]
)
def test_hostile_lines(engine: SearchEngine, line: str) -> None:
    with suppress(QueryError):
        assert engine.search(line).ms < 10_000


def test_importing_the_engine_costs_no_rapidfuzz() -> None:
    code = "import sys, reader.search.engine; sys.exit('rapidfuzz' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
