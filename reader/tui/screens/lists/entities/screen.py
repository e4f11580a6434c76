"""The names of all documents: who and what, how often, where and when."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.worker import Worker, get_current_worker

from reader.analysis.mention import GROUPS
from reader.errors import QueryError, ReaderError
from reader.library import EntityList, NamedEntity
from reader.notes.note import Note
from reader.search.query.row_filter import Row, RowFilter
from reader.text.document import Document
from reader.text.folding import fold
from reader.text.plural import plural
from reader.tui.content.entity_rows import bars, columns, dotted, heads
from reader.tui.content.summary import Lines
from reader.tui.screens.command_screen import CommandScreen, Handler
from reader.tui.screens.lists.entities.corrections_export import export_corrections
from reader.tui.screens.lists.rows_panel import Arranged, RowsPanel, RowsSource
from reader.tui.screens.modals.correction import Subject, ask_correction
from reader.tui.session.commands import Where
from reader.tui.session.search_walk import line_for
from reader.tui.text import dates
from reader.tui.text.dates import long_date, short_date
from reader.tui.text.styled_text import StyledText, fit, wrap
from reader.tui.theme.palettes import GROUP_LETTERS
from reader.tui.theme.palettes import GROUPS as GROUP_NAMES
from reader.tui.widgets.page import Page
from reader.tui.widgets.rows import RowLines, RowList

FACETS = ("", *(group for group in GROUP_NAMES if group != "times"))
_FIELDS = {"people": "person", "organisations": "org", "places": "place"}
_WAIT = 10  # gatherings take no more than this part of the time while names arrive
_SHORTEST_WAIT_SECONDS = 1.0
_LATEST_FIRST = str.maketrans("0123456789", "9876543210")

ORDERS: dict[str, Callable[[NamedEntity], Any]] = {
    "mentions": lambda item: (-item.mentions, item.name),
    "documents": lambda item: (-item.documents, -item.mentions, item.name),
    "name": lambda item: (item.name.casefold(), item.type),
    "latest": lambda item: (not item.last, item.last.translate(_LATEST_FIRST), -item.mentions, item.name),
    "first": lambda item: (not item.first, item.first, -item.mentions, item.name),
}


class EntitiesScreen(CommandScreen):
    """Everyone and everything named; `Enter` opens the dossier. Counting and sorting never hold it up."""

    where: ClassVar[Where] = "entities"

    def __init__(self) -> None:
        super().__init__()
        self._facet = ""
        self._order = "mentions"
        self._documents = 0
        self._watched: frozenset[str] = frozenset()
        self._folded: dict[NamedEntity, Row] = {}
        self._groups: Counter[str] = Counter()
        self._gathering: Worker[None] | None = None
        self._loaded = False
        self._again = False
        self._took_seconds = 0.0
        self._to_replace = False  # whether the person knows that entities.toml is there
        source = RowsSource(
            draw=self._draw,
            key=lambda item: item.key,
            arrangement=lambda: partial(_arrange, self._row, self._facet, ORDERS[self._order]),
            nothing=self._nothing,
            open=self.do_open,
            show_head=self._show_head,
            is_quick=lambda _items, _line: False,
            index_in=_index_in,
        )
        self.panel = RowsPanel(self, source, "a name, however it is spelt", narrow_below=108, heads=heads)

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            **self.panel.command_map(),
            "undo": self.undo,
            "search_this": self.do_search_this,
            "types": self.do_types,
            "sort": self.do_sort,
            "cancel": self.do_cancel,
            "annotate": self.do_annotate,
            "correct": self.do_correct,
            "export": self.do_export,
            "info": self.panel.toggle_page,
        }

    def compose(self) -> ComposeResult:
        """The panel."""
        yield self.panel

    @property
    def rows(self) -> RowList[NamedEntity]:
        """The list."""
        return self.panel.rows

    @property
    def page(self) -> Page:
        """The page beside the list."""
        return self.panel.page

    @property
    def items(self) -> Sequence[NamedEntity]:
        """All that is listed, whether the filter leaves it or not."""
        return self.panel.items

    async def settled(self) -> None:
        """Wait until the rows shown are those that the filter leaves."""
        await self.panel.settled()

    def on_mount(self) -> None:
        """Show the names as they were last counted, then count what has come since."""
        self._show_head()
        self._gather()

    # What comes from behind

    def names_arrived(self, _message: object) -> None:
        """More documents were analysed: count again, but not all the time."""
        if not self._again:
            self._again = True
            self.set_timer(max(_SHORTEST_WAIT_SECONDS, _WAIT * self._took_seconds), self._gather_again)

    def _gather_again(self) -> None:
        if self._gathering is not None and not self._gathering.is_finished:
            self.set_timer(_SHORTEST_WAIT_SECONDS, self._gather_again)
            return
        self._again = False
        self._gather()

    def names_corrected(self) -> None:
        """The person has corrected something."""
        self._gather()

    def _gather(self) -> None:
        self._gathering = self._count_names()

    @work(thread=True, exclusive=True, group="entities")
    def _count_names(self) -> None:
        worker = get_current_worker()
        library, began = self.session.library, time.monotonic()
        try:
            last_counted = library.entities.entity_list()
            if not worker.is_cancelled:
                self.deliver(self._take, last_counted, library.entities.watched_names())
            newest = library.entities.entity_list() if library.refresh_names() else last_counted
        except ReaderError as error:
            self.deliver(self.say, str(error), "error")
            return
        if worker.is_cancelled:
            return
        self.deliver(self._take_duration, time.monotonic() - began)
        if newest is not last_counted:
            self.deliver(self._take, newest, library.entities.watched_names())

    def _take_duration(self, seconds: float) -> None:
        self._took_seconds = seconds

    def _take(self, gathered: EntityList, watched: frozenset[str]) -> None:
        self._loaded = gathered.current
        self._documents = gathered.documents
        self._watched = watched
        self._folded = {}
        self._groups = Counter(GROUPS[item.type] for item in gathered.entities)
        self.panel.take(gathered.entities)

    # What a row is

    def _draw(self, item: NamedEntity, width: int) -> RowLines:
        """Type letter, name, mentions, documents, first and last date, mentions over time."""
        group = GROUPS[item.type]
        wide, today = columns(width), dates.today()
        mark = "◆" if item.name in self._watched else " "
        pieces = [
            StyledText(mark, "accent"),
            StyledText(f"{GROUP_LETTERS[group]} ", group),
            StyledText(fit(item.name, wide.name), group),
            StyledText(fit(f"{item.mentions:,}", wide.mentions, right=True), "text"),
            StyledText(fit(f"{item.documents:,}", wide.documents, right=True), "dim"),
        ]
        if wide.date:
            pieces += [
                StyledText(fit(short_date(day, today), wide.date, right=True), "dim")
                for day in (item.first, item.last)
            ]
        if wide.bars:
            pieces.append(StyledText("  " + fit(bars(item.over_time, wide.bars), wide.bars), "dim"))
        return [pieces]

    def _row(self, item: NamedEntity) -> Row:
        """Name and aliases; made when a filter first asks for it."""
        made = self._folded.get(item)
        if made is None:
            text = fold(f"{item.name}\n{item.spellings}")
            group = GROUPS[item.type]
            made = Row({"": text, "title": text, "tag": group, _FIELDS.get(group, group): text})
            self._folded[item] = made
        return made

    def _show_head(self) -> None:
        """How many names, of how many documents, of which kind, in which order."""
        left = [
            StyledText("names", "title"),
            StyledText(f" · {len(self.items):,} in {self._documents:,} documents", "dim"),
        ]
        if self._order != "mentions":
            left.append(StyledText(f" · by {self._order}", "dim"))
        if self._facet:
            left.append(StyledText(f" · {self._facet}", "accent"))
        right = [] if self._loaded else [StyledText("counting…  ", "dim")]
        if self.size.width >= 100:
            for group in FACETS[1:]:
                if self._groups[group]:
                    role = "accent" if group == self._facet else "faint"
                    right.append(StyledText(f"  {GROUP_LETTERS[group]} {self._groups[group]:,}", role))
        self.panel.show_title(left, right)

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.page.show(self._lines)

    def theme_changed(self, _name: str) -> None:
        """Draw in the new colours."""
        self._moved()

    def _lines(self, width: int) -> Lines:
        item = self.rows.current
        if item is None:
            return []
        group = GROUPS[item.type]
        lines: Lines = [[], *wrap([StyledText(item.name, "title")], width)]
        about = f"{item.type} · {plural(item.mentions, 'mention')} in {plural(item.documents, 'document')}"
        lines += wrap([StyledText(about, "dim")], width)
        if item.first:
            when = (
                long_date(item.first)
                if item.first == item.last
                else f"{long_date(item.first)} – {long_date(item.last)}"
            )
            lines += wrap([StyledText(when, "dim")], width)
        if item.name in self._watched:
            lines += wrap([StyledText("◆ watched", "accent")], width)
        lines.append([])
        others = [alias for alias in item.aliases if alias != item.name]
        if others:
            lines += [*wrap([StyledText("also  ", "faint"), *dotted(others, group)], width, indent=6), []]
        for why in item.why:
            lines += wrap([StyledText("· ", "faint"), StyledText(why, "dim")], width, indent=2)
        return lines

    def _nothing(self) -> str:
        """Why there is nothing to see."""
        if self.panel.filter_line.strip():
            return "No name matches the filter. esc takes it away."
        if self._facet:
            return f"No {self._facet} are named; f goes to the next kind."
        if not self._loaded:
            return "Counting the names…"
        return "No names have been found yet: they appear as the documents are analysed."

    # Doing

    def do_open(self) -> None:
        """The dossier of the name under the cursor."""
        if (item := self.rows.current) is not None:
            from reader.tui.screens.lists.dossier.screen import DossierScreen

            self.app.push_screen(DossierScreen(item))

    def do_search_this(self) -> None:
        """Search all documents for the name."""
        if (item := self.rows.current) is not None:
            self.session.navigation.search(line_for(item.name, item.type))

    def do_types(self) -> None:
        """The next kind of names."""
        self._facet = FACETS[(FACETS.index(self._facet) + 1) % len(FACETS)]
        self.panel.show_rows()
        self._show_head()

    def do_sort(self) -> None:
        """The next order."""
        orders = list(ORDERS)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self.panel.show_rows()
        self.say(f"Sorted by {self._order}.")

    def do_cancel(self) -> None:
        """Back from the page; take the filter away, then the kind."""
        if not self.panel.cancel() and self._facet:
            self._facet = ""
            self.panel.show_rows()

    def do_annotate(self) -> None:
        """A note on the name under the cursor."""
        if (item := self.rows.current) is not None:
            from reader.tui.screens.modals.note_editor import NoteEditor

            def closed(note: Note | None) -> None:
                if note is not None:
                    self.session.announcements.notes_changed("")
                    self.say("Saved.")

            blank = Document("", title=item.name)
            self.app.push_screen(NoteEditor(None, blank, None, None, entity=item.name), closed)

    def do_correct(self) -> None:
        """Put right what is wrong about the name under the cursor."""
        if (item := self.rows.current) is not None:
            ask_correction(self.session, Subject(item.name, item.type, item.aliases))

    def do_export(self) -> None:
        """Write the corrections to entities.toml in the folder that the reader was started in."""
        self._to_replace = export_corrections(self.session, Path.cwd(), again=self._to_replace)


def _arrange(
    row_of: Callable[[NamedEntity], Row],
    facet: str,
    order: Callable[[NamedEntity], Any],
    items: Sequence[NamedEntity],
    line: str,
    _cancelled: Callable[[], bool],
) -> Arranged[NamedEntity] | ReaderError:
    """Return the names of a kind that the line matches, in order, or what is wrong with the line."""
    chosen = sorted((item for item in items if not facet or GROUPS[item.type] == facet), key=order)
    if not line.strip():
        return chosen, {}
    try:
        matches = RowFilter(line, [row_of(item) for item in chosen])
    except QueryError as error:
        return error
    return [chosen[index] for index in matches.indices], matches.corrections


def _index_in(shown: Sequence[NamedEntity], current: NamedEntity) -> int | None:
    """Return where a name stands, None when it does not."""
    try:
        return shown.index(current)
    except ValueError:
        # Its numbers may have changed.
        name, type_ = current.key
        return next((i for i, item in enumerate(shown) if item[0] == name and item[1] == type_), None)
