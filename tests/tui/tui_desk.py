"""A desk to work at in tests: the reader on a small library, with the keyboard and the screen at hand."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot

from reader.analysis.mention import Mention
from reader.library.library import Library
from reader.library.settings import Settings
from reader.system.paths import Places
from reader.text.document import Document
from reader.tui.app.app import ReaderApp
from reader.tui.document_view.document_view import DocumentView
from reader.tui.document_view.viewport import Viewport
from reader.tui.screens.document.screen import DocumentScreen
from reader.tui.widgets.bars import HintLine, Prompt, TopLine
from reader.tui.widgets.page import Page

Sit = Callable[..., AbstractAsyncContextManager["Desk"]]
PATIENCE = 8.0  # seconds; only a test that fails waits for so long

STRAIT = "2026-03-12-strait.md"
HARBOUR = "2026-03-11-harbour.txt"
RESTRICTED = "2026-03-10-restricted.md"
DRAFT = "2026-03-09-[draft].md"
LONG = "2026-03-08-chronicle.md"
BROKEN = "broken.txt"

FILES = {
    STRAIT: """\
---
title: Strait report 01
date: 2026-03-12
source: Orvel Wire
tags: [strait, shipping]
---

# Strait report 01

Korvania detained the tanker Calder Rose on Wednesday. \
Admiral Liang Wenhao said that the lanes stay open.[^lanes]

## Ashore

The harbour of Sendrel was closed by a storm, as [the harbour office](2026-03-11-harbour.txt) reported. \
Evgen Dorojan called the closure prudent.

