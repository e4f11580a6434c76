"""What a document says about its own names: edges, types and recurrences made consistent.

All of it is pure and looks at one document: a recogniser judges each sentence by itself, a reader does not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import sqrt

from reader.analysis.mention import NAME_TYPES, PLACE_TYPES
from reader.analysis.ner.boundaries import RawMention, pieces, trim, within_sentences
from reader.analysis.ner.gazetteer import COUNTRY_OF_PEOPLE, ENDINGS, LISTED
from reader.analysis.ner.rules import (
    TOKEN,
    NameIndex,
    acronyms,
    datelines,
    elections,
    listed,
    people,
    places,
    vessels,
)
from reader.analysis.ner.type_cues import (
    ORG,
    PERSON,
    PLACE,
    Scores,
    dampen,
    ending,
    is_given,
    people_of,
    type_scores,
)
from reader.analysis.reasons import ReasonKind, reason

NOT_A_NAME = "nobody"  # in place of a type: what stands around the word says that it names nobody
_UNSURE = frozenset({ReasonKind.MODEL, ReasonKind.GIVEN_NAME})  # what finds names and may mistake their type
_OF = re.compile(r" of (?:the )?")
_OF_HEADS = re.compile(
    r"(?:Part(?:y|ies)|Union|Movement|Alliance|Federation|Bank|University|Ministry|Department|Council|Academy"
    r"|Association|Congress|Institute|League|Confederation|Church|Order|Society|Front)$"
)
_RECURS = NAME_TYPES - {"WORK_OF_ART", "LAW"}
_MAY_BE_COMMON = PLACE_TYPES | {PERSON, ORG, "PRODUCT"}
_SMALL_WORD = re.compile(r"\b[a-z]+\b")
# Worth of the model's word for a person who is never named in full, where a place's signs stand beside it.
_NEVER_IN_FULL = 0.5
_BY_ENDING = 2.0  # what the last word of a name says for a type
_SHORTEST_HOMELAND = 5  # code points of a place whose people are told by rule
_SHORTEST = 3  # code points of a name that is looked for where the model did not see it


def refine(text: str, raw: Iterable[RawMention]) -> list[RawMention]:
    """The mentions of a text, sorted and never overlapping, made consistent with one another.

    `text` is the reading text in reading case (`parts.reading_case`); `found` what a recogniser proposed.
    """
    items = [
        trimmed
        for item in raw
        for part in within_sentences(text, item)
        for piece in pieces(text, part)
        if (trimmed := trim(text, piece)) is not None and not _listed_people(text, trimmed)
    ]
    items = _joined(text, overlay(people(text), items))
    lists = listed(text)
    items = _of(text, overlay(items, lists), items)
    base = overlay(
        places(text), items, acronyms(text, items), lists, elections(text), vessels(text), datelines(text)
    )
    names = _Names(text, base)
    return _without_common_words(text, overlay(names.recurrences(), names.typed(base)))


def overlay(*layers: list[RawMention]) -> list[RawMention]:
    """The layers as one, sorted: of mentions that overlap the longest stays, of the equally long the last."""
    ranked = [
        (item.start - item.end, -rank, item.start, item)
        for rank, layer in enumerate(layers)
        for item in layer
    ]
    covered: set[int] = set()
    chosen: list[RawMention] = []
    for _, _, _, item in sorted(ranked):
        places = range(item.start, item.end)
        if covered.isdisjoint(places):
            covered.update(places)
            chosen.append(item)
    return sorted(chosen)


def _listed_people(text: str, item: RawMention) -> bool:
    """Whether a place and a people were run together, which the lists give apart: Kosovo Serbs."""
    words = text[item.start : item.end].split()
    return len(words) == 2 and words[1] in COUNTRY_OF_PEOPLE and words[0] in LISTED and item.type != "NORP"


def _of(text: str, near: list[RawMention], items: list[RawMention]) -> list[RawMention]:
    """Organisations with the place that they are of: "Communist Party" and "Russia" as one name."""
    by_start = {item.start: item for item in near}
    grown = []
    for item in items:
        if item.type == "ORG" and _OF_HEADS.search(text, item.start, item.end):
            link = _OF.match(text, item.end)
            place = by_start.get(link.end()) if link else None
            if place is not None and place.type in ("GPE", "LOC"):
                item = item._replace(end=place.end)
        grown.append(item)
    return overlay(grown)


def _joined(text: str, items: list[RawMention]) -> list[RawMention]:
    """A person's name that was found in two pieces, as one."""
    joined: list[RawMention] = []
    for item in items:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.type == PERSON
            and item.type in (PERSON, "GPE")
            and text[last.end : item.start] == " "
            and text[item.start : item.end] not in LISTED
        ):
            whole = RawMention(last.start, item.end, PERSON, last.reasons)
            joined[-1] = trim(text, whole) or whole
        else:
            joined.append(item)
    return joined


def _without_common_words(text: str, items: list[RawMention]) -> list[RawMention]:
    """The mentions without single words that the text also writes small: "Guild" beside "the guild"."""
    small = set(_SMALL_WORD.findall(text))
    in_names = {
        word
        for item in items
        if item.type == PERSON
        for word in text[item.start : item.end].split()
        if word != text[item.start : item.end]
    }

    def is_common(item: RawMention) -> bool:
        word = text[item.start : item.end]
        return (
            item.type in _MAY_BE_COMMON
            and word[1:].islower()
            and word.lower() in small
            and not (word in in_names or word in LISTED or is_given(word))
        )

    return [item for item in items if not is_common(item)]


