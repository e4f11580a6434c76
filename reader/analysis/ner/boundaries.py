"""Where a name begins and ends: without article, possessive, title and stray marks, with what was cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reader.analysis.mention import NAME_TYPES
from reader.analysis.ner.casing import is_common
from reader.analysis.ner.gazetteer import (
    COMMON_FIRST_WORDS,
    COUNTRY_OF_PEOPLE,
    ENDINGS,
    GIVEN_NAMES,
    LISTED,
    NOT_NAMES,
    STYLES,
    TABLE_WORDS,
    TITLES,
)
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
_CUT = re.compile(r"\s[-–—/]\s|/|,\s|\s\(|:\s")
_ALWAYS_CUT = re.compile(r"\s?--+\s?|\s?[—–]\s|\s[—–]|[\])}>][\[({<]")
_LEADING = re.compile(
    r"(?:Aboard|En Route(?: to)?|Dear|Via|Inside|Outside|Meet|Nominee (?:for|to be)"
    r"|Press (?:Briefing|Gaggle) by|(?:Remarks|Statement|Readout|Message|Letter|Interview|Opinion)"
    r" (?:by|from|of|at|to|with)) (?:the )?"
)
_OFFICE_OF = re.compile(
    r"(?:[A-Z]\w+ ){0,4}(?:Administrator|Secretary|Director|Chairman|Chair|Minister|Ambassador|Commissioner"
    r"|Officer|Representative|Adviser|Advisor) (?:of|for|to) (?:the )?(?=[A-Z])"
)
_AFTER_FORM = re.compile(
    r"(?<=\w )(?:Inc|Corp|Co|Cos|Ltd|LLC|LLP|PLC|Plc)\b\.?(?= (?!of |& |and |International|Ltd|Inc)\w)"
)
_PERSON_FIRST = re.compile(r"(?P<given>[A-Z][\w'’-]+)(?: [A-Z]\.)?(?: [A-Z][\w'’-]+){1,2}, ")
_INNER_TITLE = re.compile(
    r" (?:Mayor|Governor|Gov\.|Senator|Sen\.|Representative|Rep\.|Congressman|Congresswoman|President"
    r"|Chairman|Chairwoman|Chair|Secretary|Minister|Premier|Chancellor|Administrator|Commissioner|Director"
    r"|Ambassador|Judge|Justice|Admiral|Colonel|Captain|Sheriff|Spokesman|Spokeswoman|Leader|Speaker"
    r"|Executive|Dr\.|Mr\.|Ms\.|Mrs\.|Gen\.)"
    r" (?P<name>[A-Z][\w'’-]+(?: [A-Z]\.)?(?: [A-Z][\w'’-]+){0,2})\Z"
)
_OFFICE_AT_END = re.compile(
    r"(?: |\A)(?:(?:[A-Z]\w+ )?(?:Deputy|Chief|Vice|Assistant|Associate|Senior|Principal|Acting|Comptroller"
    r"|Attorney|Inspector|Surgeon|Solicitor|Fire|Police|Executive|Prime|Foreign|Under|Press) )*"
    r"(?:Advis[eo]r|Secretary|Commissioner|Officer|Administrator|Coordinator|Director|General|Chairman|Chairwoman"
    r"|Ambassador|Minister|President|Spokesman|Spokeswoman|Leader|Counsel|Counselor|Envoy|Representative|Manager)s?\Z"
)
_PERSON_LAST = re.compile(r" (?P<name>(?P<given>[A-Z][\w'’-]+)(?: [A-Z]\.)? (?P<surname>[A-Z][\w'’-]+))\Z")
_FEWEST_BEFORE_PERSON = 3  # words of what a person's name was run together with
_LISTED_FIRST = re.compile(r"([A-Z]{2,5}) ([A-Z][a-z]+)\Z")  # "NATO Allies"
_SECRETARY_OF = re.compile(r"[Ss]ecretary of (?:the )?\Z")
_VERB = re.compile(r"[A-Z][a-z]+(?:ing|ed|izes?|ifies|ify) [A-Z]")
_TIME_OF_DAY = re.compile(r"[AaPp]\.?[Mm]\.?(?: [A-Z][A-Za-z]{1,3})?\Z")
_BROKEN_OFF = re.compile(r"[-–—](?=\s|[—–])")
_GENERATION = re.compile(r",? (?:Jr|Sr)\.(?!\w)")
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
    """Return the mention up to the end of its sentence and its block, and what of several
    words is left after that.

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
    """Return the mention, or several where names were run together.

    What a dash parts is never one name, a person or a place goes over no comma, and a title begins a person.
    """
    if item.type not in NAME_TYPES:
        return [item]
    return [
        part
        for whole in _cut_at(text, item, _ALWAYS_CUT)
        for marked in _marked_pieces(text, whole)
        for part in _with_title_inside(text, _up_to_form(text, marked))
    ]


