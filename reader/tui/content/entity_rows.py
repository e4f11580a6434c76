"""How a name is shown: its row in columns with bars over time, and the page beside the list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reader.analysis.mention import GROUPS
from reader.library import NamedEntity
from reader.text.plural import plural
from reader.tui.content.summary import Lines
from reader.tui.text import dates
from reader.tui.text.dates import long_date, short_date
from reader.tui.text.styled_text import StyledText, fit, wrap
from reader.tui.theme.palettes import GROUP_LETTERS

_BARS = " ▁▂▃▄▅▆▇█"


class Columns(NamedTuple):
    """How many cells each column of a row has; 0 for none."""

    name: int
    mentions: int
    documents: int
    date: int
    bars: int


def columns(width: int) -> Columns:
    """Return the columns that fit into so many cells: first the bars get short, then the dates go."""
    for mentions, documents, day, bars in ((9, 11, 9, 12), (9, 6, 8, 12), (9, 6, 8, 8), (8, 6, 0, 8)):
        name = width - 3 - mentions - documents - 2 * day - bars - 3
        if name >= 24:
            return Columns(name, mentions, documents, day, bars)
    return Columns(max(8, width - 17), 8, 6, 0, 0)


def bars(counts: Sequence[int], cells: int) -> str:
    """Return the counts over time as blocks of eighths, scaled to the largest, in at most so many cells."""
    together = max(1, -(-len(counts) // cells))
    sums = [sum(counts[start : start + together]) for start in range(0, len(counts), together)]
    most = max(sums, default=0)
    return "".join(_BARS[-(-count * 8 // most)] if most else " " for count in sums)


def heads(width: int) -> Lines:
    """Return the head of each column, in one line."""
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


def draw_entity(entity: NamedEntity, width: int, *, watched: bool = False) -> Lines:
    """Return a row: type letter, name, mentions, documents, first and last date, mentions over time."""
    group = GROUPS[entity.type]
    wide, today = columns(width), dates.today()
    pieces = [
        StyledText("◆" if watched else " ", "accent"),
        StyledText(f"{GROUP_LETTERS[group]} ", group),
        StyledText(fit(entity.name, wide.name), group),
        StyledText(fit(f"{entity.mentions:,}", wide.mentions, right=True), "text"),
        StyledText(fit(f"{entity.documents:,}", wide.documents, right=True), "dim"),
    ]
    if wide.date:
        pieces += [
            StyledText(fit(short_date(day, today), wide.date, right=True), "dim")
            for day in (entity.first, entity.last)
        ]
    if wide.bars:
        pieces.append(StyledText("  " + fit(bars(entity.over_time, wide.bars), wide.bars), "dim"))
    return [pieces]


def entity_lines(entity: NamedEntity, watched: bool, width: int) -> Lines:
    """Return the page beside the list: name, numbers, dates, spellings, why they were joined."""
    lines: Lines = [[], *wrap([StyledText(entity.name, "title")], width)]
    numbers = f"{plural(entity.mentions, 'mention')} in {plural(entity.documents, 'document')}"
    lines += wrap([StyledText(f"{entity.type} · {numbers}", "dim")], width)
    if entity.first:
        lines += wrap([StyledText(date_range(entity), "dim")], width)
    if watched:
        lines += wrap([StyledText("◆ watched", "accent")], width)
    lines.append([])
    aliases = alias_lines(entity, GROUPS[entity.type], width, label="also  ")
    if aliases:
        lines += [*aliases, []]
    for why in entity.why:
        lines += wrap([StyledText("· ", "faint"), StyledText(why, "dim")], width, indent=2)
    return lines


def date_range(entity: NamedEntity) -> str:
    """Return from when to when the documents are that name an entity, in words."""
    first, last = long_date(entity.first), long_date(entity.last)
    return first if entity.first == entity.last else f"{first} – {last}"


def alias_lines(entity: NamedEntity, role: str, width: int, label: str = "") -> Lines:
    """Return the other spellings of a name with points between them; no lines when there are none."""
    pieces: list[StyledText] = []
    for alias in entity.aliases:
        if alias != entity.name:
            pieces += [StyledText(" · ", "faint"), StyledText(alias, role)]
    if not pieces:
        return []
    return wrap([StyledText(label, "faint"), *pieces[1:]], width, indent=len(label))
