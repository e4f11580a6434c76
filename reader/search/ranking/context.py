"""What the other words of a line say about a word that may mean several: legal presedent, presedent of Iran.

A candidate that stands with the other words in more entries than chance would have it is likelier, by the
pointwise mutual information of the two (Church and Hanks 1990).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from reader.search.index.full_text_index import IndexView
from reader.search.ranking.word_group import WordGroup
from reader.search.words.stemming import stem

_NEIGHBOURS = 3
"""So many other words are asked, the nearest in the line."""
_LOOKED_AT = 4
_DOUBTFUL = 0.05
"""A candidate that is less likely than this, against the likeliest, is not looked at."""
_SHARE = 0.5
_TOO_COMMON = 0.25
"""A word in a greater share of all entries than this says nothing about others."""
_MOST_BESIDE_KNOWN = 0.8
_SMOOTHING = 0.5


def weigh_by_context(groups: Sequence[WordGroup], view: IndexView) -> None:
    """Make candidates likelier or less likely by how often they stand in one entry with the other words."""
    telling = [(place, name) for place, group in enumerate(groups) if (name := _telling_stem(group, view))]
    for place, group in enumerate(groups):
        candidates = _candidates(group)
        neighbours = sorted((abs(other - place), name) for other, name in telling if other != place)
        if len(candidates) > 1 and neighbours:
            _weigh(group, candidates, [name for _, name in neighbours[:_NEIGHBOURS]], view)


def _telling_stem(group: WordGroup, view: IndexView) -> str:
    """The stem of a word that the corpus has as it is typed, when it says something; else nothing."""
    if not group.known or group.function or group.completed:
        return ""
    name = stem(group.typed)
    return name if 0 < view.entries_with(name) <= _TOO_COMMON * view.entries else ""


def _candidates(group: WordGroup) -> list[str]:
    """The likeliest stems of a word that may be misspelt, when more than one is worth a look."""
    if group.function or group.fixed:
        return []
    names = [name for name in group.stems if name not in group.completed]
    names.sort(key=lambda name: -group.stems[name])
    return [name for name in names[:_LOOKED_AT] if group.stems[name] >= _DOUBTFUL * group.stems[names[0]]]


def _weigh(group: WordGroup, candidates: Sequence[str], neighbours: Sequence[str], view: IndexView) -> None:
    lifts = {name: exp(_SHARE * sum(_lift(name, other, view) for other in neighbours)) for name in candidates}
    own = stem(group.typed) if group.known else ""
    if own in lifts:
        for name in candidates:
            if name != own:
                likelier = group.stems[name] * lifts[name] / lifts[own]
                group.reweigh(name, min(likelier, max(_MOST_BESIDE_KNOWN, group.stems[name])))
        return
    scale = max(group.stems.values()) / max(group.stems[name] * lift for name, lift in lifts.items())
    for name, lift in lifts.items():
        group.reweigh(name, scale * lift * group.stems[name])
    if group.used:
        group.used = max(group.matching, key=lambda word: group.matching[word])


def _lift(name: str, other: str, view: IndexView) -> float:
    """The mutual information of two stems over the entries, in nats; smoothed towards none."""
    expected = view.entries_with(name) * view.entries_with(other) / max(view.entries, 1)
    return log((view.entries_with_both(name, other) + _SMOOTHING) / (expected + _SMOOTHING))
