"""Where in a document a query is answered best: the passage that holds most of it, closest together."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reader.search.ranking.reading import Match

_PROXIMITY = 0.5


class Passage(NamedTuple):
    """A passage's number in its text, and what it is worth for the query."""

    number: int
    score: float


def best_passage(matches: Sequence[Match], firsts: array[int], values: Sequence[float]) -> Passage:
    """Return the passage that answers best; the first one, with score 0, when no word matched.

    `firsts` are the numbers of the first words of the passages, `values` what each group is worth.
    """
    by_passage: dict[int, list[Match]] = {}
    passage, after = -1, 0
    for match in matches:
        if match[0] >= after:  # they come in the order of the text
            passage = bisect_right(firsts, match[0]) - 1
            after = firsts[passage + 1] if passage + 1 < len(firsts) else sys.maxsize
            by_passage[passage] = []
        by_passage[passage].append(match)
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


def _nearness(matched: Sequence[Match], weights: Mapping[int, float], values: Sequence[float]) -> float:
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
