"""Markdown → reading text, blocks and styles.

CommonMark 0.31 with tables, strikethrough and footnotes, read by markdown-it-py, and with the task lists of
GitHub's Markdown. The tokens are walked once; what they mark up becomes spans, and the markup itself leaves
the text. Footnote definitions come last, in the order in which they are referred to, and those that nothing
refers to after them.

A text costs what its marks cost. `MAX_MARKS` bounds them, and with them the time and the memory that any text
takes; `MAX_NESTING` and `MAX_OPEN_BRACKETS` bound what a single one of them may cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from reader.errors import TooMuchMarkupError
from reader.formats.builder import Builder, Draft
from reader.formats.format import Context, Part
from reader.formats.plain import read_plain
from reader.formats.text_file import read_text
from reader.text.document import Align, Container, StyleKind
from reader.text.spans import Span

MAX_NESTING = 60
"""How deep quotations, lists and inline markup may stand in one another."""
MAX_OPEN_BRACKETS = 1_000
"""How many brackets may stand open at once: for each of them the parser looks ahead."""
MAX_MARKS = 600_000
"""How many line ends and characters that may be markup a text may have: some 12 MB of prose, or a table of
three columns and 100,000 rows. The costliest text that has so many, a list of short items, takes 13 s and
700 MB of memory on a shared core."""

_MARKS = "\n!#&()*+-.:<=>[\\]^_`|~"
_BRACKET = re.compile(r"[\[\]]")
_BOX = re.compile(r"\[(?P<done>[ xX])\][ \t]+")
_LINE_BREAK = re.compile(r"<br\s*/?>\s*\Z", re.IGNORECASE)
_INLINE_STYLES: dict[str, StyleKind] = {"em": "emphasis", "strong": "strong", "s": "strike", "link": "link"}
_ALIGN = re.compile(r"text-align:\s*(left|center|right)")


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Give the one document of a Markdown file; one with too much markup is read as plain text."""
    file = read_text(data, markdown=True)
    try:
        draft = read_markdown(file.body, file.first_line)
    except TooMuchMarkupError as error:
        draft = read_plain(file.body, file.first_line)
        draft.warnings.append(f"{error} It is shown as plain text.")
    yield "", file.described(draft)


def read_markdown(text: str, first_line: int = 0) -> Draft:
    """The draft of a Markdown text that begins at `first_line` of its file; raises TooMuchMarkupError."""
    if sum(map(text.count, _MARKS)) > MAX_MARKS:
        raise TooMuchMarkupError(f"It has more than {MAX_MARKS:,} marks and lines.")
    if _opens_too_many(text):
        raise TooMuchMarkupError(f"It has more than {MAX_OPEN_BRACKETS:,} brackets that are never closed.")
    env: dict[str, Any] = {}
    tokens = _parser().parse(text, env)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        raise TooMuchMarkupError(f"Its markup nests deeper than {MAX_NESTING} levels.")
    writer = _Writer(env, first_line)
    writer.write(tokens)
    return writer.builder.draft()


def _opens_too_many(text: str) -> bool:
    if text.count("[") <= MAX_OPEN_BRACKETS:
        return False
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = depth + 1 if bracket.group() == "[" else max(0, depth - 1)
        if depth > MAX_OPEN_BRACKETS:
            return True
    return False


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    return parser.use(footnote_plugin, move_to_end=False)


