"""The field for the words of a note."""

from __future__ import annotations

from textual.widgets import TextArea

_MOST_POINTS = 100_000
_LONGEST_LINE = 20_000  # code points: what the field breaks into lines at once without a wait
_SHOWN = 2_000  # code points of words that are too many


class NoteBody(TextArea):
    """Words of any length; those that are too many to be changed here are kept whole and shown in part."""

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, tab_behavior="focus", classes="body")
        self._whole: str | None = None  # the words where they are too many

    @property
    def words(self) -> str:
        """All words."""
        return self.text if self._whole is None else self._whole

    @property
    def is_too_long(self) -> bool:
        """Whether the words are too many to be changed here."""
        return self._whole is not None

    def put(self, words: str) -> None:
        """Take other words, with the cursor at their end."""
        too_long = len(words) > _MOST_POINTS or max(map(len, words.split("\n"))) > _LONGEST_LINE
        self._whole = words if too_long else None
        self.read_only = too_long
        self.text = f"{words[:_SHOWN]}…" if too_long else words
        self.move_cursor(self.document.end)
