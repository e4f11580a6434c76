"""Markdown → its document.

A text costs what its marks cost. `MAX_MARKS` bounds them, and with them the time and the memory that any text
takes; `MAX_NESTING` and `MAX_OPEN_BRACKETS` bound what a single one of them may cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reader.errors import TooMuchMarkupError
from reader.formats.builder import Draft
from reader.formats.decoding.text_file import read_text
from reader.formats.format import Context, Part
from reader.formats.markdown.parser import MAX_NESTING, parser_for, with_bars_hidden
from reader.formats.markdown.writer import Writer
from reader.formats.plain.plain_text import read_plain

MAX_OPEN_BRACKETS = 1_000
"""How many brackets may stand open at once: for each of them the parser looks ahead."""
MAX_MARKS = 600_000
"""How many line ends and characters that may be markup a text may have: some 12 MB of prose, or a table of
three columns and 100,000 rows. The costliest text that has so many, a list of short items, takes 13 s and
700 MB of memory on a shared core."""

_MARKS = "\n!#&()*+-.:<=>[\\]^_`|~"
_BRACKET = re.compile(r"[\[\]]")


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Give the one document of a Markdown file; one with too much markup is read as plain text."""
    file = read_text(data, markdown=True)
    try:
        draft = read_markdown(file.body, file.first_line)
    except TooMuchMarkupError as error:
        draft = read_plain(file.body, file.first_line)
        draft.warnings.append(f"{error} It is shown as plain text.")
    tags = draft.tags
    draft = file.described(draft)
    draft.tags = tuple(dict.fromkeys((*draft.tags, *tags)))
    yield "", draft


def read_markdown(text: str, first_line: int = 0) -> Draft:
    """Return the draft of a Markdown text that begins at `first_line` of its file.

    Raises TooMuchMarkupError.
    """
    if sum(map(text.count, _MARKS)) > MAX_MARKS:
        raise TooMuchMarkupError(f"It has more than {MAX_MARKS:,} marks and lines.")
    if _opens_too_many(text):
        raise TooMuchMarkupError(f"It has more than {MAX_OPEN_BRACKETS:,} brackets that are never closed.")
    env: dict[str, Any] = {}
    text = with_bars_hidden(text)
    tokens = parser_for(text).parse(text, env)
    if any(token.level >= MAX_NESTING - 1 for token in tokens):
        raise TooMuchMarkupError(f"Its markup nests deeper than {MAX_NESTING} levels.")
    writer = Writer(env, first_line)
    writer.write(tokens)
    return writer.draft()


def _opens_too_many(text: str) -> bool:
    if text.count("[") <= MAX_OPEN_BRACKETS:
        return False
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = depth + 1 if bracket.group() == "[" else max(0, depth - 1)
        if depth > MAX_OPEN_BRACKETS:
            return True
    return False
