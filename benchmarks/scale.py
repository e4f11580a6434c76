"""A library of 1,000, of 21,273 and of 200,000 documents in the real program, in a pseudo-terminal of 120×40.

Prints, for each size, as ratios of T (the time to the first frame of a hello-world Textual app in the same
run, warm): the first frame of the list; when all documents are listed; a row down and a page down (95th
percentile), the last row, another order, a filter. Then the peak memory of the interface's own process and of
what it starts, and what looking through an unchanged library costs: how many of its files are opened (the
interpreter itself reports each), and how much time of processors it takes. The last column is the growth from
the smallest to the largest.

No names are looked for meanwhile. The documents are laid out from the news corpus of --data, and read once
by `reader index`: some minutes for 200,000. With --keep they stay in that folder and are used again.

    python benchmarks/scale.py --data ../shared/data [--sizes 1000 21273 200000] [--runs 5] [--keep DIR]
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from opening import lay_out
from reading import HELLO, Terminal

ROWS, PAGES = 100, 20  # presses, of which none is at the end of the smallest library
UNREAD = "●"  # the mark of an unread document: a row is on the screen
WORD = "minister"
_BETWEEN_BLINKS = 0.3  # seconds: the cursor of a prompt blinks every half second

AUDIT = """
import atexit, os, sys
below, report = os.environ["SCALE_BELOW"], os.environ["SCALE_REPORT"]
opened = []
def hook(event, arguments):
    if event == "open" and str(arguments[0]).startswith(below) and os.path.isfile(arguments[0]):
        opened.append(arguments[0])
sys.addaudithook(hook)
def write():
    with open(report, "a") as file:
        print(len(opened), file=file)
atexit.register(write)
"""


class Watched:
    """The peak memory of a process and of all that it starts, in megabytes, looked at ten times a second."""

    def __init__(self, pid: int) -> None:
        self.own = 0.0
        self.others: dict[int, float] = {}
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            self.own = max(self.own, _peak_megabytes(self._pid))
            for child in _descendants(self._pid):
                self.others[child] = max(self.others.get(child, 0.0), _peak_megabytes(child))

    def end(self) -> None:
        """Stop looking."""
        self._ended.set()
        self._thread.join()


def _peak_megabytes(pid: int) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _descendants(pid: int) -> Iterable[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    for child in list(found):
        found += _descendants(child)
    return found


def prepare(data: Path, folder: Path, documents: int) -> dict[str, str]:
    """Lay the documents out and read them, as far as that was not done; gives the program's environment."""
    environment = dict(
        os.environ, TERM="xterm-256color", COLORTERM="truecolor", READER_HOME=str(folder / "home")
    )
    settings = folder / "home" / "config" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('model = "none"\n', encoding="utf-8")
    files = folder / "files"
    if not files.exists():
        files.mkdir(parents=True)
        lay_out(data, files, documents)
    subprocess.run(_index(files), env=environment, stdout=subprocess.DEVNULL, check=True)
    return environment


def _index(files: Path) -> list[str]:
    return [sys.executable, "-m", "reader", "index", "--json", "--no-names", str(files)]


def listed(files: Path, environment: dict[str, str], documents: int, runs: int) -> dict[str, list[float]]:
    """Seconds of each action, and megabytes, a list with an entry a run or a press."""
    found: dict[str, list[float]] = {}

    def keep(name: str, value: float) -> None:
        found.setdefault(name, []).append(value)

    command = [sys.executable, "-m", "reader", str(files)]
    for run in range(-1, runs):  # the first warms the caches
        hello = Terminal([sys.executable, "-c", HELLO], environment)
        frame = hello.wait_for("hello world") - hello.started
        hello.end()
        reader = Terminal(command, environment)
        first = reader.wait_for(UNREAD) - reader.started
        if run < 0:
            reader.settle(1.0)
            reader.end()
            continue
        keep("T", frame)
        keep("first frame", first)
        watched = Watched(reader.child.pid)
        use(reader, documents, keep)
        watched.end()
        keep("memory", watched.own)
        keep("others", max(watched.others.values(), default=0.0))
        reader.end()
    return found


def use(reader: Terminal, documents: int, keep) -> None:  # type: ignore[no-untyped-def]
    """Move through the list, order and filter it, open a document."""
    reader.wait_for(f"{documents:,} documents")
    keep("all listed", time.perf_counter() - reader.started)
    reader.settle(1.5)
    for name, key, presses in (("row", "j", ROWS), ("page", " ", PAGES)):
        for _ in range(presses):
            began = reader.press(key)
            keep(name, reader.first_output() - began)
            reader.settle(0.06)
    began = reader.press("G")
    keep("last", reader.first_output() - began)
    reader.settle()
    began = reader.press("o")
    keep("order", reader.wait_for("Sorted by title") - began)
    reader.settle()
    reader.press("/")
    reader.settle(_BETWEEN_BLINKS)
    began = reader.press(WORD)
    keep("filter", reader.wait_for(f" of {documents:,}") - began)
    keep("filter", reader.settle(_BETWEEN_BLINKS) - began)
    reader.press("\r")
    reader.settle()
    reader.press("\r")
    reader.wait_for("min left|100 %")
    reader.settle(1.5)
    reader.settle()
    reader.press("q")
    reader.settle()


