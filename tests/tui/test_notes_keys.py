"""Every key of notes: making, looking, changing, deciding, the trash, taking back, taking along."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Static, TextArea
from tui_desk import HARBOUR, LONG, STRAIT, Desk, Sit, shows

from reader.library.settings import Settings
from reader.notes.exports import FORMATS
from reader.notes.note import Link, Note
from reader.text.spans import Span
from reader.tui.screens.document.screen import DocumentScreen
from reader.tui.screens.document.snapshot_page import SnapshotPage
from reader.tui.screens.lists.entities.screen import EntitiesScreen
from reader.tui.screens.lists.notes.screen import NotesScreen
from reader.tui.screens.lists.search.screen import SearchScreen
from reader.tui.screens.modals import export as export_screen
from reader.tui.screens.modals.export import ExportScreen
from reader.tui.screens.modals.link_picker import LinkPicker, Target
from reader.tui.screens.modals.note_editor import NoteEditor
from reader.tui.screens.modals.note_peek import NotePeek

WAIT = "Ferries wait outside."
GRAIN = "Grain ships lie at anchor."
SEIZED = "Korvania detained the tanker Calder Rose on Wednesday."


def _notes(desk: Desk) -> list[Note]:
    return desk.library.notes.all()


def _said(desk: Desk) -> str:
    """What the editor says below its fields."""
    return str(desk.screen.query_one(".message", Static).render())


def _add(desk: Desk, name: str, quote: str, body: str = "why?", **more: object) -> Note:
    path = desk.folder / name
    return desk.library.notes.add_quote(path, desk.library.files.document(path), quote, body=body, **more)  # type: ignore[arg-type]


def _shows(desk: Desk, text: str) -> bool:
    return text in desk.text


async def _write(desk: Desk, text: str) -> None:
    await desk.until(lambda: isinstance(desk.screen, NoteEditor), "the editor")
    await desk.type(text)
    await desk.press("ctrl+s")
    await desk.until(lambda: not isinstance(desk.screen, NoteEditor), "the end of the editor")
    await desk.settle()


async def _list_notes(desk: Desk, count: int) -> None:
    await desk.press("3")
    await desk.until(
        lambda: isinstance(desk.screen, NotesScreen) and len(desk.rows.items) == count, "the notes"
    )
    await desk.settle()


# Making


async def test_a_mention_of_the_chosen_name_is_noted_with_a_link_to_it(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, "Evgen Dorojan")
        await desk.press("enter")
        assert "a notes this one" in desk.said
        await desk.press("a")
        await _write(desk, "who is he?")
        (note,) = _notes(desk)
        assert (note.quote, note.links) == ("Evgen Dorojan", (Link("entity", "Evgen Dorojan"),))
        assert desk.library.notes.on_entity("Evgen Dorojan") == [note]


async def test_a_note_on_the_document_as_a_whole(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, WAIT)
        await desk.press("c")
        await _write(desk, "all of it")
        (note,) = _notes(desk)
        assert (note.state, note.title) == ("document", "Harbour closed after storm")


async def test_a_note_on_a_name_from_the_list_of_names(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("2")
        await desk.until(lambda: isinstance(desk.screen, EntitiesScreen) and desk.rows.items, "the names")
        name = desk.rows.current.name
        await desk.press("a")
        await _write(desk, "of the coast")
        (note,) = _notes(desk)
        assert (note.path, note.links, note.body) == ("", (Link("entity", name),), "of the coast")
        await _list_notes(desk, 1)
        assert f"on {name}" in desk.text
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, SearchScreen), "a search for the name")


async def test_kinds_have_a_persons_names_and_letters_in_the_margin(sit: Sit) -> None:
    async with sit(settings=Settings(pens=(("claim", "Worth it"),))) as desk:
        await desk.open(HARBOUR, GRAIN)
        await desk.press("A", "A")
        assert desk.said == "Marked as Worth it; A again for the next kind."
        assert [note.kind for note in _notes(desk)] == ["claim"]
        line = next(line for line in desk.text.splitlines() if GRAIN in line)
        assert line.split(GRAIN)[0].strip().startswith("w")


async def test_kind_by_its_first_letters_and_tags_from_those_in_use(sit: Sit) -> None:
    async with sit() as desk:
        _add(desk, STRAIT, SEIZED, tags=["shipping lanes", "crew"])
        await desk.open(HARBOUR, WAIT)
        await desk.press("a")
        await desk.type("how many")
        await desk.press("tab", "ctrl+u")
        await desk.type("que")
        await desk.press("tab")  # takes “question”
        assert desk.screen.query_one(".kind", Input).value == "question"
        await desk.press("tab")  # on to the tags
        await desk.type("new, ship")
        await desk.press("tab")
        assert desk.screen.query_one(".tags", Input).value == "new, shipping lanes"
        await desk.press("ctrl+s")
        note = next(note for note in _notes(desk) if note.body == "how many")
        assert (note.kind, note.tags) == ("question", ("new", "shipping lanes"))


async def test_links_are_chosen_by_what_things_are_called_and_followed_from_the_peek(sit: Sit) -> None:
    async with sit() as desk:
        _add(desk, STRAIT, SEIZED, body="the first note")
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
        note = next(note for note in _notes(desk) if note.body == "see there")
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
        (note,) = _notes(desk)
        assert [Path(link.target).name for link in note.links] == [LONG]


async def test_links_are_taken_away_again(sit: Sit) -> None:
    async with sit() as desk:
        _add(desk, HARBOUR, WAIT, links=[Link("entity", "Korvania")])
        await desk.open(HARBOUR, WAIT)
        await desk.press("T", "ctrl+l")
        await desk.until(lambda: "✓" in desk.text, "the link")
        await desk.press("enter", "escape", "ctrl+s")
        assert [note.links for note in _notes(desk)] == [()]


async def test_the_words_are_written_in_the_editor_of_the_environment(
    sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "edit.sh"
    script.write_text('#!/bin/sh\nfor last; do :; done\nprintf "and more\\n" >> "$last"\n')
    script.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(script))
    async with sit() as desk:
        monkeypatch.setattr(desk.app, "suspend", nullcontext)
        await desk.open(HARBOUR, WAIT)
        await desk.press("a")
        await desk.type("first line")
        await desk.press("ctrl+e")
        await desk.until(
            lambda: desk.screen.query_one(TextArea).text == "first line\nand more", "what was written"
        )
        await desk.press("ctrl+s")
        assert [note.body for note in _notes(desk)] == ["first line\nand more"]


async def test_without_an_editor_in_the_environment_that_is_said(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, WAIT)
        await desk.press("a", "ctrl+e")
        assert "$EDITOR" in _said(desk)


# What is typed is not lost


async def test_what_was_typed_when_the_program_was_killed_is_in_the_notes(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, WAIT)
        await desk.press("a")
        await desk.type("half a thou")
        await desk.until(
            lambda: desk.library.preferences.with_prefix("draft "), "the draft, kept while typing"
        )
    async with sit() as desk:
        await _list_notes(desk, 1)
        assert "1 unfinished" in desk.head
        assert "half a thou" in desk.text
        assert WAIT in desk.text
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, NoteEditor), "the editor")
        assert desk.screen.query_one(TextArea).text == "half a thou"
        await _write(desk, "ght")
        (note,) = _notes(desk)
        assert (note.body, note.quote) == ("half a thought", WAIT)
        assert desk.library.preferences.with_prefix("draft ") == {}
        await desk.until(lambda: [s.state for s in desk.rows.items] == ["exact"], "the note")


async def test_a_draft_is_thrown_away_only_when_asked(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, WAIT)
        await desk.press("c")
        await desk.type("never mind")
        await desk.press("escape")
        await _list_notes(desk, 1)
        await desk.press("x", "n")
        assert desk.library.preferences.with_prefix("draft ")
        await desk.press("x", "y")
        await desk.until(lambda: not desk.rows.items)
        assert desk.library.preferences.with_prefix("draft ") == {}


@pytest.mark.parametrize(
    ("pragma", "sentence"),
    [("query_only = on", "cannot be written"), ("max_page_count = 1", "the disk is full")],
)
async def test_where_it_cannot_be_saved_that_is_said_and_the_text_stays(
    sit: Sit, pragma: str, sentence: str
) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, WAIT)
        await desk.press("a")
        typed = "words " * 3_000
        desk.screen.query_one(TextArea).text = typed
        desk.library.user_data.database.execute(f"PRAGMA {pragma}")
        await desk.press("ctrl+s")
        assert isinstance(desk.screen, NoteEditor)
        assert "Not saved." in _said(desk)
        assert sentence in _said(desk)
        assert desk.screen.query_one(TextArea).text == typed
        assert _notes(desk) == []
        desk.library.user_data.database.execute("PRAGMA query_only = off")
        desk.library.user_data.database.execute("PRAGMA max_page_count = 1000000")
        await desk.press("ctrl+s")
        await desk.until(lambda: not isinstance(desk.screen, NoteEditor), "the end of the editor")
        assert [note.body for note in _notes(desk)] == [typed.strip("\n")]


# Looking and changing


async def test_a_peek_shows_the_note_and_leaves_the_line(sit: Sit) -> None:
    async with sit() as desk:
        _add(desk, HARBOUR, WAIT, body="How many of them?", tags=["ships"], kind="question")
        await desk.open(HARBOUR, WAIT)
        caret = desk.view.caret
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, NotePeek), "the peek")
        for shown in ("q How many of them?", "#ships", "question"):
            assert shown in desk.text
        await desk.press("escape")
        assert isinstance(desk.screen, DocumentScreen)
        assert desk.view.caret == caret
        await desk.press("enter", "enter")
        await _write(desk, " Twelve.")
        assert [note.body for note in _notes(desk)] == ["How many of them? Twelve."]
        await desk.press("enter", "x", "y")
        assert _notes(desk) == []
        await desk.press("U", "U")
        assert [note.body for note in _notes(desk)] == ["How many of them?"]


async def test_a_name_in_a_noted_passage_is_chosen_from_the_peek(sit: Sit) -> None:
    async with sit() as desk:
        _add(desk, HARBOUR, "Evgen Dorojan visited the quay.")
        await desk.open(HARBOUR, "Evgen Dorojan visited")
        await desk.press("enter", "j", "enter")
        await desk.until(lambda: isinstance(desk.screen, DocumentScreen), "the document")
        assert desk.screen.state.selected_entity == "Evgen Dorojan"


async def test_undo_takes_back_every_change_in_turn(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, WAIT)
        await desk.press("A", "A")
        await desk.press("T")
        await _write(desk, "words now")
        await desk.press("x", "y")
        seen = []
        for _ in range(4):
            await desk.press("U")
            seen.append([(note.kind, note.body) for note in _notes(desk)])
        assert seen == [[("claim", "words now")], [("claim", "")], [("highlight", "")], []]
        await desk.press("U")
        assert desk.said == "There is nothing to take back."


async def test_undo_in_the_list_takes_a_note_back(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("a")
        await _write(desk, "on it all")
        assert len(_notes(desk)) == 1
        await desk.press("U")
        assert _notes(desk) == []


# The list of notes


async def test_notes_are_filtered_however_they_are_spelt(sit: Sit) -> None:
    async with sit() as desk:
        _add(desk, HARBOUR, WAIT, body="Overloaded ferries", tags=["ships"])
        _add(desk, STRAIT, SEIZED, body="Which ministry?", kind="question")
        await _list_notes(desk, 2)
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
        _add(desk, HARBOUR, WAIT)
        await _list_notes(desk, 1)
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
        assert [note.body for note in _notes(desk)] == ["why?"]
        await desk.press("R")
        assert "Only a note in the trash" in desk.said


MASTER = "The harbour master of Sendrel closed the port on Tuesday."


@pytest.fixture
def changed(own_folder: Path, prepare_again: Callable[[], None]) -> Callable[[], None]:
    """Changes a word of the harbour's first sentence."""

    def change() -> None:
        path = own_folder / HARBOUR
        path.write_text(path.read_text().replace("closed the port on", "closed the whole port on"))
        prepare_again()

    return change


