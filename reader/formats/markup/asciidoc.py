"""AsciiDoc → its document, by way of Markdown. https://docs.asciidoctor.org/asciidoc/latest/

Read are the head of a document, sections, lists, tables, blocks, links, footnotes and emphasis; remarks are
left out, and no file is included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.formats.decoding.text_file import read_text
from reader.formats.format import Context, Part
from reader.formats.markup.translation import Translation, code, escaped, escaped_line, link

_SECTION = re.compile(r"(={1,6}|#{1,6})[ \t]+(\S.*)\Z")
_BEFORE_HEAD = re.compile(r"[ \t]*\Z|//")
_ATTRIBUTE = re.compile(r":!?([\w][\w-]*)!?:(?:[ \t]+(.*)|)\Z")
_AUTHOR = re.compile(r"[^\W\d_][\w .'-]{0,100}(?:<[^<>\s]+>)?(?:;.*)?\Z")
_REVISION = re.compile(r"(?:v[\w.]+,?[ \t]*)?(\d{4}-\d{2}-\d{2}|\d{1,2} \w+ \d{4}|\w+ \d{1,2}, \d{4})?.*\Z")
_FENCE = re.compile(r"(-{4,}|\.{4,}|_{4,}|\*{4,}|={4,}|\+{4,}|/{4,}|--|```+)[ \t]*(\w*)\Z")
_TABLE = re.compile(r"[|,:!]={3,}[ \t]*\Z")
_CELL = re.compile(r"(?:(?<=\s)|^)(?:\d+\*|\d*\.?\d*\+)?[<^>.]*[aehlmsdv]?(?<!\\)\|", re.ASCII)
_BULLET = re.compile(r"[ \t]*(\*{1,5}|-|\.{1,5}|\d{1,9}\.)[ \t]+(\[[ xX*]\][ \t]+)?(\S.*)\Z")
_TERM = re.compile(r"[ \t]*(\S.*?)(:{2,4}|;;)(?:[ \t]+(.*))?\Z")
_BLOCK_LINE = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\][ \t]*\Z")
_ANCHOR = re.compile(r"\[\[[^\[\]]*\]\]|\[#[^\[\]]*\]")
_TITLE = re.compile(r"\.(?![. \t])(.+)\Z")
_MACRO = re.compile(r"(image|video|audio|include|toc|ifdef|ifndef|ifeval|endif)::([^\[\]]*)\[(.*)\][ \t]*\Z")
_NOTE_WORDS = re.compile(r"(NOTE|TIP|IMPORTANT|WARNING|CAUTION): (.*)\Z")
_INLINE = re.compile(
    r"footnote:[\w-]*\[(?P<note>[^\[\]]{1,1000})\]"
    r"|<<(?P<ref>[^<>,]{1,200})(?:,(?P<refwords>[^<>]{1,500}))?>>"
    r"|(?P<macro>link|xref|mailto|image|kbd|btn|menu|pass|stem|icon):(?P<target>[^\s\[\]]{0,2000})\[(?P<words>[^\[\]]{0,1000})\]"
    r"|(?P<address>(?:https?|ftp)://[^\s<>\[\]]{1,2000}[^\s<>\[\].,;:!?)])(?:\[(?P<addresswords>[^\[\]]{0,1000})\])?"
    r"|\{(?P<attribute>[\w-]{1,60})\}"
    r"|(?P<double>\*\*|__|``|\#\#)(?P<dinner>\S(?:[^\n]{0,500}?\S)??)(?P=double)"
    r"|(?<![\w*_`#])(?P<mark>[*_`#])(?P<inner>\S(?:[^\n]{0,500}?\S)??)(?P=mark)(?![\w*_`#])"
)
_AROUND = {"*": "**", "_": "*", "#": "=="}
_WORDS = {"nbsp": " ", "amp": "&", "lt": "<", "gt": ">", "apos": "'", "plus": "+", "empty": "", "sp": " "}
_VERBATIM = "-.`+"


class _Reader:
    """Reads the lines once; `attributes` are those that the text defines, `notes` its footnotes so far."""

    def __init__(self, lines: list[str]) -> None:
        self.out = Translation()
        self._lines = lines
        self._attributes: dict[str, str] = {}
        self._notes: list[tuple[int, str]] = []
        self._number = 0
        self._style = ""
        self._levels: list[str] = []

    def read(self) -> Translation:
        """Return the whole text in Markdown."""
        self._head()
        while self._number < len(self._lines):
            self._next()
        for count, (source, words) in enumerate(self._notes, start=1):
            self.out.add("", source)
            self.out.add(f"[^{count}]: {words}", source)
        return self.out

    def _head(self) -> None:
        lines = self._lines
        while self._number < len(lines) and _BEFORE_HEAD.match(lines[self._number]):
            self._number += 1
        start = self._number
        title = _SECTION.match(lines[start]) if start < len(lines) else None
        if title is None or len(title[1]) > 1:
            return
        self.out.title = _plain(title[2])
        self.out.add(f"# {self._inline(title[2])}", start)
        self._number += 1
        if self._number < len(lines) and _AUTHOR.match(lines[self._number]):
            self.out.author = lines[self._number].partition("<")[0].partition(";")[0].strip()
            self.out.add("", self._number)
            self.out.add(escaped_line(self._inline(lines[self._number])), self._number)
            self._number += 1
            line = lines[self._number] if self._number < len(lines) else ""
            revision = _REVISION.match(line)
            if revision is not None and line.strip() and not line.startswith(":"):
                self.out.date = revision[1] or ""
                self.out.add("", self._number)
                self.out.add(escaped_line(self._inline(lines[self._number])), self._number)
                self._number += 1
        self.out.add("", start)

    def _next(self) -> None:
        number, line = self._number, self._lines[self._number].rstrip()
        self._number += 1
        if line.startswith("//") and not line.startswith("////"):
            return
        if not line.strip():
            self.out.add("", number)
            self._style = ""
        elif (attribute := _ATTRIBUTE.match(line)) is not None:
            self._attribute(attribute[1], (attribute[2] or "").strip())
        elif (fence := _FENCE.match(line)) is not None:
            self._block(fence[1], fence[2], number)
        elif _TABLE.match(line):
            self._table(number, line)
        elif (macro := _MACRO.match(line)) is not None:
            self._macro(macro[1], macro[2], macro[3], number)
        elif _BLOCK_LINE.match(line):
            self._style = line.strip()[1:-1]
            if self._style.startswith(("quote,", "verse,")):
                self.out.add("", number)
                self.out.add(f"— {self._inline(self._style.partition(',')[2].strip())}", number)
                self.out.add("", number)
        elif (section := _SECTION.match(line)) is not None:
            self._levels = []
            self.out.add("", number)
            self.out.add(f"{'#' * len(section[1])} {self._inline(section[2])}", number)
            self.out.add("", number)
        elif line == "+":
            self.out.add("", number)
            if self._levels and self._number < len(self._lines):
                follower = self._lines[self._number].rstrip()
                if not any(shape.match(follower) for shape in (_FENCE, _TABLE, _BLOCK_LINE)):
                    self.out.add(f"{'    ' * len(self._levels)}{self._inline(follower)}", self._number)
                    self._number += 1
        elif (bullet := _BULLET.match(line)) is not None:
            self._item(bullet, number)
        elif (title := _TITLE.match(line)) is not None:
            self.out.add("", number)
            self.out.add(f"**{self._inline(title[1])}**", number)
            self.out.add("", number)
        elif (term := _TERM.match(line)) is not None:
            self._levels = ["::"]
            self.out.add("", number)
            self.out.add(f"- **{self._inline(term[1])}**: {self._inline(term[3] or '')}", number)
        else:
            self._text(line, number)

    def _text(self, line: str, number: int) -> None:
        aside = _NOTE_WORDS.match(line)
        if aside is not None:
            self.out.add(f"**{aside[1].capitalize()}**: {self._inline(aside[2])}", number)
            return
        broken = line.endswith(" +")
        words = escaped_line(self._inline(line[:-2] if broken else line.strip()))
        self.out.add(f"{words}\\" if broken else words, number)

    def _attribute(self, name: str, value: str) -> None:
        self._attributes[name.lower()] = value
        if name in ("revdate", "date"):
            self.out.date = value
        elif name == "author":
            self.out.author = value
        elif name in ("keywords", "tags"):
            self.out.tags = tuple(filter(None, (tag.strip() for tag in value.split(","))))

    def _item(self, bullet: re.Match[str], number: int) -> None:
        mark = re.sub(r"\d+\.", "1.", bullet[1])
        if mark in self._levels:
            del self._levels[self._levels.index(mark) + 1 :]
        else:
            self._levels.append(mark)
        box = (bullet[2] or "").replace("*", "x")
        shown = {"*": "-", "-": "-", ".": "1."}.get(bullet[1][0], bullet[1])
        self.out.add(f"{'    ' * (len(self._levels) - 1)}{shown} {box}{self._inline(bullet[3])}", number)

    def _block(self, fence: str, language: str, number: int) -> None:
        end = self._end_of(fence)
        content = self._lines[self._number : end]
        style, self._style = self._style, ""
        if fence[0] == "/":
            self._number = end + 1
            return
        self.out.add("", number)
        if (fence[0] in _VERBATIM and fence != "--") or style.startswith(("source", "listing", "literal")):
            named = style.split(",")[1].strip() if style.startswith("source,") else language
            self.out.fenced(content, number, named)
            self._number = end + 1
        elif fence[0] == "_":
            for offset, line in enumerate(content, start=number + 1):
                self.out.add(f"> {escaped_line(self._inline(line.strip()))}", offset)
            self._number = end + 1
        else:
            # What stands in an example, a sidebar or an open block is read as if it stood by itself.
            self._lines[end : end + 1] = [""] if end < len(self._lines) else []
        self.out.add("", number)

    def _end_of(self, opening: str) -> int:
        """Return the line that closes what a line opened, or the one after the last."""
        lines = range(self._number, len(self._lines))
        return next((line for line in lines if self._lines[line].rstrip() == opening), len(self._lines))

    def _table(self, number: int, opening: str) -> None:
        end = self._end_of(opening)
        style, self._style = self._style, ""
        columns = _columns(style)
        rows: list[tuple[int, list[str]]] = []
        cells: list[tuple[int, str]] = []
        for index in range(self._number, end):
            line = self._lines[index].rstrip()
            starts = [match.end() for match in _CELL.finditer(line)]
            if not starts:
                if cells and line.strip():
                    cells[-1] = (cells[-1][0], f"{cells[-1][1]} {line.strip()}")
                continue
            bounds = [*[match.start() for match in _CELL.finditer(line)][1:], len(line)]
            parts = [line[start:stop].strip() for start, stop in zip(starts, bounds, strict=True)]
            columns = columns or len(parts)
            cells += [(index, part) for part in parts]
        for start in range(0, len(cells), columns or 1):
            row = cells[start : start + columns]
            rows.append((row[0][0], [self._inline(cell).replace("|", "\\|") for _index, cell in row]))
        self.out.table(rows)
        self._number = end + 1

    def _macro(self, name: str, target: str, words: str, number: int) -> None:
        if name in ("image", "video", "audio"):
            described = words.partition(",")[0].strip().strip('"')
            self.out.add("", number)
            is_address = re.fullmatch(r"[^\s<>]+", target) is not None
            self.out.add(f"![{escaped(described)}](<{target}>)" if is_address else "", number)
            self.out.add("", number)
        elif name == "include":
            self.out.includes = True

    def _inline(self, text: str) -> str:
        parts: list[str] = []
        done = 0
        for match in _INLINE.finditer(text):
            parts.append(escaped(text[done : match.start()]))
            parts.append(self._mark(match))
            done = match.end()
        parts.append(escaped(text[done:]))
        return "".join(parts)

    def _mark(self, match: re.Match[str]) -> str:
        if match["note"]:
            self._notes.append((self._number - 1, escaped(match["note"])))
            return f"[^{len(self._notes)}]"
        if match["ref"]:
            return escaped(match["refwords"] or match["ref"].lstrip("#")).strip()
        if match["macro"]:
            words = match["words"].partition(",")[0] if match["macro"] != "menu" else match["words"]
            target = match["target"].removeprefix(":")
            if match["macro"] in ("link", "mailto"):
                scheme = "mailto:" if match["macro"] == "mailto" else ""
                return link(escaped(words or target), f"{scheme}{target}")
            return escaped(words or target)
        if match["address"]:
            words = (match["addresswords"] or "").rstrip("^") or match["address"]
            return link(escaped(words), match["address"])
        if match["attribute"]:
            name = match["attribute"].lower()
            value = self._attributes.get(name, _WORDS.get(name))
            return escaped(value if value is not None else match[0])
        mark, inner = (match["double"] or match["mark"])[0], match["dinner"] or match["inner"]
        if mark == "`":
            return code(inner)
        around = _AROUND[mark]
        return f"{around}{self._inline(inner)}{around}"


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Give the one document of an AsciiDoc file. Raises FormatError when the bytes are no text."""
    file = read_text(data)
    yield "", _Reader(file.body.split("\n")).read().draft(file)


def _columns(style: str) -> int:
    """Return how many columns a table's attributes give it; 0 when they do not say."""
    match = re.search(r"cols=(?:\"([^\"]*)\"|(\d+\*?|[^,\]]+))", style)
    if match is None:
        return 0
    listed = (match[1] or match[2] or "").strip()
    many = re.fullmatch(r"(\d+)\*.*", listed)
    return min(int(many[1]), 1_000) if many else len(re.split(r"[,;]", listed))


def _plain(text: str) -> str:
    return " ".join(_ANCHOR.sub("", text).replace("*", "").replace("`", "").split())
