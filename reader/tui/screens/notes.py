"""All notes of the person: on which passage, with which words, in which document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, ClassVar, NamedTuple

from textual import on, work

from reader.errors import ReaderError
from reader.library.shelf import Entry
from reader.notes.note import PENS, Note
from reader.search.filtering import Row, row
from reader.text.safety import safe_line
from reader.tui.commands import Where
from reader.tui.dates import long_date, short_date
from reader.tui.pieces import Piece, fit, wrap
from reader.tui.screens.rows_screen import RowsScreen
from reader.tui.summary_pane import Lines
from reader.tui.widgets.bars import TopLine
from reader.tui.widgets.rows import RowLines, RowList

_LETTERS = {pen.kind: pen.letter for pen in PENS}
_STATES = {"changed": "changed", "lost": "lost", "moved": "moved"}


class Shown(NamedTuple):
    """A note with the document that it is on, where the library has it."""

    note: Note
    entry: Entry | None


_ORDERS: dict[str, Callable[[Shown], Any]] = {
    "newest": lambda shown: tuple(-ord(char) for char in shown.note.modified),
    "document": lambda shown: (shown.note.title.casefold(), shown.note.path, shown.note.start),
    "tag": lambda shown: (
        shown.note.tags[0].casefold() if shown.note.tags else "\U0010ffff",
        shown.note.title,
    ),
    "kind": lambda shown: (shown.note.kind, shown.note.title),
    "state": lambda shown: ({"lost": 0, "changed": 1}.get(shown.note.state, 2), shown.note.title),
}


class NotesScreen(RowsScreen[Shown]):
    """Every note of every library; `Enter` goes to the passage."""

    where: ClassVar[Where] = "notes"
    row_height: ClassVar[int] = 3
    placeholder: ClassVar[str] = "words of the note or the passage, tag: title: source:"

    def __init__(self) -> None:
        super().__init__()
        self._order = "newest"
        self._undo: list[Note] = []
        self._loaded = False

    def on_mount(self) -> None:
        """Read the notes."""
        self.rows.focus()
        self.show_head()
        self._read()

    @work(thread=True, exclusive=True, group="notes")
    def _read(self) -> None:
        library = self.reader.library
        try:
            entries = {entry.path: entry for entry in library.entries()}
            notes = [
                Shown(note, entries.get(library.notebook.path_of(note))) for note in library.notebook.all()
            ]
        except ReaderError as error:
            self.deliver(self.say, str(error), "error")
            return
        self.deliver(self._take_notes, notes)

    def _take_notes(self, notes: list[Shown]) -> None:
        self._loaded = True
        self.take(notes)

    def state_changed(self, _key: str) -> None:
        """Notes have changed elsewhere."""
        self._read()

    # What a row is

    def draw(self, item: Shown, width: int) -> RowLines:
        """Kind and words on the first line, the passage on the second."""
        note, entry = item
        words = " ".join(note.body.split()) or ("highlight" if note.kind == "highlight" else "no words yet")
        state = _STATES.get(note.state, "")
        dates = short_date(note.modified, date.today())
        head = [
            Piece(f" {_LETTERS.get(note.kind, '·')} ", "accent"),
            Piece(fit(words, max(8, width - 13 - len(state))), "title" if note.body else "dim"),
            Piece(f" {state}", "warning"),
            Piece(" " + fit(dates, 7, right=True), "dim"),
        ]
        quote = " ".join(note.quote.split())
        title = entry.title if entry else note.title
        about = f"“{quote}”" if quote else "on the document"
        room = max(8, width - 5)
        title_room = min(len(title), room // 3)
        passage = [
            Piece("   "),
            Piece(fit(about, room - title_room - 2), "dim"),
            Piece("  " + fit(title, title_room), "faint"),
        ]
        return [head, passage, []]

    def row(self, item: Shown) -> Row:
        """Words, passage, title, tags, kind, state."""
        note = item.note
        fields = {
            "note": note.body, "quote": note.quote, "title": note.title, "source": note.source,
            "tag": "\n".join(note.tags), "kind": f"{note.kind} {note.state}",
        }  # fmt: skip
        return row(fields, note.published, frozenset({"note"}))

    def key(self, item: Shown) -> str:
        """The note's id."""
        return item.note.id

    def shown(self, items: Sequence[Shown]) -> list[Shown]:
        """In the chosen order."""
        return sorted(items, key=_ORDERS[self._order])

    def show_head(self) -> None:
        """How many notes, in which order."""
        count = len(self.items)
        left = [
            Piece("notes", "title"),
            Piece(f" · {count:,} note{'s' if count != 1 else ''} · by {self._order}", "dim"),
        ]
        lost = sum(shown.note.state == "lost" for shown in self.items)
        if lost:
            left.append(Piece(f" · {lost} lost their passage", "warning"))
        self.query_one(TopLine).show([*left, *self.filter_piece()])

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.page.show(self._lines)

    def _lines(self, width: int) -> Lines:
        shown = self.rows.current
        if shown is None:
            text = (
                "No note matches the filter."
                if self.filter_line.strip()
                else (
                    "There are no notes yet. In a document, ) and ( move by sentence and a writes a note on it."
                )
            )
            return [[], *wrap([Piece(text if self._loaded else "Reading the notes…", "dim")], width)]
        note = shown.note
        lines: Lines = [[]]
        if note.quote:
            lines += [
                *wrap([Piece("▎ ", "accent"), Piece(" ".join(note.quote.split()), "dim")], width, indent=2),
                [],
            ]
        for paragraph in note.body.splitlines():
            lines += wrap([Piece(paragraph)], width) if paragraph.strip() else [[]]
        if note.tags:
            lines += [[], *wrap([Piece(" ".join(f"#{tag}" for tag in note.tags), "accent")], width)]
        about = " · ".join(part for part in (note.title, note.source, long_date(note.published)) if part)
        lines += [[], *wrap([Piece(about, "dim")], width)]
        lines += wrap([Piece(f"{note.kind}, {note.state}, made {long_date(note.created)}", "faint")], width)
        if shown.entry is None:
            lines += [
                [],
                *wrap(
                    [Piece(f"Its document is not in this library: {safe_line(note.path)}", "warning")], width
                ),
            ]
        return lines

    # Doing

    def do_open(self) -> None:
        """To the passage."""
        shown = self.rows.current
        if shown is None:
            return
        if shown.entry is None:
            self.say("Its document is not in this library; open the reader on its folder.", "warning")
            return
        self.reader.open_document(shown.entry, shown.note.start)

    def do_sort(self) -> None:
        """The next order."""
        orders = list(_ORDERS)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self.show_rows()

    def do_tag(self) -> None:
        """Change the note, its kind and its tags."""
        shown = self.rows.current
        if shown is not None:
            from reader.text.document import Document
            from reader.tui.screens.editor import NoteEditor

            entry = shown.entry or Entry(shown.note.id, self.reader.library.notebook.path_of(shown.note))
            document = Document("", title=shown.note.title)
            self.app.push_screen(NoteEditor(entry, document, None, shown.note), lambda _note: self._read())

    def do_delete_note(self) -> None:
        """To the trash."""
        shown = self.rows.current
        if shown is not None:
            self._undo.append(self.reader.library.notebook.trash(shown.note))
            self.reader.tell_notes_changed(shown.entry.key if shown.entry else "")
            self.say("The note is in the trash; U takes it back.")

    def do_undo(self) -> None:
        """The last deleted note back."""
        if not self._undo:
            self.say("There is nothing to take back here.")
            return
        note = self.reader.library.notebook.restore(self._undo.pop())
        self.reader.tell_notes_changed(note.id)

    def do_export(self) -> None:
        """Write the listed notes to a Markdown file."""
        self.reader.export_notes(notes=[shown.note for shown in self.rows.items])
