"""Word documents (.docx) → reading text and blocks.

A walk of our own over the XML: it keeps the numbers of lists and headings, which converters to HTML lose, and
it is bounded. Tracked insertions are in the text, tracked deletions are not; footnotes, endnotes and comments
stand below it, the heads of pages above it and their feet at its end. Source: ECMA-376, part 1, in its
transitional and its strict form.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from reader.errors import FormatError
from reader.formats.builder import Draft
from reader.formats.format import Context, Part
from reader.formats.office.block_writer import BlockWriter
from reader.formats.office.charts import chart_rows, chart_title
from reader.formats.office.finishing import is_page_number, lead_to_headings, set_properties, warn
from reader.formats.office.office_file import OLE, OfficeFile
from reader.formats.office.text_runs import BOLD, LABEL, PLAIN, Run, text_of
from reader.formats.office.word.word_numbering import Numbering
from reader.formats.office.word.word_styles import ParagraphStyle, Styles
from reader.formats.office.word.word_text import WordText
from reader.formats.office.word.word_xml import (
    DELETED,
    PREFIXES,
    PROPERTIES,
    WRAPPERS,
    below,
    children_through,
    chosen,
    small_number,
    value,
)

_FRAME_PARAGRAPHS = 4
"""From so many paragraphs on, the one cell of a table is a frame around text."""
_CHECKED = {"☐": False, "☑": True, "☒": True, "✓": True}


class _Note(NamedTuple):
    """The content of a note, and the part of the file that it stands in."""

    part: str
    content: Element


class _Number(NamedTuple):
    """The number or bullet of a paragraph, its level from 0, and whether it is one of a list at all."""

    label: str = ""
    level: int = 0
    is_listed: bool = False
    is_switched_off: bool = False


def load(data: bytes, context: Context) -> Iterator[Part]:
    """Yield the one document of a .docx or .doc file; raises FormatError."""
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FormatError(
                "it is protected with a password; save it without one to read it here", "password"
            )
        from reader.formats.office.word.older_word import load_older

        yield from load_older(data, context)
        return
    yield "", _Reader(OfficeFile(data)).read()


class _Reader:
    """Reads one document."""

    def __init__(self, file: OfficeFile) -> None:
        self._file = file
        self._main = self._main_part()
        self._folder = self._main.rpartition("/")[0]
        self._numbering = Numbering(self._xml(self._part_path("numbering.xml")))
        self._styles = Styles(self._xml(self._part_path("styles.xml")), self._numbering)
        self._writer: BlockWriter[_Note] = BlockWriter()
        self._text = WordText(self._styles, self._reference)
        self._relations: dict[str, dict[str, tuple[str, bool]]] = {}
        self._notes: dict[str, dict[str, Element]] = {}
        self._initial: list[Run] = []
        self._bookmarks: dict[str, int] = {}
        self._has_headings = False
        self._part = ""

    def read(self) -> Draft:
        """Read the whole document."""
        root = self._xml(self._main)
        body = root.find("w:body") if root is not None else None
        if body is None:
            raise FormatError("it is broken: it has no text part")
        self._has_headings = any(self._styles.paragraph(one.find("w:pPr")).level for one in body.iter("w:p"))
        self._write_page_lines(body, "w:headerReference")
        self._enter_part(self._main)
        self._blocks(body)
        if self._initial:
            self._writer.paragraph(self._initial)
            self._initial = []
        self._writer.write_notes(self._write_note)
        self._write_page_lines(body, "w:footerReference")
        draft = self._writer.draft()
        lead_to_headings(draft, self._bookmarks)
        self._describe(draft)
        return draft

    # The parts of the file

    def _xml(self, name: str) -> Element | None:
        return self._file.xml(name, PREFIXES, WRAPPERS)

    def _main_part(self) -> str:
        root = self._xml("_rels/.rels")
        for relation in root if root is not None else ():
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
        if "word/document.xml" in self._file:
            return "word/document.xml"
        raise FormatError("it is no Word document")

    def _part_path(self, name: str) -> str:
        return f"{self._folder}/{name}" if self._folder else name

    def _relations_of(self, part: str) -> dict[str, tuple[str, bool]]:
        """Return what a part names by identifiers: targets, and whether they lie outside."""
        if part not in self._relations:
            folder, _, name = part.rpartition("/")
            root = self._xml(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
            self._relations[part] = {
                relation.get("Id", ""): (relation.get("Target", ""), relation.get("TargetMode") == "External")
                for relation in (root if root is not None else ())
            }
        return self._relations[part]

    def _enter_part(self, part: str) -> None:
        self._part = part
        self._text.targets = {
            identifier: target
            for identifier, (target, is_outside) in self._relations_of(part).items()
            if is_outside
        }

    # Blocks

    def _blocks(self, parent: Element) -> None:
        for element in parent:
            if element.tag == "w:p":
                self._paragraph(element)
            elif element.tag == "w:tbl":
                self._table(element)
            elif element.tag == "mc:AlternateContent":
                self._blocks(chosen(element))
            elif element.tag in DELETED:
                self._text.deletions += 1
            elif element.tag not in PROPERTIES:
                self._blocks(element)

    def _paragraph(self, element: Element) -> None:
        properties = element.find("w:pPr")
        style = self._styles.paragraph(properties)
        number = self._number(properties, style)
        runs = self._initial + self._text.runs(element, BOLD if style.level or style.is_title else PLAIN)
        self._initial = []
        boxes = self._text.take_boxes()
        if _goes_on_in_the_next(properties):
            self._initial = runs
        elif style.is_code and not number.is_listed:
            self._writer.code_line(text_of(runs))
        elif text_of(runs).strip():
            if style.level:
                self._bookmarks.update(
                    (mark.get("w:name", ""), len(self._writer.builder.blocks))
                    for mark in element.iter("w:bookmarkStart")
                )
            self._write(runs, style, number)
        for box in boxes:
            self._blocks(box)
        for identifier in self._text.take_charts():
            self._chart(identifier)

    def _chart(self, identifier: str) -> None:
        """Write the title and the series of a chart below the paragraph that it stands in."""
        target = self._relations_of(self._part).get(identifier, ("", True))[0]
        root = self._xml(self._part_path(target)) if target else None
        if root is not None:
            title = chart_title(root)
            if title:
                self._writer.paragraph([Run(title)])
            self._writer.table(chart_rows(root))

    def _number(self, properties: Element | None, style: ParagraphStyle) -> _Number:
        own_id = value(properties, "w:numPr/w:numId")
        list_id = own_id or style.list_id
        own_level = small_number(value(properties, "w:numPr/w:ilvl"))
        level = own_level if own_level is not None else style.list_level or 0
        if not list_id or list_id == "0":
            return _Number("", level, False, own_id == "0" and bool(style.list_id))
        return _Number(self._numbering.label(list_id, level), level, True)

    def _write(self, runs: list[Run], style: ParagraphStyle, number: _Number) -> None:
        writer = self._writer
        if style.level:
            writer.heading(runs, style.level, number.label)
        elif style.is_title:
            writer.title(runs, self._has_headings)
        elif number.label in _CHECKED:
            writer.item(runs, number.label, number.level, _CHECKED[number.label])
        elif number.label:
            writer.item(runs, number.label, number.level)
        elif number.is_listed:
            writer.continuation(runs, number.level)
        elif writer.is_in_item and (style.continues_item or number.is_switched_off):
            writer.continuation(runs)
        else:
            writer.paragraph(runs, is_quote=style.is_quote)

    def _table(self, element: Element) -> None:
        rows: list[list[list[Element]]] = []
        for row in children_through(element, "w:tr"):
            if below(row, "w:trPr/w:del") is not None:
                self._text.deletions += 1
            else:
                rows.append(list(_cells(row)))
        tables = any(child.tag == "w:tbl" for row in rows for cell in row for child in cell)
        if all(len(row) < 2 for row in rows):
            content = [child for row in rows for cell in row for child in cell]
            if tables or (len(rows) == 1 and len(content) >= _FRAME_PARAGRAPHS):
                holder = Element("w:tc")  # a frame around text
                holder.extend(content)
                self._blocks(holder)
                return
        inner: list[Element] = []
        self._writer.table([[self._cell(cell, inner) for cell in row] for row in rows])
        for table in inner:
            self._table(table)

    def _cell(self, content: list[Element], inner: list[Element]) -> list[Run]:
        """Return the text of a cell, its paragraphs a line each; tables in it are added to `inner`."""
        runs: list[Run] = []
        holder = Element("w:tc")
        holder.extend(content)
        for element in _paragraphs_and_tables(holder):
            if element.tag == "w:tbl":
                inner.append(element)
                continue
            properties = element.find("w:pPr")
            number = self._number(properties, self._styles.paragraph(properties))
            own = self._text.runs(element)
            for box in self._text.take_boxes():
                own += [Run("\n"), *self._cell(list(box), inner)]
            if text_of(own).strip():
                runs += [Run("\n")] if runs else []
                runs += [Run(number.label, LABEL), Run(" ")] if number.label else []
                runs += own
        return runs

    # What stands around the text

    def _reference(self, kind: str, identifier: str) -> Run | None:
        """Return the mark of a footnote, endnote or comment; None when there is none of this number."""
        part = self._part_path(f"{kind}s.xml")
        if kind not in self._notes:
            root = self._xml(part)
            self._notes[kind] = {
                element.get("w:id", ""): element
                for element in (root if root is not None else ())
                if element.get("w:type", "normal") == "normal"
            }
        content = self._notes[kind].get(identifier)
        return (
            None
            if content is None
            else self._writer.reference(kind, (kind, identifier), _Note(part, content))
        )

    def _write_note(self, note: _Note) -> None:
        self._enter_part(note.part)
        self._blocks(note.content)

    def _write_page_lines(self, body: Element, reference: str) -> None:
        """Write the heads or the feet of the pages, each line once, none that is only a page number."""
        lines: set[str] = set()
        parts = dict.fromkeys(
            self._relations_of(self._main).get(element.get("r:id", ""), ("", False))[0]
            for element in body.iter(reference)
        )
        for target in parts:
            part = target.lstrip("/") if target.startswith("/") else self._part_path(target)
            root = self._xml(part) if target else None
            if root is None:
                continue
            self._enter_part(part)
            for element in _paragraphs(root):
                numbers = self._text.page_numbers
                runs = self._text.runs(element)
                pieces = [runs, *(self._cell(list(box), []) for box in self._text.take_boxes())]
                for piece in pieces:
                    line = " ".join(text_of(piece).split())
                    has_number = self._text.page_numbers > numbers
                    if line and line not in lines and not is_page_number(line, has_number):
                        lines.add(line)
                        self._writer.furniture(piece)

    def _describe(self, draft: Draft) -> None:
        try:
            root = self._xml("docProps/core.xml")
        except FormatError:
            root = None
        if root is not None:
            names = ("dc:title", "dcterms:created", "dc:creator", "cp:keywords")
            set_properties(draft, *(root.findtext(name) or "" for name in names))
        warn(draft, self._text.deletions, self._text.hidden, self._text.pictures)


def _goes_on_in_the_next(properties: Element | None) -> bool:
    """Whether a paragraph is an initial letter, or its end is deleted, so that the next goes on with it."""
    if properties is None:
        return False
    frame = properties.find("w:framePr")
    is_initial = frame is not None and frame.get("w:dropCap") in ("drop", "margin")
    return is_initial or below(properties, "w:rPr/w:del") is not None


def _cells(row: Element) -> Iterator[list[Element]]:
    """Yield the content of each cell of a row; empty where a cell goes on from the left or from above."""
    for _ in range(min(small_number(value(row, "w:trPr/w:gridBefore")) or 0, 20)):
        yield []
    for cell in children_through(row, "w:tc"):
        properties = cell.find("w:tcPr")
        merged = properties.find("w:vMerge") if properties is not None else None
        goes_on = merged is not None and merged.get("w:val", "continue") == "continue"
        yield [] if goes_on else [child for child in cell if child.tag != "w:tcPr"]
        for _ in range((small_number(value(properties, "w:gridSpan")) or 1) - 1):
            yield []


def _paragraphs(parent: Element) -> Iterator[Element]:
    """Yield the paragraphs below an element, those in tables too."""
    for element in parent:
        if element.tag == "w:p":
            yield element
        elif element.tag not in DELETED:
            yield from _paragraphs(element)


def _paragraphs_and_tables(parent: Element) -> Iterator[Element]:
    for element in parent:
        if element.tag in ("w:p", "w:tbl"):
            yield element
        elif element.tag == "mc:AlternateContent":
            yield from _paragraphs_and_tables(chosen(element))
        elif element.tag not in DELETED:
            yield from _paragraphs_and_tables(element)
