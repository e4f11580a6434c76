"""Reading a document from the keyboard: finding, names, marks, jumps, the outline, the raw file, copying."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from smallest_files import SMALLEST_FILES
from tui_desk import BROKEN, DRAFT, HARBOUR, LONG, STRAIT, Sit, prepare

from reader.system.paths import Places
from reader.tui.screens.lists.documents.screen import DocumentsScreen
from reader.tui.screens.lists.search.screen import SearchScreen
from reader.tui.screens.modals.outline import OutlineScreen
from reader.tui.screens.modals.peek import Peek
from reader.tui.widgets.page import Page
from reader.tui.widgets.prompt_line import PromptLine


async def test_finding_lights_every_place_and_goes_round(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("/")
        await desk.type("korvania")
        await desk.shows("1 of 2")
        await desk.press("enter")
        assert desk.after.startswith("Korvania detained")
        assert not desk.screen.query_one(PromptLine).shown
        assert "1 of 2" in desk.head
        await desk.press("n")
        assert desk.after.startswith("Korvania will release")
        await desk.press("n")
        assert desk.said == "From the top again: 1 of 2."
        assert desk.after.startswith("Korvania detained")
        await desk.press("N")
        assert desk.said == "From the end again: 2 of 2."
        await desk.press("escape")
        assert desk.screen.state.places.spans == []
        assert "of 2" not in desk.head


async def test_finding_takes_a_likely_spelling_and_says_so(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("/")
        await desk.type("detentoins")
        await desk.shows("1 of 1 · detentions for detentoins")
        await desk.press("enter")
        assert desk.after.startswith("detentions in the strait")


async def test_escape_from_finding_goes_back_to_where_one_was(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "The harbour of Sendrel")
        await desk.press("/")
        await desk.type("brisa")
        assert desk.after.startswith("Brisa")
        await desk.press("escape")
        assert desk.after.startswith("The harbour of Sendrel")
        assert desk.screen.state.places.spans == []
        assert desk.view.has_focus


async def test_what_is_not_here_is_said_and_tab_looks_everywhere(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("/")
        await desk.type("ferries")
        await desk.shows("not here · tab searches all documents")
        await desk.press("tab")
        assert isinstance(desk.screen, SearchScreen)
        assert desk.prompt == "ferries"
        await desk.until(lambda: desk.rows.items)
        await desk.press("enter")
        await desk.reads()
        assert desk.here == "Ferries wait outside."


async def test_arrows_in_the_prompt_step_through_the_places(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(LONG)
        await desk.press("/")
        await desk.type("number 8")
        await desk.press("down", "down")
        assert "3 of 20" in desk.head
        await desk.shows("3 of 20")
        await desk.press("up", "up", "up")
        await desk.shows("From the end again: 20 of 20")
        assert "20 of 20" in desk.head
        await desk.type("8")
        assert "of 20" not in desk.head
        assert desk.view.caret == 0


async def test_hits_are_walked_from_the_caret_and_found_again(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(LONG)
        await desk.press("/")
        await desk.type("number 8")
        await desk.press("enter", "G", "N")
        assert "20 of 20" in desk.head
        await desk.press("escape", "g")
        assert desk.screen.state.places.spans == []
        await desk.press("n")
        await desk.until(lambda: "1 of 20" in desk.head)
        assert "number 8" in desk.here


async def test_names_are_walked_and_chosen(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("g", "e")
        assert desk.after.startswith("Calder Rose") or desk.after.startswith("Korvania")
        while not desk.after.startswith("Liang Wenhao"):
            await desk.press("e")
        assert "Liang Wenhao · " in desk.said
        assert desk.said.endswith(" names")
        await desk.press("enter")
        assert desk.said.startswith("Liang Wenhao: 2 mentions here")
        assert desk.screen.state.selected_entity == "Liang Wenhao"
        await desk.press("e")
        assert desk.after.startswith("Liang Wenhao expects")
        assert desk.said == "Liang Wenhao · 2 of 2"
        await desk.press("E")
        assert desk.after.startswith("Liang Wenhao said")
        await desk.press("escape")
        assert desk.screen.state.selected_entity == ""


async def test_the_chosen_name_is_walked_into_the_next_document_that_has_it(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Liang Wenhao expects")
        await desk.press("enter", "e")
        await desk.until(lambda: "[RESTRICTED] note" in desk.head)
        await desk.reads()
        assert desk.after.startswith("Liang Wenhao. It asked")


async def test_a_star_searches_for_the_name_under_the_caret(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Dorojan called")
        await desk.press("*")
        assert desk.prompt == 'person:"Evgen Dorojan" | "Evgen Dorojan"'
        await desk.until(lambda: {found.entry.path.name for found in desk.rows.items} == {STRAIT, HARBOUR})


async def test_kinds_of_names_are_shown_in_turn(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        said = []
        for _ in range(4):
            await desk.press("f")
            said.append(desk.said)
        assert said == [
            "Showing people, organisations and places.",
            "Showing people.",
            "Showing no names.",
            "Showing all names.",
        ]


async def test_marks_are_set_and_gone_to_across_documents(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Korvania will release")
        await desk.press("m", "q")
        assert desk.said.startswith("Mark q is set")
        await desk.open(HARBOUR)
        await desk.press("'", "q")
        await desk.until(lambda: "Strait report" in desk.head)
        await desk.reads()
        assert desk.after.startswith("Korvania will release")
        await desk.press("'", "z")
        assert desk.said == "There is no mark z."
        await desk.press("m", "escape", "j")
        assert "Strait report" in desk.head


async def test_the_jump_list_goes_back_and_forward_across_documents(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "the harbour office")
        await desk.press("enter")
        await desk.until(lambda: "Harbour closed" in desk.head)
        await desk.reads()
        await desk.press("G")
        end = desk.view.caret
        await desk.press("H")
        assert desk.view.caret < end
        await desk.press("H")
        await desk.until(lambda: "Strait report" in desk.head)
        await desk.reads()
        assert desk.after.startswith("the harbour office")
        await desk.press("L")
        await desk.until(lambda: "Harbour closed" in desk.head)
        await desk.reads()
        await desk.press("L")
        assert desk.view.caret == end
        await desk.press("L")
        assert desk.said == "The jump list ends here."


async def test_links_and_footnotes_are_walked_and_followed(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("reader.tui.terminal.external_programs.draws_on_terminal", lambda: False)
    monkeypatch.setattr(
        "reader.tui.terminal.external_programs.open_beside", lambda address: not opened.append(address)
    )
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("tab")
        assert "enter follows" in desk.said
        await desk.press("enter")
        assert isinstance(desk.screen, Peek)
        assert "Two lanes, each two miles wide." in desk.text
        await desk.press("enter")
        assert desk.here == "Two lanes, each two miles wide."
        await desk.press("H", "tab", "tab")
        assert "https://orvel.example/strait" in desk.said
        await desk.press("enter")
        assert isinstance(desk.screen, Peek)
        assert "https://orvel.example/strait" in desk.text
        assert opened == []
        await desk.press("enter")
        await desk.until(lambda: "Opened https://orvel.example/strait" in desk.said)
        assert opened == ["https://orvel.example/strait"]
        await desk.press("G", "shift+tab")
        assert desk.after.startswith("on the web")


async def test_the_outline_shows_where_one_is_and_jumps(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(LONG, "In week 4 ship number 2")
        await desk.press("t")
        assert isinstance(desk.screen, OutlineScreen)
        await desk.shows("enter goes there")
        assert desk.screen.query_one("RowList").current.title == "Week 4"
        await desk.press("j", "j", "enter")
        assert desk.after.startswith("Week 6")
        await desk.press("H")
        assert desk.after.startswith("In week 4 ship number 2")
        await desk.press("t", "escape")
        assert desk.after.startswith("In week 4 ship number 2")
        await desk.open(DRAFT)
        await desk.press("t")
        assert desk.said == "This document has no headings."


async def test_the_raw_file_and_back_at_the_same_block(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Korvania will release")
        await desk.press("o")
        await desk.until(lambda: "the file as it is" in desk.head)
        assert desk.after.startswith("Korvania will release")
        await desk.press("g")
        assert desk.after.startswith("---\ntitle: Strait report 01")
        await desk.press("o")
        await desk.until(lambda: "the file as it is" not in desk.head)
        assert "title:" not in desk.view.document.text


async def test_a_file_that_is_no_text_says_so_without_its_path(sit: Sit, own_folder: Path) -> None:
    (own_folder / "quay.docx").write_bytes(SMALLEST_FILES["word"].data)
    async with sit(folder=own_folder) as desk:
        desk.library.bring_up_to_date()
        desk.screen.reload()
        await desk.until(lambda: "quay.docx" in [entry.path.name for entry in desk.rows.items])
        await desk.open("quay.docx", "The dredger")
        await desk.press("o")
        await desk.until(lambda: desk.said == "The file cannot be shown as it is: it is not a text file")


async def test_copying_a_selection_and_a_citation(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Admiral")
        await desk.press("v", "right", "right", "right", "right", "right", "right", "y")
        assert desk.app.clipboard == "Admiral"
        assert desk.said == "Copied 1 word."
        assert desk.view.viewport.selection is None
        await desk.press("V", ")", "Y")
        assert desk.app.clipboard.startswith("“Admiral Liang Wenhao said that the lanes stay open.")
        assert desk.app.clipboard.endswith("— “Strait report 01”, Orvel Wire, 12 Mar 2026, paragraph 1")


async def test_a_copy_of_a_quotation_has_its_mark(sit: Sit, own_folder: Path) -> None:
    (own_folder / "letter.md").write_text("# Answer\n\n> Who counted them?\n\nThe guard.\n", encoding="utf-8")
    async with sit(folder=own_folder) as desk:
        desk.library.bring_up_to_date()
        desk.screen.reload()
        await desk.until(lambda: "letter.md" in [entry.path.name for entry in desk.rows.items])
        await desk.open("letter.md", "Who")
        await desk.press("y")
        assert desk.app.clipboard == "> Who counted them?"
        assert desk.said == "Copied 3 words."


async def test_the_info_pane_tells_of_the_document_and_of_what_is_under_the_caret(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT, "Evgen Dorojan")
        page = desk.screen.query_one("#info", Page)
        assert not page.display
        await desk.press("i")
        await desk.until(lambda: "under the caret" in desk.page)
        assert "Evgen Dorojan · PERSON" in desk.page
        assert "places" in desk.page
        await desk.press("enter")
        assert desk.view.caret == desk.screen.state.summary.sentences[0].start
        assert desk.view.has_focus
        await desk.press("i")
        assert not page.display


async def test_the_neighbours_in_the_list_are_read_in_its_order(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("J")
        await desk.until(lambda: "Harbour closed" in desk.head)
        await desk.reads()
        await desk.press("K")
        await desk.until(lambda: "Strait report" in desk.head)
        await desk.reads()
        await desk.press("K")
        assert desk.said == "No document before this one."
        await desk.until(
            lambda: sum(not entry.unread for entry in desk.app.navigation.documents.panel.rows.items) == 2
        )
        await desk.press(".")
        await desk.until(lambda: "[RESTRICTED] note" in desk.head)
        await desk.press("q")
        assert desk.rows.current.title == "[RESTRICTED] note"


async def test_the_place_is_kept_between_openings(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(LONG, "In week 17 ship number 3")
        await desk.press("q")
        assert isinstance(desk.screen, DocumentsScreen)
        await desk.open(LONG)
        assert desk.after.startswith("In week 17 ship number 3")


async def test_the_place_is_the_same_sentence_after_the_file_has_grown_above_it(
    sit: Sit, own_folder: Path, prepare_again: Callable[[], None]
) -> None:
    async with sit(folder=own_folder) as desk:
        await desk.open(STRAIT, "Korvania will release")
        await desk.press("q")
    path = own_folder / STRAIT
    path.write_text(path.read_text().replace("## Ashore", "A paragraph is new here.\n\n## Ashore"))
    prepare_again()
    async with sit(folder=own_folder) as desk:
        await desk.open(STRAIT)
        assert desk.after.startswith("Korvania will release")


async def test_the_width_of_the_text_is_changed_and_kept(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("+")
        assert desk.said == "Text width 80."
        await desk.press("-", "-")
        assert desk.view.measure == 72
    async with sit() as desk:
        assert desk.app.appearance.measure == 72
        await desk.open(STRAIT)
        assert desk.view.measure == 72
        await desk.press("=")
        assert desk.view.measure == 76


async def test_flag_and_reading_mark_in_a_document(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(STRAIT)
        await desk.press("F")
        assert desk.said == "Flagged."
        await desk.press("R")
        assert desk.said == "Marked as unread."
        await desk.press("q")
        await desk.until(lambda: desk.rows.current.flagged and desk.rows.current.unread)


async def test_reading_again_says_what_came_of_it(sit: Sit, own_folder: Path) -> None:
    async with sit(folder=own_folder) as desk:
        await desk.open(HARBOUR, "Ferries wait")
        await desk.press("r")
        await desk.until(lambda: desk.said == "Read again: nothing has changed.")
        path = own_folder / HARBOUR
        path.write_text(path.read_text(encoding="utf-8") + "\n\nThe storm is over.\n", encoding="utf-8")
        await desk.press("r")
        await desk.until(lambda: desk.said == "Read again: the text has changed.")
        assert "The storm is over." in desk.text


async def test_the_head_says_selecting_for_as_long_as_one_does(sit: Sit) -> None:
    async with sit() as desk:
        await desk.open(HARBOUR, "Ferries wait")
        await desk.press("V")
        await desk.until(lambda: "selecting" in desk.head)
        await desk.press("A")
        await desk.until(lambda: "selecting" not in desk.head)


async def test_a_document_deleted_while_it_is_open_stays_on_screen_and_the_loss_is_said(
    sit: Sit, own_folder: Path
) -> None:
    async with sit(folder=own_folder) as desk:
        await desk.open(HARBOUR, "Ferries wait")
        (own_folder / HARBOUR).unlink()
        await desk.press("r")
        await desk.until(lambda: HARBOUR in desk.said)
        assert "Grain ships lie at anchor." in desk.text
        await desk.press("o", "a", "escape", ")", "q")
        assert isinstance(desk.screen, DocumentsScreen)


async def test_a_file_that_cannot_be_read_is_not_opened(sit: Sit) -> None:
    async with sit() as desk:
        await desk.at(BROKEN)
        await desk.press("l")
        assert isinstance(desk.screen, DocumentsScreen)
        assert "broken.txt" in desk.said
        await desk.press("a", "i", "tab", "y")
        assert isinstance(desk.screen, DocumentsScreen)


async def test_o_shows_the_whole_page_then_the_file_then_the_article(
    sit: Sit, own_folder: Path, tmp_path: Path
) -> None:
    sentences = [f"On day {day} the ferry office counted {day + 3} boats, all on time." for day in range(20)]
    article = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    related = "<div><h3>More</h3><ul><li><a href=/x>The quay is painted</a></ul></div>"
    page = own_folder / "2026-03-20-ferries.html"
    page.write_text(f"<title>Ferries</title><article>{article}</article>{related}", encoding="utf-8")
    prepare(own_folder, Places.from_environment({"READER_HOME": str(tmp_path / "home")}))
    async with sit(folder=own_folder) as desk:
        await desk.open(page.name, "On day 7")
        assert "painted" not in desk.screen.state.document.text
        await desk.press("o")
        await desk.until(lambda: desk.screen.state.form == "whole page")
        assert "the whole page" in desk.head
        assert "The quay is painted" in desk.screen.state.document.text
        assert desk.after.startswith("On day 7")
        await desk.press("o")
        await desk.until(lambda: desk.screen.state.form == "file")
        assert "<h3>More</h3>" in desk.screen.state.document.text
        await desk.press("o")
        await desk.until(lambda: desk.screen.state.form == "document")
        assert "painted" not in desk.screen.state.document.text


async def test_the_head_says_the_page_or_time_of_the_caret(
    sit: Sit, own_folder: Path, tmp_path: Path
) -> None:
    first = "1\n00:00:05,000 --> 00:00:07,000\nThe quay is closed.\n"
    cues = f"{first}\n2\n00:04:10,000 --> 00:04:12,000\nIt is open.\n"
    (own_folder / "talk.srt").write_text(cues, encoding="utf-8")
    prepare(own_folder, Places.from_environment({"READER_HOME": str(tmp_path / "home")}))
    async with sit(folder=own_folder) as desk:
        await desk.open("talk.srt", "The quay")
        assert "00:00:05 · " in desk.head
        await desk.press(")")
        assert "00:04:10 · " in desk.head