@pytest.mark.parametrize("key", ["y", "n"])
async def test_a_changed_passage_is_shown_as_it_was_and_is_and_the_person_decides(
    sit: Sit, own_folder: Path, changed: Callable[[], None], key: str
) -> None:
    async with sit(folder=own_folder) as desk:
        _add(desk, HARBOUR, MASTER)
    changed()
    async with sit(folder=own_folder) as desk:
        await _list_notes(desk, 1)
        assert "1 changed" in desk.head
        page = " ".join(desk.page.split())
        assert f"was {MASTER}" in page
        assert "now The harbour master of Sendrel closed the whole port on Tuesday." in page
        assert ("y", "take the change") in desk.screen.hints()
        await desk.press(key)
        (note,) = _notes(desk)
        if key == "y":
            assert (note.state, note.quote) == ("exact", MASTER.replace("the port", "the whole port"))
        else:
            assert (note.state, note.span, note.quote) == ("lost", None, MASTER)
        await desk.press("y")
        assert "Only a note whose passage was changed" in desk.said
        await desk.press("U")
        assert [(note.state, note.quote) for note in _notes(desk)] == [("changed", MASTER)]


async def test_a_changed_passage_is_decided_in_the_text(
    sit: Sit, own_folder: Path, changed: Callable[[], None]
) -> None:
    async with sit(folder=own_folder) as desk:
        _add(desk, HARBOUR, MASTER)
    changed()
    async with sit(folder=own_folder) as desk:
        await desk.open(HARBOUR, "The harbour master of Sendrel")
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, NotePeek), "the peek")
        assert "was  The harbour master" in desk.text
        await desk.press("y")
        assert desk.said == "The note is on the passage as it is now."
        assert [note.state for note in _notes(desk)] == ["exact"]


