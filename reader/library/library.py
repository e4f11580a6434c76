"""A folder of briefings as one thing: its services, composed for the command line and the terminal."""

from __future__ import annotations

import json
import logging
import os
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from reader.errors import ReaderError, UserDataError
from reader.library.documents.document_service import DocumentService
from reader.library.documents.loader import DocumentLoader
from reader.library.documents.reading_state import ReadingService
from reader.library.documents.summary_service import SummaryService
from reader.library.ingest import unavailable
from reader.library.recovery.repair import open_user_data
from reader.library.search.search_service import SearchService
from reader.library.settings import Settings
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.document_keys import document_path
from reader.library.storage.protocol import SettingsStore
from reader.system.paths import Places, bundled_seeds, lies_below
from reader.text.document import Document

if TYPE_CHECKING:
    from reader.library.entities.entity_service import EntityService
    from reader.library.ingest.update import Progress
    from reader.library.notes.note_service import NoteService
    from reader.library.search.index_entries import Names as SearchableNames
    from reader.notes.note import Note

_log = logging.getLogger(__name__)

_LAST_LIBRARY = "last library"


class Library:
    """The briefings below some folders and files, with what is known about them and what was noted.

    `open` makes one. Its services: `documents` (lists, rows, filters), `files` (documents read from disk),
    `reading` (read or not, flags, places), `summaries`, `notes`, `entities`, `search`, and `preferences`
    (small values that the program keeps for the person). What needs several of them is a method here.
    Methods may be called from any thread; those that open files, search or analyse take milliseconds to
    seconds and belong in a worker.
    """

    def __init__(self, paths: Sequence[Path], places: Places, settings: Settings) -> None:
        self.given_paths = tuple(paths)
        self.roots = tuple(Path(os.path.abspath(path)) for path in paths)  # noqa: PTH100 - links stay links
        self.places = places
        self.settings = settings
        places.make()
        self.user_data, self._in_use, notice = open_user_data(places)
        self.document_cache = DocumentCache(places.document_cache)
        self.inner_keys: dict[Path, str] = {}
        """The inner key of the one document that was asked for of a file, by the file's absolute path."""
        self.notices: tuple[str, ...] = (notice,) if notice else ()
        """Sentences for the person about what was seen when the library was opened."""
        try:
            self.user_data.documents.register(self.roots)
        except UserDataError:
            # A full disk is no reason not to read: the next start registers it.
            _log.warning("the library is not registered", exc_info=True)
        self.document_cache.rekey(self.roots, self.user_data.documents.roots)
        self.documents = DocumentService(self.roots, self.user_data, self.document_cache)
        self.files = DocumentLoader(self.documents.key_of, settings.max_megabytes)
        self.reading = ReadingService(self.user_data)
        self.summaries = SummaryService(self.document_cache, self.files)
        self.search = SearchService(
            places.index(self.roots),
            self.roots,
            self.user_data,
            self.document_cache,
            self.documents.keys_in_states,
        )
        self._backup: threading.Thread | None = None

    def _back_up(self, now: datetime) -> None:
        """Begin the user data's backup of the day, if it is due; nobody waits for it but who leaves."""
        if not self.user_data.needs_backup(now):
            return

        def keep() -> None:
            # A disk that is full or a folder that cannot be written: `reader doctor` says so.
            try:
                self.user_data.back_up(now)
            except UserDataError:
                _log.warning("no backup of today", exc_info=True)

        self._backup = threading.Thread(target=keep, name="backup")
        self._backup.start()

    @classmethod
    def open(cls, paths: Sequence[str | Path], places: Places, settings: Settings) -> Library:
        """Return the library of these folders and files; with none, the last one, at first the bundled seeds.

        `FILE#KEY` names one document of a file that holds several, by its inner key.

        Raises ReaderError when a path does not exist, UserDataError when the user data cannot be used.
        """
        places_named = [document_path(os.fspath(path)) for path in paths]
        chosen = [place.path for place in places_named]
        for path in chosen:
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
        library = cls(chosen, places, settings) if chosen else cls._last(places, settings)
        library.inner_keys = {
            Path(os.path.abspath(place.path)): place.inner  # noqa: PTH100 - links stay links
            for place in places_named
            if place.inner
        }
        library._back_up(datetime.now(UTC))
        return library

    @classmethod
    def _last(cls, places: Places, settings: Settings) -> Library:
        library = cls([bundled_seeds()], places, settings)
        last = [Path(path) for path in json.loads(library.user_data.settings.get(_LAST_LIBRARY, "[]"))]
        if not last or not all(path.exists() for path in last):
            library.notices += (message,) if (message := unavailable.missing(last)) else ()
            return library
        library.close()
        last_library = cls(last, places, settings)
        last_library.notices = library.notices + last_library.notices
        return last_library

    def remember(self) -> None:
        """Make this the library that opens when none is named; the bundled seeds are never remembered."""
        if self.roots != (bundled_seeds(),):
            self.user_data.settings.set(_LAST_LIBRARY, json.dumps([os.fspath(root) for root in self.roots]))

    @cached_property
    def notes(self) -> NoteService:
        """The person's notes."""
        from reader.library.notes.note_service import NoteService

        return NoteService(self.user_data)

    @cached_property
    def entities(self) -> EntityService:
        """Who and what the documents name, and what the person corrected about it."""
        from reader.library.entities.entity_service import EntityService

        index_name = self.places.index(self.roots).name
        return EntityService(self.user_data, self.document_cache, self.files, index_name, self.roots)

    @property
    def preferences(self) -> SettingsStore:
        """Small values kept for the person: the theme, the measure, drafts, past searches."""
        return self.user_data.settings

    @property
    def name(self) -> str:
        """What the library is called: its folder's name, or how many paths it has."""
        return (
            self.roots[0].name or str(self.roots[0]) if len(self.roots) == 1 else f"{len(self.roots)} paths"
        )

    def shown_path(self, path: Path) -> str:
        """Return a path as the person would write it: below the root as they gave it."""
        text = os.fspath(path)
        for given_path, root in zip(self.given_paths, self.roots, strict=True):
            above = os.fspath(root)
            if text == above:
                return os.fspath(given_path)
            above = above.rstrip(os.sep) + os.sep
            if text.startswith(above):
                below = text[len(above) :]
                return below if given_path == Path() else os.path.join(given_path, below)  # noqa: PTH118 - by the thousand
        return text

    def bring_up_to_date(
        self,
        progress: Callable[[Progress], None] = lambda _: None,
        cancelled: Callable[[], bool] = lambda: False,
        *,
        searchable: bool = True,
        names: bool = False,
    ) -> Progress:
        """Read what has changed in the files and bring cache and index up to date; says how far it is.

        Without `searchable` the index is left alone, which is enough for a list. With `names` the names that
        were found since go into the index too, with their aliases in all the documents.
        """
        from reader.library.ingest.update import bring_up_to_date
        from reader.library.notes.relink_files import follow_copies, follow_renamed, place_changed

        def spellings() -> dict[str, SearchableNames]:
            from reader.library.search.spellings import searchable_names

            self.entities.refresh()
            return searchable_names(*self.entities.corrected_resolution())

        def update() -> Progress:
            return bring_up_to_date(
                self.roots,
                self.places,
                self.document_cache,
                self.settings,
                progress,
                cancelled,
                lambda: self.user_data.notes.below(self.roots),
                spellings() if names else None,
                searchable=searchable,
                libraries=self.user_data.documents.roots,
            )

        follow_renamed(self.user_data, self.document_cache, self.roots, self.files.readable)
        last = update()
        if follow_copies(self.user_data, self.document_cache, self.roots):
            update()
        place_changed(
            self.user_data, self.document_cache, self.roots, self.notes, self.files.document_or_none
        )
        return last

    def unavailable_message(self) -> str:
        """Return the sentence that says which of the roots are not there now, empty when all are."""
        absent = [
            folder
            for folder in unavailable.unavailable_roots(self.roots)
            if not os.path.lexists(folder.folder)
        ]
        if not absent:
            return ""
        return unavailable.describe_unavailable(
            absent, len(self.document_cache.keys([folder.folder for folder in absent], "date")[0])
        )

    def check_writable(self, path: Path, notes_format: str = "") -> None:
        """Raise ReaderError when a file is one of the library's documents, which are never written to.

        Whatever writes a file that a person names asks here first. With a `notes_format`, notes may go into
        a document that notes were exported to in this format before.
        """
        from reader.library.ingest.scan import is_briefing
        from reader.library.notes.export import is_export

        if not path.exists():
            return
        # By whatever links it is reached; one that came since the folders were looked at counts too.
        real = path.parent.resolve() / path.name
        roots = (*self.roots, *(root.resolve() for root in self.roots))
        is_document = (
            self.documents.entry(path) is not None
            or self.documents.entry(real) is not None
            or (is_briefing(path.name) and lies_below(real, roots))
        )
        if is_document and not (notes_format and is_export(path, notes_format)):
            raise ReaderError(
                f"{path} is one of your documents, which are never written to. Give another file."
            )

    def import_notes(self, notes: Iterable[Note]) -> list[Note]:
        """Take in notes from elsewhere, all or none, and return those that are new or later than ours.

        A file is read for the place of a note only where it was read or noted before: a stranger's note names
        no other file to read. Raises UserDataError.
        """
        from reader.library.notes.match_imports import ImportMatcher

        annotated = {item.path for item in self.user_data.notes.annotated_documents()}

        def known_document(path: Path, inner: str) -> Document | None:
            is_known = path in annotated or self.documents.known(path) is not None
            return self.files.document_or_none(path, inner) if is_known else None

        matcher = ImportMatcher(self.document_cache, self.roots)
        return self.notes.take_in(notes, known_document, matcher.of)

    def close(self) -> None:
        """Close the files; the library is not used afterwards."""
        if self._backup is not None:
            self._backup.join()
        self.user_data.close()
        self._in_use.close()
        self.document_cache.close()
