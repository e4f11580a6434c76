"""Two changes to one note as one."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.notes.merging import PARTED, merge_changes
from reader.notes.note import Link, Note

BASE = Note(
    id="0" * 26, path="/a.txt", body="base", tags=("a", "b"), links=(Link("entity", "E"),),
    state="exact", quote="words", start=3, end=8, quote_start=3, quote_end=8,
    created="2026-01-01T00:00:00Z", modified="2026-01-01T00:00:00Z",
)  # fmt: skip

TAGS = st.lists(st.sampled_from("abcdef"), unique=True).map(tuple)


def _changed(body: str, kind: str, tags: tuple[str, ...], deleted: str, moved: bool, minute: int) -> Note:
    modified = f"2026-01-01T00:{minute:02d}:00Z"
    note = replace(BASE, body=body, kind=kind, tags=tags, deleted=deleted, modified=modified)
    return replace(note, state="moved", start=40, end=45) if moved else note


CHANGES = st.builds(
    _changed,
    st.sampled_from(["base", "one", "two", "one and more"]),
    st.sampled_from(["note", "claim", "key"]),
    TAGS,
    st.sampled_from(["", "2026-01-02T00:00:00Z"]),
    st.booleans(),
    st.integers(0, 59),
)


@given(CHANGES)
def test_one_change_alone_is_that_change(changed: Note) -> None:
    assert merge_changes(BASE, changed, BASE) == changed
    assert merge_changes(BASE, BASE, changed) == changed


@given(CHANGES, CHANGES)
def test_no_words_and_no_tags_of_either_are_lost(ours: Note, theirs: Note) -> None:
    both = merge_changes(BASE, ours, theirs)
    for one in (ours, theirs):
        if one.body != BASE.body:
            assert one.body in both.body
        assert set(one.tags) - set(BASE.tags) <= set(both.tags)
        assert not (set(BASE.tags) - set(one.tags)) & set(both.tags)
        if one.deleted:
            assert both.deleted
    assert both.modified == max(ours.modified, theirs.modified)
    assert len(set(both.tags)) == len(both.tags)


def test_two_bodies_stand_below_one_another() -> None:
    both = merge_changes(BASE, replace(BASE, body="ours"), replace(BASE, body="theirs"))
    assert both.body == f"ours{PARTED}theirs"


def test_a_new_place_comes_with_its_words() -> None:
    placed = replace(BASE, state="moved", start=50, end=55)
    both = merge_changes(BASE, replace(BASE, body="ours"), placed)
    assert (both.body, both.state, both.start) == ("ours", "moved", 50)
