"""Flags and reading marks, set from any screen, taken back from any screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.library import DocumentRow
from reader.text.safety import safe_line

if TYPE_CHECKING:
    from reader.tui.session.session import Session


def flag(session: Session, row: DocumentRow) -> DocumentRow:
    """Flag a document or take the flag away; return its row. Raises UserDataError."""
    changed = session.library.reading.flag(row, not row.flagged)
    session.undo.push(partial(_flag_back, session, row))
    session.announcements.state_changed(row.key)
    return changed


def mark_read(session: Session, row: DocumentRow) -> DocumentRow:
    """Mark a document as read or as unread; return its row. Raises UserDataError."""
    changed = session.library.reading.mark_read(row, row.unread)
    session.undo.push(partial(_read_back, session, row))
    session.announcements.state_changed(row.key)
    return changed


def _flag_back(session: Session, before: DocumentRow) -> str:
    session.library.reading.flag(before, before.flagged)
    return _taken_back(session, before)


def _read_back(session: Session, before: DocumentRow) -> str:
    session.library.reading.mark_read(before, not before.unread)
    return _taken_back(session, before)


def _taken_back(session: Session, before: DocumentRow) -> str:
    session.announcements.state_changed(before.key)
    # Its row may be far from the cursor, and another document in front.
    return f"Taken back: {safe_line(before.title or before.path.name)}."
