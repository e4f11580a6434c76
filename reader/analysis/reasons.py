"""Why a mention is one, why names were joined, why a sentence was taken: as data that code can read.

`explanations` puts a reason into words for people; nothing reads those words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple


class ReasonKind(StrEnum):
    """What kind of reason; the values are what is stored. Beside each stand its arguments."""

    # How a mention was found.
    MODEL = "model"
    GIVEN_NAME = "given name"
    DATELINE = "dateline"
    LIST = "list"  # what the list is of
    SHIP_PREFIX = "ship prefix"
    ACRONYM_IN_BRACKETS = "acronym in brackets"
    YEAR_AND_ELECTION = "year and election"
    PLACE_SHAPE = "place shape"
    LAW_SHAPE = "law shape"
    COMPANY_SHAPE = "company shape"
    RECURRENCE = "recurrence"
    SPEAKER = "speaker"
    ADDED_BY_HAND = "added by hand"

    # What gave a mention another type.
    TYPED_AS_SURNAME = "typed as surname"
    TYPED_BY_CONTEXT = "typed by context"
    TYPED_AS_ELSEWHERE = "typed as elsewhere"

    # What joined a mention to its entity; the argument is the fuller name.
    OF_COUNTRY = "of country"
    ANOTHER_NAME = "another name"
    SAID_TO_BE = "said to be"
    ACRONYM = "acronym"
    OTHER_LETTERS = "other letters"
    FULLER_NAME = "fuller name"
    OTHER_SPELLING = "other spelling"
    SURNAME = "surname"
    GIVEN_NAME_OF = "given name of"
    SHORT_FORM = "short form"
    IN_LIBRARY = "in library"
    CORRECTED = "corrected"  # the kind of the correction

    # What joined two names of a corpus: the lesser name, the one that it is part of, then what else is said.
    SAME_PLACE = "same place"  # name, its type here, its type there
    SAME_LETTERS = "same letters"
    PEOPLE_OF = "people of"  # the country, then the names of its people
    USUAL_TYPE = "usual type"  # name, type in most documents, how many, type in the others, how many
    NOBODYS_NAME = "nobody's name"  # name, documents where it is a place, documents where it is a person
    COMPANY_FORM = "company form"
    NAMED_ELSEWHERE = "named elsewhere"
    SPELT_OUT_ELSEWHERE = "spelt out elsewhere"  # and the names that both stand beside
    INITIALS = "initials"  # and the names that both stand beside
    TITLED = "titled"
    MORE_OR_LESS_FULL = "more or less full"  # and the names that both stand beside
    ONLY_BEARER = "only bearer"  # and the names that both stand beside
    LIKELY_BEARER = "likely bearer"  # and how many documents name the bearer in full
    SOUNDS_ALIKE = "sounds alike"  # and the names that both stand beside
    MERGED_BY_HAND = "merged by hand"
    NAME_ADDED_BY_HAND = "name added by hand"  # the spelling

    # What a spelling is of a name, where a document joined the two.
    SPELT_IN_OTHER_LETTERS = "spelt in other letters"
    BELONGS_TO = "belongs to"
    IS_ANOTHER_NAME = "is another name"
    IS_ACRONYM = "is acronym"
    IS_SHORT_FORM = "is short form"
    IS_SURNAME = "is surname"
    IS_GIVEN_NAME = "is given name"
    HAS_TITLE = "has title"
    IS_FULLER = "is fuller"
    IS_OTHER_SPELLING = "is other spelling"
    CALLED_SO = "called so"

    # Why a sentence stands in a summary.
    AUTHORS_SECTION = "author's section"  # the section's name
    ASKED_WORDS = "asked words"  # how many it has, of how many
    OPENS_DOCUMENT = "opens document"
    FOLLOWS_TAKEN = "follows taken"
    TAKEN_UP = "taken up"
    TITLE_WORDS = "title words"  # how many
    NEAR_TOP = "near top"
    NAMES = "names"  # how many
    ADDS_REST = "adds rest"


class Reason(NamedTuple):
    """A reason: its kind and its arguments, names and numbers as text."""

    kind: ReasonKind
    args: tuple[str, ...] = ()


def reason(kind: ReasonKind, *args: object) -> Reason:
    """Return the reason of this kind with these arguments."""
    return Reason(kind, tuple(map(str, args)))


def reasons_of_rows(rows: Iterable[Sequence[object]]) -> tuple[Reason, ...]:
    """Return the reasons that JSON holds as `[kind, [argument, …]]`. Raises ValueError at an unknown kind."""
    return tuple(Reason(ReasonKind(kind), tuple(args)) for kind, args in rows)  # type: ignore[arg-type]


def named_first(join: Reason) -> str:
    """Return the name whose join a reason gives."""
    return join.args[1 if join.kind is ReasonKind.PEOPLE_OF else 0]


def names_explained(join: Reason) -> tuple[str, ...]:
    """Return the names that a reason for a join says something about."""
    if join.kind is ReasonKind.PEOPLE_OF:
        return join.args[1:]
    if join.kind in _ABOUT_ONE_NAME:
        return join.args[:1]
    return join.args[:2]


_ABOUT_ONE_NAME = frozenset(
    {
        ReasonKind.SAME_PLACE,
        ReasonKind.USUAL_TYPE,
        ReasonKind.NOBODYS_NAME,
        ReasonKind.NAME_ADDED_BY_HAND,
    }
)
