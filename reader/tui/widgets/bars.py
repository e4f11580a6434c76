"""The line at the head of a screen, the hints at its foot, and the prompt between them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from reader.text.safety import safe_line
from reader.tui.text.cell_width import LONGEST_CLUSTER
from reader.tui.text.styled_text import StyledText, fit, strip_of, wrap
from reader.tui.theme.palettes import Palette

_LEAST_TITLE = 12


class TopLine(Widget):
    """Two lines: what is shown on the left, how it stands on the right, and a rule below."""

    DEFAULT_CSS = """
    TopLine { height: 2; dock: top; }
    """

    def __init__(self, palette: Callable[[], Palette], id: str | None = None) -> None:
        super().__init__(id=id)
        self._palette = palette
        self._left: Sequence[StyledText] = ()
        self._right: Sequence[StyledText] = ()

    def show(self, left: Sequence[StyledText], right: Sequence[StyledText] = ()) -> None:
        """Show these pieces; the left side is cut where the right one begins."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the strip at this line."""
        width = self.size.width
        if y:
            return strip_of([StyledText("─" * width, "line")], width, self._palette())
        right = [_bounded(piece, width) for piece in (*self._right, StyledText(" "))]
        right_cells = sum(cell_len(piece.text) for piece in right)
        room = max(0, width - right_cells - 2)
        left = [_bounded(piece, width) for piece in (StyledText(" "), *self._left)]
        over = sum(cell_len(piece.text) for piece in left) - room
        if over > 0 and len(left) > 2 and cell_len(left[1].text) - over >= _LEAST_TITLE:
            # What is said of the title stays when the title is too long.
            left[1] = StyledText(fit(left[1].text, cell_len(left[1].text) - over), left[1].role)
        used, pieces = 0, []
        for piece in left:
            length = cell_len(piece.text)
            text = piece.text if used + length <= room else fit(piece.text, room - used)
            pieces.append(StyledText(text, piece.role))
            used += cell_len(text)
        return strip_of(
            [*pieces, StyledText(" " * max(0, width - used - right_cells)), *right], width, self._palette()
        )


def _bounded(piece: StyledText, width: int) -> StyledText:
    """Return a piece that is bounded by the screen: one that is certainly wider is cut to its width."""
    return piece._replace(text=fit(piece.text, width)) if len(piece.text) > width * LONGEST_CLUSTER else piece


class HintLine(Widget):
    """The keys that matter now; a message takes their place for as long as it is news.

    A message that is longer than a line takes as many as it needs, up to `MOST_LINES`, and stays the longer.
    """

    DEFAULT_CSS = """
    HintLine { height: 1; }
    """
    MESSAGE_SECONDS = 4.0
    SECONDS_A_CHARACTER = 0.04  # beyond the first eighty: some 250 words a minute
    MOST_LINES = 6

    def __init__(self, palette: Callable[[], Palette], id: str | None = None) -> None:
        super().__init__(id=id)
        self._palette = palette
        self._hints: Sequence[tuple[str, str]] = ()
        self._message: StyledText | None = None
        self._lines: list[list[StyledText]] = []

    @property
    def message(self) -> str:
        """The message that is shown, empty when the hints are."""
        return self._message.text if self._message else ""

    def show(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show these (key, label) pairs, as many as fit; the last, where more is told, in any case."""
        self._hints = hints
        self.refresh()

    def say(self, text: str, role: str = "accent") -> None:
        """Say a sentence in place of the hints for some seconds, or until a key clears it."""
        message = StyledText(safe_line(text), role)
        self._message = message
        self._break_message()
        seconds = self.MESSAGE_SECONDS + self.SECONDS_A_CHARACTER * max(0, len(message.text) - 80)
        self.set_timer(seconds, lambda: self._unsay(message))

    def on_resize(self) -> None:
        """Break the message anew."""
        self._break_message()

    def _break_message(self) -> None:
        width = self.size.width - 2
        lines = wrap([self._message], width) if self._message is not None and width > 0 else []
        if len(lines) > self.MOST_LINES:
            rest = "".join(piece.text for line in lines[self.MOST_LINES - 1 :] for piece in line)
            lines[self.MOST_LINES - 1 :] = [[StyledText(fit(rest, width), lines[0][0].role)]]
        self._lines = lines
        self.styles.height = max(1, len(lines))
        self.refresh()

    def _unsay(self, message: StyledText) -> None:
        if self._message is message:
            self.clear()

    def clear(self) -> None:
        """Back to the hints."""
        if self._message is not None:
            self._message = None
            self._break_message()

    def render_line(self, y: int) -> Strip:
        """Return the strip of the hints or the message."""
        width = self.size.width
        if self._message is not None:
            line = self._lines[y] if y < len(self._lines) else []
            return strip_of([StyledText(" "), *line], width, self._palette())
        parts = [
            [StyledText(" · ", "faint"), StyledText(key, "accent"), StyledText(f" {label}", "dim")]
            for key, label in self._hints
        ]
        if parts:
            parts[0][0] = StyledText(" ")
        lengths = [sum(cell_len(piece.text) for piece in part) for part in parts]
        while len(parts) > 1 and sum(lengths) > width - 1:
            del parts[-2], lengths[-2]
        pieces = [piece for part in parts for piece in part]
        return strip_of(pieces, width, self._palette())


_LONGEST_TYPED = 10_000  # code points


class Prompt(Input):
    """A one-line field that says what is typed at each keystroke and gives control keys to its screen."""

    DEFAULT_CSS = """
    Prompt { height: 1; border: none; padding: 0; background: $background; }
    Prompt:focus { border: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave('cancel')", show=False),
        Binding("tab", "leave('widen')", show=False),
        Binding("up,ctrl+k", "leave('up')", show=False),
        Binding("down,ctrl+n,ctrl+j", "leave('down')", show=False),
        Binding("pageup", "leave('page_up')", show=False),
        Binding("pagedown", "leave('page_down')", show=False),
    ]

    class Key(Message):
        """A key that is not for the text: `name` is cancel, widen, up, down, page_up or page_down."""

        def __init__(self, prompt: Prompt, name: str) -> None:
            super().__init__()
            self.prompt = prompt
            self.name = name

    def __init__(self, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(placeholder=placeholder, id=id, compact=True, select_on_focus=False)

    def validate_value(self, value: str) -> str:
        """Cut what is longer than a line can be: the field goes through all of it at each key."""
        return value[:_LONGEST_TYPED]

    def action_leave(self, name: str) -> None:
        """Give the key to the screen."""
        self.post_message(self.Key(self, name))

    def _on_paste(self, event: events.Paste) -> None:
        # A pasted passage is one line of a query: its line breaks are spaces. The field takes it in itself:
        # Textual calls the handlers of all classes of a widget.
        event.text = " ".join(event.text.split())
