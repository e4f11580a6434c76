"""The digest of the listed documents as a page: a day a section, a document an entry, each a link to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual import work

from reader.library.shelf import Entry
from reader.text.document import Document
from reader.tui.opened import Opened
from reader.tui.screens.document import DocumentScreen


class DigestScreen(DocumentScreen):
    """A digest; Enter on a title opens the document. It is made anew each time and cannot be noted."""

    def __init__(self, entries: Sequence[Entry], folder: Path) -> None:
        super().__init__(Entry("digest", folder / "digest.md", title="Digest", unread=False))
        self._listed = entries

    @work(thread=True, exclusive=True, group="document")
    def _read(self) -> None:
        document = self.reader.library.digest(self._listed)
        self.deliver(self._take_digest, document)

    def _take_digest(self, document: Document) -> None:
        self.opened = Opened(self.opened.entry, document, mentions=())
        self.view.show(document)
        self.show_head()
        self.say("tab goes from title to title, enter opens.")

    def keep_place(self) -> None:
        """No place is kept in a digest."""

    def do_annotate(self) -> None:
        """Notes are made in the documents."""
        self.say("A note is made in a document: enter on its title opens it.")

    do_highlight = do_annotate
    do_raw = do_annotate
