"""Reading the list of documents: its beginning at once, the rest in a thread, and again when files change."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from time import monotonic

from textual.worker import get_current_worker

from reader.library import DocumentRow, Listing, Order
from reader.text.plural import plural
from reader.tui.screens.lists.documents.host import DocumentListHost
from reader.tui.screens.worker_results import Latest
from reader.tui.session.messages import LibraryChanged

BEGINNING = 200  # rows: more than a terminal shows
RELOAD_SECONDS = 0.3
_RELOAD_SHARE = 5.0  # of the time that reading the list took last: so much passes before it is read again


class DocumentListLoading:
    """Which documents there are, in which order, with which marks. Threads deliver, handlers own the list.

    `loaded` says whether the list is more than an empty one that was read before the folder was looked at.
    """

    def __init__(self, host: DocumentListHost) -> None:
        self._host = host
        self.order: Order = "date"
        self.loaded = False
        self.progress = ""  # how far indexing is, empty when it is done
        self._looked = False  # whether indexing has gone through the folder
        self._look_asked_for = False  # whether the person asked to look again
        self._reload_wanted = False
        self._reading = Latest()
        self._rest_wanted = False
        self._reading_took = 0.0

    def begin(self) -> bool:
        """Show the beginning of the list at once; return whether there is more, which `read_rest` reads."""
        self._take(self._host.session.library.documents.listing(self.order, BEGINNING))
        self._rest_wanted = not self._host.listing.whole
        return self._rest_wanted

    def read_rest(self) -> None:
        """Read the whole list in a thread, unless it was read or is being read."""
        if self._rest_wanted:
            self.read()

    def read(self) -> None:
        """Read the list in its order in a thread."""
        self._rest_wanted = self._reload_wanted = False
        self._host.listing.marks.changed.clear()
        self._reading.follow(self._host.in_thread(partial(self._read_beside, self.order), "entries"))

    def _read_beside(self, order: Order) -> None:
        worker = get_current_worker()
        began = monotonic()
        listing = self._host.session.library.documents.listing(order)
        if not worker.is_cancelled:
            self._host.deliver(self._take, listing, monotonic() - began)

    def _take(self, listing: Listing, seconds: float = 0.0) -> None:
        self._reading_took = seconds
        # Before the files were looked at, an empty cache says nothing about the folder.
        looked = self._looked or not self._host.session.has_background
        self.loaded = len(listing) > 0 or self.loaded or looked
        # What was read or flagged while the list was on its way.
        listing.marks.take_changes(self._host.listing.marks)
        self._host.panel.take(listing)

    def reload(self) -> None:
        """Read the list again in a moment; many small changes that come together are read once."""
        if not self._reload_wanted:
            self._reload_wanted = True
            # A list that grows by the thousand is not read all the time.
            self._host.set_timer(max(RELOAD_SECONDS, _RELOAD_SHARE * self._reading_took), self.read)

    async def all_there(self) -> None:
        """Wait until all documents are there, in their order."""
        self.read_rest()
        await self._reading.settled()

    # What comes from behind

    def look_again(self) -> None:
        """Have the files looked at again, and say what came of it."""
        if self._host.session.background is not None:
            self._look_asked_for = True
            self._host.session.background.rescan()
            self._host.say("Looking at the files again…")

    def library_changed(self, message: LibraryChanged) -> None:
        """Show how far indexing is and what it has brought."""
        self.progress = "" if message.finished else f"reading {message.done:,}/{message.total:,}"
        self._looked = self._looked or message.finished
        if message.note:
            self._host.say(message.note, "warning")
        elif message.finished and self._look_asked_for:
            many = plural(message.done, "document")
            self._host.say(
                f"Looked again: {many} new or changed." if message.done else "Nothing has changed."
            )
        self._look_asked_for = self._look_asked_for and not message.finished
        self.reload()
        self._host.show_head()

    def state_changed(self, key: str) -> None:
        """Show the marks and the number of notes that a document has now, changed on whatever screen."""
        self._mark(self._host.session.library.documents.entries_of([key]).values())
        if self.order == "notes":
            self.reload()

    def _mark(self, entries: Iterable[DocumentRow]) -> None:
        """Show these documents with the marks that they have now."""
        panel = self._host.panel
        self._host.listing.with_marks(entries)
        if panel.filter_line.strip():
            panel.show_rows()
        else:
            panel.rows.refresh()
            self._host.show_head()
