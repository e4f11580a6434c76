"""A home of its own for each test, and libraries of a few files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.library.settings import Settings
from reader.system.paths import Places

Maker = Callable[..., Library]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The folder that READER_HOME names."""
    return tmp_path / "home"


@pytest.fixture
def places(home: Path) -> Places:
    """The places below that folder, made."""
    made = Places.from_environment({"READER_HOME": str(home)})
    made.make()
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of three briefings."""
    root = tmp_path / "briefings"
    root.mkdir()
    (root / "2026-03-01-vienna.md").write_text(
        "---\ntitle: Talks open in Vienna\nsource: Orvel Wire\n---\n\n"
        "The envoy of Korvania arrived on Sunday. Talks about the strait open tomorrow.\n",
        encoding="utf-8",
    )
    (root / "2026-03-02-harbour.txt").write_text(
        "Harbour closed after storm\n\nThe harbour master closed the port. Ferries wait outside.\n",
        encoding="utf-8",
    )
    below = root / "older"
    below.mkdir()
    (below / "2026-02-01-grain.md").write_text(
        "# Grain prices\n\nGrain prices rose by four per cent in January.\n", encoding="utf-8"
    )
    return root


@pytest.fixture
def library_of(places: Places) -> Iterator[Maker]:
    """Opens libraries, and closes them when the test is over."""
    opened: list[Library] = []

    def make(*paths: Path, settings: Settings | None = None) -> Library:
        library = Library.open(paths, places, settings or Settings())
        opened.append(library)
        return library

    yield make
    for library in opened:
        library.close()
