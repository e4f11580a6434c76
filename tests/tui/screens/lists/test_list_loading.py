"""Keys pressed while the list is still being read: each acts once, on the list as it is or comes to be."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from textual.keys import _character_to_key
from tui_desk import BROKEN, HARBOUR, LONG, RESTRICTED, STRAIT, Sit

from reader.library.documents.document_service import DocumentService
from reader.library.documents.listing import Listing, Order
from reader.tui.screens.lists import rows_panel
from reader.tui.screens.lists.documents import loading

LOADED = "6 documents"


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A library whose first two documents are listed at once, and the rest when the gate is opened."""
    opened = threading.Event()
    listing = DocumentService.listing

    def slow(library: DocumentService, order: Order = "date", limit: int | None = None) -> Listing:
        if limit is None:
            assert opened.wait(30)
        return listing(library, order, limit)

    monkeypatch.setattr(loading, "BEGINNING", 2)
    monkeypatch.setattr(DocumentService, "listing", slow)
    yield opened
    opened.set()


async def test_the_first_rows_are_there_before_the_rest_and_keys_act_on_them(
    sit: Sit, gate: threading.Event
) -> None:
    async with sit(settled=False) as desk:
        await desk.until(lambda: len(desk.rows.items) == 2)
        assert "documents" not in desk.head
        desk._send("j", "j")
        await desk.until(lambda: desk.rows.cursor == 1)
        desk._send("F", "F")
        await desk.until(lambda: desk.rows.current.flagged)
        gate.set()
        await desk.shows(LOADED)
        assert desk.rows.current.path.name == HARBOUR
        assert desk.rows.current.flagged  # though the list was on its way when it was flagged


@pytest.mark.parametrize(
    ("keys", "name"),
    [("G", BROKEN), ("Gk", LONG), (".", HARBOUR), ("oG", BROKEN), ("ooo", STRAIT)],
)
async def test_a_key_for_the_whole_list_waits_for_it_and_so_do_those_after_it(
    sit: Sit, gate: threading.Event, keys: str, name: str
) -> None:
    async with sit(settled=False) as desk:
        await desk.until(lambda: len(desk.rows.items) == 2)
        for key in keys:
            desk._send(_character_to_key(key), key)
        await asyncio.sleep(0)
        gate.set()
        await desk.settle()
        await desk.shows(LOADED)
        assert desk.rows.current.path.name == name


async def test_a_filter_typed_ahead_is_in_force_when_the_next_key_acts(
    sit: Sit, gate: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_panel, "ARRANGED_AT_ONCE", 0)
    async with sit(settled=False) as desk:
        await desk.until(lambda: len(desk.rows.items) == 2)
        await desk.type_ahead("/restrict\r\r")  # while all but the beginning is still on its way
        gate.set()
        await desk.reads()
        assert desk.screen.state.entry.path.name == RESTRICTED


async def test_what_was_just_opened_is_read_for_the_next_key(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The list is not read again within this test: what it knows it knows from the key.
    monkeypatch.setattr(loading, "RELOAD_SECONDS", 3600)
    async with sit() as desk:
        await desk.press("enter")
        await desk.reads()
        for expected in (HARBOUR, RESTRICTED):
            await desk.press(".")
            await desk.until(lambda expected=expected: desk.screen.state.entry.path.name == expected)
            await desk.reads()
        await desk.press(",")
        assert desk.said.startswith("No unread document before")


async def test_the_next_unread_of_a_list_that_is_filtered_by_it(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("/")
        await desk.type("is:unread")
        await desk.press("enter", "enter")
        await desk.reads()
        at = [entry.path.name for entry in desk.app.navigation.documents.panel.items]
        first = desk.screen.state.entry.path.name
        assert first not in [entry.path.name for entry in desk.app.navigation.documents.panel.rows.items]
        await desk.press(".")
        await desk.until(lambda: desk.screen.state.entry.path.name == at[at.index(first) + 1])
        await desk.reads()
