"""Lists, tables and code said in a line."""

from __future__ import annotations

import pytest

from reader.analysis.structure import structure_lines
from reader.formats.registry import parse


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("| a | b | c |\n|---|---|---|\n| 1 | 2 | 3 |\n| 4 | 5 | 6 |\n", ["table: 3 columns, 2 rows"]),
        ("| a |\n|---|\n| 1 |\n", ["table: 1 column, 1 row"]),
        ("- a\n- b\n  - c\n", ["list: 3 items"]),
        ("1. a\n", ["list: 1 item"]),
        ("- [x] a\n- [ ] b\n", ["task list: 1 of 2 done"]),
        ("```python\na\nb\n```\n", ["code: python, 2 lines"]),
        ("    indented\n", ["code: 1 line"]),
        ("Only prose.\n", []),
        ("- a\n- b\n\nProse.\n\n- c\n", ["list: 2 items", "list: 1 item"]),
    ],
)
def test_says_what_is_there(text: str, said: list[str]) -> None:
    read = parse(text.encode(), "report.md")
    found = structure_lines(read)
    assert [each.text for each in found] == said
    assert all(0 <= each.start <= each.end <= len(read.text) for each in found)
