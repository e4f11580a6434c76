"""The list of documents on the shelf: its orders, its neighbours, and a filter that is as one in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.library.entry import Entry
from reader.library.listing import Listing, Marks
from reader.library.places import key_of
from reader.library.row_filter import RowFilter
from reader.library.shelf import Shelf

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


def test_a_document_that_has_gone_leaves_the_filter() -> None:
    entries = _numbered(2)
    with _shelf(entries) as shelf:
        shelf.put((), [entries[0].key])
        assert RowFilter("title", shelf, [ROOT], Marks(), lambda: False).keys == {entries[1].key}
        shelf.put([_entry("0001.txt", "another name")])
        assert RowFilter("'title", shelf, [ROOT], Marks(), lambda: False).keys == set()
