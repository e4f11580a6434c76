"""The corrections of names in a file."""

from __future__ import annotations

from pathlib import Path

from tui_desk import Sit
from tui_names import on_name


async def test_corrections_go_to_a_file(sit: Sit, tmp_path: Path) -> None:
    async with sit() as desk:
        await on_name(desk, "Lauter")
        await desk.press("w")
        assert "C puts a name right" in desk.said
        await desk.press("C", "h", "w")
        assert 'name = "Lauter"' in (tmp_path / "entities.toml").read_text(encoding="utf-8")


async def test_a_file_of_corrections_that_is_there_is_replaced_only_when_told_twice(
    sit: Sit, tmp_path: Path
) -> None:
    target = tmp_path / "entities.toml"
    target.write_text("# a colleague's\n")
    async with sit() as desk:
        await on_name(desk, "Lauter")
        await desk.press("C", "h", "w")
        assert "entities.toml is there already. w again replaces it." in desk.said
        assert target.read_text() == "# a colleague's\n"
        await desk.press("w")
        written = target.read_text(encoding="utf-8")
        assert 'name = "Lauter"' in written
        # What it says already is no loss; what it does not is asked for anew.
        await desk.press("w")
        assert "1 correction written" in desk.said
        await on_name(desk, "Sendrel")
        await desk.press("C", "h", "w")
        assert "w again" in desk.said
        assert target.read_text(encoding="utf-8") == written
