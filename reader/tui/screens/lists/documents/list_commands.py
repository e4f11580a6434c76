"""What is done with the list as a whole: open, sort, digest, export, look again."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from reader.library import DOCUMENT_ORDERS, Excerpt
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.lists.documents.host import DocumentListHost
from reader.tui.screens.lists.documents.loading import DocumentListLoading

_DIGEST_MOST = 500  # documents: a page that can be read; a filter narrows what is listed


class ListCommands:
    """The commands on the documents that are listed."""

    def __init__(self, host: DocumentListHost, loading: DocumentListLoading) -> None:
        self._host = host
        self._loading = loading

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            "digest": self._show_digest,
            "sort": self._sort,
            "rescan": self._loading.look_again,
            "export": self._export,
            "next_hit": partial(self._step_hit, 1),
            "previous_hit": partial(self._step_hit, -1),
        }

    def open(self) -> None:
        """Read the document under the cursor, in the page beside at the sentence under its cursor."""
        panel = self._host.panel
        if (entry := panel.rows.current) is not None:
            target = panel.page.target if panel.page.has_focus else None
            offset = target.start if isinstance(target, Excerpt) else None
            self._host.session.navigation.open_document(entry, offset)

    def _show_digest(self) -> None:
        """Show one page of what the listed documents say."""
        from reader.tui.screens.document.digest_page import DigestPage
        from reader.tui.screens.document.screen import DocumentScreen

        session, shown = self._host.session, self._host.shown_listing
        listed = shown[: min(shown.readable_count, _DIGEST_MOST)]
        if listed:
            view = self._host.panel.filter_line.strip()
            page = DigestPage(listed, session.library.roots[0], view, shown.readable_count)
            session.push_screen(DocumentScreen(page))

    async def _sort(self) -> None:
        """Take the next order."""
        index = DOCUMENT_ORDERS.index(self._loading.order) + 1
        self._loading.order = DOCUMENT_ORDERS[index % len(DOCUMENT_ORDERS)]
        self._loading.read()
        await self._host.panel.settled()
        self._host.say(f"Sorted by {self._loading.order}.")

    def _export(self) -> None:
        """Write the notes of the listed documents to a file."""
        session = self._host.session
        session.navigation.export_notes(
            note for key in self._host.shown_listing.keys for note in session.library.notes.on_document(key)
        )

    def _step_hit(self, by: int) -> None:
        self._host.session.navigation.step_hit(by)
