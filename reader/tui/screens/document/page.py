"""What a document screen shows: a file, a digest, or the text that was kept of a file that is gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from reader.analysis.mention import Mention
from reader.library import DocumentRow, DocumentSummary
from reader.notes.note import Note
from reader.text.document import Document
from reader.text.spans import Span
from reader.tui.content.document_state import DocumentState
from reader.tui.text.styled_text import StyledText

if TYPE_CHECKING:
    from reader.tui.session.session import Session


@dataclass(frozen=True)
class LoadedPage:
    """What was read: a document with what lies over it, and the offset to begin at.

    `message` is a sentence with its role for the foot of the screen, or None.
    """

    document: Document
    offset: int = 0
    notes: Sequence[Note] = ()
    mentions: Sequence[Mention] | None = ()
    summary: DocumentSummary | None = None
    hits: Sequence[Span] = ()
    message: tuple[str, str] | None = None


class PageSource(Protocol):
    """Where a screen's document comes from, and what can be done with it.

    `refusals` are the commands that make no sense on it, each with the sentence that says so. `is_file` says
    that it is a file of the library: it can be read again and marked as read, and reading goes on where it
    stopped.
    """

    entry: DocumentRow
    is_file: bool
    refusals: Mapping[str, str]

    def load(
        self, session: Session, show_beginning: Callable[[Document], None], offset: int | None
    ) -> LoadedPage:
        """Read it, in a thread; at `offset` where one is given. Raises ReaderError.

        The first pages of what takes long are given to `show_beginning`.
        """

    def head(self, state: DocumentState, percent: int) -> tuple[list[StyledText], list[StyledText]] | None:
        """Return the left and the right of the head line; None for the usual one."""

    def open_at(self, session: Session, state: DocumentState, offset: int) -> bool:
        """Follow what stands at an offset of the text in a way of its own; False when there is none."""
