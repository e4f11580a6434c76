"""Groups of lines → blocks: paragraphs with their links, tables, code, notes, each with its page."""

from __future__ import annotations

from reader.formats.builder import Builder, Draft
from reader.formats.pdf.flow import Group
from reader.formats.pdf.hyphens import WordJoiner
from reader.formats.pdf.page_text import LINE_BREAK_HYPHEN, Cell, Line, Page
from reader.text.document import Align, Container
from reader.text.spans import Span

MAX_FIELDS = 10_000
_WIDEST = 200
"""The column of a line of code beyond which its place on the page is not kept."""


class PdfWriter:
    """A writer of the groups of a file as blocks."""

    def __init__(self, pages: list[Page], groups: list[Group]) -> None:
        self._builder = Builder()
        self._groups = groups
        self._pages = pages
        self._pictures = [page.number for page in pages if page.is_picture]
        self._joiner = WordJoiner(line.text for page in pages for line in page.lines)
        self._items: list[tuple[float, Container]] = []
        self._page = 0

    def write(self) -> Draft:
        """Return the draft of all groups, with a `[picture]` for each page that is one."""
        for group in self._groups:
            self._write_pictures(group.lines[0].page)
            self._begin_page(group.lines[0].page)
            if group.kind == "code":
                self._write_code(group)
            elif group.kind in ("table", "contents"):
                self._write_table(group)
            else:
                self._write_paragraph(group)
        self._write_pictures(None)
        self._write_fields()
        self._write_remarks()
        return self._builder.draft()

    def _write_fields(self) -> None:
        """Write the fields of forms that are filled in, a row each."""
        rows = [(page.number, *pair) for page in self._pages for pair in page.fields][:MAX_FIELDS]
        if not rows:
            return
        builder = self._builder
        builder.begin()
        spans: list[tuple[Span, ...]] = []
        for page, name, value in rows:
            if spans:
                builder.add("\n")
            if page != self._page:
                builder.place_here(f"page {page}")
                self._page = page
            start = builder.length
            builder.add(name)
            middle = builder.length
            builder.add(f"\t{value}")
            spans.append((Span(start, middle), Span(middle + 1, builder.length)))
        no_align: Align = ""
        builder.end("table", rows=tuple(spans), aligns=(no_align, no_align))

    def _write_remarks(self) -> None:
        """Write what readers of the file remarked, as comments below the text."""
        number = 0
        for page in self._pages:
            for remark in page.remarks:
                number += 1
                label = f"comment {number}"
                self._begin_page(page.number)
                start = self._builder.begin(2, (self._builder.container("footnote", label),))
                self._builder.footnotes.append((label, start))
                self._builder.add(remark)
                self._builder.end("paragraph")

    def _begin_page(self, page: int) -> None:
        if page != self._page:
            self._builder.place(f"page {page}")
            self._page = page

    def _write_pictures(self, before: int | None) -> None:
        while self._pictures and (before is None or self._pictures[0] < before):
            self._items.clear()
            self._begin_page(self._pictures.pop(0))
            start = self._builder.begin()
            self._builder.add("[picture]")
            self._builder.style("image", start)
            self._builder.end("paragraph")

    def _write_paragraph(self, group: Group) -> None:
        builder = self._builder
        if group.kind == "heading":
            self._items.clear()
            builder.begin()
            self._write_lines(group)
            builder.end("heading", level=group.level)
            return
        if group.kind == "footnote":
            note = self._builder.container("footnote", group.label)
            start = builder.begin(2, (note,))
            builder.footnotes.append((group.label, start))
        else:
            builder.begin(1 if self._is_next_item(group) else 2, self._containers(group))
        self._write_lines(group)
        builder.end("paragraph")

    def _is_next_item(self, group: Group) -> bool:
        return bool(group.label and self._items)

    def _containers(self, group: Group) -> tuple[Container, ...]:
        """Return the items that a paragraph stands in, by where it begins on the page."""
        slack = 0.3 * group.lines[0].size
        if group.label:
            while self._items and self._items[-1][0] >= group.left - slack:
                self._items.pop()
            self._items.append((group.left, self._builder.container("item", group.label)))
        else:
            while self._items and self._items[-1][0] >= group.left - slack:
                self._items.pop()
        return tuple(item for _left, item in self._items)

    def _write_lines(self, group: Group) -> None:
        """Write the lines of a paragraph as one, and say within it where a page begins."""
        builder = self._builder
        pending = before = ""
        for index, line in enumerate(group.lines):
            skipped = group.label_length if not index else 0
            text = line.text[skipped:]
            if index:
                cut, joint = self._joiner.joint(before, text)
                builder.add(pending[: len(pending) - cut] + joint)
            if line.page != self._page:
                builder.place_here(f"page {line.page}")
                self._page = line.page
            pending, before = self._write_links(line, skipped), text
        builder.add(pending.removesuffix(LINE_BREAK_HYPHEN))

    def _write_links(self, line: Line, skipped: int) -> str:
        """Write a line up to behind its last link, and return the rest of it."""
        builder = self._builder
        text, done = line.text, skipped
        for link in sorted(line.links):
            start, end = max(link.start, done), min(link.end, len(text) - text.endswith(LINE_BREAK_HYPHEN))
            if start >= end:
                continue
            builder.add(text[done:start])
            begin = builder.length
            builder.add(text[start:end])
            builder.style("link", begin, link.target)
            done = end
        return text[done:]

    def _write_code(self, group: Group) -> None:
        self._items.clear()
        builder = self._builder
        builder.begin()
        width = max(0.1, max(group.lines, key=lambda line: len(line.text)).char_width)
        left = min(line.left for line in group.lines)
        last: Line | None = None
        for line in group.lines:
            if last is not None:
                is_apart = line.page == last.page and last.baseline - line.baseline > 1.9 * line.size
                builder.add("\n\n" if is_apart else "\n")
            if line.page != self._page:
                builder.place_here(f"page {line.page}")
                self._page = line.page
            builder.add(_on_grid(line, left, width))
            last = line
        builder.end("preformatted")

    def _write_table(self, group: Group) -> None:
        self._items.clear()
        builder = self._builder
        builder.begin()
        rows: list[tuple[Span, ...]] = []
        columns = max(map(len, group.rows))
        for number, row in enumerate(group.rows):
            if number:
                builder.add("\n")
            cells: list[Span] = []
            for column in range(columns):
                if column:
                    builder.add("\t")
                start = builder.length
                builder.add(
                    row[column].replace("\t", " ").replace(LINE_BREAK_HYPHEN, "-")
                    if column < len(row)
                    else ""
                )
                cells.append(Span(start, builder.length))
            rows.append(tuple(cells))
        no_align: Align = ""
        builder.end("table", rows=tuple(rows), aligns=(no_align,) * columns)


def _on_grid(line: Line, left: float, width: float) -> str:
    """Return a line of letters of one width with the space before it and in it that it has on the page."""
    text = ""
    for cell in line.cells or (Cell(line.left, line.right, line.text),):
        columns = min(round((cell.left - left) / width), _WIDEST)
        text += " " * max(columns - len(text), 1 if text else 0) + cell.text
    return text.replace(LINE_BREAK_HYPHEN, "-")
