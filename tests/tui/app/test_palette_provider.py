"""Commands found by their names."""

from __future__ import annotations

from tui_desk import STRAIT, Sit

from reader.tui.app.palette_provider import CommandsByName
from reader.tui.session.commands import COMMANDS


async def best(provider: CommandsByName, typed: str) -> str:
    found = [hit async for hit in provider.search(typed)]
    return max(found, key=lambda hit: hit.score).text or ""  # type: ignore[union-attr]


async def test_an_id_typed_in_full_comes_before_all_others(sit: Sit) -> None:
    async with sit() as desk:
        provider = CommandsByName(desk.screen)
        for command in COMMANDS:
            if "list" in command.where and command.id not in ("palette", "command"):
                assert (await best(provider, command.id)).endswith(f" · {command.id}")
                assert (await best(provider, f":{command.id}")).endswith(f" · {command.id}")


async def test_a_colon_and_an_id_run_a_command(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press(":")
        await desk.type("wider")
        await desk.shows("Make the text column wider.")
        await desk.press("enter")
        await desk.until(lambda: desk.said == "Text width 80.")
        assert desk.view.measure == 80
