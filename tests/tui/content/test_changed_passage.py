"""What differs between two versions of a passage, and how much of them is looked at."""

from __future__ import annotations

import difflib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.tui.content.changed_passage import differing


@given(*[st.lists(st.sampled_from(["port", "closed", "3", "ships"]), min_size=1).map(" ".join)] * 2)
def test_both_versions_are_shown_whole_and_what_is_the_same_is_not_lit(before: str, after: str) -> None:
    left, right = differing(before, after)
    assert "".join(piece.text for piece in left).strip() == before
    assert "".join(piece.text for piece in right).strip() == after
    lit = [piece for piece in (*left, *right) if piece.role == "match"]
    assert bool(lit) == (before != after)


def test_long_passages_that_differ_a_little_are_matched_where_they_differ(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    longest = 0

    class Watched(difflib.SequenceMatcher[str]):
        def set_seqs(self, a: object, b: object) -> None:
            nonlocal longest
            longest = max(longest, len(a), len(b))  # type: ignore[arg-type]
            super().set_seqs(a, b)  # type: ignore[arg-type]

    monkeypatch.setattr(difflib, "SequenceMatcher", Watched)
    words = [f"w{number}" for number in range(2_000)]
    changed = [*words[:1_000], "other", *words[1_001:]]
    left, right = differing(" ".join(words), " ".join(changed))
    assert [piece.text for piece in left if piece.role == "match"] == ["w1000"]
    assert [piece.text for piece in right if piece.role == "match"] == ["other"]
    assert longest == 1


def test_passages_that_differ_all_over_are_not_matched_and_a_long_one_is_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_args: object, **_keywords: object) -> None:
        raise AssertionError("a long passage was matched word by word")

    monkeypatch.setattr(difflib, "SequenceMatcher", refuse)
    left, right = differing("a b " * 250_000, "b c " * 250_000)
    assert {piece.role for piece in left if piece.text.strip()} == {"match", "dim"}
    for pieces in (left, right):
        text = "".join(piece.text for piece in pieces)
        assert len(text) < 25_000
        assert text.rstrip().endswith("…")
