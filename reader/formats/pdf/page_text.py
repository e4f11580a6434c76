"""What the layout knows of a page: its lines, where and how they stand, and what they lead to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

LINE_BREAK_HYPHEN = "\ufffe"
"""What stands at the end of a line for the hyphen that parts a word there."""

UNKNOWN = "\ufffd"
"""What stands for a character that the font of the file does not name."""


class Style(NamedTuple):
    """How a line looks: the size of its letters in half points, and their weight and slope."""

    size: float
    is_bold: bool
    is_italic: bool


class Cell(NamedTuple):
    """A piece of a line that a wide gap parts from the next; `left` and `right` in points."""

    left: float
    right: float
    text: str


class Link(NamedTuple):
    """A stretch of a line that leads to an address: code points of the line's text."""

    start: int
    end: int
    target: str


@dataclass(slots=True)
class Line:
    """A line of a page as it is printed.

    `left`, `right` and `baseline` are in points from the lower left corner of the page as it is read;
    `size` is that of the letters in its middle. `is_raised` says that its first characters are smaller than
    the rest, as the mark of a footnote is. `page` counts from 1.
    """

    page: int
    text: str
    left: float
    right: float
    baseline: float
    size: float
    is_bold: bool = False
    is_italic: bool = False
    is_mono: bool = False
    is_raised: bool = False
    cells: tuple[Cell, ...] = ()
    links: tuple[Link, ...] = ()
    outline_entry: int = 0
    """The number of the entry of the outline that names the line, from 1; 0 when none does."""

    @property
    def char_width(self) -> float:
        """The mean width of a character, in points."""
        return (self.right - self.left) / max(1, len(self.text))

    @property
    def style(self) -> Style:
        """What headings of one level share."""
        return Style(round(self.size * 2) / 2, self.is_bold, self.is_italic)


@dataclass(slots=True)
class Page:
    """A page of a file: its number from 1, its size in points, its lines in the order of the file."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """What readers of the file wrote on the page."""
    fields: list[tuple[str, str]] = field(default_factory=list)
    """The fields of forms that are filled in: their names and their values."""
    is_picture: bool = False
    """Whether it has pictures or drawings, and no text."""


class OutlineEntry(NamedTuple):
    """An entry of the outline: its depth from 0, its title, the number of its page from 1 (0: not known)."""

    depth: int
    title: str
    page: int
