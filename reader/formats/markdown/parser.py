"""The parser of Markdown: CommonMark 0.31 by markdown-it-py, and the rules that dialects add.

Tables, strikethrough, footnotes and definition lists are markdown-it-py's. Ours are wiki links, remarks that
are not shown (`%%…%%`), displayed formulas (`$$`), blocks of metadata within the text, and table rows with
more cells than the head.
"""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from reader.formats.metadata.front_matter import is_metadata_line

MAX_NESTING = 60
"""How deep quotations, lists and inline markup may stand in one another."""
MAX_ADDED_CELLS = 65_536
"""How many cells rows that are longer than their table's head may add to it; beyond, they are joined."""

BAR, ESCAPED_BAR = "\x01", "\x02"
"""What stands for the bar of a wiki link, and for one after a backslash, so that no table is cut there.

Text that is read has no control characters: it was made safe before."""

_WIKI_BAR = re.compile(r"(\[\[[^\[\]\n|\\]+)(\\?\|)(?=[^\[\]\n]*\]\])")
_WIKI_LINK = re.compile(
    rf"\[\[(?P<target>[^\[\]\n|{BAR}{ESCAPED_BAR}]+)(?:(?:\||{BAR}|{ESCAPED_BAR})(?P<label>[^\[\]\n]*))?\]\](?![\](])"
)


_RULES_BY_MARK: dict[str, tuple[str, ...]] = {
    "|": ("table",),
    "~~": ("strikethrough",),
    "[[": ("wiki_link",),
    "%%": ("remark", "remark_block"),
    "$$": ("formula",),
    "---": ("metadata",),
    "<": ("html_block", "html_inline", "autolink"),
    "&": ("entity",),
    ">": ("blockquote",),
    "]:": ("reference",),
    "#": ("heading",),
    "`": ("backticks",),
    "^": ("footnote_def", "footnote_inline", "footnote_ref"),
}
"""The rules that can only match where a text has these characters."""
_RULES_BY_LINE: dict[re.Pattern[str], tuple[str, ...]] = {
    re.compile(r"^[ \t>]*(?:=+|-+)[ \t]*$", re.MULTILINE): ("lheading",),
    re.compile(r"```|~~~"): ("fence",),
    re.compile(r"(?:\A|[\s>])[:~][ \t]"): ("deflist",),
}
"""The rules that can only match where a text has a line like this."""
_MOST_PARSERS = 64


def parser_for(text: str) -> MarkdownIt:
    """Return a parser with the rules that can match in a text: each rule is tried on every line."""
    idle = [rule for mark, rules in _RULES_BY_MARK.items() if mark not in text for rule in rules]
    idle += [rule for line, rules in _RULES_BY_LINE.items() if line.search(text) is None for rule in rules]
    return parser(frozenset(idle))


@lru_cache(_MOST_PARSERS)
def parser(idle: frozenset[str] = frozenset()) -> MarkdownIt:
    """Return the parser, without the rules that are idle."""
    markdown = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    markdown.use(footnote_plugin, move_to_end=False).use(deflist_plugin)
    markdown.inline.ruler.before("link", "wiki_link", _wiki_link)
    markdown.inline.ruler.before("link", "remark", _remark)
    stops: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    markdown.block.ruler.before("fence", "remark_block", _remark_block, stops)
    markdown.block.ruler.before("fence", "formula", _formula, stops)
    markdown.block.ruler.before("hr", "metadata", _metadata)
    markdown.block.ruler.at("table", _whole_table, {"alt": ["paragraph", "reference"]})
    return markdown.disable(sorted(idle)) if idle else markdown


def with_bars_hidden(text: str) -> str:
    """Return the text with a stand-in for the bar of each wiki link: `with_bars` puts it back."""
    if "[[" not in text:
        return text
    return _WIKI_BAR.sub(lambda match: match[1] + (BAR if match[2] == "|" else ESCAPED_BAR), text)


def with_bars(text: str) -> str:
    """Return the text with the bars that `with_bars_hidden` replaced."""
    if BAR not in text and ESCAPED_BAR not in text:
        return text
    return text.replace(BAR, "|").replace(ESCAPED_BAR, "\\|")


# Inline rules


def _wiki_link(state: StateInline, silent: bool) -> bool:
    """Read `[[file#heading|text]]`, and `![[file]]` for what is embedded."""
    start = state.pos
    embedded = state.src.startswith("![[", start)
    if not embedded and not state.src.startswith("[[", start):
        return False
    if start and state.src[start - 1] == "[":
        return False
    link = _WIKI_LINK.match(state.src, start + embedded, state.posMax)
    if link is None or not link["target"].strip():
        return False
    if link["label"] is None and link["target"].strip().upper() in state.env.get("references", {}):
        return False  # CommonMark: a reference link in brackets.
    if not silent:
        token = state.push("wiki_link", "", 0)
        token.content = (link["label"] or "").strip()
        token.meta = {"target": link["target"].strip(), "embedded": embedded}
    state.pos = link.end()
    return True


