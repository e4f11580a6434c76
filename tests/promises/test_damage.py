"""A file of notes that was damaged is set aside and put together again, by the program itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from pseudo_terminal import ROOT

from reader.system.paths import bundled_seeds

REPORT = bundled_seeds() / "2026-03-11-meridian-calder-rose.txt"


def run(home: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """The program, run as a person runs it."""
    return subprocess.run(
        [sys.executable, "-m", "reader", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "READER_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_a_damaged_catalog_is_put_together_again(tmp_path: Path) -> None:
    for quote in ("23 crew", "Two patrol boats"):
        added = run(tmp_path, "notes", "add", REPORT, "--quote", quote)
        assert added.returncode == 0, added.stderr
    catalog = tmp_path / "data" / "catalog.sqlite"
    for beside in catalog.parent.glob("catalog.sqlite-*"):
        beside.unlink()
    catalog.write_bytes(b"\0" * catalog.stat().st_size)
    listed = run(tmp_path, "notes", "list", REPORT.parent)
    assert listed.returncode == 0, listed.stderr
    assert "23 crew" in listed.stdout
    assert "catalog" in listed.stderr
    aside = [path.name for path in catalog.parent.iterdir() if "set-aside" in path.name]
    assert aside, sorted(path.name for path in catalog.parent.iterdir())