class _Writer:
    """Walks the tokens of one text and writes them into a builder."""

    def __init__(self, env: dict[str, Any], first_line: int) -> None:
        self.builder = Builder(first_line)
        self._line = 0
        notes = env.get("footnotes", {"refs": {}, "list": {}})
        self._notes: dict[int, dict[str, Any]] = notes["list"]
        self._numbers: dict[str, int] = notes["refs"]
        self._containers: list[Container] = []
        self._lists: list[tuple[str, int]] = []
        self._keys = 0
        self._tight_before = False

    def write(self, tokens: list[Token]) -> None:
        """Everything but the footnotes, then those."""
        body, notes = _part_footnotes(tokens)
        self._blocks(body)
        for label, content in self._ordered(notes):
            container = self._container("footnote", label)
            self._containers.append(container)
            before = len(self.builder.blocks)
            self._blocks(content)
            if len(self.builder.blocks) == before:
                self._begin(tight=False)
                self._end("paragraph", content[0] if content else None)
            self.builder.footnotes.append((label, self.builder.blocks[before].start))
            self._containers.pop()

    def _ordered(self, notes: dict[str, list[Token]]) -> list[tuple[str, list[Token]]]:
        ordered: list[tuple[str, list[Token]]] = []
        for number, note in self._notes.items():
            if "tokens" in note:
                inline = Token("inline", "", 0, children=note["tokens"], content=note["content"])
                ordered.append((self._label(number), [Token("paragraph_open", "p", 1), inline]))
            elif note["label"] in notes:
                ordered.append((note["label"], notes.pop(note["label"])))
        return ordered + list(notes.items())

    def _label(self, number: int) -> str:
        return str(self._notes[number].get("label") or number + 1)

    # Blocks

    def _blocks(self, tokens: list[Token]) -> None:
        at = 0
        while at < len(tokens):
            token = tokens[at]
            kind = token.type
            if kind in ("paragraph_open", "heading_open"):
                self._inline_block(token, tokens[at + 1])
                at += 1
            elif kind in ("fence", "code_block"):
                self._code(token)
            elif kind == "hr":
                self.builder.begin(1, tuple(self._containers))
                self._end("rule", token)
                self._tight_before = True
            elif kind == "html_block":
                self._html_block(token)
            elif kind == "table_open":
                at = self._table(tokens, at)
            else:
                self._enter_or_leave(tokens, at)
            at += 1

    def _enter_or_leave(self, tokens: list[Token], at: int) -> None:
        token = tokens[at]
        match token.type:
            case "blockquote_open":
                self._containers.append(self._container("quote"))
            case "bullet_list_open":
                self._lists.append(("•", 0))
            case "ordered_list_open":
                self._lists.append(("", int(token.attrs.get("start", 1))))
            case "bullet_list_close" | "ordered_list_close":
                self._lists.pop()
                # After a list inside an item the outer list goes on as closely as before.
                self._tight_before = self._tight_before and bool(self._lists)
            case "list_item_open":
                self._containers.append(self._item(token, tokens, at))
                if tokens[at + 1].type == "list_item_close":
                    self._begin(tight=True)
                    self._end("paragraph", token)
            case "list_item_close" | "blockquote_close":
                self._containers.pop()

    def _item(self, token: Token, tokens: list[Token], at: int) -> Container:
        bullet, number = self._lists[-1]
        checked = _take_task(tokens[at + 2].children) if tokens[at + 1].type == "paragraph_open" else None
        if bullet:
            return self._container("item", bullet, checked)
        self._lists[-1] = ("", number + 1)
        return self._container("item", f"{number}{token.markup}", checked)

    def _container(self, kind: Any, marker: str = "", checked: bool | None = None) -> Container:
        self._keys += 1
        return Container(kind, self._keys, marker, checked)

    def _begin(self, *, tight: bool) -> int:
        """Begin a block; the items of a tight list follow one another without an empty line."""
        start = self.builder.begin(1 if tight and self._tight_before else 2, tuple(self._containers))
        self._tight_before = tight
        return start

    def _end(self, kind: Any, token: Token | None, **more: Any) -> None:
        if token is not None and token.map:
            self._line = token.map[0]
        self.builder.end(kind, line=self._line, **more)

    def _inline_block(self, token: Token, inline: Token) -> None:
        self._begin(tight=token.hidden)
        self._inline(inline.children or [])
        if token.type == "heading_open":
            self._end("heading", token, level=int(token.tag[1:]))
        else:
            self._end("paragraph", token)

    def _code(self, token: Token) -> None:
        self._begin(tight=False)
        self.builder.add(token.content.removesuffix("\n"))
        words = token.info.split()
        self._end("code", token, info=words[0] if words else "")

    def _html_block(self, token: Token) -> None:
        self._begin(tight=False)
        at = 0
        html = token.content.rstrip("\n")
        for start, end in html_tags(html):
            self.builder.add(html[at:start])
            opened = self.builder.length
            self.builder.add(html[start:end])
            self.builder.style("html", opened)
            at = end
        self.builder.add(html[at:])
        self._end("html", token)

    def _table(self, tokens: list[Token], at: int) -> int:
        """Write the table that opens at this token; gives the place of the token that closes it."""
        opened = tokens[at]
        self._begin(tight=False)
        rows: list[tuple[Span, ...]] = []
        cells: list[Span] = []
        aligns: list[Align] = []
        while tokens[at].type != "table_close":
            token = tokens[at]
            if token.type == "tr_open":
                if rows:
                    self.builder.add("\n")
                cells = []
            elif token.type == "tr_close":
                rows.append(tuple(cells))
            elif token.type in ("th_open", "td_open"):
                if cells:
                    self.builder.add("\t")
                start = self.builder.length
                self._inline(tokens[at + 1].children or [], in_cell=True)
                cells.append(Span(start, self.builder.length))
                if token.type == "th_open":
                    found = _ALIGN.search(str(token.attrs.get("style", "")))
                    aligns.append(found[1] if found else "")  # type: ignore[arg-type]
            at += 1
        self._end("table", opened, rows=tuple(rows), aligns=tuple(aligns))
        return at

    # Inline

    def _inline(self, children: list[Token], *, in_cell: bool = False) -> None:
        builder = self.builder
        opened: list[tuple[int, str]] = []
        for child in children:
            kind = child.type
            if kind in ("text", "text_special"):
                builder.add(child.content.replace("\t", " ") if in_cell else child.content)
            elif kind == "softbreak":
                builder.add(" ")
            elif kind == "hardbreak":
                builder.add("\n")
            elif kind.endswith("_open"):
                opened.append((builder.length, str(child.attrs.get("href", ""))))
            elif kind.endswith("_close"):
                start, target = opened.pop()
                builder.style(_INLINE_STYLES[kind.removesuffix("_close")], start, target)
            else:
                self._leaf(child, in_cell=in_cell)

    def _leaf(self, child: Token, *, in_cell: bool) -> None:
        """Inline code, an image, raw HTML or a footnote reference."""
        builder = self.builder
        start = builder.length
        match child.type:
            case "code_inline":
                builder.add(child.content.replace("\t", " ") if in_cell else child.content)
                builder.style("code", start)
            case "image":
                builder.add(_plain_text(child.children or []))
                builder.style("image", start, str(child.attrs.get("src", "")))
            case "html_inline":
                if _LINE_BREAK.match(child.content):
                    builder.add("\n")
                else:
                    builder.add(child.content.replace("\n", " "))
                    builder.style("html", start)
            case "footnote_ref":
                label = str(child.meta.get("label") or self._label(child.meta["id"]))
                builder.add(f"[{label}]")
                builder.style("footnote", start, label)


