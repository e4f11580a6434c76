"""The real program on a library that means harm: nothing that it wrote to the terminal came from there.

The proof has three parts. The recorded bytes are taken apart by a grammar of what Textual itself writes, and
what is left over must be printable text. No control sequence that stands in any of the files occurs among the
bytes, but for those that the program also writes on a library without one. And every string of every document
was on the screen: its mark was seen.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
import unicodedata
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="pseudo-terminals are needed")
pytest.importorskip("pyte")

import hostile_library
import pexpect
from hostile_library import HostileLibrary
from pseudo_terminal import CTRL_Q, CTRL_S, ENTER, PATIENCE, ROOT

COLUMNS, LINES = 140, 100
ESCAPE = "\x1b[27u"  # as a terminal sends it that tells it from the beginning of a sequence

# What Textual writes: places, colours and weights, and modes; begin and end are the terminal's own state.
_PLACE = re.compile(rb"\x1b\[\d+;\d+H")
_LOOK = re.compile(rb"\x1b\[(?:0|(?:[1-9];)*(?:38;2;\d+;\d+;\d+;?)?(?:48;2;\d+;\d+;\d+)?)m")
_MODE = re.compile(
    rb"\x1b\[(?:\?(?:7|25|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048)[hl]|\?20(?:26|48)\$p|>\d+u|<u)"
)
_POINTER = re.compile(rb"\x1b\]22;default\x07")  # the shape of the mouse pointer
# Format characters that are drawn, around the digits that follow: property Prepended_Concatenation_Mark.
_DRAWN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
_BARE = ("\u200c", "\u200d", "\ufe0e", "\ufe0f")  # where a script or an emoji needs them: `text/safety.py`


class Recorder:
    """The program in a pseudo-terminal, with every byte that it wrote."""

    def __init__(self, *arguments: str | Path, home: Path) -> None:
        environment = {
            k: v
            for k, v in os.environ.items()
            if k not in ("NO_COLOR", "COLUMNS", "LINES", "EDITOR", "VISUAL")
        }
        environment |= {
            "READER_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8",
        }  # fmt: skip
        self.raw = bytearray()
        self.child = pexpect.spawn(
            sys.executable, ["-m", "reader", *map(os.fspath, arguments)],
            env=environment, cwd=ROOT, dimensions=(LINES, COLUMNS), timeout=PATIENCE, maxread=1 << 16,
        )  # fmt: skip
        self.child.delaybeforesend = None

    def press(self, *keys: str, wait: str) -> re.Match[str]:
        """Type the keys; what was written since matches at last."""
        start = len(self.raw)
        for key in keys:
            self.child.send(key)
        return self.wait(wait, start)

    def wait(self, wanted: str, start: int = 0) -> re.Match[str]:
        """Read until the text that was written from the byte `start` on matches."""
        deadline = time.monotonic() + PATIENCE
        checked = start
        while (found := re.search(wanted, self.text(checked))) is None:
            left = deadline - time.monotonic()
            assert left > 0, f"never written: {wanted!r}\n{self.text(start)[-2000:]}"
            # What is sought is short: it does not begin further back.
            checked = max(start, len(self.raw) - 1_000)
            self._read(left)
        return found

    def _read(self, patience: float) -> None:
        """Read what is there, when something is there."""
        try:
            while True:
                self.raw += self.child.read_nonblocking(1 << 16, timeout=patience)
                patience = 0
        except pexpect.TIMEOUT:
            pass
        except pexpect.EOF:
            raise AssertionError(f"it has ended\n{self.text(0)[-2000:]}") from None

    def text(self, start: int) -> str:
        """What was written from a byte on, without what places and colours it."""
        return parted(bytes(self.raw[start:]), "replace")[1]

    def leave(self) -> int:
        """Quit, and read what is still written."""
        self.child.send(CTRL_Q)
        try:
            while True:
                self.raw += self.child.read_nonblocking(1 << 16, timeout=PATIENCE)
        except pexpect.EOF:
            pass
        self.child.wait()
        return self.child.exitstatus


def parted(raw: bytes, errors: str = "strict") -> tuple[set[bytes], str]:
    """The sequences of the grammar in what was written, and the text that is left without them."""
    found: set[bytes] = set()

    def take(match: re.Match[bytes]) -> bytes:
        found.add(match.group())
        return b""

    for pattern in (_PLACE, _LOOK, _MODE, _POINTER):
        raw = pattern.sub(take, raw)
    return found, raw.decode("utf-8", errors)


def unprintable(text: str) -> dict[str, str]:
    """The characters of a text that are no printable text, with what stands around the first of each."""
    wrong: dict[str, str] = {}
    for place, char in enumerate(text):
        if char not in "\r\n" and char not in _BARE and char not in wrong:
            category = unicodedata.category(char)
            hidden = category in ("Cc", "Cf", "Cs", "Zl", "Zp") and ord(char) not in _DRAWN
            selects = "\ufe00" <= char <= "\ufe0f" or "\U000e0000" <= char <= "\U000e0fff"
            if hidden or selects:
                wrong[char] = text[max(0, place - 40) : place + 20]
    return wrong


def sequences_of_ours(folder: Path, home: Path) -> set[bytes]:
    """What the program writes on a library without a control character, on the same screens."""
    folder.mkdir()
    (folder / "one.md").write_text("# FIRST0001\n\nPlain words. LAST0001\n")
    session = Recorder(folder, home=home)
    session.wait("1 document, 1 unread")
    session.press(ENTER, wait="LAST0001")
    session.press("a", wait="ctrl\\+s saves")
    session.press("plain", CTRL_S, wait="Saved")
    assert session.leave() == 0
    found, text = parted(bytes(session.raw))
    assert unprintable(text) == {}
    return found


def walk(session: Recorder, library: HostileLibrary, *keys: tuple[str, str]) -> None:
    """Open each document of the library in turn, read it to its end, make a note on it and press the keys.

    Each key comes with what is written when its work is done.
    """
    left = set(library.numbers)
    step = ENTER
    while left:
        start = len(session.raw)
        numbers = "|".join(f"{number:04}" for number in left)
        session.press(step, wait=rf"q(?:{numbers})x00|LAST(?:{numbers})")
        while (found := re.search(f"LAST({numbers})", session.text(start))) is None:
            session.press(" ", wait=rf"LAST(?:{numbers})|\d %")
        left.remove(int(found[1]))
        session.press("A", wait="Marked as")
        for key, wait in keys:
            session.press(key, wait=wait)
        step = "J"


def search(session: Recorder, library: HostileLibrary) -> None:
    """Search for each document by the word that it ends with; its passage is shown."""
    session.press("s", wait="words however spelt")
    for number in library.numbers:
        session.press(
            "\x15", f"\x1b[200~LAST{number:04}\x1b[201~", wait=rf"FIRST{number:04}|\d documents? \u00b7 "
        )
    session.press(ESCAPE, wait=r"\d documents")


def check(session: Recorder, library: HostileLibrary, ours: set[bytes]) -> None:
    """Hold the three parts of the proof against what was written."""
    raw = bytes(session.raw)
    found, text = parted(raw)
    assert unprintable(text) == {}
    assert {sequence for sequence in found if _MODE.fullmatch(sequence)} <= ours
    written = set(hostile_library.SEQUENCE.findall(raw))
    assert {each for each in written & library.sequences() if not _PLACE.fullmatch(each)} <= ours
    # The places that documents go to are any on a screen, and row 777: see `hostile_library.STRINGS`.
    assert all(int(row) <= LINES for row in re.findall(rb"\x1b\[(\d+);\d+H", raw))
    assert [mark for mark in library.marks if mark not in text] == []
    assert raw.count(b"\x1b[?1049l") == raw.count(b"\x1b[?1049h") == 1


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> set[bytes]:
    """The sequences that the program writes of its own accord."""
    folder = tmp_path_factory.mktemp("plain")
    return sequences_of_ours(folder / "files", folder / "home")


def test_names_front_matter_links_and_notes_that_act(tmp_path: Path, ours: set[bytes]) -> None:
    home = tmp_path / "home"
    library = hostile_library.acting(tmp_path / "lib\x1b]0;owned\x07[red]")
    for name, text in hostile_library.foreign_notes(library.root / "links.md").items():
        (tmp_path / name).write_text(text)
        library.sources.append(text.encode())
        subprocess.run(
            [sys.executable, "-m", "reader", "notes", "import", tmp_path / name],
            env={**os.environ, "READER_HOME": str(home)}, cwd=ROOT, check=True, capture_output=True,
        )  # fmt: skip
    session = Recorder(library.root, home=home)
    session.wait(
        f"{len(library.numbers) + 1} documents, {len(library.numbers)} unread, 1 that cannot be read"
    )
    walk(session, library, ("o", r"\d %"))
    session.press("q", wait=f"{len(library.numbers) + 1} documents")
    search(session, library)
    session.press("1", "3", wait="notes \u00b7 ")
    session.press("G", "g", "j", ENTER, "1", "2", wait="names? ")
    session.press("1", "D", wait="Digest of")
    session.press("1", "w", wait="Export")
    session.press(ESCAPE, wait=r"\d documents")
    session.press("\x10", wait="Search")
    session.press("theme", wait="theme ")
    session.press(ESCAPE, wait=r"\d documents")
    session.press("?", wait="Keys ")
    assert session.leave() == 0
    check(session, library, ours)


def test_every_string_that_acts_is_read_to_the_end(tmp_path: Path, ours: set[bytes]) -> None:
    strings = hostile_library.STRINGS
    _read_all(hostile_library.telling(tmp_path / "lib", strings, ".txt", ".md"), tmp_path, ours)


@pytest.mark.parametrize("suffix", [".txt", pytest.param(".md", marks=pytest.mark.scale)])
def test_every_string_that_others_collected_is_read_to_the_end(
    tmp_path: Path, ours: set[bytes], shared_data: Path, suffix: str
) -> None:
    strings = hostile_library.collected(shared_data / "hostile")
    _read_all(hostile_library.telling(tmp_path / "lib", strings, suffix), tmp_path, ours)


def _read_all(library: HostileLibrary, tmp_path: Path, ours: set[bytes]) -> None:
    session = Recorder(library.root, home=tmp_path / "home")
    session.wait(f"{len(library.numbers)} documents, {len(library.numbers)} unread")
    walk(session, library)
    session.press("a", wait="ctrl\\+s saves")
    session.press("harm", CTRL_S, wait="Saved")
    session.press("q", wait=f"{len(library.numbers)} documents")
    search(session, library)
    assert session.leave() == 0
    check(session, library, ours)
