"""Lines made of pieces of text with a role each, fitted to a number of cells.

Everything that the lists, headers and panes show goes through here: text is never read as markup, what could
act on the terminal is made visible wherever it comes from (the name of a folder, a sentence that quotes a
path), and a line is always as wide as it was asked to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from reader.text.safety import make_safe, safe_line
from reader.text.spans import Span
from reader.tui.text.cell_width import LONGEST_CLUSTER, NARROW, Cells
from reader.tui.text.line_breaking import kept_line_starts
from reader.tui.theme.palettes import Palette

_JOINER = "\u200d"  # makes one cell of what stands on both sides of it, padding too
MOST_LINES = 200
"""Lines that one text fills on a page at most: whoever wants more opens it."""
_POINTS_A_CELL = (
    4  # code points that are looked at for each cell: ordinary text has one, or two with an accent
)
_MOST_ON_A_PAGE = 40_000  # code points: more than the most lines of a page hold
_NO_LINE = Style(underline=False, underline2=False)


class StyledText(NamedTuple):
    """Some text and the palette role that it is drawn in."""

    text: str
    role: str = "text"


def plain(text: str) -> Content:
    """Return the text for a widget of Textual's: no markup, and nothing in it that acts."""
    return Content(make_safe(text)[0])


def one_line(text: str, most: int = _MOST_ON_A_PAGE) -> str:
    """Return the beginning of a text, at most so many code points of it, with one space for white space."""
    return " ".join(text[:most].split()) + ("…" if len(text) > most else "")


def fit(text: str, width: int, *, right: bool = False) -> str:
    """Return the text in exactly `width` cells: padded with spaces, or cut with an ellipsis."""
    if width <= 0:
        return ""
    beginning = text[: width * LONGEST_CLUSTER].rstrip(_JOINER)
    whole = len(text) <= width * LONGEST_CLUSTER
    text, length = beginning, cell_len(beginning)
    if length > width or not whole:
        text = set_cell_size(text, width - 1).rstrip().rstrip(_JOINER) + "…"
        length = cell_len(text)
    padding = " " * (width - length)
    return padding + text if right else text + padding


def strip_of(pieces: Iterable[StyledText], width: int, palette: Palette, over: Style | None = None) -> Strip:
    """Return the pieces as one line of `width` cells on the theme's background, `over` laid on all of it."""
    base = palette.styles["text"]
    segments = []
    for text, role in pieces:
        style = base + palette.styles.get(role, base)
        text = safe_line(text[: width * LONGEST_CLUSTER])
        style = style + over if over else style
        end = len(text.rstrip(" "))
        segments.append(Segment(text[:end], style))
        if end < len(text):
            segments.append(Segment(text[end:], style + _NO_LINE if style.underline else style))
    strip = Strip(segments)
    return strip.adjust_cell_length(width, base + over if over else base)


def wrap(
    pieces: Sequence[StyledText],
    width: int,
    indent: int = 0,
    *,
    most_lines: int = MOST_LINES,
    cells: Cells = NARROW,
) -> list[list[StyledText]]:
    """Return the pieces broken into lines of at most `width` cells; later lines begin with `indent` spaces.

    Lines break where those of a document do (`line_breaking`): what follows in another piece without a
    place to break belongs to the word. Spaces at which a line ends are not counted. An indent that leaves no
    room for words is made smaller. Of what fills more than `most_lines` the rest is left out, with an
    ellipsis in its place; the work is bounded by the lines that are shown.
    """
    width = max(1, width)
    indent = max(0, min(indent, width // 2))
    budget = most_lines * width * _POINTS_A_CELL
    text, whole = _beginning(pieces, budget)
    measured = make_safe(text)[0].replace("\t", " ")
    first_line = measured.find("\n") + 1 or len(measured)
    starts = kept_line_starts(measured, 0, first_line, width, indent, cells)
    if first_line < len(measured):
        starts += kept_line_starts(measured, first_line, len(measured), width - indent, 0, cells)
    if measured.endswith("\n"):
        starts.append(len(measured))
    ends = [*starts[1:], len(text)]
    whole = whole and len(starts) <= most_lines
    lines: list[list[StyledText]] = []
    slices = _Slices(pieces)
    for start, end in zip(starts[:most_lines], ends, strict=False):
        stop = end - 1 if measured[start:end].endswith("\n") else end
        line = slices.take(start, stop)
        if lines and indent:
            line.insert(0, StyledText(" " * indent, line[0].role if line else "text"))
        lines.append(line)
    if not whole:
        last = "".join(piece.text for piece in lines[-1]).rstrip()
        lines[-1] = [StyledText(fit(f"{last}…", width), lines[-1][0].role if lines[-1] else "text")]
    return lines


def _beginning(pieces: Iterable[StyledText], most: int) -> tuple[str, bool]:
    """Return the joined text of the pieces, at most so many code points, and whether that is all of it."""
    parts: list[str] = []
    room = most
    for piece in pieces:
        if len(piece.text) > room:
            return "".join([*parts, piece.text[:room]]), False
        parts.append(piece.text)
        room -= len(piece.text)
    return "".join(parts), True


class _Slices:
    """Cuts ranges of the joined text, each after the one before, out of the pieces."""

    def __init__(self, pieces: Sequence[StyledText]) -> None:
        self._pieces = pieces
        self._index = 0
        self._piece_start = 0  # where in the joined text the piece at the index begins

    def take(self, start: int, end: int) -> list[StyledText]:
        """Return what stands in `[start, end)` of the joined text, in pieces that are not empty."""
        line_pieces: list[StyledText] = []
        while self._index < len(self._pieces):
            text, role = self._pieces[self._index]
            part = text[max(0, start - self._piece_start) : max(0, end - self._piece_start)]
            if part:
                line_pieces.append(StyledText(part, role))
            if self._piece_start + len(text) > end:
                break
            self._piece_start += len(text)
            self._index += 1
        return line_pieces


def lit(
    text: str, matches: Iterable[Span], role: str = "text", match_role: str = "match"
) -> list[StyledText]:
    """Return the text as pieces, the spans of `matches` (sorted, offsets into it) in their own role."""
    pieces: list[StyledText] = []
    done = 0
    for start, end in matches:
        start, end = max(start, done), min(end, len(text))
        if start >= end:
            continue
        if start > done:
            pieces.append(StyledText(text[done:start], role))
        pieces.append(StyledText(text[start:end], match_role))
        done = end
    if done < len(text):
        pieces.append(StyledText(text[done:], role))
    return pieces


def window(text: str, matches: Sequence[Span], width: int) -> tuple[str, list[Span]]:
    """Return the part of a passage with its first matches, in about `width` cells, and the matches in it.

    An ellipsis stands where something was left out. Newlines and tabs become spaces.
    """
    flat = text.replace("\n", " ").replace("\t", " ")
    if len(flat) <= width or not matches:
        return flat, list(matches)
    first = matches[0].start
    before = max(0, first - width // 4)
    start = 0 if first < width * 2 // 3 else flat.rfind(" ", 0, before) + 1
    if first - start > width:
        # No space stands near enough: an address, a language without spaces.
        start = before
    lead = "…" if start else ""
    part = flat[start : start + width * 3]
    shift = len(lead) - start
    inside = [Span(match.start + shift, match.end + shift) for match in matches if match.start >= start]
    return lead + part, [match for match in inside if match.end <= len(lead) + len(part)]
