"""Texts of the index as numbers: what the ranking reads again, small enough to keep between keystrokes."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from heapq import nlargest
from itertools import compress
from math import log, sqrt
from typing import NamedTuple, TypeAlias

from reader.search.index.index_entry import TITLE_TIMES, Stored
from reader.search.ranking.word_group import WordGroup
from reader.search.words.compounds import phrase_words
from reader.search.words.tokens import words
from reader.search.words.vocabulary import Vocabulary
from reader.text.folding import fold

MatchWeights = Mapping[int, Sequence[tuple[int, float, tuple[int, ...]]]]
"""For the number of a word: the groups that it matches, how well (0 to 1), and which words must follow it."""

SATURATION = 2.0
LENGTH_SHARE = 0.7
"""BM25's k1 and b for a text that is read again. Set with the other constants of the ranking on every second
query of TIME, Cranfield, MED and CACM; what the index itself ranks by is tantivy's 1.2 and 0.75."""

_TELLING_WORDS = 64
"""Words of a text that say what it is about, as far as likeness goes."""


Match: TypeAlias = tuple[int, int, float]
"""The number of a word in its text, the group that it matches, and how well. A plain tuple, for there are
thousands at each keystroke."""


class Corpus(NamedTuple):
    """What the ranking needs to know of all texts: how many, their mean length in words, and their words."""

    entries: int
    mean_length: float
    vocabulary: Vocabulary


class ReadText(NamedTuple):
    """A stored entry with text and title as the numbers of their words.

    `telling` are the numbers of the words that tell it from others, `shares` how much each does; the squares
    of the shares come to 1. `saturation` is what BM25 adds to the occurrences of a word below the line.
    """

    stored: Stored
    numbers: array[int]
    title: array[int]
    saturation: float
    telling: array[int]
    shares: array[float]


def read_text(stored: Stored, corpus: Corpus) -> ReadText:
    """Return a stored text as numbers of the vocabulary; a word that it lacks gets one past the last."""
    vocabulary = corpus.vocabulary
    get, unknown = vocabulary.numbers.get, len(vocabulary)
    numbers = array("I", [get(word, unknown) for word in words(fold(stored.text))])
    title = array("I", [get(word, unknown) for word in words(fold(stored.title))])
    length = (len(numbers) + TITLE_TIMES * len(title)) / corpus.mean_length
    saturation = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * length)
    counts = Counter(numbers)
    counts.pop(unknown, None)
    weighed = [
        (times / (times + saturation) * _rarity(vocabulary.count_of(number), corpus.entries), number)
        for number, times in counts.items()
    ]
    telling = nlargest(_TELLING_WORDS, weighed)
    norm = sqrt(sum(share * share for share, _ in telling)) or 1.0
    return ReadText(
        stored,
        numbers,
        title,
        saturation,
        array("I", [number for _, number in telling]),
        array("f", [share / norm for share, _ in telling]),
    )


def match_weights(groups: Sequence[WordGroup], vocabulary: Vocabulary) -> MatchWeights:
    """Return the words that count as matches."""
    weights: dict[int, list[tuple[int, float, tuple[int, ...]]]] = {}
    for number, group in enumerate(groups):
        for name, weight in group.matching.items():
            first, *following = (vocabulary.numbers[word] for word in phrase_words(name))
            weights.setdefault(first, []).append((number, weight, tuple(following)))
    return weights


def matches_in(numbers: array[int], matching: MatchWeights) -> list[Match]:
    """Return the matches among the words of a text, in their order; a phrase is where its first word is."""
    matches: list[Match] = []
    for position in compress(range(len(numbers)), map(matching.__contains__, numbers)):
        for group, weight, following in matching[numbers[position]]:
            if not following or tuple(numbers[position + 1 : position + 1 + len(following)]) == following:
                matches.append((position, group, weight))
    return matches


def _rarity(frequency: int, entries: int) -> float:
    """The idf of a word that tells texts apart; 0 of one that a single text has, which is like no other."""
    return log(1 + max(entries - frequency, 0) / (frequency + 0.5)) if frequency > 1 else 0.0
