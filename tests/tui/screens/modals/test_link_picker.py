"""What a note points at: chosen, followed, taken away."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from tui_desk import HARBOUR, LONG, STRAIT, Desk, Sit
from tui_notes import SEIZED, WAIT, add, notes

from reader.notes.note import Link
from reader.tui.screens.modals.link_picker import LinkPicker, Target
from reader.tui.screens.modals.note_editor import NoteEditor
from reader.tui.screens.modals.note_peek import NotePeek


def _shows(desk: Desk, text: str) -> bool:
    return text in desk.text


async def test_links_are_chosen_by_what_things_are_called_and_followed_from_the_peek(sit: Sit) -> None:
    async with sit() as desk:
        add(desk, STRAIT, SEIZED, body="the first note")
        await desk.open(HARBOUR, WAIT)
        await desk.press("a")
        await desk.type("see there")
        for typed, shown in (
            ("chronicel", "chronicle"),
            ("liang", "Liang Wenhao"),
            ("first note", "the first"),
        ):
            await desk.press("ctrl+l")
            await desk.until(lambda: isinstance(desk.screen, LinkPicker), "the picker")
            await desk.type(typed)
            await desk.until(partial(_shows, desk, shown), shown)
            await desk.press("enter", "escape")
            await desk.until(lambda: isinstance(desk.screen, NoteEditor), "the editor")
        await desk.press("ctrl+s")
        note = next(note for note in notes(desk) if note.body == "see there")
        assert [link.kind for link in note.links] == ["document", "entity", "note"]
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, NotePeek), "the peek")
        assert "→ A chronicle of the port" in desk.text
        await desk.press("j", "enter")
        await desk.until(lambda: "A chronicle of the port" in desk.head, "the linked document")


async def test_enter_links_to_nothing_that_was_offered_for_less_than_is_typed(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = threading.Event()
    matching = LinkPicker._matching

    def slow(picker: LinkPicker, line: str, cancelled: Callable[[], bool]) -> list[Target]:
        assert opened.wait(30)
        return matching(picker, line, cancelled)

    monkeypatch.setattr(LinkPicker, "_matching", slow)
    async with sit() as desk:
        await desk.open(HARBOUR, WAIT)
        await desk.press("a", "ctrl+l")
        await desk.type_ahead("chronicel\r")
        opened.set()
        await desk.press("escape", "ctrl+s")
        (note,) = notes(desk)
        assert [Path(link.target).name for link in note.links] == [LONG]


async def test_links_are_taken_away_again(sit: Sit) -> None:
    async with sit() as desk:
        add(desk, HARBOUR, WAIT, links=[Link("entity", "Korvania")])
        await desk.open(HARBOUR, WAIT)
        await desk.press("T", "ctrl+l")
        await desk.until(lambda: "✓" in desk.text, "the link")
        await desk.press("enter", "escape", "ctrl+s")
        assert [note.links for note in notes(desk)] == [()]
