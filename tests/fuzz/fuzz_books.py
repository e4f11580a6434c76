"""What the fuzzers try of PDF and EPUB: drawn pages, objects of files that were cut, chapters."""

from __future__ import annotations

import io
import zipfile

_FONT_OBJECTS = b"".join(
    b"%d 0 obj<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/BaseFont/%s>>endobj\n" % pair
    for pair in ((7, b"Helvetica"), (8, b"Helvetica-Bold"), (9, b"Courier"))
)
PDF_WORDS = (
    b"BT", b"ET", b"/F7", b"/F8", b"/F9", b" 10 Tf", b" 18 Tf", b" 72 700 Td", b" 0 -12 Td",
    b" 200 0 Td", b"(port)", b"(A line of text that goes on to the edge,)", b"(\x95 item)",
    b"(1. item)", b"(Name . . . . . 4)", b"(re-)", b"(4)", b" Tj", b" TJ", b"[(a) -2000 (b)]",
    b"1 0 0 1 72 700 Tm", b"0 1 -1 0 72 72 Tm", b"\x00", b"\n", b" q", b" Q",
    b"<</Subtype/Text/Contents(remark)>>", b"<</Subtype/Widget/T(a)/V(b)>>",
    b"<</Subtype/Link/Rect[72 690 300 720]", b"/A<</S/URI/URI(https://a.example)>>>>", b"(\x01\x02)",
    b" 3 Tr",
)  # fmt: skip
CUT_PDF_WORDS = (
    b"1 0 obj", b"2 0 obj", b"90 0 obj", b"endobj", b"<<", b">>", b"/Type/Page", b"/Type/Pages",
    b"/Type/Catalog", b"/Pages 2 0 R", b"/Kids[1 0 R]", b"/Count 1", b"/Parent 2 0 R",
    b"/Contents 1 0 R", b"stream\n", b"endstream", b"/Filter/FlateDecode", b"/Type/ObjStm/N 1/First 4",
    b"/Encrypt", b"trailer", b"xref", b"startxref", b"%%EOF", b"\n", b"/MediaBox[0 0 99 99]",
    b"/Length 5", b"(x) Tj",
)  # fmt: skip
EPUB_WORDS = (
    b"<p>", b"</p>", b"<h2>", b"</h2>", b'<a epub:type="noteref" href="#n">', b"</a>",
    b'<aside epub:type="footnote" id="n">', b"</aside>", b"<math>", b"</math>", b"<svg><text>",
    b"</text></svg>", b"<ruby>", b"<rt>", b"</ruby>", b"<![CDATA[", b"]]>", b"&#x202e;",
    b'<img alt="a"/>', b"<ul><li>", b"</li></ul>", b"<table><tr><td>", b"</td></tr></table>", b"\x00",
    b"word", b'<li><a href="c.xhtml#n">', b"<ol>", b"</ol>", b"<dc:title>", b"</dc:title>",
    b"<dc:date>2026</dc:date>", b"<meta",
)  # fmt: skip


def pdf(data: bytes) -> bytes:
    """A PDF: what its first page draws, after a zero byte its second page, after another its annotations."""
    first, second, annotations = (*data.split(b"\0"), b"", b"")[:3]
    pages = b"".join(
        b"%d 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents %d 0 R/Annots[%s]"
        b"/Resources<</Font<</F7 7 0 R/F8 8 0 R/F9 9 0 R>>>>>>endobj\n"
        b"%d 0 obj<</Length %d>>stream\n%s\nendstream endobj\n"
        % (number, number + 1, annotations, number + 1, len(content), content)
        for number, content in ((3, first), (5, second))
    )
    root = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    root += b"2 0 obj<</Type/Pages/Kids[3 0 R 5 0 R]/Count 2>>endobj\n"
    return (
        b"%PDF-1.5\n"
        + root
        + pages
        + _FONT_OBJECTS
        + b"trailer<</Size 10/Root 1 0 R>>\nstartxref\n0\n%%EOF\n"
    )


def cut_pdf(data: bytes) -> bytes:
    """A PDF of any objects, without its end."""
    return b"%PDF-1.5\n" + data


def epub(data: bytes) -> bytes:
    """An EPUB: what stands in its chapter, after a zero byte its contents, after another its metadata."""
    body, contents, metadata = (*data.split(b"\0"), b"", b"")[:3]
    package = (
        b'<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>%s'
        b'</metadata><manifest><item id="c" href="c.xhtml" media-type="application/xhtml+xml"/><item id="n"'
        b' href="n.xhtml" properties="nav" media-type="application/xhtml+xml"/></manifest><spine>'
        b'<itemref idref="c"/></spine></package>' % metadata
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        made.writestr("book.opf", package)
        made.writestr("c.xhtml", b"<html><body>%s</body></html>" % body)
        made.writestr("n.xhtml", b'<html><body><nav epub:type="toc">%s</nav></body></html>' % contents)
    return file.getvalue()


BOOKS = {
    "pdf": ("a.pdf", pdf, PDF_WORDS),
    "cut-pdf": ("a.pdf", cut_pdf, CUT_PDF_WORDS),
    "epub": ("a.epub", epub, EPUB_WORDS),
}
"""Each target: the name of its file, what makes that of bytes, and the words that mean something in it."""
