"""A look at the notes under the caret."""

from __future__ import annotations

from tui_desk import HARBOUR, Sit
from tui_notes import WAIT, add, notes, write

from reader.tui.screens.document.screen import DocumentScreen
from reader.tui.screens.modals.note_peek import NotePeek


async def test_a_peek_shows_the_note_and_leaves_the_line(sit: Sit) -> None:
    async with sit() as desk:
        add(desk, HARBOUR, WAIT, body="How many of them?", tags=["ships"], kind="question")
        await desk.open(HARBOUR, WAIT)
        caret = desk.view.caret
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, NotePeek), "the peek")
        for shown in ("q How many of them?", "#ships", "question"):
            assert shown in desk.text
        await desk.press("escape")
        assert isinstance(desk.screen, DocumentScreen)
        assert desk.view.caret == caret
        await desk.press("enter", "enter")
        await write(desk, " Twelve.")
        assert [note.body for note in notes(desk)] == ["How many of them? Twelve."]
        await desk.press("enter", "x", "y")
        assert notes(desk) == []
        await desk.press("U", "U")
        assert [note.body for note in notes(desk)] == ["How many of them?"]


async def test_a_name_in_a_noted_passage_is_chosen_from_the_peek(sit: Sit) -> None:
    async with sit() as desk:
        add(desk, HARBOUR, "Evgen Dorojan visited the quay.")
        await desk.open(HARBOUR, "Evgen Dorojan visited")
        await desk.press("enter", "j", "enter")
        await desk.until(lambda: isinstance(desk.screen, DocumentScreen), "the document")
        assert desk.screen.state.selected_entity == "Evgen Dorojan"
