"""What kinds of names and corrections of them are called on the screen."""

from __future__ import annotations

from reader.analysis.corrections import Correction

TYPES: dict[str, str] = {
    "PERSON": "a person",
    "ORG": "an organisation, company, agency",
    "GPE": "a country, state, city",
    "LOC": "a sea, mountain, region",
    "FAC": "a building, port, bridge",
    "NORP": "a people, religion, party",
    "EVENT": "an event",
    "PRODUCT": "a ship, weapon, product",
    "WORK_OF_ART": "a book, paper, film",
    "LAW": "a law or treaty",
}


def describe_correction(item: Correction) -> str:
    """Return what a correction says, as a sentence without its full stop."""
    sentence = {
        "type": f"{item.name} is {TYPES.get(item.type, item.type)}",
        "hide": f"{item.name} is hidden",
        "merge": f"{item.name} is {item.to}",
        "split": f"{item.to} is not {item.name}",
        "rename": f"{item.name} is called {item.to}",
        "add": f"{item.name} is {TYPES.get(item.type, item.type)}",
        "watch": f"{item.name} is watched",
        "unwatch": f"{item.name} is watched no more",
    }[item.kind]
    return sentence + (" in this document" if item.document else "")
