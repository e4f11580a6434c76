"""Other programs: the clipboard, the person's editor, a command that gets a text."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from textual.app import App, SuspendNotSupported

from reader.system.clipboard import copy_by_tool
from reader.text.safety import safe_line

T = TypeVar("T")


class Programs:
    """What an app gives to other programs, and what it asks of them; `say` shows a sentence."""

    def __init__(self, app: App[Any], say: Callable[[str, str], None]) -> None:
        self._app = app
        self._say = say
        self.last_command = ""
        """The command that a text was given to last."""

    def copy(self, text: str, name: str) -> None:
        """Put a text on the clipboard, by the terminal and by the desktop's own tool, and say so."""
        # A terminal takes text only: of a name that is none, what can be said of it.
        self._app.copy_to_clipboard(text.encode("utf-8", "replace").decode())
        self._app.run_worker(partial(copy_by_tool, text), thread=True, group="clipboard")
        self._say(f"Copied {name}.", "accent")

    def edit_file(self, path: Path, line: int) -> None:
        """Open a file in the person's editor at a line counted from 1, and come back."""
        editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
        if not editor or not editor.strip():
            self._say("Set $EDITOR to the editor you use, then ctrl+e opens this file in it.", "warning")
            return
        try:
            parts = shlex.split(editor)
        except ValueError as error:
            self._say(f"$EDITOR cannot be understood ({error}): {safe_line(editor)}", "error")
            return
        # The path is absolute, so that no file name is taken for an option.
        command = [*parts, f"+{line}", os.path.abspath(path)]  # noqa: PTH100
        self._away(
            lambda: subprocess.run(command, check=False),
            f"{safe_line(command[0])} could not be started ({{}}); check $EDITOR.",
        )

    def pipe(self, command: str, text: str) -> None:
        """Run a command that the person has typed with a text as its input, and come back."""
        from reader.tui.terminal.external_programs import pipe

        self.last_command = command
        status = self._away(lambda: pipe(command, text), "The command could not be run here: {}")
        if status:
            ended = f"with status {status}" if status > 0 else f"by signal {-status}"
            self._say(f"{safe_line(command)} ended {ended}.", "warning")

    def _away(self, run: Callable[[], T], failure: str) -> T | None:
        """Give the terminal to a program and take it back; what it gave, None when it could not be run.

        `failure` is the sentence for that, with a place for the reason.
        """
        try:
            with self._app.suspend():
                return run()
        except (OSError, SuspendNotSupported) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._say(failure.format(safe_line(reason)), "error")
            return None
        finally:
            self._app.refresh(layout=True)
