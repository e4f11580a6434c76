"""PDF files made for the tests: pages of lines in the standard fonts, with outline, links and properties."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

FONTS = {"plain": "Helvetica", "bold": "Helvetica-Bold", "italic": "Helvetica-Oblique", "code": "Courier"}


class Text(NamedTuple):
    """A piece of text at a place of a page, in points from its lower left corner."""

    x: float
    y: float
    text: str
    size: float = 10.0
    font: str = "plain"


class LinkArea(NamedTuple):
    """A rectangle of a page that leads to an address."""

    left: float
    bottom: float
    right: float
    top: float
    address: str


class Annotation(NamedTuple):
    """Something that lies on a page: the entries of its dictionary."""

    entries: str


Item = Text | LinkArea | Annotation


def lines(
    *texts: str, y: float = 700.0, x: float = 72.0, pitch: float = 12.0, font: str = "plain"
) -> list[Text]:
    """Lines of body text, one below another."""
    return [Text(x, y - pitch * number, text, 10.0, font) for number, text in enumerate(texts)]


def pdf(
    *pages: Sequence[Item],
    outline: Sequence[tuple[str, int]] = (),
    properties: str = "",
    trailer: str = "",
    extra: Sequence[bytes] = (),
    missing: int = 0,
    attachments: Mapping[str, bytes] | None = None,
) -> bytes:
    """A file with these pages, and so many `missing` ones that are named and not there.

    `outline` has titles and numbers of pages from 0, `trailer` is more of the file's end,
    `extra` more objects.
    """
    objects: dict[int, bytes] = {1: b"", 2: b""}
    for number, name in enumerate(FONTS.values(), start=3):
        objects[number] = b"<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/BaseFont/%s>>" % name.encode()
    fonts = "".join(f"/{key} {number} 0 R" for number, key in enumerate(FONTS, start=3))
    kids: list[int] = []
    for page in pages:
        links: list[int] = []
        for area in page:
            if isinstance(area, Annotation):
                links.append(len(objects) + 1)
                objects[links[-1]] = f"<</Type/Annot/Rect[9 9 99 99]{area.entries}>>".encode("latin-1")
            elif isinstance(area, LinkArea):
                links.append(len(objects) + 1)
                objects[links[-1]] = (
                    f"<</Type/Annot/Subtype/Link/Rect[{area.left} {area.bottom} {area.right} {area.top}]"
                    f"/A<</S/URI/URI({area.address})>>>>"
                ).encode()
        content = len(objects) + 1
        objects[content] = _stream(b"".join(_shown(item) for item in page if isinstance(item, Text)))
        kids.append(content + 1)
        objects[kids[-1]] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents {content} 0 R"
            f"/Resources<</Font<<{fonts}>>>>/Annots[{' '.join(f'{link} 0 R' for link in links)}]>>"
        ).encode()
    kids += [90_000 + number for number in range(missing)]
    catalog = "<</Type/Catalog/Pages 2 0 R"
    if attachments:
        names = ""
        for name, content_of_file in attachments.items():
            objects[len(objects) + 1] = _stream(content_of_file)
            objects[len(objects) + 1] = (
                f"<</Type/Filespec/F({name})/UF({name})/EF<</F {len(objects)} 0 R>>>>".encode()
            )
            names += f"({name}) {len(objects)} 0 R "
        catalog += f"/Names<</EmbeddedFiles<</Names[{names}]>>>>"
    if outline:
        root = len(objects) + 1
        numbers = range(root + 1, root + 1 + len(outline))
        objects[root] = f"<</First {numbers[0]} 0 R/Last {numbers[-1]} 0 R/Count {len(outline)}>>".encode()
        for number, (title, page_index) in zip(numbers, outline, strict=True):
            following = f"/Next {number + 1} 0 R" if number != numbers[-1] else ""
            objects[number] = (
                f"<</Title({title})/Parent {root} 0 R{following}/Dest[{kids[page_index]} 0 R/Fit]>>".encode()
            )
        catalog += f"/Outlines {root} 0 R"
    objects[1] = f"{catalog}>>".encode()
    objects[2] = f"<</Type/Pages/Kids[{' '.join(f'{kid} 0 R' for kid in kids)}]/Count {len(kids)}>>".encode()
    for content_of_extra in extra:
        objects[len(objects) + 1] = content_of_extra
    if properties:
        objects[len(objects) + 1] = f"<<{properties}>>".encode("latin-1")
        trailer += f"/Info {len(objects)} 0 R"
    return _file(objects, trailer)


def picture_page() -> list[Item]:
    """A page with a drawing and no text."""
    return [Text(0, 0, "\0")]


def _shown(item: Text) -> bytes:
    if item.text == "\0":
        return b"100 100 200 200 re f\n"
    raw = item.text.encode("cp1252")
    for mark in (b"\\", b"(", b")"):
        raw = raw.replace(mark, b"\\" + mark)
    return b"BT /%s %f Tf 1 0 0 1 %f %f Tm (%s) Tj ET\n" % (
        item.font.encode(),
        item.size,
        item.x,
        item.y,
        raw,
    )


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def _file(objects: dict[int, bytes], trailer: str) -> bytes:
    data = b"%PDF-1.5\n"
    offsets: list[int] = []
    for number, content in objects.items():
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n" % size
    more = trailer.encode("latin-1")
    tail = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, more, len(data))
    return data + head + table + tail
