"""PDF files → documents."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pdf import FONTS, Annotation, Item, LinkArea, Text, lines, pdf, picture_page

from reader.errors import UnreadableFile
from reader.formats.load import parse, parse_all
from reader.formats.pdf.reading import pdf_date
from reader.text.document import Document

Check = Callable[[Document], None]

PARAGRAPH = (
    "The berth at Velm was closed on Monday morning after the crane",
    "failed, and the ships that wait outside were told to go on to the",
    "port of Anselm. It will be open again by the end of the week.",
)


def read(*pages: Sequence[Item], **more: object) -> Document:
    return parse(pdf(*pages, **more), "a.pdf")  # type: ignore[arg-type]


def shape(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.opening : block.end]) for block in document.blocks]


def test_lines_become_paragraphs(check_document: Check) -> None:
    document = read(lines(*PARAGRAPH) + lines(*PARAGRAPH, y=640))
    check_document(document)
    assert shape(document) == [("paragraph", " ".join(PARAGRAPH))] * 2
    assert document.format == "pdf"
    assert document.warnings == ()


def test_an_indent_begins_a_paragraph() -> None:
    second = [Text(87, 664, "A new one begins here, since its first line is set in from the edge")]
    document = read(lines(*PARAGRAPH[:2], PARAGRAPH[1]) + second + lines(PARAGRAPH[2], y=652))
    assert [text[:10] for _kind, text in shape(document)] == ["The berth ", "A new one "]


def test_a_file_is_known_by_its_first_bytes() -> None:
    assert parse(pdf(lines(*PARAGRAPH)), "report.txt").format == "pdf"


@pytest.mark.parametrize(
    ("first", "second", "elsewhere", "joined"),
    [
        ("they spoke of the agree-", "ment at length", "No agreement was made.", "the agreement at"),
        ("they spoke of a cease-", "fire at length", "The cease-fire holds.", "a cease-fire at"),
        ("they spoke of the nego-", "tiations there", "Nothing else was said.", "the negotiations there"),
        ("they met in Stratford-", "Upon, which is far", "Nothing else was said.", "Stratford-Upon, which"),
    ],
)
def test_the_documents_own_words_say_which_hyphens_go(
    first: str, second: str, elsewhere: str, joined: str
) -> None:
    document = read(lines(first, second) + lines(elsewhere, y=600))
    assert joined in document.text


def test_headings_are_those_of_the_outline() -> None:
    page = [Text(72, 720, "2 The strike", 14, "bold"), *lines(*PARAGRAPH)]
    document = read(page, outline=[("The strike", 0)])
    assert shape(document)[0] == ("heading", "2 The strike")
    assert document.title == "2 The strike"


def test_headings_are_told_by_size_and_by_weight() -> None:
    page = [
        Text(72, 740, "Port report", 20, "bold"),
        *lines(*PARAGRAPH, y=710),
        Text(72, 650, "Why it was closed", 10, "bold"),
        *lines(*PARAGRAPH, y=630),
        Text(72, 570, "What comes next", 10, "bold"),
        *lines(*PARAGRAPH, y=550),
    ]
    document = read(page)
    assert [(block.kind, block.level) for block in document.blocks] == [
        ("heading", 1), ("paragraph", 0), ("heading", 2), ("paragraph", 0), ("heading", 2), ("paragraph", 0),
    ]  # fmt: skip
    assert (document.title, document.title_from) == ("Port report", "heading")


def test_items_have_their_labels_and_nest() -> None:
    page = [
        *lines(*PARAGRAPH),
        Text(80, 650, "\x95 Ships wait outside."),
        Text(100, 638, "\x96 Two of them are tankers."),
        Text(80, 626, "\x95 Trains stand still."),
    ]
    page = [item._replace(text=item.text.replace("\x95", "•").replace("\x96", "–")) for item in page]
    document = read(page)
    assert [text for _kind, text in shape(document)][1:] == [
        "• Ships wait outside.", "– Two of them are tankers.", "• Trains stand still.",
    ]  # fmt: skip
    assert [len(block.containers) for block in document.blocks] == [0, 1, 2, 1]


def test_a_table_keeps_its_columns() -> None:
    rows = [("Port", "Ships", "Days"), ("Velm", "4", "12"), ("Anselm", "11", "3")]
    page = [
        Text(x, 700 - 14 * number, cell)
        for number, row in enumerate(rows)
        for x, cell in zip((72, 200, 300), row, strict=True)
    ]
    document = read(page)
    assert document.blocks[0].kind == "table"
    assert [[document.quote(cell) for cell in row] for row in document.blocks[0].rows] == [
        list(row) for row in rows
    ]


def test_code_keeps_its_lines_and_indents() -> None:
    page = [
        *lines(*PARAGRAPH, y=760),
        Text(72, 700, "for ship in ships:", 10, "code"),
        Text(96, 688, "wait(ship)", 10, "code"),
    ]
    assert shape(read(page))[-1] == ("preformatted", "for ship in ships:\n    wait(ship)")


def test_contents_lose_the_dots_that_lead_to_the_page() -> None:
    page = [
        Text(72, 700, "1 The strike . . . . . . . . . . . 4"),
        Text(72, 686, "2 The talks . . . . . . . . . . . 12"),
    ]
    document = read(page)
    assert [[document.quote(cell) for cell in row] for row in document.blocks[0].rows] == [
        ["1 The strike", "4"], ["2 The talks", "12"],
    ]  # fmt: skip


WORDS = re.findall(
    r"\w+", "port ship crane berth harbour strike talks week crew cargo office log tanker train quay"
)


def body(number: int) -> list[Text]:
    """Lines of a page that are no other page's."""
    choose = random.Random(number)
    return lines(*(" ".join(choose.choices(WORDS, k=11)) for _ in range(4)))


