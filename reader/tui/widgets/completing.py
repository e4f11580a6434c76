"""A field that completes what is typed in it: grey letters say how, Tab or → takes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input

_LONGEST_PASTE = 10_000  # code points: the field goes through all of its value at each key


class Completing(Input):
    """A one-line field; Tab takes the completion when there is one, else moves on to the next field."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("tab", "complete", show=False)]

    class TooLong(Message):
        """News that a text was not pasted, being too long for one line."""

    def __init__(self, value: str, suggester: Suggester, *, placeholder: str = "", classes: str = "") -> None:
        super().__init__(value, placeholder, suggester=suggester, compact=True, classes=classes)

    def _on_paste(self, event: events.Paste) -> None:
        # Else the field takes it in itself: Textual calls the handlers of all classes of a widget.
        if len(event.text) > _LONGEST_PASTE:
            event.prevent_default()
            event.stop()
            self.post_message(self.TooLong())

    def action_complete(self) -> None:
        """Take the completion, or move on."""
        before = self.value
        if self.cursor_at_end:
            self.action_cursor_right()
        if self.value == before:
            self.screen.focus_next()


class Words(Suggester):
    """The ends of words: the last that `parted` parts is completed by the first that fits of `words`.

    A word that stands in the field already is not offered again.
    """

    def __init__(self, words: Callable[[], Sequence[str]], parted: str = "") -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._words = words
        self._parted = parted

    async def get_suggestion(self, value: str) -> str | None:
        """Return the value with its last word completed, None when nothing fits."""
        return completed(value, self._words(), self._parted)


def completed(value: str, words: Sequence[str], parted: str = "") -> str | None:
    """Return the value with its last word completed from `words`, None when nothing fits or is begun."""
    parts = value.split(parted) if parted else [value]
    begun = parts[-1].lstrip()
    typed_before = {part.strip().casefold() for part in parts[:-1]}
    if not begun:
        return None
    for word in words:
        # A word that another case makes longer cannot be cut where the typed part ends.
        begins = len(word) > len(begun) and word[: len(begun)].casefold() == begun.casefold()
        if begins and word.casefold() not in typed_before:
            return value + word[len(begun) :]
    return None
