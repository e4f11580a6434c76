"""Titles and dates that documents are listed under, against those that a person gave.

    python benchmarks/titles_and_dates.py FOLDER [FOLDER …] [--wrong]

A folder holds text files and `expected.jsonl`, a line a file: `{"file": "a.txt", "title": "…", "published":
"2026-03-04"}`; an empty value means that the text gives none. Without it the files are counted by where
their title and their date come from. Sets to try: standards documents as text, diplomatic cables, scanned
memoranda, transcripts of press briefings.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reader.formats.load import load
from reader.formats.registry import suffixes
from reader.text.document import Document


def _verdict(given: str, wanted: str, *, known: bool) -> str:
    if not known:
        return "none" if wanted else "right"
    return "right" if given.split() == wanted.split() else "wrong"


def _judge(document: Document, expected: dict[str, str]) -> tuple[str, str]:
    """Whether title and date are right, wrong or not given."""
    wanted = expected.get("published", "")
    published = document.published[: len(wanted)] if wanted else document.published
    return (
        _verdict(document.title, expected.get("title", ""), known=document.title_from != "file name"),
        _verdict(published, wanted, known=document.published_from != "file time"),
    )


def measure(folder: Path, *, show_wrong: bool) -> None:
    """Print the counts of one folder."""
    answers = folder / "expected.jsonl"
    lines = answers.read_text(encoding="utf-8").splitlines() if answers.exists() else []
    expected = {row["file"]: row for row in map(json.loads, lines)}
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in suffixes())
    titles: Counter[str] = Counter()
    dates: Counter[str] = Counter()
    begun = time.perf_counter()
    for path in paths:
        document = load(path)
        if not expected:
            titles[document.title_from] += 1
            dates[document.published_from] += 1
            continue
        row = expected.get(str(path.relative_to(folder)))
        if row is None:
            continue
        title, date = _judge(document, row)
        titles[title] += 1
        dates[date] += 1
        if show_wrong and "wrong" in (title, date):
            print(f"  {path.name}: {document.title} · {document.published}")
    took = time.perf_counter() - begun
    print(f"{folder}: {len(paths)} files in {took:.1f} s")
    for name, counts in (("titles", titles), ("dates", dates)):
        print(f"  {name}: {', '.join(f'{count} {what}' for what, count in counts.most_common())}")


def main() -> None:
    """Measure the folders that are named."""
    parser = argparse.ArgumentParser(description="Count right titles and dates.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--wrong", action="store_true", help="print what is wrong")
    options = parser.parse_args()
    for folder in options.folders:
        measure(folder, show_wrong=options.wrong)


if __name__ == "__main__":
    main()
