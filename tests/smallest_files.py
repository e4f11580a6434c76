"""A tiny valid file of every format, each with a word that no other has."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
from typing import NamedTuple

from ole_files import ole_file

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE = "http://schemas.openxmlformats.org"
_RELATIONSHIPS = f"{_OFFICE}/officeDocument/2006/relationships"


class SmallestFile(NamedTuple):
    """A file, the word that only it has, and whether the end of its bytes is needed to read it.

    `inner` is the key of the document that has the word, empty where it is the file itself.
    """

    name: str
    word: str
    data: bytes
    needs_end: bool = False
    inner: str = ""


def _sentences(word: str) -> str:
    return f"The {word} is closed. Two ferries wait outside until the storm has passed."


def zipped(members: dict[str, str | bytes]) -> bytes:
    """A ZIP archive of these members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2026, 3, 1, 9, 30, 0)), content, packing)
    return file.getvalue()


def _tar(name: str, data: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mtime = len(data), 1_772_357_400
        archive.addfile(entry, io.BytesIO(data))
    return file.getvalue()


def _relationships(*targets: tuple[str, str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for key, kind, target in targets
    )
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{rows}</Relationships>'


def _docx(text: str) -> bytes:
    names = f'xmlns:w="{_OFFICE}/wordprocessingml/2006/main"'
    body = f"<w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body>"
    return zipped({
        "_rels/.rels": _relationships(("o", "officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {names}>{body}</w:document>",
    })  # fmt: skip


def _odt(text: str) -> bytes:
    names = f'xmlns:office="{_URN}office:1.0" xmlns:text="{_URN}text:1.0"'
    body = f"<office:body><office:text><text:p>{text}</text:p></office:text></office:body>"
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {names}>{body}</office:document-content>",
    })  # fmt: skip


def _pptx(text: str) -> bytes:
    names = (
        f'xmlns:p="{_OFFICE}/presentationml/2006/main" xmlns:a="{_OFFICE}/drawingml/2006/main" '
        f'xmlns:r="{_RELATIONSHIPS}"'
    )
    shape = f"<p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    return zipped({
        "_rels/.rels": _relationships(("o", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": (
            f'<p:presentation {names}><p:sldIdLst><p:sldId id="256" r:id="s1"/></p:sldIdLst></p:presentation>'
        ),
        "ppt/_rels/presentation.xml.rels": _relationships(("s1", "slide", "slides/slide1.xml")),
        "ppt/slides/slide1.xml": f"<p:sld {names}><p:cSld><p:spTree>{shape}</p:spTree></p:cSld></p:sld>",
    })  # fmt: skip


def _xlsx(text: str) -> bytes:
    main = f"{_OFFICE}/spreadsheetml/2006/main"
    cell = f'<c r="A1" t="inlineStr"><is><t>{text}</t></is></c>'
    return zipped({
        "[Content_Types].xml": f'<Types xmlns="{_OFFICE}/package/2006/content-types"/>',
        "_rels/.rels": _relationships(("o", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{main}" xmlns:r="{_RELATIONSHIPS}"><sheets>'
            '<sheet name="Berths" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": _relationships(("r1", "worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{main}"><sheetData><row r="1">{cell}</row></sheetData></worksheet>'
        ),
    })  # fmt: skip


def _epub(text: str) -> bytes:
    return zipped({
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": (
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="book.opf" media-type="application/oebps-package+xml"/>'
            "</rootfiles></container>"
        ),
        "book.opf": (
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            "<metadata><dc:title>Winter port</dc:title></metadata><manifest>"
            '<item id="c1" href="c1.xhtml" media-type="application/xhtml+xml"/></manifest>'
            '<spine><itemref idref="c1"/></spine></package>'
        ),
        "c1.xhtml": f'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{text}</p></body></html>',
    })  # fmt: skip


def _pdf(text: str) -> bytes:
    content = f"BT /F 10 Tf 72 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/BaseFont/Helvetica>>",
    ]
    data, offsets = b"%PDF-1.5\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        data
        + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
        % (
            table,
            len(data),
        )
    )


def _msg(text: str) -> bytes:
    sent = struct.pack("<IIQ", 0x0039 << 16 | 3, 6, 134_131_338_000_000_000)
    return ole_file({
        "__properties_version1.0": bytes(32) + sent,
        "__substg1.0_0037001F": "Berth four".encode("utf-16-le"),
        "__substg1.0_1000001F": text.encode("utf-16-le"),
    })  # fmt: skip


