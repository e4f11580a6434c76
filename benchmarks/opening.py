"""The first and the second opening of a large folder: read, parse, sentences, summaries, index.

Lays the news corpus of --data out as a folder of text and Markdown files, indexes it as the reader does
behind its first frame (`reader index --json --no-names`), and prints when the first documents were there,
when the first thousand could be searched, how long the whole took, and what a second opening costs.

    python benchmarks/opening.py --data ../shared/data [--documents 21273]
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path


def lay_out(data: Path, folder: Path, documents: int) -> None:
    """Half of them text with a title line, half Markdown with front matter; more than there are: copies."""
    with gzip.open(data / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for number in range(documents):
        row = rows[number % len(rows)]
        title = " ".join(str(row.get("title") or row["id"]).split())
        body = row["text"].strip()
        if number >= len(rows):
            body += f"\n\nCopy {number // len(rows)} of this report, number {number}."
        below = folder / f"{number // 1000:04d}"
        below.mkdir(exist_ok=True)
        if number % 2:
            front = f"title: {json.dumps(title)}\ndate: {json.dumps(str(row.get('date') or ''))}"
            head = f"---\n{front}\n---\n\n# {title}\n\n"
            (below / f"{number}.md").write_text(f"{head}{body}\n", encoding="utf-8")
        else:
            (below / f"{number}.txt").write_text(f"{title}\n\n{body}\n", encoding="utf-8")


def opened(folder: Path, environment: dict[str, str]) -> tuple[float, float, float, int]:
    """Seconds to the first batch, to the first commit of the index, to the end; and how many were read."""
    command = [sys.executable, "-m", "reader", "index", "--json", "--no-names", str(folder)]
    began = time.perf_counter()
    first = searchable = 0.0
    done = 0
    index = Path(environment["READER_HOME"], "cache", "index")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    for _ in count():
        line = process.stdout.readline()
        if not line:
            break
        done = json.loads(line)["done"]
        now = time.perf_counter() - began
        if done and not first:
            first = now
        if done >= 1000 and not searchable and any(index.rglob("*.store")):
            searchable = now
    process.wait()
    return first, searchable, time.perf_counter() - began, done


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--documents", type=int, default=21_273)
    options = parser.parse_args()
    if not (options.data / "corpus" / "news.jsonl.gz").exists():
        print(f"There is no news corpus under {options.data}: nothing was measured.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "briefings")
        folder.mkdir()
        lay_out(options.data, folder, options.documents)
        environment = dict(os.environ, READER_HOME=f"{scratch}/home")
        first, searchable, whole, read = opened(folder, environment)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{read:,} documents, first opening")
        print(f"  the first on the shelf after   {first:7.1f} s")
        print(f"  the first thousand searchable  {searchable:7.1f} s")
        processors = used.ru_utime + used.ru_stime
        print(f"  all read, summarised, indexed  {whole:7.1f} s  ({processors:.1f} s of processors)")
        _, _, again, read = opened(folder, environment)
        print(f"second opening: {read} files read, {again:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
