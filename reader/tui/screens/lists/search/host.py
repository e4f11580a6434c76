"""What the parts of a search ask of the screen that they work on."""

from __future__ import annotations

from typing import Protocol

from reader.tui.screens.lists.rows_panel import RowsHost
from reader.tui.screens.lists.search.hit_side import HitSide
from reader.tui.session.search_walk import LocatedHit
from reader.tui.widgets.rows import RowList


class SearchHost(RowsHost, Protocol):
    """A screen with a search line and its hits, called on the interface's thread."""

    @property
    def line(self) -> str:
        """The line as it is typed."""

    @property
    def rows(self) -> RowList[LocatedHit]:
        """The hits."""

    @property
    def side(self) -> HitSide:
        """What stands beside the hits."""

    def show_problem(self, sentence: str) -> None:
        """Say below the line what is wrong."""

    def show_nothing(self, advice: str) -> None:
        """Show that there are no hits, and what to do."""
