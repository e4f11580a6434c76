"""Headings: the lines that the outline names, else those that stand out by size and weight."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from reader.formats.pdf.flow import Group, Metrics
from reader.formats.pdf.page_text import Line, OutlineEntry, Page, Style

MAX_LEVEL = 6
_MOST_LINES = 4
_LONGEST = 200
_LONGEST_NUMBER = 24
_BEGINNING = 4
_LONGEST_OF_BODY_SIZE = 120
_LARGER = 1.12
_TITLE_LARGER = 1.3
_AMONG_LARGEST = 0.8
_MOST_TEXT = 0.2
"""Text of one style beyond this part of the file is no heading."""
_COVERS = 8
"""An outline with an entry found for every so many pages names the headings."""
_NUMBER = re.compile(
    r"\s*(?:(?:chapter|appendix|part|section|annex|kapitel)\s+)?(?:\d{1,3}|[A-Z]|[IVXLC]{1,6})"
    r"(?:\.\d{1,3}){0,5}[.):]?\s+(?=\S)",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"[^\W\d_]{2,12}\s+(?:\d{1,3}|[A-Z]|[IVXLC]{1,6})[.:]?", re.IGNORECASE)
_NO_HEADING_END = (",", ";", "\ufffe", "-")
_LETTER = re.compile(r"[^\W\d_]")


def mark_outline(pages: Sequence[Page], outline: Sequence[OutlineEntry]) -> int:
    """Write to the lines which entry of the outline names them; return how many entries have a line."""
    by_number = {page.number: page for page in pages}
    letters: dict[int, list[str]] = {}
    marked = 0
    for number, entry in enumerate(outline, start=1):
        page = by_number.get(entry.page)
        if page is None:
            continue
        if entry.page not in letters:
            letters[entry.page] = [_letters(line.text) for line in page.lines]
        lines = _lines_of(page.lines, letters[entry.page], entry.title)
        for line in lines:
            line.outline_entry = number
        marked += bool(lines)
    return marked


def _lines_of(lines: Sequence[Line], letters: Sequence[str], title: str) -> list[Line]:
    """Return the lines that together are a title, with or without its number; none when there are no such.

    The word and the number of a chapter that stand above it belong to it. Of several such places the one in
    the largest letters counts.
    """
    titles = {_letters(title), _letters(_NUMBER.sub("", title, count=1))} - {""}
    if not titles:
        return []
    longest = max(map(len, titles)) + _LONGEST_NUMBER
    beginnings = tuple(one[:_BEGINNING] for one in titles)
    best: list[Line] = []
    for index, first in enumerate(lines):
        if not any(beginning in letters[index] for beginning in beginnings):
            continue
        if first.outline_entry or (best and first.size <= best[0].size):
            continue
        joined = text = ""
        for end in range(index, min(index + _MOST_LINES, len(lines))):
            joined += letters[end]
            if len(joined) > longest:
                break
            text = f"{text} {lines[end].text}"
            if any(joined.endswith(one) for one in titles) and (
                joined in titles or _letters(_NUMBER.sub("", text, count=1)) in titles
            ):
                best = list(lines[index : end + 1])
                if index and _CHAPTER.fullmatch(lines[index - 1].text):
                    best.insert(0, lines[index - 1])
                break
    return best


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def set_headings(groups: list[Group], metrics: Metrics, outline: Sequence[OutlineEntry], title: str) -> bool:
    """Make headings of the paragraphs that are some, and give every heading its level from 1.

    `title` is what the properties of the file say. Returns whether one heading is the title of the whole.
    """
    pages = len({line.page for group in groups for line in group.lines})
    total = sum(len(line.text) for group in groups for line in group.lines) or 1
    of_style: Counter[Style] = Counter()
    for group in groups:
        if group.kind == "paragraph":
            of_style.update({group.lines[0].style: sum(len(line.text) for line in group.lines)})
    named: defaultdict[Style, Counter[int]] = defaultdict(Counter)
    marked = 0
    for group in groups:
        if group.kind == "heading":
            group.level = outline[group.lines[0].outline_entry - 1].depth + 1
            named[group.lines[0].style][group.level] += 1
            marked += 1
    covers = marked * _COVERS >= pages and marked > 2
    chosen = [
        index
        for index, group in enumerate(groups)
        if group.kind == "paragraph"
        and of_style[group.lines[0].style] <= max(_MOST_TEXT * total, 300)
        and _stands_out(groups, index, metrics, set(named) if covers else None)
    ]
    _set_levels(groups, chosen, named)
    return _set_title(groups, metrics, title)


def _stands_out(groups: Sequence[Group], index: int, metrics: Metrics, styles: set[Style] | None) -> bool:
    """Whether a paragraph looks like a heading; `styles` are those of headings when these are known."""
    group = groups[index]
    text = " ".join(line.text for line in group.lines)
    first = group.lines[0]
    if (
        len(group.lines) > _MOST_LINES
        or len(text) > _LONGEST
        or not _LETTER.search(text)
        or text.endswith(_NO_HEADING_END)
    ):
        return False
    if group.label and not group.label[0].isalnum():
        return False
    if styles is not None:
        least = min(style.size for style in styles)
        return (first.style in styles and first.style.size >= metrics.body_size) or first.size > max(
            least, _LARGER * metrics.body_size
        ) + 0.6
    if first.size >= _LARGER * metrics.body_size:
        return not (text.endswith(".") and len(text) > 80)
    if (
        not all(line.is_bold or line.is_italic for line in group.lines)
        or first.size < 0.93 * metrics.body_size
    ):
        return False
    is_emphatic = all(line.is_bold for line in group.lines)
    if len(text) > (_LONGEST_OF_BODY_SIZE if is_emphatic else 70) or text.endswith(
        (".", ":") if not is_emphatic else (".",)
    ):
        return False
    if not (text[0].isupper() or text[0].isdigit()) or len(group.lines) > (2 if is_emphatic else 1):
        return False
    return _comes_before_text(groups, index, metrics)


def _comes_before_text(groups: Sequence[Group], index: int, metrics: Metrics) -> bool:
    """Whether a paragraph has space above it, and text of the usual look soon below it."""
    group = groups[index]
    first, last = group.lines[0], group.lines[-1]
    if index:
        above = groups[index - 1].lines[-1]
        gap = above.baseline - first.baseline
        if above.page == first.page and 0 < gap < 1.15 * metrics.pitch(first.size):
            return False
    if index + 1 == len(groups):
        return False
    below = groups[index + 1]
    near = below.lines[0]
    if near.page == last.page and not 0 < last.baseline - near.baseline < 4 * metrics.pitch(last.size):
        return False
    return (near.is_bold, near.is_italic) != (first.is_bold, first.is_italic) or below.kind != "paragraph"


def _set_levels(groups: Sequence[Group], chosen: Sequence[int], named: dict[Style, Counter[int]]) -> None:
    levels = {style: counts.most_common(1)[0][0] for style, counts in named.items()}
    deepest = max(levels.values(), default=0)
    own = sorted({_rank(groups[index].lines[0]) for index in chosen}, reverse=True)
    for index in chosen:
        group = groups[index]
        style = group.lines[0].style
        group.kind = "heading"
        group.level = levels.get(style) or min(
            (level for other, level in levels.items() if other[0] < style[0] - 0.4),
            default=deepest + 1 + own.index(_rank(group.lines[0])) if not deepest else deepest + 1,
        )


def _rank(line: Line) -> Style:
    return line.style


def _set_title(groups: Sequence[Group], metrics: Metrics, property_title: str) -> bool:
    """Let the title of the whole be above all other headings, and no level be beyond the last.

    That is what the properties call so, else the largest heading of the first page, if it is among the
    largest of all. Returns whether there is one.
    """
    headings = [group for group in groups if group.kind == "heading"]
    first_page = groups[0].lines[0].page if groups else 0
    title_letters = _letters(property_title)
    near_top = [group for group in headings if group.lines[0].page <= first_page + 2]
    title = next(
        (group for group in near_top if title_letters and _letters(_text(group)) == title_letters), None
    )
    if title is None:
        size = max((group.lines[0].size for group in headings), default=0.0)
        least = max(_TITLE_LARGER * metrics.body_size, _AMONG_LARGEST * size)
        title = max(
            (g for g in near_top if g.lines[0].page == first_page and g.lines[0].size >= least),
            key=lambda group: group.lines[0].size,
            default=None,
        )
    if title is not None:
        if any(group.level == 1 for group in headings if group is not title):
            for group in headings:
                group.level += 1
        title.level = 1
    for group in headings:
        group.level = max(1, min(group.level, MAX_LEVEL))
    return title is not None


def _text(group: Group) -> str:
    return " ".join(line.text for line in group.lines)
