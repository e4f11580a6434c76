"""Presentations (.pptx) → reading text and blocks, a slide a place.

The title of a slide is a heading; its other shapes follow in their order, then the speaker's notes and the
comments. Source: ECMA-376, part 1, sections 13 and 19.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from reader.errors import FormatError
from reader.formats.builder import Draft
from reader.formats.format import Context, Part
from reader.formats.office.block_writer import BlockWriter
from reader.formats.office.charts import chart_rows, chart_title
from reader.formats.office.finishing import set_properties, warn
from reader.formats.office.math_text import math_text
from reader.formats.office.office_file import OLE, OfficeFile
from reader.formats.office.slides.slide_lists import (
    Inheritance,
    Placeholder,
    SlideNumbers,
    level_of,
    placeholder,
)
from reader.formats.office.text_runs import BOLD, PLAIN, Run, text_of
from reader.text.document import StyleKind
from reader.text.plural import plural

MAX_SLIDES = 5_000
PREFIXES = {
    "http://schemas.openxmlformats.org/presentationml/2006/main": "p",
    "http://purl.oclc.org/ooxml/presentationml/main": "p",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://purl.oclc.org/ooxml/drawingml/main": "a",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/drawingml/2006/diagram": "dgm",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://schemas.openxmlformats.org/package/2006/metadata/core-properties": "cp",
}
WRAPPERS = frozenset({"p:grpSp", "p:spTree", "mc:AlternateContent", "mc:Choice", "mc:Fallback"})
_OUT = ("dt", "sldNum")
_FURNITURE = ("ftr", "hdr")
_SHAPES = ("p:sp", "p:pic", "p:graphicFrame", "p:grpSp", "p:cxnSp")


class _Relation(NamedTuple):
    kind: str
    target: str
    is_outside: bool


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Yield the one document of a .pptx file; raises FormatError."""
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FormatError(
                "it is protected with a password; save it without one to read it here", "password"
            )
        raise FormatError("it is an older presentation; save it as .pptx to read it here", "older-format")
    yield "", _Reader(OfficeFile(data)).read()


