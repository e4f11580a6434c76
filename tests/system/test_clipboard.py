"""What is copied is handed to the desktop's own tool where there is one."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from reader.library.doctor.environment_checks import programs
from reader.system.clipboard import clipboard_tool, copy_by_tool

TOOLS = {"wl-copy": "WAYLAND_DISPLAY", "xclip": "DISPLAY"}


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of clipboard tools that write what they are given beside themselves."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in TOOLS:
        tool = folder / name
        tool.write_text(f"#!/bin/sh\ncat > {folder}/{name}.given\n")
        tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    for variable in TOOLS.values():
        monkeypatch.delenv(variable, raising=False)
    return folder


@pytest.mark.parametrize("tool", TOOLS)
def test_the_tool_of_the_display_gets_the_text(
    tools: Path, tool: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOOLS[tool], ":7")
    copy_by_tool("$(touch owned) `id` – ü\n")
    assert (tools / f"{tool}.given").read_bytes() == "$(touch owned) `id` – ü\n".encode()
    (other,) = TOOLS.keys() - {tool}
    assert not (tools / f"{other}.given").exists()


def test_a_name_that_is_no_text_is_copied_as_it_is(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    copy_by_tool(os.fsdecode(b"/briefings/caf\xe9.md"))
    assert (tools / "xclip.given").read_bytes() == b"/briefings/caf\xe9.md"


def test_without_a_display_no_tool_is_asked(tools: Path) -> None:
    copy_by_tool("nothing")
    assert list(tools.glob("*.given")) == []


def test_a_tool_that_hangs_or_cannot_be_run_is_given_up_on(
    tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":7")
    for error in (subprocess.TimeoutExpired("xclip", 2), OSError("gone")):

        def failing(*_: object, error: Exception = error, **__: object) -> None:
            raise error

        monkeypatch.setattr(subprocess, "run", failing)
        copy_by_tool("text")


def test_the_tool_that_is_named_is_the_one_that_is_used(tools: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert clipboard_tool({}) is None
    for name, variable in TOOLS.items():
        tool = clipboard_tool({variable: ":7"})
        assert tool is not None
        assert tool.command[0] == name
    (clipboard, _editor) = programs({"DISPLAY": ":7"})
    assert clipboard.message == "the terminal's own, and xclip"
    (clipboard, _editor) = programs({})
    assert clipboard.message == "the terminal's own"
