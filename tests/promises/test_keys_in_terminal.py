"""What the README says of keys, in the real program on a real pseudo-terminal."""

from __future__ import annotations

from pathlib import Path

from pseudo_terminal import CTRL_Q, CTRL_S, ENTER, ESCAPE, Start, Terminal
from pseudo_terminal import folder as folder
from pseudo_terminal import start as start

DOWN, CTRL_J = "\x1b[B", "\n"
POSITION = r"\d+ % · \d min left"


def _opened(terminal: Terminal, key: str) -> None:
    """The last document of the list, opened with this key."""
    terminal.wait("4 documents, 4 unread")
    terminal.press("G", key)
    terminal.wait(POSITION)


def test_q_leaves_and_help_shows_keys(folder: Path, start: Start) -> None:
    terminal = start(folder)
    terminal.wait("4 documents, 4 unread")
    terminal.press("?")
    terminal.wait("Search all documents")
    terminal.press("q")
    terminal.wait("4 documents, 4 unread")
    assert terminal.leave("q") == 0


def test_moving_opening_and_going_back(folder: Path, start: Start) -> None:
    terminal = start(folder)
    terminal.wait("4 documents, 4 unread")
    terminal.press("j", DOWN, "k", "\x1b[A")  # down and up again, with letters and with arrows
    terminal.press(ENTER)
    terminal.wait(r"Nine of Calder Rose crew freed.*%")
    terminal.press(ESCAPE)
    terminal.press("q")
    terminal.wait("4 documents, 3 unread")
    assert terminal.leave("q") == 0


def test_search_and_filter(folder: Path, start: Start) -> None:
    terminal = start(folder)
    terminal.wait("4 documents, 4 unread")
    terminal.press("/", "quit vessel")  # letters are text here: q does not leave
    terminal.wait("0 of 4|quit vessel")
    terminal.press("\x15", "vessel")
    terminal.wait("1 of 4")
    terminal.press(ESCAPE)
    terminal.wait(lambda screen: "1 of 4" not in screen)
    terminal.press("s")
    terminal.press("tankr")
    terminal.wait("showing tanker for tankr")
    terminal.press(CTRL_J, "\x0b")  # a row down, a row up
    terminal.press(ENTER)
    terminal.wait("%")
    assert terminal.leave(CTRL_Q) == 0


def test_find_in_a_document(folder: Path, start: Start) -> None:
    terminal = start(folder)
    _opened(terminal, ENTER)
    terminal.press("/", "Barnea")
    terminal.wait(r"1 of \d+")
    assert terminal.leave(CTRL_Q) == 0


def test_ways_to_note(folder: Path, start: Start) -> None:
    terminal = start(folder)
    terminal.wait("4 documents, 4 unread")
    terminal.press("G", "a")
    terminal.wait("ctrl\\+s")
    terminal.press("On the whole document.", CTRL_S)
    terminal.wait("¶")
    terminal.press(ENTER)
    terminal.wait(POSITION)
    terminal.press("A")
    terminal.wait("ighlight")
    terminal.press("v", "l", "l", "l", "a")
    terminal.wait("ctrl\\+s")
    terminal.press("On a selection.", CTRL_S)
    terminal.press("3")
    terminal.wait("On a selection.")
    terminal.wait("On the whole document.")
    assert terminal.leave(CTRL_Q) == 0


def test_a_keys_file_gives_other_keys(folder: Path, start: Start, tmp_path: Path) -> None:
    config = tmp_path / "home" / "config"
    config.mkdir(parents=True)
    (config / "keys.toml").write_text('help = "Z"\n', encoding="utf-8")
    terminal = start(folder)
    terminal.wait("4 documents, 4 unread")
    terminal.press("Z")
    terminal.wait("Search all documents")
    assert terminal.leave(CTRL_Q) == 0
