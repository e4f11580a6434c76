"""What the index can be asked for: stems that rank, and conditions that must hold."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from typing import Literal, NamedTuple, TypeAlias

from reader.search.index.index_entry import EntryKind

TextField = Literal["words", "title", "tags", "source", "format", "people", "organisations", "places"]
"""Fields of whole folded words, with positions; `words` is the title and the text."""

StemField = Literal["stems", "names"]
"""Fields of stems: the title and the text; words of entities' names that stand in neither."""


class Weighted(NamedTuple):
    """A stem that raises the score of the entries it occurs in; `boost` multiplies its BM25 score.

    In the field `words` it is a phrase as `compounds` names it.
    """

    stem: str
    boost: float
    field: StemField | Literal["words"] = "stems"


class FieldWords(NamedTuple):
    """Folded words that stand next to each other in a field, as they are spelt; the last one may go on."""

    field: TextField
    words: tuple[str, ...]
    prefix: bool = False


class Stem(NamedTuple):
    """A stem that occurs in the text, the title or the names."""

    stem: str


def day_number(date: str) -> int:
    """Return an ISO 8601 day or time as a number that sorts: 20260117; 0 for no date."""
    digits = date[:10].replace("-", "")
    return int(digits) if len(digits) == 8 and digits.isdecimal() else 0


class Days(NamedTuple):
    """Published between two days, `20260117`, both included."""

    first: int
    last: int


class Kind(NamedTuple):
    """Entries of one kind."""

    kind: EntryKind


class Keys(NamedTuple):
    """Entries with one of these keys."""

    keys: AbstractSet[str]


class Both(NamedTuple):
    """Two conditions at once."""

    first: Condition
    second: Condition


Condition: TypeAlias = "FieldWords | Stem | Days | Kind | Keys | Both"


class IndexFilter(NamedTuple):
    """One of the conditions holds, or, when negated, none of them."""

    conditions: tuple[Condition, ...]
    negated: bool = False


class EntryAddress(NamedTuple):
    """Where an entry lies in one view of the index, and its BM25 score."""

    segment: int
    number: int
    score: float
