"""Sorted spans: every answer is held against a slow and obvious one."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader.text.spans import Span, clip, item_at, merge, nearest, overlaps, within

span = st.tuples(st.integers(0, 60), st.integers(0, 12)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
spans = st.lists(span, max_size=20)
apart = spans.map(merge)
"""Sorted spans of which no two touch."""


def points(items: list[Span]) -> set[int]:
    return {point for item in items for point in range(item.start, item.end)}


@given(spans)
def test_merging_keeps_the_code_points_and_parts_the_spans(items: list[Span]) -> None:
    merged = merge(items)
    assert points(merged) == points(items)
    assert all(one.end < other.start for one, other in pairwise(merged))
    assert all(merged)


@given(spans, st.integers(0, 70), st.integers(0, 70))
def test_clipping_keeps_what_lies_inside(items: list[Span], start: int, end: int) -> None:
    assert points(clip(items, start, end)) == points(items) & set(range(start, end))


@given(span, span)
def test_spans_overlap_when_they_share_a_code_point(one: Span, other: Span) -> None:
    if one and other:
        assert overlaps(one, other) == bool(points([one]) & points([other]))


@given(apart, st.integers(0, 70), st.integers(1, 70))
def test_within_gives_what_shares_a_code_point(items: list[Span], start: int, length: int) -> None:
    wanted = [item for item in items if overlaps(item, Span(start, start + length))]
    assert list(within(items, start, start + length)) == wanted


@given(apart, st.integers(0, 80))
def test_at_gives_the_span_that_holds_the_offset(items: list[Span], offset: int) -> None:
    assert item_at(items, offset) == next((item for item in items if item.start <= offset < item.end), None)


@given(apart, st.integers(0, 80))
def test_nearest_has_the_fewest_code_points_between(items: list[Span], offset: int) -> None:
    def gap(item: Span) -> int:
        return max(item.start - offset, offset - (item.end - 1), 0)

    index = nearest(items, offset)
    if not items:
        assert index is None
    else:
        assert index == min(range(len(items)), key=lambda place: (gap(items[place]), place))


def test_a_span_without_code_points_is_false() -> None:
    assert not Span(3, 3)
    assert Span(3, 4)
