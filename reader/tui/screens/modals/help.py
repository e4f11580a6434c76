"""The keys that work on a screen, from the commands table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from reader.tui.screens.command_screen import session_of
from reader.tui.session.commands import COMMANDS, EVEN_WHILE_TYPING, Command, Where, shown_key
from reader.tui.text.styled_text import StyledText, wrap
from reader.tui.theme.palettes import Palette
from reader.tui.widgets.page import Page

_KEYS = 16
_PLACES: dict[Where, str] = {
    "list": "in the list of documents",
    "document": "in a document",
    "search": "in a search",
    "entities": "among the names",
    "dossier": "in a dossier",
    "notes": "among the notes",
}


class HelpScreen(ModalScreen[None]):
    """Every command of one part of the table, by group; any of the usual keys leaves."""

    DEFAULT_CSS = """
    HelpScreen { align: center middle; }
    HelpScreen > Page {
        width: 84; max-width: 96%; height: 90%;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1,enter", "dismiss", show=False),
        Binding("j,down", "scroll(1)", show=False),
        Binding("k,up", "scroll(-1)", show=False),
        Binding("space,pagedown,d", "scroll(15)", show=False),
        Binding("b,pageup,u", "scroll(-15)", show=False),
    ]

    def __init__(self, place: Where) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        """One page."""
        yield Page(self._palette, margin=2)

    def _palette(self) -> Palette:
        return session_of(self).appearance.palette

    def on_mount(self) -> None:
        """Fill the page."""
        page = self.query_one(Page)
        page.border_title = f"Keys {_PLACES[self._place]}"
        page.border_subtitle = "j k scroll · esc closes"
        page.show(self._lines)

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self.query_one(Page).scroll_relative(y=by, animate=False)

    def _lines(self, width: int) -> list[list[StyledText]]:
        lines: list[list[StyledText]] = []
        notices = session_of(self).notices
        if notices:
            lines += [[], [StyledText("To put right", "accent")]]
        for notice in notices:
            lines += wrap([StyledText(notice, "warning")], width, indent=2)
        if self._place == "search":
            lines += [[], [StyledText("In the line that you type", "accent")]]
            lines += _table(_PROMPT_KEYS, _KEYS, width)
        groups = dict.fromkeys(command.group for command in COMMANDS)
        for group in groups:
            commands = [c for c in COMMANDS if c.group == group and self._works(c)]
            if not commands:
                continue
            lines += [[], [StyledText(group, "accent")]]
            rows = [("  ".join(map(shown_key, self._keys(command))), command.help) for command in commands]
            lines += _table(rows, _KEYS, width)
        if self._place == "search":
            lines += [[], [StyledText("The search line", "accent")]]
            lines += _table(_LINE, 24, width)
        return lines

    def _keys(self, command: Command) -> list[str]:
        """The keys that a command has here: where one types, letters are text."""
        keys = session_of(self).keymap.keys[command.id]
        return [key for key in keys if self._place != "search" or key in EVEN_WHILE_TYPING]

    def _works(self, command: Command) -> bool:
        return self._place in command.where and (self._place != "search" or bool(self._keys(command)))


def _table(rows: Iterable[tuple[str, str]], indent: int, width: int) -> list[list[StyledText]]:
    """What stands on the left and what it means, the meanings below each other."""
    lines: list[list[StyledText]] = []
    for left, meaning in rows:
        head = StyledText(left + " " * max(2, indent - cell_len(left)), "title")
        lines += wrap([head, StyledText(meaning, "dim")], width, indent=indent)
    return lines


_PROMPT_KEYS = (
    ("enter", "Open the document at the hit."),
    ("↑ ↓", "The hit before, the next one; ↑ on the first brings earlier searches back."),
    ("PgUp  PgDn", "A page of hits up, down."),
    ("Tab", "Search in your notes instead, and back."),
    ("esc", "Back to where you were."),
)

_LINE = (
    ("word", "however it is spelt; the last word may be unfinished"),
    ("'word", "exactly that word"),
    ('"a phrase"', "these words next to each other"),
    ("-word", "documents without it"),
    ("a | b", "either"),
    ("title: tag: source:", "in the title, a tag, the source"),
    ("person: org: place:", "a name of that kind"),
    ("date:2026-01..2026-03", "published between; either end may be left out"),
    ("is:unread is:flagged", "by reading state"),
    ("has:note note:word", "with notes; notes that say it"),
    ("format:pdf", "files of a format, also by their ending"),
)
