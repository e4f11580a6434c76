"""What is laid over the text when it is painted: frozen, so that painted lines can be kept."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, Protocol

from reader.text.spans import Ranged, Span, merge


class Marked(Protocol):
    """A mention: a range and the model's label for what is named there."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def type(self) -> str: ...


class NoteMark(NamedTuple):
    """A noted range, the sign for its kind in the margin, and the kind, which gives the colour."""

    start: int
    end: int
    mark: str
    kind: str


@dataclass(frozen=True, eq=False)
class Layers:
    """Spans over a document, each sequence sorted by start; compared by identity.

    `mentions` and `hits` do not overlap among themselves, `notes`, `summary` and `chosen` (the mentions of
    the chosen entity) may. `current` is the index of the current hit. Mentions whose group is in `hidden`
    are not painted. Of `notes`, a NoteMark has a sign and a colour of its own.
    """

    mentions: Sequence[Marked] = ()
    hits: Sequence[Ranged] = ()
    current: int | None = None
    notes: Sequence[Ranged] = ()
    summary: Sequence[Ranged] = ()
    chosen: Sequence[Ranged] = ()
    hidden: frozenset[str] = field(default=frozenset())

    @property
    def current_hit(self) -> Ranged | None:
        """The current hit itself."""
        return self.hits[self.current] if self.current is not None and self.current < len(self.hits) else None

    @cached_property
    def _longest_note(self) -> int:
        """Code points of the longest note: none that begins further back reaches a place."""
        return max((note.end - note.start for note in self.notes), default=0)

    def notes_over(self, start: int, end: int) -> list[Ranged]:
        """Return the notes that share a code point with `[start, end)`, sorted by start."""
        first = bisect_left(self.notes, start - self._longest_note, key=_start_of)
        last = bisect_left(self.notes, end, key=_start_of)
        return [note for note in self.notes[first:last] if start < note.end]

    @cached_property
    def note_spans(self) -> list[Span]:
        """The code points under notes, as spans that do not overlap."""
        return merge(self.notes)

    @cached_property
    def summary_spans(self) -> list[Span]:
        """The code points of the summary's sentences, as spans that do not overlap."""
        return merge(self.summary)

    @cached_property
    def chosen_spans(self) -> list[Span]:
        """The mentions of the chosen entity, as spans that do not overlap."""
        return merge(self.chosen)


class Focus(NamedTuple):
    """Where the reader is: the caret's code point, the sentence around it, what is selected."""

    caret: int | None = None
    sentence: Span | None = None
    selection: Span | None = None

    def on(self, start: int, end: int) -> Focus:
        """Return what of it lies in `[start, end)`: the same for two lines that look the same."""
        caret = self.caret if self.caret is not None and start <= self.caret < end else None
        return Focus(caret, _clipped(self.sentence, start, end), _clipped(self.selection, start, end))


def _start_of(item: Ranged) -> int:
    return item.start


def _clipped(span: Span | None, start: int, end: int) -> Span | None:
    if span is None or span.end <= start or end <= span.start:
        return None
    return Span(max(span.start, start), min(span.end, end))
