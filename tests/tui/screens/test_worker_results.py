"""What a worker finds comes to the screen that asked, and to none that is being left."""

from __future__ import annotations

import asyncio

from textual.screen import Screen
from tui_desk import Sit

from reader.tui.screens.worker_results import deliver


async def _given(screen: Screen[None]) -> list[str]:
    """What arrives of something that is delivered to a screen now."""
    taken: list[str] = []
    await asyncio.to_thread(deliver, screen, taken.append, "found")
    return taken


async def test_the_screen_in_front_and_one_below_it_get_what_was_found(sit: Sit) -> None:
    async with sit() as desk:
        below = desk.screen
        await desk.press("2")
        assert await _given(below) == ["found"]
        assert await _given(desk.screen) == ["found"]


async def test_a_screen_that_is_left_or_losing_its_widgets_gets_nothing(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("2")
        left = desk.screen
        leaving = desk.app.pop_screen()
        assert await _given(left) == []
        await leaving
        assert await _given(left) == []
        losing = desk.screen
        losing._pruning = True
        assert await _given(losing) == []
        losing._pruning = False
