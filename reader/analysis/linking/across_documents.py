"""Which names of a corpus mean one person, body or place, and why.

Two names become one entity for a reason that can be told: the same letters, an acronym
that some document spells out, a company's form, a surname with one bearer, a spelling that sounds alike. All
but the first need shared company as well: others that both are named with, the rarer the better. Two names
that one document uses side by side stay two, and so does what could be either of two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

from rapidfuzz.distance import JaroWinkler

from reader.analysis.linking.name_graph import COMPANY, DocumentEntityCount, Key, NameGraph, Resolution
from reader.analysis.linking.name_matching import (
    company_core,
    first_words,
    given_alike,
    initials,
    last_words,
    order_key,
    person_words,
    plain_key,
    same_person,
    skeleton,
)
from reader.analysis.mention import PLACE_TYPES
from reader.analysis.ner.gazetteer import LISTED
from reader.analysis.ner.type_cues import in_full, is_given, people_of
from reader.analysis.reasons import Reason, ReasonKind, reason
from reader.text.folding import fold

Join = tuple[Key, Key, Reason]
"""The lesser name, the one that it becomes part of, and why."""

_ALIKE = 0.86  # Jaro-Winkler of two spellings that may be one name
_SHORTEST_ALIKE = 5  # letters; shorter names that look alike are mostly different: Iran and Iraq
_LONGEST_ACRONYM = 5  # letters
_BLOCK_LIMIT = 40  # names of one block that are compared with one another
_OFTEN = 3  # documents that have a name which needs no company to be joined with its other form
_LEAST_LEADING = 4  # documents that name a bearer who may lead all others of the surname
_LEAD = 3  # how many times as many documents as the next bearer\'s
_MAJORITY_IN_FULL = 2  # the same of a name of several words
_MAJORITY = 9  # a type is an oversight when another is given this many times as often


def resolve_entities(documents: Iterable[Sequence[DocumentEntityCount]]) -> Resolution:
    """Return the entities of a corpus, from what each of its documents names.

    Takes time in proportion to the names met; the order of the documents does not matter to what is joined.
    """
    corpus = NameGraph(documents)
    for rule in (
        _same_letters,
        _other_order,
        _of_country,
        _rare_type,
        _nobody,
        _companies,
        _said_elsewhere,
        _acronyms,
        _full_names,
        _surnames,
        _sound_alike,
        _leading_bearers,
    ):
        for one, other, why in rule(corpus):
            corpus.join(one, other, why)
    return corpus.resolution()


def _blocks(corpus: NameGraph, key_of: dict[Key, str]) -> Iterator[list[Key]]:
    """The entities that share a blocking key, the most widely met first; single ones are left out."""
    blocks: dict[str, list[Key]] = defaultdict(list)
    for key in corpus.representatives():
        block = key_of.get(key)
        if block:
            blocks[block].append(key)
    return (block for block in blocks.values() if len(block) > 1)


def _kind(type_: str) -> str:
    return "place" if type_ in PLACE_TYPES else type_


def _same_letters(corpus: NameGraph) -> Iterator[Join]:
    keys = {key: f"{_kind(key[1])} {plain_key(key[0])}" for key in corpus.representatives()}
    for block in _blocks(corpus, keys):
        # A name is not called as a headline in capitals writes it; an acronym is.
        shouted = len(block[0][0]) > _LONGEST_ACRONYM and block[0][0] not in LISTED
        leading = next((key for key in block if not (shouted and key[0].isupper())), block[0])
        for key in block:
            if key == leading:
                continue
            if key[0] == leading[0]:
                yield (
                    key,
                    leading,
                    reason(ReasonKind.SAME_PLACE, key[0], key[1], leading[1]),
                )
            else:
                yield key, leading, reason(ReasonKind.SAME_LETTERS, key[0], leading[0])


def _other_order(corpus: NameGraph) -> Iterator[Join]:
    """People whose family name stands first here and last there: a hyphen or their company tells."""
    keys = {key: order_key(key[0]) for key in corpus.representatives() if key[1] == "PERSON"}
    for block in _blocks(corpus, keys):
        for key in block[1:]:
            hyphened = ("-" in key[0]) != ("-" in block[0][0])
            if (hyphened or corpus.shared_company(key, block[0])) and not corpus.together(key, block[0]):
                yield key, block[0], reason(ReasonKind.SAME_LETTERS, key[0], block[0][0])


def _of_country(corpus: NameGraph) -> Iterator[Join]:
    """A people belongs to its country: as its own document resolved it, or by the form of its name."""
    for key in corpus.representatives():
        home = (key[0], "GPE")
        if key[1] == "NORP" and corpus.documents_by_name.get(home):
            written = [name for name, _ in corpus.spellings[key].most_common(2)]
            yield key, home, reason(ReasonKind.PEOPLE_OF, key[0], *written)
    for key in corpus.representatives():
        if key[1] == "GPE" and " " not in key[0] and len(key[0]) >= _SHORTEST_ALIKE:
            for people in people_of(key[0]):
                for type_ in ("NORP", "GPE"):
                    if corpus.documents_by_name.get((people, type_)):
                        yield (people, type_), key, reason(ReasonKind.PEOPLE_OF, key[0], people)


def _rare_type(corpus: NameGraph) -> Iterator[Join]:
    """One name that is nearly always of one type is of that type everywhere.

    A place is taken for a body more easily than a body for a place, and what has several words is one thing.
    """
    for block in _blocks(corpus, {key: plain_key(key[0]) for key in corpus.representatives()}):
        often = len(corpus.documents_by_name[block[0]])
        for key in block[1:]:
            seldom = len(corpus.documents_by_name[key])
            if often >= (_MAJORITY_IN_FULL if " " in key[0] else _MAJORITY) * seldom or (
                block[0][1] == "GPE" and key[1] == "ORG" and often >= max(_OFTEN, seldom)
            ):
                yield (
                    key,
                    block[0],
                    reason(ReasonKind.USUAL_TYPE, key[0], block[0][1], often, key[1], seldom),
                )


def _nobody(corpus: NameGraph) -> Iterator[Join]:
    """One word that is a person here and a place there, and that nobody in the corpus bears as a name."""
    borne = {
        fold(part)
        for key in corpus.representatives()
        if key[1] == "PERSON"
        for part in (*first_words(key[0]), *last_words(key[0]))
    }
    single = {key: plain_key(key[0]) for key in corpus.representatives() if " " not in key[0]}
    for block in _blocks(corpus, single):
        place = next((key for key in block if key[1] in PLACE_TYPES), None)
        for key in block:
            if place is None or key[1] != "PERSON" or fold(key[0]) in borne:
                continue
            often, seldom = len(corpus.documents_by_name[place]), len(corpus.documents_by_name[key])
            if often >= seldom and corpus.shared_company(key, place, COMPANY / 2):
                yield key, place, reason(ReasonKind.NOBODYS_NAME, key[0], often, seldom)


def _companies(corpus: NameGraph) -> Iterator[Join]:
    keys = {key: company_core(key[0]) for key in corpus.representatives() if key[1] == "ORG"}
    for block in _blocks(corpus, keys):
        for key in block[1:]:
            shared = corpus.shared_company(key, block[0])
            if " " in keys[key] or shared:
                yield key, block[0], reason(ReasonKind.COMPANY_FORM, key[0], block[0][0])


def _said_elsewhere(corpus: NameGraph) -> Iterator[Join]:
    """A name of several words that another document uses for one entity of another name, and no second."""
    meant: dict[tuple[str, str], set[Key]] = defaultdict(set)
    for key in corpus.representatives():
        for spelling in corpus.spellings[key]:
            if " " in spelling and spelling != key[0]:
                meant[spelling, key[1]].add(key)
    for key in corpus.representatives():
        others = {corpus.representative(other) for other in meant.get(key, ())} - {key}
        if len(others) == 1:
            (other,) = others
            yield key, other, reason(ReasonKind.NAMED_ELSEWHERE, key[0], other[0])


def _acronyms(corpus: NameGraph) -> Iterator[Join]:
    """An acronym that its own document does not spell out, joined to what another says it means."""
    meanings: dict[str, set[Key]] = defaultdict(set)
    for key in corpus.representatives():
        if " " in key[0] and key[1] in ("ORG", "GPE", "LOC", "FAC"):
            for letters in initials(key[0]):
                meanings[letters].add(key)
    for key in corpus.representatives():
        letters = key[0].replace(".", "")
        if not letters.isupper() or " " in letters or not 2 <= len(letters) <= 8 or key[0] in LISTED:
            continue
        fitting = [other for other in meanings.get(letters, ()) if other[1] == key[1]]
        spelt_out = [other for other in fitting if key[0] in corpus.spellings[other]]
        chosen = spelt_out or fitting
        if len(chosen) == 1 and (shared := corpus.shared_company(key, chosen[0])):
            kind = ReasonKind.SPELT_OUT_ELSEWHERE if spelt_out else ReasonKind.INITIALS
            yield key, chosen[0], reason(kind, key[0], chosen[0][0], *shared)


def _full_names(corpus: NameGraph) -> Iterator[Join]:
    """Full names of people that differ in middle names or initials, where only one bearer fits."""
    keys = {}
    for key in corpus.representatives():
        if key[1] == "PERSON" and len(words := person_words(key[0])) > 1:
            keys[key] = fold(words[-1])
    for block in _blocks(corpus, keys):
        for bearer in _bearers(block[: _BLOCK_LIMIT * 5]):
            leading = bearer[0]
            for key in bearer[1:]:
                if corpus.together(key, leading):
                    continue
                if plain_key(" ".join(person_words(key[0]))) == plain_key(" ".join(person_words(leading[0]))):
                    yield key, leading, reason(ReasonKind.TITLED, key[0], leading[0])
                elif (shared := corpus.shared_company(key, leading)) or _often(corpus, key, leading):
                    yield key, leading, reason(ReasonKind.MORE_OR_LESS_FULL, key[0], leading[0], *shared)


def _often(corpus: NameGraph, *keys: Key) -> bool:
    """Whether each of the names is met often enough that the corpus would show two people."""
    return all(len(corpus.documents_by_name[key]) >= _OFTEN for key in keys)


def _bearers(names: Sequence[Key]) -> Iterator[list[Key]]:
    """The names that can only be one person's: all of a group fit one another, and none fits outside it."""
    fits = {key: [other for other in names if other == key or same_person(key[0], other[0])] for key in names}
    for key, group in fits.items():
        if len(group) > 1 and key == group[0] and all(fits[other] == group for other in group):
            yield group


