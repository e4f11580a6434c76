"""All notes of the person: on which passage, with which words, in which document."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from reader.search.query.row_filter import Row
from reader.text.plural import plural
from reader.tui.content.note_list import NOTE_ORDERS, ListedNote, draw_note, note_fields, note_lines
from reader.tui.screens.command_screen import CommandScreen, Handler
from reader.tui.screens.lists.notes.commands import NoteListCommands
from reader.tui.screens.lists.notes.loading import NoteListLoading
from reader.tui.screens.lists.rows_panel import RowsPanel, RowsSource
from reader.tui.screens.lists.sorted_rows import SortedRows
from reader.tui.session.commands import Where
from reader.tui.text.styled_text import StyledText
from reader.tui.theme.note_kinds import note_kinds_of
from reader.tui.widgets.bars import HintLine
from reader.tui.widgets.rows import RowLines, RowList


class NotesScreen(CommandScreen):
    """Every note of every library, the unfinished ones first; `Enter` goes to the passage."""

    where: ClassVar[Where] = "notes"

    def __init__(self) -> None:
        super().__init__()
        self._loading = NoteListLoading(self)
        self._noting = NoteListCommands(self, self._loading)
        self._sorted = SortedRows(NOTE_ORDERS, self._fields)
        source = RowsSource(
            draw=self._draw,
            key=lambda listed: listed.draft or listed.note.id,
            arrangement=self._sorted.arrangement,
            nothing=self._nothing,
            open=self._noting.open,
            show_head=self.show_head,
        )
        placeholder = "words of the note or the passage, tag: title: source: kind: state:"
        self.panel = RowsPanel(self, source, placeholder, row_height=3)
        self.state_changed = self._loading.state_changed
        self.library_changed = self._loading.library_changed

    def compose(self) -> ComposeResult:
        """Yield the panel."""
        yield self.panel

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            **self.panel.command_map(),
            **self._noting.command_map(),
            "undo": self.undo,
            "sort": self._sort,
        }

    def hints(self) -> list[tuple[str, str]]:
        """Return what can be done with the note under the cursor."""
        if self._loading.trashed:
            return [("R", "take out"), ("X", "back to the notes"), ("/", "filter"), ("?", "help")]
        listed = self.panel.rows.current
        is_draft = listed is not None and bool(listed.draft)
        hints = [("enter", "go on writing" if is_draft else "to the passage")]
        if listed is not None and listed.state == "changed":
            hints += [("y", "take the change"), ("n", "it is lost")]
        return [*hints, ("T", "change"), ("/", "filter"), ("w", "export"), ("X", "trash"), ("?", "help")]

    def show_head(self) -> None:
        """Show how many notes, in which order, how many need a look; and the hints."""
        notes, trashed = self.panel.items, self._loading.trashed
        count = plural(sum(not listed.draft for listed in notes), "note")
        left = [
            StyledText("trash" if trashed else "notes", "title"),
            StyledText(f" · {count} · by {self._sorted.order}", "dim"),
        ]
        for state, word in (("changed", "changed"), ("lost", "lost"), ("draft", "unfinished")):
            number = sum(listed.state == state for listed in notes)
            if number and not trashed:
                left.append(StyledText(f" · {number} {word}", "warning"))
        self.panel.show_title(left)
        if self.is_current:
            self.query_one(HintLine).show(self.hints())

    def _sort(self) -> None:
        self._sorted.take_next_order()
        self.panel.show_rows()
        self.show_head()

    # Rows

    def _draw(self, item: ListedNote, width: int) -> RowLines:
        return draw_note(item, note_kinds_of(self.session), width)

    def _fields(self, item: ListedNote) -> Row:
        return note_fields(item, note_kinds_of(self.session))

    def _nothing(self) -> str:
        """Say why there is nothing to see."""
        if not self._loading.loaded:
            return "Reading the notes…"
        if self.panel.filter_line.strip():
            return "No note matches the filter. esc takes it away."
        if self._loading.trashed:
            return "The trash is empty. X goes back to the notes."
        return "There are no notes yet. In a document, ) and ( move by sentence and a writes a note on it."

    # Events

    def on_mount(self) -> None:
        """Read the notes."""
        self.show_head()
        self._loading.read()

    @on(RowList.Moved)
    def _moved(self) -> None:
        listed = self.panel.rows.current
        if listed is None:
            self.panel.page.show(lambda _width: ())
        else:
            self.panel.page.show(partial(note_lines, listed, note_kinds_of(self.session)))
        self.query_one(HintLine).show(self.hints())
