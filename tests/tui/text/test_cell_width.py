"""Widths agree with what Textual measures when it writes a line, and every code point has its cell."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from rich.cells import cell_len, get_character_cell_size
from tui_strategies import texts

from reader.tui.text.cell_width import NARROW, SIMPLE_RANGES, TAB_STOP, Cells, offset_at


@given(texts)
def test_what_is_drawn_measures_as_rich_measures_it(text: str) -> None:
    assert cell_len(NARROW.display(text)) == NARROW.width(text)


@given(texts)
def test_clusters_follow_one_another_without_gaps(text: str) -> None:
    clusters = NARROW.clusters(text)
    assert "".join(text[start:end] for start, end, _width in clusters) == text
    assert all(1 <= width <= 2 for _start, _end, width in clusters)


@given(texts)
def test_a_cell_leads_back_to_the_first_code_point_of_its_cluster(text: str) -> None:
    positions = NARROW.positions(text)
    assert len(positions) == len(text) + 1
    for start, end, _width in NARROW.clusters(text):
        for offset in range(start, end):
            assert offset_at(positions, positions[offset]) == start
    assert offset_at(positions, positions[-1]) == len(text)
    assert offset_at(positions, positions[-1] + 50) == len(text)
    assert offset_at(positions, -1) == 0


def test_every_character_taken_for_simple_has_one_cell_and_joins_nothing() -> None:
    simple = re.compile(f"[{SIMPLE_RANGES}]")
    for code in range(0x3000):
        char = chr(code)
        if simple.match(char):
            assert get_character_cell_size(char) == 1, hex(code)
            assert [cluster.end for cluster in NARROW.clusters("a" + char + "a")] == [1, 2, 3], hex(code)


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("plain", 5), ("“quoted” — …", 12), ("漢字", 4), ("e\u0301", 1), ("각", 2), ("🇫🇷", 2),
        ("🇫🇷🇩🇪", 4),
        ("👩‍👩‍👧", 2), ("👍🏽", 2), ("❤️", 2), ("❤", 1), ("1️⃣", 2), ("שלום", 4), ("\u0301", 1),
        ("", 0), ("a\tb", TAB_STOP + 1),
    ],
)  # fmt: skip
def test_width(text: str, width: int) -> None:
    assert NARROW.width(text) == width


def test_a_flag_is_one_cluster_and_half_a_flag_another() -> None:
    assert [(start, end) for start, end, _width in NARROW.clusters("🇫🇷🇩")] == [(0, 2), (2, 3)]


def test_ambiguous_characters_are_wide_where_the_terminal_says_so() -> None:
    wide = Cells(ambiguous_wide=True)
    assert (wide.width("§ 5 “a”"), NARROW.width("§ 5 “a”")) == (10, 7)
    assert wide.width("plain") == 5


def test_a_mark_without_a_base_stands_on_a_dotted_circle() -> None:
    assert NARROW.display("\u0301a") == "◌\u0301a"
    assert NARROW.display("\u200d漢") == "◌漢"
