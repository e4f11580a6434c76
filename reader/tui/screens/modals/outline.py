"""A document's headings, to see where one is and to jump."""

from __future__ import annotations

from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from reader.text.plural import plural
from reader.text.spans import Span, clip
from reader.tui.content.document_state import DocumentState
from reader.tui.screens.command_screen import session_of
from reader.tui.text.styled_text import StyledText, fit
from reader.tui.theme.palettes import Palette
from reader.tui.widgets.rows import RowLines, RowList


class Heading(NamedTuple):
    """A heading with its section and how many hits and notes that has."""

    level: int
    title: str
    section: Span
    hits: int
    notes: int


class OutlineScreen(ModalScreen[int | None]):
    """The headings, the cursor on the section under the caret. Dismissed with an offset, or None."""

    DEFAULT_CSS = """
    OutlineScreen { align: center middle; }
    OutlineScreen > RowList {
        width: 72; max-width: 94%; height: auto; max-height: 84%; padding: 1 0;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,t,h", "dismiss(None)", show=False),
        Binding("j,down", "move(1)", show=False),
        Binding("k,up", "move(-1)", show=False),
        Binding("space,pagedown,d", "move(10)", show=False),
        Binding("b,pageup,u", "move(-10)", show=False),
        Binding("g,home", "move(-100000)", show=False),
        Binding("G,end", "move(100000)", show=False),
        Binding("enter,l", "choose", show=False),
    ]

    def __init__(self, opened: DocumentState, caret: int) -> None:
        super().__init__()
        self._headings = [
            Heading(
                level, title, span, len(clip(opened.places.spans, *span)), len(clip(opened.note_spans, *span))
            )
            for level, title, span in opened.headings
        ]
        self._caret = caret

    def compose(self) -> ComposeResult:
        """Yield the list."""
        yield RowList[Heading](_draw, self._palette)

    def _palette(self) -> Palette:
        return session_of(self).appearance.palette

    def on_mount(self) -> None:
        """Show the headings."""
        rows = self.query_one(RowList)
        rows.border_title = "Outline"
        rows.border_subtitle = "enter goes there · esc closes"
        rows.styles.height = min(len(self._headings) + 4, max(6, self.app.size.height - 6))
        current = max((i for i, h in enumerate(self._headings) if h.section.start <= self._caret), default=0)
        rows.show(self._headings, current)
        rows.focus()

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.query_one(RowList).move(by)

    @on(RowList.Chosen)
    def action_choose(self) -> None:
        """Go to the heading under the cursor."""
        heading = self.query_one(RowList).current
        self.dismiss(heading.section.start if heading else None)


def _draw(heading: Heading, width: int) -> RowLines:
    indent = "  " * (heading.level - 1)
    hits = f"  {plural(heading.hits, 'hit')}" if heading.hits else ""
    counts = hits + (f"  ¶{heading.notes}" if heading.notes else "")
    room = max(4, width - 4 - len(indent) - len(counts))
    role = "title" if heading.level <= 1 else "text" if heading.level == 2 else "dim"
    return [
        [StyledText(f"  {indent}"), StyledText(fit(heading.title, room), role), StyledText(counts, "accent")]
    ]
