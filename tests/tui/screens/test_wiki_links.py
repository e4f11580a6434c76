"""Wiki links lead to the file of that name, wherever in the library it lies."""

from __future__ import annotations

from pathlib import Path

import pytest
from tui_desk import Sit, prepare

from reader.system.paths import Places


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    (folder / "Desk").mkdir(parents=True)
    (folder / "start.md").write_text(
        "# Start\n\nSee [[ferry office#Fares|the fares]], [[Desk/Ferry Office]] and [[Nowhere]].\n"
    )
    (folder / "Desk" / "Ferry Office.md").write_text("# Ferry office\n\nOpen.\n\n## Fares\n\nTwo crowns.\n")
    prepare(folder, Places.from_environment({"READER_HOME": str(tmp_path / "home")}))
    return folder


async def test_a_wiki_link_opens_its_file_at_its_heading(sit: Sit, vault: Path) -> None:
    async with sit(folder=vault) as desk:
        await desk.open("start.md")
        await desk.press("tab", "enter")
        await desk.until(lambda: desk.after.startswith("Fares"))
        await desk.open("start.md", "Desk/Ferry")
        await desk.press("enter")
        await desk.until(lambda: "Two crowns." in desk.text)


async def test_a_wiki_link_to_no_file_says_so(sit: Sit, vault: Path) -> None:
    async with sit(folder=vault) as desk:
        await desk.open("start.md", "Nowhere")
        await desk.press("enter")
        await desk.shows("There is no file “Nowhere” in this library.")
