"""The list of documents, with the chosen one's summary and names beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize
from textual.widgets import Input

from reader.analysis.mention import Mention
from reader.errors import QueryError, ReaderError
from reader.library.shelf import Entry
from reader.search.filtering import Filter
from reader.text.safety import safe_line
from reader.tui.app import ReaderApp
from reader.tui.commands import Where
from reader.tui.dates import long_date
from reader.tui.pieces import Piece
from reader.tui.screens.base import CommandScreen
from reader.tui.screens.listing import SORTS, counted, draw_entry, entry_row, following_index
from reader.tui.summary_pane import Lines, summary_lines
from reader.tui.widgets.bars import HintLine, Prompt, TopLine
from reader.tui.widgets.page import Page
from reader.tui.widgets.prompt_line import PromptLine
from reader.tui.widgets.rows import RowList

_NARROW = 72
_PREVIEW_SECONDS = 0.04


class DocumentsScreen(CommandScreen):
    """Every document of the library; `Enter` reads the one under the cursor."""

    where: ClassVar[Where] = "list"

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []
        self._sort = "date"
        self._filter = ""
        self._corrections: dict[str, str] = {}
        self._progress = ""
        self._undo: list[tuple[str, Entry]] = []
        self._loaded = False
        self._reload_wanted = False

    def compose(self) -> ComposeResult:
        """Head, rows and summary, prompt, hints."""
        yield TopLine(self.palette)
        yield HintLine(self.palette)
        yield PromptLine("filter", "words, title: source: tag: date: is:unread has:note", id="filter")
        with Horizontal(id="body"):
            yield RowList[Entry](partial(_draw, date.today()), self.palette, id="rows")
            yield Page(self.palette, id="side")

    @property
    def rows(self) -> RowList[Entry]:
        """The list."""
        return self.query_one("#rows", RowList)

    @property
    def entries(self) -> Sequence[Entry]:
        """The documents as they stand in the list now, filtered and sorted."""
        return self.rows.items

    def on_mount(self) -> None:
        """Read the list from the shelf."""
        self._show_head()
        self.rows.focus()
        self.reload()
        if self.reader.notices:
            self.say(self.reader.notices[0], "warning")

    def on_resize(self, event: Resize) -> None:
        """A narrow terminal has the list alone."""
        self.set_class(event.size.width < _NARROW, "narrow")

    # What comes from behind

    def library_changed(self, message: ReaderApp.Changed) -> None:
        """Show how far indexing is and what it has brought."""
        self._progress = "" if message.finished else f"reading {message.done:,}/{message.total:,}"
        if message.note:
            self.say(message.note, "warning")
        self.reload()
        self._show_head()

    def names_arrived(self, message: ReaderApp.Analysed) -> None:
        """Show the names of the document under the cursor when they come."""
        current = self.rows.current
        if current is not None and current.key == message.key:
            self._preview()
        self._show_head()

    def state_changed(self, _key: str) -> None:
        """Notes or reading state have changed on another screen."""
        self.reload()

    def theme_changed(self, _name: str) -> None:
        """Draw everything in the new colours."""
        self._preview()

    @work(thread=True, exclusive=True, group="entries")
    def _read_entries(self) -> None:
        entries = self.reader.library.entries()
        self.app.call_from_thread(self._take_entries, entries)

    def reload(self) -> None:
        """Read the list from the shelf again, once more when it is being read already."""
        if self._reload_wanted:
            return
        self._reload_wanted = True
        # Many small changes arrive together; one reading answers them all.
        self.set_timer(0.01 if not self._loaded else 0.25, self._start_reading)

    def _start_reading(self) -> None:
        self._reload_wanted = False
        self._read_entries()

    def _take_entries(self, entries: list[Entry]) -> None:
        self._loaded = True
        self._entries = entries
        self._show_rows()

    def _show_rows(self) -> None:
        current = self.rows.current
        shown = sorted(self._entries, key=SORTS[self._sort])
        if self._filter.strip():
            try:
                found = Filter(self._filter, [entry_row(entry) for entry in shown])
            except QueryError as error:
                self.query_one("#filter", PromptLine).note(str(error))
                return
            shown = [shown[index] for index in found.indices]
            self._corrections = found.corrections
        else:
            self._corrections = {}
        index = 0
        if current is not None:
            index = next((i for i, entry in enumerate(shown) if entry.key == current.key), self.rows.cursor)
        self.rows.show(shown, index)
        self._show_head()
        self._note_filter()

    def _note_filter(self) -> None:
        note = f"{len(self.rows.items):,} of {len(self._entries):,}"
        for typed, used in self._corrections.items():
            note += f" · {used} for {typed}"
        self.query_one("#filter", PromptLine).note(note if self._filter.strip() else "")

    def _show_head(self) -> None:
        library = self.reader.library
        left = [Piece(safe_line(library.name), "title"), Piece(f" · {counted(self._entries)}", "dim")]
        if self._sort != "date":
            left.append(Piece(f" · by {self._sort}", "dim"))
        if self._filter.strip():
            left.append(Piece(f" · /{self._filter}", "accent"))
        self.query_one(TopLine).show(left, [Piece(self._work_line(), "dim")])

    def _work_line(self) -> str:
        if self._progress:
            return self._progress
        if self.reader.background is None:
            return ""
        progress = self.reader.background.analyses.progress()
        if progress.problem:
            return progress.problem
        if progress.waiting:
            return f"finding names {progress.done + progress.failed:,}/{progress.total:,}"
        return f"{progress.failed} not analysed" if progress.failed else ""

    # The summary beside the list

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.set_timer(_PREVIEW_SECONDS, self._preview)

    @work(thread=True, exclusive=True, group="preview")
    def _preview(self) -> None:
        entry = self.rows.current
        mentions: list[Mention] | None = None
        if entry is not None and not entry.problem:
            mentions = self.reader.library.mentions(entry.sha256)
            if mentions is None and self.reader.background is not None:
                self.reader.background.prefer(entry)
        self.app.call_from_thread(self._show_preview, entry, mentions)

    def _show_preview(self, entry: Entry | None, mentions: list[Mention] | None) -> None:
        page = self.query_one("#side", Page)
        if entry is None:
            page.show(self._empty)
        elif self.rows.current is not None and entry.key == self.rows.current.key:
            page.show(partial(summary_lines, entry, mentions))

    def _empty(self, width: int) -> Lines:
        from reader.tui.pieces import wrap

        if not self._loaded or self._progress:
            text = "Looking at the files…"
        elif self._filter.strip():
            text = "No document matches the filter. Esc takes it away, s searches the texts."
        else:
            text = "There are no briefings here: no .txt or .md files. Start the reader with a folder that has some."
        return [[], *wrap([Piece(text, "dim")], width)]

    # Moving

    def do_down(self) -> None:
        """A row down."""
        self.rows.move(1)

    def do_up(self) -> None:
        """A row up."""
        self.rows.move(-1)

    def do_page_down(self) -> None:
        """A page down."""
        self.rows.move(self.rows.page_rows)

    def do_page_up(self) -> None:
        """A page up."""
        self.rows.move(-self.rows.page_rows)

    def do_half_down(self) -> None:
        """Half a page down."""
        self.rows.move(max(1, self.rows.page_rows // 2))

    def do_half_up(self) -> None:
        """Half a page up."""
        self.rows.move(-max(1, self.rows.page_rows // 2))

    def do_first(self) -> None:
        """To the first row."""
        self.rows.go(0)

    def do_last(self) -> None:
        """To the last row."""
        self.rows.go(len(self.rows.items) - 1)

    def _step(self, wanted: str, step: int) -> None:
        tests = {"unread": lambda entry: entry.unread and not entry.problem, "notes": lambda entry: entry.notes > 0}
        index = following_index(self.rows.items, tests[wanted], self.rows.cursor, step)
        if index is None:
            way = "further down" if step > 0 else "further up"
            self.say(f"No document {way} {'is unread' if wanted == 'unread' else 'has notes'}.")
        else:
            self.rows.go(index)

    def do_next_unread(self) -> None:
        """To the next unread document."""
        self._step("unread", 1)

    def do_previous_unread(self) -> None:
        """To the unread document before."""
        self._step("unread", -1)

    def do_next_note(self) -> None:
        """To the next document with notes."""
        self._step("notes", 1)

    def do_previous_note(self) -> None:
        """To the document with notes before."""
        self._step("notes", -1)

    # Doing

    def do_open(self) -> None:
        """Read the document under the cursor."""
        entry = self.rows.current
        if entry is not None:
            self.reader.open_document(entry)

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.do_open()

    def do_filter(self) -> None:
        """Type a filter."""
        self.query_one("#filter", PromptLine).open(self._filter)

    @on(Input.Changed)
    def _filter_typed(self, event: Input.Changed) -> None:
        self._filter = event.value
        self._show_rows()

    @on(Input.Submitted)
    def _filter_taken(self) -> None:
        self._close_filter()

    @on(Prompt.Key)
    def _filter_key(self, event: Prompt.Key) -> None:
        if event.name == "cancel":
            self._filter = ""
            self._show_rows()
            self._close_filter()
        elif event.name == "widen":
            line, self._filter = self._filter, ""
            self._show_rows()
            self._close_filter()
            self.reader.do_search(line)
        else:
            self.rows.move({"up": -1, "down": 1, "page_up": -10, "page_down": 10}[event.name])

    def _close_filter(self) -> None:
        self.query_one("#filter", PromptLine).close()
        self.rows.focus()

    def do_cancel(self) -> None:
        """Take the filter away."""
        if self._filter:
            self._filter = ""
            self._show_rows()

    def do_sort(self) -> None:
        """The next order."""
        orders = list(SORTS)
        self._sort = orders[(orders.index(self._sort) + 1) % len(orders)]
        self._show_rows()
        self.say(f"Sorted by {self._sort}.")

    def do_info(self) -> None:
        """Show or hide the summary."""
        side = self.query_one("#side", Page)
        side.display = not side.display

    def do_flag(self) -> None:
        """Flag the document or take the flag away."""
        if (entry := self.rows.current) is not None:
            self._changed("flag", entry, self.reader.library.flag(entry, not entry.flagged))

    def do_read(self) -> None:
        """Mark the document as read or unread."""
        if (entry := self.rows.current) is not None:
            self._changed("read", entry, self.reader.library.mark_read(entry, entry.unread))

    def _changed(self, what: str, before: Entry, after: Entry) -> None:
        self._undo.append((what, before))
        self._replace(after)

    def _replace(self, after: Entry) -> None:
        self._entries = [after if entry.key == after.key else entry for entry in self._entries]
        self._show_rows()

    def do_undo(self) -> None:
        """Take back the last change."""
        if not self._undo:
            self.say("There is nothing to take back.")
            return
        what, before = self._undo.pop()
        library = self.reader.library
        undone = library.flag(before, before.flagged) if what == "flag" else library.mark_read(before, not before.unread)
        self._replace(undone)

    def do_annotate(self) -> None:
        """A note on the document."""
        entry = self.rows.current
        if entry is None or entry.problem:
            return
        try:
            document = self.reader.library.document(entry.path)
        except ReaderError as error:
            self.say(str(error), "error")
            return
        from reader.tui.screens.editor import NoteEditor

        self.app.push_screen(NoteEditor(entry, document, None, None))

    def do_copy(self) -> None:
        """Copy the file's path."""
        if (entry := self.rows.current) is not None:
            self.reader.copy(str(entry.path), "the path")

    def do_cite(self) -> None:
        """Copy the citation."""
        if (entry := self.rows.current) is not None:
            parts = (f"“{entry.title}”", entry.source, long_date(entry.published), str(entry.path))
            self.reader.copy(", ".join(part for part in parts if part), "the citation")

    def do_edit(self) -> None:
        """Open the file in the editor."""
        if (entry := self.rows.current) is not None:
            self.reader.edit_file(entry.path, 1)

    def do_rescan(self) -> None:
        """Look at the files again."""
        if self.reader.background is not None:
            self.reader.background.rescan()
            self.say("Looking at the files again.")

    def do_export(self) -> None:
        """Write the notes of the listed documents to a file."""
        self.reader.export_notes({entry.key for entry in self.rows.items})

    def do_next_hit(self) -> None:
        """Back into the last search's hits."""
        self.reader.do_search()

    do_previous_hit = do_next_hit


def _draw(today: date, entry: Entry, width: int, _at_cursor: bool) -> list[list[Piece]]:
    return draw_entry(entry, width, today=today)
