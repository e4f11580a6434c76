"""Follow the notes of one text into the text that it became.

Briefings repeat themselves, so likeness alone misleads: the sentence that was deleted has a twin two
paragraphs on. A passage is therefore followed sentence by sentence (`diff.py`). Sentences that are the same
on both sides claim each other first; only what none of them claimed is compared by likeness, first within a
replaced stretch, and every name and number of the old sentence must survive (`likeness.py`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from reader.notes.note import Anchor, Placement
from reader.notes.quotes import find_by_quote, judged, occurrences
from reader.notes.sentence_diff import Alignment, align
from reader.notes.similarity import (
    Lexicon,
    best_window,
    likeness,
    plain,
    same,
    shares_words,
    survive,
    token_pairs,
    tokens,
)
from reader.text.document import Document
from reader.text.folding import fold, fold_with_map
from reader.text.sentences import split_sentences
from reader.text.spans import Span, overlaps

LIKE_IN_PLACE = 0.6
"""How like its old self a sentence must be between two neighbours that stayed."""
LIKE_WITHIN = 0.7
"""How like its old self a part of a longer sentence must be."""
VERBATIM = 0.98
"""How like its old self a part of a sentence must be that is hardly longer."""
LIKE_ELSEWHERE = 0.75
"""How like its old self a sentence must be that was edited and moved."""
_MARGIN = 0.05
"""By how much the best must beat the second best where place does not decide."""
_LONGER = 1.25
"""From what ratio of lengths on the old sentence is looked for inside the new one."""
_MOST_CANDIDATES = 40
"""With how many new sentences an old one is compared at most: those that share its rarest words."""
_LEAST_SHARED = 0.3
"""What share of its words a new one must have in common with it where there are more than that."""
_TELLING_WORDS = 8
"""From how many words on a quote is known again without its sentence."""
_MOST_JOINED = 3
"""Into how many sentences an old one may have been split."""


class _Claim(NamedTuple):
    """An old unit and the place in the new text that it claims."""

    score: float
    unit: int
    place: Span


class _Units:
    """A text in the pieces that are compared: sentences, none of which crosses a newline."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[Span] = []
        for line in re.finditer(r"[^\n]*\S[^\n]*", text):
            self.spans.extend(split_sentences(text, line.start(), line.end()))
        self.keys = [plain(text[start:end]) for start, end in self.spans]

    def string(self, index: int) -> str:
        """Return the text of a unit."""
        return self.text[self.spans[index].start : self.spans[index].end]

    def overlapping(self, span: Span) -> range:
        """Return the indices of the units that share a code point with the span."""
        first = last = bisect_right(self.spans, span.start, key=lambda unit: unit.end)
        while last < len(self.spans) and self.spans[last].start < span.end:
            last += 1
        return range(first, last)


