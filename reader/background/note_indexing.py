"""Notes on their way into the search index, written by the process that wrote the notes."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue

from reader.errors import ReaderError, SearchIndexBusyError
from reader.library import Library

_log = logging.getLogger(__name__)

_WAITS_SECONDS = (0.1, 0.5, 2.0, 5.0)  # between tries while another process writes the index


class NoteIndexing:
    """One thread that takes notes into the index. `add` returns at once, whatever the index is doing.

    `update_library` is called when a note could not be taken in: an update of the whole library does it then.
    """

    def __init__(self, library: Library, update_library: Callable[[], None]) -> None:
        self._library = library
        self._update_library = update_library
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, note_id: str) -> None:
        """Have the search take in a note as it is stored now, soon; called on the interface's thread."""
        self._queue.put(note_id)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="note indexing", daemon=True)
            self._thread.start()

    def close(self, seconds: float) -> None:
        """End when what is being written is written, at most after so many seconds."""
        self._stop.set()
        self._queue.put(None)
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stop.is_set():
            note_ids = {self._queue.get()}
            while True:
                try:
                    note_ids.add(self._queue.get_nowait())
                except Empty:
                    break
            due = sorted(note_id for note_id in note_ids if note_id is not None)
            if due and not self._stop.is_set() and not self._taken_in(due):
                self._update_library()

    def _taken_in(self, note_ids: list[str]) -> bool:
        """Whether the index holds the notes now, and all else that it held before."""
        for wait in (*_WAITS_SECONDS, None):
            try:
                return self._library.search.index_notes(note_ids)
            except SearchIndexBusyError:
                if wait is None or self._stop.wait(wait):
                    return False
            except ReaderError:
                _log.warning("%d notes are not in the index yet", len(note_ids), exc_info=True)
                return False
        return False
