"""Word documents (.docx) → reading text and blocks.

A walk of our own over the XML: it keeps the numbers of lists and headings, which converters to HTML lose, and
it is bounded. Tracked insertions are in the text, tracked deletions are not; footnotes, endnotes and comments
stand below it. Source: ECMA-376, part 1, in its transitional and its strict form.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from reader.errors import FormatError
from reader.formats.builder import Builder, Draft
from reader.formats.format import Context, Part
from reader.formats.metadata.dates import parse_date
from reader.formats.office.office_file import OLE, OfficeFile
from reader.formats.office.word_numbering import Numbering
from reader.text.document import Align, Container, StyleKind
from reader.text.plural import plural
from reader.text.spans import Span

MAX_CELLS = 500_000
_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w",
    "http://purl.oclc.org/ooxml/wordprocessingml/main": "w",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
    "http://purl.oclc.org/ooxml/officeDocument/relationships": "r",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    "http://purl.oclc.org/ooxml/officeDocument/math": "m",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc",
    "http://schemas.openxmlformats.org/package/2006/relationships": "",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "urn:schemas-microsoft-com:vml": "v",
}
_WRAPPERS = frozenset(
    {
        "w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:tbl", "w:tr", "w:tc",
        "w:txbxContent", "w:hyperlink", "w:fldSimple", "mc:AlternateContent", "mc:Choice", "w:body", "w:pict",
    }
)  # fmt: skip
_OUT = frozenset({"w:del", "w:moveFrom"})
_EMPHASIS: tuple[tuple[str, StyleKind], ...] = (
    ("w:b", "strong"), ("w:i", "emphasis"), ("w:strike", "strike"),
)  # fmt: skip
_OFF = ("0", "false", "off", "none")
_QUOTES = ("quote", "intense quote", "block text", "blockquote")
_CODE = ("source code", "html preformatted", "plain text code", "code")
_SPACE = str.maketrans("\t\n", "  ")


class _Run(NamedTuple):
    """Characters of one look."""

    text: str
    kinds: frozenset[StyleKind] = frozenset()
    link: str = ""
    note: str = ""


class _Style(NamedTuple):
    """A paragraph style: its name in small letters, its level as a heading (0: none), its list."""

    name: str = ""
    level: int = 0
    list_id: str = ""
    list_level: int | None = None


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Give the one document of a .docx file; raises FormatError."""
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise FormatError(
                "it is protected with a password; save it without one to read it here", "password"
            )
        raise FormatError("it is an older Word document; save it as .docx to read it here", "older-format")
    yield "", _Reader(OfficeFile(data)).read()


