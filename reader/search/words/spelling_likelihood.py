"""How likely it is that a word of the corpus was meant by the one that was typed.

A noisy channel (Kernighan, Church and Gale 1990) as a log-linear model: what has to be changed to come from
one to the other, how alike the two sound, and how frequent the other is, each with a weight. The weights were
fitted, for the word that was meant to be the likeliest of its candidates, with
benchmarks/fit_spelling_likelihood.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from operator import mul

from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

from reader.search.words.phonetics import skeleton

_VOWELS = frozenset("aeiouy")
_SOUNDS = {
    letter: number
    for number, letters in enumerate(("ckqgx", "szcx", "dt", "bp", "fvw", "mn", "gj", "lr"))
    for letter in letters
}

FEATURES = (
    "transposed", "vowel for vowel", "consonant for one alike", "other letter", "double not doubled",
    "letter doubled", "vowel left out", "vowel put in", "consonant left out", "consonant put in",
    "first letter", "last letter", "sounds apart", "sounds unlike", "other skeleton", "frequency", "unlike",
    "unlike beginning", "same letters", "length",
)  # fmt: skip

WEIGHTS = (
    -0.94, -1.39, -1.02, -1.72, -0.25, -1.29, -0.20, -1.70, -0.27, -1.57,
    -1.22, -0.51, -1.29, -0.41, -1.11, 0.29, -2.23, -1.74, 1.29, -0.09,
)  # fmt: skip
_FREQUENCY = FEATURES.index("frequency")


def features(typed: str, typed_key: str, other: str, other_key: str, count: int) -> list[float]:
    """Return what tells of a candidate, in the order of FEATURES; `count` is how many entries have it.

    The keys are those of `phonetics`. All words are folded.
    """
    values = [0.0] * len(FEATURES)
    distance = OSA.distance(typed, other)
    edits = [(edit.tag, edit.src_pos, edit.dest_pos) for edit in Levenshtein.editops(typed, other)]
    transposed = len(edits) - distance
    if transposed:
        edits = _without_transposed(edits, typed, other, transposed)
    for kind, start, end in edits:
        values[_edit(kind, start, end, typed, other)] += 1.0
        if start == 0 or end == 0:
            values[10] = 1.0
        if start >= len(typed) - 1 or end >= len(other) - 1:
            values[11] = 1.0
    values[0] = float(transposed)
    if edits or not transposed:
        # A slip of two fingers says nothing about how the word sounds.
        values[12] = float(OSA.distance(typed_key, other_key))
        values[13] = 1.0 - OSA.normalized_similarity(typed_key, other_key)
        values[14] = float(skeleton(typed_key) != skeleton(other_key))
    values[15] = log(1 + count)
    values[16] = distance / max(len(typed), len(other))
    values[17] = 1.0 - JaroWinkler.similarity(typed, other)
    values[18] = float(distance > 1 and len(typed) == len(other) and sorted(typed) == sorted(other))
    values[19] = float(abs(len(typed) - len(other)))
    return values


def likelihood(values: Sequence[float], weights: Sequence[float] = WEIGHTS) -> float:
    """Return the logarithm of how likely a candidate is, up to what all candidates share."""
    return float(sum(map(mul, values, weights)))


def likelihood_of_itself(count: int, weights: Sequence[float] = WEIGHTS) -> float:
    """Return the logarithm of how likely it is that a word which so many entries have is meant as typed."""
    return weights[_FREQUENCY] * log(1 + count)


def _edit(kind: str, start: int, end: int, typed: str, other: str) -> int:
    """Which feature one edit counts for; `start` is its place in the typed word, `end` in the other."""
    if kind == "replace":
        left, right = typed[start], other[end]
        if left in _VOWELS and right in _VOWELS:
            return 1
        return 2 if _SOUNDS.get(left, -1) == _SOUNDS.get(right, -2) else 3
    if kind == "insert":
        letter = other[end]
        if letter in (other[end - 1 : end], other[end + 1 : end + 2]):
            return 4
        return 6 if letter in _VOWELS else 8
    letter = typed[start]
    if letter in (typed[start - 1 : start], typed[start + 1 : start + 2]):
        return 5
    return 7 if letter in _VOWELS else 9


def _without_transposed(
    edits: list[tuple[str, int, int]], typed: str, other: str, transposed: int
) -> list[tuple[str, int, int]]:
    """The edits less those that change two neighbours round: two replacements, or one out and one in."""
    rest: list[tuple[str, int, int]] = []
    index = 0
    while index < len(edits):
        if (
            transposed
            and index + 1 < len(edits)
            and _are_transposed(edits[index], edits[index + 1], typed, other)
        ):
            transposed -= 1
            index += 2
        else:
            rest.append(edits[index])
            index += 1
    return rest


def _are_transposed(
    first: tuple[str, int, int], second: tuple[str, int, int], typed: str, other: str
) -> bool:
    kinds = {first[0], second[0]}
    if kinds == {"replace"}:
        return typed[first[1]] == other[second[2]] and typed[second[1]] == other[first[2]]
    if kinds == {"insert", "delete"}:
        put_in, left_out = (first, second) if first[0] == "insert" else (second, first)
        return other[put_in[2]] == typed[left_out[1]]
    return False
