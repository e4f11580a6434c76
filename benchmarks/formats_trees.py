"""What the benchmarks of formats compare: words, headings, items, cells and links, as multisets.

The expectation is a tree of pandoc (`.native`), Markdown, or another document of ours; the score is the F1 of
two multisets, added up over the files of a set.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from reader.formats.load import parse

MEASURES = ("words", "headings", "items", "cells", "links")
_TOKEN = re.compile(
    r'\s*(?:("(?:[^"\\]|\\.)*")|([A-Za-z][\w.]*)|(-?\d+(?:\.\d+)?(?:e-?\d+)?)|(.))', re.DOTALL
)
_ESCAPE = re.compile(r"\\(\d+|x[0-9a-fA-F]+|o[0-7]+|&|.)", re.DOTALL)
_SPACES = ("Space", "SoftBreak", "LineBreak")


@dataclass
class Units:
    """What a document holds, counted."""

    words: Counter[str] = field(default_factory=Counter)
    headings: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)
    cells: Counter[str] = field(default_factory=Counter)
    links: Counter[str] = field(default_factory=Counter)


class Score:
    """The F1 of each measure over many files."""

    def __init__(self) -> None:
        self.files = 0
        self._same: Counter[str] = Counter()
        self._sizes: Counter[str] = Counter()
        self._wanted: Counter[str] = Counter()

    def add(self, ours: Units, expected: Units) -> None:
        """Count one file."""
        self.files += 1
        for measure in MEASURES:
            mine, theirs = getattr(ours, measure), getattr(expected, measure)
            self._same[measure] += (mine & theirs).total()
            self._sizes[measure] += mine.total() + theirs.total()
            self._wanted[measure] += theirs.total()

    def __str__(self) -> str:
        parts = (
            f"{measure} {2 * self._same[measure] / self._sizes[measure]:.3f}"
            for measure in MEASURES
            if self._wanted[measure]
        )
        return f"{self.files} files: {', '.join(parts)}"


def of_document(document: Any) -> Units:
    """Return what a document of ours holds; labels and the marks of notes are no words of it."""
    units = Units()
    out = [style for style in document.styles if style.kind in ("label", "footnote")]
    text = document.text

    def piece(start: int, end: int) -> str:
        parts, done = [], start
        for style in out:
            if start <= style.start and style.end <= end and style.start >= done:
                parts.append(text[done : style.start])
                done = style.end
        return " ".join(("".join([*parts, text[done:end]])).split())

    units.words.update(piece(0, len(text)).split())
    items: dict[int, list[str]] = {}
    for block in document.blocks:
        own = [container for container in block.containers if container.kind == "item"]
        if block.kind == "heading":
            units.headings[piece(block.start, block.end)] += 1
        elif block.kind == "table":
            for row in block.rows:
                units.cells.update(filter(None, (piece(cell.start, cell.end) for cell in row)))
        elif own:
            start = block.opening if own[-1].checked is not None else block.start
            items.setdefault(own[-1].key, []).append(piece(start, block.end))
    units.items.update(" ".join(parts) for parts in items.values())
    for style in document.styles:
        if style.kind == "link":
            units.links[style.target] += 1
    return units


def of_markdown(text: str) -> Units:
    """Return what Markdown holds, as our own reader of it sees that."""
    return of_document(parse(re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text).encode(), "expected.md"))


def of_native(native: str) -> Units:
    """Return what a tree of pandoc's holds."""
    units = Units()
    tree = _Parser(native).value()
    blocks = tree[-1] if isinstance(tree, tuple) and tree[0] == "Pandoc" else tree
    _blocks(blocks, units)
    return units


class _Parser:
    """Reads a value as Haskell writes it: lists, tuples, records, and constructors with what follows."""

    def __init__(self, text: str) -> None:
        self._tokens = [
            match.group(match.lastindex or 0) for match in _TOKEN.finditer(text.strip()) if match.lastindex
        ]
        self._place = 0

    def _peek(self) -> str:
        return self._tokens[self._place] if self._place < len(self._tokens) else ""

    def _next(self) -> str:
        self._place += 1
        return self._tokens[self._place - 1]

    def value(self) -> Any:
        token = self._peek()
        if not token[:1].isalpha():
            return self._atom()
        parts = [self._next()]
        while self._peek() not in ("", ",", ")", "]", "}", "="):
            parts.append(self._atom())
        return tuple(parts)

    def _atom(self) -> Any:
        token = self._next()
        if token.startswith('"'):
            return _ESCAPE.sub(_unescaped, token[1:-1])
        if token == "[":
            return list(self._members("]"))
        if token == "(":
            members = list(self._members(")"))
            return members[0] if len(members) == 1 else ("", *members)
        if token == "{":
            return dict(self._fields())
        return (token,) if token[:1].isalpha() else ast.literal_eval(token)

    def _members(self, end: str) -> Iterator[Any]:
        while self._peek() != end:
            yield self.value()
            if self._peek() == ",":
                self._next()
        self._next()

    def _fields(self) -> Iterator[tuple[str, Any]]:
        while self._peek() != "}":
            name = self._next()
            self._next()
            yield name, self.value()
            if self._peek() == ",":
                self._next()
        self._next()


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if code.isdigit():
        return chr(int(code))
    if code[0] in "xo" and len(code) > 1:
        return chr(int(code[1:], 16 if code[0] == "x" else 8))
    return {"n": "\n", "t": "\t", "&": ""}.get(code, code)


