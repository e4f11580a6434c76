"""Who or what the mentions of one document name: each mention's entity, by rules that can be told.

A list's usual name, a surname, a given name, an acronym, words in apposition and the short form of a company
or a ship join a mention to a fuller name of the same document. Where two fuller names would do, none
is taken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from reader.analysis.edges import Found
from reader.analysis.evidence import people_of
from reader.analysis.mention import NAME_TYPES, PLACE_TYPES, Mention
from reader.analysis.names import (
    COMMON_FIRST_WORDS,
    COUNTRY_OF_PEOPLE,
    ENDINGS,
    GIVEN_NAMES,
    LISTED,
    STYLES,
    TITLES,
    VESSEL_PREFIXES,
)
from reader.text.document import Document
from reader.text.folding import fold

_COMPANY_WORDS = frozenset((
    "inc", "corp", "corporation", "co", "cos", "company", "companies", "ltd", "limited", "llc", "llp", "plc",
    "ag", "sa", "nv", "gmbh", "bhd", "group", "holdings", "&",
))  # fmt: skip
_SMALL_WORDS = frozenset(("of", "the", "and", "for", "in", "on", "de", "la", "du", "des", "&"))
_KNOWN_AS = re.compile(
    r"(?:,|\s\()?\s?(?:(?:who|which) (?:is|was) )?"
    r"(?:also|better|commonly|formerly|previously|popularly|sometimes)?\s?"
    r"(?:known|called|nicknamed|dubbed|referred to)(?: (?:as|by))? (?:the )?[\"“”‘’'`]*"
    r"|,? a\.?k\.?a\.?,? [\"“‘'`]*"
)
_LONG_GIVEN = 5  # letters of a given name that may differ in its vowels and be the same
_ARTICLE = re.compile(r"(?:al|el|ad|an|as|ash|at|ar)-")
_BRACKETS = re.compile(r"\s\((?:the )?[\"“]?")
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][A-Za-z&.-]*[A-Z][A-Za-z]?")


class _Named(NamedTuple):
    """A name of the document: as it is written, its type, and how often it stands there."""

    name: str
    type: str
    times: int


def resolve(document: Document, found: Iterable[Found | Mention]) -> list[Mention]:
    """The mentions, each with the full name of what it means; order and spans as given.

    A ship's short name takes the type of the ship; all other types stay. Values (dates, amounts) mean what
    they say.
    """
    items = list(found)
    text = document.text
    written = [" ".join(text[item.start : item.end].split()) for item in items]
    names = Counter(
        (name, item.type) for name, item in zip(written, items, strict=True) if item.type in NAME_TYPES
    )
    known = [_Named(name, type_, count) for (name, type_), count in names.items()]
    links = _Links(known)
    links.add_beside(text, items, written)
    results = []
    for name, item in zip(written, items, strict=True):
        if item.type not in NAME_TYPES:
            results.append(Mention(item.start, item.end, item.type, name, item.why))
            continue
        type_ = item.type
        named_alone = " " in name or text[max(0, item.start - 4) : item.start].lower() == "the "
        ship = links.ship(name) if named_alone else None
        if ship is not None:
            entity, why, type_ = ship, f"short for {ship}", "PRODUCT"
        else:
            entity, why = links.entity(name, item.type)
        results.append(
            Mention(item.start, item.end, type_, entity, f"{item.why}; {why}" if why else item.why)
        )
    return results


class _Links:
    """From each name of a document to the fuller name it stands for, and why."""

    def __init__(self, known: Sequence[_Named]) -> None:
        self._to: dict[tuple[str, str], tuple[str, str]] = {}
        self._ships = {
            short: named.name
            for named in known
            if named.name.split()[0] in VESSEL_PREFIXES and " " in named.name
            for short in (named.name.split(maxsplit=1)[1], named.name.split()[-1])
        }
        self._homes = {
            people: named.name for named in known if named.type == "GPE" for people in people_of(named.name)
        }
        self._alike(known)
        self._people([named for named in known if named.type == "PERSON"])
        self._organisations([named for named in known if named.type == "ORG"])
        self._acronyms(known)

    def ship(self, name: str) -> str | None:
        """The ship whose short name this is."""
        return self._ships.get(name)

    def entity(self, name: str, type_: str) -> tuple[str, str]:
        """The full name, and why it is that (empty when it is the name itself)."""
        reasons: list[str] = []
        at = name
        for _ in range(4):  # a chain is at most: case, surname, apposition, list
            step = self._to.get((at, type_))
            if step is None:
                break
            at = step[0]
            reasons.append(step[1])
        if type_ == "NORP" and (home := COUNTRY_OF_PEOPLE.get(at) or self._homes.get(at)):
            return home, f"of {home}"
        usual = LISTED.get(at)
        if (
            usual is not None
            and usual.name != at
            and (usual.type == type_ or {usual.type, type_} <= PLACE_TYPES)
        ):
            at = usual.name
            reasons.append(f"another name of {at}")
        return at, "; ".join(reasons)

    def add_beside(self, text: str, items: Sequence[Found | Mention], written: Sequence[str]) -> None:
        """Links names in apposition: "X, known as Y" and, for an acronym, "X (Y)" or "Y (X)"."""
        for index in range(len(items) - 1):
            one, other = items[index], items[index + 1]
            if one.type != other.type or one.type not in NAME_TYPES or other.start - one.end > 60:
                continue
            between = text[one.end : other.start]
            if _KNOWN_AS.fullmatch(between) and written[index] != written[index + 1]:
                self._link(written[index + 1], written[index], one.type, f"said to be {written[index]}")
            elif _BRACKETS.fullmatch(between) and text[other.end : other.end + 1] in (")", '"', "”"):
                short, full = sorted((written[index + 1], written[index]), key=len)
                if _ACRONYM.fullmatch(short) and len(short) < len(full) // 2:
                    self._link(short, full, one.type, f"acronym of {full}")

    def _link(self, name: str, to: str, type_: str, why: str) -> None:
        target = to
        for _ in range(4):
            if target == name:
                return  # it would lead back to itself
            step = self._to.get((target, type_))
            if step is None:
                break
            target = step[0]
        self._to.setdefault((name, type_), (to, why))

    def _alike(self, known: Sequence[_Named]) -> None:
        """Names that differ in case, accents or full stops only: the commonest stands for all."""
        alike: dict[tuple[str, str], list[_Named]] = defaultdict(list)
        for named in known:
            alike[plain_key(named.name), named.type].append(named)
        for group in alike.values():
            best = max(
                group, key=lambda named: (not named.name.isupper() or named.name in LISTED, named.times)
            )
            for named in group:
                if named.name != best.name:
                    self._link(named.name, best.name, named.type, f"{best.name} in other letters")

    def _people(self, people: Sequence[_Named]) -> None:
        full = [named for named in people if len(person_words(named.name)) > 1]
        for named in full:
            longer = [
                other
                for other in full
                if other.name != named.name
                and same_person(named.name, other.name)
                and (other.times, len(other.name), other.name) > (named.times, len(named.name), named.name)
            ]
            if longer:
                best = max(longer, key=lambda other: (other.times, len(other.name)))
                self._link(named.name, best.name, "PERSON", f"{best.name} written more or less fully")
        self._spellings(full)
        self._short(people, full, last_words, "surname")
        self._short(people, full, first_words, "given name")

    def _spellings(self, full: Sequence[_Named]) -> None:
        """Full names that one document spells in several ways: the commonest stands for the others."""
        by_surname: dict[str, list[_Named]] = defaultdict(list)
        for named in full:
            by_surname[_surname_sound(named.name)].append(named)
        for alike in by_surname.values():
            alike.sort(key=lambda named: -named.times)
            for index, named in enumerate(alike):
                best = next((other for other in alike[:index] if spelt_alike(named.name, other.name)), None)
                if best is not None:
                    self._link(named.name, best.name, "PERSON", f"{best.name} in another spelling")

    def _short(
        self, people: Sequence[_Named], full: Sequence[_Named], parts: Callable[[str], list[str]], what: str
    ) -> None:
        owners: dict[str, set[str]] = defaultdict(set)
        for named in full:
            entity = self.entity(named.name, "PERSON")[0]
            for part in parts(named.name):
                owners[fold(part)].add(entity)
        for named in people:
            words = person_words(named.name)
            key = fold(" ".join(words))
            candidates = owners.get(key, set()) - {named.name}
            if len(candidates) == 1 and named not in full:
                (entity,) = candidates
                self._link(named.name, entity, "PERSON", f"{what} of {entity}")

    def _organisations(self, organisations: Sequence[_Named]) -> None:
        by_core: dict[str, list[_Named]] = defaultdict(list)
        by_first: dict[str, set[str]] = defaultdict(set)
        for named in organisations:
            core = company_core(named.name)
            by_core[core].append(named)
            if len(core.split()) > 1:
                by_first[core.split()[0]].add(core)
        for core, group in by_core.items():
            best = max(group, key=lambda named: len(named.name))
            for named in group:
                if named.name != best.name:
                    self._link(named.name, best.name, "ORG", f"short for {best.name}")
            cores = by_first.get(core, set())
            if len(cores) == 1 and all(_may_stand_alone(named.name) for named in group):
                longer = max(by_core[next(iter(cores))], key=lambda named: len(named.name))
                self._link(best.name, longer.name, "ORG", f"short for {longer.name}")

    def _acronyms(self, known: Sequence[_Named]) -> None:
        expansions: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for named in known:
            if " " in named.name and named.type in ("ORG", "GPE", "LOC", "FAC", "EVENT", "LAW"):
                for letters in initials(named.name):
                    expansions[letters].add((named.name, named.type))
        for named in known:
            if not _ACRONYM.fullmatch(named.name) or named.name in LISTED:
                continue
            letters = named.name.replace(".", "").upper()
            fitting = {name for name, type_ in expansions.get(letters, set()) if type_ == named.type}
            if len(fitting) == 1:
                (name,) = fitting
                self._link(named.name, name, named.type, f"acronym of {name}")


def plain_key(name: str) -> str:
    """The name folded, without full stops, and a people's plural as its singular."""
    if name.endswith("s") and COUNTRY_OF_PEOPLE.get(name[:-1]):
        name = name[:-1]
    return fold(name).replace(".", "").replace("-", " ").strip()


