"""Every code point on one line; from offset to cell and back; what each kind of block looks like."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tui_strategies import documents, texts, widths

from reader.formats.builder import Builder
from reader.text.document import Block, Container, Document
from reader.text.spans import Span
from reader.tui.document_view import units as units_module
from reader.tui.document_view.layout import Layout
from reader.tui.document_view.layout_types import Line, LinePlace
from reader.tui.document_view.units import Units
from reader.tui.text.cell_width import NARROW, Cells


def drawn(layout: Layout) -> list[str]:
    """The lines as they would look, without margins."""
    found = []
    for line in layout:
        row = ""
        parts = [(item.cell, item.text) for item in line.decor]
        parts += [(piece.cell, layout.document.text[piece.start : piece.stop]) for piece in line.pieces]
        for cell, text in sorted(parts):
            row += " " * (cell - NARROW.width(row)) + NARROW.display(text)
        found.append(row.rstrip())
    return found


def places(layout: Layout) -> list[tuple[LinePlace, Line]]:
    return list(layout.lines(layout.first, 100_000))


def document(*blocks: tuple[str, str] | tuple[str, str, dict[str, object]], gap: str = "\n\n") -> Document:
    """A document of (kind, text, further fields of the block)."""
    builder = Builder()
    for kind, part, *more in blocks:
        fields = dict(more[0]) if more else {}
        builder.begin(len(gap), fields.pop("containers", ()))  # type: ignore[arg-type]
        builder.add(part)
        builder.end(kind, **fields)  # type: ignore[arg-type]
    draft = builder.draft()
    return Document(draft.text, tuple(draft.blocks), tuple(draft.styles))


def table(rows: list[list[str]], aligns: tuple[str, ...] = ()) -> Document:
    spans, at = [], 0
    for row in rows:
        ends = []
        for cell in row:
            ends.append(Span(at, at + len(cell)))
            at += len(cell) + 1
        spans.append(tuple(ends))
    text = "\n".join("\t".join(row) for row in rows)
    return Document(text, (Block("table", 0, len(text), rows=tuple(spans), aligns=aligns),))  # type: ignore[arg-type]


# -- properties ---------------------------------------------------------------------------------------------


@given(documents(), widths, st.booleans())
def test_every_code_point_is_in_exactly_one_piece(document: Document, width: int, wide: bool) -> None:
    layout = Layout(document, width, cells=Cells(ambiguous_wide=wide))
    found = [offset for line in layout for piece in line.pieces for offset in range(piece.start, piece.end)]
    assert sorted(found) == list(range(len(document.text)))
    if not any(block.kind == "table" for block in layout.blocks):
        assert found == sorted(found)


@given(documents(), widths)
def test_what_is_not_drawn_is_white_space(document: Document, width: int) -> None:
    for line in Layout(document, width):
        for piece in line.pieces:
            assert piece.start <= piece.stop <= piece.end
            assert not document.text[piece.stop : piece.end].strip()


@given(documents(), widths)
def test_offset_to_cell_and_back_is_the_identity(document: Document, width: int) -> None:
    layout = Layout(document, width)
    for place, line in places(layout):
        for piece in line.pieces:
            clusters = layout.cells.clusters(document.text[piece.start : piece.stop])
            starts = [piece.start + cluster.start for cluster in clusters for _ in range(*cluster[:2])]
            starts += [piece.stop] * (piece.end - piece.stop)
            for offset, expected in zip(range(piece.start, piece.end), starts, strict=True):
                cell = layout.cell_of(offset)
                assert cell.place == place
                assert layout.offset_at(*cell) == expected


@given(documents(), widths)
def test_lines_fit_unless_one_cluster_is_wider(document: Document, width: int) -> None:
    layout = Layout(document, width)
    for line in layout:
        for piece in line.pieces:
            text = document.text[piece.start : piece.stop]
            spaces = len(text) - len(text.lstrip())
            fits = piece.cell + NARROW.width(text) <= width
            assert fits or len(NARROW.clusters(text.strip())) <= 1 or spaces


@given(documents(), widths, st.data())
def test_steps_and_places_agree_with_the_list_of_all_lines(
    document: Document, width: int, data: st.DataObject
) -> None:
    layout = Layout(document, width)
    all_places = [place for place, _line in places(layout)]
    assert (all_places[0], all_places[-1]) == (layout.first, layout.last)
    assert all_places == sorted(all_places)
    index = data.draw(st.integers(0, len(all_places) - 1))
    lines = data.draw(st.integers(-len(all_places), len(all_places)))
    target = min(max(index + lines, 0), len(all_places) - 1)
    assert layout.step(all_places[index], lines) == all_places[target]
    upper, lower = sorted((index, target))
    assert layout.distance(all_places[upper], all_places[lower], 1000) == lower - upper
    assert [place for place, _line in layout.lines(all_places[index], 5)] == all_places[index : index + 5]


@given(documents(), widths)
def test_clusters_lead_through_the_whole_text_and_back(document: Document, width: int) -> None:
    if any(block.kind == "table" for block in document.blocks):
        return
    layout = Layout(document, width)
    offset, seen = 0, [0]
    while (following := layout.next_cluster(offset)) > offset:
        offset = following
        seen.append(offset)
    assert offset == len(document.text)
    for earlier, later in pairwise(seen):
        assert earlier <= layout.previous_cluster(later) < later


@given(texts, widths)
def test_stretches_of_a_long_block_are_laid_out_like_blocks(text: str, width: int) -> None:
    long = Document(text * 3, (Block("preformatted", 0, len(text) * 3),))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(units_module, "STRETCH", 16)
        layout = Layout(long, width)
        found = [
            offset for line in layout for piece in line.pieces for offset in range(piece.start, piece.end)
        ]
    assert found == list(range(len(long.text)))


# -- what blocks look like ----------------------------------------------------------------------------------


def test_paragraphs_wrap_at_words_hyphens_and_dashes() -> None:
    text = "The well-known captain — Norden's — came from the docks/yards today"
    assert drawn(Layout(document(("paragraph", text)), 12)) == [
        "The well-", "known", "captain —", "Norden's —", "came from", "the docks/", "yards today",
    ]  # fmt: skip


def test_ideographs_wrap_anywhere_but_not_before_a_full_stop() -> None:
    assert drawn(Layout(document(("paragraph", "漢字漢字。漢字")), 8)) == ["漢字漢", "字。漢字"]


def test_a_word_longer_than_the_column_is_cut() -> None:
    assert drawn(Layout(document(("paragraph", "ab " + "x" * 12)), 5)) == ["ab", "xxxxx", "xxxxx", "xx"]


def test_a_newline_in_a_paragraph_breaks_the_line() -> None:
    assert drawn(Layout(document(("paragraph", "one\ntwo")), 20)) == ["one", "two"]


def test_sections_have_two_lines_before_them_and_subsections_one() -> None:
    parts = (
        ("heading", "A", {"level": 1}),
        ("paragraph", "p"),
        ("heading", "B", {"level": 2}),
        ("paragraph", "q"),
    )
    more = ("heading", "C", {"level": 3})
    assert drawn(Layout(document(*parts, more), 20)) == ["A", "", "p", "", "", "B", "", "q", "", "C"]


def test_lists_hang_and_nest() -> None:
    outer, inner = Container("item", 1, "•"), Container("item", 2, "10.")
    text = document(
        ("paragraph", "first item that wraps", {"containers": (outer,)}),
        ("paragraph", "again the first", {"containers": (outer,)}),
        ("paragraph", "inner item wraps too", {"containers": (outer, inner)}),
        ("paragraph", "done", {"containers": (Container("item", 3, "•", True),)}),
        ("paragraph", "to do", {"containers": (Container("item", 4, "•", False),)}),
        gap="\n",
    )
    assert drawn(Layout(text, 16)) == [
        "• first item", "  that wraps", "  again the", "  first", "  10. inner item",
        "      wraps too", "☑ done", "☐ to do",
    ]  # fmt: skip


def test_a_bar_runs_down_a_quotation_and_through_the_space_in_it() -> None:
    quote = {"containers": (Container("quote", 1),)}
    text = document(("paragraph", "one two", quote), ("paragraph", "three", quote), ("paragraph", "after"))
    assert drawn(Layout(text, 7)) == ["│ one", "│ two", "│", "│ three", "", "after"]


def test_long_lines_of_code_go_on_after_a_mark() -> None:
    text = document(("code", "if x:\n    return the_first_of_them(a, b)\n\nend"))
    assert drawn(Layout(text, 22)) == [
        "  if x:", "      return", "  ↪ the_first_of_them(", "  ↪ a, b)", "", "  end",
    ]  # fmt: skip


def test_tabs_lead_to_the_next_stop() -> None:
    assert drawn(Layout(document(("preformatted", "a\tb\nlonger\tc")), 30)) == ["a       b", "longer  c"]


def test_a_table_has_aligned_columns_and_a_rule_under_its_head() -> None:
    text = table([["Port", "Depth"], ["Tessel", "14.2"], ["北港", "9"]], ("left", "right"))
    assert drawn(Layout(text, 40)) == [
        "Port     Depth", "──────   ─────", "Tessel    14.2", "北港         9",
    ]  # fmt: skip


def test_cells_wrap_inside_their_columns() -> None:
    text = table([["Port", "Remark"], ["Tessel", "all berths are open"], ["Norden", "none"]])
    layout = Layout(text, 22)
    assert drawn(layout) == [
        "Port     Remark", "──────   ─────────────", "Tessel   all berths", "         are open",
        "", "Norden   none",
    ]  # fmt: skip
    offset = text.text.index("are open")
    assert layout.cell_of(offset) == (LinePlace(0, 3), 9)


def test_a_table_that_is_too_narrow_is_stacked_with_labels() -> None:
    text = table([["Port", "Remark"], ["Tessel", "open again"], ["Norden", "closed"]])
    assert drawn(Layout(text, 14)) == [
        "Port", "Remark", "", "Port  Tessel", "Rem…  open", "      again", "", "Port  Norden",
        "Rem…  closed",
    ]  # fmt: skip


def test_a_label_is_on_one_line_and_has_no_tabs() -> None:
    rows = [["a\tb\nc", "Remark"], ["unpronounceable", "incomprehensible"]]
    found = Layout(table(rows), 18)
    labels = [decor.text for _place, line in found.lines(found.first, 20) for decor in line.decor]
    assert labels == ["a b c", "Remark"]


def test_a_long_table_is_laid_out_in_parts_of_the_same_columns() -> None:
    rows = [["number", "square"], *([str(number), str(number**2)] for number in range(5000))]
    layout = Layout(table(rows, ("right", "right")), 40)
    assert layout.last.unit > 1
    last = layout.line(layout.last)
    assert [piece.cell for piece in last.pieces] == [2, 9]
    assert [layout.document.text[piece.start : piece.stop] for piece in last.pieces] == ["4999", "24990001"]
    assert sum(line.head for line in layout) == 1


def test_rules_and_footnotes() -> None:
    text = document(
        ("paragraph", "text"),
        ("rule", ""),
        ("paragraph", "a note that wraps", {"containers": (Container("footnote", 1, "1"),)}),
    )
    assert drawn(Layout(text, 14)) == ["text", "", "──────────────", "", "[1] a note", "    that wraps"]


def test_the_header_stands_above_the_first_line_and_has_no_text() -> None:
    layout = Layout(document(("paragraph", "text")), 20, (("", "header"), ("Title", "title"), ("", "header")))
    assert drawn(layout) == ["", "Title", "", "text"]
    assert layout.cell_of(0) == (LinePlace(0, 3), 0)


def test_an_empty_document_has_one_line() -> None:
    layout = Layout(Document(""), 20)
    assert drawn(layout) == [""]
    assert layout.offset_at(layout.first, 5) == 0
    assert layout.cell_of(0) == (LinePlace(0, 0), 0)


def test_only_what_is_asked_for_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    lay_out = Units._lay_out
    monkeypatch.setattr(Units, "_lay_out", lambda self, unit: asked.append(unit) or lay_out(self, unit))
    text = document(*[("paragraph", "some words that wrap into lines " * 4)] * 2000)
    layout = Layout(text, 40)
    list(layout.lines(layout.place(len(text.text) // 2), 40))
    assert 0 < len(asked) < 20
