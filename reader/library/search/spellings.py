"""Under which spellings a search should find the names that a document has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.analysis.linking.name_graph import DocumentEntityCount, Resolution
from reader.analysis.mention import GROUPS
from reader.library.search.index_entries import Names

MOST = 12
"""Spellings of one name: the rest of a long tail is met by the search's own tolerance."""

_GROUPS = ("people", "organisations", "places")


def searchable_names(
    tallies: Mapping[str, Sequence[DocumentEntityCount]], resolution: Resolution
) -> dict[str, Names]:
    """Return the people, organisations and places of each text, by its hash, in every spelling of the corpus.

    A text that says only “Dorojan” is found by “Dorozhan” too, once the corpus shows the two to be one.
    """
    spellings = {
        (entity.name, entity.type): (entity.name, *entity.aliases)[:MOST] for entity in resolution.entities
    }
    named: dict[str, Names] = {}
    for sha256, entities in tallies.items():
        groups: dict[str, dict[str, None]] = {}
        for item in entities:
            group = GROUPS[item.type]
            if group in _GROUPS:
                key = resolution.names.get((item.name, item.type), (item.name, item.type))
                listed = (*item.spellings, *spellings.get(key, (item.name,)))
                groups.setdefault(group, {}).update(dict.fromkeys(listed))
        named[sha256] = {group: tuple(names) for group, names in groups.items()}
    return named
