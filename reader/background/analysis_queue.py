"""Which documents have their names found, and where the others are on the way."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import islice

from reader.analysis.mention import Mention
from reader.analysis.worker.queue import (
    AnalysisProgress,
    AnalysisWorker,
    EntityAnalysis,
    Outcome,
    Payload,
)
from reader.errors import ReaderError
from reader.library import DocumentRow, Library
from reader.text.document import Document

_log = logging.getLogger(__name__)

_FEW, _FED = 50, 200  # documents that the worker has left, and that it then gets

_UNNAMED = "The names could not be found: "
"""How the warning of a document begins whose analysis failed."""

Arrived = Callable[[str, list[Mention], str], None]


class Analyses:
    """The search for the names in a library's documents in the background, the preferred ones first.

    `arrived(key, mentions, error)` is called from another thread when a document's mentions are kept.
    Nothing is loaded before the first document is asked for. A document whose analysis fails says so in
    its row, and is tried once more the next time that a library is opened.
    """

    def __init__(self, library: Library, arrived: Arrived) -> None:
        self._library = library
        self._arrived = arrived
        self._worker: AnalysisWorker[Payload, list[Mention]] | None = None
        self._hashes: dict[str, str] = {}
        self._documents: dict[str, Document] = {}  # those in hand, a few at a time
        self._failed: set[str] = set()
        self._marked: set[str] = set()  # keys of those that have the warning
        # Of a large library the keys alone, in their order; the worker has the next few.
        self._backlog: dict[str, None] = {}
        self._closed = False
        self._lock = threading.Lock()

    def want(self, entries: Iterable[DocumentRow], *, first: bool = False) -> None:
        """Analyse these documents where it was not done yet; `first` puts them before all others."""
        queued = [
            entry
            for entry in entries
            if entry.sha256 and not entry.problem and entry.sha256 not in self._failed
        ]
        known = self._library.entities.analysed_texts()
        missing = [entry for entry in queued if entry.sha256 not in known]
        self._add(missing, first=first)

    def want_all(self) -> None:
        """Analyse every document of the library where it was not done yet, the newest first."""
        waiting = self._library.entities.documents_to_analyse()
        with self._lock:
            self._backlog.update((key, None) for key in waiting if key not in self._hashes)
        self._feed()

    def _feed(self) -> None:
        """Give the worker the next documents of the backlog when it has few."""
        if self._worker is not None and self._worker.progress().waiting > _FEW:
            return
        missing: list[DocumentRow] = []
        while not missing:
            with self._lock:
                keys = list(islice(self._backlog, _FED))
                for key in keys:
                    del self._backlog[key]
            if not keys:
                return
            entries = self._library.documents.entries_of(keys)
            missing = [
                entry
                for entry in map(entries.get, keys)
                if entry is not None and entry.sha256 not in self._failed and self._is_new(entry)
            ]
        self._add(missing)

    def _is_new(self, entry: DocumentRow) -> bool:
        """Whether a document has a text whose names were not found meanwhile, in a copy of it for one."""
        return bool(entry.sha256) and self._library.entities.uncorrected_mentions(entry.sha256) is None

    def _add(self, missing: list[DocumentRow], *, first: bool = False) -> None:
        if not missing:
            return
        # In one go: several threads ask, and one may be closing meanwhile.
        with self._lock:
            if self._closed:
                return
            for entry in missing:
                self._backlog.pop(entry.key, None)
            if self._worker is None:
                analysis = EntityAnalysis(self._library.settings.model)
                self._worker = AnalysisWorker(analysis, self._deliver, prepare=analysis.prepare)
            self._hashes.update((entry.key, entry.sha256) for entry in missing)
            self._marked.update(entry.key for entry in missing if entry.names_problem)
            self._worker.add((entry.key, self._payload(entry)) for entry in missing)
            if first:
                self._worker.prefer(*(entry.key for entry in missing))

    def progress(self) -> AnalysisProgress:
        """Return how many are done and how many wait."""
        progress = self._worker.progress() if self._worker else AnalysisProgress(0, 0, 0)
        return replace(progress, waiting=progress.waiting + len(self._backlog))

    def close(self) -> None:
        """Give up what is not done; what is done is kept."""
        with self._lock:
            self._closed = True
            self._backlog.clear()
        if self._worker is not None:
            self._worker.close(timeout=2.0)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until all that was asked for is done."""
        return self._worker is None or self._worker.wait(timeout)

    def _payload(self, entry: DocumentRow) -> Callable[[], Payload]:
        def make() -> Payload:
            document = self._documents[entry.key] = self._library.files.document_in_bulk(
                entry.path, entry.inner
            )
            return Payload.of(document)

        return make

    def _deliver(self, outcome: Outcome[list[Mention]]) -> None:
        document = self._documents.pop(outcome.key, None)
        try:
            # Before this one counts as done: who waits for all waits on.
            self._feed()
            self._keep(outcome, document, self._hashes.get(outcome.key, ""))
        except ReaderError as error:
            # A full disk, for one: the worker goes on, and the next look at the files tries it again.
            _log.warning("what was found in %s is not kept", outcome.key, exc_info=True)
            self._arrived(outcome.key, [], str(error))
        finally:
            # Not before: what is neither kept nor in hand is looked for again.
            with self._lock:
                self._hashes.pop(outcome.key, None)

    def _keep(self, outcome: Outcome[list[Mention]], document: Document | None, sha256: str) -> None:
        if outcome.value is None or document is None:
            _log.warning("no names of the document %s: %s", outcome.key, outcome.error)
            self._failed.add(sha256)
            self._mark(outcome.key, sha256, outcome.error)
            self._arrived(outcome.key, [], outcome.error)
            return
        self._library.entities.store_analysis(document, outcome.value)
        if outcome.key in self._marked:
            self._mark(outcome.key, document.sha256, "")
        self._arrived(outcome.key, outcome.value, "")

    def _mark(self, key: str, sha256: str, problem: str) -> None:
        """Keep why the names of a document could not be found, or that they could."""
        entry = self._library.documents.entries_of([key]).get(key)
        if entry is None or entry.sha256 != sha256:
            return  # the file was read anew meanwhile
        if problem != entry.names_problem:
            self._library.documents.put_names_problem(entry, problem)
