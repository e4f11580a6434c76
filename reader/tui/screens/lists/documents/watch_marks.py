"""Which documents of the list name somebody that the person watches."""

from __future__ import annotations

from reader.tui.screens.lists.documents.host import DocumentListHost

_WATCH_SECONDS = 2.0  # how often at most the marks are looked up while names arrive


class WatchMarks:
    """The hashes of the texts that mention a watched name, looked up in a thread."""

    def __init__(self, host: DocumentListHost) -> None:
        self._host = host
        self._watched_texts: frozenset[str] = frozenset()
        self._look_due = False

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._watched_texts

    def look(self) -> None:
        """Find the documents that mention a watched name; those of a small library at once."""
        self._host.in_thread(self._look_beside, "watched")

    def look_in_a_moment(self) -> None:
        """Find them again, but not all the time."""
        if not self._look_due:
            self._look_due = True
            self._host.set_timer(_WATCH_SECONDS, self._look_again)

    def _look_again(self) -> None:
        # Names that arrive from here on ask once more: this look may miss them.
        self._look_due = False
        self.look()

    def _look_beside(self) -> None:
        library = self._host.session.library
        watched_texts: frozenset[str] = frozenset()
        if library.entities.watched_names():
            library.entities.refresh(only_small=True)
            watched_texts = frozenset(library.entities.watched_texts())
        self._host.deliver(self._take, watched_texts)

    def _take(self, watched_texts: frozenset[str]) -> None:
        if watched_texts != self._watched_texts:
            self._watched_texts = watched_texts
            self._host.panel.rows.refresh()