def test_page_heads_and_feet_are_left_out_and_named() -> None:
    pages = [
        [Text(72, 760, "Harbour office, restricted"), *body(number), Text(300, 40, f"{number}")]
        for number in range(1, 6)
    ]
    document = read(*pages)
    assert "restricted" not in document.text
    assert document.warnings == (
        "Page heads and feet left out of the text: “Harbour office, restricted”, “1”, “2”, “3”, “4”"
        " and 1 more.",
    )


def test_the_number_of_a_page_alone_at_its_edge_is_no_text() -> None:
    document = read([*body(1), Text(300, 40, "1")], [*body(2), Text(300, 40, "Annex 2")])
    assert document.warnings == ("Page heads and feet left out of the text: “1”.",)
    assert document.text.endswith("Annex 2")


def test_pages_that_all_say_the_same_are_text() -> None:
    document = read(*[lines("The same words stand on every page.")] * 5)
    assert document.text.count("The same words") == 5


def test_a_paragraph_goes_on_over_the_page_and_each_page_is_a_place() -> None:
    document = read(lines(*PARAGRAPH[:2], y=100), lines("small port of Anselm, which has room for them."))
    assert len(document.blocks) == 1
    assert document.place_at(0) == "page 1"
    assert document.place_at(document.text.index("small port")) == "page 2"


def test_a_note_at_the_foot_does_not_part_the_text() -> None:
    first = [
        *lines(*PARAGRAPH[:2], y=200),
        Text(72, 83, "1", 5),
        Text(75, 80, "By the log of the harbour office.", 8),
    ]
    document = read(first, lines("small port of Anselm, which has room for them."))
    assert [text for _kind, text in shape(document)] == [
        f"{PARAGRAPH[0]} {PARAGRAPH[1]} small port of Anselm, which has room for them.",
        "[1] By the log of the harbour office.",
    ]
    assert [label for label, _start in document.footnotes] == ["1"]
    assert document.place_at(document.text.index("By the log")) == "page 1"


def test_links_lead_out() -> None:
    document = read(
        [*lines("See the log of the office."), LinkArea(70, 697, 400, 712, "https://velm.example/log")]
    )
    (link,) = document.styles
    assert (link.kind, link.target) == ("link", "https://velm.example/log")
    assert document.text[link.start : link.end] == "See the log of the office."


def test_remarks_stand_below_the_text(check_document: Check) -> None:
    remarks = [Annotation("/Subtype/Text/Contents(Is that so?)"), Annotation("/Subtype/Highlight")]
    document = read(
        lines(*PARAGRAPH) + remarks, [*body(1), Annotation("/Subtype/FreeText/Contents(Ask them.)")]
    )
    check_document(document)
    assert document.text.endswith("[comment 1] Is that so?\n\n[comment 2] Ask them.")
    assert [label for label, _start in document.footnotes] == ["comment 1", "comment 2"]
    assert document.place_at(document.text.index("Is that so")) == "page 1"


def test_fields_of_forms_are_a_table() -> None:
    fields = [
        Annotation("/Subtype/Widget/FT/Tx/T(ship)/TU(Name of ship)/V(Calder Rose)"),
        Annotation("/Subtype/Widget/FT/Btn/T(tanker)/V/Off"),
        Annotation("/Subtype/Widget/FT/Tx/T(port)/V(Velm)"),
    ]
    document = read(fields)
    assert [[document.quote(cell) for cell in row] for row in document.blocks[0].rows] == [
        ["Name of ship", "Calder Rose"], ["port", "Velm"],
    ]  # fmt: skip
    assert document.warnings == ()


def test_attached_files_are_documents_in_it() -> None:
    data = pdf(lines(*PARAGRAPH), attachments={"log.txt": b"Twelve ships wait.", "track.bin": b"\0\1"})
    parts = list(parse_all(data, "a.pdf"))
    assert [(part.inner, part.document and part.document.text) for part in parts[1:]] == [
        ("log.txt", "Twelve ships wait.")
    ]
    assert parts[0].document is not None
    assert ("attachments", "log.txt, track.bin") in parts[0].document.meta


