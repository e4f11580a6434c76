"""The text of Word paragraphs as runs: looks, links, fields, formulas, pictures, marks of notes.

Source: ECMA-376, part 1, sections 17.3 and 17.16.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from reader.formats.office.fields import field_target, shows_page_number
from reader.formats.office.math_text import math_text
from reader.formats.office.symbol_fonts import is_symbol_font, symbol, translated
from reader.formats.office.text_runs import Run
from reader.formats.office.word.word_styles import Styles
from reader.formats.office.word.word_xml import DELETED, PROPERTIES, below, chosen, is_on
from reader.text.document import StyleKind

_MAX_BOXES = 1_000
_MAX_INSTRUCTION = 10_000


@dataclass(slots=True)
class _Field:
    """A field that is open: its instruction, the text that stood in it, and whether its result has begun."""

    instruction: str = ""
    inside: list[Run] = field(default_factory=list)
    is_result: bool = False

    def instruct(self, text: str) -> None:
        """Add to the instruction."""
        if len(self.instruction) < _MAX_INSTRUCTION:
            self.instruction += text


class WordText:
    """A reader of paragraphs, one after another, that counts what it leaves out."""

    def __init__(self, styles: Styles, reference: Callable[[str, str], Run | None]) -> None:
        self._styles = styles
        self._reference = reference
        self._fields: list[_Field] = []
        self._boxes: list[Element] = []
        self._charts: list[str] = []
        self._base: frozenset[StyleKind] = frozenset()
        self.targets: Mapping[str, str] = {}
        """The addresses that links in the part of the file that is being read name by their identifiers."""
        self.deletions = self.hidden = self.pictures = 0
        self.page_numbers = 0
        """How many fields for the number of the page have been passed over."""

    def runs(self, paragraph: Element, base: frozenset[StyleKind] = frozenset()) -> list[Run]:
        """Return the runs of a paragraph; the looks in `base` are left out, as bold in a heading."""
        self._base = base
        return self._runs(paragraph, "") + self._broken_off()

    def take_boxes(self) -> list[Element]:
        """Return the contents of the text boxes of the paragraphs read since the last call."""
        boxes, self._boxes = self._boxes, []
        return boxes

    def take_charts(self) -> list[str]:
        """Return the identifiers of the charts of the paragraphs read since the last call."""
        charts, self._charts = self._charts, []
        return charts

    def _runs(self, parent: Element, link: str) -> list[Run]:
        runs: list[Run] = []
        for element in parent:
            tag = element.tag
            if tag == "w:r":
                runs += self._run(element, link)
            elif tag == "w:hyperlink":
                anchor = element.get("w:anchor", "")
                target = self.targets.get(element.get("r:id", ""), "") + (f"#{anchor}" if anchor else "")
                runs += self._runs(element, target or link)
            elif tag == "w:fldSimple":
                instruction = element.get("w:instr", "")
                if shows_page_number(instruction):
                    self.page_numbers += 1
                else:
                    runs += self._runs(element, field_target(instruction) or link)
            elif tag in DELETED:
                self.deletions += tag == "w:del"
            elif tag == "m:oMath":
                runs.append(Run(" ".join(math_text(element).split()), link=link))
            elif tag == "mc:AlternateContent":
                runs += self._runs(chosen(element), link)
            elif tag not in PROPERTIES:
                runs += self._runs(element, link)
        return runs

    def _run(self, element: Element, link: str) -> list[Run]:
        properties = element.find("w:rPr")
        if is_on(properties, "w:vanish") or self._styles.character(properties).hidden:
            self.hidden += sum(len(text.text or "") for text in element.iter("w:t"))
            return []
        kinds = self._styles.kinds(properties) - self._base
        fonts = properties.find("w:rFonts") if properties is not None else None
        font = fonts.get("w:ascii", "") if fonts is not None else ""
        runs: list[Run] = []
        for child in element:
            text = self._characters(child, runs, link)
            if text and is_symbol_font(font) and child.tag == "w:t":
                text = translated(text, font)
            if text:
                self._add(Run(text, kinds, self._field_link() or link), runs)
        return runs

    def _add(self, run: Run, runs: list[Run]) -> None:
        """Add a run; what stands in the instruction of a field belongs to that."""
        for opened in reversed(self._fields):
            if not opened.is_result:
                opened.instruct(run.text)
                opened.inside.append(run)
                return
            if shows_page_number(opened.instruction):
                return
        runs.append(run)

    def _broken_off(self) -> list[Run]:
        """Return the text in the fields whose instruction a paragraph's end breaks off, and end them."""
        runs = [run for opened in self._fields if not opened.is_result for run in opened.inside]
        self._fields = [opened for opened in self._fields if opened.is_result]
        return runs

    def _characters(self, child: Element, runs: list[Run], link: str) -> str:
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
                return _symbol(child)
            case "w:ruby":
                base, above = (
                    "".join(text.text or "" for part in child.findall(tag) for text in part.iter("w:t"))
                    for tag in ("w:rubyBase", "w:rt")
                )
                return f"{base}({above})" if above else base
            case "w:fldChar" | "w:instrText":
                return self._field(child)
            case "w:footnoteReference" | "w:endnoteReference" | "w:commentReference":
                kind = child.tag.removeprefix("w:").removesuffix("Reference")
                mark = self._reference(kind, child.get("w:id", ""))
                if mark is not None:
                    runs.append(mark)
            case "w:drawing" | "w:pict" | "w:object" | "mc:AlternateContent":
                picture = chosen(child) if child.tag == "mc:AlternateContent" else child
                return self._picture(picture, runs, link)
        return ""

    def _picture(self, element: Element, runs: list[Run], link: str) -> str:
        """Return a picture as its description; text boxes in it wait for the end of the paragraph."""
        boxes = list(_boxes(element))
        if boxes:
            self._boxes.extend(boxes[: max(0, _MAX_BOXES - len(self._boxes))])
            return ""
        chart = next(iter(element.iter("c:chart")), None)
        if chart is not None:
            self._charts.append(chart.get("r:id", ""))
        described = next(iter(element.iter("wp:docPr")), None)
        shape = next(iter(element.iter("v:shape")), None)
        if described is None and next(iter(element.iter("v:imagedata")), None) is None:
            return ""
        words = described.get("descr", "") if described is not None else ""
        words = words or (shape.get("alt", "") if shape is not None else "")
        self.pictures += 1
        text = f"[picture: {' '.join(words.split())}]" if words.strip() else "[picture]"
        leads = next(iter(element.iter("a:hlinkClick")), None)
        target = self.targets.get(leads.get("r:id", ""), "") if leads is not None else ""
        if not target:
            return text
        self._add(Run(text, link=target or link), runs)
        return ""

    # Fields: an instruction, and what it gave

    def _field(self, element: Element) -> str:
        if element.tag == "w:instrText":
            if self._fields and not self._fields[-1].is_result:
                self._fields[-1].instruct(element.text or "")
            return ""
        match element.get("w:fldCharType"):
            case "begin":
                box = below(element, "w:ffData/w:checkBox")
                self._fields.append(_Field(is_result=box is not None))
                if box is not None:
                    state = "w:default" if box.find("w:checked") is None else "w:checked"
                    return "☒" if is_on(box, state) else "☐"
            case "separate" if self._fields:
                self._fields[-1].is_result = True
            case "end" if self._fields:
                self.page_numbers += shows_page_number(self._fields.pop().instruction)
        return ""

    def _field_link(self) -> str:
        return next(
            (link for opened in reversed(self._fields) if (link := field_target(opened.instruction))), ""
        )


def _boxes(element: Element) -> Iterator[Element]:
    """Yield the contents of the text boxes in a drawing, of several forms the first, none out of another."""
    for child in element:
        if child.tag == "w:txbxContent":
            yield child
        elif child.tag == "mc:AlternateContent":
            yield from _boxes(chosen(child))
        else:
            yield from _boxes(child)


def _symbol(element: Element) -> str:
    try:
        return symbol(int(element.get("w:char", ""), 16), element.get("w:font", ""))
    except ValueError:
        return ""
