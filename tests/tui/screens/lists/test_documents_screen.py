"""The list of documents: moving, filtering, sorting, flags, the page beside it, the digest."""

from __future__ import annotations

from pathlib import Path

from tui_desk import BROKEN, DRAFT, HARBOUR, LONG, RESTRICTED, STRAIT, Sit, shows

from reader.tui.screens.document.digest_page import DigestPage
from reader.tui.screens.document.screen import DocumentScreen
from reader.tui.screens.lists.documents.screen import DocumentsScreen
from reader.tui.screens.lists.search.screen import SearchScreen
from reader.tui.screens.modals.note_editor import NoteEditor
from reader.tui.session.messages import LibraryChanged

ORDER = [STRAIT, HARBOUR, RESTRICTED, DRAFT, LONG, BROKEN]


async def test_every_file_is_listed_newest_first_and_the_broken_one_last_with_its_reason(sit: Sit) -> None:
    async with sit() as desk:
        assert [entry.path.name for entry in desk.rows.items] == ORDER
        assert "6 documents, 5 unread, 1 that cannot be read" in desk.head
        assert desk.text.count("●") == 5
        await desk.press("G")
        await desk.shows("! broken.txt")
        await desk.until(lambda: "This file cannot be shown" in desk.page)
        await desk.press("enter")
        assert isinstance(desk.screen, DocumentsScreen)
        assert desk.said.startswith("broken.txt: ")


async def test_titles_and_names_with_brackets_stand_as_they_are(sit: Sit) -> None:
    async with sit() as desk:
        await desk.shows("[RESTRICTED] note")
        await desk.at(RESTRICTED)
        await desk.until(lambda: "[RESTRICTED] note" in desk.page)
        await desk.open(RESTRICTED)
        assert "[RESTRICTED] note" in desk.head
        await desk.shows("[b]nothing[/b]")
        await desk.press("q")
        await desk.at(DRAFT)
        await desk.press("y")
        assert desk.app.clipboard.endswith("[draft].md")
        await desk.press("/", *"[draft]", "enter")
        assert "/[draft]" in desk.head


async def test_moving_stops_at_the_ends(sit: Sit) -> None:
    async with sit(size=(120, 6)) as desk:
        seen = []
        for key in ("k", "j", "down", "up", "G", "j", "g", "end", "home", "space", "b", "pagedown", "pageup"):
            await desk.press(key)
            seen.append(desk.rows.cursor)
        assert seen == [0, 1, 2, 1, 5, 5, 0, 5, 0, 3, 0, 3, 0]
        await desk.press("d")
        assert desk.rows.cursor == 1
        await desk.press("u")
        assert desk.rows.cursor == 0


