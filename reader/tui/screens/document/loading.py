"""Reading the document of a screen, again when it is asked for, and as the raw file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from textual.worker import get_current_worker

from reader.analysis.mention import Mention
from reader.errors import ReaderError, UnreadableFile
from reader.library import DocumentRow, DocumentSummary
from reader.notes.note import Note
from reader.search.matching.find_in_document import HitSpans
from reader.text.document import Document
from reader.tui.content.document_state import DocumentState, Form
from reader.tui.document_view.source_position import in_document, in_file, in_other_form
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.document.entity_commands import EntityCommands
from reader.tui.screens.document.host import DocumentHost
from reader.tui.screens.document.page import LoadedPage
from reader.tui.session.messages import NamesArrived
from reader.tui.theme.note_kinds import note_kinds_of


class Names(NamedTuple):
    """What is lit in a document once its names are known, and the summary that knows of them."""

    mentions: Sequence[Mention]
    summary: DocumentSummary | None


class DocumentLoading:
    """What comes in from behind: the document itself, its notes, its names. Threads return, handlers show."""

    def __init__(self, host: DocumentHost, entities: EntityCommands, *, walking: bool) -> None:
        self._host = host
        self._entities = entities
        self._walking = walking
        self._caret = 0  # where the caret was last in the rendered text
        self._asked_again: str | None = None  # the hash of the text that the person asked to read again

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {"raw": self._next_form}

    # The document

    def load(self, offset: int | None = None) -> None:
        """Read the document in a thread; at `offset` where one is given."""
        self._host.in_thread(partial(self._load, offset), "document")

    def _load(self, offset: int | None) -> None:
        host, worker = self._host, get_current_worker()

        def show_beginning(document: Document) -> None:
            if not worker.is_cancelled:
                host.deliver(self._show_beginning, document)

        try:
            page = host.page.load(host.session, show_beginning, offset)
        except ReaderError as error:
            host.deliver(host.say, str(error), "error")
            return
        if not worker.is_cancelled:
            host.deliver(self._show, page)

    def _show_beginning(self, document: Document) -> None:
        """Show the first pages of a large document while the rest is read."""
        self._host.show_document(replace(self._host.state, document=document), 0)

    def _show(self, page: LoadedPage) -> None:
        host = self._host
        selected = self._entities.selected_in(page.mentions, walking=self._walking)
        self._walking = False
        state = replace(
            host.state,
            document=page.document,
            notes=page.notes,
            mentions=page.mentions,
            summary=page.summary,
            note_kinds=note_kinds_of(host.session),
            selected_entity=selected,
            complete=True,
            form="document",
        )
        if page.hits:
            state = state.with_places(HitSpans(list(page.hits), {}), page.offset)
        # Where one has moved to while the rest of a large document was read is where one stays.
        host.show_document(state, self._caret or page.offset)
        if page.message is not None:
            host.say(*page.message)
        if host.page.is_file:
            self._after_file(page)

    def _after_file(self, page: LoadedPage) -> None:
        """Have the names found that are missing, mark the file as read, and say what has changed."""
        host = self._host
        entry = host.state.entry
        if page.mentions is None and host.session.background is not None:
            host.session.background.prefer(replace(entry, sha256=page.document.sha256))
        if entry.unread:
            host.set_state(replace(host.state, entry=host.session.library.reading.mark_read(entry, True)))
            host.session.announcements.state_changed(entry.key)
        if self._asked_again is not None:
            same = self._asked_again == page.document.sha256
            self._asked_again = None
            host.say("Read again: nothing has changed." if same else "Read again: the text has changed.")
        changed = sum(note.state in ("changed", "lost") for note in page.notes)
        if changed:
            host.say(
                f"The text has changed: {changed} of {len(page.notes)} notes need a look (3).", "warning"
            )

    def load_again(self, before: Document | None = None) -> None:
        """Read the file again, with the one before saying whether it is another."""
        if self._host.state.raw:
            self._read_raw()
            return
        self._asked_again = before.sha256 if before is not None else None
        self.load(self._host.view.caret)

    # Other forms of the file

    def _next_form(self) -> None:
        """Show the whole page where there is more of one, then the file as it is, then the document again.

        The caret stays at the same sentence.
        """
        state, caret = self._host.state, self._host.view.caret
        if state.form == "file":
            work = partial(self._load_rendered, state.entry, state.document, caret)
        elif state.form == "whole page":
            work = partial(self._load_raw, state.entry, None, 0)
        else:
            work = partial(self._load_whole, state.entry, state.document, caret)
        self._host.in_thread(work, "document")

    def _read_raw(self) -> None:
        state, caret = self._host.state, self._host.view.caret
        if state.form == "whole page":
            work = partial(self._load_whole, state.entry, state.document, caret)
        else:
            work = partial(self._load_raw, state.entry, None, caret)
        self._host.in_thread(work, "document")

    def _load_whole(self, entry: DocumentRow, document: Document, caret: int) -> None:
        """Read the whole page, or the file as it is where there is no more of it than its document."""
        host = self._host
        try:
            whole = host.session.library.files.whole(entry.path, entry.inner)
        except UnreadableFile as error:
            host.deliver(host.say, f"The file cannot be shown as it is: {error.reason}", "error")
            return
        if whole is None or whole.text == document.text:
            self._load_raw(entry, document, caret)
        else:
            host.deliver(self._show_form, whole, "whole page", in_other_form(document, caret, whole))

    def _load_raw(self, entry: DocumentRow, rendered: Document | None, caret: int) -> None:
        """Read the file as it is; the caret is in the rendered text, or in the file where there is none."""
        host = self._host
        try:
            document = host.session.library.files.raw(entry.path, entry.inner)
        except UnreadableFile as error:
            host.deliver(host.say, f"The file cannot be shown as it is: {error.reason}", "error")
            return
        offset = in_file(rendered, caret, document) if rendered else caret
        host.deliver(self._show_form, document, "file", offset)

    def _show_form(self, document: Document, form: Form, offset: int) -> None:
        entry, kinds = self._host.state.entry, self._host.state.note_kinds
        shown = DocumentState(entry, document, note_kinds=kinds, form=form, complete=True)
        self._host.show_document(shown, offset)

    def _load_rendered(self, entry: DocumentRow, before: Document, caret: int) -> None:
        host = self._host
        try:
            document = host.session.library.files.document(entry.path, entry.inner)
        except ReaderError as error:
            host.deliver(host.say, str(error), "error")
            return
        host.deliver(self._show_rendered, in_document(before, caret, document))

    def _show_rendered(self, offset: int) -> None:
        self._caret = offset
        self._host.set_state(replace(self._host.state, form="document"))
        self.load(offset)

    # Notes, names and marks

    def notes_changed(self, key: str) -> None:
        """Read the notes again and paint them, when they are on this document."""
        host = self._host
        if key != host.state.entry.key:
            return
        if not host.page.is_file:
            self.load(host.view.caret)
            return
        entry, document = host.state.entry, host.state.document

        def read() -> None:
            try:
                notes = host.session.library.notes.on(entry.path, document, entry.inner)
            except ReaderError as error:
                host.deliver(host.say, str(error), "error")
                return
            host.deliver(self._show_notes, document, notes)

        host.in_thread(read, "notes")

    def _show_notes(self, document: Document, notes: list[Note]) -> None:
        if self._host.state.document is document:
            self._host.set_state(replace(self._host.state, notes=notes))
            self._host.show_info()

    def state_changed(self, key: str) -> None:
        """Take the reading state as it is now, when it is this document's."""
        if key != self._host.state.entry.key:
            return
        row = self._host.session.library.documents.entries_of([key]).get(key)
        if row is not None:
            self._host.set_state(replace(self._host.state, entry=row))

    def names_arrived(self, message: NamesArrived) -> None:
        """Light the names when they come; nothing moves."""
        if message.key != self._host.state.entry.key:
            return
        if message.error:
            self._host.say(f"The names could not be found: {message.error}", "warning")
        self._read_names(self._show_names)

    def names_corrected(self) -> None:
        """Light the names as they are corrected."""
        self._read_names(self._show_corrected)

    def _read_names(self, show: Callable[[Document, Names], None]) -> None:
        """Read the names of the document in a thread, and what is chosen of it now that they are known."""
        host, state = self._host, self._host.state

        def read() -> None:
            library = host.session.library
            try:
                mentions = library.entities.mentions(state.entry, state.document)
                summary = state.summary
                is_usual = summary is not None and not summary.about
                if mentions is not None and is_usual and state.document.sha256 == state.entry.sha256:
                    summary = library.summaries.of_row(state.entry, mentions)
            except ReaderError as error:
                host.deliver(host.say, str(error), "error")
                return
            if mentions is not None:
                host.deliver(show, state.document, Names(mentions, summary))

        host.in_thread(read, "names")

    def _show_names(self, document: Document, names: Names) -> None:
        state = self._host.state
        if state.document is document and not state.raw:
            self._host.set_state(replace(state, mentions=names.mentions, summary=names.summary))
            self._host.show_info()

    def _show_corrected(self, document: Document, names: Names) -> None:
        state = self._host.state
        if state.document is document and state.mentions is not None:
            self._entities.mentions_corrected(names.mentions)

    # The place

    def caret_moved(self) -> None:
        """Remember where the caret is in the rendered text."""
        if not self._host.state.raw:
            self._caret = self._host.view.caret

    def keep_place(self) -> None:
        """Keep the sentence that the caret was last on, for the next time."""
        state = self._host.state
        if state.document.text and not state.raw and self._host.page.is_file:
            self._host.session.library.reading.keep_place(state.entry, state.document, self._caret)
