"""One walk from a tree of HTML to blocks, styles and containers.

It reads pages and whatever else has HTML in it, Markdown above all. White space is collapsed as browsers
do; what is not shown (scripts, hidden elements, tracking pictures) is left out and counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from reader.formats.builder import Builder
from reader.formats.html.inline_tags import INLINE_STYLES, link_marks, lowered_marks, raised_marks
from reader.formats.html.tree import Element
from reader.text.document import Align, BlockKind, Container, StyleKind
from reader.text.plural import plural
from reader.text.spans import Span

MAX_CONTAINERS = 40
"""How deep lists and quotations are shown in one another; deeper ones are shown at this depth."""
MAX_COLUMNS = 1_000
MAX_EMPTY_CELLS = 65_536
"""How many cells that spans and short rows leave empty are filled up in a table."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "header",
        "hgroup",
        "html",
        "legend",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "search",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "noframes",
        "optgroup",
        "option",
    ]
) | frozenset(_HEADINGS)
_NOT_SHOWN = frozenset(
    [
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "annotation",
        "annotation-xml",
        "svg",
        "iframe",
        "canvas",
        "audio",
        "video",
        "map",
        "datalist",
        "select",
        "textarea",
        "input",
        "button",
        "meta",
        "link",
        "title",
    ]
)
_EMBEDDED = frozenset(("iframe", "object", "embed", "applet", "audio", "video"))
_LISTS = ("ul", "ol", "menu", "dir")
_ITEMS = ("li", "dd")
_STRONG_LINES = ("dt", "summary", "legend")
_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|\Z)"
    r"|opacity\s*:\s*0\s*(?:;|!|\Z)|max-height\s*:\s*0(?:px)?\s*(?:;|!|\Z)",
    re.IGNORECASE,
)
_SPACES = " \t\n\r\f"
_SPACE_RUN = re.compile(r"[ \t\n\r\f]+")
_ALIGN = re.compile(r"text-align:\s*(left|center|right)", re.IGNORECASE)
_TINY = re.compile(r"\s*[01](?:px)?\s*\Z")
_LANGUAGE = re.compile(r"(?:lang(?:uage)?-|brush:\s*)([\w+#-]+)")
_LOOKED_BACK = 40
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class LeftOut:
    """What a walk did not write: hidden elements, tracking pictures, words in drawings, what is embedded."""

    hidden: int = 0
    pixels: int = 0
    drawings: int = 0
    embedded: int = 0

    def warnings(self) -> list[str]:
        """Return a sentence for each kind."""
        sentences = []
        if self.hidden:
            places = plural(self.hidden, "place")
            sentences.append(f"Text that the page hides was left out, in {places}.")
        if self.pixels:
            sentences.append(f"Left out: {plural(self.pixels, 'tracking picture')}.")
        if self.drawings:
            sentences.append(f"The words in {plural(self.drawings, 'drawing')} are not shown.")
        if self.embedded:
            nouns = ("embedded frame, film or sound", "embedded frames, films or sounds")
            sentences.append(f"Not shown: {plural(self.embedded, *nouns)}.")
        return sentences


@dataclass(slots=True)
class _Opened:
    """An inline style that is open: it begins with the next text that is written."""

    kind: StyleKind
    target: str = ""
    start: int | None = None


@dataclass(slots=True)
class _Numbering:
    ordered: bool
    number: int = 1
    step: int = 1
    form: str = "1"


