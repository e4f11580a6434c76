"""Who or what the mentions of one document name: each mention's entity, by rules that can be told.

A list's usual name, a surname, a given name, an acronym, words in apposition and the short form of a company
or a ship join a mention to a fuller name of the same document. Where two fuller names would do, none
is taken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from reader.analysis.linking.name_matching import (
    company_core,
    first_words,
    in_title_case,
    initials,
    last_words,
    may_shorten,
    order_key,
    person_words,
    plain_key,
    same_person,
    spelt_alike,
    surname_sound,
)
from reader.analysis.mention import NAME_TYPES, PLACE_TYPES, Mention
from reader.analysis.ner.boundaries import RawMention
from reader.analysis.ner.gazetteer import (
    COMMON_FIRST_WORDS,
    COUNTRY_OF_PEOPLE,
    ENDINGS,
    LISTED,
    TITLES,
    VESSEL_PREFIXES,
)
from reader.analysis.ner.type_cues import in_full, people_of, titled
from reader.analysis.reasons import Reason, ReasonKind, reason
from reader.text.document import Document
from reader.text.folding import fold

_ADVERB = "(?:also|better|commonly|formerly|previously|popularly|sometimes)"
_KNOWN_AS = re.compile(
    rf"(?:(?:,|\s\()\s?(?:(?:who|which) (?:is|was) )?(?:{_ADVERB})?\s?"
    rf"|\s{_ADVERB} )"
    r"(?:known|called|nicknamed|dubbed|referred to)(?: (?:as|by))? (?:the )?[\"“”‘’'`]*"
    r"|,? a\.?k\.?a\.?,? [\"“‘'`]*"
)
_PEOPLES_ENDINGS = ("ian", "ean", "ese", "ish")
_BRACKETS = re.compile(r"\s\((?:the )?[\"“]?")
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Za-z&.-]*[A-Z][A-Za-z]?")


class _Named(NamedTuple):
    """A name of the document: as it is written, its type, and how often it stands there."""

    name: str
    type: str
    times: int


def link_mentions(
    document: Document, mentions: Iterable[RawMention | Mention], reading: str = ""
) -> list[Mention]:
    """Return the mentions, each with the full name of what it means; order and spans as given.

    A ship's short name takes the type of the ship; all other types stay. Values (dates, amounts) mean what
    they say. `reading`, of the same length, has what stands in capitals as a sentence would write it.
    """
    items = list(mentions)
    text = document.text
    spellings = [_written(text, reading, item) for item in items]
    names = Counter(
        (name, item.type) for name, item in zip(spellings, items, strict=True) if item.type in NAME_TYPES
    )
    candidates = [_Named(name, type_, count) for (name, type_), count in names.items()]
    links = _Links(candidates, _titles(text, items, spellings))
    links.add_beside(text, items, spellings)
    results = []
    for name, item in zip(spellings, items, strict=True):
        if item.type not in NAME_TYPES:
            results.append(Mention(item.start, item.end, item.type, name, item.reasons))
            continue
        type_ = item.type
        named_alone = " " in name or text[max(0, item.start - 4) : item.start].lower() == "the "
        ship = links.ship(name) if named_alone and not titled(text, item.start) else None
        if ship is not None:
            entity, type_ = ship, "PRODUCT"
            links_taken: tuple[Reason, ...] = (reason(ReasonKind.SHORT_FORM, ship),)
        else:
            entity, links_taken = links.entity(name, item.type)
            if item.reasons and item.reasons[0].kind is ReasonKind.SPEAKER and entity.isupper():
                entity = in_title_case(entity)
        results.append(Mention(item.start, item.end, type_, entity, (*item.reasons, *links_taken)))
    return results


def _written(text: str, reading: str, item: RawMention | Mention) -> str:
    """The name as it is written, on one line; in capitals, as the reading text has it."""
    name, read = text[item.start : item.end], reading[item.start : item.end]
    read = in_title_case(read) if read.islower() else read
    return " ".join((read if name.isupper() and read.upper() == name else name).split())


_PARTING = frozenset({"first lady", "lady", "king", "queen", "prince", "crown prince", "princess", "pope"})
"""Titles that no other title of the same person stands beside."""
_TITLE_BEFORE = re.compile(r"((?:[Cc]rown |[Ff]irst )?[\w-]+)\.? $")


def _titles(
    text: str, items: Sequence[RawMention | Mention], spellings: Sequence[str]
) -> dict[str, set[str]]:
    """Return the titles that stand before each person's name or are part of it, in small letters."""
    titles: dict[str, set[str]] = defaultdict(set)
    for name, item in zip(spellings, items, strict=True):
        if item.type != "PERSON":
            continue
        own = [word.rstrip(".").lower() for word in name.split()[: -len(person_words(name))]]
        before = _TITLE_BEFORE.search(text, max(0, item.start - 30), item.start)
        words = before[1].lower() if before else ""
        if own:
            titles[name].add(f"{words} {own[0]}" if words in ("crown", "first") else own[-1])
        elif words.split()[-1:] and words.split()[-1] in TITLES:
            titles[name].add(words)
    return titles


