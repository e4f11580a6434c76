"""Pictures of the screens on the bundled briefings; each test says in words what is to be seen.

Made anew with `python -m pytest tests/tui/test_snapshots.py --snapshot-update`, and looked at before they
are kept.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea
from tui_desk import Desk

from reader.analysis.mention import Mention
from reader.library.library import Library
from reader.library.settings import Settings
from reader.system.paths import Places
from reader.tui.app.app import ReaderApp
from reader.tui.screens.lists.documents.screen import DocumentsScreen
from reader.tui.screens.lists.search import screen as search_screen
from reader.tui.text import dates

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SIZE = (110, 34)
NAMES = {"Korvania": "GPE", "Yevhen Dorozhan": "PERSON", "JMCC": "ORG", "Calder Rose": "PRODUCT"}

Make = Callable[[str], ReaderApp]
Compare = Callable[..., bool]


@pytest.fixture(scope="module")
def read_seeds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Places]:
    """The bundled briefings, read, with some names found in them."""
    root = tmp_path_factory.mktemp("snapshots")
    folder = root / "seeds"
    shutil.copytree(SEEDS, folder)
    # The same keys for each test's own user data.
    (folder / "library.toml").write_text('id = "snapshots"\n', encoding="utf-8")
    places = Places.from_environment({"READER_HOME": str(root / "home")})
    library = Library.open([folder], places, Settings())
    library.bring_up_to_date()
    for entry in library.documents.entries():
        document = library.files.document(entry.path)
        found = [
            Mention(at, at + len(name), kind, name)
            for name, kind in NAMES.items()
            for at in range(len(document.text))
            if document.text.startswith(name, at)
        ]
        library.entities.store_analysis(document, sorted(found, key=lambda mention: mention.start))
    library.close()
    return folder, places


@pytest.fixture
def make(read_seeds: tuple[Path, Places], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Make]:
    """Makes the app on the briefings in a theme, none of them read yet; it is 30 March 2026."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setattr(dates, "today", lambda: date(2026, 3, 30))
    # No cursor blinks, whenever the picture is taken.
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _input: None)
    monkeypatch.setattr(TextArea, "_toggle_cursor_blink_visible", lambda _area: None)
    folder, shared = read_seeds
    places = replace(shared, data=tmp_path / "data")
    libraries: list[Library] = []

    def in_theme(theme: str) -> ReaderApp:
        library = Library.open([folder], places, Settings(theme=theme))
        libraries.append(library)
        return ReaderApp(library, background=False)

    yield in_theme
    for library in libraries:
        library.close()


async def desk_of(pilot: Pilot[Any]) -> Desk:
    """The desk with the list of the briefings, and beside it the summary of the first."""
    desk = Desk(pilot.app, pilot, SEEDS)  # type: ignore[arg-type]
    await desk.until(lambda: isinstance(desk.screen, DocumentsScreen) and "▎" in desk.text, "the list")
    await desk.settle()
    return desk


THEMES = ("reader-dark", "reader-light", "reader-contrast")


@pytest.mark.parametrize("theme", THEMES)
def test_the_list(make: Make, snap_compare: Compare, theme: str) -> None:
    """The briefings, the newest first, with a dot before each unread one; beside it the summary of the first,
    each sentence behind a bar, and the names in it; the keys at the foot."""
    app = make(theme)

    async def look(pilot: Pilot[Any]) -> None:
        desk = await desk_of(pilot)
        assert desk.titles[0] == "Watch officer's handover, 24 March"

    assert snap_compare(app, terminal_size=SIZE, run_before=look)


@pytest.mark.parametrize("theme", THEMES)
def test_a_document(make: Make, snap_compare: Compare, theme: str) -> None:
    """A page: heading, a table with aligned columns, bold words, lists with hanging indents, names in the
    colour of their kind, the sentence under the caret on a quiet ground, the margin at the right."""
    app = make(theme)

    async def look(pilot: Pilot[Any]) -> None:
        desk = await desk_of(pilot)
        desk.rows.go(desk.titles.index("Who is who in the Tessel crisis"))
        await desk.press("enter")
        await desk.reads()
        await desk.press(")", ")")
        await desk.shows("The same name reaches")
        assert desk.here.startswith("The same name reaches the desk")

    assert snap_compare(app, terminal_size=SIZE, run_before=look)


@pytest.mark.parametrize("theme", THEMES)
def test_a_search(make: Make, snap_compare: Compare, theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the line with two typing errors the spellings that were used; the passages with the words lit,
    and at the right the first document at its hit."""
    answer_line = search_screen.answer_line
    # No two runs take the same time.
    monkeypatch.setattr(search_screen, "answer_line", lambda answer: answer_line(replace(answer, ms=0.0)))
    app = make(theme)

    async def look(pilot: Pilot[Any]) -> None:
        desk = await desk_of(pilot)
        await desk.press("s")
        await desk.type("korvanean tankr")
        await desk.until(lambda: desk.view.display and "showing" in desk.text, "the document at its hit")
        await desk.settle()
        assert "Korvania" in desk.rows.items[0].hit.title

    assert snap_compare(app, terminal_size=SIZE, run_before=look)


def test_a_note(make: Make, snap_compare: Compare) -> None:
    """Over the page, dimmed, the passage behind a bar, the words below it, and in one line kind and tags."""
    app = make("reader-dark")

    async def look(pilot: Pilot[Any]) -> None:
        desk = await desk_of(pilot)
        await desk.press("enter")
        await desk.reads()
        await desk.press(")", "a")
        await desk.type("Ask")
        await desk.until(lambda: desk.screen.query_one(TextArea).text == "Ask", "what was typed")
        assert len(pilot.app.screen_stack) == 4

    assert snap_compare(app, terminal_size=SIZE, run_before=look)
