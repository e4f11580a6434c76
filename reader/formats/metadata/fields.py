"""What the text itself says of its date and its source: datelines, source lines, the notice at its end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from reader.formats.builder import Draft
from reader.formats.format import Context
from reader.formats.metadata.dates import (
    DATELINE,
    date_in_line,
    date_of_line,
    date_range,
    from_match,
    is_kind_of_date,
    month_at_end,
    parse_date,
)
from reader.text.document import Block

_NEAR_TOP = 6
_AGENCIES = {
    "reuters": "Reuters", "reuter": "Reuters", "ap": "AP", "afp": "AFP", "upi": "UPI", "dpa": "dpa",
    "ansa": "ANSA", "tass": "TASS", "xinhua": "Xinhua", "efe": "EFE", "pti": "PTI", "ani": "ANI",
    "kyodo": "Kyodo", "yonhap": "Yonhap", "bloomberg": "Bloomberg", "bbc": "BBC", "cnn": "CNN",
    "irna": "IRNA", "interfax": "Interfax",
    "associated press": "Associated Press", "agence france-presse": "Agence France-Presse",
}  # fmt: skip
_AGENCY = "|".join(sorted((re.escape(name) for name in _AGENCIES), key=len, reverse=True))
_SOURCE_LINE = re.compile(
    r"(?:source|publisher|agency)\s*:\s*(?!see\b|cf\b)(?P<name>[^\s|][^|;]{0,79})\Z", re.IGNORECASE
)
_NEXT_FIELD = re.compile(r"(?:^|\s+[^\w\s]*\s*)(?=[A-Z][A-Z ]{2,40}\s?:)")
_DATE_LABELS = ("published", "publication date", "date", "posted", "updated", "last updated")
_SOURCE_LABELS = ("publisher", "source", "publication")
_OTHER_LABELS = (
    "author",
    "authors",
    "by",
    "url",
    "link",
    "section",
    "category",
    "language",
    "accessed",
    "retrieved",
)
_TELLING = ("published", "publication date", "posted", "publisher")
_LABEL = re.compile(
    rf"(?:(?<=\s)|\A)\**(?P<name>{'|'.join((*_DATE_LABELS, *_SOURCE_LABELS, *_OTHER_LABELS))})\**:\**(?=\s)",
    re.IGNORECASE,
)
_LONGEST_VALUE = 200
_DIGIT = re.compile(r"\d")
_PAGE = re.compile(r"\bpp?\.\s*\d", re.IGNORECASE)
_AMERICAN_TIME = re.compile(r"\d\s?[AP]\.?M\.?\s+\(?[ECMP][SD]T\b")
_NOTICE = re.compile(
    r"(?:©|(?=.{0,24}(?:©|\d{4}|\bby\b))(?:\(c\)|copyright))\s*(?:(?:©|\(c\)|copyright)\s*)?"
    r"(?:\d{4}(?:\s*[-–]\s*\d{2,4})?,?\s+)?(?:by\s+)?(?P<name>[^\d\s.|][^|\n]{0,80}?)"
    r"(?:,?\s+\d{4})?\.?(?:\s*[|.,]?\s*all rights reserved\b.*)?\Z",
    re.IGNORECASE,
)
_DECLASSIFIED = re.compile(r"\b(?:approved|declassified)\s+(?:\w+\s+)?for\s+release\b", re.IGNORECASE)
_AGENCY_OPENING = re.compile(rf"[^\n]{{0,80}}?\((?P<agency>{_AGENCY})\)\s*(?:[-–—]|:)", re.IGNORECASE)


def dateline(text: str, blocks: Sequence[Block], today: date | None) -> tuple[str, str]:
    """Return the ISO date that the top of a text gives, and the period when it is a range of days.

    A dateline, a line that is a date, or the one date in a heading or in one of the first short lines;
    `today` gives a dateline its missing year. Both are empty when there is none.
    """
    lines = [line for line in _top_lines(text, blocks) if _DIGIT.search(line.text)]
    guessed: date | None = None
    for line in lines:
        opening = DATELINE.match(line.text)
        day = from_match(opening, today) if opening else None
        if opening and day is not None:
            if opening["year"] or opening["year2"]:
                return day.isoformat(), ""
            guessed = guessed or day
            continue
        published = date_of_line(line.text)
        if published:
            return published, date_range(line.text)
    heads = [line.text for line in lines if line.is_head]
    american = bool(heads) and _AMERICAN_TIME.search(text, 0, 2_000) is not None
    for head in heads:
        published = date_in_line(head, american=american)
        if published and (guessed is None or _is_near(published, guessed)):
            return published, date_range(head)
    if guessed is not None:
        return guessed.isoformat(), ""
    alone = [line.text for line in lines if is_kind_of_date(line.text)]
    return next(filter(None, map(month_at_end, [*heads, *alone])), ""), ""


def _is_near(published: str, guessed: date) -> bool:
    """Whether an ISO date is within a week of a day whose year is a guess."""
    day = date.fromisoformat(published[:10])
    apart = abs(day.timetuple().tm_yday - guessed.timetuple().tm_yday)
    return min(apart, 366 - apart) <= 7


class _TopLine(NamedTuple):
    """A line near the top; `is_head` when it is a heading's, or a short one that may stand for one."""

    text: str
    is_head: bool


