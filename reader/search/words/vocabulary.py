"""Which of the corpus's words a typed word may mean.

A word that the corpus has means itself first. For others the corpus's distinct words are gathered that are a
few mistakes away, have the same letters in another order, or sound alike; `spelling_likelihood` says how
likely each is.

Short words, numbers and what mixes letters with digits are taken as they stand.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from heapq import nlargest
from math import exp, log
from typing import NamedTuple

from reader.search.words.phonetics import keys, skeleton
from reader.search.words.stemming import stem
from reader.search.words.tokens import FUNCTION_WORDS

SHORTEST = 4
"""Letters below which a word is not corrected."""

_OSA_SHARE = 0.4
_WINKLER_SHARE = 0.2
_SOUND_SHARE = 0.4
_FREQUENCY_SHARE = 0.006
"""How the likeness of two words is made up: of the OSA similarities of their letters and of their phonetic
keys, of their Jaro-Winkler similarity, and of the logarithm of the frequency. Fitted on half of a list of
name variants and on made typos, for the sought word to be among the first three and the first ten."""

_LOOKED_AT = 60
"""So many of the rough likest are looked at closely."""
_FLOOR = -2.0
"""Log-likelihood a letter, frequency aside, below which a word is not meant at all: *with* by *wwii*."""
_BESIDE_ITSELF = 0.3
"""What the likest other word is worth beside a word that the corpus has."""
_SURELY_MEANT = -0.6
"""Log-likelihood a letter, frequency aside, from which a candidate is surely meant."""
UNLIKE = -1.3
"""Log-likelihood a letter, frequency aside, below which a candidate is unlike what was typed."""
_LEAST_WEIGHT = 0.002
"""What is unlike and less likely than this, against one that is surely meant, is none: *send* for *sezed*."""
_NEAREST = 100
_SHORTEST_SKELETON = 3
_CACHED = 2000


class SpellingCandidate(NamedTuple):
    """A word of the corpus that a typed word may mean.

    `weight` is over 0 and 1 for the word itself or the likeliest. `likelihood` says how likely it is at all:
    the logarithm a letter, frequency aside, 0 or less.
    """

    word: str
    weight: float
    likelihood: float = 0.0


class Vocabulary:
    """The distinct folded words of a corpus, with the number of entries that have each.

    `numbers` gives each word a small number, in alphabetical order, so that a text can be kept as numbers.
    """

    def __init__(self, counted: Iterable[tuple[str, int]]) -> None:
        counts = dict(counted)
        self.words = sorted(counts)
        self.numbers = dict(zip(self.words, range(len(counts)), strict=True))
        self._counts = array("I", map(counts.__getitem__, self.words))
        self._cache: dict[tuple[str, int], list[SpellingCandidate]] = {}
        self._stems: dict[str, dict[str, list[str]]] = {}

    def __len__(self) -> int:
        return len(self.words)

    def __contains__(self, word: str) -> bool:
        return word in self.numbers

    def count(self, word: str) -> int:
        """Return how many entries have a folded word."""
        number = self.numbers.get(word)
        return 0 if number is None else self._counts[number]

    def count_of(self, number: int) -> int:
        """Return how many entries have the word of a number."""
        return self._counts[number]

    def prepare(self) -> None:
        """Do now what the first misspelt word would otherwise wait for."""
        sounding, _ = self._sounding
        skeletons, _ = self._by_skeleton
        for words in (sounding, skeletons):
            words.near("", 0, thorough=False)
        self._by_letters.words_with("")

    @cached_property
    def _spelt(self) -> _Likes:
        """The words that may be meant."""
        return _Likes([word for word in self.words if len(word) >= SHORTEST and word.isalpha()])

    @cached_property
    def _by_letters(self) -> _ByForm:
        """The words by their letters, whatever the order of those."""
        return _ByForm(self._spelt.words, _letters)

    @cached_property
    def _by_skeleton(self) -> tuple[_Likes, _ByForm]:
        """The distinct consonants of the phonetic keys, and the keys by them."""
        sounding, _ = self._sounding
        return _Likes(list(dict.fromkeys(map(skeleton, sounding.words)))), _ByForm(sounding.words, skeleton)

    @cached_property
    def _sounding(self) -> tuple[_Likes, dict[str, list[str]]]:
        """The distinct phonetic keys of those words, and the words of each."""
        candidates = self._spelt.words
        words_of: dict[str, list[str]] = {}
        for word, key in zip(candidates, keys(candidates), strict=True):
            words_of.setdefault(key, []).append(word)
        return _Likes(list(words_of)), words_of

    def candidates(self, word: str, limit: int) -> list[SpellingCandidate]:
        """Return the words that a folded word may mean, the likeliest first.

        Empty when there is none like it.
        """
        cached = self._cache.get((word, limit))
        if cached is None:
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            cached = self._cache[word, limit] = self._candidates(word, limit)
        return cached

    def _candidates(self, word: str, limit: int) -> list[SpellingCandidate]:
        itself = [SpellingCandidate(word, 1.0)] if word in self.numbers else []
        if len(word) < SHORTEST or not word.isalpha() or (itself and len(word) == SHORTEST):
            return itself
        # Not before it is used: RapidFuzz takes a tenth of the first frame to import.
        from reader.search.words.spelling_likelihood import likelihood_of_itself

        scored = self.likeliest(word, limit)
        if not scored:
            return itself
        # As likely as it would be that the word was meant for itself, and never much.
        top = likelihood_of_itself(self.count(word)) if itself else scored[0][0]
        most = _BESIDE_ITSELF if itself else 1.0
        others: list[SpellingCandidate] = []
        for score, other in scored:
            weight = min(most, exp(score - top))
            alone = score - likelihood_of_itself(self.count(other))
            candidate = SpellingCandidate(other, weight, min(alone / max(len(word), len(other)), 0.0))
            better = others and others[0].likelihood > _SURELY_MEANT
            if not (better and weight < _LEAST_WEIGHT and candidate.likelihood < UNLIKE):
                others.append(candidate)
        return [*itself, *others][:limit]

    def likeliest(self, word: str, limit: int) -> list[tuple[float, str]]:
        """Return log-likelihood and word, the likeliest first, of other words that a folded one may mean."""
        from rapidfuzz.distance import OSA

        from reader.search.words.spelling_likelihood import features, likelihood, likelihood_of_itself

        (key,) = keys([word])
        known = word in self.numbers
        sounding, words_of = self._sounding
        near = dict.fromkeys(self._spelt.near(word, _mistakes(len(word)), thorough=not known))
        near.update(dict.fromkeys(self._by_letters.words_with(_letters(word))))
        for other_key in sounding.near(key, 1 if len(key) < 6 else 2, thorough=not known):
            near.update(dict.fromkeys(words_of[other_key]))
        consonants = skeleton(key)
        if len(consonants) >= _SHORTEST_SKELETON and not known:
            skeletons, by_skeleton = self._by_skeleton
            mistakes = int(len(consonants) > _SHORTEST_SKELETON)
            for other_consonants in skeletons.near(consonants, mistakes, thorough=False):
                for other_key in by_skeleton.words_with(other_consonants):
                    near.update(dict.fromkeys(words_of[other_key]))
        near.pop(word, None)
        others = self._likest_of(word, key, list(near))
        scored = []
        for other, other_key in zip(others, keys(others), strict=True):
            count = self.count(other)
            likely = likelihood(features(word, key, other, other_key, count))
            if likely - likelihood_of_itself(count) <= _FLOOR * max(len(word), len(other)):
                continue
            if other in FUNCTION_WORDS and OSA.distance(word, other) > 1 + (other_key == key):
                continue
            scored.append((likely, other))
        return nlargest(limit, scored)

    def _likest_of(self, word: str, key: str, others: list[str]) -> list[str]:
        """Those of many words that are worth a closer look, by a rougher likeness."""
        from rapidfuzz.distance import OSA, JaroWinkler

        if len(others) <= _LOOKED_AT:
            return others
        likeness = [
            _OSA_SHARE * OSA.normalized_similarity(word, other)
            + _WINKLER_SHARE * JaroWinkler.similarity(word, other)
            + _SOUND_SHARE * OSA.normalized_similarity(key, other_key)
            + _FREQUENCY_SHARE * log(1 + self.count(other))
            for other, other_key in zip(others, keys(others), strict=True)
        ]
        return [other for _, other in nlargest(_LOOKED_AT, zip(likeness, others, strict=True))]

    def nearest(self, word: str) -> str:
        """Return the word most like a folded one, however little; empty when there are no words."""
        from rapidfuzz.distance import JaroWinkler
        from rapidfuzz.process import extractOne

        likest = extractOne(word, self._spelt.words, scorer=JaroWinkler.similarity)
        return likest[0] if likest else ""

    def completions(self, prefix: str, limit: int) -> list[str]:
        """Return the most frequent words that go on from a prefix, the prefix itself left out."""
        first = bisect_left(self.words, prefix)
        last = bisect_left(self.words, prefix + "\U0010ffff", first)
        first += first < last and self.words[first] == prefix
        return [
            self.words[number] for number in nlargest(limit, range(first, last), key=self._counts.__getitem__)
        ]

    def inflections(self, name: str) -> list[str]:
        """Return the corpus's words that have a stem and begin as it does."""
        head = name[:2]
        bucket = self._stems.get(head)
        if bucket is None:
            bucket = self._stems[head] = {}
            first = bisect_left(self.words, head)
            last = bisect_left(self.words, head + "\U0010ffff", first)
            for word in self.words[first:last]:
                bucket.setdefault(stem(word), []).append(word)
        return bucket.get(name, [])


