"""A file of notes that was damaged is set aside and put together again, by the program itself."""

from __future__ import annotations

from pathlib import Path

from command_line import run_reader

from reader.system.paths import bundled_seeds

REPORT = bundled_seeds() / "2026-03-11-meridian-calder-rose.txt"


def test_a_damaged_catalog_is_put_together_again(tmp_path: Path) -> None:
    for quote in ("23 crew", "Two patrol boats"):
        added = run_reader(tmp_path, "notes", "add", REPORT, "--quote", quote)
        assert added.returncode == 0, added.stderr
    user_data = tmp_path / "data" / "catalog.sqlite"
    for beside in user_data.parent.glob("catalog.sqlite-*"):
        beside.unlink()
    user_data.write_bytes(b"\0" * user_data.stat().st_size)
    listed = run_reader(tmp_path, "notes", "list", REPORT.parent)
    assert listed.returncode == 0, listed.stderr
    assert "23 crew" in listed.stdout
    assert "catalog" in listed.stderr
    aside = [path.name for path in user_data.parent.iterdir() if "set-aside" in path.name]
    assert aside, sorted(path.name for path in user_data.parent.iterdir())
