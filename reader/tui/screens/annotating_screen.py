"""Notes in a document: made, highlighted, changed, deleted, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from reader.errors import ReaderError
from reader.notes.note import PENS, Note
from reader.text.spans import Span, nearest
from reader.tui.screens.reading_screen import ReadingScreen

_HIGHLIGHTERS = tuple(pen.kind for pen in PENS if pen.kind != "note")


class AnnotatingScreen(ReadingScreen):
    """A document with the commands for notes. What the screen says was saved is on the disk."""

    _undo: list[Callable[[], Note]]
    _pen: str = "highlight"

    def notes_changed(self) -> None:
        """Read this document's notes again and tell the other screens."""
        opened = self.opened
        notes = self.reader.library.notebook.on(opened.entry.path, opened.document)
        self.lay(replace(opened, notes=notes))
        self.reader.tell_notes_changed(opened.entry.key)

    def _spot_to_note(self) -> Span | None:
        passage = self.passage
        if passage is not None:
            return passage
        sentences = self.opened.document.sentences
        index = nearest(sentences, self.view.caret)
        return sentences[index] if index is not None else None

    def do_annotate(self) -> None:
        """A note on the selection, else on the sentence."""
        span = self._spot_to_note()
        if span is None:
            self.say("There is no sentence here to note.")
            return
        self._edit(span, None)

    def _edit(self, span: Span | None, note: Note | None) -> None:
        from reader.tui.screens.editor import NoteEditor

        def closed(kept: Note | None) -> None:
            if kept is None:
                return
            if note is None:
                self._undo.append(lambda: self.reader.library.notebook.trash(kept))
            else:
                self._undo.append(lambda: self.reader.library.notebook.change(kept, note))
            self.view.select("")
            self.notes_changed()
            self.say("Saved.")

        self.app.push_screen(NoteEditor(self.opened.entry, self.opened.document, span, note), closed)

    def do_highlight(self) -> None:
        """Mark without words; on a highlight, the next pen."""
        notebook = self.reader.library.notebook
        span = self._spot_to_note()
        if span is None:
            self.say("There is no sentence here to mark.")
            return
        here = [note for note in self.opened.notes_at(span) if not note.body and note.span == span]
        try:
            if here:
                before = here[0]
                order = _HIGHLIGHTERS.index(before.kind) if before.kind in _HIGHLIGHTERS else -1
                self._pen = _HIGHLIGHTERS[(order + 1) % len(_HIGHLIGHTERS)]
                after = notebook.edit(before, "", self._pen, before.tags)
                self._undo.append(lambda: notebook.change(after, before))
            else:
                made = notebook.add(self.opened.entry.path, self.opened.document, span, kind=self._pen)
                self._undo.append(lambda: notebook.trash(made))
        except ReaderError as error:
            self.say(str(error), "error")
            return
        self.view.select("")
        self.notes_changed()
        self.say(f"Marked as {self._pen}; A again for the next pen.")

    def note_here(self) -> Note | None:
        """The note under the caret, the one with the shortest passage; says so when there is none."""
        caret = self.view.caret
        found = self.opened.notes_at(Span(caret, caret + 1)) or self.opened.notes_at(
            self.passage or Span(caret, caret + 1)
        )
        if not found:
            self.say("There is no note here; ] goes to the next one.")
            return None
        return found[0]

    def do_tag(self) -> None:
        """Change the note under the caret, its kind and its tags."""
        note = self.note_here()
        if note is not None:
            self._edit(note.span, note)

    def do_delete_note(self) -> None:
        """The note under the caret to the trash; one with words asks first."""
        note = self.note_here()
        if note is None:
            return
        if note.body:
            self.ask_key(
                "delete_note", f"Delete the note “{' '.join(note.body.split())[:60]}”? y deletes it."
            )
        else:
            self._delete(note)

    def got_delete_note(self, letter: str) -> None:
        """The answer to the question."""
        note = self.note_here()
        if letter.lower() == "y" and note is not None:
            self._delete(note)
        else:
            self.say("The note stays.")

    def _delete(self, note: Note) -> None:
        notebook = self.reader.library.notebook
        trashed = notebook.trash(note)
        self._undo.append(lambda: notebook.restore(trashed))
        self.notes_changed()
        self.say("The note is in the trash; U takes it back.")

    def do_undo(self) -> None:
        """Take back the last change to a note."""
        if not self._undo:
            self.say("There is nothing to take back here.")
            return
        try:
            self._undo.pop()()
        except ReaderError as error:
            self.say(str(error), "error")
            return
        self.notes_changed()
        self.say("Taken back.")