class _Reader:
    """Reads one document."""

    def __init__(self, file: OfficeFile) -> None:
        self._file = file
        self._main = self._main_part()
        self._folder = self._main.rpartition("/")[0]
        self._builder = Builder()
        self._targets = self._relations()
        self._numbering = Numbering(self._xml(self._beside("numbering.xml")))
        self._styles = self._read_styles()
        self._keys = 0
        self._items: list[tuple[int, Container]] = []
        self._quote: Container | None = None
        self._code: list[str] = []
        self._notes: dict[str, Element] = {}
        self._note_parts: dict[str, dict[str, Element]] = {}
        self._fields: list[list[str]] = []
        self._boxes: list[Element] = []
        self._bold_base = False
        self._initial: list[_Run] = []
        self._deletions = self._hidden = self._pictures = self._cells = 0

    def read(self) -> Draft:
        """Read the whole document."""
        root = self._xml(self._main)
        body = root.find("w:body") if root is not None else None
        if body is None:
            raise FormatError("it is broken: it has no text part")
        self._blocks(body)
        self._end_code()
        if self._initial:
            self._write(self._initial, 0, "", 0, _Style(), ())
        self._write_notes()
        draft = self._builder.draft()
        self._describe(draft)
        return draft

    # The parts of the file

    def _xml(self, name: str) -> Element | None:
        return self._file.xml(name, _PREFIXES, _WRAPPERS)

    def _main_part(self) -> str:
        root = self._xml("_rels/.rels")
        for relation in root if root is not None else ():
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
        if "word/document.xml" in self._file:
            return "word/document.xml"
        raise FormatError("it is no Word document")

    def _beside(self, name: str) -> str:
        return f"{self._folder}/{name}" if self._folder else name

    def _relations(self) -> dict[str, str]:
        """The addresses outside that the document's links name."""
        name = self._main.rpartition("/")[2]
        root = self._xml(self._beside(f"_rels/{name}.rels"))
        return {
            relation.get("Id", ""): relation.get("Target", "")
            for relation in (root if root is not None else ())
            if relation.get("TargetMode") == "External"
        }

    def _read_styles(self) -> dict[str, _Style]:
        root = self._xml(self._beside("styles.xml"))
        elements = {
            element.get("w:styleId", ""): element
            for element in (root.findall("w:style") if root is not None else ())
            if element.get("w:type", "paragraph") == "paragraph"
        }
        return {identifier: self._style_of(identifier, elements) for identifier in elements}

    def _style_of(self, identifier: str, elements: dict[str, Element]) -> _Style:
        name = _value(elements[identifier], "w:name").lower()
        level, list_id, list_level = _named_level(name), "", None
        chain: set[str] = set()
        while identifier in elements and identifier not in chain:
            chain.add(identifier)
            element = elements[identifier]
            level = level or _named_level(_value(element, "w:name").lower())
            properties = element.find("w:pPr")
            if properties is not None:
                outline = _value(properties, "w:outlineLvl")
                level = level or (int(outline) + 1 if outline in tuple("012345678") else 0)
                if not list_id:
                    list_id = _value(properties, "w:numPr/w:numId")
                own = _value(properties, "w:numPr/w:ilvl")
                list_level = int(own) if list_level is None and own in tuple("012345678") else list_level
            named = self._numbering.levels_of_styles.get(identifier)
            if named is not None and list_level is None:
                list_level = named[1]
            identifier = _value(element, "w:basedOn")
        return _Style(name, min(level, 6), list_id, list_level)

    # Blocks

    def _blocks(self, parent: Element, notes: tuple[Container, ...] = ()) -> None:
        for element in parent:
            if element.tag == "w:p":
                self._paragraph(element, notes)
            elif element.tag == "w:tbl":
                self._table(element, notes)
            elif element.tag == "mc:AlternateContent":
                self._blocks(_chosen(element), notes)
            elif element.tag in _OUT:
                self._deletions += 1
            elif element.tag not in ("w:sectPr", "w:pPr", "w:tcPr", "w:trPr", "w:tblPr", "w:sdtPr"):
                self._blocks(element, notes)

    def _paragraph(self, element: Element, notes: tuple[Container, ...]) -> None:
        properties = element.find("w:pPr")
        style = self._styles.get(_value(properties, "w:pStyle"), _Style())
        level = _own_level(properties) or style.level
        label, list_level = self._label(properties, style)
        self._bold_base = bool(level)
        runs = self._initial + self._runs(element)
        self._initial = []
        boxes, self._boxes = self._boxes, []
        frame = properties.find("w:framePr") if properties is not None else None
        if frame is not None and frame.get("w:dropCap") in ("drop", "margin"):
            self._initial = runs
            return
        text = "".join(run.text for run in runs)
        if style.name in _CODE and not notes and not label:
            self._leave()
            self._code.append(text)
        elif text.strip():
            self._end_code()
            self._write(runs, level, label, list_level, style, notes)
        for box in boxes:
            self._blocks(box, notes)

    def _label(self, properties: Element | None, style: _Style) -> tuple[str, int]:
        list_id = _value(properties, "w:numPr/w:numId") or style.list_id
        own = _value(properties, "w:numPr/w:ilvl")
        level = int(own) if own.isascii() and own.isdigit() and len(own) < 3 else style.list_level or 0
        if not list_id or list_id == "0":
            return "", level
        return self._numbering.label(list_id, level), level

    def _write(
        self,
        runs: list[_Run],
        level: int,
        label: str,
        list_level: int,
        style: _Style,
        notes: tuple[Container, ...],
    ) -> None:
        builder = self._builder
        if level and not notes:
            self._leave()
            builder.begin()
            if label and label != "•":
                start = builder.length
                builder.add(label)
                builder.style("label", start)
                builder.add(" ")
            self._add([run._replace(text=run.text.translate(_SPACE)) for run in runs])
            builder.end("heading", level=level)
            return
        if label:
            self._quote = None
            while self._items and self._items[-1][0] >= list_level:
                self._items.pop()
            self._keys += 1
            self._items.append((list_level, Container("item", self._keys, label)))
        else:
            self._items.clear()
        quote: tuple[Container, ...] = ()
        if style.name in _QUOTES and not label:
            if self._quote is None:
                self._keys += 1
                self._quote = Container("quote", self._keys)
            quote = (self._quote,)
        else:
            self._quote = None
        close = bool(label and builder.blocks and builder.blocks[-1].containers)
        builder.begin(1 if close else 2, (*notes, *quote, *(item for _level, item in self._items)))
        self._add(runs)
        builder.end("paragraph")

    def _leave(self) -> None:
        self._items.clear()
        self._quote = None

    def _end_code(self) -> None:
        if self._code:
            self._builder.begin()
            self._builder.add("\n".join(self._code))
            self._builder.end("preformatted")
            self._code = []

    def _table(self, element: Element, notes: tuple[Container, ...]) -> None:
        self._end_code()
        self._leave()
        rows = [[list(cell) for cell in _cells(row)] for row in _within(element, "w:tr")]
        self._cells += sum(map(len, rows))
        if self._cells > MAX_CELLS:
            raise FormatError(f"it has more than {MAX_CELLS:,} cells in its tables", "too-large")
        if len(rows) == 1 and len(rows[0]) == 1 and len(rows[0][0]) > 3:
            for child in rows[0][0]:  # a frame around text
                holder = Element("w:tc")
                holder.append(child)
                self._blocks(holder, notes)
            return
        if not any(rows):
            return
        builder = self._builder
        no_align: Align = ""
        builder.begin(2, notes)
        spans: list[tuple[Span, ...]] = []
        width = max(map(len, rows))
        for number, row in enumerate(rows):
            if number:
                builder.add("\n")
            cells: list[Span] = []
            for column in range(width):
                if column:
                    builder.add("\t")
                start = builder.length
                if column < len(row):
                    self._add(self._cell(row[column]))
                cells.append(Span(start, builder.length))
            spans.append(tuple(cells))
        builder.end("table", rows=tuple(spans), aligns=(no_align,) * width)

    def _cell(self, content: list[Element]) -> list[_Run]:
        """The text of a cell: its paragraphs a line each, tables in it too."""
        runs: list[_Run] = []
        holder = Element("w:tc")
        holder.extend(content)
        for paragraph in _paragraphs(holder):
            properties = paragraph.find("w:pPr")
            style = self._styles.get(_value(properties, "w:pStyle"), _Style())
            label, _level = self._label(properties, style)
            own = [run._replace(text=run.text.replace("\t", " ")) for run in self._runs(paragraph)]
            self._boxes.clear()
            if any(run.text.strip() for run in own):
                runs += [_Run("\n")] if runs else []
                runs += [_Run(f"{label} ")] if label else []
                runs += own
        return runs

    def _write_notes(self) -> None:
        written: set[str] = set()
        while len(written) < len(self._notes):
            for label, element in list(self._notes.items()):
                if label in written:
                    continue
                written.add(label)
                self._leave()
                self._keys += 1
                container = Container("footnote", self._keys, label)
                before = len(self._builder.blocks)
                self._blocks(element, (container,))
                self._end_code()
                if len(self._builder.blocks) > before:
                    self._builder.footnotes.append((label, self._builder.blocks[before].start))

    # Text in a paragraph

    def _add(self, runs: list[_Run]) -> None:
        """Write runs, those of one look as one."""
        builder = self._builder
        index = 0
        while index < len(runs):
            run = runs[index]
            start = builder.length
            while index < len(runs) and runs[index]._replace(text="") == run._replace(text=""):
                builder.add(runs[index].text)
                index += 1
            for kind in sorted(run.kinds):
                builder.style(kind, start)
            if run.link:
                builder.style("link", start, run.link)
            if run.note:
                builder.style("footnote", start, run.note)

    def _runs(self, parent: Element, link: str = "") -> list[_Run]:
        runs: list[_Run] = []
        for element in parent:
            tag = element.tag
            if tag == "w:r":
                runs += self._run(element, link)
            elif tag == "w:hyperlink":
                runs += self._runs(element, self._targets.get(element.get("r:id", ""), "") or link)
            elif tag == "w:fldSimple":
                runs += self._runs(element, _field_target(element.get("w:instr", "")) or link)
            elif tag in _OUT:
                self._deletions += tag == "w:del"
            elif tag == "m:t":
                runs.append(_Run(element.text or "", link=link))
            elif tag == "mc:AlternateContent":
                runs += self._runs(_chosen(element), link)
            elif tag not in ("w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr"):
                runs += self._runs(element, link)
        return runs

    def _run(self, element: Element, link: str) -> list[_Run]:
        properties = element.find("w:rPr")
        if _is_on(properties, "w:vanish") or _is_on(properties, "w:webHidden"):
            self._hidden += sum(len(text.text or "") for text in element.iter("w:t"))
            return []
        kinds = frozenset(
            kind
            for tag, kind in _EMPHASIS
            if _is_on(properties, tag) and not (kind == "strong" and self._bold_base)
        )
        runs: list[_Run] = []
        for child in element:
            text = self._characters(child, runs)
            if text and not self._in_instruction():
                runs.append(_Run(text, kinds, self._field_link() or link))
        return runs

    def _characters(self, child: Element, runs: list[_Run]) -> str:
        match child.tag:
            case "w:t":
                return (child.text or "").replace("\n", " ")
            case "w:tab" | "w:ptab":
                return "\t"
            case "w:br":
                return "" if child.get("w:type") in ("page", "column") else "\n"
            case "w:cr":
                return "\n"
            case "w:noBreakHyphen":
                return "\N{NON-BREAKING HYPHEN}"
            case "w:sym":
                return _symbol(child.get("w:char", ""))
            case "w:fldChar" | "w:instrText":
                self._field(child)
            case "w:footnoteReference" | "w:endnoteReference" | "w:commentReference":
                runs += self._reference(child)
            case "w:drawing" | "w:pict" | "w:object" | "mc:AlternateContent":
                runs += self._picture(_chosen(child) if child.tag == "mc:AlternateContent" else child)
        return ""

    def _picture(self, element: Element) -> list[_Run]:
        """A picture as its description; the text boxes in it wait for the end of the paragraph."""
        boxes = list(element.iter("w:txbxContent"))
        if boxes:
            self._boxes.extend(boxes[:1_000])
            return []
        described = next(iter(element.iter("wp:docPr")), None)
        shape = next(iter(element.iter("v:shape")), None)
        words = described.get("descr", "") if described is not None else ""
        words = words or (shape.get("alt", "") if shape is not None else "")
        if described is None and next(iter(element.iter("v:imagedata")), None) is None:
            return []
        self._pictures += 1
        return [_Run(f"[picture: {' '.join(words.split())}]" if words.strip() else "[picture]")]

    def _reference(self, element: Element) -> list[_Run]:
        kind = element.tag.removeprefix("w:").removesuffix("Reference")
        note = self._note(kind, element.get("w:id", ""))
        if note is None:
            return []
        label = next((name for name, known in self._notes.items() if known is note), "")
        if not label:
            is_comment = kind == "comment"
            same = sum(1 for name in self._notes if name.startswith("comment") == is_comment)
            label = f"comment {same + 1}" if is_comment else str(same + 1)
            self._notes[label] = note
        return [_Run(f"[{label}]", note=label)]

    def _note(self, kind: str, identifier: str) -> Element | None:
        if kind not in self._note_parts:
            root = self._xml(self._beside(f"{kind}s.xml"))
            self._note_parts[kind] = {
                element.get("w:id", ""): element
                for element in (root if root is not None else ())
                if element.get("w:type", "normal") == "normal"
            }
        return self._note_parts[kind].get(identifier)

    # Fields: an instruction, and what it gave

    def _field(self, element: Element) -> None:
        if element.tag == "w:instrText":
            if self._fields and self._fields[-1][0] == "begin":
                self._fields[-1][1] += element.text or ""
            return
        match element.get("w:fldCharType"):
            case "begin":
                self._fields.append(["begin", ""])
            case "separate" if self._fields:
                self._fields[-1][0] = "result"
            case "end" if self._fields:
                self._fields.pop()

    def _in_instruction(self) -> bool:
        return any(state == "begin" for state, _instruction in self._fields)

    def _field_link(self) -> str:
        return next((link for _state, text in reversed(self._fields) if (link := _field_target(text))), "")

    # What is known about it

    def _describe(self, draft: Draft) -> None:
        try:
            root = self._xml("docProps/core.xml")
        except FormatError:
            root = None
        if root is not None:
            draft.property_title = " ".join((root.findtext("dc:title") or "").split())
            draft.property_date = parse_date((root.findtext("dcterms:created") or "").strip())
            author = " ".join((root.findtext("dc:creator") or "").split())[:200]
            draft.meta = (("author", author),) if author else ()
        if self._deletions:
            draft.warnings.append(f"{plural(self._deletions, 'tracked deletion')} left out of the text.")
        if self._hidden:
            draft.warnings.append(f"Hidden text is left out: {plural(self._hidden, 'character')}.")
        if not draft.text.strip():
            draft.warnings.append("The document has no text.")
        elif self._pictures and not draft.text.replace("[picture]", "").strip():
            draft.warnings.append("The document has only pictures; nothing in them can be searched.")


