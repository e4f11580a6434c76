"""Dates, sources, tags and front matter; and front matter that means harm."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.dates import date_in_name, from_timestamp, parse_date
from reader.formats.load import parse
from reader.formats.metadata import MAX_VALUES, split_front_matter
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


def test_front_matter_is_title_date_source_tags_and_the_rest() -> None:
    document = read(
        "---\ntitle: Port closed\ndate: 2026-01-16\nsource: Velmora Post\ntags: [ports, '#storms', ports]\n"
        "desk:\n  name: North\n  people: [Jo, Kim]\nempty:\n---\n\nText.\n"
    )
    assert document.title == "Port closed"
    assert document.tags == ("ports", "storms")
    assert document.meta == (("desk", "name: North, people: Jo, people: Kim"),)
    assert document.text == "Text."
    assert document.warnings == ()


def test_front_matter_works_in_plain_text_too() -> None:
    document = read("---\ntitle: Port closed\ntags: ports, storms\n---\nText.\n", "a.txt")
    assert (document.title, document.tags, document.text) == ("Port closed", ("ports", "storms"), "Text.")


@pytest.mark.parametrize(
    "text",
    ["---\nFoo\n---\nBar\n", "---\n- a\n- b\n---\n", "---\ntitle: x\n", "----\na: b\n----\n", "---\n\n---\n"],
)
def test_what_is_no_front_matter_stays_in_the_text(text: str) -> None:
    front, rest = split_front_matter(text)
    assert rest == text or not text.replace("-", "").strip()
    assert front.title == ""


def test_values_with_colons_are_read_and_it_is_said() -> None:
    document = read("---\ntitle: Storm: the aftermath\ndate: 2026-01-16\ntags: [a, b]\n---\nText.")
    assert document.title == "Storm: the aftermath"
    assert document.published == "2026-01-16"
    assert document.tags == ("a", "b")
    assert "line 2" in document.warnings[0]


def test_broken_front_matter_gives_its_plain_lines() -> None:
    document = read("---\ntitle: Storm\nother: 'open\ndate: 2026-01-16\n---\nText.")
    assert (document.title, document.published, document.text) == ("Storm", "2026-01-16", "Text.")
    assert "not valid YAML" in document.warnings[0]


@pytest.mark.parametrize(
    "yaml",
    [
        "title: " + "[" * 5_000,
        "title: " + "{" * 5_000,
        "a:\n " + "- " * 5_000,
        "a:\n " + "? " * 5_000,
        "\n".join(" " * depth + "a:" for depth in range(200)),
    ],
)
def test_front_matter_that_nests_without_end_is_refused_before_it_is_parsed(yaml: str) -> None:
    document = read(f"---\n{yaml}\n---\nText.")
    assert "Text." in document.text


def test_aliases_do_not_grow() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 7))
    document = read(f"---\nl0: &l0 [lol, lol]\n{levels}\n---\nText.")
    assert document.text == "Text."
    assert sum(value.count("lol") for _, value in document.meta) <= MAX_VALUES


def test_tags_of_the_language_build_nothing() -> None:
    document = read(
        "---\ntitle: !!python/object/apply:os.getcwd []\nsource: !!binary aGk=\nx: !foo bar\n---\nText."
    )
    assert document.text == "Text."
    assert document.source == "aGk="


def test_values_are_safe_lines() -> None:
    document = read('---\ntitle: "a\\e[31m\\u202eb"\ntags: ["x\\x9by"]\nnote: |\n  two\n  lines\n---\nText.')
    assert document.title == "a␛[31m⇄b"
    assert document.tags == ("x␦y",)
    assert document.meta == (("note", "two lines"),)
