"""The names of all documents together: joined across documents, corrected, counted, dated. Pure.

The index is built from what each text names (`build_entity_index`), which takes seconds for a large library,
and stored. Corrections are applied to what is stored, and only to the names that they touch, so that
they show at once.
"""

from __future__ import annotations

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from reader.analysis.corrections import Correction, correct_entity
from reader.analysis.explanations import explain_join
from reader.analysis.linking.name_graph import DocumentEntityCount, Key
from reader.analysis.linking.relations import relation
from reader.analysis.mention import NAME_TYPES, Mention
from reader.analysis.ner.type_cues import is_known
from reader.analysis.reasons import Reason, ReasonKind, named_first, names_explained, reason, reasons_of_rows
from reader.text.document import Document

PERIODS = 24
"""Into how many equal stretches of time the mentions of a library are counted."""
ALIASES_KEPT = 40
FURNITURE_TEXTS = 20  # a name that stands in fewer texts is taken as it is
FURNITURE_SHARE = 0.3  # part of all texts
MOST_ON_A_PAGE = 1.05  # mentions a text
_MOST = 65_535

Postings = dict[str, list[int]]
"""Where each spelling of an entity stands: text number, mentions there, text number, mentions there, …"""
EntityCounts = Sequence[tuple[str, str, Mapping[str, int]]]
"""What one text names: name, type, and how often under which spelling."""


class TextRef(NamedTuple):
    """A text of the library: its hash, the day it was published (ISO 8601 or empty), files that have it."""

    sha256: str
    day: str
    files: int


class NamedEntity(NamedTuple):
    """Somebody or something that the library names.

    `mentions` and `documents` are counts, `first` and `last` the days (ISO 8601, empty when unknown) of the
    earliest and the latest document. `periods` are the mentions in each period as 16-bit numbers; `spellings`
    (the most frequent first) are lines, `joins` the reasons that joined the names, as JSON.
    """

    name: str
    type: str
    mentions: int
    documents: int
    first: str
    last: str
    periods: bytes
    spellings: str
    joins: str

    @property
    def key(self) -> Key:
        """Name and type."""
        return self.name, self.type

    @property
    def aliases(self) -> tuple[str, ...]:
        """The spellings met, the most frequent first."""
        return tuple(self.spellings.split("\n"))

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """What joined the names, a reason a join."""
        return reasons_of_rows(json.loads(self.joins)) if self.joins else ()

    @property
    def why(self) -> tuple[str, ...]:
        """What joined the names, a sentence a join."""
        return tuple(map(explain_join, self.reasons))

    @property
    def over_time(self) -> list[int]:
        """The mentions in each period, from the library's first day to its last."""
        counts = array("H")
        counts.frombytes(self.periods)
        return list(counts)


class Calendar(NamedTuple):
    """The days between which a library's documents were published, as ordinals; both 0 when none is dated."""

    first: int
    last: int

    def period(self, day: str) -> int | None:
        """Return the period that a day lies in, None for a day that is unknown."""
        number = ordinal(day)
        if number is None:
            return None
        return (number - self.first) * PERIODS // (self.last - self.first + 1)


def ordinal(day: str) -> int | None:
    """Return the number of a day, a month's or a year's first; None when it is no date."""
    padded = day + "-01-01"[len(day) - 4 :] if len(day) in (4, 7) else day
    try:
        return date.fromisoformat(padded).toordinal()
    except ValueError:
        return None


def count_entities(document: Document, mentions: Iterable[Mention]) -> EntityCounts:
    """Return what a document names, the most mentioned first.

    Dates, amounts and other values have no part.
    """
    spelt: dict[Key, Counter[str]] = defaultdict(Counter)
    for item in mentions:
        if item.type in NAME_TYPES:
            words = " ".join(document.text[item.start : item.end].split())
            spelt[item.entity, item.type][words] += 1
    ordered = sorted(spelt.items(), key=lambda pair: -pair[1].total())
    return [(name, type_, dict(spellings.most_common())) for (name, type_), spellings in ordered]


