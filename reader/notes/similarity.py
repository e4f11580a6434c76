"""How like two passages are, and whether the second can be the first one edited.

Likeness of letters alone takes "14 tankers left Sund" for "19 tankers left Brekka". Names and numbers are
what a briefing's sentences differ in, so those of the old sentence must all survive in the new one.
"""

from __future__ import annotations

import re
from functools import cached_property

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from reader.text.folding import fold
from reader.text.spans import Span

_NUMBER_WORDS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30",
    "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
}  # fmt: skip
_FACT = re.compile(r"\d[\d.,:/]*\d|\w+")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_SMALL = re.compile(r"\b[^\W\d_A-Z][^\W\d_]*")
_CAPITALS_INSIDE = re.compile(r"\b[^\W\d_A-Z]\w*[,;:]? ((?:[A-Z]\w+ ?)+)")

_STOPPED = re.compile(r"[.!?…]\W*$")

_LONGER_WORD = 5
_SHORTEST_MISSPELT = 4
_SHORT_NAME = 4
_LONG_NAME = 10


class Lexicon:
    """What two versions of a text tell about their own words: which are ordinary, which are names."""

    def __init__(self, *texts: str) -> None:
        self._text = "\n".join(texts)

    @cached_property
    def small(self) -> frozenset[str]:
        """The words that are somewhere written with a small letter."""
        return frozenset(_SMALL.findall(self._text))

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that somewhere have a capital after a word that has none."""
        return frozenset(word for run in _CAPITALS_INSIDE.findall(self._text) for word in run.split())

    def facts(self, text: str) -> frozenset[str]:
        """Return the folded names and the numbers of a sentence, numbers in figures.

        A capital makes a name, but for the head of the sentence: there the word must be known as a name
        from elsewhere, or go with another name. In a headline only those count that are known as names
        from elsewhere and never written small.
        """
        words = _FACT.findall(text)
        headline = _is_headline(text, words)
        facts = set()
        for position, word in enumerate(words):
            fact = _fact(word)
            capital = word[0].isupper() and len(word) > 1 and bool(fact)
            if fact[:1].isdigit() or (capital and self._is_name(words, position, headline)):
                facts.add(fact)
        return frozenset(facts)

    def _is_name(self, words: list[str], position: int, headline: bool) -> bool:
        word = words[position]
        if headline:
            return word in self.names and word.lower() not in self.small
        if position:
            return True
        if word.lower() in self.small:
            return False
        return word in self.names or (len(words) > 1 and words[1][0].isupper())


def survive(facts: frozenset[str], text: str) -> bool:
    """Return whether all these names and numbers stand in the text, a slip of spelling in a
    longer name allowed.
    """
    if not facts:
        return True
    words = {_fact(word) for word in _FACT.findall(text)}
    return all(fact in words or _misspelt(fact, words) for fact in facts)


def likeness(one: str, other: str, cutoff: float = 0.0) -> float:
    """Return how like two passages are, from 0 to 1, and 0 below the cutoff.

    The normalised indel similarity of their folded characters, white space as one space.
    """
    return fuzz.ratio(plain(one), plain(other), score_cutoff=100 * cutoff) / 100


def plain(text: str) -> str:
    """Return the text folded, each run of white space one space: what likeness compares."""
    return fold(" ".join(text.split()))


def same(one: str, other: str) -> bool:
    """Return whether two passages differ in nothing but white space, and are not empty."""
    return bool(other) and (one == other or "".join(one.split()) == "".join(other.split()))


def tokens(text: str, span: Span) -> list[Span]:
    """Return the words and the punctuation marks in a part of the text."""
    return [Span(*match.span()) for match in _TOKEN.finditer(text, span.start, span.end)]


def token_pairs(old: list[str], new: list[str]) -> list[tuple[int, int, bool]]:
    """Return which token became which: old index, new index, and whether it stayed the same.

    By the fewest insertions, deletions and replacements; a replaced token goes with the one in its place.
    """
    pairs: list[tuple[int, int, bool]] = []
    for step in Levenshtein.opcodes(old, new):
        if step.tag in ("equal", "replace"):
            ours, theirs = range(step.src_start, step.src_end), range(step.dest_start, step.dest_end)
            pairs.extend((one, other, step.tag == "equal") for one, other in zip(ours, theirs, strict=True))
    return pairs


def shares_words(old: str, text: str, span: Span, share: float) -> bool:
    """Return whether at least that share of the old passage's words stand in a part of the
    text, in any order.
    """
    words = set(plain(old).split())
    return len(words & set(plain(text[span.start : span.end]).split())) >= share * len(words)


def best_window(old: str, text: str, span: Span) -> Span | None:
    """Return the stretch of a longer passage in which the old one's words stand most densely.

    None without any.

    The run of tokens with the greatest sum, where a token shared in order counts 1 and any other -1/2.
    """
    places = tokens(text, span)
    old_keys = [fold(old[start:end]) for start, end in tokens(old, Span(0, len(old)))]
    new_keys = [fold(text[start:end]) for start, end in places]
    shared = {new_index: index for index, new_index, equal in token_pairs(old_keys, new_keys) if equal}
    first = last = -1
    best_sum, start, total = 0.0, 0, 0.0
    for index in range(len(places)):
        if total <= 0:
            start, total = index, 0.0
        total += 1.0 if index in shared else -0.5
        if total > best_sum:
            first, last, best_sum = start, index, total
    if first < 0:
        return None
    # Of equal words the diff may have paired one farther off: take in those that adjoin.
    before, after = shared[first], shared[last]
    while first > 0 and before > 0 and new_keys[first - 1] == old_keys[before - 1]:
        first, before = first - 1, before - 1
    while last + 1 < len(places) and after + 1 < len(old_keys) and new_keys[last + 1] == old_keys[after + 1]:
        last, after = last + 1, after + 1
    return Span(places[first].start, places[last].end)


def _is_headline(text: str, words: list[str]) -> bool:
    """Whether capitals tell nothing here: all in capitals, or each longer word with one and no stop after."""
    if text.isupper():
        return True
    longer = [word for word in words if len(word) >= _LONGER_WORD and not word[0].isdigit()]
    return len(longer) > 1 and not _STOPPED.search(text) and all(word[0].isupper() for word in longer)


def _fact(word: str) -> str:
    folded = fold(word)
    if folded[:1].isdigit():
        return folded.replace(",", "")
    return _NUMBER_WORDS.get(folded, folded)


def _misspelt(fact: str, words: set[str]) -> bool:
    """Whether a name stands among the words with a slip of the keyboard, or two in a long one.

    In a short name one letter for another is no slip: Iran is not Iraq.
    """
    if fact[0].isdigit() or len(fact) < _SHORTEST_MISSPELT:
        return False
    slips = 2 if len(fact) >= _LONG_NAME else 1
    for word in words:
        if word[:1] != fact[0] or OSA.distance(fact, word, score_cutoff=slips) > slips:
            continue
        if len(fact) > _SHORT_NAME or len(word) != len(fact) or sorted(word) == sorted(fact):
            return True
    return False
