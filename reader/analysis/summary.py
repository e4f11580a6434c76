"""Which sentences of a document say what it says, and why each was taken.

A section that its author wrote as a summary is used as such. Otherwise sentences are scored by where they
stand, by how much of what follows takes their words up, by the words of the title, and by their length and
form; then they are taken one by one, each weighed against what is already taken (maximal marginal
relevance: Carbonell and Goldstein, SIGIR 1998). No sentence is cut, and one that points back (`He added …`)
is taken only with the sentence that it points to. Everything is linear in the length of the text.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reader.analysis.candidates import Candidate, candidates, terms
from reader.analysis.sections import summary_sections
from reader.text.document import Document
from reader.text.spans import Ranged

SUMMARY_VERSION = 1
"""Goes up whenever the same document may get another summary, so that kept ones are made anew."""

USUAL_LIMIT = 3
_CHAIN = 3
_REPEATED = 0.75
_FILTER = re.compile(r"\S+:\S*|\b(?:AND|OR|NOT)\b")


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A whole sentence of the document, `document.text[start:end]`, and in a few words why it was taken."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class Weights:
    """What each property of a sentence counts for, against 1 for standing first.

    Fitted by `benchmarks/summaries.py --fit`, which says how such weights do on articles they were not fitted
    on; but `title`, `question`, `in_list`, `fragment` and `query` are set by judgement, for those articles
    have neither titles nor lists, and no questions are put to them. `reach` is the number of sentences over
    which the worth of a place falls to 1/e. `budget` is how many words three sentences may have; each further
    tenth of it costs a tenth of `overrun`. Nothing is added that is worth less than `enough`.
    """

    reach: float = 2.5
    ahead: float = 1.0
    title: float = 1.0
    short: float = 0.4
    long: float = 0.2
    speech: float = 0.3
    question: float = 0.2
    caption: float = 0.2
    in_list: float = 0.3
    fragment: float = 0.5
    joined: float = 0.15
    adjacent: float = 0.2
    overlap: float = 1.0
    budget: float = 79.0
    overrun: float = 5.0
    enough: float = 0.5
    query: float = 3.0


WEIGHTS = Weights()


def summarise(
    document: Document, limit: int = USUAL_LIMIT, about: str = "", mentions: Sequence[Ranged] = ()
) -> list[SummarySentence]:
    """At most `limit` sentences of the document that say what it says, in the order of the text.

    Shorter documents get fewer: one for each three sentences that could be taken. With `about`, sentences
    that hold words of that question, wherever they stand; the ordinary summary when there are none.
    `mentions` (sorted), when they are known, say what is a name. Empty when there is nothing to take from.
    """
    found = candidates(document, mentions)
    if not found or limit < 1:
        return []
    asked = Question(about, found)
    if not asked.words:
        own = _own_summary(document, found, limit)
        if own:
            return own
    return choose(found, limit, _title_terms(document), asked, WEIGHTS)


class Question:
    """The words asked about that the document has, each with the forms in which it has them."""

    def __init__(self, about: str = "", found: Sequence[Candidate] = ()) -> None:
        wanted = terms(_FILTER.sub(" ", about))
        vocabulary = {term for each in found for term in each.terms} if wanted else set()
        forms = (frozenset(term for term in vocabulary if _same_word(word, term)) for word in wanted)
        self.words = [form for form in forms if form]

    def shared(self, each: Candidate) -> int:
        """How many of the words the sentence holds."""
        return sum(1 for form in self.words if not form.isdisjoint(each.terms))


def _same_word(word: str, term: str) -> bool:
    """Whether two stems are forms of one word: equal, or alike but for an ending of up to three letters."""
    shared = max(5, max(len(word), len(term)) - 3)
    return word == term or (len(word) >= 5 and word[:shared] == term[:shared])


def _own_summary(document: Document, found: list[Candidate], limit: int) -> list[SummarySentence]:
    """The sentences of the sections that the author wrote as summaries; of a list, each item's first."""
    taken: list[SummarySentence] = []
    places = [each.start for each in found]
    starts = [block.start for block in document.blocks]
    for section in summary_sections(document):
        last_item = -1
        for each in found[bisect_left(places, section.start) : bisect_left(places, section.end)]:
            if len(taken) == limit:
                return taken
            block = bisect_right(starts, each.start)
            if each.in_list and block == last_item:
                continue
            last_item = block
            taken.append(SummarySentence(each.start, each.end, f"From the section “{section.name}”"))
    return taken


def choose(
    found: list[Candidate],
    limit: int,
    title: frozenset[str] = frozenset(),
    asked: Question | None = None,
    weights: Weights = WEIGHTS,
) -> list[SummarySentence]:
    """Sentences taken one by one, each the best beside those already taken, in the order of the text.

    A sentence that points back is weighed together with those it needs, and taken only with them.
    """
    asked = asked or Question()
    if not any(_groups(found, asked)):
        asked = Question()
    ahead = _taken_up(found)
    scores = [_worth(each, ahead[each.rank], title, asked, weights) for each in found]
    groups = _groups(found, asked)
    room = min(limit, math.ceil(len(found) / 3))
    budget = weights.budget * (limit + 1) / (USUAL_LIMIT + 1)
    enough = weights.enough if limit <= USUAL_LIMIT else -math.inf
    taken = _Taken(found)
    while len(taken.indexes) < room:
        best: list[int] = []
        best_score = enough if taken.indexes else -math.inf
        for group in groups:
            new = [index for index in group if index not in taken.indexes]
            if new and len(taken.indexes) + len(new) <= room and new[0] not in taken.repeated:
                score = taken.gain(new, scores, budget, weights)
                if score > best_score:
                    best, best_score = new, score
        if not best and not taken.indexes and not all(each.in_list and each.fragment for each in found):
            best = [0]
        if not best:
            break
        for index in best:
            taken.add(index)
    return [
        SummarySentence(each.start, each.end, _why(each, ahead[each.rank], title, asked))
        for each in (found[index] for index in sorted(taken.indexes))
    ]


