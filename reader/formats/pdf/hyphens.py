"""Words that a line's end parts: whether the hyphen goes is told by the document's own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from reader.formats.pdf.page_text import LINE_BREAK_HYPHEN

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\Z")
_FIRST = re.compile(r"[^\W\d_]+")
_HYPHENS = (LINE_BREAK_HYPHEN, "-", "\u2010", "\u00ad")
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")
_ADDRESS_END = re.compile(r"(?:://|www\.)\S*[/_.=&?-]\Z")


class WordJoiner:
    """A joiner of the lines of a paragraph by the words that the document has within its lines."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._counts: Counter[str] = Counter()
        for line in lines:
            self._counts.update(_WORD.findall(line.lower()))

    def joint(self, before: str, after: str) -> tuple[int, str]:
        """Return how many characters of `before` go, and what stands in their place before `after`."""
        if before.endswith(_HYPHENS):
            return 1, self._hyphen(before[:-1], after, before[-1])
        if not before or not after:
            return 0, ""
        if _WIDE.match(before[-1]) and _WIDE.match(after[0]):
            return 0, ""
        if before[-1] in "/_.=&?" and _ADDRESS_END.search(before[-200:]):
            return 0, ""
        return 0, " "

    def _hyphen(self, before: str, after: str, hyphen: str) -> str:
        """Return what stands between the two pieces: nothing where the hyphen only parts a word."""
        first, last = _LAST.search(before[-80:]), _FIRST.match(after)
        if first is None or last is None:
            is_sign = hyphen == "-" and (not before or before[-1].isspace())
            return "- " if is_sign else "-"
        head, tail = first.group().lower(), last.group().lower()
        if hyphen == "\u00ad":
            return ""
        counts = self._counts
        whole, parted = counts[head + tail], counts[f"{head}-{tail}"]
        if whole or parted:
            return "" if whole >= parted else "-"
        if not tail[0].islower() or last.group() != tail:
            return "-"
        return "-" if counts[head] > 1 and counts[tail] > 1 else ""
