"""The order of the best entries once their texts are read again.

Three things make a score: BM25 over what the words of the line may mean, all spellings of one word counted
together; the passage that answers best, or the title; and how like an entry is to those that answer best, as
with pseudo-relevance feedback (Rocchio 1971), but no entry comes in by it.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import repeat
from operator import mul
from typing import NamedTuple

from reader.search.index.index_entry import TITLE_TIMES
from reader.search.ranking.passages import Passage, best_passage
from reader.search.ranking.reading import (
    SATURATION,
    Match,
    MatchWeights,
    ReadText,
    match_weights,
    matches_in,
)
from reader.search.ranking.word_group import WordGroup
from reader.search.words.vocabulary import Vocabulary

_PASSAGE_SHARE = 1.0
_LIKENESS_SHARE = 1.7
_FEW_WORDS = 8
"""A line of so many words gets half of the share: who types few words knows which document is meant."""
_ONE_PASSAGE = array("I", [0])
_LEADING = 5
"""So many of the best entries say what the others should be like."""
_IN_TITLE = 0.95
_TITLE_BONUS = 1.0
"""What an entry gains whose title holds so much of what the line is worth: it was asked for by its title."""


class Ranked(NamedTuple):
    """An entry with its score and the passage that answers best."""

    score: float
    read: ReadText
    passage: Passage


def ranked(reads: Sequence[ReadText], groups: Sequence[WordGroup], vocabulary: Vocabulary) -> list[Ranked]:
    """Return entries by falling score; what scores alike stays in its order."""
    values = [group.worth for group in groups]
    matching = match_weights(groups, vocabulary)
    total = sum(values) or 1.0
    scored = []
    for read in reads:
        matches, in_title = matches_in(read.numbers, matching), matches_in(read.title, matching)
        passage = best_passage(matches, read.stored.firsts, values)
        nearest = max(passage.score, best_passage(in_title, _ONE_PASSAGE, values).score)
        score = _text_score(matches, in_title, read.saturation, values) + _PASSAGE_SHARE * nearest
        if len(groups) > 1 and _covered(in_title, values) >= _IN_TITLE * total:
            score += _TITLE_BONUS * total
        scored.append(Ranked(score / total, read, passage))
    scored.sort(key=lambda item: -item.score)
    theme = _theme(scored[:_LEADING])
    share = _LIKENESS_SHARE * len(groups) / (len(groups) + _FEW_WORDS)
    scored = [item._replace(score=item.score + share * _likeness(item.read, theme)) for item in scored]
    scored.sort(key=lambda item: -item.score)
    return scored


def passage_of(read: ReadText, matching: MatchWeights, values: Sequence[float]) -> Passage:
    """Return the passage of a text that answers best."""
    return best_passage(matches_in(read.numbers, matching), read.stored.firsts, values)


def _text_score(
    matches: Sequence[Match], in_title: Sequence[Match], saturation: float, values: Sequence[float]
) -> float:
    """BM25 of a text, in which each group is one term."""
    times = [0.0] * len(values)
    for _, group, weight in matches:
        times[group] += weight
    for _, group, weight in in_title:
        times[group] += TITLE_TIMES * weight
    return sum(
        value * (SATURATION + 1) * often / (often + saturation)
        for value, often in zip(values, times, strict=True)
        if often
    )


def _covered(matches: Sequence[Match], values: Sequence[float]) -> float:
    """What the groups that match are worth together."""
    weights: dict[int, float] = {}
    for _, group, weight in matches:
        weights[group] = max(weight, weights.get(group, 0.0))
    return sum(values[group] * weight for group, weight in weights.items())


def _theme(leading: Sequence[Ranked]) -> dict[int, float]:
    """The words that tell the leading entries from others, by their numbers; the squares come to 1."""
    theme: dict[int, float] = {}
    for item in leading:
        for number, share in zip(item.read.telling, item.read.shares, strict=True):
            theme[number] = theme.get(number, 0.0) + item.score * share
    norm = sum(share * share for share in theme.values()) ** 0.5 or 1.0
    return {number: share / norm for number, share in theme.items()}


def _likeness(read: ReadText, theme: dict[int, float]) -> float:
    """The cosine between a text and a theme, 0 to 1."""
    return float(sum(map(mul, read.shares, map(theme.get, read.telling, repeat(0.0)))))