def _cut_at(text: str, item: RawMention, pattern: re.Pattern[str]) -> Iterator[RawMention]:
    start = item.start
    for match in pattern.finditer(text, item.start + 1, item.end):
        yield item._replace(start=start, end=match.start())
        start = match.end()
    if start < item.end:
        yield item._replace(start=start)


def _up_to_form(text: str, item: RawMention) -> RawMention:
    """A company's name up to its form: "Celanese Corp", not "Celanese Corp on Feb 27"."""
    form = _AFTER_FORM.search(text, item.start, item.end) if item.type == "ORG" else None
    return item._replace(end=form.end()) if form else item


def _with_title_inside(text: str, item: RawMention) -> Iterator[RawMention]:
    """Yield what stands before a title and the person after it: "Buffalo Mayor Byron Brown"."""
    surface = " ".join(text[item.start : item.end].split("\n"))
    if item.type == "ORG" and (name := _person_at_end(text, item, surface)):
        yield item._replace(end=item.end - len(name) - 1)
        yield item._replace(start=item.end - len(name), type="PERSON")
        return
    title = _INNER_TITLE.search(surface) if item.type != "NORP" else None
    if title is None or title["name"].split()[-1] in ENDINGS or title["name"] in ENDINGS:
        yield item
        return
    before = surface[: title.start()]
    if before in LISTED or before.isupper():
        type_ = LISTED[before].type if before in LISTED else "ORG"
        yield item._replace(end=item.start + title.start(), type=type_)
    yield item._replace(start=item.start + title.start("name"), type="PERSON")


def _person_at_end(text: str, item: RawMention, surface: str) -> str:
    """The person whom a body's name was run together with: "Emerging Technologies Anne Neuberger"."""
    person = _PERSON_LAST.search(surface)
    if person and person["given"].lower() in GIVEN_NAMES and " and " in surface:
        before = surface[: person.start()].split()
        if len(before) >= _FEWEST_BEFORE_PERSON and not _names_a_body(person["surname"]):
            return person["name"]
    if not _SECRETARY_OF.search(text, max(0, item.start - 20), item.start):
        return ""
    body, _, last = surface.rpartition(" ")
    if body in LISTED:
        return "" if _names_a_body(last) else last
    field, _, first = body.rpartition(" ")  # "Secretary of Agriculture Jewel Bronaugh"
    return f"{first} {last}" if field and " " not in field and not _names_a_body(last) else ""


def _names_a_body(word: str) -> bool:
    return word in ENDINGS or is_common(word.lower())


def _led_by_listed_body(surface: str) -> str:
    """The acronym of a body that an ordinary word was taken along with: "NATO Allies"; else empty."""
    led = _LISTED_FIRST.match(surface)
    if led is None or led[1] not in LISTED or LISTED[led[1]].type != "ORG" or led[2] in ENDINGS:
        return ""
    return led[1] if is_common(led[2].lower()) else ""


