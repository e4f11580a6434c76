"""Mentions that need no model: what lists, datelines, ships' prefixes and given names show in a text.

All read the reading text, in which a newline parts two blocks: no name goes over one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.analysis.ner.boundaries import RawMention
from reader.analysis.ner.gazetteer import ENDINGS, GIVEN_NAMES, LISTED, SMALL_WORDS, VESSEL_PREFIXES
from reader.analysis.ner.name_index import TOKEN, NameIndex
from reader.analysis.reasons import ReasonKind

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
_REGION = re.compile(r"\b[Tt]he (?P<region>(?:North|South)(?:east|west)?|East|West|Midwest)\b(?![ -][A-Z])")
_AT = ("at ", "At ")
_LAW = re.compile(
    r"\b[A-Z][\w'’.-]*"
    r"(?: (?:and|of|the|for|on|to|in|&)(?: the)? (?=[A-Z])[\w'’.-]+| [A-Z][\w'’.-]*){0,9}?"
    r" (?:Act|Amendment|Treaty|Convention|Infrastructure Law|Protocol)\b(?: of (?:1[789]|20)\d\d)?"
)
_NUMBERED_LAW = re.compile(
    r"\b(?:Executive Order|Proclamation|Public Law|Resolution|Directive) (?:No\. )?\d[\d,.–-]*\d"
    r"|\bTitle [IVX]+\b|\bChapter (?:7|11)\b"
)
_OPENING_WORD = re.compile(r"([\w'’.-]+),? ")
_OPENINGS = SMALL_WORDS | frozenset((
    "under", "since", "through", "also", "both", "because", "although", "congress", "president", "senate",
    "today", "yesterday", "passing", "signing", "see", "our", "my", "your", "these", "those", "last", "next",
))  # fmt: skip
_ENUMERATION = re.compile(
    r"\b(?:[Cc]ounties|[Cc]ities|[Tt]owns|[Vv]illages|[Pp]rovinces|[Dd]istricts|[Pp]arishes|[Gg]overnorates"
    r"|[Bb]oroughs|[Mm]unicipalities|[Ss]uburbs) of (?P<names>[A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)?"
    r"(?:,? and [A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?|, [A-Z][\w'’-]*\.?(?: [A-Z][\w'’-]*)?)+)"
)
_ENUMERATED = re.compile(r"(?:St\. )?[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?")
_COMPANY = re.compile(
    r"\b[A-Z][\w'’.-]*(?: (?:&|and|of) (?=[A-Z])[\w'’.-]+|,? [A-Z][\w'’.-]*){0,5}?"
    r",? (?:(?:Inc|Corp|Co|Cos|Ltd|LLC|LLP|PLC|Plc|AG|NV|GmbH|Bhd)\b|(?:N\.V|S\.A|A\.G|B\.V|S\.p\.A)\.)"
)
_SURNAME = re.compile(
    r"(?: [A-Z]\.)*(?: (?:al|bin|ibn|ben|van|von|der|den|de|del|della|di|da|dos|du|la|le|el))*"
    r" (?:al-|el-|Al-|El-|O['’]|Mc|Mac|D['’])?[A-Z][\w'’]*(?:-[\w'’]+)*"
)


_LISTED = NameIndex(LISTED)


def listed(text: str) -> list[RawMention]:
    """Return what stands on a list."""
    results = []
    for start, end, name in _LISTED.find(text):
        _, type_, source = LISTED[name]
        direction = _DIRECTION.search(text, max(0, start - 12), start) if type_ == "GPE" else None
        results.append(
            RawMention.of(direction.start() if direction else start, end, type_, ReasonKind.LIST, source)
        )
    return results


def laws(text: str) -> list[RawMention]:
    """Find laws by the last word of their names, or by their numbers: "Inflation Reduction Act"."""
    results = []
    for pattern in (_LAW, _NUMBERED_LAW):
        for match in pattern.finditer(text):
            start = _after_openings(text, match)
            if " " in text[start : match.end()]:
                results.append(RawMention.of(start, match.end(), "LAW", ReasonKind.LAW_SHAPE))
    return results


def enumerated_places(text: str) -> list[RawMention]:
    """Find places that are listed one after the other: "the counties of Audrain, Boone and Ray"."""
    return [
        RawMention.of(name.start(), name.end(), "GPE", ReasonKind.PLACE_SHAPE)
        for match in _ENUMERATION.finditer(text)
        for name in _ENUMERATED.finditer(text, match.start("names"), match.end("names"))
    ]


def companies(text: str) -> list[RawMention]:
    """Find companies by the form at the end of their names: "GKN Plc"."""
    results = []
    for match in _COMPANY.finditer(text):
        start = _after_openings(text, match)
        if " " in text[start : match.end()]:
            results.append(RawMention.of(start, match.end(), "ORG", ReasonKind.COMPANY_SHAPE))
    return results


def _after_openings(text: str, match: re.Match[str]) -> int:
    """Where a run of capitalised words begins after those that only open a sentence."""
    start = match.start()
    while (word := _OPENING_WORD.match(text, start, match.end())) and (
        word[1].lower() in _OPENINGS or word[1].endswith(("'s", "’s"))
    ):
        start = word.end()
    return start


def elections(text: str) -> list[RawMention]:
    """Find elections by their year and place: "2001 Italian general election"."""
    return [
        RawMention.of(match.start(), match.end(), "EVENT", ReasonKind.YEAR_AND_ELECTION)
        for match in _ELECTION.finditer(text)
    ]


def acronyms(text: str, items: Iterable[RawMention]) -> list[RawMention]:
    """Find acronyms in brackets right after an organisation's name."""
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
    """Find ships by the prefix of their names; OntoNotes counts ships among products."""
    return [
        RawMention.of(match.start(), match.end(), "PRODUCT", ReasonKind.SHIP_PREFIX)
        for match in _VESSEL.finditer(text)
    ]


def datelines(text: str) -> list[RawMention]:
    """Return the places and the agency of datelines: a place in capitals, or one with a date or an agency."""
    results = []
    for match in _DATELINE.finditer(text):
        if not match["place"].isupper() and not match["marks"].strip():
            continue
        for part, type_ in (("place", "GPE"), ("region", "GPE"), ("agency", "ORG")):
            if match[part]:
                results.append(RawMention.of(match.start(part), match.end(part), type_, ReasonKind.DATELINE))
    return results


def regions(text: str) -> list[RawMention]:
    """Find points of the compass that stand for a part of the world: "the West"."""
    return [
        RawMention.of(match.start("region"), match.end(), "LOC", ReasonKind.PLACE_SHAPE)
        for match in _REGION.finditer(text)
    ]


def places(text: str) -> list[RawMention]:
    """Find places whose names have their shape: Mar-a-Lago, Rostov-on-Don."""
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
    """Return a given name, perhaps initials or particles, and one capitalised word that ends the name."""
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