class _ByForm:
    """Words by a form that several share; it takes twelve bytes a word."""

    def __init__(self, words: Sequence[str], form: Callable[[str], str]) -> None:
        self._words = words
        self._form = form
        hashes = array("q", (hash(form(word)) for word in words))
        self._numbers = array("I", sorted(range(len(words)), key=hashes.__getitem__))
        self._hashes = array("q", map(hashes.__getitem__, self._numbers))

    def words_with(self, form: str) -> list[str]:
        """Return the words of which this is the form."""
        digest = hash(form)
        first, last = bisect_left(self._hashes, digest), bisect_right(self._hashes, digest)
        words = (self._words[number] for number in self._numbers[first:last])
        return [word for word in words if self._form(word) == form]


def _letters(word: str) -> str:
    return "".join(sorted(word))


class _Likes:
    """Words arranged so that those within a few mistakes of another are found fast.

    Most are found among the words with the same beginning or the same end, a tenth of all: one mistake leaves
    one of the two whole. Only when nothing that near is there are all words of a fitting length compared.
    """

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self._by_length: dict[int, list[str]] = {}
        self._by_end: dict[str, list[str]] = {}
        for word in words:
            self._by_length.setdefault(len(word), []).append(word)
            self._by_end.setdefault(word[:2], []).append(word)
            self._by_end.setdefault("-" + word[-3:], []).append(word)

    def near(self, word: str, mistakes: int, thorough: bool) -> Iterable[str]:
        """Yield the words within so many mistakes, and perhaps a few of them only unless `thorough`."""
        ends = [self._by_end.get(word[:2], []), self._by_end.get("-" + word[-3:], [])]
        distances = _within(word, ends, mistakes)
        if thorough and (not distances or min(distances.values()) > 1):
            lengths = range(len(word) - mistakes, len(word) + mistakes + 1)
            distances = _within(word, [self._by_length.get(length, []) for length in lengths], mistakes)
        return distances


def _mistakes(length: int) -> int:
    """In how many letters a word of this length may be wrong."""
    return 1 if length < 5 else 2 if length < 8 else 3 if length < 10 else 4


def _within(word: str, lists: list[list[str]], mistakes: int) -> dict[str, int]:
    """The words of the lists within so many mistakes of a word, with their number."""
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import extract

    distances: dict[str, int] = {}
    for words in lists:
        near = extract(word, words, scorer=OSA.distance, score_cutoff=mistakes, limit=_NEAREST)
        distances.update((other, int(distance)) for other, distance, _ in near)
    return distances
