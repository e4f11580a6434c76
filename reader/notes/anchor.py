"""Describe a passage, and find it again in a text that has changed.

Briefings repeat themselves, so likeness alone misleads: the sentence that was deleted has a twin two
paragraphs on. A note therefore keeps the text that it was made on, and its passage is followed sentence by
sentence from that text to the new one (`diff.py`). Only what stands between two sentences that stayed is
compared by likeness (RapidFuzz), and there every name and number of the old sentence must survive.

White space is never compared: re-wrapping a text moves a passage, it does not change it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Indel

from reader.errors import NoteError
from reader.notes.diff import Alignment, Gap, align
from reader.notes.note import Anchor, Placement
from reader.text.document import Document
from reader.text.folding import fold, fold_with_map
from reader.text.sentences import split_sentences
from reader.text.spans import Span

__all__ = ["CONTEXT", "Anchor", "Placement", "Relocator", "describe", "find", "pack", "unpack"]

CONTEXT = 64
"""How many code points of context a description keeps on each side."""

LIKE_IN_PLACE = 0.6
"""How like its old self a sentence must be where both its neighbours stayed."""
LIKE_ELSEWHERE = 0.85
"""How like its old self a sentence must be that was edited and moved."""
_MARGIN = 0.05
"""By how much the best must beat the second best where place does not decide."""


def describe(document: Document, span: Span) -> Anchor:
    """The passage at `span`, described so that `find` finds it again."""
    text = document.text
    return Anchor(
        quote=text[span.start : span.end],
        prefix=text[max(0, span.start - CONTEXT) : span.start],
        suffix=text[span.end : span.end + CONTEXT],
        start=span.start,
        end=span.end,
        text_sha256=document.sha256,
    )


def find(anchor: Anchor, document: Document, snapshot: str | None = None) -> Placement:
    """Where the passage stands in the document's text.

    `snapshot` is the text that the anchor describes; without it only an unchanged quote in known
    surroundings, or a very similar one, is taken. To place many notes made on one text, use one Relocator.
    """
    if anchor.text_sha256 == document.sha256 and _same(
        document.text[anchor.start : anchor.end], anchor.quote
    ):
        return Placement(Span(anchor.start, anchor.end), "exact", 1.0, "same text")
    if snapshot is not None:
        return Relocator(snapshot, document).place(anchor)
    return _find_by_quote(anchor, document.text)


def pack(text: str) -> bytes:
    """A snapshot of a text to keep: zlib of its UTF-8."""
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 9)


def unpack(packed: bytes) -> str:
    """The text of a snapshot; NoteError when it is damaged."""
    try:
        return zlib.decompress(packed).decode("utf-8", "surrogatepass")
    except (zlib.error, UnicodeDecodeError) as error:
        raise NoteError(f"The kept text of a note is damaged: {error}.") from error


@dataclass(frozen=True, slots=True)
class _Pair:
    """Old units `[old_start, old_end)` became new units `[new_start, new_end)`."""

    score: float
    old_start: int
    old_end: int
    new_start: int
    new_end: int


class _Units:
    """A text in the pieces that are compared: sentences, none of which crosses a newline."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[Span] = []
        for line in re.finditer(r"[^\n]*\S[^\n]*", text):
            self.spans.extend(split_sentences(text, line.start(), line.end()))
        self.keys = [fold(" ".join(text[start:end].split())) for start, end in self.spans]

    def string(self, first: int, last: int) -> str:
        """The text from unit `first` to unit `last`, `last` not included."""
        return self.text[self.spans[first].start : self.spans[last - 1].end]

    def overlapping(self, span: Span) -> range:
        """The indices of the units that share a code point with the span."""
        first = _bisect(self.spans, span.start)
        last = first
        while last < len(self.spans) and self.spans[last].start < span.end:
            last += 1
        return range(first, last)


