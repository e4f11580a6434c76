"""Notes through a real pseudo-terminal: a kill while typing, a changed file, an export, the trash."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="pseudo-terminals are needed")
pytest.importorskip("pyte")

from pseudo_terminal import CTRL_Q, CTRL_S, ENTER, ESCAPE, Start, Terminal
from pseudo_terminal import folder as folder
from pseudo_terminal import start as start

FILE = "2026-03-11-kns-vessel-detained.txt"
TITLE = "VESSEL DETAINED AFTER DANGEROUS"


def _at_the_hit(terminal: Terminal) -> None:
    """Search for a sentence and go there: the caret stands on it."""
    terminal.wait(TITLE)
    terminal.press("s")
    terminal.wait("searched|words however spelt")
    terminal.press("transponder switched off")
    terminal.wait("transponder had been switched off")
    terminal.press(ENTER)
    terminal.wait(r"1 of \d+ .*%")


def test_a_note_through_a_kill_a_change_of_the_file_and_an_export(
    folder: Path, start: Start, tmp_path: Path
) -> None:
    first = start(folder)
    _at_the_hit(first)
    first.press("a")
    first.wait("ctrl\\+s saves")
    first.press("Whose radar say", "s")
    first.wait("Whose radar says")
    # Kept while typing: the file of the user data's log grows, which is all that can be seen from outside.
    wal = tmp_path / "home" / "data" / "catalog.sqlite-wal"
    first.wait(lambda _: wal.exists() and b"Whose radar says" in wal.read_bytes())
    os.kill(first.child.pid, signal.SIGKILL)
    first.child.wait()

    second = start(folder)
    second.wait(TITLE)
    second.press("3")
    second.wait("1 unfinished")
    second.press(ENTER)
    second.wait("This is the draft that you left")
    second.press(" so?", CTRL_S)
    second.wait("Saved")
    second.wait("1 note · by newest")
    second.wait(lambda text: "unfinished" not in text)
    assert second.leave(CTRL_Q) == 0

    path = folder / FILE
    text = path.read_text(encoding="utf-8")
    assert "nautical miles" in text
    path.write_text(text.replace("nautical miles", "sea miles"), encoding="utf-8")
    third = start(folder)
    third.wait(TITLE)
    third.press("3")
    third.wait("Whose radar says so")
    third.wait(r"changed|lost|moved")
    third.press("w")
    third.wait("Export 1 note")
    target = tmp_path / "taken.md"
    third.press("\t", "\x15", str(target), ENTER)
    third.wait("1 note written to")
    assert "Whose radar says so?" in target.read_text(encoding="utf-8")
    third.press("x", "y")
    third.wait("There are no notes yet")
    third.press("X")
    third.wait("trash · 1 note")
    third.wait("Whose radar says so")
    third.press("R")
    third.wait("The trash is empty")
    third.press(ESCAPE)
    assert third.leave(CTRL_Q) == 0
