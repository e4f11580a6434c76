"""Colours in fenced code: Pygments' tokens brought down to five roles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pygments import lex
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Literal, Name, Number, Operator, String, _TokenType
from pygments.util import ClassNotFound


class Coloured(NamedTuple):
    """Code points `[start, end)` that have a role among the looks."""

    start: int
    end: int
    role: str


_ROLES: tuple[tuple[_TokenType, str], ...] = (
    (Comment, "comment"),
    (Keyword, "keyword"),
    (Operator.Word, "keyword"),
    (String, "string"),
    (Number, "number"),
    (Literal, "string"),
    (Name.Function, "name"),
    (Name.Class, "name"),
    (Name.Tag, "keyword"),
    (Name.Decorator, "name"),
)
LANGUAGES = frozenset(
    {
        "Bash", "Bash Session", "Batchfile", "C", "C++", "CSS", "Diff", "Go", "HTML", "HTTP", "INI",
        "JSON", "JSX", "JavaScript", "Kotlin", "Lua", "Makefile", "Markdown", "PHP", "Perl", "PowerShell",
        "Python", "Python console session", "Ruby", "Rust", "S", "SQL", "Scala", "Swift", "TOML", "TeX",
        "TypeScript", "XML", "YAML",
    }
)  # fmt: skip
"""The languages, by the names of Pygments, whose lexers stay quick within the limits whatever the code.

It has 600 more, some of which a crafted block of a few hundred words can stop for minutes (Java's is one).
"""
MOST = 10_000
"""Code points of a block that is coloured; longer ones stay plain.

So do those with lines of more than 500 or white space of more than 100 code points: the patterns of many of
Pygments' lexers, Python's among them, take time that grows with the square or the cube of such a run.
"""
_RUN = re.compile(r"[^\n]{501}|\s{101}")


def coloured(text: str, start: int, end: int, language: str) -> list[Coloured]:
    """Return what has a role in the code `text[start:end]`, sorted; none in other languages or long runs."""
    name = language.split()[0] if language.split() else ""
    if not name or end - start > MOST or _RUN.search(text, start, end):
        return []
    try:
        lexer = get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        return []
    return list(_spans(lex(text[start:end], lexer), start)) if lexer.name in LANGUAGES else []


def _spans(tokens: Iterable[tuple[_TokenType, str]], offset: int) -> Iterator[Coloured]:
    for kind, value in tokens:
        role = next((role for token, role in _ROLES if kind in token), "")  # type: ignore[comparison-overlap]
        if role and value.strip():
            yield Coloured(offset, offset + len(value), role)
        offset += len(value)
