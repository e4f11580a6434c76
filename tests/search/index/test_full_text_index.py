"""The index on disk: transactions, versions, several processes."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import SearchIndexError
from reader.search.index.full_text_index import INDEX_VERSION, SearchIndex
from reader.search.index.index_entry import LONGEST_PASSAGE, IndexEntry, cut
from reader.search.index.index_query import Days, FieldWords, IndexFilter, Weighted, day_number
from reader.search.words.stemming import stem, words_analyzer
from reader.search.words.tokens import words
from reader.text.folding import fold
from reader.text.sentences import split_sentences
from reader.text.spans import Span


def entry(key: str, text: str, **others: object) -> IndexEntry:
    return IndexEntry(key, "", text, split_sentences(text), **others)  # type: ignore[arg-type]


def keys(index: SearchIndex, word: str) -> set[str]:
    found, count = index.view.find([Weighted(stem(word), 1.0)], [], 100)
    assert count == len(found)
    return {index.view.get(address).key for address in found}


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    opened = SearchIndex.open(tmp_path / "search")
    opened.update([entry("a", "Talks on oil.", sha="1"), entry("b", "Oil prices fell.", sha="2")])
    return opened


def test_what_is_added_is_found_and_known(index: SearchIndex) -> None:
    assert keys(index, "oil") == {"a", "b"}
    assert index.view.known() == {"a": "1", "b": "2"}
    assert not index.rebuilt


def test_an_entry_replaces_the_one_with_its_key(index: SearchIndex) -> None:
    index.update([entry("a", "Talks on gas.", sha="3")])
    assert keys(index, "oil") == {"b"}
    assert keys(index, "gas") == {"a"}
    assert index.view.known() == {"a": "3", "b": "2"}
    assert "on" in dict(index.view.vocabulary("words"))


def test_deleted_entries_count_neither_in_the_mean_length_nor_for_a_stem(
    index: SearchIndex,
) -> None:
    assert index.view.mean_length == 3
    index.update([IndexEntry("c", "Oil", "Oil oil oil.")])
    assert (index.view.mean_length, index.view.entries_with("oil")) == (pytest.approx(11 / 3), 3)
    index.update([entry("a", "Talks on gas and grain.")], ["c"])
    assert (index.view.mean_length, index.view.entries_with("oil")) == (4, 1)
    assert SearchIndex.open(index._folder.parent / "empty").view.mean_length == 1


def test_the_last_of_two_with_one_key_stays(index: SearchIndex) -> None:
    index.update([entry("c", "First wheat."), entry("c", "Second wheat.", sha="9")])
    assert index.view.entries == 3
    assert index.view.known()["c"] == "9"


def test_removed_words_leave_the_vocabulary(index: SearchIndex) -> None:
    index.update([], ["b"])
    assert index.view.known() == {"a": "1"}
    assert "prices" not in dict(index.view.vocabulary("words"))


def test_removing_what_is_not_there_does_nothing(index: SearchIndex) -> None:
    index.update([], ["nowhere"])
    assert index.view.entries == 2


def test_an_update_that_fails_midway_changes_nothing(index: SearchIndex) -> None:
    def broken() -> object:
        yield entry("c", "Wheat.")
        raise RuntimeError("the reading went wrong")

    with pytest.raises(RuntimeError):
        index.update(broken(), ["a"])  # type: ignore[arg-type]
    index.reload()
    assert set(index.view.known()) == {"a", "b"}
    index.update([entry("d", "Barley.")])
    assert set(index.view.known()) == {"a", "b", "d"}


def test_another_reader_sees_a_commit_after_reload(index: SearchIndex, tmp_path: Path) -> None:
    other = SearchIndex.open(tmp_path / "search", read_only=True)
    index.update([entry("c", "More oil.")])
    assert keys(other, "oil") == {"a", "b"}
    other.reload()
    assert keys(other, "oil") == {"a", "b", "c"}


def test_a_reader_waits_for_an_index_that_is_not_there_yet(tmp_path: Path) -> None:
    reader = SearchIndex.open(tmp_path / "search", read_only=True)
    assert reader.view.entries == 0
    assert not (tmp_path / "search").exists()
    SearchIndex.open(tmp_path / "search").update([entry("a", "Oil.")])
    reader.reload()
    assert keys(reader, "oil") == {"a"}


def test_one_writes_at_a_time_and_the_other_is_told(index: SearchIndex, tmp_path: Path) -> None:
    other = SearchIndex.open(tmp_path / "search")

    def meanwhile() -> object:
        with pytest.raises(SearchIndexError, match="Another reader is writing"):
            other.update([entry("d", "Gas.")])
        yield entry("c", "Wheat.")

    index.update(meanwhile())  # type: ignore[arg-type]
    other.update([entry("d", "Gas.")])
    assert set(other.view.known()) == {"a", "b", "c", "d"}


def test_read_only_does_not_write(index: SearchIndex, tmp_path: Path) -> None:
    with pytest.raises(SearchIndexError, match="reading only"):
        SearchIndex.open(tmp_path / "search", read_only=True).update([])


def test_an_index_of_another_version_gives_way(index: SearchIndex, tmp_path: Path) -> None:
    folder = tmp_path / "search"
    (folder / f"v{INDEX_VERSION}").rename(folder / "v0")
    fresh = SearchIndex.open(folder)
    assert fresh.rebuilt
    assert fresh.view.known() == {}
    assert not (folder / "v0").exists()


@pytest.mark.parametrize(
    "damage", ["{", "", json.dumps({"index_settings": {}, "segments": [], "schema": [], "opstamp": 0})]
)
def test_a_damaged_index_is_begun_again(index: SearchIndex, tmp_path: Path, damage: str) -> None:
    (tmp_path / "search" / f"v{INDEX_VERSION}" / "meta.json").write_text(damage)
    fresh = SearchIndex.open(tmp_path / "search")
    assert fresh.rebuilt
    fresh.update([entry("a", "Oil.")])
    assert keys(fresh, "oil") == {"a"}


def test_a_reader_of_a_damaged_index_is_empty_until_it_is_begun_again(
    index: SearchIndex, tmp_path: Path
) -> None:
    (tmp_path / "search" / f"v{INDEX_VERSION}" / "meta.json").write_text("{")
    reader = SearchIndex.open(tmp_path / "search", read_only=True)
    assert reader.damage
    assert reader.view.entries == 0
    SearchIndex.open(tmp_path / "search").update([entry("a", "Oil.")])
    reader.reload()
    assert keys(reader, "oil") == {"a"}


def test_a_lost_segment_is_noticed(index: SearchIndex, tmp_path: Path) -> None:
    for path in (tmp_path / "search" / f"v{INDEX_VERSION}").glob("*.store"):
        path.unlink()
    fresh = SearchIndex.open(tmp_path / "search")
    assert fresh.rebuilt
    assert fresh.view.known() == {}


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SearchIndexError, match="cannot be begun"):
        SearchIndex.open(tmp_path / "file" / "search")


def test_filters_and_order_by_date(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.update(
        [
            entry("old", "Oil.", date="2025-12-31", tags=("Energy policy",), people=("Abbas Araghchi",)),
            entry("new", "Oil.", date="2026-01-17T09:30:00Z", source="Reuters"),
            entry("none", "Oil."),
        ]
    )

    def passing(*filters: IndexFilter) -> list[str]:
        return [index.view.get(address).key for address in index.view.find([], filters, 10)[0]]

    assert passing() == ["new", "old", "none"]
    assert passing(IndexFilter((Days(20260101, 20261231),))) == ["new"]
    assert passing(IndexFilter((Days(20260101, 20261231),), negated=True)) == ["old", "none"]
    assert passing(IndexFilter((FieldWords("tags", ("energy", "policy")),))) == ["old"]
    assert passing(IndexFilter((FieldWords("people", ("abbas", "ara"), prefix=True),))) == ["old"]
    assert passing(IndexFilter((FieldWords("source", ("reu",), prefix=True),))) == ["new"]


@pytest.mark.parametrize(
    ("date", "number"), [("2026-01-17", 20260117), ("2026-01-17T10:00:00Z", 20260117), ("", 0), ("x", 0)]
)
def test_days_are_numbers(date: str, number: int) -> None:
    assert day_number(date) == number


@given(st.text(st.sampled_from("aé .\nﬁßक्ि—x1'"), max_size=200))
def test_passages_leave_out_no_word_and_do_not_overlap(text: str) -> None:
    sentences = split_sentences(text)[::2]
    bounds, firsts = cut(text, sentences)
    spans = [Span(*pair) for pair in zip(bounds[::2], bounds[1::2], strict=True)]
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert (
        [words(fold(text[span.start : span.end])) for span in spans]
        == [
            words(fold(text))[first:last]
            for first, last in zip(firsts, [*firsts[1:], None], strict=True)  # type: ignore[list-item]
        ]
        if spans
        else not words(fold(text))
    )


def test_a_long_stretch_is_parted() -> None:
    text = "word " * 1000
    bounds, _ = cut(text, [Span(0, len(text))])
    assert max(end - start for start, end in zip(bounds[::2], bounds[1::2], strict=True)) <= LONGEST_PASSAGE


# Scripts that the two sides' Unicode tables agree on; they differ in rare signs and in what is new.
letters = st.lists(
    st.characters(max_codepoint=0x08FF, exclude_categories=("Cs", "Cn"))
    | st.sampled_from([*"漢字かなﬁ１—_ 'ſ", "हिन्दी", "দেশ", "ไทย"]),
    max_size=60,
).map("".join)


@given(letters)
def test_the_words_of_the_index_are_those_of_the_passages(text: str) -> None:
    folded = fold(text)
    assert words_analyzer().build().analyze(folded) == words(folded)
