"""Finding in a document as one types, and walking the hits, also into the next document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from textual.worker import get_current_worker

from reader.search.matching.find_in_document import Finder, HitSpans
from reader.tui.document_view.motions import Spot, by_span
from reader.tui.document_view.viewport import Viewport
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.document.host import DocumentHost
from reader.tui.session.search_walk import line_for


class FindCommands:
    """The prompt for finding in a document, and its hits."""

    def __init__(self, host: DocumentHost) -> None:
        self._host = host
        self._caret_before = 0
        self._line = ""
        self._finder: Finder | None = None

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            "find": self._open_prompt,
            "next_hit": partial(self._step, 1),
            "previous_hit": partial(self._step, -1),
            "search_this": self._search_this,
            "cancel": self._cancel,
        }

    # The prompt

    def _open_prompt(self) -> None:
        self._caret_before = self._host.view.caret
        self._host.prompt.note("")
        self._host.prompt.open("")

    def typed(self, line: str) -> None:
        """Find what stands in the prompt now."""
        text, finder = self._host.state.document.text, self._finder

        def find() -> None:
            # Folding the text is done once.
            used = finder if finder is not None and finder.text is text else Finder(text)
            hits = used.find(line)
            if not get_current_worker().is_cancelled:
                self._host.deliver(self._show_hits, line, used, hits)

        self._host.in_thread(find, "find")

    def _show_hits(self, line: str, finder: Finder, hits: HitSpans) -> None:
        host = self._host
        self._finder = finder
        host.session.navigation.walk = None
        self._line = line.strip()
        host.set_state(host.state.with_places(hits, self._caret_before))
        self._note_hits()
        if host.state.current is not None:
            host.view.move(Viewport.go_to, hits.spans[host.state.current].start, jump=True)
        elif host.prompt.shown:
            # What is typed on may lead away from the hits so far.
            host.view.move(Viewport.go_to, self._caret_before, jump=True)
        host.show_head()

    def _note_hits(self, wrapped: str = "") -> None:
        """Say in the prompt which hit of how many one is at, and which spelling was used."""
        hits, current = self._host.state.places, self._host.state.current
        note = ""
        if self._line:
            note = (
                f"{wrapped}{(current or 0) + 1} of {len(hits.spans)}"
                if hits.spans
                else "not here · tab searches all documents"
            )
            note += "".join(f" · {used} for {typed}" for typed, used in hits.corrections.items())
        self._host.prompt.note(note)

    def submitted(self) -> None:
        """Stay at the hit."""
        if self._host.view.caret != self._caret_before:
            self._host.session.navigation.jumps.leave(Spot(self._host.spot.path, self._caret_before))
        self._close()

    def prompt_key(self, name: str, line: str) -> None:
        """Walk the hits, leave the prompt, or search all documents for its line."""
        if name in ("up", "down"):
            self._step(1 if name == "down" else -1)
            return
        if name in ("cancel", "widen"):
            self._clear()
            self._host.view.move(Viewport.go_to, self._caret_before, jump=True)
        self._close()
        if name == "widen":
            self._host.session.navigation.search(line)

    def _clear(self) -> None:
        self._host.set_state(replace(self._host.state, places=HitSpans([], {}), current=None))

    def _close(self) -> None:
        self._host.prompt.close()
        self._host.view.focus()

    # The hits

    def _step(self, step: int) -> None:
        host = self._host
        spans = host.state.places.spans
        if not spans:
            self._find_again(step)
            return
        index = by_span(spans, host.view.caret, step)
        wrapped = ""
        if index is None:
            if host.session.navigation.walk is not None:
                host.session.navigation.step_hit(step)
                return
            index = 0 if step > 0 else len(spans) - 1
            wrapped = "From the top again: " if step > 0 else "From the end again: "
            host.say(f"{wrapped}{index + 1} of {len(spans)}.")
        host.set_state(replace(host.state, current=index))
        host.view.move(Viewport.go_to, spans[index].start, jump=True)
        self._note_hits(wrapped)
        host.show_head()

    def _find_again(self, step: int) -> None:
        """Walk the search of all documents, else find here what was found here last."""
        if self._host.session.navigation.walk is None and self._line:
            self._caret_before = self._host.view.caret
            self.typed(self._line)
        else:
            self._host.session.navigation.step_hit(step)

    def _search_this(self) -> None:
        """Search all documents for the name or the word under the caret."""
        state, caret = self._host.state, self._host.view.caret
        mention = state.mention_at(caret)
        word = mention.entity if mention is not None else state.word_at(caret)
        if not word:
            self._host.say("There is no word under the caret.")
            return
        self._host.session.navigation.search(line_for(word, mention.type if mention is not None else ""))

    def _cancel(self) -> None:
        """Clear the selection, then the hits, then the selected name."""
        host = self._host
        if not host.view.has_focus:
            host.view.focus()
        elif host.view.viewport.selection is not None:
            host.view.move(Viewport.select, "")
        elif host.state.places.spans:
            host.session.navigation.walk = None
            self._clear()
        elif host.state.selected_entity:
            host.choose_entity("")
        host.show_head()
