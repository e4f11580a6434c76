"""EPUB books → documents."""

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

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
METADATA = (
    "<dc:title>The Winter Port</dc:title><dc:creator>A. Keel</dc:creator>"
    "<dc:publisher>Velm Press</dc:publisher><dc:date>2026-03-04</dc:date><dc:language>en</dc:language>"
)


def page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops"><head><title/></head><body>{body}</body></html>'
    )


def book(
    *bodies: str, nav: str = "", metadata: str = METADATA, ncx: str = "", **members: str | bytes
) -> bytes:
    """A book with a chapter for each body; `nav` is the list in its table of contents."""
    names = [f"c{number}.xhtml" for number in range(1, len(bodies) + 1)]
    items = "".join(f'<item id="{name}" href="{name}" media-type="application/xhtml+xml"/>' for name in names)
    spine = "".join(f'<itemref idref="{name}"/>' for name in names)
    contents = {f"OPS/{name}": page(body) for name, body in zip(names, bodies, strict=True)}
    if nav:
        items += '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
        contents["OPS/nav.xhtml"] = page(f'<nav epub:type="toc">{nav}</nav>')
    if ncx:
        items += '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        contents["OPS/toc.ncx"] = (
            '<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://x.example/ncx.dtd">'
            f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{ncx}</navMap></ncx>'
        )
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata>{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        made.writestr("META-INF/container.xml", CONTAINER)
        made.writestr("OPS/book.opf", package)
        for name, content in contents.items():
            made.writestr(name, content)
        for name, content in members.items():
            made.writestr(f"META-INF/{name}.xml", content)
    return file.getvalue()


def read(*bodies: str, **more: str) -> Document:
    return parse(book(*bodies, **more), "a.epub")


def shape(document: Document) -> list[tuple[str, int, str]]:
    return [(b.kind, b.level, document.text[b.opening : b.end]) for b in document.blocks]


def test_chapters_follow_the_spine_and_are_places(check_document: Check) -> None:
    document = read(
        "<h1>Ice</h1><p>The berth is shut.</p>",
        "<h1>Thaw</h1><p>It opens.</p>",
        nav='<ol><li><a href="c1.xhtml">Ice</a></li><li><a href="c2.xhtml">Thaw</a></li></ol>',
    )
    check_document(document)
    assert document.text == "Ice\n\nThe berth is shut.\n\nThaw\n\nIt opens."
    assert [place.label for place in document.places] == ["Ice", "Thaw"]
    assert document.place_at(document.text.index("opens")) == "Thaw"
    assert document.format == "epub"


def test_metadata() -> None:
    document = read("<p>The berth is shut.</p>")
    assert (document.title, document.title_from) == ("The Winter Port", "properties")
    assert (document.published, document.published_from) == ("2026-03-04", "properties")
    assert document.source == "Velm Press"
    assert document.meta == (("author", "A. Keel"), ("language", "en"))


def test_of_several_dates_that_of_publication_counts() -> None:
    dates = (
        '<dc:date xmlns:opf="http://www.idpf.org/2007/opf" opf:event="modification">2026-01-02</dc:date>'
        '<dc:date xmlns:opf="http://www.idpf.org/2007/opf" opf:event="publication">2025-06-07</dc:date>'
    )
    assert read("<p>Text.</p>", metadata=dates).published == "2025-06-07"


def test_the_contents_give_headings_that_the_pages_lack() -> None:
    nav = '<ol><li><a href="c1.xhtml">One: Ice</a></li><li><a href="c2.xhtml">Thaw</a></li></ol>'
    document = read('<p class="title">One: Ice</p><p>The berth is shut.</p>', "<p>It opens.</p>", nav=nav)
    assert shape(document) == [
        ("heading", 1, "One: Ice"),
        ("paragraph", 0, "The berth is shut."),
        ("heading", 1, "Thaw"),
        ("paragraph", 0, "It opens."),
    ]


def test_an_older_book_has_its_contents_in_an_ncx() -> None:
    ncx = (
        '<navPoint><navLabel><text>Part one</text></navLabel><content src="c1.xhtml"/><navPoint><navLabel>'
        '<text>Ice</text></navLabel><content src="c1.xhtml#ice"/></navPoint></navPoint>'
    )
    document = read('<p>Part one</p><p id="ice">Ice</p><p>Shut.</p>', ncx=ncx)
    assert shape(document)[:2] == [("heading", 1, "Part one"), ("heading", 2, "Ice")]
    assert document.places[0].label == "Part one"


def test_notes_stand_below_their_chapter(check_document: Check) -> None:
    document = read(
        '<p>Of twelve<a epub:type="noteref" href="#n1">1</a> ships.</p>'
        '<aside epub:type="footnote" id="n1"><p>By the log.</p></aside><p>The rest left.</p>',
        "<p>It opens.</p>",
    )
    check_document(document)
    assert [text for _kind, _level, text in shape(document)][1:] == [
        "The rest left.", "[1] By the log.", "It opens.",
    ]  # fmt: skip
    (reference,) = [style for style in document.styles if style.kind == "footnote"]
    assert reference.target == "1"
    assert [label for label, _start in document.footnotes] == ["1"]


def test_notes_of_another_page_are_found() -> None:
    document = read(
        '<p>Of twelve<a epub:type="noteref" href="c2.xhtml#n1">1</a> ships.</p>',
        '<section epub:type="endnotes"><p epub:type="endnote" id="n1">By the log.</p></section>',
    )
    assert document.text.endswith("[1] By the log.")
    assert [style.target for style in document.styles if style.kind == "footnote"] == ["1"]


def test_links_lead_out_and_not_within() -> None:
    document = read('<p><a href="c1.xhtml#x">here</a> and <a href="https://velm.example/">there</a></p>')
    assert [(style.kind, style.target) for style in document.styles] == [("link", "https://velm.example/")]


def test_formulas_readings_and_drawn_words_are_text() -> None:
    document = read(
        '<p>So <math alttext="a + b"><mi>a</mi></math> is.</p><p><ruby>港<rt>みなと</rt></ruby></p>'
        '<p><m:math xmlns:m="x"><m:mi>c</m:mi></m:math></p><p>x <![CDATA[y < z]]></p>',
        "<svg><text>Drawn words</text></svg>",
    )
    assert document.text == "So a + b is.\n\n港(みなと)\n\nc\n\nx y < z\n\nDrawn words"


def test_pages_that_are_pictures_are_said() -> None:
    document = read('<img src="cover.jpg" alt=""/>', "<p>Text.</p>")
    assert document.text == "[picture]\n\nText."
    assert document.warnings == ("1 page of the book is a picture; nothing in it can be searched.",)
    assert read("<div/>").warnings == ("The book has no text.",)


ENCRYPTED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#">'
    '<enc:EncryptedData><enc:EncryptionMethod Algorithm="{}"/><enc:CipherData>'
    '<enc:CipherReference URI="OPS/{}"/></enc:CipherData></enc:EncryptedData></encryption>'
)


