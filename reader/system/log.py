"""The log: what the sentences that people see leave out, in `reader.log` under the state directory.

Warnings and errors only, unless all is asked for (`--debug`). What a document says stands in it only then:
the message of an exception that is not about files may quote what it stumbled over. The file is made when
there is something to write; several processes write to it, each line whole, also while it is exchanged for a
new one.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import format_exception, format_tb

from reader import __version__
from reader.errors import ReaderError
from reader.system.locks import FileLock
from reader.text.safety import make_safe

MOST_BYTES = 1_000_000
OLD_LOGS = 3
_LONGEST_FOREIGN = 300  # characters of a message of other packages, whose words nobody here has weighed
_TELLING = (ReaderError, OSError, ImportError, MemoryError, RecursionError)
"""Exceptions whose message is about files, memory or packages, never about what a document says."""

_PACKAGES = ("textual", "tantivy", "spacy", "rapidfuzz", "markdown-it-py")


@contextmanager
def logged(path: Path, *, debug: bool) -> Iterator[None]:
    """Write what is logged meanwhile to this file, with `debug` all; what ends a thread is logged too."""
    handler = SharedFileHandler(path)
    handler.setFormatter(PlainFormatter(debug=debug))
    root, ours = logging.getLogger(), logging.getLogger("reader")
    begun, at_work = time.monotonic(), time.process_time()
    before = (root.level, ours.level, threading.excepthook, sys.unraisablehook)
    root.addHandler(handler)
    root.setLevel(logging.INFO if debug else logging.WARNING)
    ours.setLevel(logging.DEBUG if debug else logging.WARNING)
    logging.captureWarnings(True)
    threading.excepthook = _thread_failed
    sys.unraisablehook = _unraisable
    try:
        if debug:
            ours.debug("begun; %s", versions())
        yield
        took, worked = time.monotonic() - begun, time.process_time() - at_work
        ours.debug("ended after %.3f s, %.3f s of them at work", took, worked)
    finally:
        logging.captureWarnings(False)
        threading.excepthook, sys.unraisablehook = before[2:]
        ours.setLevel(before[1])
        root.setLevel(before[0])
        root.removeHandler(handler)
        handler.close()


def versions() -> str:
    """Return what runs here, for who reads the log: versions of the program, of Python and of
    what it stands on.
    """
    import platform
    from importlib import metadata

    names = [f"reader {__version__}", f"Python {platform.python_version()}", platform.platform()]
    for name in _PACKAGES:
        with suppress(metadata.PackageNotFoundError):
            names.append(f"{name} {metadata.version(name)}")
    return ", ".join(names)


def tell(error: ReaderError) -> None:
    """Log what lies behind a sentence that a person was told; a slip of theirs only when all is logged."""
    cause = error.__cause__ or error.__context__
    level = logging.DEBUG if cause is None else logging.WARNING
    logging.getLogger("reader").log(level, "told the person: %s", error, exc_info=error)


def say_unexpected(error: BaseException, path: Path, *, debug: bool) -> str:
    """Log an exception that nobody expected, with where it came from; the sentence for the person.

    The sentence names the exception and the place in the program, never what the exception says.
    """
    logging.getLogger("reader").error("unexpected; %s", versions(), exc_info=error)
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = ""
    if place is not None:
        where = f" at {Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
    known = f"{path} holds what is known of it" if path.exists() else f"{path} could not be written"
    again = "" if debug else ", and more after `reader --debug`"
    return (
        f"an error of the program itself ({type(error).__name__}{where}); what was saved is kept. "
        f"{known}{again}: please report it with that."
    )


def show_traceback(error: BaseException) -> None:
    """Write where an exception came from on standard error, safe for a terminal."""
    print(make_safe("".join(format_exception(error)))[0], file=sys.stderr, end="")


class SharedFileHandler(RotatingFileHandler):
    """A log file of limited size that several processes write to, private to its owner.

    A lock beside it is held for each line: the one that finds the file full exchanges it, the others see
    that theirs is no longer the one of that name. A log that cannot be written is no reason to fail.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(
            path, maxBytes=MOST_BYTES, backupCount=OLD_LOGS, encoding="utf-8", errors="backslashreplace",
            delay=True,
        )  # fmt: skip
        self._lock_path = path.with_name(f"{path.name}.lock")
        self._file_lock: FileLock | None = None

    def _open(self) -> TextIOWrapper:
        return open(
            self.baseFilename, "a", encoding=self.encoding, errors=self.errors,
            opener=lambda path, flags: os.open(path, flags, 0o600),
        )  # fmt: skip

    def emit(self, record: logging.LogRecord) -> None:
        """Write a record; one that cannot be written is dropped."""
        try:
            if self._file_lock is None:
                self._file_lock = FileLock(self._lock_path)
            self._file_lock.alone()
            try:
                self._follow()
                super().emit(record)
            finally:
                self._file_lock.leave()
        except OSError:
            return

    def _follow(self) -> None:
        """Let go of a file that another process has exchanged."""
        if self.stream is None:
            return
        try:
            same = os.path.samestat(os.fstat(self.stream.fileno()), os.stat(self.baseFilename))  # noqa: PTH116
        except OSError:
            same = False
        if not same:
            self._let_go()

    def _let_go(self) -> None:
        """Close the file, with whatever could not be written to it; it is opened again when it is needed."""
        stream, self.stream = self.stream, None
        if stream is not None:
            with suppress(OSError):
                stream.close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the base class's name
        """Drop it: what is lost on a full disk is said where it is lost, and not across the terminal."""
        self._let_go()

    def close(self) -> None:
        """Close the file."""
        self._let_go()
        super().close()
        if self._file_lock is not None:
            self._file_lock.close()
            self._file_lock = None


