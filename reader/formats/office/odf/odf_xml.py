"""The XML of OpenDocument files: its names, and where its parts stand.

Source: OASIS OpenDocument 1.3, part 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from reader.errors import FormatError
from reader.formats.office.office_file import OfficeFile, parse_xml

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
PREFIXES = {
    **{
        f"{_URN}{name}:1.0": prefix
        for name, prefix in [
            ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"),
            ("drawing", "draw"), ("meta", "meta"), ("presentation", "presentation"), ("manifest", "manifest"),
            ("xsl-fo-compatible", "fo"), ("svg-compatible", "svg"),
        ]
    },
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/XML/1998/namespace": "xml",
}  # fmt: skip
WRAPPERS = frozenset(
    {
        "text:section", "text:list", "text:list-item", "text:span", "text:a", "text:meta", "table:table",
        "table:table-row", "table:table-cell", "table:table-rows", "draw:frame", "draw:text-box", "draw:g",
    }
)  # fmt: skip
_CONTENT = frozenset(
    {"text:p", "text:h", "text:list", "text:section", "table:table", "table:table-row", "table:table-cell"}
)
_MAX_REPEATED = 1_000


class OdfParts:
    """The parts of a file: content, styles and properties, in an archive or in one XML document."""

    def __init__(self, data: bytes) -> None:
        self._flat: Element | None = None
        self._file: OfficeFile | None = None
        if data.startswith(b"PK"):
            self._file = OfficeFile(data)
            self._refuse_password(self._file)
        else:
            self._flat = parse_xml(data, "the file", PREFIXES, WRAPPERS)
            if self._flat.tag != "office:document":
                raise FormatError("it is no OpenDocument file")

    def content(self) -> Element:
        """Return the part with the text. Raises FormatError when there is none."""
        root = self._part("content.xml")
        if root is None or root.find("office:body") is None:
            raise FormatError("it is broken: it has no text part")
        return root

    def styles(self) -> Element | None:
        """Return the part with the styles and the pages' heads and feet."""
        return self._part("styles.xml")

    def properties(self) -> Element | None:
        """Return what is known of the file; None when that is not sound."""
        try:
            root = self._part("meta.xml")
        except FormatError:
            return None
        return root.find("office:meta") if root is not None else None

    def _part(self, name: str) -> Element | None:
        return self._flat if self._file is None else self._file.xml(name, PREFIXES, WRAPPERS)

    def _refuse_password(self, file: OfficeFile) -> None:
        manifest = file.xml("META-INF/manifest.xml", PREFIXES, WRAPPERS)
        if manifest is not None and next(iter(manifest.iter("manifest:encryption-data")), None) is not None:
            raise FormatError(
                "it is protected with a password; save it without one to read it here", "password"
            )


def repeated(element: Element, name: str) -> int:
    """Return how often a row or a cell stands there, at most 1,000 times."""
    number = element.get(name, "1")
    if not (number.isascii() and number.isdigit()) or len(number) > 9:
        return 1
    return max(1, min(int(number), _MAX_REPEATED))


def children_through(parent: Element, tags: tuple[str, ...], groups: tuple[str, ...]) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, those in groups of these names too.

    Where what nests too deeply was flattened, other content stands in their place: each is one by itself.
    """
    for child in parent:
        if child.tag in tags:
            yield child
        elif child.tag in groups:
            yield from children_through(child, tags, groups)
        elif child.tag in _CONTENT:
            holder = Element(tags[0])
            holder.append(child)
            yield holder
