"""From document to document in the list: the next that is unread, the next with notes, the neighbours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from reader.library import DocumentRow
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.lists.documents.host import DocumentListHost


class StepCommands:
    """The commands that move the cursor to a document of some kind."""

    def __init__(self, host: DocumentListHost) -> None:
        self._host = host
        self._vanished = ""  # the key of the document that the filter let go while the cursor was on it

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            "next_unread": partial(self._step_unread, 1),
            "previous_unread": partial(self._step_unread, -1),
            "next_note": partial(self._step_noted, 1),
            "previous_note": partial(self._step_noted, -1),
        }

    def _step_unread(self, step: int) -> None:
        read = self._host.listing.marks.read
        self._step(step, lambda key: key not in read, "is unread")

    def _step_noted(self, step: int) -> None:
        keys_with_notes = self._host.listing.marks.notes
        self._step(step, lambda key: key in keys_with_notes, "has notes")

    def _step(self, step: int, is_meant: Callable[[str], bool], state: str) -> None:
        rows = self._host.panel.rows
        index = self._host.shown_listing.following(rows.cursor, step, is_meant)
        if index is None:
            self._host.say(f"No document further {'down' if step > 0 else 'up'} {state}.")
        else:
            rows.go(index)

    def note_vanished(self, entry: DocumentRow) -> None:
        """Remember that the filter lets go this document, which the cursor was on."""
        self._vanished = entry.key

    def neighbour(self, key: str, step: int, *, unread: bool = False) -> DocumentRow | None:
        """Move the cursor to the document after (or before) that of this key; return it, None at the end."""
        shown, read = self._host.shown_listing, self._host.listing.marks.read
        index = shown.index_of(key)
        if index is None:
            if key != self._vanished:
                return None
            # The filter has let it go since it was opened: it stood where the cursor is.
            index = self._host.panel.rows.cursor - (1 if step > 0 else 0)
        index = shown.following(index, step, lambda other: not unread or other not in read)
        if index is None:
            return None
        self._host.panel.rows.go(index)
        return shown[index]