def _blocks(blocks: list[Any], units: Units) -> str:
    """Count blocks; return their text without that of items and cells in them."""
    parts: list[str] = []
    for block in blocks:
        match block:
            case ("Para" | "Plain", inlines):
                text = _line(_inlines(inlines, units))
                parts.append(text)
            case ("Header", _level, _attributes, inlines):
                text = _line(_inlines(inlines, units))
                units.headings[text] += 1
                parts.append(text)
            case ("BulletList", items) | ("OrderedList", _, items):
                for content in items:
                    own = _blocks(content, units)
                    units.items[_line(own)] += 1
                continue
            case ("CodeBlock", _attributes, text):
                parts.append(text)
            case ("BlockQuote", content) | ("Div", _, content):
                parts.append(_blocks(content, units))
                continue
            case ("LineBlock", lines):
                parts.append(" ".join(_inlines(line, units) for line in lines))
            case ("DefinitionList", pairs):
                for _, term, definitions in pairs:
                    text = _line(_inlines(term, units))
                    units.words.update(text.split())
                    for definition in definitions:
                        _blocks(definition, units)
                continue
            case ("Table", *content):
                _table(content, units)
                continue
            case ("Figure", _attributes, caption, content):
                _caption(caption, units)
                _blocks(content, units)
                continue
            case _:
                continue
        units.words.update(parts[-1].split())
    return " ".join(parts)


def _table(content: list[Any], units: Units) -> None:
    if len(content) == 5:
        caption, _aligns, _widths, head, rows = content
        units.words.update(_inlines(caption, units).split())
        cells = [cell for row in [head, *rows] for cell in row]
    else:
        _attributes, caption, _columns, head, bodies, foot = content
        _caption(caption, units)
        rows = [*head[2], *(row for body in bodies for row in (*body[3], *body[4])), *foot[2]]
        cells = [cell[5] for row in rows for cell in row[2]]
    for cell in cells:
        text = _line(_cell_text(cell, units))
        if text:
            units.cells[text] += 1


def _cell_text(blocks: list[Any], units: Units) -> str:
    """Return all the text of a cell, with that of the lists in it; a table in it has cells of its own."""
    own = Units()
    parts = []
    for block in blocks:
        match block:
            case ("BulletList", items) | ("OrderedList", _, items):
                for content in items:
                    parts.append(_cell_text(content, units))
                    units.items[_line(parts[-1])] += 1
            case ("Table", *content):
                _table(content, units)
            case _:
                parts.append(_blocks([block], own))
    units.words.update(own.words)
    units.headings.update(own.headings)
    units.links.update(own.links)
    units.items.update(own.items)
    return " ".join(parts)


def _caption(caption: Any, units: Units) -> None:
    _blocks(caption[2], units)


def _inlines(inlines: list[Any], units: Units) -> str:
    parts: list[str] = []
    for inline in inlines:
        match inline:
            case ("Str", text) | ("Code" | "Math", _, text):
                parts.append(text)
            case (kind,) if kind in _SPACES:
                parts.append(" ")
            case ("Note", blocks):
                _blocks(blocks, units)
            case ("Link", _, content, target):
                units.links[target[1]] += 1
                parts.append(_inlines(content, units))
            case ("Image", _, _content, _target):
                pass
            case ("Quoted", kind, content):
                marks = "‘’" if kind == ("SingleQuote",) else "“”"
                parts.append(marks[0] + _inlines(content, units) + marks[1])
            case ("RawInline", *_):
                pass
            case (_, *_, list() as content):
                parts.append(_inlines(content, units))
    return "".join(parts)


def _line(text: str) -> str:
    return " ".join(text.split())
