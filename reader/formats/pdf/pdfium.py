"""PDF files through PDFium: pages to lines, outline, properties and links. The only home of pypdfium2.

PDFium gives the characters of a page in the order of the file, with a line break wherever the next one stands
elsewhere. Only a few characters of each line are asked for their place and font, so that a page costs little.
"""

from __future__ import annotations

import ctypes
import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

from reader.errors import FormatError
from reader.formats.pdf.page_text import LINE_BREAK_HYPHEN, UNKNOWN, Cell, Line, Link, OutlineEntry, Page

MAX_PAGE_CHARACTERS = 1_000_000
"""The characters of one page that are read."""
MAX_LINKS = 2_000
"""The links and the other annotations of one page that are read."""
MAX_OUTLINE = 20_000
MAX_ATTACHMENTS = 1_000
_MAX_OUTLINE_DEPTH = 12
_WIDE_GAP = 1.2
"""The gap, in sizes of the letters, from which two pieces of a line are cells."""
_FIXED_PITCH, _ITALIC = 1, 1 << 6
_MONO_WIDTH = 0.6
"""How wide most fonts of one width are, in sizes: a line of this width has no gaps."""
_MAX_FONTS = 10_000
_BOLD_WEIGHT = 600
_BOLD_NAMES = ("bold", "black", "heavy", "cmbx", "demi")
_ITALIC_NAMES = ("italic", "oblique", "cmti")
_MONO_NAMES = ("mono", "courier", "consol", "typewriter", "cmtt", "sftt")
_REMARKS = frozenset(
    {
        pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_HIGHLIGHT,
        pdfium.FPDF_ANNOT_UNDERLINE, pdfium.FPDF_ANNOT_STRIKEOUT, pdfium.FPDF_ANNOT_SQUIGGLY,
        pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_CARET, pdfium.FPDF_ANNOT_SQUARE,
        pdfium.FPDF_ANNOT_CIRCLE, pdfium.FPDF_ANNOT_LINE, pdfium.FPDF_ANNOT_INK,
    }
)  # fmt: skip
_LONGEST_TEXT = 200_000
_NOT_TICKED = "Off"
_LONGEST_ADDRESS = 8_000
_SPELT_OUT: dict[int, str] = {
    **dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0xFFFF), UNKNOWN),
    0x09: " ", 0x0A: " ", 0x0D: "", 0xA0: " ",
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
}  # fmt: skip
"""Ligatures as the letters they are of, and codes that are none of a character."""


class _Font(NamedTuple):
    """How the letters of a font look."""

    is_bold: bool
    is_italic: bool
    is_mono: bool


class PdfFile:
    """A PDF file that is open; raises FormatError when it cannot be opened."""

    def __init__(self, data: bytes) -> None:
        try:
            self._document: Any = pypdfium2.PdfDocument(data)
            self.page_count = len(self._document)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise FormatError(
                    "it is protected with a password; save it without one to read it here", "password"
                ) from error
            raise FormatError("it is broken: it cannot be opened as a PDF") from error
        self._fonts: dict[bytes, _Font] = {}

    def close(self) -> None:
        """Let go of the file; nothing of it may be asked for afterwards."""
        self._document.close()

    def properties(self) -> dict[str, str]:
        """Return the properties that are not empty: `Title`, `Author`, `CreationDate` and the like."""
        return dict(self._document.get_metadata_dict(skip_empty=True))

    def outline(self) -> list[OutlineEntry]:
        """Return the entries of the outline, at most so many."""
        entries: list[OutlineEntry] = []
        try:
            for bookmark in self._document.get_toc(max_depth=_MAX_OUTLINE_DEPTH):
                destination = bookmark.get_dest()
                index = destination.get_index() if destination is not None else None
                title = " ".join(bookmark.get_title().split())
                if title:
                    entries.append(OutlineEntry(bookmark.level, title, 0 if index is None else index + 1))
                if len(entries) >= MAX_OUTLINE:
                    break
        except (pypdfium2.PdfiumError, UnicodeError):
            pass  # what was read so far is kept
        return entries

    def attachments(self) -> list[str]:
        """Return the names of the files that are attached, at most so many."""
        count = min(pdfium.FPDFDoc_GetAttachmentCount(self._document), MAX_ATTACHMENTS)
        return [
            _long_text(pdfium.FPDFAttachment_GetName, pdfium.FPDFDoc_GetAttachment(self._document, index))
            for index in range(count)
        ]

    def attachment(self, index: int, most: int) -> bytes:
        """Return the bytes of an attached file; raises FormatError when there are more than `most`."""
        attached = pdfium.FPDFDoc_GetAttachment(self._document, index)
        size = ctypes.c_ulong()
        if not attached or not pdfium.FPDFAttachment_GetFile(attached, None, 0, size):
            raise FormatError("it is broken: it cannot be taken out of the PDF")
        if size.value > most:
            raise FormatError(f"too large: {most // 1_048_576} MB is the limit", "too-large")
        buffer = ctypes.create_string_buffer(max(1, size.value))
        if not pdfium.FPDFAttachment_GetFile(attached, buffer, size.value, size):
            raise FormatError("it is broken: it cannot be taken out of the PDF")
        return buffer.raw[: size.value]

    def page(self, number: int) -> Page | None:
        """Return a page by its number from 1; None when it is broken."""
        page = pdfium.FPDF_LoadPage(self._document, number - 1)
        if not page:
            return None
        try:
            width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
            text_page = pdfium.FPDFText_LoadPage(page)
            if not text_page:
                return None
            try:
                result = _PageReader(self._document, page, text_page, number, self._fonts).read(width, height)
            finally:
                pdfium.FPDFText_ClosePage(text_page)
            if not result.lines:
                result.is_picture = pdfium.FPDFPage_CountObjects(page) > 0
            return result
        finally:
            pdfium.FPDF_ClosePage(page)


