"""Dates and sources that a text itself gives."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.load import parse
from reader.formats.metadata.dates import date_in_name, from_timestamp, parse_date
from reader.text.document import Document

SATURDAY = 1_768_640_400.0
"""2026-01-17T09:00:00Z"""


def read(text: str, name: str = "port.md", modified: float = SATURDAY) -> Document:
    return parse(text.encode("utf-8"), name, modified)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2026-01-17", "2026-01-17"),
        ("2026/1/7", "2026-01-07"),
        ("20260117", "2026-01-17"),
        ("2026-01-17T09:30:00Z", "2026-01-17T09:30:00Z"),
        ("2026-01-17 9:30", "2026-01-17T09:30:00Z"),
        ("2015-12-03 2:20:17 -0400", "2015-12-03T06:20:17Z"),
        ("2026-01-17T09:30:00+05:30", "2026-01-17T04:00:00Z"),
        ("17 January 2026", "2026-01-17"),
        ("17th Jan. 2026", "2026-01-17"),
        ("January 17, 2026", "2026-01-17"),
        ("Friday, January 16, 2026", "2026-01-16"),
        ("Fri, 16 Jan 2026 10:00:00 GMT", "2026-01-16T10:00:00Z"),
        ("1-JUN-1987 14:52:17.26", "1987-06-01T14:52:17Z"),
        ("January 17, 2026 at 6:05 p.m.", "2026-01-17T18:05:00Z"),
        ("17.01.2026", "2026-01-17"),
        ("01/17/2026", "2026-01-17"),
        ("17/01/2026", "2026-01-17"),
        ("03/04/2026", ""),
        ("2026-02-31", ""),
        ("soon", ""),
        ("", ""),
    ],
)
def test_dates_as_people_write_them(written: str, iso: str) -> None:
    assert parse_date(written) == iso


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_in_every_form(day: date) -> None:
    for form in ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y", "%d.%m.%Y", "%Y%m%d"):
        assert parse_date(day.strftime(form)) == day.isoformat()
    assert date_in_name(f"{day:%Y-%m-%d}-report.md") == day.isoformat()
    assert date_in_name(f"report_{day:%Y%m%d}.txt") == day.isoformat()
    assert date_in_name(f"{day:%Y%m%d}T0930Z.txt") == day.isoformat()


@given(st.text(max_size=40))
def test_no_text_upsets_the_reading_of_dates(text: str) -> None:
    for found in (parse_date(text), date_in_name(text)):
        assert not found or parse_date(found) == found


@pytest.mark.parametrize(
    "name", ["000_3909afc94bba1aed.txt", "19871345.txt", "a20260117b.txt", "12345678.txt"]
)
def test_numbers_in_names_that_are_no_dates(name: str) -> None:
    assert date_in_name(name) == ""


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), -1e20, 1e20])
def test_times_that_no_calendar_has_are_left_out(seconds: float) -> None:
    assert from_timestamp(seconds) == ""


@pytest.mark.parametrize(
    ("text", "name", "published", "known"),
    [
        ("---\ndate: 2026-01-16\n---\nText.", "2025-01-01.md", "2026-01-16", "front matter"),
        ("---\ndate: soon\n---\nText.", "2025-01-01.md", "2025-01-01", "file name"),
        ("VELMORA, Jan 16 (Reuters) - The port was closed.", "a.txt", "2026-01-16", "dateline"),
        ("VELMORA, Dec 31 (Reuters) - The port was closed.", "a.txt", "2025-12-31", "dateline"),
        ("VELMORA, Norland, 16 January 2025 - The port was closed.", "a.txt", "2025-01-16", "dateline"),
        (
            "Port closed\n\nFriday, January 16, 2026\n\nThe port was closed.",
            "a.txt",
            "2026-01-16",
            "dateline",
        ),
        ("Port closed\n\nPublished: 2026-01-16\n\nThe port was closed.", "a.txt", "2026-01-16", "dateline"),
        ("Port closed\n\n16 January 2026\n\nThe port was closed.", "a.txt", "2026-01-16", "dateline"),
        (
            "# Port\n\n*16 January 2026, 09:30 UTC*\n\nThe port was closed.",
            "a.md",
            "2026-01-16T09:30:00Z",
            "dateline",
        ),
        (
            "On 16 January 2026 the port was closed by the mayor.",
            "a.txt",
            "2026-01-17T09:00:00Z",
            "file time",
        ),
    ],
)
def test_when_a_document_is_from_and_how_that_is_known(
    text: str, name: str, published: str, known: str
) -> None:
    document = read(text, name)
    assert (document.published, document.published_from) == (published, known)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("---\nsource: Velmora Post\n---\nText.", "Velmora Post"),
        ("---\npublisher: Velmora Post\n---\nText.", "Velmora Post"),
        ("Text one.\n\n© 2026 Velmora Post. All rights reserved.", "Velmora Post"),
        (
            "Text one.\n\nCopyright (c) 2024-2026 by Velmora Post, Inc. All Rights Reserved",
            "Velmora Post, Inc",
        ),
        ("VELMORA, Jan 16 (Reuters) - The port was closed.", "Reuters"),
        ("Port closed\n\nVELMORA, 16 January 2026 (Harbour Wire)\n\nThe port was closed.", "Harbour Wire"),
        ("VELMORA, Jan 16 (Harbour Wire) -\n\nThe port was closed.", "Harbour Wire"),
        ("The port was closed.\n\nSource: Harbour Office", "Harbour Office"),
        ("The port was closed (Reuters) last week.", ""),
        ("The port was closed.", ""),
    ],
)
def test_who_published_it(text: str, source: str) -> None:
    assert read(text, "a.txt").source == source
