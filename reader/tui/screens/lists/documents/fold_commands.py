"""Documents in documents as the list shows them: folded away, or listed below what they are part of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from reader.errors import Cancelled, ReaderError
from reader.library import DocumentRow, Listing
from reader.tui.content.document_rows import draw_entry
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.lists.documents.host import DocumentListHost
from reader.tui.screens.lists.rows_panel import Arranged
from reader.tui.text import dates
from reader.tui.widgets.rows import RowLines


class FoldCommands:
    """What the list folds, and how its rows look: the parts of a document stand indented below it."""

    def __init__(self, host: DocumentListHost) -> None:
        self._host = host
        self._opened: frozenset[str] = frozenset()  # keys of the documents whose parts are listed

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {"parts": self._fold}

    def _fold(self) -> None:
        """List the parts of the document under the cursor, or fold them away again."""
        panel, listing = self._host.panel, self._host.listing
        row = panel.rows.current
        if row is None:
            return
        if panel.filter_line.strip():
            self._host.say("A filter lists the parts that it matches; esc takes it away.")
            return
        holder = row.key if row.key in listing.part_counts else listing.parents.get(row.key, "")
        if not holder:
            self._host.say("There are no documents in this one.")
            return
        self._opened ^= {holder}
        if holder != row.key and (index := self._host.shown_listing.index_of(holder)) is not None:
            panel.rows.go(index)
        panel.show_rows()

    def draw(self, row: DocumentRow, width: int, *, watched: bool) -> RowLines:
        """Return the row of a document in `width` cells."""
        shown = self._host.shown_listing
        is_tree = not self._host.panel.filter_line.strip()
        return draw_entry(
            row,
            width,
            today=dates.today(),
            watched=watched,
            depth=shown.depth(row.key) if is_tree else 0,
            parts=shown.part_counts.get(row.key, 0) if is_tree else 0,
        )

    def arrangement(
        self,
    ) -> Callable[
        [Sequence[DocumentRow], str, Callable[[], bool]], Arranged[DocumentRow] | ReaderError | None
    ]:
        """Return what folds and filters the list in a thread.

        A line filters by title, source, tags, summary, file name, format and reading state; what matches it
        is listed whether what it is part of is open or not.
        """
        opened, documents = self._opened, self._host.session.library.documents

        def arrange(
            items: Sequence[DocumentRow], line: str, cancelled: Callable[[], bool]
        ) -> Arranged[DocumentRow] | ReaderError | None:
            if not isinstance(items, Listing):
                return items, {}
            if not line.strip():
                return items.folded(opened), {}
            try:
                return documents.filtered(items, line, cancelled)
            except Cancelled:
                return None
            except ReaderError as error:
                return error

        return arrange
