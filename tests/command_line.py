"""The program run as a person runs it, for the tests that read what it prints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]


def run_reader(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run `reader` with a home of its own, in the checkout; what it printed and its status."""
    return subprocess.run(
        [sys.executable, "-m", "reader", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "READER_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=180,
    )


def spawn(home: Path, *arguments: str | bytes, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run `reader` on bytes, as a shell gives them; what it printed, as bytes, and its status."""
    return subprocess.run(
        [sys.executable, "-m", "reader", *arguments],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        cwd=ROOT,
        env={**os.environ, "READER_HOME": str(home)},
    )


class Ran(NamedTuple):
    """What a run of the command line came to."""

    status: int
    out: str
    err: str

    @property
    def records(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def record(self) -> dict[str, Any]:
        (only,) = self.records
        return only


Run = Callable[..., Ran]
"""Runs the command line in this process, and says what it came to."""
