"""The same place in a document and in its file as it is: by the words that stand there."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable

from reader.text.document import Block, Document
from reader.text.spans import Span

_WORD = re.compile(r"[^\W_]+")
_MOST_WORDS = 6
_LOOKED_AT = 400  # code points after a place in which its words are looked for


def in_file(document: Document, offset: int, raw: Document) -> int:
    """Return the place in the file as it is, a block a line, of what the document has at the offset.

    The beginning of its block where markup parts even the first word.
    """
    if not document.blocks or not raw.blocks:
        return 0
    index = _last(document.blocks, offset, _start)
    first = min(document.blocks[index].line, len(raw.blocks) - 1)
    after = next(
        (block.line for block in document.blocks[index + 1 :] if block.line > first), len(raw.blocks)
    )
    low = raw.blocks[first].start
    high = raw.blocks[min(after, len(raw.blocks)) - 1].end
    within = _with_its_line(document, index)
    same_words = _same_words(document.text, within, offset, raw.text, Span(low, high))
    return low if same_words is None else same_words


def in_document(raw: Document, offset: int, document: Document) -> int:
    """Return where in the document stands what its file as it is has at the offset; 0 in the front matter."""
    if not document.blocks or not raw.blocks:
        return 0
    number = _last(raw.blocks, offset, _start)
    if number < document.blocks[0].line:
        return 0
    index = _last(document.blocks, number, _line)
    # Blocks of one line, such as an item and the quotation in it, are looked through together.
    line = document.blocks[index].line
    index = bisect_left(document.blocks, line, key=_line)
    last = bisect_right(document.blocks, line, key=_line)
    high = document.blocks[last].line if last < len(document.blocks) else len(raw.blocks)
    within = Span(raw.blocks[line].start, raw.blocks[min(high, len(raw.blocks)) - 1].end)
    target = Span(document.blocks[index].start, document.blocks[last - 1].end)
    same_words = _same_words(raw.text, within, offset, document.text, target)
    return target.start if same_words is None else same_words


def in_other_form(document: Document, offset: int, other: Document) -> int:
    """Return where another reading of the same file has the block at the offset; 0 when it has not got it."""
    if not document.blocks or not other.blocks:
        return 0
    block = document.blocks[_last(document.blocks, offset, _start)]
    words = document.text[block.start : block.end]
    same = (
        candidate.start for candidate in other.blocks if other.text[candidate.start : candidate.end] == words
    )
    return next(same, 0)


def _with_its_line(document: Document, index: int) -> Span:
    """The blocks that begin on the same line of the file."""
    blocks = document.blocks
    line = blocks[index].line
    first, last = index, index
    while first and blocks[first - 1].line == line:
        first -= 1
    while last + 1 < len(blocks) and blocks[last + 1].line == line:
        last += 1
    return Span(blocks[first].start, blocks[last].end)


def _same_words(text: str, within: Span, offset: int, other: str, target: Span) -> int | None:
    """Where in `target` of the other text the words stand that stand in this one from the offset on.

    As many of them as stand there in a row, six at most; where they stand in both texts several times, the
    occurrence of the same number. None when not even the first word is there.
    """
    stop = min(within.end, offset + _LOOKED_AT)
    begin = offset
    while begin > within.start and _WORD.match(text[begin - 1]) and _WORD.match(text[offset : offset + 1]):
        begin -= 1
    words = [match.group() for match in _WORD.finditer(text, begin, stop)][:_MOST_WORDS]
    for count in range(len(words), 0, -1):
        pattern = re.compile(r"(?<![^\W_])" + r"[\W_]+".join(map(re.escape, words[:count])) + r"(?![^\W_])")
        places = [match.start() for match in pattern.finditer(other, target.start, target.end)]
        if places:
            before = sum(1 for match in pattern.finditer(text, within.start, stop) if match.start() < begin)
            return places[min(before, len(places) - 1)]
    return None


def _last(blocks: tuple[Block, ...], value: int, key: Callable[[Block], int]) -> int:
    return max(0, bisect_right(blocks, value, key=key) - 1)


def _start(block: Block) -> int:
    return block.start


def _line(block: Block) -> int:
    return block.line
