"""The names of a corpus: what its documents name, where each name is met, and which are joined so far.

Which names are to be joined is not known here: `across_documents` has the rules.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from math import log
from typing import NamedTuple

from reader.analysis.reasons import Reason

Key = tuple[str, str]
"""An entity's name and type."""

COMPANY = 0.2  # part of the rarer name's company, weighted by rarity, that both must share
_DOCUMENTS_LOOKED_AT = 60  # of one name, to learn its company


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something named in the corpus.

    `aliases` are the spellings met, the most frequent first; `documents` and `mentions` count both; `reasons`
    say what joined the names.
    """

    name: str
    type: str
    aliases: tuple[str, ...]
    documents: int
    mentions: int
    reasons: tuple[Reason, ...]


class DocumentEntityCount(NamedTuple):
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
    `apart` has, by the number of a document, the names that are themselves in it all the same.
    """

    entities: list[Entity]
    names: dict[tuple[str, str], tuple[str, str]]
    apart: dict[int, frozenset[Key]] = field(default_factory=dict)


class NameGraph:
    """The names of a corpus, where each is met, and which are joined so far.

    A join names the lesser key first, the one that it becomes part of second.
    """

    def __init__(self, documents: Iterable[Sequence[DocumentEntityCount]]) -> None:
        self.mentions: Counter[Key] = Counter()
        self.spellings: dict[Key, Counter[str]] = defaultdict(Counter)
        self.documents_by_name: dict[Key, set[int]] = defaultdict(set)
        self._documents: list[list[Key]] = []
        self._parent: dict[Key, Key] = {}
        self._reasons: dict[Key, list[Reason]] = defaultdict(list)
        self._apart: dict[int, set[Key]] = defaultdict(set)
        self._company_cache: dict[Key, dict[Key, None]] = {}
        for number, entities in enumerate(documents):
            for item in entities:
                key = item.name, item.type
                self.mentions[key] += item.mentions
                self.spellings[key].update(item.spellings)
                self.documents_by_name[key].add(number)
            self._documents.append([(item.name, item.type) for item in entities])
        self._order = sorted(self.documents_by_name, key=lambda key: (-len(self.documents_by_name[key]), key))
        self._rarities = [
            log((len(self._documents) + 1) / max(count, 1)) for count in range(len(self._documents) + 1)
        ]

    def representative(self, key: Key) -> Key:
        """Return the key that stands for all that this one was joined with."""
        while (parent := self._parent.get(key)) is not None:
            key = parent
        return key

    def representatives(self) -> list[Key]:
        """One key an entity, the most widely met first (as counted before any join)."""
        return [key for key in self._order if key not in self._parent]

    def join(self, one: Key, other: Key, why: Reason) -> None:
        """Make `one` part of `other`."""
        one, other = self.representative(one), self.representative(other)
        if one == other:
            return
        self._parent[one] = other
        self._reasons[other] += [*self._reasons.pop(one, ()), why]
        self.mentions[other] += self.mentions.pop(one)
        self.spellings[other].update(self.spellings.pop(one))
        self.documents_by_name[other] |= self.documents_by_name[one]
        self._company_cache.pop(other, None)

    def keep_apart(self, key: Key, documents: Iterable[int]) -> None:
        """Let a name be itself in these documents, whatever it is joined with."""
        for number in documents:
            self._apart[number].update(
                name for name in self._documents[number] if self.representative(name) == key
            )

    def together(self, one: Key, other: Key) -> bool:
        """Return whether one document names both."""
        return not self.documents_by_name[one].isdisjoint(self.documents_by_name[other])

    def shared_company(self, one: Key, other: Key, part: float = COMPANY) -> list[str]:
        """Return the rarest names that both are named with, when they are enough to tell; empty when not.

        They are at least two, and this `part` of the rarer name's company by rarity.
        """
        first, second = self._company(one), self._company(other)
        if len(first) > len(second):
            first, second = second, first
        if not first:
            return []
        shared = [key for key in first if key in second]
        if len(shared) < min(2, len(first)):
            return []
        if sum(map(self._rarity, shared)) < part * sum(map(self._rarity, first)):
            return []
        shared.sort(key=lambda key: (-self._rarity(key), key))
        return [key[0] for key in shared[:3]]

    def _rarity(self, key: Key) -> float:
        return self._rarities[len(self.documents_by_name[key])]

    def _company(self, key: Key) -> dict[Key, None]:
        cached = self._company_cache.get(key)
        if cached is None:
            cached = {
                top: None
                for number in islice(self.documents_by_name[key], _DOCUMENTS_LOOKED_AT)
                for other in self._documents[number]
                if (top := self.representative(other)) != key
            }
            self._company_cache[key] = cached
        return cached

    def resolution(self) -> Resolution:
        """Return the entities as joined."""
        entities = [
            Entity(
                *key,
                tuple(spelling for spelling, _ in self.spellings[key].most_common()),
                len(self.documents_by_name[key]),
                self.mentions[key],
                tuple(self._reasons.get(key, ())),
            )
            for key in self.representatives()
        ]
        entities.sort(key=lambda entity: (-entity.mentions, entity.name, entity.type))
        names = {key: self.representative(key) for key in self._parent}
        return Resolution(entities, names, {number: frozenset(keys) for number, keys in self._apart.items()})
