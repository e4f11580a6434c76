"""What is done with the note under the cursor of the list, and with the notes that are listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from reader.errors import ReaderError
from reader.library import DocumentRow
from reader.notes.note import Note
from reader.text.document import Document
from reader.tui.content.note_list import ListedNote
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.lists.notes.gathering import edit_again
from reader.tui.screens.lists.notes.host import NoteListHost
from reader.tui.screens.lists.notes.loading import NoteListLoading
from reader.tui.text.styled_text import one_line

_WORDS_SHOWN = 60  # code points of a note in a question about it


class NoteListCommands:
    """The commands for notes. What the screen says was done is on the disk."""

    def __init__(self, host: NoteListHost, loading: NoteListLoading) -> None:
        self._host = host
        self._loading = loading

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            "tag": self._edit,
            "delete_note": self._delete,
            "restore": self._restore,
            "trash": self._loading.change_to_trash,
            "accept": self._accept,
            "give_up": self._give_up,
            "export": self._export,
        }

    @property
    def _current(self) -> ListedNote | None:
        return self._host.panel.rows.current

    def open(self) -> None:
        """Go to the passage; go on with what is not finished."""
        listed = self._current
        if listed is not None and listed.draft:
            self._edit()
        elif listed is not None:
            self._host.session.navigation.open_note(listed.note)

    # Changing

    def _edit(self) -> None:
        """Change the note: its words, kind, tags and links."""
        listed = self._current
        if listed is None:
            return
        if listed.draft and listed.entry is not None:
            self._host.in_thread(partial(self._read_to_edit, listed, listed.entry), "edit")
        else:
            self._show_editor(listed, None)

    def _read_to_edit(self, listed: ListedNote, entry: DocumentRow) -> None:
        document = self._host.session.library.files.document_or_none(entry.path, entry.inner)
        self._host.deliver(self._show_editor, listed, document)

    def _show_editor(self, listed: ListedNote, document: Document | None) -> None:
        def closed(note: Note | None) -> None:
            self._host.session.announcements.notes_changed(listed.entry.key if listed.entry else "")
            if note is not None:
                self._host.say("Saved.")

        self._host.session.push_screen(edit_again(listed, document), closed)

    def _delete(self) -> None:
        """Move the note to the trash, one with words after a question; throw a draft away."""
        listed = self._current
        if listed is None:
            return
        if self._loading.trashed:
            self._host.say("The note is in the trash already; R takes it out.")
            return
        words = one_line(listed.note.body)[:_WORDS_SHOWN]
        take = partial(self._delete_answered, listed)
        if listed.draft:
            self._host.ask_key(f"Throw the draft “{words}” away for good? y throws it away.", take)
        elif words:
            self._host.ask_key(f"Delete the note “{words}”? y deletes it.", take)
        else:
            take("y")

    def _delete_answered(self, listed: ListedNote, letter: str) -> None:
        library = self._host.session.library
        if letter.lower() != "y":
            self._host.say("The note stays.")
        elif listed.draft:
            self._change(partial(library.preferences.delete, listed.draft), "The draft is gone.")
        else:
            self._change(
                partial(library.notes.trash, listed.note),
                "The note is in the trash; U takes it back, X shows the trash.",
            )

    def _restore(self) -> None:
        listed = self._current
        if listed is None or not self._loading.trashed:
            self._host.say("Only a note in the trash can be taken out of it; X shows the trash.")
            return
        restore = self._host.session.library.notes.restore
        self._change(partial(restore, listed.note), "The note is back among the notes.")

    # Deciding on a changed passage

    def _changed_note(self) -> tuple[Note, DocumentRow] | None:
        """Return the note under the cursor and its document, when its passage was changed; else say so."""
        listed = self._current
        if listed is None or listed.state != "changed" or listed.entry is None:
            self._host.say("Only a note whose passage was changed asks for that.")
            return None
        return listed.note, listed.entry

    def _accept(self) -> None:
        """Let a changed note mean the passage as it is now."""
        if (changed := self._changed_note()) is not None:
            self._host.in_thread(partial(self._read_to_accept, *changed), "accept")

    def _read_to_accept(self, note: Note, entry: DocumentRow) -> None:
        try:
            document = self._host.session.library.files.document(entry.path, entry.inner)
        except ReaderError as error:
            self._host.deliver(self._host.say, str(error), "error")
        else:
            self._host.deliver(self._accept_in, note, document)

    def _accept_in(self, note: Note, document: Document) -> None:
        accept = self._host.session.library.notes.accept
        self._change(partial(accept, note, document), "The note is on the passage as it is now.")

    def _give_up(self) -> None:
        """Say that a changed note's passage is lost."""
        if (changed := self._changed_note()) is not None:
            give_up = self._host.session.library.notes.give_up
            self._change(partial(give_up, changed[0]), "The note's passage is lost; U takes that back.")

    def _change(self, change: Callable[[], Note | None], sentence: str) -> None:
        """Change a note, tell all screens, and say so."""
        session = self._host.session
        try:
            note = change()
        except ReaderError as error:
            self._host.say(str(error), "error")
            return
        key = session.library.notes.document_of(note.id) if note is not None else None
        session.announcements.notes_changed(key or "")
        self._host.say(sentence)

    def _export(self) -> None:
        """Write the listed notes to a file."""
        rows = self._host.panel.rows.items
        self._host.session.navigation.export_notes(listed.note for listed in rows if not listed.draft)
