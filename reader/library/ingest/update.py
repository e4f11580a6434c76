"""Bring a library up to date: read what has changed in the files into the document cache and the index.

The way of a file: `scan` finds it, a worker process reads it into a Document with its summary, the
document cache takes the row and the search index the text. Batches are committed as they come, so that the
list and the search have the first ones while the rest is still being read.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import SearchIndexBusyError, SearchIndexError, UnreadableFile
from reader.library.documents.summaries import excerpts, keep_structures, reader_version, reader_versions
from reader.library.ingest.scan import ScannedFile, scan
from reader.library.ingest.unavailable import UnavailableFolder, describe_unavailable, unavailable_folders
from reader.library.settings import Settings
from reader.library.storage.cache.document_cache import DocumentCache, Stamp
from reader.library.storage.cache.document_row import DocumentRow
from reader.library.storage.document_keys import LibraryRoots
from reader.system.paths import Places
from reader.text.identifiers import DocumentKey
from reader.text.safety import safe_line

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future

    from reader.analysis.summary.structure import StructureLine
    from reader.formats.nesting import LoadedPart
    from reader.library.search.index_entries import Names
    from reader.notes.note import Note
    from reader.search.engine import IndexEntry, SearchEngine
    from reader.text.document import Document

KeyedFile = tuple[DocumentKey, ScannedFile]
"""A file and the key of the document in it."""

BATCH = 100  # files a worker reads at a time
_WRITER_WAITS_SECONDS = (0.05, 0.2, 0.5, 1.0)  # while another process writes the index
COMMIT_FIRST = 1_000  # documents before the index is committed for the first time
COMMIT = 8_000  # and from then on: a commit costs as much as hundreds of documents
POOL_FROM = 400  # fewer changed files are read faster than a pool starts


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is: files read of those that changed, how many cannot be read, a sentence if one is due."""

    done: int
    total: int
    failed: int = 0
    finished: bool = False
    note: str = ""


class _Read(NamedTuple):
    """What a worker brings back of a document."""

    entry: DocumentRow
    searchable: IndexEntry | None
    structure: Sequence[StructureLine] = ()


class _Known(NamedTuple):
    """What was known of the documents of a library before: stamps, what is indexed, the parts of files.

    `parts` are keys by the absolute path of their file.
    """

    stamps: Mapping[str, Stamp]
    indexed: Mapping[str, str]
    parts: Mapping[str, Sequence[str]]

    def keys_of(self, key: str, item: ScannedFile) -> Iterator[str]:
        """Give the keys of the documents of a file, the file itself first."""
        yield key
        yield from self.parts.get(item.path, ())


def bring_up_to_date(
    roots: Sequence[Path],
    places: Places,
    document_cache: DocumentCache,
    settings: Settings,
    progress: Callable[[Progress], None],
    cancelled: Callable[[], bool],
    notes: Callable[[], Iterable[tuple[str, Note]]] = lambda: (),
    names: Mapping[str, Names] | None = None,
    *,
    searchable: bool = True,
    libraries: LibraryRoots = LibraryRoots(),  # noqa: B008 - immutable
) -> Progress:
    """Read what is new or changed below the roots and forget what is gone; the last progress is returned.

    The files are only read. `notes` gives all that are made on files below the roots, with the keys of those
    files; they go into the index beside the documents. It is called when the index is open, so that none is
    missed that is indexed meanwhile. `names` are those that analyses found, by the hash of the text: where
    the index has others, the documents are read again. `progress` is called after every batch. When another
    process is writing the same index, the document cache is brought up to date and the note says so. When it
    need not be `searchable`, only the cache is.
    """
    try:
        engine = _engine(places.index(roots)) if searchable else None
    except SearchIndexError as error:
        return Progress(0, 0, finished=True, note=str(error))
    files = {libraries.key_of_absolute(item.path): item for item in scan(roots, unknown=True)}
    note_entries = _note_entries(notes()) if engine else {}
    stamps = document_cache.stamps(roots)
    parts: dict[str, list[str]] = {}
    for part in document_cache.parts(roots):
        parts.setdefault(part.path, []).append(part.key)
    unavailable_keys, note = _kept_of_what_is_away(roots, files, document_cache, libraries)
    indexed = engine.known() if engine else {key: stamp.sha256 for key, stamp in stamps.items()}
    known = _Known(stamps, indexed, parts)
    changed = [
        (key, item)
        for key, item in files.items()
        if any(
            _is_changed(item, stamps.get(own), indexed.get(own), settings) for own in known.keys_of(key, item)
        )
    ]
    named = _newly_named(files, known, names or {}) if engine else {}
    known_changed = {key for key, _ in changed}
    changed += [
        (key, item)
        for key, item in files.items()
        if named and key not in known_changed and any(own in named for own in known.keys_of(key, item))
    ]
    current_keys = files.keys() | unavailable_keys
    current_keys |= {own for item in files.values() for own in parts.get(item.path, ())}
    vanished = [key for key in stamps if key not in current_keys]
    update = _Update(engine, [key for key in indexed if key not in current_keys and key not in note_entries])
    update.add(entry for key, entry in note_entries.items() if indexed.get(key) != entry.sha)
    if not changed and not vanished and not update.due:
        return Progress(0, 0, finished=True, note=note)
    document_cache.put((), vanished)
    done = failed = 0
    progress(Progress(0, len(changed)))
    try:
        for batch in _read_all(changed, settings.max_megabytes, named, known, libraries):
            if cancelled():
                break
            batch_keys = {read.entry.key for read in batch}
            vanished_parts = [
                own
                for read in batch
                for own in parts.get(os.fspath(read.entry.path), ())
                if not read.entry.inner and own not in batch_keys
            ]
            document_cache.put((read.entry for read in batch), vanished_parts)
            update.remove(key for key in vanished_parts if key in indexed)
            keep_structures(document_cache, ((read.entry, read.structure) for read in batch))
            update.add(read.searchable for read in batch if read.searchable is not None)
            unreadable = (read.entry.key for read in batch if read.searchable is None)
            update.remove(key for key in unreadable if key in indexed)
            done += sum(not read.entry.inner for read in batch)
            failed += sum(bool(read.entry.problem) for read in batch)
            update.commit_many()
            progress(Progress(done, len(changed), failed))
        update.commit()
    except SearchIndexError as error:
        note = str(error)
    return Progress(done, len(changed), failed, finished=True, note=note)


