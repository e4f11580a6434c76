"""Who or what is meant: mentions joined to entities, within a document and across the corpus.

Across the corpus two names become one entity for a reason that can be told: the same letters, an acronym
that some document spells out, a company's form, a surname with one bearer, a spelling that sounds alike. All
but the first need shared company as well: others that both are named with, the rarer the better. Two names
that one document uses side by side stay two, and so does what could be either of two.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice
from math import log
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from reader.analysis.evidence import people_of
from reader.analysis.mention import NAME_TYPES, PLACE_TYPES, Mention
from reader.analysis.names import LISTED
from reader.analysis.naming import resolve
from reader.analysis.spellings import (
    company_core,
    given_alike,
    initials,
    last_words,
    person_words,
    plain_key,
    same_person,
    skeleton,
)
from reader.text.document import Document
from reader.text.folding import fold

__all__ = ["Entity", "Resolution", "Tally", "resolve", "resolve_corpus", "tally"]

_ALIKE = 0.86  # Jaro-Winkler of two spellings that may be one name
_SHORTEST_ALIKE = 5  # letters; shorter names that look alike are mostly different: Iran and Iraq
_COMPANY = 0.2  # part of the rarer name's company, weighted by rarity, that both must share
_DOCUMENTS_LOOKED_AT = 60  # of one name, to learn its company
_BLOCK_LIMIT = 40  # names of one block that are compared with one another
_MAJORITY = 9  # a type is an oversight when another is given this many times as often


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something named in the corpus.

    `aliases` are the spellings met, the most frequent first; `documents` and `mentions` count both; `why`
    says what joined the names, one sentence a join.
    """

    name: str
    type: str
    aliases: tuple[str, ...]
    documents: int
    mentions: int
    why: tuple[str, ...]


class Tally(NamedTuple):
    """An entity as one document has it: name and type, its mentions counted, and the spellings used."""

    name: str
    type: str
    mentions: int
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The corpus's entities, and which of them each document's entity is.

    `entities` are sorted by mentions, the most mentioned first. `names` maps (name, type) of a document's
    entity to (name, type) of the corpus's; what is not in it is itself.
    """

    entities: list[Entity]
    names: dict[tuple[str, str], tuple[str, str]]


def tally(document: Document, mentions: Iterable[Mention]) -> list[Tally]:
    """The document's entities, the most mentioned first; dates, amounts and other values have no part."""
    counts: Counter[tuple[str, str]] = Counter()
    spellings: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for item in mentions:
        if item.type in NAME_TYPES:
            key = item.entity, item.type
            counts[key] += 1
            spellings[key][" ".join(document.text[item.start : item.end].split())] = None
    return [Tally(*key, count, tuple(spellings[key])) for key, count in counts.most_common()]


def resolve_corpus(documents: Iterable[Sequence[Tally]]) -> Resolution:
    """The entities of a corpus, from the tallies of its documents (`tally`, one list a document).

    Takes time in proportion to the names met; the order of the documents does not matter to what is joined.
    """
    corpus = _Corpus(documents)
    for rule in (
        _same_letters,
        _of_country,
        _rare_type,
        _companies,
        _said_elsewhere,
        _acronyms,
        _full_names,
        _surnames,
        _sound_alike,
    ):
        for one, other, why in rule(corpus):
            corpus.join(one, other, why)
    return corpus.resolution()


Key = tuple[str, str]
Join = tuple[Key, Key, str]


