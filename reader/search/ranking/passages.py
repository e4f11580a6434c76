"""Where in a document a query is answered best: the passage that holds most of it, closest together."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reader.search.index.index_entry import Stored
from reader.search.ranking.query_expansion import WordGroup
from reader.search.words.compounds import phrase_words
from reader.search.words.tokens import words
from reader.search.words.vocabulary import Vocabulary
from reader.text.folding import fold

MatchWeights = Mapping[int, Sequence[tuple[int, float, tuple[int, ...]]]]
"""For the number of a word: the groups that it matches, how well (0 to 1), and which words must follow it."""

_PROXIMITY = 0.5


class ReadText(NamedTuple):
    """A stored entry with its text as the numbers of its words: small enough to keep between keystrokes."""

    stored: Stored
    numbers: array[int]


class Passage(NamedTuple):
    """A passage's number in its text, and what it is worth for the query."""

    number: int
    score: float


def read_text(stored: Stored, vocabulary: Vocabulary) -> ReadText:
    """A stored text as numbers of the vocabulary; a word that it lacks gets one past the last."""
    get, unknown = vocabulary.numbers.get, len(vocabulary)
    return ReadText(stored, array("I", [get(word, unknown) for word in words(fold(stored.text))]))


def match_weights(groups: Sequence[WordGroup], vocabulary: Vocabulary) -> MatchWeights:
    """The words that count as matches."""
    weights: dict[int, list[tuple[int, float, tuple[int, ...]]]] = {}
    for number, group in enumerate(groups):
        for name, weight in group.matching.items():
            first, *following = (vocabulary.numbers[word] for word in phrase_words(name))
            weights.setdefault(first, []).append((number, weight, tuple(following)))
    return weights


def best_passage(read: ReadText, matches: MatchWeights, values: Sequence[float]) -> Passage:
    """The passage that answers best; the first one, with score 0, when no word matched.

    `values` is what each group is worth.
    """
    numbers, firsts = read.numbers, read.stored.firsts
    by_passage: dict[int, list[tuple[int, int, float]]] = {}
    for position in [position for position, number in enumerate(numbers) if number in matches]:
        for group, weight, following in matches[numbers[position]]:
            if following and tuple(numbers[position + 1 : position + 1 + len(following)]) != following:
                continue
            by_passage.setdefault(bisect_right(firsts, position) - 1, []).append((position, group, weight))
    best = Passage(0, 0.0)
    for passage, matched in by_passage.items():
        weights: dict[int, float] = {}
        for _, group, weight in matched:
            if weight > weights.get(group, 0.0):
                weights[group] = weight
        score = sum(values[group] * weight for group, weight in weights.items())
        if score * (1 + _PROXIMITY) > best.score:
            if len(weights) > 1:
                score += _nearness(matched, weights, values)
            if score > best.score:
                best = Passage(passage, score)
    return best


def _nearness(
    matched: Sequence[tuple[int, int, float]], weights: Mapping[int, float], values: Sequence[float]
) -> float:
    """What a passage gains when words that follow one another in the query stand close together in it.

    For each such pair the lesser's worth over their distance in words; the wrong order counts as twice the
    distance (after Metzler and Croft's sequential dependence, 2005, with one sum in place of two windows).
    """
    by_group: dict[int, list[int]] = {}
    for position, group, _ in matched:
        by_group.setdefault(group, []).append(position)
    gained = 0.0
    for group, before in by_group.items():
        after = by_group.get(group + 1)
        if after:
            gap = min(b - a if b > a else 2 * (a - b) + 1 for a in before for b in after)
            gained += min(values[group] * weights[group], values[group + 1] * weights[group + 1]) / gap
    return _PROXIMITY * gained
