"""Where in a document a query is answered best: the sentence, and the words in it that matched."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reader.search.expansion import Group
from reader.search.index import Stored
from reader.search.words import WORD
from reader.text.folding import fold_with_map
from reader.text.spans import Span


class ReadText:
    """A stored text with its folded words, kept between keystrokes.

    `words` and `starts` go together: a folded word and where it begins in the folded text; `firsts` is the
    number of the first word of each sentence.
    """

    __slots__ = ("firsts", "folded", "sentences", "starts", "stored", "words")

    def __init__(self, stored: Stored) -> None:
        self.stored = stored
        self.folded = fold_with_map(stored.text)
        self.words: list[str] = []
        self.starts: list[int] = []
        for match in WORD.finditer(self.folded.text):
            self.words.append(match.group())
            self.starts.append(match.start())
        self.sentences = stored.sentences or (Span(0, len(stored.text)),)
        map_starts = self.folded.starts
        if map_starts is None:
            at = [sentence.start for sentence in self.sentences]
        else:
            at = [bisect_left(map_starts, sentence.start) for sentence in self.sentences]
        self.firsts = [bisect_left(self.starts, place) for place in at]

    def span(self, word: int) -> Span:
        """Where a word stands in the text."""
        start = self.starts[word]
        return self.folded.original(start, start + len(self.words[word]))


@dataclass(frozen=True, slots=True)
class Passage:
    """The best sentence of a text for a query: its score, its place and the matched words in it."""

    score: float
    span: Span
    matches: tuple[Span, ...]


def best_passage(read: ReadText, groups: Sequence[Group]) -> Passage:
    """The sentence that answers best; the first one, with score 0, when no word matched."""
    lit: dict[str, list[tuple[int, float]]] = {}
    for number, group in enumerate(groups):
        for word, weight in group.lit.items():
            lit.setdefault(word, []).append((number, weight))
    by_sentence: dict[int, list[int]] = {}
    for at, word in enumerate(read.words):
        if word in lit:
            sentence = max(bisect_right(read.firsts, at) - 1, 0)
            by_sentence.setdefault(sentence, []).append(at)
    best, best_score = 0, 0.0
    for sentence, places in by_sentence.items():
        score = _score([(at, *found) for at in places for found in lit[read.words[at]]], groups)
        if score > best_score:
            best, best_score = sentence, score
    spans = tuple(read.span(at) for at in by_sentence.get(best, ()))
    return Passage(best_score, Span(*read.sentences[best]), spans)


def _score(found: list[tuple[int, int, float]], groups: Sequence[Group]) -> float:
    """What a sentence is worth: the information of the query's words in it, more when they stand as typed.

    `found` holds (place, group, weight). Each group counts once, by its likeliest match; two groups that
    follow one another in the query add the lesser's information divided by their distance.
    """
    weights: dict[int, float] = {}
    for _, group, weight in found:
        weights[group] = max(weights.get(group, 0.0), weight)
    score = sum(groups[group].idf * weight for group, weight in weights.items())
    if len(weights) > 1:
        places: dict[int, list[int]] = {}
        for at, group, _ in found:
            places.setdefault(group, []).append(at)
        for group in weights:
            if group + 1 in weights:
                gap = min(
                    (after - before) if after > before else 2 * (before - after) + 1
                    for before in places[group]
                    for after in places[group + 1]
                )
                least = min(groups[group].idf * weights[group], groups[group + 1].idf * weights[group + 1])
                score += 0.5 * least / max(gap, 1)
    return score
