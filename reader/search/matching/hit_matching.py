"""Which words of a text a search lights: one rule for an answer's passages, an opened document and find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reader.search.words.tokens import FUNCTION_WORDS, LONGEST_WORD, WORD
from reader.text.folding import Folded, fold, fold_with_map
from reader.text.spans import Span

MOST_HITS = 50_000


def telling(words: Iterable[str]) -> list[str]:
    """Return the words that say what is looked for: all but function words, unless there are no others."""
    listed = list(words)
    return [word for word in listed if fold(word) not in FUNCTION_WORDS] or listed


def words_to_light(meanings: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return what a query lights, from its typed words and the folded words that each is taken for."""
    return frozenset(word for typed in telling(meanings) for word in meanings[typed])


class HitMatcher:
    """A finder of folded words in texts: made once for a search, asked for each text.

    Of a word that the index cuts in several (al-rashid) and of a phrase all stand next to each other. Of
    those that begin alike the longest is found.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._following = _by_first_word(words)

    def spans(self, text: str, start: int = 0, end: int | None = None) -> list[Span]:
        """Return where the words stand as whole words between two offsets of a text, in code points.

        Sorted, none on another. A part of the text gives the spans that the whole has there: a word over its
        edge is none.
        """
        end = len(text) if end is None else end
        # A word that is lit is no longer than this, so that the edges of the window cut none short.
        first, last = max(0, start - LONGEST_WORD), min(len(text), end + LONGEST_WORD)
        spans = self.spans_in(fold_with_map(text[first:last]))
        shifted = (Span(first + span.start, first + span.end) for span in spans)
        return [span for span in shifted if start <= span.start and span.end <= end]

    def spans_in(self, folded: Folded) -> list[Span]:
        """Return where the words stand in a text that is folded already, as spans of the text."""
        spans: list[Span] = []
        done = 0
        for match in WORD.finditer(folded.text) if self._following else ():
            if match.start() < done or match.group() not in self._following:
                continue
            for following in self._following[match.group()]:
                end = _end_of(folded.text, match.end(), following)
                if not end:
                    continue
                done = end
                span = folded.original(match.start(), end)
                # Both letters that a ligature or a sharp s folds to are the same character of the text.
                if not spans or span.start >= spans[-1].end:
                    spans.append(span)
                break
            if len(spans) >= MOST_HITS:
                break
        return spans


def _by_first_word(words: Iterable[str]) -> dict[str, list[list[str]]]:
    """By the first word of each the words that must follow, the longest first."""
    sequences = sorted({tuple(WORD.findall(word)) for word in words}, key=lambda parts: (-len(parts), parts))
    by_first_word: dict[str, list[list[str]]] = {}
    for sequence in sequences:
        if sequence:
            by_first_word.setdefault(sequence[0], []).append(list(sequence[1:]))
    return by_first_word


def _end_of(folded: str, end: int, following: Iterable[str]) -> int:
    """Where the last of the words that must follow ends; 0 when they do not follow."""
    for word in following:
        match = WORD.search(folded, end)
        if match is None or match.group() != word:
            return 0
        end = match.end()
    return end
