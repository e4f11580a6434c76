"""OpenDocument texts and presentations (.odt, .fodt, .odp, .fodp) → reading text and blocks.

Numbers of lists and headings are counted, footnotes and comments stand below the text, the heads of pages
above it and their feet at its end; what a tracked change deleted is left out. Source: OASIS OpenDocument 1.3,
part 3.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from reader.errors import FormatError
from reader.formats.builder import Draft
from reader.formats.format import Context, Part
from reader.formats.office.block_writer import BlockWriter
from reader.formats.office.finishing import is_page_number, lead_to_headings, set_properties, warn
from reader.formats.office.odf.odf_styles import ListNumbers, OdfStyles, OutlineNumbers, TextStyle
from reader.formats.office.odf.odf_text import OdfText
from reader.formats.office.odf.odf_xml import OdfParts, children_through, repeated
from reader.formats.office.text_runs import BOLD, LABEL, PLAIN, Run, text_of
from reader.text.document import StyleKind

_CHECKED = {"☐": False, "☑": True, "☒": True}
_ROW_GROUPS = ("table:table-header-rows", "table:table-rows", "table:table-row-group")
_CELLS = ("table:table-cell", "table:covered-table-cell")
_OUT = frozenset({"text:tracked-changes", "office:forms", "text:note-citation", "presentation:settings"})
_HEADS = ("style:header", "style:header-left", "style:header-first")
_FEET = ("style:footer", "style:footer-left", "style:footer-first")


class _List(NamedTuple):
    """The list that paragraphs stand in: its name and style, its level from 1."""

    name: str
    style: str
    level: int


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Yield the one document of an OpenDocument file; raises FormatError."""
    yield "", _Reader(OdfParts(data)).read()


