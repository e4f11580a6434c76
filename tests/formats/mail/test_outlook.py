"""Outlook's messages → documents."""

from __future__ import annotations

import struct
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ole_files import ole_file

from reader.errors import UnreadableFile
from reader.formats.load import parse, parse_all
from reader.formats.mail.compressed_rtf import decompressed
from reader.text.document import Document

Check = Callable[[Document], None]

SENT = (
    int((datetime(2026, 1, 17, 9, 30, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10**7
)


def properties(header: int, **numbers: int) -> bytes:
    """The stream of numbers; `p0039` names a property."""
    rows = b"".join(
        struct.pack("<IIQ", int(tag[1:], 16) << 16 | 3, 6, value) for tag, value in numbers.items()
    )
    return bytes(header) + rows


def item(place: str, header: int, numbers: dict[str, int], **texts: str | bytes) -> dict[str, bytes]:
    """The streams of a message, a recipient or an attachment at a place."""
    streams = {f"{place}__properties_version1.0": properties(header, **numbers)}
    for tag, text in texts.items():
        kind = "001F" if isinstance(text, str) else "0102"
        data = text.encode("utf-16-le") if isinstance(text, str) else text
        streams[f"{place}__substg1.0_{tag[1:].upper()}{kind}"] = data
    return streams


def recipient(number: int, kind: int, name: str, address: str) -> dict[str, bytes]:
    return item(f"__recip_version1.0_#{number:08X}/", 8, {"p0C15": kind}, p3001=name, p39fe=address)


HEAD = {"p0037": "Berth 4", "p0c1a": "R. Keel", "p5d01": "keel@a.example"}


def msg(*more: dict[str, bytes], **texts: str | bytes) -> bytes:
    streams = item("", 32, {"p0039": SENT}, **{**HEAD, **texts})
    for one in more:
        streams |= one
    return ole_file(streams)


def test_head_text_and_date(check_document: Check) -> None:
    people = recipient(0, 1, "A. Mole", "mole@a.example") | recipient(1, 2, "Köhler", "k@a.example")
    document = parse(msg(people, p1000="It is closed.\r\n\r\nShips wait.\r\n"), "a.msg")
    check_document(document)
    assert document.text == (
        "From: R. Keel <keel@a.example>\nTo: A. Mole <mole@a.example>\nCc: Köhler <k@a.example>\n"
        "Date: Sat, 17 Jan 2026 09:30:00 +0000\nSubject: Berth 4\n\nIt is closed.\n\nShips wait."
    )
    assert (document.title, document.source, document.published) == (
        "Berth 4", "R. Keel", "2026-01-17T09:30:00Z",
    )  # fmt: skip
    assert document.format == "outlook"


def test_a_web_page_and_rich_text_are_read_where_there_is_no_other_text() -> None:
    page = parse(msg(p1013=b"<p>It is <b>closed</b>.</p>"), "a.msg")
    assert page.text.endswith("\n\nIt is closed.")
    rich = b"{\\rtf1 It is closed.}"
    stored = struct.pack("<4I", len(rich) + 12, len(rich), 0x414C454D, 0) + rich
    assert parse(msg(p1009=stored), "a.msg").text.endswith("\n\nIt is closed.")


def test_attachments_and_carried_messages_are_documents_in_it() -> None:
    file = item("__attach_version1.0_#00000000/", 8, {}, p3707="Losses ü.txt", p3701=b"Nine ships.")
    place = "__attach_version1.0_#00000001/"
    carried = item(place, 8, {}) | item(f"{place}__substg1.0_3701000D/", 24, {}, p0037="Old", p1000="Seven.")
    parts = list(parse_all(msg(file, carried, p1000="See."), "a.msg"))
    assert [part.inner for part in parts] == ["", "Losses ü.txt", "Old.eml"]
    texts = [part.document.text for part in parts if part.document is not None]
    assert texts[0].endswith("Attachments: Losses ü.txt, Old.eml")
    assert texts[1:] == ["Nine ships.", "Subject: Old\n\nSeven."]


def test_headers_of_the_internet_say_what_it_answers() -> None:
    document = parse(
        msg(p007d="Received: x\r\nMessage-ID: <2@a>\r\nIn-Reply-To:\r\n <1@a>\r\n", p1000="Yes."), "a.msg"
    )
    assert dict(document.meta)["message-id"] == "<2@a>"
    assert dict(document.meta)["in-reply-to"] == "<1@a>"


def test_older_text_is_in_the_code_page_that_the_message_names() -> None:
    streams = {
        "__properties_version1.0": properties(32, p3FFD=1251),
        "__substg1.0_0037001E": "Причал".encode("cp1251"),
        "__substg1.0_1000001E": "Закрыт.".encode("cp1251"),
    }
    assert parse(ole_file(streams), "a.msg").text.endswith("Subject: Причал\n\nЗакрыт.")


def test_compressed_rich_text_repeats_what_the_window_holds() -> None:
    first = struct.pack(">H", 0 << 4 | 6 - 2)  # six bytes from the start of the window: {\rtf1
    again = struct.pack(
        ">H", 213 << 4 | 5 - 2
    )  # five bytes from where the literals begin: Nine (and a space)
    body = b"\x41" + first + b"Nine " + again + b"}" + b"\x01" + struct.pack(">H", 224 << 4)
    data = struct.pack("<4I", len(body) + 12, 17, 0x75465A4C, 0) + body
    assert decompressed(data, 1_000) == b"{\\rtf1Nine Nine }"
    assert decompressed(data[:22], 1_000) == b"{\\rtf1Nin"
    assert decompressed(b"", 10) == b""


def test_what_is_no_message_says_so_and_cuts_do_too() -> None:
    with pytest.raises(UnreadableFile, match="no message of Outlook"):
        parse(ole_file({"WordDocument": b"x"}), "a.msg")
    data = msg(p1000="x" * 5_000)
    for end in range(0, len(data), len(data) // 10):
        with pytest.raises(UnreadableFile):
            parse(data[:end], "a.msg")


def test_carried_messages_end_at_a_depth() -> None:
    streams, place = item("", 32, {}, p1000="0"), ""
    for _ in range(30):
        place += "__attach_version1.0_#00000000/"
        streams |= item(place, 8, {})
        place += "__substg1.0_3701000D/"
        streams |= item(place, 24, {}, p1000="x")
    parts = list(parse_all(ole_file(streams), "a.msg"))
    assert len(parts) > 1
    assert parts[-1].problem


@given(st.binary(max_size=60), st.binary(max_size=200))
def test_any_bytes_in_properties(check_document: Check, numbers: bytes, text: bytes) -> None:
    streams = {
        "__properties_version1.0": bytes(32) + numbers,
        "__substg1.0_0037001F": text,
        "__substg1.0_10000102": text,
        "__substg1.0_1000001E": text,
        "__substg1.0_007D001F": text,
        "__substg1.0_10090102": b"\xff\0\0\0\xff\0\0\0LZFu\0\0\0\0" + text,
    }
    check_document(parse(ole_file(streams), "a.msg"))
