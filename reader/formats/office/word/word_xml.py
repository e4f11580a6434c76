"""The XML of Word documents: its names, and the small questions that are asked of its elements."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://purl.oclc.org/ooxml/drawingml/chart": "c",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14",
    "urn:schemas-microsoft-com:vml": "v",
}
WRAPPERS = frozenset(
    {
        "w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:tbl", "w:tr", "w:tc",
        "w:txbxContent", "w:hyperlink", "w:fldSimple", "mc:AlternateContent", "mc:Choice", "w:body", "w:pict",
    }
)  # fmt: skip
DELETED = frozenset({"w:del", "w:moveFrom"})
PROPERTIES = frozenset(
    {
        "w:sectPr",
        "w:pPr",
        "w:rPr",
        "w:tcPr",
        "w:trPr",
        "w:tblPr",
        "w:tblPrEx",
        "w:tblGrid",
        "w:sdtPr",
        "w:sdtEndPr",
    }
)
_OFF = ("0", "false", "off", "none")


def below(element: Element | None, path: str) -> Element | None:
    """Return the first element below another by a path of names; None when there is none."""
    for tag in path.split("/"):
        element = element.find(tag) if element is not None else None
    return element


def value(element: Element | None, path: str) -> str:
    """Return the `w:val` of an element below another, by its path; empty when there is none."""
    child = below(element, path)
    return child.get("w:val", "") if child is not None else ""


def small_number(text: str) -> int | None:
    """Return a number of at most two digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


def is_on(properties: Element | None, tag: str) -> bool:
    """Return whether a property that is on or off is on."""
    child = properties.find(tag) if properties is not None else None
    return child is not None and child.get("w:val", "1") not in _OFF


def chosen(element: Element) -> Element:
    """Return the first of several forms of the same content."""
    choice = element.find("mc:Choice")
    form = choice if choice is not None else element.find("mc:Fallback")
    return form if form is not None else Element("w:r")


def children_through(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those in wrappers too.

    Where what nests too deeply was flattened, other content stands in their place: each is one by itself.
    """
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:smartTag"):
            yield from children_through(element, tag)
        elif element.tag in ("w:p", "w:tbl", "w:tr", "w:tc"):
            holder = Element(tag)
            holder.append(element)
            yield holder
