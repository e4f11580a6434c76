"""The list of documents as keys: its orders, its marks, and the filter that looks through the shelf."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.library.database import Cancelled
from reader.library.listing import GONE, Listing, Marks
from reader.library.places import key_of
from reader.library.row_filter import RowFilter
from reader.library.shelf import Entry, Excerpt, Shelf
from reader.search.filtering import Filter, row

ROOT = Path("/library")


def _entry(name: str, title: str = "", **more: object) -> Entry:
    path = ROOT / name
    return Entry(key_of(path), path, title=title, **more)  # type: ignore[arg-type]


@contextmanager
def _shelf(entries: Sequence[Entry], others: Sequence[Entry] = ()) -> Iterator[Shelf]:
    with tempfile.TemporaryDirectory() as folder:
        shelf = Shelf(Path(folder, "shelf.sqlite"))
        shelf.put([*others, *entries])
        yield shelf
        shelf.close()


def _listing(shelf: Shelf, order: str = "date", marks: Marks | None = None) -> Listing:
    return Listing(*shelf.keys([ROOT], order), marks, shelf.entries_of)


def _numbered(count: int) -> list[Entry]:
    return [_entry(f"{number:04}.txt", f"title {number:04}") for number in range(count)]


# Orders


ENTRIES = [
    _entry("a.txt", "Zebra", published="2026-01-02", source="b"),
    _entry("b.txt", "apple", published="2026-03-01", source=""),
    _entry("c.txt", "Äpfel", published="2026-03-01", source="a"),
    _entry("d.txt", "broken", published="2027-01-01", problem="it cannot be read"),
    _entry("e.txt", "apple", published="2026-03-01", source="B"),
]


@pytest.mark.parametrize(("order", "names"), [("date", "becad"), ("title", "beacd"), ("source", "ceabd")])
def test_the_orders_of_the_shelf_put_what_cannot_be_opened_last(order: str, names: str) -> None:
    with _shelf(ENTRIES) as shelf:
        listing = _listing(shelf, order)
        assert "".join(entry.path.stem for entry in listing) == names
        assert listing.sound == 4


def test_a_library_of_many_is_in_the_same_order_as_one_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    with _shelf(ENTRIES, [Entry("0" * 16, Path("/other/x.txt"), title="other")]) as shelf:
        few = shelf.keys([ROOT], "date")
        monkeypatch.setattr("reader.library.shelf._ORDERED_AT_ONCE", 2)
        assert shelf.keys([ROOT], "date") == few
        assert shelf.keys([ROOT], "date", 2) == (few[0][:2], 2)
        assert shelf.keys([ROOT / "a.txt", ROOT / "d.txt"], "date")[1] == 1


# Rows that are read when they are looked at


def test_rows_are_read_by_the_screen_and_few_are_kept() -> None:
    entries = {entry.key: entry for entry in _numbered(3000)}
    asked: list[int] = []

    def read(keys: Sequence[str]) -> dict[str, Entry]:
        asked.append(len(keys))
        return {key: entries[key] for key in keys}

    listing = Listing(list(entries), 3000, Marks(), read)
    assert [entry.title for entry in listing[10:13]] == ["title 0010", "title 0011", "title 0012"]
    assert listing[-1].title == "title 2999"
    assert len(asked) == 2
    assert sum(asked) < 150
    assert len(list(listing)) == 3000
    assert len(listing._kept) < 40
    with pytest.raises(IndexError):
        listing[3000]


def test_a_row_that_has_vanished_says_so() -> None:
    listing = Listing(["0" * 16], 1)
    assert listing[0].problem == GONE


@given(st.integers(0, 300), st.data())
@settings(max_examples=30, deadline=None)
def test_onwards_are_the_neighbours_in_order(count: int, data: st.DataObject) -> None:
    entries = {entry.key: entry for entry in _numbered(count + 1)}
    listing = Listing(list(entries), count + 1, Marks(), lambda keys: {key: entries[key] for key in keys})
    at = data.draw(st.integers(0, count))
    every = list(entries.values())
    assert list(listing.onwards(every[at].key, 1)) == every[at + 1 :]
    assert list(listing.onwards(every[at].key, -1)) == every[:at][::-1]
    assert list(listing.onwards("not there", 1)) == []


def test_what_is_marked_in_a_filtered_list_is_marked_in_all() -> None:
    entries = {entry.key: entry for entry in _numbered(5)}
    listing = Listing(list(entries), 4, Marks(), lambda keys: {key: entries[key] for key in keys})
    keys = list(entries)
    some = listing.chosen({keys[1], keys[3], keys[4]})
    assert (len(some), some.sound, some.unread) == (3, 2, 2)
    some.with_marks([Entry(keys[3], Path(), unread=False, flagged=True, notes=2)])
    assert (listing.unread, some.unread) == (3, 1)
    assert (listing[3].unread, listing[3].flagged, listing[3].notes) == (False, True, 2)
    assert some.following(-1, 1, lambda key: key not in some.marks.read) == 0
    assert some.following(0, 1, lambda key: key not in some.marks.read) is None  # the last cannot be opened
    assert some.following(3, -1, lambda _: True) == 1
    some.with_marks([Entry(keys[3], Path())])
    assert listing.unread == 4
    assert listing[3].notes == 0


# The filter


words = st.text(st.sampled_from("abcdeßéÅİ-.'"), min_size=1, max_size=6)
texts = st.lists(words, max_size=4).map(" ".join)
DAYS = ["", "2026-01-31T10:00:00Z", "2026-02", "2025"]


@st.composite
def _entries(draw: st.DrawFn) -> list[Entry]:
    return [
        _entry(
            f"{number} {draw(texts)}.txt".replace("/", ""),
            draw(texts),
            source=draw(texts),
            tags=tuple(draw(st.lists(words, max_size=2))),
            published=draw(st.sampled_from(DAYS)),
            sha256="0",
            summary=(Excerpt(0, 1, draw(texts), ""),),
            unread=draw(st.booleans()),
            flagged=draw(st.booleans()),
            notes=draw(st.integers(0, 1)),
        )
        for number in range(draw(st.integers(0, 5)))
    ]


def _row_of(entry: Entry):  # type: ignore[no-untyped-def]
    states = {"unread" if entry.unread else "read"}
    states |= {"flagged"} if entry.flagged else set()
    states |= {"note"} if entry.notes else set()
    fields = {
        "title": entry.title,
        "source": entry.source,
        "tag": "\n".join(entry.tags),
        "summary": "\n".join(excerpt.text for excerpt in entry.summary),
        "file": entry.path.name,
    }
    return row(fields, entry.published, frozenset(states))


atoms = st.one_of(
    words,
    words.map("'{}".format),
    st.tuples(words, words).map(lambda two: f'"{two[0]} {two[1]}"'),
    st.tuples(st.sampled_from(["title", "source", "tag", "person"]), words).map(":".join),
    st.sampled_from(
        ["is:unread", "is:read", "is:flagged", "has:note", "date:2026", "date:..2025", "date:2026-02.."]
    ),
)
lines = st.lists(
    st.tuples(st.sampled_from(["", "-"]), st.lists(atoms, min_size=1, max_size=2).map(" | ".join)).map(
        "".join
    ),
    max_size=3,
).map(" ".join)


@given(_entries(), st.one_of(lines, st.text(max_size=12)))
@settings(max_examples=120, deadline=None)
def test_the_shelf_is_filtered_as_rows_in_memory_are(entries: list[Entry], line: str) -> None:
    marks = Marks()
    for entry in entries:
        marks.put(entry)
    other = Entry("f" * 16, Path("/other/abcde.txt"), title="abcde abcd bcde", sha256="0")
    with _shelf(entries, [other]) as shelf:
        try:
            expected = Filter(line, [_row_of(entry) for entry in entries])
        except QueryError:
            with pytest.raises(QueryError):
                RowFilter(line, shelf, [ROOT], marks, lambda: False)
            return
        found = RowFilter(line, shelf, [ROOT], marks, lambda: False)
        assert found.keys == {entries[index].key for index in expected.indices}
        assert found.corrections.keys() == expected.corrections.keys()


def test_a_filter_that_nobody_waits_for_any_more_is_given_up() -> None:
    with _shelf(_numbered(3000)) as shelf, pytest.raises(Cancelled):
        RowFilter("-'nothing -'other", shelf, [ROOT], Marks(), lambda: True)


def test_a_line_of_a_thousand_words_is_not_too_deep() -> None:
    with _shelf([_entry("a.txt", "t")]) as shelf:
        line = " ".join(["'t"] * 1300)
        assert len(RowFilter(line, shelf, [ROOT], Marks(), lambda: False).keys) == 1


def test_a_document_that_has_gone_leaves_the_filter() -> None:
    entries = _numbered(2)
    with _shelf(entries) as shelf:
        shelf.put((), [entries[0].key])
        assert RowFilter("title", shelf, [ROOT], Marks(), lambda: False).keys == {entries[1].key}
        shelf.put([_entry("0001.txt", "another name")])
        assert RowFilter("'title", shelf, [ROOT], Marks(), lambda: False).keys == set()
