"""The styles and list styles of an OpenDocument text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element

from reader.formats.office import style_names
from reader.formats.office.numerals import formatted
from reader.text.document import StyleKind

_KINDS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BOLD = ("bold", "600", "700", "800", "900")
_LARGEST = 100_000
MAX_LEVELS = 10


class TextStyle(NamedTuple):
    """What a paragraph or characters are by their style: the names of the style and of those above it."""

    names: tuple[str, ...] = ()
    kinds: frozenset[StyleKind] = frozenset()
    hidden: bool = False
    font: str = ""
    list_style: str = ""
    level: int = 0

    @property
    def is_title(self) -> bool:
        """Whether it is that of the title above a document."""
        return any(map(style_names.is_title, self.names))

    @property
    def is_quote(self) -> bool:
        """Whether it is one of those for quotations."""
        return any(map(style_names.is_quote, self.names))

    @property
    def is_code(self) -> bool:
        """Whether it is one of those for code."""
        return any(map(style_names.is_code, self.names))


class ListLevel(NamedTuple):
    """How the items of one level are numbered; `kind` is empty for a bullet."""

    kind: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown_levels: int = 1
    bullet: str = "•"


class OdfStyles:
    """All styles of a file by their names; those of the text itself come before the common ones."""

    def __init__(self, *parts: Element | None) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._lists: dict[str, dict[int, ListLevel]] = {}
        self._known: dict[tuple[str, str], TextStyle] = {}
        self.outline: dict[int, ListLevel] = {}
        self.master_pages: set[str] = {"Standard"}
        """The names of the pages that paragraphs of the text begin."""
        for part in parts:
            for group in ("office:automatic-styles", "office:styles"):
                for element in part.findall(group) if part is not None else ():
                    self._read(element)

    def style(self, family: str, name: str) -> TextStyle:
        """Return a style of a family, `paragraph` or `text`."""
        key = (family, name)
        if key not in self._known:
            self._known[key] = self._resolved(family, name)
        return self._known[key]

    def list_level(self, name: str, level: int) -> ListLevel:
        """Return how a list style numbers a level from 1; a bullet when nothing is known."""
        return self._lists.get(name, {}).get(level, ListLevel())

    def _read(self, group: Element) -> None:
        for element in group:
            name = element.get("style:name", "")
            if element.tag == "style:style":
                self._elements.setdefault((element.get("style:family", ""), name), element)
                self.master_pages.add(element.get("style:master-page-name", ""))
            elif element.tag == "text:list-style":
                self._lists.setdefault(name, _levels(element))
            elif element.tag == "text:outline-style":
                self.outline = self.outline or _levels(element)

    def _resolved(self, family: str, name: str) -> TextStyle:
        chain: dict[str, Element] = {}
        while (family, name) in self._elements and name not in chain:
            chain[name] = self._elements[family, name]
            name = chain[name].get("style:parent-style-name", "")
        names = [one.get("style:display-name", "") or _decoded(key) for key, one in chain.items()]
        look: dict[StyleKind, bool] = {}
        hidden, font, list_style, level = False, "", "", 0
        for element in reversed(chain.values()):
            list_style = element.get("style:list-style-name", list_style)
            level = _number(element.get("style:default-outline-level"), level)
            properties = element.find("style:text-properties")
            if properties is not None:
                look.update(_look(properties))
                hidden = properties.get("text:display", "none" if hidden else "") == "none"
                font = properties.get("style:font-name", properties.get("fo:font-family", font))
        kinds = frozenset(kind for kind, shown in look.items() if shown)
        # What no style names is called as the style that LibreOffice has of this name.
        names += [] if not name else [_decoded(name)]
        return TextStyle(tuple(one.lower() for one in names), kinds, hidden, font, list_style, min(level, 6))


class ListNumbers:
    """A counter of the items of lists."""

    def __init__(self, styles: OdfStyles) -> None:
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._last: dict[str, str] = {}
        self._next = 0

    def begin(self, element: Element, style: str) -> str:
        """Begin a list of the first level, or go on with the one that it continues; return its name."""
        identifier = element.get("xml:id", "")
        earlier = element.get("text:continue-list", "")
        if earlier in self._counts:
            name = earlier
        elif element.get("text:continue-numbering") == "true" and style in self._last:
            name = self._last[style]
        else:
            self._next += 1
            name = identifier or f"list {self._next}"
            self._counts[name] = {}
        if identifier and identifier != name:
            self._counts[identifier] = self._counts[name]
        self._last[style] = name
        return name

    def label(self, name: str, style: str, level: int, start: str | None = None) -> str:
        """Count the next item of a list at a level from 1; return its number or `•`, or nothing."""
        counts = self._counts.setdefault(name, {})
        before = counts.get(level)
        first = self._styles.list_level(style, level).start
        own = _number(start, -1)
        counts[level] = own if own >= 0 else first if before is None else min(before + 1, _LARGEST)
        self.end_below(name, level)
        return written(lambda one: self._styles.list_level(style, one), counts, level)

    def end_below(self, name: str, level: int) -> None:
        """Have the levels below one begin anew."""
        counts = self._counts.get(name, {})
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]


class OutlineNumbers:
    """A counter of the headings of a text whose headings are numbered."""

    def __init__(self, styles: OdfStyles) -> None:
        self._levels = styles.outline
        self._counts: dict[int, int] = {}

    def label(self, level: int) -> str:
        """Count the next heading of a level; return its number, or nothing."""
        of_level = self._levels.get(level, ListLevel())
        self._counts[level] = self._counts.get(level, of_level.start - 1) + 1
        for deeper in [one for one in self._counts if one > level]:
            del self._counts[deeper]
        if not of_level.kind:
            return ""
        return written(lambda one: self._levels.get(one, ListLevel()), self._counts, level)


def written(level_of: Callable[[int], ListLevel], counts: Mapping[int, int], level: int) -> str:
    """Return the number of an item with those of the levels above it that are shown, or its bullet."""
    own = level_of(level)
    if own.bullet:
        return own.bullet
    if not own.kind:
        return f"{own.prefix}{own.suffix}".strip()
    shown = range(max(1, level - own.shown_levels + 1), level + 1)
    numbers = [
        formatted(counts.get(one, level_of(one).start), level_of(one).kind or own.kind) for one in shown
    ]
    return f"{own.prefix}{'.'.join(numbers)}{own.suffix}".strip()


def _levels(element: Element) -> dict[int, ListLevel]:
    levels: dict[int, ListLevel] = {}
    for child in element:
        level = _number(child.get("text:level"), 0)
        if not 0 < level <= MAX_LEVELS:
            continue
        if child.tag in ("text:list-level-style-number", "text:outline-level-style"):
            levels[level] = ListLevel(
                _KINDS.get(child.get("style:num-format", ""), ""),
                child.get("style:num-prefix", "")[:20],
                child.get("style:num-suffix", "")[:20],
                _number(child.get("text:start-value"), 1),
                max(1, _number(child.get("text:display-levels"), 1)),
                "",
            )
        elif child.tag == "text:list-level-style-bullet":
            bullet = child.get("text:bullet-char", "•").strip()
            levels[level] = ListLevel(bullet=bullet if bullet in ("☐", "☑", "☒") else "•")
    return levels


def _look(properties: Element) -> dict[StyleKind, bool]:
    look: dict[StyleKind, bool] = {}
    if weight := properties.get("fo:font-weight"):
        look["strong"] = weight in _BOLD
    if slant := properties.get("fo:font-style"):
        look["emphasis"] = slant in ("italic", "oblique")
    if line := properties.get(
        "style:text-line-through-style", properties.get("style:text-line-through-type")
    ):
        look["strike"] = line != "none"
    return look


def _decoded(name: str) -> str:
    """Return the name of a style as it is shown: a space for `_20_`."""
    return name.replace("_20_", " ")


def _number(text: str | None, default: int) -> int:
    if text is None or not (text.isascii() and text.isdigit()) or len(text) > 9:
        return default
    return min(int(text), _LARGEST)
