"""The hits of a search over all documents, walked from one document into the next."""

from __future__ import annotations

from pathlib import Path

from reader.library.storage.cache.document_row import DocumentRow
from reader.search.engine import Hit
from reader.text.spans import Span
from reader.tui.session.search_walk import LocatedHit, SearchWalk

TEXT = "The envoy met the minister. The Envoys left."
ENTRY = DocumentRow("k", Path("/k.txt"))


def _walk(hit: Hit, *words: str) -> SearchWalk:
    return SearchWalk([LocatedHit(hit, ENTRY)], 0, frozenset(words), "envoy")


def test_what_the_search_lit_is_lit_in_the_whole_document() -> None:
    hit = Hit("k", 1.0, "", 0, 27, TEXT[:27], (Span(4, 9),))
    assert _walk(hit, "envoy", "envoys").spans_in(TEXT) == [(4, 9), (32, 38)]


def test_a_note_that_matched_in_its_own_words_lights_the_passage_that_it_is_on() -> None:
    # Its matches are places in the note, not in the document.
    hit = Hit("n", 1.0, "", 28, 44, "Ask the ambassador.", (Span(36, 46),), "note", "k")
    assert _walk(hit, "ambassador").spans_in(TEXT) == [(28, 44)]
    lost = Hit("n", 1.0, "", 0, 0, "Ask the ambassador.", (Span(8, 18),), "note", "k")
    assert _walk(lost, "ambassador").spans_in(TEXT) == []


def test_a_walk_ends_with_its_hits() -> None:
    walk = _walk(Hit("k", 1.0, "", 0, 27, TEXT[:27], ()))
    assert walk.step(1) is walk.step(-1) is None
