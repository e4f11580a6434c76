"""The main journeys: what a person presses, and what stands on their screen."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from pseudo_terminal import CTRL_Q, CTRL_S, ENTER, ESCAPE, NAMES_PATIENCE, OSC, SEEDS, SGR, Start
from pseudo_terminal import folder as folder
from pseudo_terminal import start as start


def test_a_first_session_and_a_second(folder: Path, start: Start) -> None:
    first = start(folder)
    first.wait("4 documents, 4 unread")
    first.wait("VESSEL DETAINED AFTER DANGEROUS")

    first.press("s")
    first.wait("searched|words however spelt")
    first.press("transponder swiched off")
    first.wait("showing switched for swiched")
    first.wait("transponder had been switched off")
    first.press(ENTER)
    first.wait(r"1 of \d+ .*%")
    first.wait("lighthouse at Cape Ostrel")

    # The caret stands on the hit: a note made here is made on its sentence.
    first.press("a")
    first.wait("ctrl\\+s saves")
    assert "The position at the moment of the stop was nine nautical miles" in first.text
    first.press("ask the coast guard for its track", CTRL_S)
    first.wait("Saved")
    first.wait("¶")
    assert first.leave(CTRL_Q) == 0

    second = start(folder)
    second.wait(r"4 documents, 3 unread")
    second.wait(r"VESSEL DETAINED.*¶1")
    second.press("3")
    second.wait("notes · 1 note ")
    second.wait("ask the coast guard for its track")
    second.press(ENTER)
    second.wait("lighthouse at Cape Ostrel")
    second.wait("¶  contiguous waters")  # the document itself: the view of notes shows its words too
    second.press("g", "]")
    second.wait("¶ ask the coast guard for its track · 1 of 1")
    assert "¶" in second._screen.display[second.row("The position")][:40]
    second.press("q")
    second.wait("notes · 1 note ")
    second.press("q")
    second.wait("4 documents")
    assert second.leave("q") == 0


def test_a_command_gets_the_text_and_the_terminal(start: Start, folder: Path) -> None:
    terminal = start(folder)
    terminal.wait(r"4 documents, 4 unread")
    terminal.press("G", ENTER)
    terminal.wait(r"\d+ % · \d min left")
    # There are two screens here, the reader's and the shell's, and `text` knows one: wait for what is new.
    at = terminal.wait_for_new("Pipe the whole text", "|")
    at = terminal.wait_for_new("enter: back to the reader", "grep -c Barnea", ENTER)
    assert terminal.raw[:at].decode().rpartition("\x1b[?1004l")[2].split()[0] == "2"
    terminal.wait_for_new("min left", ENTER)
    terminal.wait_for_new("Pipe the whole text", "|")
    clear = "\x15"
    # One process that says itself that it runs: a shell that is just starting `sleep` may lose the signal.
    waiting = f"{sys.executable} -c \"import time; print('be' + 'gun', flush=True); time.sleep(600)\""
    terminal.wait_for_new("begun\r", clear, waiting, ENTER)
    terminal.wait_for_new("enter: back to the reader", "\x03")
    terminal.press(ENTER)
    terminal.wait(r"ended\s+(by\s+signal|with\s+status)")
    assert terminal.leave(CTRL_Q) == 0


def test_without_colours_no_colour_is_written(folder: Path, start: Start) -> None:
    terminal = start(folder, NO_COLOR="1")
    terminal.wait("4 documents, 4 unread")
    terminal.press("s", "tanker")
    terminal.wait(r"\d documents? · ")
    terminal.press(ENTER)
    terminal.wait(r"1 of \d+ .*%")
    terminal.press(")", "a")
    terminal.wait("ctrl\\+s saves")
    terminal.press(ESCAPE)
    terminal.wait("esc|F1|help")
    assert terminal.leave(CTRL_Q) == 0
    codes = [code for match in SGR.findall(terminal.raw) for code in re.split(rb"[;:]", match) if code]
    assert b"7" in codes or b"1" in codes or b"4" in codes, "weight and underlines tell things apart"
    assert not [code for code in codes if 30 <= int(code) <= 49 and int(code) not in (39, 49)]
    assert not [code for code in codes if int(code) >= 90]


HOSTILE = (
    "# Title \x1b]0;owned\x07 with an escape\n\n"
    "Clear \x1b[2J the screen, \x1b[31mred\x1b[0m, move \x1b[5;5H away, \x9b2J C1, \x1b[?1049l leave.\n\n"
    "Copy \x1b]52;c;aGFjaw==\x07 to the clipboard, a link \x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\.\n\n"
    "Turned \u202eround\u202c and \u2066isolated\u2069, bell \x07, back\x08space, delete\x7f.\n"
)


def test_nothing_of_a_hostile_file_reaches_the_terminal(folder: Path, start: Start) -> None:
    for path in folder.iterdir():
        path.unlink()
    (folder / "2026-04-01-hostile\x1b[31m.md").write_text(HOSTILE, encoding="utf-8", newline="")
    terminal = start(folder)
    terminal.wait("1 document, 1 unread")
    terminal.press(ENTER)
    terminal.wait("to the clipboard")
    terminal.resize(70, 20)
    terminal.wait(lambda text: "to the clipboard" in text and "Turned" in text)
    terminal.press("o")
    terminal.wait("the file as it is")
    terminal.wait(lambda text: "␛[2J" in text and "⇄round⇄" in text)
    terminal.press("s", "clipboard")
    terminal.wait("1 document ·")
    assert terminal.leave(CTRL_Q) == 0

    assert "\u202e".encode() not in terminal.raw
    assert "\u2066".encode() not in terminal.raw
    assert "\x9b".encode() not in terminal.raw
    assert b"\x1b[5;5H" not in terminal.raw
    assert b"\x08" not in terminal.raw
    assert not [
        said for said in OSC.findall(terminal.raw) if b"owned" in said or said.startswith((b"52", b"8;"))
    ]
    # The screen was left once, at the end, and by the program.
    assert terminal.raw.count(b"\x1b[?1049l") == 1


def test_names_are_lit_when_the_model_has_read_the_page(folder: Path, start: Start) -> None:
    terminal = start(folder / SEEDS[0])
    terminal.wait("1 document, 1 unread")
    terminal.press(ENTER)
    terminal.wait("Miami")
    terminal.press("g")

    def lit(_text: str) -> bool:
        cells = terminal.cells("Miami")
        plain = terminal.cells("expected") if "expected" in terminal.text else terminal.cells(" in ")
        return any(cell.fg != plain[1].fg or cell.underscore != plain[1].underscore for cell in cells)

    terminal.wait(lit, NAMES_PATIENCE)
    terminal.press("e")
    terminal.wait(r"· \d+ of \d+ names")
    assert terminal.leave(CTRL_Q) == 0
