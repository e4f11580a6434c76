"""The entity index of a library in the document cache: built when texts have come, read when asked for."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, CancelledError
from pathlib import Path
from typing import TYPE_CHECKING

from reader.analysis.linking.name_graph import Key
from reader.analysis.reasons import Reason, reasons_of_rows
from reader.errors import ReaderError
from reader.library.entities.corpus_index import (
    Calendar,
    EntityIndex,
    NamedEntity,
    Postings,
    TextRef,
    build_entity_index,
    joined_names,
)
from reader.library.storage.cache.analysis_result import AnalysisKind, entity_version
from reader.library.storage.cache.document_cache import DocumentCache

if TYPE_CHECKING:
    from reader.analysis.worker.process_pool import ParentBoundPool

SEPARATE_PROCESS_FROM = 1_500  # texts; the index of fewer is taken faster than a process starts


class EntityIndexStore:
    """The index of a library's texts. Methods may be called from any thread.

    `library` is the name under which it is kept, `roots` are the library's files and folders.
    """

    def __init__(self, document_cache: DocumentCache, library: str, roots: Sequence[Path]) -> None:
        self._document_cache = document_cache
        self._library = library
        self._roots = tuple(roots)
        self._lock = threading.RLock()
        self._index: tuple[str, EntityIndex | None] = ("", None)
        self._counting = threading.Lock()
        self._stops = 0
        self._pool: ParentBoundPool | None = None

    def texts(self) -> tuple[str, list[TextRef]]:
        """Return a stamp that changes when the analysed texts do, and the texts."""
        texts = [
            TextRef(*row)
            for row in self._document_cache.named_texts(
                self._roots, AnalysisKind.ENTITY_COUNTS, entity_version()
            )
        ]
        return f"{entity_version()}.{digest(texts)}", texts

    def index(self) -> EntityIndex | None:
        """Return what the last index shares among all entities; the postings stay in the cache."""
        stamp = self._document_cache.entity_index_stamp(self._library)
        with self._lock:
            if stamp != self._index[0]:
                stored = self._document_cache.entity_index(self._library)
                # One of another version is as good as none: what it holds has another form.
                current = stored is not None and stored[0].partition(".")[0] == entity_version()
                self._index = (stored[0], _unpacked(stored[1])) if stored and current else (stamp, None)
            return self._index[1]

    def entities(self) -> list[NamedEntity]:
        """Return the entities before corrections, the most mentioned first."""
        return [NamedEntity(*row) for row in self._document_cache.entities(self._library)]

    def postings(self, names: Iterable[str]) -> Iterator[tuple[Key, Postings, tuple[Reason, ...]]]:
        """Yield where the entities of these names stand, and what joined each."""
        for name, type_, joins, postings in self._document_cache.postings(self._library, names):
            yield (name, type_), json.loads(postings), reasons_of_rows(json.loads(joins)) if joins else ()

    def type_of(self, name: str) -> str | None:
        """Return the type under which a name is mentioned most, None when it is not mentioned."""
        return self._document_cache.entity_type(self._library, name) if self.index() is not None else None

    def is_current(self, stamp: str, corrected_names: frozenset[str]) -> bool:
        """Return whether the index is of the texts with this stamp and joins no corrected name."""
        index = self.index()
        if (
            index is None
            or stamp != self._document_cache.entity_index_stamp(self._library).rpartition(".")[0]
        ):
            return False
        return index.names_with_corrections <= corrected_names and corrected_names.isdisjoint(
            joined_names(index.names)
        )

    def refresh(self, corrected_names: frozenset[str], *, only_small: bool = False) -> bool:
        """Build the index again when it is not current; whether that was so. May take seconds.

        With `only_small` that of a large library is left for another time. One at a time: who asks while it
        is being built gets that one.
        """
        stops = self._stops
        with self._counting:
            return stops == self._stops and self._refresh(corrected_names, only_small=only_small)

    def _refresh(self, corrected_names: frozenset[str], *, only_small: bool) -> bool:
        stamp, texts = self.texts()
        if self.is_current(stamp, corrected_names) or (only_small and len(texts) >= SEPARATE_PROCESS_FROM):
            return False
        if len(texts) < SEPARATE_PROCESS_FROM:
            build_and_store(self._document_cache, self._library, stamp, texts, corrected_names)
            return True
        return self._refresh_elsewhere(stamp, texts, corrected_names)

    def stop(self) -> None:
        """Give up an index that is being built; the one before holds."""
        self._stops += 1
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)

    def _refresh_elsewhere(
        self, stamp: str, texts: Sequence[TextRef], corrected_names: frozenset[str]
    ) -> bool:
        """Build the index in a process of its own; False when `stop` has ended it."""
        from reader.analysis.worker.process_pool import ParentBoundPool

        pool = self._pool = ParentBoundPool()
        try:
            task = (self._document_cache.path, self._library, stamp, texts, corrected_names)
            pool.submit(_build_and_store_at, *task).result()
        except (RuntimeError, CancelledError) as error:  # also a pool that is ended before it gets its task
            if self._pool is not pool:
                return False
            if not isinstance(error, BrokenExecutor | CancelledError):
                raise
            raise ReaderError(
                "The names could not be counted: the process that did ended at once."
            ) from error
        finally:
            self._pool = None
            pool.shutdown(wait=False, cancel_futures=True)
        return True


def build_and_store(
    document_cache: DocumentCache,
    library: str,
    stamp: str,
    texts: Sequence[TextRef],
    names_with_corrections: frozenset[str] = frozenset(),
) -> None:
    """Build the index of these texts and keep it in the cache."""
    named = dict(
        document_cache.analyses([text.sha256 for text in texts], AnalysisKind.ENTITY_COUNTS, entity_version())
    )
    texts = [text for text in texts if text.sha256 in named]
    index = build_entity_index(texts, [named[text.sha256] for text in texts], names_with_corrections)
    entities = index.entities()
    rows = [
        (*entity, json.dumps(index.postings[entity.key], ensure_ascii=False, separators=(",", ":")))
        for entity in entities
    ]
    document_cache.put_entity_index(
        library, f"{stamp}.{digest(sorted(index.names_with_corrections))}", _packed(index), rows
    )


def _build_and_store_at(
    path: Path, library: str, stamp: str, texts: Sequence[TextRef], names_with_corrections: frozenset[str]
) -> None:
    """`build_and_store` in a process of its own."""
    document_cache = DocumentCache(path)
    try:
        build_and_store(document_cache, library, stamp, texts, names_with_corrections)
    finally:
        document_cache.close()


def _packed(index: EntityIndex) -> str:
    names = [[*key, *whole] for key, whole in index.names.items()]
    apart = {sha256: sorted(keys) for sha256, keys in index.apart.items()}
    shared = [list(index.texts), index.calendar, names, sorted(index.names_with_corrections), apart]
    return json.dumps(shared, ensure_ascii=False, separators=(",", ":"))


def _unpacked(packed: str) -> EntityIndex:
    texts, calendar, names, names_with_corrections, apart = json.loads(packed)
    return EntityIndex(
        [TextRef(*row) for row in texts],
        {(name, type_): (whole, whole_type) for name, type_, whole, whole_type in names},
        Calendar(*calendar),
        {sha256: frozenset(map(tuple, keys)) for sha256, keys in apart.items()},
        frozenset(names_with_corrections),
    )


def digest(data: object) -> str:
    """Return a short text that is another for other data."""
    return hashlib.blake2b(repr(data).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
