"""Mailboxes → messages, their keys and their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UnreadableFile
from reader.formats.load import parse, parse_all
from reader.formats.nesting import LoadedPart

FROM = b"From keel@harbour.example Tue Mar 17 09:30:00 2026\n"


TEXT = b"The berth is closed."


def message(number: int, *, id: str = "", answers: str = "", body: bytes = TEXT) -> bytes:
    head = "From: Mara Keel <keel@harbour.example>\n"
    head += f"Date: {number} Mar 2026 09:30 +0000\nSubject: Watch {number}\n"
    head += f"Message-ID: <{id}>\n" if id else ""
    head += f"In-Reply-To: <{answers}>\n" if answers else ""
    return FROM + head.encode() + b"\n" + body + b"\n\n"


def parts(data: bytes) -> list[LoadedPart]:
    return list(parse_all(data, "watch.mbox"))


def titles(data: bytes) -> list[str]:
    return [part.document.title for part in parts(data)[1:] if part.document is not None]


def test_a_mailbox_is_its_contents_and_each_message_a_document_in_it() -> None:
    box, first, second = parts(message(1, id="1@x") + message(2, id="2@x"))
    assert box.document is not None
    assert box.document.title == "Watch"
    assert box.document.text == (
        "2 messages from 2026-03-01 to 2026-03-02.\n\n"
        "2026-03-01 Mara Keel Watch 1\n2026-03-02 Mara Keel Watch 2"
    )
    assert box.document.published == "2026-03-02T09:30:00Z"
    assert (first.inner, second.inner) == ("1@x", "2@x")
    assert first.document is not None
    assert first.document.title == "Watch 1"
    assert first.document.text.endswith("The berth is closed.")
    assert first.document.format == "mail"


def test_messages_without_a_head_begin_with_a_time() -> None:
    data = b"From a Mon Jun 01 10:00:00 2009\n\nTest 1\n\nFrom a Mon Jun 01 11:00:00 2010\n\nTest 2"
    assert titles(data) == ["Test 1", "Test 2"]


def test_keys_stay_when_the_mailbox_grows() -> None:
    old = message(1, id="1@x") + message(2) + message(3, id="1@x")
    grown = old + message(4, id="1@x") + message(5)
    before, after = ([part.inner for part in parts(data)] for data in (old, grown))
    assert len(set(after)) == len(after) == 6
    assert set(before) < set(after)
    assert before[1] == "1@x"


def test_answers_stand_below_what_they_answer() -> None:
    data = (
        message(1, id="a@x") + message(2, id="b@x") + message(3, id="c@x", answers="a@x")
        + message(4, answers="c@x") + message(5, answers="a@x")
    )  # fmt: skip
    assert titles(data) == ["Watch 1", "Watch 3", "Watch 4", "Watch 5", "Watch 2"]


def test_messages_that_answer_each_other_are_all_there() -> None:
    data = message(1, id="a@x", answers="b@x") + message(2, id="b@x", answers="a@x")
    assert sorted(titles(data)) == ["Watch 1", "Watch 2"]
    assert titles(message(1, id="a@x", answers="a@x")) == ["Watch 1"]


def test_a_line_of_a_text_that_begins_with_from_begins_no_message() -> None:
    body = (
        b"It is so.\nFrom here on: the berth is closed.\n\nFrom Friday it is open.\n>From now on it is not."
    )
    (_box, only) = parts(message(1, body=body))
    assert only.document is not None
    assert "From Friday it is open." in only.document.text
    assert only.document.text.endswith("From now on it is not.")
    assert ">" not in only.document.text.partition("\n\n")[2]


def test_one_message_is_read_without_the_others() -> None:
    data = message(1, id="1@x") + message(2, id="2@x")
    assert [part.inner for part in parse_all(data, "watch.mbox", only="2@x")] == ["2@x"]
    assert parse(data, "watch.mbox").title == "Watch"


def test_a_file_without_a_message_says_so() -> None:
    with pytest.raises(UnreadableFile, match="no message"):
        parse(b"Nothing of the kind.", "watch.mbox")


@given(
    st.lists(
        st.sampled_from(
            [FROM, b"From x\n", message(1, id="a@x"), b"\n", b"\r\n", b">From \n", b"Subject: x\n"]
        ),
        max_size=20,
    )
)
def test_any_pieces_of_mailboxes(pieces: list[bytes]) -> None:
    try:
        read = parts(b"".join(pieces))
    except UnreadableFile:
        return
    keys = [part.inner for part in read]
    assert keys[0] == ""
    assert len(keys) == len(set(keys))
    assert all(part.document is not None or part.problem for part in read)
