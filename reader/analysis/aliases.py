"""Who or what is meant: mentions joined to entities, within a document and across the corpus.

Within a document a surname, an acronym, an apposition or an adjective of a country joins a mention to a
fuller name. What is ambiguous stays apart: a wrong join is worse than none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.analysis.mention import NAME_TYPES, Mention
from reader.analysis.naming import resolve
from reader.text.document import Document

__all__ = ["Entity", "Resolution", "Tally", "resolve", "resolve_corpus", "tally"]


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something named in the corpus.

    `aliases` are the spellings met, the most frequent first; `documents` and `mentions` count both; `why`
    says what joined the spellings, one sentence a join.
    """

    name: str
    type: str
    aliases: tuple[str, ...]
    documents: int
    mentions: int
    why: tuple[str, ...]


class Tally(NamedTuple):
    """An entity as one document has it: name and type, its mentions counted, and the spellings used."""

    name: str
    type: str
    mentions: int
    spellings: tuple[str, ...]


def tally(document: Document, mentions: Iterable[Mention]) -> list[Tally]:
    """The document's entities, the most mentioned first; dates, amounts and other values have no part."""
    counts: Counter[tuple[str, str]] = Counter()
    spellings: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for item in mentions:
        if item.type in NAME_TYPES:
            key = item.entity, item.type
            counts[key] += 1
            spellings[key][" ".join(document.text[item.start : item.end].split())] = None
    return [Tally(*key, count, tuple(spellings[key])) for key, count in counts.most_common()]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The corpus's entities, and which of them each document's entity is.

    `entities` are sorted by mentions, the most mentioned first. `names` maps (name, type) of a document's
    entity to (name, type) of the corpus's; what is not in it is itself.
    """

    entities: list[Entity]
    names: dict[tuple[str, str], tuple[str, str]]


def resolve_corpus(documents: Iterable[Sequence[Tally]]) -> Resolution:
    """The entities of a corpus, from the tallies of its documents."""
    mentions: Counter[tuple[str, str]] = Counter()
    appears: Counter[tuple[str, str]] = Counter()
    spellings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for entities in documents:
        for item in entities:
            key = item.name, item.type
            mentions[key] += item.mentions
            appears[key] += 1
            spellings[key].update(item.spellings)
    return Resolution(
        [
            Entity(*key, tuple(name for name, _ in spellings[key].most_common()), appears[key], count, ())
            for key, count in mentions.most_common()
        ],
        {},
    )
