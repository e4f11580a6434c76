"""Summaries on screen: beside the list, in the info pane, from a search and a dossier, and the digest."""

from __future__ import annotations

from pathlib import Path

import pytest
from tui_desk import BROKEN, LONG, STRAIT, Desk, Sit, names_in, shows

from reader.analysis.reasons import ReasonKind
from reader.tui.screens.document.digest_page import DigestPage
from reader.tui.screens.document.screen import DocumentScreen
from reader.tui.session.messages import NamesArrived
from reader.tui.widgets.page import Page

SHAPE = "table: 2 columns, 2 rows"
BEFORE = "chosen before the names are known"
WITH = "chosen with the names known"


async def on_document(desk: Desk, name: str) -> None:
    await desk.at(name)
    await desk.settle()


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
async def test_the_page_beside_the_list_says_the_shape_and_leads_to_it(
    sit: Sit, size: tuple[int, int]
) -> None:
    async with sit(size=size) as desk:
        await on_document(desk, STRAIT)
        await desk.until(lambda: SHAPE in desk.page)
        await desk.press("tab")
        for _ in desk.rows.current.summary:
            await desk.press("j")
        await desk.press("enter")
        await desk.reads()
        assert desk.here.startswith("Ship")


async def test_the_info_pane_says_the_shape_and_leads_to_it(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("i")
        await desk.until(lambda: SHAPE in desk.page)
        for _ in desk.screen.state.summary.sentences:
            await desk.press("j")
        await desk.press("enter")
        assert desk.here.startswith("Ship")
        assert desk.view.has_focus


async def test_the_summary_is_at_the_head_of_the_info_pane(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("i")
        await desk.until(lambda: WITH in desk.page)
        first = desk.screen.state.summary.sentences[0].text
        assert " ".join(desk.page.split()).startswith(f"▎ {first[:20]}")
        assert desk.page.index(WITH) < desk.page.index("under the caret") < desk.page.index("12 Mar 2026")


async def test_of_the_file_as_it_is_there_is_no_summary(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("i", "i", "o", "i")
        await desk.until(lambda: "under the caret" in desk.page and WITH not in desk.page)
        assert "summarise" not in desk.page


async def test_says_that_there_is_nothing_to_sum_up(sit: Sit, own_folder: Path) -> None:
    (own_folder / "list.md").write_text("---\ndate: 2026-04-01\n---\n\n- bread\n- milk\n", encoding="utf-8")
    async with sit(folder=own_folder) as desk:
        desk.library.bring_up_to_date()
        desk.screen.reload()
        await desk.until(lambda: "list.md" in [entry.path.name for entry in desk.rows.items])
        await on_document(desk, "list.md")
        await desk.until(lambda: "There is nothing here to summarise." in desk.page)
        assert "list: 2 items" in desk.page
        assert BEFORE not in desk.page


async def test_says_which_version_it_is_and_takes_the_later_one(sit: Sit, own_folder: Path) -> None:
    """Names that arrive make the summary anew, in the list and in a document that is open."""
    path = own_folder / "2026-04-01-new.txt"
    path.write_text(
        "The port of Sendrel opened again on Wednesday. Evgen Dorojan spoke of relief.\n", encoding="utf-8"
    )
    async with sit(folder=own_folder) as desk:
        desk.library.bring_up_to_date()
        desk.screen.reload()
        await desk.until(lambda: path.name in [entry.path.name for entry in desk.rows.items])
        await on_document(desk, path.name)
        await desk.until(lambda: BEFORE in desk.page)
        await desk.press("enter")
        await desk.reads()
        await desk.press("i")
        await desk.until(lambda: BEFORE in desk.page)
        document = desk.library.files.document(path)
        desk.library.entities.store_analysis(document, names_in(document))
        desk.screen.names_arrived(NamesArrived(desk.screen.state.entry.key, ""))
        await desk.until(lambda: WITH in desk.page)
        await desk.press("q")
        desk.screen.names_arrived(NamesArrived(desk.rows.current.key, ""))
        await desk.until(lambda: WITH in desk.page)


async def test_a_document_opened_from_a_dossier_is_summed_up_for_the_name(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("2")
        names = [entity.name for entity in desk.rows.items]
        desk.rows.go(names.index("Liang Wenhao"))
        await desk.press("enter", "enter")
        assert isinstance(desk.screen, DocumentScreen)
        summary = desk.screen.state.summary
        assert summary.about == "Liang Wenhao"
        assert all("Liang Wenhao" in excerpt.text for excerpt in summary.sentences)
        assert summary.sentences[0].reasons[0].kind is ReasonKind.ASKED_WORDS
        await desk.press("i")
        await desk.until(lambda: "chosen for “Liang Wenhao”" in desk.page)
        await desk.press("i", "J")
        await desk.reads()
        assert not desk.screen.state.summary.about


async def test_a_document_opened_from_a_search_is_summed_up_for_it(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("s")
        await desk.type("ferries")
        await desk.press("enter", "enter")
        await desk.reads()
        assert desk.screen.state.summary.about == "ferries"
        assert "Ferries" in desk.screen.state.summary.sentences[0].text
        await desk.press("i")
        await desk.until(lambda: "chosen for “ferries”" in desk.page)


async def test_the_digest_is_of_the_view_and_its_sentences_lead_to_their_places(sit: Sit) -> None:
    async with sit(size=(80, 24)) as desk:
        await desk.press("/")
        await desk.type("strait")
        await desk.press("enter")
        listed = [entry.path.name for entry in desk.rows.items]
        assert listed
        assert LONG not in listed
        await desk.press("D")
        await desk.reads()
        assert shows(desk.screen, DigestPage)
        text = desk.view.document.text
        assert ": strait" in text.splitlines()[0]
        assert f"{len(listed)} document" in text
        place = next(place for place in desk.screen.page.places if place.entry.path.name == STRAIT)
        assert "Orvel Wire" in text[: place.start]
        desk.screen.jump(place.start)
        await desk.press("enter")
        await desk.until(lambda: type(desk.screen) is DocumentScreen)
        await desk.reads()
        assert desk.view.caret == place.offset
        await desk.press("q")
        assert shows(desk.screen, DigestPage)


async def test_the_digest_has_days_from_the_newest_and_leaves_out_what_cannot_be_read(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("o", "D")
        await desk.reads()
        text = desk.view.document.text
        assert text.index("2026-03-12, Thursday") < text.index("2026-03-11, Wednesday")
        assert BROKEN not in text
        assert "5 documents." in text
        assert not desk.screen.query_one("#info", Page).display
