"""The list of notes: filter, orders, trash, changed passages, and the way to the passage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tui_desk import HARBOUR, STRAIT, Sit
from tui_notes import MASTER, SEIZED, WAIT, add, list_notes, notes, write

from reader.tui.screens.lists.notes.screen import NotesScreen


async def test_a_second_screen_of_notes_lists_them_and_leads_to_the_passage(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("3")
        await desk.until(lambda: "There are no notes yet" in desk.text)
        for name, quote, body in (
            (STRAIT, "Korvania will release", "when exactly?"),
            (HARBOUR, "Ferries wait", "[b]how many[/b]"),
        ):
            await desk.open(name, quote)
            await desk.press("a")
            await desk.type(body)
            await desk.press("ctrl+s", "q")
        await desk.press("3")
        await desk.until(lambda: len(desk.rows.items) == 2)
        assert isinstance(desk.screen, NotesScreen)
        assert "notes · 2 notes" in desk.head
        await desk.shows("[b]how many[/b]")
        await desk.press("/")
        await desk.type("exactly")
        await desk.press("enter")
        assert [shown.note.body for shown in desk.rows.items] == ["when exactly?"]
        await desk.press("enter")
        await desk.reads()
        assert desk.here == "Korvania will release the crew next week."
        await desk.press("q")
        assert isinstance(desk.screen, NotesScreen)


async def test_notes_are_sorted_deleted_and_restored_in_their_list(sit: Sit) -> None:
    async with sit() as desk:
        entry = next(entry for entry in desk.library.documents.entries() if entry.path.name == STRAIT)
        document = desk.library.files.document(entry.path)
        for body in ("first", "second"):
            desk.library.notes.add(entry.path, document, document.sentences[2], body=body, tags=[body])
        await desk.press("3")
        await desk.until(lambda: len(desk.rows.items) == 2)
        orders = []
        for _ in range(5):
            await desk.press("o")
            orders.append(desk.head.split("by ")[1].split()[0])
        assert orders == ["document", "tag", "kind", "state", "newest"]
        gone = desk.rows.current.note
        await desk.press("x")
        if "?" in desk.said:
            await desk.press("y")
        await desk.until(lambda: len(desk.rows.items) == 1)
        await desk.press("U")
        await desk.until(lambda: len(desk.rows.items) == 2)
        assert gone.id in {shown.note.id for shown in desk.rows.items}


async def test_a_note_on_a_document_elsewhere_opens_that_document(sit: Sit, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere.md"
    other.write_text("# Elsewhere\n\nA sentence of another place.\n")
    async with sit() as desk:
        document = desk.library.files.document(other)
        desk.library.notes.add(other, document, document.sentences[-1], body="from afar")
        await desk.press("3")
        await desk.until(lambda: desk.rows.items)
        await desk.press("enter")
        await desk.reads()
        assert desk.here == "A sentence of another place."


async def test_undo_in_the_list_takes_a_note_back(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("a")
        await write(desk, "on it all")
        assert len(notes(desk)) == 1
        await desk.press("U")
        assert notes(desk) == []


async def test_notes_are_filtered_however_they_are_spelt(sit: Sit) -> None:
    async with sit() as desk:
        add(desk, HARBOUR, WAIT, body="Overloaded ferries", tags=["ships"])
        add(desk, STRAIT, SEIZED, body="Which ministry?", kind="question")
        await list_notes(desk, 2)
        for line, expected in (
            ("overlaoded", "Overloaded ferries"), ("tag:ships", "Overloaded ferries"),
            ("minstry", "Which ministry?"), ("strait", "Which ministry?"),
        ):  # fmt: skip
            await desk.press("/")
            await desk.type(line)
            assert [shown.note.body for shown in desk.rows.items] == [expected], line
            await desk.press("escape")


async def test_the_trash_shows_what_was_deleted_and_gives_it_back(sit: Sit) -> None:
    async with sit() as desk:
        add(desk, HARBOUR, WAIT)
        await list_notes(desk, 1)
        await desk.press("x", "n")
        assert desk.said == "The note stays."
        await desk.press("x", "y")
        await desk.until(lambda: not desk.rows.items)
        await desk.press("X")
        await desk.until(lambda: desk.rows.items and "trash" in desk.head, "the trash")
        assert "why?" in desk.text
        await desk.press("x")
        assert "in the trash already" in desk.said
        await desk.press("R")
        await desk.until(lambda: not desk.rows.items)
        assert "The trash is empty" in desk.text
        await desk.press("X")
        await desk.until(lambda: len(desk.rows.items) == 1)
        assert [note.body for note in notes(desk)] == ["why?"]
        await desk.press("R")
        assert "Only a note in the trash" in desk.said


@pytest.mark.parametrize("key", ["y", "n"])
async def test_a_changed_passage_is_shown_as_it_was_and_is_and_the_person_decides(
    sit: Sit, own_folder: Path, change_harbour: Callable[[], None], key: str
) -> None:
    async with sit(folder=own_folder) as desk:
        add(desk, HARBOUR, MASTER)
    change_harbour()
    async with sit(folder=own_folder) as desk:
        await list_notes(desk, 1)
        assert "1 changed" in desk.head
        page = " ".join(desk.page.split())
        assert f"was {MASTER}" in page
        assert "now The harbour master of Sendrel closed the whole port on Tuesday." in page
        assert ("y", "take the change") in desk.screen.hints()
        await desk.press(key)
        (note,) = notes(desk)
        if key == "y":
            assert (note.state, note.quote) == ("exact", MASTER.replace("the port", "the whole port"))
        else:
            assert (note.state, note.span, note.quote) == ("lost", None, MASTER)
        await desk.press("y")
        assert "Only a note whose passage was changed" in desk.said
        await desk.press("U")
        assert [(note.state, note.quote) for note in notes(desk)] == [("changed", MASTER)]