class _Reader:
    """Reads one document."""

    def __init__(self, parts: OdfParts) -> None:
        self._parts = parts
        self._content = parts.content()
        self._style_part = parts.styles()
        self._styles = OdfStyles(self._content, self._style_part)
        self._writer: BlockWriter[Element] = BlockWriter()
        self._text = OdfText(self._styles, self._reference, self._take_box)
        self._numbers = ListNumbers(self._styles)
        self._outline = OutlineNumbers(self._styles)
        self._boxes: list[Element] = []
        self._bookmarks: dict[str, int] = {}
        self._references = 0
        self._has_headings = False
        self._deletions = 0

    def read(self) -> Draft:
        """Read the whole document."""
        body = self._content.find("office:body")
        main = next(iter(body), None) if body is not None else None
        if main is None:
            raise FormatError("it is broken: it has no text part")
        self._deletions = sum(1 for _ in main.iter("text:deletion"))
        self._has_headings = next(main.iter("text:h"), None) is not None
        if main.tag == "office:presentation":
            self._slides(main)
        else:
            self._page_lines(_HEADS)
            self._blocks(main)
            self._writer.write_notes(self._blocks)
            self._page_lines(_FEET)
        draft = self._writer.draft()
        self._describe(draft)
        return draft

    def _slides(self, main: Element) -> None:
        for number, slide in enumerate(main.findall("draw:page"), 1):
            self._writer.builder.place(f"slide {number}")
            notes = []
            for element in slide:
                if element.tag == "presentation:notes":
                    notes.append(element)
                elif element.get("presentation:class") == "title":
                    self._slide_title(element)
                else:
                    self._take_box(element)
                    self._write_boxes()
            for element in notes:
                runs = [run for one in element.iter("text:p") for run in (*self._runs(one), Run("\n"))]
                if text_of(runs).strip():
                    self._writer.paragraph([Run("Notes: ", BOLD), *runs])
        self._writer.write_notes(self._blocks)

    def _slide_title(self, element: Element) -> None:
        runs = [run for one in element.iter("text:p") for run in (*self._runs(one), Run(" "))]
        if text_of(runs).strip():
            self._writer.heading(runs, 1)

    # Blocks

    def _blocks(self, parent: Element, in_list: _List | None = None) -> None:
        for element in parent:
            match element.tag:
                case "text:p":
                    self._paragraph(element, in_list)
                case "text:h":
                    self._heading(element)
                case "text:list":
                    self._list(element, in_list)
                case "table:table":
                    self._table(element)
                case "draw:frame" | "draw:g" | "draw:custom-shape" | "draw:rect" | "draw:ellipse":
                    self._shape(element)
                case "office:annotation" | "text:note":
                    pass  # where it stands alone, nothing of the text refers to it
                case tag if tag not in _OUT:
                    self._blocks(element, in_list)

    def _runs(self, element: Element, base: frozenset[StyleKind] = PLAIN) -> list[Run]:
        style = self._styles.style("paragraph", element.get("text:style-name", ""))
        return self._text.runs(element, style, base)

    def _paragraph(self, element: Element, in_list: _List | None) -> None:
        style = self._styles.style("paragraph", element.get("text:style-name", ""))
        runs = self._text.runs(element, style, BOLD if style.is_title else PLAIN)
        text = text_of(runs)
        if style.is_code and in_list is None:
            self._writer.code_line(text)
        elif text.strip():
            self._write(runs, style, in_list)
        self._write_boxes()

    def _write(self, runs: list[Run], style: TextStyle, in_list: _List | None) -> None:
        writer = self._writer
        if in_list is not None:
            writer.continuation(runs, in_list.level - 1)
        elif style.is_title:
            writer.title(runs, self._has_headings)
        else:
            writer.paragraph(runs, is_quote=style.is_quote)

    def _heading(self, element: Element) -> None:
        level = repeated(element, "text:outline-level")
        is_plain = element.get("text:is-list-header") == "true"
        runs = self._runs(element, BOLD)
        if text_of(runs).strip():
            for mark in (*element.iter("text:bookmark-start"), *element.iter("text:bookmark")):
                self._bookmarks[mark.get("text:name", "")] = len(self._writer.builder.blocks)
            self._writer.heading(runs, min(level, 6), "" if is_plain else self._outline.label(level))
        self._write_boxes()

    def _list(self, element: Element, outer: _List | None) -> None:
        style = element.get("text:style-name", "") or (outer.style if outer is not None else "")
        if outer is None:
            inner = _List(self._numbers.begin(element, style), style, 1)
        else:
            inner = _List(outer.name, style, outer.level + 1)
        for child in element:
            if child.tag in ("text:list-item", "text:list-header"):
                self._item(child, inner)
            else:
                self._blocks_of(child, inner)

    def _item(self, element: Element, in_list: _List) -> None:
        """Write an item: the first paragraph opens it, the rest goes on with it; a header has no number."""
        has_label = False
        is_header = element.tag == "text:list-header"
        for child in element:
            if child.tag == "text:p" and not has_label:
                has_label = True
                label = "" if is_header else self._numbers.label(*in_list, element.get("text:start-value"))
                runs = self._runs(child)
                if text_of(runs).strip():
                    self._writer.item(runs, label, in_list.level - 1, _CHECKED.get(label))
                self._write_boxes()
            elif child.tag == "text:h":
                self._numbered_heading(child, in_list, element, not (has_label or is_header))
                has_label = True
            else:
                self._blocks_of(child, in_list)

    def _blocks_of(self, element: Element, in_list: _List) -> None:
        holder = Element("text:list-item")
        holder.append(element)
        self._blocks(holder, in_list)

    def _numbered_heading(self, element: Element, in_list: _List, item: Element, has_label: bool) -> None:
        runs = self._runs(element, BOLD)
        label = self._numbers.label(*in_list, item.get("text:start-value")) if has_label else ""
        if text_of(runs).strip():
            self._writer.heading(runs, min(repeated(element, "text:outline-level"), 6), label)
        self._write_boxes()

    def _shape(self, element: Element) -> None:
        holder = Element("text:p")
        holder.append(element)
        runs = self._text.runs(holder, TextStyle(), PLAIN)
        if text_of(runs).strip():
            self._writer.paragraph(runs)
        self._write_boxes()

    def _take_box(self, element: Element) -> None:
        self._boxes.append(element)

    def _write_boxes(self) -> None:
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            tables = box.find("table:table")
            if tables is not None:
                self._table(tables)
            else:
                self._blocks(box)

    # Tables

    def _table(self, element: Element) -> None:
        inner: list[Element] = []
        rows: list[list[list[Run]]] = []
        cells = 0
        for row in children_through(element, ("table:table-row",), _ROW_GROUPS):
            written: list[list[Run]] = []
            for cell in children_through(row, _CELLS, ("table:table-cells",)):
                content = [] if cell.tag == _CELLS[1] else self._cell(cell, inner)
                written += [content] * repeated(cell, "table:number-columns-repeated")
            while written and not written[-1] and len(written) > 1:
                written.pop()
            is_empty = not any(map(text_of, written))
            count = 1 if is_empty else repeated(row, "table:number-rows-repeated")
            cells += len(written) * count
            self._writer.check_cells(cells)
            rows += [written] * count
        self._writer.table(rows)
        for table in inner:
            self._table(table)

    def _cell(self, cell: Element, inner: list[Element]) -> list[Run]:
        """Return the text of a cell, its paragraphs a line each; tables in it are added to `inner`."""
        runs: list[Run] = []
        for child in cell:
            if child.tag == "table:table":
                inner.append(child)
                continue
            for piece in self._lines(child, None):
                if text_of(piece).strip():
                    runs += [Run("\n"), *piece] if runs else piece
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                content = self._cell(box, inner)
                runs += [Run("\n"), *content] if runs and content else content
        return runs

    def _lines(self, element: Element, in_list: _List | None) -> Iterator[list[Run]]:
        """Yield the paragraphs below an element of a cell, items with their labels."""
        if element.tag in ("text:p", "text:h"):
            yield self._runs(element)
        elif element.tag == "text:list":
            style = element.get("text:style-name", "") or (in_list.style if in_list is not None else "")
            if in_list is None:
                own = _List(self._numbers.begin(element, style), style, 1)
            else:
                own = _List(in_list.name, style, in_list.level + 1)
            for item in element:
                lines = [line for child in item for line in self._lines(child, own)]
                label = self._numbers.label(*own, item.get("text:start-value"))
                for number, line in enumerate(lines):
                    yield [Run(label, LABEL), Run(" "), *line] if label and not number else line
        elif element.tag not in _OUT:
            for child in element:
                yield from self._lines(child, in_list)

    # What stands around the text

    def _reference(self, kind: str, content: Element) -> Run:
        self._references += 1
        if kind == "comment":
            holder = Element("office:annotation")
            holder.extend(child for child in content if child.tag in ("text:p", "text:list"))
            content = holder
        return self._writer.reference(kind, self._references, content)

    def _page_lines(self, tags: tuple[str, ...]) -> None:
        """Write the heads or the feet of the pages, each line once, none that is only a page number."""
        masters = self._style_part.find("office:master-styles") if self._style_part is not None else None
        lines: set[str] = set()
        for page in masters.findall("style:master-page") if masters is not None else ():
            if page.get("style:name", "") not in self._styles.master_pages:
                continue
            for element in (one for tag in tags for one in page.findall(tag)):
                for paragraph in element.iter("text:p"):
                    numbers = self._text.page_numbers
                    runs = self._runs(paragraph)
                    line = " ".join(text_of(runs).split())
                    has_number = self._text.page_numbers > numbers
                    if line and line not in lines and not is_page_number(line, has_number):
                        lines.add(line)
                        self._writer.furniture(runs)
                self._boxes.clear()

    def _describe(self, draft: Draft) -> None:
        lead_to_headings(draft, self._bookmarks)
        root = self._parts.properties()
        if root is not None:
            author = root.findtext("dc:creator") or root.findtext("meta:initial-creator") or ""
            keywords = ", ".join(one.text or "" for one in root.findall("meta:keyword"))
            created = root.findtext("meta:creation-date") or ""
            set_properties(draft, root.findtext("dc:title") or "", created, author, keywords)
        warn(draft, self._deletions, self._text.hidden, self._text.pictures)
