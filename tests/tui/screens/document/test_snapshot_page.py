"""The kept text of a file that is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tui_desk import HARBOUR, Sit, shows
from tui_notes import WAIT, add, list_notes

from reader.tui.screens.document.snapshot_page import SnapshotPage
from reader.tui.screens.lists.notes.screen import NotesScreen
from reader.tui.screens.modals.note_peek import NotePeek


async def test_the_kept_text_of_a_deleted_file_is_read_with_its_notes(
    sit: Sit, own_folder: Path, prepare_again: Callable[[], None]
) -> None:
    async with sit(folder=own_folder) as desk:
        add(desk, HARBOUR, WAIT)
    (own_folder / HARBOUR).unlink()
    prepare_again()
    async with sit(folder=own_folder) as desk:
        await list_notes(desk, 1)
        assert "file gone" in desk.text
        await desk.press("enter")
        await desk.until(lambda: shows(desk.screen, SnapshotPage), "the kept text")
        await desk.until(lambda: desk.here == WAIT, "the noted passage")
        assert "Grain ships lie at anchor." in desk.text
        assert "kept text, the file is gone" in desk.head
        await desk.press("a")
        assert "no new ones made" in desk.said
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, NotePeek), "the peek")
        await desk.press("escape", "q")
        assert isinstance(desk.screen, NotesScreen)
