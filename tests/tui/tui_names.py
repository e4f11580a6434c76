"""What tests of names share."""

from __future__ import annotations

from tui_desk import Desk

from reader.tui.screens.lists.entities.screen import EntitiesScreen


def names(desk: Desk) -> list[str]:
    return [item.name for item in desk.rows.items]


async def on_name(desk: Desk, name: str) -> None:
    """Put the cursor of the list of names on a name."""
    if not isinstance(desk.screen, EntitiesScreen):
        await desk.press("2")
    desk.rows.go(names(desk).index(name))
    await desk.settle()


def chosen_title(desk: Desk) -> str:
    return str(desk.screen.query_one("Vertical").border_title)
