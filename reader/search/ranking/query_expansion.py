"""What each word of a query may stand for in this corpus, and how much it counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log

from reader.search.index.full_text_index import IndexView
from reader.search.index.index_query import Weighted
from reader.search.query.grammar import Clause, WordsAtom
from reader.search.ranking.context import weigh_by_context
from reader.search.ranking.word_group import WordGroup
from reader.search.words.compounds import Splitter, as_phrase, joined_words, phrase_words
from reader.search.words.spelling_variants import variants, written_out
from reader.search.words.stemming import stem
from reader.search.words.tokens import FUNCTION_WORDS
from reader.search.words.vocabulary import UNLIKE, SpellingCandidate, Vocabulary

_CANDIDATES = 12
_COMPLETIONS = 8
_MOST_WORDS = 120
"""Words of a line that rank; what a pasted page has beyond them would only make it slow."""
_SHORTEST_MISSPELT_CAPITALS = 5
"""Letters; a shorter word in capitals is an acronym that the corpus has not, a longer one may be misspelt."""
_SHARP, _SOFT = 0.7, 0.5
"""The power to which the likelihood of a word is taken that may be meant: in a line of several words the
others tell which documents are meant, while of one word alone all that it may mean should be found."""
_DOUBT = 3.0
"""How fast what a word counts falls when all that it may mean is unlike it."""
_FUNCTION_WORD_SHARE = 0.1
_NAMES_SHARE = 0.5
_UNFINISHED_KNOWN = 0.8
_UNFINISHED_MISSPELT = 0.5
_AS_GOOD = 0.8
_SPLIT_KNOWN = 0.8
"""What *cease fire* is worth for *ceasefire*, where the corpus has both."""
_JOINED = 0.8
_WRITTEN_OUT_KNOWN = 0.3
"""What *schroder* is worth for *schroeder*, where the corpus has both: they may be two names."""
_BESIDE_PHRASE = 0.3
"""What other words are worth for *whitehouse*, where the corpus has *white house*."""
_COMPOUND_SHARE = 0.25
"""What a compound is worth beside its words, which count too."""
_LONGEST_COMPOUND = 8
"""Words of a compound, or of a line of function words, that are looked for as one."""


def groups_of(
    clauses: Sequence[Clause], view: IndexView, vocabulary: Vocabulary, splitter: Splitter
) -> list[WordGroup]:
    """Return a group for each word that ranks: words and phrases of the text, in the order of the line."""
    groups: list[WordGroup] = []
    # Where the word begins in the line; None of one that goes together with no other.
    starts: list[int | None] = []
    several = len([clause for clause in clauses if not clause.negated]) > 1
    sharpness = _SHARP if several else _SOFT
    for number, clause in enumerate(clauses):
        if clause.negated:
            continue
        for atom in clause.alternatives:
            if isinstance(atom, WordsAtom) and atom.field in ("", "note"):
                for position, word in enumerate(atom.words[: max(_MOST_WORDS - len(groups), 0)]):
                    unfinished = atom.prefix and position == len(atom.words) - 1
                    fixed = atom.fixed and (len(word) < _SHORTEST_MISSPELT_CAPITALS or word in vocabulary)
                    power = 0.0 if atom.exact or fixed else sharpness
                    group = _group(word, atom.exact, power, unfinished, vocabulary)
                    group.clause = number
                    if not atom.phrase and (atom.acronym or not atom.exact):
                        _take_phrases(group, splitter.phrases_for(word, atom.acronym), atom.acronym)
                    groups.append(group)
                    plain = not (atom.exact or atom.phrase or len(clause.alternatives) > 1)
                    starts.append(atom.start if plain else None)
    weigh_by_context(groups, view)
    _take_joined(groups, starts, vocabulary)
    groups += _phrase_groups(groups, starts, splitter)
    _weigh(groups, view, splitter)
    return groups


def weighted(groups: Sequence[WordGroup], view: IndexView) -> list[Weighted]:
    """Return what the index is asked for: each stem once, boosted so that a group's stems share the
    group's idf.

    A misspelling in the corpus is rare, and its own idf would put it over the word that was meant; the
    boost takes BM25's idf of the stem out and puts that of the group in.
    """
    weights: dict[str, float] = {}
    for group in groups:
        for name, weight in group.stems.items():
            weights[name] = weights.get(name, 0.0) + weight * group.worth
    results = []
    for name, worth in weights.items():
        parts = phrase_words(name)
        if len(parts) > 1:
            # BM25 gives a phrase the idf of all its words together.
            of_words = sum(idf(view.frequency(part, "words"), view.counted) for part in parts)
            results.append(Weighted(name, worth / of_words, "words"))
            continue
        results.append(Weighted(name, worth / idf(view.frequency(name), view.counted)))
        if in_names := view.frequency(name, "names"):
            results.append(Weighted(name, _NAMES_SHARE * worth / idf(in_names, view.counted), "names"))
    return results


def idf(frequency: int, total: int) -> float:
    """BM25's inverse document frequency as tantivy has it (Lucene's): over 0."""
    return log(1 + (max(total - frequency, 0) + 0.5) / (frequency + 0.5))


def _group(word: str, exact: bool, power: float, unfinished: bool, vocabulary: Vocabulary) -> WordGroup:
    completions = vocabulary.completions(word, _COMPLETIONS) if unfinished and len(word) > 1 else []
    known = word in vocabulary
    own_stem = stem(word)
    group = WordGroup(
        word, known=known, fixed=not power, completed=frozenset(map(stem, completions)) - {own_stem}
    )
    if exact:
        for other in [word, *completions] if known else completions:
            group.take([other], stem(other), 1.0)
        return group
    meant = [SpellingCandidate(word, 1.0)] if known else []
    if power and not group.function:
        likely = vocabulary.candidates(word, _CANDIDATES)
        sure = _confidence(likely, known)
        meant = [SpellingCandidate(item.word, sure * item.weight**power) for item in likely]
    if not known:
        meant = [*(SpellingCandidate(other, 1.0) for other in vocabulary.inflections(own_stem)), *meant]
    if power and not group.function:
        also = [SpellingCandidate(other, 1.0) for other in sorted(variants(word))]
        also += [
            SpellingCandidate(other, _WRITTEN_OUT_KNOWN if known else 1.0)
            for other in sorted(written_out(word))
        ]
        meant = [*meant[:known], *(item for item in also if item.word in vocabulary), *meant[known:]]
    scale = _UNFINISHED_MISSPELT if completions and not known else 1.0
    for other, weight, _ in meant:
        name = stem(other)
        group.take([other, *vocabulary.inflections(name)], name, scale * weight)
    for other in completions:
        name = stem(other)
        group.take([other, *vocabulary.inflections(name)], name, _UNFINISHED_KNOWN if known else 1.0)
    if meant and stem(meant[0].word) != own_stem and not completions:
        group.used = meant[0].word
    return group


def _confidence(likely: Sequence[SpellingCandidate], known: bool) -> float:
    """How sure it is, 0 to 1, that the corpus has what was meant at all."""
    if known or not likely:
        return 1.0
    return exp(min(_DOUBT * (likely[0].likelihood - UNLIKE), 0.0))


def _take_phrases(group: WordGroup, phrases: Mapping[str, int], acronym: bool) -> None:
    """Let a word stand for the phrases that it is written as.

    They are likelier than other words that are spelt a little like it; and U.N. is likelier for UN than *un*.
    """
    telling = [phrase for phrase in phrases if not FUNCTION_WORDS.issuperset(phrase_words(phrase)) or acronym]
    if telling and (acronym or not group.known):
        # A word may be two that were run together, or a slip: *passin* is *pass in* or *passion*.
        plain = any(FUNCTION_WORDS.isdisjoint(phrase_words(phrase)) for phrase in telling)
        group.scale(_BESIDE_PHRASE if plain and not group.known else _JOINED)
    for phrase in phrases:
        weight = _SPLIT_KNOWN if group.known and not acronym else 1.0
        group.take([phrase], phrase, weight * (1.0 if phrase in telling else _FUNCTION_WORD_SHARE))
    if telling and not (group.known or group.completed):
        group.used = telling[0]


def _phrase_groups(
    groups: Sequence[WordGroup], starts: Sequence[int | None], splitter: Splitter
) -> list[WordGroup]:
    """Groups for what the words of the line make together, where the corpus has it.

    A compound (A/RES/77/1, on-line) as it stands; and the whole of a short line of function words alone.
    """
    runs: list[tuple[int, int]] = []
    first = 0
    for end in range(1, len(groups) + 1):
        if end == len(groups) or starts[end] is None or starts[end] != starts[first]:
            runs.append((first, end))
            first = end
    if all(group.function for group in groups) and None not in starts:
        runs = [(0, len(groups))]
    together = []
    for first, end in runs:
        words = tuple(group.typed for group in groups[first:end])
        if 1 < len(words) <= _LONGEST_COMPOUND and splitter.count(words):
            phrase = as_phrase(words)
            group = WordGroup(phrase, groups[first].clause, known=True)
            group.take([phrase], phrase, 1.0)
            together.append(group)
    return together


def _take_joined(groups: Sequence[WordGroup], starts: Sequence[int | None], vocabulary: Vocabulary) -> None:
    """Let words that follow one another stand for the one word that they make."""
    typed = ["" if start is None else group.typed for group, start in zip(groups, starts, strict=True)]
    for first, end, joined in joined_words(typed, vocabulary.numbers):
        if all(typed[first:end]):
            name = stem(joined)
            for group in groups[first:end]:
                group.take([joined, *vocabulary.inflections(name)], name, _JOINED if group.known else 1.0)
                group.used = group.used if group.known else ""


def _weigh(groups: Sequence[WordGroup], view: IndexView, splitter: Splitter) -> None:
    """Sets what each group is worth; function words count only in a line that has nothing else."""
    only_function = all(group.function for group in groups)
    for group in groups:
        if not group.stems:
            continue
        threshold = _AS_GOOD * max(group.stems.values())
        frequency = max(
            splitter.count(words) if len(words := phrase_words(name)) > 1 else view.entries_with(name)
            for name, weight in group.stems.items()
            if weight >= threshold
        )
        group.worth = idf(frequency, view.entries)
        if group.function and not only_function:
            group.worth *= _FUNCTION_WORD_SHARE
        elif len(phrase_words(group.typed)) > 1:
            group.worth *= _COMPOUND_SHARE
