"""How a note looks in the list of notes: its row, what it is filtered by, and the page beside the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.library import DocumentRow
from reader.notes.kinds import note_kind
from reader.notes.note import Note, NoteKind
from reader.text.safety import safe_line
from reader.tui.content.changed_passage import changed_lines
from reader.tui.content.note_links import LINK_MARK
from reader.tui.content.summary import Lines
from reader.tui.text import dates
from reader.tui.text.dates import long_date, short_date
from reader.tui.text.styled_text import StyledText, fit, one_line, wrap
from reader.tui.theme.note_kinds import mark_of, role_of

if TYPE_CHECKING:
    from reader.search.query.row_filter import Row

_LAST = "\U0010ffff"
_URGENCY = {"draft": 0, "lost": 1, "changed": 2, "file gone": 3, "moved": 4}
_MOST_PARAGRAPHS = 200  # of a note's words are shown beside the list: enter opens the rest


class ListedNote(NamedTuple):
    """A note with its document, where that is there, and what its passage says now, when that changed.

    `draft` is the name of a draft, of which `note` is then only a likeness, and `fields` what was typed.
    `link_labels` are what the note's links are called, in their order.
    """

    note: Note
    entry: DocumentRow | None
    now: str = ""
    draft: str = ""
    fields: dict[str, Any] | None = None
    link_labels: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """The note's state; `draft` when it was not saved, `file gone` when its document is not there."""
        if self.draft:
            return "draft"
        return "file gone" if self.entry is None and self.note.path else self.note.state


def _newest(listed: ListedNote) -> tuple[int, ...]:
    return tuple(-ord(char) for char in listed.note.created + listed.note.id)


NOTE_ORDERS: dict[str, Callable[[ListedNote], Any]] = {
    "newest": lambda listed: (not listed.draft, _newest(listed)),
    "document": lambda listed: (listed.note.title.casefold() or _LAST, listed.note.path, listed.note.start),
    "tag": lambda listed: (*([tag.casefold() for tag in listed.note.tags] or [_LAST]), listed.note.title),
    "kind": lambda listed: (listed.note.kind, _newest(listed)),
    "state": lambda listed: (_URGENCY.get(listed.state, 5), listed.note.title, listed.note.start),
}
"""The orders that the list of notes can stand in."""


def draw_note(listed: ListedNote, note_kinds: tuple[NoteKind, ...], width: int) -> Lines:
    """Return the row of a note in `width` cells: kind and words, then the passage and the document."""
    note = listed.note
    words = one_line(note.body, 4 * width) or note_kind(note.kind, note_kinds).name
    state = listed.state if listed.state in _URGENCY else ""
    day = short_date(note.created, dates.today())
    head = [
        StyledText(f" {mark_of(note.kind, note_kinds)} ", role_of(note.kind)),
        StyledText(fit(words, max(8, width - 13 - len(state))), "title" if note.body else "dim"),
        StyledText(f" {state}", "warning" if state != "moved" else "dim"),
        StyledText(" " + fit(day, 7, right=True), "dim"),
    ]
    quote = one_line(note.quote, 4 * width)
    title = listed.entry.title if listed.entry and listed.entry.title else note.title
    entities = ", ".join(link.target for link in note.links if link.kind == "entity")
    about = f"“{quote}”" if quote else f"on {entities}" if entities and not note.path else "on the document"
    room = max(8, width - 5)
    title_room = min(len(title), room // 3)
    passage = [
        StyledText("   "),
        StyledText(fit(about, room - title_room - 2), "dim"),
        StyledText("  " + fit(title, title_room), "faint"),
    ]
    return [head, passage, []]


def note_fields(listed: ListedNote, note_kinds: tuple[NoteKind, ...]) -> Row:
    """Return what a note is filtered by: words, passage, title, tags, kind, state, what it points at."""
    from reader.search.query.row_filter import row

    note = listed.note
    kind = note_kind(note.kind, note_kinds).name
    fields = {
        "note": note.body, "quote": note.quote, "title": note.title, "source": note.source,
        "tag": "\n".join(note.tags), "kind": f"{kind}\n{note.kind}", "state": listed.state,
        "links": "\n".join(link.target for link in note.links),
    }  # fmt: skip
    return row(fields, note.published, frozenset({"note"}))


def note_lines(listed: ListedNote, note_kinds: tuple[NoteKind, ...], width: int) -> Lines:
    """Return the page beside the list: passage, words, tags, links, document, state."""
    note = listed.note
    lines: Lines = [[]]
    if listed.state == "changed":
        lines += [*changed_lines(note, listed.now, width), []]
    elif note.quote:
        quote = [StyledText("▎ ", "accent"), StyledText(one_line(note.quote), "dim")]
        lines += [*wrap(quote, width, indent=2), []]
    for paragraph in note.body.splitlines()[:_MOST_PARAGRAPHS]:
        lines += wrap([StyledText(paragraph)], width) if paragraph.strip() else [[]]
    if note.tags:
        lines += [[], *wrap([StyledText(" ".join(f"#{tag}" for tag in note.tags), "accent")], width)]
    if listed.link_labels:
        lines += [[]]
    for label in listed.link_labels:
        link = [StyledText(f"{LINK_MARK} ", "faint"), StyledText(label, "accent")]
        lines += wrap(link, width, indent=2)
    return [*lines, [], *_origin_lines(listed, note_kinds, width)]


def _origin_lines(listed: ListedNote, note_kinds: tuple[NoteKind, ...], width: int) -> Lines:
    """Return which document the note is on, how it stands, and what to do where that is not well."""
    note = listed.note
    about = " · ".join(part for part in (note.title, note.source, long_date(note.published)) if part)
    kind = note_kind(note.kind, note_kinds).name
    lines = wrap([StyledText(about, "dim")], width) if about else []
    lines += wrap([StyledText(f"{kind}, {listed.state}, made {long_date(note.created)}", "faint")], width)
    warning = ""
    if listed.state == "draft":
        warning = "It was not saved: enter goes on writing it."
    elif listed.state == "file gone":
        warning = f"{safe_line(note.path)} is gone: enter shows its text as it was last seen."
    elif note.state == "lost":
        warning = "The text does not say this any more."
    return [*lines, [], *wrap([StyledText(warning, "warning")], width)] if warning else lines
