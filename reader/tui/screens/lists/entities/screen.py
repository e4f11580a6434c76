"""The names of all documents: who and what, how often, where and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from reader.analysis.mention import GROUPS
from reader.library import NamedEntity
from reader.search.query.row_filter import Row
from reader.text.folding import fold
from reader.tui.content.entity_rows import draw_entity, entity_lines, heads
from reader.tui.screens.command_screen import CommandScreen, Handler
from reader.tui.screens.lists.entities.corrections_export import export_corrections
from reader.tui.screens.lists.entities.loading import EntityListLoading
from reader.tui.screens.lists.name_commands import NameCommands
from reader.tui.screens.lists.rows_panel import Arrangement, RowsPanel, RowsSource
from reader.tui.screens.lists.sorted_rows import SortedRows
from reader.tui.session.commands import Where
from reader.tui.text.styled_text import StyledText
from reader.tui.theme.palettes import GROUP_LETTERS
from reader.tui.theme.palettes import GROUP_ROLES as GROUP_NAMES
from reader.tui.widgets.rows import RowLines, RowList

_ALL = ""
_FACETS = (_ALL, *(group for group in GROUP_NAMES if group != "times"))
_FIELDS = {"people": "person", "organisations": "org", "places": "place"}
_WIDE_CELLS = 100  # from here on the head tells how many names there are of each kind
_LATEST_FIRST = str.maketrans("0123456789", "9876543210")

ENTITY_ORDERS: dict[str, Callable[[NamedEntity], Any]] = {
    "mentions": lambda item: (-item.mentions, item.name),
    "documents": lambda item: (-item.documents, -item.mentions, item.name),
    "name": lambda item: (item.name.casefold(), item.type),
    "latest": lambda item: (not item.last, item.last.translate(_LATEST_FIRST), -item.mentions, item.name),
    "first": lambda item: (not item.first, item.first, -item.mentions, item.name),
}


class EntitiesScreen(CommandScreen):
    """Everyone and everything named; `Enter` opens the dossier. Counting and sorting never hold it up."""

    where: ClassVar[Where] = "entities"

    def __init__(self) -> None:
        super().__init__()
        self._loading = EntityListLoading(self)
        self._facet = _ALL
        self._sorted = SortedRows(ENTITY_ORDERS, _fields)
        self._to_replace = False  # whether the person knows that entities.toml is there
        source = RowsSource(
            draw=self._draw,
            key=lambda item: item.key,
            arrangement=self._arrangement,
            nothing=self._nothing,
            open=self._open,
            show_head=self._show_head,
            is_quick=lambda _items, _line: False,
            index_in=_index_in,
        )
        self.panel = RowsPanel(self, source, "a name, however it is spelt", narrow_below=108, heads=heads)
        self.names_arrived = self._loading.names_arrived
        self.names_corrected = self._loading.names_corrected

    def compose(self) -> ComposeResult:
        """Yield the panel."""
        yield self.panel

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            **self.panel.command_map(),
            **NameCommands(self, lambda: self.panel.rows.current).command_map(),
            "undo": self.undo,
            "types": self._show_next_facet,
            "sort": self._sort,
            "cancel": self._cancel,
            "export": self._export,
            "info": self.panel.toggle_page,
        }

    # Rows

    def _arrangement(self) -> Arrangement[NamedEntity]:
        return self._sorted.arrangement(_IN_FACET.get(self._facet))

    def _draw(self, item: NamedEntity, width: int) -> RowLines:
        return draw_entity(item, width, watched=item.name in self._loading.watched)

    def _nothing(self) -> str:
        """Say why there is nothing to see."""
        if self.panel.filter_line.strip():
            return "No name matches the filter. esc takes it away."
        if self._facet:
            return f"No {self._facet} are named; f goes to the next kind."
        if not self._loading.loaded:
            return "Counting the names…"
        return "No names have been found yet: they appear as the documents are analysed."

    # Showing

    def on_mount(self) -> None:
        """Show the names as they were last counted, then count what has come since."""
        self._show_head()
        self._loading.read()

    def _show_head(self) -> None:
        """Show how many names, of how many documents, of which kind, in which order."""
        numbers = f" · {len(self.panel.items):,} in {self._loading.documents:,} documents"
        left = [StyledText("names", "title"), StyledText(numbers, "dim")]
        if self._sorted.order != "mentions":
            left.append(StyledText(f" · by {self._sorted.order}", "dim"))
        if self._facet:
            left.append(StyledText(f" · {self._facet}", "accent"))
        right = [] if self._loading.loaded else [StyledText("counting…  ", "dim")]
        if self.size.width >= _WIDE_CELLS:
            for group in _FACETS[1:]:
                if count := self._loading.groups[group]:
                    role = "accent" if group == self._facet else "faint"
                    right.append(StyledText(f"  {GROUP_LETTERS[group]} {count:,}", role))
        self.panel.show_title(left, right)

    @on(RowList.Moved)
    def _moved(self) -> None:
        entity = self.panel.rows.current
        if entity is None:
            self.panel.page.show(lambda _width: ())
        else:
            watched = entity.name in self._loading.watched
            self.panel.page.show(partial(entity_lines, entity, watched))

    def theme_changed(self, _name: str) -> None:
        """Draw in the new colours."""
        self._moved()

    # Doing

    def _open(self) -> None:
        """Open the dossier of the name under the cursor."""
        if (entity := self.panel.rows.current) is not None:
            from reader.tui.screens.lists.dossier.screen import DossierScreen

            self.app.push_screen(DossierScreen(entity))

    def _show_next_facet(self) -> None:
        self._facet = _FACETS[(_FACETS.index(self._facet) + 1) % len(_FACETS)]
        self.panel.show_rows()
        self._show_head()

    def _sort(self) -> None:
        self._sorted.take_next_order()
        self.panel.show_rows()
        self.say(f"Sorted by {self._sorted.order}.")

    def _cancel(self) -> None:
        """Go back from the page; take the filter away, then the kind."""
        if not self.panel.cancel() and self._facet:
            self._facet = _ALL
            self.panel.show_rows()

    def _export(self) -> None:
        """Write the corrections to entities.toml in the folder that the reader was started in."""
        self._to_replace = export_corrections(self.session, Path.cwd(), again=self._to_replace)


def _fields(item: NamedEntity) -> Row:
    """Return what a name is filtered by: all its spellings, and its group."""
    text, group = fold(f"{item.name}\n{item.spellings}"), GROUPS[item.type]
    return Row({"": text, "title": text, "tag": group, _FIELDS.get(group, group): text})


def _is_in(facet: str, item: NamedEntity) -> bool:
    return GROUPS[item.type] == facet


# One object a facet: what is arranged for one is kept while it is the same.
_IN_FACET = {facet: partial(_is_in, facet) for facet in _FACETS if facet != _ALL}


def _index_in(shown: Sequence[NamedEntity], current: NamedEntity) -> int | None:
    """Return where a name stands, None when it does not."""
    try:
        return shown.index(current)
    except ValueError:
        # Its numbers may have changed.
        name, type_ = current.key
        return next((i for i, item in enumerate(shown) if item[0] == name and item[1] == type_), None)
