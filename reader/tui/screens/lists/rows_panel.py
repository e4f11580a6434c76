"""What every list of rows is made of: rows with a cursor, a filter over them, a page beside them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.events import Resize
from textual.widgets import Input
from textual.worker import Worker, get_current_worker

from reader.errors import ReaderError
from reader.tui.content.summary import Lines
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.worker_results import Latest
from reader.tui.text.styled_text import StyledText
from reader.tui.theme.palettes import Palette
from reader.tui.widgets.bars import HintLine, Prompt, TopLine
from reader.tui.widgets.page import Page
from reader.tui.widgets.prompt_line import Foot, PromptLine
from reader.tui.widgets.rows import RowLines, RowList

if TYPE_CHECKING:
    from reader.tui.session.session import Session

T = TypeVar("T")
Arranged = tuple[Sequence[T], dict[str, str]]
"""The items that a filter leaves, in their order, and which words stood in for which."""
Arrangement = Callable[[Sequence[T], str, Callable[[], bool]], Arranged[T] | ReaderError | None]
"""Orders items and filters them by a line: what is left, what is wrong with the line, None when cancelled."""

ARRANGED_AT_ONCE = 1_500  # rows: more are arranged in a thread, so that typing never waits


def is_short(items: Sequence[object], _line: str) -> bool:
    """Return whether items are so few that they are arranged at once."""
    return len(items) <= ARRANGED_AT_ONCE


class RowsHost(Protocol):
    """The screen that a panel stands on."""

    @property
    def session(self) -> Session:
        """The app."""

    def palette(self) -> Palette:
        """Return the colours in force."""

    def say(self, text: str, role: str = "accent") -> None:
        """Say a sentence at the foot of the screen."""

    def deliver(self, take: Callable[..., object], *results: object) -> None:
        """Give a worker's results to a method on the interface's thread; called in the worker's thread."""

    def in_thread(self, work: Callable[[], None], group: str) -> Worker[None]:
        """Run work in a thread; a newer one of the group takes the place of the older."""


@dataclass(frozen=True, slots=True)
class RowsSource(Generic[T]):
    """What a panel lists, and how.

    `arrangement` is called on the interface's thread and gives what orders and filters the items, in a thread
    unless `is_quick` says of the items and the line that this takes no time. `key` is what makes an item the
    same after the list was read again; `index_in` finds it faster than by looking through all. `let_go` gets
    the item under the cursor when the rows no longer have it. `all_there` waits for the items that
    are on their way when the first are shown. `nothing` is the sentence in place of no rows: why there are
    none, and what to do.
    """

    draw: Callable[[T, int], RowLines]
    key: Callable[[T], object]
    arrangement: Callable[[], Arrangement[T]]
    nothing: Callable[[], str]
    open: Callable[[], object]
    show_head: Callable[[], None]
    is_quick: Callable[[Sequence[T], str], bool] = is_short
    index_in: Callable[[Sequence[T], T], int | None] | None = None
    let_go: Callable[[T], None] | None = None
    all_there: Callable[[], Awaitable[None]] | None = None


