"""A library as a whole: which files it lets nobody write to."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader.errors import ReaderError
from reader.library import Library, export_to_file
from reader.notes.note import create

Maker = Callable[..., Library]


@pytest.fixture
def briefings(tmp_path: Path) -> Path:
    folder = tmp_path / "briefings"
    folder.mkdir()
    (folder / "a.md").write_text("Ferries wait.\n")
    return folder


@pytest.fixture
def library(library_of: Maker, briefings: Path) -> Library:
    opened = library_of(briefings)
    opened.bring_up_to_date()
    return opened


def test_a_document_is_not_written_to_by_whatever_path(
    library: Library, briefings: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "link").symlink_to(briefings)
    monkeypatch.chdir(briefings)
    for path in (
        briefings / "a.md",
        Path("a.md"),
        tmp_path / "link" / "a.md",
        briefings / ".." / "link" / "a.md",
    ):
        with pytest.raises(ReaderError, match="is one of your documents"):
            library.check_writable(path)


def test_a_document_that_came_since_the_last_look_is_not_written_to(
    library: Library, briefings: Path
) -> None:
    (briefings / "new.md").write_text("Ferries sail.\n")
    with pytest.raises(ReaderError, match="is one of your documents"):
        library.check_writable(briefings / "new.md", "csv")


def test_what_is_no_document_may_be_written(library: Library, briefings: Path, tmp_path: Path) -> None:
    (briefings / "entities.toml").write_text("")
    (tmp_path / "elsewhere.md").write_text("mine\n")
    for path in (briefings / "entities.toml", briefings / "free.md", tmp_path / "elsewhere.md"):
        library.check_writable(path)


def test_notes_go_again_into_their_own_export(library: Library, briefings: Path) -> None:
    note = create(path="/a.md", now=datetime(2026, 3, 1, tzinfo=UTC), randomness=b"0" * 10, body="words")
    target = briefings / "notes.md"
    export_to_file([note], target)
    library.check_writable(target, "markdown")
    for notes_format in ("", "csv"):
        with pytest.raises(ReaderError, match="is one of your documents"):
            library.check_writable(target, notes_format)