class _Corpus:
    """The names of a corpus, where each is met, and which are joined so far.

    A join names the lesser key first, the one that it becomes part of second.
    """

    def __init__(self, documents: Iterable[Sequence[Tally]]) -> None:
        self.mentions: Counter[Key] = Counter()
        self.spellings: dict[Key, Counter[str]] = defaultdict(Counter)
        self.met: dict[Key, set[int]] = defaultdict(set)
        self._documents: list[list[Key]] = []
        self._parent: dict[Key, Key] = {}
        self._why: dict[Key, list[str]] = defaultdict(list)
        self._company_cache: dict[Key, dict[Key, None]] = {}
        for number, entities in enumerate(documents):
            for item in entities:
                key = item.name, item.type
                self.mentions[key] += item.mentions
                self.spellings[key].update(item.spellings)
                self.met[key].add(number)
            self._documents.append([(item.name, item.type) for item in entities])
        self._order = sorted(self.met, key=lambda key: (-len(self.met[key]), key))
        self._rarities = [
            log((len(self._documents) + 1) / max(count, 1)) for count in range(len(self._documents) + 1)
        ]

    def top(self, key: Key) -> Key:
        """The key that stands for all that this one was joined with."""
        while (parent := self._parent.get(key)) is not None:
            key = parent
        return key

    def tops(self) -> list[Key]:
        """One key an entity, the most widely met first (as counted before any join)."""
        return [key for key in self._order if key not in self._parent]

    def join(self, one: Key, other: Key, why: str) -> None:
        """Makes `one` part of `other`."""
        one, other = self.top(one), self.top(other)
        if one == other:
            return
        self._parent[one] = other
        self._why[other] += [*self._why.pop(one, ()), why]
        self.mentions[other] += self.mentions.pop(one)
        self.spellings[other].update(self.spellings.pop(one))
        self.met[other] |= self.met[one]
        self._company_cache.pop(other, None)

    def together(self, one: Key, other: Key) -> bool:
        """Whether one document names both."""
        return not self.met[one].isdisjoint(self.met[other])

    def shared_company(self, one: Key, other: Key) -> list[str]:
        """The rarest names that both are named with, when they are enough to tell; empty when not."""
        first, second = self._company(one), self._company(other)
        if len(first) > len(second):
            first, second = second, first
        if not first:
            return []
        shared = [key for key in first if key in second]
        if len(shared) < min(2, len(first)):
            return []
        if sum(map(self._rarity, shared)) < _COMPANY * sum(map(self._rarity, first)):
            return []
        shared.sort(key=lambda key: (-self._rarity(key), key))
        return [key[0] for key in shared[:3]]

    def _rarity(self, key: Key) -> float:
        return self._rarities[len(self.met[key])]

    def _company(self, key: Key) -> dict[Key, None]:
        cached = self._company_cache.get(key)
        if cached is None:
            cached = {
                top: None
                for number in islice(self.met[key], _DOCUMENTS_LOOKED_AT)
                for other in self._documents[number]
                if (top := self.top(other)) != key
            }
            self._company_cache[key] = cached
        return cached

    def resolution(self) -> Resolution:
        """The entities as joined."""
        entities = [
            Entity(
                *key,
                tuple(spelling for spelling, _ in self.spellings[key].most_common()),
                len(self.met[key]),
                self.mentions[key],
                tuple(self._why.get(key, ())),
            )
            for key in self.tops()
        ]
        entities.sort(key=lambda entity: (-entity.mentions, entity.name, entity.type))
        return Resolution(entities, {key: self.top(key) for key in self._parent})


def _blocks(corpus: _Corpus, key_of: dict[Key, str]) -> Iterator[list[Key]]:
    """The entities that share a blocking key, the most widely met first; single ones are left out."""
    blocks: dict[str, list[Key]] = defaultdict(list)
    for key in corpus.tops():
        block = key_of.get(key)
        if block:
            blocks[block].append(key)
    return (block for block in blocks.values() if len(block) > 1)


def _kind(type_: str) -> str:
    return "place" if type_ in PLACE_TYPES else type_


def _same_letters(corpus: _Corpus) -> Iterator[Join]:
    keys = {key: f"{_kind(key[1])} {plain_key(key[0])}" for key in corpus.tops()}
    for block in _blocks(corpus, keys):
        kept = block[0]
        for key in block[1:]:
            if key[0] == kept[0]:
                yield (
                    key,
                    kept,
                    f"“{key[0]}” is taken for {key[1]} here and for {kept[1]} there, both a place.",
                )
            else:
                yield key, kept, f"“{key[0]}” and “{kept[0]}” are the same name in other letters."


