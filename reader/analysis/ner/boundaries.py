"""Where a name begins and ends: without article, possessive, title and stray marks, with what was cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reader.analysis.mention import NAME_TYPES
from reader.analysis.ner.gazetteer import COUNTRY_OF_PEOPLE, LISTED, NOT_NAMES, STYLES, TABLE_WORDS, TITLES
from reader.analysis.reasons import Reason, ReasonKind, reason
from reader.text.sentences import split_sentences
from reader.text.spans import Span


class RawMention(NamedTuple):
    """A mention before it has an entity: code points, type, and how it was found and typed.

    The first of `reasons` says how it was found.
    """

    start: int
    end: int
    type: str
    reasons: tuple[Reason, ...]

    @classmethod
    def of(cls, start: int, end: int, type_: str, kind: ReasonKind, *args: str) -> RawMention:
        """Return a mention found for the one reason of this kind."""
        return cls(start, end, type_, (reason(kind, *args),))


_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
_HEAD = re.compile(r"(?:['’]s\b|[\s,;:.!?\-–—_/\"”“«'`(\[*•#<>])+")
_TAIL = re.compile(r"(?:\s*['’`]s|['’`]|[\s,;:!?\-–—_/\"”“»)\]*<>]|(?<!\.)\.)+$")
_SHORTENED = frozenset(("Jr.", "Sr.", "Inc.", "Corp.", "Ltd.", "Co.", "Bros.", "St.", "Mt.", "Ft."))
_COMPANY_TAIL = re.compile(
    r",? (?:&(?:AMP;|amp;)? )?(?:Inc|Corp|Co|Cos|Ltd|LLC|LLP|PLC|Plc|AG|SA|NV|Bhd|GmbH)\b\.?"
)
_COUNT = re.compile(r"\d{1,3} (?=[A-Z])")
_ALONE = frozenset((
    "State", "States", "Government", "Cabinet", "Court", "Games", "Internet", "Web", "Constitution",
    "Co.", "Inc.", "Corp.", "Ltd.", "Co", "Inc", "Corp", "Ltd", "PLC", "LLC", "UTC", "GMT",
))  # fmt: skip
"""Words that name nobody when they stand alone, however often they are given a capital."""
_RANKS = TITLES.union((
    "rear", "vice", "deputy", "prime", "foreign", "chief", "attorney", "lieutenant", "major",
    "field", "general", "postmaster", "surgeon", "solicitor", "defence", "defense", "interior",
    "finance", "acting", "former", "of", "staff", "state", "the", "and",
))  # fmt: skip
_TRIMMED = TITLES.difference(STYLES).union(("a.k.a",))
_SHORTEST_SMALL = 5  # letters of a name that is written small: "jewish", not "dans"
_LONG_SMALL_WORD = 5  # letters of a small word that is no particle of a name
_QUESTION = re.compile(r"Q\s+(?=[A-Z])")
_FIRST_LADY = re.compile(r"(First )?Lady (?=[A-Z])")
_POSSESSIVE = re.compile(r"[\'’]s ")
_CUT = re.compile(r"\s[-–—/]\s|/|,\s|\s\(")
_MAY_END = re.compile(r"\n|[.!?…][\"'”’)\]]*\s")
_HEAD_WORD = re.compile(r"(?:[\w.'’-]+)\s+")
_NOT_IN_A_PERSONS_NAME = re.compile(
    r"[\d<>()\[\]{}|=\\/@_]"
)  # in no person's name: figures, codes of shares, leftovers of links
_CALENDAR = re.compile(
    r"(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)\.?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|(?:january|february|march|april|june|july|august"
    r"|september|october|november|december)",
    re.IGNORECASE,
)


def within_sentences(text: str, item: RawMention) -> list[RawMention]:
    """The mention up to the end of its sentence and its block, and what of several words is left after that.

    Of values nothing is, and no single word: its capital says no more than that a sentence begins.
    """
    if not _MAY_END.search(text, item.start, item.end):
        return [item]
    ends: list[Span] = []
    block_start = item.start
    for block in text[item.start : item.end].split("\n"):
        ends += split_sentences(text, block_start, block_start + len(block))
        block_start += len(block) + 1
    return [
        item._replace(start=start, end=end)
        for number, (start, end) in enumerate(ends)
        if number == 0 or (item.type in NAME_TYPES and " " in text[start:end])
    ]


def pieces(text: str, item: RawMention) -> list[RawMention]:
    """The mention, or several where a person or a place was run together with what a dash or comma parts."""
    if item.type not in ("PERSON", "GPE") and not (
        item.type == "ORG" and text.count(", ", item.start, item.end) > 1
    ):
        return [item]
    cut: list[RawMention] = []
    start = item.start
    for match in _CUT.finditer(text, item.start, item.end):
        if not text.startswith(("Jr", "Sr", "II"), match.end()):
            cut.append(item._replace(start=start, end=match.start()))
            start = match.end()
    cut.append(item._replace(start=start))
    return [part for whole in cut for part in _before_possessive(text, whole)]


def _before_possessive(text: str, item: RawMention) -> Iterator[RawMention]:
    """Yield a person's name up to a possessive, and what it owns where that is somebody with a title."""
    owns = _POSSESSIVE.search(text, item.start + 1, item.end) if item.type == "PERSON" else None
    if owns is None:
        yield item
        return
    yield item._replace(end=owns.start())
    word = _HEAD_WORD.match(text, owns.end(), item.end)
    if word is not None and word.group().strip().rstrip(".").lower() in TITLES:
        yield item._replace(start=owns.end())


