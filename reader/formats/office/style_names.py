"""What the names of paragraph styles say, in small letters, as word processors have them."""

from __future__ import annotations

_QUOTES = frozenset({"quote", "intense quote", "block text", "blockquote", "quotations"})
_CODE = frozenset({"source code", "html preformatted", "plain text code", "preformatted text", "code"})


def heading_level(name: str) -> int | None:
    """Return the level of a heading, at most 6; None when the name says nothing of it."""
    number = name.removeprefix("heading ")
    return min(int(number), 6) if number != name and number in tuple("123456789") else None


def is_title(name: str) -> bool:
    """Return whether it is that of the title above a document, which is in no outline."""
    return name == "title"


def is_quote(name: str) -> bool:
    """Return whether it is one of those for quotations."""
    return name in _QUOTES


def is_code(name: str) -> bool:
    """Return whether it is one of those for code."""
    return name in _CODE


def continues_item(name: str) -> bool:
    """Return whether a paragraph without a number goes on with the list item before it."""
    return name.startswith(("list paragraph", "list continue"))
