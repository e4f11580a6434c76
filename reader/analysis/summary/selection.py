"""The choice of sentences: which few of them together say most of what the document says.

In news the first sentences are hard to beat, so they are trusted: the opening one stays unless its form
speaks against it, and two of the first three stay whatever they are worth. What is left to choose (a third
sentence or none, and which) goes by worth: how early a sentence stands, how much of what follows takes its
words up, the words of the title, its form; less what it repeats of the others, and what the whole is too long
by. The sets are compared as a whole, for a sentence is only worth what the others leave unsaid (as in maximal
marginal relevance: Carbonell and Goldstein, SIGIR 1998).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from reader.analysis.summary.candidates import CandidateSentence, terms

USUAL_LIMIT = 3
_LEAD = 3
_SHORTLIST = 8
_CHAIN = 3
_REPEATED = 0.75
_ALL_SAID = 1e6
_FEW_WORDS = 6
_FILTER = re.compile(r"\S+:\S*|\b(?:AND|OR|NOT)\b")


@dataclass(frozen=True, slots=True)
class Weights:
    """What each property of a sentence counts for, against 1 for standing first.

    Set by judgement at the middle of where `benchmarks/summaries.py` finds little change, not at its best
    point, which with few articles is luck; `title`, `in_list`, `fragment` and `query` are judgement alone,
    for its articles have neither titles nor lists, and no questions are put to them. `reach` is the number of
    sentences over which the worth of a place falls to 1/e. `budget` is how many words three sentences may
    have; each further tenth of it costs a tenth of `overrun`. A sentence beyond those of the lead that stay
    is added only when it is worth more than `enough`.
    """

    lead: float = 0.2
    reach: float = 3.0
    ahead: float = 1.0
    title: float = 1.5
    short: float = 0.3
    long: float = 0.1
    speech: float = 0.3
    question: float = 0.3
    labelled: float = 0.3
    in_list: float = 0.3
    fragment: float = 0.5
    joined: float = 0.1
    adjacent: float = 0.1
    overlap: float = 1.0
    budget: float = 78.0
    overrun: float = 8.0
    enough: float = 0.8
    query: float = 3.0
    nameless: float = 0.0
    from_lead: int = 2


WEIGHTS = Weights()
SPOKEN = Weights(lead=0.0, reach=8.0, ahead=1.2, speech=0.8, nameless=0.6, short=0.6, from_lead=0)
"""For what was said: it opens with courtesies and jokes, so that the first sentences are trusted no more.

