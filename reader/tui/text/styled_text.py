"""Lines made of pieces of text with a role each, fitted to a number of cells.

Everything that the lists, headers and panes show goes through here: text is never read as markup, what could
act on the terminal is made visible wherever it comes from (the name of a folder, a sentence that quotes a
path), and a line is always as wide as it was asked to be.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from reader.text.safety import make_safe, safe_line
from reader.text.spans import Span
from reader.tui.theme.palettes import Palette

_JOINER = "\u200d"  # makes one cell of what stands on both sides of it, padding too


_NO_LINE = Style(underline=False, underline2=False)


class Piece(NamedTuple):
    """Some text and the palette role that it is drawn in."""

    text: str
    role: str = "text"


def plain(text: str) -> Content:
    """The text for a widget of Textual's: no markup, and nothing in it that acts."""
    return Content(make_safe(text)[0])


def fit(text: str, width: int, *, right: bool = False) -> str:
    """The text in exactly `width` cells: padded with spaces, or cut with an ellipsis."""
    if width <= 0:
        return ""
    text = text.rstrip(_JOINER)
    length = cell_len(text)
    if length > width:
        text = set_cell_size(text, width - 1).rstrip().rstrip(_JOINER) + "…"
        length = cell_len(text)
    padding = " " * (width - length)
    return padding + text if right else text + padding


def strip_of(pieces: Iterable[Piece], width: int, palette: Palette, over: Style | None = None) -> Strip:
    """The pieces as one line of `width` cells on the theme's background, with `over` laid on all of it."""
    base = palette.styles["text"]
    segments = []
    for text, role in pieces:
        style = base + palette.styles.get(role, base)
        text = safe_line(text)
        style = style + over if over else style
        end = len(text.rstrip(" "))
        segments.append(Segment(text[:end], style))
        if end < len(text):
            segments.append(Segment(text[end:], style + _NO_LINE if style.underline else style))
    strip = Strip(segments)
    return strip.adjust_cell_length(width, base + over if over else base)


def wrap(pieces: Sequence[Piece], width: int, indent: int = 0) -> list[list[Piece]]:
    """The pieces broken into lines of at most `width` cells at spaces; later lines begin with `indent`.

    Spaces that a line ends with are not counted. A word that is wider than a line is broken; a character
    that is, stands alone. An indent that leaves no room for words is made smaller.
    """
    width = max(1, width)
    indent = max(0, min(indent, width // 2))
    lines: list[list[Piece]] = [[]]
    used = 0
    for index, (text, role) in enumerate(pieces):
        paragraphs = text.split("\n")
        for number, paragraph in enumerate(paragraphs):
            if number:
                lines.append([Piece(" " * indent, role)] if indent else [])
                used = indent
            for word in (words := _words(paragraph)):
                length = cell_len(word.rstrip())
                if word is words[-1] and number == len(paragraphs) - 1 and not word.endswith(" "):
                    # What follows without a space, in another role, belongs to the word.
                    glued = length + _leading(pieces[index + 1 :])
                    length = glued if glued <= width - indent else length
                if used + length > width and used > indent:
                    lines.append([Piece(" " * indent, role)] if indent else [])
                    used = indent
                    if not word.strip():
                        continue
                while cell_len(word.rstrip()) > width - used:
                    count = _fitting(word, width - used)
                    lines[-1].append(Piece(word[:count], role))
                    lines.append([Piece(" " * indent, role)] if indent else [])
                    word, used = word[count:], indent
                    if len(word.rstrip()) <= 1:
                        break
                if word:
                    lines[-1].append(Piece(word, role))
                    used += cell_len(word)
    return lines


def _leading(pieces: Sequence[Piece]) -> int:
    """How many cells of these pieces stand before the first space."""
    cells = 0
    for text, _ in pieces:
        word = re.split("[ \n]", text, maxsplit=1)[0]
        cells += cell_len(word)
        if len(word) < len(text):
            break
    return cells


def _fitting(text: str, width: int) -> int:
    """How many characters of the text fit into so many cells, at least one."""
    count = 1
    while count < len(text) and cell_len(text[: count + 1]) <= width:
        count += 1
    return count


def _words(text: str) -> list[str]:
    """The words with the space after each, so that joining them gives the text back."""
    words: list[str] = []
    start = 0
    while start < len(text):
        space = text.find(" ", start)
        if space < 0:
            words.append(text[start:])
            break
        end = space + 1
        while end < len(text) and text[end] == " ":
            end += 1
        words.append(text[start:end])
        start = end
    return words


def lit(text: str, matches: Iterable[Span], role: str = "text", match_role: str = "match") -> list[Piece]:
    """The text as pieces, with the spans of `matches` (sorted, offsets into this text) in their own role."""
    pieces: list[Piece] = []
    done = 0
    for start, end in matches:
        start, end = max(start, done), min(end, len(text))
        if start >= end:
            continue
        if start > done:
            pieces.append(Piece(text[done:start], role))
        pieces.append(Piece(text[start:end], match_role))
        done = end
    if done < len(text):
        pieces.append(Piece(text[done:], role))
    return pieces


def window(text: str, matches: Sequence[Span], width: int) -> tuple[str, list[Span]]:
    """The part of a passage that shows its first matches in about `width` cells, and the matches in it.

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
