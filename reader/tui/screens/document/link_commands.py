"""Following what stands under the caret; only http, https and mailto leave the library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from textual.app import App, SuspendNotSupported

from reader.library import DocumentRow, Excerpt
from reader.notes.note import Note
from reader.text.document import Style
from reader.text.links import Address, read_address
from reader.text.safety import safe_line
from reader.tui.document_view.motions import footnote, heading_offset, styles_at
from reader.tui.document_view.viewport import Viewport
from reader.tui.screens.command_screen import Handler
from reader.tui.screens.document.host import DocumentHost
from reader.tui.terminal import external_programs


class LinkCommands:
    """Enter on links, footnotes, notes, names and sentences of the summary."""

    def __init__(self, host: DocumentHost, app: Callable[[], App[object]]) -> None:
        self._host = host
        self._app = app

    def command_map(self) -> Mapping[str, Handler]:
        """Return what runs for each command, by its id."""
        return {"follow": self._follow_here}

    def _follow_here(self) -> None:
        """Follow what is under the caret, or under the cursor of the info pane."""
        info = self._host.info
        if info.has_focus and isinstance(info.target, Excerpt | Note):
            span = info.target if isinstance(info.target, Excerpt) else info.target.span
            if span is not None:
                self._host.jump(span.start)
                self._host.view.focus()
            return
        self.follow(self._host.view.caret)

    def follow(self, offset: int) -> None:
        """Follow what stands at an offset of the text."""
        host = self._host
        if host.page.open_at(host.session, host.state, offset):
            return
        for style in styles_at(host.state.document, offset, ("link", "image", "footnote")):
            if style.kind == "footnote":
                if self._show_footnote(style):
                    return
            elif style.target:
                self._follow_link(style)
                return
        if host.peek_at_notes(offset):
            return
        mention = host.state.mention_at(offset)
        if mention is not None:
            host.choose_entity(mention.entity)
            return
        host.say("Nothing to follow here; tab goes to the next link.")

    def _show_footnote(self, style: Style) -> bool:
        """Show what the footnote says in place; False when there is no such footnote."""
        host = self._host
        target = footnote(host.state.document, style.target)
        if target is None:
            return False
        from reader.tui.screens.modals.peek import footnote_peek

        def closed(go: bool | None) -> None:
            if go:
                host.jump(target.start)

        host.view.move(Viewport.reveal, style.start)
        row = host.view.region.y + (host.view.viewport.row_of(style.start) or 0)
        host.session.push_screen(footnote_peek(style.target, host.state.document.quote(target), row), closed)
        return True

    def _follow_link(self, style: Style) -> None:
        address = read_address(style.target)
        if address.kind == "refused":
            self._host.say(address.shown, "warning")
        elif address.kind == "local":
            self._follow_local(address)
        elif address.kind == "named":
            self._host.in_thread(partial(self._find_named, address, self._host.state.entry.path), "named")
        else:
            from reader.tui.screens.modals.peek import link_peek

            def closed(go: bool | None) -> None:
                if go:
                    self._open_outside(address)

            self._host.session.push_screen(link_peek(address), closed)

    # Out of the library

    def _open_outside(self, address: Address) -> None:
        if not external_programs.draws_on_terminal():

            def open_beside() -> None:
                self._host.deliver(self._say_opened, address, external_programs.open_beside(address.target))

            self._host.in_thread(open_beside, "outside", exclusive=False)
            return
        app = self._app()
        try:
            with app.suspend():
                opened = external_programs.open_here(address.target)
        except SuspendNotSupported:
            opened = False
        app.refresh(layout=True)
        self._say_opened(address, opened)

    def _say_opened(self, address: Address, opened: bool) -> None:
        if opened:
            self._host.say(f"Opened {address.shown}")
        else:
            self._host.say(
                f"No program could open {address.shown}; $BROWSER names the one that is used.", "error"
            )

    # Within the library

    def _follow_local(self, address: Address) -> None:
        if not address.target:
            self._follow_heading(address.fragment)
            return
        library = self._host.session.library
        entry = library.documents.entry(Path(self._host.state.entry.path.parent, address.target))
        if entry is None:
            self._host.say(f"{address.shown} is not in this library.", "warning")
        elif address.fragment and not entry.problem:
            self._host.in_thread(partial(self._find_heading, entry, address.fragment), "heading")
        else:
            self._open(entry, None)

    def _find_named(self, address: Address, path: Path) -> None:
        library = self._host.session.library
        entry = library.documents.named(address.target, path)
        if entry is None:
            self._host.deliver(
                self._host.say, f"There is no file {address.shown} in this library.", "warning"
            )
            return
        readable = bool(address.fragment) and not entry.problem
        document = library.files.document_or_none(entry.path, entry.inner) if readable else None
        offset = heading_offset(document, address.fragment) if document is not None else None
        self._host.deliver(self._open, entry, offset)

    def _find_heading(self, entry: DocumentRow, fragment: str) -> None:
        document = self._host.session.library.files.document_or_none(entry.path, entry.inner)
        offset = heading_offset(document, fragment) if document is not None else None
        self._host.deliver(self._open, entry, offset)

    def _open(self, entry: DocumentRow, offset: int | None) -> None:
        navigation = self._host.session.navigation
        navigation.jumps.leave(self._host.spot)
        navigation.open_document(entry, offset)

    def _follow_heading(self, fragment: str) -> None:
        offset = heading_offset(self._host.state.document, fragment)
        if offset is None:
            self._host.say(f"There is no heading #{safe_line(unquote(fragment))} here.", "warning")
        else:
            self._host.jump(offset)
