"""What every screen shares: keys go through the commands table, messages to the hint line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from reader.errors import ReaderError
from reader.tui.screens.worker_results import deliver
from reader.tui.session.commands import EVEN_WHILE_TYPING, Command, Where, textual_key
from reader.tui.theme.palettes import Palette
from reader.tui.widgets.bars import HintLine

if TYPE_CHECKING:
    from textual.worker import Worker

    from reader.tui.session.session import Session

Handler = Callable[[], Awaitable[None] | object]
"""What runs for a command: a method without arguments, awaited where it is a coroutine."""

_EVEN_WHILE_TYPING = frozenset(map(textual_key, EVEN_WHILE_TYPING))


def _takes_text(widget: Widget | None) -> bool:
    """Whether what is typed is a text for this widget, an Input or a TextArea.

    The latter by its name: to import it before one is shown takes as long as half the reader does.
    """
    return isinstance(widget, Input) or any(kind.__name__ == "TextArea" for kind in type(widget).__mro__)


def session_of(screen: Screen[Any]) -> Session:
    """Return the app that a screen belongs to, as its session."""
    return cast("Session", screen.app)


class CommandScreen(Screen[None]):
    """A screen whose keys are the commands of one part of the table.

    A screen gives `command_map`: for each id of the table that applies here and is not the app's, the method
    that runs. What happens elsewhere a screen is told by those methods of `session.events` that it has.
    """

    where: ClassVar[Where]
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: Callable[[str], object] | None = None

    @property
    def session(self) -> Session:
        """The app, as its screens know it."""
        return session_of(self)

    def palette(self) -> Palette:
        """Return the palette of the theme in force."""
        return self.session.appearance.palette

    # Commands

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command of this screen, by the command's id."""
        return {}

    @cached_property
    def commands(self) -> Mapping[str, Handler]:
        """The command map, made once."""
        return self.command_map()

    async def on_key(self, event: events.Key) -> None:
        """Run the command that this key has here; a text field keeps its own but for F1 and the like."""
        if _takes_text(self.focused) and event.key not in _EVEN_WHILE_TYPING:
            return
        self.query_one(HintLine).clear()
        if self._waiting is not None:
            take, self._waiting = self._waiting, None
            event.stop()
            if event.character and event.is_printable:
                take(event.character)
            return
        command = self.session.keymap.command(self.where, event.key, event.character)
        if command is not None:
            event.stop()
            event.prevent_default()
            await self.run_command(command)

    def ask_key(self, question: str, take: Callable[[str], object]) -> None:
        """Say a question and wait for one more key, whose character `take` gets."""
        self._waiting = take
        self.say(question)

    async def run_command(self, command: Command) -> None:
        """Run a command of the table on this screen, else on the app."""
        handler = self.commands.get(command.id) or self.session.commands.get(command.id)
        if handler is None:
            self.say(f"“{command.label}” does nothing here.", "warning")
            return
        result = handler()
        if isawaitable(result):
            await result

    def undo(self) -> None:
        """Take back the last change of this run of the program, wherever it was made."""
        try:
            sentence = self.session.undo.undo()
        except ReaderError as error:
            self.say(str(error), "error")
            return
        self.say(sentence or "There is nothing to take back.")

    # Messages and answers

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
        return self.session.keymap.hints(self.where)

    def deliver(self, take: Callable[..., object], *results: object) -> None:
        """Give a worker's results to a method of the screen; one that was left meanwhile gets nothing."""
        deliver(self, take, *results)

    def in_thread(self, work: Callable[[], None], group: str, *, exclusive: bool = True) -> Worker[None]:
        """Run work in a thread; a newer one of an exclusive group takes the place of the older."""
        # Without a description Textual makes one of all the arguments, a whole list.
        return self.run_worker(work, thread=True, group=group, exclusive=exclusive, description=group)
