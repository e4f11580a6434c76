"""`reader list` and `reader show`: what they print, and with which exit status."""

from __future__ import annotations

from pathlib import Path

from command_line import Run

LIST = {"path", "title", "published", "source", "words", "unread", "notes"}
SHOW = {
    "path", "title", "published", "source", "sha256", "text", "blocks", "sentences", "warnings",
    "format", "title_from", "published_from", "meta", "places",
}  # fmt: skip


def test_list(run: Run, folder: Path) -> None:
    ran = run("list", "--json", "lib")
    assert ran.status == 0
    assert ran.err == ""
    assert all(set(record) >= LIST for record in ran.records)
    assert {record["path"] for record in ran.records} == {"lib/vienna.md", "lib/deep.txt/harbour.txt"}
    vienna = next(record for record in ran.records if record["path"] == "lib/vienna.md")
    assert vienna["published"] == "2026-03-01"
    assert (vienna["title"], vienna["source"]) == ("Talks open in Vienna", "Orvel Wire")
    assert (vienna["words"], vienna["unread"], vienna["notes"]) == (13, True, 0)
    assert run("list", "--json", "lib/vienna.md").record == vienna
    assert "Talks open in Vienna" in run("list", "lib").out


def test_show(run: Run, folder: Path) -> None:
    record = run("show", "--json", "lib/vienna.md").record
    assert set(record) == SHOW
    text = record["text"]
    assert [text[start:end] for start, end in record["sentences"]] == [
        "The envoy of Korvania arrived on Sunday.",
        "Talks about the ceasefire open tomorrow.",
    ]
    assert all(set(block) == {"kind", "level", "start", "end"} for block in record["blocks"])
    assert len(record["sha256"]) == 64
    both = run("show", "--json", "lib")
    assert [item["path"] for item in both.records] == ["lib/deep.txt/harbour.txt", "lib/vienna.md"]
    assert both.status == 0
    assert "The envoy of Korvania" in run("show", "lib/vienna.md").out


def test_files_of_other_kinds_are_listed_with_the_reason(run: Run, folder: Path) -> None:
    (folder / "quay.png").write_bytes(b"\x89PNG")
    (folder / "~$open.docx").write_bytes(b"x")
    ran = run("list", "--json", "lib")
    assert [record for record in ran.records if "problem" in record] == [
        {
            "path": "lib/quay.png",
            "problem": "files that end in .png are not read",
            "problem_code": "unknown-format",
        }
    ]
    assert ran.err == "reader: lib/quay.png: files that end in .png are not read\n"
    assert ran.status == 0
    assert run("show", "lib").err == ""


def test_a_file_that_is_too_large(run: Run, folder: Path) -> None:
    config = folder.parent / "home" / "config"
    config.mkdir(parents=True)
    (config / "settings.toml").write_text("max_megabytes = 1\n")
    (folder / "large.txt").write_text("long " * 220_000)
    ran = run("show", "lib/large.txt")
    assert (ran.status, ran.out) == (2, "")
    assert "too large" in ran.err
