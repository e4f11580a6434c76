"""Kinds of notes under a person's own names."""

from __future__ import annotations

from reader.notes.kinds import kind_of, named_note_kinds, note_kind
from reader.notes.note import NOTE_KINDS


def test_pens_have_a_letter_each_whatever_they_are_called() -> None:
    note_kinds = named_note_kinds({"claim": "assertion", "doubt": "Quarrel", "key": "action"})
    assert len({kind.letter for kind in note_kinds}) == len(NOTE_KINDS)
    assert note_kind("claim", note_kinds).name == "assertion"
    assert note_kind("claim", note_kinds).letter == "s"  # a is action's
    assert note_kind("claim", note_kinds).color == note_kind("claim").color


def test_a_kind_is_found_by_its_name_letter_or_beginning() -> None:
    note_kinds = named_note_kinds({"claim": "assertion"})
    typed = ("assertion", "Asser", "claim", "q", "que", "own kind", "")
    meant = ["claim", "claim", "claim", "question", "question", "own kind", "note"]
    assert [kind_of(each, note_kinds) for each in typed] == meant
    assert note_kind("own kind", note_kinds).name == "own kind"
