"""Whether a paragraph of a slide has a bullet or a number: by itself, its shape, its layout or its master.

Source: ECMA-376, part 1, sections 19.3.1 and 21.1.2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from reader.formats.office.numerals import formatted

LEVELS = 9
TITLES = ("title", "ctrTitle")
_BODIES = ("body", "obj", "subTitle", "")
_NUMBER_KIND = re.compile(r"(arabic|alphaLc|alphaUc|romanLc|romanUc)(ParenBoth|ParenR|Period|Plain|Minus)?")
_KINDS = {
    "arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman",
    "romanUc": "upperRoman",
}  # fmt: skip
_AROUND = {"ParenBoth": ("(", ")"), "ParenR": ("", ")"), "Period": ("", "."), "Minus": ("", "-")}


class Placeholder(NamedTuple):
    """What a shape stands for in its layout: a kind, and a number; a shape of its own has no kind."""

    kind: str = "none"
    number: str = ""

    @property
    def is_title(self) -> bool:
        """Whether it is the title of its slide."""
        return self.kind in TITLES


def placeholder(shape: Element) -> Placeholder:
    """Return what a shape stands for."""
    for properties in shape:
        if properties.tag.startswith("p:nv"):
            mark = properties.find("p:nvPr")
            mark = mark.find("p:ph") if mark is not None else None
            if mark is not None:
                return Placeholder(mark.get("type", ""), mark.get("idx", ""))
    return Placeholder()


class Inheritance:
    """The list styles that shapes of one slide take over from its layout and master."""

    def __init__(self, layout: Element | None, master: Element | None) -> None:
        self._layout = dict(_list_styles(layout))
        self._master = dict(_list_styles(master))
        self._texts = master.find("p:txStyles") if master is not None else None

    def properties(self, paragraph: Element, body: Element, place: Placeholder) -> Iterator[Element]:
        """Yield what says something of a paragraph, its own properties first."""
        own = paragraph.find("a:pPr")
        if own is not None:
            yield own
        level = level_of(paragraph)
        for style in (body.find("a:lstStyle"), *self._of_place(place), self._of_texts(place)):
            of_level = style.find(f"a:lvl{level + 1}pPr") if style is not None else None
            if of_level is not None:
                yield of_level

    def _of_place(self, place: Placeholder) -> Iterator[Element | None]:
        if place.kind == "none":
            return
        for styles in (self._layout, self._master):
            by_index = next(
                (style for key, style in styles.items() if place.number and key.number == place.number), None
            )
            by_kind = next((style for key, style in styles.items() if _same_kind(key.kind, place.kind)), None)
            yield by_index if by_index is not None and styles is self._layout else by_kind

    def _of_texts(self, place: Placeholder) -> Element | None:
        name = "titleStyle" if place.is_title else "bodyStyle" if place.kind in _BODIES else "otherStyle"
        return self._texts.find(f"p:{name}") if self._texts is not None else None


class SlideNumbers:
    """A counter of the numbered paragraphs of one shape."""

    def __init__(self) -> None:
        self._counts: dict[int, tuple[str, int]] = {}

    def label(self, properties: Iterator[Element], level: int) -> str:
        """Return the number or bullet of the next paragraph at a level from 0; empty when it has none."""
        for deeper in [one for one in self._counts if one > level]:
            del self._counts[deeper]
        for element in properties:
            if element.find("a:buNone") is not None:
                break
            if element.find("a:buChar") is not None or element.find("a:buBlip") is not None:
                self._counts.pop(level, None)
                return "•"
            numbered = element.find("a:buAutoNum")
            if numbered is not None:
                return self._number(numbered, level)
        self._counts.pop(level, None)
        return ""

    def _number(self, numbered: Element, level: int) -> str:
        kind = numbered.get("type", "")
        start = numbered.get("startAt", "1")
        first = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
        before = self._counts.get(level)
        count = before[1] + 1 if before is not None and before[0] == kind + start else first
        self._counts[level] = (kind + start, count)
        match = _NUMBER_KIND.match(kind)
        if match is None:
            return f"{count}."
        opening, closing = _AROUND.get(match[2] or "", ("", ""))
        return f"{opening}{formatted(count, _KINDS[match[1]])}{closing}"


def level_of(paragraph: Element) -> int:
    """Return the level of a paragraph, from 0."""
    properties = paragraph.find("a:pPr")
    level = properties.get("lvl", "0") if properties is not None else "0"
    return min(int(level), LEVELS - 1) if level.isascii() and level.isdigit() and len(level) < 3 else 0


def _list_styles(part: Element | None) -> Iterator[tuple[Placeholder, Element]]:
    for shape in part.iter("p:sp") if part is not None else ():
        body = shape.find("p:txBody")
        style = body.find("a:lstStyle") if body is not None else None
        place = placeholder(shape)
        if style is not None and place.kind != "none":
            yield place, style


def _same_kind(one: str, other: str) -> bool:
    return one == other or (one in TITLES and other in TITLES) or (one in _BODIES and other in _BODIES)
