"""The list of names: columns, filter, orders, widths and colours."""

from __future__ import annotations

import pytest
from tui_desk import STRAIT, Sit
from tui_names import names, on_name

from reader.tui.screens.lists.documents.screen import DocumentsScreen
from reader.tui.screens.lists.entities.screen import EntitiesScreen


async def test_the_list_has_kind_counts_dates_and_time(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("2")
        assert names(desk)[:2] == ["Lauter", "Liang Wenhao"]
        line = next(line for line in desk.text.splitlines() if "Liang Wenhao" in line)
        assert line.split()[:9] == ["P", "Liang", "Wenhao", "3", "2", "10", "Mar", "12", "Mar"]
        assert "█" in line
        assert "7 in 5 documents" in desk.head
        assert "P 2" in desk.head


async def test_filter_forgives_spelling_and_knows_kinds(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("2")
        await desk.press("/")
        await desk.type("dorojna")
        assert names(desk) == ["Evgen Dorojan"]
        await desk.until(lambda: "dorojan for dorojna" in desk.text, "the note of the filter")
        await desk.press("escape")
        assert len(names(desk)) == 7
        await desk.press("f")
        assert names(desk) == ["Liang Wenhao", "Evgen Dorojan"]
        await desk.press("f")
        assert names(desk) == ["Orvel Wire"]
        await desk.press("escape")
        assert len(names(desk)) == 7


async def test_sorting_keeps_the_cursor_on_its_name(sit: Sit) -> None:
    async with sit() as desk:
        await on_name(desk, "Korvania")
        await desk.press("o", "o")
        assert "name" in desk.said
        assert names(desk) == sorted(names(desk))
        assert desk.rows.current.name == "Korvania"


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_nothing_is_cut_off(sit: Sit, size: tuple[int, int]) -> None:
    async with sit(size=size) as desk:
        await on_name(desk, "Liang Wenhao")
        head = desk.text.splitlines()[2]
        assert [*head.split()[:2], *head.split()[3:5]] == ["name", "mentions", "first", "last"]
        assert head.endswith("time")
        assert "…" not in head
        await desk.press("C", "m")
        await desk.type("kor")
        assert "esc goes back" in desk.text
        assert "L  Korvania" in desk.text
        await desk.press("escape", "escape", "enter")
        assert all(len(line) <= size[0] for line in desk.text.splitlines())


async def test_without_colours_kinds_are_letters_and_lines(sit: Sit) -> None:
    async with sit(no_color=True) as desk:
        await desk.press("2")
        assert "P Liang Wenhao" in desk.text
        await desk.open(STRAIT)
        strips = desk.screen._compositor.render_strips()
        styles = {segment.text.strip(): segment.style for strip in strips for segment in strip}
        person, place = styles["Evgen Dorojan"], styles["Sendrel"]
        assert person.underline
        assert place.underline
        assert place.italic
        assert not person.italic
        assert person.color is None or person.color.is_default


async def test_names_of_all_documents_are_listed_ordered_and_filtered(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("2")
        await desk.until(lambda: desk.rows.items)
        assert isinstance(desk.screen, EntitiesScreen)
        names = [entity.name for entity in desk.rows.items]
        assert {"Liang Wenhao", "Evgen Dorojan", "Korvania", "Lauter"} <= set(names)
        await desk.press("o")
        await desk.until(lambda: [entity.name for entity in desk.rows.items] != names)
        await desk.press("/")
        await desk.type("liang wenho")
        await desk.press("enter")
        assert [entity.name for entity in desk.rows.items] == ["Liang Wenhao"]
        await desk.until(lambda: "Liang Wenhao" in desk.page)
        await desk.press("1")
        assert isinstance(desk.screen, DocumentsScreen)