def test_a_protected_book_says_so() -> None:
    encryption = ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "c1.xhtml")
    with pytest.raises(UnreadableFile, match="digital rights management") as failure:
        read("<p>Text.</p>", encryption=encryption)
    assert failure.value.code == "drm"


def test_fonts_may_be_encrypted() -> None:
    encryption = ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "font.otf")
    assert read("<p>Text.</p>", encryption=encryption).text == "Text."


def test_what_is_no_book_says_so() -> None:
    with pytest.raises(UnreadableFile, match="broken"):
        parse(b"PK\x03\x04 and no more", "a.epub")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("notes.txt", "x")
    with pytest.raises(UnreadableFile, match="no EPUB"):
        parse(file.getvalue(), "a.epub")
    with pytest.raises(UnreadableFile, match="names no chapters"):
        read()


def test_cut_anywhere_it_says_why() -> None:
    data = book("<p>Text.</p>")
    for end in range(0, len(data), len(data) // 10):
        with pytest.raises(UnreadableFile):
            parse(data[:end], "a.epub")


def test_a_chapter_that_cannot_be_unpacked_is_named() -> None:
    data = book("<p>First.</p>", "<p>Second.</p>", nav='<ol><li><a href="c2.xhtml">Thaw</a></li></ol>')
    position = data.index(b"OPS/c2.xhtml") + len("OPS/c2.xhtml")
    damaged = data[:position] + bytes(20) + data[position + 20 :]
    document = parse(damaged, "a.epub")
    assert document.text == "First."
    assert document.warnings == ("Broken, and not read: “Thaw”.",)


def test_entities_and_outer_files_are_refused_or_ignored() -> None:
    entities = '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]><p>&a;&b;</p>'
    document = read("<p>Text.</p>", ncx="&b;")
    assert document.text == "Text."
    assert "root:" not in read(entities).text


def test_a_prefix_without_a_name_is_left() -> None:
    assert read('<p>Text<b:"x>.</p>').text.startswith("Text")


def test_characters_by_number_are_made_visible_wherever_they_are_set_anew() -> None:
    nav = '<ol><li><a href="c1.xhtml">Ice&#27;</a></li></ol>'
    document = read(
        '<p>So <math alttext="a&#1;b"/></p><svg><text>w&#2;</text></svg><p><ruby>x<rt>y&#3;</rt></ruby>'
        '<a href="c1.xhtml#&#4;">zone</a>&#xfffe;</p>',
        nav=nav,
    )
    assert document.text == "Ice␛\n\nSo a␁b\n\nw␂\n\nx(y␃)zone"


def test_an_address_does_not_leave_the_archive() -> None:
    assert read('<p><a href="../../../../etc/passwd">Text</a></p>').text == "Text"


PIECES = [
    "<h2>Head</h2>",
    "<p>A line.</p>",
    "<ul><li>a<ul><li>b</li></ul></li></ul>",
    "<math><mi>x</mi></math>",
    '<aside epub:type="footnote" id="n"><p>Note.</p></aside>',
    '<a epub:type="noteref" href="#n">1</a>',
    '<aside epub:type="footnote" id="n"><aside epub:type="footnote" id="n">x</aside>y</aside>',
    "<table><tr><td>a</td><td>b</td></tr></table>",
    "<svg><text>w</text></svg>",
    '<p id="x">Thaw</p>',
    *("<p>", "</div>", "tail", "<![CDATA[<p>]]>", "<ruby>a<rt>b</rt></ruby>", "\x00\x1b[2J", "&#x202e;"),
    *('<img alt="A quay"/>', "<pre>a\n  b</pre>", "<blockquote>q</blockquote>", "<hr/>"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_pieces_of_pages(check_document: Check, pieces: list[str]) -> None:
    nav = '<ol><li><a href="c1.xhtml#x">Thaw</a><ol><li><span>a</span></li></ol></li></ol>'
    document = read("".join(pieces), "<p>End.</p>", nav=nav)
    check_document(document)
    assert document.text.endswith("End.")
