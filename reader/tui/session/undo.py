"""What was done in a run of the program, to be taken back in the opposite order."""

from __future__ import annotations

from collections.abc import Callable

_MOST = 1_000  # changes that can be taken back


class UndoStack:
    """The changes of this run, over notes, flags, reading marks and corrections, the latest last.

    A change is the function that takes it back: it returns the sentence that says what was taken back, and
    raises ReaderError when that cannot be kept; the change then stays on the stack.
    """

    def __init__(self) -> None:
        self._changes: list[Callable[[], str]] = []
        self._undoing = False

    def __len__(self) -> int:
        return len(self._changes)

    def push(self, take_back: Callable[[], str]) -> None:
        """Remember how to take a change back; what is done while taking back is no change of its own."""
        if not self._undoing:
            self._changes.append(take_back)
            del self._changes[:-_MOST]

    def undo(self) -> str:
        """Take the latest change back; return the sentence that says what it was, empty when there is none.

        Raises what the change raises.
        """
        if not self._changes:
            return ""
        self._undoing = True
        try:
            sentence = self._changes[-1]()
        finally:
            self._undoing = False
        self._changes.pop()
        return sentence
