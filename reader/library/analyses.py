"""Which documents have their names found, and where the others are on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from reader.analysis.mention import Mention
from reader.analysis.worker import (
    AnalysisWorker,
    EntityAnalysis,
    MentionRow,
    Outcome,
    Payload,
    Progress,
    mentions,
)
from reader.library.library import Library
from reader.library.places import key_of
from reader.library.shelf import Entry
from reader.text.document import Document

Arrived = Callable[[str, list[Mention], str], None]


class Analyses:
    """Finds the names in a library's documents in the background, the preferred ones first.

    `arrived(key, mentions, error)` is called from another thread when a document's mentions are kept.
    Nothing is loaded before the first document is asked for.
    """

    def __init__(self, library: Library, arrived: Arrived) -> None:
        self._library = library
        self._arrived = arrived
        self._worker: AnalysisWorker[Payload, list[MentionRow]] | None = None
        self._hashes: dict[str, str] = {}
        self._documents: dict[str, Document] = {}  # those in hand, a few at a time
        self._failed: set[str] = set()

    def want(self, entries: Iterable[Entry], *, first: bool = False) -> None:
        """Analyse these documents where it was not done yet; `first` puts them before all others."""
        wanted = [
            entry
            for entry in entries
            if entry.sha256 and not entry.problem and entry.sha256 not in self._failed
        ]
        known = self._library.analysed()
        missing = [entry for entry in wanted if entry.sha256 not in known]
        if not missing:
            return
        if self._worker is None:
            analysis = EntityAnalysis(self._library.settings.model)
            self._worker = AnalysisWorker(analysis, self._deliver, prepare=analysis.prepare)
        self._hashes.update((entry.key, entry.sha256) for entry in missing)
        self._worker.add((entry.key, self._payload(entry.path)) for entry in missing)
        if first:
            self._worker.prefer(*(entry.key for entry in missing))

    def progress(self) -> Progress:
        """How many are done and how many wait."""
        return self._worker.progress() if self._worker else Progress(0, 0, 0)

    def close(self) -> None:
        """Give up what is not done; what is done is kept."""
        if self._worker is not None:
            self._worker.close(timeout=2.0)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until all that was asked for is done."""
        return self._worker is None or self._worker.wait(timeout)

    def _payload(self, path: Path) -> Callable[[], Payload]:
        def make() -> Payload:
            document = self._documents[key_of(path)] = self._library.document(path)
            return Payload.of(document)

        return make

    def _deliver(self, outcome: Outcome[list[MentionRow]]) -> None:
        document = self._documents.pop(outcome.key, None)
        if outcome.value is None or document is None:
            self._failed.add(self._hashes.pop(outcome.key, ""))
            self._arrived(outcome.key, [], outcome.error)
            return
        found = mentions(outcome.value)
        self._library.keep_mentions(document, found)
        self._arrived(outcome.key, found, "")
