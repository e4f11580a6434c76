"""Marks in running text that CommonMark does not know: `==marked==`, `10^6^`, `H~2~O`."""

from __future__ import annotations

import re

from markdown_it.token import Token

_SPLIT = re.compile(
    r"(?P<mark>(?<![=<>!])==(?!=))"
    r"|(?<=\w)\^(?P<raised>[+−-]?\w{1,12})\^(?!\^)"
    r"|(?<=\w)(?<!~)~(?P<lowered>[+−-]?\w{1,12})~(?!~)"
)


def with_marks(children: list[Token]) -> list[Token]:
    """Return the tokens of a line of text with tokens of their own for these marks.

    A pair of `==` marks what is between them when both stand at the same depth of other markup, the first at
    the beginning of a word and the second at the end of one. Any other stays.
    """
    if not any(child.type == "text" and any(mark in child.content for mark in "=^~") for child in children):
        return children
    written: list[Token] = []
    opened: dict[int, int] = {}
    depth = 0
    for child in children:
        if child.type != "text":
            depth += child.nesting
            if child.nesting > 0:
                opened.pop(depth, None)
            written.append(child)
            continue
        text, done = child.content, 0
        for mark in _SPLIT.finditer(text):
            written += _text(text[done : mark.start()])
            done = mark.end()
            if mark["mark"]:
                _pair(written, opened, depth, text, mark)
            else:
                kind = "raised" if mark["raised"] else "lowered"
                written.append(Token(kind, "", 0, content=mark["raised"] or mark["lowered"]))
        written += _text(text[done:])
    return written


def _pair(written: list[Token], opened: dict[int, int], depth: int, text: str, mark: re.Match[str]) -> None:
    """Write the `==` that was met: the end of a pair, a possible beginning, or two characters."""
    before, after = text[: mark.start()][-1:], text[mark.end() :][:1]
    place = opened.get(depth)
    if place is not None and not before.isspace() and not after.isalnum():
        written[place] = Token("mark_open", "mark", 1)
        written.append(Token("mark_close", "mark", -1))
        del opened[depth]
        return
    written.append(Token("text", "", 0, content="=="))
    if not after.isspace() and not before.isalnum():
        opened[depth] = len(written) - 1


def _text(text: str) -> list[Token]:
    return [Token("text", "", 0, content=text)] if text else []
