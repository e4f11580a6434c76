"""The fixtures of the screens' tests: a prepared library, and a desk with the reader open on it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tui_desk import HARBOUR, Desk, Sit, prepare, write_files

from reader.library.library import Library
from reader.library.settings import Settings
from reader.system.paths import Places
from reader.tui.app.app import ReaderApp
from reader.tui.screens.lists.documents.screen import DocumentsScreen


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of briefings and the cache of what was read from it: neither is changed by any test."""
    root = tmp_path_factory.mktemp("prepared")
    folder, home = root / "briefings", root / "home"
    write_files(folder)
    # The same keys for each test's own user data.
    (folder / "library.toml").write_text('id = "prepared"\n', encoding="utf-8")
    prepare(folder, Places.from_environment({"READER_HOME": str(home)}))
    return folder, home / "cache"


@pytest.fixture(autouse=True)
def quiet_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's: no display, no editor, a working folder of the test's own."""
    for name in ("NO_COLOR", "DISPLAY", "WAYLAND_DISPLAY", "EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def sit(prepared: tuple[Path, Path], tmp_path: Path) -> Sit:
    """`async with sit() as desk:` opens the reader on the library, with user data of the test's own."""

    @asynccontextmanager
    async def at_desk(
        *,
        size: tuple[int, int] = (120, 40),
        folder: Path | None = None,
        settings: Settings | None = None,
        settled: bool = True,
        **options: Any,
    ) -> AsyncIterator[Desk]:
        places = Places.from_environment({"READER_HOME": str(tmp_path / "home")})
        if folder is None:
            folder, cache = prepared
            places = replace(places, cache=cache)
        library = Library.open([folder], places, settings or Settings())
        app = ReaderApp(library, background=False, **options)
        try:
            async with app.run_test(size=size) as pilot:
                desk = Desk(app, pilot, folder)
                await desk.until(
                    lambda: isinstance(desk.screen, DocumentsScreen) and desk.screen._loading.loaded
                )
                if settled:
                    await desk.settle()
                yield desk
        finally:
            library.close()

    return at_desk


@pytest.fixture
def own_folder(tmp_path: Path) -> Path:
    """A folder of the same briefings that the test may change; prepare it again after that."""
    folder = tmp_path / "own"
    write_files(folder)
    prepare(folder, Places.from_environment({"READER_HOME": str(tmp_path / "home")}))
    return folder


@pytest.fixture
def prepare_again(own_folder: Path, tmp_path: Path) -> Callable[[], None]:
    """Reads and analyses the test's own folder again, as indexing behind the screens does."""
    return lambda: prepare(own_folder, Places.from_environment({"READER_HOME": str(tmp_path / "home")}))


@pytest.fixture
def change_harbour(own_folder: Path, prepare_again: Callable[[], None]) -> Callable[[], None]:
    """Changes a word of the harbour's first sentence."""

    def change() -> None:
        path = own_folder / HARBOUR
        path.write_text(path.read_text().replace("closed the port on", "closed the whole port on"))
        prepare_again()

    return change
