"""The styles of a Word document: what a paragraph or characters are by the style that they have.

Source: ECMA-376, part 1, section 17.7.
"""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element

from reader.formats.office import style_names
from reader.formats.office.word.word_numbering import Numbering
from reader.formats.office.word.word_xml import is_on, small_number, value
from reader.text.document import StyleKind

BODY_LEVEL = 9
"""The outline level, from 0, that says: this is body text."""
_EMPHASIS: tuple[tuple[str, StyleKind], ...] = (
    ("w:b", "strong"), ("w:i", "emphasis"), ("w:strike", "strike"), ("w:dstrike", "strike"),
)  # fmt: skip


class ParagraphStyle(NamedTuple):
    """A paragraph style: its name in small letters, its level as a heading (0: none), its list."""

    name: str = ""
    level: int = 0
    list_id: str = ""
    list_level: int | None = None

    @property
    def is_title(self) -> bool:
        """Whether it is that of the title above a document, which is in no outline."""
        return style_names.is_title(self.name)

    @property
    def is_quote(self) -> bool:
        """Whether it is one of those that Word and its templates have for quotations."""
        return style_names.is_quote(self.name)

    @property
    def is_code(self) -> bool:
        """Whether it is one of those that templates have for code."""
        return style_names.is_code(self.name)

    @property
    def continues_item(self) -> bool:
        """Whether a paragraph without a number goes on with the list item before it."""
        return style_names.continues_item(self.name)


class CharacterStyle(NamedTuple):
    """How characters look: each kind that is on or off, and whether they are hidden."""

    kinds: tuple[tuple[StyleKind, bool], ...] = ()
    hidden: bool = False


class Styles:
    """The styles of a document by their identifiers."""

    def __init__(self, root: Element | None, numbering: Numbering) -> None:
        elements = root.findall("w:style") if root is not None else []
        self._elements = {element.get("w:styleId", ""): element for element in elements}
        self._numbering = numbering
        self._paragraphs: dict[str, ParagraphStyle] = {}
        self._characters: dict[str, CharacterStyle] = {}
        self._default = next(
            (
                element.get("w:styleId", "")
                for element in elements
                if element.get("w:type", "paragraph") == "paragraph"
                and element.get("w:default") in ("1", "true")
            ),
            "",
        )

    def paragraph(self, properties: Element | None) -> ParagraphStyle:
        """Return the style of a paragraph with these properties, by itself its outline level."""
        identifier = value(properties, "w:pStyle") or self._default
        if identifier not in self._paragraphs:
            self._paragraphs[identifier] = self._read_paragraph(identifier)
        style = self._paragraphs[identifier]
        outline = small_number(value(properties, "w:outlineLvl"))
        return style if outline is None else style._replace(level=_level(outline))

    def character(self, properties: Element | None) -> CharacterStyle:
        """Return the look that the style of characters with these properties gives."""
        identifier = value(properties, "w:rStyle")
        if identifier not in self._characters:
            look: dict[StyleKind, bool] = {}
            hidden = False
            for element in reversed(self._chain(identifier)):
                own = element.find("w:rPr")
                look.update(_look(own))
                hidden = is_on(own, "w:vanish") or hidden
            self._characters[identifier] = CharacterStyle(tuple(look.items()), hidden)
        return self._characters[identifier]

    def kinds(self, properties: Element | None) -> frozenset[StyleKind]:
        """Return how characters with these properties look, by their style and by themselves."""
        if properties is None:
            return frozenset()
        look = {**dict(self.character(properties).kinds), **_look(properties)}
        return frozenset(kind for kind, shown in look.items() if shown)

    def _chain(self, identifier: str) -> list[Element]:
        """Return a style and those that it is based on, itself first."""
        chain: dict[str, Element] = {}
        while identifier in self._elements and identifier not in chain:
            chain[identifier] = self._elements[identifier]
            identifier = value(chain[identifier], "w:basedOn")
        return list(chain.values())

    def _read_paragraph(self, identifier: str) -> ParagraphStyle:
        chain = self._chain(identifier)
        if not chain:
            return ParagraphStyle()
        name = value(chain[0], "w:name").lower()
        level: int | None = None
        list_id, list_level = "", None
        for element in chain:
            properties = element.find("w:pPr")
            outline = small_number(value(properties, "w:outlineLvl"))
            if level is None:
                level = style_names.heading_level(value(element, "w:name").lower())
            if level is None and outline is not None:
                level = _level(outline)
            list_id = list_id or value(properties, "w:numPr/w:numId")
            own = small_number(value(properties, "w:numPr/w:ilvl"))
            list_level = own if list_level is None and own is not None and own < 9 else list_level
            of_list = self._numbering.levels_of_styles.get(element.get("w:styleId", ""))
            if of_list is not None and list_level is None:
                list_level = of_list[1]
        return ParagraphStyle(name, level or 0, list_id, list_level)


def _look(properties: Element | None) -> dict[StyleKind, bool]:
    if properties is None:
        return {}
    return {kind: is_on(properties, tag) for tag, kind in _EMPHASIS if properties.find(tag) is not None}


def _level(outline: int) -> int:
    """Return the level of a heading, at most 6, by its outline level from 0; 0 for body text."""
    return 0 if outline >= BODY_LEVEL else min(outline + 1, 6)
