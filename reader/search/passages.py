"""Where in a document a query is answered best: the passage, and the words in it that matched."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from reader.search.index_entry import Stored
from reader.search.query_expansion import Group
from reader.search.tokens import WORD, words
from reader.search.vocabulary import Vocabulary
from reader.text.folding import fold, fold_with_map
from reader.text.spans import Span

Lit = Mapping[int, Sequence[tuple[int, float]]]
"""For the number of a word: the groups that it matches, and how well (0 to 1)."""

_PROXIMITY = 0.5


class ReadText(NamedTuple):
    """A stored entry with its text as the numbers of its words: small enough to keep between keystrokes."""

    stored: Stored
    numbers: array[int]


class Passage(NamedTuple):
    """A passage's number in its text, what it is worth for the query, and its matched words' numbers."""

    number: int
    score: float
    places: Sequence[int]


def read_text(stored: Stored, vocabulary: Vocabulary) -> ReadText:
    """A stored text as numbers of the vocabulary; a word that it lacks gets one past the last."""
    get, unknown = vocabulary.numbers.get, len(vocabulary)
    return ReadText(stored, array("I", [get(word, unknown) for word in words(fold(stored.text))]))


def lit_words(groups: Sequence[Group], vocabulary: Vocabulary) -> Lit:
    """The words that count as matches."""
    lit: dict[int, list[tuple[int, float]]] = {}
    for number, group in enumerate(groups):
        for word, weight in group.lit.items():
            lit.setdefault(vocabulary.numbers[word], []).append((number, weight))
    return lit


def best_passage(read: ReadText, lit: Lit, values: Sequence[float]) -> Passage:
    """The passage that answers best; the first one, with score 0, when no word matched.

    `values` is what each group is worth.
    """
    numbers, firsts = read.numbers, read.stored.firsts
    by_passage: dict[int, list[int]] = {}
    for at in [at for at, number in enumerate(numbers) if number in lit]:
        by_passage.setdefault(bisect_right(firsts, at) - 1, []).append(at)
    best = Passage(0, 0.0, ())
    for passage, places in by_passage.items():
        weights: dict[int, float] = {}
        for at in places:
            for group, weight in lit[numbers[at]]:
                if weight > weights.get(group, 0.0):
                    weights[group] = weight
        score = sum(values[group] * weight for group, weight in weights.items())
        if score * (1 + _PROXIMITY) > best.score:
            if len(weights) > 1:
                score += _nearness(numbers, places, lit, weights, values)
            if score > best.score:
                best = Passage(passage, score, places)
    return best


def _nearness(
    numbers: Sequence[int],
    places: Sequence[int],
    lit: Lit,
    weights: Mapping[int, float],
    values: Sequence[float],
) -> float:
    """What a passage gains when words that follow one another in the query stand close together in it.

    For each such pair the lesser's worth over their distance in words; the wrong order counts as twice the
    distance (after Metzler and Croft's sequential dependence, 2005, with one sum in place of two windows).
    """
    by_group: dict[int, list[int]] = {}
    for at in places:
        for group, _ in lit[numbers[at]]:
            by_group.setdefault(group, []).append(at)
    gained = 0.0
    for group, before in by_group.items():
        after = by_group.get(group + 1)
        if after:
            gap = min(b - a if b > a else 2 * (a - b) + 1 for a in before for b in after)
            gained += min(values[group] * weights[group], values[group + 1] * weights[group + 1]) / gap
    return _PROXIMITY * gained


def place(
    read: ReadText, passage: Passage, lit: Lit, function: AbstractSet[int]
) -> tuple[Span, tuple[Span, ...]]:
    """A passage's span of the text and the spans of its matched words, in code points.

    A function word counts as matched only beside another match, unless nothing else matched: in the passage
    for `asked to delay` not every `to` is lit.
    """
    stored = read.stored
    if not stored.bounds:
        return Span(0, 0), ()
    start, end = stored.bounds[2 * passage.number], stored.bounds[2 * passage.number + 1]
    first = stored.firsts[passage.number]
    content = {
        at for at in passage.places if any(group not in function for group, _ in lit[read.numbers[at]])
    }
    kept = [at for at in passage.places if not content or {at - 1, at, at + 1} & content]
    folded = fold_with_map(stored.text[start:end])
    found = [match.span() for match in WORD.finditer(folded.text)]
    spans = [folded.original(*found[at - first]) for at in kept if at - first < len(found)]
    return Span(start, end), tuple(Span(start + span.start, start + span.end) for span in spans)