class _PageReader:
    """Reads one page."""

    def __init__(
        self, document: Any, page: Any, text_page: Any, number: int, fonts: dict[bytes, _Font]
    ) -> None:
        self._document = document
        self._page = page
        self._text_page = text_page
        self._number = number
        self._fonts = fonts
        self._count = min(pdfium.FPDFText_CountChars(text_page), MAX_PAGE_CHARACTERS)
        self._text = self._read_text()
        self._is_mapped = len(self._text) == self._count
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box = (ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double())
        self._matrix = pdfium.FS_MATRIX()
        self._address = ctypes.create_string_buffer(_LONGEST_ADDRESS)
        self._name = ctypes.create_string_buffer(128)
        self._flags = ctypes.c_int()
        self._ranges: list[tuple[int, int]] = []
        self._width = self._height = 0.0

    def _read_text(self) -> str:
        """Return the text of the page in UTF-16 units, each a character of its own."""
        buffer = (ctypes.c_ushort * (self._count + 1))()
        written = pdfium.FPDFText_GetText(self._text_page, 0, self._count, buffer)
        data = bytes(buffer)[: 2 * max(0, written - 1)]
        text = data.decode("utf-16-le", "surrogatepass")
        return text if 2 * len(text) == len(data) else "".join(map(chr, buffer[: len(data) // 2]))

    def read(self, width: float, height: float) -> Page:
        """Read the lines of the page, each turned so that it runs from left to right."""
        self._width, self._height = width, height
        turns: Counter[int] = Counter()
        page = Page(self._number, width, height)
        for start, end in self._line_ranges():
            line, turn = self._line(start, end)
            self._ranges.append((start, end))
            turns[turn] += end - start
            page.lines.append(line)
        if turns and turns.most_common(1)[0][0] % 2:
            page.width, page.height = height, width
        self._mark_links(page.lines)
        self._read_annotations(page)
        for line in page.lines:
            text = line.text
            if text.isascii() and text.isprintable():
                continue
            line.links = tuple(
                Link(
                    len(text[: link.start].translate(_SPELT_OUT)),
                    len(text[: link.end].translate(_SPELT_OUT)),
                    link.target,
                )
                for link in line.links
            )
            line.text = _whole(text.translate(_SPELT_OUT))
        return page

    def _line_ranges(self) -> Iterator[tuple[int, int]]:
        """Give start and end of each line with anything in it, parted at line breaks and parting hyphens."""
        text = self._text
        has_hyphens = LINE_BREAK_HYPHEN in text
        start = 0
        for piece in text.split("\n"):
            end = start + len(piece)
            begin = start
            while begin < end:
                hyphen = text.find(LINE_BREAK_HYPHEN, begin, end) if has_hyphens else -1
                stop = end if hyphen < 0 else hyphen + 1
                stripped = text[begin:stop].strip()
                if stripped:
                    first = text.index(stripped[0], begin)
                    yield first, first + len(stripped)
                begin = stop
            start = end + 1

    def _character(self, index: int) -> int:
        """Return what PDFium calls the character at an index of the text."""
        if self._is_mapped:
            return index
        return int(pdfium.FPDFText_GetCharIndexFromTextIndex(self._text_page, index))

    def _line(self, start: int, end: int) -> tuple[Line, int]:
        """Return the line between two indexes, and the quarter turns to the left that it is printed in."""
        text = self._text[start:end]
        last = end - 2 if text[-1] == LINE_BREAK_HYPHEN and end - start > 1 else end - 1
        middle = (start + last) // 2
        while self._text[middle].isspace():  # PDFium puts in spaces that have no place of their own
            middle += 1
        first, middle, last = self._character(start), self._character(middle), self._character(last)
        size, turn = self._size_and_turn(middle)
        left, baseline = self._origin(first, turn)
        if not text[0].isalpha():  # a bullet or a raised figure may stand higher than the line
            baseline = self._origin(middle, turn)[1]
        right = self._right(last, turn)
        if right < left:  # read from right to left: the last character is the leftmost one
            left, right = self._left(last, turn), self._right(first, turn)
        right = max(right, left + 0.1)
        fonts = [self._font(middle)]
        if any(fonts[0]):
            fonts.append(self._font(last))
            if text[0].isalnum():  # a bullet's font says nothing of the line's
                fonts.append(self._font(first))
        line = Line(
            self._number,
            text,
            left,
            right,
            baseline,
            size,
            is_bold=all(font.is_bold for font in fonts),
            is_italic=all(font.is_italic for font in fonts),
            is_mono=all(font.is_mono for font in fonts),
        )
        line.is_raised = text[0].isdigit() and self._size_and_turn(first)[0] < 0.8 * size
        is_even = line.is_mono and abs(line.char_width / max(size, 0.1) - _MONO_WIDTH) < 0.02
        if not turn and not is_even and " " in text:
            line.cells = self._cells(start, end, line)
        return line, turn

    def _size_and_turn(self, character: int) -> tuple[float, int]:
        matrix = self._matrix
        size = pdfium.FPDFText_GetFontSize(self._text_page, character)
        if not pdfium.FPDFText_GetMatrix(self._text_page, character, matrix):
            return size, 0
        turn = (
            round(math.atan2(matrix.b, matrix.a) / (math.pi / 2)) % 4
            if matrix.b
            else (2 if matrix.a < 0 else 0)
        )
        return size * math.hypot(matrix.c, matrix.d), turn

    def _origin(self, character: int, turn: int) -> tuple[float, float]:
        pdfium.FPDFText_GetCharOrigin(self._text_page, character, self._x, self._y)
        return self._turned(self._x.value, self._y.value, turn)

    def _left(self, character: int, turn: int) -> float:
        return min(self._sides(character, turn))

    def _right(self, character: int, turn: int) -> float:
        return max(self._sides(character, turn))

    def _sides(self, character: int, turn: int) -> tuple[float, float]:
        left, right, bottom, top = self._box
        pdfium.FPDFText_GetCharBox(self._text_page, character, left, right, bottom, top)
        if not turn:
            return left.value, right.value
        return (
            self._turned(left.value, bottom.value, turn)[0],
            self._turned(right.value, top.value, turn)[0],
        )

    def _turned(self, x: float, y: float, turn: int) -> tuple[float, float]:
        """Return a point as it lies on a page that was turned to the right so many times."""
        if turn == 0:
            return x, y
        if turn == 1:
            return y, self._width - x
        return (self._width - x, self._height - y) if turn == 2 else (self._height - y, x)

    def _font(self, character: int) -> _Font:
        name, flags = self._name, self._flags
        pdfium.FPDFText_GetFontInfo(self._text_page, character, name, len(name), flags)
        font = self._fonts.get(name.value)
        if font is None:
            small = name.value.decode("utf-8", "replace").lower()
            weight = pdfium.FPDFText_GetFontWeight(self._text_page, character)
            font = _Font(
                weight >= _BOLD_WEIGHT or any(part in small for part in _BOLD_NAMES),
                bool(flags.value & _ITALIC) or any(part in small for part in _ITALIC_NAMES),
                bool(flags.value & _FIXED_PITCH) or any(part in small for part in _MONO_NAMES),
            )
            if name.value and len(self._fonts) < _MAX_FONTS:
                self._fonts[name.value] = font
        return font

    def _cells(self, start: int, end: int, line: Line) -> tuple[Cell, ...]:
        """Return the pieces that wide gaps part in a line; none when it is one piece."""
        text_page = self._text_page
        left, right, bottom, top = self._box
        count = pdfium.FPDFText_CountRects(text_page, self._character(start), end - start)
        if count < 2:
            return ()
        cells: list[Cell] = []
        cell_left = line.left
        done, previous = start, math.inf
        for number in range(count):
            pdfium.FPDFText_GetRect(text_page, number, left, top, right, bottom)
            if left.value - previous > _WIDE_GAP * line.size:
                index = self._index_from(left.value - 0.5 * line.size, done, end)
                if done < index < end and self._text[index - 1].isspace():
                    cells.append(Cell(cell_left, previous, self._text[done:index].strip()))
                    done, cell_left = index, left.value
            previous = right.value
        if not cells:
            return ()
        cells.append(Cell(cell_left, line.right, self._text[done:end].strip()))
        cells = [cell for cell in cells if cell.text]
        return (
            ()
            if len(cells) < 2
            else tuple(cell._replace(text=cell.text.translate(_SPELT_OUT)) for cell in cells)
        )

    def _mark_links(self, lines: list[Line]) -> None:
        """Give the lines the links that lie over them and lead out of the file."""
        for left, bottom, right, top, target in self._link_areas():
            for (start, end), line in zip(self._ranges, lines, strict=True):
                if not bottom - 1 <= line.baseline <= top or line.right < left or line.left > right:
                    continue
                first = start if left <= line.left + 1 else self._index_from(left - 1, start, end)
                stop = end if right >= line.right - 1 else self._index_from(right - 1, first, end)
                while stop > first and self._text[stop - 1].isspace():
                    stop -= 1
                if start <= first < stop:
                    line.links += (Link(first - start, stop - start, target),)

    def _index_from(self, x: float, start: int, end: int) -> int:
        """Return the index of the first character, but for spaces, that begins at `x` or behind it."""
        index = bisect_left(range(start, end), x, key=self._x_of) + start
        while index < end and self._text[index].isspace():
            index += 1
        return index

    def _x_of(self, index: int) -> float:
        while self._text[index].isspace():  # PDFium puts in spaces that have no place of their own
            index += 1
        return self._origin(self._character(index), 0)[0]

    def _read_annotations(self, page: Page) -> None:
        """Give the page the remarks on it and the fields of forms that are filled in."""
        for number in range(min(pdfium.FPDFPage_GetAnnotCount(self._page), MAX_LINKS)):
            annotation = pdfium.FPDFPage_GetAnnot(self._page, number)
            if not annotation:
                continue
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            if kind == pdfium.FPDF_ANNOT_WIDGET:
                name = _annotation_text(annotation, b"TU") or _annotation_text(annotation, b"T")
                value = _annotation_text(annotation, b"V")
                if value and value != _NOT_TICKED:
                    page.fields.append((name, value))
            elif kind in _REMARKS:
                remark = _annotation_text(annotation, b"Contents")
                if remark:
                    page.remarks.append(remark)
            pdfium.FPDFPage_CloseAnnot(annotation)

    def _link_areas(self) -> list[tuple[float, float, float, float, str]]:
        """Return left, bottom, right, top and address of each link that leads out of the file."""
        areas: list[tuple[float, float, float, float, str]] = []
        position, link, rectangle = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
        buffer = self._address
        for _ in range(MAX_LINKS):
            if not pdfium.FPDFLink_Enumerate(self._page, position, link):
                break
            action = pdfium.FPDFLink_GetAction(link)
            if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
                continue
            size = pdfium.FPDFAction_GetURIPath(self._document, action, buffer, len(buffer))
            if not 1 < size <= len(buffer) or not pdfium.FPDFLink_GetAnnotRect(link, rectangle):
                continue
            target = buffer.value.decode("utf-8", "replace")
            areas.append((rectangle.left, rectangle.bottom, rectangle.right, rectangle.top, target))
        return areas


def _annotation_text(annotation: Any, key: bytes) -> str:
    """Return a text of an annotation by its key, as one line; empty without one."""
    return _long_text(pdfium.FPDFAnnot_GetStringValue, annotation, key)


def _long_text(ask: Any, *subject: Any) -> str:
    """Return a text that PDFium gives in UTF-16, as one line; `ask` first says how long it is."""
    size = ask(*subject, None, 0)
    if not 2 < size <= _LONGEST_TEXT:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    ask(*subject, buffer, size)
    text = bytes(buffer)[: size - 2].decode("utf-16-le", "replace")
    return " ".join(text.translate(_SPELT_OUT).split())


def _whole(text: str) -> str:
    """Return a text in which two UTF-16 units of one character have become one again."""
    if text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
