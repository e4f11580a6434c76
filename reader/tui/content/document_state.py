"""What is known about the document on screen, and the layers that follow from it. No widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from reader.analysis.mention import GROUPS, NAME_TYPES, Mention
from reader.library import DocumentRow, DocumentSummary
from reader.notes.note import NOTE_KINDS, Note, NoteKind
from reader.search.matching.find_in_document import HitSpans
from reader.text.document import Block, Document
from reader.text.spans import Span, item_at, nearest, overlaps
from reader.tui.document_view.layers import Layers, NoteMark
from reader.tui.text.dates import long_date
from reader.tui.theme.note_kinds import mark_of

SHOWN_TYPES: tuple[tuple[str, frozenset[str]], ...] = (
    ("all names", frozenset()),
    ("people, organisations and places", frozenset({"groups", "events", "times", "other"})),
    ("people", frozenset({"organisations", "places", "groups", "events", "times", "other"})),
    ("no names", frozenset({"people", "organisations", "places", "groups", "events", "times", "other"})),
)
"""What `f` shows in turn, and which groups of names that hides."""


Form = Literal["document", "whole page", "file"]


@dataclass(frozen=True)
class DocumentState:
    """A document with everything that lies over it. Changes give a new one.

    `summary` is None where there is none: of the file as it is, of a digest. `mentions` is None while they
    are not known. `selected_entity` is the one that `e` walks, empty for all.
    `complete` says that all of the document is there, not only its first pages; `form` in
    which form the file is shown: as its document, as the whole page of which that is the article, as it is.
    `places` are the hits in this document; `current` is the index of the one under the caret.
    """

    entry: DocumentRow
    document: Document
    mentions: Sequence[Mention] | None = None
    notes: Sequence[Note] = ()
    summary: DocumentSummary | None = None
    places: HitSpans = field(default_factory=lambda: HitSpans([], {}))
    current: int | None = None
    selected_entity: str = ""
    shown_types: int = 0
    note_kinds: tuple[NoteKind, ...] = NOTE_KINDS
    complete: bool = False
    form: Form = "document"

    @property
    def raw(self) -> bool:
        """Whether another form of the file than its document is shown: nothing lies over that."""
        return self.form != "document"

    @cached_property
    def names(self) -> list[Mention]:
        """The mentions that are names and of a group that is shown."""
        hidden = SHOWN_TYPES[self.shown_types][1]
        return [m for m in self.mentions or () if m.type in NAME_TYPES and GROUPS[m.type] not in hidden]

    @cached_property
    def entity_walk(self) -> list[Mention]:
        """The mentions that `e` and `E` walk: of the selected entity, of any when none is."""
        if not self.selected_entity:
            return self.names
        return [m for m in self.mentions or () if m.entity == self.selected_entity]

    @cached_property
    def note_spans(self) -> list[Span]:
        """Where notes stand, sorted; a note on the whole document stands at its start."""
        return sorted(note.span or Span(0, 0) for note in self.notes)

    @cached_property
    def note_marks(self) -> list[NoteMark]:
        """What the margin and the text show of the notes, sorted."""
        marked = (note for note in self.notes if note.span)
        return sorted(NoteMark(n.start, n.end, mark_of(n.kind, self.note_kinds), n.kind) for n in marked)

    @cached_property
    def layers(self) -> Layers:
        """What the view paints."""
        # Names of ships, laws and books are lit; amounts and numbers are not.
        lit = [m for m in self.mentions or () if m.type in NAME_TYPES or GROUPS[m.type] != "other"]
        return Layers(
            mentions=lit,
            hits=self.places.spans,
            current=self.current,
            notes=self.note_marks,
            summary=self.summary.sentences if self.summary is not None else (),
            chosen=self.entity_walk if self.selected_entity else (),
            hidden=SHOWN_TYPES[self.shown_types][1],
        )

    def with_places(self, places: HitSpans, offset: int) -> DocumentState:
        """With these hits, the current one the first at or after the offset, else the first of all."""
        index = (
            next((i for i, span in enumerate(places.spans) if span.end > offset), 0) if places.spans else None
        )
        return replace(self, places=places, current=index)

    def mention_at(self, offset: int) -> Mention | None:
        """Return the mention that holds the offset."""
        return item_at(self.mentions or (), offset)

    def notes_at(self, span: Span) -> list[Note]:
        """Return the notes that share a code point with the span, the shortest first."""
        notes = [note for note in self.notes if note.span is not None and overlaps(note.span, span)]
        return sorted(notes, key=lambda note: (note.end - note.start, note.created))

    def word_at(self, offset: int) -> str:
        """Return the word that holds the offset, empty between words."""
        text = self.document.text
        start = end = offset
        while start > 0 and (text[start - 1].isalnum() or text[start - 1] in "'’-"):
            start -= 1
        while end < len(text) and (text[end].isalnum() or text[end] in "'’-"):
            end += 1
        return text[start:end].strip("'’-")

    def paragraph_number(self, offset: int) -> int:
        """Return the number, from 1, of the paragraph that holds the offset; headings do not count."""
        blocks = [block for block in self.document.blocks if block.kind not in ("heading", "rule")]
        index = nearest(blocks, offset)
        return 0 if index is None else index + 1

    def paragraph_name(self, offset: int) -> str:
        """Return how the paragraph at an offset is cited: by page, slide or time and by its own number.

        A document without either has its paragraphs counted. Empty for a paragraph without a number in a
        document that numbers others.
        """
        cited = self.document.cited_place(offset)
        if cited:
            return cited
        return "" if self.document.is_numbered else f"paragraph {self.paragraph_number(offset)}"

    def citation(self, span: Span) -> str:
        """Return the passage in quotation marks with title, source, date and paragraph."""
        document = self.document
        about = (f"“{document.title}”", document.source, long_date(document.published))
        where = self.paragraph_name(span.start)
        return f"“{document.quote(span).strip()}”\n— " + ", ".join(part for part in (*about, where) if part)

    def source_line(self, offset: int) -> int:
        """Return the line of the file, counted from 0, at which the block that holds the offset begins."""
        index = nearest(self.document.blocks, offset)
        return self.document.blocks[index].line if index is not None else 0

    @cached_property
    def headings(self) -> list[tuple[int, str, Span]]:
        """(level, text, section) of each heading; a section goes to the next one of its level or above."""
        text = self.document.text
        blocks = [block for block in self.document.blocks if block.kind == "heading"]
        ends = [len(text)] * len(blocks)
        following: list[Block] = []
        for number in reversed(range(len(blocks))):
            while following and following[-1].level > blocks[number].level:
                following.pop()
            if following:
                ends[number] = following[-1].start
            following.append(blocks[number])
        return [
            (block.level, " ".join(text[block.start : block.end].split()), Span(block.start, end))
            for block, end in zip(blocks, ends, strict=True)
        ]
