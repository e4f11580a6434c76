"""Formats that other packages add: through the real program, and what becomes of broken ones."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
PYTHON = re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)
FORMAT, EXPORT = PYTHON


def _install(site: Path, module: str, code: str, **entry_points: str) -> None:
    """Put a module and what an installer leaves beside it into a folder of packages."""
    site.mkdir(exist_ok=True)
    (site / f"{module}.py").write_text(code, encoding="utf-8")
    info = site / f"{module}-1.0.dist-info"
    info.mkdir()
    name = module.replace("_", "-")
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
    groups = (f"[briefing_reader.{group}]\n{point}\n" for group, point in entry_points.items())
    (info / "entry_points.txt").write_text("\n".join(groups), encoding="utf-8")


def _reader(tmp_path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "site"), str(ROOT)]),
        "READER_HOME": str(tmp_path / "home"),
    }
    command = [sys.executable, "-m", "reader", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=120)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "briefings"
    folder.mkdir()
    (folder / "mole.watchlog").write_text("06:10 Two tugs left the outer mole.\n07:45 The fog lifted.\n")
    (folder / "note.md").write_text("# Port note\n\nNothing else.\n")
    return folder


def test_a_format_of_twenty_lines_is_listed_read_and_searched(tmp_path: Path, folder: Path) -> None:
    assert len([line for line in FORMAT.splitlines() if line.strip()]) <= 20
    _install(tmp_path / "site", "reader_log", FORMAT, formats="watchlog = reader_log:FORMAT")
    listed = [
        json.loads(line) for line in _reader(tmp_path, "list", "--json", str(folder)).stdout.splitlines()
    ]
    assert sorted(Path(row["path"]).name for row in listed) == ["mole.watchlog", "note.md"]
    shown = _reader(tmp_path, "show", "--json", str(folder / "mole.watchlog"))
    assert json.loads(shown.stdout)["text"] == "06:10 Two tugs left the outer mole.\n\n07:45 The fog lifted."
    hits = _reader(tmp_path, "search", "--json", "tugs", str(folder))
    assert "mole.watchlog" in hits.stdout
    assert "watch log" in _reader(tmp_path, "doctor").stdout


def test_without_the_package_its_files_are_listed_with_the_reason(tmp_path: Path, folder: Path) -> None:
    listed = _reader(tmp_path, "list", "--json", str(folder)).stdout.splitlines()
    rows = {Path(row["path"]).name: row.get("problem_code", "") for row in map(json.loads, listed)}
    assert rows == {"note.md": "", "mole.watchlog": "unknown-format"}


def test_an_export_of_another_package_is_written(tmp_path: Path, folder: Path) -> None:
    _install(tmp_path / "site", "quotes", EXPORT, exports="quotes = quotes:FORMAT")
    added = _reader(tmp_path, "notes", "add", str(folder / "note.md"), "--quote", "Nothing else.")
    assert added.returncode == 0, added.stderr
    exported = _reader(tmp_path, "notes", "export", str(folder), "--format", "quotes")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d Nothing else\.\n", exported.stdout)


BROKEN = {
    "it does not import": ("import no_such_module_at_all", "no_such_module_at_all"),
    "it ends the program": ("raise SystemExit(3)", "SystemExit"),
    "it is something else": ("FORMAT = 3", "it is no reader.formats.format.Format"),
    "its suffix is taken": (
        FORMAT.replace('".watchlog"', '".md"'),
        ".md is read as Markdown already",
    ),
    "its name is taken": (FORMAT.replace('"watchlog"', '"markdown"', 1), "of the name markdown already"),
    "its suffixes are a string": (FORMAT.replace('(".watchlog",)', '".watchlog"'), "must be tuples"),
}


@pytest.mark.parametrize(("code", "why"), BROKEN.values(), ids=BROKEN)
def test_a_broken_package_is_a_sentence_of_the_doctor(
    tmp_path: Path, folder: Path, code: str, why: str
) -> None:
    _install(tmp_path / "site", "reader_log", code, formats="watchlog = reader_log:FORMAT")
    listed = _reader(tmp_path, "list", "--json", str(folder))
    rows = [json.loads(line) for line in listed.stdout.splitlines()]
    assert [row["title"] for row in rows if "title" in row] == ["Port note"]
    told = _reader(tmp_path, "doctor").stdout
    assert "The plug-in “watchlog” of reader-log 1.0 is not used" in told
    assert why in told
    assert "Traceback" not in listed.stderr + told


FAILING = {
    "it raises": ("raise RuntimeError('no luck')", "RuntimeError: no luck"),
    "it gives no draft": ('yield "", 3', "no inner key and draft"),
    "its blocks lie outside": (
        "from reader.formats.builder import Draft\n    from reader.text.document import Block\n"
        '    yield "", Draft("abc", [Block("paragraph", 2, 9)])',
        "do not follow one another",
    ),
    "it gives nothing": ("return iter(())", "there is nothing in it"),
}


@pytest.mark.parametrize(("body", "why"), FAILING.values(), ids=FAILING)
def test_what_goes_wrong_in_a_format_is_a_sentence_at_the_file(
    tmp_path: Path, folder: Path, body: str, why: str
) -> None:
    code = f"def load(data, context):\n    {body}\n" + FORMAT[FORMAT.index("FORMAT = ") :]
    imports = (
        "from reader.formats.format import Format\nfrom reader.formats.decoding.text_file import raw_text\n"
    )
    code = imports + code
    _install(tmp_path / "site", "reader_log", code, formats="watchlog = reader_log:FORMAT")
    shown = _reader(tmp_path, "show", str(folder / "mole.watchlog"))
    assert shown.returncode == 2
    assert why in " ".join(shown.stderr.split())
    assert "Traceback" not in shown.stderr
    listed = _reader(tmp_path, "list", "--json", str(folder))
    assert "Port note" in listed.stdout


def test_what_a_format_gives_is_made_safe(tmp_path: Path, folder: Path) -> None:
    code = FORMAT.replace("file.body.splitlines()", "data.decode().splitlines()")
    _install(tmp_path / "site", "reader_log", code, formats="watchlog = reader_log:FORMAT")
    (folder / "mole.watchlog").write_text("06:10 Red \x1b[31m alarm.\n")
    shown = _reader(tmp_path, "show", "--json", str(folder / "mole.watchlog"))
    assert "\x1b" not in json.loads(shown.stdout)["text"]
