"""One line breaker for everything: no cluster torn, and work that grows with the text alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tui_strategies import texts

from reader.text.document import Block, Document
from reader.tui.document_view.layout import Layout
from reader.tui.document_view.units import STRETCH
from reader.tui.text.cell_width import LONGEST_CLUSTER, NARROW, Cells, Cluster
from reader.tui.text.line_breaking import kept_line_starts, line_starts
from reader.tui.text.styled_text import StyledText, fit, strip_of, wrap
from reader.tui.theme.palettes import DARK

HARD_WORDS = {
    "ideographs": "漢",
    "marks": "\u0301",
    "joined": "👩\u200d",
    "flags": "🇫",
    "keycaps": "1\ufe0f\u20e3",
    "hyphens": "é-",
    "hangul": "\u1100\u1161\u11a8",
    "tabs": "\t",
}
words = pytest.mark.parametrize("unit", HARD_WORDS.values(), ids=HARD_WORDS.keys())


class CountingCells(Cells):
    """Counts the characters that are measured."""

    measured = 0

    def clusters(self, text: str) -> list[Cluster]:
        """Return what they are, and count the characters of the text."""
        self.measured += len(text)
        return super().clusters(text)


@given(texts, st.integers(1, 30), st.integers(0, 29))
def test_no_line_begins_inside_a_cluster(text: str, width: int, mark: int) -> None:
    boundaries = {start for start, _end, _width in NARROW.clusters(text)} | {0}
    assert set(line_starts(text, 0, len(text), width, NARROW)) <= boundaries
    for start in kept_line_starts(text, 0, len(text), width, mark, NARROW):
        assert start in boundaries


@given(st.lists(st.sampled_from([*HARD_WORDS.values(), "a", " ", "\ufe0f", "\u20e3", "\u200d"]), max_size=24))
def test_pieces_are_wrapped_as_their_joined_text_is(parts: list[str]) -> None:
    text = "".join(parts).replace("\t", " ")
    pieces = [
        StyledText(part.replace("\t", " "), "dim" if index % 2 else "text")
        for index, part in enumerate(parts)
    ]
    lines = ["".join(piece.text for piece in line) for line in wrap(pieces, 3)]
    assert lines == ["".join(piece.text for piece in line) for line in wrap([StyledText(text)], 3)]
    assert "".join(lines) == text


def test_a_keycap_between_pieces_is_not_torn() -> None:
    lines = wrap([StyledText("1️⃣"), StyledText("漢")], 1)
    assert ["".join(piece.text for piece in line) for line in lines] == ["1️⃣", "漢"]
    lines = wrap([StyledText("a1"), StyledText("\ufe0f\u20e3", "dim")], 2)
    assert ["".join(piece.text for piece in line) for line in lines] == ["a", "1️⃣"]


@words
def test_twice_the_word_is_twice_the_work(unit: str) -> None:
    measured = []
    for size in (20_000, 40_000):
        cells = CountingCells()
        text = unit * (size // len(unit))
        starts = line_starts(text, 0, len(text), 40, cells)
        assert starts[0] == 0
        assert all(first < second for first, second in pairwise(starts))
        measured.append(cells.measured)
    assert measured[1] <= 2.1 * measured[0]
    assert measured[0] <= 20_000


@words
def test_no_cluster_is_longer_than_a_screen_can_bear(unit: str) -> None:
    text = "a" + unit * 5_000
    clusters = NARROW.clusters(text)
    assert "".join(text[start:end] for start, end, _width in clusters) == text
    # A joiner takes what it joins along.
    assert max(end - start for start, end, _width in clusters) <= LONGEST_CLUSTER + 1


@words
def test_a_line_of_a_million_is_wrapped_as_far_as_it_is_shown(unit: str) -> None:
    cells = CountingCells()
    lines = wrap(
        [StyledText("head "), StyledText(unit * (1_000_000 // len(unit)), "dim")],
        60,
        2,
        cells=cells,
        most_lines=20,
    )
    assert len(lines) <= 20
    assert "".join(piece.text for piece in lines[-1]).rstrip().endswith("…")
    assert cells.measured <= 60 * 20 * 10


def test_letters_of_one_cell_are_wrapped_as_far_as_they_are_shown() -> None:
    lines = wrap([StyledText("a" * 1_000_000)], 60, 2)
    assert len(lines) == 200
    assert sum(len(piece.text) for line in lines for piece in line) <= 200 * 60


def test_what_a_line_leaves_over_fits_on_the_next_though_it_is_narrower() -> None:
    text = "漢well-known"
    starts = kept_line_starts(text, 0, len(text), 6, 3, NARROW)
    parts = [text[start:end] for start, end in pairwise([*starts, len(text)])]
    assert parts == ["漢", "wel", "l-", "kno", "wn"]


def test_what_fits_is_not_cut() -> None:
    pieces = [StyledText("one two three\n"), StyledText("four", "dim")]
    assert wrap(pieces, 13, most_lines=2) == [[StyledText("one two three")], [StyledText("four", "dim")]]
    lines = ["".join(piece.text for piece in line).rstrip() for line in wrap(pieces, 8, most_lines=2)]
    assert lines == ["one two", "three…"]


@words
def test_a_cell_of_a_million_is_cut_by_its_beginning(unit: str) -> None:
    text = unit * (1_000_000 // len(unit))
    assert len(fit(text, 20)) <= 20 * LONGEST_CLUSTER + 20
    strip = strip_of([StyledText(text)], 20, DARK)
    assert strip.cell_length == 20
    assert sum(len(segment.text) for segment in strip) <= 20 * LONGEST_CLUSTER + 20


@pytest.mark.parametrize("unit", ["e\u0301", "👩\u200d👧", "🇫🇷", "1\ufe0f\u20e3"])
def test_a_long_block_is_not_cut_inside_a_cluster(unit: str) -> None:
    for shift in range(len(unit)):
        text = "x" * shift + unit * (2 * STRETCH // len(unit))
        layout = Layout(Document(text, (Block("paragraph", 0, len(text)),)), 40)
        whole = {start for start, _end, _width in NARROW.clusters(text)}
        starts = {piece.start for line in layout for piece in line.pieces}
        if (
            "\U0001f1eb" not in unit
        ):  # in a run of flags which two belong together is a matter of where it begins
            assert starts <= whole