class _Reader:
    """Reads one presentation."""

    def __init__(self, file: OfficeFile) -> None:
        self._file = file
        self._writer: BlockWriter[Element] = BlockWriter()
        self._relations: dict[str, dict[str, _Relation]] = {}
        self._inherited: dict[str, Inheritance] = {}
        self._part = ""
        self._feet: dict[str, list[Run]] = {}
        self._pictures = self._hidden = 0

    def read(self) -> Draft:
        """Read the whole presentation."""
        main = next(
            (one.target for one in self._of("").values() if one.kind == "officeDocument"),
            "ppt/presentation.xml",
        )
        root = self._xml(main)
        if root is None or root.tag != "p:presentation":
            raise FormatError("it is no presentation")
        slides = [element.get("r:id", "") for element in root.iter("p:sldId")]
        if len(slides) > MAX_SLIDES:
            raise FormatError(f"it has {len(slides):,} slides, and {MAX_SLIDES:,} is the limit", "too-large")
        missing = 0
        for number, identifier in enumerate(slides, 1):
            relation = self._of(main).get(identifier)
            slide = self._xml(relation.target) if relation is not None else None
            if relation is None or slide is None:
                missing += 1
                continue
            self._slide(relation.target, slide, number)
        for runs in self._feet.values():
            self._writer.furniture(runs)
        draft = self._writer.draft()
        self._describe(draft, missing)
        return draft

    def _slide(self, part: str, root: Element, number: int) -> None:
        self._part = part
        is_hidden = root.get("show") in ("0", "false")
        self._hidden += is_hidden
        self._writer.builder.place(f"slide {number}, hidden" if is_hidden else f"slide {number}")
        inheritance = self._inheritance(part)
        shapes = list(_shapes(root))
        # The title comes first, wherever it stands in the file.
        shapes.sort(key=lambda shape: not placeholder(shape).is_title)
        for shape in shapes:
            self._shape(shape, inheritance)
        for relation in self._of(part).values():
            if relation.kind == "notesSlide":
                self._notes(relation.target)
            elif relation.kind == "comments":
                self._comments(relation.target)

    def _shape(self, shape: Element, inheritance: Inheritance) -> None:
        if shape.tag == "p:pic":
            self._picture(shape)
        elif shape.tag == "p:graphicFrame":
            self._frame(shape)
        else:
            body = shape.find("p:txBody")
            place = placeholder(shape)
            if body is None or place.kind in _OUT:
                return
            if place.kind in _FURNITURE:
                runs = self._line(body)
                self._feet.setdefault(text_of(runs).strip(), runs)
                self._feet.pop("", None)
            elif place.is_title:
                runs = self._line(body, BOLD)
                if text_of(runs).strip():
                    self._writer.heading(runs, 1)
            else:
                self._body(body, place, inheritance)

    def _body(self, body: Element, place: Placeholder, inheritance: Inheritance) -> None:
        self._writer.leave()
        numbers = SlideNumbers()
        for paragraph in body.findall("a:p"):
            runs = self._runs(paragraph)
            if not text_of(runs).strip():
                continue
            level = level_of(paragraph)
            label = numbers.label(inheritance.properties(paragraph, body, place), level)
            if label:
                self._writer.item(runs, label, level)
            else:
                self._writer.paragraph(runs)

    def _line(self, body: Element, base: frozenset[StyleKind] = PLAIN) -> list[Run]:
        """Return the paragraphs of a shape as one line."""
        runs: list[Run] = []
        for paragraph in body.findall("a:p"):
            runs += [Run(" ")] if runs else []
            runs += self._runs(paragraph, base)
        return runs

    def _runs(self, parent: Element, base: frozenset[StyleKind] = PLAIN) -> list[Run]:
        runs: list[Run] = []
        for element in parent:
            match element.tag:
                case "a:r" | "a:fld":
                    runs.append(self._run(element, base))
                case "a:br":
                    runs.append(Run("\n"))
                case "m:oMath":
                    runs.append(Run(" ".join(math_text(element).split())))
                case "mc:AlternateContent":
                    choice = element.find("mc:Choice")
                    runs += self._runs(choice if choice is not None else element, base)
                case "a:pPr" | "a:endParaRPr" | "mc:Fallback":
                    pass
                case _:
                    runs += self._runs(element, base)
        return runs

    def _run(self, element: Element, base: frozenset[StyleKind]) -> Run:
        properties = element.find("a:rPr")
        kinds: set[StyleKind] = set()
        link = ""
        if properties is not None:
            if properties.get("b") in ("1", "true"):
                kinds.add("strong")
            if properties.get("i") in ("1", "true"):
                kinds.add("emphasis")
            if properties.get("strike", "noStrike") != "noStrike":
                kinds.add("strike")
            leads = properties.find("a:hlinkClick")
            relation = self._of(self._part).get(leads.get("r:id", "")) if leads is not None else None
            link = relation.target if relation is not None and relation.is_outside else ""
        text = (element.findtext("a:t") or "").replace("\v", "\n")
        return Run(text, frozenset(kinds) - base, link)

    def _picture(self, shape: Element) -> None:
        named = next(shape.iter("p:cNvPr"), None)
        words = " ".join((named.get("descr", "") if named is not None else "").split())
        self._pictures += 1
        self._writer.paragraph([Run(f"[picture: {words}]" if words else "[picture]")])

    def _frame(self, shape: Element) -> None:
        """Write a table, the words of a diagram, or the title and the series of a chart."""
        table = next(shape.iter("a:tbl"), None)
        diagram = next(shape.iter("dgm:relIds"), None)
        chart = next(shape.iter("c:chart"), None)
        if table is not None:
            self._writer.table([list(self._cells(row)) for row in table.findall("a:tr")])
        elif diagram is not None:
            root = self._related(diagram.get("r:dm", ""))
            self._writer.leave()
            for point in root.iter("dgm:pt") if root is not None else ():
                runs = [run for one in point.iter("a:p") for run in (*self._runs(one), Run(" "))]
                if text_of(runs).strip():
                    self._writer.item(runs, "•", 0)
        elif chart is not None:
            root = self._related(chart.get("r:id", ""))
            words = chart_title(root) if root is not None else ""
            self._pictures += 1
            self._writer.paragraph([Run(f"[chart: {words}]" if words else "[chart]")])
            self._writer.table(chart_rows(root) if root is not None else [])

    def _cells(self, row: Element) -> Iterator[list[Run]]:
        for cell in row.findall("a:tc"):
            runs: list[Run] = []
            is_covered = "1" in (cell.get("hMerge"), cell.get("vMerge"))
            for paragraph in () if is_covered else cell.iter("a:p"):
                own = self._runs(paragraph)
                if text_of(own).strip():
                    runs += [Run("\n"), *own] if runs else own
            yield runs

    def _notes(self, part: str) -> None:
        root = self._xml(part)
        if root is None:
            return
        self._part, slide = part, self._part
        first = [Run("Notes: ", BOLD)]
        for shape in root.iter("p:sp"):
            body = shape.find("p:txBody")
            if body is None or placeholder(shape).kind != "body":
                continue
            for paragraph in body.findall("a:p"):
                runs = self._runs(paragraph)
                if text_of(runs).strip():
                    self._writer.paragraph([*first, *runs])
                    first = []
        self._part = slide

    def _comments(self, part: str) -> None:
        root = self._xml(part)
        for comment in root.iter("p:cm") if root is not None else ():
            text = " ".join((comment.findtext("p:text") or "").split())
            if text:
                self._writer.paragraph([Run("Comment: ", BOLD), Run(text)])

    # The parts of the file

    def _xml(self, name: str) -> Element | None:
        return self._file.xml(name, PREFIXES, WRAPPERS)

    def _of(self, part: str) -> dict[str, _Relation]:
        """Return what a part names by identifiers; the file itself is the part without a name."""
        if part not in self._relations:
            folder, _, name = part.rpartition("/")
            root = self._xml(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
            relations: dict[str, _Relation] = {}
            for element in root if root is not None else ():
                target = element.get("Target", "")
                is_outside = element.get("TargetMode") == "External"
                if not is_outside:
                    target = posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/")
                kind = element.get("Type", "").rpartition("/")[2]
                relations[element.get("Id", "")] = _Relation(kind, target, is_outside)
            self._relations[part] = relations
        return self._relations[part]

    def _related(self, identifier: str) -> Element | None:
        relation = self._of(self._part).get(identifier)
        return self._xml(relation.target) if relation is not None and not relation.is_outside else None

    def _inheritance(self, slide: str) -> Inheritance:
        layout = next((one.target for one in self._of(slide).values() if one.kind == "slideLayout"), "")
        if layout not in self._inherited:
            master = next((one.target for one in self._of(layout).values() if one.kind == "slideMaster"), "")
            self._inherited[layout] = Inheritance(
                self._xml(layout) if layout else None, self._xml(master) if layout and master else None
            )
        return self._inherited[layout]

    def _describe(self, draft: Draft, missing: int) -> None:
        try:
            root = self._xml("docProps/core.xml")
        except FormatError:
            root = None
        if root is not None:
            names = ("dc:title", "dcterms:created", "dc:creator", "cp:keywords")
            set_properties(draft, *(root.findtext(name) or "" for name in names))
        if missing:
            draft.warnings.append(f"{plural(missing, 'slide')} missing in the file.")
        if self._hidden:
            draft.warnings.append(
                f"{plural(self._hidden, 'slide')} hidden in the presentation, and read here."
            )
        warn(draft, pictures=self._pictures)


def _shapes(root: Element) -> Iterator[Element]:
    """Yield the shapes of a slide, those in groups too, of several forms the first."""
    for element in root:
        if element.tag == "p:grpSp":
            yield from _shapes(element)
        elif element.tag in _SHAPES:
            yield element
        elif element.tag == "mc:AlternateContent":
            choice = element.find("mc:Choice")
            yield from _shapes(choice if choice is not None else element)
        elif element.tag in ("p:cSld", "p:spTree", "mc:Choice", "mc:Fallback"):
            yield from _shapes(element)
