"""A document on screen, and moving in it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from reader.library.documents.summaries import DocumentSummary
from reader.library.storage.document_row import DocumentRow
from reader.text.document import Document
from reader.text.spans import Span
from reader.tui.content.document_state import Opened
from reader.tui.document_view.document_view import DocumentView
from reader.tui.document_view.motions import Spot, links
from reader.tui.screens.command_screen import CommandScreen
from reader.tui.session.commands import Where
from reader.tui.widgets.bars import HintLine, TopLine
from reader.tui.widgets.page import Page
from reader.tui.widgets.prompt_line import Foot, PromptLine


class ReadingScreen(CommandScreen):
    """The view of one document with the motions of the commands table."""

    where: ClassVar[Where] = "document"

    def __init__(self, entry: DocumentRow) -> None:
        super().__init__()
        self.opened = Opened(entry, Document("", title=entry.title), overview=DocumentSummary(entry.summary))

    def compose(self) -> ComposeResult:
        """Head, text, info pane, prompt, hints."""
        app = self.reader
        yield TopLine(self.palette)
        with Foot():
            yield PromptLine("find", "in this document; tab: in all of them")
            yield HintLine(self.palette)
        with Horizontal(id="body"):
            yield DocumentView(self.palette, measure=app.measure, cells=app.cells, id="text")
            yield Page(self.palette, id="info")

    @property
    def view(self) -> DocumentView:
        """The text."""
        return self.query_one(DocumentView)

    @property
    def spot(self) -> Spot:
        """Where the caret is."""
        return Spot(str(self.opened.entry.path), self.view.caret)

    @property
    def passage(self) -> Span | None:
        """What a command works on: the selection, else the sentence under the caret."""
        return self.view.selection or self.view.sentence

    def lay(self, opened: Opened) -> None:
        """Paint what is known now."""
        self.opened = opened
        self.view.set_layers(opened.layers)

    def jump(self, offset: int) -> None:
        """Go to an offset; `H` comes back."""
        self.reader.jumps.leave(self.spot)
        self.view.go_to(offset, jump=True)

    # Lines and pages

    def do_down(self) -> None:
        """A line down."""
        self._move(1)

    def do_up(self) -> None:
        """A line up."""
        self._move(-1)

    def _move(self, by: int) -> None:
        info = self.query_one("#info", Page)
        if info.has_focus:
            info.move(by)
        else:
            self.view.move_line(by)

    def do_page_down(self) -> None:
        """A page down."""
        self.view.move_page(1)

    def do_page_up(self) -> None:
        """A page up."""
        self.view.move_page(-1)

    def do_half_down(self) -> None:
        """Half a page down."""
        self.view.move_page(0.5)

    def do_half_up(self) -> None:
        """Half a page up."""
        self.view.move_page(-0.5)

    def do_first(self) -> None:
        """To the start."""
        self.reader.jumps.leave(self.spot)
        self.view.to_start()

    def do_last(self) -> None:
        """To the end."""
        self.reader.jumps.leave(self.spot)
        self.view.to_end()

    def do_left(self) -> None:
        """A character to the left."""
        self.view.move_char(-1)

    def do_right(self) -> None:
        """A character to the right."""
        self.view.move_char(1)

    # Sentences, paragraphs, sections

    def do_next_sentence(self) -> None:
        """The next sentence."""
        self.view.move_sentence(1)

    def do_previous_sentence(self) -> None:
        """The sentence before."""
        self.view.move_sentence(-1)

    def do_next_paragraph(self) -> None:
        """The next paragraph."""
        self.view.move_paragraph(1)

    def do_previous_paragraph(self) -> None:
        """The paragraph before."""
        self.view.move_paragraph(-1)

    def do_next_section(self) -> None:
        """The next heading."""
        self.view.move_section(1)

    def do_previous_section(self) -> None:
        """The heading before."""
        self.view.move_section(-1)

    def _walk_links(self, step: int) -> None:
        found = links(self.opened.document)
        index = self.view.move_in(found, step)
        if index is None:
            self.say(
                f"No link further {'down' if step > 0 else 'up'}." if found else "There are no links here."
            )
        else:
            self.say(f"{found[index].target} · enter follows")

    def do_next_link(self) -> None:
        """The next link, image or footnote."""
        self._walk_links(1)

    def do_previous_link(self) -> None:
        """The link, image or footnote before."""
        self._walk_links(-1)

    # Names and notes

    def _walk_names(self, step: int) -> None:
        opened = self.opened
        if opened.mentions is None:
            self.say("The names of this document are still being found.")
            return
        index = self.view.move_in(opened.walked, step)
        if index is None:
            what = opened.chosen or "a name"
            self.say(f"No mention of {what} further {'down' if step > 0 else 'up'}.")
            return
        mention = opened.walked[index]
        self.say(
            f"{mention.entity} · {index + 1} of {len(opened.walked)}" + ("" if opened.chosen else " names")
        )

    def do_next_mention(self) -> None:
        """The next mention."""
        self._walk_names(1)

    def do_previous_mention(self) -> None:
        """The mention before."""
        self._walk_names(-1)

    def _walk_notes(self, step: int) -> None:
        index = self.view.move_in(self.opened.note_spans, step)
        if index is None:
            self.say(
                f"No note further {'down' if step > 0 else 'up'}."
                if self.opened.notes
                else "There are no notes here; a writes one."
            )
            return
        span = self.opened.note_spans[index]
        note = next(note for note in self.opened.notes if (note.span or Span(0, 0)) == span)
        words = " ".join(note.body.split()) or note.kind
        self.say(f"¶ {words} · {index + 1} of {len(self.opened.note_spans)}")

    def do_next_note(self) -> None:
        """The next note."""
        self._walk_notes(1)

    def do_previous_note(self) -> None:
        """The note before."""
        self._walk_notes(-1)

    # The jump list and marks

    def _jump_to(self, spot: Spot | None) -> None:
        if spot is None:
            self.say("The jump list ends here.")
        elif spot.path == str(self.opened.entry.path):
            self.view.go_to(spot.offset, jump=True)
        else:
            self.reader.open_spot(spot)

    def do_back(self) -> None:
        """Back in the jump list."""
        self._jump_to(self.reader.jumps.back(self.spot))

    def do_forward(self) -> None:
        """Forward in the jump list."""
        self._jump_to(self.reader.jumps.forward(self.spot))

    def do_set_mark(self) -> None:
        """A mark here, named by the next key."""
        self.ask_key("set_mark", "Mark this place: which letter?")

    def got_set_mark(self, letter: str) -> None:
        """The mark's name."""
        self.reader.marks[letter] = self.spot
        self.say(f"Mark {letter} is set; ' {letter} comes back.")

    def do_go_to_mark(self) -> None:
        """To the mark that the next key names."""
        self.ask_key("go_to_mark", "Go to which mark?")

    def got_go_to_mark(self, letter: str) -> None:
        """The mark's name."""
        spot = self.reader.marks.get(letter)
        if spot is None:
            self.say(f"There is no mark {letter}.")
            return
        self.reader.jumps.leave(self.spot)
        self._jump_to(spot)

    # Selecting and the width

    def do_select(self) -> None:
        """Select by character."""
        self.view.select("characters")

    def do_select_sentences(self) -> None:
        """Select by sentence."""
        self.view.select("sentences")

    def do_wider(self) -> None:
        """A wider column."""
        self._measure(self.reader.measure + 4)

    def do_narrower(self) -> None:
        """A narrower column."""
        self._measure(self.reader.measure - 4)

    def do_measure(self) -> None:
        """The usual width: that of the settings, also when they change."""
        self._measure(None)

    def _measure(self, cells: int | None) -> None:
        measure = self.reader.keep_measure(cells)
        self.view.set_measure(measure)
        room = self.view.reading.layout.width
        self.say(f"Text width {measure}" + (f"; here is room for {room}." if room < measure else "."))
