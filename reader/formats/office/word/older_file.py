"""Word documents before 2007 (.doc) as they lie in a file: text in pieces, and what holds of ranges of bytes.

Source: Microsoft, [MS-DOC] Word (.doc) Binary File Format.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element, SubElement

from reader.errors import FormatError
from reader.formats.office.compound import CompoundFile

MAX_PIECES = 500_000
_MAGIC = 0xA5EC
_WORD_97 = 0xC1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_PAGE = 512
_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal",
    22: "decimalZero", 23: "bullet", 255: "none",
}  # fmt: skip
_LEVELS = 9
STORIES = ("text", "footnotes", "heads", "macros", "comments", "endnotes", "boxes")
"""The texts that follow one another in a file, in the order of their lengths in its head."""
_LENGTHS = 0x4C
BROKEN = (struct.error, ValueError, IndexError, KeyError, OverflowError)
"""What a file that is damaged raises while it is read."""


class Change(NamedTuple):
    """One property that differs from the style: its code and its operand."""

    code: int
    operand: bytes

    @property
    def number(self) -> int:
        """The operand as a number without a sign."""
        return int.from_bytes(self.operand[:4], "little")


class ParagraphProperties(NamedTuple):
    """The style of a paragraph by its number, and what differs from it."""

    style: int = 0
    changes: tuple[Change, ...] = ()


class _Piece(NamedTuple):
    start: int
    end: int
    offset: int
    is_wide: bool


class Segment(NamedTuple):
    """Text of one look: where it begins, counted in characters, the text, and what differs from its style."""

    start: int
    text: str
    changes: tuple[Change, ...]


class OlderFile:
    """The parts of one file. Raises FormatError for one that is protected, older still, or none."""

    def __init__(self, data: bytes) -> None:
        file = CompoundFile(data)
        if "WordDocument" not in file:
            raise FormatError("it is no Word document")
        self._main = file.read("WordDocument")
        magic, version = struct.unpack_from("<HH", self._main)
        (flags,) = struct.unpack_from("<H", self._main, 0x0A)
        if magic != _MAGIC or version < _WORD_97:
            raise FormatError("it is of Word before 1997; save it as .docx to read it here", "older-format")
        if flags & _ENCRYPTED:
            raise FormatError(
                "it is protected with a password; save it without one to read it here", "password"
            )
        self._table = file.read("1Table" if flags & _SECOND_TABLE else "0Table")
        self._pieces = self._read_pieces()
        self._starts = [piece.start for piece in self._pieces]
        self._characters = _Ranges(self._main, self.part(0xFA), is_paragraph=False)
        self._paragraphs = _Ranges(self._main, self.part(0x102), is_paragraph=True)
        self.styles = self._read_styles()

    def part(self, place: int) -> bytes:
        """Return what the head names at a place: an offset and a length in the table stream."""
        offset, length = struct.unpack_from("<II", self._main, place)
        return self._table[offset : offset + length]

    def positions(self, place: int, size: int) -> list[int]:
        """Return the positions of a list of places, each with `size` bytes of data besides."""
        data = self.part(place)
        count = max(0, (len(data) - 4) // (4 + size)) + 1 if len(data) >= 4 else 0
        return list(struct.unpack_from(f"<{count}I", data))

    def story(self, name: str) -> tuple[int, int]:
        """Return where a story begins and ends, in characters."""
        index = STORIES.index(name)
        lengths = struct.unpack_from(f"<{len(STORIES)}i", self._main, _LENGTHS)
        start = sum(max(0, length) for length in lengths[:index])
        return start, start + max(0, lengths[index])

    def segments(self, start: int, end: int) -> Iterator[Segment]:
        """Yield the text between two positions, parted where its look changes."""
        for piece in self._pieces[max(0, bisect_right(self._starts, start) - 1) :]:
            if piece.start >= end:
                return
            first, last = max(start, piece.start), min(end, piece.end)
            width = 2 if piece.is_wide else 1
            offset = piece.offset + (first - piece.start) * width
            stop = piece.offset + (last - piece.start) * width
            position = first
            while offset < stop:
                changes, until = self._characters.properties_at(offset)
                until = min(max(until, offset + width), stop)
                until -= (until - offset) % width
                data = self._main[offset:until]
                text = data.decode("utf-16-le" if piece.is_wide else "cp1252", "replace")
                if len(text) * width != len(data):  # characters of two halves count as two
                    text = data.decode("utf-16-le", "surrogatepass")
                yield Segment(position, text, changes.changes)
                position += (until - offset) // width
                offset = until

    def paragraph(self, position: int) -> ParagraphProperties:
        """Return the properties of the paragraph whose end mark stands at a position."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return ParagraphProperties()
        piece = self._pieces[index]
        return self._paragraphs.properties_at(
            piece.offset + (position - piece.start) * (2 if piece.is_wide else 1)
        )[0]

    def numbering(self) -> Element:
        """Return the lists as the XML of newer documents has them, which is counted in the same way."""
        root = Element("w:numbering")
        offset, length = struct.unpack_from("<II", self._main, 0x2E2)
        lists = self._table[offset:]  # the levels stand behind the part, and its length does not count them
        (count,) = struct.unpack_from("<H", lists) if length else (0,)
        place = 2 + 28 * count
        for number in range(count):
            identifier, _code = struct.unpack_from("<II", lists, 2 + 28 * number)
            is_simple = lists[2 + 28 * number + 26] & 1
            abstract = SubElement(root, "w:abstractNum", {"w:abstractNumId": str(identifier)})
            for level in range(1 if is_simple else _LEVELS):
                place = _read_level(lists, place, level, abstract)
        overrides = self.part(0x2EA)
        (count,) = struct.unpack_from("<I", overrides) if len(overrides) > 4 else (0,)
        for number in range(min(count, 10_000)):
            (identifier,) = struct.unpack_from("<I", overrides, 4 + 16 * number)
            of_list = SubElement(root, "w:num", {"w:numId": str(number + 1)})
            SubElement(of_list, "w:abstractNumId", {"w:val": str(identifier)})
        return root

    def _read_pieces(self) -> list[_Piece]:
        data = self.part(0x1A2)
        place = 0
        while place < len(data) and data[place] == 1:
            place += 3 + struct.unpack_from("<H", data, place + 1)[0]
        if place >= len(data) or data[place] != 2:
            raise FormatError("it is broken: its text cannot be told apart")
        (length,) = struct.unpack_from("<I", data, place + 1)
        place += 5
        count = (min(length, len(data) - place) - 4) // 12
        if count > MAX_PIECES:
            raise FormatError(f"it has more than {MAX_PIECES:,} pieces", "too-large")
        positions = struct.unpack_from(f"<{count + 1}I", data, place)
        pieces: list[_Piece] = []
        for number in range(count):
            (offset,) = struct.unpack_from("<I", data, place + 4 * (count + 1) + 8 * number + 2)
            is_wide = not offset & 0x40000000
            offset &= 0x3FFFFFFF
            start, end = positions[number], positions[number + 1]
            width = 2 if is_wide else 1
            offset = offset if is_wide else offset // 2
            end = min(end, start + max(0, len(self._main) - offset) // width)
            if end > start >= (pieces[-1].end if pieces else 0):
                pieces.append(_Piece(start, end, offset, is_wide))
        return pieces

    def _read_styles(self) -> dict[int, tuple[int, int]]:
        """Return the kind of each style, a number that is the same in all files, and what it is based on."""
        data = self.part(0xA2)
        styles: dict[int, tuple[int, int]] = {}
        if len(data) < 4:
            return styles
        (size, count) = struct.unpack_from("<HH", data)
        place = 2 + size
        for number in range(min(count, 5_000)):
            if place + 2 > len(data):
                break
            (length,) = struct.unpack_from("<H", data, place)
            if length >= 4:
                kind, base = struct.unpack_from("<HH", data, place + 2)
                styles[number] = (kind & 0x0FFF, base >> 4)
            place += 2 + length + length % 2
        return styles


class _Ranges:
    """What holds of ranges of bytes: pages of 512 bytes, with a table of the first byte of each."""

    def __init__(self, main: bytes, table: bytes, *, is_paragraph: bool) -> None:
        count = max(0, (len(table) - 4) // 8)
        self._main = main
        self._is_paragraph = is_paragraph
        self._firsts = struct.unpack_from(f"<{count}I", table) if count else ()
        self._pages = struct.unpack_from(f"<{count}I", table, 4 * (count + 1)) if count else ()
        self._read: dict[int, tuple[list[int], list[ParagraphProperties]]] = {}

    def properties_at(self, offset: int) -> tuple[ParagraphProperties, int]:
        """Return what holds of a byte, and where that ends."""
        index = bisect_right(self._firsts, offset) - 1
        if index < 0:
            return ParagraphProperties(), 1 << 40
        page = self._pages[index] & 0x3FFFFF
        if page not in self._read:
            self._read[page] = self._read_page(page)
        bounds, properties = self._read[page]
        inner = bisect_right(bounds, offset) - 1
        if not 0 <= inner < len(properties):
            following = self._firsts[index + 1] if index + 1 < len(self._firsts) else 1 << 40
            return ParagraphProperties(), following
        return properties[inner], bounds[inner + 1]

    def _read_page(self, page: int) -> tuple[list[int], list[ParagraphProperties]]:
        data = self._main[page * _PAGE : (page + 1) * _PAGE]
        if len(data) < _PAGE:
            return [], []
        count = data[-1]
        size = 13 if self._is_paragraph else 1
        if 4 * (count + 1) + size * count > _PAGE:
            return [], []
        bounds = list(struct.unpack_from(f"<{count + 1}I", data))
        properties = [
            self._properties(data, data[4 * (count + 1) + size * number] * 2) for number in range(count)
        ]
        return bounds, properties

    def _properties(self, data: bytes, place: int) -> ParagraphProperties:
        if not place or place >= _PAGE:
            return ParagraphProperties()
        length = data[place]
        if not self._is_paragraph:
            return ParagraphProperties(0, tuple(_changes(data[place + 1 : place + 1 + length])))
        if length:
            content = data[place + 1 : place + 2 * length]
        else:
            content = data[place + 2 : place + 2 + 2 * data[min(place + 1, _PAGE - 1)]]
        if len(content) < 2:
            return ParagraphProperties()
        return ParagraphProperties(int.from_bytes(content[:2], "little"), tuple(_changes(content[2:])))


def _changes(data: bytes) -> Iterator[Change]:
    """Yield the properties in a list of them; each code says how long its operand is."""
    place = 0
    while place + 2 <= len(data):
        code = int.from_bytes(data[place : place + 2], "little")
        place += 2
        size = (1, 1, 2, 4, 2, 2, 0, 3)[code >> 13]
        if size == 0:
            if place >= len(data):
                return
            size = data[place] + 1
            if code == 0xD608:
                size = int.from_bytes(data[place : place + 2], "little") + 1
        yield Change(code, data[place : place + size])
        place += size


def _read_level(data: bytes, place: int, level: int, abstract: Element) -> int:
    """Read one level of a list; return where the next begins."""
    start, kind = struct.unpack_from("<iB", data, place)
    of_characters, of_paragraph = data[place + 24], data[place + 25]
    place += 28 + of_characters + of_paragraph
    (length,) = struct.unpack_from("<H", data, place)
    text = data[place + 2 : place + 2 + 2 * length].decode("utf-16-le", "replace")
    shown = "".join(f"%{ord(char) + 1}" if ord(char) < _LEVELS else char for char in text)
    element = SubElement(abstract, "w:lvl", {"w:ilvl": str(level)})
    for name, value in (("start", str(start)), ("numFmt", _FORMATS.get(kind, "decimal")), ("lvlText", shown)):
        SubElement(element, f"w:{name}", {"w:val": value})
    return int(place + 2 + 2 * length)