def entity_counts(counts: EntityCounts) -> list[DocumentEntityCount]:
    """Return the same as tallies, from which entities are resolved across documents."""
    return [
        DocumentEntityCount(name, type_, sum(spellings.values()), tuple(spellings))
        for name, type_, spellings in counts
    ]


@dataclass(frozen=True)
class EntityIndex:
    """The entities of a library before corrections: where each stands and what joined it.

    `names` maps name and type in a document to name and type in the library; what is not in it is itself,
    and so is what `apart` has for a text, by its hash.
    `names_with_corrections` are the names that would be part of another had nobody corrected them.
    """

    texts: Sequence[TextRef]
    names: Mapping[Key, Key]
    calendar: Calendar
    apart: Mapping[str, frozenset[Key]] = field(default_factory=dict)
    names_with_corrections: frozenset[str] = frozenset()
    postings: Mapping[Key, Postings] = field(default_factory=dict)
    joins: Mapping[Key, tuple[Reason, ...]] = field(default_factory=dict)

    @cached_property
    def periods(self) -> list[int | None]:
        """The period that each text was published in."""
        return [self.calendar.period(text.day) for text in self.texts]

    def key_in(self, sha256: str, key: Key) -> Key:
        """Return the name and type in the library of what a text calls so."""
        return key if key in self.apart.get(sha256, ()) else self.names.get(key, key)

    def type_of(self, name: str) -> str | None:
        """Return the type under which a name is mentioned most, None when it is not mentioned."""
        mentions = {
            key[1]: sum(sum(flat[1::2]) for flat in postings.values())
            for key, postings in self.postings.items()
            if key[0] == name
        }
        return max(mentions, key=lambda type_: (mentions[type_], type_), default=None)

    def entities(
        self, corrections: Sequence[Correction] = (), added: Mapping[str, ManualMentionDelta] | None = None
    ) -> list[NamedEntity]:
        """Return the entities as corrected, the most mentioned first; `corrections` are those in force."""
        keyed_postings = ((key, postings, self.joins.get(key, ())) for key, postings in self.postings.items())
        groups = apply_corrections_to_index(keyed_postings, self, corrections, added or {})
        return most_mentioned_first(entity_from_postings(key, group, self) for key, group in groups.items())


class ManualMentionDelta(NamedTuple):
    """What names that a person added change in one text: mentions that are new, and those that give way."""

    added: Sequence[tuple[str, str, str, int]] = ()
    removed: Sequence[tuple[str, str, str, int]] = ()


@dataclass
class EntityPostings:
    """What belongs to one entity: its postings, and the reasons that joined them."""

    postings: Postings = field(default_factory=dict)
    joins: dict[Reason, None] = field(default_factory=dict)

    def take(self, spelling: str, number: int, count: int) -> None:
        """Count mentions of a spelling in a text."""
        self.postings.setdefault(spelling, []).extend((number, count))


