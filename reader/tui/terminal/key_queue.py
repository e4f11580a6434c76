"""Keys one after another: what is typed ahead goes where it was meant.

Textual gives a key to the widget in focus when the key arrives, though the key before it may just be opening
the prompt that this one is for. Typed fast, pasted or sent over a slow line, the first letters of a note or
a search would be taken for commands. Here a key waits until the one before has done its work.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from time import monotonic

from textual import events
from textual.app import App, ReturnType
from textual.dom import DOMNode
from textual.screen import Screen

from reader.text.safety import make_safe

_PATIENCE_SECONDS = 2.0  # after which a key is not waited for any more, whatever became of it


class TypeAhead(App[ReturnType]):
    """An app that gives out keys and pasted text one by one."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._ahead: deque[events.Key | events.Paste] = deque()
        self._handed_on: events.Key | events.Paste | None = None
        self._handed_on_time = 0.0

    async def on_event(self, event: events.Event) -> None:
        """Hold what is typed while the key before it is at work."""
        if not isinstance(event, events.Key | events.Paste) or event.is_forwarded:
            await super().on_event(event)
            return
        if isinstance(event, events.Paste):
            # From wherever it was copied: nothing in it acts on the terminal that shows it.
            event.text = make_safe(event.text)[0]
        self._ahead.append(event)
        waited = monotonic() - self._handed_on_time
        if self._handed_on is None or waited > _PATIENCE_SECONDS:
            await self._give()
        else:
            # Whatever becomes of the key before, this one is given when patience is over.
            self.set_timer(_PATIENCE_SECONDS - waited, partial(self._done, self._handed_on))

    async def _give(self) -> None:
        """Give out the next key, and follow it."""
        self._handed_on = event = self._ahead.popleft() if self._ahead else None
        if event is not None:
            self._handed_on_time = monotonic()
            screen = self.screen
            target = self.focused or screen
            await super().on_event(event)
            # Twice: what a widget's binding posts about the key (a line that is taken) is posted when the key
            # has come up to the app, and goes the same way then.
            again = partial(self._follow, target, screen, partial(self._handled, event, screen))
            self._follow(target, screen, partial(self.call_later, again))

    def _follow(self, node: DOMNode, screen: Screen[object], then: Callable[[], object]) -> None:
        """Go the way of a key from the widget in focus up to its screen, behind it in each queue."""
        if node is screen or node.parent is None:
            self._behind(node, then, then)
        else:
            self._behind(node, partial(self._follow, node.parent, screen, then), then)

    def _handled(self, event: events.Event, screen: Screen[object]) -> None:
        """The key is done with; a screen that it opened, or came back to, comes to its focus first."""
        front = self.screen
        done = partial(self.call_later, self._done, event)
        if front is not screen:
            self._behind(front, partial(self._handled, event, front), done)
        else:
            # Focus is given in the app's own queue: what was asked for by now comes before this.
            done()

    def _behind(self, node: DOMNode, step: Callable[[], object], otherwise: Callable[[], object]) -> None:
        """Take a step behind what a node has to do; one that is closed has nothing left to do."""
        if not node.call_later(step):
            otherwise()

    async def _done(self, event: events.Event) -> None:
        if event is self._handed_on:
            await self._give()
