"""`reader FOLDER` opens a folder, several will do too, and `reader` alone opens the last one."""

from __future__ import annotations

import shutil
from pathlib import Path

from pseudo_terminal import CTRL_Q, ROOT, Start
from pseudo_terminal import folder as folder
from pseudo_terminal import start as start


def test_reader_alone_opens_the_last(folder: Path, start: Start, tmp_path: Path) -> None:
    bundled = start()
    bundled.wait("18 documents")
    bundled.leave(CTRL_Q)

    first = start(folder)
    first.wait("4 documents")
    first.leave(CTRL_Q)
    again = start()
    again.wait("4 documents")
    again.leave(CTRL_Q)

    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(ROOT / "seeds" / "2026-03-13-press-digest.md", other)
    both = start(folder, other)
    both.wait("5 documents")
    both.leave(CTRL_Q)
    both_again = start()
    both_again.wait("5 documents")
    both_again.leave(CTRL_Q)


def test_the_bundled_briefings_are_not_remembered(folder: Path, start: Start) -> None:
    first = start(folder)
    first.wait("4 documents")
    first.leave(CTRL_Q)
    bundled = start(ROOT / "seeds")
    bundled.wait("18 documents")
    bundled.leave(CTRL_Q)
    again = start()
    again.wait("4 documents")
    again.leave(CTRL_Q)