def _surnames(corpus: NameGraph) -> Iterator[Join]:
    """A surname that stands alone in its documents, where the corpus knows one bearer."""
    bearers: dict[str, list[Key]] = defaultdict(list)
    for key in corpus.representatives():
        if key[1] == "PERSON" and in_full(person_words(key[0])):
            for ending in last_words(key[0]):
                bearers[fold(ending)].append(key)
    for key in corpus.representatives():
        if key[1] != "PERSON" or len(person_words(key[0])) != 1:
            continue
        fitting = bearers.get(fold(person_words(key[0])[0]), [])
        if len(fitting) == 1 and (shared := corpus.shared_company(key, fitting[0])):
            yield (
                key,
                fitting[0],
                reason(ReasonKind.ONLY_BEARER, key[0], fitting[0][0], *shared),
            )


def _leading_bearers(corpus: NameGraph) -> Iterator[Join]:
    """A surname alone, where one bearer leads the corpus by far; not in documents that name another."""
    bearers: dict[str, list[Key]] = defaultdict(list)
    for key in corpus.representatives():
        if key[1] == "PERSON" and in_full(words := person_words(key[0])):
            bearers[fold(words[-1])].append(key)
    for key in corpus.representatives():
        surname = person_words(key[0])
        if key[1] != "PERSON" or len(surname) != 1 or is_given(surname[0]):
            continue
        named = {other: len(corpus.documents_by_name[other]) for other in bearers.get(fold(surname[0]), ())}
        leader = max(named, key=lambda other: (named[other], other), default=key)
        others = [other for other in named if other != leader]
        second = max((named[other] for other in others), default=0)
        if named.get(leader, 0) < max(_LEAST_LEADING, _LEAD * second):
            continue
        elsewhere = set().union(*(corpus.documents_by_name[other] for other in others))
        corpus.keep_apart(key, corpus.documents_by_name[key] & elsewhere)
        yield key, leader, reason(ReasonKind.LIKELY_BEARER, key[0], leader[0], named[leader])


