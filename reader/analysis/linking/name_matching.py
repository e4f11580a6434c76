"""How names are spelt: what of two spellings may be one name. Pure; knows nothing of documents."""

from __future__ import annotations

import re
from functools import lru_cache

from reader.analysis.linking.short_forms import is_nickname
from reader.analysis.ner.gazetteer import COUNTRY_OF_PEOPLE, GIVEN_NAMES, STYLES, TITLES
from reader.text.folding import fold

_COMPANY_WORDS = frozenset((
    "inc", "corp", "corporation", "co", "cos", "company", "companies", "ltd", "limited", "llc", "llp", "plc",
    "ag", "sa", "nv", "gmbh", "bhd", "group", "holdings", "&",
))  # fmt: skip
_SMALL_WORDS = frozenset(("of", "the", "and", "for", "in", "on", "de", "la", "du", "des", "&"))
_LONG_GIVEN = 5  # letters of a given name that may differ in its vowels and be the same
_GENERATIONS = ("Jr", "Sr", "II", "III", "IV")
_AFTER_MC = re.compile(r"(?<=\bMc)[a-z]")
_ARTICLE = re.compile(r"(?:al|el|ad|an|as|ash|at|ar)-")


def plain_key(name: str) -> str:
    """Return the name folded, without full stops, and a people's plural as its singular."""
    if name.endswith("s") and COUNTRY_OF_PEOPLE.get(name[:-1]):
        name = name[:-1]
    return fold(name).replace(".", "").replace("-", " ").strip()


@lru_cache(maxsize=1 << 16)
def person_words(name: str) -> tuple[str, ...]:
    """Return the words of a person's name without titles, styles and what follows the name (Jr., III)."""
    words = name.split()
    while len(words) > 1 and (small := words[0].rstrip(".").lower()) and (small in TITLES or small in STYLES):
        words = words[1:]
    while len(words) > 1 and words[-1].rstrip(".,") in _GENERATIONS:
        words = words[:-1]
    return tuple(word.rstrip(",") for word in words)


@lru_cache(maxsize=1 << 16)
def _folded_words(name: str) -> tuple[str, ...]:
    return tuple(map(fold, person_words(name)))


def last_words(name: str) -> list[str]:
    """Return what a person may be called by the end of the name: "Assad", "al-Assad"; "Gogh", "van Gogh"."""
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


def in_title_case(name: str) -> str:
    """Return a name in capitals as it is written elsewhere: `JEAN-PIERRE`, `MCDONOUGH`, `O'BRIEN`."""
    return _AFTER_MC.sub(lambda match: match[0].capitalize(), name.title())


def first_words(name: str) -> list[str]:
    """Return the given name."""
    words = person_words(name)
    return [words[0]] if len(words) > 1 and len(words[0]) > 2 else []


def same_person(one: str, other: str) -> bool:
    """Return whether two full names can be one person's: same last word, given names alike.

    An initial and a short form are like the name that they are of; father and son (Sr., Jr.) are two.
    Middle names and initials may be missing, but must not contradict each other.
    """
    first, second = _folded_words(one), _folded_words(other)
    if len(first) < 2 or len(second) < 2 or first[-1] != second[-1]:
        return False
    if not (_fits(first[0], second[0]) or is_nickname(first[0], second[0])):
        return False
    if _generation(one) and _generation(other) and _generation(one) != _generation(other):
        return False
    middle, other_middle = first[1:-1], second[1:-1]
    if not middle or not other_middle:
        return True
    return all(_fits(a, b) for a, b in zip(middle, other_middle, strict=False))


def order_key(name: str) -> str:
    """Return the two words of a full name without hyphens, in alphabetical order: of "Wen-hao Liang"
    "liang wenhao".

    Empty for names of more words, and for those of given names alone, which are two people in two orders.
    """
    words = [word.replace("-", "") for word in _folded_words(name)]
    if len(words) != 2 or all(word in GIVEN_NAMES for word in words):
        return ""
    return " ".join(sorted(words))


def _generation(name: str) -> str:
    """What follows a person's name: Jr, Sr, III; empty when nothing does."""
    last = name.split()[-1].rstrip(".,")
    return last if last in _GENERATIONS else ""


def spelt_alike(one: str, other: str) -> bool:
    """Return whether two full names sound like one person's: other letters in the surname, the same sound.

    Not when the surnames are the same to the letter: who spells one alike spells the other alike too, so the
    given names tell two people apart.
    """
    first, second = person_words(one), person_words(other)
    if len(first) < 2 or len(second) < 2 or fold(first[-1]) == fold(second[-1]):
        return False
    sound = surname_sound(one)
    return len(sound) > 1 and sound == surname_sound(other) and given_alike(first[0], second[0])


def given_alike(one: str, other: str) -> bool:
    """Return whether two given names may be spellings of one name.

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


def surname_sound(name: str) -> str:
    """Return the sound of a full name's last word without an Arabic article."""
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
    """Return an organisation's name folded, without Inc., Corp. and the like."""
    words = [word.strip(".,") for word in fold(name).replace(",", " ").split()]
    while len(words) > 1 and words[-1] in _COMPANY_WORDS:
        words.pop()
    return " ".join(words)


def initials(name: str) -> set[str]:
    """Return the acronyms that a name of several words may have: with and without its small words."""
    words = [part for word in name.split() for part in word.split("-") if part[:1].isalpha()]
    large = [word for word in words if word.lower() not in _SMALL_WORDS and word[0].isupper()]
    forms = {"".join(word[0] for word in chosen).upper() for chosen in (words, large)}
    return {form for form in forms if len(form) > 1}


def may_shorten(short: str, full: str) -> bool:
    """Return whether an acronym's letters stand in the full name in this order, the first one
    at its beginning.
    """
    rest = iter(fold(full))
    letters = [char for char in fold(short) if char.isalnum()]
    return bool(letters) and fold(full)[:1] == letters[0] and all(char in rest for char in letters)


_SOUNDS = (
    ("kh", "k"), ("gh", "k"), ("ph", "f"), ("sch", "x"), ("tch", "x"), ("ch", "x"), ("sh", "x"), ("zh", "x"),
    ("dh", "d"), ("th", "t"), ("ck", "k"), ("q", "k"), ("c", "k"), ("g", "k"), ("w", "v"), ("z", "s"),
    ("j", "x"),
)  # fmt: skip


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """Return what is left of a word when vowels, doubled letters and the ways to romanise one
    sound are made one.

    `Araghchi` and `Araqchi`, `Gaddafi` and `Qadhafi`, `Hezbollah` and `Hizbullah` have one skeleton each.
    """
    small = "".join(char for char in fold(word) if char.isalnum())
    for letters, sound in _SOUNDS:
        small = small.replace(letters, sound)
    bare = re.sub(r"[aeiouyh]", "", small)
    return re.sub(r"(.)\1+", r"\1", bare)
