"""How a spelling is told to be a name of its entity, in a sentence: for what joined within a document."""

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
from reader.text.folding import fold


def relation(spelling: str, name: str, type_: str, others: Sequence[str] = ()) -> str:
    """What the spelling is of the name, or else of one of the entity's other spellings, as a sentence.

    The rules are those of `naming`, which joined the two in a document that has both.
    """
    for known in (name, *(other for other in others if other not in (spelling, name))):
        if said := _relation(spelling, known, type_):
            return said.format(f"“{spelling}”", f"“{known}”")
    return f"“{spelling}” is what a document calls “{name}”."


def _relation(spelling: str, name: str, type_: str) -> str:
    """A sentence with places for the two names; empty when no rule joins them."""
    if plain_key(spelling) == plain_key(name):
        return "{0} is {1} in other letters."
    usual = spelling.title()
    if COUNTRY_OF_PEOPLE.get(spelling, COUNTRY_OF_PEOPLE.get(usual)) == name or spelling in people_of(name):
        return "{0} is of {1}."
    listed = LISTED.get(spelling) or LISTED.get(usual)
    if listed is not None and listed.name == name:
        return "{0} is another name of {1}."
    if " " in name and spelling.replace(".", "").upper() in initials(name):
        return "{0} is the acronym of {1}."
    if type_ == "PERSON":
        return _of_a_person(spelling, name)
    if type_ == "PRODUCT" and name.split()[0] in VESSEL_PREFIXES and name.endswith(f" {spelling}"):
        return "{0} is short for {1}."
    if type_ == "ORG" and f"{company_core(name)} ".startswith(f"{company_core(spelling)} "):
        return "{0} is short for {1}."
    return ""


def _of_a_person(spelling: str, name: str) -> str:
    words = fold(" ".join(person_words(spelling)))
    if words in map(fold, last_words(name)):
        return "{0} is the surname of {1}."
    if words in map(fold, first_words(name)):
        return "{0} is the given name of {1}."
    if words == fold(" ".join(person_words(name))):
        return "{0} is {1} with a title."
    if same_person(spelling, name):
        return "{0} is {1} written more or less fully."
    return "{0} is {1} in another spelling." if spelt_alike(spelling, name) else ""
