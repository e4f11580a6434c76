"""Word documents before 2007 (.doc) → reading text and blocks.

Headings by their styles, lists with their numbers, tables, notes, comments, heads and feet of pages; fields
are what they gave. Source: Microsoft, [MS-DOC].
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.errors import FormatError
from reader.formats.builder import Draft
from reader.formats.format import Context, Part
from reader.formats.office.block_writer import BlockWriter
from reader.formats.office.fields import field_target, shows_page_number
from reader.formats.office.finishing import is_page_number, warn
from reader.formats.office.text_runs import BOLD, LABEL, Run, text_of
from reader.formats.office.word.older_file import BROKEN, Change, OlderFile, ParagraphProperties
from reader.formats.office.word.word_numbering import Numbering
from reader.text.document import StyleKind

_TITLE = 62
_MAX_INSTRUCTION = 10_000
_BASED_ON_NOTHING = 0x0FFF
_BOLD, _ITALIC, _STRIKE = 0x0835, 0x0836, 0x0837
_HIDDEN, _DELETED, _IS_PICTURE = 0x083C, 0x0800, 0x6A03
_IN_TABLE, _ROW_END, _OUTLINE, _LIST, _LIST_LEVEL = 0x2416, 0x2417, 0x2640, 0x460B, 0x260A
_DEPTH, _INNER_CELL, _INNER_ROW = 0x6649, 0x244B, 0x244C
_KINDS: tuple[tuple[int, StyleKind], ...] = ((_BOLD, "strong"), (_ITALIC, "emphasis"), (_STRIKE, "strike"))
_CHARACTERS = {"\t": "\t", "\x0b": "\n", "\x1e": "\N{NON-BREAKING HYPHEN}", "\xa0": "\xa0", "\x1f": ""}


class _Note(NamedTuple):
    start: int
    end: int


@dataclass(slots=True)
class _Field:
    instruction: str = ""
    inside: list[Run] = field(default_factory=list)
    is_result: bool = False


@dataclass(slots=True)
class _Table:
    """The open table: its rows, the cells of the open row, the text of the open cell."""

    rows: list[list[list[Run]]] = field(default_factory=list)
    row: list[list[Run]] = field(default_factory=list)
    cell: list[Run] = field(default_factory=list)


def load_older(data: bytes, _context: Context) -> Iterator[Part]:
    """Yield the one document of a .doc file; raises FormatError."""
    try:
        draft = _Reader(OlderFile(data)).read()
    except BROKEN as error:
        raise FormatError("it is broken: its parts cannot be told apart") from error
    yield "", draft


class _Reader:
    """Reads one document."""

    def __init__(self, file: OlderFile) -> None:
        self._file = file
        self._writer: BlockWriter[_Note] = BlockWriter()
        self._numbering = Numbering(file.numbering())
        self._fields: list[_Field] = []
        self._table = _Table()
        self._has_page_number = False
        self._has_headings = False
        self._hidden = self._deletions = self._pictures = 0
        self._references: dict[int, tuple[str, _Note]] = {}
        for kind, story, marks, size, texts in (
            ("note", "footnotes", 0xAA, 2, 0xB2),
            ("comment", "comments", 0xBA, 30, 0xC2),
            ("note", "endnotes", 0x20A, 2, 0x212),
        ):
            first, _last = file.story(story)
            bounds = file.positions(texts, 0)
            for number, position in enumerate(file.positions(marks, size)[:-1]):
                if number + 1 < len(bounds):
                    note = _Note(first + bounds[number], first + bounds[number + 1])
                    self._references[position] = (kind, note)

    def read(self) -> Draft:
        """Read the whole document."""
        start, end = self._file.story("text")
        paragraphs = list(self._paragraphs(start, end))
        self._has_headings = any(self._level(properties) for _runs, properties, _mark in paragraphs)
        self._page_lines((0, 1, 4))
        self._write(paragraphs)
        self._write(self._paragraphs(*self._file.story("boxes")))
        self._writer.write_notes(self._write_note)
        self._page_lines((2, 3, 5))
        draft = self._writer.draft()
        warn(draft, self._deletions, self._hidden, self._pictures)
        return draft

    # Text

    def _paragraphs(self, start: int, end: int) -> Iterator[tuple[list[Run], ParagraphProperties, str]]:
        """Yield each paragraph with its properties and the mark that ends it."""
        runs: list[Run] = []
        for segment in self._file.segments(start, end):
            look = {change.code: change.number for change in segment.changes}
            kinds = frozenset(kind for code, kind in _KINDS if look.get(code, 0) in (1, 0x81))
            is_deleted = look.get(_DELETED, 0) == 1
            is_hidden = look.get(_HIDDEN, 0) == 1
            self._deletions += is_deleted
            text = ""
            for number, char in enumerate(segment.text):
                if char in "\r\x07\x0c":
                    self._add(text, kinds, runs)
                    text = ""
                    position = segment.start + number
                    runs += self._broken_off()
                    yield runs, self._file.paragraph(position), char
                    runs = []
                elif is_deleted:
                    continue
                elif is_hidden:
                    self._hidden += 1
                elif char in "\x13\x14\x15":
                    self._add(text, kinds, runs)
                    text = ""
                    self._field(char)
                elif char in "\x02\x05":
                    self._add(text, kinds, runs)
                    text = ""
                    self._mark(segment.start + number, runs)
                elif char == "\x01" and _IS_PICTURE in look:
                    self._pictures += 1
                    text += "[picture]"
                elif char >= " " or char in _CHARACTERS:
                    text += _CHARACTERS.get(char, char)
            self._add(text, kinds, runs)
        runs += self._broken_off()
        if runs:
            yield runs, ParagraphProperties(), "\r"

    def _add(self, text: str, kinds: frozenset[StyleKind], runs: list[Run]) -> None:
        if not text:
            return
        for opened in reversed(self._fields):
            if not opened.is_result:
                if len(opened.instruction) < _MAX_INSTRUCTION:
                    opened.instruction += text
                opened.inside.append(Run(text, kinds))
                return
            if shows_page_number(opened.instruction):
                self._has_page_number = True
                return
        link = next((to for one in reversed(self._fields) if (to := field_target(one.instruction))), "")
        runs.append(Run(text, kinds, link))

    def _broken_off(self) -> list[Run]:
        """Return the text in the fields whose instruction a paragraph's end breaks off, and end them."""
        runs = [run for opened in self._fields if not opened.is_result for run in opened.inside]
        self._fields = [opened for opened in self._fields if opened.is_result]
        return runs

    def _field(self, mark: str) -> None:
        if mark == "\x13":
            self._fields.append(_Field())
        elif self._fields and mark == "\x14":
            self._fields[-1].is_result = True
        elif self._fields:
            self._fields.pop()

    def _mark(self, position: int, runs: list[Run]) -> None:
        if position in self._references:
            kind, note = self._references[position]
            runs.append(self._writer.reference(kind, position, note))

    # Blocks

    def _write(self, paragraphs: Iterable[tuple[list[Run], ParagraphProperties, str]]) -> None:
        for runs, properties, mark in paragraphs:
            changes = {change.code: change for change in properties.changes}
            if _flag(changes, _IN_TABLE):
                self._in_table(runs, properties, changes, mark)
            else:
                self._end_table()
                if text_of(runs).strip():
                    self._paragraph(runs, properties, changes)
        self._end_table()

    def _paragraph(
        self, runs: list[Run], properties: ParagraphProperties, changes: dict[int, Change]
    ) -> None:
        level = self._level(properties)
        label, list_level = self._label(changes)
        if level:
            plain = [run._replace(kinds=run.kinds - BOLD) for run in runs]
            self._writer.heading(plain, level, label)
        elif self._file.styles.get(properties.style, (0, 0))[0] == _TITLE:
            self._writer.title(runs, self._has_headings)
        elif label:
            self._writer.item(runs, label, list_level)
        else:
            self._writer.paragraph(runs)

    def _level(self, properties: ParagraphProperties) -> int:
        """Return the level of a heading, 0 for none, by its outline level or the style it is based on."""
        for change in properties.changes:
            if change.code == _OUTLINE:
                return min(change.number + 1, 6) if change.number < 9 else 0
        number = properties.style
        for _ in range(20):
            if 1 <= number <= 9:
                return min(number, 6)
            if number not in self._file.styles:
                return 0
            number = self._file.styles[number][1]
            if number == _BASED_ON_NOTHING:
                return 0
        return 0

    def _label(self, changes: dict[int, Change]) -> tuple[str, int]:
        of_list = changes[_LIST].number if _LIST in changes else 0
        level = changes[_LIST_LEVEL].number if _LIST_LEVEL in changes else 0
        if not 0 < of_list < 0x07FF:
            return "", 0
        return self._numbering.label(str(of_list), level), min(level, 8)

    def _in_table(
        self, runs: list[Run], properties: ParagraphProperties, changes: dict[int, Change], mark: str
    ) -> None:
        table = self._table
        if _flag(changes, _ROW_END):
            if table.row:
                table.rows.append(table.row)
            table.row, table.cell = [], []
            return
        if _flag(changes, _INNER_ROW):
            return
        label, _level = self._label(changes)
        if text_of(runs).strip():
            table.cell += [Run("\n")] if table.cell else []
            table.cell += [Run(label, LABEL), Run(" ")] if label else []
            table.cell += runs
        depth = changes[_DEPTH].number if _DEPTH in changes else 1
        if mark == "\x07" and depth < 2:
            table.row.append(table.cell)
            table.cell = []

    def _end_table(self) -> None:
        table, self._table = self._table, _Table()
        if table.cell:
            table.row.append(table.cell)
        if table.row:
            table.rows.append(table.row)
        self._writer.table(table.rows)

    def _write_note(self, note: _Note) -> None:
        self._write(self._paragraphs(note.start, note.end))

    def _page_lines(self, kinds: tuple[int, ...]) -> None:
        """Write the heads or the feet of the pages, each line once, none that is only a page number."""
        first, last = self._file.story("heads")
        bounds = self._file.positions(0xF2, 0)
        lines: set[str] = set()
        for number in range(6, len(bounds) - 1):
            if (number - 6) % 6 not in kinds:
                continue
            start, end = first + bounds[number], min(first + bounds[number + 1], last)
            self._has_page_number = False
            for runs, _properties, _mark in self._paragraphs(start, end):
                line = " ".join(text_of(runs).split())
                if line and line not in lines and not is_page_number(line, self._has_page_number):
                    lines.add(line)
                    self._writer.furniture(runs)
                self._has_page_number = False


def _flag(changes: dict[int, Change], code: int) -> bool:
    return code in changes and changes[code].number == 1
