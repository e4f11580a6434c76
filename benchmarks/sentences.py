"""Sentence boundaries against hand-split text: exact sentences found, and how fast.

    python benchmarks/sentences.py [--data ../shared/data]

A sentence counts when its first and its last character are both right. The even rows of each set were used
to write the rules, the odd rows were not.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reader.text.sentences import split_sentences

SETS = ("golden_rules", "ud_pud")
SPEED_BYTES = 4_000_000


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").strip().split("\n")]


def gold_spans(row: dict[str, Any]) -> set[tuple[int, int]]:
    """Where the hand-split sentences of a row stand in its text."""
    spans, at = set(), 0
    for sentence in row["sentences"]:
        at = row["text"].index(sentence, at)
        spans.add((at, at + len(sentence)))
        at += len(sentence)
    return spans


def scores(sample: list[dict[str, Any]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of exact sentences."""
    hits = found = wanted = 0
    for row in sample:
        gold, spans = gold_spans(row), set(split_sentences(row["text"]))
        hits, found, wanted = hits + len(gold & spans), found + len(spans), wanted + len(gold)
    return hits / found, hits / wanted, 2 * hits / (found + wanted)


def megabytes_a_second(text: str) -> float:
    """The best of three runs."""
    best = float("inf")
    for _ in range(3):
        began = time.perf_counter()
        split_sentences(text)
        best = min(best, time.perf_counter() - began)
    return len(text.encode("utf-8")) / 1e6 / best


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    folder = parser.parse_args().data / "sentences"
    if not folder.is_dir():
        print(f"No data at {folder}: nothing measured.", file=sys.stderr)
        return 2
    print(f"{'set':14}{'half':10}{'rows':>6}{'precision':>11}{'recall':>9}{'F1':>9}")
    texts = []
    for name in SETS:
        everything = rows(folder / f"{name}.jsonl")
        texts += [row["text"] for row in everything]
        for half, sample in (("tuned on", everything[::2]), ("held out", everything[1::2])):
            precision, recall, f1 = scores(sample)
            print(f"{name:14}{half:10}{len(sample):6}{precision:11.4f}{recall:9.4f}{f1:9.4f}")
    joined = "\n\n".join(texts)
    long = (joined + "\n\n") * (SPEED_BYTES // len(joined) + 1)
    print(f"\n{megabytes_a_second(long):.1f} MB/s, one core")
    return 0


if __name__ == "__main__":
    sys.exit(main())
