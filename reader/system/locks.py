"""Locks between processes, held on a file of their own: shared by several or had by one alone.

POSIX systems have `flock`. Elsewhere portalocker does the same; it is not used on POSIX since importing it
takes a good part of the time in which the first frame is there.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from enum import Enum
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class Hold(Enum):
    """How a lock is to be held: alone if nobody else has it, alone, with others, or not any more."""

    ALONE_NOW = "alone now"
    ALONE = "alone"
    SHARED = "shared"
    NOT = "not"


Take = Callable[[int, Hold], bool]
"""Takes a lock on an open file's handle, waiting unless it is ALONE_NOW; whether it is held then."""


class FileLock:
    """A lock that several may share or one has alone. It ends with `close`, and with the process."""

    def __init__(self, path: Path, take: Take | None = None) -> None:
        """Open the lock's file, making it and its folder. Raises OSError."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._take = take or (take_with_portalocker if fcntl is None else take_with_flock)
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)

    def try_alone(self) -> bool:
        """Have it alone if nobody else has it now, and return whether that is so."""
        return self._take(self._handle, Hold.ALONE_NOW)

    def alone(self) -> None:
        """Have it alone; wait for the others."""
        self._take(self._handle, Hold.ALONE)

    def share(self) -> None:
        """Have it with others; wait for who has it alone."""
        self._take(self._handle, Hold.SHARED)

    def leave(self) -> None:
        """Let the others have it; it can be taken again."""
        self._take(self._handle, Hold.NOT)

    def close(self) -> None:
        """End it; nothing happens the second time."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def __del__(self) -> None:
        if hasattr(self, "_handle"):
            self.close()


def take_with_flock(handle: int, kind: Hold) -> bool:
    """Take a lock with `flock`. Where the file system has no locks, it counts as held."""
    operations = {
        Hold.ALONE_NOW: fcntl.LOCK_EX | fcntl.LOCK_NB,
        Hold.ALONE: fcntl.LOCK_EX,
        Hold.SHARED: fcntl.LOCK_SH,
        Hold.NOT: fcntl.LOCK_UN,
    }
    try:
        fcntl.flock(handle, operations[kind])
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def take_with_portalocker(handle: int, kind: Hold) -> bool:
    """Take a lock with portalocker. Where the file system has no locks, it counts as held."""
    from portalocker import LockFlags, lock, unlock
    from portalocker.exceptions import AlreadyLocked, LockException

    flags = {
        Hold.ALONE_NOW: LockFlags.EXCLUSIVE | LockFlags.NON_BLOCKING,
        Hold.ALONE: LockFlags.EXCLUSIVE,
        Hold.SHARED: LockFlags.SHARED,
    }
    # Windows changes no lock into another: the one before must go first.
    with suppress(LockException, OSError):
        unlock(handle)
    if kind is Hold.NOT:
        return True
    try:
        lock(handle, flags[kind])
    except AlreadyLocked:
        return False
    except (LockException, OSError):
        return True
    return True
