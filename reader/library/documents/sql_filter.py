"""The search line as SQL over the rows of the document cache: what `search.predicate` says, as a condition.

The fields are looked through where they lie: a library of 200,000 documents has 150 MB of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from reader.library.documents.listing import Marks
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.cache.filter_columns import FILTERED
from reader.search.query.grammar import parse
from reader.search.query.predicate import (
    All,
    AnyOf,
    HasPhrase,
    HasState,
    HasWord,
    InDays,
    KeySet,
    Not,
    Predicate,
    compile_query,
)
from reader.search.query.row_filter import likely_words, phrase_pattern, stand_ins_of

SqlCondition = tuple[str, list[object]]
"""An SQL condition with its values."""

_NEVER: SqlCondition = ("0", [])


def keys_of_states(marks: Marks) -> dict[str, KeySet]:
    """Return the documents that are in each state that a search line can ask for."""
    return {
        "read": KeySet(marks.read),
        "unread": KeySet(marks.read, complement=True),
        "flagged": KeySet(marks.flagged),
        "note": KeySet(marks.notes.keys()),
    }


class DocumentFilter:
    """Which documents below these roots a search line matches.

    Words that name no field are looked for in `field`, empty for all.
    `keys` are theirs; `corrections` says which words stood in for which. Raises QueryError when the line
    cannot be understood, `Cancelled` of the database as soon as `cancelled` says so.
    """

    def __init__(
        self,
        line: str,
        cache: DocumentCache,
        roots: Sequence[Path],
        marks: Marks,
        cancelled: Callable[[], bool],
        field: str = "",
    ) -> None:
        self._cache, self._roots, self._cancelled = cache, roots, cancelled
        predicate, self.corrections = compile_query(parse(line), self._stand_ins, field)
        self.keys = self._matching(condition_of(predicate, keys_of_states(marks)))

    def _matching(self, condition: SqlCondition, limit: int = -1) -> set[str]:
        return self._cache.matching(self._roots, *condition, limit=limit, cancelled=self._cancelled)

    def _has(self, field: str, word: str) -> bool:
        return bool(self._matching(_has_word(field, word), limit=1))

    def _stand_ins(self, field: str, word: str) -> tuple[str, ...]:
        if (field and field not in FILTERED) or self._has(field, word):
            return ()
        # The cache knows other libraries' words too.
        return stand_ins_of(
            (likely, score)
            for likely, score in likely_words(word, self._cache.filter_words(field, len(word)))
            if self._has(field, likely)
        )


def condition_of(predicate: Predicate, states: Mapping[str, KeySet]) -> SqlCondition:
    """Return the SQL condition on a row of `filtered` that holds where the predicate does."""
    match predicate:
        case All(parts):
            return _joined("AND", [condition_of(part, states) for part in parts]) if parts else ("1", [])
        case AnyOf(parts):
            return _joined("OR", [condition_of(part, states) for part in parts]) if parts else _NEVER
        case Not(part):
            condition, values = condition_of(part, states)
            return f"NOT {condition}", values
        case HasState(state):
            keys = states[state]
            negated = "NOT " if keys.complement else ""
            return f"key {negated}IN (SELECT value FROM json_each(?))", [json.dumps(sorted(keys.keys))]
        case InDays(first, last):
            parts_of_day: list[SqlCondition] = [("day <> ''", [])]
            parts_of_day += [("day >= ?", [first])] if first else []
            parts_of_day += [("day <= ?", [last])] if last else []
            return _joined("AND", parts_of_day)
        case HasWord(field, words):
            return _joined("OR", [_has_word(field, word) for word in words])
        case HasPhrase("format", words, _):
            return _joined("AND", [("instr(format, ?) > 0", [f" {word} "]) for word in words])
        case HasPhrase(field, words, _):
            if field and field not in FILTERED:
                return _NEVER
            number = FILTERED.index(field) if field else -1
            # The words are looked for first: a pattern costs ten times as much.
            found_first = [_has_word(field, word) for word in words]
            pattern: SqlCondition = ("matches(folded, ?, ?)", [number, phrase_pattern(predicate)])
            return _joined("AND", [*found_first, pattern])


def _has_word(field: str, word: str) -> SqlCondition:
    """That the word stands in a field, or (`""`) in any."""
    if not field:
        return "instr(folded, ?) > 0", [word]
    if field == "format":
        return "instr(format, ?) > 0", [f" {word}"]
    if field not in FILTERED:
        return _NEVER
    return "(instr(folded, ?) > 0 AND matches(folded, ?, ?))", [word, FILTERED.index(field), re.escape(word)]


def _joined(operator: str, conditions: Sequence[SqlCondition]) -> SqlCondition:
    """The conditions as one, as a tree of little depth: SQLite refuses one of a thousand."""
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    (left, first), (right, second) = (
        _joined(operator, conditions[:middle]),
        _joined(operator, conditions[middle:]),
    )
    return f"({left} {operator} {right})", [*first, *second]
