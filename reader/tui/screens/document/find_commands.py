"""Finding in a document as one types, and walking the hits."""

from __future__ import annotations

from dataclasses import replace

from textual import on, work
from textual.widgets import Input
from textual.worker import get_current_worker

from reader.search.find_in_document import Finder, HitSpans
from reader.tui.document_view.motions import Spot, by_span
from reader.tui.screens.document.note_commands import AnnotatingScreen
from reader.tui.widgets.bars import Prompt
from reader.tui.widgets.prompt_line import PromptLine


class FindingScreen(AnnotatingScreen):
    """A document with its prompt for finding; `n` and `N` walk the hits, also into the next document."""

    _before_find: int = 0
    _found_line: str = ""
    _finder: Finder | None = None

    def show_head(self) -> None:
        """Show what the document is and how far one is in it."""

    # Finding

    @property
    def finder(self) -> Finder:
        """What finds in the text on screen; folding the text is done once."""
        text = self.opened.document.text
        if self._finder is None or self._finder.text is not text:
            self._finder = Finder(text)
        return self._finder

    def do_find(self) -> None:
        """Find in this document as you type."""
        self._before_find = self.view.caret
        prompt = self.query_one(PromptLine)
        prompt.note("")
        prompt.open("")

    @on(Input.Changed)
    def _find_typed(self, event: Input.Changed) -> None:
        self._find(event.value)

    @work(thread=True, exclusive=True, group="find")
    def _find(self, line: str) -> None:
        worker = get_current_worker()
        places = self.finder.find(line)
        if not worker.is_cancelled:
            self.deliver(self._take_places, line, places)

    def _take_places(self, line: str, places: HitSpans) -> None:
        self.reader.walk = None
        self._found_line = line.strip()
        self.lay(self.opened.with_places(places, self._before_find))
        self._note_places()
        if self.opened.current is not None:
            self.view.go_to(places.spans[self.opened.current].start, jump=True)
        elif self.query_one(PromptLine).shown:
            # What is typed on may lead away from what was found so far.
            self.view.go_to(self._before_find, jump=True)
        self.show_head()

    def _note_places(self, wrapped: str = "") -> None:
        """Say in the prompt which place of how many one is at, and which spelling was used."""
        places, current = self.opened.places, self.opened.current
        note = ""
        if self._found_line:
            note = (
                f"{wrapped}{(current or 0) + 1} of {len(places.spans)}"
                if places.spans
                else "not here · tab searches all documents"
            )
            note += "".join(f" · {used} for {typed}" for typed, used in places.corrections.items())
        self.query_one(PromptLine).note(note)

    @on(Input.Submitted)
    def _find_taken(self) -> None:
        if self.view.caret != self._before_find:
            self.reader.jumps.leave(Spot(self.spot.path, self._before_find))
        self._close_find()

    @on(Prompt.Key)
    def _find_key(self, event: Prompt.Key) -> None:
        if event.name in ("up", "down"):
            self._step_hit(1 if event.name == "down" else -1)
            return
        line = self.query_one(Prompt).value
        if event.name in ("cancel", "widen"):
            self.lay(replace(self.opened, places=HitSpans([], {}), current=None))
            self.view.go_to(self._before_find, jump=True)
        self._close_find()
        if event.name == "widen":
            self.reader.do_search(line)

    def _close_find(self) -> None:
        self.query_one(PromptLine).close()
        self.view.focus()

    def _step_hit(self, step: int) -> None:
        spans = self.opened.places.spans
        if not spans:
            self._find_again(step)
            return
        index = by_span(spans, self.view.caret, step)
        wrapped = ""
        if index is None:
            if self.reader.walk is not None:
                self.reader.step_hit(step)
                return
            index = 0 if step > 0 else len(spans) - 1
            wrapped = "From the top again: " if step > 0 else "From the end again: "
            self.say(f"{wrapped}{index + 1} of {len(spans)}.")
        self.lay(replace(self.opened, current=index))
        self.view.go_to(spans[index].start, jump=True)
        self._note_places(wrapped)
        self.show_head()

    def _find_again(self, step: int) -> None:
        """SearchWalk the search of all documents, else find here what was found here last."""
        if self.reader.walk is None and self._found_line:
            self._before_find = self.view.caret
            self._find(self._found_line)
        else:
            self.reader.step_hit(step)

    def do_next_hit(self) -> None:
        """The next hit."""
        self._step_hit(1)

    def do_previous_hit(self) -> None:
        """The hit before."""
        self._step_hit(-1)
