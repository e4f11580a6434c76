"""What type a name has, from everything that its document says around it.

Each time a name stands in the text, what stands beside it speaks for a person, an organisation or a place:
a title before it, an age after it, "in" before it, "Inc." after it. The model's own judgements count too,
less and less the more often it repeats itself, since it repeats its mistakes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from math import sqrt

from reader.analysis.ner.gazetteer import ENDINGS, GIVEN_NAMES, LISTED, ROLES, TITLES

PERSON, ORG, PLACE = "PERSON", "ORG", "GPE"
Scores = dict[str, float]

_BEFORE = re.compile(r"([\w.'’-]+)\s$")
_SPEECH_VERBS = frozenset((
    "said", "says", "told", "added", "asked", "replied", "insisted", "argued", "warned", "testified",
    "recalled", "joked",
))  # fmt: skip
_SHIPS = frozenset((
    "tanker", "ship", "vessel", "frigate", "destroyer", "cruiser", "carrier", "freighter", "trawler", "ferry",
    "yacht", "submarine", "corvette", "cutter", "minesweeper", "liner", "tug", "schooner", "tug-boat", "boat",
))  # fmt: skip
_HEADS_OF = re.compile(
    r"(?:(?:units?|subsidiary|division|shares|affiliate|parent|CEO|CFO|chief executive|officer|founder) of"
    r"|lead manager|airlines?|drugmaker|automaker|company|firm|utility|conglomerate)(?: the)?\s$"
)
_MOVED = re.compile(
    r" (?:fell|rose|slid|gained|lost|eased|climbed|jumped|advanced|firmed|slipped|dropped|added|dipped|soared"
    r"|was up|was down|is up|is down|was unchanged)(?: by)? (?:\$?\d|at \d|two|three|four|five|one)"
)
_TOWN_OF = re.compile(r"\s(?:Mayor|Police|City Council|County|Police Chief|Fire Chief)\b")
_AGE = re.compile(r", \d\d,|, aged? \d")
_IN = {
    "in": 1.5,
    "near": 1.5,
    "outside": 1.5,
    "throughout": 1.5,
    "across": 1.0,
    "from": 0.5,
    "at": 0.3,
    "around": 0.8,
    "off": 0.8,
    "into": 0.5,
}
_NEXT_WORD = re.compile(r"\s([a-z]+)")
_NAMED_PLACE = re.compile(
    r"(?:city|town|village|province|region|district|county|port|capital|suburb|island|coast|state|republic"
    r"|kingdom) (?:of|in)\s$"
)
_OF_A_STATE = re.compile(
    r"(?:(?:foreign|prime) minist(?:er|ry)|central bank|consul|consulate|embassy|flag|navy|parliament"
    r"|north|south|east|west) of\s$",
    re.IGNORECASE,
)
_OF_ITS_STATE = re.compile(r"\s(?:foreign ministry|coast ?guard|consulate|embassy|navy|patrol|port)\b")
_GROUND = re.compile(r"(?:['’]s)? (?:islands?|shores?|coast|coastline|waters|harbour|harbor|peninsula)\b")
_PERSON_AFTER = re.compile(r", who\b|, whose\b|, (?:a|the) (?:former )?[\w-]+(?: [\w-]+)? (?:who|and)\b")
_ORG_AFTER = re.compile(
    r"['’]s? (?:shares?|stock|board|chairman|chief executive|headquarters|members?|spokes\w+)\b|,? Inc\b"
    r"| (?:and \w+ )?(?:airlines?|railways?|newspapers?|magazine|spokesm[ae]n|spokeswom[ae]n)\b"
)
_MODIFIES = re.compile(
    r"\s(?!(?:in|of|on|at|and|or|to|for|is|was|are|were|has|had|have|by|as|that|which|with|from)\b)[a-z]"
)
_LIVED = re.compile(
    r"\s(?:was|is|were|had been|has been) (?:\w+ly )?(?:elected|born|appointed|accompanied|married|educated"
    r"|survived|re-elected|sworn|buried|assassinated|raised|an? (?:\w+ )?"
    r"(?:member|leader|candidate|lawyer|politician|supporter))\b"
    r"|\s(?:stepped down|resigned|died|married|wrote|graduated|retired|studied|became|served|ran for)\b"
    r"|\scampaigned\b"
)
_FIGURE = re.compile(r"\s[$£€]?\d")
_OWN = re.compile(r"[^.!?]{0,80}\b(?:he|she|his|her|himself|herself)\b")
_PARTICLES = frozenset((
    "bin", "ibn", "ben", "bint", "abu", "al", "el", "van", "von", "der", "den", "de", "del", "della", "di",
    "da", "dos", "du", "la", "le",
))  # fmt: skip
_WINDOW = 28  # code points beside a name that are looked at


def type_scores(text: str, start: int, end: int) -> Scores:
    """Return what stands beside one place of a name says for a person, an organisation or a place."""
    scores: Scores = defaultdict(float)
    before = text[max(0, start - _WINDOW) : start]
    after = text[end : end + _WINDOW]
    previous = _BEFORE.search(before)
    if previous:
        word = previous[1]
        small = word.rstrip(".").lower()
        if small in TITLES and (word[0].isupper() or word in ROLES):
            scores[PERSON] += 3.0 if word[0].isupper() else 1.5
        elif word in ROLES:
            scores[PERSON] += 2.0
        elif small in _SHIPS:
            scores["PRODUCT"] += 3.0
        elif small in _IN:
            scores[PLACE] += _IN[small]
        elif small == "the" and not _MODIFIES.match(after):
            scores[PERSON] -= 1.5
            scores[ORG] += 0.5
            scores[PLACE] -= 0.3
        if _NAMED_PLACE.search(before):
            scores[PLACE] += 3.0
        elif _OF_A_STATE.search(before):
            scores[PLACE] += 2.0
    if _MOVED.match(after):
        scores[ORG] += 2.5
        scores[PERSON] -= 1.0
    if _HEADS_OF.search(before):
        scores[ORG] += 1.5
    if _TOWN_OF.match(after):
        scores[PLACE] += 2.5
    if _AGE.match(after):
        scores[PERSON] += 3.0
    if _PERSON_AFTER.match(after):
        scores[PERSON] += 1.5
    if _ORG_AFTER.match(after):
        scores[ORG] += 1.5
    if after.startswith("-based"):
        scores[PLACE] += 3.0
    if _GROUND.match(after):
        scores[PLACE] += 2.0
    elif _OF_ITS_STATE.match(after):
        scores[PLACE] += 1.5
    if _FIGURE.match(after):
        scores[PERSON] -= 1.5
    if after.startswith(", which "):
        scores[PERSON] -= 1.5
    if _LIVED.match(text, end):
        scores[PERSON] += 1.5
    if _OWN.match(text, end):
        scores[PERSON] += 0.5
    following = _NEXT_WORD.match(after)
    if following and following[1] in _SPEECH_VERBS and not before.endswith("of "):
        scores[PERSON] += 1.0
        scores[PLACE] -= 1.0
    if after.startswith(", "):
        rest = after[2:].split(",")[0].split(" ")
        if " ".join(rest) in LISTED or (rest[0] in LISTED and LISTED[rest[0]].type == "GPE"):
            scores[PLACE] += 1.5
    return scores


def dampen(total: Scores) -> Scores:
    """Return the scores with repetition worth ever less: the square root, its sign kept."""
    return {type_: sqrt(value) if value > 0 else -sqrt(-value) for type_, value in total.items()}


def ending(words: list[str]) -> str:
    """Return the type that a name of several words has by its last word, or by the word before "of".

    Else empty.
    """
    head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
    return ENDINGS.get(head, "")


def people_of(place: str) -> tuple[str, str]:
    """Return the adjective and the people that English makes of a place's name by rule: Korvania,
    Korvanian(s).
    """
    return (f"{place}n", f"{place}ns") if place.endswith("a") else (f"{place}ese", f"{place}ese")


def titled(text: str, start: int) -> bool:
    """Return whether a title or a role stands before the name that begins here: "President
    Abraham Lincoln".
    """
    word = _BEFORE.search(text, max(0, start - _WINDOW), start)
    return word is not None and (word[1].rstrip(".").lower() in TITLES or word[1] in ROLES)


def in_full(words: Sequence[str]) -> bool:
    """Return whether a person's name of these words is one in full: not a particle and a
    surname, "bin Salman".

    In capitals the first must be a given name: of a headline a model takes verbs for one, "NEEDS REAGAN".
    """
    if len(words) < 2 or (len(words) == 2 and words[0].lower() in _PARTICLES):
        return False
    return not "".join(words).isupper() or is_given(words[0].title())


def is_known(name: str) -> bool:
    """Return whether a name is on a list, or begins with a given name."""
    return name in LISTED or is_given(name.split()[0])


def is_given(word: str) -> bool:
    """Return whether the word is a given name, or an initial that stands for one."""
    return word.lower() in GIVEN_NAMES or (len(word) == 2 and word[1] == "." and word[0].isupper())