class HtmlWalk:
    """A writer of elements; the HTML stands from `first_line` to `last_line` of a file (from 0)."""

    def __init__(
        self,
        builder: Builder,
        *,
        containers: tuple[Container, ...] = (),
        first_line: int = 0,
        last_line: int | None = None,
    ) -> None:
        self.left_out = LeftOut()
        self._builder = builder
        self._containers = list(containers)
        self._first_line = first_line
        self._line = first_line
        self._last_line = last_line
        self._tight_before = False
        self._lists: list[_Numbering] = []
        self._styles: list[_Opened] = []
        self._suffixes: list[tuple[Element, str]] = []
        self._recent = ""
        self._open = False
        self._kind: BlockKind = "paragraph"
        self._level = 0
        self._space = False
        self._breaks = 0
        self._close_item = False
        self._preformatted = 0
        self._in_cell = False
        self._held = ""
        self._language = ""

    def write(self, root: Element) -> None:
        """Write all that is shown of an element and of what is in it."""
        self._walk(root)
        self._end_block()

    # Down the tree, without recursion: pages nest as deep as they like.

    def _walk(self, root: Element) -> None:
        element = root
        while True:
            if self._enter(element):
                self._text(element.text)
                if len(element):
                    element = element[0]
                    continue
                self._leave(element)
            while element is not root:
                self._text(element.tail)
                following = element.getnext()
                if following is not None:
                    element = following
                    break
                element = element.getparent()
                self._leave(element)
            else:
                return

    def _enter(self, element: Element) -> bool:
        """Begin an element; False when nothing in it is to be written here."""
        tag = element.tag
        if not isinstance(tag, str):
            return False
        self.left_out.embedded += tag in _EMBEDDED
        if tag in _NOT_SHOWN:
            self.left_out.drawings += tag == "svg" and element.find(".//text") is not None
            return False
        if self._is_hidden(element):
            self.left_out.hidden += any(text.strip() for text in element.itertext())
            return False
        if tag == "br":
            self._breaks += 1
        elif tag == "img":
            self._picture(element)
        elif tag == "hr":
            self._rule(element)
        elif tag == "wbr":
            pass
        elif tag == "table" and not self._in_cell and is_data_table(element):
            self._table(element)
        elif tag in _BLOCKS:
            self._enter_block(element, tag)
            return True
        else:
            self._enter_inline(element, tag)
            return True
        return False

    def _leave(self, element: Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._leave_block(tag)
            return
        if self._suffixes and self._suffixes[-1][0] is element:
            self._add(self._suffixes.pop()[1])
        if tag == "q":
            self._add("”")
        if tag in INLINE_STYLES:
            self._close_style(self._styles.pop())

    @staticmethod
    def _is_hidden(element: Element) -> bool:
        if element.get("hidden") is not None:
            return True
        style = element.get("style")
        return style is not None and _HIDDEN_STYLE.search(style) is not None

    # Blocks

    def _enter_block(self, element: Element, tag: str) -> None:
        if self._in_cell:
            self._breaks += self._recent != ""
            self._preformatted += tag == "pre"
            return
        self._end_block()
        self._go_to_line(element)
        if tag in _HEADINGS:
            self._kind, self._level = "heading", _HEADINGS[tag]
        elif tag == "pre":
            self._kind = "code"
            self._preformatted += 1
            self._language = _language(element)
        elif tag == "blockquote":
            self._containers.append(self._builder.container("quote"))
        elif tag in _LISTS:
            self._lists.append(_numbering(element, tag))
        elif tag in _ITEMS:
            self._containers.append(self._builder.container("item", self._marker(element, tag)))
            self._close_item = True
        elif tag in _STRONG_LINES:
            self._styles.append(_Opened("strong"))

    def _leave_block(self, tag: str) -> None:
        if self._in_cell:
            self._breaks += self._recent != ""
            self._preformatted -= tag == "pre"
            return
        self._end_block()
        if tag == "pre":
            self._preformatted -= 1
        elif tag == "blockquote" or tag in _ITEMS:
            self._containers.pop()
        elif tag in _LISTS:
            self._lists.pop()
            self._tight_before = self._tight_before and bool(self._lists)
        elif tag in _STRONG_LINES:
            self._styles.pop()
        self._kind, self._level = ("code" if self._preformatted else "paragraph"), 0

    def _go_to_line(self, element: Element) -> None:
        line = self._first_line + (element.sourceline or 1) - 1
        self._line = max(self._line, line if self._last_line is None else min(line, self._last_line))

    def _marker(self, element: Element, tag: str) -> str:
        if tag == "dd":
            return ":"
        if not self._lists or not self._lists[-1].ordered:
            return "•"
        numbering = self._lists[-1]
        value = element.get("value", "")
        if value.strip().isdecimal() and len(value) < 10:
            numbering.number = int(value)
        marker = _numeral(numbering.number, numbering.form)
        numbering.number += numbering.step
        return f"{marker}."

    def _begin_block(self) -> None:
        tight = self._close_item and self._kind == "paragraph" and bool(self._lists)
        newlines = 1 if tight and self._tight_before else 2
        self._builder.begin(newlines, tuple(self._containers[:MAX_CONTAINERS]))
        self._tight_before = tight
        self._close_item = False
        self._open = True
        self._space, self._breaks, self._recent = False, 0, ""

    def _end_block(self) -> None:
        self._space, self._breaks, self._held = False, 0, ""
        if not self._open:
            return
        for style in self._styles:
            self._close_style(style)
        info = self._language if self._kind == "code" else ""
        self._builder.end(self._kind, level=self._level, info=info, line=self._line)
        self._open, self._recent = False, ""

    def _rule(self, element: Element) -> None:
        if self._in_cell:
            return
        self._end_block()
        self._go_to_line(element)
        self._builder.begin(2, tuple(self._containers[:MAX_CONTAINERS]))
        self._builder.end("rule", line=self._line)
        self._tight_before = False

    # Inline

    def _enter_inline(self, element: Element, tag: str) -> None:
        prefix = suffix = ""
        if tag in ("sup", "sub", "a") and len(element) < 4:
            content = "".join(takewhile(bool, _short_text(element)))
            marks = {"sup": raised_marks, "sub": lowered_marks, "a": link_marks}[tag]
            if content and not self._space and not self._breaks:
                prefix, suffix = marks(self._recent, content)
        if tag in INLINE_STYLES:
            self._styles.append(_Opened(INLINE_STYLES[tag], _address(element) if tag == "a" else ""))
        if tag == "q":
            self._add("“")
        if prefix:
            self._add(prefix)
        if suffix:
            self._suffixes.append((element, suffix))

    def _picture(self, element: Element) -> None:
        sizes = [element.get("width"), element.get("height")]
        if any(size is not None and _TINY.match(size) for size in sizes):
            self.left_out.pixels += 1
            return
        words = _SPACE_RUN.sub(" ", element.get("alt", "[picture]")).strip()
        if words:
            self._styles.append(_Opened("image", element.get("src", "").strip()))
            self._add(words)
            self._close_style(self._styles.pop())

    def _close_style(self, style: _Opened) -> None:
        if style.start is not None:
            self._builder.style(style.kind, style.start, style.target)
        style.start = None

    def _text(self, text: str | None) -> None:
        """Write text with its white space as it is shown."""
        if not text:
            return
        if self._preformatted and not self._in_cell:
            # Newlines at the beginning and the end are markup.
            text = self._held + text if self._open else text.lstrip("\n")
            lines = text.rstrip("\n")
            self._held = text[len(lines) :]
            if lines:
                self._add(lines)
            return
        if text[0] in _SPACES:
            self._space = True
        words = _SPACE_RUN.sub(" ", text).strip(_SPACES)
        if words:
            self._add(words)
            self._space = text[-1] in _SPACES

    def _add(self, words: str) -> None:
        """Write words after the space or the break that waits before them; lines as they are in `pre`."""
        if not self._in_cell:
            if self._breaks >= 2 and self._open and self._kind == "paragraph":
                kind, level = self._kind, self._level
                self._end_block()
                self._kind, self._level = kind, level
            if not self._open:
                if not words.strip():
                    return
                self._begin_block()
        if self._breaks and self._recent:
            self._builder.add("\n")
            self._recent = "\n"
        elif self._space and self._recent and not self._recent[-1].isspace():
            self._builder.add(" ")
            self._recent += " "
        self._space, self._breaks = False, 0
        for style in self._styles:
            if style.start is None:
                style.start = self._builder.length
        self._builder.add(words)
        self._recent = (self._recent + words)[-_LOOKED_BACK:]

    # Tables

    def _table(self, table: Element) -> None:
        """Write a table of data: a row a line, the cells that spans cover and short rows lack left empty."""
        self._end_block()
        rows = [row for row in _rows(table) if any(True for _ in _cells(row))]
        for caption in table.iterchildren("caption"):
            self._walk(caption)
        widths = [sum(_span(cell, "colspan") for cell in _cells(row)) for row in rows]
        width = min(max(widths), MAX_COLUMNS)
        filled = width * len(rows) - sum(widths) <= MAX_EMPTY_CELLS
        self._go_to_line(table)
        self._builder.begin(2, tuple(self._containers[:MAX_CONTAINERS]))
        self._tight_before = False
        written: list[tuple[Span, ...]] = []
        aligns: list[Align] = []
        for row in rows:
            if written:
                self._builder.add("\n")
            cells: list[Span] = []
            for cell in _cells(row):
                self._cell(cell, cells)
                if not written:
                    aligns.append(_align(cell))
                for _ in range(_span(cell, "colspan") - 1 if filled else 0):
                    self._empty_cell(cells)
                    if not written:
                        aligns.append("")
            while filled and len(cells) < width:
                self._empty_cell(cells)
                if not written:
                    aligns.append("")
            written.append(tuple(cells))
        self._builder.end("table", rows=tuple(written), aligns=tuple(aligns), line=self._line)

    def _cell(self, cell: Element, cells: list[Span]) -> None:
        if cells:
            self._builder.add("\t")
        start = self._builder.length
        styles, self._styles = self._styles, []
        self._in_cell, self._recent, self._space, self._breaks = True, "", False, 0
        self._walk(cell)
        self._in_cell, self._recent, self._space, self._breaks = False, "", False, 0
        self._styles = styles
        cells.append(Span(start, self._builder.length))

    def _empty_cell(self, cells: list[Span]) -> None:
        if cells:
            self._builder.add("\t")
        cells.append(Span(self._builder.length, self._builder.length))


def is_data_table(table: Element) -> bool:
    """Return whether a table holds data in rows of cells; else it only lays out parts of the page."""
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iterdescendants("table", "blockquote", "pre", *_HEADINGS), None) is not None:
        return False
    rows = [sum(1 for _ in _cells(row)) for row in _rows(table)]
    if not any(rows) or (max(rows) < 2 and next(table.iterdescendants("th"), None) is None):
        return False
    longest = max((len(cell.findall(".//p")) for row in _rows(table) for cell in _cells(row)), default=0)
    return longest < 6


