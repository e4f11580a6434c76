"""The names of a whole library, found in the background to the end: memory, restart, rate.

    python benchmarks/analysing.py FOLDER [--sample 300] [--no-kill]

Runs `reader index` on the folder (any number of documents) with a library of its own, kills all its processes
with SIGKILL when a third of the documents is done, begins again, and waits for the end. Says how many were
done when it was killed and how many of those were done again, the highest resident memory of a worker, and
words a second of the workers' processor time, from their start and loading the model twice, beside the bare
recogniser over a sample of the same documents. Reads /proc, so Linux only.

Exit 0 when every document is analysed and every bound holds, 1 when not, 2 without the folder.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from reader.analysis.pipeline import Recogniser
from reader.library.library import Library
from reader.library.settings import Settings
from reader.system.paths import Places

MEMORY_CEILING_MB = 600
RATE_FLOOR = 0.8
SAMPLE_SECONDS = 0.5
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass
class Watch:
    """Resident memory and processor time of a process's descendants, by process number."""

    root: int
    peak_mb: dict[int, float] = field(default_factory=dict)
    seconds: dict[int, float] = field(default_factory=dict)
    done: threading.Event = field(default_factory=threading.Event)

    @property
    def busiest(self) -> int:
        """The process that worked most: the worker with the model."""
        return max(self.seconds, key=self.seconds.__getitem__)

    def run(self) -> None:
        while not self.done.wait(SAMPLE_SECONDS):
            self.look()

    def look(self) -> None:
        parents: dict[int, int] = {}
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit():
                continue
            try:
                columns = (entry / "stat").read_text("ascii", "replace").rpartition(")")[2].split()
            except OSError:  # ended meanwhile
                continue
            process = int(entry.name)
            parents[process] = int(columns[1])
            if self._below(process, parents):
                megabytes = int(columns[21]) * PAGE / 1e6
                self.peak_mb[process] = max(megabytes, self.peak_mb.get(process, 0.0))
                self.seconds[process] = (int(columns[11]) + int(columns[12])) / TICKS

    def _below(self, process: int, parents: dict[int, int]) -> bool:
        while process in parents:
            process = parents[process]
            if process == self.root:
                return True
        return False


def index(
    folder: Path, home: Path, stop_at: float, records: list[dict[str, Any]]
) -> tuple[Watch, float, int | None]:
    """Run `reader index` to its end, or until `stop_at` of the documents are done: watch, seconds, exit."""
    environment = {**os.environ, "READER_HOME": str(home)}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "reader", "index", "--json", "--", str(folder)],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    watch = Watch(process.pid)
    thread = threading.Thread(target=watch.run, daemon=True)
    thread.start()
    stream: IO[str] | None = process.stdout
    assert stream is not None
    shown = 0.0
    for line in stream:
        record = json.loads(line)
        if "named" in record:
            records.append(record)
            if time.perf_counter() - shown > 60:
                shown = time.perf_counter()
                peak = max(watch.peak_mb.values(), default=0)
                done = f"{record['named']:,} of {record['total']:,}"
                print(f"  {done}, {peak:.0f} MB", file=sys.stderr, flush=True)
            if record["named"] >= stop_at * record["total"]:
                os.killpg(process.pid, signal.SIGKILL)
                break
    code = process.wait()
    watch.done.set()
    thread.join()
    return watch, time.perf_counter() - begun, code


def opened(folder: Path, home: Path) -> Library:
    return Library.open([folder], Places.from_environment({"READER_HOME": str(home)}), Settings())


def analysed(folder: Path, home: Path) -> tuple[int, int]:
    """How many documents are analysed, and how many can be."""
    library = opened(folder, home)
    try:
        known = library.entities.analysed_texts()
        hashes = [entry.sha256 for entry in library.documents.entries() if entry.sha256 and not entry.problem]
        return sum(each in known for each in hashes), len(hashes)
    finally:
        library.close()


def bare_rate(texts: list[str]) -> float:
    """Words a second of processor time of the bare recogniser."""
    import spacy

    pipeline = spacy.load(
        Recogniser.load().version.split()[0],
        exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"],
    )
    begun = time.process_time()
    for doc in pipeline.pipe(texts):
        doc.ents  # noqa: B018
    return sum(len(text.split()) for text in texts) / (time.process_time() - begun)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--no-kill", action="store_true")
    options = parser.parse_args()
    if not options.folder.is_dir():
        print(f"There is no folder at {options.folder}.", file=sys.stderr)
        return 2

    with tempfile.TemporaryDirectory() as scratch:
        home = Path(scratch)
        first: list[dict[str, Any]] = []
        watches = []
        killed = 0
        if not options.no_kill:
            watch, seconds, _ = index(options.folder, home, 1 / 3, first)
            watches.append(watch)
            killed, documents = analysed(options.folder, home)
            print(f"killed after {seconds:.0f} s with {killed:,} of {documents:,} documents analysed")
        second: list[dict[str, Any]] = []
        watch, seconds, code = index(options.folder, home, 2.0, second)
        watches.append(watch)
        done, documents = analysed(options.folder, home)
        begun_again = second[0]["total"] if second else 0
        print(
            f"then to the end in {seconds:.0f} s, exit {code}: {done:,} of {documents:,} documents analysed"
        )
        twice = killed + begun_again - documents
        print(f"  begun again with {begun_again:,} to do; {twice:,} done twice")

        library = opened(options.folder, home)
        entries = [entry for entry in library.documents.entries() if not entry.problem]
        words = sum(entry.words for entry in entries)
        sample = [
            library.files.document(entry.path).text
            for entry in entries[:: len(entries) // options.sample + 1]
        ]
        library.close()
    peak = max(watch.peak_mb[watch.busiest] for watch in watches)
    spent = sum(watch.seconds[watch.busiest] for watch in watches)
    bare = bare_rate(sample)
    print(f"  worker: peak {peak:.0f} MB; {words / spent:,.0f} words a second of its processor time")
    print(f"  bare recogniser: {bare:,.0f} on {len(sample)} of the documents: {words / spent / bare:.0%}")
    held = done == documents and peak < MEMORY_CEILING_MB and words / spent >= RATE_FLOOR * bare
    print("Every bound holds." if held else "A bound does not hold.")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