Set by judgement, on transcripts and speeches of one government.
"""


class Question:
    """The words asked about that the document has, each with the forms in which it has them."""

    def __init__(self, about: str = "", sentences: Sequence[CandidateSentence] = ()) -> None:
        words = terms(_FILTER.sub(" ", about))
        vocabulary = {term for sentence in sentences for term in sentence.terms} if words else set()
        forms = (frozenset(term for term in vocabulary if _same_word(word, term)) for word in words)
        self.words = [form for form in forms if form]

    def shared(self, sentence: CandidateSentence) -> int:
        """Return how many of the words the sentence holds."""
        return sum(1 for form in self.words if not form.isdisjoint(sentence.terms))


def _same_word(word: str, term: str) -> bool:
    """Whether two stems are forms of one word: equal, or alike but for an ending of up to three letters."""
    shared = max(5, max(len(word), len(term)) - 3)
    return word == term or (len(word) >= 5 and word[:shared] == term[:shared])


def choose(
    sentences: Sequence[CandidateSentence],
    limit: int,
    title: frozenset[str] = frozenset(),
    question: Question | None = None,
    weights: Weights = WEIGHTS,
) -> list[int]:
    """Return which candidates to take, as sorted indexes: at most `limit`, one for each three that there are.

    Where something is asked, only sentences that answer; empty when none does that can stand. A sentence that
    points back is taken only with the one it points to.
    """
    if not sentences or limit < 1:
        return []
    question = question or Question()
    choice = _Choice(sentences, title, question, weights)
    if not choice.usable:
        # Nothing can stand on its own: the beginning is more than nothing, but notes of a list are not.
        return (
            []
            if question.words or all(sentence.in_list and sentence.fragment for sentence in sentences)
            else [0]
        )
    room = min(limit, math.ceil(len(sentences) / 3))
    return choice.extended(choice.best(min(room, USUAL_LIMIT)), room)


def taken_up(sentences: Sequence[CandidateSentence]) -> list[float]:
    """For each sentence the sum of its cosines with those after it, the highest as 1.

    Only those after it, because a sentence that is taken up by what follows says what the text is about, and
    one that takes up what came before repeats it (Zheng and Lapata, "Sentence Centrality Revisited for
    Unsupervised Summarization", ACL 2019). One pass from the end: a sum of dot products is the product with
    the sum.
    """
    after: dict[str, float] = {}
    sums = [0.0] * len(sentences)
    for sentence in reversed(sentences):
        norm = sentence.norm or 1.0
        total = 0.0
        for term, weight in sentence.terms.items():
            later_weight = after.get(term, 0.0)
            total += weight * later_weight
            after[term] = later_weight + weight / norm
        sums[sentence.rank] = total / norm
    highest = max(sums, default=0.0)
    return [total / highest for total in sums] if highest > 0 else sums


class _Choice:
    """What may be taken of a document, and how good it is together.

    `usable` maps each sentence that may be taken to those that it needs, itself among them.
    """

    def __init__(
        self,
        sentences: Sequence[CandidateSentence],
        title: frozenset[str],
        question: Question,
        weights: Weights,
    ) -> None:
        self._sentences = sentences
        self._weights = weights
        self._cosines: dict[tuple[int, int], float] = {}
        ahead = taken_up(sentences)
        self._worth = [
            _worth(sentence, ahead[sentence.rank], title, question, weights) for sentence in sentences
        ]
        self.usable = {
            index: needed
            for index, sentence in enumerate(sentences)
            if (question.shared(sentence) or not (question.words or (sentence.in_list and sentence.fragment)))
            and (needed := _needed(index, sentences))
        }
        in_order = iter(self.usable)
        self._lead = frozenset(
            index for index, _ in zip(in_order, range(_LEAD), strict=False) if not question.words
        )
        self._opener = min(self._lead, default=-1)
        if self._lead and (not weights.from_lead or _speaks_against(sentences[self._opener])):
            self._opener = -1

    def best(self, limit: int) -> frozenset[int]:
        """Return the best set of at most so many sentences, drawn from the lead and the worthiest."""
        weights = self._weights
        budget = weights.budget * (limit + 1) / (USUAL_LIMIT + 1)
        from_lead = min(weights.from_lead, limit)

        def standing(chosen: frozenset[int]) -> tuple[bool, int, bool, float]:
            worth = sum(self._gain(index, chosen) - weights.enough for index in chosen)
            words = sum(self._sentences[index].words for index in chosen)
            worth -= weights.overrun * max(0.0, words - budget) / budget
            repeats = sum(self._overlap(one, other) for one, other in combinations(sorted(chosen), 2))
            return (
                repeats < _ALL_SAID,
                min(from_lead, len(self._lead & chosen)),
                self._opener < 0 or self._opener in chosen,
                worth - weights.overlap * repeats,
            )

        # Of equals the one that comes first, so that the same document always has the same summary.
        return max(self._sets(limit), key=standing, default=frozenset())

    def extended(self, chosen: frozenset[int], room: int) -> list[int]:
        """Return the set with the sentences that add most to it, one after the other, when
        there is more room.
        """
        repeated = dict.fromkeys(self.usable, 0.0)  # how much of each is in those taken, summed
        new = chosen
        while room > USUAL_LIMIT and len(chosen) < room:
            repeated = {
                index: before + sum(self._overlap(index, other) for other in new)
                for index, before in repeated.items()
                if index not in chosen
            }
            best, best_worth = frozenset[int](), -_ALL_SAID
            for index, repeats in repeated.items():
                group = chosen.union(self.usable[index])
                if len(group) > room:
                    continue
                # The mean, since those that it needs take room as well.
                worth = sum(self._gain(member, group) for member in group - chosen) / (
                    len(group) - len(chosen)
                )
                worth -= self._weights.overlap * repeats / len(chosen)
                if repeats < _ALL_SAID and worth > best_worth:
                    best, best_worth = group, worth
            if not best:
                break
            new, chosen = best - chosen, best
        return sorted(chosen)

    def _sets(self, limit: int) -> Iterator[frozenset[int]]:
        """The sets of up to so many sentences: the short-listed ones, each with those it needs."""
        by_worth = sorted(self.usable, key=lambda index: -self._worth[index])
        short_list = sorted({*by_worth[:_SHORTLIST], *self._lead})
        for size in range(1, limit + 1):
            for indexes in combinations(short_list, size):
                chosen = frozenset().union(*(self.usable[index] for index in indexes))
                if len(chosen) <= limit:
                    yield chosen

    def _gain(self, index: int, chosen: frozenset[int]) -> float:
        """What a sentence is worth beside the others: a little more after the one it follows."""
        sentence = self._sentences[index]
        if sentence.follows and index - 1 in chosen:
            return self._worth[index] + self._weights.adjacent
        return self._worth[index] - self._weights.joined * sentence.joined

    def _overlap(self, one: int, other: int) -> float:
        """The cosine of two sentences; beyond measure when they say nearly the same in the same words."""
        shared = self._cosine(one, other)
        return shared if shared <= _REPEATED else _ALL_SAID

    def _cosine(self, one: int, other: int) -> float:
        pair = (one, other) if one < other else (other, one)
        if pair not in self._cosines:
            self._cosines[pair] = _cosine(self._sentences[one], self._sentences[other])
        return self._cosines[pair]


def _worth(
    sentence: CandidateSentence, ahead: float, title: frozenset[str], question: Question, weights: Weights
) -> float:
    """How much a sentence is worth on its own."""
    worth = math.exp(-sentence.rank / weights.reach) + weights.ahead * ahead
    worth += weights.lead * (sentence.rank < _LEAD)
    if title:
        worth += weights.title * len(title & sentence.terms.keys()) / len(title)
    if question.words:
        worth += weights.query * question.shared(sentence) / len(question.words)
    worth -= weights.short * max(0, 10 - sentence.words) / 10
    worth -= weights.long * min(max(0, sentence.words - 40), 40) / 40
    worth -= weights.nameless * (not sentence.names)
    worth -= weights.in_list * sentence.in_list + weights.fragment * (
        sentence.fragment and sentence.words < 15
    )
    return worth - (
        weights.speech * sentence.speech
        + weights.question * sentence.question
        + weights.labelled * sentence.labelled
    )


def _speaks_against(opener: CandidateSentence) -> bool:
    """Whether the form of the opening sentence says that it is not the news."""
    return opener.question or opener.speech or opener.labelled or opener.words < _FEW_WORDS


def _needed(index: int, sentences: Sequence[CandidateSentence]) -> list[int]:
    """The sentence and those before it that it cannot stand without; empty when they are not to be had."""
    needed = [index]
    while sentences[needed[-1]].dependent:
        if not sentences[needed[-1]].follows or len(needed) == _CHAIN:
            return []
        needed.append(needed[-1] - 1)
    return needed


def _cosine(one: CandidateSentence, other: CandidateSentence) -> float:
    """How alike the words of two sentences are, from 0 to 1."""
    if not one.norm or not other.norm:
        return 0.0
    shared = sum(weight * other.terms.get(term, 0.0) for term, weight in one.terms.items())
    return shared / (one.norm * other.norm)
