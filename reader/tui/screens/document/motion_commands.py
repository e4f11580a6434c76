"""Moving in a document: lines, sentences, sections, links, the jump list, marks, selection, width."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from reader.tui.document_view.motions import Spot, links
from reader.tui.document_view.viewport import Viewport
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.document.host import DocumentHost

_MEASURE_STEP = 4  # cells by which the text grows wider or narrower


class MotionCommands:
    """The motions of the commands table on a document."""

    def __init__(self, host: DocumentHost) -> None:
        self._host = host

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        view = self._host.view
        return {
            "down": partial(self._move_line, 1),
            "up": partial(self._move_line, -1),
            "page_down": partial(view.move, Viewport.move_page, 1),
            "page_up": partial(view.move, Viewport.move_page, -1),
            "half_down": partial(view.move, Viewport.move_page, 0.5),
            "half_up": partial(view.move, Viewport.move_page, -0.5),
            "first": self._to_start,
            "last": self._to_end,
            "left": partial(view.move, Viewport.move_char, -1),
            "right": partial(view.move, Viewport.move_char, 1),
            "next_sentence": partial(view.move, Viewport.move_sentence, 1),
            "previous_sentence": partial(view.move, Viewport.move_sentence, -1),
            "next_paragraph": partial(view.move, Viewport.move_paragraph, 1),
            "previous_paragraph": partial(view.move, Viewport.move_paragraph, -1),
            "next_section": partial(view.move, Viewport.move_section, 1),
            "previous_section": partial(view.move, Viewport.move_section, -1),
            "next_link": partial(self._walk_links, 1),
            "previous_link": partial(self._walk_links, -1),
            "outline": self._outline,
            "back": self._back,
            "forward": self._forward,
            "set_mark": partial(self._host.ask_key, "Mark this place: which letter?", self._set_mark),
            "go_to_mark": partial(self._host.ask_key, "Go to which mark?", self._go_to_mark),
            "select": partial(view.move, Viewport.select, "characters"),
            "select_sentences": partial(view.move, Viewport.select, "sentences"),
            "wider": partial(self._change_measure, _MEASURE_STEP),
            "narrower": partial(self._change_measure, -_MEASURE_STEP),
            "measure": self._usual_measure,
        }

    # Lines, ends, links

    def _move_line(self, by: int) -> None:
        if self._host.info.has_focus:
            self._host.info.move(by)
        else:
            self._host.view.move(Viewport.move_line, by)

    def _to_start(self) -> None:
        self._host.session.navigation.jumps.leave(self._host.spot)
        self._host.view.move(Viewport.to_start)

    def _to_end(self) -> None:
        self._host.session.navigation.jumps.leave(self._host.spot)
        self._host.view.move(Viewport.to_end)

    def _walk_links(self, step: int) -> None:
        targets = links(self._host.state.document)
        index = self._host.view.move(Viewport.move_in, targets, step)
        if index is not None:
            self._host.say(f"{targets[index].target} · enter follows")
        elif targets:
            self._host.say(f"No link further {'down' if step > 0 else 'up'}.")
        else:
            self._host.say("There are no links here.")

    def _outline(self) -> None:
        state = self._host.state
        if not state.headings:
            known = bool(state.document.text)
            self._host.say("This document has no headings." if known else "The document is still being read.")
            return
        from reader.tui.screens.modals.outline import OutlineScreen

        def go(offset: int | None) -> None:
            if offset is not None:
                self._host.jump(offset)

        self._host.session.push_screen(OutlineScreen(state, self._host.view.caret), go)

    # The jump list and marks

    def _go_to(self, spot: Spot | None) -> None:
        if spot is None:
            self._host.say("The jump list ends here.")
        elif spot.path == self._host.state.entry.address:
            self._host.view.move(Viewport.go_to, spot.offset, jump=True)
        else:
            self._host.session.navigation.open_spot(spot)

    def _back(self) -> None:
        self._go_to(self._host.session.navigation.jumps.back(self._host.spot))

    def _forward(self) -> None:
        self._go_to(self._host.session.navigation.jumps.forward(self._host.spot))

    def _set_mark(self, letter: str) -> None:
        self._host.session.navigation.marks[letter] = self._host.spot
        self._host.say(f"Mark {letter} is set; ' {letter} comes back.")

    def _go_to_mark(self, letter: str) -> None:
        spot = self._host.session.navigation.marks.get(letter)
        if spot is None:
            self._host.say(f"There is no mark {letter}.")
            return
        self._host.session.navigation.jumps.leave(self._host.spot)
        self._go_to(spot)

    # The width

    def _change_measure(self, by: int) -> None:
        self._set_measure(self._host.session.appearance.measure + by)

    def _usual_measure(self) -> None:
        """Take the width of the settings, also when they change."""
        self._set_measure(None)

    def _set_measure(self, cells: int | None) -> None:
        measure = self._host.session.appearance.keep_measure(cells)
        self._host.view.set_measure(measure)
        room = self._host.view.viewport.layout.width
        self._host.say(f"Text width {measure}" + (f"; here is room for {room}." if room < measure else "."))
