"""Kinds of notes as pens: under the names that a person gave them, each with a letter and a colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reader.notes.note import NOTE_KINDS, NoteKind


def named_note_kinds(names: Mapping[str, str]) -> tuple[NoteKind, ...]:
    """The pens, those of these kinds under a name of the person's own.

    A renamed pen's letter is the first of its name that no other pen has, its old one when all are taken.
    """
    letters = {pen.letter for pen in NOTE_KINDS if not names.get(pen.kind)}
    pens = []
    for pen in NOTE_KINDS:
        if name := names.get(pen.kind):
            free = (char for char in name.casefold() if char.isalnum() and char not in letters)
            pen = replace(pen, name=name, letter=next(free, pen.letter))
            letters.add(pen.letter)
        pens.append(pen)
    return tuple(pens)


def note_kind(kind: str, pens: Sequence[NoteKind] = NOTE_KINDS) -> NoteKind:
    """The pen of a kind; one without a colour, under the kind's own name, for a kind that is no pen's."""
    return next((pen for pen in pens if pen.kind == kind), NoteKind(kind, kind, kind[:1].casefold(), ""))


def kind_of(typed: str, pens: Sequence[NoteKind] = NOTE_KINDS) -> str:
    """The kind that a person means: a pen by its name, letter or first letters, else a kind of their own."""
    typed = " ".join(typed.split())
    folded = typed.casefold()
    for means in (
        lambda pen: folded in (pen.name.casefold(), pen.kind),
        lambda pen: folded == pen.letter,
        lambda pen: bool(folded) and pen.name.casefold().startswith(folded),
    ):
        for pen in pens:
            if means(pen):
                return pen.kind
    return typed or "note"
