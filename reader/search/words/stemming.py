"""The stem under which the index keeps a word: shared by what is written and by what is asked."""

from __future__ import annotations

from functools import lru_cache

import tantivy

from reader.search.words.tokens import LONGEST_WORD


def words_analyzer() -> tantivy.TextAnalyzerBuilder:
    """Return what cuts a folded text into words as `tokens.words` does; very long ones are left out."""
    too_long = tantivy.Filter.remove_long(LONGEST_WORD + 1)
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(too_long)


def stems_analyzer() -> tantivy.TextAnalyzerBuilder:
    """Return what cuts a folded text into stems: tantivy's English (Porter 2) stemmer."""
    return words_analyzer().filter(tantivy.Filter.stemmer("english"))


@lru_cache(maxsize=1)
def _stemmer() -> tantivy.TextAnalyzer:
    return stems_analyzer().build()


def stem(word: str) -> str:
    """Return the stem of a folded word; a word that the index leaves out is its own."""
    stems = _stemmer().analyze(word)
    return stems[0] if stems else word