class Relocator:
    """A finder of the places of one text in another, for notes; the texts are compared once."""

    def __init__(self, old: str | Document, new: Document) -> None:
        self._old_text = old if isinstance(old, str) else old.text
        self._new_text = new.text

    def place_all(self, anchors: Iterable[Anchor]) -> list[Placement]:
        """Return a placement for each anchor, in their order."""
        return [self.place(anchor) for anchor in anchors]

    def place(self, anchor: Anchor) -> Placement:
        """Return where the passage that was described in the old text stands in the new one."""
        span = self._place_in_old(anchor)
        if span is None:
            return find_by_quote(anchor, self._new_text)
        if self._old_text == self._new_text:
            return judged(anchor, self._new_text, span, "same text")
        return self._follow(anchor, span)

    def _place_in_old(self, anchor: Anchor) -> Span | None:
        """The anchor's own place in the old text: a position counts only if the text there is the quote."""
        if same(self._old_text[anchor.start : anchor.end], anchor.quote):
            return Span(anchor.start, anchor.end)
        return find_by_quote(anchor, self._old_text).span

    # What is worked out once for all notes

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
    def _lexicon(self) -> Lexicon:
        return Lexicon(self._old_text, self._new_text)

    @cached_property
    def _bare_starts(self) -> list[int] | None:
        """Where each character but white space stands in the new text, if the old has the same ones."""
        if "".join(self._old_text.split()) != "".join(self._new_text.split()):
            return None
        return [index for index, char in enumerate(self._new_text) if not char.isspace()]

    @cached_property
    def _claims(self) -> dict[int, Span]:
        """Where each old unit went that has no equal in the new text, as far as it went anywhere."""
        matched = set(self._alignment.matches)
        matches = self._alignment.matches
        ledger = _Ledger()
        for gap in self._alignment.gaps:
            old = [index for index in range(gap.old_start, gap.old_end) if matches[index] < 0]
            new = [index for index in range(gap.new_start, gap.new_end) if index not in matched]
            ledger.grant(self._candidates(old, new, LIKE_IN_PLACE, LIKE_WITHIN))
        left = [index for index, match in enumerate(matches) if match < 0 and index not in ledger.granted]
        free = [index for index in range(len(self._new.spans)) if index not in matched]
        ledger.grant(_clear_ones(self._candidates(left, free, LIKE_ELSEWHERE, LIKE_ELSEWHERE)))
        return ledger.granted

    @cached_property
    def _kept_places(self) -> list[Span]:
        """The new units that are old ones, and the places that edited ones went to."""
        placed = [self._new.spans[index] for index in self._alignment.matches if index >= 0]
        return placed + list(self._claims.values())

    def _candidates(
        self, old: Sequence[int], new: Sequence[int], whole: float, within: float
    ) -> list[_Claim]:
        """The claims of old units to places in new ones that are alike enough and keep names and numbers."""
        if not old or not new:
            return []
        index = _WordIndex(self._new, new)
        free = frozenset(new)
        claims = []
        for unit in old:
            text = self._old.string(unit)
            facts = self._lexicon.facts(text)
            for unit_index in index.sharing(self._old.keys[unit]):
                for score, place in self._likely_places(text, unit_index, free, whole, within):
                    if survive(facts, self._new_text[place.start : place.end]):
                        claims.append(_Claim(score, unit, place))
        return claims

    def _likely_places(
        self, text: str, index: int, free: frozenset[int], whole: float, within: float
    ) -> Iterator[tuple[float, Span]]:
        """Places from a new unit on that are like an old one: the unit, it and the next, a part of it."""
        end = index
        place = self._new.spans[index]
        while end in free and end < index + _MOST_JOINED:
            place = Span(place.start, self._new.spans[end].end)
            score = likeness(text, self._new_text[place.start : place.end], whole)
            if score:
                yield score, place
            if place.end - place.start >= len(text):
                break
            end += 1
        threshold = within if place.end - place.start > _LONGER * len(text) else VERBATIM
        if place.end - place.start > len(text) and shares_words(text, self._new_text, place, threshold / 2):
            part = best_window(text, self._new_text, place)
            score = likeness(text, self._new_text[part.start : part.end], threshold) if part else 0.0
            if part and score:
                yield score, part

    # Where one note went

    def _follow(self, anchor: Anchor, span: Span) -> Placement:
        if self._bare_starts is not None:
            first = len("".join(self._old_text[: span.start].split()))
            last = first + len("".join(self._old_text[span.start : span.end].split())) - 1
            place = Span(self._bare_starts[first], self._bare_starts[last] + 1)
            return judged(anchor, self._new_text, place, "same words")
        pieces: list[Span] = []
        surviving = 0
        manner = "same sentence"
        units = self._old.overlapping(span)
        for unit in units:
            whole = self._old.spans[unit]
            part = Span(max(whole.start, span.start), min(whole.end, span.end))
            target, how = self._follow_part(unit, part)
            if target is None:
                continue
            pieces.append(target)
            surviving += part.end - part.start
            if _MANNERS.index(how) > _MANNERS.index(manner):
                manner = how
        if surviving * 2 < len(anchor.quote.strip()):
            unclaimed = self._in_unclaimed(anchor.quote)
            if unclaimed is not None:
                return judged(anchor, self._new_text, unclaimed, "same words elsewhere")
            near = self._near(units[0]) if units else None
            return Placement(None, "lost", 0.0, "its sentence is gone", near)
        return judged(anchor, self._new_text, _together(pieces, span), manner)

    def _follow_part(self, unit: int, part: Span) -> tuple[Span | None, str]:
        """Where a part of one old unit went, and by what manner."""
        target = self._alignment.matches[unit]
        if target >= 0:
            manner = "moved sentence" if unit in self._alignment.moved else "same sentence"
            return self._within_same(self._old.spans[unit], self._new.spans[target], part), manner
        place = self._claims.get(unit)
        if place is None:
            return None, "its sentence is gone"
        return self._within_edited(self._old.spans[unit], place, part), "edited sentence"

    def _within_same(self, old: Span, new: Span, part: Span) -> Span | None:
        """The part's place in a unit that is the same but for white space, case and accents."""
        if part == old:
            return new
        start, end = _Bare(self._old_text, old).bare(part)
        if start == end:
            # A mark for something invisible folds to nothing: only the mark itself can be looked for.
            return self._within_edited(old, new, part)
        return _Bare(self._new_text, new).original(start, end)

    def _within_edited(self, old: Span, new: Span, part: Span) -> Span | None:
        """The part's place in a unit that was edited: its words, if they are there once, else by a diff."""
        if part == old:
            return new
        quote = self._old_text[part.start : part.end]
        places = occurrences(quote, self._new_text, new)
        if len(places) == 1 and len(occurrences(quote, self._old_text, old)) == 1:
            return places[0]
        old_tokens, new_tokens = tokens(self._old_text, old), tokens(self._new_text, new)
        inside = {
            index
            for index, token in enumerate(old_tokens)
            if token.start < part.end and part.start < token.end
        }
        pairs = [
            (new_index, equal)
            for index, new_index, equal in token_pairs(
                [fold(self._old_text[start:end]) for start, end in old_tokens],
                [fold(self._new_text[start:end]) for start, end in new_tokens],
            )
            if index in inside
        ]
        if 3 * sum(equal for _, equal in pairs) < len(inside):
            return None
        return Span(new_tokens[pairs[0][0]].start, new_tokens[pairs[-1][0]].end)

    def _in_unclaimed(self, quote: str) -> Span | None:
        """The quote word for word, once, in new text that no old sentence is known to have become.

        Catches what the cut into sentences hides: a part of an old sentence that went elsewhere on its own.
        """
        if len(quote.split()) < _TELLING_WORDS:
            return None
        if len(occurrences(quote, self._old_text, Span(0, len(self._old_text)))) != 1:
            return None
        places = occurrences(quote, self._new_text, Span(0, len(self._new_text)))
        if len(places) != 1 or any(overlaps(places[0], place) for place in self._kept_places):
            return None
        return places[0]

    def _near(self, unit: int) -> int:
        """Where in the new text a lost unit would have stood: after the last unit before it that stayed."""
        for before in range(unit - 1, -1, -1):
            target = self._alignment.matches[before]
            if target >= 0 and before not in self._alignment.moved:
                return self._new.spans[target].end
        return 0


