"""Notes in a document: made, marked, changed, deleted, decided on, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tui_desk import HARBOUR, STRAIT, Sit
from tui_notes import MASTER, WAIT, add, notes, write

from reader.library.settings import Settings
from reader.notes.note import NOTE_KINDS, Link
from reader.text.spans import Span
from reader.tui.screens.modals.note_editor import NoteEditor
from reader.tui.screens.modals.note_peek import NotePeek

GRAIN = "Grain ships lie at anchor."


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


async def test_a_mention_of_the_chosen_name_is_noted_with_a_link_to_it(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, "Evgen Dorojan")
        await desk.press("enter")
        assert "a notes this one" in desk.said
        await desk.press("a")
        await write(desk, "who is he?")
        (note,) = notes(desk)
        assert (note.quote, note.links) == ("Evgen Dorojan", (Link("entity", "Evgen Dorojan"),))
        assert desk.library.notes.on_entity("Evgen Dorojan") == [note]


async def test_a_note_on_the_document_as_a_whole(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, WAIT)
        await desk.press("c")
        await write(desk, "all of it")
        (note,) = notes(desk)
        assert (note.state, note.title) == ("document", "Harbour closed after storm")


async def test_kinds_have_a_persons_names_and_letters_in_the_margin(sit: Sit) -> None:
    async with sit(settings=Settings(pens=(("claim", "Worth it"),))) as desk:
        await desk.open(HARBOUR, GRAIN)
        await desk.press("A", "A")
        assert desk.said == "Marked as Worth it; A again for the next kind."
        assert [note.kind for note in notes(desk)] == ["claim"]
        line = next(line for line in desk.text.splitlines() if GRAIN in line)
        assert line.split(GRAIN)[0].strip().startswith("w")


async def test_undo_takes_back_every_change_in_turn(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, WAIT)
        await desk.press("A", "A")
        await desk.press("T")
        await write(desk, "words now")
        await desk.press("x", "y")
        seen = []
        for _ in range(4):
            await desk.press("U")
            seen.append([(note.kind, note.body) for note in notes(desk)])
        assert seen == [[("claim", "words now")], [("claim", "")], [("highlight", "")], []]
        await desk.press("U")
        assert desk.said == "There is nothing to take back."


async def test_a_changed_passage_is_decided_in_the_text(
    sit: Sit, own_folder: Path, change_harbour: Callable[[], None]
) -> None:
    async with sit(folder=own_folder) as desk:
        add(desk, HARBOUR, MASTER)
    change_harbour()
    async with sit(folder=own_folder) as desk:
        await desk.open(HARBOUR, "The harbour master of Sendrel")
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, NotePeek), "the peek")
        assert "was  The harbour master" in desk.text
        await desk.press("y")
        assert desk.said == "The note is on the passage as it is now."
        assert [note.state for note in notes(desk)] == ["exact"]


async def test_a_note_is_placed_where_another_reader_has_changed_it(sit: Sit) -> None:
    async with sit() as desk:
        note = add(desk, HARBOUR, WAIT, body="mine")
        await desk.open(HARBOUR, WAIT)
        await desk.press("T")
        await desk.until(lambda: isinstance(desk.screen, NoteEditor), "the editor")
        desk.library.notes.edit(note, "theirs", "note", [])
        await write(desk, " too")
        (kept,) = notes(desk)
        assert kept.body == "mine too\n\n---\n\ntheirs"
        assert kept.span == Span(note.start, note.end)