def _top_lines(text: str, blocks: Sequence[Block]) -> Iterator[_TopLine]:
    """The short lines of the first blocks; the beginning of a long one, which may be a dateline."""
    near_top = [block for block in blocks[:16] if block.end > block.start][: _NEAR_TOP + 2]
    for number, block in enumerate(near_top):
        is_heading = block.kind == "heading"
        for line in text[block.start : min(block.end, block.start + 1_000)].split("\n")[:12]:
            beginning = line[:200].strip()
            if "release" in beginning.lower() and _DECLASSIFIED.search(beginning):
                continue
            may_stand_alone = number < 3 and len(line) <= 80 and not beginning.endswith(".")
            yield _TopLine(beginning, len(line) <= 120 and (is_heading or may_stand_alone))


def read_label_lines(draft: Draft, _context: Context) -> None:
    """Take the label lines near the top (`**Published:** January 23, 2026`) for metadata and for furniture.

    A block counts when it begins with a label and one of them says when or by whom the text was published.
    """
    for number, block in enumerate(draft.blocks[:_NEAR_TOP]):
        if (
            block.kind not in ("paragraph", "preformatted")
            or block.containers
            or block.end - block.start > 1_000
        ):
            continue
        if ":" not in draft.text[block.start : block.start + 24]:
            continue
        text = draft.text[block.start : block.end]
        labels = list(_LABEL.finditer(text))
        if not labels or labels[0].start() or not any(label["name"].lower() in _TELLING for label in labels):
            continue
        ends = [label.start() for label in labels[1:]] + [len(text)]
        values = [text[label.end() : end].strip(" *\n|·") for label, end in zip(labels, ends, strict=True)]
        if any(len(value) > _LONGEST_VALUE for value in values):
            continue
        for label, value in zip(labels, values, strict=True):
            _take_label(draft, label["name"].lower(), " ".join(value.split()))
        draft.blocks[number] = replace(block, kind="furniture")


def _take_label(draft: Draft, name: str, value: str) -> None:
    published = (parse_date(value) or date_in_line(value)) if name in _DATE_LABELS else ""
    if published:
        if not draft.published:
            draft.published, draft.published_from = published, "dateline"
    elif name in _SOURCE_LABELS and not draft.source:
        draft.source = value
    elif value:
        draft.meta += ((name, value),)


def source_in_text(text: str, blocks: Sequence[Block]) -> str:
    """Return who published a text: a source line or notice near its top or end, else an agency's dateline."""
    ends = blocks if len(blocks) <= _NEAR_TOP + 3 else [*blocks[:_NEAR_TOP], *blocks[-3:]]
    for block in ends:
        if block.kind == "heading" or any(container.kind == "item" for container in block.containers):
            continue
        if block.end - block.start <= 160:
            publisher = _source_line(text[block.start : block.end].strip())
            if publisher:
                return publisher
    for block in blocks[:_NEAR_TOP]:
        line = text[block.start : min(block.end, block.start + 160)]
        opening = (DATELINE.match(line) or _AGENCY_OPENING.match(line)) if "(" in line else None
        if opening and opening["agency"]:
            return _AGENCIES.get(opening["agency"].lower(), opening["agency"])
    return ""


def _source_line(line: str) -> str:
    named = _SOURCE_LINE.match(line)
    if named and not _PAGE.search(line):
        name = _NEXT_FIELD.split(named["name"].strip(), maxsplit=1)[0]
        return "" if ":" in name else name.strip(' .“”"')
    notice = _NOTICE.match(line)
    if notice:
        return notice["name"].strip().rstrip(".,")
    return _AGENCIES.get(line.strip("()-– ").lower(), "")
