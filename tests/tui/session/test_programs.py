"""What is copied is written to the terminal, whose clipboard it goes into."""

from __future__ import annotations

import base64
import os

import pytest
from tui_desk import STRAIT, Sit


async def test_the_terminal_is_given_what_is_copied(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    async with sit() as desk:
        written: list[str] = []
        driver = desk.app._driver
        assert driver is not None
        monkeypatch.setattr(driver, "write", written.append)
        await desk.open(STRAIT, "Korvania will release")
        await desk.press("y")
        (sequence,) = [text for text in written if text.startswith("\x1b]52;")]
        encoded = sequence.removeprefix("\x1b]52;c;").removesuffix("\a")
        assert base64.b64decode(encoded).decode() == "Korvania will release the crew next week."
        assert desk.said == "Copied 7 words."
        written.clear()
        desk.app.programs.copy(os.fsdecode(b"caf\xe9.md"), "the path")
        assert any(text.startswith("\x1b]52;") for text in written)
