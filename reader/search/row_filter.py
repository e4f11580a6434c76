"""The search line as a filter over rows that are already in memory: a list of documents, names or notes.

The same grammar as the search over the corpus, held against a row's fields. Every clause must hold. A word
holds where it stands in a field, also inside a longer word; where no row at all has it, the rows' words that
are spelt most like it stand for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reader.search.grammar import Clause, Dates, Query, State, Words, parse
from reader.text.folding import fold

_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
FIELD_BREAK = "\x1e"  # never in a text that was made safe
_BETWEEN = rf"(?:[^\w{FIELD_BREAK}]|_)+"
_BEGIN, _END = r"(?<![^\W_])", r"(?![^\W_])"
SHORTEST_FUZZY = 4  # code points of a word that may be misspelt
SIMILAR = 0.7
ALTERNATIVES = 8  # words that stand in for one
_LOOKED_AT = 64
_NEARLY = 0.1


class Row(NamedTuple):
    """What a row can be filtered by: folded text by field (`""` holds all of it), a day, and states."""

    fields: Mapping[str, str]
    published: str = ""
    states: frozenset[str] = frozenset()


def row(fields: Mapping[str, str], published: str = "", states: frozenset[str] = frozenset()) -> Row:
    """A row of these fields, folded; the empty field is all of them together."""
    folded = {name: fold(text) for name, text in fields.items()}
    folded[""] = FIELD_BREAK.join(folded.values())
    return Row(folded, published, states)


def field_words(text: str) -> list[str]:
    """The words of a folded field, any of which may stand for one that is misspelt."""
    return _WORD.findall(text)


def likely_words(word: str, vocabulary: Iterable[str]) -> list[tuple[str, float]]:
    """Words of the vocabulary that are spelt like this one, with a likeness up to 1, the likest first.

    The likeness is `1 - d / n` of the optimal string alignment distance d and the longer word's length n.
    """
    found = process.extract(
        word, vocabulary, scorer=OSA.normalized_similarity, score_cutoff=SIMILAR, limit=_LOOKED_AT
    )
    return [(likely, score) for likely, score, _ in found]


def as_likely(found: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """Those of likely words that stand in for the word: the first, and what is nearly as like."""
    likely = list(islice(found, ALTERNATIVES))
    return tuple(word for word, score in likely if score >= likely[0][1] - _NEARLY)


def phrase_pattern(atom: Words) -> str:
    """The regular expression of words that stand next to each other, whole, in one folded field."""
    words = _BETWEEN.join(map(re.escape, atom.words))
    return _BEGIN + words + ("" if atom.prefix else _END)


class Filter:
    """A search line held against rows; `corrections` says which words stood in for which.

    Raises QueryError when the line cannot be understood.
    """

    def __init__(self, line: str, rows: Sequence[Row]) -> None:
        self.query: Query = parse(line)
        self.corrections: dict[str, str] = {}
        self._stand_ins: dict[tuple[str, str], tuple[str, ...]] = {}
        for clause in self.query.clauses:
            for atom in clause.alternatives:
                if isinstance(atom, Words) and not (atom.exact or atom.phrase or clause.negated):
                    self._look_for(atom, rows)
        self.indices = [index for index, item in enumerate(rows) if self._holds(item)]
        """The rows that the line matches, in their order."""

    def _look_for(self, atom: Words, rows: Sequence[Row]) -> None:
        for word in atom.words:
            if len(word) < SHORTEST_FUZZY or any(word in item.fields.get(atom.field, "") for item in rows):
                continue
            vocabulary = {found for item in rows for found in field_words(item.fields.get(atom.field, ""))}
            likely = as_likely(likely_words(word, vocabulary))
            if likely:
                self._stand_ins[atom.field, word] = likely
                self.corrections[word] = likely[0]

    def _holds(self, item: Row) -> bool:
        return all(self._clause(clause, item) != clause.negated for clause in self.query.clauses)

    def _clause(self, clause: Clause, item: Row) -> bool:
        return any(self._atom(atom, item) for atom in clause.alternatives)

    def _atom(self, atom: Words | Dates | State, item: Row) -> bool:
        if isinstance(atom, State):
            return atom.value in item.states
        if isinstance(atom, Dates):
            day = item.published[:10]
            return bool(day) and (not atom.first or day >= atom.first) and (not atom.last or day <= atom.last)
        text = item.fields.get(atom.field, "")
        if atom.phrase or atom.exact:
            return re.search(phrase_pattern(atom), text) is not None
        return all(
            any(found in text for found in self._stand_ins.get((atom.field, word), (word,)))
            for word in atom.words
        )