def _of_country(corpus: _Corpus) -> Iterator[Join]:
    """A people belongs to its country: as its own document resolved it, or by the form of its name."""
    for key in corpus.tops():
        home = (key[0], "GPE")
        if key[1] == "NORP" and corpus.met.get(home):
            written = ", ".join(f"“{name}”" for name, _ in corpus.spellings[key].most_common(2))
            yield key, home, f"{written}: of {key[0]}."
    for key in corpus.tops():
        if key[1] == "GPE" and " " not in key[0] and len(key[0]) >= _SHORTEST_ALIKE:
            for people in people_of(key[0]):
                for type_ in ("NORP", "GPE"):
                    if corpus.met.get((people, type_)):
                        yield (people, type_), key, f"“{people}”: of {key[0]}."


def _rare_type(corpus: _Corpus) -> Iterator[Join]:
    """One name that is nearly always of one type is of that type everywhere."""
    for block in _blocks(corpus, {key: plain_key(key[0]) for key in corpus.tops()}):
        often = len(corpus.met[block[0]])
        for key in block[1:]:
            seldom = len(corpus.met[key])
            if often >= _MAJORITY * seldom:
                yield (
                    key,
                    block[0],
                    f"“{key[0]}” is of type {block[0][1]} in {often} documents, {key[1]} in {seldom}.",
                )


def _companies(corpus: _Corpus) -> Iterator[Join]:
    keys = {key: company_core(key[0]) for key in corpus.tops() if key[1] == "ORG"}
    for block in _blocks(corpus, keys):
        for key in block[1:]:
            shared = corpus.shared_company(key, block[0])
            if " " in keys[key] or shared:
                yield key, block[0], f"“{key[0]}” and “{block[0][0]}” differ only in the form of the company."


def _said_elsewhere(corpus: _Corpus) -> Iterator[Join]:
    """A name of several words that another document uses for one entity of another name, and no second."""
    meant: dict[tuple[str, str], set[Key]] = defaultdict(set)
    for key in corpus.tops():
        for spelling in corpus.spellings[key]:
            if " " in spelling and spelling != key[0]:
                meant[spelling, key[1]].add(key)
    for key in corpus.tops():
        others = {corpus.top(other) for other in meant.get(key, ())} - {key}
        if len(others) == 1:
            (other,) = others
            yield key, other, f"“{key[0]}” is another name of “{other[0]}” in a document that has both."


def _acronyms(corpus: _Corpus) -> Iterator[Join]:
    """An acronym that its own document does not spell out, joined to what another says it means."""
    meanings: dict[str, set[Key]] = defaultdict(set)
    for key in corpus.tops():
        if " " in key[0] and key[1] in ("ORG", "GPE", "LOC", "FAC"):
            for letters in initials(key[0]):
                meanings[letters].add(key)
    for key in corpus.tops():
        letters = key[0].replace(".", "")
        if not letters.isupper() or " " in letters or not 2 <= len(letters) <= 8 or key[0] in LISTED:
            continue
        fitting = [other for other in meanings.get(letters, ()) if other[1] == key[1]]
        said = [other for other in fitting if key[0] in corpus.spellings[other]]
        chosen = said or fitting
        if len(chosen) == 1 and (shared := corpus.shared_company(key, chosen[0])):
            how = "is spelt out elsewhere as" if said else "has the initials of"
            yield key, chosen[0], f"“{key[0]}” {how} “{chosen[0][0]}”; {_company_words(shared)}."


