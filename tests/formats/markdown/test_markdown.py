"""Markdown's marks become blocks, styles and containers, and leave the text."""

from __future__ import annotations

from reader.formats.load import parse
from reader.text.document import Block, Document
from reader.text.spans import Span


def read(text: str) -> Document:
    return parse(text.encode("utf-8"), "note.md")


def shown(document: Document) -> list[tuple[str, str, str]]:
    """Each block as its kind, the markers it stands under, and its text."""
    return [
        (
            block.kind + (str(block.level) if block.level else ""),
            " ".join(container.marker or container.kind for container in block.containers),
            document.text[block.start : block.end],
        )
        for block in document.blocks
    ]


def styled(document: Document) -> list[tuple[str, str, str]]:
    return [(style.kind, document.text[style.start : style.end], style.target) for style in document.styles]


def only(document: Document) -> Block:
    (block,) = document.blocks
    return block


def test_inline_marks_become_styles() -> None:
    document = read(
        "A *quiet **very** night* ~~off~~ `code` [the quay](/quay 'x') ![a *small* boat](boat.png) &amp; more"
    )
    assert document.text == "A quiet very night off code the quay a small boat & more"
    assert styled(document) == [
        ("emphasis", "quiet very night", ""),
        ("strong", "very", ""),
        ("strike", "off", ""),
        ("code", "code", ""),
        ("link", "the quay", "/quay"),
        ("image", "a small boat", "boat.png"),
    ]


def test_breaks_are_spaces_when_soft_and_newlines_when_hard() -> None:
    document = read("one\ntwo  \nthree\\\nfour<br>five")
    assert document.text == "one two\nthree\nfour\nfive"


def test_headings_have_levels_and_are_one_sentence() -> None:
    document = read("# Storm. Again!\n\n### Third\n\nSetext\n------\n")
    assert shown(document) == [
        ("heading1", "", "Storm. Again!"),
        ("heading3", "", "Third"),
        ("heading2", "", "Setext"),
    ]
    assert [document.quote(span) for span in document.sentences] == ["Storm. Again!", "Third", "Setext"]


def test_lists_nest_and_number_themselves() -> None:
    document = read("3. three\n3. four\n   - inner\n\n     more inner\n\n* other\n")
    assert shown(document) == [
        ("paragraph", "3.", "three"),
        ("paragraph", "4.", "four"),
        ("paragraph", "4. •", "inner"),
        ("paragraph", "4. •", "more inner"),
        ("paragraph", "•", "other"),
    ]
    inner, more = document.blocks[2:4]
    assert inner.containers == more.containers
    assert document.blocks[0].containers[0].key != document.blocks[1].containers[0].key


def test_the_items_of_a_tight_list_stand_close() -> None:
    assert read("Intro\n\n- a\n- b\n\nEnd").text == "Intro\n\n• a\n• b\n\nEnd"


def test_tasks_are_checked_or_not_and_others_neither() -> None:
    document = read("- [ ] open\n- [x] *done*\n- plain\n")
    assert [block.containers[0].checked for block in document.blocks] == [False, True, None]
    assert document.text == "☐ open\n☑ done\n• plain"


def test_an_empty_item_is_there_to_be_seen() -> None:
    assert shown(read("- a\n-\n- c")) == [
        ("paragraph", "•", "a"),
        ("paragraph", "•", ""),
        ("paragraph", "•", "c"),
    ]


def test_quotations_nest() -> None:
    document = read("> one\n>\n> > two\n\nout")
    assert shown(document) == [
        ("paragraph", "quote", "one"),
        ("paragraph", "quote quote", "two"),
        ("paragraph", "", "out"),
    ]


def test_code_keeps_its_lines_and_its_language() -> None:
    document = read("```python title=x\ndef f():\n\treturn 1\n\n```\n\n    indented\n")
    assert shown(document) == [("code", "", "def f():\n\treturn 1\n"), ("code", "", "indented")]
    assert [block.info for block in document.blocks] == ["python", ""]


