"""What is pasted, from wherever it was copied."""

from __future__ import annotations

from textual import events
from tui_desk import HARBOUR, Desk, Sit

from reader.tui.screens.modals.note_editor import NoteEditor

HARM = "ferries\x1b]52;c;ZXZpbA==\x07\n\u202eoutside"


async def paste(desk: Desk, text: str) -> None:
    """Paste as a terminal does that brackets what is pasted."""
    desk.app.post_message(events.Paste(text))
    await desk.settle()


async def test_a_pasted_passage_is_one_line_of_a_query_once(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("s")
        await paste(desk, "ferries wait\noutside")
        assert desk.prompt == "ferries wait outside"


async def test_nothing_that_is_pasted_acts(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("/")
        await paste(desk, HARM)
        assert desk.prompt == "ferries␛]52;c;ZXZpbA==␇ ⇄outside"
        await desk.press("escape")
        await desk.open(HARBOUR)
        await desk.press("a")
        await desk.until(lambda: isinstance(desk.screen, NoteEditor))
        await paste(desk, HARM)
        assert desk.screen.query_one("TextArea").text == "ferries␛]52;c;ZXZpbA==␇\n⇄outside"
