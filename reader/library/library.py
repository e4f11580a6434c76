"""A folder of briefings as one thing: the only face that the command line and the terminal talk to."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import ReaderError, UnreadableFile, UserDataError
from reader.library.documents.document_service import DocumentService
from reader.library.documents.summaries import DocumentSummary, kept_overview, overview_of
from reader.library.ingest import unavailable as away
from reader.library.recovery.repair import open_catalog
from reader.library.settings import Settings
from reader.library.storage.document_cache import DocumentCache
from reader.library.storage.document_row import DocumentRow
from reader.system.malloc import give_back_large_blocks
from reader.system.paths import Places, bundled_seeds
from reader.text.document import Document
from reader.text.safety import safe_line

if TYPE_CHECKING:
    from reader.analysis.pipeline import Mention, Recogniser
    from reader.library.documents.digest import Digested
    from reader.library.entities.corpus_index import NamedEntity
    from reader.library.entities.dossier import Dossier
    from reader.library.entities.entity_service import EntityService
    from reader.library.ingest.update import Names as SearchableNames
    from reader.library.ingest.update import Progress
    from reader.library.notes.note_service import NoteService
    from reader.library.search.hits import Commit
    from reader.notes.note import Note
    from reader.search.engine import Answer, Hit, SearchEngine

_log = logging.getLogger(__name__)

_DOCUMENTS_KEPT = 16
_LARGE_BYTES = 200_000  # what is smaller is read in the time of a frame or two
_LAST_LIBRARY = "last library"


class Library(DocumentService):
    """The briefings below some folders and files, with what is known about them and what was noted.

    `open` makes one. Methods may be called from any thread; those that open files, search or analyse take
    milliseconds to seconds and belong in a worker.
    """

    def __init__(self, given: Sequence[Path], places: Places, settings: Settings) -> None:
        self.given = tuple(given)
        roots = tuple(Path(os.path.abspath(path)) for path in given)  # noqa: PTH100 - links stay links
        self.places = places
        self.settings = settings
        places.make()
        catalog, self._in_use, mended = open_catalog(places)
        self.notices: tuple[str, ...] = (mended,) if mended else ()
        """Sentences for the person about what was found when the library was opened."""
        super().__init__(roots, catalog, DocumentCache(places.shelf))
        try:
            catalog.documents.register(roots)
        except UserDataError:
            # A full disk is no reason not to read: the next start registers it.
            _log.warning("the library is not registered", exc_info=True)
        self.shelf.rekey(roots, catalog.documents.roots)
        self._notebook: NoteService | None = None
        self._entities: EntityService | None = None
        self._engine: SearchEngine | None = None
        self._commit: Commit = ()
        self._documents: OrderedDict[str, tuple[int, Document]] = OrderedDict()
        self._recogniser: Recogniser | None = None
        self._lock = threading.Lock()
        self._searching = threading.Lock()
        self._recognising = threading.Lock()
        self._backup: threading.Thread | None = None

    def _back_up(self, now: datetime) -> None:
        """Begin the catalog's backup of the day, if it is due; nobody waits for it but who leaves."""
        if not self.catalog.needs_backup(now):
            return

        def keep() -> None:
            # A disk that is full or a folder that cannot be written: `reader doctor` says so.
            try:
                self.catalog.back_up(now)
            except UserDataError:
                _log.warning("no backup of today", exc_info=True)

        self._backup = threading.Thread(target=keep, name="backup")
        self._backup.start()

    @classmethod
    def open(cls, paths: Sequence[str | Path], places: Places, settings: Settings) -> Library:
        """The library of these folders and files; with none, the last one, at first the bundled seeds.

        Raises ReaderError when a path does not exist, UserDataError when the catalog cannot be used.
        """
        given = [Path(path) for path in paths]
        for path in given:
            try:
                path.stat()
            except FileNotFoundError as error:
                raise ReaderError(
                    f"{path}: there is no such file or folder; check the spelling, "
                    "and that its disk is mounted."
                ) from error
            except (OSError, ValueError) as error:
                raise ReaderError(
                    f"{path} cannot be opened ({getattr(error, 'strerror', error)}): "
                    "check its rights and those of its folder."
                ) from error
        library = cls(given, places, settings) if given else cls._last(places, settings)
        library._back_up(datetime.now(UTC))
        return library

    @classmethod
    def _last(cls, places: Places, settings: Settings) -> Library:
        library = cls([bundled_seeds()], places, settings)
        last = [Path(path) for path in json.loads(library.catalog.settings.get(_LAST_LIBRARY, "[]"))]
        if not last or not all(path.exists() for path in last):
            library.notices += (said,) if (said := away.missing(last)) else ()
            return library
        library.close()
        opened = cls(last, places, settings)
        opened.notices = library.notices + opened.notices
        return opened

    def remember(self) -> None:
        """Make this the library that opens when none is named; the bundled seeds are never remembered."""
        if self.roots != (bundled_seeds(),):
            self.catalog.settings.set(_LAST_LIBRARY, json.dumps([os.fspath(root) for root in self.roots]))

    @property
    def notebook(self) -> NoteService:
        """The person's notes."""
        if self._notebook is None:
            from reader.library.notes.note_service import NoteService

            self._notebook = NoteService(self.catalog)
        return self._notebook

    @property
    def name(self) -> str:
        """What the library is called: its folder's name, or how many paths it has."""
        return (
            self.roots[0].name or str(self.roots[0]) if len(self.roots) == 1 else f"{len(self.roots)} paths"
        )

    # Documents

    def document(self, path: Path) -> Document:
        """The document in this file, read again only when the file has changed.

        Raises UnreadableFile.
        """
        key = self.key_of(path)
        try:
            stamp = path.stat().st_mtime_ns
        except OSError:
            stamp = -1
        with self._lock:
            kept = self._documents.get(key)
            if kept is not None and kept[0] == stamp:
                self._documents.move_to_end(key)
                return kept[1]
        from reader.formats.load import load

        with suppress(OSError):
            if path.stat().st_size > _LARGE_BYTES:
                give_back_large_blocks()
        begun = time.perf_counter()
        document = load(path, max_bytes=self.settings.max_megabytes * 1_000_000)
        _log.debug("%s: read in %.1f ms", path, (time.perf_counter() - begun) * 1000)
        with self._lock:
            self._documents[key] = (stamp, document)
            while len(self._documents) > _DOCUMENTS_KEPT:
                self._documents.popitem(last=False)
        return document

    def beginning(self, path: Path) -> Document | None:
        """The first pages of a large file that was not read yet, to be shown while it is; None for any other.

        Raises UnreadableFile.
        """
        from reader.formats.load import load_beginning

        with self._lock:
            if self.key_of(path) in self._documents:
                return None
        try:
            large = path.stat().st_size > _LARGE_BYTES
        except OSError:
            return None
        return load_beginning(path) if large else None

    def raw(self, path: Path) -> Document:
        """The file as it is, a block a line, made safe to show. Raises UnreadableFile."""
        from reader.formats.load import load_raw

        return load_raw(path, max_bytes=self.settings.max_megabytes * 1_000_000)

    def shown_path(self, path: Path) -> str:
        """A path as the person would write it: below the root as they gave it."""
        text = os.fspath(path)
        for given, root in zip(self.given, self.roots, strict=True):
            above = os.fspath(root)
            if text == above:
                return os.fspath(given)
            above = above.rstrip(os.sep) + os.sep
            if text.startswith(above):
                below = text[len(above) :]
                return below if given == Path() else os.path.join(given, below)  # noqa: PTH118 - by the thousand
        return text

    def bring_up_to_date(
        self,
        progress: Callable[[Progress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
        *,
        searchable: bool = True,
        names: bool = False,
    ) -> Progress:
        """Read what has changed in the files and bring shelf and index up to date; says how far it is.

        Without `searchable` the index is left alone, which is enough for a list. With `names` the names that
        were found since go into the index too, with their aliases in all the documents.
        """
        from reader.library.ingest.update import bring_up_to_date
        from reader.library.notes.relink_files import follow_copies, follow_renamed, place_changed

        def update() -> Progress:
            return bring_up_to_date(
                self.roots,
                self.places,
                self.shelf,
                self.settings,
                progress,
                cancelled,
                self.catalog.notes.below(self.roots),
                self.searchable_names() if names else None,
                searchable=searchable,
                libraries=self.catalog.documents.roots,
            )

        follow_renamed(self.catalog, self.shelf, self.roots, self.document_or_none)
        last = update()
        if follow_copies(self.catalog, self.shelf, self.roots):
            update()
        place_changed(self.catalog, self.shelf, self.roots, self.notebook, self.document_or_none)
        return last

    def said_away(self) -> str:
        """The sentence that says which of the roots are not there now, empty when all are."""
        gone = [each for each in away.roots_away(self.roots) if not os.path.lexists(each.folder)]
        if not gone:
            return ""
        return away.said(gone, len(self.shelf.keys([each.folder for each in gone], "date")[0]))

    def document_or_none(self, path: Path) -> Document | None:
        """The document in this file, None when it cannot be read."""
        try:
            return self.document(path)
        except UnreadableFile:
            return None

    def digest(self, entries: Iterable[DocumentRow], view: str = "", of: int = 0) -> Digested:
        """What these documents say, one or two sentences each, by day.

        `view` says in words which documents of the library they are, `of` how many those are in all.
        """
        from reader.library.documents.digest import digested

        name = f"Digest of {safe_line(self.name)}"
        return digested(self.shelf, entries, f"{name}: {view}" if view else name, of)

    def overview(
        self, entry: DocumentRow, mentions: Sequence[Mention] | None, *, make: bool = False
    ) -> DocumentSummary:
        """What a listed document says, in the version that knows its names where it is kept.

        With `make` it is made and kept when there are `mentions`, for which the file is read.
        """
        return kept_overview(
            self.shelf, entry, mentions, (lambda: self._unchanged(entry)) if make else (lambda: None)
        )

    def overview_of(
        self,
        entry: DocumentRow,
        document: Document,
        mentions: Sequence[Mention] | None,
        about: Sequence[str] = (),
    ) -> DocumentSummary:
        """What an opened document says, as the list has it; about something where `about` gives its names."""
        if any(about) or document.sha256 != entry.sha256:
            return overview_of(document, mentions, about)
        return kept_overview(self.shelf, entry, mentions, lambda: document)

    # Search

    def search(self, line: str, limit: int = 20, *, at_once: bool = False) -> Answer:
        """The best documents for a search line, each with its best passage.

        What other processes have written since the last search is read first; with `at_once` it is read
        beside, and the answer is of what was known before: typing never waits for the index.
        Raises QueryError when the line cannot be understood, SearchIndexError when the index cannot be read.
        """
        from reader.library.search.hits import MORE, commit_of, resolve_note_hits
        from reader.search.engine import SearchEngine
        from reader.search.grammar import parse

        query = parse(line)
        folder = self.places.index(self.roots)
        with self._searching:
            commit = commit_of(folder)
            if self._engine is None:
                self._engine = SearchEngine.open(folder, read_only=True)
            elif commit != self._commit:
                (self._engine.refresh if at_once else self._engine.reload)()
            self._commit = commit
            answer = self._engine.search(
                query, limit + MORE, self.keys_in_states(query) if query.states else None
            )
        _log.debug("“%s”: %d hits in %.1f ms", line, len(answer.hits), answer.ms)
        return replace(answer, hits=resolve_note_hits(answer.hits, limit, self.catalog.notes.get))

    def path_of(self, hit: Hit) -> Path:
        """The file that a hit is in, or that a note among the hits was made on."""
        entry = self.shelf.entry(hit.document)
        if entry is not None:
            return entry.path
        return self.catalog.notes.path_of(hit.key) or Path(hit.document)

    # Analyses

    @property
    def entities(self) -> EntityService:
        """Who and what the documents name, and what the person corrected about it."""
        if self._entities is None:
            from reader.library.entities.entity_service import EntityService

            self._entities = EntityService(
                self.catalog, self.shelf, self.places.index(self.roots).name, self.roots
            )
        return self._entities

    def mentions(self, entry: DocumentRow, document: Document | None = None) -> list[Mention] | None:
        """The mentions in a document, as corrected; None when it was not analysed yet.

        Without the document, its file is read when corrections ask for its words.
        """
        if document is not None:
            return self.entities.mentions(document.sha256, lambda: document)
        return self.entities.mentions(entry.sha256, lambda: self._unchanged(entry))

    def _unchanged(self, entry: DocumentRow) -> Document | None:
        document = self.document_or_none(entry.path)
        return document if document is not None and document.sha256 == entry.sha256 else None

    def find_mentions(self, document: Document) -> list[Mention]:
        """What an analysis finds in a document, not corrected: what is kept, else found now and kept.

        Raises ModelError when there is no model. The first call loads it, which takes seconds.
        """
        kept = self.entities.uncorrected_mentions(document.sha256)
        if kept is not None:
            return kept
        from reader.analysis.pipeline import Recogniser

        with self._recognising:
            if self._recogniser is None:
                self._recogniser = Recogniser.load(self.settings.model)
            found = self._recogniser.mentions(document)
        self.entities.store_analysis(document, found)
        return found

    def searchable_names(self) -> dict[str, SearchableNames]:
        """Every spelling and alias of whom and what each analysed text names, by the text's hash."""
        from reader.library.search.spellings import searchable_names

        self.refresh_names()
        return searchable_names(*self.entities.corrected_resolution())

    def refresh_names(self, *, only_small: bool = False) -> bool:
        """Count the names that have come since and look for those that were added; whether there were any.

        Takes seconds in a large library, unless `only_small` leaves the counting there for another time.
        """
        # In this order: what added names change depends on how the index joins the others.
        rebuilt = self.entities.rebuild_index_if_stale(only_small=only_small)
        looked = self.entities.find_manual_mentions(
            lambda: self.shelf.entries(self.roots), self.document_or_none
        )
        return rebuilt or looked > 0

    def read_into(self, dossier: Dossier, entry: DocumentRow) -> None:
        """Let a dossier have what a document says about its entity; one that cannot be read says nothing."""
        document = self._unchanged(entry)
        mentions = self.mentions(entry, document) if document is not None else None
        if document is not None and mentions:
            dossier.add(entry, document, mentions)
        dossier.finish(1)

    def notes_about(self, entity: NamedEntity) -> list[Note]:
        """The notes on an entity, and those whose passage or words name it, the newest first."""
        from reader.library.entities.dossier import notes_about

        return notes_about(self.notebook.all(), entity)

    def close(self) -> None:
        """Close the files; the library is not used afterwards."""
        if self._backup is not None:
            self._backup.join()
        self.catalog.close()
        self._in_use.close()
        self.shelf.close()
