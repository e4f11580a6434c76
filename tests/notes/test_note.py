"""A note: what it refuses, how it changes, and that JSON loses nothing of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from note_strategies import NOON, moments, note_of, notes

from reader.errors import NoteError
from reader.notes.ids import RANDOM_BYTES, id_number, id_of_number, new_id, utc
from reader.notes.note import (
    NOTE_KINDS,
    Anchor,
    Link,
    Note,
    Placement,
    clean_tags,
    parse_link,
    safe_text,
)
from reader.text.safety import make_safe
from reader.text.spans import Span

LATER = NOON + timedelta(hours=1)
CONTRACT = {
    "id", "path", "quote", "body", "tags", "kind", "state", "start", "end", "created", "modified",
}  # fmt: skip


@given(notes())
def test_json_loses_nothing(note: Note) -> None:
    record = json.loads(json.dumps(note.to_json()))
    assert Note.from_json(record) == note
    assert record.keys() >= CONTRACT


@given(notes())
def test_nothing_in_a_note_acts_on_a_terminal(note: Note) -> None:
    for text in (note.body, note.quote, note.prefix, note.title, *note.tags):
        assert make_safe(text)[1] == []


@given(st.text())
def test_safe_text_is_stable(text: str) -> None:
    assert safe_text(safe_text(text)) == safe_text(text)


@given(
    moments,
    moments,
    st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES),
    st.binary(min_size=10, max_size=10),
)
def test_ids_sort_by_time(one: datetime, other: datetime, first: bytes, second: bytes) -> None:
    if one > other:
        one, other = other, one
    if int(one.timestamp() * 1000) < int(other.timestamp() * 1000):
        assert new_id(one, first) < new_id(other, second)


@given(st.integers(0, (1 << 128) - 1))
def test_an_id_and_its_number_are_one(number: int) -> None:
    assert id_number(id_of_number(UUID(int=number))) == UUID(int=number)


def test_an_id_is_a_ulid() -> None:
    # The example of the specification's reference implementation: 1469918176385 ms is 01ARYZ6S41.
    moment = datetime.fromtimestamp(1469918176.385, UTC)
    assert new_id(moment, bytes(RANDOM_BYTES)) == "01aryz6s41" + "0" * 16


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"id": "x"}, "no id"),
        ({"path": ""}, "needs a document"),
        ({"kind": ""}, "kind of note"),
        ({"kind": "a/b"}, "kind of note"),
        ({"state": "gone"}, "no state"),
        ({"start": 9, "end": 3}, "begin at 0"),
        ({"quote": " "}, "passage's words"),
        ({"text_sha256": "xyz"}, "64 hexadecimal"),
        ({"links": ["web:x"]}, "no link"),
        ({"tags": "one"}, "list of text"),
        ({"tags": [1]}, "list of text"),
        ({"body": 7}, "must be text"),
        ({"start": True}, "whole number"),
        ({"created": "yesterday"}, "no UTC time"),
        ({"created": "2026-02-30T00:00:00Z"}, "no UTC time"),
        ({"modified": None}, "no 'modified'"),
        ({"start": None}, "needs 'start'"),
    ],
)
def test_what_cannot_be_a_note_is_refused_with_a_sentence(change: dict[str, object], sentence: str) -> None:
    with pytest.raises(NoteError, match=sentence):
        Note.from_json({**note_of("a quote").to_json(), **change})


def test_a_change_gives_a_new_note_and_its_time() -> None:
    note = note_of("a quote", "first")
    edited = note.edited("second", LATER, kind="claim")
    assert (edited.body, edited.kind, edited.modified) == ("second", "claim", utc(LATER))
    assert (note.body, note.modified) == ("first", utc(NOON))
    assert edited.created == note.created


def test_a_change_that_changes_nothing_gives_the_same_note() -> None:
    note = note_of("a quote", "first", tags=["one"])
    assert note.edited("first", LATER) is note
    assert note.retagged(["#one", "One "], LATER) is note
    assert note.restored(LATER) is note


def test_the_trash_and_back() -> None:
    note = note_of("a quote")
    trashed = note.trashed(LATER)
    assert trashed.deleted == utc(LATER)
    assert trashed.trashed(LATER + timedelta(days=1)) is trashed
    assert trashed.restored(LATER).deleted == ""


def test_placing_keeps_what_was_noted_until_the_person_accepts() -> None:
    note = note_of("twelve ships")
    changed = note.placed(Placement(Span(50, 60), "changed", 0.8, "edited sentence"), LATER)
    assert changed.span == Span(50, 60)
    assert changed.anchor == note.anchor
    accepted = changed.placed(
        Placement(Span(50, 60), "exact", 1.0, "accepted"),
        LATER,
        Anchor("ten ships", "", "", 50, 59, "cd" * 32),
    )
    assert (accepted.quote, accepted.quote_start, accepted.text_sha256) == ("ten ships", 50, "cd" * 32)


def test_a_lost_note_has_no_place_and_says_so_in_json() -> None:
    lost = note_of("a quote").placed(Placement(None, "lost", 0.0, "gone"), LATER)
    assert lost.span is None
    assert (lost.to_json()["start"], lost.to_json()["end"]) == (None, None)
    assert Note.from_json(lost.to_json()) == lost


def test_a_note_on_an_entity_needs_no_document() -> None:
    note = note_of(path="", links=[Link("entity", "David Barnea")])
    assert Note.from_json(note.to_json()) == note


def test_tags_are_trimmed_and_each_there_once() -> None:
    assert clean_tags([" #iran ", "Iran", "two  words", "", "#"]) == ("iran", "two words")


def test_links_are_written_and_read() -> None:
    assert parse_link(str(Link("document", "a:b.md"))) == Link("document", "a:b.md")
    with pytest.raises(NoteError):
        parse_link("document:")


def test_times_are_kept_in_utc() -> None:
    assert utc(datetime(2026, 1, 17, 13, tzinfo=timezone(timedelta(hours=2)))) == "2026-01-17T11:00:00Z"
    with pytest.raises(ValueError, match="zone"):
        utc(datetime(2026, 1, 17, 13))


def test_pens_can_be_told_apart_without_colour() -> None:
    assert len({kind.letter for kind in NOTE_KINDS}) == len(NOTE_KINDS)
    assert {"claim", "question", "key", "doubt", "action", "note", "highlight"} <= {
        kind.kind for kind in NOTE_KINDS
    }
