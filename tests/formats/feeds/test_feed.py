"""Feeds become an overview and a document an entry, whatever they are written in."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress

import pytest

from reader.errors import UnreadableFile
from reader.formats.feeds import feed
from reader.formats.load import parse_all
from reader.formats.nesting import LoadedPart
from reader.text.document import Document

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Ostrel Harbour &amp; Quay</title><link>https://harbour.example/</link>
<description>Notices of the harbour office.</description>
<item><title>Berth &lt;b&gt;4&lt;/b&gt; closed</title><guid isPermaLink="false">n-17</guid>
  <pubDate>Tue, 10 Mar 2026 08:30:00 +0100</pubDate><dc:creator>I. Maren</dc:creator>
  <category>berths</category><link>https://harbour.example/17</link>
  <description>Short.</description>
  <content:encoded><![CDATA[<h2>Why</h2><p>The crane is <a href="https://x.example/c">out of order</a>.</p>
    <ul><li>No ships over 90 m</li></ul><script>alert(1)</script>]]></content:encoded></item>
<item><title>Pilots on strike</title><description>From Monday, 46,000 t wait.</description></item>
<item><title>Empty</title><guid>n-19</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Lights</title><updated>2026-03-02T00:00:00Z</updated>
<entry><id>urn:l:1</id><title type="html">Buoy &amp;amp; light</title><updated>2026-03-01T10:00:00Z</updated>
<summary type="text">Out &lt;of&gt; place.</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>Old wire</title></channel><item rdf:about="https://w.example/1"><title>Ship in</title>
<description>She is in.</description></item></rdf:RDF>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Wire",
        "items": [
            {"id": "1", "title": "Tug sinks", "content_html": "<p>In <em>port</em>.</p>", "tags": ["tugs"],
             "date_published": "2026-03-04T05:06:07+01:00", "authors": [{"name": "A. Dorn"}]},
            {"id": 2, "content_text": "First.\n\nSecond."},
        ],
    }
)  # fmt: skip


def parts(text: str, name: str = "wire.xml") -> list[LoadedPart]:
    return list(parse_all(text.encode(), name))


def documents(text: str, name: str = "wire.xml") -> list[Document]:
    return [part.document for part in parts(text, name) if part.document is not None]


def test_an_entry_is_a_document_with_its_title_date_source_and_structure(
    check_document: Callable[[Document], None],
) -> None:
    overview, closed, strike, empty = documents(RSS)
    for document in (overview, closed, strike, empty):
        check_document(document)
    assert overview.title == "Ostrel Harbour & Quay"
    assert "Notices of the harbour office." in overview.text
    assert "1. Berth 4 closed, 2026-03-10" in overview.text
    assert (closed.title, closed.published) == ("Berth 4 closed", "2026-03-10T07:30:00Z")
    assert (closed.source, closed.tags) == ("Ostrel Harbour & Quay", ("berths",))
    assert closed.text == "Why\n\nThe crane is out of order.\n\n• No ships over 90 m"
    assert dict(closed.meta) == {"author": "I. Maren", "link": "https://harbour.example/17"}
    assert strike.text == "From Monday, 46,000 t wait."
    assert any("no text of this entry" in warning for warning in empty.warnings)


def test_an_entry_is_known_by_its_own_name_when_the_feed_grows() -> None:
    before = [part.inner for part in parts(RSS)]
    assert before[:2] == ["", "n-17"]
    newer = RSS.replace("<item>", "<item><title>New</title><guid>n-20</guid></item><item>", 1)
    assert set(before) < {part.inner for part in parts(newer)}


@pytest.mark.parametrize(
    ("text", "name", "titles"),
    [
        (ATOM, "a.atom", ["Lights", "Buoy & light"]),
        (RDF, "a.rdf", ["Old wire", "Ship in"]),
        (JSON, "a.json", ["Wire", "Tug sinks", "First"]),
    ],
)
def test_other_kinds_of_feeds(text: str, name: str, titles: list[str]) -> None:
    assert [document.title for document in documents(text, name)] == titles


def test_text_that_says_it_is_text_is_no_markup() -> None:
    assert documents(ATOM, "a.atom")[1].text == "Out <of> place."
    assert documents(JSON, "a.json")[2].text == "First.\n\nSecond."
    assert documents(JSON, "a.json")[1].published == "2026-03-04T04:06:07Z"


def test_what_is_no_feed_says_so() -> None:
    for text, name, words in (
        ("<note><to>x</to></note>", "a.xml", "no feed"),
        ('{"a": 1}', "a.json", "no JSON Feed"),
        ("{nothing", "a.json", "no JSON"),
        (
            '<!DOCTYPE x [<!ENTITY a "b">]><rss><channel><title>&a;</title></channel></rss>',
            "a.rss",
            "entities",
        ),
    ):
        with pytest.raises(UnreadableFile, match=words):
            parts(text, name)


def test_a_broken_feed_gives_what_could_be_read_and_says_so() -> None:
    whole = documents(RSS[: RSS.index("<item><title>Empty")])
    assert [document.title for document in whole[:2]] == ["Ostrel Harbour & Quay", "Berth 4 closed"]
    assert any("broken" in warning for warning in whole[0].warnings)
    for cut in range(0, len(RSS), len(RSS) // 10):
        with suppress(UnreadableFile):
            assert documents(RSS[:cut])


def test_the_name_of_a_file_within_a_feed_is_not_opened(tmp_path: object) -> None:
    with pytest.raises(UnreadableFile, match="no feed"):
        parts("/etc/passwd", "a.rss")


def test_no_more_entries_are_read_than_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "MAX_ENTRIES", 2)
    found = documents(RSS)
    assert len(found) == 3
    assert any("first 2 of 3" in warning for warning in found[0].warnings)
