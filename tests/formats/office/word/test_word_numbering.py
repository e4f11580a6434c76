"""How Word counts."""

from __future__ import annotations

import pytest

from reader.formats.office.office_file import parse_xml
from reader.formats.office.word.word_numbering import Numbering

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/>'
    "</w:lvl>"
    for level, (kind, text) in enumerate(
        [("decimal", "%1."), ("lowerLetter", "(%2)"), ("upperRoman", "%1.%3")]
    )
)


def numbering(lists: str) -> Numbering:
    xml = f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">{LEVELS}</w:abstractNum>{lists}'
    return Numbering(parse_xml(f"{xml}</w:numbering>".encode(), "numbering.xml", {W: "w"}))


ONE = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'


def test_levels_count_on_and_begin_again_below_another() -> None:
    lists = numbering(ONE)
    levels = [0, 0, 1, 1, 2, 0, 1]
    assert [lists.label("1", level) for level in levels] == ["1.", "2.", "(a)", "(b)", "2.I", "3.", "(a)"]


def test_a_list_of_the_same_kind_counts_on_unless_it_begins_again() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    lists = numbering(
        f'{ONE}<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="3"><w:abstractNumId w:val="7"/>{start}</w:num>'
    )
    labels = [lists.label(list_id, 0) for list_id in ("1", "2", "3", "3", "1")]
    assert labels == ["1.", "2.", "5.", "6.", "7."]


def test_a_level_that_was_skipped_counts_as_begun() -> None:
    lists = numbering(ONE)
    assert [lists.label("1", level) for level in (0, 2, 1)] == ["1.", "1.I", "(b)"]


def test_a_level_may_go_on_counting_below_another_and_begin_at_0() -> None:
    level = '<w:lvl w:ilvl="1"><w:lvlRestart w:val="0"/><w:lvlText w:val="%2"/></w:lvl>'
    override = f'<w:lvlOverride w:ilvl="1">{level}</w:lvlOverride>'
    lists = numbering(f'<w:num w:numId="4"><w:abstractNumId w:val="7"/>{override}</w:num>')
    assert [lists.label("4", level) for level in (0, 1, 0, 1)] == ["1.", "0", "2.", "1"]


@pytest.mark.parametrize(("bullet", "label"), [("\uf0b7", "•"), (" ", ""), ("☐", "☐")])
def test_bullets_are_one_but_for_boxes_and_none(bullet: str, label: str) -> None:
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="{bullet}"/></w:lvl>'
    override = f'<w:lvlOverride w:ilvl="0">{level}</w:lvlOverride>'
    lists = numbering(f'<w:num w:numId="5"><w:abstractNumId w:val="7"/>{override}</w:num>')
    assert lists.label("5", 0) == label


def test_an_unknown_list_has_bullets_and_none_has_nothing() -> None:
    assert numbering("").label("9", 0) == "•"
    assert numbering("").label("0", 0) == ""
    assert numbering(ONE).label("1", 12) == "•"
