"""Subtitles become paragraphs of whole sentences, cited by the time at which they are said."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.errors import UnreadableFile
from reader.formats.load import parse
from reader.text.document import Document

VTT = """WEBVTT - Hearing on the quay

NOTE made by hand,
not to be shown

STYLE
::cue { color: red }

intro
00:01.000 --> 00:03.000 align:start
<v Chair Maren>The hearing on the <i>Calder Rose</i>

2
00:03.000 --> 00:05.500
<v Chair Maren>is open. &lt;All&gt; rise.

01:00:06.000 --> 01:00:09.000
<v Dorn>Thank you.
"""
SRT = """1
00:00:01,000 --> 00:00:02,500
- Who was on watch?
- {\\an8}I was.
2
00:00:02,500 --> 00:00:04,000
<font color="red">46,000 t</font> of ore.

3
00:00:30,000 --> 00:00:31,000
After a pause.
"""


def test_sentences_go_on_over_cues_and_each_passage_has_its_time(
    check_document: Callable[[Document], None],
) -> None:
    document = parse(VTT.encode(), "hearing.vtt")
    check_document(document)
    assert document.title == "Hearing on the quay"
    assert document.text == (
        "Chair Maren: The hearing on the Calder Rose is open. <All> rise.\n\nDorn: Thank you."
    )
    assert document.place_at(document.text.index("The hearing")) == "00:00:01"
    assert document.cited_place(document.text.index("is open")) == "00:00:03"
    assert document.cited_place(document.text.index("Thank")) == "01:00:06"
    speakers = [
        document.text[style.start : style.end] for style in document.styles if style.kind == "speaker"
    ]
    assert speakers == ["Chair Maren:", "Dorn:"]
    assert document.quote(document.sentences[0]) == "The hearing on the Calder Rose is open."


def test_subrip_has_its_codes_taken_off_and_pauses_part_paragraphs() -> None:
    document = parse(SRT.encode(), "talk.srt")
    assert document.text == "- Who was on watch?\n\n- I was. 46,000 t of ore.\n\nAfter a pause."
    assert [document.cited_place(block.start) for block in document.blocks] == [
        "00:00:01",
        "00:00:01",
        "00:00:30",
    ]


def test_lines_of_captions_that_roll_are_read_once() -> None:
    first, second = (
        "00:01.000 --> 00:02.000\nthe port is",
        "00:02.000 --> 00:03.000\nthe port is\nclosed today",
    )
    rolling = f"WEBVTT\n\n{first}\n\n{second}\n"
    assert parse(rolling.encode(), "a.vtt").text == "the port is closed today"


def test_other_ways_to_write_times() -> None:
    assert parse(b"0:00:00.500,0:00:07.000\nOne\nTwo\n", "a.sbv").text == "One Two"
    assert parse(b"00:00:01,000 --> 00:00:02.000\nNo number\n", "a.srt").text == "No number"
    windows = parse("1\r\n00:00:01,000 --> 00:00:02,000\r\nCafé\r\n".encode("cp1252"), "a.srt")
    assert windows.text == "Café"


def test_subtitles_without_times_or_words_say_so() -> None:
    for data in (b"", b"some text", b"WEBVTT\n\nNOTE only\n"):
        with pytest.raises(UnreadableFile, match="no subtitles"):
            parse(data, "a.srt")
    silent = parse(b"1\n00:00:01,000 --> 00:00:02,000\n\n", "a.srt")
    assert any("no words" in warning for warning in silent.warnings)
