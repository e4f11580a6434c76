"""Files are read in a process of their own, so that no file takes this one down or holds it up.

The process is kept for the next file: starting one takes tenths of a second, asking one a millisecond. Of
several threads that ask at once some get a process each.
"""

from __future__ import annotations

import gc
import logging
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import IO

from reader.errors import UnreadableFile
from reader.formats.isolation.child import Answer, Refusal, Request
from reader.formats.nesting import LoadedPart

_log = logging.getLogger(__name__)

TIME_LIMIT = 20.0
"""The seconds that a file may take."""
CONTAINER_TIME_LIMIT = 120.0
"""The seconds that a file may take that holds others."""
MOST_KEPT = 2
"""The processes that wait for the next file."""


# Not from the folder that the program was started in (-P), which may hold anything.
_COMMAND = (sys.executable, "-P", "-c", "from reader.formats.isolation.child import main; main()")


def time_limit(*, holds_files: bool) -> float:
    """Return the seconds that a file may take."""
    return CONTAINER_TIME_LIMIT if holds_files else TIME_LIMIT


class ParserProcess:
    """A process that reads one file at a time. It ends with this one, since its standard input does."""

    def __init__(self, command: Sequence[str] = _COMMAND) -> None:
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._requests: IO[bytes] = self._process.stdin
        self._answers: IO[bytes] = self._process.stdout

    def parts(self, request: Request, seconds: float) -> list[LoadedPart]:
        """Return the documents of a file as `parse_all` gives them.

        Raises UnreadableFile, with the code `took-too-long` or `ended` where the process did not come to an
        end by itself; it is gone then (`is_alive`).
        """
        is_late = threading.Event()

        def stop() -> None:
            is_late.set()
            self._process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        parts: list[LoadedPart] = []
        refusal: Refusal | None = None
        try:
            pickle.dump(request, self._requests, protocol=5)
            self._requests.flush()
            while (answer := self._next()) is not None:
                if isinstance(answer, Refusal):
                    refusal = answer
                else:
                    parts.append(answer)
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            self.close()
            if is_late.is_set():
                reason = f"reading it takes longer than {seconds:.0f} seconds"
                raise UnreadableFile(request.name, reason, "took-too-long") from error
            _log.warning("the process that read a file ended with %s", self._process.returncode)
            reason = "the program that reads such files ended over it; the file may be broken"
            raise UnreadableFile(request.name, reason, "ended") from error
        except BaseException:
            # What is left of the answers must not be taken for those to the next request.
            self.close()
            raise
        finally:
            timer.cancel()
        if is_late.is_set():
            self.close()
        if refusal is not None:
            raise UnreadableFile(request.name, refusal.reason, refusal.code)
        return parts

    def _next(self) -> Answer:
        # A document comes as very many small objects, all of which stay.
        was_enabled = gc.isenabled()
        gc.disable()
        try:
            answer: Answer = pickle.load(self._answers)
        finally:
            if was_enabled:
                gc.enable()
        return answer

    @property
    def is_alive(self) -> bool:
        """Whether the process can be asked again."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        for stream in (self._requests, self._answers):
            with suppress(OSError):
                stream.close()
        self._process.wait()


class ParserProcesses:
    """The processes that wait for files. Methods may be called from any thread."""

    def __init__(self, start: Callable[[], ParserProcess] = ParserProcess) -> None:
        self._start = start
        self._waiting: list[ParserProcess] = []
        self._lock = threading.Lock()

    def parts(
        self, data: bytes, name: str, modified: float, only: str | None, seconds: float = TIME_LIMIT
    ) -> Iterator[LoadedPart]:
        """Give the documents of a file as `parse_all` does. Raises UnreadableFile."""
        process = self._take()
        try:
            parts = process.parts(Request(data, name, modified, only), seconds)
        finally:
            self._give_back(process)
        yield from parts

    def _take(self) -> ParserProcess:
        with self._lock:
            while self._waiting:
                process = self._waiting.pop()
                if process.is_alive:
                    return process
                process.close()
        return self._start()

    def _give_back(self, process: ParserProcess) -> None:
        with self._lock:
            if process.is_alive and len(self._waiting) < MOST_KEPT:
                self._waiting.append(process)
                return
        process.close()

    def close(self) -> None:
        """End the processes that wait."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
        for process in waiting:
            process.close()


PROCESSES = ParserProcesses()
"""Those of this process."""
