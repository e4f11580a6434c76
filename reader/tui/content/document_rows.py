"""How a document looks as a row, and how a list of them is counted."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath

from rich.cells import cell_len

from reader.library import DocumentRow, Listing
from reader.text.plural import plural
from reader.text.safety import safe_line
from reader.tui.text.dates import short_date
from reader.tui.text.styled_text import StyledText, fit

_DATE = 6
_SOURCE, _WIDE_SOURCE = 10, 22
_NOTES = 3
_SIGN = 5
_SIGNS = 12  # cells for the signs, three times as many of which must be left
_MOST_INDENTS = 4


def draw_entry(
    entry: DocumentRow,
    width: int,
    *,
    today: date,
    watched: bool = False,
    depth: int = 0,
    parts: int = 0,
) -> list[list[StyledText]]:
    """Return the row of a document in `width` cells: watch mark, unread mark, title, date, source, notes.

    A document in `depth` others is indented; one with `parts` in it says how many, and one that is not plain
    text or Markdown has the sign of its format.
    """
    source = (_WIDE_SOURCE if width >= 96 else _SOURCE) if width >= 56 and not entry.problem else 0
    others = 3 + 2 + _DATE + (1 + source if source else 0) + 1 + _NOTES
    if entry.problem:
        name = entry.title or entry.path.name
        room = max(4, width - 4)
        title = fit(name, min(cell_len(name), room // 2))
        # That a folder holds files of other kinds is no fault of theirs.
        look = "faint" if entry.problem_code == "unknown-format" else "error"
        return [
            [
                StyledText(" ! ", look),
                StyledText(title, "dim"),
                StyledText(fit(f"  {entry.problem}", room - cell_len(title)), look),
            ]
        ]
    mark = "⚑" if entry.flagged else "●" if entry.unread else " "
    indent = "  " * min(depth, _MOST_INDENTS)
    signs = [plural(parts, "part")] if parts else []
    signs += [sign] if (sign := format_sign(entry)) else []
    about = f" {' · '.join(signs)}" if signs and width - others > 3 * _SIGNS else ""
    room = max(8, width - others - cell_len(about) - len(indent))
    pieces = [
        StyledText(f"{'◆' if watched else ' '}{mark} {indent}", "accent"),
        StyledText(fit(entry.title, room), "title" if entry.unread else "text"),
        *([StyledText(about, "faint")] if about else []),
        StyledText("  " + fit(short_date(entry.published, today), _DATE, right=True), _date_role(entry)),
    ]
    if source:
        pieces.append(StyledText("  " + fit(entry.source, source - 1), "faint"))
    warning = "⚠" if entry.all_warnings else ""
    notes = f"¶{entry.notes}" if entry.notes else ""
    pieces.append(StyledText(" " + fit(warning + notes, _NOTES), "accent"))
    return [pieces]


def _date_role(entry: DocumentRow) -> str:
    """Return the role of a row's date: fainter when it is only the file's time."""
    return "faint" if entry.published_from == "file time" else "dim"


def format_sign(entry: DocumentRow) -> str:
    """Return the ending or the format of a file that is neither plain text nor Markdown; empty for those."""
    if entry.format in ("", "text", "markdown"):
        return ""
    suffix = (PurePath(entry.name) if entry.name else entry.path).suffix.removeprefix(".").lower()
    return safe_line(suffix) if 0 < len(suffix) <= _SIGN else entry.format[:_SIGN]


def listing_counts(listing: Listing) -> str:
    """`41 documents, 12 unread`; empty while only the beginning of the list is there."""
    if not listing.whole:
        return ""
    unread, broken = listing.unread, len(listing) - listing.readable_count
    text = plural(len(listing), "document")
    text += f", {unread:,} unread" if unread else ""
    return text + (f", {broken:,} that cannot be read" if broken else "")
