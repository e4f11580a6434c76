"""Which words of a text a search lights: one rule for an answer's passages, an opened document and find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reader.search.tokens import FUNCTION_WORDS, LONGEST_WORD, WORD
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


def lit_spans(text: str, words: Iterable[str], start: int = 0, end: int | None = None) -> list[Span]:
    """Return where folded words stand as whole words between two offsets of a text, in code points.

    Sorted, none on another; of words that begin alike the longest is lit. A part of the text gives the spans
    that the whole has there: a word over its edge is none.
    """
    end = len(text) if end is None else end
    # A word that is lit is no longer than this, so that the edges of the window cut none short.
    first, last = max(0, start - LONGEST_WORD), min(len(text), end + LONGEST_WORD)
    spans = lit_in_folded(fold_with_map(text[first:last]), words)
    shifted = (Span(first + span.start, first + span.end) for span in spans)
    return [span for span in shifted if start <= span.start and span.end <= end]


def lit_in_folded(folded: Folded, words: Iterable[str]) -> list[Span]:
    """Return where folded words stand as whole words in a text that is folded already: see `lit_spans`."""
    by_first_word = _by_first_word(words)
    spans: list[Span] = []
    if not by_first_word:
        return spans
    done = 0
    for match in WORD.finditer(folded.text):
        for lead, word in by_first_word.get(match.group(), ()):
            begin, after = match.start() - lead, match.start() - lead + len(word)
            if begin < done or not folded.text.startswith(word, begin) or _goes_on(folded.text, after):
                continue
            done = after
            span = folded.original(begin, after)
            # Both letters that a ligature or a sharp s folds to are the same character of the text.
            if not spans or span.start >= spans[-1].end:
                spans.append(span)
            break
        if len(spans) >= MOST_HITS:
            break
    return spans


def _by_first_word(words: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """The words by what the text is cut at, the longest first, with what each has before its first letter."""
    by_first_word: dict[str, list[tuple[int, str]]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        first = WORD.search(word)
        if first:
            by_first_word.setdefault(first.group(), []).append((first.start(), word))
    return by_first_word


def _goes_on(folded: str, offset: int) -> bool:
    """Whether a word goes on over an offset."""
    return (
        offset > 0 and WORD.match(folded, offset) is not None and WORD.match(folded, offset - 1) is not None
    )
