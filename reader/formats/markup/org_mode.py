"""Org → its document, by way of Markdown. https://orgmode.org/worg/org-syntax.html

Read are headings with their tags, lists, tables, blocks, links, footnotes and emphasis; comments and drawers
of properties are left out, as in Org's own exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.formats.decoding.text_file import read_text
from reader.formats.format import Context, Part
from reader.formats.markup.translation import Translation, code, escaped, escaped_line, link

_KEYWORD = re.compile(r"[ \t]*#\+([A-Za-z_]+):[ \t]*(.*)\Z")
_BEGIN = re.compile(r"[ \t]*#\+begin_(\w+)[ \t]*(\S*).*\Z", re.IGNORECASE)
_HEADING = re.compile(r"(\*+)[ \t]+(.*?)(?:[ \t]+:([\w@#%:]+):)?[ \t]*\Z")
_ITEM = re.compile(
    r"([ \t]*)([-+]|[ \t]\*|\d{1,9}[.)])[ \t]+(\[[ xX-]\][ \t]+)?(?:(.*?)[ \t]+::(?:[ \t]+|\Z))?(.*)\Z"
)
_RULE = re.compile(r"[ \t]*-{5,}[ \t]*\Z")
_TABLE = re.compile(r"[ \t]*\|")
_TABLE_RULE = re.compile(r"[ \t]*\|-")
_DRAWER = re.compile(r"[ \t]*:(?:PROPERTIES|LOGBOOK):[ \t]*\Z", re.IGNORECASE)
_DRAWER_END = re.compile(r"[ \t]*:END:[ \t]*\Z", re.IGNORECASE)
_LITERAL = re.compile(r"[ \t]*:(?:[ \t](.*)|)\Z")
_NOTE = re.compile(r"\[fn:([\w-]{1,60})\][ \t]+(.*)\Z")
_INLINE = re.compile(
    r"\[fn:(?P<note>[\w-]{1,60})\]"
    r"|\[\[(?P<target>[^\[\]\n]{1,2000})\](?:\[(?P<words>[^\[\]\n]{1,2000})\])?\]"
    r"|(?<![\w*/=~+_])(?P<mark>[*/=~+_])(?P<inner>\S(?:[^\n]{0,500}?\S)??)(?P=mark)(?![\w*/=~+_])"
    r"|(?P<address>https?://[^\s<>\[\]]{1,2000}[^\s<>\[\].,;:!?)])"
)
_AROUND = {"*": "**", "/": "*", "_": "*", "+": "~~"}
_PICTURE = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")
_SILENT = ("comment",)
_CODE = ("src", "example", "export")


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Give the one document of an Org file. Raises FormatError when the bytes are no text."""
    file = read_text(data)
    yield "", _translated(file.body.split("\n")).draft(file)


def _translated(lines: list[str]) -> Translation:
    out = Translation()
    number = 0
    while number < len(lines):
        line = lines[number]
        if (begin := _BEGIN.match(line)) is not None:
            number = _block(lines, number, begin[1].lower(), begin[2], out)
        elif _DRAWER.match(line):
            number = _after(lines, number, _DRAWER_END)
        elif _TABLE.match(line):
            number = _table(lines, number, out)
        elif _LITERAL.match(line) and line.strip() != ":":
            number = _literal(lines, number, out)
        else:
            _line(line, number, out)
            number += 1
    return out


def _line(line: str, number: int, out: Translation) -> None:
    if (keyword := _KEYWORD.match(line)) is not None:
        _keyword(keyword[1].lower(), keyword[2].strip(), number, out)
    elif line.lstrip().startswith("# ") or line.strip() == "#":
        out.add("", number)
    elif (heading := _HEADING.match(line)) is not None:
        tags = tuple(filter(None, (heading[3] or "").split(":")))
        out.tags = tuple(dict.fromkeys((*out.tags, *tags)))
        out.add("", number)
        out.add(f"{'#' * min(len(heading[1]), 6)} {_inline(heading[2])}", number)
        out.add("", number)
    elif _RULE.match(line):
        out.add("", number)
        out.add("---", number)
    elif (note := _NOTE.match(line)) is not None:
        out.add(f"[^{note[1]}]: {_inline(note[2])}", number)
    elif (item := _ITEM.match(line)) is not None:
        term = f"**{_inline(item[4])}**: " if item[4] else ""
        mark = item[2].strip().replace("*", "-").replace("+", "-")
        box = (item[3] or "").replace("[-]", "[ ]")
        out.add(f"{item[1].expandtabs()}{mark} {box}{term}{_inline(item[5])}", number)
    else:
        out.add(escaped_line(_inline(line)), number)


