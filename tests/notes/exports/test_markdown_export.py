"""Markdown: what a person wrote between the notes stays, and no note can break out of its place."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from note_strategies import NOON, nasty, note_of, notes

from reader.notes.exports import export
from reader.notes.note import Note, safe_text

AT = "2026-01-18T08:00:00Z"
MARKER = re.compile(r"^<!-- reader:(?:note|end) ([0-9a-z]+) -->$", re.MULTILINE)
several = st.lists(notes(), min_size=1, max_size=4, unique_by=lambda note: note.id)
persons = st.lists(
    st.sampled_from(["My own words.", "", "# A heading", "- a list", "---", "^mine"]), max_size=5
).map("\n".join)


@given(several)
def test_each_note_stands_between_its_two_markers_whatever_it_says(some: list[Note]) -> None:
    text = export(some, "markdown", "", AT)
    kept = [note.id for note in some if not note.deleted]
    found = MARKER.findall(text)
    assert sorted(found) == sorted(kept * 2)
    assert found[::2] == found[1::2]


@given(several)
def test_exporting_again_changes_nothing(some: list[Note]) -> None:
    text = export(some, "markdown", "", AT)
    assert export(some, "markdown", text, "2027-01-01T00:00:00Z") == text


@given(several, st.data())
def test_what_a_person_wrote_between_the_notes_stays(some: list[Note], data: st.DataObject) -> None:
    text = export(some, "markdown", "", AT)
    pieces = re.split(
        r"(?ms)(^<!-- reader:note (?:[0-9a-z]+) -->$.*?^<!-- reader:end (?:[0-9a-z]+) -->$)", text
    )
    written = []
    for at in range(0, len(pieces), 2):
        words = data.draw(persons)
        written.append(words)
        pieces[at] += f"\n{words}\n"
    changed = [note.edited(data.draw(nasty), NOON) for note in some]
    again = export(changed, "markdown", "".join(pieces), AT)
    outside = re.sub(r"(?ms)^<!-- reader:note ([0-9a-z]+) -->$.*?^<!-- reader:end \1 -->$", "", again)
    assert outside == "".join(pieces[::2])
    assert len(MARKER.findall(again)) == 2 * sum(not note.deleted for note in some)


def test_the_first_export_in_full() -> None:
    note = note_of(
        "Twelve ships left.\nNone came.", "Is this *so*?", title="Ports", source="Exercise",
        published="2026-01-17", tags=["sea lanes"], kind="question",
    )  # fmt: skip
    assert (
        export([note], "markdown", "", AT)
        == f"""---
title: "Notes on Ports"
exported: {AT}
tags:
  - "sea-lanes"
---

## Ports

<!-- reader:note {note.id} -->
> Twelve ships left.
> None came.
>
> — Ports, Exercise, 2026-01-17, a.md

^{note.id}

Is this *so*?

*question* · 2026-01-17 · #sea-lanes
<!-- reader:end {note.id} -->
"""
    )


def test_only_what_stands_between_the_markers_is_replaced() -> None:
    one, two = note_of("one", "first"), note_of("two", "second", number=1)
    mine = export([one, two], "markdown").replace("## a.md", "# My own title\n\nMine.") + "\nMine too.\n"
    again = export([one.edited("changed", NOON), two], "markdown", mine)
    assert again == mine.replace("first", "changed")


def test_a_new_note_comes_after_the_note_before_it() -> None:
    first, second, third = (note_of(word, number=n) for n, word in enumerate(["one", "two", "three"]))
    text = export([first, third], "markdown")
    again = export([first, second, third], "markdown", text)
    assert MARKER.findall(again)[::2] == [first.id, second.id, third.id]
    again = export([first, third], "markdown", export([third], "markdown"))
    assert MARKER.findall(again)[::2] == [first.id, third.id]


def test_a_new_document_comes_at_the_end_under_its_title() -> None:
    text = export([note_of("one")], "markdown") + "My last words."
    again = export([note_of("one"), note_of("two", path="b.md", number=1, title="Second")], "markdown", text)
    assert again.startswith(text)
    assert again.index("## Second") < again.index("> two")


def test_other_notes_in_the_file_stay_and_those_in_the_trash_go() -> None:
    one, two = note_of("one"), note_of("two", number=1)
    text = export([one, two], "markdown")
    assert "> one" in export([two], "markdown", text)
    assert "> one" not in export([one.trashed(NOON), two], "markdown", text)


def test_a_block_whose_end_a_person_took_away_is_theirs() -> None:
    one, two = note_of("one", "first"), note_of("two", "second", number=1)
    text = export([one, two], "markdown").replace(f"<!-- reader:end {one.id} -->\n", "mine now\n")
    again = export([one.edited("changed", NOON), two], "markdown", text)
    theirs = text[: text.index(f"<!-- reader:note {two.id}")]
    assert "first" in theirs
    assert "mine now" in theirs
    assert again.startswith(theirs)
    assert "changed" in again
    assert export([one.edited("changed", NOON), two], "markdown", again) == again


def test_line_ends_of_windows_are_kept() -> None:
    text = export([note_of("one")], "markdown").replace("\n", "\r\n")
    again = export([note_of("one", "more")], "markdown", text)
    assert "more\r\n" in again
    assert "\n" not in again.replace("\r\n", "")


def test_a_code_block_that_was_left_open_ends_with_the_note() -> None:
    text = export([note_of("one", "```\ncode"), note_of("two", "~~~\na\n~~~", number=1)], "markdown")
    assert "```\ncode\n```\n" in text
    assert "~~~\na\n~~~\n\n" in text


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30))
def test_markdown_shows_a_quote_as_it_is(quote: str) -> None:
    block = re.search(r"(?m)^> .*", export([note_of(quote)], "markdown"))
    assert block is not None
    inline = MarkdownIt("commonmark").enable(["strikethrough", "table"]).parse(block.group())
    assert [token.type for token in inline] == [
        "blockquote_open", "paragraph_open", "inline", "paragraph_close", "blockquote_close"
    ]  # fmt: skip
    children = inline[2].children or []
    assert "".join(child.content for child in children) == safe_text(quote)
    assert {child.type for child in children} <= {"text", "text_special"}