A longer account is [on the web](https://orvel.example/strait).

## Outlook

Korvania will release the crew next week. Liang Wenhao expects no further detentions in the strait.

| Ship | State |
|------|-------|
| Calder Rose | held |
| Brisa | free |

[^lanes]: Two lanes, each two miles wide.
""",
    HARBOUR: """\
Harbour closed after storm

SENDREL, March 11 (Orvel Wire) -

The harbour master of Sendrel closed the port on Tuesday. Ferries wait outside. \
Evgen Dorojan visited the quay.

Grain ships lie at anchor. The storm is expected to end on Thursday.
""",
    RESTRICTED: """\
# [RESTRICTED] note

The ministry [of the sea] wrote to Liang Wenhao. It asked for [b]nothing[/b] in return.
""",
    DRAFT: """\
Only a few words here. They stand in a file with brackets in its name.
""",
    LONG: "# A chronicle of the port\n\n"
    + "\n\n".join(
        f"## Week {week}\n\n"
        + " ".join(f"In week {week} ship number {ship} came to the quay of Lauter." for ship in range(1, 9))
        for week in range(1, 21)
    )
    + "\n",
}
NAMES = {
    "Korvania": "GPE",
    "Sendrel": "GPE",
    "Lauter": "GPE",
    "Liang Wenhao": "PERSON",
    "Evgen Dorojan": "PERSON",
    "Orvel Wire": "ORG",
    "Calder Rose": "PRODUCT",
    "Wednesday": "DATE",
}
BINARY = bytes(range(256)) * 8


def names_in(document: Document) -> list[Mention]:
    """The mentions of the names of this library in a document, as an analysis would give them."""
    pattern = re.compile("|".join(NAMES))
    return [
        Mention(*match.span(), NAMES[match.group()], match.group())
        for match in pattern.finditer(document.text)
    ]


def write_files(folder: Path) -> None:
    """Lay out the library's files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    (folder / BROKEN).write_bytes(BINARY)


def prepare(folder: Path, places: Places) -> None:
    """Read, index and analyse a folder, so that nothing needs to work behind the screens."""
    library = Library.open([folder], places, Settings())
    library.bring_up_to_date()
    for entry in library.documents.entries():
        if not entry.problem:
            document = library.files.document(entry.path, entry.inner)
            library.entities.store_analysis(document, names_in(document))
    library.close()


_TURNS = 500  # of the event loop: more than a dozen keys take to act
_QUIET_ROUNDS = 5  # turns of the event loop in which nothing is under way
_CHARACTERS = {"space": " ", "tab": "\t", "enter": "\r"}


@dataclass
class Desk:
    """The reader with a keyboard: `press` returns when what the keys began has come to an end."""

    app: ReaderApp
    pilot: Pilot[None]
    folder: Path

    @property
    def screen(self) -> Any:
        """The screen in front."""
        return self.app.screen

    @property
    def library(self) -> Library:
        """The library that is open."""
        return self.app.library

    async def until(self, holds: Callable[[], object], what: str = "") -> None:
        """Wait until something holds, and all messages have arrived."""
        deadline = time.monotonic() + PATIENCE
        quiet = 0
        while quiet < _QUIET_ROUNDS:
            assert self.app._exception is None, f"while waiting for {what}: {self.app._exception!r}"
            assert time.monotonic() < deadline, f"never came: {what}\n{self.text}"
            # A turn of the loop; where a timer or a thread is waited for, not ten thousand of them.
            await asyncio.sleep(0 if holds() else 0.005)
            quiet = quiet + 1 if holds() and self._idle else 0

    @property
    def _idle(self) -> bool:
        if not self.screen.is_mounted:
            return False
        pumps = (self.app, *self.app.screen_stack, *self.screen.walk_children())
        return self.app._handed_on is None and all(pump._message_queue.empty() for pump in pumps)

    async def shows(self, text: str) -> None:
        """Wait until the screen shows a text: what is laid out anew is drawn a little later."""
        await self.until(lambda: text in self.text, text)

    async def reads(self) -> None:
        """Wait until a document is on screen."""
        await self.until(
            lambda: isinstance(self.screen, DocumentScreen) and self.screen.state.document.text, "a document"
        )
        await self.settle()

    async def settle(self) -> None:
        """Wait until every key was handled and no worker is at work."""
        await self.until(lambda: all(worker.is_finished for worker in self.app.workers), "an end of the work")

    async def press(self, *keys: str) -> None:
        """Press keys by their names, each when the one before was handled, and wait for what they began."""
        for key in keys:
            name = key if len(key) > 1 else _character_to_key(key)
            self._send(name, key if len(key) == 1 else _CHARACTERS.get(key))
            await self.settle()

    async def type(self, text: str) -> None:
        """Type a text, as fast as no person can: nothing of it may be lost or taken for commands."""
        for char in text:
            self._send(_character_to_key(char), char)
        await self.settle()

    async def type_ahead(self, text: str) -> None:
        """Type a text, "\\r" for enter, and give it time to act, but wait for nothing that it began."""
        for char in text:
            self._send("enter" if char == "\r" else _character_to_key(char), char)
        for _ in range(_TURNS):
            await asyncio.sleep(0)

    def _send(self, name: str, char: str | None) -> None:
        driver = self.app._driver
        assert driver is not None
        event = events.Key(name, char)
        event.set_sender(self.app)
        driver.send_message(event)

    @property
    def text(self) -> str:
        """The screen in front, a line a row."""
        strips = self.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    @property
    def said(self) -> str:
        """The message at the foot of the screen."""
        return self.screen.query_one(HintLine).message

    @property
    def head(self) -> str:
        """The line at the head of the screen."""
        return "".join(segment.text for segment in self.screen.query_one(TopLine).render_line(0))

    @property
    def prompt(self) -> str:
        """What the prompt holds."""
        return self.screen.query_one(Prompt).value

    # The list

    @property
    def rows(self) -> Any:
        """The rows of the screen in front."""
        return self.screen.query_one("#rows")

    @property
    def titles(self) -> list[str]:
        """The titles of the documents that are listed."""
        return [entry.title or entry.path.name for entry in self.rows.items]

    @property
    def page(self) -> str:
        """The page beside the list, or the info pane."""
        page = self.screen.query_one(Page)
        return "\n".join("".join(piece.text for piece in line) for line in page._lines)

    async def at(self, name: str) -> None:
        """Put the list's cursor on a file."""
        index = next(i for i, entry in enumerate(self.rows.items) if entry.path.name == name)
        self.rows.go(index)
        await self.settle()

    # The document

    @property
    def view(self) -> DocumentView:
        """The text on screen."""
        return self.screen.query_one(DocumentView)

    @property
    def here(self) -> str:
        """The sentence under the caret."""
        sentence = self.view.viewport.sentence
        return self.view.document.quote(sentence) if sentence else ""

    @property
    def after(self) -> str:
        """The text from the caret on."""
        return self.view.document.text[self.view.caret :]

    async def open(self, name: str, at: str = "") -> None:
        """Read a document, the caret at a text."""
        entry = next(entry for entry in self.library.documents.entries() if entry.path.name == name)
        self.app.navigation.open_document(entry)
        await self.until(
            lambda: (
                isinstance(self.screen, DocumentScreen) and self.screen.state.document.sha256 == entry.sha256
            ),
            name,
        )
        await self.settle()
        if at:
            await self.go(at)

    async def go(self, text: str) -> None:
        """Put the caret on the first place of a text."""
        offset = self.view.document.text.index(text)
        self.view.move(Viewport.go_to, offset)
        await self.until(lambda: self.screen.view.caret == offset, text)


def shows(screen: object, page: type) -> bool:
    """Whether a screen is that of a document, and shows a page of this kind."""
    return isinstance(screen, DocumentScreen) and isinstance(screen.page, page)
