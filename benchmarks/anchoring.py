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
import string
import sys
import textwrap
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from reader.formats.registry import SUFFIXES, load, parse
from reader.notes.anchor import Anchor, Relocator, describe
from reader.text.document import Document
from reader.text.spans import Span

RIGHT = 0.8
NOTES_AN_EDIT = 6
ROOT = Path(__file__).resolve().parents[1]


# Reports whose words keep their identity


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a report; `slot` stays the same when the word is changed."""

    slot: int
    text: str


Sentence = list[Word]
Report = list[list[Sentence]]
"""Paragraphs of sentences of words."""


class Slots:
    """Gives out identities for words."""

    def __init__(self) -> None:
        self._next = 0

    def words(self, text: str) -> Sentence:
        """The words of a text, each with an identity of its own."""
        made = []
        for word in text.split():
            made.append(Word(self._next, word))
            self._next += 1
        return made


def report_of(document: Document, slots: Slots) -> Report:
    """A document's paragraphs and sentences; a paragraph is what stands between two newlines."""
    report: Report = []
    last = -1
    for start, end in document.sentences:
        line = document.text.count("\n", 0, start)
        if line != last:
            report.append([])
            last = line
        report[-1].append(slots.words(document.text[start:end]))
    return [paragraph for paragraph in report if paragraph]


def written(report: Report, width: int = 0) -> str:
    """The report as a text file, wrapped to `width` columns when that is not 0."""
    paragraphs = [" ".join(word.text for sentence in part for word in sentence) for part in report if part]
    if width:
        paragraphs = [
            textwrap.fill(part, width, break_long_words=False, break_on_hyphens=False) for part in paragraphs
        ]
    return "\n\n".join(paragraphs) + "\n"


class Located:
    """A report that was written and read again: where each word stands in the reading text."""

    def __init__(self, report: Report, width: int = 0) -> None:
        self.document = parse(written(report, width).encode(), "report.txt")
        self.places: dict[int, Span] = {}
        at = 0
        text = self.document.text
        for word in (word for part in report for sentence in part for word in sentence):
            start = text.find(word.text, at)
            if start < 0 or text[at:start].strip():
                raise LookupError(word.text)
            at = start + len(word.text)
            self.places[word.slot] = Span(start, at)

    def span(self, passage: Iterable[int]) -> Span | None:
        """From the first to the last of the words that are there; None when none is."""
        found = [self.places[slot] for slot in passage if slot in self.places]
        return Span(min(found).start, max(place.end for place in found)) if found else None


# Edits


@dataclass(slots=True)
class Bench:
    """What the edits draw on."""

    rng: random.Random
    slots: Slots
    foreign: list[str]
    """Sentences of other reports."""
    vocabulary: list[str]
    """Ordinary words."""


def typing_errors(bench: Bench, report: Report) -> tuple[Report, Report]:
    """The old report has slips of the keyboard in a third of its sentences; the new one has none."""
    old = [
        [_misspelt(bench, sentence) if bench.rng.random() < 0.35 else sentence for sentence in part]
        for part in report
    ]
    return old, report


def words_changed(bench: Bench, report: Report) -> tuple[Report, Report]:
    """Up to a quarter of the ordinary words of half of the sentences are other words."""
    new = [
        [_reworded(bench, sentence, 0.25) if bench.rng.random() < 0.5 else sentence for sentence in part]
        for part in report
    ]
    return report, new


def sentences_inserted(bench: Bench, report: Report) -> tuple[Report, Report]:
    """One to five sentences of other reports, or twins of this report's own, stand between the old ones."""
    new = [list(part) for part in report]
    for _ in range(bench.rng.randint(1, 5)):
        part = bench.rng.choice(new)
        part.insert(bench.rng.randint(0, len(part)), _other_sentence(bench, report))
    return report, new


