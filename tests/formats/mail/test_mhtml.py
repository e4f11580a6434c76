"""A saved page is read as the page that it holds."""

from __future__ import annotations

import pytest

from reader.errors import UnreadableFile
from reader.formats.load import parse

SENTENCES = [
    f"On day {day} the ferry office counted {day + 3} boats, and none was late at all." for day in range(9)
]
SAVED = (
    "From: <Saved>\r\nSubject: Saved as\r\nSnapshot-Content-Location: https://o.example/ferries\r\n"
    "MIME-Version: 1.0\r\nDate: Wed, 4 Mar 2026 08:00:00 +0000\r\n"
    'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
    'Content-Type: text/html; charset="{charset}"\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><head><title>{title}</title></head><body>"
    + "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    + "</body></html>\r\n--b\r\nContent-Type: image/png\r\n\r\nx\r\n--b--\r\n"
)


def test_the_page_gives_title_and_text_and_the_head_where_it_was() -> None:
    document = parse(
        SAVED.format(charset="iso-8859-1", title="Ferries=20f=FCr Ostrel").encode(), "page.mhtml"
    )
    assert document.title == "Ferries für Ostrel"
    assert ("saved from", "https://o.example/ferries") in document.meta
    assert (document.published[:10], document.published_from) == ("2026-03-04", "properties")
    assert all(sentence in document.text for sentence in SENTENCES)


def test_a_file_without_a_page_says_so() -> None:
    for data in (b"", b"From: x\r\n\r\nno page", SAVED.encode()[:100]):
        with pytest.raises(UnreadableFile, match="no web page"):
            parse(data, "page.mht")
