"""The list of documents, with the chosen one's summary and names beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.worker import Worker, WorkerError, get_current_worker

from reader.analysis.mention import Mention
from reader.errors import Cancelled, ReaderError
from reader.library import ORDERS, DocumentRow, DocumentSummary, Excerpt, Listing, Order
from reader.text.plural import plural
from reader.text.safety import safe_line
from reader.tui.content.document_rows import draw_entry, listing_counts
from reader.tui.content.summary import summary_lines
from reader.tui.screens.command_screen import CommandScreen, Handler
from reader.tui.screens.lists.document_row_commands import DocumentRowCommands
from reader.tui.screens.lists.rows_panel import Arranged, RowsPanel, RowsSource, is_short
from reader.tui.session.commands import Command, Where
from reader.tui.session.messages import LibraryChanged, NamesArrived
from reader.tui.text import dates
from reader.tui.text.styled_text import StyledText
from reader.tui.widgets.page import Page
from reader.tui.widgets.rows import RowLines, RowList

_PREVIEW_SECONDS = 0.03
_BEGINNING = 200  # rows: more than a terminal shows
_RELOAD_SECONDS = 0.3
_RELOAD_SHARE = 5.0  # of the time that reading the list took last: so much passes before it is read again
_WATCH_SECONDS = 2.0  # how often at most the marks of watched names are looked up while names arrive
_DIGEST_MOST = 500  # documents: a page that can be read; a filter narrows what is listed
_OF_ALL = frozenset(  # commands that are about all documents, not those on screen
    {
        *("last", "page_down", "half_down", "next_unread", "previous_unread", "next_note", "previous_note"),
        *("sort", "digest", "export"),
    }
)


class DocumentsScreen(CommandScreen):
    """Every document of the library; `Enter` reads the one under the cursor."""

    where: ClassVar[Where] = "list"

    def __init__(self) -> None:
        super().__init__()
        self._sort: Order = "date"
        self._progress = ""
        self._loaded = False
        self._looked = False  # whether indexing has gone through the folder
        self._reload_wanted = False
        self._reading: Worker[None] | None = None
        self._reading_took = 0.0
        self._touched: set[str] = set()  # whose marks have changed since the list was last read
        self._vanished = ""
        self._watched: frozenset[str] = frozenset()
        self._watch_wanted = False
        self._asked = False
        source = RowsSource(
            draw=self._draw,
            key=lambda entry: entry.key,
            arrangement=lambda: self._filtered,
            nothing=self._nothing,
            open=self.do_open,
            show_head=self.show_head,
            # The library gives them in the chosen order.
            is_quick=lambda items, line: not line.strip() or is_short(items, line),
            index_in=_index_in,
            let_go=self._note_vanished,
        )
        self.panel = RowsPanel(self, source, "words, title: source: tag: date: is:unread has:note")

    def compose(self) -> ComposeResult:
        """The panel."""
        yield self.panel

    @property
    def rows(self) -> RowList[DocumentRow]:
        """The list."""
        return self.panel.rows

    @property
    def page(self) -> Page:
        """The page beside the list."""
        return self.panel.page

    @property
    def items(self) -> Sequence[DocumentRow]:
        """All that is listed, whether the filter leaves it or not."""
        return self.panel.items

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            **self.panel.command_map(),
            **DocumentRowCommands(self).command_map(),
            "undo": self.undo,
            "next_unread": self.do_next_unread,
            "previous_unread": self.do_previous_unread,
            "next_note": self.do_next_note,
            "previous_note": self.do_previous_note,
            "digest": self.do_digest,
            "sort": self.do_sort,
            "rescan": self.do_rescan,
            "export": self.do_export,
            "next_hit": self.do_next_hit,
            "previous_hit": self.do_previous_hit,
            "info": self.panel.toggle_page,
        }

    def on_mount(self) -> None:
        """Show the beginning of the list at once, and read the rest of a long one beside."""
        self._take_entries(self.session.library.documents.listing(self._sort, _BEGINNING))
        if not self.listing.whole:
            self.call_after_refresh(self._read_rest)
        # The names are imported when the first frame is on the screen.
        self.call_after_refresh(self._look_for_watched)
        notices = self.session.notices
        if notices:
            more = f"{len(notices)} things to put right, listed under ? · " if len(notices) > 1 else ""
            self.say(more + notices[0], "warning")

    # What a row is

    def _draw(self, item: DocumentRow, width: int) -> RowLines:
        """Watch mark, unread mark, title, date, source, notes."""
        return draw_entry(item, width, today=dates.today(), watched=item.sha256 in self._watched)

    def _filtered(
        self, items: Sequence[DocumentRow], line: str, cancelled: Callable[[], bool]
    ) -> Arranged[DocumentRow] | ReaderError | None:
        """By title, source, tags, summary, file name and reading state, which the library looks through."""
        if not isinstance(items, Listing) or not line.strip():
            return items, {}
        try:
            return self.session.library.documents.filtered(items, line, cancelled)
        except Cancelled:
            return None
        except ReaderError as error:
            return error

    def _nothing(self) -> str:
        """Why there is no document to see."""
        if self.panel.filter_line.strip():
            return "No document matches the filter. esc takes it away, s searches the texts."
        if not self._loaded or self._progress:
            return "Looking at the files…"
        return "There are no briefings here: no .txt or .md files. Start it with a folder that has some."

    # What comes from behind

    def library_changed(self, message: LibraryChanged) -> None:
        """Show how far indexing is and what it has brought."""
        self._progress = "" if message.finished else f"reading {message.done:,}/{message.total:,}"
        self._looked = self._looked or message.finished
        if message.note:
            self.say(message.note, "warning")
        elif message.finished and self._asked:
            many = plural(message.done, "document")
            self.say(f"Looked again: {many} new or changed." if message.done else "Nothing has changed.")
        self._asked = self._asked and not message.finished
        self.reload()
        self.show_head()

    def names_arrived(self, message: NamesArrived) -> None:
        """Show the names of the document under the cursor when they come."""
        current = self.rows.current
        if current is not None and current.key == message.key:
            self._preview()
        if message.error:
            self.reload()  # its row has a warning now
        self.show_head()
        if not self._watch_wanted:
            self._watch_wanted = True
            self.set_timer(_WATCH_SECONDS, self._look_again_for_watched)

    def names_corrected(self) -> None:
        """The person has corrected something about names."""
        self._look_for_watched()
        self._preview()

    def _look_again_for_watched(self) -> None:
        # Names that arrive from here on ask once more: this look may miss them.
        self._watch_wanted = False
        self._look_for_watched()

    @work(thread=True, exclusive=True, group="watched")
    def _look_for_watched(self) -> None:
        """Find the documents that mention a watched name; those of a small library at once."""
        library = self.session.library
        watched_texts: frozenset[str] = frozenset()
        if library.entities.watched_names():
            library.refresh_names(only_small=True)
            watched_texts = frozenset(library.entities.watched_texts())
        self.deliver(self._take_watched, watched_texts)

    def _take_watched(self, watched_texts: frozenset[str]) -> None:
        if watched_texts != self._watched:
            self._watched = watched_texts
            self.rows.refresh()

    def state_changed(self, key: str) -> None:
        """Notes or reading state have changed on another screen: the row has them at once."""
        changed = self.session.library.documents.entries_of([key])
        self._touched.update(changed)
        self._mark(changed.values())
        if self._sort == "notes":
            self.reload()

    def _mark(self, entries: Iterable[DocumentRow]) -> None:
        """Show these documents with the marks that they have now."""
        self.listing.with_marks(entries)
        if self.panel.filter_line.strip():
            self.panel.show_rows()
        else:
            self.rows.refresh()
            self.show_head()

    def reload(self) -> None:
        """Read the list from the shelf again; many small changes that come together are read once."""
        if not self._reload_wanted:
            self._reload_wanted = True
            # A list that grows by the thousand is not read all the time.
            self.set_timer(max(_RELOAD_SECONDS, _RELOAD_SHARE * self._reading_took), self._read_entries)

    @property
    def listing(self) -> Listing:
        """All documents."""
        return self.items if isinstance(self.items, Listing) else Listing(whole=False)

    def _read_entries(self) -> None:
        self._reload_wanted = False
        self._touched.clear()
        self._reading = self._read_beside(self._sort)

    @work(thread=True, exclusive=True, group="entries")
    def _read_beside(self, order: Order) -> None:
        worker = get_current_worker()
        began = monotonic()
        listing = self.session.library.documents.listing(order)
        if not worker.is_cancelled:
            self.deliver(self._take_entries, listing, monotonic() - began)

    def _take_entries(self, listing: Listing, seconds: float = 0.0) -> None:
        self._reading_took = seconds
        # Before the files were looked at, an empty shelf says nothing about the folder.
        looked = self._looked or not self.session.has_background
        self._loaded = len(listing) > 0 or self._loaded or looked
        # What was read or flagged while the list was on its way.
        listing.with_marks(self.session.library.documents.entries_of(list(self._touched)).values())
        self.panel.take(listing)

    def _read_rest(self) -> None:
        if self._reading is None and not self.listing.whole:
            self._read_entries()

    async def settled(self) -> None:
        """Wait until all documents are there, in their order, and those shown that the filter leaves."""
        self._read_rest()
        while (worker := self._reading) is not None:
            with suppress(WorkerError):
                await worker.wait()
            if worker is self._reading:
                self._reading = None
        await self.panel.settled()

    async def run_command(self, command: Command) -> None:
        """Run a command; one that is about all documents waits for them, as the keys after it do."""
        if command.id in _OF_ALL and not self.listing.whole:
            await self.settled()
        await super().run_command(command)

    def show_head(self) -> None:
        """The library's name, how many documents, how far the work behind is."""
        left = [StyledText(safe_line(self.session.library.name), "title")]
        if counts := listing_counts(self.listing):
            left.append(StyledText(f" · {counts}", "dim"))
        if self._sort != "date":
            left.append(StyledText(f" · by {self._sort}", "dim"))
        self.panel.show_title(left, [StyledText(self._work_line(), "dim")])

    def _work_line(self) -> str:
        if self._progress or self.session.background is None:
            return self._progress
        progress = self.session.background.analyses.progress()
        if progress.problem:
            return progress.problem
        if progress.waiting:
            return f"finding names {progress.done + progress.failed:,}/{progress.total:,}"
        return f"{progress.failed} not analysed" if progress.failed else ""

    # The summary beside the list

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.set_timer(_PREVIEW_SECONDS, self._preview)

    def _preview(self) -> None:
        self._read_preview(self.rows.current)

    @work(thread=True, exclusive=True, group="preview")
    def _read_preview(self, entry: DocumentRow | None) -> None:
        mentions: list[Mention] | None = None
        overview = DocumentSummary()
        if entry is not None and not entry.problem:
            mentions = self.session.library.mentions(entry)
            overview = self.session.library.summaries.of_row(entry, mentions, make=True)
            if mentions is None and self.session.background is not None:
                self.session.background.prefer(entry)
        self.deliver(self._show_preview, entry, overview, mentions)

    def _show_preview(
        self, entry: DocumentRow | None, overview: DocumentSummary, mentions: list[Mention] | None
    ) -> None:
        if entry is None:
            self.page.show(lambda _width: ())
            self.rows.refresh()
        elif self.rows.current is not None and entry.key == self.rows.current.key:
            self.page.show(partial(summary_lines, entry, overview, mentions))

    def theme_changed(self, _name: str) -> None:
        """Draw the summary in the new colours."""
        self._preview()

    # Moving among the documents

    def _step(self, wanted: str, step: int) -> None:
        marks, shown = self.listing.marks, self.shown_listing
        tests = {"is unread": lambda key: key not in marks.read, "has notes": lambda key: key in marks.notes}
        index = shown.following(self.rows.cursor, step, tests[wanted])
        if index is None:
            self.say(f"No document further {'down' if step > 0 else 'up'} {wanted}.")
        else:
            self.rows.go(index)

    @property
    def shown_listing(self) -> Listing:
        """The documents that the filter leaves."""
        items = self.rows.items
        return items if isinstance(items, Listing) else Listing()

    def do_next_unread(self) -> None:
        """To the next unread document."""
        self._step("is unread", 1)

    def do_previous_unread(self) -> None:
        """To the unread document before."""
        self._step("is unread", -1)

    def do_next_note(self) -> None:
        """To the next document with notes."""
        self._step("has notes", 1)

    def do_previous_note(self) -> None:
        """To the document with notes before."""
        self._step("has notes", -1)

    def neighbour(self, key: str, step: int, *, unread: bool = False) -> DocumentRow | None:
        """The document after (or before) the one of this key in the list; the cursor moves to it."""
        shown, read = self.shown_listing, self.listing.marks.read
        index = shown.index_of(key)
        if index is None:
            if key != self._vanished:
                return None
            # The filter has let it go since it was opened: it stood where the cursor is.
            index = self.rows.cursor - (1 if step > 0 else 0)
        index = shown.following(index, step, lambda other: not unread or other not in read)
        if index is None:
            return None
        self.rows.go(index)
        return shown[index]

    def _note_vanished(self, entry: DocumentRow) -> None:
        self._vanished = entry.key

    # Doing

    def do_open(self) -> None:
        """Read the document under the cursor, in the page beside at the sentence under its cursor."""
        entry = self.rows.current
        if entry is None:
            return
        target = self.page.target if self.page.has_focus else None
        self.session.navigation.open_document(entry, target.start if isinstance(target, Excerpt) else None)

    def do_digest(self) -> None:
        """One page of what the listed documents say."""
        from reader.tui.screens.document.digest_page import DigestPage
        from reader.tui.screens.document.screen import DocumentScreen

        listed = self.shown_listing[: min(self.shown_listing.readable_count, _DIGEST_MOST)]
        if listed:
            folder, view = self.session.library.roots[0], self.panel.filter_line.strip()
            page = DigestPage(listed, folder, view, self.shown_listing.readable_count)
            self.session.push_screen(DocumentScreen(page))

    async def do_sort(self) -> None:
        """The next order."""
        self._sort = ORDERS[(ORDERS.index(self._sort) + 1) % len(ORDERS)]
        self._read_entries()
        await self.settled()
        self.say(f"Sorted by {self._sort}.")

    def do_rescan(self) -> None:
        """Look at the files again."""
        if self.session.background is not None:
            self._asked = True
            self.session.background.rescan()
            self.say("Looking at the files again…")

    def do_export(self) -> None:
        """Write the notes of the listed documents to a file."""
        notes = self.session.library.notes
        self.session.navigation.export_notes(
            note for key in self.shown_listing.keys for note in notes.on_document(key)
        )

    def do_next_hit(self) -> None:
        """The first hit of the last search."""
        self.session.navigation.step_hit(1)

    def do_previous_hit(self) -> None:
        """The last hit of the last search."""
        self.session.navigation.step_hit(-1)


def _index_in(shown: Sequence[DocumentRow], entry: DocumentRow) -> int | None:
    """Return where a document stands, found by its key, without a row being read."""
    return shown.index_of(entry.key) if isinstance(shown, Listing) else None
