"""Names that were found in pieces, put together: a person's, a body's with its place."""

from __future__ import annotations

import re

from reader.analysis.ner.boundaries import RawMention, trim
from reader.analysis.ner.casing import is_common
from reader.analysis.ner.gazetteer import ENDINGS, LISTED
from reader.analysis.ner.type_cues import ORG, PERSON

_OF = re.compile(r" of (?:the )?")
_OF_HEADS = re.compile(
    r"(?:Part(?:y|ies)|Union|Movement|Alliance|Federation|Bank|University|Ministry|Department|Council|Academy"
    r"|Association|Congress|Institute|League|Confederation|Church|Order|Society|Front)$"
)
_LAST_WORDS = re.compile(r"(?:(?: [A-Z][\w'’-]*){0,3} )(?P<last>[A-Z][a-z]+)\b(?! [A-Z])")
_AND = re.compile(r" (?:and|&) (?=[A-Z])")
_NAMED_AFTER_PEOPLE = frozenset((
    "Room", "Building", "Center", "Centre", "Bridge", "Airport", "Hospital", "Library", "Museum", "Stadium",
    "Memorial", "Highway", "Hall", "Park", "Institute", "Foundation", "University", "School", "College",
    "Prize", "Award", "Fund", "Theater", "Theatre", "Tunnel", "Tower", "Square", "Street", "Avenue",
))  # fmt: skip


def overlay(*layers: list[RawMention]) -> list[RawMention]:
    """Return the layers as one, sorted: of mentions that overlap the longest stays, of the
    equally long the last.
    """
    ranked = [
        (item.start - item.end, -rank, item.start, item)
        for rank, layer in enumerate(layers)
        for item in layer
    ]
    covered: set[int] = set()
    chosen: list[RawMention] = []
    for _, _, _, item in sorted(ranked):
        places = range(item.start, item.end)
        if covered.isdisjoint(places):
            covered.update(places)
            chosen.append(item)
    return sorted(chosen)


def with_place(text: str, near: list[RawMention], items: list[RawMention]) -> list[RawMention]:
    """Join organisations with the place that they are of: "Communist Party" and "Russia" as one name."""
    by_start = {item.start: item for item in near}
    grown = []
    for item in items:
        if item.type == "ORG" and _OF_HEADS.search(text, item.start, item.end):
            link = _OF.match(text, item.end)
            place = by_start.get(link.end()) if link else None
            if place is not None and place.type in ("GPE", "LOC"):
                item = item._replace(end=place.end)
        grown.append(item)
    return overlay(grown)


def person_in_pieces(text: str, items: list[RawMention]) -> list[RawMention]:
    """Return a person's name that was found in two pieces, as one."""
    joined: list[RawMention] = []
    for item in items:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.type == PERSON
            and item.type in (PERSON, "GPE")
            and text[last.end : item.start] == " "
            and text[item.start : item.end] not in LISTED
        ):
            whole = RawMention(last.start, item.end, PERSON, last.reasons)
            joined[-1] = trim(text, whole) or whole
        else:
            joined.append(item)
    return joined


def with_last_words(text: str, items: list[RawMention]) -> list[RawMention]:
    """Return what is named after a person, whole: "James S. Brady Press Briefing Room"."""
    grown = []
    for item in items:
        last = _LAST_WORDS.match(text, item.end) if item.type == PERSON else None
        if last is not None and last["last"] in _NAMED_AFTER_PEOPLE and " " in text[item.start : item.end]:
            grown.append(item._replace(end=last.end(), type=ENDINGS.get(last["last"], "WORK_OF_ART")))
    return grown


def joined_by_and(text: str, items: list[RawMention]) -> list[RawMention]:
    """Join bodies whose names have an "and" in them: "Chemical Safety and Hazard Investigation Board".

    The first half is of ordinary words, and the last word of the second says what it is.
    """
    by_start = {item.start: item for item in items}
    joined = []
    for item in items:
        link = _AND.match(text, item.end) if item.type == ORG else None
        other = by_start.get(link.end()) if link else None
        if other is None or other.type != ORG:
            continue
        first, second = text[item.start : item.end], text[other.start : other.end]
        words = first.removeprefix("U.S. ").split()
        if (
            all(is_common(word.lower()) for word in words)
            and ENDINGS.get(words[-1]) != ORG
            and ENDINGS.get(second.split()[-1]) == ORG
            and not {first, second} & LISTED.keys()
        ):
            joined.append(item._replace(end=other.end))
    return joined
