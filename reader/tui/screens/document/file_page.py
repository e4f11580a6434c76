"""A file of the library as a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from reader.library import DocumentRow
from reader.text.document import Document
from reader.tui.content.document_state import DocumentState
from reader.tui.screens.document.page import LoadedPage
from reader.tui.text.styled_text import StyledText

if TYPE_CHECKING:
    from reader.tui.session.session import Session


class FilePage:
    """One file. `offset` is where to begin, None for where reading stopped.

    `about` is what its summary is to be about, and what else that is called; empty for the ordinary one.
    """

    is_file = True
    refusals: Mapping[str, str] = {}

    def __init__(self, entry: DocumentRow, offset: int | None = None, about: Sequence[str] = ()) -> None:
        self.entry = entry
        self._offset = offset
        self._about = tuple(about)

    def load(
        self, session: Session, show_beginning: Callable[[Document], None], offset: int | None
    ) -> LoadedPage:
        """Read the file, with its notes, names, summary, and the hits of the search that led to it."""
        library, entry = session.library, self.entry
        beginning = library.files.beginning(entry.path) if not entry.inner else None
        if beginning is not None:
            show_beginning(beginning)
        document = library.files.document(entry.path, entry.inner)
        start, self._offset = self._offset if offset is None else offset, None
        if start is None:
            start = library.reading.place(entry, document)
        walk = session.navigation.walk
        is_here = walk is not None and walk.current_hit.entry.key == entry.key
        mentions = library.entities.mentions(entry, document)
        about = (walk.about,) if walk is not None and is_here else self._about
        return LoadedPage(
            document,
            start,
            notes=library.notes.on(entry.path, document, entry.inner),
            mentions=mentions,
            summary=library.summaries.of_document(entry, document, mentions, about),
            hits=walk.spans_in(document.text) if walk is not None and is_here else (),
        )

    def head(self, state: DocumentState, percent: int) -> tuple[list[StyledText], list[StyledText]] | None:
        """Return the usual head line."""
        return None

    def open_at(self, session: Session, state: DocumentState, offset: int) -> bool:
        """Links, notes and names are followed as everywhere."""
        return False
