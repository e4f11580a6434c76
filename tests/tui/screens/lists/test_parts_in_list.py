"""The list folds and unfolds what is in a mailbox, a message or an archive."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_mailbox import mbox_message
from tui_desk import Desk, Sit, prepare

from reader.system.paths import Places


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "watch.mbox").write_bytes(
        mbox_message(1, subject="Report") + mbox_message(2, "# Tides\n\nHigh at six.\n", subject="Report")
    )
    (folder / "2026-03-20-plain.txt").write_text("A plain note\n\nNothing new.\n")
    prepare(folder, Places.from_environment({"READER_HOME": str(tmp_path / "home")}))
    return folder


def row_of(desk: Desk, title: str) -> str:
    return next(line for line in desk.text.splitlines() if title in line)


async def test_parts_are_folded_until_a_key_lists_them(sit: Sit, mixed: Path) -> None:
    async with sit(folder=mixed) as desk:
        assert desk.titles == ["A plain note", "Watch"]
        assert "5 documents" in desk.head
        assert "2 parts · mbox" in row_of(desk, "Watch")
        assert "part" not in row_of(desk, "A plain note")
        await desk.at("watch.mbox")
        await desk.press("z")
        assert desk.titles == ["A plain note", "Watch", "Report 1", "Report 2"]
        assert "1 part · eml" in row_of(desk, "Report 2")
        assert row_of(desk, "Report 2").index("Report") == row_of(desk, "Watch").index("Watch") + 2
        await desk.press("G", "z")
        assert desk.titles[-1] == "Tides"
        await desk.press("G", "z")
        assert desk.titles[-1] == "Report 2"
        assert desk.rows.current.title == "Report 2"
        await desk.press("g", "z")
        assert desk.said == "There are no documents in this one."
        await desk.press("j", "j", "z")
        assert desk.titles == ["A plain note", "Watch"]
        assert desk.rows.current.title == "Watch"


async def test_a_filter_lists_the_parts_that_it_matches(sit: Sit, mixed: Path) -> None:
    async with sit(folder=mixed) as desk:
        await desk.press("/", *"tides", "enter")
        assert desk.titles == ["Tides"]
        await desk.press("z")
        assert desk.said.startswith("A filter lists the parts")
        await desk.press("enter")
        await desk.reads()
        assert "Tides · in watch.mbox" in desk.head
        await desk.press("q", "escape", "/", *"format:mail", "enter")
        assert desk.titles == ["Report 1", "Report 2"]
        await desk.press("escape")
        assert desk.titles == ["A plain note", "Watch"]


async def test_a_note_on_a_part_is_its_own(sit: Sit, mixed: Path) -> None:
    async with sit(folder=mixed) as desk:
        await desk.press("/", *"tides", "enter", "enter")
        await desk.reads()
        await desk.press("A")
        assert [note.inner for note in desk.library.notes.all()] == ["2@harbour.example/tides.md"]
        await desk.press("q")
        assert "¶1" in row_of(desk, "Tides")


async def test_a_part_is_saved_where_the_reader_was_started(
    sit: Sit, mixed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with sit(folder=mixed) as desk:
        await desk.press("S")
        assert desk.said.startswith("This is a file of its own")
        await desk.press("/", *"tides", "enter", "S")
        assert desk.said == f"Saved as {tmp_path / 'tides.md'}."
        await desk.press("enter")
        await desk.reads()
        await desk.press("S")
        assert desk.said == f"Saved as {tmp_path / 'tides 2.md'}."
        await desk.press("o")
        await desk.shows("# Tides")


async def test_a_part_is_named_by_its_address_and_jumped_back_to(
    sit: Sit, mixed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "false")
    address = f"{mixed / 'watch.mbox'}#2@harbour.example/tides.md"
    async with sit(folder=mixed) as desk:
        await desk.press("/", *"tides", "enter", "y")
        assert desk.app.clipboard == address
        await desk.press("ctrl+e")
        assert desk.said.startswith("This is in another file")
        await desk.press("enter")
        await desk.reads()
        await desk.press("ctrl+e")
        assert desk.said.startswith("This is in another file")
        assert desk.screen.spot.path == address
        desk.app.navigation.jumps.leave(desk.screen.spot)
        await desk.open("2026-03-20-plain.txt")
        await desk.press("H")
        await desk.shows("High at six.")
