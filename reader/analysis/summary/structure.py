"""Lists, tables and code said in a line each: `table: 4 columns, 12 rows`."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from reader.text.document import Block, Container, Document
from reader.text.plural import plural
from reader.text.spans import Ranged

_SAID_SINGLY = 4


class StructureLine(NamedTuple):
    """What stands in `document.text[start:end]` instead of prose, in a few words, and of what kind it is."""

    start: int
    end: int
    text: str
    kind: str


def structure_lines(document: Document) -> list[StructureLine]:
    """Return a line for each table, code block and outermost list of the document, in order.

    Rows are counted without the head. Items are the blocks of a list that stand in an item of its own,
    nested ones included; a list of tasks says how many are done.
    """
    lines: list[StructureLine] = []
    items: list[Block] = []
    for block in document.blocks:
        if any(container.kind == "item" for container in block.containers):
            items.append(block)
            continue
        if items:
            lines.append(_list(items))
            items = []
        if block.kind == "table":
            lines.append(StructureLine(block.start, block.end, _table(block), "table"))
        elif block.kind == "code":
            lines.append(StructureLine(block.start, block.end, _code(document, block), "code block"))
    if items:
        lines.append(_list(items))
    return lines


def structure_beside(
    document: Document, summary: Iterable[Ranged], limit: int = _SAID_SINGLY
) -> list[StructureLine]:
    """Return the lines for what the sentences taken do not come from.

    The last one says how many more there are.
    """
    starts = sorted(sentence.start for sentence in summary)
    lines = [
        line
        for line in structure_lines(document)
        if bisect_left(starts, line.start) == bisect_left(starts, line.end)
    ]
    if len(lines) <= limit:
        return lines
    rest = lines[limit - 1 :]
    kinds = Counter(line.kind for line in rest)
    counts = ", ".join(plural(number, kind) for kind, number in kinds.items())
    return [*lines[: limit - 1], StructureLine(rest[0].start, rest[-1].end, f"and {counts} more", "rest")]


def _table(block: Block) -> str:
    columns = max((len(row) for row in block.rows), default=0)
    return f"table: {plural(columns, 'column')}, {plural(max(0, len(block.rows) - 1), 'row')}"


def _code(document: Document, block: Block) -> str:
    count = document.text.count("\n", block.start, block.end) + 1 if block.end > block.start else 0
    language = f"{block.info.split()[0]}, " if block.info.strip() else ""
    return f"code: {language}{plural(count, 'line')}"


def _list(blocks: list[Block]) -> StructureLine:
    own: dict[int, Container] = {}
    for block in blocks:
        for container in block.containers:
            if container.kind == "item":
                own.setdefault(container.key, container)
    tasks = [container.checked for container in own.values() if container.checked is not None]
    if tasks and len(tasks) == len(own):
        kind, words = "task list", f"{sum(tasks)} of {len(tasks)} done"
    else:
        kind, words = "list", plural(len(own), "item")
    return StructureLine(blocks[0].start, blocks[-1].end, f"{kind}: {words}", kind)
