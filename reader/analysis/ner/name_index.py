"""Many names sought in a text at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

TOKEN = re.compile(r"\w+")
_GOES_ON = re.compile(r"\w|[.@][A-Za-z]|[./_-]\d")
"""What shows that a name is but the beginning of a code or an address: U.S.C., USA.gov, GAO-13-521."""


_ENDS_CODE = re.compile(r"(?:\w\.|[@/]|\w_)\Z")
"""What shows that a name is but the end of one: "S.C." of U.S.C."""


class NameIndex:
    """A finder of many names in a text in one pass; where several begin at one place, the longest."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[str]] = defaultdict(list)
        for name in names:
            first = TOKEN.match(name)
            if first:
                self._by_first[first.group()].append(name)
        for starting_alike in self._by_first.values():
            starting_alike.sort(key=len, reverse=True)

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and name of each place, sorted, never overlapping; whole words only."""
        places: list[tuple[int, int, str]] = []
        position = 0
        for token in TOKEN.finditer(text):
            names = self._by_first.get(token.group())
            if (
                names is None
                or token.start() < position
                or _ENDS_CODE.search(text, max(0, token.start() - 2), token.start())
            ):
                continue
            for name in names:
                end = token.start() + len(name)
                if text.startswith(name, token.start()) and not _GOES_ON.match(text, end):
                    places.append((token.start(), end, name))
                    position = end
                    break
        return places
