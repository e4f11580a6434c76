"""Page heads and feet: lines that stand at the same height on many pages, above or below all text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from reader.formats.pdf.page_text import Line, Page

_LEAST_PAGES = 3
_LEVELS = 3
_FIGURES = re.compile(r"\d+|\b[ivxlc]{1,7}\b")
_PAGE_NUMBER = re.compile(
    r"\W{0,3}(?:(?:page|seite|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of)\s*\d{1,4})?\W{0,3}", re.I
)
_LARGE = 1.4
"""From so many times the size of the text, a line is a heading and no page head."""
_EDGE = 0.15
"""The part of a page's height, at its top and at its bottom, in which its heads and feet stand."""


def take_running_lines(pages: Sequence[Page], body_size: float) -> list[str]:
    """Take page heads and feet out of the pages; return them, each text once, in their order.

    A line goes when the same words, whatever the numbers in them, stand at the edge of three pages or more,
    or when most pages have a line alone at its height, with space between it and the text.
    """
    texts: dict[str, None] = {}
    lines = [page.lines for page in pages]
    for is_top in (True, False):
        for _ in range(_LEVELS):
            edges = {page.number: _edge(page, is_top, body_size) for page in pages if page.lines}
            if not _take(pages, edges, texts):
                break
    if sum(bool(own) and not page.lines for own, page in zip(lines, pages, strict=True)) * 2 > len(pages):
        for own, page in zip(lines, pages, strict=True):
            page.lines = own  # pages of one line each are no pages with only a head
        return []
    return list(texts)


def _edge(page: Page, is_top: bool, body_size: float) -> list[Line]:
    """Return the pieces of the outermost line of a page; none when it stands in the middle."""
    lines = page.lines
    outermost = (max if is_top else min)(line.baseline for line in lines)
    height = page.height or 1.0
    share = (height - outermost) / height if is_top else outermost / height
    if share > _EDGE:
        return []
    edge = [line for line in lines if abs(line.baseline - outermost) < 2]
    return edge if max(line.size for line in edge) < _LARGE * body_size else []


def _take(pages: Sequence[Page], edges: dict[int, list[Line]], texts: dict[str, None]) -> bool:
    repeated: Counter[str] = Counter()
    heights: defaultdict[int, int] = defaultdict(int)
    apart: defaultdict[int, int] = defaultdict(int)
    numbers: Counter[int] = Counter()
    pages_by_number = {page.number: page for page in pages}
    for number, lines in edges.items():
        if not lines:
            continue
        repeated[_words(lines)] += 1
        height = round(lines[0].baseline)
        heights[height] += 1
        apart[height] += _is_apart(pages_by_number[number], lines)
        numbers[height] += _PAGE_NUMBER.fullmatch(_text(lines)) is not None
    count = sum(1 for page in pages if page.lines)
    anything = False
    for number, lines in edges.items():
        if not lines:
            continue
        height = round(lines[0].baseline)
        near = range(height - 1, height + 2)
        at_height, apart_there = sum(heights[h] for h in near), sum(apart[h] for h in near)
        words = _words(lines)
        is_number = _PAGE_NUMBER.fullmatch(_text(lines)) is not None
        if (
            (repeated[words] >= _LEAST_PAGES and (words.strip(" #") or is_number))
            or (is_number and sum(numbers[h] for h in near) >= 2)
            or (_text(lines) == str(number) and _is_apart(pages_by_number[number], lines))
            or (at_height >= _LEAST_PAGES and at_height * 2 >= count and apart_there * 10 >= at_height * 8)
        ):
            page = pages_by_number[number]
            own = {id(line) for line in lines}
            page.lines = [line for line in page.lines if id(line) not in own]
            texts.setdefault(_text(lines))
            anything = True
    return anything


def _is_apart(page: Page, lines: list[Line]) -> bool:
    """Whether more than a line's space parts lines from the rest of the page."""
    baseline = lines[0].baseline
    own = {id(line) for line in lines}
    nearest = min((abs(line.baseline - baseline) for line in page.lines if id(line) not in own), default=1e9)
    return nearest > 1.8 * max(line.size for line in lines)


def _text(lines: list[Line]) -> str:
    return " ".join(" ".join(line.text for line in lines).split())


def _words(lines: list[Line]) -> str:
    return _FIGURES.sub("#", _text(lines).lower())
