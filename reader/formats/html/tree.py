"""HTML → a tree, within limits that hold before the parser sees it.

lxml parses in linear time but for tags with very many attributes, and drops what nests deeper than it
follows. Both are cut here: tags that nest too deeply are left out, and what they mark up stays.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from reader.text.safety import Unsafe, is_safe, make_safe

MAX_DEPTH = 250
"""How deep elements may stand in one another before further tags are left out; the text in them stays."""
MAX_ATTRIBUTES = 1_000
"""How many attributes a tag may have before all of them are left out."""

Element = Any
"""An element of lxml's tree, which has no types of its own."""

_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
_HEAD = frozenset(
    ["title", "meta", "link", "script", "style", "base", "noscript", "template", "bgsound", etree.Comment]
)
# Pages leave their ends out, and the parser closes them: they are no depth of their own.
_IMPLIED = frozenset(
    [
        "html",
        "head",
        "body",
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "colgroup",
    ]
)
_NAME = re.compile(r"/?([A-Za-z][^\s/<>]*)")
_ANGLE = re.compile(r"[<>]")
_NO_CHARACTERS = dict.fromkeys((0xFFFE, 0xFFFF))
_RAW_TEXT = ("script", "style", "textarea", "title")


def parse_html(html: str) -> Element:
    """Return the root element of a page or a fragment; there always is one."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_pis=True)
    root = etree.fromstring(within_limits(html).encode("utf-8", "replace") or b"<html></html>", parser)
    if root is None:
        return etree.Element("html")
    _take_out_of_head(root)
    return root


def _take_out_of_head(root: Element) -> None:
    """Put what the parser left in the head into the body: elements that HTML 4 did not have begin none."""
    head = root.find("head")
    shown = [child for child in head if child.tag not in _HEAD] if head is not None else []
    if not shown:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    for position, element in enumerate(shown):
        body.insert(position, element)


def make_tree_safe(root: Element, html: str) -> list[Unsafe]:
    """Make safe what a page writes by the number of a character, and return what was made visible.

    lxml reads such characters (`&#1;`), and raises ValueError when one is to be written. `html` is what the
    tree was parsed from, made safe before.
    """
    unsafe: list[Unsafe] = []
    if "&#" not in html:
        return unsafe

    def safe(text: str) -> str:
        safe_text, made_visible = make_safe(text.translate(_NO_CHARACTERS))
        unsafe.extend(made_visible)
        return safe_text

    for element in root.iter():
        for name in ("text", "tail"):
            text = getattr(element, name)
            if text and not (text.isascii() and is_safe(text)):
                setattr(element, name, safe(text))
        if not isinstance(element.tag, str):
            continue
        for key, value in element.attrib.items():
            if not (value.isascii() and is_safe(value)):
                element.set(key, safe(value))
    return unsafe


def html_of(root: Element) -> str:
    """Return the HTML of a tree, within the same limits."""
    return str(etree.tostring(root, encoding="unicode", method="html"))


def within_limits(html: str) -> str:
    """Return the HTML without the tags that nest too deeply and without attributes beyond the limit."""
    parts: list[str] = []
    done = 0
    depth = 0
    dropped: list[str] = []
    for start, end, name in _tags(html):
        tag = html[start:end]
        if name in _VOID or tag.endswith("/>"):
            pass
        elif tag.startswith("</"):
            if dropped and dropped[-1] == name:
                dropped.pop()
                parts.append(html[done:start])
                done = end
                continue
            depth = max(0, depth - (name not in _IMPLIED))
        elif depth >= MAX_DEPTH:
            if name not in _RAW_TEXT:
                dropped.append(name)
                parts += (html[done:start], " ")
                done = end
            continue
        else:
            depth += name not in _IMPLIED
        if end - start > MAX_ATTRIBUTES and _attributes(tag) > MAX_ATTRIBUTES:
            parts += (html[done:start], f"<{name}>")
            done = end
    parts.append(html[done:])
    return "".join(parts)


def _attributes(tag: str) -> int:
    """Return how many attributes a tag has at most, as far as white space parts them."""
    return max(len(tag.split()), tag.count("="))


def _tags(html: str) -> Any:
    """Yield the start, the end and the name of each tag outside comments and raw text, in linear time."""
    position = 0
    opened = -1
    no_comment_end = False
    while angle := _ANGLE.search(html, position):
        position = angle.end()
        if angle.group() == "<":
            if html.startswith("!--", position) and not no_comment_end:
                end = html.find("-->", position + 3)
                no_comment_end = end < 0
                position = position if end < 0 else end + 3
                opened = -1
            else:
                opened = angle.start()
            continue
        name = _NAME.match(html, opened + 1) if opened >= 0 else None
        if name is not None:
            small = name[1].lower()
            yield opened, position, small
            if small in _RAW_TEXT and html[opened + 1] != "/":
                end = html.find("</", position)
                position = end if end >= 0 else len(html)
        opened = -1
