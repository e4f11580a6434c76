"""What stands around a plain text on every page and at its ends: page heads and feet, banners, signatures."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from reader.formats.plain.headers import BANNER_WORDS, is_banner_or_end

_FOOT = re.compile(
    r"^[ \t]*(?:(?P<left>\S[^\n]{0,100}?)[ \t]{2,})?"
    r"(?:\[?(?:Page|PAGE)[ \t]+(?P<page>\d{1,4})(?:[ \t]+(?:of|OF)[ \t]+\d{1,4})?\]?"
    r"|[-–—][ \t]*(?P<dashed>\d{1,4})[ \t]*[-–—])[ \t]*$",
    re.MULTILINE,
)
_MAY_HAVE_FEET = re.compile(r"P(?:age|AGE)[ \t]+\d|[-–—][ \t]*\d{1,4}[ \t]*[-–—]")
_ALONE = re.compile(r"^[ \t]*(?P<page>\d{1,3})[ \t]*$", re.MULTILINE)
_STANDING = re.compile(r"^[ \t]*(?P<line>\S[^\n]{0,110})$", re.MULTILINE)
_SIGNATURE = re.compile(
    r"^-- ?\n(?:(?![ \t]*>|[^\n]{0,200}\bwrote:|From:|-{3,}[ ]?(?:Original|Forwarded))[^\n]*\n){0,12}"
    r"(?=(?:[ \t]*>|[^\n]{0,200}\bwrote:|From:|-{3,}[ ]?(?:Original|Forwarded))|[^\n]*\Z)",
    re.MULTILINE,
)
"""A signature: a few lines below two hyphens, down to the message that was answered or to the end."""
_DEVICE = re.compile(
    r"^[ \t]*(?:-{3,}[ ]?(?:Original|Forwarded)[ ](?:Message|message)[ ]?-{3,}"
    r"|Sent from my [^\n]{1,40})[ \t]*$",
    re.MULTILINE,
)
_BANNER_LINE = re.compile(
    rf"^[ \t]*(?P<line>\W{{0,3}}{BANNER_WORDS}\b[^a-z\n]{{0,60}}?)[ \t]*$", re.MULTILINE
)
_CABLE_END = re.compile(r"[ \t]*(?:BT|NNNN|#\d{3,5})[ \t]*\Z")
_SIGNED = re.compile(r"[ \t]*[A-Z][A-Z'’.-]{1,24}(?:[ ][A-Z][A-Z'’.-]{1,24}){0,2}(?<![.])[ \t]*\Z")
_CABLE_TAIL = 400
_CABLE_HEAD = 2_000
_GROUP = re.compile(r"\b\d{6}Z[ ]+[A-Z]{3}[ ]+\d\d")
_PAGE_LINES = 3
_LEAST_ALONE = 3
_LEAST_PAGE = 800
"""A page of print has so many code points at least."""
_OF_FEET = (
    "Page",
    "PAGE",
    "\n-",
    "\n–",
    "\n—",
    "  -",
    "  –",
    "  —",
    "\t-",
    "\t–",
    "\t—",
    "\n -",
    "\n –",
    "\n —",
)
_OF_DEVICES = ("Sent from my ", "riginal ", "orwarded ")
_OF_BANNERS = (
    "SECRET", "S E C R E T", "C O N F", "CONFIDENTIAL", "RESTRICTED", "U N C L A S", "CLAS", "LIMITED",
    "SENSITIVE", "OFFICIAL", "CONTROLLED", "CUI", "FOUO", "SBU", "NOT FOR",
)  # fmt: skip
"""One of them stands in every text that the patterns of feet, of devices and of banners match."""


class Furniture(NamedTuple):
    """Numbers of lines, from 0, that are furniture, and which of those stand where a page ends or begins."""

    lines: frozenset[int]
    pages: frozenset[int]


def find_furniture(text: str, top: frozenset[int]) -> Furniture:
    """Find the lines of a text that are furniture; `top` are those of its head."""
    numbers = _Numbers(text)
    pages = _pages(text, numbers)
    lines = set(pages) | top | _repeated_banners(text, numbers)
    if "\n-- \n" in text or "\n--\n" in text:
        signature = _SIGNATURE.search(text)
        if signature is not None:
            first = numbers.of(signature.start())
            ends_text = text.find("\n", signature.end()) < 0
            lines.update(range(first, first + signature.group().count("\n") + ends_text))
    lines |= _cable_end(text)
    if any(mark in text for mark in _OF_DEVICES):
        lines.update(numbers.of(match.start()) for match in _DEVICE.finditer(text))
    return Furniture(frozenset(lines), frozenset(pages))


class _Numbers:
    """The numbers of the lines at offsets that are asked for mostly in their order."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._offset = self._number = 0

    def of(self, offset: int) -> int:
        if offset < self._offset:
            self._offset = self._number = 0
        self._number += self._text.count("\n", self._offset, offset)
        self._offset = offset
        return self._number


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a line has a blank line, a banner or the end of the text before and after it."""
    before = text.rfind("\n", 0, max(0, start - 1)) + 1
    after = text.find("\n", end + 1)
    above = text[before:start].strip()
    below = text[end : after if after >= 0 else len(text)].strip()
    return all(not line or is_banner_or_end(line) for line in (above, below))


def _repeated_banners(text: str, numbers: _Numbers) -> set[int]:
    """The lines of markings of classification that stand on more than one page or at both ends."""
    if not any(word in text for word in _OF_BANNERS):
        return set()
    banners = [banner for banner in _BANNER_LINE.finditer(text) if is_banner_or_end(banner["line"])]
    counts = Counter(_form(banner["line"]) for banner in banners)
    return {numbers.of(banner.start("line")) for banner in banners if counts[_form(banner["line"])] > 1}


def _cable_end(text: str) -> set[int]:
    """The lines that a cable ends with (`BT`, `#0412`, `NNNN`), and the name of who signed it above them."""
    tail = text[-_CABLE_TAIL:].rstrip()
    has_end = tail.endswith(("BT", "NNNN")) or re.search(r"\n#\d{3,5}\Z", tail) is not None
    is_signed = tail[-1:].isupper() and "Z" in text[:_CABLE_HEAD]
    if not has_end and not (is_signed and _GROUP.search(text, 0, _CABLE_HEAD)):
        return set()
    rows = tail.split("\n")
    last = text.rstrip().count("\n")
    ends: set[int] = set()
    row = len(rows) - 1
    while row > 0 and (not rows[row].strip() or _CABLE_END.match(rows[row])):
        if rows[row].strip():
            ends.add(last - (len(rows) - 1 - row))
        row -= 1
    if (
        row > 0
        and _SIGNED.match(rows[row])
        and (not rows[row - 1].strip() or rows[row - 1].rstrip()[-1] in ".?!)*")
    ):
        ends.add(last - (len(rows) - 1 - row))
    return ends


def _may_have_feet(text: str) -> bool:
    return any(mark in text for mark in _OF_FEET) and _MAY_HAVE_FEET.search(text) is not None


def _pages(text: str, numbers: _Numbers) -> set[int]:
    """The lines of page feet, and of the heads that stand after them."""
    found_feet = _FOOT.finditer(text) if _may_have_feet(text) else iter(())
    feet = [match for match in found_feet if _stands_alone(text, match.start(), match.end())]
    feet = _rising([(int(match["page"] or match["dashed"]), match) for match in feet])
    if len(feet) < 2 and len(text) < _LEAST_ALONE * _LEAST_PAGE:
        return set()
    if len(feet) < 2:
        alone = [match for match in _ALONE.finditer(text) if _stands_alone(text, match.start(), match.end())]
        feet = _rising([(int(match["page"]), match) for match in alone])
        if len(feet) < _LEAST_ALONE or len(text) < _LEAST_PAGE * len(feet):
            return set()
    lines: set[int] = set()
    heads: list[tuple[str, int]] = []
    for foot in feet:
        lines.add(numbers.of(foot.start()))
        head = _STANDING.search(text, foot.end() + 1, foot.end() + 400)
        if head is not None and _stands_alone(text, head.start(), head.end()):
            heads.append((_form(head["line"]), numbers.of(head.start())))
    counts = Counter(form for form, _number in heads)
    lines.update(
        number for form, number in heads if counts[form] > 1 or (len(feet) <= _PAGE_LINES and "   " in form)
    )
    return lines


def _rising(numbered: list[tuple[int, re.Match[str]]]) -> list[re.Match[str]]:
    """Those whose numbers rise by one from one to the next."""
    pages = [number for number, _match in numbered]
    return [
        match
        for index, (number, match) in enumerate(numbered)
        if (index and pages[index - 1] == number - 1)
        or (index + 1 < len(pages) and pages[index + 1] == number + 1)
    ]


def _form(line: str) -> str:
    """A line without its figures, so that the heads of two pages are the same."""
    return re.sub(r"\d+", "#", line.rstrip())