def _rows(table: Element) -> Iterator[Element]:
    for child in table.iterchildren("tr", "thead", "tbody", "tfoot"):
        if child.tag == "tr":
            yield child
        else:
            yield from child.iterchildren("tr")


def _cells(row: Element) -> Iterator[Element]:
    yield from row.iterchildren("td", "th")


def _span(cell: Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return max(1, min(int(value), MAX_COLUMNS)) if value.isdecimal() and len(value) < 6 else 1


def _align(cell: Element) -> Align:
    align = _ALIGN.search(f"text-align:{cell.get('align', '')};{cell.get('style', '')}")
    match align[1].lower() if align else "":
        case "left":
            return "left"
        case "center":
            return "center"
        case "right":
            return "right"
        case _:
            return ""


def _language(block: Element) -> str:
    """Return the language that the classes of a block of code, or of what is first in it, name."""
    classes = f"{block.get('class', '')} {block[0].get('class', '') if len(block) else ''}"
    language = _LANGUAGE.search(classes)
    return language[1] if language else ""


def _address(element: Element) -> str:
    return str(element.get("href", "")).strip()


def _short_text(element: Element) -> Iterator[str]:
    """Give the text of an element when it is short; nothing when it is not."""
    length = 0
    parts = []
    for text in element.itertext():
        length += len(text)
        if length > _LOOKED_BACK:
            return
        parts.append(text)
    yield "".join(parts)


def _numbering(element: Element, tag: str) -> _Numbering:
    start = element.get("start", "").strip()
    first = int(start) if start.isdecimal() and len(start) < 10 else 1
    is_reversed = element.get("reversed") is not None
    if is_reversed and not start:
        first = len(element.findall("li"))
    return _Numbering(tag == "ol", first, -1 if is_reversed else 1, element.get("type", "1"))


def _numeral(number: int, form: str) -> str:
    if form in ("a", "A") and 1 <= number <= 26:
        return chr(ord(form) + number - 1)
    if form in ("i", "I") and 1 <= number < 40:
        numeral, rest = "", number
        for value, letters in _ROMAN:
            while rest >= value:
                numeral, rest = numeral + letters, rest - value
        return numeral.upper() if form == "I" else numeral
    return str(number)
