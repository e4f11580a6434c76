"""How a name is shown in a row: which columns fit, what heads them, and bars over time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.tui.content.summary import Lines
from reader.tui.text.styled_text import StyledText, fit

_BARS = " ▁▂▃▄▅▆▇█"


class Columns(NamedTuple):
    """How many cells each column of a row has; 0 for none."""

    name: int
    mentions: int
    documents: int
    date: int
    bars: int


def columns(width: int) -> Columns:
    """The columns that fit into a row of so many cells: first the bars get short, then the dates go."""
    for mentions, documents, day, bars in ((9, 11, 9, 12), (9, 6, 8, 12), (9, 6, 8, 8), (8, 6, 0, 8)):
        name = width - 3 - mentions - documents - 2 * day - bars - 3
        if name >= 24:
            return Columns(name, mentions, documents, day, bars)
    return Columns(max(8, width - 17), 8, 6, 0, 0)


def bars(counts: Sequence[int], cells: int) -> str:
    """The counts over time as blocks of eighths, as high as the largest allows, in at most so many cells."""
    together = max(1, -(-len(counts) // cells))
    sums = [sum(counts[start : start + together]) for start in range(0, len(counts), together)]
    most = max(sums, default=0)
    return "".join(_BARS[-(-count * 8 // most)] if most else " " for count in sums)


def heads(width: int) -> Lines:
    """The head of each column, in one line."""
    wide = columns(width)
    pieces = [StyledText("   " + fit("name", wide.name), "faint")]
    pieces.append(StyledText(fit("mentions", wide.mentions, right=True), "faint"))
    documents = "documents" if wide.documents > 9 else "docs"
    pieces.append(StyledText(fit(documents, wide.documents, right=True), "faint"))
    if wide.date:
        pieces += [StyledText(fit(label, wide.date, right=True), "faint") for label in ("first", "last")]
    if wide.bars:
        pieces.append(StyledText("  " + fit("over time" if wide.bars > 8 else "time", wide.bars), "faint"))
    return [pieces]


def dotted(texts: Sequence[str], role: str) -> list[StyledText]:
    """The texts with points between them."""
    pieces: list[StyledText] = []
    for text in texts:
        if pieces:
            pieces.append(StyledText(" · ", "faint"))
        pieces.append(StyledText(text, role))
    return pieces
