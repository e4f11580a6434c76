"""What a query demands, as against what it would rather have: the filters that the index is given."""

from __future__ import annotations

from collections.abc import Callable

from reader.search.index.index_query import (
    Both,
    Condition,
    Days,
    FieldWords,
    IndexFilter,
    Kind,
    Stem,
    TextField,
    day_number,
)
from reader.search.query.grammar import Clause, DatesAtom, FieldName, StateAtom, WordsAtom
from reader.search.words.stemming import stem
from reader.search.words.vocabulary import Vocabulary

FieldVocabulary = Callable[[TextField], Vocabulary]

_FIELDS: dict[FieldName, TextField] = {
    "title": "title",
    "tag": "tags",
    "source": "source",
    "format": "format",
    "person": "people",
    "org": "organisations",
    "place": "places",
}
_LAST_DAY = 99991231
_LIKELY = 0.3
"""A word of a field stands for those that are at least so likely, against the likeliest."""


def demands(clause: Clause) -> bool:
    """Return whether a clause decides what may be found, and not only its rank."""
    if isinstance(clause.alternatives[0], StateAtom):
        return False
    return clause.negated or any(
        isinstance(atom, DatesAtom) or (isinstance(atom, WordsAtom) and (atom.field or atom.exact))
        for atom in clause.alternatives
    )


def filter_of(clause: Clause, words_of: FieldVocabulary, corrections: dict[str, str]) -> IndexFilter:
    """Return the filter that a demanding clause is.

    Words of fields are corrected, which `corrections` then says; of a negated clause they are taken as typed.
    """
    conditions: list[Condition] = []
    for atom in clause.alternatives:
        if isinstance(atom, DatesAtom):
            first = day_number(atom.first) if atom.first else 1
            conditions.append(Days(first, day_number(atom.last) if atom.last else _LAST_DAY))
        elif isinstance(atom, WordsAtom):
            conditions.extend(_words(atom, None if clause.negated else words_of, corrections))
    return IndexFilter(tuple(conditions), clause.negated)


def _words(atom: WordsAtom, words_of: FieldVocabulary | None, corrections: dict[str, str]) -> list[Condition]:
    if atom.field == "note":
        in_note: Condition = Stem(stem(atom.words[0]))
        if len(atom.words) > 1 or atom.exact or atom.prefix:
            in_note = FieldWords("words", atom.words, atom.prefix)
        return [Both(Kind("note"), in_note)]
    if not atom.field:
        if not atom.exact:
            return [Stem(stem(atom.words[0]))]
        as_it_stands = FieldWords("words", atom.words, atom.prefix)
        # U.N. is cut into its letters.
        return [as_it_stands, FieldWords("words", tuple(atom.words[0]))] if atom.acronym else [as_it_stands]
    field = _FIELDS[atom.field]
    as_typed = FieldWords(field, atom.words, atom.prefix)
    if words_of is None or (atom.exact and not atom.phrase):
        return [as_typed]
    vocabulary = words_of(field)
    if len(atom.words) == 1:
        return [as_typed, *_likely(atom, field, vocabulary, corrections)]
    used = tuple(_best(word, vocabulary, corrections) for word in atom.words)
    return [as_typed] if used == atom.words else [as_typed, FieldWords(field, used)]


def _likely(
    atom: WordsAtom, field: TextField, vocabulary: Vocabulary, corrections: dict[str, str]
) -> list[FieldWords]:
    """The words of a field that one word may mean when the field has neither it nor one that it begins."""
    (word,) = atom.words
    if word in vocabulary or (atom.prefix and vocabulary.completions(word, 1)):
        return []
    likely = [item.word for item in vocabulary.candidates(word, 5) if item.weight >= _LIKELY]
    if likely:
        corrections[word] = likely[0]
    return [FieldWords(field, (other,)) for other in likely]


def _best(word: str, vocabulary: Vocabulary, corrections: dict[str, str]) -> str:
    if word in vocabulary:
        return word
    likeliest = vocabulary.candidates(word, 1)
    if not likeliest:
        return word
    corrections[word] = likeliest[0].word
    return likeliest[0].word
