"""What is done with the document under the cursor of the list, without opening it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from reader.errors import ReaderError
from reader.library import DocumentRow
from reader.notes.note import Note
from reader.text.document import Document
from reader.tui.content.reading_marks import flag, mark_read
from reader.tui.content.saving import NOT_EDITED, save_part
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.lists.documents.host import DocumentListHost
from reader.tui.session.session import Session
from reader.tui.text.dates import long_date


class RowCommands:
    """Marks, notes, copies and the editor, for the document under the cursor."""

    def __init__(self, host: DocumentListHost) -> None:
        self._host = host

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            "flag": partial(self._set_mark, flag),
            "read": partial(self._set_mark, mark_read),
            "annotate": self._annotate,
            "copy": self._copy,
            "cite": self._cite,
            "edit": self._edit,
            "save_part": self._save_part,
        }

    def _set_mark(self, change: Callable[[Session, DocumentRow], DocumentRow]) -> None:
        if (entry := self._host.panel.rows.current) is None:
            return
        try:
            change(self._host.session, entry)
        except ReaderError as error:
            self._host.say(str(error), "error")

    def _annotate(self) -> None:
        entry = self._host.panel.rows.current
        if entry is not None and not entry.problem:
            self._host.in_thread(partial(self._read_to_annotate, entry), "annotate")

    def _read_to_annotate(self, entry: DocumentRow) -> None:
        try:
            document = self._host.session.library.files.document(entry.path, entry.inner)
        except ReaderError as error:
            self._host.deliver(self._host.say, str(error), "error")
        else:
            self._host.deliver(self._edit_note, entry, document)

    def _edit_note(self, entry: DocumentRow, document: Document) -> None:
        from reader.tui.screens.modals.note_editor import NoteEditor

        def closed(note: Note | None) -> None:
            if note is not None:
                self._host.session.announcements.notes_changed(entry.key)
                self._host.say("Saved.")
            self._host.reload()

        self._host.session.push_screen(NoteEditor(entry, document, None, None), closed)

    def _copy(self) -> None:
        if (entry := self._host.panel.rows.current) is not None:
            self._host.session.programs.copy(entry.address, "the path")

    def _cite(self) -> None:
        if (entry := self._host.panel.rows.current) is not None:
            parts = (f"“{entry.title}”", entry.source, long_date(entry.published), entry.address)
            self._host.session.programs.copy(", ".join(part for part in parts if part), "the citation")

    def _save_part(self) -> None:
        if (entry := self._host.panel.rows.current) is not None:
            self._host.in_thread(partial(save_part, self._host, self._host.session.library, entry), "save")

    def _edit(self) -> None:
        if (entry := self._host.panel.rows.current) is not None:
            if entry.inner:
                self._host.say(NOT_EDITED)
            else:
                self._host.session.programs.edit_file(entry.path, 1)