def build_entity_index(
    texts: Sequence[TextRef],
    named: Sequence[EntityCounts],
    names_with_corrections: frozenset[str] = frozenset(),
) -> EntityIndex:
    """Return the index of these texts; `named` is what each of them names, page furniture left out.

    Names with corrections become part of no other name: a person corrected something about them under that
    name, and what is found later takes no correction back. What has the name itself, as the people of a
    country have in a text, stays part of it.
    """
    # Only who builds an index compares spellings: what reads one starts without what that takes.
    from reader.analysis.linking.across_documents import resolve_entities

    furniture = {key for key in page_furniture(named) if key[0] not in names_with_corrections}
    if furniture:
        named = [[row for row in counts if (row[0], row[1]) not in furniture] for counts in named]
    resolution = resolve_entities([entity_counts(counts) for counts in named])
    names = dict(resolution.names)
    left_out = names_with_corrections & joined_names(names)
    for key in [key for key, whole in names.items() if key[0] in left_out and key[0] != whole[0]]:
        del names[key]
    postings: dict[Key, Postings] = {}
    for number, counts in enumerate(named):
        for name, type_, spellings in counts:
            own = name, type_
            key = own if own in resolution.apart.get(number, ()) else names.get(own, own)
            group = postings.setdefault(key, {})
            for spelling, count in spellings.items():
                group.setdefault(spelling, []).extend((number, count))
    dated = [day for text in texts if (day := ordinal(text.day)) is not None]
    return EntityIndex(
        texts,
        names,
        Calendar(min(dated, default=0), max(dated, default=0)),
        {texts[number].sha256: keys for number, keys in resolution.apart.items()},
        left_out,
        postings,
        {
            (entity.name, entity.type): reasons
            for entity in resolution.entities
            if (reasons := tuple(item for item in entity.reasons if named_first(item) not in left_out))
        },
    )


def page_furniture(named: Sequence[EntityCounts]) -> set[Key]:
    """Return the names that are part of a page: once in each of a good part of all texts, and on no list.

    A heading of a template or a site's label stands in page after page, and never twice. A person who is
    named in full is none.
    """
    texts: Counter[Key] = Counter()
    mentions: Counter[Key] = Counter()
    for counts in named:
        for name, type_, spellings in counts:
            texts[name, type_] += 1
            mentions[name, type_] += sum(spellings.values())
    least = max(FURNITURE_TEXTS, FURNITURE_SHARE * len(named))
    return {
        key
        for key, count in texts.items()
        if count >= least
        and mentions[key] <= MOST_ON_A_PAGE * count
        and key[1] not in ("GPE", "LOC", "NORP")
        and not is_known(key[0])
    }


def joined_names(names: Mapping[Key, Key]) -> set[str]:
    """Return the names that are part of another name, of those that map to the library's."""
    return {key[0] for key, whole in names.items() if key[0] != whole[0]}


def entity_from_postings(key: Key, group: EntityPostings, index: EntityIndex) -> NamedEntity:
    """Return the entity's numbers, from where it stands.

    Texts that several files have count for each file.
    """
    mentions = 0
    spelt: Counter[str] = Counter()
    in_text: Counter[int] = Counter()
    for spelling, flat in group.postings.items():
        for number, count in zip(flat[::2], flat[1::2], strict=True):
            files = index.texts[number].files
            mentions += count * files
            spelt[spelling] += count * files
            in_text[number] += count * files
    periods = [0] * PERIODS
    days: list[str] = []
    for number, total in in_text.items():
        period = index.periods[number]
        if period is not None:
            days.append(index.texts[number].day)
            periods[period] += total
    spellings = [spelling for spelling, _ in spelt.most_common(ALIASES_KEPT)]
    return NamedEntity(
        *key,
        mentions,
        sum(index.texts[number].files for number in in_text),
        min(days, default=""),
        max(days, default=""),
        array("H", (min(count, _MOST) for count in periods)).tobytes(),
        "\n".join(spellings),
        _joins_stored([*group.joins, *_relations(key, spellings, group.joins)]),
    )


def _joins_stored(joins: Sequence[Reason]) -> str:
    return json.dumps(joins, ensure_ascii=False, separators=(",", ":")) if joins else ""


def _relations(key: Key, spellings: Sequence[str], joins: Iterable[Reason]) -> Iterator[Reason]:
    """Yield what the spellings are of the name, for those of which no join says anything yet."""
    explained = {name for item in joins for name in names_explained(item)}
    for spelling in spellings:
        if spelling != key[0] and spelling not in explained:
            yield relation(spelling, *key, spellings)


