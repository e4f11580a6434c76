"""Paragraphs, lists, tables and notes of an office file → blocks of a draft.

A reader of a file format says what each paragraph is; which list item or quotation stays open over several of
them, and how a table stands in the text, is decided here for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Generic, TypeVar

from reader.errors import FormatError
from reader.formats.builder import Builder, Draft
from reader.formats.office.text_runs import BOLD, LABEL, Run, add_runs, on_one_line, text_of, trimmed
from reader.text.document import Align, Container
from reader.text.spans import Span

MAX_CELLS = 500_000
"""The cells that all tables of a text document may have together."""
MAX_NOTES = 20_000
"""The footnotes and comments that are read of one document."""
LINES_ABOVE_TITLE = 3
"""The lines that may stand above the title of a document: who gives it out, its number, its date."""
_LEFT: Align = ""

Content = TypeVar("Content")


class BlockWriter(Generic[Content]):
    """A writer of blocks in order. `Content` is what a note holds until it is written below the text."""

    def __init__(self) -> None:
        self.builder = Builder()
        self._note: tuple[Container, ...] = ()
        self._items: list[tuple[int, Container]] = []
        self._quote: Container | None = None
        self._code: list[str] = []
        self._notes: dict[str, Content] = {}
        self._labels: dict[tuple[str, Hashable], str] = {}
        self._cells = 0
        self.document_title = ""
        """The title above the text, empty when it has none."""

    def title(self, runs: list[Run], above_headings: bool) -> None:
        """Write a paragraph of the style for titles.

        The first of them, below a few lines at most, is the title of the document, and above headings it is
        one itself. Any other heads nothing, so that it is a paragraph.
        """
        above = [block for block in self.builder.blocks if block.kind != "furniture"]
        is_first = (
            not self.document_title
            and len(above) <= LINES_ABOVE_TITLE
            and all(block.kind == "paragraph" for block in above)
        )
        if is_first:
            self.document_title = " ".join(text_of(runs).split())
        if is_first and above_headings:
            self.heading(runs, 1)
        else:
            self.paragraph([run._replace(kinds=run.kinds | BOLD) for run in runs])

    def heading(self, runs: list[Run], level: int, label: str = "") -> None:
        """Write a heading of a level from 1 to 6; in a note it is a paragraph."""
        if self._note:
            self.paragraph(runs)
            return
        self.leave()
        self.builder.begin()
        if label and label != "•":
            add_runs(self.builder, [Run(label, LABEL), Run(" ")])
        add_runs(self.builder, trimmed(on_one_line(runs)))
        self.builder.end("heading", level=max(1, min(level, 6)))

    def paragraph(self, runs: list[Run], *, is_quote: bool = False) -> None:
        """Write a paragraph, which ends every list."""
        self._end_code()
        self._items.clear()
        if not is_quote:
            self._quote = None
        elif self._quote is None:
            self._quote = self.builder.container("quote")
        self._write(runs)

    def item(self, runs: list[Run], label: str, level: int, checked: bool | None = None) -> None:
        """Write the paragraph that a list item begins with, at a level from 0."""
        self._end_code()
        self._quote = None
        while self._items and self._items[-1][0] >= level:
            self._items.pop()
        self._items.append((level, self.builder.container("item", label, checked)))
        blocks = self.builder.blocks
        is_next = bool(blocks) and any(one.kind == "item" for one in blocks[-1].containers)
        self._write(runs, 1 if is_next else 2)

    def continuation(self, runs: list[Run], level: int | None = None) -> None:
        """Write another paragraph of the open list item: of that of a level, or of the deepest.

        Without an open item it is a paragraph.
        """
        self._end_code()
        while level is not None and self._items and self._items[-1][0] > level:
            self._items.pop()
        if self._items:
            self._write(runs)
        else:
            self.paragraph(runs)

    @property
    def is_in_item(self) -> bool:
        """Whether a list item is open."""
        return bool(self._items)

    def code_line(self, text: str) -> None:
        """Write a line of code; neighbouring lines become one block."""
        if self._note:
            self.paragraph([Run(text)])
            return
        if not self._code:
            self.leave()
        self._code.append(text)

    def furniture(self, runs: list[Run]) -> None:
        """Write the head or foot of the pages."""
        self.leave()
        self.builder.begin(2)
        add_runs(self.builder, trimmed(runs))
        self.builder.end("furniture")

    def table(self, rows: Sequence[Sequence[list[Run]]]) -> None:
        """Write a table, its first row the head. Short rows are filled up; one without text is left out."""
        rows = [row for row in rows if row]
        count = sum(map(len, rows))
        self.check_cells(count)
        self._cells += count
        if not any(text_of(cell).strip() for row in rows for cell in row):
            return
        self.leave()
        builder = self.builder
        builder.begin(2, self._note)
        width = max(map(len, rows))
        spans: list[tuple[Span, ...]] = []
        for number, row in enumerate(rows):
            if number:
                builder.add("\n")
            cells: list[Span] = []
            for column in range(width):
                if column:
                    builder.add("\t")
                start = builder.length
                if column < len(row):
                    add_runs(
                        builder,
                        trimmed([run._replace(text=run.text.replace("\t", " ")) for run in row[column]]),
                    )
                cells.append(Span(start, builder.length))
            spans.append(tuple(cells))
        builder.end("table", rows=tuple(spans), aligns=(_LEFT,) * width)

    def check_cells(self, count: int) -> None:
        """Raise FormatError when a table of so many cells, as far as it is read, is too much."""
        if self._cells + count > MAX_CELLS:
            raise FormatError(f"it has more than {MAX_CELLS:,} cells in its tables", "too-large")

    def leave(self) -> None:
        """End the open lists, the quotation and the code."""
        self._end_code()
        self._items.clear()
        self._quote = None

    # Notes

    def reference(self, kind: str, identifier: Hashable, content: Content) -> Run:
        """Return the mark of a note; its content is written below the text when it is first referred to.

        Notes are numbered in the order of their marks, comments for themselves.
        """
        label = self._labels.get((kind, identifier), "")
        if not label:
            if len(self._labels) >= MAX_NOTES:
                raise FormatError(f"it has more than {MAX_NOTES:,} notes", "too-large")
            of_kind = sum(name.startswith("comment") == (kind == "comment") for name in self._labels.values())
            label = f"comment {of_kind + 1}" if kind == "comment" else str(of_kind + 1)
            self._labels[kind, identifier] = label
            self._notes[label] = content
        return Run(f"[{label}]", note=label)

    def write_notes(self, write: Callable[[Content], None]) -> None:
        """Write the notes below the text, those that notes themselves refer to as well."""
        while self._notes:
            label = next(iter(self._notes))
            content = self._notes.pop(label)
            self.leave()
            self._note = (self.builder.container("footnote", label),)
            before = len(self.builder.blocks)
            write(content)
            self.leave()
            if len(self.builder.blocks) > before:
                self.builder.footnotes.append((label, self.builder.blocks[before].start))
        self._note = ()

    def draft(self) -> Draft:
        """Return what was written, with its title."""
        self.leave()
        draft = self.builder.draft()
        if self.document_title:
            draft.title, draft.title_from = self.document_title, "heading"
        return draft

    # Pieces

    def _write(self, runs: list[Run], newlines: int = 2) -> None:
        quote = (self._quote,) if self._quote is not None else ()
        items = tuple(item for _level, item in self._items)
        self.builder.begin(newlines, (*self._note, *quote, *items))
        add_runs(self.builder, trimmed(runs))
        self.builder.end("paragraph")

    def _end_code(self) -> None:
        if self._code:
            self.builder.begin()
            self.builder.add("\n".join(self._code))
            self.builder.end("preformatted")
            self._code = []
