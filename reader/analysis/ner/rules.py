"""Mentions that need no model: what lists, datelines, ships' prefixes and given names show in a text.

All read the reading text, in which a newline parts two blocks: no name goes over one.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from reader.analysis.ner.boundaries import RawMention
from reader.analysis.ner.gazetteer import ENDINGS, GIVEN_NAMES, LISTED, VESSEL_PREFIXES
from reader.analysis.reasons import ReasonKind

TOKEN = re.compile(r"\w+")

_VESSEL = re.compile(
    r"\b(?:" + "|".join(VESSEL_PREFIXES) + r") [A-Z][\w'’-]*(?: (?:[A-Z][\w'’-]*|[IVX]+\b|\d+\b))*"
)
_DATE = r"(?:, (?:[A-Z][a-z]+\.? \d{1,2}|\d{1,2} [A-Z][a-z]+\.?)(?:,? \d{4})?)"
_AGENCY = r"\((?P<agency>[A-Z][\w./ -]{1,30})\)"
_DATELINE = re.compile(
    r"(?:\A|\n) {0,40}"
    r"(?P<place>[A-Z][A-Z'’.-]*[A-Z](?: [A-Z][A-Z'’.-]+){0,3}|[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)?(?=, ))"
    r"(?:, (?P<region>[A-Z][\w.]+(?: [A-Z][\w.]+)?(?<!\d)))??"
    rf"(?P<marks>{_DATE}? *(?:{_AGENCY})?) *(?:_|--|—|–|-) "
)
_ELECTION = re.compile(
    r"\b(?:1[5-9]|20)\d\d(?: [A-Z][\w.'’-]+)+(?: [a-z]+){0,2}"
    r" (?:elections?|referendums?|primar(?:y|ies)|plebiscite)\b"
    r"(?: in (?:the )?[A-Z][\w.-]+(?: [A-Z][\w.-]+)*)?"
)
_ACRONYM = re.compile(r" \((?=[^)]*[A-Z][^)]*[A-Z])(?P<acronym>[A-Z][A-Za-z.&-]{1,9})\)")
_DIRECTION = re.compile(
    r"\b(?:North|South|East|West|Northern|Southern|Eastern|Western|Central|Upper|Lower|Greater|Democratic) $"
)
_HYPHENED = re.compile(r"(?<![\w-])[A-Z][a-z]+(?:-[a-z]{1,5}){1,2}-[A-Z][a-z]+(?![\w-])")
_AT = ("at ", "At ")
_SURNAME = re.compile(
    r"(?: [A-Z]\.)*(?: (?:al|bin|ibn|ben|van|von|der|den|de|del|della|di|da|dos|du|la|le|el))*"
    r" (?:al-|el-|Al-|El-|O['’]|Mc|Mac|D['’])?[A-Z][\w'’-]*[\w]"
)


class NameIndex:
    """Finds many names in a text in one pass; where several begin at one place, the longest."""

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
            if names is None or token.start() < position:
                continue
            for name in names:
                end = token.start() + len(name)
                if text.startswith(name, token.start()) and not text[end : end + 1].isalnum():
                    places.append((token.start(), end, name))
                    position = end
                    break
        return places


_LISTED = NameIndex(LISTED)


def listed(text: str) -> list[RawMention]:
    """What stands on a list."""
    results = []
    for start, end, name in _LISTED.find(text):
        _, type_, source = LISTED[name]
        direction = _DIRECTION.search(text, max(0, start - 12), start) if type_ == "GPE" else None
        results.append(
            RawMention.of(direction.start() if direction else start, end, type_, ReasonKind.LIST, source)
        )
    return results


def elections(text: str) -> list[RawMention]:
    """Elections by their year and place: "2001 Italian general election"."""
    return [
        RawMention.of(match.start(), match.end(), "EVENT", ReasonKind.YEAR_AND_ELECTION)
        for match in _ELECTION.finditer(text)
    ]


def acronyms(text: str, items: Iterable[RawMention]) -> list[RawMention]:
    """Acronyms in brackets right after an organisation's name."""
    results = []
    for item in items:
        match = _ACRONYM.match(text, item.end) if item.type == "ORG" else None
        if match:
            results.append(
                RawMention.of(
                    match.start("acronym"),
                    match.end("acronym"),
                    "ORG",
                    ReasonKind.ACRONYM_IN_BRACKETS,
                )
            )
    return results


def vessels(text: str) -> list[RawMention]:
    """Ships by the prefix of their names; OntoNotes counts ships among products."""
    return [
        RawMention.of(match.start(), match.end(), "PRODUCT", ReasonKind.SHIP_PREFIX)
        for match in _VESSEL.finditer(text)
    ]


def datelines(text: str) -> list[RawMention]:
    """The places and the agency of datelines: a place in capitals, or one with a date or an agency."""
    results = []
    for match in _DATELINE.finditer(text):
        if not match["place"].isupper() and not match["marks"].strip():
            continue
        for part, type_ in (("place", "GPE"), ("region", "GPE"), ("agency", "ORG")):
            if match[part]:
                results.append(RawMention.of(match.start(part), match.end(part), type_, ReasonKind.DATELINE))
    return results


def places(text: str) -> list[RawMention]:
    """Places whose names have their shape: Mar-a-Lago, Rostov-on-Don."""
    return [
        RawMention.of(
            match.start(),
            match.end(),
            "FAC" if text.endswith(_AT, 0, match.start()) else "GPE",
            ReasonKind.PLACE_SHAPE,
        )
        for match in _HYPHENED.finditer(text)
    ]


def people(text: str) -> list[RawMention]:
    """A given name, perhaps initials or particles, and one capitalised word that ends the name."""
    results = []
    for token in TOKEN.finditer(text):
        word = token.group()
        if not word[0].isupper() or word.lower() not in GIVEN_NAMES:
            continue
        surname = _SURNAME.match(text, token.end())
        if surname is None:
            continue
        last = surname.group().split()[-1]
        if last in ENDINGS or last in LISTED or re.match(r" [A-Z&]", text[surname.end() : surname.end() + 2]):
            continue
        end = surname.end() - 2 if last.endswith(("'s", "’s")) else surname.end()
        results.append(RawMention.of(token.start(), end, "PERSON", ReasonKind.GIVEN_NAME))
    return results
