"""What the work behind the screens posts to the app."""

from __future__ import annotations

from textual.message import Message


class LibraryChanged(Message):
    """The library's documents have changed in the cache, or indexing has come further.

    `done` of `total` files were looked at; `note` is a sentence for the person, empty when there is none.
    """

    def __init__(self, done: int, total: int, finished: bool, note: str = "") -> None:
        super().__init__()
        self.done = done
        self.total = total
        self.finished = finished
        self.note = note


class NamesArrived(Message):
    """The names of the document of this key have arrived; `error` says why there are none, if so."""

    def __init__(self, key: str, error: str) -> None:
        super().__init__()
        self.key = key
        self.error = error