def _keyword(name: str, value: str, number: int, out: Translation) -> None:
    if name == "title":
        out.title = f"{out.title} {value}".strip()
    elif name == "date":
        out.date = value.strip("<>[]")
    elif name == "author":
        out.author = value
    elif name == "filetags":
        out.tags = tuple(filter(None, re.split(r"[:\s]+", value)))
    elif name in ("caption", "subtitle", "description"):
        out.add("", number)
        out.add(_inline(value), number)
    elif name == "include":
        out.includes = True
    out.add("", number)


def _block(lines: list[str], number: int, kind: str, language: str, out: Translation) -> int:
    """Write the block that begins here; return the line after it."""
    end = re.compile(rf"[ \t]*#\+end_{re.escape(kind)}[ \t]*\Z", re.IGNORECASE)
    after = _after(lines, number, end)
    closed = after - 1 > number and end.match(lines[after - 1]) is not None
    inner = range(number + 1, after - 1 if closed else after)
    out.add("", number)
    if kind in _CODE:
        out.fenced([lines[index] for index in inner], number, language if kind == "src" else "")
    elif kind not in _SILENT:
        prefix = "> " if kind == "quote" else ""
        for index in inner:
            words = escaped_line(_inline(lines[index].strip()))
            out.add(f"{prefix}{words}{'  ' if kind == 'verse' else ''}", index)
    out.add("", after - 1)
    return after


def _literal(lines: list[str], number: int, out: Translation) -> int:
    content: list[str] = []
    while number + len(content) < len(lines) and (match := _LITERAL.match(lines[number + len(content)])):
        content.append(match[1] or "")
    out.add("", number)
    out.fenced(content, number, "")
    out.add("", number)
    return number + len(content)


def _table(lines: list[str], number: int, out: Translation) -> int:
    """Write the table that begins here; return the line after it."""
    rows: list[tuple[int, list[str]]] = []
    while number < len(lines) and _TABLE.match(lines[number]):
        if not _TABLE_RULE.match(lines[number]):
            cells = lines[number].strip().strip("|").split("|")
            rows.append((number, [_inline(cell.strip()) for cell in cells]))
        number += 1
    out.table(rows)
    return number


def _after(lines: list[str], number: int, end: re.Pattern[str]) -> int:
    """Return the line after the one that ends what begins here; after the last line when none does."""
    for index in range(number + 1, len(lines)):
        if end.match(lines[index]):
            return index + 1
    return len(lines)


def _inline(text: str) -> str:
    parts: list[str] = []
    done = 0
    for match in _INLINE.finditer(text):
        parts.append(escaped(text[done : match.start()]))
        done = match.end()
        if match["note"]:
            parts.append(f"[^{match['note']}]")
        elif match["target"]:
            parts.append(_link(match["target"], match["words"] or ""))
        elif match["address"]:
            parts.append(link(escaped(match["address"]), match["address"]))
        elif match["mark"] in "=~":
            parts.append(code(match["inner"]))
        else:
            around = _AROUND[match["mark"]]
            parts.append(f"{around}{_inline(match['inner'])}{around}")
    parts.append(escaped(text[done:]))
    return "".join(parts)


def _link(target: str, words: str) -> str:
    target = target.removeprefix("file:")
    if target.lower().endswith(_PICTURE) and not words:
        return f"![]({target})" if not re.search(r"[()\s<>]", target) else escaped(f"[{target}]")
    return link(escaped(words or target), target)
