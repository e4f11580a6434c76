"""The desktop's clipboard, beside the terminal's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from contextlib import suppress


def copy_by_tool(text: str) -> None:
    """Hand the text to the desktop's clipboard tool where there is one; OSC 52 has done it elsewhere."""
    tools = (("wl-copy",), ("xclip", "-selection", "clipboard"), ("pbcopy",))
    displays = (os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY"), sys.platform == "darwin")
    for tool, usable in zip(tools, displays, strict=True):
        if usable and shutil.which(tool[0]):
            # A tool that fails or hangs is none; OSC 52 has done it.
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(
                    tool,
                    input=text.encode("utf-8", "replace"),
                    check=False,
                    timeout=2,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            return