def _marked_pieces(text: str, item: RawMention) -> list[RawMention]:
    """The mention, or several where commas and other marks part people, places and long lists."""
    first = _PERSON_FIRST.match(text, item.start, item.end) if item.type == "ORG" else None
    if first and first["given"].lower() in GIVEN_NAMES:
        return [
            item._replace(end=first.end() - 2, type="PERSON"),
            item._replace(start=first.end()),
        ]
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
    """Return the mention without article, possessive, titles and stray marks; None when no name is left.

    A state's full stop ("Calif.") and a company's closing words ("Inc.") that were cut off are put back.
    """
    if item.type not in NAME_TYPES:
        return item if text[item.start : item.end].strip() else None
    start, end = _marks(text, item.start, item.end)
    if leading := _LEADING.match(text, start, end):
        start = leading.end()
    if (article := _ARTICLE.match(text, start, end)) and article.end() < end:
        start = article.end()
    if item.type != "PERSON":
        if office := _OFFICE_OF.match(text, start, end):
            start = office.end()
            if text[start:end].lower() in COMMON_FIRST_WORDS:
                return None
            item = item._replace(type="ORG" if item.type == "GPE" else item.type)
        elif text.startswith("State for ", start):
            return None
    start, end = start, _without_small_words(text, start, end)
    if item.type == "ORG" and (count := _COUNT.match(text, start, end)):
        start = count.end()
    bracket = text.find(" (", start, end)
    if bracket > start and ")" not in text[bracket:end]:
        end = bracket
    if item.type == "PERSON":
        if label := _QUESTION.match(text, start, end):
            start = label.end()
        if (lady := _FIRST_LADY.match(text, start, end)) and (lady[1] or text.endswith("First ", 0, start)):
            start = lady.end()
        start = _without_titles(text, start, end)
        start = _without_verb(text, start, end)
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
    if len(surface.strip(".")) < 2 or _TIME_OF_DAY.match(surface) or _BROKEN_OFF.match(text, end):
        return None
    if item.type == "PERSON" and (generation := _GENERATION.match(text, end)):
        end = generation.end()
        surface = text[start:end]
    if item.type != "PERSON" and surface not in LISTED and (office := _OFFICE_AT_END.search(surface)):
        held = surface[: office.start()]
        if held in LISTED or (held.isupper() and len(held) > 1):
            return item._replace(start=start, end=start + len(held), type="ORG")
        return None
    if item.type in ("ORG", "PERSON") and (body := _led_by_listed_body(surface)):
        return item._replace(start=start, end=start + len(body), type="ORG")
    if TABLE_WORDS.issuperset(surface.lower().replace(".", "").split()):
        return None
    if " " in surface and _RANKS.issuperset(surface.lower().replace(".", "").split()):
        return None
    if re.match(r"[a-z]{1,2} ", surface):
        return None
    if surface.islower() and len(surface) < _SHORTEST_SMALL:
        return None
    if surface.islower() and item.type not in ("NORP", "WORK_OF_ART", "LAW", "PRODUCT", "EVENT"):
        return None
    return item._replace(start=start, end=end)


def _without_verb(text: str, start: int, end: int) -> int:
    """Where a person's name begins after a verb with a capital: "Rescinding Biden" at the head of an item."""
    word = _HEAD_WORD.match(text, start, end)
    if word is None or word.end() >= end or not _VERB.match(text, start, end):
        return start
    return start if word.group().strip().lower() in GIVEN_NAMES else word.end()


def _without_small_words(text: str, start: int, end: int) -> int:
    """Where a name ends before words in small letters that were taken along: "Marootian oversaw"."""
    words = text[start:end].split(" ")
    while len(words) > 1 and words[0][:1].isupper() and words[-1].islower() and words[-1].isalpha():
        if len(words[-1]) < _LONG_SMALL_WORD and not is_common(words[-1]):
            break
        if text[end + 1 : end + 2].isupper():
            break  # a title: "Deck cadet Niko Brandvold"
        end -= len(words.pop()) + 1
    return end


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
