"""Which sentences of a document say what it says, and why each was taken.

A section that its author wrote as a summary is used as such. Otherwise `choosing` takes the few sentences
that together say most. No sentence is cut, and one that points back (`He added …`) is taken only with the
sentence that it points to. Everything is linear in the length of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from reader.analysis.summary.author_sections import FROM_SECTION, summary_sections
from reader.analysis.summary.candidates import CandidateSentence, candidates, terms
from reader.analysis.summary.selection import USUAL_LIMIT, Question, choose, taken_up
from reader.text.document import Document
from reader.text.spans import Ranged

SUMMARY_VERSION = 3
"""Goes up whenever the same document may get another summary, so that kept ones are made anew."""


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A whole sentence of the document, `document.text[start:end]`, and in a few words why it was taken."""

    start: int
    end: int
    why: str


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
    title = _title_terms(document)
    chosen = choose(found, limit, title, asked) if asked.words else []
    if not chosen:
        own = _own_summary(document, found, limit)
        if own:
            return own
        chosen = choose(found, limit, title)
    ahead = taken_up(found)
    return [
        SummarySentence(each.start, each.end, _why(each, ahead[each.rank], title, asked))
        for each in (found[index] for index in chosen)
    ]


def _own_summary(document: Document, found: list[CandidateSentence], limit: int) -> list[SummarySentence]:
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
            taken.append(SummarySentence(each.start, each.end, f"{FROM_SECTION} “{section.name}”"))
    return taken


def _title_terms(document: Document) -> frozenset[str]:
    """The stems of a title that is not itself taken from the prose."""
    return (
        terms(document.title) if document.title_from not in ("first sentence", "file name") else frozenset()
    )


def _why(each: CandidateSentence, ahead: float, title: frozenset[str], asked: Question) -> str:
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
