"""What a page says about itself: JSON-LD first, then its meta elements, then what is marked as its title."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reader.formats.html.tree import Element
from reader.formats.metadata.dates import parse_date

_MAX_JSON = 200_000
_MAX_NODES = 500
_TITLES = ("og:title", "twitter:title", "dc.title", "citation_title", "headline")
_SITES = ("og:site_name", "application-name", "dc.publisher", "citation_publisher")
_DATES = (
    "article:published_time", "og:published_time", "datepublished", "date", "pubdate", "publishdate",
    "publish_date", "publication_date", "parsely-pub-date", "sailthru.date", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "citation_publication_date", "article:modified_time",
)  # fmt: skip
_KINDS = ("Article", "Posting", "Report", "WebPage")


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """Title, site and ISO 8601 date of a page; each is empty when the page does not say."""

    title: str = ""
    site: str = ""
    published: str = ""


def page_metadata(root: Element) -> PageMetadata:
    """Return what a page says about itself."""
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        meta.setdefault(name.strip(), " ".join((element.get("content") or "").split()))
    title = site = published = ""
    for node in _linked_data(root):
        title = title or _text(node.get("headline"))
        publisher = node.get("publisher")
        site = site or _text(publisher.get("name") if isinstance(publisher, dict) else publisher)
        published = published or parse_date(_text(node.get("datePublished")))
    title = title or _first(meta, _TITLES) or _title_element(root)
    site = site or _first(meta, _SITES)
    dates = (parse_date(meta.get(name, "")) for name in _DATES)
    published = published or next(filter(None, dates), "") or _time_element(root)
    suffix = next((f" {mark} {site}" for mark in "|-–—·" if site and title.endswith(f" {mark} {site}")), "")
    return PageMetadata(title.removesuffix(suffix) if suffix else title, site, published)


def _first(meta: dict[str, str], names: tuple[str, ...]) -> str:
    return next((meta[name] for name in names if meta.get(name)), "")


def _title_element(root: Element) -> str:
    element = next(root.iter("title"), None)
    return " ".join((element.text or "").split()) if element is not None else ""


def _time_element(root: Element) -> str:
    """Return the date of the first time element that gives one in its attribute."""
    for number, element in enumerate(root.iter("time")):
        found = parse_date(element.get("datetime") or "")
        if found or number > 20:
            return found
    return ""


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
