"""Positions in a text: half-open ranges of code points, and what one does with sorted lists of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, TypeVar


class Span(NamedTuple):
    """The code points `start` to `end` of a text, `end` not included."""

    start: int
    end: int

    def __bool__(self) -> bool:
        return self.end > self.start


class Ranged(Protocol):
    """Anything that stands in a text: a span, a block, a mention, a note's place."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


R = TypeVar("R", bound=Ranged)


def overlaps(one: Ranged, other: Ranged) -> bool:
    """Return whether the two share a code point."""
    return one.start < other.end and other.start < one.end


def merge(spans: Iterable[Ranged]) -> list[Span]:
    """Return the same code points as sorted spans that neither overlap nor touch; empty spans are dropped."""
    merged: list[Span] = []
    for span in sorted((item.start, item.end) for item in spans):
        start, end = span
        if end <= start:
            continue
        if merged and start <= merged[-1].end:
            if end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, end)
        else:
            merged.append(Span(start, end))
    return merged


def clip(spans: Iterable[Ranged], start: int, end: int) -> list[Span]:
    """Return what of the spans lies in `[start, end)`, in their order; what lies outside is dropped."""
    clipped = []
    for item in spans:
        first, last = max(item.start, start), min(item.end, end)
        if first < last:
            clipped.append(Span(first, last))
    return clipped


def within(spans: Sequence[R], start: int, end: int) -> Sequence[R]:
    """Return the items that share a code point with `[start, end)`.

    The items are sorted and do not overlap one another.
    """
    first = bisect_right(spans, start, key=lambda item: item.end)
    last = bisect_left(spans, end, key=lambda item: item.start)
    return spans[first:last]


def item_at(spans: Sequence[R], offset: int) -> R | None:
    """Return the item that holds the code point at `offset`; items sorted, not overlapping."""
    index = bisect_right(spans, offset, key=lambda item: item.start) - 1
    if index >= 0 and offset < spans[index].end:
        return spans[index]
    return None


def nearest(spans: Sequence[R], offset: int) -> int | None:
    """Return the index of the item that holds `offset`, else of the one with the fewest code points between.

    Items sorted, not overlapping; None when there are none; the earlier one at equal distance.
    """
    if not spans:
        return None
    after = bisect_right(spans, offset, key=lambda item: item.start)
    if after == 0:
        return 0
    before = after - 1
    if offset < spans[before].end or after == len(spans):
        return before
    gap_before, gap_after = offset - (spans[before].end - 1), spans[after].start - offset
    return before if gap_before <= gap_after else after