def _take_task(children: list[Token] | None) -> bool | None:
    """Whether the task is done that a list item's first paragraph opens with, its box now taken away.

    None when it opens with no box: see https://github.github.com/gfm/#task-list-items-extension-.
    """
    box = _BOX.match(children[0].content) if children and children[0].type == "text" else None
    if box is None or not children:
        return None
    children[0].content = children[0].content[box.end() :]
    return box["done"] != " "


def _part_footnotes(tokens: list[Token]) -> tuple[list[Token], dict[str, list[Token]]]:
    """The tokens outside footnote definitions, and those of each definition by its label."""
    body: list[Token] = []
    notes: dict[str, list[Token]] = {}
    open_notes: list[list[Token]] = []
    for token in tokens:
        if token.type == "footnote_reference_open":
            open_notes.append(notes.setdefault(token.meta["label"], []))
        elif token.type == "footnote_reference_close":
            open_notes.pop()
        else:
            (open_notes[-1] if open_notes else body).append(token)
    return body, notes


def _plain_text(children: list[Token]) -> str:
    """The text of an image's description, without markup."""
    parts: list[str] = []
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type == "image":
            parts.append(_plain_text(child.children or []))
        else:
            parts.append(child.content)
    return "".join(parts)


def html_tags(html: str) -> list[Span]:
    """Where tags and comments stand in raw HTML; near linear also where none of them is closed."""
    found: list[Span] = []
    at = html.find("<")
    unclosed_comment = False
    while at >= 0:
        if not unclosed_comment and html.startswith("<!--", at):
            end = html.find("-->", at + 4)
            if end >= 0:
                found.append(Span(at, end + 3))
                at = html.find("<", end + 3)
                continue
            unclosed_comment = True
        following = html.find("<", at + 1)
        end = html.find(">", at, following if following >= 0 else len(html))
        if end >= 0 and (html[at + 1].isalpha() or html[at + 1] in "/!?"):
            found.append(Span(at, end + 1))
        at = following
    return found
