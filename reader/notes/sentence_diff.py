"""Which sentence of one text is which sentence of another: a diff that also knows moves.

Patience diff (Bram Cohen): lines that are unique on both sides are the landmarks, in their longest common
order; between two landmarks the same again, and where nothing is unique the longest common subsequence.
Repeated lines ("No casualties were reported.") are thereby matched by what stands around them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

_LARGEST_TABLE = 400_000_000
"""Of how many cells, a bit each, the table of a longest common subsequence may be; a larger one is halved."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What was replaced between two matches: ranges of old and new indices, either of which may be empty."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int


@dataclass(frozen=True, slots=True)
class Alignment:
    """`matches` gives each old index its new one, or -1; `moved` are the old indices matched out of order.

    `gaps` are the stretches between the matches that kept their order, in order.
    """

    matches: list[int]
    moved: frozenset[int]
    gaps: tuple[Gap, ...]


def align(old: Sequence[str], new: Sequence[str]) -> Alignment:
    """Match equal keys of the two sequences, first those that kept their order, then those that moved."""
    matches = [-1] * len(old)
    _patience(old, new, matches)
    gaps = tuple(_gaps(matches, len(new)))
    moved = _match_moved(old, new, matches)
    return Alignment(matches, moved, gaps)


def _patience(old: Sequence[str], new: Sequence[str], matches: list[int]) -> None:
    pending = [(0, len(old), 0, len(new))]
    while pending:
        old_start, old_end, new_start, new_end = pending.pop()
        while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
            matches[old_start] = new_start
            old_start, new_start = old_start + 1, new_start + 1
        while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
            old_end, new_end = old_end - 1, new_end - 1
            matches[old_end] = new_end
        if old_start == old_end or new_start == new_end:
            continue
        landmarks = _landmarks(old, new, old_start, old_end, new_start, new_end)
        if not landmarks and (old_end - old_start) * (new_end - new_start) <= _LARGEST_TABLE:
            for old_at, new_at in _common_subsequence(old, new, old_start, old_end, new_start, new_end):
                matches[old_at] = new_at
            continue
        if not landmarks:
            old_middle, new_middle = (old_start + old_end) // 2, (new_start + new_end) // 2
            pending.append((old_start, old_middle, new_start, new_middle))
            pending.append((old_middle, old_end, new_middle, new_end))
            continue
        for old_at, new_at in [*landmarks, (old_end, new_end)]:
            pending.append((old_start, old_at, new_start, new_at))
            if old_at < old_end:
                matches[old_at] = new_at
            old_start, new_start = old_at + 1, new_at + 1


def _landmarks(
    old: Sequence[str], new: Sequence[str], old_start: int, old_end: int, new_start: int, new_end: int
) -> list[tuple[int, int]]:
    """Pairs of indices of keys unique in both ranges, in their longest common order."""
    old_at = _unique(old, range(old_start, old_end))
    new_at = _unique(new, range(new_start, new_end))
    pairs = [(index, new_at[key]) for key, index in old_at.items() if key in new_at]
    pairs.sort()
    return _longest_rising(pairs)


def _unique(keys: Sequence[str], indices: Sequence[int]) -> dict[str, int]:
    counts = Counter(keys[index] for index in indices)
    return {keys[index]: index for index in indices if counts[keys[index]] == 1}


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence in which the second members rise too (patience sorting)."""
    last_values: list[int] = []
    top_pairs: list[int] = []
    before = [-1] * len(pairs)
    for index, (_, value) in enumerate(pairs):
        pile = bisect_left(last_values, value)
        if pile == len(last_values):
            last_values.append(value)
            top_pairs.append(index)
        else:
            last_values[pile] = value
            top_pairs[pile] = index
        before[index] = top_pairs[pile - 1] if pile else -1
    rising = []
    index = top_pairs[-1] if top_pairs else -1
    while index >= 0:
        rising.append(pairs[index])
        index = before[index]
    return rising[::-1]


def _common_subsequence(
    old: Sequence[str], new: Sequence[str], old_start: int, old_end: int, new_start: int, new_end: int
) -> Iterator[tuple[int, int]]:
    """Pairs of indices of a longest common subsequence of the two ranges."""
    for step in LCSseq.opcodes(old[old_start:old_end], new[new_start:new_end]):
        if step.tag == "equal":
            for offset in range(step.src_end - step.src_start):
                yield old_start + step.src_start + offset, new_start + step.dest_start + offset


def _gaps(matches: Sequence[int], new_length: int) -> list[Gap]:
    gaps = []
    old_start = new_start = 0
    for old_at, new_at in [*enumerate(matches), (len(matches), new_length)]:
        if new_at < 0:
            continue
        if old_at > old_start or new_at > new_start:
            gaps.append(Gap(old_start, old_at, new_start, new_at))
        old_start, new_start = old_at + 1, new_at + 1
    return gaps


def _match_moved(old: Sequence[str], new: Sequence[str], matches: list[int]) -> frozenset[int]:
    """Match what is left where its key is unique in both texts, and then equal neighbours of such matches.

    A key that stands in a text more than once is matched only beside another match: a repeated sentence that
    was deleted here and added there did not move.
    """
    matched = set(matches)
    new_at = _unique(new, range(len(new)))
    moved = {
        index: new_at[key]
        for key, index in _unique(old, range(len(old))).items()
        if matches[index] < 0 and key in new_at
    }
    for index, target in moved.items():
        matches[index] = target
        matched.add(target)
    for index, target in list(moved.items()):
        for step in (-1, 1):
            near, target_index = index + step, target + step
            while (
                0 <= near < len(old)
                and 0 <= target_index < len(new)
                and matches[near] < 0
                and target_index not in matched
                and old[near] == new[target_index]
            ):
                matches[near] = moved[near] = target_index
                matched.add(target_index)
                near, target_index = near + step, target_index + step
    return frozenset(moved)
