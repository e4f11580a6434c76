"""What every screen finds on its desk: the library, how things look, and the ways to say and to copy.

The screens know this and not each other; which screen shows what is `ReaderApp`'s, which is made of this.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import RenderableType
from textual.app import SuspendNotSupported
from textual.filter import LineFilter
from textual.message import Message

from reader.library.library import Library
from reader.library.settings import LEAST_MEASURE, MOST_MEASURE
from reader.library.storage.document_row import DocumentRow
from reader.system.clipboard import copy_by_tool
from reader.text.safety import safe_line
from reader.tui.document_view.motions import Jumps, Spot
from reader.tui.session.commands import Keymap
from reader.tui.session.search_walk import SearchWalk
from reader.tui.terminal.key_queue import TypeAhead
from reader.tui.text.ascii_marks import AsciiMarks
from reader.tui.text.cell_width import NARROW, Cells
from reader.tui.theme.palettes import DARK, PALETTES, PLAIN, own_palettes

if TYPE_CHECKING:
    from reader.background.indexing_process import Background
    from reader.notes.note import Link, Note

_NAMES_SECONDS = 15.0  # after a correction the search gets the names: several corrections are one work


class Desk(TypeAhead[None]):
    """The app as its screens know it.

    `notices` are sentences to be said at the start. `background` runs indexing and analyses; without it
    the library is shown as it was last read.
    """

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
        chosen = library.settings.theme or library.catalog.settings.get("theme")
        self.palette = PLAIN if no_color else self.palettes.get(chosen, DARK)
        self.measure = _kept_measure(library)
        self.cells = Cells(ambiguous_wide=True) if library.settings.ambiguous_wide else NARROW
        self.background: Background | None = None
        self.works_behind = background
        self.last_search = ""
        self.last_pipe = ""
        self.walk: SearchWalk | None = None
        self.chosen = ""
        self.walked_here = False
        self._names_due = False
        self.jumps = Jumps()
        self.marks: dict[str, Spot] = {}

    # Where things are shown

    def open_document(self, entry: DocumentRow, offset: int | None = None, about: Sequence[str] = ()) -> None:
        """Show a document at an offset, at the place where reading stopped when none is given.

        Its summary is chosen for what `about` names, under all the names that it gives.
        """
        raise NotImplementedError

    def open_spot(self, spot: Spot) -> None:
        """Show the document of a place in the jump list, at the place."""
        raise NotImplementedError

    def open_hit(self, walk: SearchWalk) -> None:
        """Show the document of a hit, at the hit; `n` and `N` then walk the answer's hits."""
        raise NotImplementedError

    def open_note(self, note: Note) -> None:
        """Show the passage of a note; where its file is gone, the text that was kept of it."""
        raise NotImplementedError

    def follow(self, link: Link) -> None:
        """Go where a note's link leads."""
        raise NotImplementedError

    def do_search(self, line: str | None = None) -> None:
        """Search all documents."""
        raise NotImplementedError

    def do_leave(self) -> None:
        """Back one level; from the first screen, quit."""
        raise NotImplementedError

    def export_notes(self, keys: set[str] | None = None, notes: Sequence[Note] | None = None) -> None:
        """Ask for a format and a file for these notes, in the folder that the reader was started in."""
        raise NotImplementedError

    def onwards(self, key: str, step: int) -> Iterator[DocumentRow]:
        """The documents after (step 1) or before (-1) this one in the list, read as they are asked for."""
        raise NotImplementedError

    def neighbour(self, key: str, step: int, *, unread: bool = False) -> DocumentRow | None:
        """The document after (step 1) or before (-1) this one in the list, None at its end."""
        raise NotImplementedError

    def step_hit(self, by: int) -> None:
        """Show the next document that the last search found."""
        if self.walk is None:
            self.say("Nothing was searched for yet: s searches all documents.")
            return
        walk = self.walk.step(by)
        if walk is None:
            self.say(
                f"That was the {'last' if by > 0 else 'first'} of {len(self.walk.hits)} documents"
                f" for “{self.walk.line}”."
            )
        else:
            self.open_hit(walk)
            self.say(f"{walk.index + 1} of {len(walk.hits)} documents for “{walk.line}”.")

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave; screens that something is being typed on keep it first."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_typed", None)
            if keep is not None:
                keep()
        super().exit(result, return_code, message)

    # What is told to all screens

    def on_desk_changed(self, message: Changed) -> None:
        """Pass it on to the screens that show documents."""
        self._tell("library_changed", message)

    def on_desk_analysed(self, message: Analysed) -> None:
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

    # What is said, copied and looked at elsewhere

    def say(self, text: str, role: str = "accent") -> None:
        """Say a sentence at the foot of the screen in front."""
        say = getattr(self.screen, "say", None)
        if say is not None:
            say(text, role)

    def copy(self, text: str, what: str) -> None:
        """Put a text on the clipboard, by the terminal and by the desktop's own tool, and say so."""
        # A terminal takes text only: of a name that is none, what can be said of it.
        self.copy_to_clipboard(text.encode("utf-8", "replace").decode())
        self.run_worker(partial(copy_by_tool, text), thread=True, group="clipboard")
        self.say(f"Copied {what}.")

    def edit_file(self, path: Path, line: int) -> None:
        """Open a file in the person's editor at a line counted from 1, and come back."""
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor or not editor.strip():
            self.say("Set $EDITOR to the editor you use, then ctrl+e opens this file in it.", "warning")
            return
        import shlex

        try:
            parts = shlex.split(editor)
        except ValueError as error:
            self.say(f"$EDITOR cannot be understood ({error}): {safe_line(editor)}", "error")
            return
        # The path is absolute, so that no file name is taken for an option.
        command = [*parts, f"+{line}", os.path.abspath(path)]  # noqa: PTH100
        try:
            with self.suspend():
                subprocess.run(command, check=False)
        except OSError as error:
            self.say(
                f"{safe_line(command[0])} could not be started ({error.strerror}); check $EDITOR.", "error"
            )
        self.refresh(layout=True)

    def pipe(self, command: str, text: str) -> None:
        """Run a command that the person has typed with a text as its input, and come back."""
        from reader.tui.terminal.external_programs import pipe

        self.last_pipe = command
        try:
            with self.suspend():
                status = pipe(command, text)
        except (OSError, SuspendNotSupported) as error:
            self.say(f"The command could not be run here: {safe_line(str(error))}", "error")
            return
        if status:
            ended = f"with status {status}" if status > 0 else f"by signal {-status}"
            self.say(f"{safe_line(command)} ended {ended}.", "warning")
        self.refresh(layout=True)

    # How it looks

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What every line goes through: other marks where the terminal would draw ours too wide."""
        filters = super().get_line_filters()
        return [*filters, AsciiMarks()] if self.cells.ambiguous_wide else filters

    def use_theme(self, name: str) -> None:
        """Change the colours, now and for the next start."""
        self.palette = self.palettes[name]
        self.ansi_color = True if self.palette is PLAIN else None
        self.theme = name
        self.library.catalog.settings.set("theme", name)
        self._tell("theme_changed", name)
        for screen in self.screen_stack:
            screen.refresh(layout=True)
            for widget in screen.query("*"):
                widget.refresh()

    def keep_measure(self, cells: int | None) -> int:
        """Keep the width of the text, None for that of the settings; gives the width that holds."""
        if cells is None:
            self.library.catalog.settings.delete("measure")
            self.measure = self.library.settings.measure
        else:
            self.measure = max(LEAST_MEASURE, min(cells, MOST_MEASURE))
            self.library.catalog.settings.set("measure", str(self.measure))
        return self.measure


def _kept_measure(library: Library) -> int:
    kept = library.catalog.settings.get("measure")
    return int(kept) if kept.isdigit() else library.settings.measure
