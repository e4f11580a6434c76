"""What the search is given of a document or a note, and what it gives back."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from reader.search.words.tokens import WORD, words
from reader.text.folding import fold
from reader.text.spans import Ranged, Span

EntryKind = Literal["document", "note"]

LONGEST_PASSAGE = 1000
"""Code points; what is longer (a table, a listing) is parted at a line's end or a space."""

TITLE_TIMES = 2
"""How often a title counts as if it stood in the text: the simplest form of field weights (Robertson,
Zaragoza and Taylor 2004), for it saturates together with the text."""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A document or a note as the search needs it.

    `key` tells entries apart, `sha` their versions. `sentences` are sorted spans of `text` that do not
    overlap. `date` is an ISO 8601 day or time, or empty. `format` are the words that the file's format goes
    by. `people`, `organisations` and `places` are names of entities that the text mentions, in every spelling
    worth finding; they need not stand in it. A note
    has `kind` "note" and the key of its document in `document`. `quote_start` is where in `text` words begin
    that are quoted from the document, in code points; None where nothing is quoted.
    """

    key: str
    title: str
    text: str
    sentences: Sequence[Ranged] = ()
    date: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    format: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    kind: EntryKind = "document"
    document: str = ""
    quote_start: int | None = None
    sha: str = ""


class Stored(NamedTuple):
    """What the index gives back of an entry.

    `bounds` are the passages of the text, start and end in turn, which leave out no word; `firsts` is the
    number of the first word of each passage, counted in the text's words.
    """

    key: str
    title: str
    kind: EntryKind
    document: str
    date: str
    text: str
    bounds: array[int]
    firsts: array[int]
    quote_start: int | None = None

    def passage(self, number: int) -> Span:
        """Return the span of a passage in the text; empty where the text has none."""
        return Span(*self.bounds[2 * number : 2 * number + 2]) if self.bounds else Span(0, 0)


def cut(text: str, sentences: Sequence[Ranged]) -> tuple[array[int], array[int]]:
    """Return the passages of a text and the number of the first word of each: `Stored.bounds` and `.firsts`.

    Sentences are passages; what stands between them and has a word is one too.
    """
    bounds, firsts = array("I"), array("I")
    # An ASCII text folds one for one, and at once.
    folded = fold(text) if text.isascii() else ""
    count = 0
    for start, end in _pieces(text, sentences):
        word_count = len(words(folded[start:end] or fold(text[start:end])))
        if word_count:
            bounds.extend((start, end))
            firsts.append(count)
            count += word_count
    return bounds, firsts


def _pieces(text: str, sentences: Sequence[Ranged]) -> list[Span]:
    pieces: list[Span] = []
    done = 0
    for start, end in [*((item.start, item.end) for item in sentences), (len(text), len(text))]:
        if start > done and not text[done:start].isspace() and WORD.search(fold(text[done:start])):
            pieces.extend(_parts(text, done, start))
        if end - start > LONGEST_PASSAGE:
            pieces.extend(_parts(text, start, end))
        elif end > start:
            pieces.append(Span(start, end))
        done = max(done, end)
    return pieces


def _parts(text: str, start: int, end: int) -> list[Span]:
    """A stretch of text in trimmed pieces that are not too long."""
    parts: list[Span] = []
    while start < end:
        last = min(start + LONGEST_PASSAGE, end)
        if last < end:
            middle = start + LONGEST_PASSAGE // 2
            last = max(text.rfind("\n", middle, last), text.rfind(" ", middle, last)) + 1 or last
        piece = text[start:last]
        trimmed = piece.strip()
        if trimmed:
            first = start + len(piece) - len(piece.lstrip())
            parts.append(Span(first, first + len(trimmed)))
        start = last
    return parts
