"""What a page says about itself: JSON-LD first, then its meta elements, then what is marked as its title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from reader.formats.html.tree import Element, html_of
from reader.formats.metadata.dates import parse_date

_MAX_JSON = 200_000
_MAX_NODES = 500
_MAX_PAGE = 2_000_000
_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title", "headline")
_SITES = ("og:site_name", "application-name", "dc.publisher", "citation_publisher")
_DATES = (
    "article:published_time", "og:published_time", "og:article:published_time", "datepublished", "pubdate",
    "publishdate", "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "dc.date.issued",
    "dcterms.created", "citation_publication_date",
)  # fmt: skip
_LESSER_DATES = ("date", "dc.date", "dcterms.date", "article:modified_time")
"""Names under which pages give the day on which they were made or changed as often as that of the text."""
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}(?=T|\b)")
_PARTING = re.compile(r" [|–—»·/\\-]+ ")
_TITLE_WORDS = 3
_KINDS = ("Article", "Posting", "Report", "WebPage")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Title, site and ISO 8601 date of a page; each is empty when the page does not say."""

    title: str = ""
    site: str = ""
    published: str = ""


def page_metadata(root: Element) -> PageMetadata:
    """Return what a page says about itself."""
    meta = _meta(root)
    title = site = published = ""
    for node in _linked_data(root):
        title = title or _text(node.get("headline"))
        publisher = node.get("publisher")
        site = site or _text(publisher.get("name") if isinstance(publisher, dict) else publisher)
        published = published or _day(_text(node.get("datePublished")))
    title = title or _first(meta, _TITLES) or _title_element(root)
    site = site or _first(meta, _SITES)
    published = published or _first_date(meta, _DATES) or _time_element(root)
    return PageMetadata(title, site, published)


def date_in_page(root: Element) -> str:
    """Return the ISO 8601 date of a page that names none plainly, empty when there is none.

    htmldate knows where sites write it (https://htmldate.readthedocs.io/); what is left are names that pages
    use for other days too.
    """
    from htmldate import find_date

    html = html_of(root)
    try:
        day = find_date(html, extensive_search=False, original_date=True) if len(html) <= _MAX_PAGE else ""
    except (ValueError, TypeError, AttributeError, OverflowError):  # what broken pages make of it
        day = ""
    return day or _first_date(_meta(root), _LESSER_DATES)


def _meta(root: Element) -> dict[str, str]:
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        meta.setdefault(name.strip(), " ".join((element.get("content") or "").split()))
    return meta


def _first_date(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next(filter(None, (_day(meta.get(name, "")) for name in names)), "")


def _day(written: str) -> str:
    """Return a time as ISO 8601, and its day alone where that is another one in UTC."""
    date = parse_date(written)
    local = _ISO_DAY.match(written)
    return local[0] if local and date and date[:10] != local[0] else date


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if meta.get(name)), "")


def _title_element(root: Element) -> str:
    """Return what the title element says, without the name of the site that pages put behind it.

    That is the page's one main heading where the title begins with it, else what stands before the last mark
    that parts words, if that is enough to be a title.
    """
    element = next(root.iter("title"), None)
    title = " ".join((element.text or "").split()) if element is not None else ""
    headings = list(islice(root.iter("h1"), 2))
    heading = " ".join("".join(headings[0].itertext()).split()) if len(headings) == 1 else ""
    if heading and title.startswith(heading):
        return heading
    before = _PARTING.split(title)[:-1]
    last = title[: title.rindex(before[-1]) + len(before[-1])] if before else ""
    return last if len(last.split()) >= _TITLE_WORDS else title or heading


def _time_element(root: Element) -> str:
    """Return the date of the time elements when they all give one day: else they are of other articles."""
    dates = [_day(element.get("datetime") or "") for element in islice(root.iter("time"), 20)]
    days = {date[:10] for date in dates if date}
    return max(dates, key=len) if len(days) == 1 else ""


def _linked_data(root: Element) -> Iterator[dict[str, Any]]:
    """Give the objects of the page's JSON-LD that describe an article, in their order."""
    for script in root.iter("script"):
        source = script.text or ""
        if "ld+json" not in (script.get("type") or "") or len(source) > _MAX_JSON:
            continue
        try:
            data = json.loads(source)
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        for _ in range(_MAX_NODES):
            if not waiting:
                break
            node = waiting.pop(0)
            if isinstance(node, list):
                waiting += node[:_MAX_NODES]
            elif isinstance(node, dict):
                if any(str(node.get("@type", "")).rstrip("]'").endswith(kind) for kind in _KINDS):
                    yield node
                waiting.append(node.get("@graph"))


def _text(value: object) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(value.split())[:2_000] if isinstance(value, str) else ""
