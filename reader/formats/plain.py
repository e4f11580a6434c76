"""Plain text → reading text and blocks.

Plain text says by its lines what Markdown says by marks. Paragraphs are parted by blank lines, or stand one
a line, or begin with an indent; lines that were broken to fit a width are joined again, and lines that were
broken on purpose (tables, verse, figures under one another) are kept. What a line ending means is decided
from the document as a whole: whether its lines fill a common width, and whether they go on in lower case.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from reader.formats.builder import Builder, Draft
from reader.formats.format import Context, Part
from reader.formats.text_file import read_text
from reader.formats.titles import is_all_capitals, reads_as_title
from reader.text.document import Container

Joint = Literal["join", "paragraph", "line"]

WIDEST_WRAP = 130
"""Lines longer than this many code points are taken to be whole paragraphs, not wrapped ones."""
NARROWEST_PROSE = 50
"""Below this width, full lines that go on with a capital may as well be verse."""
SHAPE_LENGTH = 400_000
"""So many code points show how a document uses its lines."""
KEPT_LINES = 400
"""The lines that one preformatted block holds at most, so that no block takes long to lay out."""

_ENDERS = frozenset(".!?…:;")
_RULE = re.compile(r"\s*(?:([-*_=~#•·])(?:\s*\1){2,}|§|⁂)\s*\Z")
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|~{3,})\s*\Z")
_BULLET = re.compile(
    r"(?P<marker>[-*+•◦▪‣·–—⁃]|--|\(?\d{1,3}[.)]|\((?!c\))[a-z]\)|[a-z]\))(?P<gap>[ \t]+)(?=\S)"
)


class _Line(NamedTuple):
    text: str
    indent: int
    number: int


class _Piece(NamedTuple):
    """Lines that belong together: a paragraph to be joined, or lines to be kept."""

    lines: list[_Line]
    containers: tuple[Container, ...]


class _Shape(NamedTuple):
    """How a document uses its lines: the width that they fill, and whether they were wrapped to it."""

    width: int
    wrapped: bool


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Give the one document of a plain text file."""
    file = read_text(data)
    yield "", file.described(read_plain(file.body, file.first_line))


def read_plain(text: str, first_line: int = 0) -> Draft:
    """The draft of a plain text that begins at `first_line` of its file."""
    return _Reader(text, first_line).read()


def _line(raw: str, number: int) -> _Line:
    text = raw.strip()
    return _Line(text, len(raw) - len(raw.lstrip()) if raw[:1].isspace() else 0, number)


def _chunks(text: str) -> Iterator[list[_Line]]:
    """The runs of lines between blank lines, one by one, so that a large text is not held twice."""
    chunk: list[_Line] = []
    at = number = 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = _line(text[at:end], number)
        if line.text:
            chunk.append(line)
        elif chunk:
            yield chunk
            chunk = []
        at, number = end + 1, number + 1
    if chunk:
        yield chunk


