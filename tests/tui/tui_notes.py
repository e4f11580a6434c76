"""What tests of notes share."""

from __future__ import annotations

from textual.widgets import Static
from tui_desk import Desk

from reader.notes.note import Note
from reader.tui.screens.lists.notes.screen import NotesScreen
from reader.tui.screens.modals.note_editor import NoteEditor

WAIT = "Ferries wait outside."
SEIZED = "Korvania detained the tanker Calder Rose on Wednesday."
MASTER = "The harbour master of Sendrel closed the port on Tuesday."


def notes(desk: Desk) -> list[Note]:
    return desk.library.notes.all()


def said(desk: Desk) -> str:
    """What the editor says below its fields."""
    return str(desk.screen.query_one(".message", Static).render())


def add(desk: Desk, name: str, quote: str, body: str = "why?", **more: object) -> Note:
    path = desk.folder / name
    return desk.library.notes.add_quote(path, desk.library.files.document(path), quote, body=body, **more)  # type: ignore[arg-type]


async def write(desk: Desk, text: str) -> None:
    await desk.until(lambda: isinstance(desk.screen, NoteEditor), "the editor")
    await desk.type(text)
    await desk.press("ctrl+s")
    await desk.until(lambda: not isinstance(desk.screen, NoteEditor), "the end of the editor")
    await desk.settle()


async def list_notes(desk: Desk, count: int) -> None:
    await desk.press("3")
    await desk.until(
        lambda: isinstance(desk.screen, NotesScreen) and len(desk.rows.items) == count, "the notes"
    )
    await desk.settle()
