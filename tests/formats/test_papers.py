"""Kinds of paper as they come: cables, mail, memos, releases, letterheads, transcripts, scanned pages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invariants import check_document

from reader.formats.load import parse
from reader.text.document import Document

Check = Callable[[Document], None]
MODIFIED = 1_768_640_400.0  # 2026-01-17T09:00:00Z


@pytest.fixture
def read(check_document: Check) -> Callable[[str], Document]:
    def of(text: str) -> Document:
        document = parse(text.encode(), "a.txt", MODIFIED)
        check_document(document)
        return document

    return of


Read = Callable[[str], Document]

BODY = (
    "The depot at Lerwick told the desk on Tuesday that four trucks had crossed the bridge before dawn,\n"
    "and that nobody had been stopped at the gate.\n"
)

CABLE = f"""ZCZC LWK0077
O 171120Z SEP 24
FM LEGATION LERWICK
TO DESK NORTH
INFO DESK SOUTH
SUBJECT: TRUCKS AT THE BRIDGE, AND WHO
COUNTED THEM

1. (SBU) {BODY}
2. (U) The drivers were not named.

BT
NNNN
"""

MAIL = f"""From: "North Desk" <north@desk.example>
To: Bridge Watch <watch@desk.example>
Cc: South Desk <south@desk.example>
Date: Wed, 18 Sep 2024 07:05:00 -0400
Subject: Trucks at the bridge
Message-ID: <77@desk.example>

{BODY}
> Who has seen the trucks at the bridge, and can anyone say
> how many of them came back?
>> The guard has.

--\x20
North Desk
Lerwick
"""

MEMO = f"""SECRET//NOFORN

MEMORANDUM FOR: Head of the desk

FROM: North Desk

SUBJECT: Trucks at the bridge

DATE: 18 September 2024

{BODY}"""

RELEASE = f"""FOR IMMEDIATE RELEASE

Depot opens the bridge to trucks

LERWICK, September 18, 2024 -- {BODY}
###
"""

LETTERHEAD = f"""North Desk                                            B. Moor
Paper: 7                                               Lerwick Office
Category: Review                                       September 2024


                 Trucks at the Bridge:
               What the Guards Counted

Summary

   {BODY}"""

TRANSCRIPT = """Gaggle by the spokesman, 9/18/2024

Aboard the ferry

10:58 A.M. EDT

MR. MOOR:  Good morning. (Laughter.) The bridge is open.

Q  How many trucks were there?

MR. MOOR:  Four, I think.

Q  And who counted them?

