"""Motions, scrolling, selecting: what stays true of any document on any screen."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tui_strategies import documents, widths

from reader.text.document import Block, Container, Document, Style
from reader.text.sentences import split_sentences
from reader.text.spans import Span
from reader.tui.document_view import motions as navigation
from reader.tui.document_view.motions import Jumps, Spot
from reader.tui.document_view.viewport import Viewport

heights = st.integers(1, 50)
motions = st.lists(
    st.sampled_from(
        [
            ("move_line", 1), ("move_line", -1), ("move_line", 7), ("move_page", 1),
            ("move_page", -1),
            ("move_page", 0.5), ("move_page", -0.5), ("move_char", 1), ("move_char", -3),
            ("move_sentence", 1),
            ("move_sentence", -1), ("move_paragraph", 2), ("move_paragraph", -1),
            ("move_section", 1),
            ("move_section", -1), ("scroll", 3), ("scroll", -3), ("select", "characters"),
            ("select", "sentences"),
            ("to_start",), ("to_end",), ("go_to", 5), ("resize", 20, 10), ("resize", 70, 30),
        ]
    ),
    max_size=12,
)  # fmt: skip


def story(paragraphs: int = 60) -> Document:
    """Sections of three paragraphs of three sentences."""
    text, blocks = "", []
    for number in range(paragraphs):
        if number % 3 == 0:
            title = f"Section {number // 3}"
            blocks.append(Block("heading", len(text), len(text) + len(title), level=2))
            text += title + "\n\n"
        body = f"Paragraph {number} begins here. It goes on for some words more than that. Then it ends."
        blocks.append(Block("paragraph", len(text), len(text) + len(body)))
        text += body + "\n\n"
    sentences = [span for block in blocks for span in split_sentences(text, block.start, block.end)]
    return Document(text, tuple(blocks), sentences=tuple(sentences))


# -- properties ---------------------------------------------------------------------------------------------


@given(documents(), widths, heights, motions)
def test_after_any_motions_the_caret_is_on_the_screen_and_the_screen_is_full(
    document: Document, width: int, height: int, steps: list[tuple[object, ...]]
) -> None:
    reading = Viewport(document, width, height)
    for name, *arguments in steps:
        getattr(reading, str(name))(*arguments)
        assert 0 <= reading.caret <= max(0, len(document.text) - 1)
        with_text = any(line.pieces for _place, line in reading.lines)
        assert reading.row_of(reading.caret) is not None or not with_text
        total = reading.layout.distance(reading.layout.first, reading.layout.last, 10_000) + 1
        assert len(reading.lines) == min(reading.height, total)
        assert 0 <= reading.percent <= 100
        selection = reading.selection
        assert selection is None or selection.start <= reading.caret <= selection.end


@given(documents(), widths, heights)
def test_lines_down_come_to_the_last_line_with_text_and_lines_up_back(
    document: Document, width: int, height: int
) -> None:
    reading = Viewport(document, width, height)
    count = reading.layout.distance(reading.layout.first, reading.layout.last, 10_000) + 1
    tops = [reading.top]
    for _step in range(count):
        reading.move_line(1)
        tops.append(reading.top)
    assert tops == sorted(tops)
    assert not any(
        line.pieces
        for place, line in reading.layout.lines(reading.layout.place(reading.caret), count)
        if place > reading.layout.place(reading.caret)
    )
    reading.move_line(-count)
    first = next(line for _place, line in reading.layout.lines(reading.layout.first, count) if line.pieces)
    assert reading.caret < max(1, first.end)


@given(documents(), widths, heights, st.integers(0, 400))
def test_a_jump_shows_its_target_with_context_above(
    document: Document, width: int, height: int, offset: int
) -> None:
    reading = Viewport(document, width, height)
    reading.go_to(offset, jump=True)
    row = reading.row_of(reading.caret)
    assert row is not None
    place = reading.layout.place(reading.caret)
    above = reading.layout.distance(reading.layout.first, place, 10_000)
    assert row >= min(above, height // 3, 3, height // 4)


STORY = story()


@given(st.integers(10, 120), st.integers(10, 120), st.integers(3, 50), st.integers(3, 50), st.integers(0, 60))
def test_resizing_keeps_the_text_at_the_top_and_back_again_the_lines(
    width: int, other: int, height: int, other_height: int, lines: int
) -> None:
    reading = Viewport(STORY, width, height)
    reading.scroll(lines)
    top = reading.shown.start
    reading.resize(other, other_height)
    assert reading.shown.start == top
    assert reading.top <= reading.layout.place(top) <= reading.lines[-1][0]
    reading.resize(width, height)
    assert reading.shown.start == top


# -- the single motions -------------------------------------------------------------------------------------


def test_pages_overlap_by_two_lines_and_the_last_page_ends_with_the_text() -> None:
    reading = Viewport(story(), 60, 20)
    seventh = reading.lines[18][0]
    reading.move_page(1)
    assert reading.lines[0][0] == seventh
    reading.to_end()
    assert reading.lines[-1][0] == reading.layout.last
    assert reading.percent == 100
    assert reading.minutes_left == 0.0


def test_half_a_page_moves_the_caret_and_the_screen_alike() -> None:
    reading = Viewport(story(), 60, 20)
    reading.move_line(5)
    row = reading.row_of(reading.caret)
    reading.move_page(0.5)
    assert reading.layout.distance(reading.layout.first, reading.top, 99) == 10
    assert abs((reading.row_of(reading.caret) or 0) - (row or 0)) <= 1


def test_the_caret_keeps_its_column_over_short_lines() -> None:
    text = "a long first line\nab\na long third line"
    reading = Viewport(Document(text, (Block("paragraph", 0, len(text)),)), 60, 10)
    reading.go_to(10)
    reading.move_line(1)
    assert reading.caret == text.index("ab") + 2
    reading.move_line(1)
    assert reading.caret == text.index("a long third") + 10


def test_small_motions_do_not_scroll_and_leave_three_lines_at_the_edge() -> None:
    reading = Viewport(story(), 60, 20)
    reading.move_line(8)
    assert reading.top == reading.layout.first
    reading.move_line(12)
    assert reading.row_of(reading.caret) == 16


def test_sections_stand_near_the_top_and_past_the_last_is_the_end() -> None:
    document = story()
    reading = Viewport(document, 60, 20)
    reading.move_section(4)
    assert document.text[reading.caret :].startswith("Section 4")
    assert reading.row_of(reading.caret) == 2
    reading.move_section(-1)
    assert document.text[reading.caret :].startswith("Section 3")
    reading.move_section(99)
    reading.move_section(1)
    assert reading.caret == navigation.last_offset(document)


def test_selecting_by_sentence_takes_whole_sentences_in_both_directions() -> None:
    document = story()
    reading = Viewport(document, 60, 20)
    reading.go_to(document.text.index("goes on"))
    reading.select("sentences")
    assert reading.selection is not None
    assert document.quote(reading.selection) == "It goes on for some words more than that."
    reading.move_sentence(1)
    assert document.quote(reading.selection) == "It goes on for some words more than that. Then it ends."
    reading.go_to(document.text.index("Paragraph 0"))
    assert document.quote(reading.selection).startswith("Paragraph 0 begins here. It goes")
    assert document.quote(reading.selection).endswith("more than that.")


def test_selecting_by_character_takes_whole_clusters_and_ends_with_the_same_key() -> None:
    text = "ab e\u0301f"
    reading = Viewport(Document(text, (Block("paragraph", 0, len(text)),)), 20, 5)
    reading.go_to(1)
    reading.select("characters")
    reading.move_char(2)
    assert reading.selection == Span(1, 5)
    reading.select("characters")
    assert reading.selection is None


def test_scrolling_pulls_the_caret_along() -> None:
    reading = Viewport(story(), 60, 20)
    reading.scroll(30)
    assert reading.row_of(reading.caret) in (0, 1)
    reading.scroll(-30)
    assert reading.top == reading.layout.first


def test_the_first_screen_shows_the_offset_asked_for_with_context() -> None:
    document = story()
    offset = document.text.index("Paragraph 40")
    reading = Viewport(document, 60, 21, offset=offset)
    assert reading.caret == offset
    assert reading.row_of(offset) == 7


# -- navigation ---------------------------------------------------------------------------------------------


def test_going_back_a_sentence_goes_to_the_start_of_this_one_first() -> None:
    document = story(1)
    second = document.text.index("It goes")
    assert navigation.by_sentence(document, second + 5, -1) == second
    assert navigation.by_sentence(document, second, -1) == document.text.index("Paragraph")
    assert navigation.by_sentence(document, 10_000, 1) == 10_000


def test_by_span_finds_the_next_the_one_before_or_none() -> None:
    spans = [Span(2, 4), Span(10, 12), Span(20, 22)]
    assert navigation.by_span(spans, 0, 1) == 0
    assert navigation.by_span(spans, 2, 1) == 1
    assert navigation.by_span(spans, 2, 2) == 2
    assert navigation.by_span(spans, 20, 1) is None
    assert navigation.by_span(spans, 21, -1) == 2
    assert navigation.by_span(spans, 10, -1) == 0
    assert navigation.by_span(spans, 2, -1) is None
    assert navigation.by_span([], 0, 1) is None


def test_a_footnote_is_all_its_blocks_and_styles_are_found_inside_out() -> None:
    note = {"containers": (Container("footnote", 7, "1"),)}
    text = "See there.\n\nFirst part.\n\nSecond part.\n\nAfter."
    blocks = (
        Block("paragraph", 0, 10),
        Block("paragraph", 12, 23, **note),
        Block("paragraph", 25, 37, **note),
        Block("paragraph", 39, 45),
    )  # type: ignore[arg-type]
    styles = (Style("link", 0, 9, "x"), Style("footnote", 4, 9, "1"), Style("strong", 4, 9))
    document = Document(text, blocks, styles, footnotes=(("1", 12),))
    assert document.quote(navigation.footnote(document, "1") or Span(0, 0)) == "First part.\n\nSecond part."
    assert navigation.footnote(document, "2") is None
    assert [style.kind for style in navigation.styles_at(document, 5, ("link", "footnote"))] == [
        "footnote",
        "link",
    ]
    assert navigation.styles_at(document, 9, ("link",)) == []


def test_the_jump_list_goes_back_and_forward_across_documents() -> None:
    jumps = Jumps()
    a, b, c = Spot("a.md", 1), Spot("b.md", 2), Spot("c.md", 3)
    jumps.leave(a)
    jumps.leave(b)
    assert jumps.back(c) == b
    assert jumps.back(b) == a
    assert jumps.back(a) is None
    assert jumps.forward(a) == b
    assert jumps.forward(b) == c
    assert jumps.forward(c) is None
    jumps.leave(c)
    assert jumps.forward(c) is None