def test_properties_rank_below_what_the_text_says() -> None:
    properties = "/Title(Template)/Author(A. Keel)/CreationDate(D:20190102030405+01'00')"
    document = read(
        lines("it was closed, and no more is known of it,", "said the office."), properties=properties
    )
    assert (document.title, document.title_from) == ("Template", "properties")
    assert (document.published, document.published_from) == ("2019-01-02T02:04:05Z", "properties")
    assert document.meta == (("author", "A. Keel"),)


@pytest.mark.parametrize(
    ("value", "day"),
    [("D:20260117", "2026-01-17"), ("D:2026", "2026-01-01"), ("D:20260117093000Z", "2026-01-17T09:30:00Z"),
     ("17 January", ""), ("D:20261399", ""), ("", "")],
)  # fmt: skip
def test_dates_of_the_properties(value: str, day: str) -> None:
    assert pdf_date(value) == day


def test_pages_that_are_pictures_are_said_and_marked() -> None:
    document = read(lines(*PARAGRAPH), picture_page(), picture_page())
    assert document.warnings == ("2 of 3 pages are pictures; nothing in them can be searched.",)
    assert document.text.endswith("[picture]\n\n[picture]")
    assert document.place_at(len(document.text) - 1) == "page 3"
    assert read(picture_page()).warnings == ("1 of 1 page is a picture; nothing in it can be searched.",)


def test_a_file_without_text_says_so() -> None:
    assert read([]).warnings == ("The document has no text.",)


def test_a_password_is_said() -> None:
    encrypt = f"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O({'o' * 32})/U({'u' * 32})>>"
    with pytest.raises(UnreadableFile, match="protected with a password") as failure:
        read(lines(*PARAGRAPH), trailer=encrypt)
    assert failure.value.code == "password"


def test_pages_that_are_broken_are_said() -> None:
    document = read(*[body(number) for number in range(1, 8)], missing=5)
    assert document.warnings == ("The file is broken after page 7: 5 pages cannot be read.",)
    assert document.place_at(len(document.text) - 1) == "page 7"


@pytest.mark.parametrize("data", [b"%PDF-1.5\n", b"%PDF-1.5\nnothing of the kind", b"%PDF-" + bytes(4_000)])
def test_what_is_no_pdf_says_so(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="broken") as failure:
        parse(data, "a.pdf")
    assert failure.value.code == "broken"


def test_cut_anywhere_it_opens_or_says_why() -> None:
    data = pdf(*[body(number) for number in range(1, 4)], outline=[("One", 0)])
    for end in range(len(data) // 10, len(data), len(data) // 10):
        try:
            document = parse(data[:end], "a.pdf")
        except UnreadableFile:
            continue
        assert document.text or document.warnings


def packed(content: bytes, times: int = 1, more: bytes = b"") -> bytes:
    for _ in range(times):
        content = zlib.compress(content)
    filters = b"/FlateDecode" * times
    return b"<</Length %d/Filter[%s]%s>>stream\n%s\nendstream" % (len(content), filters, more, content)


@pytest.mark.parametrize("times", [1, 2, 3, 4])
def test_streams_that_unpack_to_too_much_are_refused(times: int) -> None:
    with pytest.raises(UnreadableFile, match="too large") as failure:
        read(lines(*PARAGRAPH), extra=[packed(b"(aaaaaaaaaaaaaaaaaaaa) Tj " * 500_000, times)])
    assert failure.value.code == "too-large"


def test_streams_of_a_usual_size_and_pictures_are_not() -> None:
    noise = random.Random(1).randbytes(200_000).hex().encode()
    white = packed(bytes(12_000_000), more=b"/Subtype/Image")
    assert read(lines(*PARAGRAPH), extra=[packed(noise), white]).text.startswith("The berth")


def test_more_pages_than_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.formats.pdf.reading.MAX_PAGES", 2)
    document = read(*[body(number) for number in range(1, 5)])
    assert document.warnings == ("Only the first 2 of 4 pages are read.",)


def test_codes_that_are_no_characters_are_said() -> None:
    data = pdf([Text(72, 700, "One of these is \x01 not known to anybody.")])
    document = parse(data, "a.pdf")
    assert "\x01" not in document.text
    assert all("terminal" not in warning for warning in document.warnings)


@given(
    st.lists(
        st.builds(
            Text,
            st.floats(-50, 700),
            st.floats(-50, 900),
            st.sampled_from(
                ["word", "A longer line of text that goes on", "• item", "1. item", "12", "x" * 90, "(a)",
                 "-", ". . . . . . 4", "re-", "\u2013", "[1]", "Tj ET", "é", "  ", "\t"]
            ),
            st.sampled_from([5.0, 8.0, 10.0, 18.0, 0.5, 200.0]),
            st.sampled_from(sorted(FONTS)),
        ),
        max_size=25,
    )
)  # fmt: skip
def test_any_places_of_text(check_document: Check, texts: list[Text]) -> None:
    document = read(texts[:12], texts[12:])
    check_document(document)
    assert document.blocks or document.warnings
