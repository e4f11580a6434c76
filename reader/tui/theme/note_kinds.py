"""Kinds of notes on screen: their letters, and the roles that draw them in their colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.notes.kinds import named_note_kinds, note_kind
from reader.notes.note import NOTE_KINDS, NoteKind

if TYPE_CHECKING:
    from reader.tui.session.session import Session

_COLOURED = frozenset(kind.kind for kind in NOTE_KINDS if kind.color)
PLAIN_MARK = "¶"


def note_kinds_of(app: Session) -> tuple[NoteKind, ...]:
    """Return the kinds of notes under the names that the settings give them."""
    return named_note_kinds(dict(app.library.settings.pens))


def mark_of(kind: str, kinds: tuple[NoteKind, ...]) -> str:
    """Return the mark of a kind of note in a margin or a list: its letter, ¶ for a plain note."""
    return PLAIN_MARK if kind == "note" else note_kind(kind, kinds).letter


def role_of(kind: str) -> str:
    """Return the palette's role for a kind of note."""
    return f"note kind {kind}" if kind in _COLOURED else "accent"
