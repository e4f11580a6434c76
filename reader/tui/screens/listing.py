"""How a document looks as a row, and the orders that the list can stand in."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.cells import cell_len

from reader.library.library import newest_first
from reader.library.shelf import Entry
from reader.tui.dates import short_date
from reader.tui.pieces import Piece, fit

if TYPE_CHECKING:
    from reader.search.filtering import Row

SORTS: dict[str, Callable[[Entry], Any]] = {
    "date": newest_first,
    "title": lambda entry: (bool(entry.problem), entry.title.casefold()),
    "source": lambda entry: (
        bool(entry.problem),
        entry.source.casefold() or "\U0010ffff",
        *newest_first(entry),
    ),
    "notes": lambda entry: (bool(entry.problem), -entry.notes, *newest_first(entry)),
}
_DATE = 6
_SOURCE = 10
_NOTES = 3


def draw_entry(entry: Entry, width: int, *, today: date, watched: bool = False) -> list[list[Piece]]:
    """The row of a document in `width` cells: watch mark, unread mark, title, date, source, notes."""
    source = _SOURCE if width >= 56 and not entry.problem else 0
    taken = 3 + 2 + _DATE + (1 + source if source else 0) + 1 + _NOTES
    if entry.problem:
        name = entry.title or entry.path.name
        room = max(4, width - 4)
        title = fit(name, min(cell_len(name), room // 2))
        return [
            [
                Piece(" ! ", "error"),
                Piece(title, "dim"),
                Piece(fit(f"  {entry.problem}", room - cell_len(title)), "error"),
            ]
        ]
    mark = "⚑" if entry.flagged else "●" if entry.unread else " "
    pieces = [
        Piece(f"{'◆' if watched else ' '}{mark} ", "accent"),
        Piece(fit(entry.title, max(8, width - taken)), "title" if entry.unread else "text"),
        Piece("  " + fit(short_date(entry.published, today), _DATE, right=True), "dim"),
    ]
    if source:
        pieces.append(Piece("  " + fit(entry.source, source - 1), "faint"))
    notes = f"¶{entry.notes}" if entry.notes else "⚠" if entry.warnings else ""
    pieces.append(Piece(" " + fit(notes, _NOTES), "accent"))
    return [pieces]


def entry_row(entry: Entry) -> Row:
    """What the list's filter looks at: title, source, tags, summary, the file's name, the reading state."""
    from reader.search.filtering import row

    states = {"unread" if entry.unread else "read"}
    if entry.flagged:
        states.add("flagged")
    if entry.notes:
        states.add("note")
    return row(
        {
            "title": entry.title,
            "source": entry.source,
            "tag": "\n".join(entry.tags),
            "summary": "\n".join(excerpt.text for excerpt in entry.summary),
            "file": entry.path.name,
        },
        entry.published,
        frozenset(states),
    )


def counted(entries: Sequence[Entry]) -> str:
    """`41 documents, 12 unread`."""
    unread = sum(entry.unread and not entry.problem for entry in entries)
    broken = sum(bool(entry.problem) for entry in entries)
    text = f"{len(entries):,} document{'s' if len(entries) != 1 else ''}"
    text += f", {unread:,} unread" if unread else ""
    return text + (f", {broken:,} that cannot be read" if broken else "")


def following_index(
    items: Iterable[Entry], wanted: Callable[[Entry], bool], start: int, step: int
) -> int | None:
    """The index of the next entry after `start` in the direction of `step` that is wanted, or None."""
    listed = list(items)
    index = start + step
    while 0 <= index < len(listed):
        if wanted(listed[index]):
            return index
        index += step
    return None
