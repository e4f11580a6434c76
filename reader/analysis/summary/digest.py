"""The digest: what a set of documents says, one or two sentences each, grouped by day, as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from reader.text.plural import noun_for

UNDATED = "Undated"
SENTENCES = 2
"""How many sentences a document has in a digest, at most."""

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&!])")
_LIST_START = re.compile(r"(\d{0,9})([-+=.)])")
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*://")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """One document of a digest.

    `published` is an ISO 8601 date or time, or empty. `link` is where the document is: a path or an address,
    not yet escaped. `sentences` are taken from the front; `structure` is said when there are none.
    """

    title: str
    link: str
    published: str = ""
    source: str = ""
    sentences: tuple[str, ...] = ()
    structure: tuple[str, ...] = ()


def digest(
    entries: Iterable[DigestEntry], title: str = "Digest", sentences: int = SENTENCES, of: int = 0
) -> str:
    """Return the digest as a Markdown page: the newest day first, undated documents last.

    Within a day the entries keep their order. Text from documents is escaped, so that none of it is
    taken for markup. Each entry has at most `sentences` sentences. `of` is how many documents there are when
    these are only the first of them.
    """
    days = by_day(entries)
    count = sum(len(of_day) for _, of_day in days)
    number = f"The first {count:,} of {of:,}" if of > count else f"{count:,}"
    lines = [f"# {_escape(title)}", "", f"{number} {noun_for(max(count, of), 'document')}.", ""]
    for day, of_day in days:
        lines += [f"## {_heading(day)}", ""]
        for entry in of_day:
            lines += _entry(entry, sentences)
    return "\n".join(lines).rstrip("\n") + "\n"


def by_day(entries: Iterable[DigestEntry]) -> list[tuple[str, list[DigestEntry]]]:
    """Return the entries of each day (`2026-03-11`, empty for those without a date) in the
    order of the page.
    """
    days: dict[str, list[DigestEntry]] = {}
    for entry in entries:
        days.setdefault(_day(entry.published), []).append(entry)
    return sorted(days.items(), key=lambda item: item[0], reverse=True)


def _entry(entry: DigestEntry, sentences: int) -> list[str]:
    head = f"### [{_escape(entry.title) or 'Untitled'}](<{_target(entry.link)}>)"
    summary = " ".join(_escape(sentence) for sentence in entry.sentences[:sentences]).strip()
    if not summary:
        shape = "; ".join(_escape(line) for line in entry.structure)
        summary = f"No prose to summarise{f' ({shape})' if shape else ''}."
    lines = [head, ""]
    if source := _escape(entry.source):
        lines += [f"*{source}*", ""]
    return [*lines, _paragraph(summary), ""]


def _paragraph(escaped: str) -> str:
    """The escaped text, with an opening that would make it a list or a rule (`- `, `1. `) escaped too."""
    opening = _LIST_START.match(escaped)
    return f"{opening[1]}\\{escaped[opening.end(1) :]}" if opening else escaped


def _day(published: str) -> str:
    match = _DAY.match(published)
    return match.group() if match else ""


def _heading(day: str) -> str:
    if not day:
        return UNDATED
    try:
        return f"{day}, {date.fromisoformat(day):%A}"
    except ValueError:
        return day


def _escape(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _target(link: str) -> str:
    """The link with what would end it or break the line percent-encoded; letters of any script stay.

    A percent sign is encoded in a path, where it is part of a name, and left alone in an address.
    """
    unsafe = '<>\\"' if _ADDRESS.match(link) else '<>\\"%'
    return "".join(quote(char) if char in unsafe or char.isspace() else char for char in link)
