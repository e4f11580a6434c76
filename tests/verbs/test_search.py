"""`reader search`: lines from the command line and from standard input."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import ROOT, Run, spawn

SEARCH = {"query", "corrections", "ms", "hits"}
HIT = {"path", "title", "score", "start", "end", "text", "matches"}


def test_search(run: Run, folder: Path) -> None:
    ran = run("search", "--json", "ferreis", "lib", "--limit", "1")
    assert ran.status == 0
    assert set(ran.record) == SEARCH
    assert ran.record["corrections"] == {"ferreis": "ferries"}
    (hit,) = ran.record["hits"]
    assert set(hit) == HIT | {"kind"}
    text = run("show", "--json", hit["path"]).record["text"]
    assert text[hit["start"] : hit["end"]] == hit["text"] == "Ferries wait outside."
    assert [text[start:end] for start, end in hit["matches"]] == ["Ferries"]
    one_file = run("search", "--json", "ferries", "lib/deep.txt/harbour.txt")
    assert one_file.record["hits"][0]["path"] == "lib/deep.txt/harbour.txt"
    plain = run("search", "ferreis", "lib")
    assert "Ferries wait outside." in plain.out
    assert "showing “ferries” for “ferreis”" in plain.err


def test_search_reads_lines_on_one_open_library(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.library.library import Library

    opened = []
    made = Library.__init__
    monkeypatch.setattr(Library, "__init__", lambda self, *rest: (opened.append(1), made(self, *rest))[1])
    ran = run("search", "--json", "-", "lib", stdin="ferries\r\n\nenvoy\ntitle:\nzzzzzzz\n")
    assert opened == [1]
    assert ran.status == 0
    assert [record["query"] for record in ran.records] == ["ferries", "", "envoy", "title:", "zzzzzzz"]
    assert [len(record["hits"]) for record in ran.records] == [1, 0, 1, 0, 0]
    assert "title:" in ran.err
    assert run("search", "-", "lib", stdin="").status == 1


def test_search_answers_as_the_lines_come(tmp_path: Path, folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "search", "--json", "-", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "READER_HOME": str(tmp_path / "home")},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for query in ("ferries", "envoy"):
            process.stdin.write(query + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["query"] == query
        process.stdin.close()
    assert process.returncode == 0


@pytest.mark.parametrize("line", ["title:", "date:nonsense", "date:2026-13", "is:blue", "-", "|", "x" * 5000])
def test_wrong_search_lines(run: Run, folder: Path, line: str) -> None:
    ran = run("search", "--json", "--", line, "lib", stdin=line + "\n")
    assert ran.status in (1, 2)
    assert ran.err.startswith("reader: ")


@pytest.mark.parametrize(
    "line", ["\0", "\x1b]0;x\x07", "\udcff", "“", "a\0b", '"', "'", "((((", "*", "ferries\0"]
)
def test_hostile_search_lines(run: Run, folder: Path, line: str) -> None:
    ran = run("search", "--json", "-", "lib", stdin=line + "\nferries\n")
    assert ran.records[-1]["hits"]
    assert not set(ran.out + ran.err) & set("\0\x07\x1b")


def test_bytes_that_are_no_text_on_standard_input(tmp_path: Path, folder: Path) -> None:
    ran = spawn(tmp_path / "home", "search", "--json", "-", str(folder), stdin=b"caf\xe9 \xff\nferries\n")
    assert ran.returncode == 0
    assert [bool(json.loads(line)["hits"]) for line in ran.stdout.splitlines()][-1]
