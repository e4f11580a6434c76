"""A pool of processes of lowered priority that never outlive the process that made it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.connection import Connection, wait

NICENESS = 10


class ParentBoundPool(ProcessPoolExecutor):
    """Spawned processes, started when they are needed; `shutdown(wait=False)` gives up what is in hand.

    Spawned, not forked: this program has threads. Each process watches a pipe whose other end is held here:
    it closes when the pool is shut down or when this process dies, and then the process ends at once.
    """

    def __init__(self, workers: int = 1) -> None:
        context = multiprocessing.get_context("spawn")
        self._watched, self._parent_end = context.Pipe(duplex=False)
        self._closing = threading.Lock()
        super().__init__(
            max_workers=workers, mp_context=context, initializer=_start_process, initargs=(self._watched,)
        )

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """As in the base class; without waiting, work in hand is given up."""
        if not wait:
            self._let_go(self._parent_end)
        super().shutdown(wait=wait, cancel_futures=cancel_futures)
        self._let_go(self._parent_end)
        self._let_go(self._watched)

    def _let_go(self, end: Connection) -> None:
        # Two threads may shut it down at once, and a number closed twice may be somebody else's by then.
        with self._closing:
            end.close()


def _start_process(watched: Connection) -> None:
    """Makes a worker process polite, silent and mortal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides what Ctrl+C means
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    # A crash report of the interpreter would be written across the terminal that the parent draws on.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 2)
    os.close(silence)

    def watch() -> None:
        wait([watched])
        os._exit(0)

    threading.Thread(target=watch, name="parent watch", daemon=True).start()
