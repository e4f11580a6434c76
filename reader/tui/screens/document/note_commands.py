"""Notes in a document: made, highlighted, looked at, changed, deleted, taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from reader.errors import ReaderError
from reader.notes.kinds import note_kind
from reader.notes.note import Link, Note
from reader.text.spans import Span, nearest
from reader.tui.screens.document.motion_commands import ReadingScreen
from reader.tui.theme.note_kinds import note_kinds_of


class Spot(NamedTuple):
    """A passage to note, with what a note on it points at from the start."""

    span: Span
    links: tuple[Link, ...] = ()


class AnnotatingScreen(ReadingScreen):
    """A document with the commands for notes. What the screen says was saved is on the disk."""

    _pen: str = "highlight"

    def notes_changed(self) -> None:
        """Read this document's notes again and tell the other screens."""
        opened = self.opened
        notes = self.reader.library.notebook.on(opened.entry.path, opened.document)
        self.lay(replace(opened, notes=notes))
        self.reader.tell_notes_changed(opened.entry.key)

    # Making

    def _spot_to_note(self) -> Spot | None:
        """The selection; else the mention of the chosen name under the caret; else the sentence."""
        if self.view.selection is not None:
            return Spot(self.view.selection)
        mention = self.opened.mention_at(self.view.caret)
        if mention is not None and mention.entity == self.opened.chosen:
            return Spot(Span(mention.start, mention.end), (Link("entity", mention.entity),))
        passage = self.passage
        if passage is not None:
            return Spot(passage)
        sentences = self.opened.document.sentences
        index = nearest(sentences, self.view.caret)
        return Spot(sentences[index]) if index is not None else None

    def do_annotate(self) -> None:
        """A note on the selection, on the mention of the chosen name, else on the sentence."""
        spot = self._spot_to_note()
        if spot is None:
            self.say("There is no sentence here to note; c writes a note on the document.")
            return
        self._edit(spot.span, None, spot.links)

    def do_annotate_document(self) -> None:
        """A note on the document as a whole."""
        self._edit(None, None)

    def _edit(self, span: Span | None, note: Note | None, links: tuple[Link, ...] = ()) -> None:
        from reader.tui.screens.modals.note_editor import NoteEditor

        def closed(kept: Note | None) -> None:
            if kept is None:
                return
            self.view.select("")
            self.notes_changed()
            self.say("Saved.")

        editor = NoteEditor(self.opened.entry, self.opened.document, span, note, links=links)
        self.app.push_screen(editor, closed)

    def do_highlight(self) -> None:
        """Mark without words; on a highlight, the next pen."""
        notebook = self.reader.library.notebook
        spot = self._spot_to_note()
        if spot is None:
            self.say("There is no sentence here to mark.")
            return
        pens = note_kinds_of(self.reader)
        kinds = [pen.kind for pen in pens if pen.kind != "note"]
        here = [note for note in self.opened.notes_at(spot.span) if not note.body and note.span == spot.span]
        try:
            if here:
                before = here[0]
                order = kinds.index(before.kind) if before.kind in kinds else -1
                self._pen = kinds[(order + 1) % len(kinds)]
                notebook.edit(before, "", self._pen, before.tags)
            else:
                entry, document = self.opened.entry, self.opened.document
                notebook.add(entry.path, document, spot.span, kind=self._pen, links=spot.links)
        except ReaderError as error:
            self.say(str(error), "error")
            return
        self.view.select("")
        self.notes_changed()
        self.say(f"Marked as {note_kind(self._pen, pens).name}; A again for the next pen.")

    # Looking

    def notes_here(self) -> list[Note]:
        """The notes under the caret, else on the passage, those with the shortest passages first."""
        caret = self.view.caret
        here = Span(caret, caret + 1)
        return self.opened.notes_at(here) or self.opened.notes_at(self.passage or here)

    def note_here(self) -> Note | None:
        """The note under the caret, the one with the shortest passage; says so when there is none."""
        found = self.notes_here()
        if not found:
            self.say("There is no note here; ] goes to the next one.")
            return None
        return found[0]

    def peek(self, notes: list[Note]) -> None:
        """Show the words of these notes without leaving the line."""
        from reader.tui.screens.modals.note_peek import NotePeek, Wanted

        mention = self.opened.mention_at(self.view.caret)

        def closed(wanted: Wanted | None) -> None:
            if wanted is None:
                return
            if wanted.what == "name" and mention is not None:
                self.choose(mention.entity)
            elif wanted.link is not None:
                self.reader.jumps.leave(self.spot)
                self.reader.follow(wanted.link)
            elif wanted.note is not None:
                self._act(wanted.what, wanted.note)

        row = self.view.reading.row_of(self.view.caret) or 0
        above = row > self.view.size.height // 2
        self.app.push_screen(NotePeek(notes, self.opened.document, mention, above=above), closed)

    def _act(self, what: str, note: Note) -> None:
        if what == "edit":
            self._edit(note.span, note)
        elif what == "delete":
            self._ask_or_delete(note)
        else:
            self._decide(note, accept=what == "accept")

    def _decide(self, note: Note, *, accept: bool) -> None:
        notebook = self.reader.library.notebook
        try:
            if accept:
                notebook.accept(note, self.opened.document)
            else:
                notebook.give_up(note)
        except ReaderError as error:
            self.say(str(error), "error")
            return
        self.notes_changed()
        self.say(
            "The note is on the passage as it is now."
            if accept
            else "The note's passage is lost; U takes it back."
        )

    def choose(self, entity: str) -> None:
        """Choose whose mentions `e` and `E` walk."""
        self.lay(replace(self.opened, chosen=entity))
        count = len(self.opened.walked)
        times = f"{count} mention{'s' if count != 1 else ''} here"
        self.say(f"{entity}: {times} · e E walk · enter again: dossier · a notes this one")

    # Changing

    def do_tag(self) -> None:
        """Change the note under the caret, its kind and its tags."""
        note = self.note_here()
        if note is not None:
            self._edit(note.span, note)

    def do_delete_note(self) -> None:
        """The note under the caret to the trash; one with words asks first."""
        note = self.note_here()
        if note is not None:
            self._ask_or_delete(note)

    def _ask_or_delete(self, note: Note) -> None:
        self._doomed = note
        if note.body:
            self.ask_key(
                "delete_note", f"Delete the note “{' '.join(note.body.split())[:60]}”? y deletes it."
            )
        else:
            self.got_delete_note("y")

    def got_delete_note(self, letter: str) -> None:
        """The answer to the question."""
        if letter.lower() != "y":
            self.say("The note stays.")
            return
        try:
            self.reader.library.notebook.trash(self._doomed)
        except ReaderError as error:
            self.say(str(error), "error")
            return
        self.notes_changed()
        self.say("The note is in the trash; U takes it back.")

    def do_undo(self) -> None:
        """Take back the last change to a note."""
        try:
            note = self.reader.library.notebook.undo()
        except ReaderError as error:
            self.say(str(error), "error")
            return
        if note is None:
            self.say("There is nothing to take back here.")
            return
        self.notes_changed()
        elsewhere = note.path != str(self.opened.entry.path) and note.title
        self.say(f"Taken back, in {note.title}." if elsewhere else "Taken back.")
