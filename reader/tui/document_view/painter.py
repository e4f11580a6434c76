"""A line and the layers over it, painted as a strip.

Layers lie over one another in one order, from the lowest to the highest:

1. the block: heading, code, table head;
2. the document's own styles, the outer before the inner; in fenced code the colours of its language;
3. the sentence under the caret;
4. notes;
5. mentions, in the colour of their group;
6. mentions of the chosen entity;
7. hits, and over them the current hit;
8. the selection;
9. the caret.

A higher layer wins where two set the same attribute: a hit inside a noted mention has the hit's background,
and a link under it keeps its underline.

In the left margin stand `¶` or the letter of a kind beside what has a note, `▎` beside the summary's
sentences, and `‹` where a line holds right-to-left text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style as RichStyle
from textual.strip import Strip

from reader.analysis.mention import GROUPS
from reader.text.document import Block
from reader.text.spans import Ranged, Span, within
from reader.tui.document_view.layers import Focus, Layers, NoteMark
from reader.tui.document_view.layout import Layout
from reader.tui.document_view.layout_types import Line, LineFragment, LinePlace
from reader.tui.theme.role_styles import RoleStyles

if TYPE_CHECKING:
    from reader.tui.document_view.syntax_highlight import Coloured

GUTTER = 3  # cells to the left of the text: note, summary, direction
NOTE_MARK = "¶"
SUMMARY_MARK = "▎"
DIRECTION_MARK = "‹"

_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_CACHED_LINES = 2048

_Laid = tuple[int, int, str]
"""Start, end and role of something over the text."""
_Part = tuple[int, str, tuple[str, ...]]
"""Cell, text to draw, and roles from the lowest to the highest."""


class Painter:
    """The painter of the lines of one layout in `styles`; `left` cells of margin, `width` cells in all."""

    def __init__(self, layout: Layout, styles: RoleStyles, left: int, width: int) -> None:
        self._layout = layout
        self._document = layout.document
        self._cells = layout.cells
        self._role_styles = styles
        self._left = left
        self._width = width
        self._paint_cached = lru_cache(maxsize=_CACHED_LINES)(self._paint)
        self._style = lru_cache(maxsize=_CACHED_LINES)(self._combined)
        self._syntax = lru_cache(maxsize=32)(self._coloured)

    def strip(self, place: LinePlace, layers: Layers, focus: Focus) -> Strip:
        """Return the line at a place, margins included."""
        line = self._layout.line(place)
        return self._paint_cached(place, layers, focus.on(line.start, line.end) if line.pieces else Focus())

    def blank(self) -> Strip:
        """Return a line with nothing on it."""
        return Strip([Segment(" " * self._width, self._style(()))], self._width)

    # -- one line -------------------------------------------------------------------------------------------

    def _paint(self, place: LinePlace, layers: Layers, focus: Focus) -> Strip:
        line = self._layout.line(place)
        base = _block_role(line)
        parts: list[_Part] = [(item.cell, item.text, (item.role,)) for item in line.decor]
        for piece in line.pieces:
            parts.extend(self._runs(line, piece, layers, focus))
        parts.sort(key=itemgetter(0))
        column = self._layout.width
        segments = self._gutter(line, layers)
        fill = self._style(())
        drawn_to = 0
        for cell, text, roles in parts:
            if cell > drawn_to:
                segments.append(Segment(" " * (cell - drawn_to), fill))
                drawn_to = cell
            if line.kind == "code" and ("code" in roles or not line.decor):
                fill = self._style(base)
            segments.append(Segment(text, self._style(roles)))
            drawn_to += self._cells.width(text)
        if drawn_to < column:
            segments.append(Segment(" " * (column - drawn_to), fill))
            drawn_to = column
        plain = self._style(())
        if self._left + drawn_to < self._width:
            segments.append(Segment(" " * (self._width - self._left - drawn_to), plain))
        if self._cells.ambiguous_wide:
            # Rich measures less than such a terminal draws; our own count fills the line.
            return Strip(segments, self._width)
        return Strip(segments).adjust_cell_length(self._width, plain)

    def _gutter(self, line: Line, layers: Layers) -> list[Segment]:
        """The margin to the left of the text, with its marks."""
        plain = self._style(())
        if self._left < GUTTER:
            return [Segment(" " * self._left, plain)] if self._left else []
        segments = [Segment(" " * (self._left - GUTTER), plain)] if self._left > GUTTER else []
        marks = (
            (*self._note_mark(line, layers), self._touches(line, layers.note_spans)),
            (SUMMARY_MARK, "summary mark", self._touches(line, layers.summary_spans)),
            (DIRECTION_MARK, "direction mark", self._right_to_left(line)),
        )
        segments.extend(
            Segment(self._cells.mark(mark) if shown else " ", self._style((role,) if shown else ()))
            for mark, role, shown in marks
        )
        return segments

    def _note_mark(self, line: Line, layers: Layers) -> tuple[str, str]:
        """The sign of the first note on a line, in the colour of its kind."""
        notes = [
            note
            for piece in line.pieces
            if piece.stop > piece.start
            for note in layers.notes_over(piece.start, piece.stop)
            if isinstance(note, NoteMark) and note.end > note.start
        ]
        if not notes:
            return NOTE_MARK, "note mark"
        first = min(notes, key=_start_of)
        return first.mark, self._in_kind("note mark", first)

    def _in_kind(self, role: str, note: NoteMark) -> str:
        """The role in the colour of the note's kind, where that has one."""
        own = f"{role} {note.kind}"
        return own if own in self._role_styles else role

    def _note_ranges(self, layers: Layers, start: int, stop: int) -> Iterator[_Laid]:
        """The ranges under notes, shorter ones over those around them."""
        for note in sorted(layers.notes_over(start, stop), key=lambda note: note.start - note.end):
            yield note.start, note.end, self._in_kind("note", note) if isinstance(note, NoteMark) else "note"

    @staticmethod
    def _touches(line: Line, spans: Sequence[Span]) -> bool:
        return any(
            within(spans, piece.start, piece.stop) for piece in line.pieces if piece.stop > piece.start
        )

    def _right_to_left(self, line: Line) -> bool:
        return any(
            _RIGHT_TO_LEFT.search(self._document.text, piece.start, piece.stop) for piece in line.pieces
        )

    def _runs(self, line: Line, piece: LineFragment, layers: Layers, focus: Focus) -> Iterator[_Part]:
        """The piece cut where its looks change: cell, text to draw, roles from the lowest to the highest."""
        start, stop = piece.start, piece.stop
        text = self._document.text[start:stop]
        laid = list(self._laid(line, piece, layers, focus))
        edges = {start, stop}
        for first, last, _role in laid:
            edges.update((min(max(first, start), stop), min(max(last, start), stop)))
        glyphs = None if self._cells.simple(text) else self._cells.glyphs(text)
        if glyphs is not None:
            # Never cut inside a cluster: its halves would be drawn, and measured, as something else.
            starts = [start + begin for begin, _drawn in glyphs] + [stop]
            edges = {starts[bisect_right(starts, edge) - 1] for edge in edges} | {
                starts[bisect_left(starts, edge)] for edge in edges
            }
        cuts = sorted(edges)
        positions = self._layout.positions(piece)
        base = _block_role(line)
        for first, last in pairwise(cuts):
            roles = base + tuple(role for one, other, role in laid if one < last and first < other)
            drawn = text[first - start : last - start]
            if glyphs is not None:
                one, other = bisect_left(starts, first), bisect_left(starts, last)
                drawn = "".join(glyph for _cell, glyph in glyphs[one:other])
            yield piece.cell + positions[first - start], drawn, roles
        if focus.caret is not None and stop <= focus.caret < piece.end:
            yield piece.cell + positions[-1], " ", (*base, "caret")

    @cached_property
    def _longest_style(self) -> int:
        """Code points of the longest style: none that begins further back reaches a place."""
        return max((style.end - style.start for style in self._document.styles), default=0)

    # -- layers over a piece --------------------------------------------------------------------------------

    def _laid(self, line: Line, piece: LineFragment, layers: Layers, focus: Focus) -> Iterator[_Laid]:
        """All that lies over a piece, from the lowest layer to the highest."""
        start, stop = piece.start, piece.stop
        block = self._layout.blocks[line.block]
        yield from self._styles_over(block, start, stop)
        if line.kind == "code" and block.info:
            yield from within(self._syntax(line.block), start, stop)
        if focus.sentence is not None:
            yield *focus.sentence, "sentence"
        yield from self._note_ranges(layers, start, stop)
        for mention in within(layers.mentions, start, stop):
            group = GROUPS.get(mention.type, "other")
            if group not in layers.hidden:
                yield mention.start, mention.end, group
        yield from _with_role(within(layers.chosen_spans, start, stop), "chosen")
        yield from _with_role(within(layers.hits, start, stop), "hit")
        current = layers.current_hit
        if current is not None and current.start < stop and start < current.end:
            yield current.start, current.end, "hit_current"
        if focus.selection is not None:
            yield *focus.selection, "selection"
        if focus.caret is not None and start <= focus.caret < stop:
            yield focus.caret, focus.caret + 1, "caret"

    def _styles_over(self, block: Block, start: int, stop: int) -> Iterator[_Laid]:
        """The document's own styles over a range, in their order: the outer before the inner."""
        styles = self._document.styles
        earliest = max(block.opening, start - self._longest_style)
        for index in range(bisect_left(styles, earliest, key=_start_of), len(styles)):
            style = styles[index]
            if style.start >= stop:
                break
            if start < style.end:
                yield style.start, style.end, "inline code" if style.kind == "code" else style.kind

    def _coloured(self, index: int) -> list[Coloured]:
        from reader.tui.document_view.syntax_highlight import (
            coloured,  # Pygments takes 40 ms to import, and few briefings have code
        )

        block = self._layout.blocks[index]
        return coloured(self._document.text, block.start, block.end, block.info)

    def _combined(self, roles: tuple[str, ...]) -> RichStyle:
        """The styles of the roles over one another, on the text's."""
        style = self._role_styles["text"]
        for role in roles:
            if role == "caret" and not style.bgcolor:
                style += RichStyle(reverse=not style.reverse)
            elif role:
                style += self._role_styles[role]
        return style


def _block_role(line: Line) -> tuple[str, ...]:
    """The role of a whole line, from its block."""
    if line.kind == "heading":
        return (f"heading{min(line.level, 3)}",)
    if line.head:
        return ("head",)
    if line.kind in ("code", "furniture"):
        return (line.kind,)
    return ("quoted",) if line.quoted and line.pieces else ()


def _with_role(spans: Iterable[Ranged], role: str) -> Iterator[_Laid]:
    return ((span.start, span.end, role) for span in spans)


def _start_of(item: Ranged) -> int:
    return item.start
