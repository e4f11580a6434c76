"""OpenDocument texts and presentations → documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.text.document import Document

Check = Callable[[Document], None]

URN = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = " ".join(
    f'xmlns:{prefix}="{URN}{name}:1.0"'
    for prefix, name in [
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("meta", "meta"), ("presentation", "presentation"), ("manifest", "manifest"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"),
    ]
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip


def e(name: str, *content: str, **attributes: str) -> str:
    """An element; `text_list_level` stands for the attribute `text:list-level`."""
    written = "".join(
        f' {key.replace("_", ":", 1).replace("_", "-")}="{value}"' for key, value in attributes.items()
    )
    return f"<{name}{written}>{''.join(content)}</{name}>"


def text_style(name: str, **attributes: str) -> str:
    properties = e("style:text-properties", **attributes)
    return e("style:style", properties, style_family="text", style_name=name)


def level(number: int, **attributes: str) -> str:
    return e("text:list-level-style-number", text_level=str(number), **attributes)


STYLES = (
    text_style("B", fo_font_weight="bold")
    + text_style("H", text_display="none")
    + e(
        "text:list-style",
        level(1, style_num_format="1", style_num_suffix="."),
        level(2, style_num_format="a", style_num_prefix="(", style_num_suffix=")"),
        style_name="N",
    )
)


def parts(body: str, styles: str = STYLES, kind: str = "text") -> str:
    return (
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    )


def odt(body: str, kind: str = "text", **members: str) -> bytes:
    """An .odt with this body; `members` are what stands in `styles.xml`, `meta.xml` and the manifest."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        content = parts(body, kind=kind)
        made.writestr("content.xml", f"<office:document-content {NAMES}>{content}</office:document-content>")
        for name, xml in members.items():
            path = "META-INF/manifest.xml" if name == "manifest" else f"{name}.xml"
            made.writestr(path, f"<office:document-{name} {NAMES}>{xml}</office:document-{name}>")
    return file.getvalue()


def read(body: str, **members: str) -> Document:
    return parse(odt(body, **members), "a.odt")


