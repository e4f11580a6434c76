"""The sentences of a document that a summary may take, with what its choice depends on."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from reader.analysis.summary.boilerplate import boilerplate, is_labelled, joins_on, plain, points_back
from reader.text.document import Block, Document
from reader.text.folding import fold
from reader.text.spans import Ranged, Span

_NAME_WEIGHT = 1.5

_TOKEN = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_STOP = frozenset(
    """
    a about above after again against all also am among an and any are as at back be because been before
    being below between both but by can could did do does doing down during each even few for from
    further get go going had has have having he her here hers herself him himself his how i if in into
    is it its itself just like made make many may me might more most much must my no nor not now of off
    on once one only or other our ours out over own per said same say says see she should since so some
    still such than that the their theirs them then there these they this those through to told too two
    under until up upon us very was we were what when where which while who whom whose why will with
    within without would yet you your according added asked called came come meanwhile mr mrs ms n't 's
    """.split()  # noqa: SIM905 - words read best as a text
)
_ENDINGS = (
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ers",
    "ies",
    "ied",
    "ed",
    "es",
    "er",
    "ly",
    "s",
)
_FIRST_OR_SECOND_PERSON = re.compile(
    r"(?:^|[\s\"'“‘(])(?:I|I['’](?:m|ve|d|ll)|we|my|our|you|your|me|us)\b", re.IGNORECASE
)
_OPENING_QUOTE = re.compile(r"[\"“‘`«„]|'(?=[A-Z\s])")
# How a sentence ends in the scripts that mark its end.
_CLOSED = re.compile(r"[.!?…。！？｡।۔؟։።][\s\"'”’»›)\]」』）*`]*\Z")
_LEAST_UNCLOSED = 8  # words of a line without a full stop that may be more than a half or a label
_LEAST_IN_SPEECH = 8  # words that say something without the question before them
_LEAST_WITH_NAME = 5  # the same of a sentence that names somebody
# The label of one who only asks: what stands in such a turn is not what the document says.
_ASKS = re.compile(r"(?:Q|QUESTION|Question|REPORTER|Reporter|INTERVIEWER|Interviewer)\b")
_PROSE = ("paragraph", "preformatted")
# In scripts that do not part words by spaces, how many characters count as a word.
_UNPARTED_WORD = 6


class CandidateSentence(NamedTuple):
    """A sentence that could be taken.

    `terms` maps a stemmed word to its weight in this sentence, `norm` is the length of that vector. `rank`
    counts the candidates before it. `dependent`: it points back to what was said before; `joined`: it opens
    with a word like `But`; `labelled`: with a label, as captions do; `fragment`: no full stop or the like
    closes it; `follows`: the sentence right before it, under the same heading, is a candidate too.
    """

    start: int
    end: int
    rank: int
    words: int
    terms: dict[str, float]
    norm: float
    names: int
    in_list: bool
    fragment: bool
    labelled: bool
    dependent: bool
    joined: bool
    speech: bool
    question: bool
    follows: bool


def candidates(document: Document, mentions: Sequence[Ranged] = ()) -> list[CandidateSentence]:
    """Return the sentences of the document's prose and lists, in order, without its furniture.

    What counts as a name is told by capitals, or by `mentions` (sorted) when they are known.
    """
    known_names = _named(document, mentions)
    places = iter(mentions)
    mention = next(places, None)
    results: list[CandidateSentence] = []
    before = -2
    turns = [style for style in document.styles if style.kind == "speaker"]
    turn_starts = [turn.start for turn in turns]
    for index, (span, block, heads) in enumerate(_prose(document)):
        text = plain(document.text[span.start : span.end])
        turn = bisect_right(turn_starts, span.start) - 1
        if boilerplate(text) or (
            turn >= 0 and _ASKS.match(document.text, turns[turn].start, turns[turn].end)
        ):
            continue
        inside = 0
        while mention is not None and mention.start < span.end:
            inside += mention.start >= span.start
            mention = next(places, None)
        weights, names, words = _vector(text, known_names)
        is_item = any(container.kind == "item" for container in block.containers)
        fragment = not _CLOSED.search(text)
        if fragment and words < _LEAST_UNCLOSED and not is_item:
            continue
        nameless = not (inside if known_names else names)
        if turns and words < (_LEAST_IN_SPEECH if nameless else _LEAST_WITH_NAME):
            continue
        results.append(
            CandidateSentence(
                start=span.start,
                end=span.end,
                rank=len(results),
                words=words,
                terms=weights,
                norm=math.sqrt(sum(weight * weight for weight in weights.values())),
                names=inside if known_names else names,
                in_list=is_item,
                fragment=fragment,
                labelled=is_labelled(text),
                dependent=points_back(text),
                joined=joins_on(text),
                speech=bool(_OPENING_QUOTE.match(text) or _FIRST_OR_SECOND_PERSON.search(text)),
                question=text.rstrip("\"'”’ ").endswith("?"),
                follows=before == index - 1 and not heads,
            )
        )
        before = index
    return results


def terms(text: str) -> frozenset[str]:
    """Return the stems of the words of a text that say something: of a title, of a question."""
    return frozenset(_vector(text, frozenset())[0])


def _named(document: Document, mentions: Sequence[Ranged]) -> frozenset[str]:
    return frozenset(
        _term(token)
        for mention in mentions
        for token in _TOKEN.findall(document.text[mention.start : mention.end])
    )


def _prose(document: Document) -> Iterator[tuple[Span, Block, bool]]:
    """Each sentence of blocks that hold prose, its block, and whether it is the first after a heading.

    What is quoted is another's text, as in an answered mail: it counts only where there is nothing else.
    """
    left_out = {"footnote", "quote"} if _has_own_prose(document) else {"footnote"}
    blocks = iter(document.blocks)
    block = next(blocks, None)
    heads = False
    for span in document.sentences:
        while block is not None and block.end <= span.start:
            heads = heads or block.kind == "heading"
            block = next(blocks, None)
        if block is None:
            return
        apart = any(container.kind in left_out for container in block.containers)
        if block.kind in _PROSE and span.end <= block.end and not apart:
            yield span, block, heads
            heads = False


def _has_own_prose(document: Document) -> bool:
    """Whether a block of prose stands in no quotation."""
    return any(
        block.kind in _PROSE and all(container.kind != "quote" for container in block.containers)
        for block in document.blocks
    )


def _vector(text: str, known_names: frozenset[str]) -> tuple[dict[str, float], int, int]:
    """The term vector of a text, and how many names and words it has; `named`: stems of known names."""
    weights: dict[str, float] = {}
    names = words = 0
    in_name = False
    for token in _TOKEN.findall(text):
        words += 1
        capital = words > 1 and token[0].isupper()
        names += capital and not in_name
        in_name = capital
        stem = _term(token)
        if not stem:
            continue
        is_name = stem in known_names if known_names else capital
        weights[stem] = weights.get(stem, 0.0) + (_NAME_WEIGHT if is_name else 1.0)
    return weights, names, max(words, len(text) // _UNPARTED_WORD // 2)


@lru_cache(maxsize=1 << 15)
def _term(token: str) -> str:
    """The stem that a word counts as, or an empty string for one that says nothing."""
    folded = fold(token)
    if folded in _STOP or (len(folded) < 3 and folded.isalpha() and not token.isupper()):
        return ""
    return _stem(folded)


def _stem(word: str) -> str:
    """The word without a possessive and a common English ending; at least four letters stay."""
    if word.endswith("'s"):
        word = word[:-2]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
