"""What the screens with a list of rows share: moving, filtering, the pane beside the list."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import Resize
from textual.widgets import Input
from textual.worker import Worker, WorkerError, get_current_worker

from reader.errors import QueryError, ReaderError
from reader.tui.screens.command_screen import CommandScreen, Handler
from reader.tui.text.styled_text import StyledText
from reader.tui.widgets.bars import HintLine, Prompt, TopLine
from reader.tui.widgets.page import Page
from reader.tui.widgets.prompt_line import Foot, PromptLine
from reader.tui.widgets.rows import RowLines, RowList

if TYPE_CHECKING:
    from reader.search.query.row_filter import Row

T = TypeVar("T")
Filtered = tuple[Sequence[T], dict[str, str]]
"""The items that a filter leaves, and which words stood in for which."""

_FILTERED_AT_ONCE = 1_500  # rows: more are filtered beside, so that typing never waits


class RowsScreen(CommandScreen, Generic[T]):
    """A list of items with a cursor, a filter over them and a page beside them.

    A subclass gives `draw`, `row`, `key`, and calls `take` with all its items. `shown` orders them.
    """

    row_height: ClassVar[int] = 1
    narrow_below: ClassVar[int] = 72
    placeholder: ClassVar[str] = "words, however they are spelt"

    def __init__(self) -> None:
        super().__init__()
        self.items: Sequence[T] = ()
        self.filter_line = ""
        self._line_is_new = False  # and its rows are not shown yet
        self.corrections: dict[str, str] = {}
        self._ordered: Sequence[T] | None = None
        self._filterable: list[Row] | None = None
        self._filtering: Worker[None] | None = None

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            "down": self.do_down,
            "up": self.do_up,
            "page_down": self.do_page_down,
            "page_up": self.do_page_up,
            "half_down": self.do_half_down,
            "half_up": self.do_half_up,
            "first": self.do_first,
            "last": self.do_last,
            "pane": self.do_pane,
            "filter": self.do_filter,
            "cancel": self.do_cancel,
            "undo": self.undo,
            "open": self.do_open,
        }

    def compose(self) -> ComposeResult:
        """Head, rows and the page beside them, prompt, hints."""
        yield TopLine(self.palette)
        with Foot():
            yield PromptLine("filter", self.placeholder)
            yield HintLine(self.palette)
        with Horizontal(id="body"):
            yield RowList[T](
                self.draw, self.palette, row_height=self.row_height, nothing=self.nothing, id="rows"
            )
            yield Page(self.palette, id="side")

    @property
    def rows(self) -> RowList[T]:
        """The list."""
        return self.query_one("#rows", RowList)

    @property
    def page(self) -> Page:
        """The page beside the list."""
        return self.query_one("#side", Page)

    # What a subclass gives

    def draw(self, item: T, width: int) -> RowLines:
        """The lines of an item's row."""
        raise TypeError(f"{type(self).__name__} draws no rows")

    def row(self, item: T) -> Row:
        """What an item can be filtered by."""
        raise TypeError(f"{type(self).__name__} has no fields to filter by")

    def key(self, item: T) -> Any:
        """What makes an item the same after the list was read again."""
        return item

    def shown(self, items: Sequence[T]) -> Sequence[T]:
        """The items in the order in which they are shown."""
        return list(items)

    def nothing(self) -> str:
        """The sentence that stands in place of the rows when there are none: why, and what to do."""
        return ""

    def show_head(self) -> None:
        """Show what the list holds; called whenever that changes."""

    # Showing

    def on_resize(self, event: Resize) -> None:
        """A narrow terminal has the list alone."""
        self.set_class(event.size.width < self.narrow_below, "narrow")

    def take(self, items: Sequence[T]) -> None:
        """Show these items; the cursor stays on the same one."""
        self.items = items
        self.show_rows()

    def show_rows(self, *, reorder: bool = True) -> None:
        """Order, filter and show the items; without `reorder` in the order that they have."""
        if reorder or self._ordered is None:
            self._ordered, self._filterable = self.shown(self.items), None
        ordered, line = self._ordered, self.filter_line
        self._filtering = None
        if not line.strip():
            self._show(ordered, {})
        elif len(ordered) > _FILTERED_AT_ONCE:
            self._filtering = self._filter_beside(line, ordered)
        else:
            self._take_filtered(line, ordered, self.filtered(line, ordered, lambda: False))

    # Without a description Textual makes one of all the arguments, the whole list.
    @work(thread=True, exclusive=True, group="filter", description="filter the list")
    def _filter_beside(self, line: str, ordered: Sequence[T]) -> None:
        worker = get_current_worker()
        found = self.filtered(line, ordered, lambda: worker.is_cancelled)
        if found is not None and not worker.is_cancelled:
            self.deliver(self._take_filtered, line, ordered, found)

    def filtered(
        self, line: str, ordered: Sequence[T], cancelled: Callable[[], bool]
    ) -> Filtered[T] | ReaderError | None:
        """Those of the items that the line matches, or what is wrong with the line; None when cancelled."""
        from reader.search.query.row_filter import RowFilter

        rows = self._filterable
        if rows is None or len(rows) != len(ordered):
            rows = [self.row(item) for item in ordered]
            if ordered is self._ordered:
                self._filterable = rows
        try:
            found = RowFilter(line, rows)
        except QueryError as error:
            return error
        return [ordered[index] for index in found.indices], found.corrections

    def _take_filtered(
        self, line: str, ordered: Sequence[T], found: Filtered[T] | ReaderError | None
    ) -> None:
        if found is None or line != self.filter_line or ordered is not self._ordered:
            return  # a newer line, or a newer list, has its own answer under way
        if isinstance(found, ReaderError):
            # A line that is not finished yet leaves the rows as they are.
            self.query_one(PromptLine).note(str(found))
        else:
            self._show(*found)

    async def settled(self) -> None:
        """Wait until the rows shown are those that the filter leaves."""
        while (worker := self._filtering) is not None:
            with suppress(WorkerError):
                await worker.wait()
            if worker is self._filtering:
                self._filtering = None

    def index_in(self, shown: Sequence[T], item: T) -> int | None:
        """Where an item stands among others, None when it does not."""
        wanted = self.key(item)
        return next((index for index, other in enumerate(shown) if self.key(other) == wanted), None)

    def _show(self, shown: Sequence[T], corrections: dict[str, str]) -> None:
        current = self.rows.current
        self.corrections = corrections
        index = None if current is None else self.index_in(shown, current)
        if index is None:
            # A row that a new line lets go says nothing about which of those that are left is meant.
            index = 0 if self._line_is_new else self.rows.cursor
        self._line_is_new = False
        self.rows.show(shown, index)
        self._note_filter()
        self.show_head()

    def _note_filter(self) -> None:
        note = ""
        if self.filter_line.strip():
            note = f"{len(self.rows.items):,} of {len(self.items):,}"
            for typed, used in self.corrections.items():
                note += f" · {used} for {typed}"
        self.query_one(PromptLine).note(note)

    def filter_piece(self) -> list[StyledText]:
        """The filter in force, for the head line."""
        return [StyledText(f" · /{self.filter_line}", "accent")] if self.filter_line.strip() else []

    # Moving

    def do_down(self) -> None:
        """A row down."""
        self._move(1)

    def do_up(self) -> None:
        """A row up."""
        self._move(-1)

    def _move(self, by: int) -> None:
        (self.page if self.page.has_focus else self.rows).move(by)

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

    def do_pane(self) -> None:
        """Into the page beside the list, and back."""
        if self.page.has_focus or not self.page.display or self.has_class("narrow"):
            self.rows.focus()
        elif self.page.targets:
            self.page.focus()
        else:
            self.say("The page beside leads nowhere.")

    def do_info(self) -> None:
        """Show or hide the page beside the list."""
        if self.has_class("narrow"):
            self.say("This terminal is too narrow for the page beside the list; enter opens the row.")
            return
        self.toggle_class("alone")
        if self.has_class("alone"):
            self.rows.focus()

    # Filtering

    def do_filter(self) -> None:
        """Type a filter."""
        self.query_one(PromptLine).open(self.filter_line)

    def do_cancel(self) -> None:
        """Back from the page; take the filter away."""
        if self.page.has_focus:
            self.rows.focus()
        elif self.filter_line:
            self.filter_line = ""
            self.show_rows()

    @on(Input.Changed)
    def _filter_typed(self, event: Input.Changed) -> None:
        self.filter_line = event.value
        self._line_is_new = True
        self.show_rows(reorder=False)

    @on(Input.Submitted)
    async def _filter_taken(self) -> None:
        # The next key is for the rows that the filter leaves.
        await self.settled()
        self._close_filter()

    @on(Prompt.Key)
    def _filter_key(self, event: Prompt.Key) -> None:
        steps = {"up": -1, "down": 1, "page_up": -self.rows.page_rows, "page_down": self.rows.page_rows}
        if event.name in steps:
            self.rows.move(steps[event.name])
            return
        line, self.filter_line = self.filter_line, ""
        self.show_rows()
        self._close_filter()
        if event.name == "widen":
            self.session.navigation.search(line)

    def _close_filter(self) -> None:
        self.query_one(PromptLine).close()
        self.rows.focus()

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self.do_open()

    def do_open(self) -> None:
        """Open what the cursor is on."""
