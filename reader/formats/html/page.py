"""A page → its document: its article, chosen by trafilatura, or all that is no navigation."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from reader.formats.builder import Builder, Draft
from reader.formats.decoding.encoding import Decoded, decode
from reader.formats.format import Context, Part
from reader.formats.html.article import keep_article
from reader.formats.html.page_metadata import date_in_page, page_metadata
from reader.formats.html.tree import Element, make_tree_safe, parse_html
from reader.formats.html.walk import HtmlWalk
from reader.text.safety import describe, line_and_character, make_safe

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_LOOKED_AT = 4_096
_AROUND = ("nav", "aside", "footer")
_UNSEEN = frozenset({"head", "script", "style", "noscript", "template"})
_ROLES = frozenset({"navigation", "complementary", "contentinfo", "banner", "search", "menu", "dialog"})
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Give the one document of a page; raises FormatError when the bytes are not text."""
    yield "", _draft(data)


def whole_page(data: bytes, _context: Context) -> Draft:
    """Return all of a page but its navigation; raises FormatError when the bytes are not text."""
    return _draft(data, choose=False)


def _draft(data: bytes, *, choose: bool = True) -> Draft:
    decoded = _decoded(data)
    html, unsafe = make_safe(decoded.text)
    root = parse_html(html)
    by_number = make_tree_safe(root, html)
    metadata = page_metadata(root)
    day = "" if metadata.published else date_in_page(root)
    letters = _letters(root) if choose else 0
    chosen = choose and keep_article(root)
    if not chosen:
        _without_surroundings(root)
    builder = Builder()
    walk = HtmlWalk(builder)
    walk.write(root)
    draft = builder.draft()
    draft.title, draft.title_from = metadata.title, "header"
    draft.published = metadata.published or day
    draft.published_from = "header" if metadata.published else "dateline"
    draft.source, draft.encoding = metadata.site, decoded.encoding
    warnings = [decoded.warning, describe(unsafe, line_and_character(decoded.text))]
    warnings.append(describe(by_number, lambda _offset: "written in the page by number"))
    if not draft.blocks:
        warnings.append("The page has no text of its own: it may be made by scripts, which are not run.")
    elif chosen and _letters(root) < letters:
        warnings.append("The page's article alone is shown; `o` shows the whole page.")
    draft.warnings[:0] = [*filter(None, warnings), *walk.left_out.warnings()]
    return draft


def _decoded(data: bytes) -> Decoded:
    """Decode a page as its byte order mark or its meta element says, else as any text."""
    charset = _CHARSET.search(data, 0, _LOOKED_AT)
    if charset is not None and not data.startswith(_MARKS):
        name = charset[1].decode("ascii").lower()
        # What pages call ISO 8859-1 or ASCII is Windows-1252: https://encoding.spec.whatwg.org/.
        name = "windows-1252" if name in ("iso-8859-1", "latin1", "ascii", "us-ascii") else name
        try:
            text = data.decode(name)
        except (LookupError, UnicodeError, ValueError):
            return decode(data)
        if isinstance(text, str) and "\0" not in text:
            return Decoded(text.replace("\r\n", "\n").replace("\r", "\n"), name)
    return decode(data)


def _letters(root: Element) -> int:
    """Return how many letters and marks a page has outside navigation, scripts and the like."""
    count = 0
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if isinstance(element.tag, str) and element.tag not in _UNSEEN and not _is_around(element):
            count += sum(map(len, (element.text or "").split()))
            for child in element:
                count += sum(map(len, (child.tail or "").split()))
                waiting.append(child)
    return count


def _is_around(element: Element) -> bool:
    return element.tag in _AROUND or (element.get("role") or "").lower() in _ROLES


def _without_surroundings(part: Element) -> None:
    """Take navigation and what else stands around the text out of a part; what follows each stays."""
    around = [
        element for element in part.iterdescendants() if isinstance(element.tag, str) and _is_around(element)
    ]
    for element in around:
        parent = element.getparent()
        if parent is None:
            continue
        before, tail = element.getprevious(), element.tail or ""
        if before is not None:
            before.tail = f"{before.tail or ''} {tail}"
        else:
            parent.text = f"{parent.text or ''} {tail}"
        parent.remove(element)
