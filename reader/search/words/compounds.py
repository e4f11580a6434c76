"""Words written as one here and as several there: MH17 and MH 17, ceasefire and cease-fire, UN and U.N.

The index cuts `F-16`, `46,000`, `U.N.` and `White House` into words that stand next to each other. A word of
the line that runs them together stands for that phrase too, where the corpus has it; and words of the line
that follow one another stand for the one word that they make, where the corpus has that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Sequence
from heapq import nlargest

from reader.search.words.tokens import FUNCTION_WORDS

PHRASE_BREAK = " "
"""Between the words of a phrase that is named as one; no word holds it."""

_RUNS = re.compile(r"\d+|[^\W\d_]+")
_LONGEST_ACRONYM = 5
_SHORTEST_SPLIT = 5
"""Letters, one fewer for a word that the corpus has not: wifi. Of a shorter one no half says anything."""
_SHORTEST_BESIDE_LETTER = 4
"""Letters of the rest, where a word is split into one letter and the rest: o'brien, sana'a."""
_LONGEST_SPLIT = 40
_PHRASES_COUNTED = 4
_CACHED = 2000
MOST_JOINED = 4
"""Words of the line that may make one: U.S.A. typed with its points, 1,250,000."""


def as_phrase(words: Sequence[str]) -> str:
    """Return the name of a phrase of these words."""
    return PHRASE_BREAK.join(words)


def phrase_words(name: str) -> tuple[str, ...]:
    """Return the words of a named phrase; one for a word."""
    return tuple(name.split(PHRASE_BREAK))


class Splitter:
    """The phrases that a word may be written as, in one state of a corpus; what was found is kept."""

    def __init__(
        self, known: Container[str], count: Callable[[str], int], phrases: Callable[[tuple[str, ...]], int]
    ) -> None:
        self._known = known
        self._word_count = count
        self._phrases = phrases
        self._ways_counted: dict[tuple[str, bool], dict[str, int]] = {}
        self._counts: dict[tuple[str, ...], int] = {}

    def count(self, words: tuple[str, ...]) -> int:
        """Return how many entries have these words next to each other."""
        number = self._counts.get(words)
        if number is None:
            if len(self._counts) >= _CACHED:
                self._counts.clear()
            known = all(word in self._known for word in words)
            number = self._counts[words] = self._phrases(words) if known else 0
        return number

    def phrases_for(self, word: str, acronym: bool = False) -> dict[str, int]:
        """Return the phrases that a folded word may be written as, with how many entries have each.

        An `acronym` was typed in capitals and may be a function word else: US.
        """
        phrases = self._ways_counted.get((word, acronym))
        if phrases is None:
            splits = [
                split for split in self._ways(word, acronym) if all(part in self._known for part in split)
            ]
            likely = nlargest(_PHRASES_COUNTED, splits, key=lambda split: min(map(self._word_count, split)))
            counts = {as_phrase(split): self.count(split) for split in likely}
            phrases = {phrase: number for phrase, number in counts.items() if number}
            if len(self._ways_counted) >= _CACHED:
                self._ways_counted.clear()
            self._ways_counted[word, acronym] = phrases
        return phrases

    def _ways(self, word: str, acronym: bool) -> Iterator[tuple[str, ...]]:
        if len(word) > _LONGEST_SPLIT or (word in FUNCTION_WORDS and not acronym):
            return
        runs = tuple(_RUNS.findall(word))
        if len(runs) > 1:
            yield runs
        elif word.isdecimal():
            if len(word) > 3:
                yield _thousands(word)
        else:
            if 1 < len(word) <= _LONGEST_ACRONYM:
                yield tuple(word)
            if len(word) >= _SHORTEST_SPLIT - (word not in self._known):
                yield from _halves(word, meant=word not in self._known)
            if word.endswith("s") and word not in self._known:
                yield from _halves(word[:-1], meant=True)  # the plural of a compound


def _thousands(digits: str) -> tuple[str, ...]:
    """The groups in which a number is written: 1, 250, 000."""
    first = len(digits) % 3
    groups = (digits[start : start + 3] for start in range(first, len(digits), 3))
    return (digits[:first], *groups) if first else tuple(groups)


def _halves(word: str, meant: bool) -> Iterator[tuple[str, str]]:
    """The word in two, everywhere; a word that is `meant` as it stands is not split at a function word.

    So that *maybe* does not stand for *may be*, while *inthe* does for *in the*.
    """
    for cut in range(1, len(word)):
        halves = word[:cut], word[cut:]
        shorter, longer = sorted(map(len, halves))
        if shorter == 1 and longer < _SHORTEST_BESIDE_LETTER:
            continue
        if meant or not FUNCTION_WORDS.intersection(halves):
            yield halves


def joined_words(words: Sequence[str], known: Container[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the words that words of a line make together, with the first and past the last of those.

    Function words alone join to nothing, single letters excepted: *may be* does not stand for *maybe*, but
    U.S. for *us*. An article is part of no word.
    """
    for first in range(len(words)):
        for end in range(first + 2, min(first + MOST_JOINED, len(words)) + 1):
            parts = words[first:end]
            joined = "".join(parts)
            letters = max(map(len, parts)) == 1
            if joined in known and (letters or not (FUNCTION_WORDS.issuperset(parts) or "a" in parts)):
                yield first, end, joined
