"""What is pasted, from wherever it was copied."""

from __future__ import annotations

import pytest
from textual import events
from textual.widgets import Input, TextArea
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


@pytest.mark.parametrize("pasted", ["漢" * 400_000, "a line of the text\n" * 20_000], ids=["word", "lines"])
async def test_a_long_text_pasted_into_a_note_is_kept_whole_and_shown_in_part(sit: Sit, pasted: str) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR)
        await desk.press("a")
        await desk.until(lambda: isinstance(desk.screen, NoteEditor))
        body = desk.screen.query_one(TextArea)
        await desk.type("begin")
        await paste(desk, pasted)
        await desk.shows("too many to be changed here")
        assert len(body.text) < 3_000
        await desk.press("ctrl+z")
        assert body.text == "begin"
        await desk.type("s ")
        await paste(desk, pasted)
        await desk.press("x", "ctrl+s")
        await desk.until(lambda: not isinstance(desk.screen, NoteEditor), "the end of the editor")
        (note,) = desk.library.notes.all()
        assert note.body == f"begins {pasted}".strip("\n")


async def test_a_paste_that_fits_is_taken_where_the_cursor_is(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR)
        await desk.press("a")
        await desk.until(lambda: isinstance(desk.screen, NoteEditor))
        body = desk.screen.query_one(TextArea)
        await desk.type("ab")
        await desk.press("left")
        await paste(desk, "one\ntwo")
        assert (body.text, body.cursor_location) == ("aone\ntwob", (1, 3))
        await desk.press("ctrl+z")
        assert body.text == "ab"


@pytest.mark.parametrize("field", [".kind", ".tags"])
async def test_a_long_text_is_not_pasted_into_one_line_and_that_is_said(sit: Sit, field: str) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR)
        await desk.press("a")
        await desk.until(lambda: isinstance(desk.screen, NoteEditor))
        line = desk.screen.query_one(field, Input)
        before = line.value
        line.focus()
        await desk.settle()
        await paste(desk, "漢" * 400_000)
        await desk.shows("too long for one line")
        assert line.value == before
        line.cursor_position = len(line.value)
        await paste(desk, "port")
        assert line.value == f"{before}port"
