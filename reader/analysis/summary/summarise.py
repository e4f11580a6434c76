"""Which sentences of a document say what it says, and why each was taken.

A section that its author wrote as a summary is used as such. Otherwise `choosing` takes the few sentences
that together say most. No sentence is cut, and one that points back (`He added …`) is taken only with the
sentence that it points to. Everything is linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reader.analysis.reasons import Reason, ReasonKind, reason
from reader.analysis.summary.author_sections import summary_sections
from reader.analysis.summary.candidates import CandidateSentence, candidates, terms
from reader.analysis.summary.selection import SPOKEN, USUAL_LIMIT, WEIGHTS, Question, choose, taken_up
from reader.text.document import Document
from reader.text.spans import Ranged

_SPEECH = re.compile(r"\b(?:remarks|speech|address|briefing|gaggle|press call|interview)\b", re.IGNORECASE)
_LOOKED_AT = 30  # sentences that say whether a text was spoken


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A whole sentence, `document.text[start:end]`, and why it was taken, the strongest reason first."""

    start: int
    end: int
    reasons: tuple[Reason, ...]


def summarise(
    document: Document, limit: int = USUAL_LIMIT, about: str = "", mentions: Sequence[Ranged] = ()
) -> list[SummarySentence]:
    """At most `limit` sentences of the document that say what it says, in the order of the text.

    Shorter documents get fewer: one for each three sentences that could be taken. With `about`, sentences
    that hold words of that question, wherever they stand; the ordinary summary when there are none.
    `mentions` (sorted), when they are known, say what is a name. Empty when there is nothing to take from.
    """
    sentences = candidates(document, mentions)
    if not sentences or limit < 1:
        return []
    question = Question(about, sentences)
    title = _title_terms(document)
    weights = SPOKEN if _is_spoken(document, sentences) else WEIGHTS
    chosen = choose(sentences, limit, title, question, weights) if question.words else []
    if not chosen:
        own = _own_summary(document, sentences, limit)
        if own:
            return own
        chosen = choose(sentences, limit, title, weights=weights)
    ahead = taken_up(sentences)
    return [
        SummarySentence(
            sentence.start, sentence.end, _reasons(sentence, ahead[sentence.rank], title, question)
        )
        for sentence in (sentences[index] for index in chosen)
    ]


def _is_spoken(document: Document, sentences: Sequence[CandidateSentence]) -> bool:
    """Return whether speakers take turns, or the title and an "I" or a "you" say that somebody speaks."""
    if any(style.kind == "speaker" for style in document.styles):
        return True
    first = sentences[:_LOOKED_AT]
    return _SPEECH.search(document.title) is not None and 2 * sum(s.speech for s in first) > len(first)


def answers(sentences: Sequence[SummarySentence]) -> bool:
    """Return whether a summary is about what was asked, not the ordinary one in its place."""
    return any(why.kind is ReasonKind.ASKED_WORDS for sentence in sentences for why in sentence.reasons)


def _own_summary(document: Document, proposed: list[CandidateSentence], limit: int) -> list[SummarySentence]:
    """The sentences of the sections that the author wrote as summaries; of a list, each item's first."""
    summary: list[SummarySentence] = []
    places = [sentence.start for sentence in proposed]
    starts = [block.start for block in document.blocks]
    for section in summary_sections(document):
        last_item = -1
        own = reason(ReasonKind.AUTHORS_SECTION, section.name)
        for sentence in proposed[bisect_left(places, section.start) : bisect_left(places, section.end)]:
            if len(summary) == limit:
                return summary
            block = bisect_right(starts, sentence.start)
            if sentence.in_list and block == last_item:
                continue
            last_item = block
            summary.append(SummarySentence(sentence.start, sentence.end, (own,)))
    return summary


def _title_terms(document: Document) -> frozenset[str]:
    """The stems of a title that is not itself taken from the prose."""
    return (
        terms(document.title) if document.title_from not in ("first sentence", "file name") else frozenset()
    )


def _reasons(
    sentence: CandidateSentence, ahead: float, title: frozenset[str], question: Question
) -> tuple[Reason, ...]:
    """Return the two strongest reasons that hold for the sentence, the question's first."""
    reasons: list[Reason] = []
    if shared := question.shared(sentence):
        reasons.append(reason(ReasonKind.ASKED_WORDS, shared, len(question.words)))
    if sentence.rank == 0:
        reasons.append(reason(ReasonKind.OPENS_DOCUMENT))
    if sentence.dependent:
        reasons.append(reason(ReasonKind.FOLLOWS_TAKEN))
    if ahead > 0.6:
        reasons.append(reason(ReasonKind.TAKEN_UP))
    if shared := len(title & sentence.terms.keys()):
        reasons.append(reason(ReasonKind.TITLE_WORDS, shared))
    if 0 < sentence.rank < 4:
        reasons.append(reason(ReasonKind.NEAR_TOP))
    if sentence.names > 1:
        reasons.append(reason(ReasonKind.NAMES, sentence.names))
    return tuple(reasons[:2]) or (reason(ReasonKind.ADDS_REST),)
