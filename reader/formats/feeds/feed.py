"""A feed → its documents: what it says of itself with its entries in a list, then a document an entry.

RSS, Atom, RDF and CDF are read by feedparser (https://feedparser.readthedocs.io/), JSON Feed by its
specification (https://www.jsonfeed.org/version/1.1/). Nothing that a feed names is fetched.
"""

from __future__ import annotations

import io
import json
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from reader.errors import FormatError
from reader.formats.builder import Builder, Draft
from reader.formats.decoding.encoding import decode
from reader.formats.format import Context, Part
from reader.formats.html.tree import parse_html
from reader.formats.html.walk import HtmlWalk
from reader.formats.metadata.dates import parse_date
from reader.formats.metadata.titles import headline
from reader.text.safety import make_safe

MAX_ENTRIES = 10_000
"""The entries of one feed that are read."""
_LONGEST_LINE = 500  # code points of a title or a name
_MARKUP = re.compile(r"<[A-Za-z!/]|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
_JSON = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*\{")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


@dataclass(slots=True)
class _Entry:
    """One entry; `title` is plain text, `body` HTML or text, `published` as in a document."""

    key: str
    title: str = ""
    body: str = ""
    is_html: bool = True
    published: str = ""
    authors: tuple[str, ...] = ()
    link: str = ""
    tags: tuple[str, ...] = ()
    enclosures: tuple[str, ...] = ()


@dataclass(slots=True)
class _Feed:
    """A whole feed; `problem` is what is wrong with the file although it was read."""

    title: str = ""
    about: str = ""
    published: str = ""
    link: str = ""
    entries: list[_Entry] = field(default_factory=list)
    problem: str = ""


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Give the overview of a feed, then each of its entries. Raises FormatError when it is no feed."""
    feed = _json_feed(data) if _JSON.match(data) else _xml_feed(data)
    yield "", _feed_page(feed)
    for entry in feed.entries[:MAX_ENTRIES]:
        yield entry.key, _document(entry, feed)


def _feed_page(feed: _Feed) -> Draft:
    page = _Page()
    if feed.about:
        page.write(feed.about, is_html=True)
    for number, entry in enumerate(feed.entries[:MAX_ENTRIES], start=1):
        page.item(f"{number}.", entry.title or entry.key, entry.published[:10], entry.link)
    draft = page.draft()
    draft.title, draft.title_from = feed.title, "header"
    draft.published, draft.published_from = feed.published, "header"
    draft.source = feed.title
    draft.meta = (("link", feed.link),) if feed.link else ()
    if not feed.entries:
        draft.warnings.append("The feed has no entries.")
    if len(feed.entries) > MAX_ENTRIES:
        draft.warnings.append(f"Only the first {MAX_ENTRIES:,} of {len(feed.entries):,} entries are read.")
    if feed.problem:
        draft.warnings.append(feed.problem)
    return draft


def _document(entry: _Entry, feed: _Feed) -> Draft:
    page = _Page()
    page.write(entry.body, is_html=entry.is_html)
    draft = page.draft()
    draft.title, draft.title_from = entry.title, "header"
    if not entry.title and draft.blocks:
        first = draft.text[draft.blocks[0].start : draft.blocks[0].end]
        draft.title, draft.title_from = headline(first[:_LONGEST_LINE]), "first sentence"
    draft.published, draft.published_from = entry.published, "header"
    draft.source = feed.title or ", ".join(entry.authors)
    draft.tags = entry.tags
    fields = [("author", ", ".join(entry.authors)), ("link", entry.link)]
    fields += [("enclosure", address) for address in entry.enclosures]
    draft.meta = tuple((name, value) for name, value in fields if value)
    if not draft.blocks:
        draft.warnings.append("The feed has no text of this entry; it may stand behind its link.")
    return draft


class _Page:
    """The blocks of one document of a feed."""

    def __init__(self) -> None:
        self._builder = Builder()
        self._warnings: list[str] = []

    def write(self, body: str, *, is_html: bool) -> None:
        """Add what a feed says, as HTML where it has any markup, else a paragraph for each of its own."""
        text, _unsafe = make_safe(body.replace("\r\n", "\n").replace("\r", "\n"))
        if is_html and _MARKUP.search(text):
            walk = HtmlWalk(self._builder)
            walk.write(parse_html(text))
            self._warnings += walk.left_out.warnings()
            return
        for paragraph in re.split(r"\n[ \t]*\n", text):
            words = " ".join(paragraph.split())
            if words:
                self._builder.begin()
                self._builder.add(words)
                self._builder.end("paragraph")

    def item(self, number: str, title: str, day: str, link: str) -> None:
        """Add one entry of the list of entries."""
        self._builder.begin(1, (self._builder.container("item", number),))
        start = self._builder.length
        self._builder.add(" ".join(title.split())[:_LONGEST_LINE] or "(no title)")
        if link:
            self._builder.style("link", start, link)
        self._builder.add(f", {day}" if day else "")
        self._builder.end("paragraph")

    def draft(self) -> Draft:
        """Return what was written."""
        draft = self._builder.draft()
        draft.warnings += self._warnings
        return draft


def _xml_feed(data: bytes) -> _Feed:
    if _ENTITY.search(data):
        raise FormatError("it defines entities of its own, which are not followed", "broken")
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # A stream, so that the bytes are never taken for an address or for the name of a file.
        parsed: Any = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    head = parsed.feed
    if not parsed.get("version") and not parsed.entries and not head:
        raise FormatError("it is XML, but no feed", "unknown-format")
    feed = _Feed(
        title=_plain(head.get("title_detail") or head.get("title")),
        about=str(head.get("subtitle") or head.get("description") or ""),
        published=_moment(head.get("updated_parsed") or head.get("published_parsed")),
        link=_address(head.get("link")),
    )
    feed.entries = [_xml_entry(entry) for entry in parsed.entries]
    problem = parsed.get("bozo_exception")
    if parsed.bozo and problem is not None and "SAX" in type(problem).__name__:
        line = problem.getLineNumber() if hasattr(problem, "getLineNumber") else 0
        where = f" at line {line}" if line else ""
        feed.problem = f"The feed is broken{where}; what could be read of it is shown."
    return feed


def _xml_entry(entry: Any) -> _Entry:
    contents = [part for part in entry.get("content") or () if part.get("value")]
    best = max(contents, key=lambda part: len(part["value"]), default=None)
    detail = entry.get("summary_detail") or {}
    body, kind = (
        (best["value"], best.get("type")) if best else (entry.get("summary") or "", detail.get("type"))
    )
    authors = [str(author.get("name") or author.get("email") or "") for author in entry.get("authors") or ()]
    link = _address(entry.get("link"))
    title = _plain(entry.get("title_detail") or entry.get("title"))
    return _Entry(
        key=str(entry.get("id") or link or title or "entry"),
        title=title,
        body=str(body),
        is_html=kind != "text/plain",
        published=_moment(entry.get("published_parsed") or entry.get("updated_parsed")),
        authors=tuple(filter(None, authors)) or tuple(filter(None, [str(entry.get("author") or "")])),
        link=link,
        tags=tuple(str(tag.get("term")) for tag in entry.get("tags") or () if tag.get("term")),
        enclosures=tuple(
            filter(None, (_address(part.get("href")) for part in entry.get("enclosures") or ()))
        ),
    )


def _json_feed(data: bytes) -> _Feed:
    try:
        content = json.loads(decode(data).text)
    except (ValueError, RecursionError) as error:
        raise FormatError("it is no JSON", "broken") from error
    if not isinstance(content, dict) or "jsonfeed.org" not in str(content.get("version")):
        raise FormatError("it is JSON, but no JSON Feed", "unknown-format")
    items = [item for item in content.get("items") or () if isinstance(item, dict)]
    return _Feed(
        title=_line(content.get("title")),
        about=_string(content.get("description")),
        link=_address(content.get("home_page_url")),
        entries=[_json_entry(item) for item in items],
    )


def _json_entry(item: dict[str, Any]) -> _Entry:
    html, text = _string(item.get("content_html")), _string(item.get("content_text"))
    link = _address(item.get("url")) or _address(item.get("external_url"))
    authors = item.get("authors") or [item.get("author")]
    names = (_line(author.get("name")) for author in authors if isinstance(author, dict))
    tags = item.get("tags")
    return _Entry(
        key=_string(item.get("id")) or link or "entry",
        title=_line(item.get("title")),
        body=html or text or _string(item.get("summary")),
        is_html=bool(html),
        published=parse_date(_string(item.get("date_published")) or _string(item.get("date_modified"))),
        authors=tuple(filter(None, names)),
        link=link,
        tags=tuple(filter(None, map(_line, tags))) if isinstance(tags, list) else (),
    )


def _plain(detail: Any) -> str:
    """Return a title as plain text; feeds write it as text or as HTML, and often do not say which."""
    value = str((detail.get("value") if hasattr(detail, "get") else detail) or "")
    kind = detail.get("type") if hasattr(detail, "get") else ""
    if kind != "text/plain" and _MARKUP.search(value):
        page = _Page()
        page.write(value, is_html=True)
        value = page.draft().text
    return " ".join(value.split())[:_LONGEST_LINE]


def _line(value: Any) -> str:
    return " ".join(_string(value).split())[:_LONGEST_LINE]


def _string(value: Any) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _address(value: Any) -> str:
    """Return an address on one line; what it leads to is decided where it is opened."""
    return "".join(_string(value).split())[:2_000]


def _moment(parsed: Any) -> str:
    """Return the time that feedparser made of a date, as ISO 8601 in UTC; empty without one."""
    if not parsed:
        return ""
    try:
        year, month, day, hour, minute, second = parsed[:6]
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except (TypeError, ValueError):
        return ""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment.year >= 1000 else ""
