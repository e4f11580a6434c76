"""The bytes of a message and its tree of parts."""

from __future__ import annotations

import time

import pytest

from reader.formats.mail.mime import MAX_DEPTH, MAX_PARTS, MAX_VALUE, MimeTree, decoded_words, head_fields


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=?utf-8?q?Port_of_Velm=C3=B6ra?=", "Port of Velmöra"),
        ("=?utf-8?B?VmVsbcO2?= =?utf-8?B?cmE=?=", "Velmöra"),
        ("=?utf-8?q?a=C3?= =?utf-8?q?=B6b?=", "aöb"),  # a letter parted between two words
        ("Re: =?iso-8859-1?Q?K=FCste?= and more", "Re: Küste and more"),
        ("=?iso-8859-1*de?Q?K=FCste?=", "Küste"),
        ("=?unheard-of?q?Port?=", "Port"),
        ("=?utf-8?q?left open", "=?utf-8?q?left open"),
        ("=?utf-8?b?!!!?=", ""),
        ("plain", "plain"),
    ],
)
def test_encoded_words(value: str, text: str) -> None:
    assert decoded_words(value) == text


def test_a_header_of_raw_bytes_is_read_as_text() -> None:
    root = MimeTree("Subject: Grüße aus Velmora\n\nText.".encode()).root
    assert root.header("subject") == "Grüße aus Velmora"
    root = MimeTree("Subject: =?iso-8859-1?Q?Grüße?=\n\nText.".encode("latin-1")).root
    assert root.header("subject") == "Grüße"


def test_a_folded_header_is_one_line() -> None:
    assert MimeTree(b"Subject: one\n two\n\tthree\n\nText.").root.header("subject") == "one two three"


def test_parts_and_the_lines_that_they_begin_at() -> None:
    data = (
        b"Content-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n\none\n--b\n"
        b"Content-Type: text/html\n\ntwo\n--b--\nepilogue\n"
    )
    root = MimeTree(data).root
    assert [(part.type, part.body, part.line) for part in root.parts] == [
        ("text/plain", b"one", 5),
        ("text/html", b"two", 9),
    ]


def test_a_part_that_is_never_closed_goes_to_the_end() -> None:
    data = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\ntwo"
    assert [part.body for part in MimeTree(data).root.parts] == [b"one\ntwo"]


def test_nesting_is_bounded() -> None:
    levels = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level) for level in range(3_000)
    )
    tree = MimeTree(b"Subject: deep\n" + levels + b"\ntext\n")
    part, depth = tree.root, 0
    while part.parts:
        part, depth = part.parts[0], depth + 1
    assert depth == MAX_DEPTH
    assert tree.is_cut


def test_messages_in_messages_are_bounded() -> None:
    tree = MimeTree(b"Subject: m\nContent-Type: message/rfc822\n\n" * 3_000 + b"Subject: last\n\ntext\n")
    assert tree.is_cut
    assert tree.count == MAX_DEPTH + 1


def test_the_number_of_parts_is_bounded() -> None:
    started = time.process_time()
    tree = MimeTree(b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000 + b"--b--\n")
    assert tree.is_cut
    assert tree.count == MAX_PARTS
    assert time.process_time() - started < 2


def test_headers_are_bounded_before_they_are_decoded() -> None:
    started = time.process_time()
    data = b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\nFrom: " + b'"a" <a@b.example>, ' * 100_000
    tree = MimeTree(data + b"\n\ntext\n")
    assert len(tree.root.header("subject")) <= MAX_VALUE
    assert tree.is_head_cut
    assert tree.root.body == b"text\n"
    assert time.process_time() - started < 2


def test_a_broken_transfer_encoding_gives_what_stands_there() -> None:
    root = MimeTree(b"Subject: a\nContent-Transfer-Encoding: base64\n\nno base64 at all\n").root
    assert root.text()[0]


@pytest.mark.parametrize("charset", ["punycode", "idna", "zlib", "unicode_escape", "no-such-page", "\xff"])
def test_a_character_set_that_is_none_is_guessed(charset: str) -> None:
    head = f"Subject: a\nContent-Type: text/plain; charset={charset}\n\n".encode("latin-1")
    assert MimeTree(head + "Küste".encode()).root.text()[0] == "Küste"


def test_a_body_without_a_blank_line_above_it_is_not_lost() -> None:
    fields, body = head_fields(
        b"From: a@b.example\nSubject: Light\n out\nThe light is out.\nIt rains.\n", 0, 61
    )
    assert fields == {"from": "a@b.example", "subject": "Light  out"}
    assert body == 38
