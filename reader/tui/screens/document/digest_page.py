"""The digest of the listed documents as a page: a day a section, a document an entry, each a link to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library import DigestPlace, DocumentRow
from reader.text.document import Document
from reader.text.spans import item_at
from reader.tui.content.document_state import DocumentState
from reader.tui.document_view.motions import styles_at
from reader.tui.screens.document.page import LoadedPage
from reader.tui.text.styled_text import StyledText

if TYPE_CHECKING:
    from reader.tui.session.session import Session

_NOTES_ELSEWHERE = "A note is made in a document: enter on its title opens it."


class DigestPage:
    """A digest; Enter on a title opens the document, on a sentence at its place in it.

    It is made anew each time and cannot be noted. `view` says which documents they are, `total` how many
    there are in all when they are only the first.
    """

    is_file = False
    refusals: Mapping[str, str] = dict.fromkeys(("annotate", "highlight", "raw"), _NOTES_ELSEWHERE)

    def __init__(self, entries: Sequence[DocumentRow], folder: Path, view: str = "", total: int = 0) -> None:
        self.entry = DocumentRow("digest", folder / "digest.md", title="Digest", unread=False)
        self._entries = entries
        self._view = view
        self._total = total
        self.places: Sequence[DigestPlace] = ()

    def load(
        self, session: Session, show_beginning: Callable[[Document], None], offset: int | None
    ) -> LoadedPage:
        """Make the digest."""
        digest = session.library.summaries.digest(
            self._entries, session.library.name, self._view, self._total
        )
        self.places = digest.places
        message = "tab goes from title to title, enter opens; a sentence at its place."
        return LoadedPage(digest.document, offset or 0, message=(message, "accent"))

    def head(self, state: DocumentState, percent: int) -> tuple[list[StyledText], list[StyledText]] | None:
        """Return the usual head line."""
        return None

    def open_at(self, session: Session, state: DocumentState, offset: int) -> bool:
        """Open the document that the sentence at the offset is from, at the sentence."""
        place = item_at(self.places, offset)
        if place is None or styles_at(state.document, offset, ("link",)):
            return False
        session.navigation.open_document(place.entry, place.offset)
        return True
