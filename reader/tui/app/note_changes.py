"""What follows from a change of a note, wherever it was made: it can be taken back, and the search has it."""

from __future__ import annotations

from functools import partial

from reader.notes.note import Note
from reader.tui.session.session import Session


class NoteChanges:
    """The one way of changes of notes: each goes on the undo stack, and the note is indexed."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def follow(self) -> None:
        """Take part in every change from now on."""
        self._session.library.notes.on_change = self._changed

    def _changed(self, before: Note | None, after: Note) -> None:
        self._session.undo.push(partial(self._revert, before, after))
        self._index(after)

    def _revert(self, before: Note | None, after: Note) -> str:
        notes = self._session.library.notes
        note = notes.revert(before, after)
        self._index(note)
        self._session.announcements.notes_changed(notes.document_of(note.id) or "")
        return f"Taken back, in {note.title}." if note.title else "Taken back."

    def _index(self, note: Note) -> None:
        if self._session.background is not None:
            self._session.background.notes.add(note.id)
