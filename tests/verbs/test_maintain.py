"""`reader index` and `reader doctor`."""

from __future__ import annotations

from pathlib import Path

from command_line import Run


def test_index(run: Run, folder: Path) -> None:
    ran = run("index", "--no-names", "lib")
    assert (ran.status, ran.out) == (0, "")
    assert "2 of 2 documents were new or changed" in ran.err
    again = run("index", "--no-names", "--json", "lib")
    assert again.records[-1] == {"done": 0, "total": 0, "failed": 0, "finished": True, "note": ""}


def test_doctor(run: Run, folder: Path) -> None:
    ran = run("doctor", "--json")
    assert ran.status == 0
    assert all(set(record) == {"check", "ok", "found", "advice"} for record in ran.records)
    assert {"user data", "index", "model"} <= {record["check"] for record in ran.records}
    (folder.parent / "home" / "data" / "catalog.sqlite").write_bytes(b"damage " * 2000)
    broken = run("doctor")
    assert broken.status == 2
    assert "BAD  user data" in broken.out
