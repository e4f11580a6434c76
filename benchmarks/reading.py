"""The reading view in a real pseudo-terminal of 120×40, a hello-world Textual app beside it in the same run.

Prints the hello-world app's time to its first frame, T, and as ratios of it: from Enter to the first page of
a Markdown document of 1 MB, a line down (p95), a jump to its end, a resize; from Enter to the first page of a
text of 20 MB, and the memory that opening it adds. The documents are made from the news corpus of --data.

    python benchmarks/reading.py --data ../shared/data [--runs 5]
"""

from __future__ import annotations

import argparse
import fcntl
import gzip
import json
import os
import re
import select
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from ptyprocess import PtyProcess

HELLO = """
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self):
        yield Static("hello world")
Hello().run()
"""
COLUMNS, LINES = 120, 40
PATIENCE_SECONDS = 60.0


class Terminal:
    """A program in a pseudo-terminal: what it writes, and when."""

    def __init__(self, command: list[str], environment: dict[str, str]) -> None:
        self.started = time.perf_counter()
        self.child = PtyProcess.spawn(command, env=environment, dimensions=(LINES, COLUMNS))
        self.written = b""

    def wait_for(self, pattern: str) -> float:
        """Seconds on the clock when the output after the last call first matched; raises TimeoutError."""
        deadline = time.perf_counter() + PATIENCE_SECONDS
        while time.perf_counter() < deadline:
            if select.select([self.child.fd], [], [], 0.5)[0]:
                self.written += os.read(self.child.fd, 1 << 16)
                if re.search(pattern, _plain(self.written)):
                    now = time.perf_counter()
                    self.written = b""
                    return now
        raise TimeoutError(f"never shown: {pattern}; last: {_plain(self.written)[-300:]!r}")

    def settle(self, seconds: float = 0.4) -> float:
        """Read until nothing was written for so long; the clock at the last output."""
        last = time.perf_counter()
        while select.select([self.child.fd], [], [], seconds)[0]:
            os.read(self.child.fd, 1 << 16)
            last = time.perf_counter()
        self.written = b""
        return last

    def press(self, keys: str) -> float:
        """Press keys; the clock just before."""
        now = time.perf_counter()
        self.child.write(keys.encode())
        return now

    def resize(self, lines: int, columns: int) -> float:
        """Give the terminal another size; the clock just before."""
        now = time.perf_counter()
        fcntl.ioctl(self.child.fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        return now

    def first_output(self) -> float:
        """The clock when the next output arrived."""
        select.select([self.child.fd], [], [], PATIENCE_SECONDS)
        os.read(self.child.fd, 1 << 16)
        return time.perf_counter()

    def memory_megabytes(self) -> float:
        """The resident memory of the program's own process."""
        status = Path(f"/proc/{self.child.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024  # type: ignore[union-attr]

    def end(self) -> None:
        """End the program."""
        self.child.terminate(force=True)


def _plain(written: bytes) -> str:
    return re.sub(r"\x1b\[[0-9;:?<>=]*[a-zA-Z]", "", written.decode("utf-8", "replace"))


def news(data: Path) -> Iterator[dict[str, str]]:
    """The corpus over and over."""
    while True:
        with gzip.open(data / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def make_documents(data: Path, folder: Path) -> None:
    """`a.md` of 1 MB with headings, lists, links and tables, and `b.txt` of 20 MB, with ends to look for."""
    rows = news(data)
    parts, size = ["# One megabyte of Markdown\n\nFirst words of the megabyte.\n\n"], 0
    while size < 1_000_000:
        row = next(rows)
        body = "\n\n".join(" ".join(paragraph.split()) for paragraph in row["text"].split("\n    "))
        part = f"## {row.get('title') or row['id']}\n\n{body}\n\n- *one* item\n- **another** [link](https://example.org)\n\n"
        part += "| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        parts.append(part)
        size += len(part)
    (folder / "a.md").write_text("".join(parts) + "Last words of the megabyte.\n", encoding="utf-8")
    parts, size = ["Twenty megabytes of text\n\nFirst words of the twenty.\n\n"], 0
    while size < 20_000_000:
        # Python keeps a text with a single emoji in four bytes a character: the text is of one-byte letters,
        # as nearly all are, so that the figure is of the reader and not of that.
        part = next(rows)["text"].encode("ascii", "ignore").decode() + "\n\n"
        parts.append(part)
        size += len(part)
    (folder / "b.txt").write_text("".join(parts), encoding="utf-8")


def measure(command: list[str], environment: dict[str, str], runs: int) -> dict[str, list[float]]:
    """Seconds of each action, a list with one entry a run (lines: one a line)."""
    found: dict[str, list[float]] = {}

    def keep(name: str, seconds: float) -> None:
        found.setdefault(name, []).append(seconds)

    for _ in range(runs):
        hello = Terminal([sys.executable, "-c", HELLO], environment)
        keep("T", hello.wait_for("hello world") - hello.started)
        hello.end()
        reader = Terminal(command, environment)
        reader.wait_for("One megabyte of Markdown")
        reader.settle(1.5)
        began = reader.press("\r")
        keep("open 1 MB", reader.wait_for("First words of the megabyte") - began)
        reader.settle(2.5)
        for _ in range(40):
            began = reader.press("j")
            keep("line", reader.first_output() - began)
            reader.settle(0.05)
        began = reader.press("G")
        keep("end", reader.wait_for("Last words of the megabyte") - began)
        reader.settle()
        began = reader.resize(LINES, 100)
        keep("resize", reader.settle(0.5) - began)
        reader.resize(LINES, COLUMNS)
        reader.press("g")  # the place is kept: the next run shall begin at the start again
        reader.settle(0.5)
        reader.press("q")
        reader.settle(0.5)
        before = reader.memory_megabytes()
        reader.press("j")
        reader.settle(0.5)
        began = reader.press("\r")
        keep("open 20 MB", reader.wait_for("First words of the twenty") - began)
        reader.wait_for(r"\d+ %")
        reader.settle(3)
        keep("memory", reader.memory_megabytes() - before)
        reader.press("q")
        reader.settle(0.5)
        reader.end()
    return found


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    if not (options.data / "corpus" / "news.jsonl.gz").exists():
        print(f"There is no news corpus under {options.data}: nothing was measured.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "documents")
        folder.mkdir()
        make_documents(options.data, folder)
        environment = dict(
            os.environ, TERM="xterm-256color", COLORTERM="truecolor", READER_HOME=f"{scratch}/home"
        )
        command = [sys.executable, "-m", "reader", str(folder)]
        os.spawnve(
            os.P_WAIT,
            sys.executable,
            [sys.executable, "-m", "reader", "index", "--no-names", str(folder)],
            environment,
        )
        found = measure(command, environment, options.runs)
    report(found)
    return 0


def report(found: dict[str, list[float]]) -> None:
    """Print the figures, each beside its bound."""
    frame = statistics.median(found["T"])
    print(f"hello-world Textual app, first frame: T = {frame:.2f} s (median of {len(found['T'])})\n")
    middle: Callable[[list[float]], float] = statistics.median
    rows = (
        ("Enter to the first page, 1 MB Markdown", middle(found["open 1 MB"]), 1.0),
        ("one line down, p95", statistics.quantiles(found["line"], n=20)[18], 1 / 8),
        ("jump to the end, 1 MB Markdown", middle(found["end"]), 0.5),
        ("resize", middle(found["resize"]), 1.0),
        ("Enter to the first page, 20 MB text", middle(found["open 20 MB"]), 1.0),
    )
    for name, seconds, bound in rows:
        print(f"{name:40} {seconds / frame:6.2f} T   (at most {bound:.3g} T)")
    print(f"{'memory that opening 20 MB adds':40} {middle(found['memory']):6.0f} MB  (at most 80 MB)")


if __name__ == "__main__":
    sys.exit(main())
