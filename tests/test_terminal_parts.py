"""Documents in documents through a real pseudo-terminal: a note stays when its mailbox grows."""

from __future__ import annotations

import gzip
import os
import zipfile
from pathlib import Path

import pytest

pytest.importorskip("pexpect", reason="pseudo-terminals are needed")
pytest.importorskip("pyte")

from made_mailbox import mbox_message
from pseudo_terminal import CTRL_Q, CTRL_S, ENTER, Start
from pseudo_terminal import start as start

BOX = mbox_message(1) + mbox_message(2, "# Tides of March\n\nThe zeppelin moored at six in the morning.\n")


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with files of many kinds."""
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "watch.mbox").write_bytes(BOX)
    (folder / "plain.txt").write_text("A plain note\n\nNothing new at the quay.\n")
    page = "<html><body><h1>Roads</h1><p>Ships wait in the roads.</p></body></html>"
    (folder / "page.html").write_text(page)
    (folder / "packed.txt.gz").write_bytes(gzip.compress(b"A packed note\n\nThe crane is out of order.\n"))
    with zipfile.ZipFile(folder / "week.zip", "w") as archive:
        archive.writestr("monday.md", "# Monday\n\nThe pilot boat is in dock.\n")
    return folder


def test_a_note_on_an_attachment_in_a_mailbox_stays_when_the_mailbox_grows(mixed: Path, start: Start) -> None:
    first = start(mixed)
    first.wait("A packed note")
    first.wait("Watch .*2 parts · mbox")
    assert "Watch report 1" not in first.text
    first.press("/", "title:watch", ENTER)
    first.wait("Watch report 2")
    first.press("\x1b")
    first.wait(lambda text: "Watch report 2" not in text)
    first.press("s")
    first.wait("searched|words however spelt")
    first.press("zeppelin")
    first.wait("moored at six in the morning")
    first.press(ENTER)
    first.wait(r"Tides of March · in watch.mbox.*1 of \d+ .*%")
    first.press("a")
    first.wait("ctrl\\+s saves")
    first.press("Whose is it?", CTRL_S)
    first.wait("Saved")
    assert first.leave(CTRL_Q) == 0

    path = mixed / "watch.mbox"
    before = path.stat()
    path.write_bytes(mbox_message(0, "# Tides of February\n\nNone.\n") + BOX + mbox_message(3))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 5_000_000_000))

    second = start(mixed)
    second.wait("Watch .*4 parts · mbox")
    second.press("3")
    second.wait("Whose is it")
    second.press(ENTER)
    second.wait("Tides of March · in watch.mbox")
    second.wait("moored at six in the morning")
    second.wait(lambda text: "lost" not in text)
    assert second.leave(CTRL_Q) == 0
