"""Which screen shows what: documents, hits, notes, searches, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reader.library import DocumentRow, document_path
from reader.text.safety import safe_line
from reader.tui.content.note_links import entry_of
from reader.tui.document_view.motions import Jumps, Spot
from reader.tui.session.search_walk import SearchWalk, line_for

if TYPE_CHECKING:
    from reader.notes.note import Link, Note
    from reader.tui.app.app import ReaderApp
    from reader.tui.screens.lists.documents.screen import DocumentsScreen


class ScreenNavigation:
    """The `Navigation` of an app: it pushes and switches screens, which are imported when first shown."""

    def __init__(self, app: ReaderApp) -> None:
        self._app = app
        self._library = app.library
        self.walk: SearchWalk | None = None
        self.last_search = ""
        self.jumps = Jumps()
        self.marks: dict[str, Spot] = {}
        self.selected_entity = ""

    # The three lists and the way back

    def leave(self) -> None:
        """Go back one level; from the first screen, quit."""
        if len(self._app.screen_stack) > 2:
            self._app.pop_screen()
        else:
            self._app.exit()

    def show_documents(self) -> None:
        """Show the list of documents."""
        while len(self._app.screen_stack) > 2:
            self._app.pop_screen()

    def show_entities(self) -> None:
        """Show the names of all documents."""
        from reader.tui.screens.lists.entities.screen import EntitiesScreen

        self.show_documents()
        self._app.push_screen(EntitiesScreen())

    def show_notes(self) -> None:
        """Show all notes."""
        from reader.tui.screens.lists.notes.screen import NotesScreen

        self.show_documents()
        self._app.push_screen(NotesScreen())

    def search(self, line: str | None = None) -> None:
        """Search all documents; for the last line when none is given."""
        from reader.tui.screens.lists.search.screen import SearchScreen

        if not isinstance(self._app.screen, SearchScreen):
            self._app.push_screen(SearchScreen(self.last_search if line is None else line))

    # Documents

    @property
    def documents(self) -> DocumentsScreen:
        """The screen with the list of documents, which is always there."""
        from reader.tui.screens.lists.documents.screen import DocumentsScreen

        return next(screen for screen in self._app.screen_stack if isinstance(screen, DocumentsScreen))

    def onwards(self, key: str, step: int) -> Iterator[DocumentRow]:
        """Yield the documents after (step 1) or before (-1) this one in the list, read one by one."""
        return self.documents.shown_listing.onwards(key, step)

    def neighbour(self, key: str, step: int, *, unread: bool = False) -> DocumentRow | None:
        """Return the document after (step 1) or before (-1) this one in the list, None at its end."""
        return self.documents.neighbour(key, step, unread=unread)

    def open_document(
        self,
        entry: DocumentRow,
        offset: int | None = None,
        about: Sequence[str] = (),
        *,
        walking: bool = False,
    ) -> None:
        """Show a document at an offset, at the place where reading stopped when none is given."""
        from reader.tui.screens.document.file_page import FilePage
        from reader.tui.screens.document.screen import DocumentScreen

        if entry.problem:
            self._app.say(f"{safe_line(entry.path.name)}: {entry.problem}", "error")
            return
        before = self._app.screen
        screen = DocumentScreen(FilePage(entry, offset, about), walking=walking)
        if isinstance(before, DocumentScreen) and isinstance(before.page, FilePage):
            self._app.switch_screen(screen)
        else:
            self._app.push_screen(screen)

    def open_spot(self, spot: Spot) -> None:
        """Show the document of a place in the jump list, at the place."""
        entry = self._library.documents.entry(*document_path(spot.path))
        if entry is None:
            self._app.say("That document is not in this library any more.")
        else:
            self.open_document(entry, spot.offset)

    # Hits

    def open_hit(self, walk: SearchWalk) -> None:
        """Show the document of a hit, at the hit; `n` and `N` then walk the answer's hits."""
        from reader.tui.screens.document.screen import DocumentScreen

        self.walk = walk
        if isinstance(self._app.screen, DocumentScreen):
            self.jumps.leave(self._app.screen.spot)
        hit = walk.current_hit.hit
        self.open_document(walk.current_hit.entry, hit.matches[0].start if hit.matches else hit.start)

    def step_hit(self, by: int) -> None:
        """Show the next document that the last search found."""
        if self.walk is None:
            self._app.say("Nothing was searched for yet: s searches all documents.")
            return
        walk = self.walk.step(by)
        if walk is None:
            self._app.say(
                f"That was the {'last' if by > 0 else 'first'} of {len(self.walk.hits)} documents"
                f" for “{self.walk.line}”."
            )
        else:
            self.open_hit(walk)
            self._app.say(f"{walk.index + 1} of {len(walk.hits)} documents for “{walk.line}”.")

    # Notes

    def open_note(self, note: Note) -> None:
        """Show the passage of a note; where its file is gone, the text that was kept of it."""
        entry = entry_of(note, self._library)
        if entry is not None:
            self.open_document(entry, note.start if note.span is not None else None)
            return
        entities = [link for link in note.links if link.kind == "entity"]
        if not note.path and entities:
            self.follow(entities[0])
            return
        text = self._library.notes.kept_text(note)
        if text is None:
            self._app.say(
                f"{note.path or 'Its document'} is not here, and no text of it was kept.", "warning"
            )
            return
        from reader.tui.screens.document.screen import DocumentScreen
        from reader.tui.screens.document.snapshot_page import SnapshotPage

        self._app.push_screen(DocumentScreen(SnapshotPage(note, text)))

    def follow(self, link: Link) -> None:
        """Go where a note's link leads."""
        if link.kind == "entity":
            self.search(line_for(link.target))
        elif link.kind == "document":
            place = document_path(link.target)
            entry = self._library.documents.known(*place)
            if entry is None or not place.path.exists():
                self._app.say(f"{link.target} is not there any more.", "warning")
            else:
                self.open_document(entry)
        else:
            note = self._library.notes.get(link.target)
            if note is None:
                self._app.say("That note is not here.", "warning")
            else:
                self.open_note(note)

    def export_notes(self, notes: Iterable[Note]) -> None:
        """Ask for a format and a file for these notes, in the folder that the reader was started in."""
        from reader.tui.screens.modals.export import ExportScreen

        chosen = list(notes)
        if not chosen:
            self._app.say("There are no notes here to export.")
            return

        def written(sentence: str | None) -> None:
            if sentence is not None:
                self._app.say(sentence)

        self._app.push_screen(ExportScreen(chosen, Path.cwd(), self._library.name), written)