def _named_level(name: str) -> int:
    if name == "title":
        return 1
    number = name.removeprefix("heading ")
    return int(number) if number != name and number in tuple("123456789") else 0


def _own_level(properties: Element | None) -> int:
    outline = _value(properties, "w:outlineLvl")
    return int(outline) + 1 if outline in tuple("012345") else 0


def _value(element: Element | None, path: str) -> str:
    for tag in path.split("/"):
        element = element.find(tag) if element is not None else None
    return element.get("w:val", "") if element is not None else ""


def _is_on(properties: Element | None, tag: str) -> bool:
    child = properties.find(tag) if properties is not None else None
    return child is not None and child.get("w:val", "1") not in _OFF


def _chosen(element: Element) -> Element:
    """The first of several forms of the same content."""
    choice = element.find("mc:Choice")
    chosen = choice if choice is not None else element.find("mc:Fallback")
    return chosen if chosen is not None else Element("w:r")


def _within(parent: Element, tag: str) -> Iterator[Element]:
    """The elements of a table that may stand in wrappers."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins"):
            yield from _within(element, tag)


def _cells(row: Element) -> Iterator[list[Element]]:
    """The content of each cell of a row; empty where a cell goes on from the left or from above."""
    for cell in _within(row, "w:tc"):
        properties = cell.find("w:tcPr")
        merged = properties.find("w:vMerge") if properties is not None else None
        goes_on = merged is not None and merged.get("w:val", "continue") == "continue"
        yield [] if goes_on else [child for child in cell if child.tag != "w:tcPr"]
        span = _value(properties, "w:gridSpan")
        for _ in range(min(int(span), 100) - 1 if span.isascii() and span.isdigit() and len(span) < 4 else 0):
            yield []


def _paragraphs(parent: Element) -> Iterator[Element]:
    for element in parent:
        if element.tag == "w:p":
            yield element
        elif element.tag not in _OUT:
            yield from _paragraphs(element)


def _field_target(instruction: str) -> str:
    """The address in a field that is a link to the outside."""
    parts = instruction.split('"')
    return parts[1] if len(parts) > 2 and parts[0].strip().upper() == "HYPERLINK" else ""


def _symbol(code: str) -> str:
    """A character of a symbol font: those that are bullets and arrows nearly everywhere, else a box."""
    known = {"F0B7": "•", "F0A7": "▪", "F0E0": "→", "F0FC": "✓", "F0A8": "☐", "F0FE": "☒", "F020": " "}
    try:
        character = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return known.get(code.upper(), "□" if "\ue000" <= character <= "\uf8ff" else character)