def _eml(word: str) -> bytes:
    head = "From: R. Keel <keel@a.example>\r\nSubject: Berth\r\nDate: Sat, 17 Jan 2026 09:30:00 +0000\r\n"
    return f"{head}Message-ID: <{word}@a.example>\r\n\r\n{_sentences(word)}\r\n".encode()


def _mhtml(text: str) -> bytes:
    return (
        "From: <Saved by a browser>\r\nSubject: Berth\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
        f"--b\r\nContent-Type: text/html\r\n\r\n<html><body><p>{text}</p></body></html>\r\n--b--\r\n"
    ).encode()


def _feed(text: str) -> bytes:
    entry = f"<item><title>Berth</title><guid>berth-1</guid><description>{text}</description></item>"
    return f'<rss version="2.0"><channel><title>Harbour</title>{entry}</channel></rss>'.encode()


SMALLEST_FILES: dict[str, SmallestFile] = {
    "text": SmallestFile("quay.txt", "gangway", _sentences("gangway").encode()),
    "markdown": SmallestFile("quay.md", "bollard", f"# Quay\n\n{_sentences('bollard')}\n".encode()),
    "html": SmallestFile("quay.html", "lighthouse", f"<p>{_sentences('lighthouse')}</p>".encode()),
    "mail": SmallestFile("quay.eml", "towpath", _eml("towpath")),
    "mbox": SmallestFile(
        "quay.mbox",
        "mooring",
        b"From keel@a.example Sat Jan 17 09:30:00 2026\r\n" + _eml("mooring"),
        inner="mooring@a.example",
    ),
    "outlook": SmallestFile("quay.msg", "spillway", _msg(_sentences("spillway")), needs_end=True),
    "word": SmallestFile("quay.docx", "dredger", _docx(_sentences("dredger")), needs_end=True),
    "odf": SmallestFile("quay.odt", "causeway", _odt(_sentences("causeway")), needs_end=True),
    "rtf": SmallestFile("quay.rtf", "weighbridge", b"{\\rtf1 %s}" % _sentences("weighbridge").encode()),
    "slides": SmallestFile("quay.pptx", "customs", _pptx(_sentences("customs")), needs_end=True),
    "sheets": SmallestFile("quay.xlsx", "freight", _xlsx(_sentences("freight")), needs_end=True),
    "csv": SmallestFile("quay.csv", "ballast", f'berth,state\r\n4,"{_sentences("ballast")}"\r\n'.encode()),
    "pdf": SmallestFile("quay.pdf", "headland", _pdf(_sentences("headland"))),
    "epub": SmallestFile("quay.epub", "sandbank", _epub(_sentences("sandbank")), needs_end=True),
    "feed": SmallestFile("quay.rss", "pilotage", _feed(_sentences("pilotage")), inner="berth-1"),
    "mhtml": SmallestFile("quay.mhtml", "drydock", _mhtml(_sentences("drydock"))),
    "rest": SmallestFile("quay.rst", "shipyard", f"Quay\n====\n\n{_sentences('shipyard')}\n".encode()),
    "org": SmallestFile("quay.org", "estuary", f"* Quay\n\n{_sentences('estuary')}\n".encode()),
    "asciidoc": SmallestFile("quay.adoc", "viaduct", f"= Quay\n\n{_sentences('viaduct')}\n".encode()),
    "opml": SmallestFile(
        "quay.opml",
        "breakwater",
        b'<opml version="2.0"><body><outline text="breakwater news" '
        b'xmlUrl="https://a.example/feed"/></body></opml>',
    ),
    "subtitles": SmallestFile(
        "quay.vtt",
        "foghorn",
        f"WEBVTT\n\n00:01.000 --> 00:04.000\n{_sentences('foghorn')}\n".encode(),
    ),
    "zip": SmallestFile(
        "quay.zip",
        "trawler",
        zipped({"note.txt": _sentences("trawler")}),
        needs_end=True,
        inner="note.txt",
    ),
    "tar": SmallestFile(
        "quay.tar",
        "anchorage",
        _tar("note.txt", _sentences("anchorage").encode()),
        inner="note.txt",
    ),
    "gzip": SmallestFile(
        "quay.txt.gz", "windlass", gzip.compress(_sentences("windlass").encode(), mtime=0), needs_end=True
    ),
}
"""By the name of the format."""
