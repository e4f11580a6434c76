"""What an analysis finds in a document: mentions, their types, and the groups that types are shown in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reader.analysis.reasons import Reason

Group = Literal["people", "organisations", "places", "groups", "events", "times", "other"]

GROUPS: dict[str, Group] = {
    "PERSON": "people",
    "ORG": "organisations",
    "GPE": "places",
    "LOC": "places",
    "FAC": "places",
    "NORP": "groups",
    "EVENT": "events",
    "DATE": "times",
    "TIME": "times",
    "CARDINAL": "other",
    "LANGUAGE": "other",
    "LAW": "other",
    "MONEY": "other",
    "ORDINAL": "other",
    "PERCENT": "other",
    "PRODUCT": "other",
    "QUANTITY": "other",
    "WORK_OF_ART": "other",
}
"""The 18 entity types of OntoNotes 5.0 and the group that each is shown in."""

PLACE_TYPES = frozenset({"GPE", "LOC", "FAC"})
NAME_TYPES = frozenset(
    {"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW"}
)
"""Types whose mentions are names; the others are values (dates, amounts) that are read where they stand."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a document's text where somebody or something is named.

    `start` and `end` are code points of `Document.text`, `end` not included. `type` is one of `GROUPS`.
    `entity` is the full name of what is meant ("David Barnea" for a mention "Barnea"). `reasons`
    say how the mention was found, what gave it its type and what joined it to its entity, in this order.
    """

    start: int
    end: int
    type: str
    entity: str
    reasons: tuple[Reason, ...] = ()
