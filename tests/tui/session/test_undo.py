"""One stack of what was done in a run of the program."""

from __future__ import annotations

import pytest
from tui_desk import DRAFT, STRAIT, Sit

from reader.errors import UserDataError
from reader.tui.session.undo import UndoStack


def test_changes_are_taken_back_in_the_opposite_order() -> None:
    stack = UndoStack()
    stack.push(lambda: "the first")
    stack.push(lambda: "the second")
    assert [stack.undo(), stack.undo(), stack.undo()] == ["the second", "the first", ""]


def test_taking_back_is_no_change_of_its_own() -> None:
    stack = UndoStack()

    def take_back() -> str:
        stack.push(lambda: "what taking back did")
        return "the change"

    stack.push(take_back)
    assert stack.undo() == "the change"
    assert len(stack) == 0


def test_what_could_not_be_taken_back_stays() -> None:
    stack = UndoStack()
    failures = [UserDataError("The disk is full.")]

    def take_back() -> str:
        if failures:
            raise failures.pop()
        return "the change"

    stack.push(take_back)
    with pytest.raises(UserDataError):
        stack.undo()
    assert stack.undo() == "the change"


async def test_notes_of_the_list_and_of_a_document_are_taken_back_in_turn(sit: Sit) -> None:
    async with sit() as desk:
        notes = desk.app.library.notes
        await desk.at(DRAFT)
        await desk.press("a")
        await desk.type("On the document.")
        await desk.press("ctrl+s")
        await desk.until(lambda: len(notes.all()) == 1)
        await desk.open(STRAIT)
        await desk.press("A")
        await desk.until(lambda: len(notes.all()) == 2)
        await desk.press("1", "U")
        await desk.until(lambda: len(notes.all()) == 1)
        assert notes.all()[0].body == "On the document."
        await desk.press("U")
        await desk.until(lambda: notes.all() == [])
        assert desk.said.startswith("Taken back")
        await desk.press("U")
        assert desk.said == "There is nothing to take back."


async def test_a_flag_of_a_document_is_taken_back_from_the_list(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(DRAFT)
        await desk.press("F")
        assert desk.screen.state.entry.flagged
        await desk.press("1", "U")
        row = next(row for row in desk.app.navigation.documents.panel.items if row.path.name == DRAFT)
        assert not row.flagged
