"""What stands around the text: the header above it, and the margin on the right that says where one is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from reader.text.document import Document
from reader.text.spans import Ranged, Span
from reader.tui.document_view.layers import Layers
from reader.tui.document_view.layout_types import Header, HeaderLine
from reader.tui.text.cell_width import Cells
from reader.tui.text.dates import long_date
from reader.tui.text.line_breaking import line_starts

_TOP = 4_000  # code points of the text in which a head shown there is looked for
TRACK, THUMB = "│", "┃"
HIT_TICK, NOTE_TICK, CHOSEN_TICK = "━", "¶", "◆"


class ScrollbarTicks:
    """A scrollbar of one column and `height` rows for a text of `length` code points, with ticks."""

    def __init__(self, height: int, length: int) -> None:
        self._height = height
        self._length = max(1, length)
        self._ticks = lru_cache(maxsize=4)(self._all_ticks)

    def row_of(self, offset: int) -> int:
        """Return the row that stands for a code point."""
        return min(self._height - 1, max(0, offset) * self._height // self._length)

    def offset_at(self, row: int) -> int:
        """Return the first code point that a row stands for."""
        return min(self._length - 1, -(-max(0, row) * self._length // max(1, self._height)))

    def mark(self, row: int, layers: Layers, visible: Span) -> tuple[str, str]:
        """Return what is drawn in a row, and its role: a tick, the thumb over visible lines, or the track."""
        tick = self._ticks(layers).get(row)
        if tick is not None:
            return tick
        if visible.start <= 0 and visible.end >= self._length:
            return " ", "track"
        if self.row_of(visible.start) <= row <= self.row_of(max(visible.start, visible.end - 1)):
            return THUMB, "thumb"
        return TRACK, "track"

    def _all_ticks(self, layers: Layers) -> dict[int, tuple[str, str]]:
        ticks: dict[int, tuple[str, str]] = {}
        for spans, tick in (
            (layers.chosen, (CHOSEN_TICK, "chosen tick")),
            (layers.notes, (NOTE_TICK, "note tick")),
            (layers.hits, (HIT_TICK, "hit tick")),
        ):
            ticks.update((row, tick) for row in self._rows_with(spans))
        if layers.current_hit is not None:
            ticks[self.row_of(layers.current_hit.start)] = (HIT_TICK, "current tick")
        return ticks

    def _rows_with(self, spans: Sequence[Ranged]) -> list[int]:
        """The rows in which a span starts; a step a row, not a step a span."""
        rows = []
        index = 0
        while index < len(spans):
            row = self.row_of(spans[index].start)
            rows.append(row)
            if row + 1 >= self._height:
                break
            index = bisect_left(spans, self.offset_at(row + 1), lo=index + 1, key=lambda span: span.start)
        return rows


def header_of(document: Document, width: int, cells: Cells) -> Header:
    """Return the lines above the text: space, and the title and origin that the front matter gives."""
    lines: list[HeaderLine] = [("", "header")]
    if document.title_from == "front matter" and not _begins_with_title(document):
        lines.extend((part, "title") for part in _wrapped(document.title, width, cells))
    about = []
    if document.published_from == "front matter":
        about.append(long_date(document.published))
    if document.title_from == "front matter" or about:
        about.extend(filter(None, (document.source, *document.tags)))
    lines.extend((part, "header") for part in _wrapped(" · ".join(about), width, cells))
    top = document.text[:_TOP].casefold()
    for name, value in document.meta:
        if f"{name}: {value}".casefold() in top:
            continue  # the text itself shows it
        lines.extend((part, "header") for part in _wrapped(f"{name}: {value}", width, cells))
    if len(lines) > 1:
        lines.append(("", "header"))
    return lines


def _begins_with_title(document: Document) -> bool:
    """Whether the text's own first heading says what the front matter's title says."""
    first = next(iter(document.blocks), None)
    if first is None or first.kind != "heading":
        return False
    return " ".join(document.text[first.start : first.end].split()) == document.title


def _wrapped(text: str, width: int, cells: Cells) -> list[str]:
    if not text:
        return []
    starts = line_starts(text, 0, len(text), width, cells)
    return [text[start:end].rstrip() for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
