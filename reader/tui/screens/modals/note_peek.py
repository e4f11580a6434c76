"""A look at the notes under the caret without leaving the line, and the way on from there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from reader.analysis.mention import GROUPS, Mention
from reader.notes.kinds import note_kind
from reader.notes.note import Link, Note
from reader.text.document import Document
from reader.text.plural import plural
from reader.tui.content.changed_passage import changed_lines
from reader.tui.content.note_links import LINK_MARK, label_of
from reader.tui.content.summary import Lines
from reader.tui.screens.command_screen import session_of
from reader.tui.text import dates
from reader.tui.text.dates import short_date
from reader.tui.text.styled_text import StyledText, plain, wrap
from reader.tui.theme.note_kinds import mark_of, note_kinds_of, role_of
from reader.tui.theme.palettes import Palette
from reader.tui.widgets.page import Leading, Page

_MOST_LINES = 14


class PeekResult(NamedTuple):
    """What to do after a peek, and with what."""

    action: Literal["edit", "delete", "accept", "lose", "link", "name"]
    note: Note | None = None
    link: Link | None = None


class NotePeek(ModalScreen[PeekResult | None]):
    """The notes at a place with their words, tags and links; the name that is there too, when there is one.

    Enter changes the note under the cursor or follows its link. Dismissed with what is wanted, or None.
    """

    DEFAULT_CSS = """
    NotePeek { align: center bottom; }
    NotePeek.above { align: center top; }
    NotePeek > Page {
        width: 82; max-width: 100%; height: auto; padding: 0; margin: 2 0 1 0;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h,left", "dismiss(None)", show=False),
        Binding("j,down,tab", "move(1)", show=False),
        Binding("k,up,shift+tab", "move(-1)", show=False),
        Binding("enter,l", "choose", show=False),
        Binding("T", "act('edit')", show=False),
        Binding("x", "act('delete')", show=False),
        Binding("y", "act('accept')", show=False),
        Binding("n", "act('lose')", show=False),
    ]

    def __init__(
        self,
        notes: Sequence[Note],
        document: Document,
        mention: Mention | None = None,
        *,
        above: bool = False,
    ) -> None:
        super().__init__()
        self._notes = notes
        self._document = document
        self._mention = mention
        self.set_class(above, "above")

    def compose(self) -> ComposeResult:
        """Yield the notes."""
        yield Page(self._palette, margin=1)

    def _palette(self) -> Palette:
        return session_of(self).appearance.palette

    def on_mount(self) -> None:
        """Show them."""
        # The text stays as bright as it was: inline, since the stylesheet dims what is behind a dialog.
        self.styles.background = "transparent"
        page = self.query_one(Page)
        page.border_title = plain("Note" if len(self._notes) == 1 else plural(len(self._notes), "note"))
        decide = " · y take it · n lost" if any(note.state == "changed" for note in self._notes) else ""
        page.border_subtitle = f"enter change{decide} · x delete · esc close"
        width = min(82, self.app.size.width) - 4
        page.styles.height = min(len(self._lines(width)), _MOST_LINES, self.app.size.height - 8) + 2
        page.show(self._lines)
        page.focus()

    def _lines(self, width: int) -> Lines:
        app = session_of(self)
        note_kinds = note_kinds_of(app)
        lines: Lines = []
        for note in self._notes:
            if lines:
                lines.append([])
            role = role_of(note.kind)
            words = note.body.splitlines() or [note_kind(note.kind, note_kinds).name]
            head = [
                StyledText(f"{mark_of(note.kind, note_kinds)} ", role),
                StyledText(words[0], "text" if note.body else "dim"),
            ]
            for line in wrap(head, width, indent=2):
                lines.append(Leading(line, note))
            for word_line in words[1:]:
                lines += [
                    Leading([StyledText("  "), *part], note)
                    for part in wrap([StyledText(word_line)], width - 2)
                ] or [[]]
            about = [f"#{tag}" for tag in note.tags]
            about += [note_kind(note.kind, note_kinds).name, short_date(note.created, dates.today()).strip()]
            about += [note.state] if note.state in ("moved", "changed") else []
            lines += [
                [StyledText("  "), *part]
                for part in wrap([StyledText(" · ".join(about), "faint")], width - 2)
            ]
            lines += changed_lines(note, self._document.text[note.start : note.end], width)
            for link in note.links:
                label = f"  {LINK_MARK} {label_of(link, app.library)}"
                lines += [
                    Leading(part, link) for part in wrap([StyledText(label, "accent")], width, indent=4)
                ]
        if self._mention is not None:
            name = [
                StyledText(self._mention.entity, GROUPS[self._mention.type]),
                StyledText(" · choose this name", "dim"),
            ]
            lines += [[], *(Leading(part, self._mention) for part in wrap(name, width))]
        return lines

    def action_move(self, by: int) -> None:
        """The next thing that leads on; a long note is scrolled."""
        self.query_one(Page).move(by)

    def action_choose(self) -> None:
        """Change the note, or follow its link."""
        target = self.query_one(Page).target
        if isinstance(target, Link):
            self.dismiss(PeekResult("link", link=target))
        elif isinstance(target, Mention):
            self.dismiss(PeekResult("name"))
        else:
            self.action_act("edit")

    def action_act(self, action: Literal["edit", "delete", "accept", "lose"]) -> None:
        """Do something with the note under the cursor, the first when the cursor is on none."""
        target = self.query_one(Page).target
        note = next((note for note in self._notes if target is note), self._notes[0])
        if action in ("accept", "lose") and note.state != "changed":
            return
        self.dismiss(PeekResult(action, note))
