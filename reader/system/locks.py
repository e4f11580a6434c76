"""Locks between processes, held on a file of their own; without effect where the system has none."""

from __future__ import annotations

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # a system without them
    fcntl = None  # type: ignore[assignment]


class FileLock:
    """A lock that several may share or one has alone. It ends with `close`, and with the process."""

    def __init__(self, path: Path) -> None:
        """Open the lock's file, making it and its folder; raises OSError."""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)

    def try_alone(self) -> bool:
        """Have it alone, if nobody else has it now; whether that is so."""
        return fcntl is None or self._take(fcntl.LOCK_EX | fcntl.LOCK_NB)

    def alone(self) -> None:
        """Have it alone; waits for the others."""
        if fcntl is not None:
            self._take(fcntl.LOCK_EX)

    def share(self) -> None:
        """Have it with others; waits for who has it alone."""
        if fcntl is not None:
            self._take(fcntl.LOCK_SH)

    def leave(self) -> None:
        """Let the others have it; it can be taken again."""
        if fcntl is not None:
            self._take(fcntl.LOCK_UN)

    def _take(self, how: int) -> bool:
        try:
            fcntl.flock(self._handle, how)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks
        return True

    def close(self) -> None:
        """End it; nothing happens the second time."""
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)

    def __del__(self) -> None:
        if hasattr(self, "_handle"):
            self.close()
