"""Make the pictures of the documentation anew: the program itself on the bundled briefings.

    python docs/pictures.py [NAME …]

Each picture is an SVG of one screen, in text that can be selected, at a fixed size, on a fixed day and
without anything that is fetched: `docs/pictures/NAME.svg`. Run it when a screen looks different, and look at
what it makes; tests/test_docs.py says when a picture is behind the program's keys.
"""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "pictures"
DAY = datetime(2026, 3, 30, 9, 30, tzinfo=UTC)
SIZE = (100, 28)
MOST_BYTES = 60_000
_TERMINAL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
_FONTS = 'ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace'

Press = Callable[..., Awaitable[None]]
"""Presses keys one after the other, and waits until the screen shows what came of them."""


_UP = "kkkk"  # from the last document to the report of the seizure


async def _list(press: Press) -> None:
    await press("G", *_UP)


async def _document(press: Press) -> None:
    await press("G", *_UP, "enter", *"))))", "i", "escape")


async def _search(press: Press) -> None:
    await press("s", *"korvanean tankr sezed")


async def _names(press: Press) -> None:
    await press("2", "j")


async def _dossier(press: Press) -> None:
    await press("2", "j", "enter")


async def _note(press: Press) -> None:
    await press("G", *_UP, "enter", *"))))", "a", *"Others say 24.")


async def _notes(press: Press) -> None:
    await press("3")


async def _keys(press: Press) -> None:
    await press("enter", "?")


PICTURES: dict[str, Callable[[Press], Awaitable[None]]] = {
    "list": _list,
    "document": _document,
    "search": _search,
    "names": _names,
    "dossier": _dossier,
    "note": _note,
    "notes": _notes,
    "keys": _keys,
}
"""What is pressed before each picture is taken; its name is the file's."""

NOTES = (
    ("2026-03-11-meridian-calder-rose.txt", "23 crew", "Others say 24.", "doubt", ("crew",)),
    ("2026-03-20-assessment-korvania.md", "", "Compare with the chronology.", "action", ("todo",)),
    ("2026-03-19-who-is-who.md", "The same name reaches the desk", "", "key", ()),
)
"""The notes that are there: file, passage, words, kind, tags."""


def clean(svg: str) -> str:
    """A picture without the fonts that it would fetch, in those that a reader has."""
    svg = re.sub(r"@font-face\s*\{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("font-family: Fira Code, monospace", f"font-family: {_FONTS}")
    # No line is wider than the screen, which is clipped as a whole.
    svg = re.sub(r' clip-path="url\(#[\w-]+-line-\d+\)"', "", svg)
    svg = re.sub(r'<clipPath id="[\w-]+-line-\d+">.*?</clipPath>\s*', "", svg, flags=re.DOTALL)
    return "\n".join(line.strip() for line in svg.splitlines() if line.strip()) + "\n"


def prepare(root: Path) -> Any:
    """The bundled briefings below `root`, read, with names and some notes; the library's places."""
    from reader.cli import main
    from reader.library.library import Library
    from reader.library.notes.note_service import NoteService
    from reader.library.settings import Settings
    from reader.system.paths import Places

    seeds = root / "seeds"
    shutil.copytree(ROOT / "seeds", seeds)
    with patch.dict("os.environ", READER_HOME=str(root / "home")):
        main(["index", str(seeds)])
        places = Places.from_environment()
    library = Library.open([seeds], places, Settings())
    notebook = NoteService(library.user_data, now=lambda: DAY, random=Random(0).randbytes)
    for name, quote, body, kind, tags in NOTES:
        document = library.files.document(seeds / name)
        at = document.text.index(quote) if quote else None
        sentence = next((s for s in document.sentences if at is not None and s.start <= at < s.end), None)
        notebook.add(seeds / name, document, sentence, body=body, kind=kind, tags=tags)
    library.close()
    return places


async def take(name: str, root: Path, places: Any) -> str:
    """The picture of this name as it is now."""
    from reader.library.library import Library
    from reader.library.settings import Settings
    from reader.tui.app.app import ReaderApp
    from reader.tui.screens.lists.search import screen as search_screen

    home = root / f"data-{name}"
    shutil.copytree(places.data, home)
    library = Library.open([root / "seeds"], replace(places, data=home), Settings())
    answer_line = search_screen.answer_line
    quick = patch.object(search_screen, "answer_line", lambda answer: answer_line(replace(answer, ms=1.0)))
    try:
        with (
            patch("reader.tui.text.dates.today", lambda: DAY.date()),
            quick,
            patch.dict("os.environ", _TERMINAL),
        ):
            app = ReaderApp(library, background=False, no_color=False)
            async with app.run_test(size=SIZE) as pilot:

                async def press(*keys: str) -> None:
                    for key in keys:
                        await pilot.press({" ": "space"}.get(key, key))
                        await pilot.pause(0.1)
                        await pilot.app.workers.wait_for_complete()
                    await pilot.pause(0.2)
                    await pilot.app.workers.wait_for_complete()

                await press()
                await PICTURES[name](press)
                for area in app.screen.query("TextArea, Input"):
                    area.cursor_blink = False  # type: ignore[attr-defined]
                await pilot.pause(0.2)
                return clean(app.export_screenshot(title="reader", simplify=True))
    finally:
        library.close()


def main() -> int:
    """Make these pictures, or all of them, and say how large they are."""
    sys.path.insert(0, str(ROOT))
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        places = prepare(root)
        for name in sys.argv[1:] or PICTURES:
            svg = asyncio.run(take(name, root, places))
            if str(root) in svg:
                raise ValueError(f"{name} shows the folder that it was made in")
            (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
            print(f"docs/pictures/{name}.svg  {len(svg.encode()):,} bytes")
            if len(svg.encode()) > MOST_BYTES:
                raise ValueError(f"{name} is too large: show less of the screen")
    return 0


if __name__ == "__main__":
    sys.exit(main())
