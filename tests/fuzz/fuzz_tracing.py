"""Which steps from line to line a call takes in some packages: what tells a fuzzer that an input is new.

A step is a pair of lines that were run one after the other, as in AFL's edge coverage, across calls too. Only
code under the given folders is traced line by line; everything else costs one test a call.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

Steps = set[tuple[int, int]]


class Tracer:
    """Runs a function and says which steps it took."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(f"{folder}/" for folder in folders)
        self._numbers: dict[CodeType, int] = {}
        self._next = 1
        self._last = 0
        self._steps: Steps = set()

    def run(self, call: Callable[[], object]) -> Steps:
        """The steps of one call; what it raises goes on to the caller, and its steps are lost."""
        self._steps, self._last = set(), 0
        sys.settrace(self._enter)
        try:
            call()
        finally:
            sys.settrace(None)
        return self._steps

    def _enter(self, frame: FrameType, event: str, _argument: Any) -> Any:
        number = self._number(frame.f_code)
        if not number:
            return None
        steps = self._steps

        def line(frame: FrameType, event: str, _argument: Any) -> Any:
            if event == "line":
                here = number + frame.f_lineno
                steps.add((self._last, here))
                self._last = here
            return line

        return line

    def _number(self, code: CodeType) -> int:
        """A number to which the lines of this code are added; 0 for code that is not traced."""
        number = self._numbers.get(code)
        if number is None:
            number = 0
            if code.co_filename.startswith(self._folders):
                number, self._next = self._next << 20, self._next + 1
            self._numbers[code] = number
        return number
