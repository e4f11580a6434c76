"""Searching all documents as one types."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from tui_desk import HARBOUR, RESTRICTED, STRAIT, Sit

from reader.library.search.search_service import SearchService
from reader.tui.screens.lists.search.screen import SearchScreen


async def test_a_search_with_a_typo_says_the_spelling_and_opens_at_the_hit(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("s")
        await desk.type("ferreis outsdie")
        await desk.until(lambda: desk.rows.items)
        await desk.shows("showing ferries for ferreis")
        assert desk.rows.current.entry.path.name == HARBOUR
        await desk.until(lambda: desk.view.display and "Ferries" in desk.view.document.text)
        await desk.press("enter")
        await desk.reads()
        assert desk.here == "Ferries wait outside."
        assert "of" in desk.head


async def test_the_next_hit_leads_into_the_next_document(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("s")
        await desk.type('"evgen dorojan"')
        await desk.until(lambda: len(desk.rows.items) == 2)
        first, second = (found.entry for found in desk.rows.items)
        await desk.press("enter")
        await desk.reads()
        assert desk.screen.state.entry.key == first.key
        while desk.screen.state.entry.key == first.key:
            await desk.press("n")
            await desk.reads()
        assert desk.screen.state.entry.key == second.key
        assert desk.after.startswith(("Evgen", "Dorojan"))
        while "last of 2 documents" not in desk.said:
            await desk.press("n")
            await desk.reads()
        await desk.press("H")
        await desk.until(lambda: desk.screen.state.entry.key == first.key)


async def test_n_before_any_search_says_how_to_search(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("n")
        assert desk.said.startswith("Nothing was searched for yet")


async def test_escape_goes_back_to_the_same_place(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Korvania will release")
        await desk.press("s")
        await desk.type("ferries")
        await desk.until(lambda: desk.rows.items)
        await desk.press("escape")
        assert desk.after.startswith("Korvania will release")
        await desk.press("s")
        assert desk.prompt == "ferries"


async def test_a_stale_answer_is_never_shown(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer to an earlier line arrives after that to a later one, and does not take its place."""
    search = SearchService.answer
    begun, late, served = threading.Event(), threading.Event(), threading.Event()

    def slow(library: SearchService, line: str, *options: Any, **named: Any) -> Any:
        answer = search(library, line, *options, **named)
        if line == "ferries":
            begun.set()
            late.wait(20)
            served.set()
        return answer

    monkeypatch.setattr(SearchService, "answer", slow)
    async with sit() as desk:
        await desk.press("s")
        prompt = desk.screen.query_one("#query")
        prompt.value = "ferries"
        await desk.until(begun.is_set)
        prompt.value = "ministry"
        await desk.until(lambda: [found.entry.path.name for found in desk.rows.items] == [RESTRICTED])
        late.set()
        await desk.until(served.is_set)
        await desk.settle()
        assert [found.entry.path.name for found in desk.rows.items] == [RESTRICTED]


async def test_enter_opens_what_the_whole_line_finds(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    search, opened = SearchService.answer, threading.Event()

    def slow(library: SearchService, line: str, *options: Any, **named: Any) -> Any:
        if line == "ministry":
            assert opened.wait(30)
        return search(library, line, *options, **named)

    monkeypatch.setattr(SearchService, "answer", slow)
    async with sit() as desk:
        await desk.press("s")
        await desk.type("ferries")
        prompt = desk.screen.query_one("#query")
        prompt.value, prompt.cursor_position = "ministr", 7
        await desk.type_ahead("y\r")
        opened.set()
        await desk.reads()
        assert desk.screen.state.entry.path.name == RESTRICTED


async def test_a_line_that_cannot_be_understood_says_where(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("s")
        await desk.type("date:whenever")
        await desk.shows("at character")
        assert "“whenever” is no date" in " ".join(desk.text.split())


async def test_nothing_found_says_what_to_try(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("s")
        await desk.type("'qqqqzzzz")
        await desk.settle()
        assert list(desk.rows.items) == []
        await desk.press("enter", "down", "up", "pagedown")
        assert isinstance(desk.screen, SearchScreen)


async def test_earlier_searches_come_back_with_the_arrow(sit: Sit) -> None:
    async with sit() as desk:
        for line in ("ferries", "ministry"):
            await desk.press("s")
            desk.screen.query_one("#query").value = line
            await desk.until(lambda: desk.rows.items)
            await desk.press("escape")
    async with sit() as desk:
        await desk.press("s")
        await desk.until(lambda: "Searched before" in desk.page)
        await desk.press("up")
        assert desk.prompt == "ministry"
        await desk.press("up")
        assert desk.prompt == "ferries"
        await desk.press("down", "down")
        assert desk.prompt == ""


async def test_tab_narrows_a_search_to_notes(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("s")
        await desk.type("crew")
        await desk.press("tab")
        assert desk.prompt == "note:crew"
        await desk.press("tab")
        assert desk.prompt == "crew"


async def test_letters_that_are_commands_elsewhere_are_typed(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("s")
        await desk.type("q?123:")
        assert desk.prompt == "q?123:"
        assert isinstance(desk.screen, SearchScreen)
