"""Counts in words."""

import pytest

from reader.text.plural import noun_for, plural


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0 notes"), (1, "1 note"), (2, "2 notes"), (-1, "-1 notes"), (12345, "12,345 notes")],
)
def test_only_one_is_singular(count: int, words: str) -> None:
    assert plural(count, "note") == words


def test_an_irregular_form_is_given() -> None:
    assert plural(1, "entity", "entities") == "1 entity"
    assert plural(2, "entity", "entities") == "2 entities"


def test_the_noun_alone_goes_with_a_count_that_is_written_apart() -> None:
    assert noun_for(1, "match", "matches") == "match"
    assert noun_for(0, "match", "matches") == "matches"
    assert noun_for(3, "word") == "words"
