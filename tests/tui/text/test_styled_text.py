"""Text with roles: fitted, wrapped, lit, and cut to a window."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from tui_strategies import line_texts, texts

from reader.text.spans import Span
from reader.tui.text.cell_width import NARROW
from reader.tui.text.styled_text import StyledText, fit, lit, strip_of, window, wrap
from reader.tui.theme.palettes import DARK, PLAIN

widths = st.integers(0, 60)


@st.composite
def lit_texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    """A text, and spans in it that are sorted and do not overlap."""
    text = draw(texts)
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    return text, [Span(*pair) for pair in zip(places[::2], places[1::2], strict=False) if pair[0] < pair[1]]


@given(line_texts, widths, st.booleans())
def test_fit_gives_exactly_so_many_cells(text: str, width: int, right: bool) -> None:
    fitted = fit(text, width, right=right)
    assert cell_len(fitted) == width
    if 0 < cell_len(text) <= width:
        assert fitted.strip() == text.rstrip("\u200d").strip()


@given(st.lists(st.builds(StyledText, texts), max_size=5), st.integers(-2, 60), st.integers(0, 30))
def test_wrap_loses_no_text_and_keeps_to_the_width(pieces: list[StyledText], width: int, indent: int) -> None:
    lines = wrap(pieces, width, indent)
    told = "".join("".join(piece.text for piece in pieces).split())
    assert "".join("".join(piece.text for line in lines for piece in line).split()) == told
    for line in lines:
        text = "".join(piece.text for piece in line).rstrip()
        assert cell_len(text) <= max(1, width) or len(NARROW.clusters(text.strip())) <= 1


@given(st.text(alphabet="ab ", max_size=60), st.integers(8, 40))
def test_wrap_breaks_at_spaces_only(text: str, width: int) -> None:
    words = [word[:6] for word in text.split()]  # what fits beside the indent
    lines = wrap([StyledText(" ".join(words))], width, 2)
    assert [word for line in lines for word in "".join(p.text for p in line).split()] == words


def test_a_name_and_its_number_are_not_parted() -> None:
    pieces = [
        StyledText("people "),
        StyledText("Tomasz Wiercicki", "people"),
        StyledText("\u00a02", "dim"),
        StyledText(" · "),
    ]
    lines = ["".join(piece.text for piece in line).rstrip() for line in wrap(pieces, 24, 2)]
    assert lines == ["people Tomasz", "  Wiercicki\u00a02 ·"]


@given(lit_texts())
def test_lit_gives_the_text_back_with_the_matches_in_their_role(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    pieces = lit(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    matched = "".join(piece.text for piece in pieces if piece.role == "match")
    assert matched == "".join(text[start:end] for start, end in spans)


@given(lit_texts(), st.integers(1, 80))
def test_a_window_shows_its_matches_where_they_are(case: tuple[str, list[Span]], width: int) -> None:
    text, spans = case
    part, inside = window(text, spans, width)
    assert "\n" not in part
    assert "\t" not in part
    flat = text.replace("\n", " ").replace("\t", " ")
    assert part.removeprefix("…") in flat or part in flat
    shown = [part[start:end] for start, end in inside]
    assert [found for found in shown if found] == shown
    wanted = [flat[start:end] for start, end in spans]
    assert all(found in wanted for found in shown)
    if spans and spans[0].end - spans[0].start <= width:
        assert shown[:1] == wanted[:1]


@given(
    st.lists(st.builds(StyledText, line_texts, st.sampled_from(["text", "dim", "accent", "nosuch"]))), widths
)
def test_a_strip_is_as_wide_as_it_was_asked_to_be(pieces: list[StyledText], width: int) -> None:
    for palette in (DARK, PLAIN):
        assert strip_of(pieces, width, palette).cell_length == width
