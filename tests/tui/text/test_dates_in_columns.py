"""Dates as they stand in a narrow column."""

from __future__ import annotations

from datetime import date

import pytest

from reader.tui.text.dates import long_date, short_date


@pytest.mark.parametrize(
    ("published", "short", "long"),
    [
        ("2026-01-17", "17 Jan", "17 Jan 2026"),
        ("2026-01-17T08:00:00Z", "17 Jan", "17 Jan 2026"),
        ("2024-12-01", "Dec 24", "1 Dec 2024"),
        ("1848-02-01", "1848", "1 Feb 1848"),
        ("2026-03", "Mar", "Mar 2026"),
        ("2026", "2026", "2026"),
        ("", "", ""),
    ],
)
def test_dates_in_a_narrow_column(published: str, short: str, long: str) -> None:
    assert short_date(published, date(2026, 6, 1)) == short
    assert long_date(published) == long
