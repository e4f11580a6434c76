"""What screens know of names is read in threads: the interface never waits for the database."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from tui_desk import STRAIT, Sit

from reader.library.entities.entity_service import EntityService
from reader.tui.screens.lists.dossier.screen import DossierScreen
from reader.tui.screens.modals.correction import CorrectingScreen

_READING = ("corrections", "watched_names", "entity", "corrected_key", "texts_mentioning", "mentions")


@pytest.fixture
def read_while_waited_for(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The methods that were called on the interface's thread."""
    interface, called = threading.get_ident(), list[str]()

    def watched(name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            if threading.get_ident() == interface:
                called.append(name)
            return method(*args, **options)

        return call

    for name in _READING:
        monkeypatch.setattr(EntityService, name, watched(name, getattr(EntityService, name)))
    return called


async def test_a_dossier_and_what_is_wrong_about_a_name(sit: Sit, read_while_waited_for: list[str]) -> None:
    async with sit() as desk:
        await desk.press("2", "enter")
        await desk.until(lambda: isinstance(desk.screen, DossierScreen) and desk.rows.items, "a dossier")
        await desk.press("C")
        assert isinstance(desk.screen, CorrectingScreen)
        await desk.shows("watch it")
        await desk.press("escape")
        desk.app.announcements.names_corrected()
        await desk.settle()
        assert read_while_waited_for == []


async def test_a_document_whose_names_are_corrected(sit: Sit, read_while_waited_for: list[str]) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Korvania")
        desk.app.announcements.names_corrected()
        await desk.settle()
        await desk.press("C")
        await desk.shows("another kind of name")
        assert read_while_waited_for == []


async def test_a_letter_that_was_typed_ahead_chooses_when_it_is_known_what_there_is(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("2")
        await desk.until(lambda: desk.rows.items, "names")
        name = desk.rows.current.name
        await desk.type_ahead("Cw")
        await desk.settle()
        assert desk.library.entities.watched_names() == {name}
        await desk.type_ahead("Cw")
        await desk.settle()
        assert desk.library.entities.watched_names() == frozenset()
