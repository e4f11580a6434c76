"""The package of an EPUB: its metadata, the order of its chapters, its table of contents, what is encrypted.

Source: EPUB 3.3 and Open Packaging Format 2.0.1.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from reader.errors import FormatError
from reader.formats.html.tree import Element as HtmlElement
from reader.formats.html.tree import make_tree_safe, parse_html
from reader.formats.office.office_file import OfficeFile, parse_xml
from reader.text.safety import Unsafe, make_safe

MAX_ENTRIES = 20_000
"""The entries of a table of contents that are read."""
_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_PREFIXES = {
    "urn:oasis:names:tc:opendocument:xmlns:container": "",
    "http://www.idpf.org/2007/opf": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.daisy.org/z3986/2005/ncx/": "",
    "http://www.w3.org/2001/04/xmlenc#": "",
    "http://www.w3.org/2000/09/xmldsig#": "",
}
_PAGES = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document")
_FONT_ALGORITHMS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*>")
_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{2,40})")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_TYPE = "epub:type"
_HINTS = dict.fromkeys((0xAD, 0x200B, 0x2060, 0xFEFF))
"""Where a line may break and where not: no text, and nothing that is shown."""


class Chapter(NamedTuple):
    """A page of the book: the name of its member, and whether it is a page of text or a drawing."""

    name: str
    is_page: bool


class NavEntry(NamedTuple):
    """An entry of the table of contents: its depth from 0, its title, the member and place that it names."""

    depth: int
    title: str
    name: str
    fragment: str


@dataclass(slots=True)
class Book:
    """What a package says of its book."""

    title: str
    creators: tuple[str, ...]
    publisher: str
    published: str
    language: str
    chapters: list[Chapter]
    contents: list[NavEntry]


def read_package(file: OfficeFile) -> Book:
    """Return what the package of an EPUB says; raises FormatError when it is none, or is protected."""
    name = _package_name(file)
    root = _xml(file, name)
    folder = posixpath.dirname(name)
    items = {item.get("id", ""): item for item in root.iterfind("manifest/item")}
    chapters = [
        Chapter(member(folder, items[reference.get("idref", "")].get("href", "")), _is_page(items, reference))
        for reference in root.iterfind("spine/itemref")
        if reference.get("idref", "") in items
    ]
    chapters = [chapter for chapter in dict.fromkeys(chapters) if chapter.name in file]
    if not chapters:
        raise FormatError("it is broken: it names no chapters that are in it")
    _check_protection(file, {chapter.name for chapter in chapters})
    metadata = root.find("metadata")
    values = _metadata(metadata if metadata is not None else Element("metadata"))
    return Book(
        values.get("title", [""])[0],
        tuple(dict.fromkeys(values.get("creator", []))),
        values.get("publisher", [""])[0],
        values.get("date", [""])[0],
        values.get("language", [""])[0],
        chapters,
        list(_contents(file, root, folder, items)),
    )


def member(folder: str, address: str) -> str:
    """Return the name of the member that an address means, seen from a folder of the archive."""
    path = unquote(address.partition("#")[0])
    return posixpath.normpath(posixpath.join(folder, path)) if path else ""


def read_page(file: OfficeFile, name: str) -> tuple[HtmlElement, list[Unsafe]]:
    """Return a page of the book as a tree of HTML, and what was made visible in it.

    Raises FormatError when it cannot be unpacked.
    """
    data = file.read(name)
    named = _XML_ENCODING.search(data[:200])
    try:
        text = data.decode(named[1].decode("ascii") if named else "utf-8-sig", "replace")
    except LookupError:
        text = data.decode("utf-8", "replace")
    text, unsafe = make_safe(text.translate(_HINTS).replace("\r\n", "\n").replace("\r", "\n"))
    root = parse_html(_CDATA.sub(_escaped, text))
    return root, unsafe + make_tree_safe(root, text)


def types(element: HtmlElement) -> set[str]:
    """Return what the book calls an element: `footnote`, `noteref`, `toc` and the like."""
    roles = str(element.get("role", "")).replace("doc-", "")
    return {*str(element.get(_TYPE, "")).lower().split(), *roles.lower().split()}


def _escaped(match: re.Match[str]) -> str:
    return match[1].replace("&", "&amp;").replace("<", "&lt;")


def _xml(file: OfficeFile, name: str) -> Element:
    return parse_xml(_DOCTYPE.sub(b"", file.read(name), count=1), name, _PREFIXES)


def _package_name(file: OfficeFile) -> str:
    if _CONTAINER in file:
        root = _xml(file, _CONTAINER)
        for element in root.iter("rootfile"):
            name = element.get("full-path", "")
            if name in file:
                return name
    name = next((name for name in sorted(file.names) if name.endswith(".opf")), "")
    if not name:
        raise FormatError("it is no EPUB: it has no package document")
    return name


def _is_page(items: dict[str, Element], reference: Element) -> bool:
    return items[reference.get("idref", "")].get("media-type", "").lower() in _PAGES


def _metadata(metadata: Element) -> dict[str, list[str]]:
    """Return the values of each Dublin Core element; of several dates the publication's is the first."""
    values: dict[str, list[str]] = {}
    dates: list[tuple[bool, str]] = []
    for element in metadata.iter():
        text = " ".join("".join(element.itertext()).split())
        prefix, _, local = element.tag.rpartition(":")
        if prefix != "dc" or not text:
            continue
        if local == "date":
            event = next((value for key, value in element.attrib.items() if key.endswith("event")), "")
            if event in ("", "publication", "original-publication"):
                dates.append((event == "", text))
        else:
            values.setdefault(local, []).append(text)
    if dates:
        values["date"] = [text for _is_unnamed, text in sorted(dates, key=lambda pair: pair[0])]
    return values


