"""The lines that were searched for, kept from one run of the program to the next."""

from __future__ import annotations

import json

from reader.library import Library

_NAME = "search history"
_MOST_LINES = 100


class SearchHistory:
    """The lines searched for before, the latest last, and which of them is recalled."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.lines: list[str] = json.loads(library.preferences.get(_NAME, "[]"))
        self._index = len(self.lines)  # past the last: the line that is being typed

    @property
    def is_recalling(self) -> bool:
        """Whether one of the lines is recalled, so that there is a later one to go to."""
        return self._index < len(self.lines)

    def step(self, by: int) -> str | None:
        """Return the line so many further on, empty past the last; None where there is none."""
        index = self._index + by
        if not 0 <= index <= len(self.lines):
            return None
        self._index = index
        return self.lines[index] if index < len(self.lines) else ""

    def add(self, line: str) -> None:
        """Keep a line as the latest; an empty one is not kept."""
        line = line.strip()
        if line:
            lines = [*(other for other in self.lines if other != line), line][-_MOST_LINES:]
            self._library.preferences.set(_NAME, json.dumps(lines, ensure_ascii=False))
