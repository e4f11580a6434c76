"""The search line as a filter over the rows of the shelf: what `search/filtering` does to rows in memory.

The same grammar and the same rules, held against the folded fields that the shelf keeps of each document.
They are looked through where they lie: a library of 200,000 documents has 150 MB of them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from reader.library.documents.listing import Marks
from reader.library.storage.document_cache import DocumentCache
from reader.library.storage.filter_columns import FILTERED
from reader.search.grammar import Clause, Dates, Query, State, Words, parse
from reader.search.row_filter import SHORTEST_FUZZY, as_likely, likely_words, phrase_pattern

Condition = tuple[str, list[object]]
"""An SQL condition with its values."""

_NEVER: Condition = ("0", [])


class RowFilter:
    """Which documents below these roots a search line matches.

    Words that name no field are looked for in `field`, empty for all.
    `keys` are theirs; `corrections` says which words stood in for which. Raises QueryError when the line
    cannot be understood, `Cancelled` of the database as soon as `cancelled` says so.
    """

    def __init__(
        self,
        line: str,
        shelf: DocumentCache,
        roots: Sequence[Path],
        marks: Marks,
        cancelled: Callable[[], bool],
        field: str = "",
    ) -> None:
        self.corrections: dict[str, str] = {}
        self._field = field
        self._shelf, self._roots, self._marks, self._cancelled = shelf, roots, marks, cancelled
        query: Query = parse(line)
        conditions = [self._clause(clause) for clause in query.clauses]
        self.keys = self._matching(_joined("AND", conditions) if conditions else ("1", []))

    def _matching(self, condition: Condition, limit: int = -1) -> set[str]:
        return self._shelf.matching(self._roots, *condition, limit=limit, cancelled=self._cancelled)

    def _clause(self, clause: Clause) -> Condition:
        said, values = _joined("OR", [self._atom(atom, clause) for atom in clause.alternatives])
        return (f"NOT {said}" if clause.negated else said), values

    def _atom(self, atom: Words | Dates | State, clause: Clause) -> Condition:
        if isinstance(atom, State):
            return self._state(atom)
        if isinstance(atom, Dates):
            parts: list[Condition] = [("day <> ''", [])]
            parts += [("day >= ?", [atom.first])] if atom.first else []
            parts += [("day <= ?", [atom.last])] if atom.last else []
            return _joined("AND", parts)
        field = atom.field or self._field
        if field and field not in FILTERED:
            return _NEVER
        holds = [_holds(field, word) for word in atom.words]
        if atom.phrase or atom.exact:
            number = FILTERED.index(field) if field else -1
            pattern = phrase_pattern(atom)
            # The words are looked for first: a pattern costs ten times as much.
            return _joined("AND", [*holds, ("matches(folded, ?, ?)", [number, pattern])])
        if not clause.negated:
            holds = [self._or_alike(field, word) for word in atom.words]
        return _joined("AND", holds)

    def _state(self, atom: State) -> Condition:
        marks = self._marks
        keys = {"read": marks.read, "unread": marks.read, "flagged": marks.flagged, "note": set(marks.notes)}
        negated = "NOT " if atom.value == "unread" else ""
        held = json.dumps(sorted(keys[atom.value]))
        return f"key {negated}IN (SELECT value FROM json_each(?))", [held]

    def _or_alike(self, field: str, word: str) -> Condition:
        """That a row has the word; where none has, one of the words that are spelt most like it."""
        plain = _holds(field, word)
        if len(word) < SHORTEST_FUZZY or self._matching(plain, limit=1):
            return plain
        # The shelf knows other libraries' words too.
        found = as_likely(
            (likely, score)
            for likely, score in likely_words(word, self._shelf.filter_words(field, len(word)))
            if self._matching(_holds(field, likely), limit=1)
        )
        if not found:
            return plain
        self.corrections[word] = found[0]
        return _joined("OR", [_holds(field, likely) for likely in found])


def _holds(field: str, word: str) -> Condition:
    """That the word stands in a field, or (`""`) in any."""
    if not field:
        return "instr(folded, ?) > 0", [word]
    return "(instr(folded, ?) > 0 AND matches(folded, ?, ?))", [word, FILTERED.index(field), re.escape(word)]


def _joined(operator: str, conditions: Sequence[Condition]) -> Condition:
    """The conditions as one, as a tree of little depth: SQLite refuses one of a thousand."""
    if len(conditions) == 1:
        return conditions[0]
    middle = len(conditions) // 2
    (left, first), (right, second) = (
        _joined(operator, conditions[:middle]),
        _joined(operator, conditions[middle:]),
    )
    return f"({left} {operator} {right})", [*first, *second]
