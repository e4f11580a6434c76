"""Obsidian's, Pandoc's and GitHub's Markdown: what CommonMark leaves as it is written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.formats.load import parse
from reader.formats.markdown.parser import parser, parser_for
from reader.text.document import Document

MARKUP = [
    "a", " ", "\n", "\n\n", "    ", "\t", "- ", "1. ", "> ", "# ", "---", "===", "***", "```", "~~~", "`",
    "~~", "*", "[", "]", "]:", "](x)", "![", "[[", "]]", "[^1]", "[^1]: ", "^[", "|", "|-|", "%%", "$$",
    "<b>", "<!--", "-->", "<a@b.example>", "&amp;", ": ", "~ ", ":", "title: x", "\\",
]  # fmt: skip


def read(text: str) -> Document:
    return parse(text.encode("utf-8"), "note.md")


def styled(document: Document) -> list[tuple[str, str, str]]:
    return [(style.kind, document.text[style.start : style.end], style.target) for style in document.styles]


@pytest.mark.parametrize(
    ("written", "shown", "kind", "target"),
    [
        ("[[Ferry Office]]", "Ferry Office", "link", "[[Ferry Office]]"),
        ("[[Desk/Ferry Office|the office]]", "the office", "link", "[[Desk/Ferry Office]]"),
        ("[[Ferry Office#Fares]]", "Ferry Office > Fares", "link", "[[Ferry Office#Fares]]"),
        ("[[#Fares]]", "Fares", "link", "[[#Fares]]"),
        ("[[Ferry Office#Fares|what it costs]]", "what it costs", "link", "[[Ferry Office#Fares]]"),
        ("![[Ferry Office]]", "Ferry Office", "link", "[[Ferry Office]]"),
        ("![[quay.png]]", "quay.png", "image", "[[quay.png]]"),
        ("![[quay.png|300]]", "quay.png", "image", "[[quay.png]]"),
        ("![[quay.png|The quay at noon]]", "The quay at noon", "image", "[[quay.png]]"),
    ],
)
def test_wiki_links_are_shown_as_their_text(written: str, shown: str, kind: str, target: str) -> None:
    document = read(f"See {written} today.")
    assert document.text == f"See {shown} today."
    assert styled(document) == [(kind, shown, target)]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("`[[a|b]]`", "[[a|b]]"),
        ("```\n[[a|b]] and [[a\\|b]]\n```", "[[a|b]] and [[a\\|b]]"),
        ("\\[[a]]", "[[a]]"),
        ("[[]] and [[ ]]", "[[]] and [[ ]]"),
        ("[[a](b)]", "[a]"),
        ("[[1, 2], [3, 4]]", "[[1, 2], [3, 4]]"),
        ("[[kept]]\n\n[kept]: /url", "[kept]"),
    ],
)
def test_what_looks_like_a_wiki_link_and_is_none(written: str, shown: str) -> None:
    assert read(written).text == shown


def test_the_bar_of_a_wiki_link_cuts_no_cell() -> None:
    document = read(
        "| Risk | Note |\n|---|---|\n| Fares | As [[Fares 2026|fares]] and [[Quay\\|the quay]] say. |\n"
        "| `[[x|y]]` | None. |\n"
    )
    assert document.text == "Risk\tNote\nFares\tAs fares and the quay say.\n[[x|y]]\tNone."


def test_cells_beyond_the_head_are_columns_without_a_name() -> None:
    document = read(
        "> | Day | Boats |\n> |:--|--:|\n> | Monday | 2 | *late* | a \\| b |\n> | Tuesday | 3 |\n"
    )
    (block,) = document.blocks
    assert [[document.quote(cell) for cell in row] for row in block.rows] == [
        ["Day", "Boats", "", ""],
        ["Monday", "2", "late", "a | b"],
        ["Tuesday", "3", "", ""],
    ]
    assert block.aligns == ("left", "right", "", "")
    assert ("emphasis", "late", "") in styled(document)


def test_a_table_that_would_grow_beyond_bounds_joins_what_is_too_much() -> None:
    rows = "| 1 | 2 |\n" * 400
    document = read(f"| a |\n|---|\n{rows}| 1 |{' x |' * 400}\n")
    (block,) = document.blocks
    assert {len(row) for row in block.rows} == {2}
    assert document.quote(block.rows[-1][1]) == " | ".join(["x"] * 400)


def test_remarks_are_left_out() -> None:
    document = read(
        "One %%not this%% two.\n\n%%\nNor this.\n\nNor that.\n%%\n\n%% nor here %%\n\nThree, 100 %% sure."
    )
    assert document.text == "One two.\n\nThree, 100 %% sure."


def test_a_remark_that_never_ends_is_text() -> None:
    assert read("One.\n\n%%\n\nTwo.").text == "One.\n\n%%\n\nTwo."


def test_marked_text_is_a_style() -> None:
    document = read("The ==second *late* boat== left; a==b and c==d, x == y, `==z==`.")
    assert document.text == "The second late boat left; a==b and c==d, x == y, ==z==."
    assert ("mark", "second late boat", "") in styled(document)
    assert [kind for kind, _, _ in styled(document)].count("mark") == 1


def test_a_callout_has_a_label_outside_its_sentences() -> None:
    document = read("> [!warning]- One *source*\n> It rests on a witness.\n> > [!note]\n> > A pilot.\n")
    assert document.text == "Warning: One source\n\nIt rests on a witness.\n\nNote\n\nA pilot."
    assert [document.quote(span) for span in document.sentences] == ["It rests on a witness.", "A pilot."]
    assert [len(block.containers) for block in document.blocks] == [1, 1, 2, 2]


def test_tags_in_the_text_join_those_of_the_front_matter() -> None:
    document = read(
        "---\ntags: [fares]\n---\nA #boats/late #boats/late, C#, a#b, #7, `#code`, [#x](y) and #ostrel-quay."
    )
    assert document.tags == ("fares", "boats/late", "ostrel-quay")
    assert "#boats/late" in document.text


def test_definitions_follow_their_term_closely() -> None:
    document = read("Quay\n: Where boats lie.\n: A wharf.\n\nMole\n: A wall.\n")
    assert document.text == "Quay\n: Where boats lie.\n: A wharf.\n\nMole\n: A wall."
    assert [text for kind, text, _ in styled(document) if kind == "strong"] == ["Quay", "Mole"]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("H~2~O", "H2O"),
        ("10^6^ tons", "10^6 tons"),
        ("10<sup>6</sup> tons", "10^6 tons"),
        ("5 m<sup>2</sup>", "5 m^2"),
        ("10<sup>-6</sup>", "10^-6"),
        ("the 4<sup>th</sup> boat", "the 4th boat"),
        ("in 1938<sup>4</sup> and", "in 1938[4] and"),
        ("in 1938^4^ and", "in 1938[4] and"),
        ("in 1938[4](#n4) and", "in 1938[4] and"),
        ("cost 320[12](notes.md#12), it", "cost 320[12], it"),
        ("OSTREL,[1](#n1) 16", "OSTREL,[1] 16"),
        ('the end.<sup><a href="#n3">3</a></sup>', "the end.[3]"),
        ('the end.<a href="#n3"><sup>3</sup></a>', "the end.[3]"),
        ("chapter [4](#c4)", "chapter 4"),
        ("1938[[4]](#n4)", "1938[4]"),
        ("a^2+b^2 and ~5 to ~6", "a^2+b^2 and ~5 to ~6"),
    ],
)
def test_no_figure_fuses_with_the_one_before_it(written: str, shown: str) -> None:
    assert read(written).text == shown


def test_a_displayed_formula_keeps_its_lines() -> None:
    document = read("Before.\n$$\na_b * c_d\n  + e\n$$\nAfter.")
    assert [(block.kind, document.text[block.start : block.end]) for block in document.blocks] == [
        ("paragraph", "Before."),
        ("code", "a_b * c_d\n  + e"),
        ("paragraph", "After."),
    ]
    assert read("It costs $$5 or $$6.").text == "It costs $$5 or $$6."


def test_metadata_within_the_text_is_no_heading() -> None:
    document = read("---\ntitle: One\n---\n\nFirst.\n\n---\ntitle: Two\ndate: 2026-02-11\n---\n\nSecond.\n")
    assert [block.kind for block in document.blocks] == ["paragraph", "rule", "furniture", "paragraph"]
    assert "title: Two\ndate: 2026-02-11" in document.text
    assert [document.quote(span) for span in document.sentences] == ["First.", "Second."]


def test_html_gives_titles_headings_links_tables_lists_and_emphasis() -> None:
    document = read(
        '<h1 align="center">Ferries late</h1>\n\n'
        '<p>Two <a href="https://ostrel.example">boats</a> are <em>late</em>.</p>\n\n'
        "<table>\n<tr><th>Day</th><th>Boats</th></tr>\n\n<tr><td>Monday</td><td>2</td></tr>\n</table>\n\n"
        "<ol start=3><li>one<li>two</ol>\n\n"
        "<details><summary>More</summary>\n\nWords *in* it.\n\n</details>\n"
    )
    assert (document.title, document.title_from) == ("Ferries late", "heading")
    assert document.text == (
        "Ferries late\n\nTwo boats are late.\n\nDay\tBoats\nMonday\t2\n\n"
        "3. one\n4. two\n\nMore\n\nWords in it."
    )
    assert [block.kind for block in document.blocks][:3] == ["heading", "paragraph", "table"]
    assert ("link", "boats", "https://ostrel.example") in styled(document)
    assert [block.line for block in document.blocks] == sorted(block.line for block in document.blocks)


def test_words_in_angle_brackets_are_no_tags() -> None:
    assert read("The speed <approx> was <unknown>.").text == "The speed <approx> was <unknown>."
    assert read("<INSERT NAME>\n\nText.").text == "<INSERT NAME>\n\nText."


def test_hidden_text_and_tracking_pictures_are_left_out_and_said() -> None:
    document = read(
        '<p>Seen.<span style="display: none">Unseen.</span></p>\n'
        '<img src="https://t.example/p.gif" width="1" height="1">\n'
    )
    assert document.text == "Seen."
    assert document.warnings == (
        "Text that the page hides was left out, in 1 place.",
        "Left out: 1 tracking picture.",
    )


@given(st.lists(st.sampled_from(MARKUP), max_size=40).map("".join))
@example("a\n-\n")
@example("> a\n> ===\n")
@example("- Mole\n\n  : light")
@example("a^[b]")
def test_rules_that_are_left_out_would_not_have_matched(text: str) -> None:
    env: dict[str, Any] = {}
    whole = parser().parse(text, env)
    assert parser_for(text).parse(text, {}) == whole
