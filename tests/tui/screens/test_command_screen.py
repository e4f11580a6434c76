"""Each screen maps every command of its part of the table to a method, and no other."""

from __future__ import annotations

import pytest
from tui_desk import STRAIT, Desk, Sit

from reader.tui.screens.command_screen import CommandScreen
from reader.tui.session.commands import COMMANDS, EVERYWHERE, Where


async def _go(desk: Desk, where: Where) -> None:
    """Show a screen of this part of the table."""
    if where == "document":
        await desk.open(STRAIT)
    elif where == "dossier":
        await desk.press("2")
        await desk.until(lambda: len(desk.screen.panel.rows.items) > 0)
        await desk.press("enter")
    elif where != "list":
        await desk.press({"search": "s", "entities": "2", "notes": "3"}[where])
    await desk.until(lambda: desk.screen.where == where)


@pytest.mark.parametrize("where", EVERYWHERE)
async def test_map_and_table_agree(sit: Sit, where: Where) -> None:
    table = {command.id for command in COMMANDS if where in command.where}
    async with sit() as desk:
        await _go(desk, where)
        screen = desk.screen
        assert isinstance(screen, CommandScreen)
        own, everywhere = set(screen.commands), set(desk.app.commands)
        assert own - table == set(), "the map has what the table has not"
        assert table - own - everywhere == set(), "a command of the table runs nothing"
        assert own & everywhere == set(), "a command is the screen's or the app's, not both"
        assert all(callable(handler) for handler in (*screen.commands.values(), *desk.app.commands.values()))
