"""The numbers and bullets of a Word document's paragraphs, counted as Word counts them.

Source: ECMA-376, part 1, section 17.9.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from xml.etree.ElementTree import Element

from reader.formats.office.numerals import formatted

LEVELS = 9
_LARGEST = 100_000
_PLACE = re.compile(r"%([1-9])")
_BOXES = ("", "☐", "☑", "☒", "✓")
"""Bullets that are kept: none, with which a paragraph goes on with the item before it, and those of tasks."""


class _Level(NamedTuple):
    format: str = "decimal"
    text: str = "%1."
    start: int = 1
    all_decimal: bool = False
    restart: int = LEVELS
    """The number of levels, from the first, after each of which this one begins anew."""


class Numbering:
    """The lists of a document, and how far each has counted."""

    def __init__(self, root: Element | None) -> None:
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._of_list: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._own: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self.levels_of_styles: dict[str, tuple[str, int]] = {}
        """List and level of the styles that a list names for its levels."""
        for element in root if root is not None else ():
            if element.tag == "w:abstractNum":
                self._read_abstract(element)
            elif element.tag == "w:num":
                self._read_list(element)

    def label(self, list_id: str, level: int) -> str:
        """Count the next paragraph of a list at a level, from 0; return its number or `•`, or nothing."""
        abstract = self._of_list.get(list_id)
        if abstract is None or not 0 <= level < LEVELS:
            return "•" if list_id not in ("", "0") else ""
        counts = self._counts.setdefault(abstract, [None] * LEVELS)
        restarts = self._restarts.get(list_id, {})
        if level in restarts:
            counts[level] = restarts.pop(level) - 1
        before = counts[level]
        counts[level] = self._level(list_id, level).start if before is None else min(before + 1, _LARGEST)
        for higher in range(level):
            if counts[higher] is None:  # a level that was skipped counts as begun
                counts[higher] = self._level(list_id, higher).start
        for deeper in range(level + 1, LEVELS):
            if level < self._level(list_id, deeper).restart:
                counts[deeper] = None
        return self._formatted(list_id, level, counts)

    def _formatted(self, list_id: str, level: int, counts: list[int | None]) -> str:
        own = self._level(list_id, level)
        if own.format == "none":
            return ""
        if own.format == "bullet":
            bullet = own.text.strip()
            return bullet if bullet in _BOXES else "•"

        def number(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            of_place = self._level(list_id, place)
            count = counts[place]
            kind = "decimal" if own.all_decimal else of_place.format
            return formatted(of_place.start if count is None else count, kind)

        return " ".join(_PLACE.sub(number, own.text).split())

    def _level(self, list_id: str, level: int) -> _Level:
        own = self._own.get(list_id, {}).get(level)
        return own or self._abstract.get(self._of_list.get(list_id, ""), {}).get(level) or _Level()

    def _read_abstract(self, element: Element) -> None:
        identifier = element.get("w:abstractNumId", "")
        self._abstract[identifier] = dict(map(_level, element.findall("w:lvl")))
        for level in element.findall("w:lvl"):
            style = level.find("w:pStyle")
            if style is not None:
                self.levels_of_styles[style.get("w:val", "")] = (identifier, _number(level.get("w:ilvl"), 0))

    def _read_list(self, element: Element) -> None:
        identifier = element.get("w:numId", "")
        abstract = element.find("w:abstractNumId")
        self._of_list[identifier] = abstract.get("w:val", "") if abstract is not None else ""
        for override in element.findall("w:lvlOverride"):
            level = _number(override.get("w:ilvl"), 0)
            start = override.find("w:startOverride")
            if start is not None:
                self._restarts.setdefault(identifier, {})[level] = _number(start.get("w:val"), 1)
            own = override.find("w:lvl")
            if own is not None:
                self._own.setdefault(identifier, {})[level] = _level(own)[1]


def _level(element: Element) -> tuple[int, _Level]:
    def value(tag: str, default: str) -> str:
        child = element.find(tag)
        return default if child is None else child.get("w:val", default)

    level = _number(element.get("w:ilvl"), 0)
    return level, _Level(
        value("w:numFmt", "decimal"),
        value("w:lvlText", "")[:100],
        _number(value("w:start", "0"), 0),
        element.find("w:isLgl") is not None and value("w:isLgl", "1") not in ("0", "false"),
        _number(value("w:lvlRestart", str(LEVELS)), LEVELS),
    )


def _number(text: str | None, default: int) -> int:
    try:
        return max(0, min(int(text or default), _LARGEST))
    except ValueError:
        return default