class RowsPanel(Container, Generic[T]):
    """Head, rows, the page beside them, prompt and hints. `take` gives it the items."""

    DEFAULT_CSS = """
    RowsPanel { width: 1fr; height: 1fr; }
    """

    def __init__(
        self,
        host: RowsHost,
        source: RowsSource[T],
        placeholder: str,
        *,
        row_height: int = 1,
        narrow_below: int = 72,
        heads: Callable[[int], Lines] | None = None,
    ) -> None:
        """Make the panel; below a width of `narrow_below` cells the page beside is not shown.

        `heads` gives the line above the rows, with the heads of their columns.
        """
        super().__init__()
        self._host = host
        self._source = source
        self._placeholder = placeholder
        self._row_height = row_height
        self._narrow_below = narrow_below
        self._heads = heads
        self.items: Sequence[T] = ()
        self.filter_line = ""
        self._line_is_new = False  # and its rows are not shown yet
        self._corrections: dict[str, str] = {}
        self._arranging = Latest()

    def compose(self) -> ComposeResult:
        """Head, rows and the page beside them, prompt, hints."""
        palette = self._host.palette
        yield TopLine(palette)
        with Foot():
            yield PromptLine("filter", self._placeholder)
            yield HintLine(palette)
        rows = RowList[T](
            self._source.draw, palette, row_height=self._row_height, nothing=self._source.nothing, id="rows"
        )
        with Horizontal(id="body"):
            if self._heads is None:
                yield rows
            else:
                with Vertical(id="listed"):
                    heads = Page(palette, margin=0, id="heads")
                    heads.can_focus = False
                    yield heads
                    yield rows
            yield Page(palette, id="side")

    def on_mount(self) -> None:
        """Show the heads of the columns; the keys are for the rows."""
        if self._heads is not None:
            self.query_one("#heads", Page).show(self._heads)
        self.set_class(self.app.size.width < self._narrow_below, "narrow")
        self.rows.focus()

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            "down": partial(self._move, 1),
            "up": partial(self._move, -1),
            "page_down": partial(self._move_page, 1),
            "page_up": partial(self._move_page, -1),
            "half_down": partial(self._move_half, 1),
            "half_up": partial(self._move_half, -1),
            "first": lambda: self.rows.go(0),
            "last": lambda: self.rows.go(len(self.rows.items) - 1),
            "pane": self._change_pane,
            "filter": lambda: self.query_one(PromptLine).open(self.filter_line),
            "cancel": self.cancel,
            "open": self._source.open,
        }

    @property
    def rows(self) -> RowList[T]:
        """The list."""
        return self.query_one("#rows", RowList)

    @property
    def page(self) -> Page:
        """The page beside the list."""
        return self.query_one("#side", Page)

    # Showing

    def on_resize(self, event: Resize) -> None:
        """A narrow terminal has the list alone."""
        self.set_class(event.size.width < self._narrow_below, "narrow")

    def take(self, items: Sequence[T]) -> None:
        """Show these items; the cursor stays on the same one."""
        self.items = items
        self.show_rows()

    def show_rows(self) -> None:
        """Order, filter and show the items, at once or as soon as a thread has done so."""
        items, line, arrange = self.items, self.filter_line, self._source.arrangement()
        if self._source.is_quick(items, line):
            self._take_arranged(items, line, arrange(items, line, lambda: False))
        else:
            work = partial(self._arrange_beside, arrange, items, line)
            self._arranging.follow(self._host.in_thread(work, "rows"))

    def _arrange_beside(self, arrange: Arrangement[T], items: Sequence[T], line: str) -> None:
        worker = get_current_worker()
        arranged = arrange(items, line, lambda: worker.is_cancelled)
        if not worker.is_cancelled:
            self._host.deliver(self._take_arranged, items, line, arranged)

    def _take_arranged(
        self, items: Sequence[T], line: str, arranged: Arranged[T] | ReaderError | None
    ) -> None:
        if arranged is None or line != self.filter_line or items is not self.items:
            return  # a newer line, or a newer list, has its own answer under way
        if isinstance(arranged, ReaderError):
            # A line that is not finished yet leaves the rows as they are.
            self.query_one(PromptLine).note(str(arranged))
        else:
            self._show(*arranged)

    def _show(self, shown: Sequence[T], corrections: dict[str, str]) -> None:
        current, source = self.rows.current, self._source
        self._corrections = corrections
        index = None if current is None else self._index_in(shown, current)
        if index is None:
            if current is not None and source.let_go is not None:
                source.let_go(current)
            # A row that a new line lets go says nothing about which of those that are left is meant.
            index = 0 if self._line_is_new else self.rows.cursor
        self._line_is_new = False
        self.rows.show(shown, index)
        self._note_filter()
        source.show_head()

    def _index_in(self, shown: Sequence[T], item: T) -> int | None:
        if self._source.index_in is not None:
            return self._source.index_in(shown, item)
        item_key, key = self._source.key(item), self._source.key
        return next((index for index, other in enumerate(shown) if key(other) == item_key), None)

    async def settled(self) -> None:
        """Wait until all items are there, and those shown that the filter leaves."""
        if self._source.all_there is not None:
            await self._source.all_there()
        await self._arranging.settled()

    def _note_filter(self) -> None:
        note = ""
        if self.filter_line.strip():
            note = f"{len(self.rows.items):,} of {len(self.items):,}"
            for typed, used in self._corrections.items():
                note += f" · {used} for {typed}"
        self.query_one(PromptLine).note(note)

    def show_title(self, left: Sequence[StyledText], right: Sequence[StyledText] = ()) -> None:
        """Show the head line: what is listed, the filter in force, how it stands."""
        if self.filter_line.strip():
            left = [*left, StyledText(f" · /{self.filter_line}", "accent")]
        self.query_one(TopLine).show(left, right)

    # Moving

    def _move(self, by: int) -> None:
        (self.page if self.page.has_focus else self.rows).move(by)

    def _move_page(self, by: int) -> None:
        self.rows.move(by * self.rows.page_rows)

    def _move_half(self, by: int) -> None:
        self.rows.move(by * max(1, self.rows.page_rows // 2))

    def _change_pane(self) -> None:
        """Into the page beside the list, and back."""
        if self.page.has_focus or not self.page.display or self.has_class("narrow"):
            self.rows.focus()
        elif self.page.targets:
            self.page.focus()
        else:
            self._host.say("The page beside leads nowhere.")

    def toggle_page(self) -> None:
        """Show or hide the page beside the list."""
        if self.has_class("narrow"):
            self._host.say("This terminal is too narrow for the page beside the list; enter opens the row.")
            return
        self.toggle_class("alone")
        if self.has_class("alone"):
            self.rows.focus()

    # Filtering

    def cancel(self) -> bool:
        """Go back from the page, or take the filter away; return whether there was either."""
        if self.page.has_focus:
            self.rows.focus()
        elif self.filter_line:
            self.filter_line = ""
            self.show_rows()
        else:
            return False
        return True

    @on(Input.Changed)
    def _filter_typed(self, event: Input.Changed) -> None:
        self.filter_line = event.value
        self._line_is_new = True
        self.show_rows()

    @on(Input.Submitted)
    async def _filter_taken(self) -> None:
        # The next key is for the rows that the filter leaves of all items, those still on their way as well.
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
            self._host.session.navigation.search(line)

    def _close_filter(self) -> None:
        self.query_one(PromptLine).close()
        self.rows.focus()

    @on(RowList.Chosen)
    def _chosen(self) -> None:
        self._source.open()
