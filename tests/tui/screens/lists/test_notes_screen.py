"""The list of notes: what it changes is seen in the list of documents, and a missing file is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tui_desk import HARBOUR, Desk, Sit

from reader.notes.note import Note
from reader.tui.screens.lists.documents.screen import DocumentsScreen
from reader.tui.screens.lists.notes.screen import NotesScreen

_SENTENCE = "The harbour master of Sendrel closed the port on Tuesday."


def _add(desk: Desk) -> Note:
    path = desk.folder / HARBOUR
    return desk.library.notes.add_quote(path, desk.library.files.document(path), _SENTENCE, body="why?")


async def _list_notes(desk: Desk) -> None:
    await desk.press("3")
    await desk.until(lambda: isinstance(desk.screen, NotesScreen) and desk.rows.items, "the notes")
    await desk.settle()


async def _notes_of_the_row(desk: Desk) -> int:
    """How many notes the list of documents shows for the harbour's."""
    await desk.press("1")
    await desk.until(lambda: isinstance(desk.screen, DocumentsScreen), "the documents")
    await desk.settle()
    notes: int = next(entry.notes for entry in desk.rows.items if entry.path.name == HARBOUR)
    return notes


async def test_the_documents_row_counts_notes_as_they_are_deleted_and_taken_back(sit: Sit) -> None:
    async with sit() as desk:
        _add(desk)
    async with sit() as desk:
        assert await _notes_of_the_row(desk) == 1
        await _list_notes(desk)
        await desk.press("x", "y")
        assert "in the trash" in desk.said
        assert await _notes_of_the_row(desk) == 0
        await desk.press("3")
        await desk.press("U")
        assert await _notes_of_the_row(desk) == 1


async def test_taking_a_change_when_the_file_is_gone_says_so_and_keeps_the_note(
    sit: Sit, own_folder: Path, prepare_again: Callable[[], None]
) -> None:
    async with sit(folder=own_folder) as desk:
        _add(desk)
    path = own_folder / HARBOUR
    path.write_text(path.read_text(encoding="utf-8").replace("the port on", "the whole port on"), "utf-8")
    prepare_again()
    async with sit(folder=own_folder) as desk:
        await _list_notes(desk)
        assert desk.rows.current.state == "changed"
        path.unlink()
        await desk.press("y")
        assert HARBOUR in desk.said
        (note,) = desk.library.notes.all()
        assert (note.state, note.body) == ("changed", "why?")