async def test_the_kept_text_of_a_deleted_file_is_read_with_its_notes(
    sit: Sit, own_folder: Path, prepare_again: Callable[[], None]
) -> None:
    async with sit(folder=own_folder) as desk:
        _add(desk, HARBOUR, WAIT)
    (own_folder / HARBOUR).unlink()
    prepare_again()
    async with sit(folder=own_folder) as desk:
        await _list_notes(desk, 1)
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


@pytest.mark.parametrize("format", FORMATS)
async def test_the_notes_of_this_view_go_into_a_file_of_each_format(
    sit: Sit, tmp_path: Path, format: str
) -> None:
    async with sit() as desk:
        _add(desk, HARBOUR, WAIT, body="of this view", tags=["mine"])
        _add(desk, STRAIT, SEIZED, body="of no view")
        await _list_notes(desk, 2)
        await desk.press("/")
        await desk.type("tag:mine")
        await desk.press("enter", "w")
        await desk.until(lambda: isinstance(desk.screen, ExportScreen), "the formats")
        await desk.press(*["j"] * list(FORMATS).index(format), "enter")
        await desk.until(lambda: isinstance(desk.screen, NotesScreen), "the notes")
        (written,) = tmp_path.glob(f"notes-*{FORMATS[format].suffix}")
        text = written.read_text(encoding="utf-8")
        assert "of this view" in text
        assert "of no view" not in text
        if format == "jsonl":
            assert json.loads(text.splitlines()[-1])["body"] == "of this view"
        assert desk.said.startswith("1 note written to ")


