"""How many of something, in words."""

from __future__ import annotations


def plural(count: int, noun: str, several: str = "") -> str:
    """Return the count and its noun as `1 note`, `3 notes` or `12,345 notes`.

    `several` is the form for any count but one, where it is not the noun with an `s`.
    """
    return f"{count:,} {noun_for(count, noun, several)}"


def noun_for(count: int, noun: str, several: str = "") -> str:
    """Return only the noun, in the form that goes with the count: for a count that is written apart."""
    return noun if count == 1 else several or f"{noun}s"