class PlainFormatter(logging.Formatter):
    """A line a record: when (UTC), which process, how bad, where from, what; more lines are indented.

    Nothing in it acts on a terminal, and no line of a message can be taken for a record of its own.
    """

    def __init__(self, *, debug: bool) -> None:
        super().__init__()
        self._debug = debug

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as text."""
        message = record.getMessage()
        if not self._debug and not record.name.startswith("reader"):
            message = (message.splitlines() or [""])[0][:_LONGEST_FOREIGN]
        parts = [message]
        if record.exc_info and record.exc_info[1] is not None:
            parts += self._chain(record.exc_info[1])
        text = make_safe("\n".join(parts).rstrip())[0].replace("\n", "\n    ")
        when = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        return f"{when}.{int(record.msecs):03d}Z {record.process} {record.levelname} {record.name}: {text}"

    def _chain(self, error: BaseException) -> list[str]:
        """An exception and those behind it, the first cause first, with where each came from."""
        chain: list[BaseException] = []
        behind: BaseException | None = error
        while behind is not None and behind not in chain:
            chain.append(behind)
            behind = behind.__cause__ or (None if behind.__suppress_context__ else behind.__context__)
        lines = []
        for cause in reversed(chain):
            lines += [part.rstrip() for part in format_tb(cause.__traceback__)]
            lines.append(f"{type(cause).__module__}.{type(cause).__qualname__}: {self._message(cause)}")
        return lines

    def _message(self, error: BaseException) -> str:
        if self._debug or isinstance(error, _TELLING) or type(error).__module__ == "sqlite3":
            return str(error)
        return "(what it says may quote a document: --debug writes it)"


def _thread_failed(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None and not isinstance(failed.exc_value, SystemExit):
        name = failed.thread.name if failed.thread is not None else "?"
        logging.getLogger("reader").error("the thread %s ended", name, exc_info=failed.exc_value)


def _unraisable(failed: sys.UnraisableHookArgs) -> None:
    if failed.exc_value is not None:
        logging.getLogger("reader").warning("in clearing up", exc_info=failed.exc_value)
