"""Which parts of a page are its article: chosen by trafilatura, found again in the page's own tree.

trafilatura knows the habits of thousands of sites, and loses structure on the way; so only its choice is
taken, and the page's own elements keep their headings, lists, tables and code.
"""

from __future__ import annotations

from reader.formats.html.tree import Element, html_of

_LEAST = 250
"""Code points below which the choice is not trusted, and the whole page is shown."""
MAX_PAGE = 2_000_000
"""Code points of HTML beyond which a page is shown whole: what is chosen is looked for piece by piece."""
_LEAVES = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "pre",
        "blockquote",
        "figcaption",
        "caption",
        "div",
        "section",
        "article",
        "center",
        "summary",
        "main",
        "header",
        "footer",
        "aside",
        "nav",
        "form",
        "address",
        "ul",
        "ol",
        "table",
        "tr",
        "tbody",
        "thead",
        "figure",
        "body",
    ]
)
_KEPT_WITHIN = frozenset(("pre", "table", "tr", "tbody", "thead", "td", "th"))


def keep_article(root: Element) -> bool:
    """Take out of a page what trafilatura does not choose; False, and all stays, when it chooses nothing."""
    from trafilatura import bare_extraction

    html = html_of(root)
    if len(html) > MAX_PAGE:
        return False
    try:
        chosen = bare_extraction(html, fast=True, with_metadata=False, include_comments=False)
    except (ValueError, TypeError, AttributeError, RecursionError):  # what broken trees make of it
        return False
    text = _squeezed(str(getattr(chosen, "text", None) or ""))
    if len(text) < _LEAST:
        return False
    kept: set[Element] = set()
    for element in root.iter():
        if element.tag not in _LEAVES or any(child.tag in _LEAVES for child in element):
            continue
        words = _squeezed("".join(element.itertext()))
        if words and words in text:
            while element is not None and element not in kept:
                kept.add(element)
                element = element.getparent()
    if not kept:
        return False
    for element in [element for element in root.iter() if element.tag in _LEAVES]:
        parent = element.getparent()
        if element not in kept and parent in kept and not _belongs(element):
            parent.remove(element)
    return True


def _belongs(element: Element) -> bool:
    """Whether an element that was not chosen has code or is a part of a table."""
    return element.tag in _KEPT_WITHIN or next(element.iterdescendants("pre"), None) is not None


def _squeezed(text: str) -> str:
    return "".join(text.split())
