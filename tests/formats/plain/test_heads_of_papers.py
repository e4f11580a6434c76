"""Titles and dates of papers whose heads are routed, filled in, translated or issued by an office."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from invariants import check_document

from reader.formats.load import parse
from reader.formats.metadata.dates import date_in_line, month_at_end, without_trailing_date
from reader.text.document import Document

MODIFIED = 1_768_640_400.0  # 2026-01-17T09:00:00Z
BODY = "The depot at Lerwick said that four trucks had crossed the bridge before dawn on Tuesday.\n"

ROUTED_CABLE = f"""NNNNVZCZCLWK0051
RR RUEHLW
DE RUEHNB #0077 2611120
ZNR UUUUU ZZH
O 171120Z SEP 24
FM LEGATION LERWICK
TO DESK NORTH
BT
UNCLAS LERWICK 000077

SIPDIS
STATE FOR BRIDGES

E.O. 12958: N/A
SUBJECT: TRUCKS AT THE BRIDGE

1. {BODY}"""

FORM = f"""RELEASED IN PART
REVIEW PROGRAM

APPROVED FOR RELEASE 2003/05/21

COUNTRY : Norway
SUBJECT : Trucks at the Bridge
DATE OF INFO. : August 1958
DATE DISTR. : 18 Sep 1958

1. {BODY}"""

OFFICE = f"""The Border House
Office of the Bridge Secretary
For Immediate Release
September 18, 2024

Gaggle by the spokesman on the trucks

{BODY}"""

TIMED_RELEASE = f"""MEDIA RELEASE
For Release: 9:00 a.m. EST, Wednesday, September 18, 2019
Press enquiries (office hours): A. Lind, press@desk.example

Depot Opens the Bridge to Trucks

LERWICK, Sept. 18 - {BODY}
"""

GERMAN_MAIL = f"""Von: Nora Lind <nora@desk.example>
Gesendet: Mittwoch, 18. September 2024 09:05
An: Wache
Betreff: Lastwagen an der Brücke

{BODY}"""

FRENCH_MAIL = GERMAN_MAIL.replace("Von", "De").replace("Gesendet", "Envoyé").replace("An:", "À:")
FRENCH_MAIL = FRENCH_MAIL.replace("Betreff", "Objet").replace("Mittwoch, 18. September", "mercredi 18 août")


def read(text: str, check: Callable[[Document], None]) -> Document:
    document = parse(text.encode(), "a.txt", MODIFIED)
    check(document)
    return document


@pytest.mark.parametrize(
    ("text", "title", "published", "source"),
    [
        (ROUTED_CABLE, "TRUCKS AT THE BRIDGE", "2024-09-17T11:20:00Z", ""),
        (FORM, "Trucks at the Bridge", "1958-09-18", ""),
        (OFFICE, "Gaggle by the spokesman on the trucks", "2024-09-18", "The Border House"),
        (TIMED_RELEASE, "Depot Opens the Bridge to Trucks", "2019-09-18T14:00:00Z", ""),
        (GERMAN_MAIL, "Lastwagen an der Brücke", "2024-09-18T09:05:00Z", "Nora Lind"),
        (FRENCH_MAIL, "Lastwagen an der Brücke", "2024-08-18T09:05:00Z", "Nora Lind"),
    ],
    ids=["routed cable", "form", "office", "timed release", "German mail", "French mail"],
)
def test_title_date_and_source(text: str, title: str, published: str, source: str) -> None:
    document = read(text, check_document)
    assert (document.title, document.published, document.source) == (title, published, source)


@pytest.mark.parametrize("text", [ROUTED_CABLE, FORM, OFFICE, GERMAN_MAIL])
def test_heads_have_no_sentences(text: str) -> None:
    document = read(text, check_document)
    sentences = " ".join(document.quote(sentence) for sentence in document.sentences)
    for word in ("SIPDIS", "UNCLAS", "RUEH", "COUNTRY", "Immediate Release", "Von:"):
        assert word not in sentences


def test_a_full_date_near_a_dateline_gives_its_year() -> None:
    head = "Trucks cross the bridge\nPosted 2 hours ago - Published 18 Sep 2021 at 06:40 UTC"
    text = f"{head}\n\nLERWICK, Sept 18 (DN) - {BODY}"
    assert read(text, check_document).published == "2021-09-18T06:40:00Z"


def test_a_date_far_from_the_dateline_does_not() -> None:
    text = f"Trucks cross the bridge, as on 3 May 2001\n\nLERWICK, Jan 12 (DN) - {BODY}"
    assert read(text, check_document).published == "2026-01-12"


def test_what_a_page_says_of_its_declassification_is_not_its_date() -> None:
    text = f"Approved For Release 2003/05/21 : 58-77\n\nTrucks at the Bridge\n\n{BODY}"
    assert read(text, check_document).published_from == "file time"


@pytest.mark.parametrize(
    ("line", "month"),
    [("Final Report, March 2011", "2011-03"), ("(May 2011)", "2011-05"), ("The strike of May 2011", "")],
)
def test_a_month_at_the_end_of_a_line(line: str, month: str) -> None:
    assert month_at_end(line) == month


def test_dates_in_other_languages() -> None:
    assert date_in_line("Oslo, den 3. mars 2011") == "2011-03-03"
    assert date_in_line("Lima, 1º de febrero de 2011") == "2011-02-01"


def test_a_title_does_not_end_with_the_preposition_of_its_date() -> None:
    assert (
        without_trailing_date("Minutes of the board held on Tuesday 4th May 1909") == "Minutes of the board"
    )


def test_references_to_notes_are_no_part_of_a_title() -> None:
    document = parse(b"# Notes\n\nWho counted the trucks[3] and how[a]\n\nNobody did so.\n", "4711.md")
    assert document.title == "Who counted the trucks and how"
