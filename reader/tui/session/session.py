"""What a screen may ask of the app. The screens know this and not each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from reader.tui.document_view.motions import Jumps, Spot
from reader.tui.session.search_walk import SearchWalk

if TYPE_CHECKING:
    from textual.await_complete import AwaitComplete
    from textual.screen import Screen, ScreenResultType

    from reader.background.indexing_process import Background
    from reader.library import DocumentRow, Library
    from reader.notes.note import Link, Note
    from reader.tui.session.appearance import Appearance
    from reader.tui.session.commands import Keymap
    from reader.tui.session.events import Announcements
    from reader.tui.session.programs import Programs
    from reader.tui.session.undo import UndoStack


class Navigation(Protocol):
    """Which screen shows what, and how one got there. Asked by screens, on the interface's thread."""

    walk: SearchWalk | None
    """The search whose hits `n` and `N` walk."""
    last_search: str
    jumps: Jumps
    marks: dict[str, Spot]
    selected_entity: str
    """The name that was chosen last: it stays chosen in the documents that are opened next."""

    def open_document(
        self,
        entry: DocumentRow,
        offset: int | None = None,
        about: Sequence[str] = (),
        *,
        walking: bool = False,
    ) -> None:
        """Show a document at an offset, at the place where reading stopped when none is given.

        Its summary is chosen for what `about` names, under all the names that it gives. `walking` says that
        the mentions of the selected entity led there.
        """

    def open_spot(self, spot: Spot) -> None:
        """Show the document of a place in the jump list, at the place."""

    def open_hit(self, walk: SearchWalk) -> None:
        """Show the document of a hit, at the hit; `n` and `N` then walk the answer's hits."""

    def open_note(self, note: Note) -> None:
        """Show the passage of a note; where its file is gone, the text that was kept of it."""

    def follow(self, link: Link) -> None:
        """Go where a note's link leads."""

    def search(self, line: str | None = None) -> None:
        """Search all documents; for the last line when none is given."""

    def export_notes(self, notes: Iterable[Note]) -> None:
        """Ask for a format and a file for these notes, in the folder that the reader was started in."""

    def onwards(self, key: str, step: int) -> Iterator[DocumentRow]:
        """Yield the documents after (step 1) or before (-1) this one in the list, read one by one."""

    def neighbour(self, key: str, step: int, *, unread: bool = False) -> DocumentRow | None:
        """Return the document after (step 1) or before (-1) this one in the list, None at its end."""

    def step_hit(self, by: int) -> None:
        """Show the next document that the last search found."""


class Session(Protocol):
    """The app as its screens know it. Called on the interface's thread.

    `notices` are sentences to be said at the start. `background` is None where nothing is indexed or
    analysed: then the library is shown as it was last read.
    """

    library: Library
    keymap: Keymap
    notices: list[str]
    background: Background | None
    has_background: bool
    appearance: Appearance
    announcements: Announcements
    programs: Programs
    undo: UndoStack

    @property
    def navigation(self) -> Navigation:
        """Where things are shown."""

    @property
    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What the app itself does for the ids of the commands table."""

    def say(self, text: str, role: str = "accent") -> None:
        """Say a sentence at the foot of the screen in front."""

    def push_screen(
        self,
        screen: Screen[ScreenResultType],
        callback: Callable[[ScreenResultType | None], Any] | None = None,
    ) -> object:
        """Show a screen over this one; `callback` gets its result."""

    def pop_screen(self) -> AwaitComplete:
        """Back to the screen below."""
