"""All notes of the person: on which passage, with which words, in which document."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult

from reader.errors import ReaderError
from reader.notes.kinds import note_kind
from reader.notes.note import Note
from reader.search.query.row_filter import Row, row
from reader.text.document import Document
from reader.text.plural import plural
from reader.text.safety import safe_line
from reader.tui.content.note_links import LINK_MARK, label_of
from reader.tui.content.summary import Lines
from reader.tui.screens.command_screen import CommandScreen, Handler
from reader.tui.screens.lists.notes.note_rows import Shown, edit_again, gather
from reader.tui.screens.lists.rows_panel import RowsPanel, RowsSource
from reader.tui.screens.lists.sorted_rows import SortedRows
from reader.tui.screens.modals.note_peek import changed_lines
from reader.tui.session.commands import Where
from reader.tui.text import dates
from reader.tui.text.dates import long_date, short_date
from reader.tui.text.styled_text import StyledText, fit, wrap
from reader.tui.theme.note_kinds import mark_of, note_kinds_of, role_of
from reader.tui.widgets.bars import HintLine
from reader.tui.widgets.page import Page
from reader.tui.widgets.rows import RowLines, RowList

_LAST = "\U0010ffff"
_URGENCY = {"draft": 0, "lost": 1, "changed": 2, "file gone": 3, "moved": 4}


def _newest(shown: Shown) -> tuple[int, ...]:
    return tuple(-ord(char) for char in shown.note.created + shown.note.id)


ORDERS: dict[str, Callable[[Shown], Any]] = {
    "newest": lambda shown: (not shown.draft, _newest(shown)),
    "document": lambda shown: (shown.note.title.casefold() or _LAST, shown.note.path, shown.note.start),
    "tag": lambda shown: (*([tag.casefold() for tag in shown.note.tags] or [_LAST]), shown.note.title),
    "kind": lambda shown: (shown.note.kind, _newest(shown)),
    "state": lambda shown: (_URGENCY.get(shown.state, 5), shown.note.title, shown.note.start),
}


class NotesScreen(CommandScreen):
    """Every note of every library, the unfinished ones first; `Enter` goes to the passage."""

    where: ClassVar[Where] = "notes"

    def __init__(self) -> None:
        super().__init__()
        self._order = "newest"
        self._trash = False
        self._loaded = False
        self._sorted = SortedRows(self._row)
        source = RowsSource(
            draw=self._draw,
            key=lambda shown: shown.draft or shown.note.id,
            arrangement=lambda: partial(self._sorted.arrange, ORDERS[self._order]),
            nothing=self._nothing,
            open=self.do_open,
            show_head=self._show_head,
        )
        placeholder = "words of the note or the passage, tag: title: source: kind: state:"
        self.panel = RowsPanel(self, source, placeholder, row_height=3)

    def compose(self) -> ComposeResult:
        """The panel."""
        yield self.panel

    @property
    def rows(self) -> RowList[Shown]:
        """The list."""
        return self.panel.rows

    @property
    def page(self) -> Page:
        """The page beside the list."""
        return self.panel.page

    @property
    def items(self) -> Sequence[Shown]:
        """All that is listed, whether the filter leaves it or not."""
        return self.panel.items

    async def settled(self) -> None:
        """Wait until the rows shown are those that the filter leaves."""
        await self.panel.settled()

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            **self.panel.command_map(),
            "undo": self.undo,
            "sort": self.do_sort,
            "tag": self.do_tag,
            "delete_note": self.do_delete_note,
            "restore": self.do_restore,
            "trash": self.do_trash,
            "accept": self.do_accept,
            "give_up": self.do_give_up,
            "export": self.do_export,
        }

    def on_mount(self) -> None:
        """Read the notes."""
        self._show_head()
        self._read()

    @work(thread=True, exclusive=True, group="notes")
    def _read(self) -> None:
        try:
            notes = gather(self.session.library, trashed=self._trash)
        except ReaderError as error:
            self.deliver(self.say, str(error), "error")
            return
        self.deliver(self._take_notes, notes)

    def _take_notes(self, notes: list[Shown]) -> None:
        self._loaded = True
        self.panel.take(notes)

    def state_changed(self, _key: str) -> None:
        """Notes have changed elsewhere."""
        self._read()

    def library_changed(self, message: Any) -> None:
        """Files have changed, and with them perhaps where notes stand."""
        if message.finished:
            self._read()

    def hints(self) -> list[tuple[str, str]]:
        """What can be done with the note under the cursor."""
        shown = self.rows.current
        if self._trash:
            return [("R", "take out"), ("X", "back to the notes"), ("/", "filter"), ("?", "help")]
        first = [("enter", "go on writing")] if shown and shown.draft else [("enter", "to the passage")]
        if shown is not None and shown.state == "changed":
            first += [("y", "take the change"), ("n", "it is lost")]
        return [
            *first,
            ("T", "change"),
            ("/", "filter"),
            ("w", "export"),
            ("X", "trash"),
            ("?", "help"),
        ]

    # What a row is

    def _draw(self, item: Shown, width: int) -> RowLines:
        """Kind and words on the first line, the passage on the second."""
        note = item.note
        note_kinds = note_kinds_of(self.session)
        words = " ".join(note.body.split()) or note_kind(note.kind, note_kinds).name
        state = item.state if item.state in _URGENCY else ""
        day = short_date(note.created, dates.today())
        head = [
            StyledText(f" {mark_of(note.kind, note_kinds)} ", role_of(note.kind)),
            StyledText(fit(words, max(8, width - 13 - len(state))), "title" if note.body else "dim"),
            StyledText(f" {state}", "warning" if state != "moved" else "dim"),
            StyledText(" " + fit(day, 7, right=True), "dim"),
        ]
        quote = " ".join(note.quote.split())
        title = item.entry.title if item.entry and item.entry.title else note.title
        entities = ", ".join(link.target for link in note.links if link.kind == "entity")
        about = (
            f"“{quote}”" if quote else f"on {entities}" if entities and not note.path else "on the document"
        )
        room = max(8, width - 5)
        title_room = min(len(title), room // 3)
        passage = [
            StyledText("   "),
            StyledText(fit(about, room - title_room - 2), "dim"),
            StyledText("  " + fit(title, title_room), "faint"),
        ]
        return [head, passage, []]

    def _row(self, item: Shown) -> Row:
        """Words, passage, title, tags, kind, state, what it points at."""
        note = item.note
        kind = note_kind(note.kind, note_kinds_of(self.session)).name
        fields = {
            "note": note.body, "quote": note.quote, "title": note.title, "source": note.source,
            "tag": "\n".join(note.tags), "kind": f"{kind}\n{note.kind}", "state": item.state,
            "links": "\n".join(link.target for link in note.links),
        }  # fmt: skip
        return row(fields, note.published, frozenset({"note"}))

    def _show_head(self) -> None:
        """How many notes, in which order, how many need a look."""
        count = sum(not shown.draft for shown in self.items)
        name = "trash" if self._trash else "notes"
        left = [
            StyledText(name, "title"),
            StyledText(f" · {plural(count, 'note')} · by {self._order}", "dim"),
        ]
        for state, word in (("changed", "changed"), ("lost", "lost"), ("draft", "unfinished")):
            number = sum(shown.state == state for shown in self.items)
            if number and not self._trash:
                left.append(StyledText(f" · {number} {word}", "warning"))
        self.panel.show_title(left)
        if self.is_current:
            self.query_one(HintLine).show(self.hints())

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.page.show(self._lines)
        self.query_one(HintLine).show(self.hints())

    def _nothing(self) -> str:
        """Why there is nothing to see."""
        if not self._loaded:
            return "Reading the notes…"
        if self.panel.filter_line.strip():
            return "No note matches the filter. esc takes it away."
        if self._trash:
            return "The trash is empty. X goes back to the notes."
        return "There are no notes yet. In a document, ) and ( move by sentence and a writes a note on it."

    def _lines(self, width: int) -> Lines:
        shown = self.rows.current
        if shown is None:
            return []
        note, library = shown.note, self.session.library
        lines: Lines = [[]]
        if shown.state == "changed":
            lines += [*changed_lines(note, shown.now, width), []]
        elif note.quote:
            lines += [
                *wrap(
                    [StyledText("▎ ", "accent"), StyledText(" ".join(note.quote.split()), "dim")],
                    width,
                    indent=2,
                ),
                [],
            ]
        for paragraph in note.body.splitlines():
            lines += wrap([StyledText(paragraph)], width) if paragraph.strip() else [[]]
        if note.tags:
            lines += [[], *wrap([StyledText(" ".join(f"#{tag}" for tag in note.tags), "accent")], width)]
        if note.links:
            lines += [[]]
        for link in note.links:
            lines += wrap(
                [StyledText(f"{LINK_MARK} ", "faint"), StyledText(label_of(link, library), "accent")],
                width,
                indent=2,
            )
        about = " · ".join(part for part in (note.title, note.source, long_date(note.published)) if part)
        kind = note_kind(note.kind, note_kinds_of(self.session)).name
        lines += [[], *(wrap([StyledText(about, "dim")], width) if about else [])]
        lines += wrap([StyledText(f"{kind}, {shown.state}, made {long_date(note.created)}", "faint")], width)
        if shown.state == "draft":
            lines += [
                [],
                *wrap([StyledText("It was not saved: enter goes on writing it.", "warning")], width),
            ]
        elif shown.state == "file gone":
            sentence = f"{safe_line(note.path)} is gone: enter shows its text as it was last seen."
            lines += [[], *wrap([StyledText(sentence, "warning")], width)]
        elif note.state == "lost":
            lines += [[], *wrap([StyledText("The text does not say this any more.", "warning")], width)]
        return lines

    # Doing

    def do_open(self) -> None:
        """To the passage, or on with the writing."""
        shown = self.rows.current
        if shown is None:
            return
        if shown.draft:
            self.do_tag()
        else:
            self.session.navigation.open_note(shown.note)

    def do_sort(self) -> None:
        """The next order."""
        orders = list(ORDERS)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self.panel.show_rows()
        self._show_head()

    @work(thread=True, exclusive=True, group="edit")
    def do_tag(self) -> None:
        """Change the note: its words, kind, tags and links."""
        shown = self.rows.current
        if shown is None:
            return
        document = None
        if shown.draft and shown.entry is not None:
            document = self.session.library.files.document_or_none(shown.entry.path)
        self.deliver(self._edit, shown, document)

    def _edit(self, shown: Shown, document: Document | None) -> None:
        def closed(note: Note | None) -> None:
            self.session.announcements.notes_changed(shown.entry.key if shown.entry else "")
            if note is not None:
                self.say("Saved.")

        self.app.push_screen(edit_again(shown, document), closed)

    def do_delete_note(self) -> None:
        """To the trash; one with words asks first. A draft is thrown away."""
        shown = self.rows.current
        if shown is None:
            return
        if self._trash:
            self.say("The note is in the trash already; R takes it out.")
            return
        words = " ".join(shown.note.body.split())[:60]
        take = partial(self._delete_answered, shown)
        if shown.draft:
            self.ask_key(f"Throw the draft “{words}” away for good? y throws it away.", take)
        elif words:
            self.ask_key(f"Delete the note “{words}”? y deletes it.", take)
        else:
            take("y")

    def _delete_answered(self, shown: Shown, letter: str) -> None:
        if letter.lower() != "y":
            self.say("The note stays.")
        elif shown.draft:
            self._change(lambda: self.session.library.preferences.delete(shown.draft), "The draft is gone.")
        else:
            trash = self.session.library.notes.trash
            self._change(
                lambda: trash(shown.note), "The note is in the trash; U takes it back, X shows the trash."
            )

    def do_restore(self) -> None:
        """Out of the trash."""
        shown = self.rows.current
        if shown is None or not self._trash:
            self.say("Only a note in the trash can be taken out of it; X shows the trash.")
            return
        self._change(
            lambda: self.session.library.notes.restore(shown.note), "The note is back among the notes."
        )

    def do_trash(self) -> None:
        """The trash, and back."""
        self._trash = not self._trash
        self._loaded = False
        self.panel.take([])
        self._read()

    def do_accept(self) -> None:
        """Let a changed note mean the passage as it is now."""
        self._decide(accept=True)

    def do_give_up(self) -> None:
        """Say that a changed note's passage is lost."""
        self._decide(accept=False)

    def _decide(self, *, accept: bool) -> None:
        shown = self.rows.current
        if shown is None or shown.state != "changed" or shown.entry is None:
            self.say("Only a note whose passage was changed asks for that.")
            return
        library, note, path = self.session.library, shown.note, shown.entry.path
        if accept:
            self._change(
                lambda: library.notes.accept(note, library.files.document(path)),
                "The note is on the passage as it is now.",
            )
        else:
            self._change(
                lambda: library.notes.give_up(note), "The note's passage is lost; U takes that back."
            )

    def _change(self, change: Callable[[], Note | None], sentence: str) -> None:
        """Change a note, tell all screens, and say so."""
        try:
            note = change()
        except ReaderError as error:
            self.say(str(error), "error")
            return
        key = self.session.library.notes.document_of(note.id) if note is not None else None
        self.session.announcements.notes_changed(key or "")
        self.say(sentence)

    def do_export(self) -> None:
        """Write the listed notes to a file."""
        self.session.navigation.export_notes(
            notes=[shown.note for shown in self.rows.items if not shown.draft]
        )