_MANNERS = ("same sentence", "moved sentence", "edited sentence")


class _Ledger:
    """Grants claims, the best first, none of them to a unit or a place that has been granted already."""

    def __init__(self) -> None:
        self.granted: dict[int, Span] = {}
        self._places: list[Span] = []

    def grant(self, claims: Iterable[_Claim]) -> None:
        """Grant what can be granted of these."""
        for claim in sorted(claims, key=lambda claim: (-claim.score, claim.unit, claim.place)):
            index = bisect_right(self._places, claim.place)
            near = self._places[max(0, index - 1) : index + 1]
            if claim.unit not in self.granted and not any(overlaps(claim.place, place) for place in near):
                self.granted[claim.unit] = claim.place
                self._places.insert(index, claim.place)


class _WordIndex:
    """Which new units share the rarest words of an old one, so that not every pair must be compared."""

    def __init__(self, units: _Units, indices: Sequence[int]) -> None:
        self._indices = indices
        self._by_word: dict[str, list[int]] = defaultdict(list)
        if len(indices) > _MOST_CANDIDATES:
            for index in indices:
                for word in set(units.keys[index].split()):
                    self._by_word[word].append(index)

    def sharing(self, key: str) -> Sequence[int]:
        """Return the new units to compare an old one with, by its key: all of them while they are few."""
        if not self._by_word:
            return self._indices
        words = set(key.split())
        shared: Counter[int] = Counter()
        weights: dict[int, float] = defaultdict(float)
        for word in words:
            holders = self._by_word.get(word, ())
            shared.update(holders)
            for index in holders:
                weights[index] += 1 / len(holders)
        likely = [index for index, count in shared.items() if count >= _LEAST_SHARED * len(words)]
        return sorted(likely, key=lambda index: -weights[index])[:_MOST_CANDIDATES]


def _clear_ones(claims: Iterable[_Claim]) -> list[_Claim]:
    """The best claim of each unit that has no other of nearly the same score elsewhere."""
    best: dict[int, list[_Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: -claim.score):
        best[claim.unit].append(claim)
    return [
        ranked[0]
        for ranked in best.values()
        if all(
            overlaps(ranked[0].place, other.place) or ranked[0].score - other.score >= _MARGIN
            for other in ranked[1:]
        )
    ]


def _together(pieces: Sequence[Span], old: Span) -> Span:
    """One span for the pieces that a passage was found in: the largest alone when they went far apart."""
    whole = Span(min(piece.start for piece in pieces), max(piece.end for piece in pieces))
    if whole.end - whole.start <= 2 * (old.end - old.start):
        return whole
    return max(pieces, key=lambda piece: piece.end - piece.start)


class _Bare:
    """A part of a text folded and without white space, and the way between the two."""

    def __init__(self, text: str, span: Span) -> None:
        self._offset = span.start
        self._folded = fold_with_map(text[span.start : span.end])
        self._letters = [index for index, char in enumerate(self._folded.text) if not char.isspace()]

    def bare(self, span: Span) -> tuple[int, int]:
        """Return the range of folded characters, white space not counted, that a span of the text covers."""
        inside = [
            order
            for order, index in enumerate(self._letters)
            if overlaps(self._place(index, index + 1), span)
        ]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def original(self, start: int, end: int) -> Span:
        """Return the span of the text that such a range, which is not empty, stands for."""
        return self._place(self._letters[start], self._letters[end - 1] + 1)

    def _place(self, start: int, end: int) -> Span:
        first, last = self._folded.original(start, end)
        return Span(first + self._offset, last + self._offset)
