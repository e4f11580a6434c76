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
from reader.formats.decoding.text_file import read_text
from reader.formats.format import Context, Part
from reader.formats.metadata.dates import is_kind_of_date
from reader.formats.metadata.titles import is_all_capitals, is_generic, reads_as_title
from reader.formats.plain.apparatus import speaker_of
from reader.formats.plain.furniture import Furniture, find_furniture
from reader.formats.plain.headers import TopMatter, is_banner_or_end, is_form, is_message_head, read_top
from reader.formats.plain.hyphens import Hyphens
from reader.formats.plain.line_shapes import Markers, has_columns, is_table, numbers_sections, section_level
from reader.text.document import BlockKind, Container
from reader.text.sentences import split_sentences

Joint = Literal["join", "paragraph", "line"]

WIDEST_WRAP = 130
"""Lines longer than this many code points are taken to be whole paragraphs, not wrapped ones."""
NARROWEST_PROSE = 50
"""Below this width, full lines that go on with a capital may as well be verse."""
SHAPE_LENGTH = 400_000
"""So many code points show how a document uses its lines."""
MAX_QUOTES = 60
"""How deep quotations may stand in one another; what marks stand beyond are text."""
TOP_CHARACTERS = 16_000
"""So many code points may hold the head of a text."""
NO_TOP = TopMatter()
KEPT_LINES = 400
"""The lines that one preformatted block holds at most, so that no block takes long to lay out."""

TOP_LINES = 12
"""The lines among which the date under a title may stand."""
LONG_ENOUGH_TO_WRAP = 30
"""Code points from which a line of a quotation that ends in no stop was broken by a mail program."""

_ENDERS = frozenset(".!?…:;")
_ABBREVIATED = re.compile(
    r"\b(?:[Tt]he (?:[A-Z]\.){2,}|(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Capt|Sgt|St|Nos?|vs|e\.g|i\.e)\.)\Z"
)
_LOOK_BACK = 80  # code points of a line that say whether a sentence ends with it
_RULE = re.compile(r"\s*(?:([-*_=~#•·])(?:\s*\1){2,}|§|⁂)\s*\Z")
_RULE_MARKS = frozenset("-*_=~#•·§⁂")
_QUOTED = re.compile(rf"[ \t]{{0,3}}>(?:[ ]?>){{0,{MAX_QUOTES - 1}}}[ ]?")
_QUOTE_LINE = re.compile(r"^[ \t]{0,3}>", re.MULTILINE)
_NOTE_LABEL = re.compile(r"\[[\w.+-]{1,20}\][ \t]+\S")
_HASHES = re.compile(r"^(?P<marks>#{1,6})[ \t]+(?P<title>\S.{0,140}?)(?:[ \t]+#+)?[ \t]*$", re.MULTILINE)
_HASHES_TOGETHER = re.compile(r"^#+[ \t].*\n#+[ \t]", re.MULTILINE)
_CONTACT = re.compile(
    r"(?:(?:media|press|news)\s+)?(?:contacts?|enquiries|inquiries)\b.{0,40}:", re.IGNORECASE
)
_LONGEST_CONTACT = 80
_LONGEST_HEADING = 60
_UNDERLINE = re.compile(r"\s*(?:={3,}|-{3,}|~{3,})\s*\Z")


class _Line(NamedTuple):
    """A line without the space around it; `depth` is how many `>` stand before it."""

    text: str
    indent: int
    number: int
    depth: int = 0


class _Chunk(NamedTuple):
    """Lines that stand together between blank ones; `furniture` is kept as it is and has no sentences."""

    lines: list[_Line]
    furniture: bool = False
    depth: int = 0


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
    top = read_top(file.body[:TOP_CHARACTERS].split("\n"))
    draft = file.described(read_plain(file.body, file.first_line, top))
    if top.title and not draft.title:
        draft.title, draft.title_from = top.title, "header"
    if top.published and not draft.published:
        draft.published, draft.published_from = top.published, "header"
    draft.source = draft.source or top.source
    draft.meta += top.meta
    yield "", draft


def read_plain(text: str, first_line: int = 0, top: TopMatter = NO_TOP) -> Draft:
    """Return the draft of a plain text that begins at `first_line` of its file under what `top` says."""
    return _Reader(text, first_line, top).read()


def _quoted_line(raw: str, number: int) -> _Line:
    depth = 0
    mark = _QUOTED.match(raw)
    if mark is not None:
        depth = mark.group().count(">")
        raw = raw[mark.end() :]
    text = raw.strip()
    return _Line(text, len(raw) - len(raw.lstrip()) if raw[:1].isspace() else 0, number, depth)


