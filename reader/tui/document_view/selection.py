"""What is selected in a document: from where, and whether by characters or by sentences."""

from __future__ import annotations

from typing import Literal

from reader.text.document import Document
from reader.text.spans import Span
from reader.tui.document_view import motions
from reader.tui.document_view.layout import Layout

SelectionMode = Literal["", "characters", "sentences"]


class Selection:
    """The end of the selection that stays where it was begun, while the caret is the other."""

    def __init__(self) -> None:
        self.mode: SelectionMode = ""
        self._anchor: int | None = None

    def change(self, mode: SelectionMode, caret: int) -> None:
        """Begin to select at the caret, or go on by other steps; the same mode again, or "", ends it."""
        if mode == self.mode or not mode:
            self._anchor, self.mode = None, ""
            return
        self.mode = mode
        if self._anchor is None:
            self._anchor = caret

    def span(self, document: Document, layout: Layout, caret: int) -> Span | None:
        """Return what is selected: anchor and caret included, or the sentences of both; None for nothing."""
        if self._anchor is None:
            return None
        first, last = sorted((self._anchor, caret))
        if self.mode == "sentences":
            one = motions.sentence_at(document, first)
            other = motions.sentence_at(document, last)
            return Span(min(first, one.start) if one else first, max(other.end if other else 0, last + 1))
        return Span(first, layout.cluster_end(last))