def _worth(each: Candidate, ahead: float, title: frozenset[str], asked: Question, weights: Weights) -> float:
    """How much a sentence is worth on its own."""
    worth = math.exp(-each.rank / weights.reach) + weights.ahead * ahead
    if title:
        worth += weights.title * len(title & each.terms.keys()) / len(title)
    if asked.words:
        worth += weights.query * asked.shared(each) / len(asked.words)
    worth -= weights.short * max(0, 10 - each.words) / 10
    worth -= weights.long * min(max(0, each.words - 40), 40) / 40
    worth -= weights.in_list * each.in_list + weights.fragment * (each.fragment and each.words < 15)
    return worth - (
        weights.speech * each.speech + weights.question * each.question + weights.caption * each.caption
    )


class _Taken:
    """The sentences taken so far, with the sum of their term vectors.

    `repeated` are those that say nearly the same in nearly the same words as one of them.
    """

    def __init__(self, found: list[Candidate]) -> None:
        self.indexes: set[int] = set()
        self.repeated: set[int] = set()
        self._found = found
        self._words = 0
        self._terms: dict[str, float] = {}
        self._norm = 0.0

    def add(self, index: int) -> None:
        self.indexes.add(index)
        new = self._found[index]
        self.repeated.update(other.rank for other in self._found if _cosine(new, other) > _REPEATED)
        self._words += new.words
        for term, weight in new.terms.items():
            self._terms[term] = self._terms.get(term, 0.0) + weight
        self._norm = math.sqrt(sum(weight * weight for weight in self._terms.values()))

    def gain(self, new: list[int], scores: list[float], budget: float, weights: Weights) -> float:
        """What these sentences, the last of the text first, would add on average."""
        last = self._found[new[0]]
        gain = sum(
            scores[index] - weights.overlap * self._overlap(self._found[index]) for index in new
        ) / len(new)
        earliest = self._found[new[-1]]
        if earliest.follows and new[-1] - 1 in self.indexes:
            gain += weights.adjacent
        elif last.joined:
            gain -= weights.joined
        length = self._words + sum(self._found[index].words for index in new)
        return gain - weights.overrun * max(0.0, length - budget) / budget

    def _overlap(self, each: Candidate) -> float:
        """The cosine of the sentence with all that is taken."""
        if not self._norm or not each.norm:
            return 0.0
        shared = sum(weight * self._terms.get(term, 0.0) for term, weight in each.terms.items())
        return shared / (each.norm * self._norm)


def _cosine(one: Candidate, other: Candidate) -> float:
    if not one.norm or not other.norm:
        return 0.0
    shared = sum(weight * other.terms.get(term, 0.0) for term, weight in one.terms.items())
    return shared / (one.norm * other.norm)


def _groups(found: list[Candidate], asked: Question) -> list[list[int]]:
    """What may be taken, each sentence with those it needs: answers, or all but list notes."""
    return [
        _needed(index, found)
        for index, each in enumerate(found)
        if asked.shared(each) or not (asked.words or (each.in_list and each.fragment))
    ]


def _needed(index: int, found: list[Candidate]) -> list[int]:
    """The sentence and those before it that it cannot stand without; empty when they are not to be had."""
    needed = [index]
    while found[needed[-1]].dependent:
        if not found[needed[-1]].follows or len(needed) == _CHAIN:
            return []
        needed.append(needed[-1] - 1)
    return needed


def _title_terms(document: Document) -> frozenset[str]:
    """The stems of a title that is not itself taken from the prose."""
    return (
        terms(document.title) if document.title_from not in ("first sentence", "file name") else frozenset()
    )


def _taken_up(found: list[Candidate]) -> list[float]:
    """For each sentence the sum of its cosines with those after it, the highest as 1.

    Only those after it, because a sentence that is taken up by what follows says what the text is about, and
    one that takes up what came before repeats it (Zheng and Lapata, "Sentence Centrality Revisited for
    Unsupervised Summarization", ACL 2019). One pass from the end: a sum of dot products is the product with
    the sum.
    """
    after: dict[str, float] = {}
    sums = [0.0] * len(found)
    for each in reversed(found):
        norm = each.norm or 1.0
        total = 0.0
        for term, weight in each.terms.items():
            said = after.get(term, 0.0)
            total += weight * said
            after[term] = said + weight / norm
        sums[each.rank] = total / norm
    highest = max(sums, default=0.0)
    return [total / highest for total in sums] if highest > 0 else sums


def _why(each: Candidate, ahead: float, title: frozenset[str], asked: Question) -> str:
    """The two strongest reasons that hold for the sentence, the question's first."""
    reasons = []
    if shared := asked.shared(each):
        reasons.append(
            f"has {shared} of {len(asked.words)} words asked about"
            if len(asked.words) > 1
            else "has the word asked about"
        )
    if each.rank == 0:
        reasons.append("opens the document")
    if each.dependent:
        reasons.append("goes with the sentence before it")
    if ahead > 0.6:
        reasons.append("what follows takes it up")
    if shared := len(title & each.terms.keys()):
        reasons.append(f"has {shared} words of the title" if shared > 1 else "has a word of the title")
    if 0 < each.rank < 4:
        reasons.append("stands near the top")
    if each.names > 1:
        reasons.append(f"has {each.names} names")
    if not reasons:
        reasons.append("adds what the others leave out")
    said = "; ".join(reasons[:2])
    return said[0].upper() + said[1:]
