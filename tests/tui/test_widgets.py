"""Pieces, rows, pages and bars: no text is lost, no line is wider than it may be, no text is markup."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App, ComposeResult
from tui_strategies import line_texts, texts

from reader.text.spans import Span
from reader.tui.text.cell_width import NARROW
from reader.tui.text.dates import long_date, short_date
from reader.tui.text.styled_text import StyledText, fit, lit, strip_of, window, wrap
from reader.tui.theme.palettes import DARK, PLAIN
from reader.tui.widgets.bars import HintLine, TopLine
from reader.tui.widgets.page import Leading, Page
from reader.tui.widgets.rows import RowList

widths = st.integers(0, 60)


@st.composite
def lit_texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text, and spans in it that are sorted and do not overlap."""
    text = draw(texts)
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return text, [Span(*pair) for pair in zip(places[::2], places[1::2], strict=False) if pair[0] < pair[1]]


@given(line_texts, widths, st.booleans())
def test_fit_gives_exactly_so_many_cells(text: str, width: int, right: bool) -> None:
    fitted = fit(text, width, right=right)
    assert cell_len(fitted) == width
    if 0 < cell_len(text) <= width:
        assert fitted.strip() == text.rstrip("\u200d").strip()


@given(st.lists(st.builds(StyledText, texts), max_size=5), st.integers(-2, 60), st.integers(0, 30))
def test_wrap_loses_no_text_and_keeps_to_the_width(pieces: list[StyledText], width: int, indent: int) -> None:
    lines = wrap(pieces, width, indent)
    told = "".join("".join(piece.text for piece in pieces).split())
    assert "".join("".join(piece.text for line in lines for piece in line).split()) == told
    for line in lines:
        text = "".join(piece.text for piece in line).rstrip()
        assert cell_len(text) <= max(1, width) or len(NARROW.clusters(text.strip())) <= 1


@given(st.text(alphabet="ab ", max_size=60), st.integers(8, 40))
def test_wrap_breaks_at_spaces_only(text: str, width: int) -> None:
    words = [word[:6] for word in text.split()]  # what fits beside the indent
    lines = wrap([StyledText(" ".join(words))], width, 2)
    assert [word for line in lines for word in "".join(p.text for p in line).split()] == words


def test_a_name_and_its_number_are_not_parted() -> None:
    pieces = [
        StyledText("people "),
        StyledText("Tomasz Wiercicki", "people"),
        StyledText("\u00a02", "dim"),
        StyledText(" · "),
    ]
    lines = ["".join(piece.text for piece in line).rstrip() for line in wrap(pieces, 24, 2)]
    assert lines == ["people Tomasz", "  Wiercicki\u00a02 ·"]