END 11:20 A.M. EDT
"""


def _sentences(document: Document) -> list[str]:
    return [document.quote(sentence) for sentence in document.sentences]


@pytest.mark.parametrize(
    ("text", "title", "title_from", "published", "published_from", "source"),
    [
        (CABLE, "TRUCKS AT THE BRIDGE, AND WHO COUNTED THEM", "header", "2024-09-17T11:20:00Z", "header", ""),
        (MAIL, "Trucks at the bridge", "header", "2024-09-18T11:05:00Z", "header", "North Desk"),
        (MEMO, "Trucks at the bridge", "header", "2024-09-18", "header", ""),
        (RELEASE, "Depot opens the bridge to trucks", "first line", "2024-09-18", "dateline", ""),
        (
            LETTERHEAD,
            "Trucks at the Bridge: What the Guards Counted",
            "header",
            "2024-09",
            "header",
            "",
        ),
        (TRANSCRIPT, "Gaggle by the spokesman", "first line", "2024-09-18", "dateline", ""),
    ],
    ids=["cable", "mail", "memo", "release", "letterhead", "transcript"],
)
def test_title_date_and_source(
    read: Read, text: str, title: str, title_from: str, published: str, published_from: str, source: str
) -> None:
    document = read(text)
    assert (document.title, document.title_from) == (title, title_from)
    assert (document.published, document.published_from) == (published, published_from)
    assert document.source == source


@pytest.mark.parametrize("text", [CABLE, MAIL, MEMO, RELEASE, LETTERHEAD])
def test_heads_banners_and_ends_are_no_sentences(read: Read, text: str) -> None:
    document = read(text)
    sentences = " ".join(_sentences(document))
    for word in ("From:", "FM ", "SUBJECT", "Message-ID", "NOFORN", "RELEASE", "###", "NNNN", "Category"):
        assert word not in sentences
    assert "The depot at Lerwick told the desk" in sentences
    assert any(block.kind == "furniture" for block in document.blocks)


@pytest.mark.parametrize("text", [CABLE, MAIL, MEMO, RELEASE, LETTERHEAD, TRANSCRIPT])
def test_no_word_of_the_file_is_lost(read: Read, text: str) -> None:
    words = set(read(text).text.split())
    assert set(text.split()) - words - {">", ">>", "--"} == set()


def test_a_portion_mark_stands_outside_the_sentence(read: Read) -> None:
    document = read(CABLE)
    assert "The drivers were not named." in _sentences(document)
    marks = [style for style in document.styles if style.kind == "portion"]
    assert [document.text[mark.start : mark.end] for mark in marks] == ["(SBU)", "(U)"]
    assert [document.number_at(mark.start) for mark in marks] == ["1", "2"]


@pytest.mark.parametrize("mark", ["(U//FOUO)", "(S//NF)", "(C)", "(TS//SI//NF)", "(SBU)", "(U)"])
def test_a_mark_may_follow_its_number_without_a_gap(read: Read, mark: str) -> None:
    document = read(f"REPORT\n\n1.{mark} The gate is open.\n2.{mark} The light is out.\n")
    assert _sentences(document) == ["REPORT", "The gate is open.", "The light is out."]
    assert [document.number_at(block.start) for block in document.blocks] == ["", "1", "2"]


def test_quotations_of_mail_are_wrapped_again_in_their_levels(read: Read) -> None:
    document = read(MAIL)
    quoted = {
        document.text[block.start : block.end]: len(block.containers)
        for block in document.blocks
        if any(container.kind == "quote" for container in block.containers)
    }
    assert quoted == {
        "Who has seen the trucks at the bridge, and can anyone say how many of them came back?": 1,
        "The guard has.": 2,
    }


def test_a_signature_is_furniture(read: Read) -> None:
    document = read(MAIL)
    assert document.blocks[-1].kind == "furniture"
    assert document.text.endswith("--\nNorth Desk\nLerwick")


def test_a_comparison_is_no_quotation(read: Read) -> None:
    assert read("Counts\n\n> 40 trucks a day is too many.\n").blocks[-1].containers == ()


def test_speakers_and_stage_directions_are_marked(read: Read) -> None:
    document = read(TRANSCRIPT)
    speakers = [document.text[s.start : s.end] for s in document.styles if s.kind == "speaker"]
    assert [speaker.strip() for speaker in speakers] == ["MR. MOOR:", "Q", "MR. MOOR:", "Q"]
    asides = [document.text[s.start : s.end] for s in document.styles if s.kind == "aside"]
    assert asides == ["(Laughter.)"]
    sentences = _sentences(document)
    assert "Four, I think." in sentences
    assert "How many trucks were there?" in sentences
    assert not any("END" in sentence or "EDT" in sentence for sentence in sentences)


def test_a_label_before_a_colon_is_no_speaker_outside_a_transcript(read: Read) -> None:
    document = read("Notes on the gate\n\nSUMMARY: The gate is open.\n\nCOMMENT: It was shut before.\n")
    assert [style for style in document.styles if style.kind == "speaker"] == []


# Dates


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Published 09:12 GMT, 4 March 2026", "2026-03-04T09:12:00Z"),
        ("Updated 09:12 CET, 4 March 2026", "2026-03-04T08:12:00Z"),
        ("Updated 11:30 PM EST, March 4, 2026", "2026-03-05T04:30:00Z"),
        ("4.3.2026", "2026-03-04"),
        ("04.03.2026", "2026-03-04"),
        ("1-4 March 2026", "2026-03-04"),
        ("Letter 28 May 1947", "1947-05-28"),
        ("4 March 2026, 10:00 XYZT", "2026-03-04"),
    ],
)
def test_dates_as_they_are_written(read: Read, line: str, published: str) -> None:
    document = read(f"Gate reopened\n{line}\n\n{BODY}")
    assert (document.published, document.published_from) == (published, "dateline")


def test_a_range_keeps_both_ends(read: Read) -> None:
    document = read(f"Gate reopened\n\n1-4 March 2026\n\n{BODY}")
    assert ("period", "2026-03-01/2026-03-04") in document.meta


def test_a_date_in_a_sentence_is_not_when_it_was_written(read: Read) -> None:
    assert read(f"On 4 March 1931 the gate was built.\n\n{BODY}").published_from == "file time"


def test_a_date_that_can_be_read_two_ways_is_none(read: Read) -> None:
    assert read(f"Gate reopened, 4/6/2026\n\n{BODY}").published_from == "file time"


def test_the_clock_of_america_tells_the_order_of_a_date(read: Read) -> None:
    text = f"Gate reopened, 4/6/2026\n\n10:58 A.M. EDT\n\n{BODY}"
    assert read(text).published == "2026-04-06"


# Titles and sources


@pytest.mark.parametrize(
    "generic", ["Report", "Page 1", "Abstract", "Contents", "DOCUMENT", "1. Introduction"]
)
def test_a_generic_heading_is_no_title(read: Read, generic: str) -> None:
    document = read(f"{generic}\n\nGate reopened, says the desk\n\n{BODY}")
    assert document.title == "Gate reopened, says the desk"


def test_the_date_at_the_end_of_a_title_is_not_part_of_it(read: Read) -> None:
    document = read(f"Yearly message on the state of the gate. March 4, 2026\n\n{BODY}")
    assert document.title == "Yearly message on the state of the gate"
    assert document.published == "2026-03-04"


@pytest.mark.parametrize(
    "text",
    [
        f"Three points\n\n(a) that it opens;\n\n(b) that it stays;\n\n(c) that the desk agrees.\n\n{BODY}",
        f"Yearly review\n\nCopyright Notice\n\n{BODY}",
        f"Yearly review\n\n{BODY}\nSource: Gate Log, p. 4; cf. Keel 2019.\n",
    ],
)
def test_what_is_no_source(read: Read, text: str) -> None:
    assert read(text).source == ""


def test_what_is_a_source(read: Read) -> None:
    assert read(f"Yearly review\n\n{BODY}\n(c) 2026 Gate Desk\n").source == "Gate Desk"
    assert read(f"Yearly review\n\n{BODY}\n© Gate Desk\n").source == "Gate Desk"
    assert read(f"Yearly review\nSource: Gate Desk\n\n{BODY}").source == "Gate Desk"


# Layout


def _kinds(document: Document) -> list[str]:
    return [block.kind for block in document.blocks]


RULED = """+-------+-------+
| Gate  | Trucks|
+-------+-------+
| North |     4 |
+-------+-------+"""
SPACED = """Gate       Trucks   Cars
--------   ------   ----
North      4        11
South      0        2"""
FIGURES = """      0a1b2c3d4e5f6071 8293a4b5c6d7e8f9
      11223344aabbccdd 99887766ffeeddcc"""
CONTENTS = """Opening . . . . . . . . . . 2
The gate ................... 5
Closing ................... 12"""
DRAWING = """+---+     +---+
| A |====>| B |
+---+     +---+"""


@pytest.mark.parametrize("layout", [RULED, SPACED, FIGURES, CONTENTS, DRAWING])
def test_what_stands_in_columns_stays_line_for_line(read: Read, layout: str) -> None:
    document = read(f"On the gate\n\n{BODY}\n{layout}\n\n{BODY}")
    assert _kinds(document) == ["heading", "paragraph", "preformatted", "paragraph"]
    kept = document.text[document.blocks[2].start : document.blocks[2].end]
    assert [line.strip() for line in kept.split("\n")] == [line.strip() for line in layout.split("\n")]


def test_numbered_titles_are_headings(read: Read) -> None:
    text = f"Review\n\n1. Opening\n\n{BODY}\n2. The gate\n\n{BODY}\n2.1 Its lights\n\n{BODY}"
    document = read(text)
    headings = [(b.level, document.text[b.start : b.end]) for b in document.blocks if b.kind == "heading"]
    assert headings[1:] == [(2, "1. Opening"), (2, "2. The gate"), (3, "2.1 Its lights")]


def test_numbered_sentences_are_no_headings(read: Read) -> None:
    document = read("REPORT\n\n1. The gate is open.\n\n2. The light is out.\n\n3. Nobody came.\n")
    assert _kinds(document) == ["heading", "paragraph", "paragraph", "paragraph"]


def test_page_feet_and_heads_do_not_break_a_sentence(read: Read) -> None:
    foot = "Desk North                 Yearly review                    [Page {}]"
    head = "Paper 7                    Yearly review                   March 2026"
    text = (
        "Yearly review\n\nThe gate was opened again in the spring, after the trucks\n"
        f"had left it, and it has been open since then for all who\n\n\n{foot.format(1)}\n\f\n{head}\n\n\n"
        f"come by day. At night it is shut.\n\n{BODY}\n{foot.format(2)}\n\f\n{head}\n\n"
        f"{BODY}\n{foot.format(3)}\n"
    )
    document = read(text)
    assert any("for all who come by day." in sentence for sentence in _sentences(document))
    assert not any("[Page" in sentence or "Paper 7" in sentence for sentence in _sentences(document))
    assert sum(block.kind == "furniture" for block in document.blocks) == 5


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        (["i) one thing", "ii) another", "iii) a third"], ["i)", "ii)", "iii)"]),
        (["A. North gate", "B. South gate"], ["A.", "B."]),
        (["* a gate", "o a light"], ["•", "•"]),
        (["(a) one", "(b) two", "(c) three"], ["(a)", "(b)", "(c)"]),
        (["1.1 First part", "1.2 Second part"], ["1.1", "1.2"]),
    ],
)
def test_markers_of_items(read: Read, lines: list[str], labels: list[str]) -> None:
    document = read("Points on the gate\n\n" + "\n".join(lines) + "\n")
    assert [document.quote(label) for block in document.blocks for label in block.labels] == labels


def test_an_initial_is_no_marker(read: Read) -> None:
    document = read(f"Reviewed\n\nB. Moor was at the gate.\n\n{BODY}")
    assert all(not block.labels for block in document.blocks)


def test_an_entry_with_a_hanging_indent_is_one_paragraph(read: Read) -> None:
    document = read(
        "Who is who\n\nMOOR, Beate: keeper of the gate since 1994, formerly of the depot in the\n"
        "     North and of the Ministry of Roads.\n\n"
        "KEEL, Anton: driver of the first truck, and since March keeper of\n"
        "     The Lamp, an inn.\n"
    )
    assert _kinds(document) == ["heading", "paragraph", "paragraph"]


def test_a_parted_word_is_joined_when_the_text_has_it_whole(read: Read) -> None:
    text = (
        "The investi-\ngation is closed. The investigation took a year, and the well-\n"
        "known guard, a well-known man, was not heard in it at all.\n"
    )
    document = read(text)
    assert document.text.startswith("The investigation is closed.")
    assert "well-known guard" in document.text


LINES = [
    "",
    "",
    "",
    "From: Moor",
    "SUBJECT: The gate",
    "DATE: 4 March 2026",
    "R 031430Z MAR 26",
    "FM DESK NORTH",
    "SECRET//NOFORN",
    "1. (U) The gate is open.",
    "2.(C) It is shut",
    "a) one",
    "b) two",
    "iv) four",
    "o round",
    "> quoted words here",
    ">> deeper words",
    "--",
    "Desk   North     4",
    "| a | b |",
    "+---+---+",
    "1234 5678 90ab",
    "Opening ........ 3",
    "The desk said on Monday that four trucks had left the gate before noon,",
    "and that nobody was hurt. It was a Tuesday.",
    "    an indented line",
    "     hanging words of an entry",
    "Q  Who was it?",
    "MR. MOOR: Nobody. (Laughter.)",
    "[Page 1]",
    "Review      [Page 2]",
    "2.1 Lights",
    "END",
    "For Immediate Release",
    "LERWICK, 4 March 2026 (HD) -- It was shut.",
    "KEEL: a name",
    "===",
    "12",
    "Ending:",
    "(c) 2026 Gate Desk",
    "Source: Gate Log",
    "A. First",
    "B. Second",
    "Title of It All",
    "ENDS",
    "BT",
]


@given(st.lists(st.sampled_from(LINES), max_size=40))
def test_no_word_is_lost_or_made_whatever_the_lines_are(lines: list[str]) -> None:
    text = "\n".join(lines)
    document = parse(text.encode(), "a.txt", MODIFIED)
    check_document(document)
    assert sorted(_words(document.text, lines)) == sorted(_words(text, lines))


def _words(text: str, lines: list[str]) -> list[str]:
    # A round bullet is drawn as a bullet.
    found = re.findall(r"[^\W_]+", text)
    return [word for word in found if word != "o" or "o round" not in lines]