def _lines(text: str, *, quoted: bool) -> Iterator[_Line]:
    """The lines one by one, so that a large text is not held twice."""
    start = number = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        raw = text[start:end]
        if quoted and raw.lstrip()[:1] == ">":
            yield _quoted_line(raw, number)
        else:
            stripped = raw.strip()
            yield _Line(stripped, len(raw) - len(raw.lstrip()) if raw[:1].isspace() else 0, number)
        start, number = end + 1, number + 1


def _chunks(text: str, furniture: Furniture, *, quoted: bool) -> Iterator[_Chunk]:
    """The runs of lines between blank lines and other furniture.

    A paragraph that the foot of a page cuts in two is one chunk, and what cut it comes after it.
    """
    held: _Chunk | None = None
    between: list[_Chunk] = []
    for chunk in _runs(text, furniture, quoted=quoted):
        if chunk.furniture and held is not None and chunk.lines[0].number in furniture.pages:
            between.append(chunk)
            continue
        if held is not None and between and not chunk.furniture and _goes_on(held, chunk):
            held = _Chunk(held.lines + chunk.lines, depth=held.depth)
            continue
        if held is not None:
            yield held
        yield from between
        between = []
        held = chunk
    if held is not None:
        yield held
    yield from between


def _goes_on(before: _Chunk, chunk: _Chunk) -> bool:
    """Whether a paragraph goes on after the foot of a page."""
    last, first = before.lines[-1].text, chunk.lines[0].text
    return (
        not before.furniture
        and before.depth == chunk.depth
        and not _ends(last)
        and len(last) > 40
        and (first[0].islower() or last[-1] in ",-")
    )


def _runs(text: str, furniture: Furniture, *, quoted: bool) -> Iterator[_Chunk]:
    run: list[_Line] = []
    is_furniture = False
    for line in _lines(text, quoted=quoted):
        now = line.number in furniture.lines
        if run and (not line.text or now != is_furniture or line.depth != run[-1].depth):
            yield _Chunk(run, is_furniture, run[-1].depth)
            run = []
        if line.text:
            run.append(line)
            is_furniture = now
    if run:
        yield _Chunk(run, is_furniture, run[-1].depth)


def _shape(text: str, *, quoted: bool = False) -> _Shape:
    """The shape of a document, from its beginning."""
    beginning = text[:SHAPE_LENGTH]
    if quoted:
        lines = list(_lines(beginning, quoted=True))
        texts, indents = [line.text for line in lines], [line.indent for line in lines]
    else:
        rows = beginning.split("\n")
        texts = [row.strip() for row in rows]
        indents = [len(row) - len(row.lstrip()) if row[:1].isspace() else 0 for row in rows]
    ends = [indent + len(line) if line else 0 for line, indent in zip(texts, indents, strict=True)]
    width = _width(ends)
    if not 0 < width <= WIDEST_WRAP:
        return _Shape(width, False)
    joints = prose = 0
    for number in range(1, len(texts)):
        before, line = texts[number - 1], texts[number]
        if before and line and indents[number] <= indents[number - 1]:
            joints += 1
            prose += line[0].islower() or (
                width >= NARROWEST_PROSE and _fills(ends[number - 1], line, width) and not _ends(before)
            )
    return _Shape(width, joints > 0 and prose * 2 >= joints)


