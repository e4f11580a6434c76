"""A document as everything downstream sees it: one reading text, and spans over it.

`text` holds what a person reads and nothing else: no markup, no control characters. Blocks follow one
another in order and do not overlap; between two of them stand newlines that belong to neither, and before a
block the labels that it opens with: the number of a paragraph or an item, a bullet, a footnote's label. So a
label is shown, copied, searched for and quoted, and is no part of a sentence. Quote bars and table rules are
drawn by the layout from what the blocks say.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Literal, NamedTuple

from reader.text.spans import Span, nearest

BlockKind = Literal["heading", "paragraph", "preformatted", "code", "table", "rule", "furniture"]
ContainerKind = Literal["quote", "item", "footnote"]
StyleKind = Literal[
    "emphasis", "strong", "strike", "mark", "code", "link", "image", "footnote", "label", "task",
    "portion", "speaker", "aside",
]  # fmt: skip
TitleFrom = Literal[
    "front matter", "header", "heading", "first line", "properties", "first sentence", "file name"
]  # fmt: skip
PublishedFrom = Literal["front matter", "header", "file name", "dateline", "properties", "file time"]
Align = Literal["", "left", "center", "right"]

_UNPACKED_ROWS = 100
_NUMBER = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Container:
    """What a block stands in: a quotation, a list item or a footnote.

    `marker` is `•` or `3.` for an item, the label for a footnote, empty for a quotation. `key` tells two
    neighbouring containers apart: blocks of one list item share it, and it grows in the order in which they
    begin. `checked` is None unless the item is a task.
    """

    kind: ContainerKind
    key: int
    marker: str = ""
    checked: bool | None = None

    @property
    def label(self) -> str:
        """What stands in the text before the first block in it."""
        if self.kind == "footnote":
            return f"[{self.marker}]"
        if self.checked is not None:
            return "☑" if self.checked else "☐"
        return self.marker


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text that is laid out on its own; offsets are code points.

    `level` is a heading's level from 1, else 0. `containers` go from the outermost inwards. `info` is the
    language of a code block. `rows` are a table's cells, the head first, as spans into the text in which
    tabs part cells and newlines part rows; `aligns` has one entry a column. `line` is the line of the file
    at which the block begins, from 0. `labels` stand before `start`, outermost first, each with a space
    behind it. A newline inside a paragraph or a cell is a hard break.

    `furniture` is what stands around the text: page heads and feet, banners, the head of a letter or a
    message, a signature; it has no sentences.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    containers: tuple[Container, ...] = ()
    info: str = ""
    rows: tuple[tuple[Span, ...], ...] = ()
    aligns: tuple[Align, ...] = ()
    line: int = 0
    labels: tuple[Span, ...] = ()

    def __reduce__(self) -> tuple[Callable[..., Block], tuple[object, ...]]:
        """Return what pickle makes the block of again; the many cells of a large table are packed for it."""
        widths = {len(row) for row in self.rows}
        packed = len(self.rows) > _UNPACKED_ROWS and len(widths) == 1
        rows = array("Q", chain.from_iterable(chain.from_iterable(self.rows))) if packed else self.rows
        return _block, (
            self.kind, self.start, self.end, self.level, self.containers, self.info, rows, self.aligns,
            self.line, self.labels, max(widths, default=0),
        )  # fmt: skip

    @property
    def opening(self) -> int:
        """Where the first label begins, or the block itself."""
        return self.labels[0].start if self.labels else self.start


def _block(
    kind: BlockKind,
    start: int,
    end: int,
    level: int,
    containers: tuple[Container, ...],
    info: str,
    rows: array[int] | tuple[tuple[Span, ...], ...],
    aligns: tuple[Align, ...],
    line: int,
    labels: tuple[Span, ...],
    width: int,
) -> Block:
    if isinstance(rows, array):
        cells = map(Span, rows[::2], rows[1::2])
        rows = tuple(zip(*[cells] * width, strict=True))
    return Block(kind, start, end, level, containers, info, rows, aligns, line, labels)


@dataclass(frozen=True, slots=True)
class Style:
    """How a range of code points looks, and where it leads.

    `target` is the address of a link or an image, or the label of a footnote reference. A `label` is one that
    a block opens with, a `task` the box of a task. The marking of a paragraph (`portion`: `(U)`), the name of
    who speaks (`speaker`: `MR. KEEL:`) and a stage direction (`aside`: `(Laughter.)`) are no part of a
    sentence. Styles may nest and overlap; they are sorted by start, the
    longer first.
    """

    kind: StyleKind
    start: int
    end: int
    target: str = ""


class Place(NamedTuple):
    """Where in its file a stretch of the text stands, by the file's own measure: a page, a slide, a time.

    It goes from `start`, a code point of the text, to the next place. `label` is as it is cited: `page 3`,
    `slide 2`, `sheet Losses, row 14`, `00:04:10`.
    """

    start: int
    label: str


@dataclass(frozen=True)
class Document:
    """A briefing: its reading text, the layers that its own markup gives, and what is known about it.

    `published` is an ISO 8601 date (`2026-01-17`) or UTC time (`2026-01-17T09:30:00Z`), empty when nothing
    is known. `meta` holds the remaining front matter as (name, value) pairs of plain text. `warnings` are
    sentences for the person: a guessed encoding, characters that were made visible. `file_sha256` is of
    the bytes that were read.
    """

    text: str
    blocks: tuple[Block, ...] = ()
    styles: tuple[Style, ...] = ()
    sentences: tuple[Span, ...] = ()
    title: str = ""
    title_from: TitleFrom = "file name"
    published: str = ""
    published_from: PublishedFrom = "file time"
    source: str = ""
    tags: tuple[str, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    format: str = "text"
    encoding: str = "utf-8"
    warnings: tuple[str, ...] = ()
    file_sha256: str = ""
    footnotes: tuple[tuple[str, int], ...] = field(default=())
    """Label and the offset at which its text begins, for each footnote definition."""
    places: tuple[Place, ...] = field(default=())
    """The pages, slides, rows or times of the file, in the order of their starts; empty when it has none."""

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the reading text in UTF-8, in hexadecimal: what analyses and offsets refer to."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    @cached_property
    def words(self) -> int:
        """How many words the text has, parted by white space."""
        return len(self.text.split())

    def with_quote_marks(self, span: Span | None = None) -> str:
        """Return a span, or the whole text, as a plain page has it.

        Each line of a quotation has a `>` a level before it, also where the span begins within it.
        """
        begin, end = (span.start, span.end) if span is not None else (0, len(self.text))
        parts: list[str] = []
        done = begin
        for number in range(nearest(self.blocks, begin) or 0, len(self.blocks)):
            block = self.blocks[number]
            if block.opening >= end:
                break
            depth = sum(container.kind == "quote" for container in block.containers)
            if depth and block.end > begin:
                mark = "> " * depth
                first, last = max(block.opening, begin), min(block.end, end)
                parts.append(self.text[done:first])
                parts.append("\n".join(f"{mark}{line}" for line in self.text[first:last].split("\n")))
                done = last
        return "".join(parts) + self.text[done:end]

    def place_at(self, offset: int) -> str:
        """Return the label of the place that holds an offset: `page 3`; empty when there is none."""
        index = bisect_right(self.places, offset, key=lambda place: place.start)
        return self.places[index - 1].label if index else ""

    def number_at(self, offset: int) -> str:
        """Return the number that the document itself gives the paragraph at an offset: `2`, `2(a)`, `iv`.

        Empty when it has none.
        """
        index = nearest(self.blocks, offset)
        if index is None:
            return ""
        number = ""
        for container in self.blocks[index].containers:
            if container.kind == "item" and container.checked is None and _NUMBER.search(container.marker):
                label = container.marker.rstrip(".")
                number += f".{label}" if number and label[0].isalnum() else label
        return number

    def cited_place(self, offset: int) -> str:
        """Return where an offset stands in the file's own terms: `page 3, para 2`; empty without any."""
        number = self.number_at(offset)
        return ", ".join(part for part in (self.place_at(offset), f"para {number}" if number else "") if part)

    @cached_property
    def is_numbered(self) -> bool:
        """Whether the document numbers any of its paragraphs."""
        return any(self.number_at(block.start) for block in self.blocks if block.containers)

    def quote(self, span: Span) -> str:
        """Return the text of a span."""
        return self.text[span.start : span.end]
