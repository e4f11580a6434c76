"""The terminal reader: one library, its screens, and what runs behind them."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import WorkerFailed

from reader.errors import UserDataError
from reader.library import Library
from reader.tui.app.navigation import ScreenNavigation
from reader.tui.app.note_changes import NoteChanges
from reader.tui.screens.command_screen import CommandScreen
from reader.tui.session.appearance import Appearance
from reader.tui.session.commands import COMMANDS, Keymap, shown_key
from reader.tui.session.events import Announcements, Speaker
from reader.tui.session.messages import LibraryChanged, NamesArrived
from reader.tui.session.programs import Programs
from reader.tui.session.undo import UndoStack
from reader.tui.terminal.key_queue import TypeAhead
from reader.tui.text.ascii_marks import AsciiMarks
from reader.tui.theme.textual_theme import theme_of

if TYPE_CHECKING:
    from reader.background.indexing_process import Background

_log = logging.getLogger(__name__)


def _commands_by_name() -> type[Provider]:
    """The palette's commands; imported when it is first opened."""
    from reader.tui.app.palette_provider import CommandsByName

    return CommandsByName


def _collect_again() -> None:
    """Let the collector that the command line has stopped work, but not on what was there by then."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


class ReaderApp(TypeAhead[None]):
    """The reader on one library: the `Session` of its screens, made of parts with one subject each.

    `notices` are sentences to be said at the start. `background` says whether indexing and analyses run;
    without them the library is shown as it was last read.
    """

    CSS_PATH = "../reader.tcss"
    TITLE = "reader"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_commands_by_name}  # noqa: RUF012 - as in Textual's own class
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    def __init__(
        self,
        library: Library,
        *,
        keymap: Keymap | None = None,
        notices: Iterable[str] = (),
        background: bool = True,
        no_color: bool | None = None,
    ) -> None:
        if no_color is None:
            no_color = bool(os.environ.get("NO_COLOR"))
        super().__init__(ansi_color=True if no_color else None)
        self.library = library
        self.keymap = keymap or Keymap()
        self.background: Background | None = None
        self.has_background = background
        self.announcements = Announcements(self)
        self.appearance = Appearance(self, library, self.announcements, no_color=no_color)
        self.programs = Programs(self, self.say)
        self.navigation = ScreenNavigation(self)
        self.undo = UndoStack()
        self.notices = [*notices, *self.keymap.conflicts, *self.appearance.problems]
        self._mouse_given = False
        self.commands: Mapping[str, Callable[[], object]] = {
            "quit": self.exit,
            "leave": self.navigation.leave,
            "documents": self.navigation.show_documents,
            "entities": self.navigation.show_entities,
            "notes": self.navigation.show_notes,
            "search": self.navigation.search,
            "help": self._show_help,
            "palette": self.action_command_palette,
            "command": self.action_command_palette,
            "suspend": self.action_suspend_process,
            "mouse": self._give_mouse,
        }

    # Start and end

    def on_mount(self) -> None:
        """Register the themes and show the documents."""
        for palette in self.appearance.palettes.values():
            self.register_theme(theme_of(palette))
        self.theme = self.appearance.palette.name
        from reader.tui.screens.lists.documents.screen import DocumentsScreen

        self.push_screen(DocumentsScreen())
        if self.has_background:
            # What works behind is imported when the first frame is on the screen.
            self.call_after_refresh(self._start_background)
        self.call_after_refresh(NoteChanges(self).follow)
        self.call_after_refresh(self._remember_library)
        self.call_after_refresh(_collect_again)

    @work(thread=True, group="remember")
    def _remember_library(self) -> None:
        """Make this the library that opens when none is named, now that a person sees it."""
        try:
            self.library.remember()
        except UserDataError:
            _log.warning("the library is not remembered as the last one", exc_info=True)

    def _start_background(self) -> None:
        from reader.background.indexing_process import Background

        self.background = Background(self.library, self._progressed, self._names_found)
        self.announcements.background = self.background
        self.background.start()

    def _progressed(self, done: int, total: int, finished: bool, note: str) -> None:
        self.post_message(LibraryChanged(done, total, finished, note))

    def _names_found(self, key: str, error: str) -> None:
        self.post_message(NamesArrived(key, error))

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave; screens that something is being typed on keep it first."""
        self.announcements.keep_typed()
        super().exit(result, return_code, message)

    def on_unmount(self) -> None:
        """End what runs behind the screens, then close the files."""
        self.library.entities.stop_rebuild()
        if self.background is not None:
            self.background.close()

    def _fatal_error(self) -> None:
        """End; `failure` says on what.

        Textual would write a traceback with what the variables hold, which is documents and all that is in
        them, across the terminal.
        """
        self._close_messages_no_wait()

    @property
    def failure(self) -> BaseException | None:
        """The exception on which the program ended, None when it ended as it should."""
        failure = self._exception
        return failure.error if isinstance(failure, WorkerFailed) else failure

    # What comes from behind

    def on_library_changed(self, message: LibraryChanged) -> None:
        """Pass it on to the screens that show documents."""
        self.announcements.library_changed(message)

    def on_names_arrived(self, message: NamesArrived) -> None:
        """Pass it on to the screens that show names."""
        self.announcements.names_arrived(message)

    # Said and shown everywhere

    def say(self, text: str, role: str = "accent") -> None:
        """Say a sentence at the foot of the screen in front."""
        if isinstance(self.screen, Speaker):
            self.screen.say(text, role)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every line goes through: other marks where the terminal would draw ours too wide."""
        filters = super().get_line_filters()
        return [*filters, AsciiMarks()] if self.appearance.cells.ambiguous_wide else filters

    def _show_help(self) -> None:
        from reader.tui.screens.modals.help import HelpScreen

        screen = self.screen
        self.push_screen(HelpScreen(screen.where if isinstance(screen, CommandScreen) else "list"))

    def _give_mouse(self) -> None:
        """Give the mouse to the terminal or take it back."""
        driver = self._driver
        if driver is None:
            return
        self._mouse_given = is_given = not self._mouse_given
        (driver._disable_mouse_support if is_given else driver._enable_mouse_support)()  # type: ignore[attr-defined]
        self.say(
            "The mouse is the terminal's: select with it. F2 takes it back."
            if is_given
            else "The mouse works here again."
        )

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Yield the commands of the table that work on this screen, and the themes."""
        if isinstance(screen, CommandScreen):
            for command in COMMANDS:
                if screen.where in command.where and command.id not in ("palette", "command"):
                    keys = " ".join(shown_key(key) for key in self.keymap.keys[command.id])
                    yield SystemCommand(
                        f"{command.label} · {command.id}",
                        f"{keys} · {command.help}" if keys else command.help,
                        partial(self.call_later, screen.run_command, command),
                    )
        for name in self.appearance.palettes:
            yield SystemCommand(
                f"theme {name.removeprefix('reader-')}",
                "Change the colours.",
                partial(self.appearance.use_theme, name),
            )
