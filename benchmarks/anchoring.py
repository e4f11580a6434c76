"""How well notes find their passage again when a briefing changes.

    python benchmarks/anchoring.py [--data ../shared/data] [--edits 2000] [--half report] [--seed 1]

Each edit takes a report, notes some of its passages (sentences, phrases, passages over two sentences),
changes the file, reads it anew and places the notes. The reports are real ones (corpus/news.jsonl.gz), the
bundled seeds, and generated ones that repeat their sentences from section to section. Every word keeps its
identity through the edit, so where a passage went is known and not guessed.

A note *survives* when half of its words or more are still there as they were, slips of the keyboard aside,
and were not torn apart; it is placed right when what was found shares four fifths of its code points with
where it went. It is *deleted* when none of its words is there; it is attached wrongly when it was placed at
all. What is neither is not counted. Thresholds were set on the reports
of one half (--half tune); the figures to go by are those of the other.

Beside it the same notes placed as web annotation clients do: the quote exactly or with up to half of its
characters wrong, the best by quote, context and position.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from edited_reports import (
    EDITS,
    Bench,
    Located,
    Report,
    Slots,
    ordinary,
    repeating_report,
    report_of,
)
from rapidfuzz.distance import Levenshtein

from reader.formats.load import load, parse
from reader.formats.registry import suffixes
from reader.notes.anchor import Anchor, Relocator, describe
from reader.text.document import Document
from reader.text.spans import Span

RIGHT = 0.8
NOTES_AN_EDIT = 6
ROOT = Path(__file__).resolve().parents[1]


# Quote and context, as web annotation clients do it


def by_quote_and_context(anchor: Anchor, text: str) -> Span | None:
    """The best approximate occurrence of the quote, by quote, context and position.

    Approximate string matching with up to half of the quote wrong (Myers 1999), scored by likeness of the
    quote (50), of the context on both sides (20 each) and by nearness (2): the weights of common clients.
    """
    quote = anchor.quote
    places = [Span(*match.span()) for match in re.finditer(re.escape(quote), text)]
    if not places:
        places = _approximately(quote, text, min(256, len(quote) // 2))
    best, best_score = None, -1.0
    for place in places:
        around = len(anchor.prefix)
        score = 50 * Levenshtein.normalized_similarity(quote, text[place.start : place.end])
        score += 20 * Levenshtein.normalized_similarity(
            anchor.prefix, text[max(0, place.start - around) : place.start]
        )
        score += 20 * Levenshtein.normalized_similarity(
            anchor.suffix, text[place.end : place.end + len(anchor.suffix)]
        )
        score += 2 * (1 - abs(place.start - anchor.start) / max(1, len(text)))
        if score > best_score:
            best, best_score = place, score
    return best


def _approximately(pattern: str, text: str, most: int) -> list[Span]:
    """Where the pattern stands with the fewest errors, if with no more than `most`."""
    errors = _errors_at_ends(pattern, text)
    least = min(errors, default=most + 1)
    if least > most:
        return []
    places = []
    for last, count in enumerate(errors):
        if count == least:
            before = text[max(0, last + 1 - len(pattern) - most) : last + 1][::-1]
            backwards = _errors_at_ends(pattern[::-1], before, anchored=True)
            length = min(range(len(backwards)), key=lambda at: backwards[at]) + 1 if backwards else 0
            places.append(Span(last + 1 - length, last + 1))
    return places


def _errors_at_ends(pattern: str, text: str, *, anchored: bool = False) -> list[int]:
    """For each character of the text the least edit distance of the pattern to a piece that ends there.

    Anchored, the piece begins where the text does. Myers's bit-vector algorithm on integers of any length.
    """
    size = len(pattern)
    mask = (1 << size) - 1
    last = 1 << (size - 1)
    peq: dict[str, int] = defaultdict(int)
    for at, char in enumerate(pattern):
        peq[char] |= 1 << at
    plus, minus, count = mask, 0, size
    counts = []
    for char in text:
        equal = peq.get(char, 0)
        diagonal = (((equal & plus) + plus) ^ plus) | equal | minus
        right_plus = minus | ~(diagonal | plus) & mask
        right_minus = plus & diagonal
        count += 1 if right_plus & last else -1 if right_minus & last else 0
        right_plus = (right_plus << 1 | (1 if anchored else 0)) & mask
        right_minus = right_minus << 1 & mask
        plus = right_minus | ~(diagonal | right_plus) & mask
        minus = right_plus & diagonal
        counts.append(count)
    return counts


# The run


@dataclass(slots=True)
class Tally:
    """What became of the notes of one kind of edit, by one method."""

    survived: int = 0
    right: int = 0
    deleted: int = 0
    attached: int = 0

    def add(self, expected: Span | None, found: Span | None) -> bool:
        """Count one note; whether it was dealt with rightly."""
        if expected is None:
            self.deleted += 1
            self.attached += found is not None
            return found is None
        self.survived += 1
        right = found is not None and _shared(expected, found) >= RIGHT
        self.right += right
        return right


def _shared(one: Span, other: Span) -> float:
    common = min(one.end, other.end) - max(one.start, other.start)
    return common / (max(one.end, other.end) - min(one.start, other.start))


def passages(rng: random.Random, report: Report) -> list[list[int]]:
    """What a person might note: mostly sentences, some phrases, some passages over two sentences."""
    found = []
    for _ in range(NOTES_AN_EDIT):
        part = rng.choice([part for part in report if part])
        at = rng.randrange(len(part))
        words = [word.slot for word in part[at]]
        lot = rng.random()
        if lot > 0.9 and at + 1 < len(part):
            words += [word.slot for word in part[at + 1]]
        elif lot > 0.7 and len(words) > 8:
            first = rng.randrange(len(words) - 6)
            words = words[first : first + rng.randint(3, 6)]
        found.append(words)
    return found


def corpus_texts(data: Path, rng: random.Random, count: int, half: str) -> Iterator[str]:
    """Real reports of the chosen half, of a thousand code points or more."""
    with gzip.open(data / "corpus" / "news.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [
            json.loads(line) for number, line in enumerate(lines) if (number % 2 == 0) == (half == "tune")
        ]
    long = [row["text"] for row in rows if 1000 <= len(row["text"]) <= 12_000]
    yield from rng.sample(long, min(count, len(long)))


def seed_texts(half: str) -> Iterator[str]:
    """The reading text of the bundled briefings of the chosen half."""
    paths = sorted(path for path in (ROOT / "seeds").rglob("*") if path.suffix in suffixes())
    for number, path in enumerate(paths):
        if (number % 2 == 0) == (half == "tune"):
            yield load(path).text


def run(texts: list[str], edits: int, seed: int, show: int) -> int:
    """Make the edits, place the notes, print the table; exit code 0 when the aims are met, else 1."""
    rng = random.Random(seed)
    slots = Slots()
    reports = [report_of(parse(text.encode(), "report.txt"), slots) for text in texts]
    reports = [report for report in reports if sum(map(len, report)) >= 6]
    foreign = [
        " ".join(word.text for word in sentence)
        for report in rng.sample(reports, min(200, len(reports)))
        for part in report
        for sentence in part
        if 6 <= len(sentence) <= 40
    ]
    counts = Counter(
        word.text for report in reports for part in report for s in part for word in s if ordinary(word)
    )
    bench = Bench(rng, slots, foreign, [word for word, _ in counts.most_common(3000)])
    ours: dict[str, Tally] = {name: Tally() for name in EDITS}
    theirs: dict[str, Tally] = {name: Tally() for name in EDITS}
    states: Counter[str] = Counter()
    seconds = alone = 0.0
    notes = made = 0
    kinds = list(EDITS)
    while made < edits:
        name = kinds[made % len(kinds)]
        old_report, new_report = EDITS[name](bench, rng.choice(reports))
        try:
            old = Located(old_report)
            new = Located(new_report, rng.randint(40, 100) if name == "whole file re-wrapped" else 0)
        except LookupError:
            continue
        made += 1
        noted = passages(rng, old_report)
        anchors = [describe(old.document, _span_of(old, passage)) for passage in noted]
        began = time.perf_counter()
        placements = Relocator(old.document.text, new.document).place_all(anchors)
        seconds += time.perf_counter() - began
        began = time.perf_counter()
        Relocator(old.document.text, new.document).place(anchors[0])
        alone += time.perf_counter() - began
        for passage, anchor, placement in zip(noted, anchors, placements, strict=True):
            expected = new.span(passage)
            if expected is not None and not _survives(passage, old, new, expected):
                continue
            notes += 1
            states[placement.state] += 1
            right = ours[name].add(expected, placement.span)
            theirs[name].add(expected, by_quote_and_context(anchor, new.document.text))
            if not right and show > 0:
                show -= 1
                _explain(name, anchor, new.document, expected, placement)
    _print_table(ours, theirs)
    print(f"\n{made:,} edits, {notes:,} notes: " + ", ".join(f"{n:,} {s}" for s, n in states.most_common()))
    print(f"{1000 * seconds / (made * NOTES_AN_EDIT):.2f} ms a note, {NOTES_AN_EDIT} notes a file; ", end="")
    print(f"{1000 * alone / made:.2f} ms for one note alone")
    total = _total(ours)
    good = total.right >= 0.99 * total.survived and total.attached <= 0.01 * total.deleted
    return 0 if good and seconds / (made * NOTES_AN_EDIT) < 0.005 else 1


def _span_of(located: Located, passage: list[int]) -> Span:
    span = located.span(passage)
    assert span is not None, "a noted passage stands in the text that it was noted in"
    return span


def _survives(passage: list[int], old: Located, new: Located, place: Span) -> bool:
    """Whether half of the passage's words still stand there together, slips of the keyboard aside."""
    kept = 0
    length = 0
    for slot in passage:
        if slot in new.places:
            one, other = (side.document.quote(side.places[slot]) for side in (old, new))
            length += len(other) + 1
            kept += Levenshtein.distance(one, other) <= 2
    return kept * 2 >= len(passage) and place.end - place.start <= 2 * length


