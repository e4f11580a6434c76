"""What each word of a query may stand for in this corpus, and how much it counts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log

from reader.search.grammar import Clause, Words
from reader.search.index import IndexView, Weighted, stem
from reader.search.vocabulary import Vocabulary
from reader.search.words import FUNCTION_WORDS

_FUNCTION_WORD_SHARE = 0.1
_COMPLETIONS = 8
_CANDIDATES = 12
_NAMES_SHARE = 0.5


@dataclass(slots=True)
class Group:
    """One word of the line, and the corpus's words that it is taken for.

    `stems` are what the index is asked, `lit` every folded word that counts as a match, each with a weight
    up to 1. `worth` is the information of the group as a whole, in nats; `used` the likeliest word when it is
    another than was typed.
    """

    typed: str
    stems: dict[str, float] = field(default_factory=dict)
    lit: dict[str, float] = field(default_factory=dict)
    worth: float = 0.0
    used: str = ""
    completed: frozenset[str] = frozenset()
    known: bool = False

    def spellings(self) -> list[tuple[float, frozenset[str]]]:
        """What may be meant, each with its weight and stems; all the completions are one."""
        found = [(weight, frozenset((name,))) for name, weight in self.stems.items() if name not in self.completed]
        if self.completed:
            found.append((max(self.stems[name] for name in self.completed), self.completed))
        return found

    @property
    def function(self) -> bool:
        """Whether it is a function word, which says little in a line that has others."""
        return self.typed in FUNCTION_WORDS

    def take(self, words: Iterable[str], stem_: str, weight: float) -> None:
        """Counts words with their stem as matches; the greater weight holds."""
        self.stems[stem_] = max(self.stems.get(stem_, 0.0), weight)
        for word in words:
            self.lit[word] = max(self.lit.get(word, 0.0), weight)


def groups_of(clauses: Sequence[Clause], view: IndexView, vocabulary: Vocabulary) -> list[Group]:
    """A group for each word of the clauses that rank: words and phrases anywhere in the text."""
    found: list[Group] = []
    for clause in clauses:
        if clause.negated:
            continue
        for atom in clause.alternatives:
            if isinstance(atom, Words) and not atom.field:
                for number, word in enumerate(atom.words):
                    unfinished = atom.prefix and number == len(atom.words) - 1
                    found.append(_group(word, atom, unfinished, vocabulary))
    _weigh(found, view)
    return found


def weighted(groups: Sequence[Group], view: IndexView) -> list[Weighted]:
    """What the index is asked for: each stem once, boosted so that a group's stems share the group's idf.

    A misspelling in the corpus is rare, and its own idf would put it over the word that was meant; the
    boost takes BM25's idf of the stem out and puts that of the group in.
    """
    wanted: dict[str, float] = {}
    for group in groups:
        for name, weight in group.stems.items():
            wanted[name] = wanted.get(name, 0.0) + weight * group.worth
    found = []
    for name, worth in wanted.items():
        if worth > 0:
            found.append(Weighted(name, worth / idf(view.frequency(name), view.entries)))
            if in_names := view.frequency(name, "names"):
                found.append(Weighted(name, _NAMES_SHARE * worth / idf(in_names, view.entries), "names"))
    return found


def idf(frequency: int, total: int) -> float:
    """BM25's inverse document frequency as tantivy has it (Lucene's): over 0."""
    return log(1 + (max(total - frequency, 0) + 0.5) / (frequency + 0.5))


def _group(word: str, atom: Words, unfinished: bool, vocabulary: Vocabulary) -> Group:
    completions = vocabulary.completions(word, _COMPLETIONS) if unfinished and len(word) > 1 else []
    known = word in vocabulary
    group = Group(word, completed=frozenset(map(stem, completions)), known=known)
    if atom.exact:
        for other in ([word] if known else []) + completions:
            group.take([other], stem(other), 1.0)
        return group
    if atom.fixed or group.function:
        meant = [(word, 1.0)] if known else []
    else:
        meant = list(vocabulary.candidates(word, _CANDIDATES))
    if completions and not known:
        meant = [(other, _KNOWN_PREFIX * weight) for other, weight in meant]
    for other, weight in meant:
        name = stem(other)
        group.take(vocabulary.inflections(name) or [other], name, weight)
    for other in completions:
        name = stem(other)
        group.take([*vocabulary.inflections(name), other], name, 0.8 if known else 1.0)
    if meant and meant[0][0] != word and not completions:
        group.used = meant[0][0]
    return group


_KNOWN_PREFIX = 0.5


def _weigh(groups: Sequence[Group], view: IndexView) -> None:
    """Sets what each group is worth; function words count only in a line that has nothing else."""
    only_function = all(group.function for group in groups)
    for group in groups:
        if not group.stems:
            continue
        best = max(group.stems.values())
        frequency = max(view.frequency(name) for name, weight in group.stems.items() if weight >= 0.8 * best)
        group.worth = idf(frequency, view.entries)
        if group.function and not only_function:
            group.worth *= _FUNCTION_WORD_SHARE