class Relocator:
    """Places the notes that were made on one text in another; the texts are compared once."""

    def __init__(self, old: str | Document, new: Document) -> None:
        self._old_text = old if isinstance(old, str) else old.text
        self._new_text = new.text
        self._pairs: dict[int, _Pair | None] = {}
        self._gap_done: set[int] = set()

    def place_all(self, anchors: Iterable[Anchor]) -> list[Placement]:
        """A placement for each anchor, in their order."""
        return [self.place(anchor) for anchor in anchors]

    def place(self, anchor: Anchor) -> Placement:
        """Where the passage that was described in the old text stands in the new one."""
        span = self._place_in_old(anchor)
        if span is None:
            return _find_by_quote(anchor, self._new_text)
        if self._old_text == self._new_text:
            return Placement(span, "exact" if span.start == anchor.start else "moved", 1.0, "same text")
        return self._follow(anchor, span)

    def _place_in_old(self, anchor: Anchor) -> Span | None:
        """The anchor's own place in the old text: a position counts only if the text there is the quote."""
        if _same(self._old_text[anchor.start : anchor.end], anchor.quote):
            return Span(anchor.start, anchor.end)
        return _find_by_quote(anchor, self._old_text).span

    @cached_property
    def _old(self) -> _Units:
        return _Units(self._old_text)

    @cached_property
    def _new(self) -> _Units:
        return _Units(self._new_text)

    @cached_property
    def _alignment(self) -> Alignment:
        return align(self._old.keys, self._new.keys)

    @cached_property
    def _common(self) -> frozenset[str]:
        """Words that either text also writes small: a capital at a sentence's head makes no name of them."""
        return frozenset(re.findall(r"\b[^\W\d_A-Z][^\W\d_]*", self._old_text + "\n" + self._new_text))

    def _follow(self, anchor: Anchor, span: Span) -> Placement:
        pieces: list[Span] = []
        kept = 0
        how = "same sentence"
        indices = self._old.overlapping(span)
        for index in indices:
            unit = self._old.spans[index]
            part = Span(max(unit.start, span.start), min(unit.end, span.end))
            target, manner = self._follow_part(index, part)
            if target is not None:
                pieces.append(target)
                kept += part.end - part.start
            if _MANNERS.index(manner) > _MANNERS.index(how):
                how = manner
        near = self._near(indices[0]) if indices else None
        if not pieces or kept * 2 < sum(len(word) for word in anchor.quote.split()):
            return Placement(None, "lost", 0.0, "its sentence is gone", near)
        start, end = min(piece.start for piece in pieces), max(piece.end for piece in pieces)
        if end - start > 2 * (span.end - span.start) + CONTEXT:
            largest = max(pieces, key=lambda piece: piece.end - piece.start)
            start, end = largest
        return _judged(anchor, self._new_text, Span(start, end), how)

    def _follow_part(self, index: int, part: Span) -> tuple[Span | None, str]:
        """Where a part of one old unit went, and by what manner."""
        target = self._alignment.matches[index]
        if target >= 0:
            manner = "moved sentence" if index in self._alignment.moved else "same sentence"
            return self._within_same(self._old.spans[index], self._new.spans[target], part), manner
        pair = self._pair(index)
        if pair is None:
            return None, "its sentence is gone"
        return self._within_edited(pair, part), "edited sentence"

    def _within_same(self, old: Span, new: Span, part: Span) -> Span:
        """The part's place in a unit that is the same but for white space, case and accents."""
        if part == old:
            return new
        one, other = _Bare(self._old_text, old), _Bare(self._new_text, new)
        return other.original(*one.bare(part))

    def _within_edited(self, pair: _Pair, part: Span) -> Span | None:
        old = Span(self._old.spans[pair.old_start].start, self._old.spans[pair.old_end - 1].end)
        new = Span(self._new.spans[pair.new_start].start, self._new.spans[pair.new_end - 1].end)
        if part == old:
            return new
        quote = self._old_text[part.start : part.end]
        places = _occurrences(quote, self._new_text, new)
        if len(places) == 1 and len(_occurrences(quote, self._old_text, old)) == 1:
            return places[0]
        return self._by_words(old, new, part)

    def _by_words(self, old: Span, new: Span, part: Span) -> Span | None:
        """The part's place by a word diff of the old and the new sentence."""
        old_words, new_words = _words(self._old_text, old), _words(self._new_text, new)
        old_keys = [fold(self._old_text[start:end]) for start, end in old_words]
        new_keys = [fold(self._new_text[start:end]) for start, end in new_words]
        first = last = -1
        same = 0
        for tag, old_start, old_end, new_start, new_end in Indel.opcodes(old_keys, new_keys):
            if tag != "equal":
                continue
            for at, there in zip(range(old_start, old_end), range(new_start, new_end), strict=True):
                if old_words[at].start < part.end and part.start < old_words[at].end:
                    first = there if first < 0 else first
                    last = there
                    same += 1
        wanted = sum(1 for word in old_words if word.start < part.end and part.start < word.end)
        if first < 0 or same * 2 < wanted:
            return None
        if part.start == old.start:
            first = 0
        if part.end == old.end:
            last = len(new_words) - 1
        return Span(new_words[first].start, new_words[last].end)

    def _near(self, index: int) -> int:
        """Where in the new text a lost unit would have stood: after the last unit before it that stayed."""
        for before in range(index - 1, -1, -1):
            target = self._alignment.matches[before]
            if target >= 0 and before not in self._alignment.moved:
                return self._new.spans[target].end
        return 0

    def _pair(self, index: int) -> _Pair | None:
        """What an old unit without an equal became; None when it is gone."""
        if index not in self._pairs:
            gap = next(gap for gap in self._alignment.gaps if gap.old_start <= index < gap.old_end)
            self._pair_gap(gap)
        return self._pairs[index]

    def _pair_gap(self, gap: Gap) -> None:
        """Pair old and new units of one replaced stretch, best first, none of them twice."""
        taken = set(self._alignment.matches)
        old = [at for at in range(gap.old_start, gap.old_end) if self._alignment.matches[at] < 0]
        new = [at for at in range(gap.new_start, gap.new_end) if at not in taken]
        self._pairs.update(dict.fromkeys(old))
        free_old, free_new = set(old), set(new)
        for pair in sorted(self._candidates(old, new), key=lambda pair: -pair.score):
            ours = range(pair.old_start, pair.old_end)
            theirs = range(pair.new_start, pair.new_end)
            if free_old.issuperset(ours) and free_new.issuperset(theirs):
                free_old.difference_update(ours)
                free_new.difference_update(theirs)
                self._pairs.update(dict.fromkeys(ours, pair))

    def _candidates(self, old: Sequence[int], new: Sequence[int]) -> list[_Pair]:
        """Pairs that are alike enough: one to one, one split in two, two joined in one."""
        old_runs = [(at, at + 1) for at in old]
        new_runs = [(at, at + 1) for at in new]
        old_joined = [(at, after + 1) for at, after in pairwise(old) if after == at + 1]
        new_joined = [(at, after + 1) for at, after in pairwise(new) if after == at + 1]
        found = []
        for ours, theirs in ((old_runs, new_runs), (old_runs, new_joined), (old_joined, new_runs)):
            for first, last in ours:
                old_string = self._old.string(first, last)
                for new_first, new_last in theirs:
                    score = self._likeness(old_string, self._new.string(new_first, new_last))
                    if score >= LIKE_IN_PLACE:
                        found.append(_Pair(score, first, last, new_first, new_last))
        return found

    def _likeness(self, old: str, new: str) -> float:
        return likeness(old, new, self._common)


