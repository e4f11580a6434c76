"""The case that words in capitals would have in a sentence: names keep a capital, all else is written small.

A model takes every word with a capital for part of a name, so lines in capitals and headlines in title case
are read as sentences. What the document, the lists and the words beside a word say decides, in this order.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from reader.analysis.ner.gazetteer import (
    COMMON_WORDS,
    ENDINGS,
    GIVEN_NAMES,
    LISTED,
    ROLES,
    SMALL_WORDS,
    TITLES,
)
from reader.analysis.ner.name_index import NameIndex

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SENTENCE_START = re.compile(r"(?:\A|(?<!\.\w)[.!?:]['\"”’)]*\s)[\s\"'“‘(\[]*\Z")
_BEFORE_A_NAME = frozenset((
    "north", "south", "east", "west", "northern", "southern", "eastern", "western", "mount", "lake", "fort",
    "cape", "port", "san", "santa", "saint", "st", "el", "al", "le", "la", "los", "las",
))  # fmt: skip
_ENDING_OF_SMALL = re.compile(
    r"(?:\w{3,}(?:ed|ing|ly|ness|ments?|[ts]ions?|isms?|ists|ous|ibly|ably|less|ful|men))\Z"
)
_POSSESSIVE = re.compile(r"['’][Ss]\Z")
_BEFORE_NO_NAME = frozenset(
    ("A", "AN", "HIS", "HER", "ITS", "THEIR", "SOME", "ANY", "NO", "MORE", "VERY", "OWN")
)
"""Words in capitals after which a single unknown word is hardly a name."""
_FEWEST_IN_HEADLINE = 6  # words
_HEADLINE_SHARE = 0.7  # part of them that English writes small
_HEADLINE = 100  # code points of the longest headline
_LONGEST_CODE = 5  # letters of an acronym without a vowel
_SAYING = frozenset(("said", "says", "asked", "told", "cried", "replied"))  # some are given names too
_FEWEST_IN_TITLE_CASE = 3  # words


def _in_capitals() -> dict[str, str]:
    return {name.upper(): name for name in LISTED if len(name.upper()) == len(name)}


_LISTED_IN_CAPITALS = _in_capitals()
_CAPITALS = NameIndex(_LISTED_IN_CAPITALS)
_AS_LISTED = NameIndex(name for name in LISTED if " " in name)


@lru_cache(maxsize=1 << 15)
def is_common(word: str) -> bool:
    """Return whether English writes a word, given in small letters, small inside a sentence."""
    word = _POSSESSIVE.sub("", word)
    if "-" in word:
        return all(map(is_common, word.split("-")))
    if word in COMMON_WORDS or word in SMALL_WORDS or word in TITLES or word in ROLES:
        return True
    if word in GIVEN_NAMES:
        return False
    if word.endswith("s") and (word[:-1] in COMMON_WORDS or word.removesuffix("es") in COMMON_WORDS):
        return True
    return len(word) > 5 and _ENDING_OF_SMALL.match(word) is not None


def is_shouted(text: str) -> bool:
    """Return whether a text is in capitals: two words or more and hardly a small letter."""
    if text.islower() or len(text) < 8 or not any(char.isupper() for char in text[:8]):
        return False
    upper = sum(map(str.isupper, text))
    lower = sum(map(str.islower, text))
    return upper > 8 * lower and len(WORD.findall(text)) > 1


def is_in_title_case(text: str) -> bool:
    """Return whether a heading gives a capital to every word but small ones, ordinary words among them."""
    words = WORD.findall(text)
    if len(words) < _FEWEST_IN_TITLE_CASE:
        return False
    large = [word for word in words if word.lower() not in SMALL_WORDS]
    return all(word[0].isupper() for word in large) and any(
        word[1:].islower() and is_common(word.lower()) for word in large[1:]
    )


def is_all_title_case(text: str) -> bool:
    """Return whether a line is an unmarked headline: title case, and nearly all of it ordinary words."""
    words = [word for word in WORD.findall(text) if word.lower() not in SMALL_WORDS]
    if len(words) < _FEWEST_IN_HEADLINE or not is_in_title_case(text):
        return False
    return sum(is_common(word.lower()) for word in words) > _HEADLINE_SHARE * len(words)


def sentence_case(text: str, usual: Mapping[str, str]) -> str:
    """Return a text in capitals or in title case as a sentence would write it, of the same length.

    `usual` has, by small letters, the form that the document gives a word inside its sentences.
    """
    words = list(WORD.finditer(text))
    shouted = is_shouted(text)
    listed = _listed(text, shouted)
    forms = [_form(match.group(), usual, shouted=shouted) for match in words]
    named = [form[0].isupper() or match.start() in listed for form, match in zip(forms, words, strict=True)]
    for number in range(1, len(words)) if shouted else ():
        if (
            words[number - 1].group() in _BEFORE_NO_NAME
            and words[number].start() not in listed
            and words[number].group().lower() not in usual
            and not named[number - 1]
            and not any(named[number + 1 : number + 2])
        ):
            forms[number], named[number] = forms[number].lower(), False
    pieces: list[str] = []
    end = 0
    for number, match in enumerate(words):
        form = listed.get(match.start(), forms[number])
        form += match.group()[len(form) :].lower()  # a possessive
        if (
            form[0].islower()
            and form not in _SAYING
            and (
                _stands_with_name(text, words, named, number)
                or _SENTENCE_START.search(text, max(0, match.start() - 6), match.start())
            )
        ):
            form = match.group()[0] + form[1:]
        pieces += (text[end : match.start()], form if len(form) == len(match.group()) else match.group())
        end = match.end()
    pieces.append(text[end:])
    return "".join(pieces)


def _listed(text: str, shouted: bool) -> dict[int, str]:
    """Return the words of listed names by where they begin, as the lists write them."""
    results: dict[int, str] = {}
    if shouted:
        spelt = text.upper()
        spelt = spelt if len(spelt) == len(text) else text
    else:
        spelt = text
    for start, end, name in (_CAPITALS if shouted else _AS_LISTED).find(spelt):
        own = _LISTED_IN_CAPITALS[name] if shouted else name
        if " " not in own and is_common(own.lower()) and not (own.isupper() and _may_be_code(text, start)):
            continue
        for match in WORD.finditer(text, start, end):
            results[match.start()] = own[match.start() - start : match.end() - start]
    return results


def _may_be_code(text: str, start: int) -> bool:
    """Whether an acronym that is a word too may be one here: US in a headline, "THE WHO" anywhere."""
    return text.endswith(("THE ", "The "), 0, start) or len(text) < _HEADLINE


def _form(word: str, usual: Mapping[str, str], *, shouted: bool) -> str:
    """Return the form of one word by itself."""
    small = word.lower()
    known = usual.get(small)
    if known is not None and len(known) == len(word):
        return known
    if is_common(small):
        return small
    if not shouted or len(small) != len(word):
        return word
    if word in ("JR", "SR"):
        return word.capitalize()
    if len(word) <= _LONGEST_CODE and not set("aeiouy") & set(small):
        return word
    return word[0] + small[1:]


def _stands_with_name(text: str, words: list[re.Match[str]], named: list[bool], number: int) -> bool:
    """Whether a common word is part of the name beside it: "President Kennedy", "Culham Laboratory"."""
    word = words[number].group().lower()
    if word in _SAYING:
        return False
    if number + 1 < len(words) and named[number + 1]:
        between = text[words[number].end() : words[number + 1].start()]
        if between in (" ", ". ") and (word in TITLES or word in _BEFORE_A_NAME or word in GIVEN_NAMES):
            return True
    if not number or not named[number - 1] or text[words[number - 1].end() : words[number].start()] != " ":
        return False
    if word.capitalize() in ENDINGS:
        return True
    # In a headline with small letters: "Josh Earnest Answers Questions".
    before = words[number - 1].group()
    return not before.isupper() and before.lower() in GIVEN_NAMES and word not in SMALL_WORDS
