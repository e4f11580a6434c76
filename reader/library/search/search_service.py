"""Search over a library: the index of this process, kept abreast of what any process has written to it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.document_keys import DocumentPath
from reader.library.storage.protocol import UserData
from reader.system.paths import lies_below

if TYPE_CHECKING:
    from reader.library.search.hits import Commit
    from reader.search.engine import Answer, Hit, SearchEngine
    from reader.search.query.grammar import Query
    from reader.search.query.predicate import KeySet

_log = logging.getLogger(__name__)


class SearchService:
    """The answers to search lines; takes single notes into the index. Methods may be called from any thread.

    `folder` is the index's; `keys_in_states` gives the keys of the documents for which a query's states hold.
    """

    def __init__(
        self,
        folder: Path,
        roots: Sequence[Path],
        user_data: UserData,
        document_cache: DocumentCache,
        keys_in_states: Callable[[Query], KeySet],
    ) -> None:
        self._folder = folder
        self._roots = tuple(roots)
        self._user_data = user_data
        self._document_cache = document_cache
        self._keys_in_states = keys_in_states
        self._engine: SearchEngine | None = None
        self._commit: Commit = ()
        self._lock = threading.Lock()

    def answer(self, line: str, limit: int = 20, *, nonblocking: bool = False) -> Answer:
        """Return the best documents for a search line, each with its best passage.

        What other processes have written since the last search is read first; `nonblocking` has it read
        beside, and the answer is of what was known before: typing never waits for the index.
        Raises QueryError when the line cannot be understood, SearchIndexError when the index cannot be read.
        """
        from reader.library.search.hits import MORE, commit_of, resolve_note_hits
        from reader.search.engine import SearchEngine
        from reader.search.query.grammar import parse

        query = parse(line)
        with self._lock:
            commit = commit_of(self._folder)
            if self._engine is None:
                self._engine = SearchEngine.open(self._folder, read_only=True)
            elif commit != self._commit:
                (self._engine.refresh if nonblocking else self._engine.reload)()
            self._commit = commit
            states = self._keys_in_states(query) if query.states else None
            answer = self._engine.search(query, limit + MORE, states)
        _log.debug("“%s”: %d hits in %.1f ms", line, len(answer.hits), answer.ms)
        return replace(answer, hits=resolve_note_hits(answer.hits, limit, self._user_data.notes.get))

    def place_of(self, hit: Hit) -> DocumentPath:
        """Return where the document is that a hit is in, or that a note among the hits was made on."""
        row = self._document_cache.entry(hit.document)
        if row is not None:
            return DocumentPath(row.path, row.inner)
        note = self._user_data.notes.get(hit.key)
        path = self._user_data.notes.path_of(hit.key)
        return DocumentPath(path or Path(hit.document), note.inner if note is not None else "")

    def index_notes(self, note_ids: Sequence[str]) -> bool:
        """Have the index hold these notes as they are stored now; a deleted one is taken out.

        False when the index could not be used and was begun anew: then an update of the library must fill it.
        Raises SearchIndexBusyError while another process writes the index, SearchIndexError when it cannot be
        written; the next update of the library then takes the notes in as well.
        """
        from reader.library.search.index_entries import note_entry
        from reader.search.engine import SearchEngine

        entries, removed = [], []
        for note_id in note_ids:
            note, path = self._user_data.notes.get(note_id), self._user_data.notes.path_of(note_id)
            key = self._user_data.notes.document_of(note_id)
            if note is None or note.deleted or key is None or path is None:
                removed.append(note_id)
            elif lies_below(path, self._roots):
                entries.append(note_entry(note, key))
        engine = SearchEngine.open(self._folder)
        engine.update(entries, removed)
        return not engine.rebuilt
