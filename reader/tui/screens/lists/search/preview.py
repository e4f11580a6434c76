"""The document at the hit under the cursor, beside the hits."""

from __future__ import annotations

from functools import partial

from textual.worker import get_current_worker

from reader.errors import ReaderError
from reader.text.document import Document
from reader.text.spans import Span
from reader.tui.document_view.layers import Layers
from reader.tui.screens.lists.search.host import SearchHost
from reader.tui.session.search_walk import LocatedHit


class HitPreview:
    """The document of a hit, read in a thread and shown where the hit is."""

    def __init__(self, host: SearchHost) -> None:
        self._host = host

    def show(self) -> None:
        """Show the document of the hit under the cursor."""
        if (located := self._host.rows.current) is not None:
            self._host.in_thread(partial(self._read, located), "preview")

    def _read(self, located: LocatedHit) -> None:
        worker, library = get_current_worker(), self._host.session.library
        try:
            document = library.files.document(located.entry.path, located.entry.inner)
            mentions = library.entities.mentions(located.entry, document) or ()
        except ReaderError as error:
            if not worker.is_cancelled:
                self._host.deliver(self._host.show_problem, str(error))
            return
        if not worker.is_cancelled:
            hit = located.hit
            spans = [Span(hit.start, hit.end)] if hit.kind == "note" else hit.matches
            layers = Layers(mentions=mentions, hits=spans, hidden=frozenset({"other"}))
            self._host.deliver(self._take, located, document, layers)

    def _take(self, located: LocatedHit, document: Document, layers: Layers) -> None:
        if self._host.rows.current is located:
            offset = layers.hits[0].start if layers.hits else located.hit.start
            self._host.side.show_document(document, offset, layers)
