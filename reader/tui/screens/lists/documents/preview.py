"""The summary and the names of the document under the cursor, beside the list."""

from __future__ import annotations

from functools import partial

from reader.analysis.mention import Mention
from reader.library import DocumentRow, DocumentSummary
from reader.tui.content.summary import summary_lines
from reader.tui.screens.lists.documents.host import DocumentListHost

_PREVIEW_SECONDS = 0.03


class SummaryPreview:
    """The page beside the list, read in a thread."""

    def __init__(self, host: DocumentListHost) -> None:
        self._host = host

    def show_in_a_moment(self) -> None:
        """Show the document under the cursor when the cursor rests."""
        self._host.set_timer(_PREVIEW_SECONDS, self.show)

    def show(self) -> None:
        """Show the document under the cursor."""
        self._host.in_thread(partial(self._read, self._host.panel.rows.current), "preview")

    def _read(self, entry: DocumentRow | None) -> None:
        session = self._host.session
        mentions: list[Mention] | None = None
        summary = DocumentSummary()
        if entry is not None and not entry.problem:
            mentions = session.library.entities.mentions(entry)
            summary = session.library.summaries.of_row(entry, mentions, make=True)
            if mentions is None and session.background is not None:
                session.background.prefer(entry)
        self._host.deliver(self._take, entry, summary, mentions)

    def _take(
        self, entry: DocumentRow | None, summary: DocumentSummary, mentions: list[Mention] | None
    ) -> None:
        rows, page = self._host.panel.rows, self._host.panel.page
        if entry is None:
            page.show(lambda _width: ())
            rows.refresh()
        elif rows.current is not None and entry.key == rows.current.key:
            page.show(partial(summary_lines, entry, summary, mentions))
