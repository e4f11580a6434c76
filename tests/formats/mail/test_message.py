"""E-mail → documents."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UnreadableFile
from reader.formats.load import load_raw, parse
from reader.text.document import Document

HEAD = (
    b"From: Mara Keel <keel@harbour.example>\nTo: Watch <watch@harbour.example>\nCc: desk@harbour.example\n"
    b"Date: Tue, 17 Mar 2026 09:30:00 +0200\nSubject: Berth 4 is closed\nMessage-ID: <1@harbour.example>\n"
)
BODY = b"The berth is closed until Friday. Ships wait in the roads.\n"
Check = Callable[[Document], None]


def read(data: bytes) -> Document:
    return parse(data, "a.eml")


def multipart(kind: str, *parts: bytes) -> bytes:
    inner = b"".join(b"--b\n" + part + b"\n" for part in parts)
    return HEAD + f'Content-Type: multipart/{kind}; boundary="b"\n\n'.encode() + inner + b"--b--\n"


def kinds(document: Document, kind: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == kind]


def test_the_head_is_metadata_and_furniture(check_document: Check) -> None:
    document = read(HEAD + b"\n" + BODY)
    check_document(document)
    assert (document.format, document.title, document.title_from) == ("mail", "Berth 4 is closed", "header")
    assert (document.published, document.published_from) == ("2026-03-17T07:30:00Z", "header")
    assert document.source == "Mara Keel"
    assert dict(document.meta) == {
        "to": "Watch <watch@harbour.example>",
        "cc": "desk@harbour.example",
        "message-id": "<1@harbour.example>",
    }
    assert kinds(document, "furniture") == [
        "From: Mara Keel <keel@harbour.example>\nTo: Watch <watch@harbour.example>\n"
        "Cc: desk@harbour.example\nDate: Tue, 17 Mar 2026 09:30:00 +0200\nSubject: Berth 4 is closed"
    ]
    assert [document.quote(span) for span in document.sentences] == [
        "The berth is closed until Friday.",
        "Ships wait in the roads.",
    ]
    assert document.warnings == ()


def test_the_plain_part_is_read_and_the_page_beside_it_is_not_named() -> None:
    page = b"Content-Type: text/html\n\n<p>The page.</p>"
    document = read(multipart("alternative", b"Content-Type: text/plain\n\n" + BODY, page))
    assert "berth is closed until" in document.text
    assert "page" not in document.text.lower()
    assert "attachments" not in dict(document.meta)


def test_a_message_without_text_says_so() -> None:
    empty = b"Content-Type: text/html\n\n<p></p>"
    assert "no text" in read(multipart("alternative", b"\n", empty)).warnings[0]
    assert read(HEAD + b"\n").warnings == ("The message has no text.",)
    pdf = b"Content-Type: application/pdf; name=a.pdf\n\n%PDF"
    assert read(multipart("mixed", pdf)).warnings == ("The message has no text, only 1 attachment.",)


def test_a_page_is_read_where_there_is_no_plain_text(check_document: Check) -> None:
    page = (
        b"Content-Type: text/html; charset=utf-8\n\n<html><head><title>x</title></head><body><h1>Berth 4</h1>"
        b"<p>It is <b>closed</b>.</p><blockquote>Why?</blockquote><ul><li>Wind</li></ul></body></html>"
    )
    pdf = b"Content-Type: application/pdf; name=a.pdf\n\n%PDF"
    for data in (multipart("mixed", page, pdf), multipart("alternative", b"\n", page)):
        document = read(data)
        check_document(document)
        assert "Berth 4\n\nIt is closed.\n\nWhy?\n\n\N{BULLET} Wind" in document.text
        assert document.text.startswith("From: Mara Keel")
        assert document.warnings == ()
    assert document.title == "Berth 4 is closed"
    assert read(multipart("mixed", page, pdf)).text.endswith("\n\nAttachment: a.pdf")


def test_pages_around_and_in_carried_messages_are_read_too() -> None:
    page = b"Content-Type: text/html\n\n<p>The <b>outer</b> page.</p>"
    carried = b"Content-Type: message/rfc822\n\nFrom: a@b.example\nTo: c@d.example\nSubject: In\n"
    document = read(multipart("mixed", page, carried + page.replace(b"outer", b"inner")))
    assert "The outer page." in document.text
    assert document.text.endswith("Subject: In\n\nThe inner page.")
    assert document.warnings == ()


def test_an_encrypted_message_says_so() -> None:
    pgp = multipart("encrypted", b"Content-Type: application/pgp-encrypted\n\nVersion: 1")
    assert read(pgp).warnings == ("The message is encrypted (PGP); its text cannot be read.",)
    smime = HEAD + b"Content-Type: application/pkcs7-mime; name=smime.p7m\n\nMIIB"
    assert read(smime).warnings == ("The message is encrypted (S/MIME); its text cannot be read.",)


def test_attachments_are_named_below_the_text() -> None:
    name = b"=?utf-8?q?lage_K=C3=BCste=2Epdf?="
    pdf = b'Content-Type: application/pdf; name="' + name + b'"\n\n%PDF'
    table = b"Content-Disposition: attachment; filename*=utf-8''b%20c.csv\nContent-Type: text/csv\n\n1,2"
    document = read(multipart("mixed", b"\n" + BODY, pdf, table, b"Content-Type: image/png\n\nx"))
    assert document.text.endswith("\n\nAttachments: lage Küste.pdf, b c.csv, without a name (image/png)")
    assert dict(document.meta)["attachments"] == "lage Küste.pdf, b c.csv, without a name (image/png)"
    assert kinds(document, "furniture")[-1].startswith("Attachments:")


def test_a_carried_message_is_read_below_the_text() -> None:
    inner = (
        b"Content-Type: message/rfc822\n\nFrom: a@b.example\nDate: 1 Mar 2026\nSubject: Tides\n\nHigh at six."
    )
    document = read(multipart("mixed", b"\n" + BODY, inner))
    assert document.title == "Berth 4 is closed"
    assert document.text.endswith("From: a@b.example\nDate: 1 Mar 2026\nSubject: Tides\n\nHigh at six.")
    assert len(kinds(document, "furniture")) == 2


def test_flowed_lines_are_joined_and_quotations_are_quotations() -> None:
    flowed = (
        b"Content-Type: text/plain; format=flowed\n\nThe berth is \nclosed until \nFriday.\n\n"
        b"> When does it \n> open again?\n>> Nobody knows \n>> that yet.\n\n-- \nMara Keel\nHarbour office\n"
    )
    document = read(HEAD + flowed)
    paragraphs = {
        document.text[block.start : block.end]: len(block.containers)
        for block in document.blocks
        if block.kind == "paragraph"
    }
    assert paragraphs == {
        "The berth is closed until Friday.": 0,
        "When does it open again?": 1,
        "Nobody knows that yet.": 2,
    }
    assert kinds(document, "furniture")[-1] == "--\nMara Keel\nHarbour office"


def test_base64_and_character_sets() -> None:
    head = b"Content-Type: text/plain; charset=windows-1251\nContent-Transfer-Encoding: base64\n\n"
    document = read(HEAD + head + b64encode("Порт закрыт.".encode("cp1251")))
    assert document.text.endswith("Порт закрыт.")


def test_blocks_know_their_lines_in_the_file() -> None:
    document = read(HEAD + b"\n" + BODY)
    assert (HEAD + b"\n" + BODY).split(b"\n")[document.blocks[-1].line] == BODY.strip()


def test_what_acts_on_a_terminal_is_made_visible() -> None:
    document = read(b"Subject: =?utf-8?q?=1B[2J?=\nFrom: a@b.example\n\nRed \x1b[31m text.")
    assert "\x1b" not in document.title + document.text
    assert "terminal escape" in document.warnings[-1]


def test_bytes_without_a_head_are_read_as_plain_text() -> None:
    document = read(b"Just a text.")
    assert document.text == "Just a text."
    assert document.warnings == ("It has no head of a message; it is read as plain text.",)


def test_the_file_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(HEAD + b"\n" + BODY)
    assert load_raw(path).text.startswith("From: Mara Keel <keel")


@given(
    st.lists(
        st.sampled_from(
            [
                HEAD, b"\n", b"--b\n", b"--b--\n", b"Content-Type: multipart/mixed; boundary=b\n", BODY,
                b"Content-Type: multipart/alternative; boundary=b\n", b"Content-Type: message/rfc822\n",
                b"Content-Type: text/plain; format=flowed; delsp=yes\n", b"> quoted \n", b"\xff\xfe", b"\x00",
                b"Content-Transfer-Encoding: base64\n", b"=?utf-8?b?w7w?=", b"-- \n", b"Date: x\n", b"\r\n",
                b"Content-Disposition: attachment; filename*=x'y'z\n", b"Content-Type: text/html\n",
            ]
        ),
        max_size=25,
    ),
)  # fmt: skip
def test_any_pieces_of_messages(check_document: Check, pieces: list[bytes]) -> None:
    try:
        document = read(b"".join(pieces))
    except UnreadableFile:
        return
    check_document(document)
    assert document.text.strip() or document.warnings
