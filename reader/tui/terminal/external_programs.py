"""The person's own programs: the browser or mail program that opens an address, a command given a text."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import webbrowser

_PATIENCE_SECONDS = 10.0
"""How long a browser may take to say that it cannot open something; one that stays open meanwhile did."""
_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def draws_on_terminal() -> bool:
    """Return whether the person's browser is one such as w3m, which needs the terminal for itself."""
    try:
        browser = webbrowser.get()
    except webbrowser.Error:
        return False
    if isinstance(browser, webbrowser.BackgroundBrowser):
        return False
    if isinstance(browser, webbrowser.UnixBrowser):
        return not browser.background
    return isinstance(browser, webbrowser.GenericBrowser)


def open_here(address: str) -> bool:
    """Open a web or mail address on this terminal, which must be free; says whether that worked."""
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False


def open_beside(address: str) -> bool:
    """Open a web or mail address in a program of its own; says whether there is one that could.

    What that program and the one that starts it write goes nowhere: this terminal is drawn on by us. Takes
    up to ten seconds.
    """
    opening = subprocess.Popen(
        [sys.executable, "-c", _OPEN, address],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return opening.wait(_PATIENCE_SECONDS) == 0
    except subprocess.TimeoutExpired:
        return True


def pipe(command: str, text: str) -> int:
    """Run a command line of the person's on this terminal, which must be free, with a text as its input.

    Gives its exit status, below 0 for a signal, when Enter was pressed after its end. Their shell reads the
    line; nothing else is in it. Ctrl+C ends the command and not the reader. Raises OSError when there is no
    shell.
    """
    # A function, not SIG_IGN: the command inherits what is ignored, and could not be ended then.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        shell = os.environ.get("SHELL") or ("sh" if os.name == "posix" else "")
        line: list[str] | str = [shell, "-c", command] if shell else command
        ended = subprocess.run(line, shell=not shell, input=text.encode("utf-8", "replace"), check=False)
        print("\n── enter: back to the reader ", end="", flush=True)
        sys.stdin.readline()
        return ended.returncode
    finally:
        signal.signal(signal.SIGINT, before)
