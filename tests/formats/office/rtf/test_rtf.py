"""Rich Text → documents."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.formats.office.rtf import rtf_parser
from reader.text.document import Document

Check = Callable[[Document], None]

HEAD = (
    r"{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset2 Symbol;}{\f2\fcharset204 Kir;}}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Quote;}{\s3 Title;}"
    r"{\s4 Preformatted Text;}}"
)


def read(body: str, head: str = HEAD) -> Document:
    return parse(rf"{{\rtf1\ansi\ansicpg1252{head}{body}}}".encode("latin-1"), "a.rtf")


def test_headings_paragraphs_and_looks(check_document: Check) -> None:
    document = read(
        r"\pard\s1\b The berth\par\pard\plain It is {\b closed}.\line Ships\tab wait\emdash now.\par"
    )
    check_document(document)
    assert document.text == "The berth\n\nIt is closed.\nShips\twait—now."
    assert [(block.kind, block.level) for block in document.blocks] == [("heading", 1), ("paragraph", 0)]
    assert [document.text[style.start : style.end] for style in document.styles] == ["closed"]
    assert (document.format, document.title) == ("rtf", "The berth")


def test_characters_of_code_pages_fonts_and_unicode() -> None:
    text = r"caf\'e9 \u8364?5 {\f2 \'c4\'e0} {\f1 a\'a3} {\uc2\u-10179 xx\u-8704 yy}\~end\_of"
    assert read(text).text == "café €5 Да α≤ 😀\N{NO-BREAK SPACE}end\N{NON-BREAKING HYPHEN}of"


def test_a_character_of_two_bytes_may_end_in_a_letter() -> None:
    assert read(r"{\f3 \'83A}", r"{\fonttbl{\f3\fcharset128 MS;}}").text == "ア"


def test_a_star_counts_only_where_a_group_begins() -> None:
    assert read(r"{\f0\*\cs7 Seen.}{\*\unknown not seen}{\unknown and this}").text == "Seen.and this"


def test_lists_take_their_labels_from_the_text() -> None:
    def item(label: str, text: str, level: int = 0) -> str:
        return rf"\pard\ls1\ilvl{level} {label}{text}\par"

    body = (
        item(r"{\listtext 1.\tab}", "One")
        + item(r"{\listtext (a)\tab}", "First", 1)
        + item("", "More of it.", 1)
        + item(r"{\listtext\f1 \'b7\tab}", "Two")
    )
    document = read(body + r"\pard End.\par")
    assert document.text == "1. One\n(a) First\n\nMore of it.\n• Two\n\nEnd."
    assert [len(block.containers) for block in document.blocks] == [1, 2, 2, 1, 0]


def test_older_lists_are_counted() -> None:
    body = r"\pard{\pntext 4)\tab}{\*\pn\pnlvlbody\pndec\pnstart4{\pntxta )}}One\par Two\par\pard End.\par"
    assert read(body).text == "4) One\n5) Two\n\nEnd."


def test_tables_and_tables_in_them() -> None:
    end = r"{\*\nesttableprops\trowd\nestrow}{\nonesttables fallback\par}"
    inner = rf"\pard\intbl\itap2 a\nestcell b\nestcell{end}"
    row = rf"\trowd\pard\intbl Port\par of call\cell {inner}\pard\intbl Ships\cell\row"
    document = read(row + r"\pard After.\par")
    assert document.text == "Port\nof call\tShips\n\na\tb\n\nAfter."
    assert [block.kind for block in document.blocks] == ["table", "table", "paragraph"]


def test_notes_comments_links_and_pictures() -> None:
    note = r"{\super\chftn{\footnote\pard\plain{\chftn} By the log.}}"
    comment = r"{\*\atnid RK}{\*\atnauthor R. Keel}{\*\annotation Is that so?}"
    link = r"{\field{\*\fldinst HYPERLINK " + '"https://a.example/"' + r"}{\fldrslt list}}"
    picture = r"{\*\shppict{\pict\pngblip 89504e47}}{\nonshppict{\pict 00}}"
    document = read(rf"Of 12{note}{comment} in the {link}. {picture}\par")
    text = "Of 12[1][comment 1] in the list. [picture]\n\n[1] By the log.\n\n[comment 1] Is that so?"
    assert document.text == text
    assert [style.target for style in document.styles if style.kind == "link"] == ["https://a.example/"]


def test_heads_and_feet_of_pages_stand_around_the_text_without_numbers() -> None:
    number = r"{\field{\*\fldinst PAGE}{\fldrslt 7}}"
    document = read(
        rf"{{\header SECRET\par Page {number}\par}}{{\footer Harbour Office {{\chpgn}}\par}}Ships wait.\par"
    )
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("furniture", "SECRET"), ("paragraph", "Ships wait."), ("furniture", "Harbour Office"),
    ]  # fmt: skip


def test_what_is_deleted_or_hidden_is_out_and_counted() -> None:
    document = read(r"It is {\deleted shut}open.{\v secret}\par")
    assert document.text == "It is open."
    assert document.warnings == (
        "1 tracked deletion left out of the text.",
        "Hidden text is left out: 6 characters.",
    )


def test_quotations_code_boxes_and_properties() -> None:
    info = r"{\info{\title Template}{\author R. Keel}{\creatim\yr2019\mo1\dy2\hr3\min4}}"
    box = r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt Aside.\par}}{\shprslt Aside.}}"
    document = read(rf"{info}\pard\s2 They said so.\par\pard\s4 a = 1\par b = 2\par\pard Beside{box}.\par")
    assert [block.kind for block in document.blocks] == [
        "paragraph",
        "preformatted",
        "paragraph",
        "paragraph",
    ]
    assert document.blocks[0].containers[0].kind == "quote"
    assert document.text.endswith("Beside.\n\nAside.")
    assert (document.published, document.meta) == ("2019-01-02", (("author", "R. Keel"),))


def test_binary_data_is_passed_over() -> None:
    assert read("Before.{\\pict\\bin7 }}}{\\par}After.").text == "Before.[picture]After."


def test_the_suffix_need_not_say_it() -> None:
    assert parse(rb"{\rtf1 Ships wait.}", "a.dat").format == "rtf"
    with pytest.raises(UnreadableFile, match="no Rich Text"):
        parse(b"Ships wait.", "a.rtf")


def test_deep_groups_lose_nothing() -> None:
    assert read("{" * 200_000 + "deep" + "}" * 200_000).text == "deep"


def test_too_many_pieces_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rtf_parser, "MAX_TOKENS", 100)
    with pytest.raises(UnreadableFile, match="more than 100 pieces"):
        read(r"a\par " * 100)


def test_cut_anywhere_it_opens_with_what_there_is() -> None:
    data = rf"{{\rtf1\ansi{HEAD}\pard\s1 Head\par\pard Ships wait.\par}}".encode()
    for end in range(len(data) // 10, len(data), len(data) // 10):
        document = parse(data[:end], "a.rtf")
        assert document.text.strip() or document.warnings


@given(
    st.lists(
        st.sampled_from(
            [
                "a", " ", r"\par ", r"\pard", r"\intbl", r"\itap2", r"\itap9", r"\cell", r"\nestcell",
                r"\row", r"\nestrow", "{", "}", r"{\footnote n}", r"{\*\annotation c}", r"{\listtext 1.}",
                r"\ls1",
                r"\ilvl8", r"\s1", r"\s2", r"\s3", r"\s4", r"{\field{\*\fldinst HYPERLINK x}{\fldrslt y}}",
                r"\u-10179?", r"\u8238?", r"\'e9", r"\bin3", r"{\header h}", r"{\shptxt b\par}", r"\tab",
                r"\line",
                r"{\*\pn\pndec}", r"\v", r"\f1", "\\", r"\uc99999", r"{\stylesheet", r"{\fonttbl",
                r"{\pict 00}",
            ]
        ),
        max_size=40,
    )
)  # fmt: skip
def test_any_pieces_of_rich_text(check_document: Check, pieces: list[str]) -> None:
    document = read("".join(pieces))
    check_document(document)
    assert document.text.strip() or document.warnings
