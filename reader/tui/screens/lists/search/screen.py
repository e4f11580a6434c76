"""Search all documents as you type: the ranked passages, and the document at the hit beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Resize
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from reader.errors import QueryError, ReaderError
from reader.library import DocumentRow
from reader.search.engine import Answer
from reader.text.document import Document
from reader.text.plural import plural
from reader.text.safety import safe_line
from reader.text.spans import Span
from reader.tui.document_view.document_view import DocumentView
from reader.tui.document_view.layers import Layers
from reader.tui.screens.command_screen import CommandScreen, Handler
from reader.tui.screens.worker_results import Latest
from reader.tui.session.commands import Where
from reader.tui.session.messages import LibraryChanged
from reader.tui.session.search_walk import LocatedHit, SearchWalk
from reader.tui.text import dates
from reader.tui.text.dates import short_date
from reader.tui.text.styled_text import StyledText, fit, lit, plain, window, wrap
from reader.tui.widgets.bars import HintLine, Prompt, TopLine
from reader.tui.widgets.page import Page
from reader.tui.widgets.prompt_line import Foot
from reader.tui.widgets.rows import RowList

_NARROW = 100
_LIMIT = 50
_HISTORY = "search history"
_HISTORY_KEPT = 100


class SearchScreen(CommandScreen):
    """A line to type in, and what it finds. `Enter` opens at the hit, `Esc` goes back to where one was."""

    where: ClassVar[Where] = "search"
    DEFAULT_CSS = """
    SearchScreen #line { height: 1; margin-top: 0; }
    SearchScreen #line Static { width: auto; color: $accent; padding: 0 1; }
    SearchScreen #line Prompt { width: 1fr; }
    SearchScreen #said { height: auto; max-height: 3; padding: 0 1; color: $text-muted; margin-bottom: 1; }
    """

    def __init__(self, line: str = "") -> None:
        super().__init__()
        self._line = line
        self._words: frozenset[str] = frozenset()
        self._about = ""
        self._history: list[str] = []
        self._past = 0
        self._answers = Latest()

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            **super().command_map(),
        }

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
            yield Static("", id="said", markup=False)
            with Horizontal(id="body"):
                yield RowList[LocatedHit](self._draw, self.palette, row_height=4, id="rows")
                with Vertical(id="side"):
                    yield Page(self.palette)
                    yield DocumentView(
                        self.palette,
                        measure=self.session.appearance.measure,
                        cells=self.session.appearance.cells,
                    )

    @property
    def rows(self) -> RowList[LocatedHit]:
        """The hits."""
        return self.query_one("#rows", RowList)

    def on_mount(self) -> None:
        """Take the history and the list of documents, then search for the line it was opened with."""
        self.rows.can_focus = False
        self.query_one(DocumentView).can_focus = False
        self._history = json.loads(self.session.library.preferences.get(_HISTORY, "[]"))
        self._past = len(self._history)
        prompt = self.query_one(Prompt)
        prompt.value = self._line
        prompt.cursor_position = len(self._line)
        prompt.focus()
        self._show_head()
        self._answers.follow(self._ask(self._line))

    def on_resize(self, event: Resize) -> None:
        """A narrow terminal has the hits alone."""
        self.set_class(event.size.width < _NARROW, "narrow")

    def _show_head(self, right: str = "") -> None:
        self.query_one(TopLine).show(
            [StyledText("search", "title"), StyledText(f" · {self.session.library.name}", "dim")],
            [StyledText(right, "dim")],
        )

    # Asking

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._line = event.value
        self._answers.follow(self._ask(event.value))

    @work(thread=True, exclusive=True, group="search")
    def _ask(self, line: str) -> None:
        worker = get_current_worker()
        library = self.session.library
        if not line.strip():
            if not worker.is_cancelled:
                self.deliver(self._show_nothing, "")
            return
        try:
            answer = library.search.answer(line, _LIMIT, nonblocking=True)
        except ReaderError as error:
            if not worker.is_cancelled:
                place = f" (at character {error.position + 1})" if isinstance(error, QueryError) else ""
                self.deliver(self._say_wrong, f"{error}{place}")
            return
        entries = library.documents.entries_of([hit.document or hit.key for hit in answer.hits])
        # An answer that a newer line has overtaken is never shown.
        if not worker.is_cancelled:
            self.deliver(self._show_answer, line, answer, entries)

    def library_changed(self, _message: LibraryChanged) -> None:
        """More documents can be searched: a line that found nothing is asked again."""
        if self._line.strip() and not self.rows.items:
            self._answers.follow(self._ask(self._line))

    def _say_wrong(self, sentence: str) -> None:
        self.query_one("#said", Static).update(Content.styled(safe_line(sentence), "$warning"))

    def _show_nothing(self, sentence: str) -> None:
        self.query_one("#said", Static).update(plain(sentence))
        self.rows.show(())
        self.query_one(DocumentView).display = False
        page = self.query_one(Page)
        page.display = True
        page.show(self._past_searches)

    def _show_answer(self, line: str, answer: Answer, entries: Mapping[str, DocumentRow]) -> None:
        if line != self.query_one(Prompt).value:
            return
        self.session.navigation.last_search = line
        self._about = " ".join(answer.corrections.get(word, word) for word in line.split())
        self._words = answer.highlighted
        found = [
            LocatedHit(hit, entries[hit.document or hit.key])
            for hit in answer.hits
            if (hit.document or hit.key) in entries
        ]
        if not found:
            self._show_nothing(answer.advice)
            return
        self.rows.show(found)
        self.query_one("#said", Static).update(_said(answer))

    # Drawing

    def _draw(self, found: LocatedHit, width: int) -> list[list[StyledText]]:
        hit, entry = found
        day = short_date(entry.published, dates.today())
        mark = "¶ " if hit.kind == "note" else ""
        head = [
            StyledText(" "),
            StyledText(mark, "accent"),
            StyledText(fit(hit.title or entry.title, max(8, width - 11 - len(mark))), "title"),
            StyledText("  " + fit(day, 6, right=True), "dim"),
        ]
        matches = [Span(start - hit.start, end - hit.start) for start, end in hit.matches]
        text, shown = window(hit.text, matches, (width - 5) * 2)
        if text.strip() == hit.title and entry.summary:
            # The title is the best passage and stands above already: what the document says is worth more.
            text, shown = " ".join(entry.summary[0].text.split()), []
        lines = wrap(lit(text, shown, "dim"), width - 5)
        if len(lines) > 2:
            rest = lines[1]
            lines = [
                lines[0],
                [*rest[:-1], StyledText(rest[-1].text.rstrip() + "…", rest[-1].role)] if rest else rest,
            ]
        return [
            head,
            *[[StyledText("   "), *line] for line in lines],
            *[[] for _ in range(2 - len(lines))],
            [],
        ]

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._preview()

    def names_corrected(self) -> None:
        """The person has corrected something about names."""
        self._preview()

    def _preview(self) -> None:
        if self.rows.current is not None:
            self._read_preview(self.rows.current)

    @work(thread=True, exclusive=True, group="preview")
    def _read_preview(self, found: LocatedHit) -> None:
        worker = get_current_worker()
        try:
            document = self.session.library.files.document(found.entry.path)
            mentions = self.session.library.entities.mentions(found.entry, document) or ()
        except ReaderError as error:
            if not worker.is_cancelled:
                self.deliver(self._say_wrong, str(error))
            return
        if not worker.is_cancelled:
            hit = found.hit
            lit = [Span(hit.start, hit.end)] if hit.kind == "note" else hit.matches
            layers = Layers(mentions=mentions, hits=lit, hidden=frozenset({"other"}))
            self.deliver(self._show_preview, found, document, layers)

    def _show_preview(self, found: LocatedHit, document: Document, layers: Layers) -> None:
        if self.rows.current is found:
            self.query_one(Page).display = False
            view = self.query_one(DocumentView)
            view.display = True
            view.show(document, layers.hits[0].start if layers.hits else found.hit.start, layers)

    def _past_searches(self, width: int) -> list[list[StyledText]]:
        lines: list[list[StyledText]] = [[]]
        if self._history:
            lines += [[StyledText("Searched before (↑)", "faint")], []]
            lines += [[StyledText(fit(line, width), "dim")] for line in self._history[:-9:-1]]
        return lines

    # Keys

    def hints(self) -> list[tuple[str, str]]:
        """The keys that a prompt leaves free."""
        return [("enter", "open"), ("↑ ↓", "choose"), ("tab", "in notes"), ("esc", "back"), ("F1", "help")]

    @on(Prompt.Key)
    def _key(self, event: Prompt.Key) -> None:
        if event.name == "cancel":
            self.dismiss_or_pop()
        elif event.name == "widen":
            self._toggle_notes_only()
        elif event.name == "up" and self.rows.cursor == 0:
            self._recall(-1)
        elif event.name == "down" and self._past < len(self._history):
            self._recall(1)
        else:
            step = {"up": -1, "down": 1, "page_up": -self.rows.page_rows, "page_down": self.rows.page_rows}
            self.rows.move(step[event.name])

    def dismiss_or_pop(self) -> None:
        """Back to where one was."""
        self._keep_history()
        self.app.pop_screen()

    def _toggle_notes_only(self) -> None:
        """Widen to, or narrow from, the notes."""
        prompt = self.query_one(Prompt)
        prompt.value = (
            prompt.value.removeprefix("note:") if prompt.value.startswith("note:") else f"note:{prompt.value}"
        )
        prompt.cursor_position = len(prompt.value)

    def _recall(self, step: int) -> None:
        past = self._past + step
        if 0 <= past <= len(self._history):
            self._past = past
            prompt = self.query_one(Prompt)
            prompt.value = self._history[past] if past < len(self._history) else ""
            prompt.cursor_position = len(prompt.value)

    def _keep_history(self) -> None:
        line = self._line.strip()
        if line:
            kept = [*(each for each in self._history if each != line), line][-_HISTORY_KEPT:]
            self.session.library.preferences.set(_HISTORY, json.dumps(kept, ensure_ascii=False))

    @on(Input.Submitted)
    @on(RowList.Chosen)
    async def _submitted(self) -> None:
        # What is opened is an answer to the whole line.
        await self._answers.settled()
        found = self.rows.current
        if found is None:
            return
        self._keep_history()
        walk = SearchWalk(self.rows.items, self.rows.cursor, self._words, self._line, self._about)
        self.app.pop_screen()
        self.session.navigation.open_hit(walk)


def _said(answer: Answer) -> Content:
    """How many documents, how long it took, and which spellings were used."""
    found = f"{answer.complete:,} of them with every word · " if 0 < answer.complete < answer.total else ""
    said = Content(f"{plural(answer.total, 'document')} · {found}{answer.ms:.0f} ms")
    for number, (typed, used) in enumerate(answer.corrections.items()):
        said += Content.assemble(
            " · showing " if not number else ", ", (used, "bold $accent"), f" for {typed}"
        )
    missing = [typed for typed, used in answer.words.items() if not used]
    if missing:
        said += Content(f" · nothing like {', '.join(missing)}")
    if answer.corrections:
        said += Content.styled(" · 'word: exactly that", "$text-muted")
    return said