def sentences_deleted(bench: Bench, report: Report) -> tuple[Report, Report]:
    """One sentence in four is gone; half of the time another one stands in its place."""
    new: Report = []
    for part in report:
        new.append([])
        for sentence in part:
            if bench.rng.random() >= 0.25:
                new[-1].append(sentence)
            elif bench.rng.random() < 0.5:
                new[-1].append(_other_sentence(bench, report, sentence))
    return report, new


def sentences_reordered(bench: Bench, report: Report) -> tuple[Report, Report]:
    """Sentences or whole paragraphs stand elsewhere."""
    new = [list(part) for part in report]
    if bench.rng.random() < 0.5 and len(new) > 2:
        new.insert(bench.rng.randrange(len(new)), new.pop(bench.rng.randrange(len(new))))
    for _ in range(bench.rng.randint(1, 3)):
        source = bench.rng.choice([part for part in new if part])
        sentence = source.pop(bench.rng.randrange(len(source)))
        target = bench.rng.choice(new)
        target.insert(bench.rng.randint(0, len(target)), sentence)
    return report, new


def paragraphs_rewritten(bench: Bench, report: Report) -> tuple[Report, Report]:
    """A paragraph or two said anew: sentences reworded, joined, split, dropped and added."""
    new = [list(part) for part in report]
    for at in bench.rng.sample(range(len(new)), min(2, len(new))):
        rewritten: list[Sentence] = []
        for sentence in new[at]:
            lot = bench.rng.random()
            if lot < 0.5:
                rewritten.append(_reworded(bench, sentence, 0.35))
            elif lot < 0.65 and rewritten:
                rewritten[-1] = _joined(bench, rewritten[-1], sentence)
            elif lot < 0.75 and len(sentence) > 12:
                rewritten.extend(_split(bench, sentence))
            elif lot < 0.9:
                rewritten.append(sentence)
        if bench.rng.random() < 0.5:
            rewritten.insert(bench.rng.randint(0, len(rewritten)), _other_sentence(bench, report))
        new[at] = rewritten
    return report, new


def rewrapped(bench: Bench, report: Report) -> tuple[Report, Report]:
    """The same words; what differs is the width to which the caller wraps them."""
    assert bench.slots is not None
    return report, report


def mixed(bench: Bench, report: Report) -> tuple[Report, Report]:
    """Three edits one after the other."""
    old = new = report
    for _ in range(3):
        edit = bench.rng.choice(
            [words_changed, sentences_inserted, sentences_deleted, sentences_reordered, paragraphs_rewritten]
        )
        new = edit(bench, [part for part in new if part])[1]
        if not any(new):
            return old, old
    return old, new


EDITS: dict[str, Callable[[Bench, Report], tuple[Report, Report]]] = {
    "typing errors fixed": typing_errors,
    "words changed": words_changed,
    "sentences inserted": sentences_inserted,
    "sentences deleted": sentences_deleted,
    "sentences reordered": sentences_reordered,
    "paragraphs rewritten": paragraphs_rewritten,
    "whole file re-wrapped": rewrapped,
    "three of these": mixed,
}


def _misspelt(bench: Bench, sentence: Sentence) -> Sentence:
    rng = bench.rng
    long = [at for at, word in enumerate(sentence) if len(word.text) > 4 and word.text.isalpha()]
    changed = list(sentence)
    for at in rng.sample(long, min(len(long), rng.randint(1, 2))):
        letters = list(changed[at].text)
        place = rng.randrange(1, len(letters) - 1)
        match rng.randrange(4):
            case 0:
                letters[place], letters[place + 1] = letters[place + 1], letters[place]
            case 1:
                del letters[place]
            case 2:
                letters.insert(place, letters[place])
            case _:
                letters[place] = rng.choice(string.ascii_lowercase)
        changed[at] = Word(changed[at].slot, "".join(letters))
    return changed


_NUMBERS = re.compile(
    "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    "|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
)


def _ordinary(word: Word) -> bool:
    return word.text.islower() and word.text.isalpha() and not _NUMBERS.fullmatch(word.text)


