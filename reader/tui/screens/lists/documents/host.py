"""What the parts of the list of documents ask of the screen that they work on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from reader.library import DocumentRow, Listing
from reader.tui.screens.lists.rows_panel import RowsHost, RowsPanel


class DocumentListHost(RowsHost, Protocol):
    """A screen with a list of documents, called on the interface's thread."""

    @property
    def panel(self) -> RowsPanel[DocumentRow]:
        """The rows, the filter over them, and the page beside them."""

    @property
    def listing(self) -> Listing:
        """All documents that are listed, whether the filter leaves them or not."""

    @property
    def shown_listing(self) -> Listing:
        """The documents that the filter leaves."""

    def show_head(self) -> None:
        """Show what is listed and how far the work behind is."""

    def reload(self) -> None:
        """Read the list again in a moment."""

    def set_timer(self, delay: float, callback: Callable[[], object]) -> object:
        """Have something called on the interface's thread after so many seconds."""
