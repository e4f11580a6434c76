"""Which given names are short forms of others: Joe of Joseph, Bill of William.

The pairs are those of the package `nicknames`, a list of English names that its authors keep by hand.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nicknames import NickNamer


@cache
def _names() -> NickNamer:
    from nicknames import NickNamer

    return NickNamer()


@lru_cache(maxsize=1 << 14)
def is_nickname(one: str, other: str) -> bool:
    """Return whether one of two given names is a short form of the other, letter case apart."""
    one, other = one.lower(), other.lower()
    return other in _names().nicknames_of(one) or one in _names().nicknames_of(other)
