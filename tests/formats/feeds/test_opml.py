"""Lists of feeds become headings and items."""

from __future__ import annotations

import pytest

from reader.errors import UnreadableFile
from reader.formats.load import parse

OPML = b"""<opml version="2.0"><head><title>Morning</title>
<dateCreated>Wed, 4 Mar 2026 07:00:00 GMT</dateCreated>
</head><body><outline text="Ports"><outline text="Ostrel wire" xmlUrl="https://o.example/rss"/>
<outline title="Quay"/></outline></body></opml>"""


def test_folders_are_headings_and_feeds_are_items() -> None:
    document = parse(OPML, "feeds.opml")
    assert (document.title, document.published[:10]) == ("Morning", "2026-03-04")
    assert document.text == "Ports\n\n• Ostrel wire, https://o.example/rss\n• Quay"
    assert [style.target for style in document.styles if style.kind == "link"] == ["https://o.example/rss"]


def test_what_is_no_list_says_so() -> None:
    for data in (b"<opml/>", b"<html><body/></html>", b"<opml>", OPML[:80]):
        with pytest.raises(UnreadableFile):
            parse(data, "feeds.opml")
