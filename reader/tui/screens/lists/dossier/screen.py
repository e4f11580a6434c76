"""The dossier of a name: every mention in its sentence, and beside them what it is called, does and meets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.worker import get_current_worker

from reader.analysis.mention import GROUPS
from reader.errors import ReaderError
from reader.library import DocumentRow, Dossier, MentionInContext, NamedEntity
from reader.notes.note import Note
from reader.search.query.row_filter import Row, row
from reader.text.plural import plural
from reader.tui.content.entity_rows import bars, dotted
from reader.tui.content.note_links import entry_of
from reader.tui.content.summary import Lines
from reader.tui.screens.command_screen import CommandScreen, Handler
from reader.tui.screens.lists.rows_panel import RowsPanel, RowsSource
from reader.tui.screens.lists.sorted_rows import SortedRows
from reader.tui.screens.modals.correction import Subject, ask_correction
from reader.tui.session.commands import Where
from reader.tui.session.search_walk import line_for
from reader.tui.text.dates import long_date
from reader.tui.text.styled_text import StyledText, fit, lit, window, wrap
from reader.tui.widgets.page import Leading, Page
from reader.tui.widgets.rows import RowLines, RowList

_AT_ONCE = 25  # documents that are read before what they say is shown; then twice as many, and so on
_COMPANY = 12
_ROLES = 8
_JOINS = 6
_NOTES = 8
_DATE = 12

_LATEST_FIRST = str.maketrans("0123456789", "9876543210")

ORDERS: dict[str, Callable[[MentionInContext], Any]] = {
    "newest": lambda place: (
        not place.entry.published,
        place.entry.published[:16].translate(_LATEST_FIRST),
        place.entry.title,
        place.start,
    ),
    "oldest": lambda place: (
        not place.entry.published,
        place.entry.published[:16],
        place.entry.title,
        place.start,
    ),
    "document": lambda place: (place.entry.title.casefold(), str(place.entry.path), place.start),
}


class DossierScreen(CommandScreen):
    """All that the library says about one name; `Enter` opens the document at the place."""

    where: ClassVar[Where] = "dossier"

    def __init__(self, entity: NamedEntity) -> None:
        super().__init__()
        self._dossier = Dossier(entity)
        self._order = "newest"
        self._folded: dict[tuple[str, int], Row] = {}
        self._loaded = False
        self._sorted = SortedRows(self._row)
        source = RowsSource(
            draw=self._draw,
            key=self._key,
            arrangement=lambda: partial(self._sorted.arrange, ORDERS[self._order]),
            nothing=lambda: "",
            open=self.do_open,
            show_head=self._show_head,
        )
        self.panel = RowsPanel(self, source, "words of the sentences, title: source: date:", row_height=4)

    def compose(self) -> ComposeResult:
        """The panel."""
        yield self.panel

    @property
    def rows(self) -> RowList[MentionInContext]:
        """The list."""
        return self.panel.rows

    @property
    def page(self) -> Page:
        """The page beside the list."""
        return self.panel.page

    @property
    def items(self) -> Sequence[MentionInContext]:
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
            "search_this": self.do_search_this,
            "sort": self.do_sort,
            "annotate": self.do_annotate,
            "correct": self.do_correct,
            "export": self.do_export,
            "info": self.panel.toggle_page,
        }

    def on_mount(self) -> None:
        """Show the name, then read what the documents say."""
        self._show_head()
        self.page.show(self._lines)
        self._read()

    # What comes from behind

    def names_corrected(self) -> None:
        """The person has corrected something: the name may be another, or gone."""
        self._read()

    def state_changed(self, _key: str) -> None:
        """Notes have changed."""
        self._read()

    @work(thread=True, exclusive=True, group="dossier")
    def _read(self) -> None:
        worker = get_current_worker()
        library, key = self.session.library, self._dossier.entity.key
        try:
            entity = library.entities.entity(key)
            if entity is None:
                self.deliver(self._gone)
                return
            dossier = Dossier(entity, notes=library.notes_about(entity))
            hashes = library.entities.texts_mentioning(*key)
            entries = [entry for entry in library.documents.entries_with(hashes) if not entry.problem]
            dossier.documents = len(entries)
            shown = _AT_ONCE
            for entry in entries:
                if worker.is_cancelled:
                    return
                library.read_into(dossier, entry)
                if dossier.read == shown:
                    shown *= 2
                    self.deliver(self._take_dossier, dossier.so_far())
        except ReaderError as error:
            self.deliver(self.say, str(error), "error")
            return
        self.deliver(self._take_dossier, dossier)

    def _take_dossier(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._loaded = dossier.read >= dossier.documents
        self.panel.take(dossier.places)
        self.page.show(self._lines, keep_place=True)

    def _gone(self) -> None:
        """The name is part of another now, called otherwise or hidden: nothing is left to show under it."""
        name, renamed = (
            self._dossier.entity.name,
            self.session.library.entities.corrected_key(self._dossier.entity.key),
        )
        entity = self.session.library.entities.entity(renamed) if renamed is not None else None
        if entity is not None:
            self._dossier = Dossier(entity)
            self._read()
            return
        self._loaded = True
        self._dossier = Dossier(self._dossier.entity._replace(mentions=0, documents=0))
        self.panel.take(())
        self.page.show(self._lines)
        self.say(f"{name} is hidden; U takes it back.")

    # What a row is

    def _draw(self, item: MentionInContext, width: int) -> RowLines:
        """Date and title, and the sentence with the mention lit."""
        head = [
            StyledText(" " + fit(long_date(item.entry.published), _DATE), "dim"),
            StyledText(fit(item.entry.title, max(4, width - _DATE - 3)), "title"),
        ]
        text, spans = window(item.sentence, [item.highlight], 2 * (width - 4))
        sentence = [StyledText(" "), *lit(text, spans, "text", GROUPS[self._dossier.entity.type])]
        lines = wrap(sentence, max(8, width - 3), indent=1)
        if len(lines) > 2:
            lines = [lines[0], [*lines[1], StyledText("…", "faint")]]
        return [head, *lines, *[[] for _ in range(3 - len(lines))]]

    def _row(self, item: MentionInContext) -> Row:
        """The sentence, and the document's title and source; made when a filter first asks for it."""
        made = self._folded.get(self._key(item))
        if made is None:
            fields = {"title": item.entry.title, "source": item.entry.source, "sentence": item.sentence}
            made = self._folded[self._key(item)] = row(fields, item.entry.published)
        return made

    def _key(self, item: MentionInContext) -> tuple[str, int]:
        """The document and the place in it."""
        return item.entry.key, item.start

    def _show_head(self) -> None:
        """The name, how often it is mentioned, how many of the documents are read."""
        entity = self._dossier.entity
        left = [
            StyledText(entity.name, GROUPS[entity.type]),
            StyledText(
                f" · {plural(entity.mentions, 'mention')} in {plural(entity.documents, 'document')}", "dim"
            ),
        ]
        if self._order != "newest":
            left.append(StyledText(f" · by {self._order}", "dim"))
        right = []
        if not self._loaded:
            right.append(StyledText(f"reading {self._dossier.read:,}/{self._dossier.documents:,}", "dim"))
        self.panel.show_title(left, right)

    def theme_changed(self, _name: str) -> None:
        """Draw in the new colours."""
        self.page.show(self._lines, keep_place=True)

    # The page beside

    def _lines(self, width: int) -> Lines:
        dossier = self._dossier
        entity, group = dossier.entity, GROUPS[dossier.entity.type]
        lines: Lines = [[], *wrap([StyledText(entity.name, "title")], width)]
        about = [entity.type]
        if entity.first:
            first, last = long_date(entity.first), long_date(entity.last)
            about.append(first if first == last else f"{first} – {last}")
        if entity.name in self.session.library.entities.watched_names():
            about.append("◆ watched")
        lines += wrap([StyledText(" · ".join(about), "dim")], width)
        over_time = bars(entity.over_time, 24)
        if over_time.strip():
            lines += [[StyledText(over_time.replace(" ", "·"), "dim")]]
        others = [alias for alias in entity.aliases if alias != entity.name]
        if others or entity.why:
            lines += [[], [StyledText("also called", "faint")]]
            if others:
                lines += wrap(dotted(others, group), width)
            for why in entity.why[:_JOINS]:
                lines += wrap([StyledText("· ", "faint"), StyledText(why, "dim")], width, indent=2)
            if len(entity.why) > _JOINS:
                lines += [[StyledText(f"and {len(entity.why) - _JOINS} reasons more", "faint")]]
        lines += self._role_lines(width)
        lines += self._company_lines(width)
        lines += self._note_lines(width)
        return lines

    def _role_lines(self, width: int) -> Lines:
        roles = self._dossier.roles()[:_ROLES]
        if not roles:
            return []
        lines: Lines = [[], [StyledText("roles", "faint")]]
        for item in roles:
            times = f"\u00a0{item.times}" if item.times > 1 else ""
            where = f"  {item.why} · {long_date(item.place.entry.published)}"
            pieces = [StyledText(item.text), StyledText(times, "dim"), StyledText(where, "faint")]
            lines += [Leading(line, item.place) for line in wrap(pieces, width, indent=2)]
        return lines

    def _company_lines(self, width: int) -> Lines:
        company = self._dossier.company()[:_COMPANY]
        if not company:
            return []
        lines: Lines = [[], [StyledText("appears with", "faint")]]
        for companion in company:
            name, type_ = companion.key
            place = companion.places[0]
            head = [
                StyledText(name, GROUPS[type_]),
                StyledText(f"\u00a0{companion.sentences}" if companion.sentences > 1 else "", "dim"),
            ]
            text, _ = window(place.sentence, [place.highlight], 2 * width)
            evidence = wrap([StyledText("  "), StyledText(text, "dim")], width, indent=2)
            if len(evidence) > 2:
                evidence = [evidence[0], [*evidence[1], StyledText("…", "faint")]]
            target = (companion.key, place)
            lines += [Leading(line, target) for line in (*wrap(head, width, indent=2), *evidence)]
        return lines

    def _note_lines(self, width: int) -> Lines:
        notes = self._dossier.notes[:_NOTES]
        if not notes:
            return []
        lines: Lines = [[], [StyledText("notes", "faint")]]
        for note in notes:
            words = " ".join(note.body.split()) or f"“{' '.join(note.quote.split())}”"
            pieces = [
                StyledText("¶ ", "accent"),
                StyledText(words),
                StyledText(f"  {note.title}" if note.title else "", "faint"),
            ]
            lines += [Leading(line, note) for line in wrap(pieces, width, indent=2)]
        return lines

    # Doing

    def do_open(self) -> None:
        """To the place under the cursor, in the page beside to what it tells of."""
        target: object = self.rows.current
        if self.page.has_focus:
            target = self.page.target
        if isinstance(target, tuple) and not isinstance(target, MentionInContext):
            target = target[1]
        if isinstance(target, MentionInContext):
            self._open(target.entry, target.start)
        elif isinstance(target, Note):
            entry = self._entry_of(target)
            if entry is None:
                self.say("Its document is not in this library.", "warning")
            else:
                self._open(entry, target.start)

    def _entry_of(self, note: Note) -> DocumentRow | None:
        return entry_of(note, self.session.library)

    def _open(self, entry: DocumentRow, offset: int | None) -> None:
        entity = self._dossier.entity
        self.session.navigation.selected_entity = entity.name
        self.session.navigation.open_document(entry, offset, (entity.name, *entity.aliases))

    def do_search_this(self) -> None:
        """Search all documents for the name."""
        entity = self._dossier.entity
        self.session.navigation.search(line_for(entity.name, entity.type))

    def do_sort(self) -> None:
        """The next order."""
        orders = list(ORDERS)
        self._order = orders[(orders.index(self._order) + 1) % len(orders)]
        self.panel.show_rows()
        self.say(f"Sorted by {self._order}.")

    def do_annotate(self) -> None:
        """A note on the name."""
        from reader.text.document import Document
        from reader.tui.screens.modals.note_editor import NoteEditor

        def closed(note: Note | None) -> None:
            if note is not None:
                self.session.announcements.notes_changed("")
                self.say("Saved.")

        name = self._dossier.entity.name
        self.app.push_screen(NoteEditor(None, Document("", title=name), None, None, entity=name), closed)

    def do_correct(self) -> None:
        """Put the name right."""
        entity = self._dossier.entity
        ask_correction(self.session, Subject(entity.name, entity.type, entity.aliases))

    def do_export(self) -> None:
        """Write the dossier to a Markdown file in the folder that the reader was started in."""
        if not self._loaded:
            self.say("The documents are still being read; try again in a moment.")
            return
        self._export(Path.cwd())

    @work(thread=True, exclusive=True, group="export")
    def _export(self, folder: Path) -> None:
        from reader.library import write_dossier

        try:
            target = write_dossier(self._dossier, folder, self.session.library.shown_path)
        except ReaderError as error:
            self.deliver(self.say, str(error), "error")
            return
        self.deliver(self.say, f"The dossier is written to {target}.")
