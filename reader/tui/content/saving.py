"""Saving a file in a file: an attachment of a message, a member of an archive."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from reader.errors import ReaderError
from reader.library import DocumentRow, Library
from reader.text.safety import safe_line

NOT_EDITED = "This is in another file, which is never written to; S saves it as a file of its own."
"""What is said to who would open an attachment in an editor."""


class SavingHost(Protocol):
    """A screen from which a file in a file can be saved."""

    def say(self, text: str, role: str = "accent") -> None:
        """Say a sentence at the foot of the screen."""

    def deliver(self, take: Callable[..., object], *results: object) -> None:
        """Give a worker's results to a method on the interface's thread; called in the worker's thread."""


def save_part(host: SavingHost, library: Library, entry: DocumentRow) -> None:
    """Save a document in a file where the reader was started, and say where; called in a thread."""
    if not entry.inner:
        host.deliver(host.say, "This is a file of its own; what is in a mailbox or an archive can be saved.")
        return
    try:
        target = library.files.save_part(entry.path, entry.inner, Path.cwd())
    except ReaderError as error:
        host.deliver(host.say, str(error), "error")
        return
    host.deliver(host.say, f"Saved as {safe_line(str(target))}.")
