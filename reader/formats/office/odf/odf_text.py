"""The text of OpenDocument paragraphs as runs: looks, links, white space, pictures, marks of notes."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from xml.etree.ElementTree import Element

from reader.formats.office.odf.odf_styles import OdfStyles, TextStyle
from reader.formats.office.symbol_fonts import is_symbol_font, translated
from reader.formats.office.text_runs import Run
from reader.text.document import StyleKind

_WHITE = re.compile(r"[ \t\r\n]+")
_MAX_SPACES = 100
_OUT = frozenset(
    {
        "text:tracked-changes", "text:variable-decls", "text:sequence-decls", "text:user-field-decls",
        "office:forms", "text:note-citation", "text:alphabetical-index-mark", "text:toc-mark", "svg:title",
        "svg:desc", "office:event-listeners", "text:dde-connection-decls",
    }
)  # fmt: skip
_HIDDEN = frozenset({"text:hidden-text", "text:hidden-paragraph"})
_RUBY = ("text:ruby-base", "text:ruby-text")
_NUMBERS = frozenset({"text:page-number", "text:page-count"})


class OdfText:
    """A reader of paragraphs, one after another, that counts what it leaves out.

    `reference` returns the mark of a note whose content it keeps; `box` takes the content of a text box.
    """

    def __init__(
        self,
        styles: OdfStyles,
        reference: Callable[[str, Element], Run],
        box: Callable[[Element], None],
    ) -> None:
        self._styles = styles
        self._reference = reference
        self._box = box
        self._runs: list[Run] = []
        self._base: frozenset[StyleKind] = frozenset()
        self._ends_in_space = True
        self.hidden = self.pictures = self.page_numbers = 0

    def runs(self, paragraph: Element, style: TextStyle, base: frozenset[StyleKind]) -> list[Run]:
        """Return the runs of a paragraph of a style; those looks are left out that `base` names."""
        self._runs, self._ends_in_space, self._base = [], True, base
        if style.hidden:
            self.hidden += len("".join(paragraph.itertext()))
            return []
        self._inside(paragraph, Run("", style.kinds - base), style.font)
        return self._runs

    def _inside(self, parent: Element, look: Run, font: str) -> None:
        self._white(parent.text, look, font)
        for child in parent:
            self._element(child, look, font)
            self._white(child.tail, look, font)

    def _element(self, child: Element, look: Run, font: str) -> None:
        match child.tag:
            case "text:span":
                style = self._styles.style("text", child.get("text:style-name", ""))
                if style.hidden:
                    self.hidden += len("".join(child.itertext()))
                else:
                    inner = look._replace(kinds=(look.kinds | style.kinds) - self._base)
                    self._inside(child, inner, style.font or font)
            case "text:a":
                self._inside(
                    child, look._replace(link=child.get("xlink:href", "").strip() or look.link), font
                )
            case "text:bookmark-ref" | "text:reference-ref" | "text:sequence-ref":
                name = child.get("text:ref-name", "")
                self._inside(child, look._replace(link=f"#{name}" if name else look.link), font)
            case "text:s":
                count = child.get("text:c", "1")
                spaces = min(int(count), _MAX_SPACES) if count.isascii() and count.isdigit() else 1
                self._add(" " * spaces, look)
            case "text:tab":
                self._add("\t", look)
            case "text:line-break":
                self._add("\n", look)
            case "text:note":
                body = child.find("text:note-body")
                if body is not None:
                    self._add_run(self._reference("note", body))
            case "office:annotation":
                self._add_run(self._reference("comment", child))
            case (
                "draw:frame" | "draw:g" | "draw:custom-shape" | "draw:rect" | "draw:caption" | "draw:ellipse"
            ):
                self._drawing(child, look)
            case "text:ruby":
                base, above = ("".join(part.itertext()) for part in map(partial(_child, child), _RUBY))
                self._add(f"{base}({above})" if above else base, look)
            case tag if tag in _NUMBERS:
                self.page_numbers += 1
                self._inside(child, look, font)
            case tag if tag in _HIDDEN:
                self.hidden += len(child.get("text:string-value", "") + "".join(child.itertext()))
            case tag if tag not in _OUT:
                self._inside(child, look, font)

    def _drawing(self, element: Element, look: Run) -> None:
        """Write a picture as its description; the text in a drawing is given on as a box."""
        if any(child.tag in ("text:p", "text:h", "text:list", "draw:text-box") for child in element):
            self._box(element)
            return
        if element.tag == "draw:g":
            for child in element:
                self._drawing(child, look)
            return
        if element.find("draw:image") is None and element.find("draw:object") is None:
            return
        words = " ".join((element.findtext("svg:desc") or element.findtext("svg:title") or "").split())
        self.pictures += 1
        self._add(f"[picture: {words}] " if words else "[picture] ", look)
        self._ends_in_space = True

    def _white(self, text: str | None, look: Run, font: str) -> None:
        """Add text with its white space as one space, as the format has it."""
        if not text:
            return
        line = _WHITE.sub(" ", text)
        if self._ends_in_space:
            line = line.removeprefix(" ")
        if line:
            self._add(translated(line, font) if is_symbol_font(font) else line, look)
            self._ends_in_space = line.endswith(" ")

    def _add(self, text: str, look: Run) -> None:
        self._add_run(look._replace(text=text))

    def _add_run(self, run: Run) -> None:
        self._runs.append(run)
        self._ends_in_space = False


def _child(parent: Element, tag: str) -> Element:
    child = parent.find(tag)
    return child if child is not None else Element(tag)