def _shape(text: str) -> _Shape:
    """The shape of a document, from its beginning."""
    lines = [_line(raw, number) for number, raw in enumerate(text[:SHAPE_LENGTH].split("\n"))]
    lengths = sorted(line.indent + len(line.text) for line in lines if line.text)
    if not lengths:
        return _Shape(0, False)
    width = lengths[(len(lengths) * 9) // 10] if len(lengths) > 2 else lengths[-1]
    if width > WIDEST_WRAP:
        return _Shape(width, False)
    joints = prose = 0
    for before, line in pairwise(lines):
        if before.text and line.text and line.indent <= before.indent:
            joints += 1
            prose += line.text[0].islower() or (
                width >= NARROWEST_PROSE and _is_full(before, line, width) and not _ends(before.text)
            )
    return _Shape(width, joints > 0 and prose * 2 >= joints)


def _ends(text: str) -> bool:
    """Whether a line's last mark, but for what closes after it, ends a sentence or opens a list."""
    return text.rstrip("'\"”’)]")[-1:] in _ENDERS


def _has_columns(text: str) -> bool:
    """Whether a line, without the space around it, has cells parted by space, tabs or bars."""
    return "   " in text or "\t" in text or "|" in text[1:-1]


def _heads(line: str) -> bool:
    return len(line) <= 120 and not _has_columns(line) and _RULE.match(line) is None


def _is_full(before: _Line, line: _Line, width: int) -> bool:
    """Whether the next line's first word would not have fitted, give or take a hand's width."""
    word = line.text.find(" ")
    return before.indent + len(before.text) + 1 + (word if word > 0 else len(line.text)) > width * 0.88


class _Reader:
    """Reads one text, chunk after chunk; a chunk is what stands between blank lines."""

    def __init__(self, text: str, first_line: int) -> None:
        self._text = text
        self._shape = _shape(text)
        self._builder = Builder(first_line)
        self._items: list[tuple[int, int, Container]] = []
        self._keys = 0
        self._last_line = -1
        self._last_text = text.rstrip().count("\n")
        self._title_line = False

    def read(self) -> Draft:
        chunk: list[_Line] = []
        for following in _chunks(self._text):
            if chunk:
                self._chunk(chunk, following)
            chunk = following
        if chunk:
            self._chunk(chunk, [])
        draft = self._builder.draft()
        draft.title_line = self._title_line
        return draft

    def _chunk(self, chunk: list[_Line], following: list[_Line]) -> None:
        if len(chunk) > 1 and _UNDERLINE.match(chunk[1].text) and _heads(chunk[0].text):
            self._items.clear()
            self._heading(chunk[0], 1 if chunk[1].text[0] == "=" else 2)
            self._last_line = chunk[1].number
            chunk = chunk[2:]
        if not chunk:
            return
        if self._is_table(chunk):
            self._items.clear()
            self._kept(chunk)
            return
        pieces = self._pieces(chunk)
        if not self._builder.blocks and self._opens_with_title(pieces, chunk):
            self._heading(pieces.pop(0).lines[0], 1)
            self._title_line = True
        elif len(chunk) == 1 and self._is_section(chunk[0], following):
            self._heading(pieces.pop(0).lines[0], 2)
        self._write(pieces)

    def _is_table(self, chunk: list[_Line]) -> bool:
        if len(chunk) < 2:
            return False
        return sum(1 for line in chunk if _has_columns(line.text)) * 10 >= len(chunk) * 6

    def _opens_with_title(self, pieces: list[_Piece], chunk: list[_Line]) -> bool:
        first = pieces[0]
        more = len(pieces) > 1 or chunk[-1].number < self._last_text
        if len(first.lines) != 1 or first.containers or not more or not reads_as_title(first.lines[0].text):
            return False
        return len(chunk) == 1 or len(pieces) > 1

    def _is_section(self, line: _Line, following: list[_Line]) -> bool:
        """Whether a line alone between blank lines heads what follows it."""
        if self._items or len(line.text) > 60 or not reads_as_title(line.text):
            return False
        if not following or following[0].number > line.number + 2:
            return False
        if is_all_capitals(line.text):
            return True
        return len(following[0].text) > 60 and (len(following) > 1 or _ends(following[0].text))

    # From lines to pieces

    def _pieces(self, chunk: list[_Line]) -> list[_Piece]:
        base = min(line.indent for line in chunk)
        if not _BULLET.match(chunk[0].text):
            self._leave_items(chunk[0].indent)
        pieces: list[_Piece] = []
        before: _Line | None = None
        after_rule = False
        for line in chunk:
            rule = _RULE.match(line.text) is not None
            bullet = None if rule else _BULLET.match(line.text)
            if bullet and self._opens_item(before, line, bullet, base):
                content = line.text[bullet.end() :]
                containers = self._enter_item(line.indent, bullet)
                pieces.append(_Piece([_Line(content, line.indent, line.number)], containers))
            elif before is None or rule or after_rule:
                pieces.append(_Piece([line], self._containers()))
            elif self._joint(before, line, base) == "join":
                pieces[-1].lines.append(line)
            else:
                if line.indent <= base:
                    self._leave_items(line.indent)
                pieces.append(_Piece([line], self._containers()))
            before, after_rule = line, rule
        return pieces

    def _opens_item(self, before: _Line | None, line: _Line, bullet: re.Match[str], base: int) -> bool:
        if before is None or self._items or line.indent > base or _ends(before.text):
            return not (before is not None and bullet["marker"] in "–—" and line.indent <= base)
        return not self._shape.wrapped

    def _enter_item(self, indent: int, bullet: re.Match[str]) -> tuple[Container, ...]:
        while self._items and self._items[-1][0] >= indent:
            self._items.pop()
        marker = bullet["marker"]
        self._keys += 1
        shown = marker if marker[-1] in ".)" else "•"
        self._items.append((indent, indent + bullet.end(), Container("item", self._keys, shown)))
        return self._containers()

    def _leave_items(self, indent: int) -> None:
        while self._items and indent < self._items[-1][1]:
            self._items.pop()

    def _containers(self) -> tuple[Container, ...]:
        return tuple(item[2] for item in self._items)

    def _joint(self, before: _Line, line: _Line, base: int) -> Joint:
        """What the line ending between two lines of a chunk means."""
        lower = line.text[0].islower()
        ended = _ends(before.text)
        if self._items:
            goes_on = lower or (not ended and _is_full(before, line, self._shape.width))
            return "join" if line.indent >= self._items[-1][1] or goes_on else "paragraph"
        if line.indent >= base + 2 and line.indent > before.indent:
            return "join" if lower and not ended else "paragraph"
        if line.indent >= base + 2 and not lower and line.indent == before.indent:
            return "paragraph"
        if self._shape.wrapped:
            if _is_full(before, line, self._shape.width) or (lower and not ended):
                return "join"
            return "paragraph" if ended else "line"
        if self._shape.width >= 100 or ended:
            return "paragraph"
        return "join" if lower else "line"

    # From pieces to blocks

    def _write(self, pieces: list[_Piece]) -> None:
        at = 0
        while at < len(pieces):
            end = at
            while end < len(pieces) and self._is_kept_line(pieces[end]):
                end += 1
            if end == len(pieces) > at and self._is_sign_off(pieces[-1].lines[0]):
                end -= 1
            if end - at >= 2:
                self._kept([piece.lines[0] for piece in pieces[at:end]], strip=True)
                at = end
                continue
            self._paragraph(pieces[at])
            at += 1

    def _is_kept_line(self, piece: _Piece) -> bool:
        """Whether it is one short line in which no sentence ends: a row of figures, a line of verse."""
        if len(piece.lines) != 1 or piece.containers:
            return False
        text = piece.lines[0].text
        return (
            len(text) < min(self._shape.width, 90) and not text.endswith((".", ":")) and not _RULE.match(text)
        )

    def _is_sign_off(self, line: _Line) -> bool:
        """Whether a line is the last of the text and a word or two: an agency's name, initials."""
        return line.number == self._last_text and len(line.text) <= 20 and line.text.count(" ") < 2

    def _begin(self, line: _Line, containers: tuple[Container, ...] = ()) -> None:
        self._builder.begin(1 if line.number == self._last_line + 1 else 2, containers)

    def _heading(self, line: _Line, level: int) -> None:
        self._begin(line)
        self._builder.add(line.text)
        self._builder.end("heading", level=level, line=line.number)
        self._last_line = line.number

    def _paragraph(self, piece: _Piece) -> None:
        first = piece.lines[0]
        self._begin(first, piece.containers)
        self._last_line = piece.lines[-1].number
        if not piece.containers and len(piece.lines) == 1 and _RULE.match(first.text):
            self._builder.end("rule", line=first.number)
            return
        self._builder.add(_joined(piece.lines))
        self._builder.end("paragraph", line=first.number)

    def _kept(self, lines: list[_Line], *, strip: bool = False) -> None:
        """Lines as they are, without the indent that they share; many of them as several blocks."""
        base = min(line.indent for line in lines)
        for first in range(0, len(lines), KEPT_LINES):
            part = lines[first : first + KEPT_LINES]
            self._begin(part[0])
            self._builder.add(
                "\n".join(line.text if strip else " " * (line.indent - base) + line.text for line in part)
            )
            self._builder.end("preformatted", line=part[0].number)
            self._last_line = part[-1].number


def _joined(lines: list[_Line]) -> str:
    """The lines as one: with spaces, but none after a hyphen that parts a word."""
    if len(lines) == 1:
        return lines[0].text
    parts = [lines[0].text]
    for before, line in pairwise(lines):
        hyphenated = before.text[-1] == "-" and before.text[-2:-1].isalnum() and line.text[0].isalnum()
        parts.append(line.text if hyphenated else " " + line.text)
    return "".join(parts)
