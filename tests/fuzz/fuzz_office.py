"""What the fuzzers try of office formats: XML in archives, Rich Text, tables in text, streams of messages."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from ole_files import ole_file

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_P = "http://schemas.openxmlformats.org/presentationml/2006/main"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _archive(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, data in members.items():
            made.writestr(name, data)
    return file.getvalue()


def docx(data: bytes) -> bytes:
    """A Word document: what stands in its body, after a zero byte its styles, after another its lists."""
    body, styles, lists, notes = (*data.split(b"\0"), b"", b"", b"")[:4]
    names = f'xmlns:w="{_W}" xmlns:r="{_R}" xmlns:m="{_M}"'.encode()
    return _archive(
        **{
            "word/document.xml": b"<w:document %s><w:body>%s</w:body></w:document>" % (names, body),
            "word/styles.xml": b"<w:styles %s>%s</w:styles>" % (names, styles),
            "word/numbering.xml": b"<w:numbering %s>%s</w:numbering>" % (names, lists),
            "word/footnotes.xml": b"<w:footnotes %s>%s</w:footnotes>" % (names, notes),
        }
    )


def fodt(data: bytes) -> bytes:
    """A flat OpenDocument file: what stands in its text, after a zero byte its styles."""
    body, styles = (*data.split(b"\0"), b"")[:2]
    prefixes = ("office", "style", "text", "table", "draw", "presentation")
    names = " ".join(f'xmlns:{one}="{_URN}{"drawing" if one == "draw" else one}:1.0"' for one in prefixes)
    return (
        b"<office:document %s><office:automatic-styles>%s</office:automatic-styles><office:body>"
        b"<office:text>%s</office:text></office:body></office:document>" % (names.encode(), styles, body)
    )


def pptx(data: bytes) -> bytes:
    """A presentation of one slide: its shapes."""
    names = f'xmlns:p="{_P}" xmlns:a="{_A}" xmlns:r="{_R}"'.encode()
    relation = f'<Relationship Id="s" Type="{_R}/slide" Target="slide1.xml"/>'
    return _archive(
        **{
            "ppt/presentation.xml": b'<p:presentation %s><p:sldId r:id="s"/></p:presentation>' % names,
            "ppt/_rels/presentation.xml.rels": (
                f'<Relationships xmlns="{_RELATIONS}">{relation}</Relationships>'.encode()
            ),
            "ppt/slide1.xml": b"<p:sld %s><p:cSld><p:spTree>%s</p:spTree></p:cSld></p:sld>" % (names, data),
        }
    )


def rtf(data: bytes) -> bytes:
    """Rich Text: what stands in its outermost group."""
    return b"{\\rtf1 " + data


def msg(data: bytes) -> bytes:
    """A message of Outlook: the streams of its numbers, subject, text, page, Rich Text and headers."""
    parts = (*data.split(b"\n"), *[b""] * 6)[:6]
    names = ("properties_version1.0", *(f"substg1.0_{tag}" for tag in _STREAMS))
    return ole_file({f"__{name}": part for name, part in zip(names, parts, strict=True)})


_STREAMS = ("0037001E", "1000001E", "10130102", "10090102", "007D001E")


def csv(data: bytes) -> bytes:
    """A table in a text file."""
    return data


OFFICE_FILES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "word": ("a.docx", docx),
    "odf": ("a.fodt", fodt),
    "slides": ("a.pptx", pptx),
    "rtf": ("a.rtf", rtf),
    "outlook": ("a.msg", msg),
    "csv": ("a.csv", csv),
}
"""Each target: what its file is called, and how an input becomes one."""

_PARAGRAPH = "<w:p><w:pPr>{}</w:pPr><w:r><w:t>Ships wait.</w:t></w:r></w:p>"
OFFICE_WORDS: dict[str, tuple[str, ...]] = {
    "word": (
        _PARAGRAPH.format(""),
        _PARAGRAPH.format('<w:pStyle w:val="a"/>'),
        "\0",
        "<w:tbl><w:tr><w:tc>",
        "</w:tc></w:tr></w:tbl>",
        "</w:tc><w:tc>",
        "</w:tr><w:tr>",
        '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:r><w:instrText>HYPERLINK \\l a</w:instrText></w:r>",
        "<w:p>",
        "</w:p>",
        "<w:r>",
        "</w:r>",
        "<w:t>",
        "</w:t>",
        "<w:del>",
        "</w:del>",
        "<w:br/>",
        "<w:tab/>",
        '<w:footnoteReference w:id="1"/>',
        '<w:footnote w:id="1">',
        "</w:footnote>",
        "<m:oMath>",
        "</m:oMath>",
        "<m:f><m:num>",
        "</m:num><m:den>",
        "</m:den></m:f>",
        "<w:vMerge/>",
        '<w:gridSpan w:val="99"/>',
        '<w:style w:styleId="a"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>',
        '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="1"><w:lvlText w:val="%2%9"/></w:lvl>',
        "</w:abstractNum>",
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>',
        '<w:sym w:char="F0B7" w:font="Symbol"/>',
    ),
    "odf": (
        "<text:p>Ships wait.</text:p>",
        "\0",
        '<text:h text:outline-level="9">',
        "</text:h>",
        "<text:list>",
        "</text:list>",
        "<text:list-item>",
        "</text:list-item>",
        "<text:list-header>",
        "</text:list-header>",
        "<table:table>",
        "</table:table>",
        "<table:table-row>",
        "</table:table-row>",
        "<table:table-cell>",
        "</table:table-cell>",
        "<text:p>",
        "</text:p>",
        "<text:s text:c='9'/>",
        "<text:tab/>",
        "<text:line-break/>",
        "<text:note><text:note-body>",
        "</text:note-body></text:note>",
        "<office:annotation>",
        "</office:annotation>",
        "<draw:frame><draw:text-box>",
        "</draw:text-box></draw:frame>",
        "<text:span>",
        "</text:span>",
        "table:number-columns-repeated='999999999'",
        "<style:style style:name='a'/>",
    ),
    "slides": (
        "<p:sp><p:txBody><a:p><a:r><a:t>Ships wait.</a:t></a:r></a:p></p:txBody></p:sp>",
        "<p:sp>",
        "</p:sp>",
        '<p:nvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr>',
        "<p:txBody>",
        "</p:txBody>",
        "<a:p>",
        "</a:p>",
        "\0",
        "<a:pPr lvl='8'><a:buAutoNum type='romanLcParenR'/></a:pPr>",
        "<a:br/>",
        "<p:grpSp>",
        "</p:grpSp>",
        "<p:graphicFrame><a:tbl><a:tr><a:tc>",
        "</a:tc></a:tr></a:tbl></p:graphicFrame>",
        "<p:pic/>",
    ),
    "rtf": (
        "\\par ",
        "\\pard",
        "{",
        "}",
        "\\intbl",
        "\\itap2",
        "\\cell",
        "\\nestcell",
        "\\row",
        "\\nestrow",
        "\\'83",
        "\\u-10179?",
        "\\u8238?",
        "\\uc9",
        "\\bin9 ",
        "{\\*\\",
        "{\\fonttbl{\\f1\\fcharset2 Symbol;}}",
        "\\f1",
        "{\\stylesheet{\\s1 heading 1;}}",
        "\\s1",
        "{\\footnote ",
        "{\\header ",
        "{\\field{\\*\\fldinst PAGE}{\\fldrslt ",
        "{\\listtext 1.\\tab}",
        "\\ls1",
        "\\ilvl9",
        "{\\*\\pn\\pndec{\\pntxta .}}",
        "\\v",
        "\\deleted",
        "{\\pict ",
        "{\\info{\\creatim\\yr9999\\mo99}}",
        "{\\shptxt ",
        "\\outlinelevel9",
        "\\\n",
        "\\~",
        "Ships wait.",
    ),
    "outlook": (
        "Ships wait.",
        "\n",
        "\0",
        "LZFu",
        "<p>",
        "{\\rtf1 ",
        "Date: ",
        "\x03\0\xde\x3f\6\0\0\0",
        "\xff\xff",
    ),
    "csv": ("a,b", "\n", '"', ";", "\t", "|", '""', "\r\n", "Ships wait.", "\u202e"),
}
"""The words that mean something to each target."""
