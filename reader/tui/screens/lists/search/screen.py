"""Search all documents as you type: the ranked passages, and the document at the hit beside them."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import Input, Static

from reader.search.engine import Answer
from reader.text.safety import safe_line
from reader.tui.content.hit_rows import answer_line, draw_hit, searched_before_lines
from reader.tui.screens.command_screen import CommandScreen
from reader.tui.screens.lists.search.asking import Asking
from reader.tui.screens.lists.search.history import SearchHistory
from reader.tui.screens.lists.search.hit_side import HitSide
from reader.tui.screens.lists.search.preview import HitPreview
from reader.tui.session.commands import Where
from reader.tui.session.search_walk import LocatedHit
from reader.tui.text.styled_text import StyledText, plain
from reader.tui.widgets.bars import HintLine, Prompt, TopLine
from reader.tui.widgets.prompt_line import Foot
from reader.tui.widgets.rows import RowList

_NARROW_CELLS = 100


class SearchScreen(CommandScreen):
    """A line to type in, and what it finds. `Enter` opens at the hit, `Esc` goes back to where one was.

    While one types, all keys but those that the prompt leaves free are letters: the screen has no commands.
    """

    where: ClassVar[Where] = "search"
    DEFAULT_CSS = """
    SearchScreen #line { height: 1; margin-top: 0; }
    SearchScreen #line Static { width: auto; color: $accent; padding: 0 1; }
    SearchScreen #line Prompt { width: 1fr; }
    SearchScreen #answer { height: auto; max-height: 3; padding: 0 1; color: $text-muted; margin-bottom: 1; }
    """

    def __init__(self, line: str = "") -> None:
        super().__init__()
        self._first_line = line
        self._asking = Asking(self, self._show_answer)
        self._preview = HitPreview(self)
        self.library_changed = self._asking.library_changed
        self.names_corrected = self._preview.show

    def compose(self) -> ComposeResult:
        """Head, line, what came of it, hits and the document at the hit, hints."""
        yield TopLine(self.palette)
        with Foot():
            yield HintLine(self.palette)
        with Vertical():
            with Horizontal(id="line"):
                yield Static(Content("search"))
                yield Prompt(
                    'words however spelt, "a phrase", -without, \'exactly, person: place: date:', id="query"
                )
            yield Static("", id="answer", markup=False)
            with Horizontal(id="body"):
                yield RowList[LocatedHit](draw_hit, self.palette, row_height=4, id="rows")
                yield HitSide(self.palette, self.session.appearance)

    # What the parts ask for

    @property
    def _prompt(self) -> Prompt:
        return self.query_one(Prompt)

    @property
    def line(self) -> str:
        """The line as it is typed."""
        return self._prompt.value

    @property
    def rows(self) -> RowList[LocatedHit]:
        """The hits."""
        return self.query_one("#rows", RowList)

    @property
    def side(self) -> HitSide:
        """What stands beside the hits."""
        return self.query_one(HitSide)

    def show_problem(self, sentence: str) -> None:
        """Say below the line what is wrong."""
        self.query_one("#answer", Static).update(Content.styled(safe_line(sentence), "$warning"))

    def show_nothing(self, advice: str) -> None:
        """Show that there are no hits, and what to do; and the lines searched for before."""
        self.query_one("#answer", Static).update(plain(advice))
        self.rows.show(())
        self.side.show_page(partial(searched_before_lines, self._history.lines))

    def _show_answer(self, answer: Answer) -> None:
        self.query_one("#answer", Static).update(answer_line(answer))

    # Keys and events

    def hints(self) -> list[tuple[str, str]]:
        """Return the keys that a prompt leaves free."""
        return [("enter", "open"), ("↑ ↓", "choose"), ("tab", "in notes"), ("esc", "back"), ("F1", "help")]

    def on_mount(self) -> None:
        """Take the history, then search for the line that the screen was opened with."""
        self.rows.can_focus = False
        self._history = SearchHistory(self.session.library)
        self._prompt.value = self._first_line
        self._prompt.cursor_position = len(self._first_line)
        self._prompt.focus()
        head = [StyledText("search", "title"), StyledText(f" · {self.session.library.name}", "dim")]
        self.query_one(TopLine).show(head)
        self._asking.ask(self._first_line)

    def on_resize(self, event: Resize) -> None:
        """A narrow terminal has the hits alone."""
        self.set_class(event.size.width < _NARROW_CELLS, "narrow")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._asking.ask(event.value)

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._preview.show()

    @on(Prompt.Key)
    def _key(self, event: Prompt.Key) -> None:
        if event.name == "cancel":
            self._history.add(self.line)
            self.app.pop_screen()
        elif event.name == "widen":
            self._toggle_notes_only()
        elif event.name == "up" and self.rows.cursor == 0:
            self._recall(-1)
        elif event.name == "down" and self._history.is_recalling:
            self._recall(1)
        else:
            step = {"up": -1, "down": 1, "page_up": -self.rows.page_rows, "page_down": self.rows.page_rows}
            self.rows.move(step[event.name])

    def _toggle_notes_only(self) -> None:
        """Narrow to the notes, or widen again."""
        notes_only = self.line.startswith("note:")
        self._show_line(self.line.removeprefix("note:") if notes_only else f"note:{self.line}")

    def _recall(self, step: int) -> None:
        line = self._history.step(step)
        if line is not None:
            self._show_line(line)

    def _show_line(self, line: str) -> None:
        self._prompt.value = line
        self._prompt.cursor_position = len(line)

    @on(Input.Submitted)
    @on(RowList.Chosen)
    async def _submitted(self) -> None:
        walk = await self._asking.walk()
        if walk is not None:
            self._history.add(walk.line)
            self.app.pop_screen()
            self.session.navigation.open_hit(walk)