_MANNERS = ("same sentence", "moved sentence", "edited sentence", "its sentence is gone")


def likeness(old: str, new: str, common: frozenset[str] = frozenset()) -> float:
    """How like `new` is to `old`, from 0 to 1: the normalised indel similarity of the folded texts.

    0 unless every name and number of `old` stands in `new`; `common` are words that are no names.
    """
    score = fuzz.ratio(_plain(old), _plain(new), score_cutoff=100 * LIKE_IN_PLACE) / 100
    if score and not survives(old, new, common):
        return 0.0
    return score


_NUMBER_WORDS = {
    "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
    "ten": "10", "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15",
    "sixteen": "16", "seventeen": "17", "eighteen": "18", "nineteen": "19", "twenty": "20", "thirty": "30",
    "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70", "eighty": "80", "ninety": "90",
}  # fmt: skip
_WORD = re.compile(r"\d[\d.,:/]*\d|\w+")


def survives(old: str, new: str, common: frozenset[str] = frozenset()) -> bool:
    """Whether every name and number of `old` stands in `new`, a slip of spelling in a long name allowed."""
    new_words = {_fact(word) for word in _WORD.findall(new)}
    return all(fact in new_words or _misspelt(fact, new_words) for fact in _facts(old, common))


def _facts(text: str, common: frozenset[str]) -> set[str]:
    """The folded names and the numbers of a sentence.

    A name is a word with a capital that is not merely the first of its sentence; in a text that is all
    capitals there are none to tell.
    """
    words = _WORD.findall(text)
    shouting = sum(word.isupper() and len(word) > 1 for word in words) * 2 > len(words)
    facts = set()
    for position, word in enumerate(words):
        fact = _fact(word)
        if fact[0].isdigit():
            facts.add(fact)
        elif not shouting and word[0].isupper() and len(word) > 1:
            heads_sentence = position == 0 and not (len(words) > 1 and words[1][0].isupper())
            if word.lower() not in common and not heads_sentence:
                facts.add(fact)
    return facts


def _fact(word: str) -> str:
    folded = fold(word)
    return _NUMBER_WORDS.get(folded, folded.replace(",", "") if folded[:1].isdigit() else folded)


