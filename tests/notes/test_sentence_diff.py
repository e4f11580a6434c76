"""The sentence diff: equal keys only, order kept, moves known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.notes import sentence_diff as diff
from reader.notes.sentence_diff import align

keys = st.lists(st.sampled_from("abcdefghij"), max_size=14)


@given(keys, keys)
def test_only_equal_keys_match_and_none_twice(old: list[str], new: list[str]) -> None:
    matches = align(old, new).matches
    targets = [target for target in matches if target >= 0]
    assert len(matches) == len(old)
    assert len(set(targets)) == len(targets)
    assert all(old[at] == new[target] for at, target in enumerate(matches) if target >= 0)


@given(keys, keys)
def test_what_did_not_move_keeps_its_order(old: list[str], new: list[str]) -> None:
    alignment = align(old, new)
    stayed = [t for at, t in enumerate(alignment.matches) if t >= 0 and at not in alignment.moved]
    assert stayed == sorted(stayed)


@given(keys, keys)
def test_gaps_and_kept_matches_cover_both_sides_once(old: list[str], new: list[str]) -> None:
    alignment = align(old, new)
    stayed = {at: t for at, t in enumerate(alignment.matches) if t >= 0 and at not in alignment.moved}
    ours = [at for gap in alignment.gaps for at in range(gap.old_start, gap.old_end)] + list(stayed)
    theirs = [at for gap in alignment.gaps for at in range(gap.new_start, gap.new_end)] + list(
        stayed.values()
    )
    assert sorted(ours) == list(range(len(old)))
    assert sorted(theirs) == list(range(len(new)))


@given(keys)
def test_a_text_matches_itself(old: list[str]) -> None:
    assert align(old, old).matches == list(range(len(old)))


@given(st.lists(st.integers(), unique=True, min_size=1, max_size=12), st.data())
def test_unique_keys_are_all_found_however_they_are_ordered(numbers: list[int], data: st.DataObject) -> None:
    old = [str(number) for number in numbers]
    new = data.draw(st.permutations(old))
    assert [new[target] for target in align(old, new).matches] == old


@given(keys, keys)
def test_a_table_that_is_too_large_is_halved(old: list[str], new: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(diff, "_LARGEST_TABLE", 6)
        matches = align(old, new).matches
    targets = [target for target in matches if target >= 0]
    assert len(set(targets)) == len(targets)
    assert all(old[at] == new[target] for at, target in enumerate(matches) if target >= 0)


def test_a_repeated_sentence_goes_with_its_neighbours() -> None:
    old = ["north", "calm", "south", "calm", "east", "calm"]
    new = ["north", "calm", "south", "east", "calm"]
    assert align(old, new).matches == [0, 1, 2, -1, 3, 4]


def test_a_repeated_sentence_that_was_deleted_here_and_added_there_did_not_move() -> None:
    old = ["calm", "a", "b", "c", "calm", "d"]
    new = ["a", "b", "c", "calm", "d", "e", "calm"]
    assert align(old, new).matches[0] == -1


def test_a_moved_paragraph_takes_its_repeated_sentence_along() -> None:
    old = ["a", "calm", "b", "c", "calm", "d", "e", "f"]
    new = ["c", "d", "e", "f", "a", "calm", "b", "calm"]
    matches = align(old, new).matches
    assert matches[:3] == [4, 5, 6]
