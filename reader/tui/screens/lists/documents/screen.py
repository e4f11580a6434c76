"""The list of documents, with the chosen one's summary and names beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from reader.library import DocumentRow, Listing
from reader.text.safety import safe_line
from reader.tui.content.document_rows import listing_counts
from reader.tui.screens.command_screen import CommandScreen, Handler
from reader.tui.screens.lists.documents.fold_commands import FoldCommands
from reader.tui.screens.lists.documents.list_commands import ListCommands
from reader.tui.screens.lists.documents.loading import DocumentListLoading
from reader.tui.screens.lists.documents.preview import SummaryPreview
from reader.tui.screens.lists.documents.row_commands import RowCommands
from reader.tui.screens.lists.documents.step_commands import StepCommands
from reader.tui.screens.lists.documents.watch_marks import WatchMarks
from reader.tui.screens.lists.rows_panel import RowsPanel, RowsSource, is_short
from reader.tui.session.commands import Command, Where
from reader.tui.session.messages import NamesArrived
from reader.tui.text.styled_text import StyledText
from reader.tui.widgets.rows import RowLines, RowList

_OF_ALL = frozenset(  # commands that are about all documents, not those on screen
    {
        *("last", "page_down", "half_down", "next_unread", "previous_unread", "next_note", "previous_note"),
        *("sort", "digest", "export"),
    }
)


class DocumentsScreen(CommandScreen):
    """Every document of the library: the `DocumentListHost` of its parts. `Enter` reads a document."""

    where: ClassVar[Where] = "list"

    def __init__(self) -> None:
        super().__init__()
        self._loading = DocumentListLoading(self)
        self._watched = WatchMarks(self)
        self._preview = SummaryPreview(self)
        self._steps = StepCommands(self)
        self._list = ListCommands(self, self._loading)
        self._folds = FoldCommands(self)
        source = RowsSource(
            draw=self._draw,
            key=lambda entry: entry.key,
            arrangement=self._folds.arrangement,
            nothing=self._nothing,
            open=self._list.open,
            show_head=self.show_head,
            # The library gives them in the chosen order.
            is_quick=lambda items, line: not (line.strip() or _has_parts(items)) or is_short(items, line),
            index_in=_index_in,
            let_go=self._steps.note_vanished,
            all_there=self._loading.all_there,
        )
        self.panel = RowsPanel(self, source, "words, title: source: tag: date: format: is:unread has:note")
        self.neighbour = self._steps.neighbour
        self.reload = self._loading.reload
        self.library_changed = self._loading.library_changed
        self.state_changed = self._loading.state_changed

    def compose(self) -> ComposeResult:
        """Yield the panel."""
        yield self.panel

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id: the commands of all sets."""
        commands: dict[str, Handler] = {"undo": self.undo, "info": self.panel.toggle_page}
        for command_set in (self.panel, RowCommands(self), self._steps, self._list, self._folds):
            commands |= command_set.command_map()
        return commands

    async def run_command(self, command: Command) -> None:
        """Run a command; one that is about all documents waits for them, as the keys after it do."""
        if command.id in _OF_ALL and not self.listing.whole:
            await self.panel.settled()
        await super().run_command(command)

    # What the parts ask for

    @property
    def listing(self) -> Listing:
        """All documents."""
        items = self.panel.items
        return items if isinstance(items, Listing) else Listing(whole=False)

    @property
    def shown_listing(self) -> Listing:
        """The documents that the filter leaves."""
        items = self.panel.rows.items
        return items if isinstance(items, Listing) else Listing()

    def show_head(self) -> None:
        """Show the library's name, how many documents it has, how far the work behind is."""
        left = [StyledText(safe_line(self.session.library.name), "title")]
        if counts := listing_counts(self.listing):
            left.append(StyledText(f" · {counts}", "dim"))
        if self._loading.order != "date":
            left.append(StyledText(f" · by {self._loading.order}", "dim"))
        self.panel.show_title(left, [StyledText(self._work_line(), "dim")])

    def _work_line(self) -> str:
        if self._loading.progress or self.session.background is None:
            return self._loading.progress
        progress = self.session.background.analyses.progress()
        if progress.problem:
            return progress.problem
        if progress.waiting:
            return f"finding names {progress.done + progress.failed:,}/{progress.total:,}"
        return f"{progress.failed} not analysed" if progress.failed else ""

    # Rows

    def _draw(self, row: DocumentRow, width: int) -> RowLines:
        return self._folds.draw(row, width, watched=row.sha256 in self._watched)

    def _nothing(self) -> str:
        """Say why there is no document to see."""
        if self.panel.filter_line.strip():
            return "No document matches the filter. esc takes it away, s searches the texts."
        if not self._loading.loaded or self._loading.progress:
            return "Looking at the files…"
        return "There are no briefings here: no .txt or .md files. Start it with a folder that has some."

    # Events

    def on_mount(self) -> None:
        """Show the beginning of the list at once, and read the rest of a long one beside."""
        if self._loading.begin():
            self.call_after_refresh(self._loading.read_rest)
        # The names are imported when the first frame is on the screen.
        self.call_after_refresh(self._watched.look)
        notices = self.session.notices
        if notices:
            more = f"{len(notices)} things to put right, listed under ? · " if len(notices) > 1 else ""
            self.say(more + notices[0], "warning")

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._preview.show_in_a_moment()

    def names_arrived(self, message: NamesArrived) -> None:
        """Show the names of the document under the cursor when they come."""
        current = self.panel.rows.current
        if current is not None and current.key == message.key:
            self._preview.show()
        if message.error:
            self.reload()  # its row has a warning now
        self.show_head()
        self._watched.look_in_a_moment()

    def names_corrected(self) -> None:
        """Show the names as they are corrected."""
        self._watched.look()
        self._preview.show()

    def theme_changed(self, _name: str) -> None:
        """Draw the summary in the new colours."""
        self._preview.show()


def _has_parts(items: Sequence[DocumentRow]) -> bool:
    return isinstance(items, Listing) and bool(items.parents)


def _index_in(shown: Sequence[DocumentRow], entry: DocumentRow) -> int | None:
    """Return where a document stands, found by its key, without a row being read."""
    return shown.index_of(entry.key) if isinstance(shown, Listing) else None
