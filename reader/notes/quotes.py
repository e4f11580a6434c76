"""Find a quote by its words and what stands around it, without the text that it was taken from."""

from __future__ import annotations

import re

from reader.notes.note import Anchor, Placement
from reader.notes.similarity import Lexicon, likeness, same, survive
from reader.text.sentences import split_sentences
from reader.text.spans import Span

CONTEXT = 64
"""How many code points of context a description keeps on each side."""

_CONTEXT_KNOWN = 0.6
_LIKE = 0.85
"""How like the quote a sentence must be, or how like its surroundings, when the quote itself is gone."""
_MARGIN = 0.05
"""By how much the best must beat the second best."""
_LEAST_LIKE = 0.6
_TELLING_WORDS = 4
"""From how many words on a quote that stands in a text once is taken without its surroundings."""


def find_by_quote(anchor: Anchor, text: str) -> Placement:
    """Return where the quote stands in the text: unchanged in known surroundings, else a very
    similar sentence.
    """
    places = occurrences(anchor.quote, text, Span(0, len(text)))
    if not places:
        return _find_similar(anchor, text)
    ranked = sorted(((context_likeness(anchor, text, place), place) for place in places), reverse=True)
    best, place = ranked[0]
    if len(ranked) == 1:
        bare = not (anchor.prefix or anchor.suffix)
        if best >= _CONTEXT_KNOWN or bare or len(anchor.quote.split()) >= _TELLING_WORDS:
            return judged(anchor, text, place, "quote")
    elif best >= _CONTEXT_KNOWN and best - ranked[1][0] >= _MARGIN:
        return judged(anchor, text, place, "quote and context")
    return Placement(None, "lost", 0.0, "its words stand elsewhere")


def judged(anchor: Anchor, text: str, span: Span, how: str) -> Placement:
    """Return the placement at a place that was found: its state follows from the text that stands there."""
    passage = text[span.start : span.end]
    if same(passage, anchor.quote):
        return Placement(span, "exact" if span.start == anchor.start else "moved", 1.0, how)
    return Placement(span, "changed", likeness(anchor.quote, passage), how)


def occurrences(quote: str, text: str, within: Span) -> list[Span]:
    """Return the places of the quote's words in a part of the text, whatever white space
    stands between them.
    """
    words = quote.split()
    if not words:
        return []
    before = r"(?<!\w)" if words[0][0].isalnum() else ""
    after = r"(?!\w)" if words[-1][-1].isalnum() else ""
    pattern = re.compile(before + r"\s+".join(map(re.escape, words)) + after)
    return [Span(*match.span()) for match in pattern.finditer(text, within.start, within.end)]


def context_likeness(anchor: Anchor, text: str, place: Span) -> float:
    """Return how like the surroundings are, from 0 to 1; the side that is more alike counts two thirds.

    0 when the anchor has none.
    """
    if not (anchor.prefix.strip() or anchor.suffix.strip()):
        return 0.0
    before = likeness(anchor.prefix, text[max(0, place.start - CONTEXT) : place.start])
    after = likeness(anchor.suffix, text[place.end : place.end + CONTEXT])
    return (2 * max(before, after) + min(before, after)) / 3


def _find_similar(anchor: Anchor, text: str) -> Placement:
    facts = Lexicon(text, anchor.quote).facts(anchor.quote)
    alike = []
    for sentence in split_sentences(text):
        score = likeness(anchor.quote, text[sentence.start : sentence.end], _LEAST_LIKE)
        if score < _LIKE and not (score and context_likeness(anchor, text, sentence) >= _LIKE):
            continue
        if survive(facts, text[sentence.start : sentence.end]):
            alike.append((score, sentence))
    alike.sort(reverse=True)
    if alike and (len(alike) == 1 or alike[0][0] - alike[1][0] >= _MARGIN):
        return judged(anchor, text, alike[0][1], "similar words")
    return Placement(None, "lost", 0.0, "its words are gone")