@pytest.mark.parametrize("second", ["enter", "escape"])
async def test_a_key_while_a_file_is_written_does_no_harm(
    sit: Sit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, second: str
) -> None:
    opened = threading.Event()
    write = export_screen.export_to_file

    def slow(*what: Any) -> str:
        assert opened.wait(30)
        return write(*what)

    monkeypatch.setattr(export_screen, "export_to_file", slow)
    async with sit() as desk:
        _add(desk, HARBOUR, WAIT)
        await _list_notes(desk, 1)
        await desk.press("w")
        await desk.type_ahead("\r")
        desk._send(second, None)
        await desk.type_ahead("")
        opened.set()
        await desk.settle()
        await desk.until(lambda: len(list(tmp_path.glob("notes-*"))) == 1, "the file")
        assert isinstance(desk.screen, NotesScreen)


async def test_a_file_that_cannot_be_written_is_said_and_another_can_be_named(
    sit: Sit, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file, no folder")
    async with sit() as desk:
        _add(desk, HARBOUR, WAIT)
        await desk.open(HARBOUR)
        await desk.press("w", "tab", "ctrl+u")
        await desk.type("taken/notes.md")
        await desk.press("enter")
        assert "taken/notes.md cannot be" in _said(desk)
        await desk.press("ctrl+u")
        await desk.type("other.md")
        await desk.press("enter")
        await desk.until(lambda: (tmp_path / "other.md").exists(), "the file")
        await desk.press("w", "escape")
        assert isinstance(desk.screen, DocumentScreen)


async def test_an_export_never_takes_the_place_of_a_document_and_of_another_file_only_when_told_twice(
    sit: Sit, tmp_path: Path
) -> None:
    (tmp_path / "mine.csv").write_text("what was there")
    async with sit() as desk:
        _add(desk, HARBOUR, WAIT)
        await desk.open(HARBOUR)
        before = (desk.folder / HARBOUR).read_bytes()
        await desk.press("w", "j", "j", "tab", "ctrl+u")
        await desk.type(str(desk.folder / HARBOUR))
        await desk.press("enter")
        assert "one of your documents" in _said(desk)
        assert (desk.folder / HARBOUR).read_bytes() == before
        await desk.press("ctrl+u")
        await desk.type("mine.csv")
        await desk.press("enter")
        assert "there already" in _said(desk)
        assert (tmp_path / "mine.csv").read_text() == "what was there"
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, DocumentScreen), "the document")
        assert "what was there" not in (tmp_path / "mine.csv").read_text(encoding="utf-8-sig")


