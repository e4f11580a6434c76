"""Kinds of notes under a person's own names."""

from __future__ import annotations

from reader.notes.kinds import kind_of, named_note_kinds, note_kind
from reader.notes.note import NOTE_KINDS


def test_pens_have_a_letter_each_whatever_they_are_called() -> None:
    pens = named_note_kinds({"claim": "assertion", "doubt": "Quarrel", "key": "action"})
    assert len({pen.letter for pen in pens}) == len(NOTE_KINDS)
    assert note_kind("claim", pens).name == "assertion"
    assert note_kind("claim", pens).letter == "s"  # a is action's
    assert note_kind("claim", pens).color == note_kind("claim").color


def test_a_kind_is_found_by_its_name_letter_or_beginning() -> None:
    pens = named_note_kinds({"claim": "assertion"})
    typed = ("assertion", "Asser", "claim", "q", "que", "own kind", "")
    meant = ["claim", "claim", "claim", "question", "question", "own kind", "note"]
    assert [kind_of(each, pens) for each in typed] == meant
    assert note_kind("own kind", pens).name == "own kind"
