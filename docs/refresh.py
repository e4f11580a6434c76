"""Bring what README.md and docs/ quote from the program up to date: the key table and every example's output.

    python docs/refresh.py [--check]

An example is a `$ reader …` line in a fenced block of the language `console`; what follows it is its output,
standard output and standard error together, run from the checkout with an empty READER_HOME. Output that ends
in a line `…` is cut there; long lines are wrapped to the page, and cut after some lines of it. What differs
from run to run (ids, dates of today, milliseconds, the folder of the checkout) is written as constants.
tests/test_docs.py holds the pages in step; with `--check` the pages are only compared.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
WIDTH = 104
LINES = 5
MORE = "…"

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.DOTALL | re.MULTILINE)
_KEYS = re.compile(r"(?<=<!-- keys: python docs/refresh\.py -->\n).*?(?=<!-- end -->)", re.DOTALL)
_VOLATILE = (
    (re.compile(re.escape(str(ROOT))), "/home/me/briefing-reader"),
    (re.compile(r"\b0[0-9a-hjkmnp-tv-z]{25}\b"), "01m8a7xk0v3n5q9t2w4y6z8b1c"),
    (re.compile(r"(?<=exported: )\S+"), "2026-04-01T09:30:00Z"),
    (re.compile(r"(?<=\*note\* · )\S+"), "2026-04-01"),
    (re.compile(r'(?<="ms": )[\d.]+'), "1.5"),
)


def refreshed(page: str, home: Path) -> str:
    """The page with the key table and the examples' output as they are now; `home` serves as READER_HOME."""
    from reader.tui.session.commands import key_table

    page = _KEYS.sub(lambda _: f"\n{key_table()}\n\n", page)
    return _BLOCK.sub(lambda block: _examples(block.group(), home), page)


def _examples(block: str, home: Path) -> str:
    """A block of commands and their outputs, run again."""
    parts = []
    for command, old in _commands(block):
        lines = _run(command, home)
        if old[-1:] == [MORE] and len(lines) >= len(old):
            lines = [*lines[: len(old) - 1], MORE]
        parts.append("\n".join([f"$ {command}", *lines]))
    return "\n".join(parts) + "\n"


def _commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a block with the output that stands below it, blank lines at its end left out."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *output = part.rstrip("\n").split("\n")
        yield command, output


def _run(command: str, home: Path) -> list[str]:
    """The lines that a command prints, with constants for what changes from run to run."""
    from reader.cli import main

    program, *arguments = shlex.split(command)
    if program != "reader":
        raise ValueError(f"Only reader's own output is run again, not: {command}")
    printed = io.StringIO()
    with (
        contextlib.chdir(ROOT),
        _environment(READER_HOME=str(home)),
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        contextlib.suppress(SystemExit),
    ):
        main(arguments)
    text = printed.getvalue()
    for pattern, constant in _VOLATILE:
        text = pattern.sub(constant, text)
    return [part for line in text.rstrip("\n").split("\n") for part in _wrapped(line.rstrip())]


def _wrapped(line: str) -> list[str]:
    """A line of output as lines of the page, indented as it is."""
    indent = line[: len(line) - len(line.lstrip())]
    return textwrap.wrap(
        line,
        WIDTH,
        subsequent_indent=indent,
        max_lines=LINES,
        placeholder=f" {MORE}",
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]


@contextlib.contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def main() -> int:
    """Rewrite the pages that are behind, or with --check only name them; 1 when there are any."""
    sys.path.insert(0, str(ROOT))
    behind = []
    for path in PAGES:
        page = path.read_text(encoding="utf-8")
        with tempfile.TemporaryDirectory() as home:
            now = refreshed(page, Path(home))
        if now != page:
            behind.append(path)
            if "--check" not in sys.argv:
                path.write_text(now, encoding="utf-8")
    for path in behind:
        print(f"{path.relative_to(ROOT)}: {'behind' if '--check' in sys.argv else 'brought up to date'}")
    return int(bool(behind) and "--check" in sys.argv)


if __name__ == "__main__":
    sys.exit(main())
