"""The names of all documents, their dossiers, and putting names right, from the keyboard."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from tui_desk import HARBOUR, RESTRICTED, STRAIT, Desk, Sit

from reader.analysis.corrections import Correction
from reader.analysis.explanations import explain_mention
from reader.search.query.row_filter import Row, RowFilter
from reader.tui.content.entity_rows import bars, columns
from reader.tui.screens.document.screen import DocumentScreen
from reader.tui.screens.lists.dossier.screen import DossierScreen
from reader.tui.screens.lists.entities.screen import EntitiesScreen
from reader.tui.screens.modals import correction as correcting
from reader.tui.screens.modals.correction import CorrectingScreen
from reader.tui.session.messages import NamesArrived
from reader.tui.widgets.bars import Prompt


def names(desk: Desk) -> list[str]:
    return [item.name for item in desk.rows.items]


async def on_name(desk: Desk, name: str) -> None:
    """Put the cursor of the list of names on a name."""
    if not isinstance(desk.screen, EntitiesScreen):
        await desk.press("2")
    desk.rows.go(names(desk).index(name))
    await desk.settle()


def chosen_title(desk: Desk) -> str:
    return str(desk.screen.query_one("Vertical").border_title)


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


@pytest.mark.parametrize("place", ["entities", "dossier"])
async def test_a_note_is_written_on_the_name_that_is_shown(sit: Sit, place: str) -> None:
    async with sit() as desk:
        await on_name(desk, "Liang Wenhao")
        if place == "dossier":
            await desk.press("enter")
        await desk.press("a")
        await desk.type("Ask the admiralty.")
        await desk.press("ctrl+s")
        assert desk.screen.where == place
        assert desk.said == "Saved."
        (note,) = desk.library.notes.all()
        assert note.body == "Ask the admiralty."
        assert [(link.kind, link.target) for link in note.links] == [("entity", "Liang Wenhao")]
        if place == "dossier":
            assert "¶ Ask the admiralty." in desk.page


@pytest.mark.parametrize("place", ["entities", "dossier"])
async def test_the_page_beside_is_hidden_and_shown(sit: Sit, place: str) -> None:
    async with sit() as desk:
        await on_name(desk, "Liang Wenhao")
        if place == "dossier":
            await desk.press("enter")
        page = desk.screen.query_one("#side")
        assert page.display
        await desk.press("i")
        assert not page.display
        await desk.until(lambda: desk.rows.size.width == 120, "rows as wide as the screen")
        await desk.press("i")
        assert page.display
        await desk.until(lambda: desk.rows.size.width < 120, "room for the page")


@pytest.mark.parametrize("place", ["entities", "dossier"])
async def test_all_documents_are_searched_for_the_name_that_is_shown(sit: Sit, place: str) -> None:
    async with sit() as desk:
        await on_name(desk, "Liang Wenhao")
        if place == "dossier":
            await desk.press("enter")
        await desk.press("*")
        assert desk.screen.where == "search"
        assert "Liang Wenhao" in desk.prompt
        await desk.until(lambda: len(desk.rows.items) == 2, "the documents that name him")


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


# In a document


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


def test_columns_fill_the_width_and_names_have_room() -> None:
    for width in range(30, 200):
        wide = columns(width)
        assert wide.name >= 8
        assert 3 + wide.name + wide.mentions + wide.documents + 2 * wide.date + wide.bars <= width


def test_bars_are_as_high_as_the_counts() -> None:
    assert bars([0, 1, 8, 4], 4) == " ▁█▄"
    assert bars([1, 1, 0, 0], 2) == "█ "
    assert bars([0, 0], 2) == "  "
    assert bars([1, 10_000], 2) == "▁█"
    assert len(bars([3] * 24, 12)) == 12


async def test_a_document_whose_names_could_not_be_found_says_why(sit: Sit, own_folder: Path) -> None:
    async with sit(folder=own_folder) as desk:
        library = desk.library
        entry = next(entry for entry in library.documents.entries() if entry.path.name == HARBOUR)
        problem = "The analysis crashed on this document."
        library.document_cache.put([replace(entry, names_problem=problem)])
        desk.screen.names_arrived(NamesArrived(entry.key, problem))
        await desk.until(lambda: any("⚠" in line and "Harbour" in line for line in desk.text.splitlines()))
