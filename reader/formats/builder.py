"""A document under construction: what every format's reader hands to the passes."""

from __future__ import annotations

from dataclasses import dataclass, field

from reader.text.document import (
    Align,
    Block,
    BlockKind,
    Container,
    ContainerKind,
    Place,
    PublishedFrom,
    Style,
    StyleKind,
    TitleFrom,
)
from reader.text.spans import Span


@dataclass(slots=True)
class Draft:
    """Reading text and its layers as a format's reader leaves them; offsets are code points.

    The reader fills in what the file itself says of title, date, source, tags and the rest; the passes find
    what is empty, make everything safe and cut the text into sentences.
    """

    text: str
    blocks: list[Block] = field(default_factory=list)
    styles: list[Style] = field(default_factory=list)
    footnotes: list[tuple[str, int]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    title_line: bool = False
    """Whether the first heading is a plain text's first line that reads as a title."""
    title: str = ""
    title_from: TitleFrom = "front matter"
    published: str = ""
    published_from: PublishedFrom = "front matter"
    property_title: str = ""
    """What the properties of the file say of its title: a template's as often as its own, so it ranks low."""
    property_date: str = ""
    """What they say of its date, which ranks below every date in the text."""
    source: str = ""
    tags: tuple[str, ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    encoding: str = "utf-8"
    sentences: tuple[Span, ...] = ()
    places: list[Place] = field(default_factory=list)


class Builder:
    """A reading text that is put together piece by piece, block after block.

    Text is added only between `begin` and `end`. Newlines between blocks are put in by `begin`. Lines are
    counted from `first_line`, the line of the file at which the text begins.
    """

    def __init__(self, first_line: int = 0) -> None:
        self.length = 0
        self._first_line = first_line
        self.blocks: list[Block] = []
        self.footnotes: list[tuple[str, int]] = []
        self._parts: list[str] = []
        self._places: list[Place] = []
        self._next_place = ""
        self._styles: list[Style] = []
        self._block_start = 0
        self._containers: tuple[Container, ...] = ()
        self._labels: tuple[Span, ...] = ()
        self._last_key = self._given_key = 0

    def container(self, kind: ContainerKind, marker: str = "", checked: bool | None = None) -> Container:
        """Return a container that no block stands in yet; its key is above those of all before it."""
        self._given_key += 1
        return Container(kind, self._given_key, marker, checked)

    def begin(self, newlines: int = 2, containers: tuple[Container, ...] = ()) -> int:
        """Begin a block, parted by so many newlines from the one before; return the offset it starts at.

        The labels of those containers that the block is the first of come before it.
        """
        if self.blocks:
            self.add("\n" * newlines)
        if self._next_place:
            self._places.append(Place(self.length, self._next_place))
            self._next_place = ""
        self._containers, self._labels = containers, ()
        for container in containers:
            if container.key > self._last_key:
                self._last_key = container.key
                self._label(container)
        self._block_start = self.length
        return self.length

    def _label(self, container: Container) -> None:
        if not container.label:
            return
        start = self.length
        self.add(container.label)
        self.style("label" if container.checked is None else "task", start)
        self._labels += (Span(start, self.length),)
        self.add(" ")

    def place(self, label: str) -> None:
        """Say where in the file the next block stands: `page 3`; a place without a block is not kept."""
        self._next_place = label

    def place_here(self, label: str) -> None:
        """Say where in the file the text from here on stands, within a block: the next row, the next page."""
        self._places.append(Place(self.length, label))

    def add(self, text: str) -> None:
        """Append to the reading text."""
        self._parts.append(text)
        self.length += len(text)

    def style(self, kind: StyleKind, start: int, target: str = "") -> None:
        """Style everything from `start` to here; nothing when that is empty."""
        if self.length > start:
            self._styles.append(Style(kind, start, self.length, target))

    def end(
        self,
        kind: BlockKind,
        *,
        level: int = 0,
        info: str = "",
        rows: tuple[tuple[Span, ...], ...] = (),
        aligns: tuple[Align, ...] = (),
        line: int = 0,
    ) -> None:
        """End the block that was begun."""
        self.blocks.append(
            Block(
                kind,
                self._block_start,
                self.length,
                level,
                self._containers,
                info,
                rows,
                aligns,
                self._first_line + line,
                self._labels,
            )
        )

    def draft(self) -> Draft:
        """Return what was built, with the styles sorted by start, the longer first."""
        styles = sorted(self._styles, key=lambda style: (style.start, -style.end))
        return Draft("".join(self._parts), self.blocks, styles, self.footnotes, places=self._places)
