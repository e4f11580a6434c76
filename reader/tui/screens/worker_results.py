"""How what a worker finds comes to the screen that asked for it, and how a screen waits for it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual.screen import Screen
from textual.worker import Worker, WorkerError


def deliver(screen: Screen[Any], take: Callable[..., object], *result: object) -> None:
    """Give what a worker's thread has found to a screen; one that was left meanwhile gets nothing."""

    def still_here() -> None:
        # One that is closed leaves the stack first; when the app ends, all lose their widgets first.
        if screen.is_attached and not screen._pruning and screen in screen.app.screen_stack:
            take(*result)

    screen.app.call_from_thread(still_here)


class Latest:
    """The newest of the workers whose answers replace one another."""

    def __init__(self) -> None:
        self._worker: Worker[None] | None = None

    def follow(self, worker: Worker[None]) -> None:
        """Take this as the newest."""
        self._worker = worker

    async def settled(self) -> None:
        """Wait until the newest has given its answer, and any that is newer by then."""
        while (worker := self._worker) is not None:
            with suppress(WorkerError):
                await worker.wait()
            if worker is self._worker:
                self._worker = None
