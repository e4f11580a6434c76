"""A text given to a command of the person's."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from textual.app import SuspendNotSupported
from tui_desk import STRAIT, Sit

from reader.tui.app.app import ReaderApp
from reader.tui.screens.modals.pipe import PipeScreen


@pytest.fixture
def free_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal that can be given away, on which Enter is pressed after the command."""

    @contextmanager
    def suspend(_app: ReaderApp) -> Iterator[None]:
        yield

    monkeypatch.setattr(ReaderApp, "suspend", suspend)
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n" * 9))
    monkeypatch.setenv("SHELL", "/bin/sh")


@pytest.mark.usefixtures("free_terminal")
async def test_the_whole_text_or_the_selection_is_the_input(sit: Sit, tmp_path: Path) -> None:
    out = tmp_path / "out.txt"
    async with sit() as desk:
        await desk.open(STRAIT, "Admiral")
        await desk.press("|")
        assert isinstance(desk.screen, PipeScreen)
        await desk.type(f"cat > {out}")
        await desk.press("enter")
        assert out.read_text(encoding="utf-8") == desk.view.document.text + "\n"
        assert desk.said == ""
        await desk.press("V", "|", "enter")
        assert (
            out.read_text(encoding="utf-8") == desk.view.document.quote(desk.view.viewport.selection) + "\n"
        )


@pytest.mark.usefixtures("free_terminal")
async def test_a_command_that_fails_or_that_nobody_typed(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("|", "escape", "|", "enter")
        assert desk.said == ""
        await desk.press("|")
        await desk.type("exit 3")
        await desk.press("enter")
        assert desk.said == "exit 3 ended with status 3."


async def test_a_terminal_that_cannot_be_given_away(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    def suspend(_app: ReaderApp) -> None:
        raise SuspendNotSupported("not in this terminal")

    monkeypatch.setattr(ReaderApp, "suspend", suspend)
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("|")
        await desk.type("wc")
        await desk.press("enter")
        assert desk.said == "The command could not be run here: not in this terminal"
