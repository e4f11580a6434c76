"""Reports whose words keep their identity through an edit, the edits, and reports that repeat themselves.

What `anchoring.py` measures with: each word of a report has a slot, and an edit says of each slot of the new
report which one of the old it is, so that where a passage went is known and not guessed.
"""

from __future__ import annotations

import random
import re
import string
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reader.formats.load import parse
from reader.text.document import Document
from reader.text.spans import Span

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


def rewrapped(_: Bench, report: Report) -> tuple[Report, Report]:
    """The same words; what differs is the width to which the caller wraps them."""
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


def ordinary(word: Word) -> bool:
    """Whether the word is neither a name nor a number, nor stands beside a punctuation mark."""
    return word.text.islower() and word.text.isalpha() and not _NUMBERS.fullmatch(word.text)


def _reworded(bench: Bench, sentence: Sentence, share: float) -> Sentence:
    """The sentence with some of its ordinary words changed, dropped or added to; names and numbers stay."""
    changed: Sentence = []
    for at, word in enumerate(sentence):
        if at == 0 or not ordinary(word) or bench.rng.random() >= share:
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
