"""Kinds of notes under the names that a person gave them, each with a letter and a colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.notes.note import NOTE_KINDS, NoteKind


def named_note_kinds(names: Mapping[str, str]) -> tuple[NoteKind, ...]:
    """Return the kinds of notes, the named ones under a name of the person's own.

    The letter of a renamed kind is the first one in its name that no other kind has, or its old one.
    """
    letters = {item.letter for item in NOTE_KINDS if not names.get(item.kind)}
    kinds = []
    for item in NOTE_KINDS:
        if name := names.get(item.kind):
            free = (char for char in name.casefold() if char.isalnum() and char not in letters)
            item = replace(item, name=name, letter=next(free, item.letter))
            letters.add(item.letter)
        kinds.append(item)
    return tuple(kinds)


def note_kind(kind: str, kinds: Sequence[NoteKind] = NOTE_KINDS) -> NoteKind:
    """Return the kind of notes of this name; for a kind of a person's own, one without a
    colour under that name.
    """
    return next((item for item in kinds if item.kind == kind), NoteKind(kind, kind, kind[:1].casefold(), ""))


def kind_of(typed: str, kinds: Sequence[NoteKind] = NOTE_KINDS) -> str:
    """Return the kind that a person means: one by its name, letter or first letters, else a
    kind of their own.
    """
    typed = " ".join(typed.split())
    folded = typed.casefold()
    for means in (
        lambda item: folded in (item.name.casefold(), item.kind),
        lambda item: folded == item.letter,
        lambda item: bool(folded) and item.name.casefold().startswith(folded),
    ):
        for item in kinds:
            if means(item):
                return item.kind
    return typed or "note"