class _Links:
    """From each name of a document to the fuller name it stands for, and why."""

    def __init__(self, names: Sequence[_Named], titles: Mapping[str, set[str]]) -> None:
        self._titles = titles
        self._to: dict[tuple[str, str], tuple[str, Reason]] = {}
        self._ships = {
            short: named.name
            for named in names
            if named.name.split()[0] in VESSEL_PREFIXES and " " in named.name
            for short in (named.name.split(maxsplit=1)[1], named.name.split()[-1])
        }
        self._homes = {
            people: named.name for named in names if named.type == "GPE" for people in people_of(named.name)
        }
        self._alike(names)
        self._people([named for named in names if named.type == "PERSON"])
        self._organisations([named for named in names if named.type == "ORG"])
        self._acronyms(names)
        for type_ in ("PRODUCT", "EVENT"):
            self._things([named for named in names if named.type == type_], type_)

    def ship(self, name: str) -> str | None:
        """Return the ship whose short name this is."""
        return self._ships.get(name)

    def entity(self, name: str, type_: str) -> tuple[str, tuple[Reason, ...]]:
        """Return the full name, and what led to it: nothing when it is the name itself."""
        reasons: list[Reason] = []
        current = name
        for _ in range(4):  # a chain is at most: case, surname, apposition, list
            step = self._to.get((current, type_))
            if step is None:
                break
            current = step[0]
            reasons.append(step[1])
        usual_case = current.title() if current.isupper() and current not in LISTED else current
        if type_ == "NORP" and (home := COUNTRY_OF_PEOPLE.get(usual_case) or self._homes.get(current)):
            return home, (reason(ReasonKind.OF_COUNTRY, home),)
        usual = LISTED.get(usual_case)
        if (
            usual is not None
            and usual.name != current
            and (usual.type == type_ or {usual.type, type_} <= PLACE_TYPES)
        ):
            current = usual.name
            reasons.append(reason(ReasonKind.ANOTHER_NAME, current))
        return current, tuple(reasons)

    def add_beside(self, text: str, items: Sequence[RawMention | Mention], spellings: Sequence[str]) -> None:
        """Link names in apposition: "X, known as Y" and, for an acronym, "X (Y)" or "Y (X)"."""
        for index in range(len(items) - 1):
            one, other = items[index], items[index + 1]
            if one.type != other.type or one.type not in NAME_TYPES or other.start - one.end > 60:
                continue
            between = text[one.end : other.start]
            if _KNOWN_AS.fullmatch(between) and spellings[index] != spellings[index + 1]:
                self._link(spellings[index + 1], spellings[index], one.type, ReasonKind.SAID_TO_BE)
            elif _BRACKETS.fullmatch(between) and text[other.end : other.end + 1] in (")", '"', "”"):
                short, full = sorted((spellings[index + 1], spellings[index]), key=len)
                if _ACRONYM.fullmatch(short) and len(short) < len(full) // 2 and may_shorten(short, full):
                    self._link(short, full, one.type, ReasonKind.ACRONYM)

    def _link(self, name: str, to: str, type_: str, kind: ReasonKind) -> None:
        target = to
        for _ in range(4):
            if target == name:
                return  # it would lead back to itself
            step = self._to.get((target, type_))
            if step is None:
                break
            target = step[0]
        self._to.setdefault((name, type_), (to, reason(kind, to)))

    def _alike(self, names: Sequence[_Named]) -> None:
        """Names that differ in case, accents or full stops only: the commonest stands for all."""
        alike: dict[tuple[str, str], list[_Named]] = defaultdict(list)
        for named in names:
            alike[plain_key(named.name), named.type].append(named)
        for group in alike.values():
            best = max(
                group, key=lambda named: (not named.name.isupper() or named.name in LISTED, named.times)
            )
            for named in group:
                if named.name != best.name:
                    self._link(named.name, best.name, named.type, ReasonKind.OTHER_LETTERS)

    def _people(self, people: Sequence[_Named]) -> None:
        full = [named for named in people if in_full(person_words(named.name))]
        by_surname: dict[str, list[_Named]] = defaultdict(list)
        for named in full:
            by_surname[fold(person_words(named.name)[-1])].append(named)
        for named in full:
            longer = [
                other
                for other in by_surname[fold(person_words(named.name)[-1])]
                if other.name != named.name
                and same_person(named.name, other.name)
                and (other.times, len(other.name), other.name) > (named.times, len(named.name), named.name)
            ]
            if longer:
                best = max(longer, key=lambda other: (other.times, len(other.name)))
                self._link(named.name, best.name, "PERSON", ReasonKind.FULLER_NAME)
        self._other_order(full)
        self._spellings(full)
        self._short(people, full, last_words, ReasonKind.SURNAME)
        self._short(people, full, first_words, ReasonKind.GIVEN_NAME_OF)

    def _other_order(self, full: Sequence[_Named]) -> None:
        """Full names with the family name first here and last there: the commonest order stands for both."""
        by_words: dict[str, list[_Named]] = defaultdict(list)
        for named in full:
            by_words[order_key(named.name)].append(named)
        by_words.pop("", None)
        for same in by_words.values():
            best = max(same, key=lambda named: (named.times, named.name))
            for named in same:
                if named.name != best.name:
                    self._link(named.name, best.name, "PERSON", ReasonKind.OTHER_SPELLING)

    def _spellings(self, full: Sequence[_Named]) -> None:
        """Full names that one document spells in several ways: the commonest stands for the others."""
        by_surname: dict[str, list[_Named]] = defaultdict(list)
        for named in full:
            by_surname[surname_sound(named.name)].append(named)
        for alike in by_surname.values():
            alike.sort(key=lambda named: -named.times)
            for index, named in enumerate(alike):
                best = next((other for other in alike[:index] if spelt_alike(named.name, other.name)), None)
                if best is not None:
                    self._link(named.name, best.name, "PERSON", ReasonKind.OTHER_SPELLING)

    def _short(
        self,
        people: Sequence[_Named],
        full: Sequence[_Named],
        parts: Callable[[str], list[str]],
        kind: ReasonKind,
    ) -> None:
        owners: dict[str, set[str]] = defaultdict(set)
        for named in full:
            entity = self.entity(named.name, "PERSON")[0]
            for part in parts(named.name):
                owners[fold(part)].add(entity)
        for named in people:
            words = person_words(named.name)
            key = fold(" ".join(words))
            candidates = {
                name for name in owners.get(key, set()) - {named.name} if not self._parted(named.name, name)
            }
            if len(candidates) == 1 and named not in full:
                (entity,) = candidates
                self._link(named.name, entity, "PERSON", kind)

    def _parted(self, name: str, other: str) -> bool:
        """Whether titles tell two people apart: President Reyes and First Lady Carmen Reyes."""
        ours, theirs = self._titles.get(name), self._titles.get(other)
        if not ours or not theirs or not ours.isdisjoint(theirs):
            return False
        return not _PARTING.isdisjoint(ours | theirs)

    def _organisations(self, organisations: Sequence[_Named]) -> None:
        by_core: dict[str, list[_Named]] = defaultdict(list)
        by_first: dict[str, set[str]] = defaultdict(set)
        for named in organisations:
            core = company_core(named.name)
            by_core[core].append(named)
            if len(core.split()) > 1:
                by_first[core.split()[0]].add(core)
        for core, group in by_core.items():
            best = max(group, key=lambda named: len(named.name))
            for named in group:
                if named.name != best.name:
                    self._link(named.name, best.name, "ORG", ReasonKind.SHORT_FORM)
            cores = by_first.get(core, set()) if " " not in core else _longer(core, by_core)
            if len(cores) == 1 and (" " in core or all(_may_stand_alone(named.name) for named in group)):
                longer = max(by_core[next(iter(cores))], key=lambda named: len(named.name))
                self._link(best.name, longer.name, "ORG", ReasonKind.SHORT_FORM)

    def _things(self, things: Sequence[_Named], type_: str) -> None:
        """A ship, a storm or another thing by one word of its name, where one has that word."""
        owners: dict[str, set[str]] = defaultdict(set)
        for named in things:
            words = named.name.split()
            if len(words) > 1:
                for word in (words[0], words[-1]):
                    owners[word].add(named.name)
        for named in things:
            if len(full := owners.get(named.name, set())) == 1:
                self._link(named.name, next(iter(full)), type_, ReasonKind.SHORT_FORM)

    def _acronyms(self, names: Sequence[_Named]) -> None:
        expansions: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for named in names:
            if " " in named.name and named.type in ("ORG", "GPE", "LOC", "FAC", "EVENT", "LAW"):
                for letters in initials(named.name):
                    expansions[letters].add((named.name, named.type))
        for named in names:
            if not _ACRONYM.fullmatch(named.name) or named.name in LISTED:
                continue
            letters = named.name.replace(".", "").upper()
            fitting = {name for name, type_ in expansions.get(letters, set()) if type_ == named.type}
            if len(fitting) == 1:
                (name,) = fitting
                self._link(named.name, name, named.type, ReasonKind.ACRONYM)


def _longer(core: str, cores: Iterable[str]) -> set[str]:
    """The names of companies that begin with one of several words: "American Barrick"."""
    return {other for other in cores if other.startswith(f"{core} ")}


def _may_stand_alone(name: str) -> bool:
    """Whether one word of an organisation's name says which one: "Goldman", not "National" or "Bank"."""
    return (
        len(name) > 3
        and " " not in name
        and name not in ENDINGS
        and name not in LISTED
        and name.lower() not in COMMON_FIRST_WORDS
        and not name.endswith(_PEOPLES_ENDINGS)
    )
