"""Putting a name right, by every way that is offered."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import pytest
from tui_desk import Sit
from tui_names import chosen_title, names, on_name

from reader.analysis.corrections import Correction
from reader.search.query.row_filter import Row, RowFilter
from reader.tui.screens.modals import correction as correcting
from reader.tui.screens.modals.correction import CorrectingScreen


async def test_every_way_to_put_a_name_right(sit: Sit) -> None:
    async with sit() as desk:
        await on_name(desk, "Lauter")
        await desk.press("C", "t")
        assert chosen_title(desk) == "Lauter is"
        await desk.press("enter")
        assert desk.rows.items[0].type == "PERSON"
        await desk.press("C", "r")
        await desk.press("end", "space", "X", "enter")
        assert names(desk)[0] == "Lauter X"
        await desk.press("C", "h")
        assert "Lauter X" not in names(desk)
        for _ in range(3):
            await desk.press("U")
        assert desk.said == "Taken back: Lauter is a person."
        assert desk.rows.items[0].key == ("Lauter", "GPE")
        assert desk.library.entities.corrections() == ()


async def test_names_are_put_together_and_parted(sit: Sit) -> None:
    async with sit() as desk:
        await on_name(desk, "Orvel Wire")
        await desk.press("C", "m")
        await desk.type("dorojna")
        await desk.press("enter")
        assert desk.library.entities.corrections() == (
            Correction("merge", "Orvel Wire", "Evgen Dorojan", "PERSON"),
        )
        assert "Orvel Wire" not in names(desk)
        await on_name(desk, "Evgen Dorojan")
        assert desk.rows.current.mentions == 3
        assert "corrected by hand" in " ".join(desk.page.split())
        await desk.press("C", "s", "enter")
        assert "Orvel Wire" in names(desk)


async def test_enter_takes_no_name_that_was_offered_for_less_than_is_typed(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = threading.Event()

    class Slow(RowFilter):
        def __init__(self, line: str, rows: Sequence[Row]) -> None:
            assert opened.wait(30)
            super().__init__(line, rows)

    monkeypatch.setattr(correcting, "RowFilter", Slow)
    async with sit() as desk:
        await on_name(desk, "Orvel Wire")
        await desk.press("C", "m")
        await desk.type_ahead("dorojna\r")
        opened.set()
        await desk.settle()
        (correction,) = desk.library.entities.corrections()
        assert correction.to == "Evgen Dorojan"


async def test_a_watched_name_marks_its_documents(sit: Sit) -> None:
    async with sit() as desk:
        await on_name(desk, "Sendrel")
        await desk.press("C", "w")
        assert "◆L Sendrel" in desk.text
        await desk.press("1")
        marked = [line for line in desk.text.splitlines() if line.startswith("◆")]
        assert len(marked) == 2
        assert "Strait report" in marked[0]
        assert "Harbour closed" in marked[1]
        await desk.press("2", "U", "1")
        assert "◆" not in desk.text


async def test_esc_changes_nothing(sit: Sit) -> None:
    async with sit() as desk:
        await on_name(desk, "Lauter")
        await desk.press("C", "t", "escape")
        assert chosen_title(desk) == "Lauter"
        await desk.press("escape")
        assert not isinstance(desk.screen, CorrectingScreen)
        assert desk.library.entities.corrections() == ()