def trim(text: str, item: RawMention) -> RawMention | None:
    """The mention without article, possessive, titles and stray marks; None when no name is left.

    A state's full stop ("Calif.") and a company's closing words ("Inc.") that were cut off are put back.
    """
    if item.type not in NAME_TYPES:
        return item if text[item.start : item.end].strip() else None
    start, end = _marks(text, item.start, item.end)
    if item.type == "ORG" and (count := _COUNT.match(text, start, end)):
        start = count.end()
    article = _ARTICLE.match(text, start, end)
    if article and article.end() < end:
        start = article.end()
    bracket = text.find(" (", start, end)
    if bracket > start and ")" not in text[bracket:end]:
        end = bracket
    if item.type == "PERSON":
        if label := _QUESTION.match(text, start, end):
            start = label.end()
        if (lady := _FIRST_LADY.match(text, start, end)) and (lady[1] or text.endswith("First ", 0, start)):
            start = lady.end()
        start = _without_titles(text, start, end)
    elif item.type == "ORG" and (tail := _COMPANY_TAIL.match(text, end)):
        end = tail.end()
    if text[end : end + 1] == "." and text[start : end + 1] in LISTED:
        end += 1
    surface = text[start:end]
    if (
        end <= start
        or not any(map(str.isalpha, surface))
        or _CALENDAR.fullmatch(surface)
        or surface in _ALONE
        or surface in NOT_NAMES
    ):
        return None
    if item.type == "PERSON" and _NOT_IN_A_PERSONS_NAME.search(surface):
        return None
    if TABLE_WORDS.issuperset(surface.lower().replace(".", "").split()):
        return None
    if " " in surface and _RANKS.issuperset(surface.lower().replace(".", "").split()):
        return None
    if surface.islower() and len(surface) < _SHORTEST_SMALL:
        return None
    if surface.islower() and item.type not in ("NORP", "WORK_OF_ART", "LAW", "PRODUCT", "EVENT"):
        return None
    return item._replace(start=start, end=end)


def _marks(text: str, start: int, end: int) -> tuple[int, int]:
    head = _HEAD.match(text, start, end)
    if head:
        start = head.end()
    tail = _TAIL.search(text, start, end)
    while tail and tail.end() == end:
        cut = tail.start()
        if text[cut] == "." and _abbreviated(text[start : cut + 1]):
            end = cut + 1
            break
        end = cut
        tail = _TAIL.search(text, start, end)
    return start, end


def _abbreviated(surface: str) -> bool:
    """Whether the closing full stop belongs to the name: U.S., Jr., Calif."""
    last = surface.split()[-1]
    return (
        last.count(".") > 1 or last in _SHORTENED or last in LISTED or (len(last) == 2 and last[0].isupper())
    )


def _without_titles(text: str, start: int, end: int) -> int:
    """Where a person's name begins after titles and adjectives of nations, as long as a name is left."""
    name_start = start
    while (match := _HEAD_WORD.match(text, name_start, end)) and match.end() < end:
        word = match.group().strip()
        small = word.rstrip(".").lower()
        name_start = match.end()
        a_noun = len(word) >= _LONG_SMALL_WORD and word.islower()  # "Deck cadet Niko Brandvold"
        if small in _TRIMMED or word in COUNTRY_OF_PEOPLE or a_noun:
            start = name_start
        elif small not in _RANKS and not word[0].isupper():
            break
    return start
