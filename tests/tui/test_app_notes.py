"""Notes from the keyboard: written, drafted, changed, marked, deleted, taken back, listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tui_desk import HARBOUR, STRAIT, Sit

from reader.notes.note import NOTE_KINDS
from reader.tui.screens.lists.notes.screen import NotesScreen
from reader.tui.screens.modals.note_editor import NoteEditor


async def test_a_note_on_the_sentence_is_kept_at_once_and_shown(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Liang Wenhao expects")
        await desk.press("a")
        assert isinstance(desk.screen, NoteEditor)
        await desk.shows("Liang Wenhao expects no further detentions in the strait.")
        await desk.type("ask [him] why")
        await desk.press("tab", "tab")
        await desk.type("crew, strait")
        await desk.press("ctrl+s")
        (note,) = desk.library.notes.all()
        assert (note.body, note.tags) == ("ask [him] why", ("crew", "strait"))
        assert note.quote == "Liang Wenhao expects no further detentions in the strait."
        await desk.shows("¶")
        assert "Saved" in desk.said
        await desk.press("g", "]")
        assert desk.said == "¶ ask [him] why · 1 of 1"
        assert desk.after.startswith("Liang Wenhao expects")


async def test_a_note_on_a_selection(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Korvania will release")
        await desk.press("v", *["right"] * 7, "a")
        await desk.press("ctrl+s")
        (note,) = desk.library.notes.all()
        assert note.quote == "Korvania"
        assert desk.view.viewport.selection is None


async def test_escape_keeps_a_draft_that_is_there_again(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Korvania will release")
        await desk.press("a")
        await desk.type("half a thought")
        await desk.press("escape")
        await desk.until(lambda: "Draft kept" in desk.said)
        assert desk.library.notes.all() == []
    async with sit() as desk:
        await desk.open(STRAIT, "Korvania will release")
        await desk.press("a")
        await desk.shows("This is the draft that you left.")
        await desk.type(", finished")
        await desk.press("ctrl+s")
        (note,) = desk.library.notes.all()
        assert note.body == "half a thought, finished"
        await desk.go("The harbour of Sendrel")
        await desk.press("a")
        assert "draft that you left" not in desk.text


async def test_enter_on_a_note_changes_it_and_undo_takes_the_change_back(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "The harbour of Sendrel")
        await desk.press("a")
        await desk.type("one")
        await desk.press("ctrl+s")
        await desk.press("T")
        await desk.shows("Change the note")
        await desk.type(" two")
        await desk.press("ctrl+s")
        assert [note.body for note in desk.library.notes.all()] == ["one two"]
        await desk.press("U")
        assert [note.body for note in desk.library.notes.all()] == ["one"]
        await desk.press("U")
        assert desk.library.notes.all() == []
        await desk.press("U")
        assert desk.said == "There is nothing to take back."


async def test_deleting_a_note_with_words_asks_and_can_be_taken_back(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "The harbour of Sendrel")
        await desk.press("a")
        await desk.type("keep me")
        await desk.press("ctrl+s", "x")
        assert "keep me" in desk.said
        await desk.press("n")
        assert desk.said == "The note stays."
        await desk.press("x", "y")
        assert desk.library.notes.all() == []
        await desk.press("U")
        assert [note.body for note in desk.library.notes.all()] == ["keep me"]
        await desk.go("Korvania will release")
        await desk.press("x")
        assert desk.said.startswith("There is no note here")


async def test_highlights_go_through_the_kinds(sit: Sit) -> None:
    kinds_in_turn = [one.kind for one in NOTE_KINDS if one.kind != "note"]
    async with sit() as desk:
        await desk.open(STRAIT, "Korvania will release")
        kinds = []
        for _ in range(len(kinds_in_turn) + 1):
            await desk.press("A")
            (note,) = desk.library.notes.all()
            kinds.append(note.kind)
        assert kinds == [*kinds_in_turn, kinds_in_turn[0]]
        await desk.press("U")
        (note,) = desk.library.notes.all()
        assert note.kind == kinds_in_turn[-1]


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


async def test_a_note_whose_sentence_was_deleted_is_said_to_be_lost(
    sit: Sit, own_folder: Path, prepare_again: Callable[[], None]
) -> None:
    async with sit(folder=own_folder) as desk:
        await desk.open(HARBOUR, "Ferries wait")
        await desk.press("a")
        await desk.type("how many?")
        await desk.press("ctrl+s")
    path = own_folder / HARBOUR
    path.write_text(path.read_text().replace("Ferries wait outside. ", ""))
    prepare_again()
    async with sit(folder=own_folder) as desk:
        await desk.open(HARBOUR)
        await desk.until(lambda: "need a look" in desk.said)
        await desk.press("3")
        await desk.until(lambda: desk.rows.items)
        assert "1 lost" in desk.head


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
