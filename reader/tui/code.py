"""Colours in fenced code: Pygments' tokens brought down to five roles."""

from __future__ import annotations

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
MOST = 65_536  # code points that are coloured; longer blocks stay plain


def coloured(text: str, start: int, end: int, language: str) -> list[Coloured]:
    """What has a role in the code `text[start:end]`, sorted; nothing in an unknown language or long text."""
    name = language.split()[0] if language.split() else ""
    if not name or end - start > MOST:
        return []
    try:
        lexer = get_lexer_by_name(name, stripnl=False)
    except ClassNotFound:
        return []
    return list(_spans(lex(text[start:end], lexer), start))


def _spans(tokens: Iterable[tuple[_TokenType, str]], at: int) -> Iterator[Coloured]:
    for kind, value in tokens:
        role = next((role for token, role in _ROLES if kind in token), "")  # type: ignore[comparison-overlap]
        if role and value.strip():
            yield Coloured(at, at + len(value), role)
        at += len(value)