@given(lit_texts())
def test_lit_gives_the_text_back_with_the_matches_in_their_role(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    pieces = lit(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    matched = "".join(piece.text for piece in pieces if piece.role == "match")
    assert matched == "".join(text[start:end] for start, end in spans)


@given(lit_texts(), st.integers(1, 80))
def test_a_window_shows_its_matches_where_they_are(case: tuple[str, list[Span]], width: int) -> None:
    text, spans = case
    part, inside = window(text, spans, width)
    assert "\n" not in part
    assert "\t" not in part
    flat = text.replace("\n", " ").replace("\t", " ")
    assert part.removeprefix("…") in flat or part in flat
    shown = [part[start:end] for start, end in inside]
    assert [found for found in shown if found] == shown
    wanted = [flat[start:end] for start, end in spans]
    assert all(found in wanted for found in shown)
    if spans and spans[0].end - spans[0].start <= width:
        assert shown[:1] == wanted[:1]


@given(
    st.lists(st.builds(StyledText, line_texts, st.sampled_from(["text", "dim", "accent", "nosuch"]))), widths
)
def test_a_strip_is_as_wide_as_it_was_asked_to_be(pieces: list[StyledText], width: int) -> None:
    for palette in (DARK, PLAIN):
        assert strip_of(pieces, width, palette).cell_length == width


@pytest.mark.parametrize(
    ("published", "short", "long"),
    [
        ("2026-01-17", "17 Jan", "17 Jan 2026"),
        ("2026-01-17T08:00:00Z", "17 Jan", "17 Jan 2026"),
        ("2024-12-01", "Dec 24", "1 Dec 2024"),
        ("1848-02-01", "1848", "1 Feb 1848"),
        ("2026-03", "Mar", "Mar 2026"),
        ("2026", "2026", "2026"),
        ("", "", ""),
    ],
)
def test_dates_in_a_narrow_column(published: str, short: str, long: str) -> None:
    assert short_date(published, date(2026, 6, 1)) == short
    assert long_date(published) == long


class Shell(App[None]):
    """One of each widget."""

    def __init__(self) -> None:
        super().__init__()
        self.moved: list[int] = []

    def compose(self) -> ComposeResult:
        yield TopLine(lambda: DARK)
        yield HintLine(lambda: DARK)
        yield RowList[str](
            lambda item, width: [[StyledText(fit(item, width))], [StyledText("second line")]],
            lambda: DARK,
            row_height=2,
        )
        yield Page(lambda: DARK)

    def on_row_list_moved(self, message: RowList.Moved[str]) -> None:
        self.moved.append(message.index)


def _row(widget: TopLine | HintLine | RowList[str] | Page, y: int) -> str:
    return "".join(segment.text for segment in widget.render_line(y))


async def test_rows_are_drawn_where_they_are_and_the_cursor_stays_in_sight() -> None:
    app = Shell()
    async with app.run_test(size=(40, 20)) as pilot:
        rows = app.query_one(RowList)
        rows.show([f"row {number} [b]plain[/b]" for number in range(100)], 3)
        await pilot.pause()
        assert rows.current == "row 3 [b]plain[/b]"
        assert _row(rows, 0).startswith("row 0 [b]plain[/b]")
        rows.go(1000)
        await pilot.pause()
        assert rows.cursor == 99
        assert rows.scroll_offset.y + rows.size.height >= 200
        rows.move(-1000)
        await pilot.pause()
        assert rows.cursor == 0
        assert rows.scroll_offset.y == 0
        assert app.moved == [3, 99, 0]


async def test_an_empty_list_has_no_current_row_and_takes_every_motion() -> None:
    app = Shell()
    async with app.run_test(size=(40, 20)) as pilot:
        rows = app.query_one(RowList)
        rows.show([])
        rows.move(3)
        rows.go(-5)
        await pilot.pause()
        assert rows.current is None
        assert _row(rows, 0).strip() == ""


async def test_a_page_is_built_for_its_width_and_its_cursor_goes_from_target_to_target() -> None:
    app = Shell()
    async with app.run_test(size=(40, 20)) as pilot:
        page = app.query_one(Page)
        lines = [
            [StyledText("head")],
            Leading([StyledText("one")], "a"),
            Leading([StyledText("more of one")], "a"),
            Leading([StyledText("two")], "b"),
        ]
        asked: list[int] = []
        page.show(lambda width: asked.append(width) or lines)  # type: ignore[func-returns-value]
        await pilot.pause()
        assert page.targets == ["a", "b"]
        assert page.target == "a"
        page.move(5)
        assert page.target == "b"
        page.move(-9)
        assert page.target == "a"
        await pilot.resize_terminal(30, 20)
        await pilot.pause()
        assert asked[-1] == asked[0] - 10
        page.show(lambda _width: ())
        assert page.target is None
        page.move(1)


async def test_the_head_line_is_cut_where_its_right_side_begins() -> None:
    app = Shell()
    async with app.run_test(size=(30, 12)) as pilot:
        top = app.query_one(TopLine)
        top.show([StyledText("a title that is much too long [x]", "title")], [StyledText("42 %")])
        await pilot.pause()
        assert _row(top, 0).rstrip().endswith("42 %")
        assert "…" in _row(top, 0)
        assert len(_row(top, 0)) == 30


async def test_hints_are_left_out_whole_and_messages_take_their_place() -> None:
    app = Shell()
    async with app.run_test(size=(24, 12)) as pilot:
        hints = app.query_one(HintLine)
        hints.show([("enter", "read"), ("s", "search"), ("?", "help")])
        await pilot.pause()
        assert _row(hints, 0).rstrip() == " enter read · ? help"
        hints.say("[red]said[/red]")
        assert _row(hints, 0).rstrip() == " [red]said[/red]"
        assert hints.message == "[red]said[/red]"
        hints.clear()
        assert hints.message == ""


async def test_a_message_takes_as_many_lines_as_it_needs_and_gives_them_back() -> None:
    app = Shell()
    said = "The catalog was damaged: it was set aside as catalog.damaged, and all notes were taken over."
    async with app.run_test(size=(40, 16)) as pilot:
        hints = app.query_one(HintLine)
        hints.show([("?", "help")])
        hints.say(said)
        await pilot.pause()
        assert hints.size.height == 3
        assert " ".join(_row(hints, y).strip() for y in range(3)) == said
        assert all(len(_row(hints, y)) == 40 for y in range(3))
        await pilot.resize_terminal(24, 16)
        await pilot.pause()
        assert " ".join(_row(hints, y).strip() for y in range(hints.size.height)) == said
        hints.say("word " * 100)
        await pilot.pause()
        assert hints.size.height == hints.MOST_LINES
        assert _row(hints, hints.MOST_LINES - 1).rstrip().endswith("…")
        hints.clear()
        await pilot.pause()
        assert hints.size.height == 1
        assert _row(hints, 0).rstrip() == " ? help"
