"""Lists, tables and code said in a line."""

from __future__ import annotations

import pytest

from reader.analysis.explanations import explain_choice
from reader.analysis.summary.structure import structure_beside, structure_lines
from reader.analysis.summary.summarise import summarise
from reader.formats.load import parse


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


def test_what_many_have_in_common_is_said_together() -> None:
    text = "\n\nText.\n\n".join(["- a\n- b", "| a |\n|---|\n| 1 |", "```\nx\n```"] * 2 + ["- [x] c"])
    read = parse(text.encode(), "report.md")
    assert [each.text for each in structure_beside(read, [])] == [
        "list: 2 items",
        "table: 1 column, 1 row",
        "code: 1 line",
        "and 1 list, 1 table, 1 code block, 1 task list more",
    ]
    assert structure_beside(read, [])[-1].end == structure_lines(read)[-1].end
    assert structure_beside(read, [], limit=7) == structure_lines(read)


def test_a_list_that_is_the_summary_is_not_said_again() -> None:
    text = "## Key points\n\n- The wall is safe.\n- Grain moves.\n\n## Next\n\n- Paint\n"
    read = parse(text.encode(), "report.md")
    taken = summarise(read)
    assert [explain_choice(each.reasons) for each in taken] == ["From the section “Key points”"] * 2
    assert [each.text for each in structure_beside(read, taken)] == ["list: 1 item"]
