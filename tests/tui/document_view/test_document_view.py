"""The widget: what it paints, what it says, what the mouse does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from test_viewport import story
from textual.app import App, ComposeResult
from textual.events import MouseScrollDown

from reader.text.document import Block, Document, Style
from reader.text.spans import Span
from reader.tui.document_view.document_view import DocumentView
from reader.tui.document_view.layers import Layers
from reader.tui.document_view.scrollbar_header import (
    CHOSEN_TICK,
    HIT_TICK,
    NOTE_TICK,
    THUMB,
    ScrollbarTicks,
    header_of,
)
from reader.tui.document_view.viewport import Viewport
from reader.tui.text.cell_width import NARROW
from reader.tui.theme.palettes import DARK, LIGHT, Palette

if TYPE_CHECKING:
    from textual.pilot import Pilot


class Shell(App[None]):
    """One view, and what it said."""

    def __init__(self, document: Document, offset: int = 0) -> None:
        super().__init__()
        self.document = document
        self.offset = offset
        self.heard: list[object] = []
        self.palette_in_force: Palette = DARK

    def compose(self) -> ComposeResult:
        yield DocumentView(lambda: self.palette_in_force)

    def on_mount(self) -> None:
        self.query_one(DocumentView).show(self.document, self.offset)

    @property
    def view(self) -> DocumentView:
        return self.query_one(DocumentView)

    def on_document_view_caret_moved(self, message: DocumentView.CaretMoved) -> None:
        self.heard.append(message.offset)

    def on_document_view_selection_changed(self, message: DocumentView.SelectionChanged) -> None:
        self.heard.append(message.selection)

    def on_document_view_activated(self, message: DocumentView.Activated) -> None:
        self.heard.append(("activated", message.offset))


def row(app: Shell, y: int) -> str:
    return "".join(segment.text for segment in app.view.render_line(y))


def rows(app: Shell) -> list[str]:
    return [row(app, y) for y in range(app.view.size.height)]


async def settled(pilot: Pilot[None], app: Shell) -> None:
    await pilot.pause()
    app.heard.clear()


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (30, 10), (6, 3), (1, 1)])
async def test_every_line_is_as_wide_as_the_view(size: tuple[int, int]) -> None:
    app = Shell(story())
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        app.view.move(Viewport.move_page, 1)
        assert all(app.view.render_line(y).cell_length == size[0] for y in range(size[1]))


async def test_the_column_is_centred_and_no_wider_than_the_measure() -> None:
    app = Shell(Document("word " * 100, (Block("paragraph", 0, 500),)))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        line = row(app, 1)[:-1]
        assert len(line) - len(line.lstrip()) == 22
        assert len(line.strip()) <= 76
        app.view.set_measure(40)
        line = row(app, 1)[:-1]
        assert len(line) - len(line.lstrip()) == 40
        assert len(line.strip()) <= 40


async def test_show_begins_at_an_offset_with_lines_above_it() -> None:
    document = story()
    offset = document.text.index("Paragraph 30")
    app = Shell(document, offset)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.view.caret == offset
        assert app.view.viewport.row_of(offset) == 8
        assert "Paragraph 30" in row(app, 8)


async def test_motions_tell_of_the_caret_once_and_of_the_selection() -> None:
    app = Shell(story())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, app)
        app.view.move(Viewport.move_line, 3)
        await pilot.pause()
        assert app.heard == [app.view.caret]
        assert app.view.caret > 0
        app.heard.clear()
        app.view.move(Viewport.select, "characters")
        app.view.move(Viewport.move_char, 3)
        await pilot.pause()
        assert app.heard[-1] == app.view.viewport.selection
        assert app.view.viewport.selection is not None
        assert app.view.viewport.selection.end - app.view.viewport.selection.start == 4


async def test_layers_are_painted_without_moving() -> None:
    document = story()
    app = Shell(document)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.view.move(Viewport.move_page, 1)
        before = rows(app)
        hit = Span(app.view.caret, app.view.caret + 4)
        app.view.set_layers(Layers(hits=(hit,), current=0))
        assert [line[:-1] for line in rows(app)] == [line[:-1] for line in before]
        y = app.view.viewport.row_of(hit.start)
        assert y is not None
        backgrounds = {
            segment.style.bgcolor.name
            for segment in app.view.render_line(y)
            if segment.style and segment.style.bgcolor
        }
        assert DARK.hit_current in backgrounds


async def test_a_view_that_cannot_be_focused_shows_no_caret() -> None:
    app = Shell(story())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        y = app.view.viewport.row_of(0)
        assert y is not None
        with_caret = list(app.view.render_line(y))
        app.view.can_focus = False
        assert len(list(app.view.render_line(y))) < len(with_caret)


async def test_another_theme_is_taken_up() -> None:
    app = Shell(story())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.palette_in_force = LIGHT
        app.view.restyle()
        styles = [segment.style for segment in app.view.render_line(3)]
        assert any(style and style.bgcolor and style.bgcolor.name == LIGHT.background for style in styles)


async def test_resizing_keeps_the_text_at_the_top() -> None:
    app = Shell(story())
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.view.move(Viewport.move_page, 1)
        app.view.move(Viewport.move_page, 1)
        top = app.view.viewport.shown.start
        await pilot.resize_terminal(60, 30)
        await pilot.pause()
        assert app.view.viewport.top == app.view.viewport.layout.place(top)
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert app.view.viewport.shown.start == top


async def test_a_click_places_the_caret_and_a_drag_selects_the_span_that_keys_select() -> None:
    app = Shell(story())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        start = app.view.document.text.index("begins")
        y = app.view.viewport.row_of(start)
        assert y is not None
        x = row(app, y).index("begins")
        await pilot.click(DocumentView, offset=(x, y))
        assert app.view.caret == start
        assert app.view.viewport.selection is None
        await pilot.mouse_down(DocumentView, offset=(x, y))
        await pilot.hover(DocumentView, offset=(x + 5, y))
        await pilot.mouse_up(DocumentView, offset=(x + 5, y))
        dragged = app.view.viewport.selection
        app.view.move(Viewport.select, "")
        app.view.move(Viewport.go_to, start)
        app.view.move(Viewport.select, "characters")
        app.view.move(Viewport.move_char, 5)
        assert dragged == app.view.viewport.selection == Span(start, start + 6)


async def test_a_double_click_selects_the_sentence() -> None:
    app = Shell(story())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        y = app.view.viewport.row_of(app.view.document.text.index("begins"))
        assert y is not None
        await pilot.click(DocumentView, offset=(row(app, y).index("begins"), y), times=2)
        assert app.view.viewport.selection is not None
        assert app.view.document.quote(app.view.viewport.selection) == "Paragraph 0 begins here."


async def test_a_click_on_a_link_asks_for_it_and_one_beside_it_does_not() -> None:
    text = "See the report, please."
    document = Document(
        text, (Block("paragraph", 0, len(text)),), (Style("link", 8, 14, "https://example.org"),)
    )
    app = Shell(document)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot, app)
        y = app.view.viewport.row_of(0)
        assert y is not None
        x = row(app, y).index("See")
        await pilot.click(DocumentView, offset=(x + 1, y))
        assert ("activated", 1) not in app.heard
        await pilot.click(DocumentView, offset=(x + 9, y))
        assert ("activated", 9) in app.heard


async def test_the_wheel_scrolls_three_lines() -> None:
    app = Shell(story())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        before = rows(app)
        await pilot._post_mouse_events([MouseScrollDown], DocumentView, offset=(10, 10))
        assert row(app, 0)[:-1] == before[3][:-1]


async def test_a_click_in_the_right_margin_goes_to_that_part_of_the_text() -> None:
    app = Shell(story())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(DocumentView, offset=(79, 12))
        share = app.view.caret / len(app.view.document.text)
        assert 0.45 < share < 0.55


async def test_an_empty_document_is_shown_and_moved_in() -> None:
    app = Shell(Document(""))
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        app.view.move(Viewport.move_page, 1)
        app.view.move(Viewport.move_page, -1)
        for motion in (Viewport.move_line, Viewport.move_sentence, Viewport.move_section):
            app.view.move(motion, 1)
            app.view.move(motion, -1)
        app.view.move(Viewport.to_end)
        assert (app.view.caret, app.view.viewport.percent, app.view.viewport.minutes_left) == (0, 100, 0.0)


# -- the margin ---------------------------------------------------------------------------------------------


def test_ticks_stand_at_their_share_of_the_text_and_hits_hide_notes() -> None:
    margin = ScrollbarTicks(10, 1000)
    layers = Layers(
        hits=(Span(0, 3), Span(550, 553)), notes=(Span(560, 570), Span(999, 1000)), chosen=(Span(300, 305),)
    )
    marks = [margin.mark(number, layers, Span(200, 500)) for number in range(10)]
    assert [mark for mark, _role in marks] == [
        HIT_TICK,
        "│",
        THUMB,
        CHOSEN_TICK,
        THUMB,
        HIT_TICK,
        "│",
        "│",
        "│",
        NOTE_TICK,
    ]


def test_many_hits_cost_a_step_a_row() -> None:
    class Counting(tuple[Span, ...]):
        reads = 0

        def __getitem__(self, index):  # type: ignore[no-untyped-def]
            Counting.reads += 1
            return super().__getitem__(index)

    hits = Counting(Span(at, at + 1) for at in range(0, 1_000_000, 10))
    margin, layers = ScrollbarTicks(40, 1_000_000), Layers(hits=hits)
    assert [margin.mark(number, layers, Span(0, 1))[0] for number in range(40)] == [HIT_TICK] * 40
    assert Counting.reads < 2000


def test_the_header_shows_what_only_the_front_matter_says() -> None:
    document = Document(
        "Body", (Block("paragraph", 0, 4),), title="Port status", title_from="front matter",
        published="2026-01-17",
        published_from="front matter", source="exercise", tags=("ports",), meta=(("desk", "Maritime"),),
    )  # fmt: skip
    assert [text for text, _role in header_of(document, 60, NARROW)] == [
        "", "Port status", "17 Jan 2026 · exercise · ports", "desk: Maritime", "",
    ]  # fmt: skip
    assert [text for text, _role in header_of(Document("Body"), 60, NARROW)] == [""]


def test_a_head_that_stands_in_the_text_is_shown_once() -> None:
    document = Document("FROM: EMBASSY\n\nBody", meta=(("from", "EMBASSY"), ("to", "MINISTRY")))
    assert [text for text, _role in header_of(document, 60, NARROW)] == ["", "to: MINISTRY", ""]
