"""Finding in a document as one types, and walking the hits."""

from __future__ import annotations

from dataclasses import replace

from textual import on, work
from textual.widgets import Input
from textual.worker import get_current_worker

from reader.search.within import Places
from reader.tui.screens.annotating_screen import AnnotatingScreen
from reader.tui.widgets.bars import Prompt
from reader.tui.widgets.prompt_line import PromptLine


class FindingScreen(AnnotatingScreen):
    """A document with its prompt for finding; `n` and `N` walk the hits, also into the next document."""

    _before_find: int = 0

    def show_head(self) -> None:
        """Show what the document is and how far one is in it."""

    # Finding

    def do_find(self) -> None:
        """Find in this document as you type."""
        self._before_find = self.view.caret
        self.query_one(PromptLine).open("")

    @on(Input.Changed)
    def _find_typed(self, event: Input.Changed) -> None:
        self._find(event.value)

    @work(thread=True, exclusive=True, group="find")
    def _find(self, line: str) -> None:
        worker = get_current_worker()
        places = self.opened.finder.find(line)
        if not worker.is_cancelled:
            self.deliver(self._take_places, line, places)

    def _take_places(self, line: str, places: Places) -> None:
        self.reader.walk = None
        self.lay(self.opened.with_places(places, self._before_find))
        note = ""
        if line.strip():
            note = (
                f"{(self.opened.current or 0) + 1} of {len(places.spans)}"
                if places.spans
                else "not here · tab searches all documents"
            )
            note += "".join(f" · {used} for {typed}" for typed, used in places.corrections.items())
        self.query_one(PromptLine).note(note)
        if self.opened.current is not None:
            self.view.go_to(places.spans[self.opened.current].start, jump=True)
        self.show_head()

    @on(Input.Submitted)
    def _find_taken(self) -> None:
        self._close_find()

    @on(Prompt.Key)
    def _find_key(self, event: Prompt.Key) -> None:
        if event.name in ("up", "down"):
            self._step_hit(1 if event.name == "down" else -1)
            return
        line = self.query_one(Prompt).value
        if event.name in ("cancel", "widen"):
            self.lay(replace(self.opened, places=Places([], {}), current=None))
            self.view.go_to(self._before_find, jump=True)
        self._close_find()
        if event.name == "widen":
            self.reader.do_search(line)

    def _close_find(self) -> None:
        self.query_one(PromptLine).close()
        self.view.focus()

    def _step_hit(self, step: int) -> None:
        spans, current = self.opened.places.spans, self.opened.current
        if current is None or not spans:
            self.reader.step_hit(step)
            return
        index = current + step
        if not 0 <= index < len(spans):
            if self.reader.walk is not None:
                self.reader.step_hit(step)
                return
            index %= len(spans)
            self.say(
                f"{'From the top again' if step > 0 else 'From the end again'}: {index + 1} of {len(spans)}."
            )
        self.lay(replace(self.opened, current=index))
        self.view.go_to(spans[index].start, jump=True)
        self.show_head()

    def do_next_hit(self) -> None:
        """The next hit."""
        self._step_hit(1)

    def do_previous_hit(self) -> None:
        """The hit before."""
        self._step_hit(-1)