def _misspelt(fact: str, words: set[str]) -> bool:
    if fact[0].isdigit() or len(fact) < 5:
        return False
    slips = 2 if len(fact) >= 10 else 1
    return any(
        word[:1] == fact[0] and OSA.distance(fact, word, score_cutoff=slips) <= slips for word in words
    )


def _judged(anchor: Anchor, text: str, span: Span, how: str) -> Placement:
    """The placement at a place that was found: its state follows from the text that stands there."""
    there = text[span.start : span.end]
    if _same(there, anchor.quote):
        return Placement(span, "exact" if span.start == anchor.start else "moved", 1.0, how)
    score = fuzz.ratio(_plain(anchor.quote), _plain(there)) / 100
    return Placement(span, "changed", score, how)


def _find_by_quote(anchor: Anchor, text: str) -> Placement:
    """The passage by its words and what stands around it, without the text that it was made on."""
    places = _occurrences(anchor.quote, text, Span(0, len(text)))
    if any(place.start == anchor.start for place in places) and len(places) == 1:
        return _judged(anchor, text, places[0], "position")
    ranked = sorted(((_context_score(anchor, text, place), place) for place in places), reverse=True)
    if ranked and ranked[0][0] >= 0.6 and (len(ranked) == 1 or ranked[0][0] - ranked[1][0] >= _MARGIN):
        return _judged(anchor, text, ranked[0][1], "quote and context")
    if len(ranked) == 1 and (len(anchor.quote.split()) >= 4 or not (anchor.prefix or anchor.suffix)):
        return _judged(anchor, text, ranked[0][1], "quote")
    if ranked:
        return Placement(None, "lost", 0.0, f"its words stand at {len(ranked)} places")
    units = _Units(text)
    alike = []
    for unit in units.spans:
        score = likeness(anchor.quote, text[unit.start : unit.end])
        if score >= LIKE_ELSEWHERE or (score and _context_score(anchor, text, unit) >= LIKE_ELSEWHERE):
            alike.append((score, unit))
    alike.sort(reverse=True)
    if alike and (len(alike) == 1 or alike[0][0] - alike[1][0] >= _MARGIN):
        return _judged(anchor, text, alike[0][1], "similar words")
    return Placement(None, "lost", 0.0, "its words are gone")


def _context_score(anchor: Anchor, text: str, place: Span) -> float:
    """How like the surroundings are, from 0 to 1: the better of the two sides counts two thirds."""
    before = fuzz.ratio(_plain(anchor.prefix), _plain(text[max(0, place.start - CONTEXT) : place.start]))
    after = fuzz.ratio(_plain(anchor.suffix), _plain(text[place.end : place.end + CONTEXT]))
    return (2 * max(before, after) + min(before, after)) / 300


def _occurrences(quote: str, text: str, within: Span) -> list[Span]:
    """The places of the quote's words in a part of the text, whatever white space stands between them."""
    words = quote.split()
    if not words:
        return []
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    return [Span(*match.span()) for match in pattern.finditer(text, within.start, within.end)]


def _same(one: str, other: str) -> bool:
    """Whether two passages differ in nothing but white space."""
    return bool(other) and (one == other or "".join(one.split()) == "".join(other.split()))


def _plain(text: str) -> str:
    return fold(" ".join(text.split()))


def _words(text: str, span: Span) -> list[Span]:
    return [Span(*match.span()) for match in re.compile(r"\w+|[^\w\s]").finditer(text, span.start, span.end)]


def _bisect(spans: Sequence[Span], offset: int) -> int:
    """The index of the first span that ends after the offset."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].end > offset:
            high = middle
        else:
            low = middle + 1
    return low


class _Bare:
    """A part of a text folded and without white space, and the way between the two."""

    def __init__(self, text: str, span: Span) -> None:
        self._offset = span.start
        self._folded = fold_with_map(text[span.start : span.end])
        self._kept = [at for at, char in enumerate(self._folded.text) if not char.isspace()]

    def bare(self, span: Span) -> tuple[int, int]:
        """The range of folded, spaceless characters that a span of the text covers."""
        inside = [
            order
            for order, at in enumerate(self._kept)
            if (place := self._folded.original(at, at + 1)).start + self._offset < span.end
            and place.end + self._offset > span.start
        ]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def original(self, start: int, end: int) -> Span:
        """The span of the text that such a range stands for."""
        if end <= start:
            return Span(self._offset, self._offset)
        first = self._folded.original(self._kept[start], self._kept[start] + 1).start
        last = self._folded.original(self._kept[end - 1], self._kept[end - 1] + 1).end
        return Span(first + self._offset, last + self._offset)
