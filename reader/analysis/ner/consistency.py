"""What a document says about its own names: edges, types and recurrences made consistent.

All of it is pure and looks at one document: a recogniser judges each sentence by itself, a reader does not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from math import sqrt

from reader.analysis.mention import NAME_TYPES, PLACE_TYPES
from reader.analysis.ner.assembly import joined_by_and, overlay, person_in_pieces, with_last_words, with_place
from reader.analysis.ner.boundaries import RawMention, pieces, trim, within_sentences
from reader.analysis.ner.casing import is_common
from reader.analysis.ner.gazetteer import COMMON_FIRST_WORDS, COUNTRY_OF_PEOPLE, ENDINGS, LISTED, STYLES
from reader.analysis.ner.name_index import TOKEN, NameIndex
from reader.analysis.ner.rules import (
    acronyms,
    companies,
    datelines,
    elections,
    enumerated_places,
    laws,
    listed,
    people,
    places,
    regions,
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
    titled,
    type_scores,
)
from reader.analysis.reasons import ReasonKind, reason

NOT_A_NAME = "nobody"  # in place of a type: what stands around the word says that it names nobody
_UNSURE = frozenset({ReasonKind.MODEL, ReasonKind.GIVEN_NAME})  # what finds names and may mistake their type
_DOUBTED = frozenset({ReasonKind.MODEL, ReasonKind.RECURRENCE})
_TERM = re.compile(r" \([A-Z]{2,6}s?\)")
_LINE_OPENS = re.compile(r"(?:\A|\n)[\s\W]*\Z")
_LINE_ENDS = re.compile(r"[^\w\n]*(?:\n|\Z)")
_OPENING = re.compile(r"(?:\A|\n|[.!?:;•*#“\"(—–-])\s*\Z")
_RECURS = NAME_TYPES - {"WORK_OF_ART", "LAW"}
_MAY_BE_COMMON = PLACE_TYPES | {PERSON, ORG, "PRODUCT"}
_SMALL_WORD = re.compile(r"\b[a-z]+\b")
# Worth of the model's word for a person who is never named in full, where a place's signs stand beside it.
_NEVER_IN_FULL = 0.5
_STORM = 6.0  # worth of being the name of a storm in this document
_STORMS = re.compile(r"\b(?:Hurricane|Typhoon|Cyclone|(?:Tropical )?Storm) (?P<name>[A-Z][a-z]+)\b")
_CAMEL = re.compile(r"\b(?!Mc|Mac|De|Di|La|Le|Fitz|Van|Du)[A-Za-z]?[a-z]+[A-Z]")
_GIVEN_HERE = 3.0  # worth of being the given name of somebody who is named in full
_GROUND_BY_ENDING = (
    2.6  # the same for land and water, whose "the" speaks for a body otherwise: the Great Lakes
)
_BY_ENDING = 2.0  # what the last word of a name says for a type
_BEGINS_ORGANISATION = 2.0  # what it says for an organisation that one of the document begins with the name
_BEGINS_TOWN = frozenset(("Port", "Fort", "San", "Santa", "Los", "Las", "El", "Saint", "St."))
_LONGEST_CODE = 5  # letters of an acronym
_SHORTEST_HOMELAND = 5  # code points of a place whose people are told by rule
_SHORTEST = 3  # code points of a name that is looked for where the model did not see it


def refine(text: str, raw: Iterable[RawMention], original: str = "") -> list[RawMention]:
    """Return the mentions of a text, sorted and never overlapping, made consistent with one another.

    `text` is the reading text in reading case (`segments.reading_case`); `raw` what a recogniser proposed.
    `original`, of the same length, is the text as it is written: what stands in capitals there is doubted.
    """
    items = [
        trimmed
        for item in raw
        for part in within_sentences(text, item)
        for piece in pieces(text, part)
        if (trimmed := trim(text, piece)) is not None and not _listed_people(text, trimmed)
    ]
    items = person_in_pieces(text, overlay(people(text), items))
    lists = listed(text)
    items = with_place(text, overlay(items, lists), items)
    items = overlay(items, with_last_words(text, items), joined_by_and(text, items))
    base = overlay(
        places(text),
        items,
        acronyms(text, items),
        companies(text),
        lists,
        laws(text),
        enumerated_places(text),
        regions(text),
        elections(text),
        vessels(text),
        datelines(text),
    )
    names = _Names(text, base)
    items = _without_common_words(text, overlay(names.recurrences(), names.typed(base)))
    return [item for item in items if not _is_doubtful(text, original, item, names)]


def _is_doubtful(text: str, original: str, item: RawMention, names: _Names) -> bool:
    """Whether only a capital says that a name is one, where capitals say little.

    So it is with a word that English writes small at the beginning of a sentence or of a heading, with a
    person called by such words alone, and with one word in a line of capitals.
    """
    name = text[item.start : item.end]
    if item.type not in NAME_TYPES or item.reasons[0].kind not in _DOUBTED or name in LISTED:
        return False
    words = name.split()
    is_titled = item.type == PERSON and titled(text, item.start)
    if is_titled or any(is_given(word) for word in words) or name in names.surnames:
        return False
    common = all(is_common(word.lower()) for word in words)
    if _in_capitals(original, text, item) and _is_doubtful_in_capitals(text, item, words, names):
        return True
    if len(words) == 1:
        if item.type == "NORP":
            return common
        plural = item.type == ORG and name.endswith("s")
        return common and not name.isupper() and (plural or _opens(text, item.start))
    if not common or ending(words):
        return False
    if item.type == ORG and _TERM.match(text, item.end):
        return True  # "a Cloud Service Provider (CSP)"
    return item.type in (PERSON, "GPE", "PRODUCT") or _stands_alone(text, item)


def _is_doubtful_in_capitals(text: str, item: RawMention, words: list[str], names: _Names) -> bool:
    """Whether nothing but a model names what stands in capitals: no place it is in, no other mention."""
    if ending(words) if len(words) > 1 else False:
        return False
    if item.type in PLACE_TYPES or item.type == "NORP":
        has_cue = type_scores(text, item.start, item.end)[PLACE] > 0
        return not has_cue and len(names.places[" ".join(words)]) < 2
    if item.type == PERSON:
        return len(names.places[" ".join(words)]) < 2
    return True


def _opens(text: str, start: int) -> bool:
    """Whether a sentence, a block or a quotation begins here."""
    return _OPENING.search(text, max(0, start - 6), start) is not None


def _stands_alone(text: str, item: RawMention) -> bool:
    """Whether a name is all that a block says: an item of a list, a label."""
    return _LINE_OPENS.search(text, max(0, item.start - 6), item.start) is not None and bool(
        _LINE_ENDS.match(text, item.end)
    )


def _in_capitals(original: str, text: str, item: RawMention) -> bool:
    """Whether a name stands in capitals in the original, and the reading text does not write it so."""
    written = original[item.start : item.end]
    return written.isupper() and written != text[item.start : item.end]


def _is_team(words: list[str]) -> bool:
    """Whether a place or a people is followed by ordinary words or another place: "Miami Heat"."""
    return (
        len(words) > 1
        and words[0] in LISTED
        and not is_given(words[0])
        and all(word in LISTED or is_common(word.lower()) for word in words[1:])
    )


def _listed_people(text: str, item: RawMention) -> bool:
    """Whether a place and a people were run together, which the lists give apart: Kosovo Serbs."""
    words = text[item.start : item.end].split()
    return len(words) == 2 and words[1] in COUNTRY_OF_PEOPLE and words[0] in LISTED and item.type != "NORP"


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
        self.storms = {match["name"] for match in _STORMS.finditer(text)}
        self.given_names = {
            name.split()[0]
            for name, votes in self.votes.items()
            if " " in name and votes[PERSON] and name.split()[0] not in LISTED
        }
        surnames = {
            name.split()[-1]: name for name, votes in self.votes.items() if " " in name and votes[PERSON]
        }
        self.organisations = self._beginnings_of_organisations()
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

    def _beginnings_of_organisations(self) -> set[str]:
        """What names of organisations begin with: "Gulf States" of "Gulf States Utilities Co"."""
        beginnings: set[str] = set()
        for name in [*self.votes, *self.fixed]:
            words = name.split()
            is_body = self.votes[name][ORG] if name in self.votes else self.fixed[name] == ORG
            if len(words) > 1 and is_body and ENDINGS.get(words[-1].rstrip(".")) == ORG:
                beginnings.update(
                    " ".join(words[:count])
                    for count in range(1, len(words))
                    if (count > 1 or not is_given(words[0]))
                    and words[count - 1].lower() not in COMMON_FIRST_WORDS
                )
        return beginnings.difference(LISTED)

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
                if by_ending == "LOC":
                    scores[PLACE] += _GROUND_BY_ENDING
                else:
                    scores[PLACE if by_ending == "FAC" else by_ending] += _BY_ENDING
            elif words[0].lower() in STYLES and len(words) < 5 and not {"of", "the", "and"} & set(words):
                scores[PERSON] += 3.0
            elif is_given(words[0]) and len(words) < 5 and not {"of", "the", "&", "and", "for"} & set(words):
                scores[PERSON] += 1.5
        elif surname:
            scores[PERSON] += 5.0
        elif name in self.homelands:
            scores[PLACE] += 4.0
        elif name in self.given_names:
            scores[PERSON] += _GIVEN_HERE
        elif is_given(name):
            scores[PERSON] += 0.7 if total[ORG] > 0 else 1.2
        elif ENDINGS.get(name) == ORG:
            # "The Bank", "the Ministry"; people are called Tower and Hill, but hardly so.
            scores[ORG] += _BY_ENDING
            scores[PERSON] -= _BY_ENDING
        elif total[PLACE] > max(total[PERSON], 0) and "." not in name:
            # A person is called in full somewhere, or by a title: the model took a place for one.
            scores[PERSON] *= _NEVER_IN_FULL
        if name in self.storms:
            scores["EVENT"] += _STORM
        if votes[PERSON] and (_CAMEL.search(name) or _is_team(words)):
            scores[ORG] += votes[PERSON] + 1.0
            scores[PERSON] -= 1.0
        if name in self.organisations and not surname and not votes["GPE"] and total[PLACE] <= 0:
            scores[ORG] += _BEGINS_ORGANISATION
        if (
            name.isupper()
            and name.isalpha()
            and len(name) <= _LONGEST_CODE
            and total[PLACE] <= 0 < votes["GPE"]
        ):
            scores[ORG] += votes["GPE"]  # a code, and nothing is in it or comes from it
        if name in self.fixed and not total[PERSON] > total[PLACE] + (0 if surname else 3):
            return
        best = max(scores, key=lambda type_: (scores[type_], type_), default=PERSON)
        if best == PERSON and scores[best] < 0 and len(words) == 1 and not surname:
            best = NOT_A_NAME
        if best == PLACE:
            best = max(PLACE_TYPES, key=lambda type_: (votes[type_], type_ == "GPE", type_))
            if len(words) > 1 and ending(words) in PLACE_TYPES:
                best = ending(words)
            elif len(words) == 2 and words[0] in _BEGINS_TOWN:
                best = "GPE"
        self.types[name] = best
        self.retyped[name] = (
            ReasonKind.TYPED_AS_SURNAME if surname and best == PERSON else ReasonKind.TYPED_BY_CONTEXT
        )

    def typed(self, base: list[RawMention]) -> list[RawMention]:
        """Return the mentions with the types that were decided."""
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
        """Return the places where a name that was found stands again unfound."""
        return [
            RawMention.of(start, end, self.types[name], ReasonKind.RECURRENCE)
            for name, places in self.places.items()
            if len(name) >= _SHORTEST and name[0].isupper() and self.types.get(name) in _RECURS
            for start, end in places
        ]