def _sound_alike(corpus: NameGraph) -> Iterator[Join]:
    """Names that are spelt differently and sound alike, and keep the same company."""
    keys = {}
    for key in corpus.representatives():
        if key[1] in ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP") and len(key[0]) >= _SHORTEST_ALIKE:
            words = person_words(key[0]) if key[1] == "PERSON" else key[0].split()
            sound = " ".join(map(skeleton, words))
            if len(sound) > 1:
                keys[key] = f"{_kind(key[1])} {sound}"
    for block in _blocks(corpus, keys):
        for one, other in combinations(islice(block, _BLOCK_LIMIT), 2):
            first, second = corpus.representative(one), corpus.representative(other)
            if first == second or not _may_be_alike(one[0], other[0]) or corpus.together(first, second):
                continue
            if one[1] == "PERSON" and not _may_be_one_person(one[0], other[0]):
                continue
            if shared := corpus.shared_company(first, second):
                yield other, one, reason(ReasonKind.SOUNDS_ALIKE, other[0], one[0], *shared)


def _may_be_alike(one: str, other: str) -> bool:
    if one in LISTED and other in LISTED:
        return False
    if re.findall(r"\d+|\b[IVX]+\b", one) != re.findall(r"\d+|\b[IVX]+\b", other):
        return False
    return JaroWinkler.similarity(fold(one), fold(other), score_cutoff=_ALIKE) > 0


def _may_be_one_person(one: str, other: str) -> bool:
    """Whether the given names and initials allow it."""
    first, second = person_words(one), person_words(other)
    if len(first) < 2 or len(second) < 2:
        return False  # Michelle and Mitchell: one word alone says too little
    initials_of = [[word[0] for word in words if len(word.rstrip(".")) == 1] for words in (first, second)]
    return given_alike(first[0], second[0]) and (initials_of[0] == initials_of[1] or not all(initials_of))
