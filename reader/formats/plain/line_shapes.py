"""What lines of plain text are by their shape: markers of items, numbered headings, tables and drawings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from reader.formats.metadata.titles import reads_as_title

_PORTION_NEXT = r"(?=\((?:TS|S|C|U|R|SBU|LOU|FOUO|OUO|CUI|NF)(?:\)|//|/|-))"
_MARKER = re.compile(
    r"(?P<marker>[-*+•◦▪‣·–—⁃]|--|(?P<round>o)|\(?\d{1,3}[.)](?![ ]\d{3}[-. ]\d{4})"
    r"|(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,4}\.?)"
    r"|(?P<open>\(?)(?P<letter>[A-Za-z]|[ivx]{2,5}|[IVX]{2,5})(?P<close>[.)]))"
    rf"(?:(?P<gap>[ \t]+)(?=\S)|(?<=[.)]){_PORTION_NEXT}|(?<=\d\))(?=[A-Z]))"
)
_LABEL = re.compile(
    r"^[ \t>]*(?P<open>\(?)(?P<label>\d{1,2}(?:\.\d{1,2}){1,4}|[A-Za-z]|[ivx]{2,5}|[IVX]{2,5}|\d{1,3}|o)"
    r"(?P<close>[.)]?)"
    rf"(?:[ \t]+\S|{_PORTION_NEXT})",
    re.MULTILINE,
)
_BULLETS = re.compile(r"^[ \t]*[*•◦▪‣·-][ \t]+\S", re.MULTILINE)
_ROMAN = {
    roman: number
    for number, roman in enumerate(
        [
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            "xi",
            "xii",
            "xiii",
            "xiv",
            "xv",
            "xvi",
            "xvii",
            "xviii",
            "xix",
            "xx",
            "xxi",
            "xxii",
            "xxiii",
            "xxiv",
            "xxv",
        ],
        start=1,
    )
}
_ROMAN_OF = {number: roman for roman, number in _ROMAN.items()}


class Markers:
    """The markers of items that a text uses.

    A letter, a roman numeral, a decimal or an `o` marks an item only when one before or after it does so too
    in the text: `A. Keel` is a name.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _used(self) -> Counter[tuple[str, str, str]]:
        """How often each label opens a line, with the marks before and behind it."""
        labels = _LABEL.finditer(self._text)
        return Counter((match["open"], match["label"], match["close"]) for match in labels)

    def match(self, line: str) -> re.Match[str] | None:
        """Return the match of the marker that a line opens with; None without one."""
        match = _MARKER.match(line)
        if match is None:
            return None
        if match["round"]:
            bullets = self._used["", "o", ""] > 1 or _BULLETS.search(self._text) is not None
            return match if bullets else None
        if match["decimal"]:
            return match if self._has_neighbour_decimal(match["decimal"].rstrip(".")) else None
        if match["letter"]:
            return match if self._has_neighbour(match["open"], match["letter"], match["close"]) else None
        return match

    def _has_neighbour(self, opening: str, label: str, close: str) -> bool:
        small = label.lower()
        neighbours: list[str] = []
        if len(label) == 1:
            neighbours += [chr(ord(small) - 1), chr(ord(small) + 1)]
        number = _ROMAN.get(small)
        if number is not None:
            neighbours += [_ROMAN_OF.get(number - 1, ""), _ROMAN_OF.get(number + 1, "")]
        if label.isupper():
            neighbours = [neighbour.upper() for neighbour in neighbours]
        return any((opening, neighbour, close) in self._used for neighbour in neighbours)

    def _has_neighbour_decimal(self, label: str) -> bool:
        outer, _, last = label.rpartition(".")
        near = [f"{outer}.{int(last) - 1}", f"{outer}.{int(last) + 1}"]
        return any(("", other, close) in self._used for other in (*near, outer) for close in ("", "."))


_SECTION = re.compile(
    r"(?:(?P<number>\d{1,2}(?:\.\d{1,2}){0,4})\.?|(?:Appendix|Annex|APPENDIX|ANNEX)[ ]+[A-Z0-9]{1,3}[.:]?"
    r"|[IVX]{1,5}\.|(?P<letter>[A-Z])\.(?:\d{1,2}\.?)*)[ \t]+(?P<title>\S[^\n]{1,70}?)[ \t]*\Z"
)
_ENTRY = re.compile(r"(?P<number>\d[\d.]*|[IVX]{1,5}\.[ ])")
_NUMBERED_ALONE = re.compile(
    r"(?:\A|\n[ \t]*\n)[ \t]{0,8}"
    r"(?P<line>(?P<number>\d{1,2}(?:\.\d{1,2}){0,4}|[IVX]{1,5}(?=\.))\.?[ \t]+\S[^\n]{1,70})"
    r"(?=\n[ \t]*\n[ \t]*(?P<next>[^\n]{1,12}))"
)


