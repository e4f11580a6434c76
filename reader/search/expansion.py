"""What each word of a query may stand for in this corpus, and how much it counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log

from reader.search.grammar import Clause, Words
from reader.search.index import SearchIndex, Weighted, stem
from reader.search.vocabulary import Candidate, Vocabulary
from reader.search.words import FUNCTION_WORDS

_FUNCTION_WORD_SHARE = 0.1
_COMPLETIONS = 8


@dataclass(slots=True)
class Group:
    """One word of the line, and the corpus's words that it is taken for.

    `stems` are what the index is asked, `lit` every folded word that counts as a match, each with a weight
    up to 1. `idf` is the information of the group as a whole, in nats; `used` the likeliest word when it is
    another than was typed.
    """

    typed: str
    stems: dict[str, float] = field(default_factory=dict)
    lit: dict[str, float] = field(default_factory=dict)
    idf: float = 0.0
    frequency: int = 0
    used: str = ""
    function: bool = False


def groups_of(clauses: Sequence[Clause], index: SearchIndex, vocabulary: Vocabulary) -> list[Group]:
    """A group for each word of the clauses that rank: words and phrases anywhere in the text."""
    found: list[Group] = []
    for clause in clauses:
        if clause.negated:
            continue
        for atom in clause.alternatives:
            if isinstance(atom, Words) and not atom.field:
                for position, word in enumerate(atom.words):
                    unfinished = atom.prefix and position == len(atom.words) - 1
                    found.append(_group(word, atom.exact, unfinished, vocabulary))
    _weigh(found, index)
    return found


def weighted(groups: Sequence[Group], index: SearchIndex) -> list[Weighted]:
    """What the index is asked for: each stem once, boosted so that a group's stems share the group's idf.

    A misspelling in the corpus is rare, and its own idf would put it over the word that was meant; the
    boost takes BM25's idf of the stem out and puts that of the group in.
    """
    boosts: dict[str, float] = {}
    total = index.entries
    for group in groups:
        for name, weight in group.stems.items():
            own = idf(index.frequency(name), total)
            boosts[name] = boosts.get(name, 0.0) + weight * group.idf / own
    return [Weighted(name, boost) for name, boost in boosts.items() if boost > 0]


def idf(frequency: int, total: int) -> float:
    """BM25's inverse document frequency as tantivy has it (Lucene's): never negative."""
    return log(1 + (max(total - frequency, 0) + 0.5) / (frequency + 0.5))


def _group(word: str, exact: bool, unfinished: bool, vocabulary: Vocabulary) -> Group:
    group = Group(word, function=word in FUNCTION_WORDS)
    if exact and not unfinished:
        if word in vocabulary:
            _take(group, Candidate(word, 1.0), vocabulary, inflected=False)
        return group
    completions = vocabulary.completions(word, _COMPLETIONS) if unfinished and len(word) > 1 else []
    if exact:
        for candidate in [Candidate(word, 1.0), *completions]:
            _take(group, candidate, vocabulary, inflected=False)
        return group
    meant = [] if group.function else vocabulary.candidates(word)
    if word in vocabulary and not meant:
        meant = [Candidate(word, 1.0)]
    for candidate in meant:
        _take(group, candidate, vocabulary, inflected=True)
    for candidate in completions:
        share = 0.8 if word in vocabulary else 1.0
        _take(group, Candidate(candidate.word, share), vocabulary, inflected=True)
    if meant and meant[0].word != word and not completions:
        group.used = meant[0].word
    return group


def _take(group: Group, candidate: Candidate, vocabulary: Vocabulary, inflected: bool) -> None:
    name = stem(candidate.word)
    group.stems[name] = max(group.stems.get(name, 0.0), candidate.weight)
    for word in vocabulary.inflections(name) if inflected else (candidate.word,):
        group.lit[word] = max(group.lit.get(word, 0.0), candidate.weight)


def _weigh(groups: Sequence[Group], index: SearchIndex) -> None:
    """Sets each group's frequency and idf; function words count only in a line that has nothing else."""
    total = index.entries
    only_function = all(group.function for group in groups)
    for group in groups:
        if not group.stems:
            continue
        sure = [name for name, weight in group.stems.items() if weight >= 0.8]
        group.frequency = max(index.frequency(name) for name in sure or group.stems)
        group.idf = idf(group.frequency, total)
        if group.function and not only_function:
            group.idf *= _FUNCTION_WORD_SHARE
