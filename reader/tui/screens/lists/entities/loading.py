"""Counting the names of all documents, in a thread, again when names arrive."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Protocol

from textual.worker import Worker, get_current_worker

from reader.analysis.mention import GROUPS
from reader.errors import ReaderError
from reader.library import EntityList, NamedEntity
from reader.tui.screens.lists.rows_panel import RowsHost, RowsPanel

_WAIT = 10  # countings take no more than this part of the time while names arrive
_SHORTEST_WAIT_SECONDS = 1.0


class EntityListHost(RowsHost, Protocol):
    """A screen with a list of names, called on the interface's thread."""

    @property
    def panel(self) -> RowsPanel[NamedEntity]:
        """The rows, the filter over them, and the page beside them."""

    def set_timer(self, delay: float, callback: Callable[[], object]) -> object:
        """Have something called on the interface's thread after so many seconds."""


class EntityListLoading:
    """Which names there are. Threads deliver, handlers own the numbers.

    `loaded` says whether the numbers are those of all that was analysed; `documents` how many they are of,
    `groups` how many names there are of each group of types, `watched` which names are watched.
    """

    def __init__(self, host: EntityListHost) -> None:
        self._host = host
        self.loaded = False
        self.documents = 0
        self.groups: Counter[str] = Counter()
        self.watched: frozenset[str] = frozenset()
        self._counting: Worker[None] | None = None
        self._again_wanted = False
        self._took_seconds = 0.0

    def read(self) -> None:
        """Show the names as they were last counted, then count what has come since."""
        self._counting = self._host.in_thread(self._read, "entities")

    def _read(self) -> None:
        worker = get_current_worker()
        library, began = self._host.session.library, time.monotonic()
        try:
            last_counted = library.entities.entity_list()
            if not worker.is_cancelled:
                self._host.deliver(self._take, last_counted, library.entities.watched_names())
            newest = library.entities.entity_list() if library.entities.refresh() else last_counted
        except ReaderError as error:
            self._host.deliver(self._host.say, str(error), "error")
            return
        if worker.is_cancelled:
            return
        self._host.deliver(self._take_duration, time.monotonic() - began)
        if newest is not last_counted:
            self._host.deliver(self._take, newest, library.entities.watched_names())

    def _take_duration(self, seconds: float) -> None:
        self._took_seconds = seconds

    def _take(self, counted: EntityList, watched: frozenset[str]) -> None:
        self.loaded = counted.current
        self.documents = counted.documents
        self.watched = watched
        self.groups = Counter(GROUPS[item.type] for item in counted.entities)
        self._host.panel.take(counted.entities)

    def names_arrived(self, _message: object) -> None:
        """Count again, since more documents were analysed, but not all the time."""
        if not self._again_wanted:
            self._again_wanted = True
            self._host.set_timer(max(_SHORTEST_WAIT_SECONDS, _WAIT * self._took_seconds), self._read_again)

    def _read_again(self) -> None:
        if self._counting is not None and not self._counting.is_finished:
            self._host.set_timer(_SHORTEST_WAIT_SECONDS, self._read_again)
            return
        self._again_wanted = False
        self.read()

    def names_corrected(self) -> None:
        """Count again: the person has corrected something."""
        self.read()
