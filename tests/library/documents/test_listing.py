"""A list of any length: its rows are read when they are looked at, and say what holds by then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.library.documents import listing as listing_module
from reader.library.documents.listing import GONE, Listing, Marks
from reader.library.storage.cache.document_row import DocumentRow

if TYPE_CHECKING:
    from tests.conftest import Maker

KEYS = [f"k{number:03}" for number in range(200)]
SOUND = 190


class Rows:
    """What stands in a cache, and how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.gone: set[str] = set()

    def read(self, keys: Sequence[str]) -> dict[str, DocumentRow]:
        self.asked.append(list(keys))
        return {key: DocumentRow(key, Path(f"/{key}.txt"), title=key) for key in keys if key not in self.gone}


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def listing(rows: Rows) -> Listing:
    return Listing(KEYS, SOUND, Marks(read={"k001", "k195"}, flagged={"k002"}, notes={"k003": 2}), rows.read)


def test_only_what_is_looked_at_is_read_and_not_twice(listing: Listing, rows: Rows) -> None:
    assert len(listing) == len(KEYS)
    assert rows.asked == []
    assert [entry.key for entry in listing[0:3]] == KEYS[:3]
    assert listing[-1].key == KEYS[-1]
    assert listing[63].key == KEYS[63]
    assert rows.asked == [KEYS[:64], KEYS[192:]]


def test_it_is_a_sequence(listing: Listing) -> None:
    assert [entry.key for entry in listing] == KEYS
    assert [entry.key for entry in listing[198:500:1]] == KEYS[198:]
    assert [entry.key for entry in listing[2::-1]] == ["k002", "k001", "k000"]
    for outside in (len(KEYS), -len(KEYS) - 1):
        with pytest.raises(IndexError):
            listing[outside]
    assert listing[-len(KEYS)].key == KEYS[0]


def test_rows_looked_at_long_ago_are_let_go_and_those_in_use_stay(
    listing: Listing, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_module, "_ROWS_KEPT", 2)
    for index in (0, 64, 0, 128, 0):
        assert listing[index].key == KEYS[index]
    assert [asked[0] for asked in rows.asked] == ["k000", "k064", "k128"]
    assert listing[64].key == "k064"
    assert len(rows.asked) == 4


def test_marks_hold_in_every_list_that_shares_them(listing: Listing) -> None:
    assert [(entry.unread, entry.flagged, entry.notes) for entry in listing[1:4]] == [
        (False, False, 0), (True, True, 0), (True, False, 2)
    ]  # fmt: skip
    some = listing.chosen({"k003", "k001"})
    assert [entry.key for entry in some] == ["k001", "k003"]
    some.with_marks([replace(some[0], unread=True, flagged=True), replace(some[1], notes=0, unread=False)])
    assert (listing[1].unread, listing[1].flagged) == (True, True)
    assert (listing[3].unread, listing[3].notes) == (False, 0)
    some.with_marks([replace(some[0], flagged=False, notes=1)])
    assert (listing[1].flagged, listing[1].notes) == (False, 1)


def test_how_many_are_unread_counts_only_what_can_be_opened(listing: Listing) -> None:
    assert listing.unread == SOUND - 1  # k195 cannot be opened
    assert Listing(KEYS, SOUND).unread == SOUND


def test_the_next_one_that_is_wanted(listing: Listing) -> None:
    def every(_: str) -> bool:
        return True

    assert listing.following(0, 1, every) == 1
    assert listing.following(-1, 1, every) == 0
    assert listing.following(5, -1, every) == 4
    assert listing.following(0, -1, every) is None
    assert listing.following(SOUND - 1, 1, every) is None
    assert listing.following(len(KEYS), -1, every) == SOUND - 1
    assert listing.following(0, 1, lambda key: key == "k007") == 7
    assert listing.following(9, -1, lambda key: key == "k007") == 7
    assert listing.following(7, 1, lambda key: key == "k007") is None


@given(st.integers(0, 300), st.data())
@settings(max_examples=30, deadline=None)
def test_onwards_are_the_neighbours_in_order(count: int, data: st.DataObject) -> None:
    keys = [f"k{number:03}" for number in range(count + 1)]
    listing = Listing(keys, count + 1, Marks(), Rows().read)
    at = data.draw(st.integers(0, count))
    assert [entry.key for entry in listing.onwards(keys[at], 1)] == keys[at + 1 :]
    assert [entry.key for entry in listing.onwards(keys[at], -1)] == keys[:at][::-1]
    assert list(listing.onwards("not there", 1)) == []


def test_where_a_document_stands(listing: Listing) -> None:
    assert listing.index_of("k042") == 42
    assert listing.index_of("elsewhere") is None


def test_what_is_chosen_keeps_its_order_and_what_cannot_be_opened_stays_last(listing: Listing) -> None:
    some = listing.chosen({"k195", "k100", "k004", "unknown"})
    assert (some.keys, some.readable_count) == (["k004", "k100", "k195"], 2)
    assert some.following(1, 1, lambda _: True) is None


def test_a_row_that_vanished_says_so(listing: Listing, rows: Rows) -> None:
    rows.gone.add("k005")
    assert (listing[5].problem, listing[5].title) == (GONE, "")
    assert listing[4].problem == ""


def test_the_orders_of_a_library(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    library.bring_up_to_date()

    def names(order: listing_module.Order) -> list[str]:
        return [entry.path.name for entry in library.documents.listing(order)]

    by_date = ["2026-03-02-harbour.txt", "2026-03-01-vienna.md", "2026-02-01-grain.md"]
    assert names("date") == by_date
    assert names("title") == [by_date[2], by_date[0], by_date[1]]
    assert names("source") == [by_date[1], by_date[0], by_date[2]]
    assert names("notes") == by_date
    vienna = library.documents.listing()[1]
    library.notes.add(vienna.path, library.files.document(vienna.path), None, body="why?")
    assert names("notes") == [by_date[1], by_date[0], by_date[2]]
    beginning = library.documents.listing(limit=2)
    assert (len(beginning), beginning.whole) == (2, False)
    assert library.documents.listing(limit=4).whole


def test_a_library_is_filtered_by_a_line(library_of: Maker, folder: Path) -> None:
    library = library_of(folder)
    library.bring_up_to_date()
    found, corrections = library.documents.filtered(library.documents.listing("title"), "talks | grian ")
    assert [entry.title for entry in found] == ["Grain prices", "Talks open in Vienna"]
    assert corrections == {"grian": "grain"}
    with pytest.raises(QueryError):
        library.documents.filtered(library.documents.listing(), "date:nonsense")


def test_what_was_marked_while_a_list_was_read_holds_in_it() -> None:
    before = Marks(read={"a", "b"}, flagged=set(), notes={"a": 1})
    flagged = replace(DocumentRow("a", Path("a.txt")), unread=True, flagged=True, notes=2)
    before.put(flagged)
    before.put(replace(DocumentRow("c", Path("c.txt")), unread=False))
    read_meanwhile = Marks(read={"a", "b"}, flagged={"b"}, notes={"a": 1, "c": 1})
    read_meanwhile.take_changes(before)
    assert read_meanwhile == Marks(read={"b", "c"}, flagged={"a", "b"}, notes={"a": 2})
