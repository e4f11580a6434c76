"""Choose what a note points at: documents, names and other notes, by typing some of what they are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input
from textual.worker import get_current_worker

from reader.errors import Cancelled, QueryError, ReaderError
from reader.library import DocumentRow, Listing, document_path
from reader.notes.note import Link
from reader.search.query.row_filter import RowFilter, row
from reader.tui.content.note_links import link_to, words_of
from reader.tui.screens.command_screen import session_of
from reader.tui.screens.worker_results import Latest, deliver
from reader.tui.text.styled_text import StyledText, fit
from reader.tui.theme.palettes import Palette
from reader.tui.widgets.bars import Prompt
from reader.tui.widgets.rows import RowLines, RowList

_SORTS = {"document": "document", "entity": "name", "note": "note"}
_SHOWN = 200
_HINT = "enter adds or takes away · esc is done"


class Target(NamedTuple):
    """Something that can be pointed at; `about` tells two of one name apart."""

    link: Link
    label: str
    about: str


def document_target(entry: DocumentRow) -> Target:
    """Return a document that can be pointed at."""
    return Target(link_to(entry), entry.title, entry.published[:10])


class LinkPicker(ModalScreen[tuple[Link, ...] | None]):
    """What can be pointed at, filtered as one types; Enter adds or takes away, Esc is done.

    Dismissed with the links as they then are. `own` is the id of the note that points, which is not offered.
    """

    DEFAULT_CSS = """
    LinkPicker { align: center middle; }
    LinkPicker > Vertical {
        width: 76; max-width: 96%; height: 20; max-height: 90%; padding: 0 1;
    }
    LinkPicker Prompt { margin: 0 1 1 1; }
    LinkPicker RowList { height: 1fr; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+s", "done", show=False, priority=True)]

    def __init__(self, links: Sequence[Link], own: str = "") -> None:
        super().__init__()
        self._links = list(links)
        self._own = own
        self._targets: Sequence[Target] = ()
        self._documents = Listing()
        self._filtering = Latest()

    def compose(self) -> ComposeResult:
        """Yield what is typed, and what that finds."""
        with Vertical() as box:
            box.border_title = "Links"
            box.border_subtitle = _HINT
            yield Prompt("a document, a name or a note, however it is spelt")
            yield RowList[Target](self._draw, self._palette)

    def _palette(self) -> Palette:
        return session_of(self).appearance.palette

    def on_mount(self) -> None:
        """Gather what there is."""
        self.query_one(Prompt).focus()
        self._filtering.follow(self._gather())

    @work(thread=True, exclusive=True, group="targets")
    def _gather(self) -> None:
        library = session_of(self).library
        worker = get_current_worker()
        documents, targets = Listing(), list[Target]()
        with suppress(ReaderError):
            documents = library.documents.listing()
            notes = [note for note in library.notes.all() if note.id != self._own]
            library.entities.refresh(only_small=True)
            entities = library.entities.entity_list().entities
            targets = [
                *(Target(Link("entity", e.name), e.name, f"{e.mentions:,}") for e in entities),
                *(Target(Link("note", note.id), words_of(note), note.title) for note in notes),
            ]
        if not worker.is_cancelled:
            deliver(self, self._take, documents, targets)

    def _take(self, documents: Listing, targets: Sequence[Target]) -> None:
        self._documents, self._targets = documents, targets
        self._filtering.follow(self._filter(self.query_one(Prompt).value))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._filtering.follow(self._filter(event.value))

    @work(thread=True, exclusive=True, group="filter")
    def _filter(self, line: str) -> None:
        worker = get_current_worker()
        try:
            shown = self._matching(line, lambda: worker.is_cancelled) if line.strip() else self._offered()
        except (QueryError, Cancelled):
            return
        if not worker.is_cancelled:
            deliver(self, self._show, shown)

    def _offered(self) -> list[Target]:
        """What a note points at already, then the documents."""
        known = [document_target(entry) for entry in self._documents.beginning(_SHOWN)]
        linked = [link.target for link in self._links if link.kind == "document"]
        library = session_of(self).library
        entries = library.documents.entries_of(
            [library.documents.key_of(*document_path(target)) for target in linked]
        )
        chosen = [document_target(entry) for entry in entries.values()]
        chosen += [target for target in self._targets if target.link in self._links]
        return [*chosen, *(target for target in known if target.link not in self._links)]

    def _matching(self, line: str, cancelled: Callable[[], bool]) -> list[Target]:
        """Documents by their titles, names and notes; what is spelt as typed before what is only alike."""
        documents, corrections = session_of(self).library.documents.filtered(
            self._documents, line, cancelled, field="title"
        )
        by_title = [document_target(entry) for entry in documents.beginning(_SHOWN)]
        fields = [row({"title": target.label, "tag": target.about}) for target in self._targets]
        matches = RowFilter(line, fields)
        others = [self._targets[index] for index in matches.indices[:_SHOWN]]
        alike_only = bool(corrections) and not matches.corrections
        return [*others, *by_title] if alike_only else [*by_title, *others]

    def _show(self, shown: Sequence[Target]) -> None:
        self.query_one(RowList).show(shown)
        nothing = bool(self._targets or self._documents) and not shown
        self.query_one(Vertical).border_subtitle = "nothing is called that" if nothing else _HINT

    def _draw(self, target: Target, width: int) -> RowLines:
        mark = "✓" if target.link in self._links else " "
        about = target.about if target.link.kind != "note" else fit(target.about, 18).rstrip()
        room = max(8, width - 14 - len(about) - 2)
        return [
            [
                StyledText(f" {mark} ", "accent"),
                StyledText(fit(_SORTS[target.link.kind], 9), "faint"),
                StyledText(fit(target.label, room), "text"),
                StyledText(f"  {about}", "dim"),
            ]
        ]

    @on(Input.Submitted)
    @on(RowList.Chosen)
    async def _choose(self) -> None:
        # The row under the cursor is one for what was typed.
        await self._filtering.settled()
        rows = self.query_one(RowList)
        target: Target | None = rows.current
        if target is None:
            return
        if target.link in self._links:
            self._links.remove(target.link)
        else:
            self._links.append(target.link)
        rows.refresh()

    @on(Prompt.Key)
    def _key(self, event: Prompt.Key) -> None:
        rows = self.query_one(RowList)
        steps = {"up": -1, "down": 1, "page_up": -rows.page_rows, "page_down": rows.page_rows}
        if event.name in steps:
            rows.move(steps[event.name])
        else:
            self.action_done()

    def action_done(self) -> None:
        """Back to the note with the links as they are."""
        self.dismiss(tuple(self._links))
