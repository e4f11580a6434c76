"""The dossier of a name: every mention in its sentence, and beside them what it is called, does and meets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult

from reader.analysis.mention import GROUPS
from reader.errors import ReaderError
from reader.library import Companion, DocumentRow, Dossier, MentionInContext, NamedEntity
from reader.search.query.row_filter import Row, row
from reader.text.plural import plural
from reader.tui.content.dossier_page import NoteWithDocument, dossier_lines, draw_mention
from reader.tui.screens.command_screen import CommandScreen, Handler
from reader.tui.screens.lists.dossier.loading import DossierLoading
from reader.tui.screens.lists.name_commands import NameCommands
from reader.tui.screens.lists.rows_panel import RowsPanel, RowsSource
from reader.tui.screens.lists.sorted_rows import SortedRows
from reader.tui.session.commands import Where
from reader.tui.text.styled_text import StyledText
from reader.tui.widgets.rows import RowLines

_LATEST_FIRST = str.maketrans("0123456789", "9876543210")

MENTION_ORDERS: dict[str, Callable[[MentionInContext], Any]] = {
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
        self._loading = DossierLoading(self, entity)
        self._sorted = SortedRows(MENTION_ORDERS, _fields)
        source = RowsSource(
            draw=self._draw,
            key=_key,
            arrangement=self._sorted.arrangement,
            nothing=lambda: "",
            open=self._open,
            show_head=self._show_head,
        )
        self.panel = RowsPanel(self, source, "words of the sentences, title: source: date:", row_height=4)
        self.names_corrected = self._loading.names_corrected
        self.state_changed = self._loading.state_changed

    def compose(self) -> ComposeResult:
        """Yield the panel."""
        yield self.panel

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            **self.panel.command_map(),
            **NameCommands(self, lambda: self._loading.entity).command_map(),
            "undo": self.undo,
            "sort": self._sort,
            "export": self._export,
            "info": self.panel.toggle_page,
        }

    def on_mount(self) -> None:
        """Show the name, then read what the documents say."""
        self._show_head()
        self.show_page()
        self._loading.read()

    # Showing

    def _show_head(self) -> None:
        """Show the name, how often it is mentioned, how many of the documents are read."""
        dossier, entity = self._loading.dossier, self._loading.entity
        numbers = f"{plural(entity.mentions, 'mention')} in {plural(entity.documents, 'document')}"
        left = [StyledText(entity.name, GROUPS[entity.type]), StyledText(f" · {numbers}", "dim")]
        if self._sorted.order != "newest":
            left.append(StyledText(f" · by {self._sorted.order}", "dim"))
        right = []
        if not self._loading.loaded:
            right.append(StyledText(f"reading {dossier.read:,}/{dossier.documents:,}", "dim"))
        self.panel.show_title(left, right)

    def show_page(self, *, keep_place: bool = False) -> None:
        """Show what is known of the name, from the first line, or where the page stands."""
        self.panel.page.show(partial(dossier_lines, self._loading.page), keep_place=keep_place)

    def theme_changed(self, _name: str) -> None:
        """Draw in the new colours."""
        self.show_page(keep_place=True)

    def _draw(self, item: MentionInContext, width: int) -> RowLines:
        return draw_mention(item, self._loading.entity.type, width)

    # Doing

    def _open(self) -> None:
        """Go to the place under the cursor, in the page beside to what it tells of."""
        page = self.panel.page
        target: object = page.target if page.has_focus else self.panel.rows.current
        if isinstance(target, NoteWithDocument):
            if target.entry is None:
                self.say("Its document is not in this library.", "warning")
            else:
                self._open_document(target.entry, target.note.start)
            return
        if isinstance(target, Companion):
            target = target.places[0]
        if isinstance(target, MentionInContext):
            self._open_document(target.entry, target.start)

    def _open_document(self, entry: DocumentRow, offset: int) -> None:
        entity, navigation = self._loading.entity, self.session.navigation
        navigation.selected_entity = entity.name
        navigation.open_document(entry, offset, (entity.name, *entity.aliases))

    def _sort(self) -> None:
        self._sorted.take_next_order()
        self.panel.show_rows()
        self.say(f"Sorted by {self._sorted.order}.")

    def _export(self) -> None:
        """Write the dossier to a Markdown file in the folder that the reader was started in."""
        if not self._loading.loaded:
            self.say("The documents are still being read; try again in a moment.")
            return
        self.in_thread(partial(self._write, self._loading.dossier, Path.cwd()), "export")

    def _write(self, dossier: Dossier, folder: Path) -> None:
        from reader.library import write_dossier

        try:
            target = write_dossier(dossier, folder, self.session.library.shown_path)
        except ReaderError as error:
            self.deliver(self.say, str(error), "error")
            return
        self.deliver(self.say, f"The dossier is written to {target}.")


def _fields(item: MentionInContext) -> Row:
    """Return what a mention is filtered by: the sentence, and the document's title, source and date."""
    texts = {"title": item.entry.title, "source": item.entry.source, "sentence": item.sentence}
    return row(texts, item.entry.published)


def _key(item: MentionInContext) -> tuple[str, int]:
    """Return the document and the place in it."""
    return item.entry.key, item.start
