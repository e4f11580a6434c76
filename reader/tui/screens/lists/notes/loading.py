"""Reading the notes, or those in the trash, in a thread."""

from __future__ import annotations

from functools import partial

from reader.errors import ReaderError
from reader.tui.content.note_list import ListedNote
from reader.tui.screens.lists.notes.gathering import gather
from reader.tui.screens.lists.notes.host import NoteListHost
from reader.tui.session.messages import LibraryChanged


class NoteListLoading:
    """Which notes are listed: `trashed` says of the trash, `loaded` whether they have been read."""

    def __init__(self, host: NoteListHost) -> None:
        self._host = host
        self.trashed = False
        self.loaded = False

    def read(self) -> None:
        """Read the notes."""
        self._host.in_thread(partial(self._read, self.trashed), "notes")

    def _read(self, trashed: bool) -> None:
        try:
            notes = gather(self._host.session.library, trashed=trashed)
        except ReaderError as error:
            self._host.deliver(self._host.say, str(error), "error")
        else:
            self._host.deliver(self._take, trashed, notes)

    def _take(self, trashed: bool, notes: list[ListedNote]) -> None:
        if trashed == self.trashed:
            self.loaded = True
            self._host.panel.take(notes)

    def change_to_trash(self) -> None:
        """List what is in the trash; from there, the notes again."""
        self.trashed = not self.trashed
        self.loaded = False
        self._host.panel.take([])
        self.read()

    def state_changed(self, _key: str) -> None:
        """Read the notes again: some have changed elsewhere."""
        self.read()

    def library_changed(self, message: LibraryChanged) -> None:
        """Read the notes again: files have changed, and with them perhaps where notes stand."""
        if message.finished:
            self.read()