def test_tables_have_cells_rows_and_alignment() -> None:
    document = read("| Ship | Tons |\n|:-----|-----:|\n| *Aurora* | 12 |\n| a \\| b |\n")
    block = only(document)
    assert document.text == "Ship\tTons\nAurora\t12\na | b\t"
    assert block.kind == "table"
    assert block.aligns == ("left", "right")
    assert [[document.quote(cell) for cell in row] for row in block.rows] == [
        ["Ship", "Tons"],
        ["Aurora", "12"],
        ["a | b", ""],
    ]
    assert [document.quote(span) for span in document.sentences] == ["Ship\tTons", "Aurora\t12", "a | b"]
    assert block.rows[0][0] == Span(0, 4)


def test_footnotes_come_last_in_the_order_of_their_references() -> None:
    document = read(
        "First.[^b] Second.[^a] Inline.^[Said *here*.]\n\n[^a]: Note a.\n\n    More of a.\n\n"
        "[^b]: Note b.\n\n[^z]: Unused.\n\nEnd.\n"
    )
    assert shown(document) == [
        ("paragraph", "", "First.[b] Second.[a] Inline.[3]"),
        ("paragraph", "", "End."),
        ("paragraph", "b", "Note b."),
        ("paragraph", "a", "Note a."),
        ("paragraph", "a", "More of a."),
        ("paragraph", "3", "Said here."),
        ("paragraph", "z", "Unused."),
    ]
    assert [(style.target, style.start) for style in document.styles if style.kind == "footnote"] == [
        ("b", 6),
        ("a", 17),
        ("3", 28),
    ]
    for label, start in document.footnotes:
        note = next(block for block in document.blocks if block.start == start)
        assert note.containers[0].kind == "footnote"
        assert note.containers[0].marker == label
    assert [document.quote(span) for span in document.sentences][:3] == [
        "First.[b]",
        "Second.[a]",
        "Inline.[3]",
    ]


def test_html_shows_its_words_and_hides_its_tags_and_comments() -> None:
    document = read(
        "a <b>bold</b> <!-- x > y --> word\n\n<div>\n<!-- a > b -->\nHello\n</div>\n\n<!-- no more -->\n"
    )
    assert document.text == "a bold word\n\nHello"
    assert styled(document) == [("strong", "bold", "")]
    assert [block.line for block in document.blocks] == [0, 2]


def test_a_rule_is_a_block_without_text() -> None:
    document = read("above\n\n---\n\nbelow")
    assert [block.kind for block in document.blocks] == ["paragraph", "rule", "paragraph"]
    assert "-" not in document.text


def test_blocks_know_their_line_of_the_file() -> None:
    document = read("---\ntitle: x\n---\n\n# Head\n\ntext\nmore\n\n- item\n\n> quote\n")
    assert [block.line for block in document.blocks] == [4, 6, 9, 11]


def test_entities_bring_back_nothing_that_acts() -> None:
    document = read("pay&#x202e;dor &#x1b;[31m &#x9b; &#xd800; &#xfeff;end [x](http://a&#x202e;b)\n")
    assert "\u202e" not in document.text
    assert "⇄" in document.text
    assert not any(char in document.text for char in "\x1b\x9b\ufeff")
    assert all("\u202e" not in style.target for style in document.styles)
    assert any("1 direction override" in warning for warning in document.warnings)


def test_markup_too_deep_to_follow_is_shown_as_plain_text_and_said() -> None:
    document = read("> " * 400 + "bottom\n")
    assert "bottom" in document.text
    assert any("deeper than" in warning for warning in document.warnings)
    for brackets in ("[" * 5_000, "[" * 5_000 + "]" * 5_000):
        document = read(brackets)
        assert document.text == brackets
        assert document.warnings
    assert read("[a](b) " * 5_000).warnings == ()