def checked(files: Path, environment: dict[str, str], scratch: Path) -> dict[str, float]:
    """What looking through the unchanged files costs: files opened, seconds, seconds of processors."""
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(_index(files), env=environment, capture_output=True, text=True, check=True)
    seconds, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    processors = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    hooks = scratch / "hooks"
    hooks.mkdir(exist_ok=True)
    (hooks / "sitecustomize.py").write_text(AUDIT, encoding="utf-8")
    report = scratch / "opened"
    report.write_text("", encoding="utf-8")
    paths = os.pathsep.join(filter(None, (str(hooks), environment.get("PYTHONPATH"))))
    subprocess.run(
        _index(files),
        env=environment | {"PYTHONPATH": paths, "SCALE_BELOW": f"{files}/", "SCALE_REPORT": str(report)},
        capture_output=True,
        check=True,
    )
    counts = [int(line) for line in report.read_text(encoding="utf-8").split()]
    assert counts, "no process has reported what it opened"
    assert '"done": 0' in done.stdout.splitlines()[-1], done.stdout
    return {"opened": sum(counts), "seconds": seconds, "processors": processors}


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[18]


def report(
    sizes: Sequence[int], found: dict[int, dict[str, list[float]]], checks: dict[int, dict[str, float]]
) -> None:
    """Print the figures, a column a size, each beside its bound."""
    frames = [found[size]["T"] for size in sizes]
    print(
        "hello-world Textual app, first frame: T = "
        + ", ".join(f"{statistics.median(each):.2f}" for each in frames),
        "s",
    )
    print(f"\n{'':44}" + "".join(f"{size:>11,}" for size in sizes) + "     growth  at most")

    def line(name: str, values: Sequence[float], unit: str, bound: str = "", digits: int = 2) -> None:
        growth = f"{values[-1] / values[0]:8.1f} ×" if values[0] > 0 else f"{'':10}"
        print(
            f"{name:44}"
            + "".join(f"{value:11,.{digits}f}" for value in values)
            + f" {growth}  {bound:>5} {unit}"
        )

    middle = statistics.median
    per_frame = [found[size] | {"frame": [middle(found[size]["T"])]} for size in sizes]
    ratio = [
        middle([f / t for f, t in zip(each["first frame"], each["T"], strict=True)]) for each in per_frame
    ]
    line("first frame of the list", ratio, "T", "1.5")
    for name, key, pick, bound in (
        ("all documents listed, from the start", "all listed", middle, ""),
        ("a row down, p95", "row", p95, "0.125"),
        ("a page down, p95", "page", p95, "0.125"),
        ("to the last row", "last", middle, ""),
        ("in another order", "order", middle, ""),
    ):
        line(name, [pick(each[key]) / each["frame"][0] for each in per_frame], "T", bound)
    for name, begin in ((f"filter “{WORD}”, first rows", 0), (f"filter “{WORD}”, all rows", 1)):
        line(name, [middle(each["filter"][begin::2]) / each["frame"][0] for each in per_frame], "T")
    line("peak memory of the interface", [max(each["memory"]) for each in per_frame], "MB", "250", 0)
    line(
        "peak memory of what it starts, the largest", [max(each["others"]) for each in per_frame], "MB", "", 0
    )
    line("unchanged library: files opened", [checks[size]["opened"] for size in sizes], "", "0", 0)
    line("unchanged library: looked through in", [checks[size]["seconds"] for size in sizes], "s")
    line("unchanged library: processor time", [checks[size]["processors"] for size in sizes], "s")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 21_273, 200_000])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path, help="a folder for the libraries, kept for the next time")
    options = parser.parse_args()
    if not (options.data / "corpus" / "news.jsonl.gz").exists():
        print(f"There is no news corpus under {options.data}: nothing was measured.", file=sys.stderr)
        return 2
    found, checks = {}, {}
    with tempfile.TemporaryDirectory() as scratch:
        for size in sorted(options.sizes):
            folder = (options.keep or Path(scratch)).resolve() / str(size)
            environment = prepare(options.data, folder.resolve(), size)
            checks[size] = checked(folder.resolve() / "files", environment, Path(scratch))
            found[size] = listed(folder.resolve() / "files", environment, size, options.runs)
    report(sorted(options.sizes), found, checks)
    return 0


if __name__ == "__main__":
    sys.exit(main())
