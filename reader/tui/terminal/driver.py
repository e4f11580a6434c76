"""The terminal as this program writes to it."""

from __future__ import annotations

import sys
from contextlib import suppress
from typing import IO, Any, cast

from textual.drivers.linux_driver import LinuxDriver


class _Terminal:
    """A terminal that takes no more once it has hung up, and stops nobody who goes on writing."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write, or lose it."""
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        """Hand on what was written, or lose it."""
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        """Return the number of the file."""
        return self._file.fileno()


class TerminalDriver(LinuxDriver):
    """Textual's driver of terminals, in two things sturdier.

    The thread that writes does not die of a terminal that is gone: whoever waits for it to write would wait
    for ever. And where standard error leads elsewhere, which Textual draws on, standard output is drawn on.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        error, output = sys.__stderr__, sys.__stdout__
        drawn_on = error if error is not None and error.isatty() else output
        self._file = cast("Any", _Terminal(cast("IO[str]", drawn_on)))