def _remark(state: StateInline, silent: bool) -> bool:
    """Read `%%…%%`, which is not shown."""
    if not state.src.startswith("%%", state.pos):
        return False
    end = state.src.find("%%", state.pos + 2, state.posMax)
    if end < 0 or state.src[state.pos + 2 : end].isspace() or end == state.pos + 2:
        return False
    if not silent:
        state.push("remark", "", 0)
    state.pos = end + 2
    return True


# Block rules


def _line_of(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _closing(state: StateBlock, first: int, end: int, mark: str) -> int | None:
    """Return the line from `first` on that ends with a mark; None when there is none in this block."""
    for number in range(first, end):
        if state.sCount[number] < state.blkIndent and not state.isEmpty(number):
            return None
        if _line_of(state, number).rstrip().endswith(mark):
            return number
    return None


def _remark_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a remark of several lines, which begins and ends with `%%`."""
    return _fenced(state, start, end, "%%", "remark_block", silent)


def _formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a displayed formula between lines that begin and end with `$$`."""
    return _fenced(state, start, end, "$$", "formula", silent)


def _fenced(state: StateBlock, start: int, end: int, mark: str, kind: str, silent: bool) -> bool:
    line = _line_of(state, start)
    if not line.startswith(mark) or state.is_code_block(start):
        return False
    same_line = len(line.rstrip()) > len(mark) and line.rstrip().endswith(mark)
    if not same_line and mark in line[len(mark) :]:
        return False
    unclosed = state.env.setdefault("unclosed", set())
    if not same_line and kind in unclosed:
        return False
    closing = start if same_line else _closing(state, start + 1, end, mark)
    if closing is None:
        unclosed.add(kind)
        return False
    if silent:
        return True
    token = state.push(kind, "", 0)
    token.map = [start, closing + 1]
    content = state.getLines(start, closing + 1, state.blkIndent, False).strip()
    token.content = content.removeprefix(mark).removesuffix(mark).strip()
    state.line = closing + 1
    return True


def _metadata(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read front matter that stands within the text: lines of names and values between lines of dashes."""
    if silent or _line_of(state, start).rstrip() != "---" or state.is_code_block(start):
        return False
    number = start + 1
    while number < min(end, start + 40) and is_metadata_line(_line_of(state, number)):
        number += 1
    if number == start + 1 or number >= end or _line_of(state, number).rstrip() != "---":
        return False
    token = state.push("metadata", "", 0)
    token.map = [start, number + 1]
    token.content = state.getLines(start + 1, number, state.blkIndent, False).rstrip("\n")
    state.line = number + 1
    return True


def _whole_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a table, then add the cells beyond the head's that markdown-it leaves out."""
    first = len(state.tokens)
    if not table(state, start, end, silent):
        return False
    if not silent:
        tokens = state.tokens[first:]
        state.tokens[first:] = _with_more_cells(state, tokens)
    return True


def _with_more_cells(state: StateBlock, tokens: list[Token]) -> list[Token]:
    columns = sum(token.type == "th_open" for token in tokens)
    more: dict[int, list[str]] = {}
    rows = 0
    for token in tokens:
        if token.type == "tr_open" and token.map:
            rows += 1
            cells = _cells(_line_of(state, token.map[0]))
            if rows > 1 and len(cells) > columns:
                more[token.map[0]] = cells[columns:]
    if not more:
        return tokens
    added = max(map(len, more.values()))
    if rows * added > MAX_ADDED_CELLS:
        more = {row: [" | ".join(cells)] for row, cells in more.items()}
        added = 1
    written: list[Token] = []
    row: int = -1
    kind = "th"
    for token in tokens:
        if token.type == "tr_open" and token.map:
            row = token.map[0]
        elif token.type in ("th_open", "td_open"):
            kind = token.tag
        elif token.type == "tr_close":
            cells = more.get(row, [])
            for cell in cells + [""] * (added - len(cells)):
                written += _cell(kind, cell, row, token.level + 1)
        written.append(token)
    return written


def _cell(kind: str, content: str, row: int, level: int) -> list[Token]:
    return [
        Token(f"{kind}_open", kind, 1, level=level, block=True),
        Token("inline", "", 0, map=[row, row + 1], level=level + 1, content=content, children=[], block=True),
        Token(f"{kind}_close", kind, -1, level=level, block=True),
    ]


def _cells(line: str) -> list[str]:
    """Return the cells of a row, parted by bars without a backslash before them."""
    cells = [""]
    escaped = False
    start = 0
    line = line.strip()
    for place, char in enumerate(line):
        if char == "|" and not escaped:
            cells[-1] += line[start:place]
            cells.append("")
            start = place + 1
        elif char == "|":
            cells[-1] += line[start : place - 1]
            start = place
        escaped = char == "\\"
    cells[-1] += line[start:]
    if cells[0].strip() == "":
        cells.pop(0)
    if cells and cells[-1].strip() == "":
        cells.pop()
    return [cell.strip() for cell in cells]