def p(content: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{content}</text:p>'


def test_headings_paragraphs_and_white_space(check_document: Check) -> None:
    head = '<text:h text:outline-level="2">The <text:span text:style-name="B">berth</text:span></text:h>'
    document = read(
        head + p("  It is\n   closed.<text:s text:c='2'/>Ships<text:tab/>wait.<text:line-break/>Now.")
    )
    check_document(document)
    assert document.text == "The berth\n\nIt is closed.  Ships\twait.\nNow."
    assert [(block.kind, block.level) for block in document.blocks] == [("heading", 2), ("paragraph", 0)]
    assert (document.format, document.title, document.styles) == ("odf", "The berth", ())


def test_lists_count_and_go_on() -> None:
    def item(*content: str) -> str:
        return f"<text:list-item>{''.join(content)}</text:list-item>"

    inner = f"<text:list>{item(p('First'), p('More of it.'))}{item(p('Second'))}</text:list>"
    begun = f'<text:list xml:id="l" text:style-name="N">{item(p("One"), inner)}{item(p("Two"))}</text:list>'
    more = f'<text:list text:continue-list="l" text:style-name="N">{item(p("Three"))}</text:list>'
    document = read(begun + p("Between.") + more)
    assert document.text == "1. One\n(a) First\n\nMore of it.\n(b) Second\n2. Two\n\nBetween.\n\n3. Three"
    assert document.number_at(document.text.index("Second")) == "1(b)"


def test_headings_are_numbered_by_the_outline() -> None:
    outline = (
        '<office:styles><text:outline-style><text:outline-level-style text:level="1" style:num-format="1"/>'
        '<text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>'
        "</text:outline-style></office:styles>"
    )
    heads = "".join(f'<text:h text:outline-level="{level}">H</text:h>' for level in (1, 2, 2, 1))
    assert read(heads, styles=outline).text == "1 H\n\n1.1 H\n\n1.2 H\n\n2 H"


def test_tables_with_spans_and_repeats() -> None:
    def cell(text: str, **attributes: str) -> str:
        return e("table:table-cell", p(text) if text else "", **attributes)

    head = e(
        "table:table-row",
        cell("Port", table_number_columns_spanned="2"),
        e("table:covered-table-cell"),
        cell("Ships"),
    )
    empty = cell("", table_number_columns_repeated="16384")
    rows = (
        e("table:table-header-rows", head)
        + e("table:table-row", cell("0", table_number_columns_repeated="3"))
        + e("table:table-row", empty, table_number_rows_repeated="1048000")
    )
    document = read(e("table:table", rows))
    assert document.text == "Port\t\tShips\n0\t0\t0\n\t\t"


def test_notes_comments_links_and_pictures() -> None:
    note = e("text:note", e("text:note-citation", "7"), e("text:note-body", p("By the log.")))
    comment = f"<office:annotation><dc:creator>R. Keel</dc:creator>{p('Is that so?')}</office:annotation>"
    link = '<text:a xlink:href="https://a.example/">list</text:a>'
    frame = "<draw:frame><draw:image/><svg:desc>The quay</svg:desc></draw:frame>"
    document = read(p(f"Of 12{note}{comment} in the {link}. {frame}"))
    text = (
        "Of 12[1][comment 1] in the list. [picture: The quay]\n\n[1] By the log.\n\n[comment 1] Is that so?"
    )
    assert document.text == text
    assert [style.target for style in document.styles if style.kind == "link"] == ["https://a.example/"]


def test_deletions_and_hidden_text_are_out_and_counted() -> None:
    region = e("text:changed-region", e("text:deletion", p("gone")))
    changes = e("text:tracked-changes", region)
    document = read(changes + p('It is open.<text:span text:style-name="H">secret</text:span>'))
    assert document.text == "It is open."
    assert document.warnings == (
        "1 tracked deletion left out of the text.",
        "Hidden text is left out: 6 characters.",
    )


def test_heads_and_feet_of_the_pages_that_are_used() -> None:
    def page(name: str, line: str) -> str:
        number = p("Page <text:page-number>4</text:page-number>")
        return e("style:master-page", e("style:header", p(line), number), style_name=name)

    masters = e("office:master-styles", page("Standard", "Harbour Office"), page("Envelope", "x"))
    document = read(p("Ships wait."), styles=masters)
    assert document.text == "Harbour Office\n\nShips wait."
    assert document.blocks[0].kind == "furniture"


def test_properties_quotations_code_and_text_boxes() -> None:
    meta = (
        "<office:meta><dc:title>Template</dc:title><meta:creation-date>2019-01-02T03:04:05</meta:creation-date>"
        "<dc:creator>R. Keel</dc:creator></office:meta>"
    )
    box = f"<draw:frame><draw:text-box>{p('Aside.')}</draw:text-box></draw:frame>"
    body = (
        p("They said so.", "Quotations")
        + p("a = 1", "Preformatted_20_Text")
        + p("b = 2", "Preformatted_20_Text")
    )
    document = read(body + p(f"Beside a box, in a line that is no title{box}."), meta=meta)
    assert [block.kind for block in document.blocks] == [
        "paragraph",
        "preformatted",
        "paragraph",
        "paragraph",
    ]
    assert document.blocks[0].containers[0].kind == "quote"
    assert document.text.endswith("\n\nAside.")
    assert document.meta == (("author", "R. Keel"),)
    assert document.published == "2019-01-02T03:04:05Z"


def test_a_flat_file_is_the_same() -> None:
    flat = f"<office:document {NAMES}>{parts(p('It is closed.'))}</office:document>".encode()
    assert parse(flat, "a.fodt").text == "It is closed."
    with pytest.raises(UnreadableFile, match="no OpenDocument"):
        parse(b"<html/>", "a.fodt")


def test_slides_are_places() -> None:
    title = e("draw:frame", e("draw:text-box", p("Berths")), presentation_class="title")
    box = e("draw:frame", e("draw:text-box", p("Two are closed.")))
    notes = e("presentation:notes", e("draw:frame", e("draw:text-box", p("Say why."))))
    slides = e("draw:page", title, box, notes) + e("draw:page", box)
    document = parse(odt(slides, kind="presentation"), "a.odp")
    assert document.text == "Berths\n\nTwo are closed.\n\nNotes: Say why.\n\nTwo are closed."
    assert document.place_at(len(document.text) - 1) == "slide 2"


def test_a_password_and_an_empty_text_are_told() -> None:
    manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    with pytest.raises(UnreadableFile, match="protected with a password"):
        read(p("x"), manifest=manifest)
    assert read("").warnings == ("The document has no text.",)


def test_cut_anywhere_it_says_why() -> None:
    data = odt(p("Text."))
    for end in range(0, len(data), len(data) // 10):
        with pytest.raises(UnreadableFile):
            parse(data[:end], "a.odt")


def test_deep_nesting_loses_nothing() -> None:
    for tag in ("text:section", "text:list-item", "text:span"):
        deep = f"<{tag}>" * 3_000 + "deep" + f"</{tag}>" * 3_000
        inside = p(deep) if tag == "text:span" else deep.replace("deep", p("deep"))
        assert "deep" in read(f"<text:list>{inside}</text:list>").text
    tables = "<table:table><table:table-row><table:table-cell>" * 1_000
    assert (
        read(tables + p("deep") + "</table:table-cell></table:table-row></table:table>" * 1_000).text
        == "deep"
    )


@given(
    st.lists(
        st.sampled_from(
            [
                p("A line."), '<text:h text:outline-level="9">H</text:h>', "<text:h/>", "<table:table/>",
                e("text:list", e("text:list-item", p("i"), p("j")), text_style_name="N"),
                e("text:list", e("text:list-header", p("h")), "<text:list-item/>"),
                e("table:table", e("table:table-row", e("table:table-cell", p("c"), e("text:list")))),
                p("\u202eback<text:note><text:note-body/></text:note>"), e("text:unheard-of", "loose"),
                p("<draw:frame><draw:text-box/></draw:frame>"), p("x<text:tab/>y"), p("T", "Title"),
                p(e("text:ruby", e("text:ruby-base", "漢"), e("text:ruby-text", "kan"))),
            ]
        ),
        max_size=15,
    )
)  # fmt: skip
def test_any_pieces_of_documents(check_document: Check, pieces: list[str]) -> None:
    document = read("".join(pieces))
    check_document(document)
    assert document.text.strip() or document.warnings
