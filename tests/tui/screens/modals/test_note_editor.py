"""The editor of notes: kind and tags, $EDITOR, and that nothing typed is lost."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea
from tui_desk import HARBOUR, STRAIT, Sit
from tui_notes import SEIZED, WAIT, add, list_notes, notes, said, write

from reader.notes.note import Link
from reader.tui.screens.lists.entities.screen import EntitiesScreen
from reader.tui.screens.lists.search.screen import SearchScreen
from reader.tui.screens.modals.note_editor import NoteEditor


async def test_a_note_on_a_name_from_the_list_of_names(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("2")
        await desk.until(lambda: isinstance(desk.screen, EntitiesScreen) and desk.rows.items, "the names")
        name = desk.rows.current.name
        await desk.press("a")
        await write(desk, "of the coast")
        (note,) = notes(desk)
        assert (note.path, note.links, note.body) == ("", (Link("entity", name),), "of the coast")
        await list_notes(desk, 1)
        assert f"on {name}" in desk.text
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, SearchScreen), "a search for the name")


async def test_kind_by_its_first_letters_and_tags_from_those_in_use(sit: Sit) -> None:
    async with sit() as desk:
        add(desk, STRAIT, SEIZED, tags=["shipping lanes", "crew"])
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
        note = next(note for note in notes(desk) if note.body == "how many")
        assert (note.kind, note.tags) == ("question", ("new", "shipping lanes"))


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
        assert [note.body for note in notes(desk)] == ["first line\nand more"]


async def test_without_an_editor_in_the_environment_that_is_said(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, WAIT)
        await desk.press("a", "ctrl+e")
        assert "$EDITOR" in said(desk)


async def test_what_was_typed_when_the_program_was_killed_is_in_the_notes(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, WAIT)
        await desk.press("a")
        await desk.type("half a thou")
        await desk.until(
            lambda: desk.library.preferences.with_prefix("draft "), "the draft, kept while typing"
        )
    async with sit() as desk:
        await list_notes(desk, 1)
        assert "1 unfinished" in desk.head
        assert "half a thou" in desk.text
        assert WAIT in desk.text
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, NoteEditor), "the editor")
        assert desk.screen.query_one(TextArea).text == "half a thou"
        await write(desk, "ght")
        (note,) = notes(desk)
        assert (note.body, note.quote) == ("half a thought", WAIT)
        assert desk.library.preferences.with_prefix("draft ") == {}
        await desk.until(lambda: [s.state for s in desk.rows.items] == ["exact"], "the note")


async def test_a_draft_is_thrown_away_only_when_asked(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, WAIT)
        await desk.press("c")
        await desk.type("never mind")
        await desk.press("escape")
        await list_notes(desk, 1)
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
        assert "Not saved." in said(desk)
        assert sentence in said(desk)
        assert desk.screen.query_one(TextArea).text == typed
        assert notes(desk) == []
        desk.library.user_data.database.execute("PRAGMA query_only = off")
        desk.library.user_data.database.execute("PRAGMA max_page_count = 1000000")
        await desk.press("ctrl+s")
        await desk.until(lambda: not isinstance(desk.screen, NoteEditor), "the end of the editor")
        assert [note.body for note in notes(desk)] == [typed.strip("\n")]
