"""Asks for each version of the line, in a thread; an answer to a line that has changed is not shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from textual.worker import get_current_worker

from reader.errors import QueryError, ReaderError
from reader.library import DocumentRow
from reader.search.engine import Answer
from reader.tui.screens.lists.search.host import SearchHost
from reader.tui.screens.worker_results import Latest
from reader.tui.session.messages import LibraryChanged
from reader.tui.session.search_walk import LocatedHit, SearchWalk

_MOST_HITS = 50


class Asking:
    """The answer to the line that is typed. Threads deliver it, the handlers here show it."""

    def __init__(self, host: SearchHost, show_answer: Callable[[Answer], None]) -> None:
        """Take the screen, and what shows the line about an answer that has hits."""
        self._host = host
        self._show_answer = show_answer
        self._latest = Latest()
        self._line = ""
        self._words: frozenset[str] = frozenset()
        self._about = ""

    def ask(self, line: str) -> None:
        """Search for a line."""
        self._line = line
        self._latest.follow(self._host.in_thread(partial(self._ask, line), "search"))

    def library_changed(self, _message: LibraryChanged) -> None:
        """Ask again for a line that found nothing: more documents can be searched."""
        if self._line.strip() and not self._host.rows.items:
            self.ask(self._line)

    async def walk(self) -> SearchWalk | None:
        """Wait for the answer to the line; return the walk at the hit under the cursor, None without one."""
        await self._latest.settled()
        rows = self._host.rows
        if rows.current is None:
            return None
        return SearchWalk(rows.items, rows.cursor, self._words, self._line, self._about)

    def _ask(self, line: str) -> None:
        worker, library = get_current_worker(), self._host.session.library
        if not line.strip():
            if not worker.is_cancelled:
                self._host.deliver(self._host.show_nothing, "")
            return
        try:
            answer = library.search.answer(line, _MOST_HITS, nonblocking=True)
        except ReaderError as error:
            if not worker.is_cancelled:
                place = f" (at character {error.position + 1})" if isinstance(error, QueryError) else ""
                self._host.deliver(self._host.show_problem, f"{error}{place}")
            return
        entries = library.documents.entries_of([hit.document or hit.key for hit in answer.hits])
        if not worker.is_cancelled:
            self._host.deliver(self._take, line, answer, entries)

    def _take(self, line: str, answer: Answer, entries: Mapping[str, DocumentRow]) -> None:
        if line != self._host.line:
            return
        self._host.session.navigation.last_search = line
        self._about = " ".join(answer.corrections.get(word, word) for word in line.split())
        self._words = answer.highlighted
        hits = [
            LocatedHit(hit, entries[hit.document or hit.key])
            for hit in answer.hits
            if (hit.document or hit.key) in entries
        ]
        if hits:
            self._host.rows.show(hits)
            self._show_answer(answer)
        else:
            self._host.show_nothing(answer.advice)
