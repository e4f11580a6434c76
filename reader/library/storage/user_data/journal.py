"""The journal beside the user data: each change of what a person cannot get back, one line of JSON each.

A line is on the disk before the database commits what it says, so the journal never holds less than what was
acknowledged. Each line has the number of its operation, which the database keeps too: by it is known what one
has and the other has not. Lines of an operation that was not committed are taken back by a line of their own,
or stay and are harmless: they say what a person wanted to keep. Only who holds the database's write lock
writes here, so lines stand in the order of the commits, whichever process they are from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from reader.errors import UserDataError
from reader.system.files import sync_folder

OPERATION = "operation"
"""The field of every line that holds the number of its operation; the other fields are what changed."""

TAKEN_BACK = "taken back"
"""The field of a line that says that the operation's lines before it were not committed."""

_TAIL_BYTES = 65_536


class Journal:
    """One file of lines. Raises UserDataError with a sentence when it cannot be read or written."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, operation: int, changes: Iterable[dict[str, Any]]) -> None:
        """Write the changes of one operation; they are on the disk when this returns, or none is there."""
        data = b"".join(_line({OPERATION: operation, **change}) for change in changes)
        try:
            handle = os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
            try:
                end = os.lseek(handle, 0, os.SEEK_END)
                if end and _read_at(handle, end - 1, 1) != b"\n":
                    data = b"\n" + data  # a line that a power cut tore stays apart
                try:
                    os.lseek(handle, 0, os.SEEK_END)
                    _write_all(handle, data)
                    os.fsync(handle)
                    if not end:
                        sync_folder(self.path.parent)
                except OSError:
                    with suppress(OSError):
                        os.ftruncate(handle, end)
                    raise
            finally:
                os.close(handle)
        except OSError as error:
            raise UserDataError(
                f"{self.path} could not be written ({error.strerror}): nothing was changed. "
                "Free some room, or check the rights of its folder, and try again."
            ) from error

    def size(self) -> int:
        """Return how many bytes it has; 0 when there is none."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def take_back(self, operation: int) -> None:
        """Say that an operation was not committed; where that cannot be written, its lines are harmless."""
        with suppress(UserDataError):
            self.append(operation, [{TAKEN_BACK: True}])

    def last_operation(self) -> int:
        """Return the number of the last operation that was not taken back; 0 when there is none.

        Only the end of the file is read.
        """
        try:
            with self.path.open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - _TAIL_BYTES))
                lines = file.read().split(b"\n")
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise self._unreadable(error) from error
        entries = [entry for line in lines if (entry := _entry(line)) is not None]
        if not entries and size > _TAIL_BYTES:  # a last line that is longer
            entries = [{OPERATION: max((entry[OPERATION] for entry in self.read()), default=0)}]
        return _last(entries)

    def read(self, after: int = 0) -> Iterator[dict[str, Any]]:
        """Return the lines of the operations after this one, in order, without those that were taken back.

        What is no line of a journal is passed over: it was torn by a power cut, or damaged.
        """
        taken_back: dict[int, int] = {}
        for number, entry in self._entries():
            if entry.get(TAKEN_BACK):
                taken_back[entry[OPERATION]] = number
        for number, entry in self._entries():
            operation = entry[OPERATION]
            if operation > after and number > taken_back.get(operation, -1):
                yield entry

    def _entries(self) -> Iterator[tuple[int, dict[str, Any]]]:
        try:
            with self.path.open("rb") as file:
                for number, line in enumerate(file):
                    entry = _entry(line)
                    if entry is not None:
                        yield number, entry
        except FileNotFoundError:
            return
        except OSError as error:
            raise self._unreadable(error) from error

    def replace(self, operation: int, changes: Iterable[dict[str, Any]]) -> None:
        """Write all that there is anew, as of an operation; the file is as before or whole, never between."""
        partial = self.path.with_name(f"{self.path.name}.{os.getpid()}.partial")
        try:
            try:
                with open(partial, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
                    for change in changes:
                        file.write(_line({OPERATION: operation, **change}))
                    file.flush()
                    os.fsync(file.fileno())
                partial.replace(self.path)
                sync_folder(self.path.parent)
            finally:
                partial.unlink(missing_ok=True)
        except OSError as error:
            raise UserDataError(
                f"{self.path} could not be written ({error.strerror}); it is as it was. Free some room."
            ) from error

    def _unreadable(self, error: OSError) -> UserDataError:
        return UserDataError(f"{self.path} cannot be read ({error.strerror}): check its rights.")


def _last(entries: Iterable[dict[str, Any]]) -> int:
    last = before = 0
    for entry in entries:
        operation = entry[OPERATION]
        if entry.get(TAKEN_BACK):
            last = before
        elif operation != last:
            before, last = last, operation
    return last


def _line(entry: dict[str, Any]) -> bytes:
    try:
        return (json.dumps(entry, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:  # a path that is no text
        return (json.dumps(entry) + "\n").encode()


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict) or type(entry.get(OPERATION)) is not int or entry[OPERATION] < 1:
        return None
    return entry


def _read_at(handle: int, start: int, size: int) -> bytes:
    os.lseek(handle, start, os.SEEK_SET)
    return os.read(handle, size)


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