def _width(lengths: list[int]) -> int:
    """Return the length that nine tenths of the lines do not exceed; blank lines, of none, do not count."""
    lengths = sorted(filter(None, lengths))
    return (lengths[(len(lengths) * 9) // 10] if len(lengths) > 2 else lengths[-1]) if lengths else 0


def _ends(text: str) -> bool:
    """Whether a line's last mark, but for what closes after it, ends a sentence or opens a list."""
    return text.rstrip("'\"”’)]")[-1:] in _ENDERS


def _is_cut_short(line: str, following: str) -> bool:
    """Whether a line ends with an abbreviation from which the next line goes on: "said the U.S."."""
    if line[-1] != "." or not _ABBREVIATED.search(line, max(0, len(line) - _LOOK_BACK)):
        return False
    beginning = line[-_LOOK_BACK:]
    spans = split_sentences(f"{beginning} {following[:_LOOK_BACK]}")
    return all(span.end != len(beginning) for span in spans)


def _heads(line: str) -> bool:
    return len(line) <= 120 and not has_columns(line) and _RULE.match(line) is None


def _is_full(before: _Line, line: _Line, width: int) -> bool:
    """Whether the next line's first word would not have fitted, give or take a hand's width."""
    return _fills(before.indent + len(before.text), line.text, width)


def _fills(end: int, text: str, width: int) -> bool:
    """Whether the first word of a text would not have fitted on a line that ends in a column."""
    word = text.find(" ")
    return end + 1 + (word if word > 0 else len(text)) > width * 0.88


class _Reader:
    """Reads one text, chunk after chunk; a chunk is what stands between blank lines."""

    def __init__(self, text: str, first_line: int, top: TopMatter) -> None:
        self._text = text
        self._top = top
        self._quoted = len(_QUOTE_LINE.findall(text[:SHAPE_LENGTH])) >= 2
        self._shape = _shape(text, quoted=self._quoted)
        self._markers = Markers(text[:SHAPE_LENGTH])
        self._hashes = "# " in text and not _HASHES_TOGETHER.search(text[:SHAPE_LENGTH])
        self._sections = numbers_sections(text[:SHAPE_LENGTH], 1 if top.title_lines else 2)
        self._builder = Builder(first_line)
        self._quotes: list[Container] = []
        self._items: list[tuple[int, int, Container]] = []
        self._keys = 0
        self._last_line = -1
        self._last_text = text.rstrip().count("\n")
        self._hyphens = Hyphens(text)
        self._titled = False
        self._title_line = False

    def read(self) -> Draft:
        """Read the whole text."""
        furniture = find_furniture(self._text, self._top.furniture)
        chunk: _Chunk | None = None
        for following in _chunks(self._text, furniture, quoted=self._quoted):
            if chunk is not None:
                self._chunk(chunk, following)
            chunk = following
        if chunk is not None:
            self._chunk(chunk, None)
        draft = self._builder.draft()
        draft.title_line = self._title_line
        return draft

    def _chunk(self, chunk: _Chunk, following: _Chunk | None) -> None:
        lines = chunk.lines
        self._enter_quotes(chunk.depth)
        if chunk.furniture:
            self._items.clear()
            self._write_as_they_are(lines, kind="furniture")
            return
        if self._top.title_lines and lines[0].number == self._top.title_lines[0]:
            of_title = len(self._top.title_lines)
            self._heading(lines[:of_title], 1)
            lines = lines[of_title:]
        elif len(lines) > 1 and _UNDERLINE.match(lines[1].text) and _heads(lines[0].text):
            self._items.clear()
            self._heading(lines[:1], 1 if lines[1].text[0] == "=" else 2)
            self._last_line = lines[1].number
            lines = lines[2:]
        if not lines:
            return
        if self._hashes and not chunk.depth and (heading := _HASHES.match(lines[0].text)):
            self._items.clear()
            self._heading([lines[0]._replace(text=heading["title"])], len(heading["marks"]))
            lines = lines[1:]
            if not lines:
                return
        texts = [line.text for line in lines]
        colons = sum(":" in text for text in texts)
        if (
            (colons > 1 and (is_form(texts) or is_message_head(texts)))
            or all(map(is_banner_or_end, texts))
            or _is_contact(texts)
        ):
            self._items.clear()
            self._write_as_they_are(lines, kind="furniture")
            return
        if len(lines) > 1 and is_table(self._as_they_stand(lines)):
            self._items.clear()
            self._write_as_they_are(lines)
            return
        level = section_level(texts[0]) if self._sections and len(lines) == 1 and not chunk.depth else 0
        if level:
            self._items.clear()
            self._heading(lines, level)
            return
        pieces = self._pieces(lines)
        if not self._titled and self._opens_with_title(pieces, lines):
            self._heading(pieces.pop(0).lines, 1)
            self._title_line = True
        elif self._heads_its_chunk(pieces) or (
            len(lines) == 1 and following is not None and self._is_section(lines[0], following)
        ):
            self._heading(pieces.pop(0).lines, 2)
        self._titled = self._titled or not all(is_kind_of_date(text) or is_generic(text) for text in texts)
        self._write(pieces)

    def _enter_quotes(self, depth: int) -> None:
        if depth != len(self._quotes):
            self._items.clear()
        del self._quotes[depth:]
        while len(self._quotes) < depth:
            self._keys += 1
            self._quotes.append(Container("quote", self._keys))

    @staticmethod
    def _as_they_stand(lines: list[_Line]) -> list[str]:
        base = min(line.indent for line in lines)
        return [" " * (line.indent - base) + line.text for line in lines]

    def _opens_with_title(self, pieces: list[_Piece], chunk: list[_Line]) -> bool:
        first = pieces[0]
        more = len(pieces) > 1 or chunk[-1].number < self._last_text
        if len(first.lines) != 1 or first.containers or not more or not reads_as_title(first.lines[0].text):
            return False
        if self._top.title_lines or self._top.title:
            return False
        return len(chunk) == 1 or len(pieces) > 1

    def _is_section(self, line: _Line, chunk: _Chunk) -> bool:
        """Whether a line alone between blank lines heads what follows it."""
        following = chunk.lines
        if (
            self._items
            or line.depth
            or chunk.furniture
            or len(line.text) > 60
            or not reads_as_title(line.text)
        ):
            return False
        if following[0].number > line.number + 2:
            return False
        if is_all_capitals(line.text):
            return True
        if speaker_of(line.text):
            return False
        return len(following[0].text) > 60 and (len(following) > 1 or _ends(following[0].text))

    def _heads_its_chunk(self, pieces: list[_Piece]) -> bool:
        """Whether the first line of a chunk heads the paragraph below it, in a text that is not wrapped."""
        if self._shape.width <= WIDEST_WRAP or len(pieces) < 2 or pieces[0].containers:
            return False
        first, second = pieces[0].lines[0].text, pieces[1].lines[0].text
        if len(first) > _LONGEST_HEADING or len(second) < WIDEST_WRAP // 2 or pieces[1].containers:
            return False
        return not _ends(first) and _ends(second) and reads_as_title(first) and not speaker_of(first)

    # From lines to pieces

    def _pieces(self, chunk: list[_Line]) -> list[_Piece]:
        base = min(line.indent for line in chunk)
        hanging = _hanging(chunk, base)
        if self._markers.match(chunk[0].text) is None:
            self._leave_items(chunk[0].indent)
        pieces: list[_Piece] = []
        before: _Line | None = None
        after_rule = False
        for line in chunk:
            rule = line.text[0] in _RULE_MARKS and _RULE.match(line.text) is not None
            bullet = None if rule else self._markers.match(line.text)
            if bullet and self._opens_item(before, line, bullet, base):
                content = line.text[bullet.end() :]
                containers = self._enter_item(line.indent, bullet)
                pieces.append(_Piece([_Line(content, line.indent, line.number)], containers))
            elif before is None or rule or after_rule:
                pieces.append(_Piece([line], self._containers()))
            elif line.number in hanging if hanging else self._joint(before, line, base) == "join":
                pieces[-1].lines.append(line)
            else:
                if line.indent <= base:
                    self._leave_items(line.indent)
                pieces.append(_Piece([line], self._containers()))
            before, after_rule = line, rule
        return pieces

    def _opens_item(self, before: _Line | None, line: _Line, bullet: re.Match[str], base: int) -> bool:
        if before is None or self._items or line.indent > base or _ends(before.text):
            if before is None:
                return True
            if bullet["marker"] in "–—" and line.indent <= base:
                return False
            return (
                _ends(before.text) or self._counts_on(bullet["marker"]) or not self._is_filled(before, line)
            )
        return not self._shape.wrapped

    def _is_filled(self, before: _Line, line: _Line) -> bool:
        width = self._shape.width
        return NARROWEST_PROSE <= width <= WIDEST_WRAP and _is_full(before, line, width)

    def _counts_on(self, marker: str) -> bool:
        """Whether a marker is no number, or the one after the number of an item that is open."""
        figures = marker.strip("().")
        if not figures.isdigit() or figures == "1":
            return True
        before = str(int(figures) - 1)
        return any(item.marker.strip("().") == before for _indent, _content, item in self._items)

    def _enter_item(self, indent: int, bullet: re.Match[str]) -> tuple[Container, ...]:
        while self._items and self._items[-1][0] >= indent:
            self._items.pop()
        marker = bullet["marker"]
        self._keys += 1
        shown = marker if marker[-1] in ".)" or marker[-1].isdigit() else "•"
        self._items.append((indent, indent + bullet.end(), Container("item", self._keys, shown)))
        return self._containers()

    def _leave_items(self, indent: int) -> None:
        while self._items and indent < self._items[-1][1]:
            self._items.pop()

    def _containers(self) -> tuple[Container, ...]:
        return (*self._quotes, *(item[2] for item in self._items))

    def _joint(self, before: _Line, line: _Line, base: int) -> Joint:
        """What the line ending between two lines of a chunk means."""
        lower = line.text[0].islower()
        ended = _ends(before.text)
        if self._is_sign_off(line) and before.text[-1] == "." and line.text[-1].isalpha() and not lower:
            return "paragraph"
        if _is_cut_short(before.text, line.text):
            return "join"
        if before.text[-1] == "-" and before.text[-2:-1].isalpha() and line.text[0].isalpha():
            return "join"
        if before.depth and not ended and before.text[-1] != "," and len(before.text) >= LONG_ENOUGH_TO_WRAP:
            return "join"
        if before.number < TOP_LINES and _is_date(line.text) and line.number == before.number + 1:
            return "paragraph"
        if self._items:
            full = _is_full(before, line, self._shape.width)
            goes_on = lower or (full and (self._shape.wrapped or not ended))
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
        index = 0
        while index < len(pieces):
            end = index
            while end < len(pieces) and self._is_kept_line(pieces[end]):
                end += 1
            if end == len(pieces) > index and self._is_sign_off(pieces[-1].lines[0]):
                end -= 1
            if end - index >= 2:
                self._write_as_they_are([piece.lines[0] for piece in pieces[index:end]], strip=True)
                index = end
                continue
            self._paragraph(pieces[index])
            index += 1

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

    def _heading(self, lines: list[_Line], level: int) -> None:
        self._begin(lines[0])
        self._builder.add(
            " ".join(" ".join(line.text.split()) for line in lines) if len(lines) > 1 else lines[0].text
        )
        self._builder.end("heading", level=level, line=lines[0].number)
        self._last_line = lines[-1].number
        self._titled = True

    def _paragraph(self, piece: _Piece) -> None:
        first = piece.lines[0]
        self._begin(first, piece.containers)
        self._last_line = piece.lines[-1].number
        if not piece.containers and len(piece.lines) == 1 and _RULE.match(first.text):
            self._builder.end("rule", line=first.number)
            return
        self._builder.add(self._joined(piece.lines))
        self._builder.end("paragraph", line=first.number)

    def _write_as_they_are(
        self, lines: list[_Line], *, strip: bool = False, kind: BlockKind = "preformatted"
    ) -> None:
        """Write lines as they are, without the indent that they share; many of them as several blocks."""
        base = min(line.indent for line in lines)
        for first in range(0, len(lines), KEPT_LINES):
            part = lines[first : first + KEPT_LINES]
            self._begin(part[0], tuple(self._quotes))
            self._builder.add(
                "\n".join(line.text if strip else " " * (line.indent - base) + line.text for line in part)
            )
            self._builder.end(kind, line=part[0].number)
            self._last_line = part[-1].number

    def _joined(self, lines: list[_Line]) -> str:
        """The lines as one: with spaces, but none after a hyphen, which goes when it only parts a word."""
        if len(lines) == 1:
            return lines[0].text
        parts = [lines[0].text]
        for before, line in pairwise(lines):
            if before.text[-1] == "-" and before.text[-2:-1].isalnum() and line.text[0].isalnum():
                if self._hyphens.parts_word(before.text, line.text):
                    parts[-1] = parts[-1][:-1]
                parts.append(line.text)
            else:
                parts.append(" " + line.text)
        return "".join(parts)


def _is_contact(texts: list[str]) -> bool:
    """Whether lines say whom the press may ask."""
    return _CONTACT.match(texts[0][:_LONGEST_CONTACT]) is not None and all(
        len(text) <= _LONGEST_CONTACT for text in texts
    )


def _is_date(text: str) -> bool:
    return len(text) <= 60 and (text[0].isdigit() or text[-1].isdigit()) and is_kind_of_date(text)


def _hanging(chunk: list[_Line], base: int) -> frozenset[int]:
    """Return the numbers of the lines that hang under the first line of an entry; none when no line does.

    The first line of an entry stands out and is full, as are all but the last of it. Paragraphs with an
    indent before their first lines look the same, but for the stop at the end of the line before.
    """
    if len(chunk) < 2 or chunk[0].indent != base:
        return frozenset()
    hang = next((line.indent for line in chunk if line.indent != base), base)
    if hang < base + 2 or any(line.indent not in (base, hang) for line in chunk):
        return frozenset()
    under = frozenset(line.number for line in chunk if line.indent == hang)
    is_one_entry = len(under) == len(chunk) - 1
    if _NOTE_LABEL.match(chunk[0].text) and is_one_entry:
        return under
    width = max(line.indent + len(line.text) for line in chunk)
    before = [line for line, following in pairwise(chunk) if following.number in under]
    full = all(
        _is_full(line, following, width) for line, following in pairwise(chunk) if following.number in under
    )
    goes_on = sum(line.text[-1] not in ".!?" for line in before)
    return (
        under
        if width >= NARROWEST_PROSE and full and (is_one_entry or goes_on * 2 >= len(before))
        else frozenset()
    )
