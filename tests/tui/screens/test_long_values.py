"""Values of hundreds of thousands of wide letters hold no screen: what is shown of them is bounded."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Input
from tui_desk import Desk, Sit, prepare

from reader.analysis.mention import Mention
from reader.system.paths import Places
from reader.text.spans import Span
from reader.tui.widgets.bars import Prompt

_LONG = "漢" * 400_000
_CELL, _FRONT, _NAMED = "cell.md", "front.md", "字" * 80 + ".md"


@pytest.fixture
def long_folder(tmp_path: Path) -> Path:
    """A table with a long cell, front matter with long fields, a long file name, a long word in a text."""
    folder = tmp_path / "long"
    folder.mkdir()
    (folder / _CELL).write_text(
        f"# A table\n\nBefore it.\n\n| Ship | State |\n|---|---|\n| a | {_LONG} |\n| b | free |\n", "utf-8"
    )
    front = f'---\ntitle: "{_LONG}"\nsource: "{_LONG}"\ntags: ["{_LONG}"]\ndate: "{_LONG}"\n---\n\n'
    (folder / _FRONT).write_text(front + "A short text.\n", "utf-8")
    (folder / _NAMED).write_text(f"{_LONG}\n", "utf-8")
    prepare(folder, Places.from_environment({"READER_HOME": str(tmp_path / "home")}))
    return folder


def _path(desk: Desk, name: str) -> Path:
    return desk.folder / name


async def test_a_long_cell_title_and_file_name(sit: Sit, long_folder: Path) -> None:
    async with sit(folder=long_folder) as desk:
        for name in (_CELL, _FRONT, _NAMED):
            await desk.at(name)
            await desk.until(lambda: desk.page.strip(), "the page beside")
            await desk.open(name)
            await desk.press("j", "space", "G", "g", "i", ")", "y", "i", "/", "漢", "escape", "q")


async def test_a_long_name_and_what_is_said_of_it(sit: Sit, long_folder: Path) -> None:
    async with sit(folder=long_folder) as desk:
        document = desk.library.files.document(_path(desk, _NAMED))
        mention = Mention(0, len(document.text.rstrip()), "PERSON", document.text.rstrip())
        desk.library.entities.store_analysis(document, [mention])
        desk.library.entities.refresh()
        await desk.press("2")
        await desk.until(lambda: desk.rows.items, "the name")
        await desk.press("j", "k", "/", "漢", "enter", "C", "escape", "enter")
        await desk.press("j", "C", "r", "escape", "escape", "q", "1")
        await desk.open(_NAMED)
        await desk.press("e", "D", "q", "i", "q")
        desk.app.say(_LONG, "warning")
        await desk.settle()


async def test_a_long_note_and_quote(sit: Sit, long_folder: Path) -> None:
    async with sit(folder=long_folder) as desk:
        path = _path(desk, _NAMED)
        document = desk.library.files.document(path)
        span = Span(0, len(document.text.rstrip()))
        desk.library.notes.add(path, document, span, body=_LONG, tags=[_LONG])
        await desk.press("3")
        await desk.until(lambda: desk.rows.items, "the note")
        await desk.press("j", "/", "漢", "enter", "T", "escape", "x", "n")
        await desk.press("enter")
        await desk.reads()
        await desk.press("]", "enter", "escape", "T")
        await desk.shows("too many to be changed here")
        desk.screen.query_one(".tags", Input).value = "port"
        await desk.press("ctrl+s")
        (note,) = desk.library.notes.all()
        assert (note.body, note.tags) == (_LONG, ("port",))


async def test_a_long_query_and_filter(sit: Sit, long_folder: Path) -> None:
    async with sit(folder=long_folder) as desk:
        for key in ("/", "s"):
            await desk.press(key)
            desk.screen.query_one(Prompt).value = _LONG
            await desk.settle()
            await desk.press("x", "escape")