def most_mentioned_first(entities: Iterable[NamedEntity]) -> list[NamedEntity]:
    """Return the entities that are mentioned at all, the most mentioned first."""
    return sorted(
        (entity for entity in entities if entity.mentions),
        key=lambda entity: (-entity.mentions, entity.name, entity.type),
    )


def names_affected(
    corrections: Iterable[Correction], index: EntityIndex, added: Mapping[str, ManualMentionDelta]
) -> set[str]:
    """Return the names of the library whose entities corrections may change, or that they give."""
    names = {name for item in corrections for name in (item.name, item.to) if name}
    for sha256, change in added.items():
        names.update(name for name, *_ in change.added)
        names.update(index.key_in(sha256, (name, type_))[0] for name, type_, *_ in change.removed)
    return names


def apply_corrections_to_index(
    keyed_postings: Iterable[tuple[Key, Postings, Iterable[Reason]]],
    index: EntityIndex,
    corrections: Sequence[Correction],
    added: Mapping[str, ManualMentionDelta],
) -> dict[Key, EntityPostings]:
    """Return the entities that these become when they are corrected; those that are hidden are left out.

    `corrections` are those in force, in order, merges with their types; `added` is by the hash of the text.
    """
    numbers = {text.sha256: number for number, text in enumerate(index.texts)}
    narrowed = {item.document for item in corrections} - {""}
    hidden = {
        (numbers[sha256], index.key_in(sha256, (name, type_)), spelling): count
        for sha256, change in added.items()
        if sha256 in numbers
        for name, type_, spelling, count in change.removed
    }
    groups: dict[Key, EntityPostings] = defaultdict(EntityPostings)
    for key, postings, joins in keyed_postings:
        main = correct_entity(key, "", corrections)
        if main is not None:
            groups[main].joins.update(dict.fromkeys(joins))
            if main[0] != key[0]:
                groups[main].joins[reason(ReasonKind.MERGED_BY_HAND, key[0], main[0])] = None
        for spelling, flat in postings.items():
            usual = correct_entity(key, spelling, corrections)
            for number, count in zip(flat[::2], flat[1::2], strict=True):
                sha256 = index.texts[number].sha256
                local = sha256 in narrowed
                end = correct_entity(key, spelling, corrections, sha256) if local else usual
                left = count - hidden.get((number, key, spelling), 0)
                if end is not None and left > 0:
                    groups[end].take(spelling, number, left)
    for sha256, change in added.items():
        if sha256 not in numbers:
            continue
        for name, type_, spelling, count in change.added:
            end = correct_entity((name, type_), spelling, _made_after(name, sha256, corrections), sha256)
            if end is not None:
                groups[end].take(spelling, numbers[sha256], count)
                groups[end].joins[reason(ReasonKind.NAME_ADDED_BY_HAND, spelling)] = None
    return groups


def _made_after(name: str, sha256: str, corrections: Sequence[Correction]) -> Sequence[Correction]:
    """Return the corrections that were made after this name was last added to this text."""
    for number in range(len(corrections) - 1, -1, -1):
        item = corrections[number]
        if item.kind == "add" and item.name == name and item.document in ("", sha256):
            return corrections[number + 1 :]
    return corrections


def resolve_mentions(
    mentions: Iterable[Mention], index: EntityIndex, sha256: str, names_with_corrections: Container[str]
) -> list[Mention]:
    """Return a text's mentions under the names and types that their entities have in the library.

    Names that a correction speaks of stay apart, as in `build_entity_index`.
    """
    results = []
    for item in mentions:
        own = item.entity, item.type
        key = index.key_in(sha256, own)
        if own in index.names and (item.entity == key[0] or item.entity not in names_with_corrections):
            # A people's adjective stays one, also where it means its country.
            type_ = item.type if item.type == "NORP" else key[1]
            joined = () if key[0] == item.entity else (reason(ReasonKind.IN_LIBRARY, key[0]),)
            item = Mention(item.start, item.end, type_, key[0], (*item.reasons, *joined))
        results.append(item)
    return results
