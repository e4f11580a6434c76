"""Which of the corpus's words a typed word may mean.

A word that the corpus has means itself first. Others are likened to the corpus's distinct words by the
optimal string alignment distance, in which two neighbouring letters changed round are one mistake, and by the
Jaro-Winkler similarity, which forgives the end of a word more than its beginning; among equally like words
the more frequent is the likelier (the noisy-channel argument of Kernighan, Church and Gale 1990).

Short words, numbers and what mixes letters with digits are taken as they stand.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property
from heapq import nlargest
from math import log
from typing import NamedTuple

from reader.search.index import stem
from reader.search.phonetics import keys

SHORTEST = 4
"""Letters below which a word is not corrected."""

_CACHED = 2000


class Candidate(NamedTuple):
    """A word of the corpus that a typed word may mean; `weight` over 0, 1 for the word itself."""

    word: str
    weight: float


class Vocabulary:
    """The distinct folded words of a corpus, with the number of entries that have each.

    `numbers` gives each word a small number, in alphabetical order, so that a text can be kept as numbers.
    """

    def __init__(self, counted: Iterable[tuple[str, int]]) -> None:
        pairs = sorted(counted)
        self.words = [word for word, _ in pairs]
        self.numbers = {word: number for number, word in enumerate(self.words)}
        self._counts = array("I", (count for _, count in pairs))
        self._cache: dict[tuple[str, int], list[Candidate]] = {}
        self._stems: dict[str, dict[str, list[str]]] = {}

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: str) -> bool:
        return word in self.numbers

    def count(self, word: str) -> int:
        """How many entries have a folded word."""
        number = self.numbers.get(word)
        return 0 if number is None else self._counts[number]

    def prepare(self) -> None:
        """Does now what the first misspelt word would otherwise wait for."""
        self._by_length, self._by_key  # noqa: B018

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        """The words that may be meant, by their length."""
        found: dict[int, list[str]] = {}
        for word in self.words:
            if len(word) >= SHORTEST and word.isalpha():
                found.setdefault(len(word), []).append(word)
        return found

    @cached_property
    def _by_key(self) -> tuple[dict[int, list[str]], dict[str, list[str]]]:
        """The distinct phonetic keys of those words by their length, and the words of each key."""
        candidates = [word for words in self._by_length.values() for word in words]
        words_of: dict[str, list[str]] = {}
        for word, key in zip(candidates, keys(candidates), strict=True):
            words_of.setdefault(key, []).append(word)
        by_length: dict[int, list[str]] = {}
        for key in words_of:
            by_length.setdefault(len(key), []).append(key)
        return by_length, words_of

    def candidates(self, word: str, limit: int) -> list[Candidate]:
        """The words that a folded word may mean, the likeliest first; empty when there is none like it."""
        cached = self._cache.get((word, limit))
        if cached is None:
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            cached = self._cache[word, limit] = self._candidates(word, limit)
        return cached

    def _candidates(self, word: str, limit: int) -> list[Candidate]:
        itself = [Candidate(word, 1.0)] if word in self.numbers else []
        if len(word) < SHORTEST or not word.isalpha() or (itself and len(word) == SHORTEST):
            return itself
        scored = self._likest(word, limit)
        if not scored:
            return itself
        top = 1.0 if itself else scored[0][0]
        scale = KNOWN_SCALE if itself else 1.0
        others = [
            Candidate(other, scale * min(1.0, score / top) ** SHARPNESS)
            for score, other in scored
            if other != word
        ]
        return [*itself, *others][:limit]

    def _likest(self, word: str, limit: int) -> list[tuple[float, str]]:
        """Likeness and word, the likest first, of the words within a few mistakes of letters or of sounds."""
        from rapidfuzz.distance import OSA, JaroWinkler

        (key,) = keys([word])
        near = dict.fromkeys(_near(word, self._by_length, 1 if len(word) < 5 else 2 if len(word) < 8 else 3))
        by_length, words_of = self._by_key
        for other_key in _near(key, by_length, 1 if len(key) < 6 else 2):
            near.update(dict.fromkeys(words_of[other_key]))
        others = list(near)
        likeness = [
            W_OSA * OSA.normalized_similarity(word, other)
            + W_JW * JaroWinkler.similarity(word, other)
            + W_KEY * OSA.normalized_similarity(key, other_key)
            + FREQ_SHARE * log(1 + self.count(other))
            for other, other_key in zip(others, keys(others), strict=True)
        ]
        return nlargest(limit, zip(likeness, others, strict=True))

    def completions(self, prefix: str, limit: int) -> list[str]:
        """The most frequent words that go on from a prefix, the prefix itself left out."""
        first = bisect_left(self.words, prefix)
        last = bisect_left(self.words, prefix + "\U0010ffff", first)
        first += first < last and self.words[first] == prefix
        return [
            self.words[number] for number in nlargest(limit, range(first, last), key=self._counts.__getitem__)
        ]

    def inflections(self, name: str) -> list[str]:
        """The corpus's words that have a stem and begin as it does."""
        head = name[:2]
        bucket = self._stems.get(head)
        if bucket is None:
            bucket = self._stems[head] = {}
            first = bisect_left(self.words, head)
            last = bisect_left(self.words, head + "\U0010ffff", first)
            for word in self.words[first:last]:
                bucket.setdefault(stem(word), []).append(word)
        return bucket.get(name, [])


def _near(word: str, by_length: dict[int, list[str]], mistakes: int) -> list[str]:
    """The words that come within so many mistakes of a word."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    found: list[str] = []
    for length in range(len(word) - mistakes, len(word) + mistakes + 1):
        bucket = by_length.get(length)
        if bucket:
            near = extract(word, bucket, scorer=OSA.distance, score_cutoff=mistakes, limit=_NEAREST)
            found.extend(item[0] for item in near)
    return found


KNOWN_SCALE = 0.3
SHARPNESS = 12
W_OSA, W_JW, W_KEY = 0.4, 0.2, 0.4
FREQ_SHARE = 0.01
_NEAREST = 100
