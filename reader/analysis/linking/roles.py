"""What people are said to be: the title before a name, the words in apposition after it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.analysis.mention import Mention
from reader.analysis.ner.gazetteer import COUNTRY_OF_PEOPLE, ROLES, TITLES
from reader.text.document import Document

_OFFICES = (ROLES | TITLES | {"head", "member", "chair", "boss", "veteran", "expert", "official"}) - {
    "mr", "mrs", "ms", "miss", "mx", "friend", "friends", "named", "guard", "forward", "center",
}  # fmt: skip
_AFTER = re.compile(
    r", (?:the |an? |its |their |his |her )?(?P<role>[^,;:.()\n\t–—]{3,90})(?=[,;:.()\n\t–—]|$)"
)
_QUALIFIERS = frozenset((
    "deputy", "former", "acting", "vice", "prime", "foreign", "interior", "finance", "defence", "defense",
    "first", "chief", "senior", "special", "assistant", "permanent", "general", "executive", "presidential",
    "company", "police", "army", "navy", "rear", "lieutenant",
))  # fmt: skip
_STARTS = frozenset((
    "The", "A", "An", "But", "And", "When", "While", "As", "In", "On", "At", "For", "With", "That", "If",
))  # fmt: skip
_REACH = 100  # code points before a name in which its title is sought


@dataclass(frozen=True, slots=True)
class Role:
    """A role that a document gives a person: whose it is, in which words, and where these stand.

    `start` and `end` are code points; `why` says whether it stands before the name or after it.
    """

    entity: str
    text: str
    start: int
    end: int
    why: str


def roles(document: Document, mentions: Iterable[Mention]) -> list[Role]:
    """Return the roles of the people mentioned, in the order of the text: "Iranian Foreign Minister",
    "director of".

    `mentions` as the recogniser gives them. A role is taken from the words of the document as they stand.
    """
    results = []
    for item in mentions:
        if item.type == "PERSON":
            for role in (_before(document.text, item), _after(document.text, item)):
                if role is not None:
                    results.append(role)
    return sorted(results, key=lambda role: (role.start, role.end))


def _before(text: str, item: Mention) -> Role | None:
    start = max(0, item.start - _REACH)
    line = max(text.rfind(mark, start, item.start) for mark in "\n\t") + 1
    words = _words_before(text, max(start, line), item.start)
    if not words or text[words[-1][0] : words[-1][1]].rstrip(".").lower() not in _OFFICES:
        return None
    first = len(words) - 1
    while first > 0 and _qualifies(text[words[first - 1][0] : words[first - 1][1]]):
        first -= 1
    begin, end = words[first][0], words[-1][1]
    return Role(item.entity, text[begin:end], begin, end, "stands before the name")


def _words_before(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words before a name, from the last mark that parts sentences or clauses."""
    if text[end - 1 : end] != " ":
        return []
    words = [(match.start(), match.end()) for match in re.finditer(r"[^\s]+", text[start:end])]
    clean: list[tuple[int, int]] = []
    for word_start, word_end in reversed(words):
        word = text[start + word_start : start + word_end]
        if not re.fullmatch(r"[\w.&-]+(?:['’]s?)?", word) or (word.endswith(".") and len(word) > 5):
            break
        clean.append((start + word_start, start + word_end))
    return clean[::-1]


def _qualifies(word: str) -> bool:
    """Whether a word before a title belongs to it: "Iranian", "Foreign", "White", "deputy"."""
    bare = word.removesuffix("'s").removesuffix("’s")
    return (
        bare in COUNTRY_OF_PEOPLE
        or bare.lower() in _QUALIFIERS
        or (bare[:1].isupper() and bare not in _STARTS)
    )


def _after(text: str, item: Mention) -> Role | None:
    match = _AFTER.match(text, item.end)
    if match is None:
        return None
    words = [word.lower() for word in match["role"].split()[:6]]
    if not words or words[0] in (
        "who",
        "whose",
        "and",
        "but",
        "which",
        "said",
        "where",
        "when",
        "while",
        "as",
    ):
        return None
    if not any(word.removesuffix("s") in _OFFICES or word in _OFFICES for word in words):
        return None
    title = match["role"].rstrip()
    start = match.start("role")
    return Role(item.entity, title, start, start + len(title), "stands after the name")
