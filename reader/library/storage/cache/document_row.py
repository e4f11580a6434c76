"""A document as lists show it: what is known without opening its file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, overload

from reader.analysis.reasons import Reason, reasons_of_rows


class Excerpt(NamedTuple):
    """A sentence of a summary with its place in the text and the reasons why it was chosen."""

    start: int
    end: int
    text: str
    reasons: tuple[Reason, ...] = ()

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> Excerpt:
        """Return the excerpt that JSON holds; reasons of an older form, which were words, are left out."""
        start, end, text, reasons = row
        return cls(start, end, text, () if isinstance(reasons, str) else reasons_of_rows(reasons))


class StoredSummary(Sequence[Excerpt]):
    """A summary that is read when it is first looked at: most rows of a list never are."""

    __slots__ = ("_excerpts", "_read")

    def __init__(self, read: Callable[[], tuple[Excerpt, ...]]) -> None:
        self._read = read
        self._excerpts: tuple[Excerpt, ...] | None = None

    @property
    def _all(self) -> tuple[Excerpt, ...]:
        if self._excerpts is None:
            self._excerpts = self._read()
        return self._excerpts

    @overload
    def __getitem__(self, index: int) -> Excerpt: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Excerpt, ...]: ...
    def __getitem__(self, index: int | slice) -> Excerpt | tuple[Excerpt, ...]:
        return self._all[index]

    def __len__(self) -> int:
        return len(self._all)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, StoredSummary | tuple) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._all)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document as the list shows it; what is known without opening the file.

    `problem` is the sentence that says why it cannot be opened, else empty, and `problem_code` says it to a
    program, as in UnreadableFile. `published` and `format` are as in `Document`. `names_problem` says why no
    names could be found in its text, else empty. The reading state (`unread`, `flagged`, `notes`)
    comes from the user data.

    A document in a file has an inner key (`inner`, empty for the file itself), the inner key and the key of
    what it is part of (`parent`, `parent_key`), what it is called there (`name`), and its place among the
    documents of the file (`position`, from 0).
    """

    key: str
    path: Path
    size: int = 0
    modified_ns: int = 0
    version: str = ""
    problem: str = ""
    title: str = ""
    title_from: str = ""
    published: str = ""
    published_from: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    words: int = 0
    sha256: str = ""
    warnings: tuple[str, ...] = ()
    names_problem: str = ""
    problem_code: str = ""
    inner: str = ""
    parent: str = ""
    parent_key: str = ""
    name: str = ""
    position: int = 0
    format: str = ""
    summary: Sequence[Excerpt] = field(default=(), hash=False)
    unread: bool = True
    flagged: bool = False
    notes: int = 0

    @property
    def all_warnings(self) -> tuple[str, ...]:
        """The warnings of the file and of its names."""
        return (*self.warnings, self.names_warning) if self.names_problem else self.warnings

    @property
    def names_warning(self) -> str:
        """The sentence that its names could not be found, empty when nothing is known against it."""
        return f"The names could not be found: {self.names_problem}" if self.names_problem else ""

    @property
    def address(self) -> str:
        """The file's path, with `#` and the inner key behind it for a document in a file."""
        return f"{self.path}#{self.inner}" if self.inner else str(self.path)

    @property
    def minutes(self) -> int:
        """How long it takes to read, in whole minutes, at least one, at 230 words a minute.

        The speed is the mean for English non-fiction that Brysbaert gives (2019, 238), rounded down.
        """
        return max(1, round(self.words / 230))


def with_state(entry: DocumentRow, *, unread: bool, flagged: bool, notes: int) -> DocumentRow:
    """Return the entry with its reading state from the user data."""
    if (entry.unread, entry.flagged, entry.notes) == (unread, flagged, notes):
        return entry
    return replace(entry, unread=unread, flagged=flagged, notes=notes)