@lru_cache(maxsize=1 << 16)
def person_words(name: str) -> tuple[str, ...]:
    """The words of a person's name without titles, styles and what follows the name (Jr., III)."""
    words = name.split()
    while len(words) > 1 and (small := words[0].rstrip(".").lower()) and (small in TITLES or small in STYLES):
        words = words[1:]
    while len(words) > 1 and words[-1].rstrip(".,") in ("Jr", "Sr", "II", "III", "IV"):
        words = words[:-1]
    return tuple(word.rstrip(",") for word in words)


@lru_cache(maxsize=1 << 16)
def _folded_words(name: str) -> tuple[str, ...]:
    return tuple(map(fold, person_words(name)))


def last_words(name: str) -> list[str]:
    """What a person may be called by the end of the name: "Assad", "al-Assad"; "Gogh", "van Gogh"."""
    words = person_words(name)
    if len(words) < 2:
        return []
    last = words[-1]
    ends = [last]
    if _ARTICLE.match(last.lower()):
        ends.append(last.split("-", 1)[1])
    if len(words) > 2:
        ends.append(" ".join(words[-2:]))
    return ends


def first_words(name: str) -> list[str]:
    """The given name."""
    words = person_words(name)
    return [words[0]] if len(words) > 1 and len(words[0]) > 2 else []