def _reworded(bench: Bench, sentence: Sentence, share: float) -> Sentence:
    """The sentence with some of its ordinary words changed, dropped or added to; names and numbers stay."""
    changed: Sentence = []
    for at, word in enumerate(sentence):
        if at == 0 or not _ordinary(word) or bench.rng.random() >= share:
            changed.append(word)
            continue
        lot = bench.rng.random()
        if lot < 0.7:
            changed.append(Word(word.slot, bench.rng.choice(bench.vocabulary)))
        elif lot < 0.85:
            changed.append(word)
            changed.extend(bench.slots.words(bench.rng.choice(bench.vocabulary)))
    return changed


def _joined(bench: Bench, one: Sentence, other: Sentence) -> Sentence:
    last = Word(one[-1].slot, one[-1].text.rstrip(".") + ",")
    return [*one[:-1], last, *bench.slots.words("and"), *other]


def _split(bench: Bench, sentence: Sentence) -> list[Sentence]:
    at = bench.rng.randint(5, len(sentence) - 5)
    first, second = sentence[:at], sentence[at:]
    first = [*first[:-1], Word(first[-1].slot, first[-1].text.rstrip(".,;:") + ".")]
    return [first, [*bench.slots.words("It"), *second]]


def _other_sentence(bench: Bench, report: Report, like: Sentence | None = None) -> Sentence:
    """A sentence that is none of the report's: of another report, or a twin with other names and numbers."""
    model = like or bench.rng.choice([sentence for part in report for sentence in part])
    other = _twin(bench, " ".join(word.text for word in model))
    if other is None or bench.rng.random() < 0.5:
        own = " ".join(word.text for part in report for sentence in part for word in sentence)
        other = bench.rng.choice(bench.foreign)
        while _shares_words(other, own):
            other = bench.rng.choice(bench.foreign)
    return bench.slots.words(other)


def _shares_words(sentence: str, text: str) -> bool:
    """Whether four words of the sentence stand in the text one after the other: agencies repeat stories."""
    words = sentence.split()
    return any(" ".join(words[at : at + 4]) in text for at in range(len(words) - 3))


def _twin(bench: Bench, text: str) -> str | None:
    """The text with other numbers and place names; None when it has neither."""
    made = re.sub(r"\d+", lambda match: str(int(match.group()) + bench.rng.randint(1, 9)), text)
    for place in PLACES:
        if place in made:
            made = made.replace(place, bench.rng.choice([other for other in PLACES if other != place]))
            break
    return made if made != text else None


# Reports that repeat themselves

PLACES = ("Karvela", "Port Amsel", "Dunmere", "Tolvik", "Orsana", "Brekka", "Ilmar", "Sund Valley", "Verrano")
_SECTION = (
    "Monitors visited {place} on {day} and spoke to {n} households.",
    "No new incidents were reported in the past 24 hours.",
    "The clinic at {place} treated {n} patients, most of them for burns.",
    "The road to {place} remains closed to heavy vehicles.",
    "Food stocks in {place} will last for {m} days.",
    "Water was distributed as planned.",
    "Residents said that shelling was heard north of {place} shortly after midnight.",
    "The local council asked for {m} more generators.",
    "No change from the previous report.",
    "A convoy of {m} trucks is expected in {place} on {day}.",
    "Phone lines are working for {n} subscribers.",
    "The situation at the crossing was calm.",
)


def repeating_report(rng: random.Random) -> str:
    """A situation report of an exercise, with the same sentences section after section."""
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
    parts = [f"Situation report {rng.randint(10, 99)}"]
    for place in rng.sample(PLACES, rng.randint(3, 7)):
        chosen = sorted(rng.sample(range(len(_SECTION)), rng.randint(4, 9)))
        parts.append(
            " ".join(
                _SECTION[at].format(
                    place=place, day=rng.choice(days), n=rng.randint(40, 900), m=rng.randint(2, 30)
                )
                for at in chosen
            )
        )
    return "\n\n".join(parts)


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
    paths = sorted(path for path in (ROOT / "seeds").rglob("*") if path.suffix in SUFFIXES)
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
        word.text for report in reports for part in report for s in part for word in s if _ordinary(word)
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
