"""What happens beside a screen and is told to all of them, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from textual.app import App

from reader.tui.session.messages import LibraryChanged, NamesArrived

if TYPE_CHECKING:
    from reader.background.indexing_process import Background

_NAMES_SECONDS = 15.0  # after a correction the search gets the names: several corrections are one work


@runtime_checkable
class LibraryListener(Protocol):
    """A screen that shows documents. As the listeners below it is told on the interface's thread."""

    def library_changed(self, message: LibraryChanged) -> None:
        """The library's documents have changed, or indexing has come further; return at once."""


@runtime_checkable
class NamesListener(Protocol):
    """A screen that shows names that were recognised."""

    def names_arrived(self, message: NamesArrived) -> None:
        """The names of a document have arrived; return at once."""


@runtime_checkable
class CorrectionListener(Protocol):
    """A screen that shows names as they are corrected."""

    def names_corrected(self) -> None:
        """The person has corrected something about names; return at once."""


@runtime_checkable
class NotesListener(Protocol):
    """A screen that shows the notes of a document."""

    def notes_changed(self, key: str) -> None:
        """Take in that notes on the document of this key changed (empty: on no document); return at once."""


@runtime_checkable
class StateListener(Protocol):
    """A screen that shows how documents are marked and how many notes they have."""

    def state_changed(self, key: str) -> None:
        """The reading state or the notes of the document of this key have changed; return at once."""


@runtime_checkable
class ThemeListener(Protocol):
    """A screen that draws in colours of its own."""

    def theme_changed(self, name: str) -> None:
        """The colours are those of the theme of this name now; return at once."""


@runtime_checkable
class KeepsTyping(Protocol):
    """A screen with a text that is being typed, which it keeps when the program ends."""

    def keep_typed(self) -> None:
        """Keep what is typed so far; raises nothing."""


@runtime_checkable
class Speaker(Protocol):
    """A screen with a place for sentences to the person."""

    def say(self, text: str, role: str = "accent") -> None:
        """Show a sentence, in the colour of a role of the palette."""


class Announcements:
    """The news for all screens of an app: what happened on one of them or behind them."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self.background: Background | None = None
        self._names_due = False

    def library_changed(self, message: LibraryChanged) -> None:
        """Tell that the documents have changed, or that indexing has come further."""
        for screen in self._app.screen_stack:
            if isinstance(screen, LibraryListener):
                screen.library_changed(message)

    def names_arrived(self, message: NamesArrived) -> None:
        """Tell that the names of a document are there."""
        for screen in self._app.screen_stack:
            if isinstance(screen, NamesListener):
                screen.names_arrived(message)

    def notes_changed(self, key: str) -> None:
        """Tell that notes on a document have changed."""
        for screen in self._app.screen_stack:
            if isinstance(screen, NotesListener):
                screen.notes_changed(key)
        self.state_changed(key)

    def state_changed(self, key: str) -> None:
        """Tell that the notes or the reading state of a document have changed."""
        for screen in self._app.screen_stack:
            if isinstance(screen, StateListener):
                screen.state_changed(key)

    def names_corrected(self) -> None:
        """Tell that something about names was corrected; the search has it after a while."""
        for screen in self._app.screen_stack:
            if isinstance(screen, CorrectionListener):
                screen.names_corrected()
        if self.background is not None and not self._names_due:
            self._names_due = True
            self._app.set_timer(_NAMES_SECONDS, self._take_names)

    def theme_changed(self, name: str) -> None:
        """Tell that the colours are others."""
        for screen in self._app.screen_stack:
            if isinstance(screen, ThemeListener):
                screen.theme_changed(name)

    def keep_typed(self) -> None:
        """Have every screen keep what is being typed on it."""
        for screen in self._app.screen_stack:
            if isinstance(screen, KeepsTyping):
                screen.keep_typed()

    def _take_names(self) -> None:
        self._names_due = False
        if self.background is not None:
            self.background.take_names()
