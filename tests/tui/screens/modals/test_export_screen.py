"""Notes are written to a file, and never over what must stay."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from tui_desk import HARBOUR, STRAIT, Sit
from tui_notes import SEIZED, WAIT, add, list_notes, said

from reader.notes.exports import FORMATS
from reader.tui.screens.document.screen import DocumentScreen
from reader.tui.screens.lists.notes.screen import NotesScreen
from reader.tui.screens.modals import export as export_screen
from reader.tui.screens.modals.export import ExportScreen


@pytest.mark.parametrize("format", FORMATS)
async def test_the_notes_of_this_view_go_into_a_file_of_each_format(
    sit: Sit, tmp_path: Path, format: str
) -> None:
    async with sit() as desk:
        add(desk, HARBOUR, WAIT, body="of this view", tags=["mine"])
        add(desk, STRAIT, SEIZED, body="of no view")
        await list_notes(desk, 2)
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
        add(desk, HARBOUR, WAIT)
        await list_notes(desk, 1)
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
        add(desk, HARBOUR, WAIT)
        await desk.open(HARBOUR)
        await desk.press("w", "tab", "ctrl+u")
        await desk.type("taken/notes.md")
        await desk.press("enter")
        assert "taken/notes.md cannot be" in said(desk)
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
        add(desk, HARBOUR, WAIT)
        await desk.open(HARBOUR)
        before = (desk.folder / HARBOUR).read_bytes()
        await desk.press("w", "j", "j", "tab", "ctrl+u")
        await desk.type(str(desk.folder / HARBOUR))
        await desk.press("enter")
        assert "one of your documents" in said(desk)
        assert (desk.folder / HARBOUR).read_bytes() == before
        await desk.press("ctrl+u")
        await desk.type("mine.csv")
        await desk.press("enter")
        assert "there already" in said(desk)
        assert (tmp_path / "mine.csv").read_text() == "what was there"
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, DocumentScreen), "the document")
        assert "what was there" not in (tmp_path / "mine.csv").read_text(encoding="utf-8-sig")


async def test_notes_go_again_into_an_export_that_lies_in_the_library(sit: Sit, own_folder: Path) -> None:
    async with sit(folder=own_folder) as desk:
        mine = desk.folder / "mine.md"
        for body in ("first", "second"):
            add(desk, HARBOUR, WAIT, body=body)
            await desk.open(HARBOUR)
            await desk.press("w", "tab", "ctrl+u")
            await desk.type(str(mine))
            await desk.press("enter")
            await desk.until(lambda: isinstance(desk.screen, DocumentScreen), "the document")
            assert body in mine.read_text(encoding="utf-8")
            desk.library.bring_up_to_date(searchable=False)
            assert desk.library.documents.entry(mine) is not None
            await desk.press("q")
