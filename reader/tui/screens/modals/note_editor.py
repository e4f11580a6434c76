"""Write a note: the passage above, the words below, then kind, tags and links."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from reader.errors import ReaderError
from reader.library import DocumentRow
from reader.notes.kinds import kind_of, note_kind
from reader.notes.note import Link, Note, parse_link
from reader.system.files import read_existing
from reader.text.document import Document
from reader.text.spans import Span
from reader.tui.content.note_links import LINK_MARK, label_of
from reader.tui.screens.command_screen import session_of
from reader.tui.screens.modals.note_body import NoteBody
from reader.tui.screens.modals.note_draft import NoteDraft, NoteSubject
from reader.tui.screens.worker_results import deliver
from reader.tui.text.styled_text import plain
from reader.tui.theme.note_kinds import note_kinds_of
from reader.tui.widgets.completing import Completing, Words

_DRAFT_SECONDS = 0.5
"""How often what is being typed is kept: a reader that is killed loses no more than this."""


class NoteEditor(ModalScreen[Note | None]):
    """The editor of a note: on `span`, without one on the document, without an entry on `entity`.

    `ctrl+s` saves, `esc` keeps a draft; what is typed is kept all the time. `draft` is the name of one that
    is gone on with. Dismissed with the note as it was kept, or None.
    """

    DEFAULT_CSS = """
    NoteEditor { align: center middle; }
    NoteEditor > Vertical {
        width: 80; max-width: 96%; height: auto; max-height: 96%; padding: 1 2;
    }
    NoteEditor .quote {
        height: auto; max-height: 4; color: $text-muted; border-left: wide $accent; padding: 0 1;
        margin-bottom: 1;
    }
    NoteEditor TextArea { height: 9; border: none; background: $panel; padding: 0 1; }
    NoteEditor TextArea:focus { border: none; }
    NoteEditor .row { height: 1; margin-top: 1; }
    NoteEditor .links { margin-top: 0; }
    NoteEditor .row Static { width: auto; color: $text-muted; padding-right: 1; }
    NoteEditor .kind { width: 16; margin-right: 2; background: $panel; }
    NoteEditor .tags { width: 1fr; background: $panel; }
    NoteEditor .row .linked { width: 1fr; height: 1; color: $foreground; }
    NoteEditor .message { height: auto; color: $accent; margin-top: 1; display: none; }
    NoteEditor .message.shown { display: block; }
    NoteEditor .message.error { color: $error; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", show=False, priority=True),
        Binding("escape", "keep_draft", show=False, priority=True),
        Binding("ctrl+l", "link", show=False, priority=True),
        Binding("ctrl+e", "edit_outside", show=False, priority=True),
    ]

    def __init__(
        self,
        entry: DocumentRow | None,
        document: Document,
        span: Span | None,
        note: Note | None,
        *,
        links: Sequence[Link] = (),
        entity: str = "",
        draft: str = "",
    ) -> None:
        super().__init__()
        self._subject = NoteSubject(entry, document, span, note, entity)
        self._draft_name = draft or self._subject.draft_name
        self._links = tuple(note.links if note is not None else links)
        self._last_text = ""
        self._tags_in_use: Sequence[str] = ()

    @cached_property
    def _draft(self) -> NoteDraft:
        return NoteDraft(session_of(self).library, self._draft_name)

    def compose(self) -> ComposeResult:
        """Passage, words, kind, tags, links."""
        note, note_kinds = self._subject.note, note_kinds_of(session_of(self))
        kind = note_kind(note.kind if note else "note", note_kinds).name
        with Vertical() as box:
            box.border_title = "Note" if note is None else "Change the note"
            box.border_subtitle = "ctrl+s saves · ctrl+l links · ctrl+e $EDITOR · esc keeps a draft"
            yield Static(plain(self._subject.quote), classes="quote")
            yield NoteBody()
            with Horizontal(classes="row"):
                yield Static(Content("kind "))
                yield Completing(kind, Words(lambda: [one.name for one in note_kinds]), classes="kind")
                yield Static(Content("tags"))
                yield Completing(
                    ", ".join(note.tags) if note else "",
                    Words(lambda: self._tags_in_use, ","),
                    placeholder="parted by commas",
                    classes="tags",
                )
            with Horizontal(classes="row links"):
                yield Static(Content("links"))
                yield Static("", classes="linked")
            yield Static("", classes="message")

    def on_mount(self) -> None:
        """Begin with the note's words, or with the draft that was left."""
        left = self._draft.read()
        if left is not None:
            self.say("This is the draft that you left.")
            self._body.put(left["body"])
            self._kind_field.value = left["kind"]
            self._tags_field.value = left["tags"]
            self._links = tuple(parse_link(link) for link in left.get("links", ()))
            self._last_text = self._text()
        elif self._subject.note is not None:
            self._body.put(self._subject.note.body)
        self._body.focus()
        self._show_links()
        self._find_tags()
        self.set_interval(_DRAFT_SECONDS, self._keep_typed)

    @work(thread=True)
    def _find_tags(self) -> None:
        deliver(self, self._take_tags, session_of(self).library.notes.tags())

    def _take_tags(self, tags: Sequence[str]) -> None:
        self._tags_in_use = tags

    def say(self, sentence: str, role: str = "accent") -> None:
        """Say a sentence below the fields."""
        message = self.query_one(".message", Static)
        message.update(plain(sentence))
        message.set_class(role in ("error", "warning"), "error")
        message.add_class("shown")

    def _show_links(self) -> None:
        library = session_of(self).library
        labels = "  ".join(f"{LINK_MARK} {label_of(link, library)}" for link in self._links)
        self.query_one(".linked", Static).update(
            plain(labels or "none; ctrl+l points at documents, names, notes")
        )
        self.query_one(".linked", Static).styles.text_style = "none" if labels else "dim"

    # What is typed

    @property
    def _body(self) -> NoteBody:
        return self.query_one(NoteBody)

    @on(NoteBody.TooLong)
    def _too_long(self, event: NoteBody.TooLong) -> None:
        undo = ", ctrl+z takes the paste back" if event.pasted else ""
        self.say(f"These words are too many to be changed here: ctrl+e changes them in $EDITOR{undo}.")

    @on(Completing.TooLong)
    def _not_pasted(self) -> None:
        self.say("Not pasted: that is too long for one line.", "warning")

    @property
    def _kind_field(self) -> Input:
        return self.query_one(".kind", Input)

    @property
    def _tags_field(self) -> Input:
        return self.query_one(".tags", Input)

    @property
    def _kind(self) -> str:
        return kind_of(self._kind_field.value, note_kinds_of(session_of(self)))

    @property
    def _tags(self) -> list[str]:
        return [tag for tag in self._tags_field.value.split(",") if tag.strip()]

    def _text(self) -> str:
        """What is typed as it is kept."""
        links = [str(link) for link in self._links]
        return self._subject.draft(self._body.words, self._kind_field.value, self._tags_field.value, links)

    def keep_typed(self) -> None:
        """Keep what is typed at once: the reader is being left."""
        with suppress(ReaderError):
            self._draft.keep(self._text())

    def _keep_typed(self) -> None:
        text = self._text()
        if text != self._last_text:
            self._last_text = text
            self._keep(text)

    @work(thread=True, group="draft")
    def _keep(self, text: str) -> None:
        try:
            self._draft.keep(text)
        except ReaderError as error:
            # Said once it matters: saving says it again, and the words are still on screen.
            deliver(self, self.say, f"{error} What you typed is not kept yet.", "error")

    # Doing

    def action_save(self) -> None:
        """Keep the note; the editor closes when it is on the disk, and says why when it is not."""
        subject, notes = self._subject, session_of(self).library.notes
        body, kind, tags = self._body.words.strip("\n"), self._kind, self._tags
        try:
            if subject.note is not None:
                note = notes.edit(subject.note, body, kind, tags, self._links)
            elif subject.entry is None:
                note = notes.add_on_entity(subject.entity, body=body, kind=kind, tags=tags, links=self._links)
            else:
                note = notes.add(
                    subject.entry.path, subject.document, subject.span,
                    body=body, kind=kind, tags=tags, links=self._links, inner=subject.entry.inner,
                )  # fmt: skip
            self._draft.discard()
        except ReaderError as error:
            self.say(f"Not saved. {error}", "error")
            return
        self.dismiss(note)

    def action_keep_draft(self) -> None:
        """Close; what was typed is there when the editor opens again at this place."""
        text = self._text()
        try:
            self._draft.keep(text)
        except ReaderError as error:
            self.say(f"The draft is not kept. {error}", "error")
            return
        self._draft.close()
        if text:
            self.app.call_after_refresh(
                session_of(self).say,
                "Draft kept: it is there when you write here again, and in the notes (3).",
            )
        self.dismiss(None)

    def action_link(self) -> None:
        """Choose what the note points at."""
        from reader.tui.screens.modals.link_picker import LinkPicker

        def chosen(links: tuple[Link, ...] | None) -> None:
            if links is not None:
                self._links = links
                self._show_links()

        note = self._subject.note
        self.app.push_screen(LinkPicker(self._links, note.id if note else ""), chosen)

    def action_edit_outside(self) -> None:
        """Write the words in $EDITOR, and come back with them."""
        body = self._body
        words = body.words
        try:
            self._draft.keep(self._text())
            with tempfile.TemporaryDirectory(prefix="reader-note-") as folder:
                path = Path(folder, "note.md")
                path.write_text(words + "\n", encoding="utf-8", errors="replace")
                session_of(self).programs.edit_file(path, body.cursor_location[0] + 1)
                edited = read_existing(path)
        except (ReaderError, OSError) as error:
            self.say(str(error), "error")
            return
        if edited.rstrip("\n") != words.rstrip("\n"):
            self._body.put(edited.rstrip("\n"))
        body.focus()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_save()
