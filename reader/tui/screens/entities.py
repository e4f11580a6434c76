"""The names of all documents: who and what, under which spellings, how often and where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on, work

from reader.analysis.aliases import Entity
from reader.analysis.mention import GROUPS
from reader.errors import ReaderError
from reader.search.filtering import Row, row
from reader.tui.commands import Where
from reader.tui.pieces import Piece, fit, wrap
from reader.tui.screens.rows_screen import RowsScreen
from reader.tui.summary_pane import Lines
from reader.tui.themes import GROUP_LETTERS
from reader.tui.widgets.bars import TopLine
from reader.tui.widgets.rows import RowLines, RowList

_FACETS = ("", "people", "organisations", "places", "groups", "events", "other")


class EntitiesScreen(RowsScreen[Entity]):
    """Everyone and everything named, the most mentioned first; `Enter` shows the places."""

    where: ClassVar[Where] = "entities"
    placeholder: ClassVar[str] = "a name, however it is spelt"

    def __init__(self) -> None:
        super().__init__()
        self._facet = ""
        self._read = 0
        self._waiting = True

    def on_mount(self) -> None:
        """Gather the names that were found so far."""
        self.rows.focus()
        self.show_head()
        self._gather()

    def names_arrived(self, _message: object) -> None:
        """More documents were analysed."""
        self.set_timer(1.0, self._gather_more)

    def _gather_more(self) -> None:
        if self._waiting:
            return
        self._gather()

    @work(thread=True, exclusive=True, group="entities")
    def _gather(self) -> None:
        self._waiting = True
        try:
            found, read = self.reader.library.entities()
        except ReaderError as error:
            self.deliver(self.say, str(error), "error")
            return
        self.deliver(self._take_entities, found, read)

    def _take_entities(self, found: Sequence[Entity], read: int) -> None:
        self._waiting = False
        self._read = read
        self.take(found)

    # What a row is

    def draw(self, item: Entity, width: int) -> RowLines:
        """Type letter, name, mentions, documents."""
        group = GROUPS[item.type]
        return [
            [
                Piece(f" {GROUP_LETTERS[group]} ", group),
                Piece(fit(item.name, max(8, width - 17)), group),
                Piece(fit(f"{item.mentions:,}", 7, right=True), "text"),
                Piece(fit(f"{item.documents:,}", 6, right=True), "dim"),
            ]
        ]

    def row(self, item: Entity) -> Row:
        """Name and aliases."""
        return row({"title": "\n".join((item.name, *item.aliases)), "tag": GROUPS[item.type]})

    def key(self, item: Entity) -> tuple[str, str]:
        """Name and type."""
        return item.name, item.type

    def shown(self, items: Sequence[Entity]) -> list[Entity]:
        """Of the chosen group, the most mentioned first."""
        chosen = [item for item in items if not self._facet or GROUPS[item.type] == self._facet]
        return sorted(chosen, key=lambda item: (-item.mentions, item.name.casefold()))

    def show_head(self) -> None:
        """How many names, of how many documents, of which group."""
        left = [Piece("names", "title"), Piece(f" · {len(self.items):,} in {self._read:,} documents", "dim")]
        if self._facet:
            left.append(Piece(f" · {self._facet}", "accent"))
        self.query_one(TopLine).show([*left, *self.filter_piece()], [Piece("mentions  documents", "faint")])

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.page.show(self._lines)

    def _lines(self, width: int) -> Lines:
        entity = self.rows.current
        if entity is None:
            if self._waiting:
                text = "Gathering the names…"
            elif self.filter_line.strip():
                text = "No name matches the filter."
            else:
                text = "No names have been found yet: the documents are still being analysed."
            return [[], *wrap([Piece(text, "dim")], width)]
        group = GROUPS[entity.type]
        lines: Lines = [[], *wrap([Piece(entity.name, "title")], width)]
        about = f"{group} · {entity.mentions:,} mention{'s' if entity.mentions != 1 else ''} in {entity.documents:,} document{'s' if entity.documents != 1 else ''}"
        lines += [*wrap([Piece(about, "dim")], width), []]
        others = [alias for alias in entity.aliases if alias != entity.name]
        if others:
            lines += [
                *wrap([Piece("also  ", "faint"), Piece(" · ".join(others), group)], width, indent=6),
                [],
            ]
        for why in entity.why:
            lines += wrap([Piece("· ", "faint"), Piece(why, "dim")], width, indent=2)
        return lines

    # Doing

    def do_open(self) -> None:
        """Search for the name: every document that has it, however it is spelt."""
        entity = self.rows.current
        if entity is not None:
            self.reader.do_search(f'"{entity.name}"' if " " in entity.name else entity.name)

    def do_sort(self) -> None:
        """The next group."""
        self._facet = _FACETS[(_FACETS.index(self._facet) + 1) % len(_FACETS)]
        self.show_rows()
