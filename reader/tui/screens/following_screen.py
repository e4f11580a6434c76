"""Following what stands under the caret: links, footnotes, notes, names, summary sentences."""

from __future__ import annotations

import webbrowser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from textual import on

from reader.library.shelf import Excerpt
from reader.notes.note import Note
from reader.text.document import Style
from reader.text.safety import safe_line
from reader.text.spans import Span
from reader.tui.navigation import footnote, heading_offset, styles_at
from reader.tui.screens.finding_screen import FindingScreen
from reader.tui.view import DocumentView
from reader.tui.widgets.page import Page

_WEB = frozenset({"http", "https", "mailto"})


class FollowingScreen(FindingScreen):
    """A document in which Enter leads somewhere; only http, https and mailto leave the library."""

    _asked_link: Style | None = None

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
        from reader.tui.screens.footnote_peek import FootnotePeek

        def closed(go: bool | None) -> None:
            if go:
                self.jump(target.start)

        self.view.reveal(style.start)
        row = self.view.region.y + (self.view.row_of(style.start) or 0)
        self.app.push_screen(FootnotePeek(style.target, self.opened.document.quote(target), row), closed)
        return True

    def _follow_link(self, style: Style) -> None:
        target = urlsplit(style.target)
        if target.scheme in _WEB:
            if self._asked_link == style:
                webbrowser.open(style.target)
                self.say(f"Opened {style.target}")
                self._asked_link = None
            else:
                self._asked_link = style
                self.say(f"{style.target} · enter again opens it outside")
            return
        if target.scheme or target.netloc:
            self.say(f"{style.target} is not opened: only http, https and mailto are.", "warning")
            return
        if not target.path:
            self._follow_heading(target.fragment)
            return
        path = Path(self.opened.entry.path.parent, unquote(target.path))
        entry = self.reader.library.entry(path)
        if entry is None:
            self.say(f"{safe_line(style.target)} is not in this library.", "warning")
            return
        self.reader.jumps.leave(self.spot)
        offset = None
        if target.fragment and not entry.problem:
            document = self.reader.library.document_or_none(entry.path)
            offset = heading_offset(document, target.fragment) if document is not None else None
        self.reader.open_document(entry, offset)

    def _follow_heading(self, fragment: str) -> None:
        offset = heading_offset(self.opened.document, fragment)
        if offset is None:
            self.say(f"There is no heading #{safe_line(unquote(fragment))} here.", "warning")
        else:
            self.jump(offset)