def same_person(one: str, other: str) -> bool:
    """Whether two full names can be one person's: same last word, first words alike or an initial of it.

    Middle names and initials may be missing, but must not contradict each other.
    """
    first, second = _folded_words(one), _folded_words(other)
    if len(first) < 2 or len(second) < 2 or first[-1] != second[-1]:
        return False
    if not _fits(first[0], second[0]):
        return False
    middle, other_middle = first[1:-1], second[1:-1]
    if not middle or not other_middle:
        return True
    return all(_fits(a, b) for a, b in zip(middle, other_middle, strict=False))


def spelt_alike(one: str, other: str) -> bool:
    """Whether two full names sound like one person's: other letters in the surname, the same sound.

    Not when the surnames are the same to the letter: who spells one alike spells the other alike too, so the
    given names tell two people apart.
    """
    first, second = person_words(one), person_words(other)
    if len(first) < 2 or len(second) < 2 or fold(first[-1]) == fold(second[-1]):
        return False
    sound = _surname_sound(one)
    return len(sound) > 1 and sound == _surname_sound(other) and given_alike(first[0], second[0])


def given_alike(one: str, other: str) -> bool:
    """Whether two given names may be spellings of one name.

    Of two known names only long ones that sound alike may; those that differ in a last vowel are a man's and
    a woman's.
    """
    one, other = fold(one), fold(other)
    if one == other:
        return True
    sound, other_sound = skeleton(one), skeleton(other)
    if one in GIVEN_NAMES and other in GIVEN_NAMES:
        ends_alike = one.rstrip("aeo") == other.rstrip("aeo")
        return sound == other_sound and not ends_alike and min(len(one), len(other)) >= _LONG_GIVEN
    return len(sound) > 1 and len(other_sound) > 1 and _one_apart(sound, other_sound)


