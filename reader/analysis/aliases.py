"""Who or what is meant: mentions joined to entities, within a document and across the corpus.

Within a document a surname, an acronym, an apposition or an adjective of a country joins a mention to a
fuller name. What is ambiguous stays apart: a wrong join is worse than none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reader.analysis.consistency import Found
from reader.analysis.mention import Mention
from reader.analysis.names import COUNTRY_OF
from reader.text.document import Document


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


def resolve(document: Document, found: Iterable[Found | Mention]) -> list[Mention]:
    """The mentions, each with the full name of what it means; order and spans as given."""
    items = list(found)
    text = document.text
    names = [" ".join(text[item.start : item.end].split()) for item in items]
    people = {name for name, item in zip(names, items, strict=True) if item.type == "PERSON" and " " in name}
    by_last: dict[str, set[str]] = defaultdict(set)
    for name in people:
        by_last[name.split()[-1].casefold()].add(name)
    results = []
    for name, item in zip(names, items, strict=True):
        entity, why = name, item.why
        if item.type == "GPE" and name in COUNTRY_OF:
            entity = COUNTRY_OF[name]
        elif item.type == "PERSON" and " " not in name:
            full = by_last.get(name.casefold(), set())
            if len(full) == 1:
                entity = next(iter(full))
                why = f"{why}; surname of {entity}"
        results.append(Mention(item.start, item.end, item.type, entity, why))
    return results
