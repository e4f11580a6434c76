"""What is done with a name, in the list of names and in a dossier alike."""

from __future__ import annotations

import pytest
from tui_desk import Sit
from tui_names import on_name


@pytest.mark.parametrize("place", ["entities", "dossier"])
async def test_a_note_is_written_on_the_name_that_is_shown(sit: Sit, place: str) -> None:
    async with sit() as desk:
        await on_name(desk, "Liang Wenhao")
        if place == "dossier":
            await desk.press("enter")
        await desk.press("a")
        await desk.type("Ask the admiralty.")
        await desk.press("ctrl+s")
        assert desk.screen.where == place
        assert desk.said == "Saved."
        (note,) = desk.library.notes.all()
        assert note.body == "Ask the admiralty."
        assert [(link.kind, link.target) for link in note.links] == [("entity", "Liang Wenhao")]
        if place == "dossier":
            assert "¶ Ask the admiralty." in desk.page


@pytest.mark.parametrize("place", ["entities", "dossier"])
async def test_the_page_beside_is_hidden_and_shown(sit: Sit, place: str) -> None:
    async with sit() as desk:
        await on_name(desk, "Liang Wenhao")
        if place == "dossier":
            await desk.press("enter")
        page = desk.screen.query_one("#side")
        assert page.display
        await desk.press("i")
        assert not page.display
        await desk.until(lambda: desk.rows.size.width == 120, "rows as wide as the screen")
        await desk.press("i")
        assert page.display
        await desk.until(lambda: desk.rows.size.width < 120, "room for the page")


@pytest.mark.parametrize("place", ["entities", "dossier"])
async def test_all_documents_are_searched_for_the_name_that_is_shown(sit: Sit, place: str) -> None:
    async with sit() as desk:
        await on_name(desk, "Liang Wenhao")
        if place == "dossier":
            await desk.press("enter")
        await desk.press("*")
        assert desk.screen.where == "search"
        assert "Liang Wenhao" in desk.prompt
        await desk.until(lambda: len(desk.rows.items) == 2, "the documents that name him")
