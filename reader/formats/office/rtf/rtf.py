"""Rich Text (.rtf) → reading text and blocks.

Numbers of lists stand in the file as text and are taken from there; those of the older kind, which say only
how to count, are counted. Notes and comments stand below the text, heads of pages above it, feet at its end.
"""

from __future__ import annotations

from collections.abc import Iterator

from reader.formats.builder import Draft
from reader.formats.format import Context, Part
from reader.formats.office import style_names, text_runs
from reader.formats.office.block_writer import BlockWriter
from reader.formats.office.finishing import is_page_number, set_properties, warn
from reader.formats.office.rtf.rtf_parser import Flow, LegacyList, Note, Paragraph, RtfParser, Table
from reader.formats.office.text_runs import BOLD, LABEL, Run

_BULLETS = frozenset("•·●○▪■◦‣⁃∙-–—*o§")


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Yield the one document of an .rtf file; raises FormatError."""
    parser = RtfParser(data)
    parser.parse()
    yield "", _Reader(parser).read()


def text_of(data: bytes) -> str:
    """Return the text of a Rich Text alone; raises FormatError."""
    parser = RtfParser(data)
    parser.parse()
    return _Reader(parser).read().text


class _Reader:
    """Writes what a file holds."""

    def __init__(self, parser: RtfParser) -> None:
        self._parser = parser
        self._writer: BlockWriter[Flow] = BlockWriter()
        self._references = 0
        self._counts: dict[int, int] = {}
        self._has_headings = False

    def read(self) -> Draft:
        """Write the whole document."""
        parser = self._parser
        self._has_headings = any(
            self._level(entry) for entry in parser.main.entries if isinstance(entry, Paragraph)
        )
        self._page_lines(parser.heads)
        self._flow(parser.main)
        self._writer.write_notes(self._flow)
        self._page_lines(parser.feet)
        draft = self._writer.draft()
        info, created = parser.info, parser.created
        day = "-".join(
            f"{created.get(word, 0):0{width}}" for word, width in (("yr", 4), ("mo", 2), ("dy", 2))
        )
        set_properties(draft, info.get("title", ""), day, info.get("author", ""), info.get("keywords", ""))
        warn(draft, parser.deleted, parser.hidden, parser.pictures)
        return draft

    def _flow(self, flow: Flow) -> None:
        for entry in flow.entries:
            if isinstance(entry, Table):
                self._table(entry)
            else:
                self._paragraph(entry)

    def _page_lines(self, flows: list[Flow]) -> None:
        lines: set[str] = set()
        for flow in flows:
            for entry in flow.entries:
                paragraphs = [entry] if isinstance(entry, Paragraph) else _paragraphs(entry)
                for paragraph in paragraphs:
                    line = " ".join(paragraph.text().split())
                    if line and line not in lines and not is_page_number(line, paragraph.has_number):
                        lines.add(line)
                        self._writer.furniture(self._runs(paragraph))

    def _level(self, paragraph: Paragraph) -> int:
        if paragraph.level is not None:
            return min(paragraph.level, 6) if paragraph.level < 10 else 0
        level = self._parser.style_levels.get(paragraph.style, 0)
        return min(level, 6) if level < 10 else 0

    def _paragraph(self, paragraph: Paragraph) -> None:
        writer = self._writer
        name = self._parser.styles.get(paragraph.style, "")
        level = self._level(paragraph)
        runs = self._runs(paragraph, is_heading=bool(level) or style_names.is_title(name))
        if style_names.is_code(name):
            writer.code_line(text_runs.text_of(runs))
            return
        if not text_runs.text_of(runs).strip():
            return
        label, continues = self._label(paragraph)
        if level:
            writer.heading(runs, level, label)
        elif style_names.is_title(name):
            writer.title(runs, self._has_headings)
        elif label:
            writer.item(runs, label, paragraph.list_level)
        elif continues:
            writer.continuation(runs, paragraph.list_level)
        elif writer.is_in_item and style_names.continues_item(name):
            writer.continuation(runs)
        else:
            writer.paragraph(runs, is_quote=style_names.is_quote(name))

    def _label(self, paragraph: Paragraph) -> tuple[str, bool]:
        """Return the number or bullet of a paragraph, and whether it goes on with the item before it."""
        if paragraph.legacy is not None:
            return self._legacy_label(paragraph.legacy), False
        if paragraph.label:
            return "•" if paragraph.label in _BULLETS else paragraph.label[:40], False
        if paragraph.list_id and not self._parser.has_labels:
            return "•", False
        return "", bool(paragraph.list_id)

    def _legacy_label(self, of_list: LegacyList) -> str:
        if not of_list.is_numbered:
            return "•"
        key = id(of_list)
        self._counts[key] = self._counts.get(key, of_list.start - 1) + 1
        return f"{of_list.before}{self._counts[key]}{of_list.after}".strip()[:40]

    def _runs(self, paragraph: Paragraph, *, is_heading: bool = False) -> list[Run]:
        runs: list[Run] = []
        for piece in paragraph.pieces:
            if isinstance(piece, Note):
                self._references += 1
                runs.append(self._writer.reference(piece.kind, self._references, piece.flow))
            else:
                runs.append(piece._replace(kinds=piece.kinds - BOLD) if is_heading else piece)
        return runs

    def _table(self, table: Table) -> None:
        self._writer.table([[self._cell(cell) for cell in row] for row in table.rows])
        for inner in table.inner:
            self._table(inner)

    def _cell(self, paragraphs: list[Paragraph]) -> list[Run]:
        runs: list[Run] = []
        for paragraph in paragraphs:
            own = self._runs(paragraph)
            if text_runs.text_of(own).strip():
                label, _continues = self._label(paragraph)
                runs += [Run("\n")] if runs else []
                runs += [Run(label, LABEL), Run(" ")] if label else []
                runs += own
        return runs


def _paragraphs(table: Table) -> list[Paragraph]:
    return [paragraph for row in table.rows for cell in row for paragraph in cell]
