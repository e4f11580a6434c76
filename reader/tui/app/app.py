"""The terminal reader: one library, its screens, and what runs behind them."""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.screen import Screen
from textual.worker import WorkerFailed

from reader.errors import UserDataError
from reader.library.storage.document_row import DocumentRow
from reader.text.safety import safe_line
from reader.tui.content.note_links import entry_of
from reader.tui.document_view.motions import Spot
from reader.tui.session.commands import COMMANDS, Command, shown_key
from reader.tui.session.search_walk import SearchWalk, line_for
from reader.tui.session.session import Desk
from reader.tui.theme.textual_theme import theme_of

if TYPE_CHECKING:
    from reader.notes.note import Link, Note
    from reader.tui.screens.lists.documents import DocumentsScreen


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


class ReaderApp(Desk):
    """The reader on one library: which screen shows what."""

    CSS_PATH = "../reader.tcss"
    TITLE = "reader"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_commands_by_name}  # noqa: RUF012 - as in Textual's own class
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    # Start and end

    def on_mount(self) -> None:
        """Register the themes and show the documents."""
        for palette in self.palettes.values():
            self.register_theme(theme_of(palette))
        self.theme = self.palette.name
        from reader.tui.screens.lists.documents import DocumentsScreen

        self.push_screen(DocumentsScreen())
        if self.works_behind:
            # What works behind is imported when the first frame is on the screen.
            self.call_after_refresh(self._start_background)
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

        self.background = Background(self.library, self._progressed, self._arrived)
        self.background.start()

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

    def _progressed(self, done: int, total: int, finished: bool, note: str) -> None:
        self.post_message(self.Changed(done, total, finished, note))

    def _arrived(self, key: str, error: str) -> None:
        self.post_message(self.Analysed(key, error))

    # Commands that work everywhere

    def do_quit(self) -> None:
        """Quit."""
        self.exit()

    def do_leave(self) -> None:
        """Back one level; from the first screen, quit."""
        if len(self.screen_stack) > 2:
            self.pop_screen()
        else:
            self.exit()

    def do_documents(self) -> None:
        """The list of documents."""
        while len(self.screen_stack) > 2:
            self.pop_screen()

    def do_entities(self) -> None:
        """The names of all documents."""
        from reader.tui.screens.lists.entities import EntitiesScreen

        self.do_documents()
        self.push_screen(EntitiesScreen())

    def do_notes(self) -> None:
        """All notes."""
        from reader.tui.screens.lists.notes import NotesScreen

        self.do_documents()
        self.push_screen(NotesScreen())

    def do_search(self, line: str | None = None) -> None:
        """Search all documents."""
        from reader.tui.screens.lists.search import SearchScreen

        if not isinstance(self.screen, SearchScreen):
            self.push_screen(SearchScreen(self.last_search if line is None else line))

    def do_help(self) -> None:
        """The keys that work here."""
        from reader.tui.screens.modals.help import HelpScreen

        self.push_screen(HelpScreen(getattr(self.screen, "where", "list")))

    def do_palette(self) -> None:
        """Everything by name."""
        self.action_command_palette()

    def do_command(self) -> None:
        """Everything by name: the same palette, whose commands can be typed by id too."""
        self.action_command_palette()

    def do_suspend(self) -> None:
        """Into the background of the shell."""
        self.action_suspend_process()

    def do_mouse(self) -> None:
        """Give the mouse to the terminal or take it back."""
        driver = self._driver
        if driver is None:
            return
        given = not getattr(self, "_mouse_given", False)
        self._mouse_given = given
        (driver._disable_mouse_support if given else driver._enable_mouse_support)()  # type: ignore[attr-defined]
        self.say(
            "The mouse is the terminal's: select with it. F2 takes it back."
            if given
            else "The mouse works here again."
        )

    @property
    def documents(self) -> DocumentsScreen:
        """The screen with the list of documents, which is always there."""
        from reader.tui.screens.lists.documents import DocumentsScreen

        return next(screen for screen in self.screen_stack if isinstance(screen, DocumentsScreen))

    def onwards(self, key: str, step: int) -> Iterator[DocumentRow]:
        """The documents after (step 1) or before (-1) this one in the list, read as they are asked for."""
        return self.documents.shown_listing.onwards(key, step)

    def neighbour(self, key: str, step: int, *, unread: bool = False) -> DocumentRow | None:
        """The document after (step 1) or before (-1) this one in the list, None at its end."""
        return self.documents.neighbour(key, step, unread=unread)

    def open_document(self, entry: DocumentRow, offset: int | None = None, about: Sequence[str] = ()) -> None:
        """Show a document at an offset, at the place where reading stopped when none is given."""
        from reader.tui.screens.document.screen import DocumentScreen

        if entry.problem:
            self.say(f"{safe_line(entry.path.name)}: {entry.problem}", "error")
            return
        if type(self.screen) is DocumentScreen:
            self.switch_screen(DocumentScreen(entry, offset, about))
        else:
            self.push_screen(DocumentScreen(entry, offset, about))

    def open_spot(self, spot: Spot) -> None:
        """Show the document of a place in the jump list, at the place."""
        entry = self.library.entry(Path(spot.path))
        if entry is None:
            self.say("That document is not in this library any more.")
        else:
            self.open_document(entry, spot.offset)

    def open_hit(self, walk: SearchWalk) -> None:
        """Show the document of a hit, at the hit; `n` and `N` then walk the answer's hits."""
        self.walk = walk
        spot = getattr(self.screen, "spot", None)
        if spot is not None:
            self.jumps.leave(spot)
        hit = walk.here.hit
        self.open_document(walk.here.entry, hit.matches[0].start if hit.matches else hit.start)

    def open_note(self, note: Note) -> None:
        """Show the passage of a note; where its file is gone, the text that was kept of it."""
        entry = entry_of(note, self.library)
        if entry is not None:
            self.open_document(entry, note.start if note.span is not None else None)
            return
        entities = [link for link in note.links if link.kind == "entity"]
        if not note.path and entities:
            self.follow(entities[0])
            return
        text = self.library.notebook.kept_text(note)
        if text is None:
            self.say(f"{note.path or 'Its document'} is not here, and no text of it was kept.", "warning")
            return
        from reader.tui.screens.document.snapshot import SnapshotScreen

        self.push_screen(SnapshotScreen(note, text))

    def follow(self, link: Link) -> None:
        """Go where a note's link leads."""
        if link.kind == "entity":
            self.do_search(line_for(link.target))
        elif link.kind == "document":
            path = Path(link.target)
            entry = self.library.shelf.entry(self.library.key_of(path))
            if entry is None or not path.exists():
                self.say(f"{link.target} is not there any more.", "warning")
            else:
                self.open_document(entry)
        else:
            note = self.library.catalog.notes.get(link.target)
            if note is None:
                self.say("That note is not here.", "warning")
            else:
                self.open_note(note)

    def export_notes(self, keys: set[str] | None = None, notes: Sequence[Note] | None = None) -> None:
        """Ask for a format and a file for these notes, in the folder that the reader was started in."""
        from reader.tui.screens.modals.export import ExportScreen

        library = self.library
        if notes is None:
            notes = [note for key in keys or () for note in library.catalog.notes.select(key)]
        if not notes:
            self.say("There are no notes here to export.")
            return

        def written(said: str | None) -> None:
            if said is not None:
                self.say(said)

        self.push_screen(ExportScreen(notes, Path.cwd(), library.name), written)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The commands of the table that work on this screen, and the themes."""
        where = getattr(screen, "where", None)
        for command in COMMANDS:
            if where in command.where and command.id not in ("palette", "command"):
                keys = " ".join(shown_key(key) for key in self.keymap.keys[command.id])
                yield SystemCommand(
                    f"{command.label} · {command.id}",
                    f"{keys} · {command.help}" if keys else command.help,
                    partial(self._run_on, screen, command),
                )
        for name in self.palettes:
            yield SystemCommand(
                f"theme {name.removeprefix('reader-')}", "Change the colours.", partial(self.use_theme, name)
            )

    def _run_on(self, screen: Screen[Any], command: Command) -> None:
        run = getattr(screen, "run_command", None)
        if run is not None:
            self.call_later(run, command)
