"""The real program in a real pseudo-terminal: what a person presses, and what stands on their screen.

Every wait is for something on the screen and has an end; nothing rests for a while and hopes.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect", reason="pseudo-terminals are needed")
pyte = pytest.importorskip("pyte")

ROOT = Path(__file__).resolve().parent.parent
SEEDS = (
    "2026-01-17-barnea-talks-in-us.txt",
    "2026-03-11-kns-vessel-detained.txt",
    "2026-03-12-tessel-sitrep-01.md",
    "2026-03-18-meridian-nine-freed.txt",
)
PATIENCE = 20.0  # seconds for one screen, on a machine that is busy with other things
NAMES_PATIENCE = 90.0  # seconds for a language model to be loaded and to read a page

COLUMNS, LINES = 120, 40
ENTER, ESCAPE, CTRL_Q, CTRL_S = "\r", "\x1b", "\x11", "\x13"

# Select Graphic Rendition: what a terminal is told about colours and weight.
_SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
# Everything that a terminal is told between ESC ] (or its C1 form) and the end of the string.
_OSC = re.compile(rb"\x1b\]([^\x07\x1b]*)")


class Terminal:
    """The program in a pseudo-terminal, with the screen that its output makes."""

    def __init__(
        self,
        *arguments: str,
        environment: dict[str, str],
        size: tuple[int, int] = (COLUMNS, LINES),
        errors: Path | None = None,
    ) -> None:
        columns, lines = size
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        command = [sys.executable, "-m", "reader", *arguments]
        if errors is not None:
            command = ["sh", "-c", 'exec "$@" 2>"$0"', str(errors), *command]
        self.child = pexpect.spawn(
            command[0],
            command[1:],
            env=environment,
            cwd=ROOT,
            dimensions=(lines, columns),
            timeout=PATIENCE,
        )
        # pexpect waits before each write for terminals that turn their echo off late; nothing echoes here.
        self.child.delaybeforesend = None

    @property
    def text(self) -> str:
        """The screen as a person sees it, a line a row."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def row(self, text: str) -> int:
        """The row that shows this text."""
        return next(number for number, line in enumerate(self._screen.display) if text in line)

    def cells(self, text: str) -> list[object]:
        """The cells of the first place where the screen shows this text."""
        row = self.row(text)
        start = self._screen.display[row].index(text)
        return [self._screen.buffer[row][column] for column in range(start, start + len(text))]

    def press(self, *keys: str) -> None:
        """Type the keys."""
        for key in keys:
            self.child.send(key)

    def wait(self, wanted: str | Callable[[str], bool], patience: float = PATIENCE) -> str:
        """The screen as soon as it shows this (a regular expression, or what a function accepts)."""
        shows = wanted if callable(wanted) else re.compile(wanted).search
        deadline = time.monotonic() + patience
        while not shows(self.text):
            left = deadline - time.monotonic()
            assert left > 0, f"never on the screen: {wanted!r}\n{self.text}"
            self._read(left)
        return self.text

    def wait_for_new(self, wanted: str, *keys: str) -> int:
        """Type the keys; how many bytes are written when this (a regular expression) is among the new."""
        start = len(self.raw)
        self.press(*keys)
        deadline = time.monotonic() + PATIENCE
        while not re.search(wanted, self.raw[start:].decode("utf-8", "ignore")):
            left = deadline - time.monotonic()
            assert left > 0, f"never written: {wanted!r}\n{self.text}"
            self._read(left)
        return len(self.raw)

    def _read(self, patience: float) -> None:
        try:
            data = self.child.read_nonblocking(1 << 16, timeout=patience)
        except pexpect.TIMEOUT:
            return
        except pexpect.EOF:
            raise AssertionError(f"the program has ended\n{self.text}") from None
        self.raw += data
        self._stream.feed(data)

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size, as a person does who drags its corner."""
        self._screen.resize(lines, columns)
        self.child.setwinsize(lines, columns)

    def leave(self, key: str) -> int:
        """Press the key that quits, and wait until the program has ended; its exit status."""
        self.press(key)
        self.wait_for_end()
        return self.child.exitstatus

    def wait_for_end(self) -> None:
        """Read what is still written until the program has ended."""
        try:
            while True:
                self.raw += self.child.read_nonblocking(1 << 16, timeout=PATIENCE)
        except pexpect.EOF:
            pass
        self.child.wait()

    def end(self) -> None:
        """End the program whatever it does."""
        self.child.close(force=True)


Start = Callable[..., Terminal]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of some of the bundled briefings."""
    root = tmp_path / "briefings"
    root.mkdir()
    for name in SEEDS:
        shutil.copy(ROOT / "seeds" / name, root / name)
    return root


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the program with a home of its own; what still runs at the end is ended."""
    terminals: list[Terminal] = []

    def begin(
        *arguments: object,
        size: tuple[int, int] = (COLUMNS, LINES),
        errors: Path | None = None,
        **changes: str,
    ) -> Terminal:
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("NO_COLOR", "COLUMNS", "LINES", "EDITOR", "VISUAL")
        }
        environment |= {
            "READER_HOME": str(tmp_path / "home"),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            **changes,
        }
        terminals.append(Terminal(*map(str, arguments), environment=environment, size=size, errors=errors))
        return terminals[-1]

    yield begin
    for terminal in terminals:
        terminal.end()


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
    terminal.wait_for_new("begun\r", clear, "grep -c Barnea; echo b''egun; sleep 600", ENTER)
    terminal.wait_for_new("enter: back to the reader", "\x03")
    terminal.press(ENTER)
    terminal.wait("ended (by signal|with status)")
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
    codes = [code for match in _SGR.findall(terminal.raw) for code in re.split(rb"[;:]", match) if code]
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
    assert "␛[2J" in terminal.text
    assert "⇄round⇄" in terminal.text
    terminal.press("s", "clipboard")
    terminal.wait("1 document ·")
    assert terminal.leave(CTRL_Q) == 0

    assert "\u202e".encode() not in terminal.raw
    assert "\u2066".encode() not in terminal.raw
    assert "\x9b".encode() not in terminal.raw
    assert b"\x1b[5;5H" not in terminal.raw
    assert b"\x08" not in terminal.raw
    assert not [
        said for said in _OSC.findall(terminal.raw) if b"owned" in said or said.startswith((b"52", b"8;"))
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