def _check_protection(file: OfficeFile, chapters: set[str]) -> None:
    """Raise FormatError when a chapter is encrypted; fonts may be, which nobody reads here."""
    if _ENCRYPTION not in file:
        return
    for data in _xml(file, _ENCRYPTION).iter("EncryptedData"):
        method = data.find("EncryptionMethod")
        algorithm = method.get("Algorithm", "") if method is not None else ""
        reference = data.find("CipherData/CipherReference")
        name = member("", reference.get("URI", "")) if reference is not None else ""
        if name in chapters and algorithm not in _FONT_ALGORITHMS:
            raise FormatError(
                "it is protected by digital rights management, and opens in its shop's reader", "drm"
            )


def _contents(file: OfficeFile, root: Element, folder: str, items: dict[str, Element]) -> Iterator[NavEntry]:
    """Give the entries of the table of contents, at most so many: of the navigation, else of the NCX."""
    navigation = next((i for i in items.values() if "nav" in i.get("properties", "").split()), None)
    spine = root.find("spine")
    ncx = items.get(spine.get("toc", "") if spine is not None else "")
    if ncx is None:
        ncx = next((i for i in items.values() if i.get("media-type") == "application/x-dtbncx+xml"), None)
    count = 0
    for item, entries in ((navigation, _navigation_entries), (ncx, _ncx_entries)):
        name = member(folder, item.get("href", "")) if item is not None else ""
        if name not in file:
            continue
        try:
            for entry in entries(file, name):
                count += 1
                if count > MAX_ENTRIES:
                    return
                if entry.title:
                    yield entry
        except FormatError:
            continue  # the chapters can be read without it
        if count:
            return


def _navigation_entries(file: OfficeFile, name: str) -> Iterator[NavEntry]:
    page, _unsafe = read_page(file, name)
    navs = list(page.iter("nav"))
    contents = next((nav for nav in navs if "toc" in types(nav)), navs[0] if navs else None)
    if contents is None:
        return
    folder = posixpath.dirname(name)
    depth = 0
    lists = ("ol", "ul")
    for element in contents.iter("a", "span"):
        if element.tag == "span" and (element.find("a") is not None or element.getparent().tag == "a"):
            continue
        depth = sum(1 for _ in element.iterancestors(*lists)) - 1
        title = " ".join("".join(element.itertext()).split())
        address = str(element.get("href", ""))
        yield NavEntry(max(0, depth), title, member(folder, address), unquote(address.partition("#")[2]))


def _ncx_entries(file: OfficeFile, name: str) -> Iterator[NavEntry]:
    folder = posixpath.dirname(name)
    root = _xml(file, name)
    points = [(0, point) for point in reversed(root.findall("navMap/navPoint"))]
    while points:
        depth, point = points.pop()
        content = point.find("content")
        address = content.get("src", "") if content is not None else ""
        title = " ".join((point.findtext("navLabel/text") or "").split())
        yield NavEntry(depth, title, member(folder, address), unquote(address.partition("#")[2]))
        points += [(depth + 1, child) for child in reversed(point.findall("navPoint"))]
