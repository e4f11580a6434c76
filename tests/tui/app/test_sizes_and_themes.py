"""Sizes and themes: nothing breaks on a small screen, and no meaning is lost without colours."""

from __future__ import annotations

import pytest
from tui_desk import LONG, STRAIT, Sit

from reader.library.settings import Settings
from reader.tui.text.cell_width import Cells
from reader.tui.theme.palettes import PALETTES, PLAIN

ROUND = "j s escape / escape enter j ) e a escape t escape o o i i / n escape q 2 j q 3 q ? escape D q"


@pytest.mark.parametrize("size", [(60, 20), (20, 5), (8, 3), (200, 60)])
async def test_a_round_through_the_screens_at_every_size(sit: Sit, size: tuple[int, int]) -> None:
    async with sit(size=size) as desk:
        for key in ROUND.split():
            await desk.press(key)
            for strip in desk.screen._compositor.render_strips():
                assert strip.cell_length == size[0], key
        assert desk.screen is desk.app.navigation.documents


async def test_a_narrow_list_has_no_page_beside_it(sit: Sit) -> None:
    async with sit(size=(60, 20)) as desk:
        assert desk.screen.query(".narrow")
        assert "▎" not in desk.text
        await desk.press("tab")
        assert desk.rows.has_focus
        await desk.press("i")
        assert "too narrow" in desk.said
        assert not desk.screen.panel.page.display
        await desk.pilot.resize_terminal(120, 40)
        await desk.shows("▎")
        await desk.press("tab", "i")
        assert desk.rows.has_focus
        assert not desk.screen.panel.page.display
        await desk.press("i")
        await desk.shows("▎")


async def test_resizing_keeps_the_place(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(LONG, "In week 11 ship number 3")
        await desk.pilot.resize_terminal(50, 12)
        await desk.shows("In week 11 ship number 3 came")
        await desk.pilot.resize_terminal(120, 40)
        await desk.shows("In week 11 ship number 3 came")
        assert desk.after.startswith("In week 11 ship number 3")


SAID = "This sentence is long, and stands whole at the foot over as many lines as it takes. " * 3


@pytest.mark.parametrize("key", ["", "k"])
async def test_a_message_of_several_lines_moves_no_page_for_good(sit: Sit, key: str) -> None:
    async with sit(size=(60, 12)) as desk:
        await desk.press("2", "G")
        listed = desk.text.splitlines()[:-1]
        name = desk.rows.current.name
        desk.screen.say(SAID)
        await desk.shows("takes.\n")
        assert name in desk.text
        await desk.press(key or "escape")
        await desk.until(lambda: desk.text.splitlines()[:-1] == listed, "the rows as they were")
        await desk.open(LONG, "In week 11 ship number 3")
        await desk.press(*"jjjj")
        page = desk.text.splitlines()[2:-1]
        desk.screen.say(SAID)
        await desk.shows("takes.")
        assert desk.view.viewport.row_of(desk.view.caret) is not None
        await desk.press(key or "escape")
        await desk.until(lambda: desk.text.splitlines()[2:-1] == page, "the page as it was")


async def test_a_message_of_several_lines_and_the_prompt_stand_apart(sit: Sit) -> None:
    async with sit(size=(60, 14)) as desk:
        await desk.press("/")
        await desk.type("a")
        desk.screen.say(SAID)
        await desk.until(lambda: SAID.strip() in " ".join(desk.text.split()), "the whole message")
        assert "filter a" in desk.text


@pytest.mark.parametrize("name", [palette.name for palette in PALETTES.values()])
async def test_a_theme_is_chosen_and_kept(sit: Sit, name: str) -> None:
    async with sit() as desk:
        desk.app.appearance.use_theme(name)
        await desk.open(STRAIT)
        assert desk.app.theme == name
        background = PALETTES[name].background
        for strip in desk.screen._compositor.render_strips():
            for segment in strip:
                ground = segment.style.bgcolor if segment.style else None
                assert ground is None or bool(background)
        assert desk.library.preferences.get("theme") == name


async def test_without_colours_everything_is_told_by_marks_and_weight(sit: Sit) -> None:
    async with sit(no_color=True) as desk:
        assert desk.app.appearance.palette is PLAIN
        assert desk.text.count("●") == 5
        await desk.open(STRAIT, "Korvania will release")
        await desk.press("A")
        await desk.shows("¶")
        assert "▎" in desk.text
        underlined = {
            segment.text.strip()
            for strip in desk.screen._compositor.render_strips()
            for segment in strip
            if segment.style and (segment.style.underline or segment.style.underline2)
        }
        assert any("Wenhao" in text for text in underlined), f"{underlined}"
        await desk.press("/")
        await desk.type("crew")
        segments = [segment for strip in desk.screen._compositor.render_strips() for segment in strip]
        # The caret stands on the first letter.
        hits = [segment.style for segment in segments if segment.text.strip() == "rew" and segment.style]
        assert any(style.reverse or style.bold or style.underline for style in hits)


async def test_no_color_in_the_environment_is_taken(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with sit() as desk:
        assert desk.app.appearance.palette is PLAIN
        assert not [
            segment
            for strip in desk.screen._compositor.render_strips()
            for segment in strip
            if segment.style and segment.style.color and not segment.style.color.is_default
        ]


async def test_where_ambiguous_characters_are_wide_no_line_runs_over_its_end(sit: Sit) -> None:
    wide = Cells(ambiguous_wide=True)
    async with sit(settings=Settings(ambiguous_wide=True), size=(80, 24)) as desk:
        for key in (
            "j",
            "?",
            "escape",
            "enter",
            "i",
            "t",
            "escape",
            "i",
            "a",
            "escape",
            "q",
            "2",
            "3",
            "1",
            "w",
        ):
            await desk.press(key)
            for strip in desk.screen._compositor.render_strips():
                line = "".join(segment.text for segment in strip)
                assert wide.width(line) == 80, (key, line)
