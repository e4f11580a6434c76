"""What the parts of the list of notes ask of the screen that they work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from reader.tui.content.note_list import ListedNote
from reader.tui.screens.lists.rows_panel import RowsHost, RowsPanel


class NoteListHost(RowsHost, Protocol):
    """A screen with a list of notes, called on the interface's thread."""

    @property
    def panel(self) -> RowsPanel[ListedNote]:
        """The rows, the filter over them, and the page beside them."""

    def show_head(self) -> None:
        """Show what is listed, and the hints."""

    def ask_key(self, question: str, take: Callable[[str], object]) -> None:
        """Ask for one more key, whose character `take` gets."""