def _surname_sound(name: str) -> str:
    """The sound of a full name's last word without an Arabic article."""
    return skeleton(_ARTICLE.sub("", person_words(name)[-1].lower()))


def _one_apart(one: str, other: str) -> bool:
    """Whether one letter put in, left out or changed makes one of the other."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((index for index, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    return long[same + 1 :] == short[same + (len(long) == len(short)) :]


def _fits(one: str, other: str) -> bool:
    """Whether two given names are equal or one is the other's initial."""
    if one == other:
        return True
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return len(short) == 1 and long.startswith(short)


def company_core(name: str) -> str:
    """An organisation's name folded, without Inc., Corp. and the like."""
    words = [word.strip(".,") for word in fold(name).replace(",", " ").split()]
    while len(words) > 1 and words[-1] in _COMPANY_WORDS:
        words.pop()
    return " ".join(words)


def initials(name: str) -> set[str]:
    """The acronyms that a name of several words may have: with and without its small words."""
    words = [part for word in name.split() for part in word.split("-") if part[:1].isalpha()]
    large = [word for word in words if word.lower() not in _SMALL_WORDS and word[0].isupper()]
    forms = {"".join(word[0] for word in chosen).upper() for chosen in (words, large)}
    return {form for form in forms if len(form) > 1}


def _may_stand_alone(name: str) -> bool:
    """Whether one word of an organisation's name says which one: "Goldman", not "National" or "Bank"."""
    return (
        len(name) > 3
        and " " not in name
        and name not in ENDINGS
        and name not in LISTED
        and name.lower() not in COMMON_FIRST_WORDS
    )


_SOUNDS = (
    ("kh", "k"), ("gh", "k"), ("ph", "f"), ("sch", "x"), ("tch", "x"), ("ch", "x"), ("sh", "x"), ("zh", "x"),
    ("dh", "d"), ("th", "t"), ("ck", "k"), ("q", "k"), ("c", "k"), ("g", "k"), ("w", "v"), ("z", "s"),
    ("j", "x"),
)  # fmt: skip


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """What is left of a word when vowels, doubled letters and the ways to romanise one sound are made one.

    `Araghchi` and `Araqchi`, `Gaddafi` and `Qadhafi`, `Hezbollah` and `Hizbullah` have one skeleton each.
    """
    small = "".join(char for char in fold(word) if char.isalnum())
    for letters, sound in _SOUNDS:
        small = small.replace(letters, sound)
    bare = re.sub(r"[aeiouyh]", "", small)
    return re.sub(r"(.)\1+", r"\1", bare)