def _engine(folder: Path) -> SearchEngine:
    # A list that has not changed needs neither the search nor what reads files: they are imported on demand.
    from reader.search.engine import SearchEngine

    return SearchEngine.open(folder)


def _note_entries(notes: Iterable[tuple[str, Note]]) -> dict[str, IndexEntry]:
    from reader.library.search.index_entries import note_entry

    return {note.id: note_entry(note, key) for key, note in notes}


def _kept_of_what_is_away(
    roots: Sequence[Path],
    files: dict[DocumentKey, ScannedFile],
    document_cache: DocumentCache,
    libraries: LibraryRoots,
) -> tuple[set[str], str]:
    """The keys of documents in folders that are away, and the sentence that says so, empty when none is.

    A root of which documents are kept is taken out of what was found: it is no document itself.
    """
    unavailable_keys: set[str] = set()
    unavailable: list[UnavailableFolder] = []
    for folder in unavailable_folders(roots, files.values()):
        known = set(document_cache.keys([folder.folder], "date")[0]) - {libraries.key_of(folder.folder)}
        if known:
            unavailable_keys |= known
            unavailable.append(folder)
            if folder.folder in roots:
                files.pop(libraries.key_of(folder.folder), None)
    return unavailable_keys, describe_unavailable(unavailable, len(unavailable_keys)) if unavailable else ""


class _Update:
    """What waits to go into the index, and out of it; nothing ever does when there is no engine."""

    def __init__(self, engine: SearchEngine | None, removed: list[str]) -> None:
        self._engine = engine
        self._add: list[IndexEntry] = []
        self._remove = removed
        self._many = COMMIT_FIRST

    @property
    def due(self) -> bool:
        """Whether anything waits."""
        return self._engine is not None and bool(self._add or self._remove)

    def add(self, entries: Iterable[IndexEntry]) -> None:
        """Let these wait."""
        if self._engine is not None:
            self._add.extend(entries)

    def remove(self, keys: Iterable[str]) -> None:
        """Let the removal of these wait."""
        self._remove.extend(keys)

    def commit_many(self) -> None:
        """Commit when enough waits for it."""
        if len(self._add) >= self._many:
            self.commit()
            self._many = COMMIT

    def commit(self) -> None:
        """Commit what waits. Raises SearchIndexError."""
        if self._engine is None or not self.due:
            return
        for wait in (*_WRITER_WAITS_SECONDS, None):
            try:
                self._engine.update(self._add, self._remove)
                break
            except SearchIndexBusyError:
                # An open reader takes in a note: that is done in a moment.
                if wait is None:
                    raise
                time.sleep(wait)
        self._add, self._remove = [], []


def _newly_named(
    files: Mapping[DocumentKey, ScannedFile], known: _Known, names: Mapping[str, Names]
) -> dict[str, Names]:
    """The names of each document of which the index has none, or others, by key.

    A file that is read again for one of them gives those of all its documents, so they are all there.
    """
    from reader.library.search.index_entries import index_version

    named: dict[str, Names] = {}
    for key, item in files.items():
        own = {
            own_key: names[stamp.sha256]
            for own_key in known.keys_of(key, item)
            if (stamp := known.stamps.get(own_key)) is not None and stamp.sha256 in names
        }
        if any(
            known.indexed.get(own_key) != index_version(known.stamps[own_key].sha256, found_names)
            for own_key, found_names in own.items()
        ):
            named.update(own)
    return named


def _is_changed(item: ScannedFile, stamp: Stamp | None, indexed: str | None, settings: Settings) -> bool:
    """Whether a file must be read: it changed, what read it did, or the index has not the text it gave."""
    if stamp is None or (item.size, item.modified_ns) != (stamp.size, stamp.modified_ns):
        return True
    if not stamp.sha256:
        return stamp.version != _unread_version(settings.max_megabytes)
    return stamp.version not in reader_versions() or (indexed or "").partition(":")[0] != stamp.sha256


