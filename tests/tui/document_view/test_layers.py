"""What lies over a line is looked for beside that line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from hypothesis import given
from hypothesis import strategies as st

from reader.text.spans import Ranged, Span, overlaps
from reader.tui.document_view.layers import Layers

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 60), st.integers(0, 12))


class CountingSpans(Sequence[Ranged]):
    """Counts the spans that are looked at."""

    def __init__(self, spans: Sequence[Ranged]) -> None:
        self._spans = spans
        self.seen = 0

    def __len__(self) -> int:
        return len(self._spans)

    @overload
    def __getitem__(self, index: int) -> Ranged: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Ranged]: ...
    def __getitem__(self, index: int | slice) -> Ranged | Sequence[Ranged]:
        taken = self._spans[index]
        self.seen += len(taken) if isinstance(taken, Sequence) and isinstance(index, slice) else 1
        return taken


@given(st.lists(spans).map(sorted), spans)
def test_the_notes_over_a_range_are_those_that_overlap_it(notes: list[Span], line: Span) -> None:
    assert Layers(notes=notes).notes_over(*line) == [note for note in notes if overlaps(note, line)]


def test_of_many_notes_only_those_near_a_line_are_looked_at() -> None:
    notes = CountingSpans([Span(start, start + 30) for start in range(0, 100_000, 10)])
    layers = Layers(notes=notes)
    layers.notes_over(0, 0)  # measures the longest, once
    notes.seen = 0
    assert len(layers.notes_over(50_000, 50_080)) == 10
    assert notes.seen < 100