async def test_the_filter_takes_a_typo_and_says_the_spelling_it_used(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("/")
        await desk.type("harbuor")
        assert [entry.path.name for entry in desk.rows.items] == [STRAIT, HARBOUR]
        await desk.shows("harbour for harbuor")
        await desk.press("enter")
        assert "/harbuor" in desk.head
        assert desk.rows.has_focus
        await desk.press("escape")
        assert len(desk.rows.items) == 6
        assert "/harbuor" not in desk.head


async def test_the_filter_knows_fields_and_says_what_it_does_not_understand(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("F", "/")
        await desk.type("is:flagged")
        assert [entry.path.name for entry in desk.rows.items] == [STRAIT]
        await desk.press("escape", "/")
        await desk.type("tag:shipping")
        assert [entry.path.name for entry in desk.rows.items] == [STRAIT]
        await desk.press("escape", "/")
        await desk.type("nothing-like-this")
        assert desk.titles == []
        assert "No document matches the filter." in desk.text
        await desk.press("escape")
        assert len(desk.rows.items) == 6


async def test_what_a_list_without_rows_says_can_be_read_on_a_narrow_screen_too(sit: Sit) -> None:
    async with sit(size=(50, 14)) as desk:
        await desk.press("/")
        await desk.type("nothing-like-this")
        await desk.shows("No document matches the filter.")
        await desk.press("escape", "2", "/")
        await desk.type("nothing-like-this")
        await desk.shows("No name matches the filter.")


async def test_a_click_moves_the_cursor_and_a_double_click_opens(sit: Sit) -> None:
    async with sit() as desk:
        await desk.pilot.click("#rows", offset=(10, 2))
        assert desk.rows.cursor == 2
        assert isinstance(desk.screen, DocumentsScreen)
        await desk.pilot.click("#rows", offset=(10, 1), times=2)
        await desk.reads()
        assert desk.screen.state.entry.path.name == HARBOUR


async def test_tab_in_the_filter_widens_it_to_a_search_of_all_texts(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("/")
        await desk.type("ferries")
        await desk.press("tab")
        assert isinstance(desk.screen, SearchScreen)
        assert desk.prompt == "ferries"
        await desk.until(lambda: desk.rows.items)
        assert desk.rows.current.entry.path.name == HARBOUR
        await desk.press("escape")
        assert len(desk.rows.items) == 6


async def test_the_orders_go_round_and_the_cursor_stays_on_its_document(sit: Sit) -> None:
    async with sit() as desk:
        await desk.at(HARBOUR)
        await desk.press("o")
        assert "by title" in desk.head
        assert desk.titles[:5] == sorted(desk.titles[:5], key=str.casefold)
        assert desk.rows.current.path.name == HARBOUR
        await desk.press("o")
        assert desk.said == "Sorted by source."
        await desk.press("o")
        assert "by notes" in desk.head
        await desk.press("o")
        assert [entry.path.name for entry in desk.rows.items] == ORDER


async def test_flag_and_reading_mark_are_kept_and_taken_back(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("F")
        assert desk.rows.current.flagged
        await desk.shows("⚑")
        await desk.press("R")
        assert not desk.rows.current.unread
        assert "4 unread" in desk.head
        stored = {entry.path.name: entry for entry in desk.library.documents.entries()}
        assert stored[STRAIT].flagged
        assert not stored[STRAIT].unread
        await desk.press("U")
        assert desk.rows.current.unread
        await desk.press("j", "U")
        assert desk.said == "Taken back: Strait report 01."
        await desk.press("k")
        assert not desk.rows.current.flagged
        stored = {entry.path.name: entry for entry in desk.library.documents.entries()}
        assert not stored[STRAIT].flagged
        assert stored[STRAIT].unread
        await desk.press("U")
        assert desk.said == "There is nothing to take back."


async def test_a_filter_that_lets_the_row_go_begins_at_the_first(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("j", "j", "/")
        await desk.type("source:orvel")
        assert [entry.path.name for entry in desk.rows.items] == [STRAIT, HARBOUR]
        assert desk.rows.current.path.name == STRAIT
        await desk.press("down", "backspace")
        assert desk.rows.current.path.name == HARBOUR


async def test_walking_the_unread_and_those_with_notes(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("j", "R", "g", ".")
        assert desk.rows.current.path.name == RESTRICTED
        await desk.press(",")
        assert desk.rows.current.path.name == STRAIT
        await desk.press(",")
        assert desk.said == "No document further up is unread."
        await desk.at(LONG)
        await desk.press("a")
        await desk.type("whole")
        await desk.press("ctrl+s")
        await desk.until(lambda: desk.rows.current and desk.rows.current.notes == 1)
        await desk.press("g", "]")
        assert desk.rows.current.path.name == LONG
        await desk.shows("¶1")
        await desk.press("G", "[")
        assert desk.rows.current.path.name == LONG


async def test_the_page_beside_leads_to_the_sentences_it_tells_of(sit: Sit) -> None:
    async with sit() as desk:
        excerpts = list(desk.rows.current.summary)
        assert excerpts
        await desk.until(lambda: "people" in desk.page)
        assert "Liang Wenhao" in desk.page
        await desk.press("tab")
        assert desk.screen.panel.page.has_focus
        for _ in excerpts[1:]:
            await desk.press("j")
        await desk.press("enter")
        await desk.reads()
        assert desk.view.caret == excerpts[-1].start
        await desk.press("q")
        assert desk.screen.panel.page.has_focus
        await desk.press("escape")
        assert desk.rows.has_focus


async def test_reading_takes_the_unread_mark_away(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("enter")
        await desk.reads()
        await desk.press("q")
        await desk.until(lambda: "4 unread" in desk.head)
        assert not desk.rows.current.unread


async def test_copying_a_citation(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("Y")
        assert desk.app.clipboard.startswith("“Strait report 01”, Orvel Wire, 12 Mar 2026, ")
        assert desk.said == "Copied the citation."


async def test_a_note_on_the_document_from_the_list(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("a")
        assert isinstance(desk.screen, NoteEditor)
        await desk.shows("On the document: Strait report 01")
        await desk.type("read twice")
        await desk.press("ctrl+s")
        (note,) = desk.library.notes.all()
        assert (note.body, note.state, note.title) == ("read twice", "document", "Strait report 01")
        await desk.shows("¶1")


async def test_the_digest_tells_of_the_listed_documents_and_leads_to_them(sit: Sit) -> None:
    async with sit() as desk:
        await desk.press("/")
        await desk.type("harbour storm")
        await desk.press("enter")
        listed = len(desk.rows.items)
        await desk.press("D")
        await desk.reads()
        assert shows(desk.screen, DigestPage)
        await desk.shows("Harbour closed after storm")
        assert len([style for style in desk.view.document.styles if style.kind == "link"]) == listed
        await desk.press("a")
        assert "note is made in a document" in desk.said
        await desk.press("tab", "enter")
        await desk.until(lambda: type(desk.screen) is DocumentScreen)
        await desk.reads()
        assert "Strait report 01" in desk.head


async def test_exporting_writes_a_file_and_says_where(sit: Sit, tmp_path: Path) -> None:
    async with sit() as desk:
        entry = desk.rows.current
        document = desk.library.files.document(entry.path)
        desk.library.notes.add(entry.path, document, document.sentences[1], body="check the date")
        await desk.press("w", "enter")
        written = list(tmp_path.glob("*.md"))
        assert len(written) == 1
        assert written[0].name in desk.said
        assert "check the date" in written[0].read_text(encoding="utf-8")


async def test_an_empty_folder_says_what_to_do(sit: Sit, tmp_path: Path) -> None:
    empty = tmp_path / "nothing"
    empty.mkdir()
    async with sit(folder=empty) as desk:
        await desk.until(lambda: "There are no briefings here" in desk.text)
        assert "0 documents" in desk.head
        await desk.press("j", "enter", "F", "R", "a", "y", "Y", "D", ".", "o", "n", "tab")
        assert isinstance(desk.screen, DocumentsScreen)


async def test_a_folder_is_not_called_empty_before_it_was_looked_at(sit: Sit, tmp_path: Path) -> None:
    empty = tmp_path / "nothing"
    empty.mkdir()
    async with sit(folder=empty) as desk:
        desk.app.has_background = True
        screen = DocumentsScreen()
        await desk.app.switch_screen(screen)
        await desk.settle()
        assert "Looking at the files" in desk.text
        assert "no briefings" not in desk.text
        desk.app.post_message(LibraryChanged(0, 0, True))
        await desk.until(lambda: "There are no briefings here" in desk.text)


async def test_a_file_that_has_gone_since_is_said_and_nothing_breaks(sit: Sit, own_folder: Path) -> None:
    async with sit(folder=own_folder) as desk:
        (own_folder / STRAIT).unlink()
        await desk.press("a")
        assert "2026-03-12-strait.md" in desk.said
        assert isinstance(desk.screen, DocumentsScreen)
        await desk.press("enter")
        await desk.until(lambda: isinstance(desk.screen, DocumentScreen) and desk.said)
        assert "2026-03-12-strait.md" in desk.said
        await desk.press("j", "space", ")", "e", "a", "y", "o", "q")
        assert isinstance(desk.screen, DocumentsScreen)


async def test_notices_are_said_at_the_start(sit: Sit) -> None:
    async with sit(notices=["settings.toml is not valid TOML; the defaults hold."]) as desk:
        assert "settings.toml is not valid" in desk.said
