"""Where a motion leads, and where a jump came from: offsets in, offsets out, no screen.

`count` is how many times, negative for backwards. A motion that cannot go as far as it was asked goes as
far as it can; one that cannot move at all gives the offset that it was given.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from reader.text.document import Block, Document, Style, StyleKind
from reader.text.spans import Ranged, Span

WORDS_A_MINUTE = 230
_LETTERS_A_WORD = 6


def sentence_at(document: Document, offset: int) -> Span | None:
    """Return the sentence that holds the offset, else the nearest before it in the block, else None."""
    sentences = document.sentences
    index = bisect_right(sentences, offset, key=_start) - 1
    if index < 0:
        return None
    sentence = sentences[index]
    if offset < sentence.end:
        return sentence
    block = block_at(document, offset)
    return sentence if block is not None and block.start <= sentence.start else None


def block_at(document: Document, offset: int) -> Block | None:
    """Return the block that holds the offset, or after which it stands; None before the first."""
    index = bisect_right(document.blocks, offset, key=_start) - 1
    return document.blocks[index] if index >= 0 else None


def by_sentence(document: Document, offset: int, count: int) -> int:
    """Return the start of the sentence so many further on; backwards, first the start of this one."""
    return _by_start(document.sentences, offset, count)


def by_paragraph(document: Document, offset: int, count: int) -> int:
    """Return the start of the block so many further on; backwards, first the start of this one."""
    blocks = document.blocks
    return _by_start(blocks, offset, count)


def by_section(document: Document, offset: int, count: int) -> int:
    """Return the start of the heading so many further on; then the end, or the beginning, of the text."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    start = _by_start(headings, offset, count)
    if start == offset:
        return last_offset(document) if count > 0 else 0
    return start


def by_span(spans: Sequence[Ranged], offset: int, count: int) -> int | None:
    """Return the index of the span so many further on from the offset, in a sequence sorted by start.

    A span that begins at the offset is not counted. None when there is none that way.
    """
    if count > 0:
        index = bisect_right(spans, offset, key=_start) + count - 1
    else:
        index = bisect_left(spans, offset, key=_start) + count
    if not spans or not (index < len(spans) if count > 0 else bisect_left(spans, offset, key=_start) > 0):
        return None
    return max(0, index)


def last_offset(document: Document) -> int:
    """Return the last code point of the text that is not white space; 0 in an empty text."""
    text = document.text
    end = len(text)
    while end and text[end - 1].isspace():
        end -= 1
    return max(0, end - 1)


def styles_at(document: Document, offset: int, kinds: Iterable[StyleKind]) -> list[Style]:
    """Return the document's styles of these kinds that hold the offset, the innermost first."""
    wanted_kinds = frozenset(kinds)
    block = block_at(document, offset)
    first = block.start if block is not None else 0
    styles = document.styles
    holding = []
    for index in range(bisect_left(styles, first, key=_start), bisect_right(styles, offset, key=_start)):
        style = styles[index]
        if style.kind in wanted_kinds and offset < style.end:
            holding.append(style)
    return holding[::-1]


def links(document: Document) -> list[Style]:
    """Links, images and footnote references, sorted by start."""
    return [style for style in document.styles if style.kind in ("link", "image", "footnote")]


def footnote(document: Document, label: str) -> Span | None:
    """Return the text of the footnote with this label, from its first block to its last, else None."""
    start = next((offset for name, offset in document.footnotes if name == label), None)
    if start is None:
        return None
    first = block_at(document, start)
    if first is None:
        return None
    keys = {container.key for container in first.containers if container.kind == "footnote"}
    end = first.end
    for index in range(bisect_right(document.blocks, first.start, key=_start), len(document.blocks)):
        block = document.blocks[index]
        if not any(container.kind == "footnote" and container.key in keys for container in block.containers):
            break
        end = block.end
    return Span(start, end)


def heading_offset(document: Document, fragment: str) -> int | None:
    """Return where the heading stands that an address means by `#fragment`; None when there is none.

    Its words with hyphens between them, in lower case and without punctuation, as web pages of Markdown
    name their headings; of several the first.
    """
    anchor = _anchor(unquote(fragment))
    for block in document.blocks:
        if block.kind == "heading" and _anchor(document.text[block.start : block.end]) == anchor:
            return block.start
    return None


def _anchor(text: str) -> str:
    letters = "".join(char for char in text.casefold() if char.isalnum() or char in " -_")
    return "-".join(letters.replace("-", " ").split())


def minutes_left(document: Document, offset: int) -> float:
    """Return how long the text after the offset takes to read, in minutes, at 230 words of six letters.

    The rate is that of silent reading of English non-fiction in Brysbaert (2019), 238 words, rounded down.
    """
    return max(0, len(document.text) - offset) / (WORDS_A_MINUTE * _LETTERS_A_WORD)


def _by_start(items: Sequence[Ranged], offset: int, count: int) -> int:
    """The start of the item so many further on or back, counted from starts after or before the offset."""
    if count > 0:
        index = min(bisect_right(items, offset, key=_start) + count - 1, len(items) - 1)
        return max(offset, items[index].start) if index >= 0 else offset
    index = max(0, bisect_left(items, offset, key=_start) + count)
    return min(offset, items[index].start) if items else offset


def _start(item: Ranged) -> int:
    return item.start


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a document: where it lies, and the code point."""

    path: str
    offset: int


class Jumps:
    """The jump list: where jumps started, across documents, to go back and forward in.

    A new jump forgets what lay forward. The same spot twice in a row is kept once.
    """

    MOST = 200

    def __init__(self) -> None:
        self._back: list[Spot] = []
        self._forward: list[Spot] = []

    def leave(self, spot: Spot) -> None:
        """Remember where a jump starts."""
        if not self._back or self._back[-1] != spot:
            self._back.append(spot)
            del self._back[: -self.MOST]
        self._forward.clear()

    def back(self, now: Spot) -> Spot | None:
        """Return where the last jump started; `now` is then what lies forward. None at the beginning."""
        return self._move(self._back, self._forward, now)

    def forward(self, now: Spot) -> Spot | None:
        """Return where the last step back came from; None when nothing lies forward."""
        return self._move(self._forward, self._back, now)

    @staticmethod
    def _move(source: list[Spot], target: list[Spot], now: Spot) -> Spot | None:
        while source:
            spot = source.pop()
            if spot != now:
                target.append(now)
                return spot
        return None