def _total(tallies: dict[str, Tally]) -> Tally:
    total = Tally()
    for tally in tallies.values():
        total.survived += tally.survived
        total.right += tally.right
        total.deleted += tally.deleted
        total.attached += tally.attached
    return total


def _print_table(ours: dict[str, Tally], theirs: dict[str, Tally]) -> None:
    print(f"{'':24}{'survived':>9}{'right':>9}{'quote':>9}   {'deleted':>8}{'attached':>9}{'quote':>9}")
    for name in [*ours, "all"]:
        one, other = (ours[name], theirs[name]) if name in ours else (_total(ours), _total(theirs))
        print(
            f"{name:24}{one.survived:9,}{_percent(one.right, one.survived):>9}"
            f"{_percent(other.right, other.survived):>9}   {one.deleted:8,}"
            f"{_percent(one.attached, one.deleted):>9}{_percent(other.attached, other.deleted):>9}"
        )


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def _explain(name: str, anchor: Anchor, new: Document, expected: Span | None, placement: object) -> None:
    found = getattr(placement, "span", None)
    print(
        f"--- {name}\n  noted    {anchor.quote!r}\n  expected {new.quote(expected) if expected else None!r}"
    )
    print(f"  found    {new.quote(found) if found else None!r}  {placement}", flush=True)


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--edits", type=int, default=2000)
    parser.add_argument("--half", choices=("tune", "report"), default="report")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0, help="print so many notes that went wrong")
    options = parser.parse_args()
    if not (options.data / "corpus" / "news.jsonl.gz").is_file():
        print(f"There is no corpus under {options.data}; nothing was measured.", file=sys.stderr)
        return 2
    rng = random.Random(f"{options.seed} {options.half}")
    texts = list(corpus_texts(options.data, rng, 300, options.half))
    texts += list(seed_texts(options.half))
    texts += [repeating_report(rng) for _ in range(150)]
    return run(texts, options.edits, options.seed, options.show)


if __name__ == "__main__":
    sys.exit(main())
