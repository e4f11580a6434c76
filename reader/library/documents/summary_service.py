"""What documents say: a summary each, and the digest of many."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from reader.library.documents.loader import DocumentLoader
from reader.library.documents.summaries import DocumentSummary, stored_summary, summarise_document
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.cache.document_row import DocumentRow
from reader.text.document import Document
from reader.text.safety import safe_line

if TYPE_CHECKING:
    from reader.analysis.mention import Mention
    from reader.library.documents.digest import Digested


class SummaryService:
    """Summaries of a library's documents, in the version that knows their names where that is stored."""

    def __init__(self, document_cache: DocumentCache, files: DocumentLoader) -> None:
        self._document_cache = document_cache
        self._files = files

    def of_row(
        self, row: DocumentRow, mentions: Sequence[Mention] | None, *, make: bool = False
    ) -> DocumentSummary:
        """Return what a listed document says.

        With `make` the version that knows its names is made and stored when there are `mentions`, for which
        the file is read.
        """
        return stored_summary(
            self._document_cache,
            row,
            mentions,
            (lambda: self._files.unchanged(row)) if make else (lambda: None),
        )

    def of_document(
        self,
        row: DocumentRow,
        document: Document,
        mentions: Sequence[Mention] | None,
        about: Sequence[str] = (),
    ) -> DocumentSummary:
        """Return what an opened document says, as the list has it; or about what `about` names."""
        if any(about) or document.sha256 != row.sha256:
            return summarise_document(document, mentions, about)
        return stored_summary(self._document_cache, row, mentions, lambda: document)

    def digest(self, rows: Iterable[DocumentRow], name: str, view: str = "", of: int = 0) -> Digested:
        """Return what these documents of the library `name` say, one or two sentences each, by day.

        `view` says in words which documents of the library they are, `of` how many those are in all.
        """
        from reader.library.documents.digest import digested

        title = f"Digest of {safe_line(name)}"
        return digested(self._document_cache, rows, f"{title}: {view}" if view else title, of)
