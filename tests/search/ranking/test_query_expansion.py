"""What each word of a query counts, and which spellings take turns."""

from __future__ import annotations

from reader.search.ranking.query_expansion import idf
from reader.search.ranking.word_group import Spelling


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    weights = [idf(frequency, 1000) for frequency in (0, 1, 10, 500, 1000)]
    assert weights == sorted(weights, reverse=True)
    assert weights[-1] > 0
    # More entries with a word than entries: one state was counted while another was written.
    assert idf(1001, 1000) > 0


def test_seats_go_to_the_likelier_spelling_first_and_never_away_from_the_word_itself() -> None:
    own, other = Spelling(1.0, frozenset(), own=True), Spelling(0.3, frozenset(), own=False)
    assert [own.quotient(seats) for seats in range(3)] == [1.0, 1 / 3, 1 / 5]
    assert own.quotient(1) > other.quotient(0) > other.quotient(1)
    assert own.quotient(1000) > Spelling(0.05, frozenset(), own=False).quotient(0)
