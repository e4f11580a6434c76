"""The columns of names, and bars over time."""

from __future__ import annotations

from reader.tui.content.entity_rows import bars, columns


def test_columns_fill_the_width_and_names_have_room() -> None:
    for width in range(30, 200):
        wide = columns(width)
        assert wide.name >= 8
        assert 3 + wide.name + wide.mentions + wide.documents + 2 * wide.date + wide.bars <= width


def test_bars_are_as_high_as_the_counts() -> None:
    assert bars([0, 1, 8, 4], 4) == " ▁█▄"
    assert bars([1, 1, 0, 0], 2) == "█ "
    assert bars([0, 0], 2) == "  "
    assert bars([1, 10_000], 2) == "▁█"
    assert len(bars([3] * 24, 12)) == 12
