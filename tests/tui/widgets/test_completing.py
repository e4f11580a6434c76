"""What a field offers to complete what was begun in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.tui.widgets.completing import completed

WORDS = ["shipping lanes", "Ships", "crew", "İstanbul"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("sh", "shipping lanes"),
        ("SHIPS", None),
        ("crew, sh", "crew, shipping lanes"),
        ("shipping lanes, sh", "shipping lanes, ships"),
        ("crew, cr", None),
        ("", None),
        ("crew, ", None),
        ("xyz", None),
        ("i", None),
    ],
)
def test_the_last_word_is_completed(typed: str, expected: str | None) -> None:
    assert completed(typed, WORDS, ",") == expected


@given(st.text(max_size=20), st.lists(st.text(min_size=1, max_size=8), max_size=6))
def test_a_completion_begins_with_what_was_typed(typed: str, words: list[str]) -> None:
    found = completed(typed, words, ",")
    assert found is None or (found.startswith(typed) and len(found) > len(typed))