def _full_names(corpus: _Corpus) -> Iterator[Join]:
    """Full names of people that differ in middle names or initials, where only one bearer fits."""
    keys = {}
    for key in corpus.tops():
        if key[1] == "PERSON" and len(words := person_words(key[0])) > 1:
            keys[key] = fold(words[-1])
    for block in _blocks(corpus, keys):
        for bearer in _bearers(block[: _BLOCK_LIMIT * 5]):
            kept = bearer[0]
            for key in bearer[1:]:
                if corpus.together(key, kept):
                    continue
                if plain_key(" ".join(person_words(key[0]))) == plain_key(" ".join(person_words(kept[0]))):
                    yield key, kept, f"“{key[0]}” is “{kept[0]}” with a title."
                elif shared := corpus.shared_company(key, kept):
                    how = f"“{key[0]}” is “{kept[0]}” written more or less fully"
                    yield key, kept, f"{how}; {_company_words(shared)}."


def _bearers(names: Sequence[Key]) -> Iterator[list[Key]]:
    """The names that can only be one person's: all of a group fit one another, and none fits outside it."""
    fits = {key: [other for other in names if other == key or same_person(key[0], other[0])] for key in names}
    for key, group in fits.items():
        if len(group) > 1 and key == group[0] and all(fits[other] == group for other in group):
            yield group


def _surnames(corpus: _Corpus) -> Iterator[Join]:
    """A surname that stands alone in its documents, where the corpus knows one bearer."""
    bearers: dict[str, list[Key]] = defaultdict(list)
    for key in corpus.tops():
        if key[1] == "PERSON":
            for ending in last_words(key[0]):
                bearers[fold(ending)].append(key)
    for key in corpus.tops():
        if key[1] != "PERSON" or len(person_words(key[0])) != 1:
            continue
        fitting = bearers.get(fold(person_words(key[0])[0]), [])
        if len(fitting) == 1 and (shared := corpus.shared_company(key, fitting[0])):
            yield (
                key,
                fitting[0],
                f"“{key[0]}” is the surname of “{fitting[0][0]}” alone; {_company_words(shared)}.",
            )


def _sound_alike(corpus: _Corpus) -> Iterator[Join]:
    """Names that are spelt differently and sound alike, and keep the same company."""
    keys = {}
    for key in corpus.tops():
        if key[1] in ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP") and len(key[0]) >= _SHORTEST_ALIKE:
            words = person_words(key[0]) if key[1] == "PERSON" else key[0].split()
            sound = " ".join(map(skeleton, words))
            if len(sound) > 1:
                keys[key] = f"{_kind(key[1])} {sound}"
    for block in _blocks(corpus, keys):
        for one, other in combinations(islice(block, _BLOCK_LIMIT), 2):
            kept, joined = corpus.top(one), corpus.top(other)
            if kept == joined or not _may_be_alike(one[0], other[0]) or corpus.together(kept, joined):
                continue
            if one[1] == "PERSON" and not _may_be_one_person(one[0], other[0]):
                continue
            if shared := corpus.shared_company(kept, joined):
                yield other, one, f"“{other[0]}” sounds like “{one[0]}”; {_company_words(shared)}."


def _may_be_alike(one: str, other: str) -> bool:
    if one in LISTED and other in LISTED:
        return False
    if re.findall(r"\d+|\b[IVX]+\b", one) != re.findall(r"\d+|\b[IVX]+\b", other):
        return False
    return JaroWinkler.similarity(fold(one), fold(other), score_cutoff=_ALIKE) > 0


def _may_be_one_person(one: str, other: str) -> bool:
    """Whether the given names and initials allow it."""
    first, second = person_words(one), person_words(other)
    if len(first) < 2 or len(second) < 2:
        return len(first) == len(second)
    initials_of = [[word[0] for word in words if len(word.rstrip(".")) == 1] for words in (first, second)]
    return given_alike(first[0], second[0]) and (initials_of[0] == initials_of[1] or not all(initials_of))


def _company_words(shared: Sequence[str]) -> str:
    return f"both are named with {', '.join(shared)}"