class _Names:
    """The names of one document: how often the model gave which type, and every place where each stands."""

    def __init__(self, text: str, base: list[RawMention]) -> None:
        self.text = text
        self.votes: dict[str, Counter[str]] = defaultdict(Counter)
        self.fixed: dict[str, str] = {}
        for item in base:
            if item.type not in NAME_TYPES:
                continue
            name = text[item.start : item.end]
            source = item.reasons[0].kind
            if source in _UNSURE:
                self.votes[name][item.type] += 1
            else:
                usual = name.title() if source is ReasonKind.DATELINE and name.isupper() else name
                type_ = LISTED[usual].type if usual in LISTED else item.type
                self.fixed.setdefault(usual, type_)
                self.fixed.setdefault(name, type_)
        self.homelands = self._homelands()
        surnames = {
            name.split()[-1]: name for name, votes in self.votes.items() if " " in name and votes[PERSON]
        }
        self.places: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for start, end, name in NameIndex({*self.votes, *self.fixed, *surnames}).find(text):
            self.places[name].append((start, end))
        self.types: dict[str, str] = dict(self.fixed)
        self.retyped: dict[str, ReasonKind] = {}
        self.surnames: dict[str, set[str]] = defaultdict(set)
        for name in [*self.votes, *surnames]:
            if " " in name and name not in self.fixed:
                self._decide(name)
                if self.types[name] == PERSON and name.split()[-1] not in COUNTRY_OF_PEOPLE:
                    self.surnames[name.split()[-1]].add(name)
        for name in [*self.votes, *self.surnames]:
            if " " not in name:
                self._decide(name)

    def _homelands(self) -> set[str]:
        """Names that have a people: beside "Korvanian", "Korvania" is a place."""
        homelands = set()
        words = set(TOKEN.findall(self.text))
        for name in list(self.votes):
            if name in LISTED or is_given(name) or len(name) < _SHORTEST_HOMELAND:
                continue
            peoples = [people for people in people_of(name) if people in words and people not in LISTED]
            if peoples:
                homelands.add(name)
                self.fixed.update(dict.fromkeys(peoples, "NORP"))
        return homelands

    def _decide(self, name: str) -> None:
        votes = self.votes.get(name, Counter())
        scores: Scores = defaultdict(float)
        for type_, count in votes.items():
            scores[PLACE if type_ in PLACE_TYPES else type_] += sqrt(count)
        total: Scores = defaultdict(float)
        for start, end in self.places.get(name, ()):
            for type_, value in type_scores(self.text, start, end).items():
                total[type_] += value
        for type_, value in dampen(total).items():
            scores[type_] += value
        words = name.split()
        surname = name in self.surnames or (name.endswith("s") and name[:-1] in self.surnames)
        if len(words) > 1:
            if by_ending := ending(words):
                scores[PLACE if by_ending in PLACE_TYPES else by_ending] += _BY_ENDING
            elif is_given(words[0]) and len(words) < 5 and not {"of", "the", "&", "and", "for"} & set(words):
                scores[PERSON] += 1.5
        elif surname:
            scores[PERSON] += 5.0
        elif name in self.homelands:
            scores[PLACE] += 4.0
        elif is_given(name):
            scores[PERSON] += 0.7
        elif ENDINGS.get(name) == ORG:
            # "The Bank", "the Ministry"; people are called Tower and Hill, but hardly so.
            scores[ORG] += _BY_ENDING
            scores[PERSON] -= _BY_ENDING
        elif total[PLACE] > max(total[PERSON], 0) and "." not in name:
            # A person is called in full somewhere, or by a title: the model took a place for one.
            scores[PERSON] *= _NEVER_IN_FULL
        if name in self.fixed and not total[PERSON] > total[PLACE] + (0 if surname else 3):
            return
        best = max(scores, key=lambda type_: (scores[type_], type_), default=PERSON)
        if best == PERSON and scores[best] < 0 and len(words) == 1 and not surname:
            best = NOT_A_NAME
        if best == PLACE:
            best = max(PLACE_TYPES, key=lambda type_: (votes[type_], type_ == "GPE", type_))
            if len(words) > 1 and ending(words) in PLACE_TYPES:
                best = ending(words)
        self.types[name] = best
        self.retyped[name] = (
            ReasonKind.TYPED_AS_SURNAME if surname and best == PERSON else ReasonKind.TYPED_BY_CONTEXT
        )

    def typed(self, base: list[RawMention]) -> list[RawMention]:
        """The mentions with the types that were decided."""
        results = []
        for item in base:
            if item.type in NAME_TYPES:
                name = self.text[item.start : item.end]
                decided = self.types.get(name, item.type)
                if decided == NOT_A_NAME:
                    continue
                if decided != item.type:
                    retyped = self.retyped.get(name, ReasonKind.TYPED_AS_ELSEWHERE)
                    item = item._replace(type=decided, reasons=(*item.reasons, reason(retyped)))
            results.append(item)
        return results

    def recurrences(self) -> list[RawMention]:
        """The places where a name that was found stands again unfound."""
        return [
            RawMention.of(start, end, self.types[name], ReasonKind.RECURRENCE)
            for name, places in self.places.items()
            if len(name) >= _SHORTEST and name[0].isupper() and self.types.get(name) in _RECURS
            for start, end in places
        ]
