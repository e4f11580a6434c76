"""The document as a file among others: its neighbours, its marks, copying, other programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from reader.errors import ReaderError
from reader.text.plural import plural
from reader.tui.content.reading_marks import flag, mark_read
from reader.tui.content.saving import NOT_EDITED, save_part
from reader.tui.document_view.viewport import Viewport
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.document.host import DocumentHost


class FileCommands:
    """The commands on the file that is read."""

    def __init__(self, host: DocumentHost) -> None:
        self._host = host

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            "next_document": partial(self._neighbour, 1),
            "previous_document": partial(self._neighbour, -1),
            "next_unread": partial(self._neighbour, 1, unread=True),
            "previous_unread": partial(self._neighbour, -1, unread=True),
            "flag": self._flag,
            "read": self._mark_read,
            "copy": self._copy,
            "cite": self._cite,
            "edit": self._edit,
            "save_part": self._save_part,
            "rescan": self._read_again,
            "pipe": self._pipe,
        }

    def _neighbour(self, step: int, *, unread: bool = False) -> None:
        navigation = self._host.session.navigation
        row = navigation.neighbour(self._host.state.entry.key, step, unread=unread)
        if row is None:
            kind = "unread document" if unread else "document"
            self._host.say(f"No {kind} {'after' if step > 0 else 'before'} this one.")
        else:
            navigation.jumps.leave(self._host.spot)
            navigation.open_document(row)

    # Marks

    def _flag(self) -> None:
        try:
            row = flag(self._host.session, self._host.state.entry)
        except ReaderError as error:
            self._host.say(str(error), "error")
            return
        self._host.set_state(replace(self._host.state, entry=row))
        self._host.say("Flagged." if row.flagged else "The flag is gone.")

    def _mark_read(self) -> None:
        try:
            row = mark_read(self._host.session, self._host.state.entry)
        except ReaderError as error:
            self._host.say(str(error), "error")
            return
        self._host.set_state(replace(self._host.state, entry=row))
        self._host.say("Marked as unread." if row.unread else "Marked as read.")

    # Copying and other programs

    def _copy(self) -> None:
        passage = self._host.passage
        if passage is not None:
            document = self._host.state.document
            words = plural(len(document.quote(passage).split()), "word")
            self._host.session.programs.copy(document.with_quote_marks(passage), words)
            self._host.view.move(Viewport.select, "")

    def _cite(self) -> None:
        passage = self._host.passage
        if passage is not None:
            self._host.session.programs.copy(
                self._host.state.citation(passage), "the passage with its source"
            )
            self._host.view.move(Viewport.select, "")

    def _save_part(self) -> None:
        entry = self._host.state.entry
        self._host.in_thread(partial(save_part, self._host, self._host.session.library, entry), "save")

    def _edit(self) -> None:
        """Open the file in the editor at this line, then read it again."""
        state = self._host.state
        if state.entry.inner:
            self._host.say(NOT_EDITED)
            return
        line = state.source_line(self._host.view.caret) + 1
        self._host.session.programs.edit_file(state.entry.path, line)
        self._read_again()

    def _read_again(self) -> None:
        if self._host.session.background is not None:
            self._host.session.background.rescan()
        self._host.read_again(self._host.state.document)

    def _pipe(self) -> None:
        """Give the selection, else the whole text, to a command."""
        from reader.tui.screens.modals.pipe import PipeScreen

        state, programs = self._host.state, self._host.session.programs
        if not state.complete:
            self._host.say("The document is still being read; press | again in a moment.")
            return
        selected = self._host.view.viewport.selection

        def take(command: str | None) -> None:
            if command is not None:
                programs.pipe(command, f"{state.document.with_quote_marks(selected)}\n")

        words = len(state.document.quote(selected).split()) if selected else state.document.words
        part = f"the {'selection' if selected else 'whole text'} · {plural(words, 'word')}"
        self._host.session.push_screen(PipeScreen(part, programs.last_command), take)
