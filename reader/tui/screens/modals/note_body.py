"""The field for the words of a note."""

from __future__ import annotations

from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import EditResult, Location

_MOST_POINTS = 100_000
_LONGEST_LINE = 20_000  # code points: what the field breaks into lines at once without a wait
_SHOWN = 2_000  # code points of words that are too many


class NoteBody(TextArea):
    """Words of any length; those that are too many to be changed here are kept whole and shown in part."""

    class TooLong(Message):
        """News that the words are too many to be changed here; `pasted` when a paste made them so."""

        def __init__(self, *, pasted: bool) -> None:
            super().__init__()
            self.pasted = pasted

    def __init__(self) -> None:
        super().__init__(soft_wrap=True, tab_behavior="focus", classes="body")
        self._whole: str | None = None  # the words where they are too many
        self._before_paste: str | None = None  # the words before the paste that made them too many

    @property
    def words(self) -> str:
        """All words."""
        return self.text if self._whole is None else self._whole

    def put(self, words: str) -> None:
        """Take other words, with the cursor at their end."""
        self._put(words, before_paste=None)

    def _put(self, words: str, before_paste: str | None) -> None:
        too_long = _is_too_long(words)
        self._whole = words if too_long else None
        self._before_paste = before_paste
        self.read_only = too_long
        self.text = f"{words[:_SHOWN]}…" if too_long else words
        self.move_cursor(self.document.end)
        if too_long:
            self.post_message(self.TooLong(pasted=before_paste is not None))

    def replace(
        self, insert: str, start: Location, end: Location, *, maintain_selection_offset: bool = True
    ) -> EditResult:
        """Put a text in the place of another; with a paste that makes the words too many, keep them whole."""
        if len(insert) > 1:  # a letter typed is always taken: the words grow too slowly to hold the field
            top, bottom = sorted((start, end))
            document = self.document
            before = document.get_text_range((0, 0), top)
            words = before + insert + document.get_text_range(bottom, document.end)
            if _is_too_long(words):
                replaced = document.get_text_range(top, bottom)
                self._put(words, before_paste=self.text)
                return EditResult(self.document.end, replaced)
        return super().replace(insert, start, end, maintain_selection_offset=maintain_selection_offset)

    def undo(self) -> None:
        """Take the last change back; a paste that made the words too many as a whole."""
        if self._before_paste is not None:
            self.put(self._before_paste)
        else:
            super().undo()


def _is_too_long(words: str) -> bool:
    return len(words) > _MOST_POINTS or max(map(len, words.split("\n"))) > _LONGEST_LINE
