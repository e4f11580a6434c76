"""The terminal reader: one library, its screens, and what runs behind them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.command import Provider
from textual.message import Message
from textual.screen import Screen
from textual.theme import BUILTIN_THEMES, Theme

from reader.library.library import Library
from reader.library.settings import LEAST_MEASURE, MOST_MEASURE
from reader.library.shelf import Entry
from reader.text.safety import safe_line
from reader.tui.cells import NARROW, Cells
from reader.tui.commands import COMMANDS, Command, Keymap
from reader.tui.hits import Walk
from reader.tui.navigation import Jumps, Spot
from reader.tui.themes import DARK, PALETTES, PLAIN, Palette, own_palettes
from reader.tui.typeahead import TypeAhead

if TYPE_CHECKING:
    from reader.library.background import Background
    from reader.notes.note import Note
    from reader.tui.screens.documents import DocumentsScreen


def _commands_by_name() -> type[Provider]:
    """The palette's commands; imported when it is first opened."""
    from reader.tui.by_name import CommandsByName

    return CommandsByName


_NAMES_SECONDS = 15.0  # after a correction the search gets the names: several corrections are one work


class ReaderApp(TypeAhead[None]):
    """The reader on one library.

    `notices` are sentences to be said at the start. `background` runs indexing and analyses; without it
    the library is shown as it was last read.
    """

    CSS_PATH = "reader.tcss"
    TITLE = "reader"
    ENABLE_COMMAND_PALETTE = True
    COMMANDS = {_commands_by_name}  # noqa: RUF012 - as in Textual's own class
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+q", "quit", show=False, priority=True)]

    class Changed(Message):
        """The library's documents have changed on the shelf, or indexing has come further."""

        def __init__(self, done: int, total: int, finished: bool, note: str = "") -> None:
            super().__init__()
            self.done = done
            self.total = total
            self.finished = finished
            self.note = note

    class Analysed(Message):
        """The names of a document have arrived."""

        def __init__(self, key: str, error: str) -> None:
            super().__init__()
            self.key = key
            self.error = error

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
        self.notices = [*notices, *self.keymap.conflicts]
        own, problems = own_palettes(library.places.themes)
        self.palettes = {**PALETTES, **{palette.name: palette for palette in own}}
        self.notices += problems
        chosen = library.settings.theme or library.catalog.kept("theme")
        self.palette = PLAIN if no_color else self.palettes.get(chosen, DARK)
        self.measure = _kept_measure(library)
        self.cells = Cells(ambiguous_wide=True) if library.settings.ambiguous_wide else NARROW
        self.background: Background | None = None
        self._works_behind = background
        self.last_search = ""
        self.walk: Walk | None = None
        self.chosen = ""
        self.walked_here = False
        self._names_due = False
        self.jumps = Jumps()
        self.marks: dict[str, Spot] = {}

    # Start and end

    def on_mount(self) -> None:
        """Register the themes and show the documents."""
        for palette in self.palettes.values():
            self.register_theme(_theme(palette))
        self.theme = self.palette.name
        from reader.tui.screens.documents import DocumentsScreen

        self.push_screen(DocumentsScreen())
        if self._works_behind:
            # What works behind is imported when the first frame is on the screen.
            self.call_after_refresh(self._start_background)

    def _start_background(self) -> None:
        from reader.library.background import Background

        self.background = Background(self.library, self._progressed, self._arrived)
        self.background.start()

    def on_unmount(self) -> None:
        """End what runs behind the screens, then close the files."""
        self.library.names.stop()
        if self.background is not None:
            self.background.close()

    def _progressed(self, done: int, total: int, finished: bool, note: str) -> None:
        self.post_message(self.Changed(done, total, finished, note))

    def _arrived(self, key: str, error: str) -> None:
        self.post_message(self.Analysed(key, error))

    def on_reader_app_changed(self, message: Changed) -> None:
        """Pass it on to the screens that show documents."""
        self._tell("library_changed", message)

    def on_reader_app_analysed(self, message: Analysed) -> None:
        """Pass it on to the screens that show names."""
        self._tell("names_arrived", message)

    def tell_notes_changed(self, key: str) -> None:
        """Say to all screens that notes have changed, and let the search have them soon."""
        self.tell_state_changed(key)
        if self.background is not None:
            self.background.rescan()

    def tell_state_changed(self, key: str) -> None:
        """Say to all screens that the notes or the reading state of a document have changed."""
        self._tell("state_changed", key)

    def tell_names_corrected(self) -> None:
        """Say to all screens that the person has corrected something about names."""
        for screen in self.screen_stack:
            receive = getattr(screen, "names_corrected", None)
            if receive is not None:
                receive()
        if self.background is not None and not self._names_due:
            self._names_due = True
            self.set_timer(_NAMES_SECONDS, self._take_names)

    def _take_names(self) -> None:
        self._names_due = False
        if self.background is not None:
            self.background.take_names()

    def _tell(self, method: str, what: object) -> None:
        for screen in self.screen_stack:
            receive = getattr(screen, method, None)
            if receive is not None:
                receive(what)

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
        from reader.tui.screens.entities import EntitiesScreen

        self.do_documents()
        self.push_screen(EntitiesScreen())

    def do_notes(self) -> None:
        """All notes."""
        from reader.tui.screens.notes import NotesScreen

        self.do_documents()
        self.push_screen(NotesScreen())

    def do_search(self, line: str | None = None) -> None:
        """Search all documents."""
        from reader.tui.screens.search import SearchScreen

        if not isinstance(self.screen, SearchScreen):
            self.push_screen(SearchScreen(self.last_search if line is None else line))

    def do_help(self) -> None:
        """The keys that work here."""
        from reader.tui.screens.help import HelpScreen

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

    def say(self, text: str, role: str = "accent") -> None:
        """Say a sentence at the foot of the screen in front."""
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(text, role)

    @property
    def documents(self) -> DocumentsScreen:
        """The screen with the list of documents, which is always there."""
        from reader.tui.screens.documents import DocumentsScreen

        return next(screen for screen in self.screen_stack if isinstance(screen, DocumentsScreen))

    def open_document(self, entry: Entry, offset: int | None = None) -> None:
        """Show a document at an offset, at the place where reading stopped when none is given."""
        from reader.tui.screens.document import DocumentScreen

        if entry.problem:
            self.say(f"{safe_line(entry.path.name)}: {entry.problem}", "error")
            return
        if type(self.screen) is DocumentScreen:
            self.switch_screen(DocumentScreen(entry, offset))
        else:
            self.push_screen(DocumentScreen(entry, offset))

    def open_spot(self, spot: Spot) -> None:
        """Show the document of a place in the jump list, at the place."""
        entry = self.library.entry(Path(spot.path))
        if entry is None:
            self.say("That document is not in this library any more.")
        else:
            self.open_document(entry, spot.offset)

    def open_hit(self, walk: Walk) -> None:
        """Show the document of a hit, at the hit; `n` and `N` then walk the answer's hits."""
        self.walk = walk
        spot = getattr(self.screen, "spot", None)
        if spot is not None:
            self.jumps.leave(spot)
        hit = walk.here.hit
        self.open_document(walk.here.entry, hit.matches[0].start if hit.matches else hit.start)

    def step_hit(self, by: int) -> None:
        """Show the next document that the last search found."""
        if self.walk is None:
            self.say("Nothing was searched for yet: s searches all documents.")
            return
        walk = self.walk.step(by)
        if walk is None:
            self.say(
                f"That was the {'last' if by > 0 else 'first'} of {len(self.walk.found)} documents"
                f" for “{self.walk.line}”."
            )
        else:
            self.open_hit(walk)
            self.say(f"{walk.index + 1} of {len(walk.found)} documents for “{walk.line}”.")

    def export_notes(self, keys: set[str] | None = None, notes: Sequence[Note] | None = None) -> None:
        """Ask for a format and a file for these notes, in the folder that the reader was started in."""
        from reader.tui.screens.export_screen import ExportScreen

        library = self.library
        if notes is None:
            notes = [note for key in keys or () for note in library.catalog.notes(key)]
        if not notes:
            self.say("There are no notes here to export.")
            return

        def written(said: str | None) -> None:
            if said is not None:
                self.say(said)

        self.push_screen(ExportScreen(notes, Path.cwd(), library.name), written)

    def copy(self, text: str, what: str) -> None:
        """Put a text on the clipboard, by the terminal and by the desktop's own tool, and say so."""
        self.copy_to_clipboard(text)
        self.run_worker(partial(_copy_by_tool, text), thread=True, group="clipboard")
        self.say(f"Copied {what}.")

    def edit_file(self, path: Path, line: int) -> None:
        """Open a file in the person's editor at a line counted from 1, and come back."""
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor:
            self.say("Set $EDITOR to the editor you use, then ctrl+e opens this file in it.", "warning")
            return
        import shlex

        command = [*shlex.split(editor), f"+{line}", os.fspath(path)]
        try:
            with self.suspend():
                subprocess.run(command, check=False)
        except OSError as error:
            self.say(f"{command[0]} could not be started ({error.strerror}); check $EDITOR.", "error")
        self.refresh(layout=True)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """The commands of the table that work on this screen, and the themes."""
        where = getattr(screen, "where", None)
        for command in COMMANDS:
            if where in command.where and command.id not in ("palette", "command"):
                yield SystemCommand(
                    f"{command.label} · {command.id}", command.help, partial(self._run_on, screen, command)
                )
        for name in self.palettes:
            yield SystemCommand(
                f"theme {name.removeprefix('reader-')}", "Change the colours.", partial(self.use_theme, name)
            )

    def _run_on(self, screen: Screen[Any], command: Command) -> None:
        run = getattr(screen, "run_command", None)
        if run is not None:
            self.call_later(run, command)

    def use_theme(self, name: str) -> None:
        """Change the colours, now and for the next start."""
        self.palette = self.palettes[name]
        self.ansi_color = True if self.palette is PLAIN else None
        self.theme = name
        self.library.catalog.keep("theme", name)
        self._tell("theme_changed", name)
        for screen in self.screen_stack:
            screen.refresh(layout=True)
            for widget in screen.query("*"):
                widget.refresh()

    def keep_measure(self, cells: int | None) -> int:
        """Keep the width of the text, None for that of the settings; gives the width that holds."""
        if cells is None:
            self.library.catalog.forget("measure")
            self.measure = self.library.settings.measure
        else:
            self.measure = max(LEAST_MEASURE, min(cells, MOST_MEASURE))
            self.library.catalog.keep("measure", str(self.measure))
        return self.measure


