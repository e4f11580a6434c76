"""The desktop's clipboard, beside the terminal's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress

_SECONDS = 2


def copy_by_tool(text: str) -> None:
    """Hand the text to the desktop's clipboard tool where there is one; OSC 52 has done it elsewhere.

    A tool that fails or hangs is given up on: what it would have done was asked for as well, not instead.
    """
    tools = (("wl-copy",), ("xclip", "-selection", "clipboard"), ("pbcopy",))
    displays = (os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY"), sys.platform == "darwin")
    for tool, usable in zip(tools, displays, strict=True):
        if usable and shutil.which(tool[0]):
            with suppress(OSError, subprocess.SubprocessError):
                subprocess.run(
                    tool,
                    # The path of a file whose name is no text is copied as the bytes that it is.
                    input=os.fsencode(text),
                    check=False,
                    timeout=_SECONDS,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            return
