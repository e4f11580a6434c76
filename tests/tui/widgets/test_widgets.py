"""Pieces, rows, pages and bars: no text is lost, no line is wider than it may be, no text is markup."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult

from reader.tui.text.cell_width import LONGEST_CLUSTER
from reader.tui.text.styled_text import StyledText, fit
from reader.tui.theme.palettes import DARK
from reader.tui.widgets import bars
from reader.tui.widgets.bars import HintLine, TopLine
from reader.tui.widgets.page import Leading, Page
from reader.tui.widgets.rows import RowList


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
    said = "The user data was damaged: it was set aside as catalog.damaged, and all notes were taken over."
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


async def test_the_head_line_measures_no_more_of_a_text_than_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Shell()
    async with app.run_test(size=(40, 20)) as pilot:
        longest = 0

        def watched(text: str) -> int:
            nonlocal longest
            longest = max(longest, len(text))
            return cell_len(text)

        monkeypatch.setattr(bars, "cell_len", watched)
        head = app.query_one(TopLine)
        head.show(
            [StyledText("ä" * 1_000_000, "title"), StyledText(" · 3 notes", "dim")], [StyledText("17%")]
        )
        await pilot.pause()
        line = _row(head, 0)
        assert line.startswith(" äää")
        assert line.rstrip().endswith("17%")
        assert "… · 3 notes" in line
        assert longest <= 40 * LONGEST_CLUSTER
