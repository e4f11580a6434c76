"""What the parts of a dossier ask of the screen that they work on."""

from __future__ import annotations

from typing import Protocol

from reader.library import MentionInContext
from reader.tui.screens.lists.rows_panel import RowsHost, RowsPanel


class DossierHost(RowsHost, Protocol):
    """A screen with the mentions of one name, called on the interface's thread."""

    @property
    def panel(self) -> RowsPanel[MentionInContext]:
        """The rows, the filter over them, and the page beside them."""

    def show_page(self, *, keep_place: bool = False) -> None:
        """Show what is known of the name, from the first line, or where the page stands."""
