"""Reading one document: what comes in from behind, finding, names, copying, the way to other documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from textual import on, work
from textual.worker import get_current_worker

from reader.analysis.mention import Mention
from reader.errors import ReaderError
from reader.library.storage.document_row import DocumentRow
from reader.notes.note import Note
from reader.search.find_in_document import HitSpans
from reader.text.document import Document
from reader.text.spans import Span
from reader.tui.content.document_state import SHOWN_TYPES, Opened
from reader.tui.content.info import info_lines
from reader.tui.content.summary import Lines
from reader.tui.document_view.document_view import DocumentView
from reader.tui.document_view.source_position import in_document, in_file
from reader.tui.screens.document.entity_commands import NamingScreen
from reader.tui.session.search_walk import line_for
from reader.tui.session.session import Desk
from reader.tui.text.styled_text import StyledText
from reader.tui.theme.note_kinds import note_kinds_of
from reader.tui.widgets.bars import TopLine
from reader.tui.widgets.page import Page


class DocumentScreen(NamingScreen):
    """One document. `offset` is where to begin, None for where reading stopped.

    `about` is what its summary is to be about, and what else that is called; empty for the ordinary one.
    """

    def __init__(self, entry: DocumentRow, offset: int | None = None, about: Sequence[str] = ()) -> None:
        super().__init__(entry)
        self._offset = offset
        self._about = tuple(about)
        self._changes = []
        self._raw = False
        self._caret = 0
        self._whole = False
        self._read_again = ""  # the hash of the text that the person asked to read again

    # What comes in

    def on_mount(self) -> None:
        """Read the document; the frame is there already."""
        self.query_one("#info", Page).display = False
        self.view.focus()
        self.show_head()
        self._read()

    @work(thread=True, exclusive=True, group="document")
    def _read(self) -> None:
        worker = get_current_worker()
        library, entry = self.reader.library, self.opened.entry
        try:
            beginning = library.beginning(entry.path)
            if beginning is not None and not worker.is_cancelled:
                self.deliver(self._take_beginning, beginning)
            document = library.document(entry.path)
            notes = library.notebook.on(entry.path, document)
            offset = self._offset if self._offset is not None else library.place(entry, document)
            walk = self.reader.walk
            found = walk is not None and walk.here.entry.key == entry.key
            lit = walk.spans_in(document.text) if walk is not None and found else []
            about = (walk.about,) if walk is not None and found else self._about
            mentions = library.mentions(entry, document)
            overview = library.overview_of(entry, document, mentions, about)
        except ReaderError as error:
            self.deliver(self.say, str(error), "error")
            return
        if not worker.is_cancelled:
            self.opened = replace(self.opened, overview=overview)
            self.deliver(self._take, document, notes, mentions, offset, lit)

    def _take_beginning(self, document: Document) -> None:
        """Show the first pages of a large document while the rest is read."""
        self.opened = replace(self.opened, document=document)
        self.view.show(document, 0, self.opened.layers)
        self.query_one(TopLine).show(
            [StyledText(document.title, "title")], [StyledText("reading the rest…", "dim")]
        )

    def _take(
        self,
        document: Document,
        notes: list[Note],
        mentions: list[Mention] | None,
        offset: int,
        lit: list[Span],
    ) -> None:
        self._offset = None
        self._whole = True
        entry = self.opened.entry
        opened = replace(self.opened, document=document, notes=notes, pens=note_kinds_of(self.reader))
        chosen = self.chosen_in(mentions)
        self.opened = replace(opened, mentions=mentions, chosen=chosen)
        if lit:
            self.opened = self.opened.with_places(HitSpans(lit, {}), offset)
        # Where one has moved to while the rest of a large document was read is where one stays.
        self.view.show(document, self._caret or offset, self.opened.layers)
        self.show_head()
        if mentions is None and self.reader.background is not None:
            self.reader.background.prefer(replace(entry, sha256=document.sha256))
        if entry.unread:
            self.opened = replace(self.opened, entry=self.reader.library.mark_read(entry, True))
            self.reader.tell_state_changed(entry.key)
        if self._read_again:
            same = self._read_again == document.sha256
            self.say("Read again: nothing has changed." if same else "Read again: the text has changed.")
            self._read_again = ""
        changed = sum(note.state in ("changed", "lost") for note in notes)
        if changed:
            self.say(f"The text has changed: {changed} of {len(notes)} notes need a look (3).", "warning")

    def names_arrived(self, message: Desk.Analysed) -> None:
        """Light the names when they come; nothing moves."""
        if message.key != self.opened.entry.key:
            return
        if message.error:
            self.say(f"The names could not be found: {message.error}", "warning")
        mentions = self.reader.library.mentions(self.opened.entry, self.opened.document)
        if mentions is not None and not self._raw:
            overview = self.opened.overview
            usual = overview is not None and not overview.about
            if usual and self.opened.document.sha256 == self.opened.entry.sha256:
                overview = self.reader.library.overview(self.opened.entry, mentions)
            self.lay(replace(self.opened, mentions=mentions, overview=overview))
            self._show_info()

    def theme_changed(self, _name: str) -> None:
        """Paint in the new colours."""
        self.view.restyle()

    def on_unmount(self) -> None:
        """Keep the place."""
        self.keep_place()

    def keep_place(self) -> None:
        """Remember the sentence that the caret was last on."""
        if self.opened.document.text and not self._raw:
            self.reader.library.keep_place(self.opened.entry, self.opened.document, self._caret)

    @on(DocumentView.CaretMoved)
    @on(DocumentView.SelectionChanged)
    def _caret_moved(self) -> None:
        self._asked_link = None
        if not self._raw:
            self._caret = self.view.caret
        self.show_head()
        self._show_info()

    def show_head(self) -> None:
        opened, view = self.opened, self.view
        left = [StyledText(opened.document.title or opened.entry.title, "title")]
        if self._raw:
            left.append(StyledText(" · the file as it is", "accent"))
        if view.selection is not None:
            left.append(StyledText(" · selecting", "accent"))
        section = next((h for h in reversed(opened.headings) if h[2].start <= view.caret and h[0] > 1), None)
        right = [StyledText(f"{section[1][:30]} · ", "dim")] if section and self.size.width >= 100 else []
        minutes = view.minutes_left
        left_over = "" if minutes <= 0 else f" · {max(1, round(minutes))} min left"
        if opened.places.spans and opened.current is not None:
            right.insert(0, StyledText(f"{opened.current + 1} of {len(opened.places.spans)}  ", "accent"))
        self.query_one(TopLine).show(left, [*right, StyledText(f"{view.percent} %{left_over}", "dim")])

    # The info pane

    def do_info(self) -> None:
        """Show or hide the info pane."""
        page = self.query_one("#info", Page)
        page.display = not page.display
        self._show_info()
        (page if page.display else self.view).focus()

    def _show_info(self) -> None:
        page = self.query_one("#info", Page)
        if page.display:
            page.show(self._info_lines, keep_place=True)

    def _info_lines(self, width: int) -> Lines:
        return info_lines(self.opened, self.view.caret, self.view.selection, width)

    # Names and hits

    def do_search_this(self) -> None:
        """Search all documents for the name or the word under the caret."""
        mention = self.opened.mention_at(self.view.caret)
        word = mention.entity if mention is not None else self.opened.word_at(self.view.caret)
        if not word:
            self.say("There is no word under the caret.")
            return
        self.reader.do_search(line_for(word, mention.type if mention is not None else ""))

    def do_cancel(self) -> None:
        """Clear the selection, then the hits, then the chosen name."""
        if not self.view.has_focus:
            self.view.focus()
        elif self.view.selection is not None:
            self.view.select("")
        elif self.opened.places.spans:
            self.reader.walk = None
            self.lay(replace(self.opened, places=HitSpans([], {}), current=None))
        elif self.opened.chosen:
            self.lay(replace(self.opened, chosen=""))
        self.show_head()

    # Sections

    def do_outline(self) -> None:
        """The document's headings."""
        if not self.opened.headings:
            known = bool(self.opened.document.text)
            self.say("This document has no headings." if known else "The document is still being read.")
            return
        from reader.tui.screens.modals.outline import OutlineScreen

        def chosen(offset: int | None) -> None:
            if offset is not None:
                self.jump(offset)

        self.app.push_screen(OutlineScreen(self.opened, self.view.caret), chosen)

    # The look of it

    def do_types(self) -> None:
        """Show or hide kinds of names."""
        shown = (self.opened.shown_types + 1) % len(SHOWN_TYPES)
        self.lay(replace(self.opened, shown_types=shown))
        self.say(f"Showing {SHOWN_TYPES[shown][0]}.")

    def do_raw(self) -> None:
        """The file as it is, or rendered, at the same sentence."""
        self._show_raw(not self._raw, self.opened.document, self.view.caret)

    @work(thread=True, exclusive=True, group="document")
    def _show_raw(self, raw: bool, before: Document, caret: int) -> None:
        library, entry = self.reader.library, self.opened.entry
        try:
            document = library.raw(entry.path) if raw else library.document(entry.path)
        except ReaderError as error:
            self.deliver(self.say, str(error), "error")
            return
        if not raw:
            caret = in_document(before, caret, document)
        elif not self._raw:
            caret = in_file(before, caret, document)
        self.deliver(self._take_raw, raw, document, caret)

    def _take_raw(self, raw: bool, document: Document, offset: int) -> None:
        if raw:
            self._raw = True
            self.opened = Opened(self.opened.entry, document, pens=self.opened.pens)
            self.view.show(document, offset, self.opened.layers)
        else:
            self._raw = False
            self._offset = self._caret = offset
            self._read()
        self.show_head()

    # Copying and other programs

    def do_copy(self) -> None:
        """Copy the passage."""
        passage = self.passage
        if passage is not None:
            words = len(self.opened.document.quote(passage).split())
            self.reader.copy(self.opened.document.quote(passage), f"{words} word{'s' if words != 1 else ''}")
            self.view.select("")

    def do_cite(self) -> None:
        """Copy the passage with its source."""
        passage = self.passage
        if passage is not None:
            self.reader.copy(self.opened.citation(passage), "the passage with its source")
            self.view.select("")

    def do_edit(self) -> None:
        """Open the file in the editor at this line."""
        self.reader.edit_file(self.opened.entry.path, self.opened.source_line(self.view.caret) + 1)
        self.do_rescan()

    def do_rescan(self) -> None:
        """Read the file again."""
        if self.reader.background is not None:
            self.reader.background.rescan()
        if self._raw:
            self._show_raw(True, self.opened.document, self.view.caret)
        else:
            self._read_again = self.opened.document.sha256
            self._offset = self.view.caret
            self._read()

    def do_export(self) -> None:
        """Write this document's notes to a Markdown file."""
        self.reader.export_notes(notes=list(self.opened.notes))

    def do_pipe(self) -> None:
        """Give the selection, else the whole text, to a command."""
        from reader.tui.screens.modals.pipe import PipeScreen

        if not self._whole:
            self.say("The document is still being read; press | again in a moment.")
            return
        selected = self.view.selection
        text = self.opened.document.quote(selected) if selected else self.opened.document.text

        def take(command: str | None) -> None:
            if command is not None:
                self.reader.pipe(command, f"{text}\n")

        what = f"the {'selection' if selected else 'whole text'} · {len(text.split()):,} words"
        self.app.push_screen(PipeScreen(what, self.reader.last_pipe), take)

    # Other documents

    def _neighbour(self, step: int, *, unread: bool = False) -> None:
        entry = self.reader.neighbour(self.opened.entry.key, step, unread=unread)
        if entry is None:
            self.say(
                f"No {'unread ' if unread else ''}document {'after' if step > 0 else 'before'} this one."
            )
        else:
            self.reader.jumps.leave(self.spot)
            self.reader.open_document(entry)

    def do_next_document(self) -> None:
        """The next document of the list."""
        self._neighbour(1)

    def do_previous_document(self) -> None:
        """The document before."""
        self._neighbour(-1)

    def do_next_unread(self) -> None:
        """The next unread document."""
        self._neighbour(1, unread=True)

    def do_previous_unread(self) -> None:
        """The unread document before."""
        self._neighbour(-1, unread=True)

    def _keep_state(self, entry: DocumentRow, sentence: str) -> None:
        self.opened = replace(self.opened, entry=entry)
        self.reader.tell_state_changed(entry.key)
        self.say(sentence)

    def do_flag(self) -> None:
        """Flag the document or take the flag away."""
        entry = self.reader.library.flag(self.opened.entry, not self.opened.entry.flagged)
        self._keep_state(entry, "Flagged." if entry.flagged else "The flag is gone.")

    def do_read(self) -> None:
        """Mark the document as read or unread."""
        entry = self.reader.library.mark_read(self.opened.entry, self.opened.entry.unread)
        self._keep_state(entry, "Marked as unread." if entry.unread else "Marked as read.")
