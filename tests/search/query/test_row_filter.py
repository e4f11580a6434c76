"""The search line as a filter over rows in memory."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.search.query.row_filter import Row, RowFilter, row

ROWS = [
    row(
        {
            "title": "Talks open in Zürich",
            "source": "Orvel Wire",
            "tag": "peace\nenvoys",
            "summary": "U.S. envoy",
        },
        "2026-03-01T10:00:00Z",
        frozenset({"unread"}),
    ),
    row(
        {"title": "Harbour closed", "source": "Harbour Gazette", "tag": "", "summary": "Co-operation ended"},
        "2026-02-10",
        frozenset({"read", "flagged"}),
    ),
    row(
        {"title": "Grain prices", "source": "", "tag": "food", "summary": "Talks about grain_prices failed"},
        "",
        frozenset({"unread", "note"}),
    ),
]


def _matches(line: str) -> list[int]:
    return RowFilter(line, ROWS).indices


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", [0, 1, 2]),
        ("talks", [0, 2]),
        ("TALKS", [0, 2]),
        ("zurich", [0]),
        ("alk", [0, 2]),  # also inside a word
        ("talks grain", [2]),
        ("zurich | harbour", [0, 1]),
        ("-talks", [1]),
        ("!talks harbour", [1]),
        ('"talks open"', [0]),
        ('"open talks"', []),
        ('"u.s. envoy"', [0]),
        ('"grain prices"', [2]),
        ('"zurich orvel"', []),  # not from one field into the next
        ("co-operation", [1]),
        ("'grain", [2]),
        ("'grai", []),
        ("'operation", [1]),
        ("title:talks", [0]),
        ("source:harbour", [1]),
        ("source:zurich", []),
        ("tag:envoys", [0]),
        ("person:talks", []),
        ("date:2026", [0, 1]),
        ("date:2026-03", [0]),
        ("date:2026-03-01", [0]),
        ("date:..2026-02", [1]),
        ("date:2026-02-11..", [0]),
        ("-date:2026", [2]),
        ("is:unread", [0, 2]),
        ("is:read", [1]),
        ("is:flagged | has:note", [1, 2]),
        ("-has:note", [0, 1]),
        ("is:unread talks date:2026", [0]),
    ],
)
def test_rows_that_match_in_their_order(line: str, found: list[int]) -> None:
    assert _matches(line) == found


@pytest.mark.parametrize(
    ("line", "used", "found"),
    [
        ("harbuor", {"harbuor": "harbour"}, [1]),
        ("title:zurihc", {"zurihc": "zurich"}, [0]),
        ("zzzzzz", {}, []),
        ("'harbuor", {}, []),
        ('"harbuor closed"', {}, []),
        ("-harbuor", {}, [0, 1, 2]),
        ("harbuor -harbuor", {"harbuor": "harbour"}, [1]),
        ("-harbuor harbuor", {"harbuor": "harbour"}, [1]),
        ("harbuor -harbour", {"harbuor": "harbour"}, []),
        ("hbr", {}, []),
    ],
)
def test_a_word_that_no_row_has_may_be_misspelt(line: str, used: dict[str, str], found: list[int]) -> None:
    filtered = RowFilter(line, ROWS)
    assert filtered.corrections == used
    assert filtered.indices == found


def test_a_word_that_a_row_has_stands_for_no_other() -> None:
    kept = RowFilter(
        "harbour", [row({"title": "harbour"}), row({"title": "harbor"}), row({"title": "arbour"})]
    )
    assert (kept.indices, kept.corrections) == ([0], {})


def test_a_word_is_corrected_for_its_own_field_only() -> None:
    rows = [row({"title": "harbor", "source": "x"}), row({"title": "y", "source": "harbour"})]
    # `harbor` stands in a title, not in a source: there the likeliest word of the sources is meant.
    assert RowFilter("title:harbor | source:harbor", rows).indices == [0, 1]


@pytest.mark.parametrize("line", ["title:", "date:yesterday", "is:blue", "|", "a" * 5000])
def test_a_wrong_line_is_refused_with_its_place(line: str) -> None:
    with pytest.raises(QueryError) as raised:
        RowFilter(line, ROWS)
    assert 0 <= raised.value.position <= len(line)


words = st.text(st.sampled_from("abcdeßéÅİ"), min_size=1, max_size=6)
rows_of = st.lists(st.lists(words, max_size=5).map(lambda each: row({"title": " ".join(each)})), max_size=6)


@given(rows_of, words)
def test_a_word_and_its_negation_part_the_rows(rows: list[Row], word: str) -> None:
    held, others = RowFilter(f"'{word}", rows).indices, RowFilter(f"-'{word}", rows).indices
    assert sorted(held + others) == list(range(len(rows)))


@given(rows_of, words, words)
def test_more_words_never_match_more(rows: list[Row], first: str, second: str) -> None:
    both, one = RowFilter(f"{first} '{second}", rows).indices, RowFilter(f"{first} ", rows).indices
    assert set(both) <= set(one)


@given(rows_of, st.text(max_size=30))
def test_any_line_filters_or_is_refused(rows: list[Row], line: str) -> None:
    try:
        indices = RowFilter(line, rows).indices
    except QueryError:
        return
    assert indices == sorted(set(indices))
    assert all(0 <= index < len(rows) for index in indices)
