"""The search line as a filter over rows that are already in memory: a list of documents, names or notes.

What a line means is said in `predicate`; here it is held against the fields of a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from reader.search.query.grammar import parse
from reader.search.query.predicate import (
    All,
    AnyOf,
    HasPhrase,
    HasState,
    HasWord,
    InDays,
    Not,
    Predicate,
    compile_query,
)
from reader.text.folding import fold

_WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
FIELD_BREAK = "\x1e"  # never in a text that was made safe
_BETWEEN = rf"(?:[^\w{FIELD_BREAK}]|_)+"
_BEGIN, _END = r"(?<![^\W_])", r"(?![^\W_])"
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
    """Return a row of these fields, folded; the empty field is all of them together but the format."""
    folded = {name: fold(text) for name, text in fields.items()}
    folded[""] = FIELD_BREAK.join(text for name, text in folded.items() if name != "format")
    return Row(folded, published, states)


def field_words(text: str) -> list[str]:
    """Return the words of a folded field, any of which may stand for one that is misspelt."""
    return _WORD.findall(text)


def likely_words(word: str, vocabulary: Iterable[str]) -> list[tuple[str, float]]:
    """Return words of the vocabulary that are spelt like this one, with a likeness up to 1, the likest first.

    The likeness is `1 - d / n` of the optimal string alignment distance d and the longer word's length n.
    """
    near = process.extract(
        word, vocabulary, scorer=OSA.normalized_similarity, score_cutoff=SIMILAR, limit=None
    )
    # Equally like words stand in alphabetical order, whatever the order of the vocabulary.
    likest = sorted((-score, likely) for likely, score, _ in near)
    return [(likely, -score) for score, likely in likest[:_LOOKED_AT]]


def stand_ins_of(likely: Iterable[tuple[str, float]]) -> tuple[str, ...]:
    """Return those of likely words that stand in for the word: the first, and what is nearly as like."""
    first = list(islice(likely, ALTERNATIVES))
    return tuple(word for word, score in first if score >= first[0][1] - _NEARLY)


def phrase_pattern(phrase: HasPhrase) -> str:
    """Return the regular expression of words that stand next to each other, whole, in one folded field."""
    words = _BETWEEN.join(map(re.escape, phrase.words))
    return _BEGIN + words + ("" if phrase.prefix else _END)


def holds(predicate: Predicate, item: Row) -> bool:
    """Return whether a row is as the predicate demands."""
    match predicate:
        case All(parts):
            return all(holds(part, item) for part in parts)
        case AnyOf(parts):
            return any(holds(part, item) for part in parts)
        case Not(part):
            return not holds(part, item)
        case HasState(state):
            return state in item.states
        case InDays(first, last):
            day = item.published[:10]
            return bool(day) and (not first or day >= first) and (not last or day <= last)
        case HasWord("format", words):
            listed = item.fields.get("format", "").split()
            return any(name.startswith(word) for name in listed for word in words)
        case HasWord(field, words):
            text = item.fields.get(field, "")
            return any(word in text for word in words)
        case HasPhrase("format", words, _):
            return set(words) <= set(item.fields.get("format", "").split())
        case HasPhrase(field, _, _):
            return re.search(phrase_pattern(predicate), item.fields.get(field, "")) is not None


class RowFilter:
    """A search line held against rows; `corrections` says which words stood in for which.

    Raises QueryError when the line cannot be understood.
    """

    def __init__(self, line: str, rows: Sequence[Row]) -> None:
        self._rows = rows
        predicate, self.corrections = compile_query(parse(line), self._stand_ins)
        self.indices = [index for index, item in enumerate(rows) if holds(predicate, item)]
        """The rows that the line matches, in their order."""

    def _stand_ins(self, field: str, word: str) -> tuple[str, ...]:
        if field == "format":
            return ()
        texts = [item.fields.get(field, "") for item in self._rows]
        if any(word in text for text in texts):
            return ()
        return stand_ins_of(likely_words(word, {other for text in texts for other in field_words(text)}))
