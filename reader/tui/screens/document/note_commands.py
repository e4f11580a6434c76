"""Notes in a document: made, highlighted, looked at, changed, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NamedTuple

from reader.errors import ReaderError
from reader.notes.kinds import note_kind
from reader.notes.note import Link, Note
from reader.text.spans import Span, nearest
from reader.tui.document_view.viewport import Viewport
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.document.host import DocumentHost
from reader.tui.theme.note_kinds import note_kinds_of


class NotablePassage(NamedTuple):
    """A passage to note, with what a note on it points at from the start."""

    span: Span
    links: tuple[Link, ...] = ()


class NoteCommands:
    """The commands for notes. What the screen says was saved is on the disk."""

    def __init__(self, host: DocumentHost) -> None:
        self._host = host
        self._highlight_kind = "highlight"

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {
            "annotate": self._annotate,
            "annotate_document": partial(self._edit, None, None),
            "highlight": self._highlight,
            "tag": self._change_here,
            "delete_note": self._delete_here,
            "next_note": partial(self._walk, 1),
            "previous_note": partial(self._walk, -1),
            "export": self._export,
        }

    # Making

    def _passage(self) -> NotablePassage | None:
        """The selection; else the mention of the selected name under the caret; else the sentence."""
        state, view = self._host.state, self._host.view
        if view.viewport.selection is not None:
            return NotablePassage(view.viewport.selection)
        mention = state.mention_at(view.caret)
        if mention is not None and mention.entity == state.selected_entity:
            return NotablePassage(Span(mention.start, mention.end), (Link("entity", mention.entity),))
        if self._host.passage is not None:
            return NotablePassage(self._host.passage)
        sentences = state.document.sentences
        index = nearest(sentences, view.caret)
        return NotablePassage(sentences[index]) if index is not None else None

    def _annotate(self) -> None:
        passage = self._passage()
        if passage is None:
            self._host.say("There is no sentence here to note; c writes a note on the document.")
            return
        self._edit(passage.span, None, passage.links)

    def _edit(self, span: Span | None, note: Note | None, links: tuple[Link, ...] = ()) -> None:
        from reader.tui.screens.modals.note_editor import NoteEditor

        def closed(saved: Note | None) -> None:
            if saved is not None:
                self._host.view.move(Viewport.select, "")
                self._changed("Saved.")

        state = self._host.state
        editor = NoteEditor(state.entry, state.document, span, note, links=links)
        self._host.session.push_screen(editor, closed)

    def _highlight(self) -> None:
        """Mark without words; a highlight that is there gets the next kind."""
        passage = self._passage()
        if passage is None:
            self._host.say("There is no sentence here to mark.")
            return
        notes, state = self._host.session.library.notes, self._host.state
        note_kinds = note_kinds_of(self._host.session)
        kinds = [one.kind for one in note_kinds if one.kind != "note"]
        span = passage.span
        marked = [note for note in state.notes_at(span) if not note.body and note.span == span]
        try:
            if marked:
                before = marked[0]
                order = kinds.index(before.kind) if before.kind in kinds else -1
                self._highlight_kind = kinds[(order + 1) % len(kinds)]
                notes.edit(before, "", self._highlight_kind, before.tags)
            else:
                kind, links = self._highlight_kind, passage.links
                notes.add(
                    state.entry.path,
                    state.document,
                    span,
                    kind=kind,
                    links=links,
                    inner=state.entry.inner,
                )
        except ReaderError as error:
            self._host.say(str(error), "error")
            return
        self._host.view.move(Viewport.select, "")
        self._changed(
            f"Marked as {note_kind(self._highlight_kind, note_kinds).name}; A again for the next kind."
        )

    # Looking

    def peek_at(self, offset: int) -> bool:
        """Show the words of the notes at an offset without leaving the line; whether there are any."""
        notes = self._host.state.notes_at(Span(offset, offset + 1))
        if notes:
            self._peek(notes)
        return bool(notes)

    def _peek(self, notes: list[Note]) -> None:
        from reader.tui.screens.modals.note_peek import NotePeek, PeekResult

        host = self._host
        mention = host.state.mention_at(host.view.caret)

        def closed(result: PeekResult | None) -> None:
            if result is None:
                return
            if result.action == "name" and mention is not None:
                host.choose_entity(mention.entity)
            elif result.link is not None:
                host.session.navigation.jumps.leave(host.spot)
                host.session.navigation.follow(result.link)
            elif result.note is not None:
                self._act(result.action, result.note)

        row = host.view.viewport.row_of(host.view.caret) or 0
        above = row > host.view.size.height // 2
        host.session.push_screen(NotePeek(notes, host.state.document, mention, above=above), closed)

    def _act(self, action: str, note: Note) -> None:
        if action == "edit":
            self._edit(note.span, note)
        elif action == "delete":
            self._ask_or_delete(note)
        else:
            self._decide(note, accept=action == "accept")

    def _decide(self, note: Note, *, accept: bool) -> None:
        notes = self._host.session.library.notes
        try:
            if accept:
                notes.accept(note, self._host.state.document)
            else:
                notes.give_up(note)
        except ReaderError as error:
            self._host.say(str(error), "error")
            return
        self._changed(
            "The note is on the passage as it is now."
            if accept
            else "The note's passage is lost; U takes it back."
        )

    def _walk(self, step: int) -> None:
        state = self._host.state
        index = self._host.view.move(Viewport.move_in, state.note_spans, step)
        if index is None:
            self._host.say(
                f"No note further {'down' if step > 0 else 'up'}."
                if state.notes
                else "There are no notes here; a writes one."
            )
            return
        span = state.note_spans[index]
        note = next(note for note in state.notes if (note.span or Span(0, 0)) == span)
        words = " ".join(note.body.split()) or note.kind
        self._host.say(f"¶ {words} · {index + 1} of {len(state.note_spans)}")

    # Changing

    def _note_at_caret(self) -> Note | None:
        """Return the note under the caret, else the shortest on the passage; with neither, say so: None."""
        state, caret = self._host.state, self._host.view.caret
        notes = state.notes_at(Span(caret, caret + 1))
        if not notes and self._host.passage is not None:
            notes = state.notes_at(self._host.passage)
        if not notes:
            self._host.say("There is no note here; ] goes to the next one.")
            return None
        return notes[0]

    def _change_here(self) -> None:
        note = self._note_at_caret()
        if note is not None:
            self._edit(note.span, note)

    def _delete_here(self) -> None:
        note = self._note_at_caret()
        if note is not None:
            self._ask_or_delete(note)

    def _ask_or_delete(self, note: Note) -> None:
        """Move a note to the trash; one with words asks first."""

        def answered(letter: str) -> None:
            if letter.lower() == "y":
                self._delete(note)
            else:
                self._host.say("The note stays.")

        if note.body:
            words = " ".join(note.body.split())[:60]
            self._host.ask_key(f"Delete the note “{words}”? y deletes it.", answered)
        else:
            self._delete(note)

    def _delete(self, note: Note) -> None:
        try:
            self._host.session.library.notes.trash(note)
        except ReaderError as error:
            self._host.say(str(error), "error")
            return
        self._changed("The note is in the trash; U takes it back.")

    def _changed(self, sentence: str) -> None:
        """Show the notes as they are now, tell the other screens, and say what was done."""
        self._host.session.announcements.notes_changed(self._host.state.entry.key)
        self._host.say(sentence)

    def _export(self) -> None:
        self._host.session.navigation.export_notes(self._host.state.notes)
