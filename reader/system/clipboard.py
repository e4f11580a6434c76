"""The desktop's clipboard tools: which there are, which is used here, and copying by it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple

_PATIENCE_SECONDS = 2


class ClipboardTool(NamedTuple):
    """A program that takes what is copied on its input, with what shows that it has a desktop to serve.

    That is an environment variable which is set, or the platform (`sys.platform`) where it is always there.
    """

    command: tuple[str, ...]
    variable: str = ""
    platform: str = ""


TOOLS = (
    ClipboardTool(("wl-copy",), variable="WAYLAND_DISPLAY"),
    ClipboardTool(("xclip", "-selection", "clipboard"), variable="DISPLAY"),
    ClipboardTool(("pbcopy",), platform="darwin"),
)
"""In the order in which they are looked for; the first that can be used is used."""


def clipboard_tool(environment: Mapping[str, str] | None = None) -> ClipboardTool | None:
    """Return the tool that is used here: one that is installed and has its desktop; None without one."""
    values = os.environ if environment is None else environment
    for tool in TOOLS:
        served = bool(values.get(tool.variable)) if tool.variable else sys.platform == tool.platform
        if served and shutil.which(tool.command[0]):
            return tool
    return None


def copy_by_tool(text: str) -> None:
    """Hand the text to the desktop's clipboard tool where there is one; OSC 52 has done it elsewhere.

    A tool that fails or hangs is given up on: what it would have done was asked for as well, not instead.
    Takes up to two seconds.
    """
    tool = clipboard_tool()
    if tool is None:
        return
    with suppress(OSError, subprocess.SubprocessError):
        subprocess.run(
            tool.command,
            # The path of a file whose name is no text is copied as the bytes that it is.
            input=os.fsencode(text),
            check=False,
            timeout=_PATIENCE_SECONDS,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
