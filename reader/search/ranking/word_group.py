"""A word of the line, and the words of the corpus that it may mean."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from reader.search.words.stemming import stem
from reader.search.words.tokens import FUNCTION_WORDS

_OWN_FLOOR = 0.08
"""A word that is less likely than this comes after all the entries of the word that was typed."""


class Spelling(NamedTuple):
    """Stems of which any is what a typed word may mean, how likely, and whether it is the word itself."""

    weight: float
    stems: frozenset[str]
    own: bool

    def quotient(self, seats: int) -> float:
        """Return its claim to the next seat by the Sainte-Laguë method, when it has so many."""
        claim = self.weight / (2 * seats + 1)
        return max(claim, _OWN_FLOOR) if self.own else claim


@dataclass(slots=True)
class WordGroup:
    """One word of the line, and the corpus's words that it is taken for.

    `stems` are what the index is asked, `matching` every folded word that counts as a match, each with a
    weight up to 1. `worth` is the information of the group as a whole, in nats; `used` the likeliest word
    when it is another than was typed. `completed` are the stems that come of an unfinished word;
    `clause` is the number of the clause that the word stands in; `fixed` tells a word that is taken as it
    stands.
    """

    typed: str
    clause: int = 0
    known: bool = False
    fixed: bool = False
    completed: frozenset[str] = frozenset()
    stems: dict[str, float] = field(default_factory=dict)
    matching: dict[str, float] = field(default_factory=dict)
    worth: float = 0.0
    used: str = ""

    @property
    def function(self) -> bool:
        """Whether it is a function word, which says little in a line that has others."""
        return self.typed in FUNCTION_WORDS

    def spellings(self) -> list[Spelling]:
        """Return the words that may be meant, the typed one first if there is one.

        All completions are one.
        """
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

    def scale(self, factor: float) -> None:
        """Let all words that it is taken for so far count less."""
        self.stems = {name: factor * weight for name, weight in self.stems.items()}
        self.matching = {word: factor * weight for word, weight in self.matching.items()}

    def reweigh(self, name: str, weight: float) -> None:
        """Let the words with the stem `name` count so much, whatever they counted before."""
        self.stems[name] = weight
        for word in self.matching:
            if word == name or stem(word) == name:
                self.matching[word] = weight

    def take(self, words: Iterable[str], name: str, weight: float) -> None:
        """Count words with the stem `name` as matches; the greater weight holds."""
        self.stems[name] = max(self.stems.get(name, 0.0), weight)
        for word in words:
            self.matching[word] = max(self.matching.get(word, 0.0), weight)
