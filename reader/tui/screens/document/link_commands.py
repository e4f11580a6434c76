"""Following what stands under the caret: links, footnotes, notes, names, summary sentences."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

from textual import on, work
from textual.app import SuspendNotSupported

from reader.library.storage.document_row import Excerpt
from reader.notes.note import Note
from reader.text.document import Style
from reader.text.links import Address, read_address
from reader.text.safety import safe_line
from reader.text.spans import Span
from reader.tui.document_view.document_view import DocumentView
from reader.tui.document_view.motions import footnote, heading_offset, styles_at
from reader.tui.screens.document.find_commands import FindingScreen
from reader.tui.terminal import external_programs as outside
from reader.tui.widgets.page import Page


class FollowingScreen(FindingScreen):
    """A document in which Enter leads somewhere; only http, https and mailto leave the library."""

    # Following

    def do_follow(self) -> None:
        """Follow what is under the caret, or under the cursor of the info pane."""
        page = self.query_one("#info", Page)
        if page.has_focus and isinstance(page.target, Excerpt | Note):
            span = page.target if isinstance(page.target, Excerpt) else page.target.span
            if span is not None:
                self.jump(span.start)
                self.view.focus()
            return
        self._follow(self.view.caret)

    @on(DocumentView.Activated)
    def _activated(self, event: DocumentView.Activated) -> None:
        self._follow(event.offset)

    def _follow(self, offset: int) -> None:
        opened = self.opened
        for style in styles_at(opened.document, offset, ("link", "image", "footnote")):
            if style.kind == "footnote":
                if self._follow_footnote(style):
                    return
            elif style.target:
                self._follow_link(style)
                return
        notes = opened.notes_at(Span(offset, offset + 1))
        if notes:
            self.peek(notes)
            return
        mention = opened.mention_at(offset)
        if mention is not None:
            self.choose(mention.entity)
            return
        self.say("Nothing to follow here; tab goes to the next link.")

    def _follow_footnote(self, style: Style) -> bool:
        """Show what the footnote says in place; False when there is no such footnote."""
        target = footnote(self.opened.document, style.target)
        if target is None:
            return False
        from reader.tui.screens.modals.footnote_peek import FootnotePeek

        def closed(go: bool | None) -> None:
            if go:
                self.jump(target.start)

        self.view.reveal(style.start)
        row = self.view.region.y + (self.view.row_of(style.start) or 0)
        self.app.push_screen(FootnotePeek(style.target, self.opened.document.quote(target), row), closed)
        return True

    def _follow_link(self, style: Style) -> None:
        address = read_address(style.target)
        if address.kind == "refused":
            self.say(address.shown, "warning")
        elif address.kind == "local":
            self._follow_local(address)
        else:
            from reader.tui.screens.modals.link_peek import LinkPeek

            def closed(go: bool | None) -> None:
                if go:
                    self._open_outside(address)

            self.app.push_screen(LinkPeek(address), closed)

    def _open_outside(self, address: Address) -> None:
        if not outside.draws_on_terminal():
            self._open_beside(address)
            return
        try:
            with self.app.suspend():
                opened = outside.open_here(address.target)
        except SuspendNotSupported:
            opened = False
        self.refresh(layout=True)
        self._say_opened(address, opened)

    @work(thread=True, group="outside")
    def _open_beside(self, address: Address) -> None:
        self.deliver(self._say_opened, address, outside.open_beside(address.target))

    def _say_opened(self, address: Address, opened: bool) -> None:
        if opened:
            self.say(f"Opened {address.shown}")
        else:
            self.say(f"No program could open {address.shown}; $BROWSER names the one that is used.", "error")

    def _follow_local(self, address: Address) -> None:
        if not address.target:
            self._follow_heading(address.fragment)
            return
        path = Path(self.opened.entry.path.parent, address.target)
        entry = self.reader.library.entry(path)
        if entry is None:
            self.say(f"{address.shown} is not in this library.", "warning")
            return
        self.reader.jumps.leave(self.spot)
        offset = None
        if address.fragment and not entry.problem:
            document = self.reader.library.document_or_none(entry.path)
            offset = heading_offset(document, address.fragment) if document is not None else None
        self.reader.open_document(entry, offset)

    def _follow_heading(self, fragment: str) -> None:
        offset = heading_offset(self.opened.document, fragment)
        if offset is None:
            self.say(f"There is no heading #{safe_line(unquote(fragment))} here.", "warning")
        else:
            self.jump(offset)
