"""What a document says about its own names: edges, types and recurrences made consistent.

All of it is pure and looks at one document: a recogniser judges each sentence by itself, a reader does not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from reader.analysis.mention import NAME_TYPES
from reader.analysis.names import (
    COUNTRY_OF,
    FAC_ENDINGS,
    LOC_ENDINGS,
    ORG_ENDINGS,
    OUTLETS,
    PEOPLE_OF,
    TITLES,
    VESSEL_PREFIXES,
)


class Found(NamedTuple):
    """A mention before it has an entity: code points, type, and how it was found."""

    start: int
    end: int
    type: str
    why: str


_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_TAIL = re.compile(r"(?:\s*['’`]s?|[\s,;:.!?\-–—_/\"”“»')\]]+)$")
_HEAD = re.compile(r"^[\s,;:.!?\-–—_/\"”“«'`(\[*•]+")
_WORD = re.compile(r"[^\W\d_][\w'’.&-]*")
_CAPITALISED = re.compile(r"(?<![\w&])[^\W\d_a-z][\w&]*(?:[.'’-]\w+)*")
_VESSEL = re.compile(
    r"\b(?:" + "|".join(VESSEL_PREFIXES) + r")\s(?:[A-Z][\w'-]*)(?:\s(?:[A-Z][\w.'-]*|[IVX]+|of|de|\d+))*"
)


def refine(text: str, found: Iterable[Found]) -> list[Found]:
    """The mentions of a text, sorted and never overlapping, made consistent with one another.

    `text` is the reading text in reading case (`parts.reading_case`); `found` what a recogniser proposed.
    """
    kept = [trimmed for item in found if (trimmed := _trim(text, item)) is not None]
    kept = _overlay(kept, _listed(text))
    kept = _types(text, kept)
    return _overlay(_recurrences(text, kept), kept)


def _trim(text: str, item: Found) -> Found | None:
    """The mention without article, possessive and stray punctuation; None when nothing is left."""
    start, end = item.start, item.end
    if item.type not in NAME_TYPES:
        return item
    surface = text[start:end]
    head = _HEAD.match(surface)
    if head:
        start += head.end()
    article = _ARTICLE.match(text, start, end)
    if article:
        start = article.end()
    while True:
        tail = _TAIL.search(text, start, end)
        if not tail or (text[tail.start()] == "." and _abbreviated(text[start:end])):
            break
        end = tail.start()
    if end <= start or not any(char.isalpha() for char in text[start:end]):
        return None
    return item._replace(start=start, end=end)


def _abbreviated(surface: str) -> bool:
    """Whether the closing full stop belongs to the name: U.S., Jr., Inc."""
    last = surface.split()[-1]
    return (
        last.count(".") > 1
        or last in {"Jr.", "Sr.", "Inc.", "Corp.", "Ltd.", "Co.", "Bros.", "St."}
        or len(last) == 2
    )


def _listed(text: str) -> list[Found]:
    results = [Found(match.start(), match.end(), "PRODUCT", "vessel") for match in _VESSEL.finditer(text)]
    taken = [(item.start, item.end) for item in results]
    for match in _CAPITALISED.finditer(text):
        for name, label, why in _BY_FIRST_WORD.get(match.group().split("'")[0].split("’")[0], ()):
            start, end = match.start(), match.start() + len(name)
            if text.startswith(name, start) and not text[end : end + 1].isalnum():
                if not any(start < last and first < end for first, last in taken):
                    results.append(Found(start, end, label, why))
                break
    return sorted(results)


def _first_words() -> dict[str, list[tuple[str, str, str]]]:
    table: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for name in COUNTRY_OF:
        table[name.split()[0].split("'")[0]].append((name, "GPE", "list of countries"))
    for name in PEOPLE_OF:
        table[name.split()[0]].append((name, "NORP", "list of peoples"))
    for name in OUTLETS:
        table[name.split()[0]].append((name, "ORG", "list of news outlets"))
    for names in table.values():
        names.sort(key=lambda entry: -len(entry[0]))
    return dict(table)


_BY_FIRST_WORD = _first_words()


def _overlay(base: list[Found], extra: list[Found]) -> list[Found]:
    """Both layers as one: of two that overlap the longer stays, and the extra one when they are equally long."""
    chosen: list[Found] = []
    ranked = [(item.start - item.end, 0, item) for item in extra] + [
        (item.start - item.end, 1, item) for item in base
    ]
    taken: set[int] = set()
    for _, _, item in sorted(ranked, key=lambda entry: (entry[0], entry[1], entry[2].start)):
        places = range(item.start, item.end)
        if taken.isdisjoint(places):
            taken.update(places)
            chosen.append(item)
    return sorted(chosen)


def _key(text: str, item: Found) -> str:
    return " ".join(text[item.start : item.end].split())


def _types(text: str, found: list[Found]) -> list[Found]:
    """One type a name: people named in full give theirs to their surnames, else the majority decides."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for item in found:
        if item.type in NAME_TYPES:
            votes[_key(text, item)][item.type] += 1
    fixed = {name for name in votes if name in COUNTRY_OF or name in PEOPLE_OF or name in OUTLETS}
    people: Counter[str] = Counter()
    decided: dict[str, str] = {}
    for name, tally in votes.items():
        label = tally.most_common(1)[0][0]
        words = name.split()
        if len(words) > 1:
            if words[-1] in ORG_ENDINGS:
                label = "ORG"
            elif words[-1] in FAC_ENDINGS and label != "ORG":
                label = "FAC"
            elif words[-1] in LOC_ENDINGS and label != "ORG":
                label = "LOC"
            if label == "PERSON":
                people[words[-1]] += 1
        decided[name] = label
    for item in found:
        before = text[max(0, item.start - 24) : item.start].split()
        if before and before[-1].rstrip(".").lower() in TITLES and item.type in NAME_TYPES:
            name = _key(text, item)
            if " " not in name and name not in fixed and before[-1][0].isupper():
                people[name] += 1
    for name in votes:
        if name in people and name not in fixed:
            decided[name] = "PERSON"
    results = []
    for item in found:
        if item.type in NAME_TYPES and item.why == "model":
            name = _key(text, item)
            label = decided[name]
            if label != item.type:
                why = "surname of a person named here" if name in people else "type most often given here"
                item = item._replace(type=label, why=why)
        results.append(item)
    return results


def _recurrences(text: str, found: list[Found]) -> list[Found]:
    """The places where a name that was found stands again unfound."""
    names: dict[str, list[tuple[str, str]]] = defaultdict(list)
    known: set[str] = set()
    for item in found:
        if item.type not in NAME_TYPES or item.type == "WORK_OF_ART":
            continue
        name = text[item.start : item.end]
        if name in known or len(name) < 3 or not name[0].isupper():
            continue
        known.add(name)
        names[_WORD.match(name).group() if _WORD.match(name) else name].append((name, item.type))
        if item.type == "PERSON" and " " in name:
            last = name.split()[-1]
            if last not in known and len(last) > 2:
                known.add(last)
                names[last].append((last, "PERSON"))
    for entries in names.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    results = []
    for match in _CAPITALISED.finditer(text):
        first = _WORD.match(match.group())
        if first is None:
            continue
        for name, label in names.get(first.group(), ()) or names.get(
            match.group().split("'")[0].split("’")[0], ()
        ):
            end = match.start() + len(name)
            if text.startswith(name, match.start()) and not text[end : end + 1].isalnum():
                results.append(Found(match.start(), end, label, "recurrence"))
                break
    return results
