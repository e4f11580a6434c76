"""The person's browser or mail program, which an address is opened in."""

from __future__ import annotations

import subprocess
import sys
import webbrowser

_PATIENCE_SECONDS = 10.0
"""How long a browser may take to say that it cannot open something; one that stays open meanwhile did."""
_OPEN = "import sys, webbrowser; sys.exit(not webbrowser.open(sys.argv[1]))"


def draws_on_terminal() -> bool:
    """Whether the person's browser is one such as w3m, which needs the terminal for itself."""
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
