"""What a spelling is of its entity's name: a reason for each spelling that a document joined."""

from __future__ import annotations

from collections.abc import Sequence

from reader.analysis.linking.name_matching import (
    company_core,
    first_words,
    initials,
    last_words,
    person_words,
    plain_key,
    same_person,
    spelt_alike,
)
from reader.analysis.ner.gazetteer import COUNTRY_OF_PEOPLE, LISTED, VESSEL_PREFIXES
from reader.analysis.ner.type_cues import people_of
from reader.analysis.reasons import Reason, ReasonKind, reason
from reader.text.folding import fold


def relation(spelling: str, name: str, type_: str, others: Sequence[str] = ()) -> Reason:
    """Return what the spelling is of the name, or else of one of the entity's other spellings.

    The rules are those of `within_document`, which joined the two in a document that has both.
    """
    for known in (name, *(other for other in others if other not in (spelling, name))):
        if (kind := _relation(spelling, known, type_)) is not None:
            return reason(kind, spelling, known)
    return reason(ReasonKind.CALLED_SO, spelling, name)


def _relation(spelling: str, name: str, type_: str) -> ReasonKind | None:
    if plain_key(spelling) == plain_key(name):
        return ReasonKind.SPELT_IN_OTHER_LETTERS
    usual = spelling.title()
    if COUNTRY_OF_PEOPLE.get(spelling, COUNTRY_OF_PEOPLE.get(usual)) == name or spelling in people_of(name):
        return ReasonKind.BELONGS_TO
    listed = LISTED.get(spelling) or LISTED.get(usual)
    if listed is not None and listed.name == name:
        return ReasonKind.IS_ANOTHER_NAME
    if " " in name and spelling.replace(".", "").upper() in initials(name):
        return ReasonKind.IS_ACRONYM
    if type_ == "PERSON":
        return _of_a_person(spelling, name)
    if type_ == "PRODUCT" and name.split()[0] in VESSEL_PREFIXES and name.endswith(f" {spelling}"):
        return ReasonKind.IS_SHORT_FORM
    if type_ == "ORG" and f"{company_core(name)} ".startswith(f"{company_core(spelling)} "):
        return ReasonKind.IS_SHORT_FORM
    return None


def _of_a_person(spelling: str, name: str) -> ReasonKind | None:
    words = fold(" ".join(person_words(spelling)))
    if words in map(fold, last_words(name)):
        return ReasonKind.IS_SURNAME
    if words in map(fold, first_words(name)):
        return ReasonKind.IS_GIVEN_NAME
    if words == fold(" ".join(person_words(name))):
        return ReasonKind.HAS_TITLE
    if same_person(spelling, name):
        return ReasonKind.IS_FULLER
    return ReasonKind.IS_OTHER_SPELLING if spelt_alike(spelling, name) else None