def _kept_measure(library: Library) -> int:
    kept = library.catalog.kept("measure")
    return int(kept) if kept.isdigit() else library.settings.measure


def _theme(palette: Palette) -> Theme:
    if not palette.colours:
        # The terminal's own foreground and background everywhere; with NO_COLOR Textual drops the rest.
        roles = ("primary", "secondary", "accent", "warning", "error", "success")
        grounds = ("foreground", "background", "surface", "panel", "boost")
        names = ("background", "foreground", "border-blurred")
        return Theme(
            name=palette.name,
            ansi=True,
            variables={
                **BUILTIN_THEMES["ansi-dark"].variables,
                **{f"ansi-{name}" if name != "border-blurred" else name: "ansi_default" for name in names},
                "input-cursor-text-style": "reverse",
            },
            **dict.fromkeys((*roles, *grounds), "ansi_default"),  # type: ignore[arg-type]
        )
    return Theme(
        name=palette.name,
        primary=palette.accent,
        secondary=palette.dim,
        accent=palette.accent,
        warning=palette.warning,
        error=palette.error,
        success=palette.groups[2],
        foreground=palette.text,
        background=palette.background,
        surface=palette.panel,
        panel=palette.panel,
        dark=palette.dark,
        variables={
            "scrollbar": palette.faint,
            "scrollbar-background": palette.background,
            "scrollbar-background-hover": palette.background,
            "scrollbar-background-active": palette.background,
            "scrollbar-hover": palette.dim,
            "scrollbar-active": palette.accent,
            "input-cursor-background": palette.accent,
            "input-cursor-foreground": palette.background,
            "input-selection-background": palette.selection,
            "block-cursor-background": palette.cursor,
            "block-cursor-foreground": palette.text,
            "text-muted": palette.dim,
            "dim": palette.dim,
            "faint": palette.faint,
        },
    )


def _copy_by_tool(text: str) -> None:
    """Hand the text to the desktop's clipboard tool where there is one; OSC 52 has done it elsewhere."""
    tools = (("wl-copy",), ("xclip", "-selection", "clipboard"), ("pbcopy",))
    displays = (os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY"), sys.platform == "darwin")
    for tool, usable in zip(tools, displays, strict=True):
        if usable and shutil.which(tool[0]):
            subprocess.run(
                tool,
                input=text.encode(),
                check=False,
                timeout=2,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return
