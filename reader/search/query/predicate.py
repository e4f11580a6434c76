"""What a search line demands of a row, as a tree: one meaning for every list, however its rows are kept.

Rows in memory are held against the tree by `row_filter.holds`; the document list writes it as SQL
(`library.documents.sql_filter`); the states in it become a set of keys for the search (`keys_that_hold`). A
property test holds the three against each other.

All clauses must hold. A word holds where it stands in a field, also inside a longer word; where no row has
it, the rows' words that are spelt most like it stand in for it. A negated word has no stand-ins: it takes out
exactly what was typed. So `harbuor -harbuor` keeps the rows with *harbour*.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple, TypeAlias

from reader.search.query.grammar import Atom, Clause, DatesAtom, Query, StateAtom

SHORTEST_FUZZY = 4
"""Code points of a word that may be misspelt."""

StandIns: TypeAlias = Callable[[str, str], tuple[str, ...]]
"""For a field and a word: the rows' words that stand in for it, none where a row has the word itself."""


class HasWord(NamedTuple):
    """One of these folded words stands in a field (`""`: in any), also inside a longer word.

    In the field `format` it is the beginning of one of the words that the format goes by.
    """

    field: str
    words: tuple[str, ...]


class HasPhrase(NamedTuple):
    """These folded words stand next to each other in a field (`""`: in one of them), whole.

    With `prefix` the last may go on.
    """

    field: str
    words: tuple[str, ...]
    prefix: bool = False


class InDays(NamedTuple):
    """Published between two ISO 8601 days, both included; an empty one is open."""

    first: str
    last: str


class HasState(NamedTuple):
    """A state of a document: `unread`, `read`, `flagged`, `note`."""

    state: str


class Not(NamedTuple):
    """The part does not hold."""

    part: Predicate


class All(NamedTuple):
    """Every part holds; without parts always."""

    parts: tuple[Predicate, ...]


class AnyOf(NamedTuple):
    """One of the parts holds; without parts never."""

    parts: tuple[Predicate, ...]


Predicate: TypeAlias = "HasWord | HasPhrase | InDays | HasState | Not | All | AnyOf"


class Compiled(NamedTuple):
    """A search line as a predicate; `corrections` gives the likeliest stand-in for each word that has any."""

    predicate: Predicate
    corrections: dict[str, str]


def compile_query(query: Query, stand_ins: StandIns, default_field: str = "") -> Compiled:
    """Return what the query demands; words that name no field are looked for in `default_field`."""
    corrections: dict[str, str] = {}

    def word_in(field: str, word: str, negated: bool) -> HasWord:
        likely = () if negated or len(word) < SHORTEST_FUZZY else stand_ins(field, word)
        if likely:
            corrections[word] = likely[0]
        return HasWord(field, likely or (word,))

    def atom_of(atom: Atom, negated: bool) -> Predicate:
        if isinstance(atom, StateAtom):
            return HasState(atom.value)
        if isinstance(atom, DatesAtom):
            return InDays(atom.first, atom.last)
        field = atom.field or default_field
        if atom.phrase or atom.exact:
            return HasPhrase(field, atom.words, atom.prefix)
        return All(tuple(word_in(field, word, negated) for word in atom.words))

    def clause_of(clause: Clause) -> Predicate:
        alternatives = AnyOf(tuple(atom_of(atom, clause.negated) for atom in clause.alternatives))
        return Not(alternatives) if clause.negated else alternatives

    return Compiled(All(tuple(map(clause_of, query.clauses))), corrections)


@dataclass(frozen=True, slots=True)
class KeySet:
    """The keys in `keys`, or with `complement` all others: what is in a state, no library being listed."""

    keys: AbstractSet[str]
    complement: bool = False

    def __contains__(self, key: str) -> bool:
        return (key in self.keys) != self.complement

    def inverted(self) -> KeySet:
        """Return the keys that are not in the set."""
        return KeySet(self.keys, not self.complement)

    def intersection(self, other: KeySet) -> KeySet:
        """Return the keys that are in both sets."""
        if self.complement and other.complement:
            return KeySet(self.keys | other.keys, True)
        if self.complement:
            return KeySet(other.keys - self.keys)
        if other.complement:
            return KeySet(self.keys - other.keys)
        return KeySet(self.keys & other.keys)


def keys_that_hold(predicate: Predicate, states: Mapping[str, KeySet]) -> KeySet:
    """Return the keys for which a predicate holds that is made of states alone; `states` has those of each.

    Raises TypeError for a predicate that asks for anything else.
    """
    if isinstance(predicate, HasState):
        return states[predicate.state]
    if isinstance(predicate, Not):
        return keys_that_hold(predicate.part, states).inverted()
    if isinstance(predicate, All):
        parts = (keys_that_hold(part, states) for part in predicate.parts)
        return reduce(KeySet.intersection, parts, KeySet(frozenset(), complement=True))
    if isinstance(predicate, AnyOf):
        # One of them holds where not all of them fail.
        return keys_that_hold(All(tuple(map(Not, predicate.parts))), states).inverted()
    raise TypeError(f"{predicate!r} is no state")
