"""What is done with a name, in the list of names and in a dossier."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reader.library import NamedEntity
from reader.notes.note import Note
from reader.text.document import Document
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.lists.rows_panel import RowsHost
from reader.tui.screens.modals.correction import Subject, ask_correction
from reader.tui.session.search_walk import line_for


class NameCommands:
    """The commands on a name: search for it, note on it, put it right."""

    def __init__(self, host: RowsHost, current: Callable[[], NamedEntity | None]) -> None:
        """Take the screen, and what gives the name that the commands are on, None when there is none."""
        self._host = host
        self._current = current

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            "search_this": self._search,
            "annotate": self._annotate,
            "correct": self._correct,
        }

    def _search(self) -> None:
        """Search all documents for the name."""
        if (entity := self._current()) is not None:
            self._host.session.navigation.search(line_for(entity.name, entity.type))

    def _annotate(self) -> None:
        """Write a note on the name."""
        entity = self._current()
        if entity is None:
            return
        from reader.tui.screens.modals.note_editor import NoteEditor

        def closed(note: Note | None) -> None:
            if note is not None:
                self._host.session.announcements.notes_changed("")
                self._host.say("Saved.")

        blank = Document("", title=entity.name)
        editor = NoteEditor(None, blank, None, None, entity=entity.name)
        self._host.session.push_screen(editor, closed)

    def _correct(self) -> None:
        """Put right what is wrong about the name."""
        if (entity := self._current()) is not None:
            ask_correction(self._host.session, Subject(entity.name, entity.type, entity.aliases))
