"""Mentions against gold annotation: this program's recogniser beside the bare pipeline; rate and memory.

    python benchmarks/entities.py [--data ../shared/data] [--rate-documents 400] [--errors SET]

F1 over exact span and type, micro-averaged, on PER, ORG and LOC, with GPE, LOC and FAC counted as LOC;
leading articles and possessives are trimmed on both sides. Lists, rules and weights were made with the even
documents of newswire and wikigold and with crossner_politics_train in view; *report* is what was kept out of
sight: the odd documents, and all of crossner_politics_dev. `--errors SET` prints the errors on the fitted
part only.

The rate is that of one process over a sample of the news corpus, the bare recogniser (the same model and
components, whole documents through `nlp.pipe`) beside it. Exit 0 when every bound holds, 1 when one does not,
2 without the data.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reader.analysis.pipeline import Recogniser
from reader.text.document import Document

Gold = tuple[int, int, str]
Row = dict[str, Any]

SETS = {"newswire": 0.816, "wikigold": 0.64, "crossner_politics_dev": 0.65, "crossner_politics_train": 0.0}
RATE_FLOOR = 0.8
CHUNK = 20
MEMORY_CEILING_MB = 600
CLASSES = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}

_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_POSSESSIVE = re.compile(r"\s*['’]s?$")


@dataclass
class Counts:
    """True positives, false positives, false negatives."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, gold: set[Gold], predicted: set[Gold]) -> None:
        self.right += len(gold & predicted)
        self.wrong += len(predicted - gold)
        self.missed += len(gold - predicted)

    @property
    def f1(self) -> float:
        return 2 * self.right / max(1, 2 * self.right + self.wrong + self.missed)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without a leading article, a possessive and white space."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    article = _ARTICLE.match(text, start, end)
    if article:
        start = article.end()
    possessive = _POSSESSIVE.search(text[start:end])
    return start, start + possessive.start() if possessive else end


def gold_of(row: Row) -> set[Gold]:
    return {(*trimmed(row["text"], item["start"], item["end"]), item["type"]) for item in row["mentions"]}


def classed(text: str, items: Iterable[tuple[int, int, str]]) -> set[Gold]:
    return {(*trimmed(text, start, end), CLASSES[type_]) for start, end, type_ in items if type_ in CLASSES}


def scored(rows: Sequence[Row], predict: Callable[[str], set[Gold]]) -> dict[str, Counts]:
    """The counts over all rows, the even ones and the odd ones."""
    counts = {"all": Counts(), "even": Counts(), "odd": Counts()}
    for index, row in enumerate(rows):
        gold, predicted = gold_of(row), predict(row["text"])
        for part in ("all", "odd" if index % 2 else "even"):
            counts[part].add(gold, predicted)
    return counts


def print_errors(rows: Sequence[Row], predict: Callable[[str], set[Gold]]) -> None:
    for row in rows:
        text = row["text"]
        gold, predicted = gold_of(row), predict(text)
        print(f"## {row['id']}")
        for (start, end, type_), what in sorted(
            [(item, "missed") for item in gold - predicted] + [(item, "wrong") for item in predicted - gold]
        ):
            around = " ".join(text[max(0, start - 30) : end + 30].split())
            print(f"  {what:6} {type_} {text[start:end]!r}  …{around}…")


def rate(texts: Sequence[str], recogniser: Recogniser, pipeline: Any) -> float:
    """Prints words a second of both; the ratio of the rates.

    Both read the same few documents in turn, so that a machine that is not ours alone slows both alike.
    """
    words = sum(len(text.split()) for text in texts)
    ours = bare = 0.0
    for at in range(0, len(texts), CHUNK):
        chunk = texts[at : at + CHUNK]
        begun = time.process_time()
        for text in chunk:
            recogniser.mentions(Document(text))
        between = time.process_time()
        for doc in pipeline.pipe(chunk):
            doc.ents  # noqa: B018
        ours += between - begun
        bare += time.process_time() - between
    print(f"\n{len(texts)} documents, {words} words, one process")
    print(f"  bare recogniser {words / bare:6.0f} words a second")
    print(f"  this program    {words / ours:6.0f} words a second: {bare / ours:.0%}")
    return bare / ours


def memory_mb() -> float | None:
    try:
        import resource
    except ImportError:  # no such figure on this system
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--rate-documents", type=int, default=300)
    parser.add_argument("--errors", choices=["newswire", "wikigold", "crossner_politics_train"])
    options = parser.parse_args()
    if not (options.data / "entities").is_dir():
        print(f"There is no data at {options.data}.", file=sys.stderr)
        return 2

    recogniser = Recogniser.load()
    print(recogniser.version)

    def ours(text: str) -> set[Gold]:
        mentions = recogniser.mentions(Document(text))
        return classed(text, ((item.start, item.end, item.type) for item in mentions))

    def read(name: str) -> list[Row]:
        return list(
            map(json.loads, (options.data / "entities" / f"{name}.jsonl").read_text("utf-8").splitlines())
        )

    if options.errors:
        rows = read(options.errors)
        print_errors(rows if options.errors.startswith("crossner") else rows[::2], ours)
        return 0

    with gzip.open(options.data / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as file:
        texts = [json.loads(line)["text"] for line in file]
    texts = texts[:: max(1, len(texts) // options.rate_documents)]
    for text in texts[:CHUNK]:
        recogniser.mentions(Document(text))
    recogniser.mentions(Document("\n\n".join(texts)))  # one document of the size of them all
    memory = memory_mb()

    import spacy

    bare_pipeline = spacy.load(
        recogniser.version.split()[0], exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
    )

    def bare(text: str) -> set[Gold]:
        return classed(
            text, ((item.start_char, item.end_char, item.label_) for item in bare_pipeline(text).ents)
        )

    held = True
    print(f"\n{'F1':24} {'floor':>6} {'bare':>6} {'ours':>6} {'fit':>6} {'report':>6}")
    for name, floor in SETS.items():
        rows = read(name)
        alone, counts = scored(rows, bare)["all"].f1, scored(rows, ours)
        fit, report = f"{counts['even'].f1:.3f}", f"{counts['odd'].f1:.3f}"
        if name.startswith("crossner"):
            fit, report = (
                ("", f"{counts['all'].f1:.3f}") if name.endswith("dev") else (f"{counts['all'].f1:.3f}", "")
            )
        held &= counts["all"].f1 >= floor
        shown = f"{floor:.3f}" if floor else ""
        print(f"{name:24} {shown:>6} {alone:6.3f} {counts['all'].f1:6.3f} {fit:>6} {report:>6}")

    held &= rate(texts, recogniser, bare_pipeline) >= RATE_FLOOR
    if memory is not None:
        longest = sum(map(len, texts)) // 1000
        print(f"  peak memory {memory:.0f} MB, with a document of {longest} KB among them")
        held &= memory < MEMORY_CEILING_MB
    print("\nEvery bound holds." if held else "\nA bound does not hold.")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
