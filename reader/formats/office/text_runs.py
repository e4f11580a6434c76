"""Characters of one look: what the readers of office files make of a paragraph before it is written."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reader.formats.builder import Builder
from reader.text.document import StyleKind

_SPACES = str.maketrans("\t\n", "  ")


class Run(NamedTuple):
    """Characters of one look.

    `link` is the address that they lead to, `note` the label of the footnote that they refer to. A `label` is
    the number or bullet of a paragraph inside a cell.
    """

    text: str
    kinds: frozenset[StyleKind] = frozenset()
    link: str = ""
    note: str = ""


BOLD: frozenset[StyleKind] = frozenset({"strong"})
PLAIN: frozenset[StyleKind] = frozenset()
LABEL: frozenset[StyleKind] = frozenset({"label"})
"""The look of a number or bullet that no container gives."""


def text_of(runs: Iterable[Run]) -> str:
    """Return the text of runs without their looks."""
    return "".join(run.text for run in runs)


def on_one_line(runs: Iterable[Run]) -> list[Run]:
    """Return runs with a space for each tab and line break."""
    return [run._replace(text=run.text.translate(_SPACES)) for run in runs]


def trimmed(runs: list[Run]) -> list[Run]:
    """Return runs without the white space that they begin and end with."""
    runs = [run for run in runs if run.text]
    while runs and not runs[0].text.strip():
        del runs[0]
    while runs and not runs[-1].text.strip():
        del runs[-1]
    if runs:
        runs[0] = runs[0]._replace(text=runs[0].text.lstrip())
        runs[-1] = runs[-1]._replace(text=runs[-1].text.rstrip())
    return runs


def add_runs(builder: Builder, runs: list[Run]) -> None:
    """Add runs to a block, neighbours of one look as one style."""
    index = 0
    while index < len(runs):
        run = runs[index]
        look = run._replace(text="")
        start = builder.length
        while index < len(runs) and runs[index]._replace(text="") == look:
            builder.add(runs[index].text)
            index += 1
        for kind in sorted(run.kinds):
            builder.style(kind, start)
        if run.link:
            builder.style("link", start, run.link)
        if run.note:
            builder.style("footnote", start, run.note)
