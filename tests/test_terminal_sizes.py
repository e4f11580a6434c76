"""The real program in terminals that are small, and in one whose size never rests."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

pytest.importorskip("pexpect", reason="pseudo-terminals are needed")
pytest.importorskip("pyte")

from pseudo_terminal import COLUMNS, CTRL_Q, CTRL_S, ENTER, LINES, Start, Terminal
from pseudo_terminal import folder as folder
from pseudo_terminal import start as start


def dragged(terminal: Terminal, chance: Random, times: int, keys: str = "") -> None:
    """Give the terminal so many sizes one after another, with keys between, and at last one that rests.

    What was drawn for the sizes before is read away first: then another size is one that nothing is left of.
    """
    for _ in range(times):
        terminal.resize(chance.randint(1, 200), chance.randint(1, 60))
        if keys:
            terminal.press(chance.choice(keys))
    terminal.read_what_waits()
    terminal.resize(COLUMNS - 1, LINES)
    terminal.read_what_waits()
    terminal.resize(COLUMNS, LINES)


def test_a_terminal_that_is_resized_without_pause(folder: Path, start: Start) -> None:
    chance = Random(8)
    terminal = start(folder)
    terminal.wait("4 documents, 4 unread")
    dragged(terminal, chance, 100, "jkgG")
    terminal.wait("4 documents")
    terminal.press("g", ENTER)
    terminal.wait("crossed the bridge into Velmark")
    dragged(terminal, chance, 100, " bgG)(}{pPio+-=")
    terminal.press("1")
    terminal.wait("4 documents")
    terminal.press("s")
    terminal.wait("words however spelt")
    dragged(terminal, chance, 50)
    for letter in "transponder":
        terminal.press(letter)
        dragged(terminal, chance, 4)
    terminal.wait(r"\d documents? · ")
    terminal.press(ENTER)
    terminal.wait(r"1 of \d+ .*%")
    terminal.press("a")
    dragged(terminal, chance, 50)
    terminal.wait("ctrl\\+s saves")
    terminal.press("kept", CTRL_S)
    terminal.wait("Saved")
    assert terminal.leave(CTRL_Q) == 0
    assert b"Traceback" not in terminal.raw


@pytest.mark.parametrize("size", [(20, 5), (10, 2)])
def test_the_smallest_terminal_shows_what_it_can(folder: Path, start: Start, size: tuple[int, int]) -> None:
    terminal = start(folder, size=size)
    terminal.wait(lambda text: text.strip() != "")
    if size == (20, 5):
        terminal.wait("Nine of")
    for key in "s", "2", "3", "D", "?", "w":
        terminal.press("1", key)
    terminal.press("1", "1", ENTER, " ", "a", "x")
    assert terminal.leave(CTRL_Q) == 0
    assert b"Traceback" not in terminal.raw
