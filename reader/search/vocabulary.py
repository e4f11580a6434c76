"""Which of the corpus's words a typed word may mean.

A word that the corpus has means itself first. Others are likened to the corpus's distinct words by the
optimal string alignment distance, in which two neighbouring letters changed round are one mistake, and by the
Jaro-Winkler similarity, which forgives the end of a word more than its beginning; among equally like words
the more frequent is the likelier (the noisy-channel argument of Kernighan, Church and Gale 1990).

Words under five letters, numbers and what mixes letters with digits are taken as they stand.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from heapq import nlargest
from math import log
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from reader.search.index import stem

SHORTEST = 5
"""Letters below which a word is not corrected."""


class Candidate(NamedTuple):
    """A word of the corpus that a typed word may mean; `weight` over 0, 1 for the word itself."""

    word: str
    weight: float


class Vocabulary:
    """The distinct folded words of a corpus, with the number of entries that have each."""

    def __init__(self, counted: Iterable[tuple[str, int]]) -> None:
        self.counts = dict(counted)
        self._sorted = sorted(self.counts)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self.counts:
            if len(word) >= SHORTEST - 1 and word.isalpha():
                self._by_length[len(word)].append(word)
        self._cache: dict[tuple[str, int], list[Candidate]] = {}
        self._stems: dict[str, dict[str, list[str]]] = {}

    def __len__(self) -> int:
        return len(self.counts)

    def __contains__(self, word: str) -> bool:
        return word in self.counts

    def candidates(self, word: str, limit: int = 6) -> list[Candidate]:
        """The words that a folded word may mean, the likeliest first; empty when there is none like it."""
        cached = self._cache.get((word, limit))
        if cached is None:
            if len(self._cache) > 2000:
                self._cache.clear()
            cached = self._cache[word, limit] = self._candidates(word, limit)
        return cached

    def _candidates(self, word: str, limit: int) -> list[Candidate]:
        itself = [Candidate(word, 1.0)] if word in self.counts else []
        if len(word) < SHORTEST or not word.isalpha():
            return itself
        scored = sorted(((self._likeness(word, other), other) for other in self._near(word)), reverse=True)
        if not scored:
            return itself
        top = 1.0 if itself else scored[0][0]
        scale = 0.3 if itself else 1.0
        return (
            itself
            + [
                Candidate(other, scale * (score / top) ** 12)
                for score, other in scored[:limit]
                if other != word
            ]
        )[:limit]

    def _near(self, word: str) -> list[str]:
        """The words within as many mistakes as a word of this length may hold."""
        mistakes = 1 if len(word) < 5 else 2 if len(word) < 8 else 3
        found: list[str] = []
        for length in range(len(word) - mistakes, len(word) + mistakes + 1):
            bucket = self._by_length.get(length)
            if bucket:
                near = process.extract(word, bucket, scorer=OSA.distance, score_cutoff=mistakes, limit=100)
                found.extend(item[0] for item in near)
        return found

    def _likeness(self, word: str, other: str) -> float:
        return (
            0.5 * OSA.normalized_similarity(word, other)
            + 0.5 * JaroWinkler.similarity(word, other)
            + 0.015 * log(1 + self.counts[other])
        )

    def completions(self, prefix: str, limit: int = 8) -> list[Candidate]:
        """The most frequent words that go on from a prefix, the prefix itself left out."""
        first = bisect_left(self._sorted, prefix)
        last = bisect_left(self._sorted, prefix + "\U0010ffff", first)
        return [
            Candidate(word, 1.0)
            for word in nlargest(limit, self._sorted[first:last], key=self.counts.__getitem__)
            if word != prefix
        ]

    def inflections(self, name: str) -> tuple[str, ...]:
        """The corpus's words that have a stem."""
        head = name[:2]
        bucket = self._stems.get(head)
        if bucket is None:
            bucket = {}
            first = bisect_left(self._sorted, head)
            last = bisect_left(self._sorted, head + "\U0010ffff", first)
            for word in self._sorted[first:last]:
                bucket.setdefault(stem(word), []).append(word)
            self._stems[head] = bucket
        return tuple(bucket.get(name, ()))
