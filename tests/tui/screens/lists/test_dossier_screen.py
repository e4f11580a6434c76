"""A dossier: every mention, the page beside it, its filter, its orders, its file."""

from __future__ import annotations

from pathlib import Path

from tui_desk import RESTRICTED, STRAIT, Sit
from tui_names import on_name

from reader.tui.screens.document.screen import DocumentScreen
from reader.tui.screens.lists.dossier.screen import DossierScreen


async def test_the_dossier_shows_every_mention_and_opens_it(sit: Sit) -> None:
    async with sit() as desk:
        await on_name(desk, "Liang Wenhao")
        await desk.press("enter")
        assert isinstance(desk.screen, DossierScreen)
        assert "3 mentions in 2 documents" in desk.head
        assert [place.entry.path.name for place in desk.rows.items] == [STRAIT, STRAIT, RESTRICTED]
        assert all(
            place.sentence[place.highlight.start : place.highlight.end] == "Liang Wenhao"
            for place in desk.rows.items
        )
        assert "Admiral" in desk.page
        await desk.press("j", "enter")
        assert isinstance(desk.screen, DocumentScreen)
        assert desk.after.startswith("Liang Wenhao expects")
        assert desk.screen.state.selected_entity == "Liang Wenhao"
        await desk.press("q")
        assert isinstance(desk.screen, DossierScreen)


async def test_the_page_beside_leads_to_its_evidence(sit: Sit) -> None:
    async with sit() as desk:
        await on_name(desk, "Korvania")
        await desk.press("enter")
        assert "Calder Rose" in desk.page.split("appears with")[1]
        await desk.press("tab", "enter")
        assert isinstance(desk.screen, DocumentScreen)
        assert "Korvania detained the tanker Calder Rose" in desk.here


async def test_a_dossier_is_filtered_sorted_and_written(sit: Sit, tmp_path: Path) -> None:
    async with sit() as desk:
        await on_name(desk, "Liang Wenhao")
        await desk.press("enter")
        await desk.press("o")
        assert desk.rows.items[0].entry.path.name == RESTRICTED
        await desk.press("/")
        await desk.type("detentions")
        assert len(desk.rows.items) == 1
        await desk.press("enter", "w")
        text = (tmp_path / "dossier-Liang-Wenhao.md").read_text(encoding="utf-8")
        assert text.startswith("# Liang Wenhao\n")
        assert text.count("**Liang Wenhao**") == 3
        assert "- Admiral" in text
        assert "dossier-Liang-Wenhao.md" in desk.said


async def test_a_note_on_a_name_is_in_its_dossier(sit: Sit) -> None:
    async with sit() as desk:
        desk.library.notes.add_on_entity("Liang Wenhao", body="Ask the admiralty.")
        await on_name(desk, "Liang Wenhao")
        await desk.press("enter")
        assert "¶ Ask the admiralty." in desk.page