def numbers_sections(text: str, least: int = 2) -> bool:
    """Return whether a text numbers its sections: enough numbered titles stand alone before other text."""
    titles = 0
    for match in _NUMBERED_ALONE.finditer(text):
        if section_level(match["line"]) and _is_below(match["next"], match["number"]):
            titles += 1
            if titles >= least:
                return True
    return False


def _is_below(line: str, number: str) -> bool:
    """Whether a line may stand below a number: no next entry of its list, but perhaps its first paragraph."""
    entry = _ENTRY.match(line)
    return entry is None or (number.isdigit() and entry["number"].startswith(f"{number}."))


def section_level(line: str) -> int:
    """Return the level of the heading that a numbered title is, from 2 on; 0 when the line is none."""
    match = _SECTION.match(line)
    if match is None:
        return 0
    title = match["title"]
    if not reads_as_title(title) or title.endswith((".", ":", ";", ",")) or dotted(line):
        return 0
    return 2 + (match["number"] or "").count(".")


_RULED = re.compile(r"[|+\-=_:.\s─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣╦╩╬*#]*\Z")
_GAP = re.compile(r"(?<![.!?:;,\"”’)])[ ]{2,}(?=\S)")
_DOTS = re.compile(r"(?:\.{4,}|(?:[ ]\.){3,}|…{2,}|_{4,})[ ]*(?:\d{1,4}|[ivxl]{1,6})?\s*\Z")
_FIGURE = re.compile(r"(?:[0-9a-fA-F]{4,}|[-+(]?[$€£]?\d[\d.,:/%)-]*)\Z")
_MARKS_OF_TABLES = ("  ", "\t", "|", "---", "===", "___", "+-", "....", " . .", "……", "─", "═", "║")
"""One of them stands in most lines of a table that is no columns of figures."""
_STROKE = re.compile(r"[-=_+|/\\^]{2,}|\|.*\|")
_DRAWN = frozenset("|+-_=/\\<>^*#~:")
_LONGEST_DOTS = 80


def has_columns(text: str) -> bool:
    """Return whether a line, without the space around it, has cells parted by space, tabs or bars."""
    return "   " in text or "\t" in text or "|" in text[1:-1]


def dotted(text: str) -> bool:
    """Return whether a line is an entry of a table of contents with dots up to its page."""
    return _DOTS.search(text[-_LONGEST_DOTS:]) is not None


def is_table(lines: Sequence[str]) -> bool:
    """Return whether lines, with their indent against one another, mean what they mean by their columns.

    Ruled and column tables, drawings, columns of figures, dotted contents.
    """
    if len(lines) < 2:
        return False
    texts = [line.strip() for line in lines]
    whole = "\n".join(texts)
    if sum(map(whole.count, _MARKS_OF_TABLES)) * 2 < len(lines) and not _has_many_figures(whole):
        return False
    columns = ruled = drawn = figures = contents = 0
    for text in texts:
        rule = len(text) > 2 and _RULED.match(text) is not None
        ruled += rule
        columns += rule or has_columns(text)
        drawn += rule or _is_drawn(text)
        contents += dotted(text)
        words = text.split()
        figures += len(words) > 1 and sum(1 for word in words if _FIGURE.match(word)) * 5 >= len(words) * 4
    most = len(lines) * 6
    if ruled == len(lines):
        return any("|" in text or "+" in text for text in texts)
    if columns * 10 >= most or drawn * 10 >= most or figures * 10 >= len(lines) * 8:
        return True
    return contents * 2 >= len(lines) or _is_aligned(lines)


def _has_many_figures(text: str) -> bool:
    return sum(map(text.count, "0123456789")) * 4 >= len(text)


def _is_drawn(text: str) -> bool:
    marks = sum(1 for char in text if char in _DRAWN)
    return marks >= 3 and _STROKE.search(text) is not None and marks * 10 >= len(text.replace(" ", "")) * 4


def _is_aligned(lines: Sequence[str]) -> bool:
    """Whether most lines have a gap of two spaces or more that ends in the same column."""
    ends: Counter[int] = Counter()
    gaps = 0
    for line in lines:
        stripped = line.lstrip()
        indent = len(line) - len(stripped)
        of_line = {indent + gap.end() for gap in _GAP.finditer(stripped)}
        gaps += bool(of_line)
        ends.update(of_line)
    if gaps < 2 or gaps * 10 < len(lines) * 6:
        return False
    return max(ends.values()) * 10 >= len(lines) * 6
