"""What runs behind an open reader: an indexing process, a watch on the files, and the analyses.

Indexing is the program's own `reader index --json` in a process of lower priority: reading, parsing and
indexing never share an interpreter with the interface.
"""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from typing import IO

from reader.analysis.mention import Mention
from reader.background.analysis_queue import Analyses
from reader.background.note_indexing import NoteIndexing
from reader.errors import ReaderError
from reader.library import DocumentRow, Library, is_briefing

_log = logging.getLogger(__name__)

Progressed = Callable[[int, int, bool, str], None]
"""Called with how many files are read, of how many, whether that was all, and a sentence if one is due."""

NAMED_DOCUMENTS = 4_000  # documents whose names are found before the search takes them in on the way
_LAST_BYTES = 4_000  # of what the indexing said before it ended on an error
LEAVING_SECONDS = 5.0
"""How long leaving waits for the indexing to end; it is told to, and takes milliseconds."""


class Background:
    """What keeps a library up to date while it is open. The callbacks come from other threads."""

    def __init__(self, library: Library, progressed: Progressed, arrived: Callable[[str, str], None]) -> None:
        self._library = library
        self._progressed = progressed
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._process: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name="indexing", daemon=True)
        self._watcher = threading.Thread(target=self._watch, name="watch", daemon=True)

        self.notes = NoteIndexing(library, self.rescan)
        self._named = threading.Event()
        self._since_named = 0

        def deliver(key: str, _mentions: list[Mention], error: str) -> None:
            arrived(key, error)
            self._count_named()

        self.analyses = Analyses(library, deliver)

    def start(self) -> None:
        """Begin: index what has changed, then analyse, then wait for changes."""
        self._wake.set()
        self._thread.start()

    def rescan(self) -> None:
        """Look at the files again, soon."""
        self._wake.set()

    def prefer(self, entry: DocumentRow) -> None:
        """Analyse this document before all others, if that was not done yet."""
        self.analyses.want([entry], first=True)

    def take_names(self) -> None:
        """Let the search have the names as they are now, soon."""
        self._named.set()
        self._wake.set()

    def close(self) -> None:
        """End everything; what was done is kept. The library may be closed afterwards."""
        self._stop.set()
        self._wake.set()
        process = self._process
        if process is not None:
            process.terminate()
        self.analyses.close()
        self.notes.close(LEAVING_SECONDS)
        # The interpreter must not end under a thread that is in native code, as the watch is.
        for thread in (self._thread, self._watcher):
            if thread.is_alive():
                thread.join(LEAVING_SECONDS)

    def _count_named(self) -> None:
        """Let the search have the names when all are found, in a large library on the way too."""
        progress = self.analyses.progress()
        self._since_named += 1
        if progress.waiting <= 1 or self._since_named >= NAMED_DOCUMENTS:
            self._since_named = 0
            self.take_names()

    def _run(self) -> None:
        watching = False
        while not self._stop.is_set():
            self._wake.wait()
            self._wake.clear()
            if self._stop.is_set():
                return
            named = self._named.is_set()
            self._named.clear()
            try:
                self._index(named=named)
            except ReaderError as error:
                _log.warning("the files were not looked at", exc_info=True)
                self._progressed(0, 0, True, str(error))
            if not watching and not self._stop.is_set():
                self._watcher.start()
                watching = True
            if not self._stop.is_set():
                self._analyse()

    def _analyse(self) -> None:
        try:
            self.analyses.want_all()
        except ReaderError as error:
            self._progressed(0, 0, True, str(error))

    def _index(self, *, named: bool = False) -> None:
        if note := self._library.unavailable_message():
            self._progressed(0, 0, True, note)
            return
        command = [
            sys.executable,
            "-m",
            "reader",
            "index",
            "--json",
            "--no-names",
            *(["--known-names"] if named else []),
            *(["--debug"] if _log.isEnabledFor(logging.DEBUG) else []),
            "--",
            *map(os.fspath, self._library.roots),
        ]
        try:
            with tempfile.TemporaryFile() as errors:
                self._follow(command, errors)
        except OSError as error:
            _log.warning("the indexing could not be started", exc_info=error)
            self._progressed(0, 0, True, f"The files cannot be looked at: {error.strerror}.")

    def _follow(self, command: Sequence[str], errors: IO[bytes]) -> None:
        """Run the indexing and pass on how far it is; what it says on standard error goes into a file."""
        note = ""
        done = total = 0
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            encoding="utf-8",
        )
        if self._stop.is_set():
            self._process.terminate()
        with self._process as process:
            if process.stdout is not None:
                for line in process.stdout:
                    if not line.endswith("\n"):
                        break  # ended in the middle of a line, by `close`
                    record = json.loads(line)
                    done, total, note = record["done"], record["total"], record.get("note", "")
                    if not record["finished"]:
                        self._progressed(done, total, False, note)
        self._process = None
        if process.returncode and not self._stop.is_set():
            errors.seek(0)
            last = errors.read()[-_LAST_BYTES:].decode("utf-8", "replace").strip()
            _log.error("the indexing ended with status %d: %s", process.returncode, last)
            note = "Reading the files stopped on an error; `reader index` in a shell says more."
        if not self._stop.is_set():
            self._progressed(done, total, True, note)

    def _watch(self) -> None:
        """Wake the indexing when a briefing below the roots is added, changed, moved or deleted."""
        from watchfiles import watch

        folders = [root if root.is_dir() else root.parent for root in self._library.roots]

        def matters(_change: object, path: str) -> bool:
            return is_briefing(path)

        try:
            for _ in watch(
                *folders, watch_filter=matters, stop_event=self._stop, debounce=400, raise_interrupt=False
            ):
                self._wake.set()
        except (OSError, RuntimeError):
            # A folder that cannot be watched (too many watches, a network drive) is still read with `r`.
            _log.warning("the folder is not watched", exc_info=True)
