"""E-mail → documents."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from reader.errors import UnreadableFile
from reader.formats.load import load_raw, parse, parse_all
from reader.formats.nesting import LoadedPart
from reader.text.document import Document

HEAD = (
    b"From: Mara Keel <keel@harbour.example>\nTo: Watch <watch@harbour.example>\nCc: desk@harbour.example\n"
    b"Date: Tue, 17 Mar 2026 09:30:00 +0200\nSubject: Berth 4 is closed\nMessage-ID: <1@harbour.example>\n"
)
BODY = b"The berth is closed until Friday. Ships wait in the roads.\n"
Check = Callable[[Document], None]


def read(data: bytes) -> Document:
    return parse(data, "a.eml")


def parts(data: bytes) -> list[LoadedPart]:
    return list(parse_all(data, "a.eml"))


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


def test_pages_around_and_in_carried_messages_are_read_too(check_document: Check) -> None:
    page = b"Content-Type: text/html\n\n<p>The <b>outer</b> page.</p>"
    carried = b"Content-Type: message/rfc822\n\nFrom: a@b.example\nTo: c@d.example\nSubject: In\n"
    outer, inner = parts(multipart("mixed", page, carried + page.replace(b"outer", b"inner")))
    assert "The outer page." in outer.document.text
    assert outer.document.text.endswith("Attachment: In.eml")
    assert (inner.inner, inner.name, inner.parent) == ("In.eml", "In.eml", "")
    assert inner.document.text.endswith("Subject: In\n\nThe inner page.")
    for part in (outer, inner):
        check_document(part.document)
        assert part.document.warnings == ()


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


def test_a_carried_message_is_a_document_in_the_message() -> None:
    inner = (
        b"Content-Type: message/rfc822\n\nFrom: a@b.example\nDate: 1 Mar 2026\nSubject: Tides\n\nHigh at six."
    )
    outer, carried = parts(multipart("mixed", b"\n" + BODY, inner))
    assert outer.document.title == "Berth 4 is closed"
    assert outer.document.text.endswith("\n\nAttachment: Tides.eml")
    assert carried.inner == "Tides.eml"
    assert carried.document.title == "Tides"
    assert carried.document.published == "2026-03-01"
    assert carried.document.text.endswith("Subject: Tides\n\nHigh at six.")


def test_attachments_of_formats_that_are_read_are_documents() -> None:
    text = b'Content-Type: text/plain; name="../a/tides.txt"\nContent-Disposition: attachment\n\nHigh at six.'
    unnamed = b"Content-Type: text/plain\nContent-Disposition: attachment\n\nLow at noon."
    picture = b"Content-Type: image/png; name=a.png\n\n\x89PNG"
    _message, *others = parts(multipart("mixed", b"\n" + BODY, text, picture, text, unnamed))
    assert [part.inner for part in others] == ["tides.txt", "tides.txt~2", "attachment 4.txt"]
    assert others[0].document.text == "High at six."
    assert others[2].document.text == "Low at noon."


def test_an_attachment_that_cannot_be_read_says_why() -> None:
    word = b"Content-Type: application/msword; name=a.docx\nContent-Disposition: attachment\n\nPK"
    _message, broken = parts(multipart("mixed", b"\n" + BODY, word))
    assert broken.document is None
    assert (broken.inner, broken.code) == ("a.docx", "broken")
    assert "no file of the kind that its name says" in broken.problem


def test_what_lies_too_deep_in_one_another_says_so() -> None:
    carried = b"\n" + BODY
    for number in range(5):
        carried = (
            f"Content-Type: message/rfc822\n\nSubject: {number}\nFrom: a@b.example\n".encode()
            + b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
            + carried
            + b"\n--b%d--" % number
        )
    chain = parts(multipart("mixed", b"\n" + BODY, carried))
    assert [part.inner for part in chain] == [
        "", "4.eml", "4.eml/3.eml", "4.eml/3.eml/2.eml", "4.eml/3.eml/2.eml/1.eml",
    ]  # fmt: skip
    assert [part.parent for part in chain[1:]] == [part.inner for part in chain[:-1]]
    assert chain[-1].document is None
    assert chain[-1].code == "too-deep"


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