async def test_notes_go_again_into_an_export_that_lies_in_the_library(sit: Sit, own_folder: Path) -> None:
    async with sit(folder=own_folder) as desk:
        mine = desk.folder / "mine.md"
        for body in ("first", "second"):
            _add(desk, HARBOUR, WAIT, body=body)
            await desk.open(HARBOUR)
            await desk.press("w", "tab", "ctrl+u")
            await desk.type(str(mine))
            await desk.press("enter")
            await desk.until(lambda: isinstance(desk.screen, DocumentScreen), "the document")
            assert body in mine.read_text(encoding="utf-8")
            desk.library.bring_up_to_date(searchable=False)
            assert desk.library.documents.entry(mine) is not None
            await desk.press("q")


async def test_a_note_is_placed_where_another_reader_has_changed_it(sit: Sit) -> None:
    async with sit() as desk:
        note = _add(desk, HARBOUR, WAIT, body="mine")
        await desk.open(HARBOUR, WAIT)
        await desk.press("T")
        await desk.until(lambda: isinstance(desk.screen, NoteEditor), "the editor")
        desk.library.notes.edit(note, "theirs", "note", [])
        await _write(desk, " too")
        (kept,) = _notes(desk)
        assert kept.body == "mine too\n\n---\n\ntheirs"
        assert kept.span == Span(note.start, note.end)
