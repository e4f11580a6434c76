"""The real program in a real pseudo-terminal, for the tests that press keys and read the screen.

Every wait is for something on the screen and has an end; nothing rests for a while and hopes. A test module
imports the fixtures `folder` and `start` from here.
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
SGR = re.compile(rb"\x1b\[([0-9;:]*)m")
# Everything that a terminal is told between ESC ] (or its C1 form) and the end of the string.
OSC = re.compile(rb"\x1b\]([^\x07\x1b]*)")


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

    def _read(self, patience: float) -> bool:
        """Take in what is written; whether anything was within so many seconds."""
        try:
            data = self.child.read_nonblocking(1 << 16, timeout=patience)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            raise AssertionError(f"the program has ended\n{self.text}") from None
        self.raw += data
        self._stream.feed(data)
        return True

    def read_what_waits(self) -> None:
        """Read until the program has written nothing for a quarter of a second."""
        while self._read(0.25):
            pass

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
