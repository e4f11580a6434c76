"""The digest of the listed documents as a page: a day a section, a document an entry, each a link to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from textual import work

from reader.library.documents.digest import Digested, DigestPlace
from reader.library.storage.document_row import DocumentRow
from reader.text.spans import item_at
from reader.tui.content.document_state import Opened
from reader.tui.document_view.motions import styles_at
from reader.tui.screens.document.screen import DocumentScreen


class DigestScreen(DocumentScreen):
    """A digest; Enter on a title opens the document, on a sentence at its place in it.

    It is made anew each time and cannot be noted. `view` says which documents they are, `of` how many there
    are in all when they are only the first.
    """

    def __init__(self, entries: Sequence[DocumentRow], folder: Path, view: str = "", of: int = 0) -> None:
        super().__init__(DocumentRow("digest", folder / "digest.md", title="Digest", unread=False))
        self._listed = entries
        self._view = view
        self._of = of
        self._places: list[DigestPlace] = []

    @work(thread=True, exclusive=True, group="document")
    def _read(self) -> None:
        made = self.reader.library.digest(self._listed, self._view, self._of)
        self.deliver(self._take_digest, made)

    def _take_digest(self, made: Digested) -> None:
        self._places = made.places
        self.opened = Opened(self.opened.entry, made.document, mentions=())
        self.view.show(made.document)
        self.show_head()
        self.say("tab goes from title to title, enter opens; a sentence at its place.")

    def _follow(self, offset: int) -> None:
        place = item_at(self._places, offset)
        if place is None or styles_at(self.opened.document, offset, ("link",)):
            super()._follow(offset)
        else:
            self.reader.open_document(place.entry, place.offset)

    def keep_place(self) -> None:
        """No place is kept in a digest."""

    def do_annotate(self) -> None:
        """Notes are made in the documents."""
        self.say("A note is made in a document: enter on its title opens it.")

    do_highlight = do_annotate
    do_raw = do_annotate
