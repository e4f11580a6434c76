"""The head line of a document and the pane beside its text."""

from __future__ import annotations

from collections.abc import Mapping

from reader.text.safety import safe_line
from reader.tui.content.info import info_lines
from reader.tui.content.summary import Lines
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.document.host import DocumentHost
from reader.tui.text.styled_text import StyledText

_SECTION_CELLS = 30  # of the section's title in the head line
_SECTION_FROM = 100  # cells of width from which there is room for it


class HeadAndInfo:
    """What is shown beside and above the text, from the state of the document."""

    def __init__(self, host: DocumentHost) -> None:
        self._host = host

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {"info": self._toggle_info}

    def show_head(self) -> None:
        """Show what the document is and how far one is in it."""
        state, view = self._host.state, self._host.view
        self._host.head.show(*(self._host.page.head(state, view.viewport.percent) or self._usual()))

    def _usual(self) -> tuple[list[StyledText], list[StyledText]]:
        state, view = self._host.state, self._host.view
        left = [StyledText(state.document.title or state.entry.title, "title")]
        if state.entry.inner:
            left.append(StyledText(f" · in {safe_line(state.entry.path.name)}", "dim"))
        if not state.complete:
            return left, [StyledText("reading the rest…" if state.document.text else "", "dim")]
        if state.raw:
            form = "the whole page" if state.form == "whole page" else "the file as it is"
            left.append(StyledText(f" · {form}", "accent"))
        if view.viewport.selection is not None:
            left.append(StyledText(" · selecting", "accent"))
        right = []
        if state.places.spans and state.current is not None:
            right.append(StyledText(f"{state.current + 1} of {len(state.places.spans)}  ", "accent"))
        section = next((h for h in reversed(state.headings) if h[2].start <= view.caret and h[0] > 1), None)
        if section and self._host.head.size.width >= _SECTION_FROM:
            right.append(StyledText(f"{section[1][:_SECTION_CELLS]} · ", "dim"))
        place = state.document.place_at(view.caret)
        if place:
            right.append(StyledText(f"{place[:_SECTION_CELLS]} · ", "dim"))
        minutes = view.viewport.minutes_left
        left_over = "" if minutes <= 0 else f" · {max(1, round(minutes))} min left"
        return left, [*right, StyledText(f"{view.viewport.percent} %{left_over}", "dim")]

    def _toggle_info(self) -> None:
        info = self._host.info
        info.display = not info.display
        self.show_info()
        (info if info.display else self._host.view).focus()

    def show_info(self) -> None:
        """Show what the pane tells, when it is there."""
        if self._host.info.display:
            self._host.info.show(self._info_lines, keep_place=True)

    def _info_lines(self, width: int) -> Lines:
        view = self._host.view
        return info_lines(self._host.state, view.caret, view.viewport.selection, width)
