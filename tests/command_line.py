"""The program run as a person runs it, for the tests that read what it prints."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pseudo_terminal import ROOT


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
