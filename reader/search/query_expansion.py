"""What each word of a query may stand for in this corpus, and how much it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import NamedTuple

from reader.search.compounds import Splitter, joined_words, phrase_words
from reader.search.grammar import Clause, WordsAtom
from reader.search.index import IndexView
from reader.search.index_query import Weighted
from reader.search.stemming import stem
from reader.search.tokens import FUNCTION_WORDS
from reader.search.vocabulary import SpellingCandidate, Vocabulary

_CANDIDATES = 12
_COMPLETIONS = 8
_CORRECTED_WORDS = 40
"""Of a longer line the words past these are taken as they stand: a pasted page must not hold up typing."""
_MOST_WORDS = 120
"""Words of a line that rank; what a pasted page has beyond them would only make it slow."""
_FUNCTION_WORD_SHARE = 0.1
_NAMES_SHARE = 0.5
_UNFINISHED_KNOWN = 0.8
_UNFINISHED_MISSPELT = 0.5
_AS_GOOD = 0.8
_SPLIT_KNOWN = 0.8
"""What *cease fire* is worth for *ceasefire*, where the corpus has both."""
_JOINED = 0.8
_OWN_FLOOR = 0.08
"""A word that is less likely than this comes after all the entries of the word that was typed."""


class Spelling(NamedTuple):
    """Stems of which any is what a typed word may mean, how likely, and whether it is the word itself."""

    weight: float
    stems: frozenset[str]
    own: bool

    def quotient(self, seats: int) -> float:
        """Its claim to the next seat by the Sainte-Laguë method, when it has so many."""
        claim = self.weight / (2 * seats + 1)
        return max(claim, _OWN_FLOOR) if self.own else claim


@dataclass(slots=True)
class WordGroup:
    """One word of the line, and the corpus's words that it is taken for.

    `stems` are what the index is asked, `lit` every folded word that counts as a match, each with a weight
    up to 1. `worth` is the information of the group as a whole, in nats; `used` the likeliest word when it is
    another than was typed. `completed` are the stems that come of an unfinished word; `clause` is the number
    of the clause that the word stands in.
    """

    typed: str
    clause: int = 0
    known: bool = False
    completed: frozenset[str] = frozenset()
    stems: dict[str, float] = field(default_factory=dict)
    lit: dict[str, float] = field(default_factory=dict)
    worth: float = 0.0
    used: str = ""

    @property
    def function(self) -> bool:
        """Whether it is a function word, which says little in a line that has others."""
        return self.typed in FUNCTION_WORDS

    def spellings(self) -> list[Spelling]:
        """The words that may be meant, the typed one first if there is one; all completions are one."""
        own = stem(self.typed) if self.known else ""
        spellings = [
            Spelling(weight, frozenset((name,)), name == own)
            for name, weight in self.stems.items()
            if name not in self.completed
        ]
        if self.completed:
            weight = max(self.stems[name] for name in self.completed)
            spellings.append(
                Spelling(min(weight, _OWN_FLOOR) if self.known else weight, self.completed, False)
            )
        return spellings

    def take(self, words: Iterable[str], name: str, weight: float) -> None:
        """Counts words with the stem `name` as matches; the greater weight holds."""
        self.stems[name] = max(self.stems.get(name, 0.0), weight)
        for word in words:
            self.lit[word] = max(self.lit.get(word, 0.0), weight)


def groups_of(
    clauses: Sequence[Clause], view: IndexView, vocabulary: Vocabulary, splitter: Splitter
) -> list[WordGroup]:
    """A group for each word that ranks: words and phrases of the text, in the order of the line."""
    groups: list[WordGroup] = []
    plain: list[bool] = []
    for number, clause in enumerate(clauses):
        if clause.negated:
            continue
        for atom in clause.alternatives:
            if isinstance(atom, WordsAtom) and atom.field in ("", "note"):
                for position, word in enumerate(atom.words[: max(_MOST_WORDS - len(groups), 0)]):
                    unfinished = atom.prefix and position == len(atom.words) - 1
                    corrected = not (atom.exact or atom.fixed) and len(groups) < _CORRECTED_WORDS
                    group = _group(word, atom.exact, corrected, unfinished, vocabulary)
                    group.clause = number
                    if not atom.phrase and (atom.acronym or not atom.exact):
                        _take_phrases(group, splitter.phrases_for(word, atom.acronym))
                    groups.append(group)
                    plain.append(not (atom.exact or atom.phrase or len(clause.alternatives) > 1))
    _take_joined(groups, plain, vocabulary)
    _weigh(groups, view, splitter)
    return groups


def weighted(groups: Sequence[WordGroup], view: IndexView) -> list[Weighted]:
    """What the index is asked for: each stem once, boosted so that a group's stems share the group's idf.

    A misspelling in the corpus is rare, and its own idf would put it over the word that was meant; the
    boost takes BM25's idf of the stem out and puts that of the group in.
    """
    wanted: dict[str, float] = {}
    for group in groups:
        for name, weight in group.stems.items():
            wanted[name] = wanted.get(name, 0.0) + weight * group.worth
    asked = []
    for name, worth in wanted.items():
        parts = phrase_words(name)
        if len(parts) > 1:
            # BM25 gives a phrase the idf of all its words together.
            of_words = sum(idf(view.frequency(part, "words"), view.counted) for part in parts)
            asked.append(Weighted(name, worth / of_words, "words"))
            continue
        asked.append(Weighted(name, worth / idf(view.frequency(name), view.counted)))
        if in_names := view.frequency(name, "names"):
            asked.append(Weighted(name, _NAMES_SHARE * worth / idf(in_names, view.counted), "names"))
    return asked


def idf(frequency: int, total: int) -> float:
    """BM25's inverse document frequency as tantivy has it (Lucene's): over 0."""
    return log(1 + (max(total - frequency, 0) + 0.5) / (frequency + 0.5))


def _group(word: str, exact: bool, corrected: bool, unfinished: bool, vocabulary: Vocabulary) -> WordGroup:
    completions = vocabulary.completions(word, _COMPLETIONS) if unfinished and len(word) > 1 else []
    known = word in vocabulary
    own_stem = stem(word)
    group = WordGroup(word, known=known, completed=frozenset(map(stem, completions)) - {own_stem})
    if exact:
        for other in [word, *completions] if known else completions:
            group.take([other], stem(other), 1.0)
        return group
    meant = [SpellingCandidate(word, 1.0)] if known else []
    if corrected and not group.function:
        meant = vocabulary.candidates(word, _CANDIDATES)
    if not known:
        meant = [*(SpellingCandidate(other, 1.0) for other in vocabulary.inflections(own_stem)), *meant]
    scale = _UNFINISHED_MISSPELT if completions and not known else 1.0
    for other, weight in meant:
        name = stem(other)
        group.take([other, *vocabulary.inflections(name)], name, scale * weight)
    for other in completions:
        name = stem(other)
        group.take([other, *vocabulary.inflections(name)], name, _UNFINISHED_KNOWN if known else 1.0)
    if meant and stem(meant[0].word) != own_stem and not completions:
        group.used = meant[0].word
    return group


def _take_phrases(group: WordGroup, phrases: Mapping[str, int]) -> None:
    """Let a word stand for the phrases that it is written as."""
    for phrase in phrases:
        weight = _SPLIT_KNOWN if group.known else 1.0
        function = FUNCTION_WORDS.issuperset(phrase_words(phrase))
        group.take([phrase], phrase, weight * (_FUNCTION_WORD_SHARE if function else 1.0))
        if not (group.known or function or group.completed):
            group.used = phrase


def _take_joined(groups: Sequence[WordGroup], plain: Sequence[bool], vocabulary: Vocabulary) -> None:
    """Let words that follow one another stand for the one word that they make."""
    typed = [group.typed if takes_more else "" for group, takes_more in zip(groups, plain, strict=True)]
    for first, end, joined in joined_words(typed, vocabulary.numbers):
        if all(typed[first:end]):
            name = stem(joined)
            for group in groups[first:end]:
                group.take([joined, *vocabulary.inflections(name)], name, _JOINED if group.known else 1.0)
                group.used = "" if not group.known else group.used


def _weigh(groups: Sequence[WordGroup], view: IndexView, splitter: Splitter) -> None:
    """Sets what each group is worth; function words count only in a line that has nothing else."""
    only_function = all(group.function for group in groups)
    for group in groups:
        if not group.stems:
            continue
        least = _AS_GOOD * max(group.stems.values())
        frequency = max(
            splitter.phrases_for(group.typed, acronym=True).get(name, 0) or view.frequency(name)
            for name, weight in group.stems.items()
            if weight >= least
        )
        group.worth = idf(frequency, view.counted)
        if group.function and not only_function:
            group.worth *= _FUNCTION_WORD_SHARE
