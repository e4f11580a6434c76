"""Find in one document: every place of what is typed, exact first, then likely spellings.

Upper case in the line makes the case count where the line stands in the text in that case (smart case);
accents and widths never do; white space between words matches any white space.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reader.search.matching.hit_matching import MOST_HITS, HitMatcher, telling
from reader.text.folding import Folded, fold, fold_with_map
from reader.text.spans import Span

_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SHORTEST_FUZZY = 4
_SIMILAR = 0.66


class HitSpans(NamedTuple):
    """Where a line stands in a text.

    `spans` are code points, sorted, none on another. `corrections` gives, for a typed word that does not
    stand there as it was typed, the folded spelling that was used.
    """

    spans: list[Span]
    corrections: dict[str, str]


class Finder:
    """A finder of lines in one text; it is folded, and its words are listed, once and when first needed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._vocabulary: Counter[str] | None = None

    @cached_property
    def _folded(self) -> Folded:
        return fold_with_map(self.text)

    def find(self, line: str) -> HitSpans:
        """Return every place of the line in the text, in order; likely spellings where it stands nowhere."""
        words = line.split()
        if not words:
            return HitSpans([], {})
        exact = self._phrase([fold(word) for word in words], line if line != line.lower() else "")
        if exact:
            return HitSpans(exact, {})
        corrections: dict[str, str] = {}
        likely = []
        for word in words:
            folded = fold(word)
            used = self._likely(folded)
            if used is None:
                return HitSpans([], {})
            if used != folded or word != word.lower():
                corrections[word] = used
            likely.append(used)
        spans = self._phrase(likely, "")
        if not spans and len(likely) > 1:
            # Not next to each other: every place of each of them.
            spans = HitMatcher(telling(likely)).spans_in(self._folded)
        return HitSpans(spans, corrections if spans else {})

    def _phrase(self, words: list[str], cased: str) -> list[Span]:
        pattern = re.compile(r"\s+".join(re.escape(word) for word in words if word) or r"(?!)")
        spans = self._spans(pattern)
        if cased:
            # The case was typed on purpose: the letters must agree where they are letters at all.
            letters = [char for char in cased if not char.isspace()]
            spans = [span for span in spans if _same_case(self.text[span.start : span.end], letters)]
        return spans

    def _spans(self, pattern: re.Pattern[str]) -> list[Span]:
        """Where the pattern matches in the folded text, as spans of the text: sorted, none on another."""
        spans: list[Span] = []
        for match in _first(pattern, self._folded.text):
            span = self._folded.original(*match.span())
            # Both letters that a ligature or a sharp s folds to are the same character of the text.
            if not spans or span.start >= spans[-1].end:
                spans.append(span)
        return spans

    def _likely(self, word: str) -> str | None:
        if word in self._folded.text:
            return word
        if len(word) < _SHORTEST_FUZZY:
            return None
        vocabulary = self._vocabulary
        if vocabulary is None:
            vocabulary = self._vocabulary = Counter(_WORD.findall(self._folded.text))
        near = process.extract(
            word, vocabulary.keys(), scorer=OSA.normalized_similarity, score_cutoff=_SIMILAR, limit=8
        )
        if not near:
            return None
        best = near[0][1]
        # Of equally near words the more frequent one is meant.
        return max((other for other, score, _ in near if score >= best - 1e-9), key=vocabulary.__getitem__)


def _first(pattern: re.Pattern[str], text: str) -> Iterable[re.Match[str]]:
    for number, match in enumerate(pattern.finditer(text)):
        if number >= MOST_HITS:
            return
        yield match


def _same_case(text: str, letters: list[str]) -> bool:
    actual = [char for char in text if not char.isspace()]
    if len(actual) != len(letters):
        return True
    return all(
        not typed.isalpha() or char.isupper() == typed.isupper()
        for char, typed in zip(actual, letters, strict=True)
    )
