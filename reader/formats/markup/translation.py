"""A text of another markup language, said in Markdown, so that one reader makes blocks of both."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from reader.errors import TooMuchMarkupError
from reader.formats.builder import Draft
from reader.formats.decoding.text_file import TextFile
from reader.formats.markdown.reading import read_markdown
from reader.formats.metadata.dates import parse_date
from reader.formats.plain.plain_text import read_plain

_MARKS = re.compile(r"[\\`*_\[\]<>#|~^=%&$!{}]")
_LANGUAGE = re.compile(r"[\w+#-]{1,30}")
_OPENING = re.compile(r"(\s*)([-+]|\d{1,9}[.)])(?=\s|\Z)")


@dataclass(slots=True)
class Translation:
    """Lines of Markdown, for each the line of the source that it is from, and what the source says of itself.

    `title`, `date`, `author` and `tags` are the source's own words; it `includes` other files or does not.
    """

    lines: list[str] = field(default_factory=list)
    sources: list[int] = field(default_factory=list)
    title: str = ""
    date: str = ""
    author: str = ""
    tags: tuple[str, ...] = ()
    includes: bool = False

    def add(self, line: str, source: int) -> None:
        """Add a line that comes from that line of the source, counted from 0."""
        self.lines.append(line)
        self.sources.append(source)

    def table(self, rows: list[tuple[int, list[str]]]) -> None:
        """Add a table of cells in Markdown, each row with its line of the source, the head first."""
        width = max((len(cells) for _source, cells in rows), default=0)
        for index, (source, cells) in enumerate(rows):
            if index == 0:
                self.add("", source)
            self.add("| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |", source)
            if index == 0:
                self.add("|" + "---|" * width, source)
        if rows:
            self.add("", rows[-1][0])

    def fenced(self, content: list[str], source: int, language: str) -> None:
        """Add lines that are shown as they are; they begin below the line `source`."""
        runs = [len(run) for line in content for run in re.findall(r"`+", line)]
        fence = "`" * max(3, 1 + max(runs, default=0))
        self.add(f"{fence}{language if _LANGUAGE.fullmatch(language) else ''}", source)
        for offset, line in enumerate(content, start=1):
            self.add(line, source + offset)
        self.add(fence, source + len(content))

    def draft(self, file: TextFile) -> Draft:
        """Return the draft of the text; one with too much markup is read as plain text."""
        try:
            draft = read_markdown("\n".join(self.lines))
        except TooMuchMarkupError as error:
            draft = read_plain(file.body, file.first_line)
            draft.warnings.append(f"{error} It is shown as plain text.")
        else:
            draft.blocks = [
                replace(block, line=file.first_line + self.sources[min(block.line, len(self.sources) - 1)])
                for block in draft.blocks
            ]
        draft = file.described(draft)
        if self.title and not draft.title:
            draft.title, draft.title_from = self.title, "header"
        if not draft.published and (day := parse_date(self.date)):
            draft.published, draft.published_from = day, "header"
        draft.source = draft.source or self.author
        draft.tags = draft.tags or self.tags
        if self.includes:
            draft.warnings.append("The files that it includes are not read.")
        if not draft.blocks:
            draft.warnings.append("There is no text in it.")
        return draft


def escaped(text: str) -> str:
    """Return plain words so that Markdown takes none of them for marks."""
    return _MARKS.sub(r"\\\g<0>", text)


def escaped_line(text: str) -> str:
    """Return a plain line so that it begins no list either."""
    return _OPENING.sub(lambda match: f"{match[1]}{match[2][:-1]}\\{match[2][-1]}", text, count=1)


def code(text: str) -> str:
    """Return words as code."""
    ticks = "`" * (1 + max((len(run) for run in re.findall(r"`+", text)), default=0))
    return f"{ticks} {text} {ticks}" if text.strip() else escaped(text)


def link(words: str, target: str) -> str:
    """Return a link whose words are Markdown already; an address that cannot be one stays text."""
    if not target or re.search(r"[<>\s\\]", target):
        return f"{words} ({escaped(target)})" if target else words
    return f"[{words}](<{target}>)"
