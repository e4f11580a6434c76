"""What stands around the text of a block: space before it, its indent, labels, the bars of quotations."""

from __future__ import annotations

from collections.abc import Sequence

from reader.text.document import Block, Container
from reader.tui.document_view.layout_types import Decor, LineFragment
from reader.tui.text.cell_width import Cells


class BlockFrame:
    """The measures of the frame of the blocks of one text in a column of `width` cells."""

    def __init__(self, text: str, width: int, cells: Cells) -> None:
        self._text = text
        self._width = width
        self._cells = cells

    def space_before(self, before: Block, block: Block) -> int:
        """Return how many blank lines part two blocks that follow one another."""
        if block.kind == "heading":
            return 2 if block.level <= 2 and before.kind != "heading" else 1
        return 0 if self._tight(before, block) else 1

    def _tight(self, before: Block, block: Block) -> bool:
        """Whether a block follows closely: a single newline parts the two."""
        if before.kind == "heading" or "rule" in (before.kind, block.kind):
            return False
        if before.kind == block.kind == "paragraph" and not block.containers and not before.containers:
            # One paragraph a line in the file is still a paragraph on the page.
            return False
        return self._text.count("\n", before.end, block.start) < 2

    def indent(self, block: Block) -> int:
        """Return the cells before the text of a block, at most half of the column."""
        code = 2 if block.kind == "code" else 0
        return min(self._hang(block.containers) + code, self._width // 2)

    def labels(self, block: Block) -> tuple[LineFragment, ...]:
        """Return the labels that a block opens with, each in its container's indent.

        None where there is no room: then they are running text, like what they number.
        """
        if not block.labels:
            return ()
        indent = self.indent(block)
        if indent < self._hang(block.containers):
            return ()
        pieces: list[LineFragment] = []
        cell = self._hang(block.containers)
        end = block.start
        labels = list(block.labels)
        for container in reversed(block.containers):
            cell -= self._container_width(container)
            if labels and container.label:
                label = labels.pop()
                drawn = self._cells.width(self._text[label.start : label.end])
                after = cell + self._container_width(container) - 1
                pieces.append(LineFragment(label.start, label.end, end, max(cell, after - drawn)))
                end = label.start
        return tuple(reversed(pieces))

    def bars(self, block: Block, upto: int | None = None) -> tuple[Decor, ...]:
        """Return the bars of the quotations before a line: of all containers or of the first `upto`."""
        bars: list[Decor] = []
        cell = 0
        for container in block.containers[:upto]:
            width = self._container_width(container)
            if cell + width > self._width // 2:
                break
            if container.kind == "quote":
                bars.append(Decor(cell, self._cells.mark("│"), "bar"))
            cell += width
        return tuple(bars)

    def _hang(self, containers: Sequence[Container]) -> int:
        """The cells in which the labels of the containers hang."""
        return sum(map(self._container_width, containers))

    def _container_width(self, container: Container) -> int:
        if container.kind == "quote":
            return 2
        width = self._cells.width(container.label) + 1
        return max(4, width) if any(map(str.isalnum, container.label)) else width
