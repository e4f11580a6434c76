"""What lies over a line is painted in the stated order, at its cells, and told apart without colour."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import ColorSystem
from rich.style import Style as RichStyle
from textual.strip import Strip
from tui_strategies import documents, widths

from reader.analysis.mention import GROUPS, Mention
from reader.text.document import Block, Document, Style
from reader.text.spans import Span, merge
from reader.tui.document_view.layers import Focus, Layers
from reader.tui.document_view.layout import Layout
from reader.tui.document_view.painter import GUTTER, NOTE_MARK, SUMMARY_MARK, Painter
from reader.tui.text.cell_width import Cells
from reader.tui.theme.palettes import CONTRAST, DARK, LIGHT, PALETTES, PLAIN, Palette
from reader.tui.theme.role_styles import role_styles

TEXT = "Barnea met Witkoff in Miami. Talks go on."


def text_of(strip: Strip) -> str:
    return "".join(segment.text for segment in strip)


def style_at(strip: Strip, cell: int) -> RichStyle:
    at = 0
    for segment in strip:
        at += cell_len(segment.text)
        if cell < at:
            assert segment.style is not None
            return segment.style
    raise AssertionError(f"no cell {cell}")


def paint(
    document: Document,
    layers: Layers | None = None,
    focus: Focus | None = None,
    palette: Palette = DARK,
    width: int = 60,
) -> Strip:
    """The first line of a document."""
    layout = Layout(document, width)
    painter = Painter(layout, role_styles(palette), GUTTER, width + GUTTER)
    return painter.strip(layout.first, layers or Layers(), focus or Focus())


def paragraph(text: str = TEXT, *styles: Style) -> Document:
    return Document(text, (Block("paragraph", 0, len(text)),), styles)


def colour(style: RichStyle) -> str:
    assert style.color is not None
    return style.color.name


def background(style: RichStyle) -> str:
    assert style.bgcolor is not None
    return style.bgcolor.name


@st.composite
def layers_over(draw: st.DrawFn, length: int) -> Layers:
    def spans() -> list[Span]:
        ends = draw(st.lists(st.integers(0, max(1, length)), max_size=8, unique=True).map(sorted))
        return merge(Span(one, other) for one, other in pairwise(ends))

    apart = [Span(span.start, span.end) for span in spans()]
    return Layers(
        mentions=tuple(Mention(start, end, "GPE", "x") for start, end in apart),
        hits=tuple(spans()), current=0, notes=tuple(spans()), summary=tuple(spans()), chosen=tuple(spans()),
    )  # fmt: skip


@given(documents(), widths, st.sampled_from(sorted(PALETTES)), st.booleans(), st.data())
def test_a_strip_is_always_as_wide_as_the_view(
    document: Document, width: int, name: str, wide: bool, data: st.DataObject
) -> None:
    layers = data.draw(layers_over(len(document.text)))
    caret = data.draw(st.integers(0, len(document.text)))
    layout = Layout(document, width, cells=Cells(ambiguous_wide=wide))
    painter = Painter(layout, role_styles(PALETTES[name]), GUTTER, width + GUTTER + 1)
    for place, _line in layout.lines(layout.first, 200):
        strip = painter.strip(place, layers, Focus(caret, None, Span(caret // 2, caret)))
        assert strip.cell_length == width + GUTTER + 1
        assert "\t" not in text_of(strip)
        assert "\n" not in text_of(strip)


@given(documents(), st.integers(4, 120), st.data())
def test_layers_never_change_what_is_read(document: Document, width: int, data: st.DataObject) -> None:
    layout = Layout(document, width)
    painter = Painter(layout, role_styles(DARK), 0, width)
    layers = data.draw(layers_over(len(document.text)))
    for place, _line in layout.lines(layout.first, 200):
        assert text_of(painter.strip(place, layers, Focus())) == text_of(
            painter.strip(place, Layers(), Focus())
        )


def test_a_mention_has_the_colour_of_its_group_and_the_text_around_it_none() -> None:
    strip = paint(paragraph(), Layers(mentions=(Mention(0, 6, "PERSON", "Barnea"),)))
    assert colour(style_at(strip, GUTTER)) == DARK.groups[0]
    assert colour(style_at(strip, GUTTER + 6)) == DARK.text


def test_hidden_groups_are_not_painted() -> None:
    strip = paint(paragraph(), Layers(mentions=(Mention(0, 6, "PERSON", "B"),), hidden=frozenset({"people"})))
    assert colour(style_at(strip, GUTTER)) == DARK.text


def test_hit_over_note_over_mention_and_selection_and_caret_over_all() -> None:
    whole = Span(0, 6)
    mention = (Mention(0, 6, "PERSON", "Barnea"),)
    noted = style_at(paint(paragraph(), Layers(mentions=mention, notes=(whole,))), GUTTER)
    assert colour(noted) == DARK.groups[0]
    assert background(noted) == background(role_styles(DARK)["note"])
    hit = style_at(paint(paragraph(), Layers(mentions=mention, notes=(whole,), hits=(whole,))), GUTTER)
    assert (colour(hit), background(hit)) == (DARK.background, DARK.hit)
    layers = Layers(mentions=mention, notes=(whole,), hits=(whole,), current=0)
    assert background(style_at(paint(paragraph(), layers), GUTTER)) == DARK.hit_current
    strip = paint(paragraph(), layers, Focus(2, None, Span(0, 4)))
    assert background(style_at(strip, GUTTER)) == DARK.selection
    assert background(style_at(strip, GUTTER + 2)) == DARK.text
    assert background(style_at(strip, GUTTER + 4)) == DARK.hit_current


def test_styles_nest() -> None:
    strip = paint(
        paragraph(TEXT, Style("strong", 0, 18), Style("emphasis", 11, 18), Style("link", 11, 18, "x"))
    )
    assert style_at(strip, GUTTER).bold
    inner = style_at(strip, GUTTER + 11)
    assert inner.bold
    assert inner.italic
    assert inner.underline


def test_a_style_that_began_lines_ago_goes_on() -> None:
    text = "one two three four five six seven eight"
    layout = Layout(paragraph(text, Style("strong", 0, 30), Style("emphasis", 4, 7)), 9)
    painter = Painter(layout, role_styles(DARK), GUTTER, 9 + GUTTER)
    lines = [painter.strip(place, Layers(), Focus()) for place, _line in layout.lines(layout.first, 9)]
    assert [bool(style_at(line, GUTTER).bold) for line in lines] == [True, True, True, True, False]


def test_marks_stand_in_the_margin_beside_their_lines_only() -> None:
    layers = Layers(notes=(Span(0, 6),), summary=(Span(29, 41),))
    layout = Layout(paragraph(), 28)
    painter = Painter(layout, role_styles(PLAIN), GUTTER, 28 + GUTTER)
    found = [
        text_of(painter.strip(place, layers, Focus()))[:GUTTER] for place, _ in layout.lines(layout.first, 9)
    ]
    assert found == [f"{NOTE_MARK}  ", f" {SUMMARY_MARK} "]


def test_right_to_left_text_is_marked() -> None:
    assert text_of(paint(paragraph("It says שלום to all")))[:GUTTER] == "  ‹"
    assert text_of(paint(paragraph("It says hello to all")))[:GUTTER] == "   "


def test_the_caret_on_white_space_at_the_end_of_a_line_is_seen() -> None:
    text = "one\ntwo"
    strip = paint(paragraph(text), None, Focus(3))
    assert background(style_at(strip, GUTTER + 3)) == DARK.text
    assert text_of(strip).strip() == "one"


def test_a_span_that_ends_inside_a_cluster_takes_all_of_it() -> None:
    strip = paint(paragraph("a e\u0301 b"), Layers(hits=(Span(2, 3),)))
    assert [
        segment.text
        for segment in strip
        if segment.style and segment.style.bgcolor and segment.style.bgcolor.name == DARK.hit
    ] == ["e\u0301"]


def test_code_is_coloured_by_its_language_and_has_a_background_across_the_column() -> None:
    code = 'def f(): return "x"'
    document = Document(code, (Block("code", 0, len(code), info="python"),))
    strip = paint(document)
    assert colour(style_at(strip, GUTTER + 2)) == DARK.groups[0]
    assert colour(style_at(strip, GUTTER + 2 + code.index('"'))) == DARK.groups[2]
    assert background(style_at(strip, GUTTER + 58)) == DARK.panel
    unknown = Document(code, (Block("code", 0, len(code), info="no-such-language {x}"),))
    assert colour(style_at(paint(unknown), GUTTER + 2)) == DARK.text


def test_a_comment_at_the_end_of_code_is_coloured() -> None:
    code = "sort  # it"
    strip = paint(Document(code, (Block("code", 0, len(code), info="sh"),)))
    assert colour(style_at(strip, GUTTER + 2 + code.index("#"))) == DARK.dim


def test_without_colour_each_group_and_each_state_still_looks_its_own() -> None:
    found = role_styles(PLAIN)
    groups = set(GROUPS.values())
    assert all(found[one] != found[other] for one, other in combinations(groups, 2))
    assert all(found[group] != RichStyle() for group in groups)
    assert len({found["hit"], found["hit_current"], found["link"], found["chosen"], RichStyle()}) == 5
    for style in found.values():
        assert style.color is None
        assert style.bgcolor is None


@pytest.mark.parametrize("palette", [DARK, LIGHT, CONTRAST], ids=lambda palette: palette.name)
def test_in_sixteen_colours_no_two_meanings_look_alike(palette: Palette) -> None:
    found = role_styles(palette, few_colours=True)

    def seen(role: str) -> tuple[object, ...]:
        style = found["text"] + found[role]
        colours = [
            part.downgrade(ColorSystem.STANDARD).number for part in (style.color, style.bgcolor) if part
        ]
        return (
            *colours,
            style.reverse,
            style.underline,
            style.underline2,
            style.italic,
            style.bold,
            style.dim,
        )

    roles = [*GROUPS.values(), "text", "hit", "hit_current", "selection", "note", "link", "chosen", "caret"]
    assert all(seen(one) != seen(other) for one, other in combinations(sorted(set(roles)), 2))


def test_without_colour_the_caret_is_seen_on_a_hit_and_off_it() -> None:
    strip = paint(paragraph(), Layers(hits=(Span(0, 6),)), Focus(2), PLAIN)
    assert [bool(style_at(strip, GUTTER + at).reverse) for at in (1, 2, 3)] == [True, False, True]
    assert style_at(paint(paragraph(), None, Focus(2), PLAIN), GUTTER + 2).reverse


@pytest.mark.parametrize("palette", [DARK, LIGHT, CONTRAST], ids=lambda palette: palette.name)
def test_text_is_brightest_and_every_group_can_be_read_on_what_it_may_stand_on(palette: Palette) -> None:
    found = role_styles(palette)
    for role in ("note", "sentence"):
        under = background(found[role])
        assert contrast(palette.text, under) >= 7
        for group in palette.groups:
            assert contrast(group, under) >= 3
            assert contrast(palette.text, palette.background) > contrast(group, palette.background)


@pytest.mark.parametrize("palette", [DARK, LIGHT, CONTRAST], ids=lambda palette: palette.name)
def test_every_colour_of_words_can_be_read(palette: Palette) -> None:
    words = (palette.text, palette.dim, palette.faint, palette.accent, palette.warning, palette.error)
    for colour in (*words, palette.hit, *palette.groups):
        assert contrast(colour, palette.background) >= 4.5
        assert contrast(colour, palette.cursor) >= 3
    assert contrast(palette.text, palette.background) > contrast(palette.dim, palette.background)
    assert contrast(palette.dim, palette.background) > contrast(palette.faint, palette.background)


def test_in_wide_terminals_our_own_marks_take_one_cell() -> None:
    wide = Cells(ambiguous_wide=True)
    for mark in "│┃─━▎•¶◆↪☐☑‹…":
        assert wide.width(wide.mark(mark)) == 1


def contrast(one: str, other: str) -> float:
    """WCAG 2.2's contrast ratio."""

    def luminance(name: str) -> float:
        channels = [int(name[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