def _unread_version(max_megabytes: int) -> str:
    """The version of a row without a text: it is tried again when any format changes, or the limit does."""
    return f"{' '.join(sorted(reader_versions()))}/{max_megabytes}"


def _read_all(
    items: Sequence[KeyedFile],
    max_megabytes: int,
    named: Mapping[str, Names],
    known: _Known,
    libraries: LibraryRoots,
) -> Iterator[list[_Read]]:
    batches = [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
    if len(items) < POOL_FROM:
        for batch in batches:
            yield read_batch(batch, max_megabytes, named, libraries)
        return
    from reader.analysis.worker.process_pool import ParentBoundPool

    workers = max(1, min(4, os.cpu_count() or 1))
    with ParentBoundPool(workers) as pool:
        # Of the names only those of its own documents go along with a batch.
        calls = (
            (batch, max_megabytes, _names_of(batch, named, known) if named else {}, libraries)
            for batch in batches
        )
        yield from _in_order(pool, calls, workers + 1)


def _names_of(batch: Iterable[KeyedFile], named: Mapping[str, Names], known: _Known) -> dict[str, Names]:
    keys = (own for key, item in batch for own in known.keys_of(key, item))
    return {key: named[key] for key in keys if key in named}


def _in_order(
    pool: Executor,
    calls: Iterable[tuple[Sequence[KeyedFile], int, Mapping[str, Names], LibraryRoots]],
    in_flight: int,
) -> Iterator[list[_Read]]:
    """The batches as they are read, never more of them under way than are needed to keep the pool busy."""
    flying: deque[Future[list[_Read]]] = deque()
    for call in calls:
        flying.append(pool.submit(read_batch, *call))
        if len(flying) >= in_flight:
            yield flying.popleft().result()
    while flying:
        yield flying.popleft().result()


def read_batch(
    items: Sequence[KeyedFile], max_megabytes: int, named: Mapping[str, Names], libraries: LibraryRoots
) -> list[_Read]:
    """Read these files; what cannot be read comes as an entry with its problem."""
    return [read for key, item in items for read in _read(key, item, max_megabytes, named, libraries)]


def _read(
    key: DocumentKey,
    item: ScannedFile,
    max_megabytes: int,
    named: Mapping[str, Names],
    libraries: LibraryRoots,
) -> list[_Read]:
    """Read the documents of a file, the file itself first."""
    from reader.formats.load import load_all

    path, problem, code, modified_ns = Path(item.path), item.problem, item.code, item.modified_ns
    version = _unread_version(max_megabytes)
    reads: list[_Read] = []
    if not problem:
        try:
            for part in load_all(path, max_bytes=max_megabytes * 1_000_000):
                own_key = libraries.key_of_absolute(item.path, part.inner) if part.inner else key
                parent_key = libraries.key_of_absolute(item.path, part.parent) if part.inner else ""
                reads.append(_read_part(part, own_key, parent_key, item, version, named.get(own_key)))
            return [
                read._replace(entry=replace(read.entry, position=number)) for number, read in enumerate(reads)
            ]
        except UnreadableFile as error:
            problem, code = error.reason, error.code
            if isinstance(error.__cause__, OSError):
                # What the system refused (permissions, a drive that is away) can change while the file does
                # not: no time of change makes it tried again.
                modified_ns = -1
    entry = DocumentRow(
        key, path, item.size, modified_ns, version, safe_line(problem), safe_line(path.name),
        problem_code=code,
    )  # fmt: skip
    return [_Read(entry, None)]


def _read_part(
    part: LoadedPart,
    key: DocumentKey,
    parent_key: str,
    item: ScannedFile,
    version: str,
    names: Names | None,
) -> _Read:
    from reader.analysis.summary.structure import structure_beside
    from reader.library.search.index_entries import index_entry
    from reader.library.storage.cache.filter_columns import format_words

    path = Path(item.path)
    if part.document is None:
        entry = DocumentRow(
            key, path, item.size, item.modified_ns, version, safe_line(part.problem), part.name,
            problem_code=part.code,
        )  # fmt: skip
    else:
        entry = entry_of(key, path, part.document, item.size, item.modified_ns)
    entry = replace(entry, inner=part.inner, parent=part.parent, parent_key=parent_key, name=part.name)
    if part.document is None:
        return _Read(entry, None)
    structure = structure_beside(part.document, entry.summary)
    formats = format_words(entry.format, entry.name or path.name)
    return _Read(entry, index_entry(key, part.document, names, formats), structure)


def entry_of(key: DocumentKey, path: Path, document: Document, size: int, modified_ns: int) -> DocumentRow:
    """Return the list's row for a document."""
    return DocumentRow(
        key=key,
        path=path,
        size=size,
        modified_ns=modified_ns,
        version=reader_version(document.format),
        title=document.title,
        title_from=document.title_from,
        published=document.published,
        published_from=document.published_from,
        source=document.source,
        tags=document.tags,
        words=document.words,
        sha256=document.sha256,
        warnings=document.warnings,
        format=document.format,
        summary=excerpts(document),
    )
