"""Names in a document: followed, walked, shown and hidden, put right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tui_desk import HARBOUR, STRAIT, Sit
from tui_names import chosen_title, names, on_name

from reader.analysis.explanations import explain_mention
from reader.tui.screens.document.screen import DocumentScreen
from reader.tui.screens.lists.dossier.screen import DossierScreen
from reader.tui.session.messages import NamesArrived
from reader.tui.widgets.bars import Prompt


async def test_the_dossier_of_the_name_under_the_caret(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Evgen Dorojan")
        await desk.press("D")
        assert isinstance(desk.screen, DossierScreen)
        assert "Evgen Dorojan · 2 mentions in 2 documents" in desk.head
        await desk.press("q")
        assert isinstance(desk.screen, DocumentScreen)
        await desk.go("Wednesday")
        await desk.press("D")
        assert "no name under the caret" in desk.said


@pytest.mark.parametrize("key", ["enter", "l"])
async def test_a_name_is_followed_to_its_bearer_and_on_to_the_dossier(sit: Sit, key: str) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Evgen Dorojan")
        await desk.press(key)
        assert isinstance(desk.screen, DocumentScreen)
        assert desk.screen.state.selected_entity == "Evgen Dorojan"
        assert "enter again: dossier" in desk.said
        await desk.press(key)
        assert isinstance(desk.screen, DossierScreen)
        assert "Evgen Dorojan · 2 mentions in 2 documents" in desk.head
        await desk.press("q")
        assert desk.screen.state.selected_entity == "Evgen Dorojan"
        assert desk.after.startswith("Evgen Dorojan")


async def test_a_day_is_walked_like_a_name_and_has_no_dossier(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Wednesday")
        await desk.press("enter")
        assert desk.screen.state.selected_entity == "Wednesday"
        await desk.press("enter")
        assert isinstance(desk.screen, DocumentScreen)
        assert "no name under the caret" in desk.said


async def test_kinds_are_shown_and_hidden_in_the_text(sit: Sit) -> None:
    def lit(text: str) -> bool:
        strips = desk.screen._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.text.strip() == text]
        plain = next(segment.style for strip in strips for segment in strip if " harbour of" in segment.text)
        return any(style.color != plain.color for style in styles)

    async with sit() as desk:
        await desk.open(STRAIT)
        assert [lit("Evgen Dorojan"), lit("Sendrel"), lit("Calder Rose")] == [True, True, True]
        shown = []
        for _ in range(4):
            await desk.press("f")
            shown.append((desk.said, lit("Evgen Dorojan"), lit("Sendrel")))
        assert shown == [
            ("Showing people, organisations and places.", True, True),
            ("Showing people.", True, False),
            ("Showing no names.", False, False),
            ("Showing all names.", True, True),
        ]


async def test_a_name_in_the_text_is_put_right_at_once(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Korvania detained")
        await desk.press("C", "r")
        await desk.press("end", "I", "I", "enter")
        mention = desk.screen.state.mention_at(desk.view.caret)
        assert mention.entity == "KorvaniaII"
        assert "corrected by hand" in explain_mention(mention.reasons)
        await desk.press("U")
        assert desk.screen.state.mention_at(desk.view.caret).entity == "Korvania"


async def test_a_correction_can_be_for_one_document_only(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Evgen Dorojan")
        await desk.press("C", "o", "r")
        assert str(desk.screen.query_one("Vertical").border_subtitle).startswith("in this document only")
        await desk.press("o")
        assert desk.screen.query_one(Prompt).value == "Evgen Dorojano"
        await desk.press("escape")
        assert str(desk.screen.query_one("Vertical").border_subtitle).startswith("o: in this document only")
        await desk.press("h")
        assert "in this document" in desk.said
        assert desk.screen.state.mention_at(desk.view.caret) is None
        await on_name(desk, "Evgen Dorojan")
        assert desk.rows.current.mentions == 1


async def test_words_that_the_model_missed_become_a_name(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, "harbour master")
        await desk.press("v", *["right"] * 13)
        await desk.press("C")
        assert chosen_title(desk) == "harbour master is"
        await desk.press("j", "enter")
        mention = desk.screen.state.mention_at(desk.view.caret)
        assert (mention.entity, mention.type) == ("harbour master", "ORG")
        await desk.press("2")
        assert "harbour master" in names(desk)


async def test_undo_takes_notes_and_names_back_in_their_order(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Evgen Dorojan")
        await desk.press("A")
        await desk.press("C", "h")
        await desk.press("U")
        assert desk.library.entities.corrections() == ()
        assert len(desk.screen.state.notes) == 1
        await desk.press("U")
        assert desk.screen.state.notes == []


async def test_the_chosen_name_is_walked_into_the_next_document_and_back(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Evgen Dorojan")
        await desk.press("enter")
        assert desk.screen.state.selected_entity == "Evgen Dorojan"
        await desk.press("e")
        assert desk.screen.state.entry.path.name == HARBOUR
        assert desk.screen.state.selected_entity == "Evgen Dorojan"
        assert desk.after.startswith("Evgen Dorojan visited")
        await desk.press("e")
        assert "No document after this one mentions Evgen Dorojan" in desk.said
        await desk.press("E")
        assert desk.screen.state.entry.path.name == STRAIT
        await desk.press("H")
        assert desk.screen.state.entry.path.name == HARBOUR


async def test_a_document_whose_names_could_not_be_found_says_why(sit: Sit, own_folder: Path) -> None:
    async with sit(folder=own_folder) as desk:
        library = desk.library
        entry = next(entry for entry in library.documents.entries() if entry.path.name == HARBOUR)
        problem = "The analysis crashed on this document."
        library.document_cache.put([replace(entry, names_problem=problem)])
        desk.screen.names_arrived(NamesArrived(entry.key, problem))
        await desk.until(lambda: any("⚠" in line and "Harbour" in line for line in desk.text.splitlines()))
