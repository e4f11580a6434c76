"""What every screen shares: keys go through the commands table, messages to the hint line."""

from __future__ import annotations

from collections.abc import Callable
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from reader.tui.screens.worker_results import deliver
from reader.tui.session.commands import EVEN_WHILE_TYPING, Command, Where, textual_key
from reader.tui.theme.palettes import Palette
from reader.tui.widgets.bars import HintLine

if TYPE_CHECKING:
    from reader.tui.session.session import Desk


_EVEN_WHILE_TYPING = frozenset(map(textual_key, EVEN_WHILE_TYPING))


def _takes_text(widget: Widget | None) -> bool:
    """Whether what is typed is a text for this widget, an Input or a TextArea.

    The latter by its name: to import it before one is shown takes as long as half the reader does.
    """
    return isinstance(widget, Input) or any(kind.__name__ == "TextArea" for kind in type(widget).__mro__)


def reader_of(screen: Screen[Any]) -> Desk:
    """The app that a screen belongs to, by its own type."""
    return cast("Desk", screen.app)


class CommandScreen(Screen[None]):
    """A screen whose keys are the commands of one part of the table.

    A command `open` runs `do_open` of the screen, else of the app. A command that waits for one more key
    (a mark's name) calls `ask_key`.
    """

    where: ClassVar[Where]
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._awaiting = ""

    @property
    def reader(self) -> Desk:
        """The app, by its own type."""
        return reader_of(self)

    def palette(self) -> Palette:
        """The palette of the theme in force."""
        return self.reader.palette

    def say(self, text: str, role: str = "accent") -> None:
        """Say a sentence at the foot of the screen; of one that is just being opened, when it is there."""
        if self.is_mounted:
            self.query_one(HintLine).say(text, role)
        else:
            self.call_later(self.say, text, role)

    def on_screen_resume(self) -> None:
        """Show the hints of this screen."""
        self.query_one(HintLine).show(self.hints())

    def hints(self) -> list[tuple[str, str]]:
        """(key, label) of what matters most here."""
        return self.reader.keymap.hints(self.where)

    def deliver(self, take: Callable[..., None], *found: object) -> None:
        """Give what a worker's thread has found to the screen; one that was left meanwhile gets nothing."""
        deliver(self, take, *found)

    async def on_key(self, event: events.Key) -> None:
        """Run the command that this key has here; a text field keeps its own but for F1 and the like."""
        if _takes_text(self.focused) and event.key not in _EVEN_WHILE_TYPING:
            return
        self.query_one(HintLine).clear()
        if self._awaiting:
            command_id, self._awaiting = self._awaiting, ""
            event.stop()
            if event.character and event.is_printable:
                getattr(self, f"got_{command_id}")(event.character)
            return
        command_found = self.reader.keymap.command(self.where, event.key, event.character)
        if command_found is not None:
            event.stop()
            event.prevent_default()
            await self.run_command(command_found)

    def ask_key(self, command_id: str, question: str) -> None:
        """Wait for one more key, which `got_<command id>(character)` then takes."""
        self._awaiting = command_id
        self.say(question)

    async def run_command(self, command: Command) -> None:
        """Run a command of the table on this screen, else on the app."""
        method = getattr(self, f"do_{command.id}", None) or getattr(self.reader, f"do_{command.id}", None)
        if method is None:
            self.say(f"“{command.label}” does nothing here.", "warning")
            return
        result = method()
        if isawaitable(result):
            await result
