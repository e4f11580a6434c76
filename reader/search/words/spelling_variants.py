"""Other spellings of the same word: British and American English, German letters written out.

They are rules that give every spelling that might be; the corpus's vocabulary says which there are. So
*color* finds *colour* where a corpus has both, as neither is a mistake for the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SHORTEST = 5
_LONGEST_ENDING = 4
"""Letters that may follow one of the pairs: programme-s, skilful-ly."""

_ENDINGS = r"(?=(?:s|ed|er|ers|ing|ful|fully|able|ably|ite|ites|less|hood|ist|ists|al|ally|ary)?$)"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (r"(?<=[a-z]{2})our" + _ENDINGS, "or"),
        (r"(?<=[a-z]{2})or" + _ENDINGS, "our"),
        (r"(?<=[a-z]{3})is(?=(?:e|es|ed|er|ers|ing|ation|ations|ational)$)", "iz"),
        (r"(?<=[a-z]{3})iz(?=(?:e|es|ed|er|ers|ing|ation|ations|ational)$)", "is"),
        (r"(?<=[a-z]{2})ys(?=(?:e|es|ed|er|ers|ing)$)", "yz"),
        (r"(?<=[a-z]{2})yz(?=(?:e|es|ed|er|ers|ing)$)", "ys"),
        (r"(?<=[a-z]{2}[bct])re(?=(?:s|d)?$)", "er"),
        (r"(?<=[a-z]{2}[bct])er(?=(?:s|ed)?$)", "re"),
        (r"(?<=[a-z]{2}en)ce(?=(?:s|d|less)?$)", "se"),
        (r"(?<=[a-z]{2}en)se(?=(?:s|d|less)?$)", "ce"),
        (r"(?<=[a-z]{2})ogue(?=s?$)", "og"),
        (r"(?<=[a-z]{2})og(?=s?$)", "ogue"),
        (r"(?<=[a-z]{4})ll(?=(?:ed|ing|er|ers|or|ors)$)", "l"),
        (r"(?<=[a-z]{3}[aeio])l(?=(?:ed|ing|er|ers|or|ors)$)", "ll"),
    )
)
_LIGATURE = re.compile(r"(?<=[a-z])([aou])e(?=[a-z]{2})")
_UMLAUTS = {"a": "ae", "o": "oe", "u": "ue"}

_PAIRS = (
    ("programme", "program"), ("grey", "gray"), ("plough", "plow"), ("aluminium", "aluminum"),
    ("sceptic", "skeptic"), ("mould", "mold"), ("moustache", "mustache"), ("gaol", "jail"),
    ("draught", "draft"), ("ageing", "aging"), ("judgement", "judgment"), ("manoeuvre", "maneuver"),
    ("manoeuvring", "maneuvering"), ("acknowledgement", "acknowledgment"), ("whisky", "whiskey"),
    ("skilful", "skillful"), ("fulfil", "fulfill"), ("enrol", "enroll"), ("moslem", "muslim"),
    ("artefact", "artifact"), ("cosy", "cozy"), ("pyjama", "pajama"), ("defence", "defense"),
    ("offence", "offense"), ("licence", "license"), ("sulphur", "sulfur"), ("tsar", "czar"),
    ("koran", "quran"), ("smoulder", "smolder"), ("instal", "install"), ("wilful", "willful"),
)  # fmt: skip


def variants(word: str) -> set[str]:
    """Return the other English spellings that a folded word may have, whether there are such words or not."""
    return {other for other in _english(word) if other != word}


def written_out(word: str) -> set[str]:
    """Return a folded word with its ligatures and umlauts as one letter or as two: Schroeder, encyclopaedia.

    Some of these are other words: Michael and Michel.
    """
    spellings: set[str] = set()
    if len(word) >= _SHORTEST and word.isascii() and word.isalpha():
        for match in _LIGATURE.finditer(word):
            one_letter = {match[1], "e"} if match[1] != "u" else {"u"}
            spellings.update(word[: match.start()] + letter + word[match.end() :] for letter in one_letter)
        for place in range(1, len(word) - 2):
            if two_letters := _UMLAUTS.get(word[place]):
                spellings.add(word[:place] + two_letters + word[place + 1 :])
    return spellings


def _english(word: str) -> Iterator[str]:
    for first, second in _PAIRS:
        for one, other in ((first, second), (second, first)):
            if word.startswith(one) and len(word) - len(one) <= _LONGEST_ENDING:
                yield other + word[len(one) :]
    if len(word) < _SHORTEST or not (word.isascii() and word.isalpha()):
        return
    for pattern, replacement in _RULES:
        for match in pattern.finditer(word):
            yield word[: match.start()] + replacement + word[match.end() :]
