"""What the inline tags of HTML mean, wherever they stand: in a page, in mail, or in Markdown."""

from __future__ import annotations

import re
from html import unescape

from reader.text.document import StyleKind

INLINE_STYLES: dict[str, StyleKind] = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis",
    "dfn": "emphasis", "var": "emphasis", "code": "code", "kbd": "code", "samp": "code", "tt": "code",
    "s": "strike", "strike": "strike", "del": "strike", "mark": "mark", "a": "link",
}  # fmt: skip

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)")
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s\"'<>/=]+)(?:\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<plain>[^\s\"'=<>`]+)))?"
)
_NUMBER_BEFORE = re.compile(r"\d[\d.,]*\Z")
_WORD_BEFORE = re.compile(r"[^\W\d_]+\Z")
_NOTE_NUMBER = re.compile(r"(?:\d{1,4}(?:\s*[,–-]\s*\d{1,4})*|[a-z]|[ivx]{1,5}|[*†‡§¶]{1,3})\Z")
_ORDINAL = re.compile(r"(?:st|nd|rd|th|e|er|re|ère|ème|ème?s|o|a|TM|SM|™|®)\Z")
_UNITS = frozenset(["m", "km", "cm", "mm", "dm", "ft", "in", "yd", "mi", "nm", "s", "h", "kg"])


_KNOWN = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "address",
        "applet",
        "area",
        "article",
        "aside",
        "audio",
        "b",
        "base",
        "basefont",
        "bdi",
        "bdo",
        "big",
        "blink",
        "blockquote",
        "body",
        "br",
        "button",
        "canvas",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "data",
        "datalist",
        "dd",
        "del",
        "details",
        "dfn",
        "dialog",
        "dir",
        "div",
        "dl",
        "dt",
        "em",
        "embed",
        "fieldset",
        "figcaption",
        "figure",
        "font",
        "footer",
        "form",
        "frame",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "head",
        "header",
        "hgroup",
        "hr",
        "html",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "legend",
        "li",
        "link",
        "main",
        "map",
        "mark",
        "marquee",
        "math",
        "menu",
        "meta",
        "meter",
        "nav",
        "nobr",
        "noframes",
        "noscript",
        "object",
        "ol",
        "optgroup",
        "option",
        "output",
        "p",
        "param",
        "picture",
        "pre",
        "progress",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "script",
        "search",
        "section",
        "select",
        "slot",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "style",
        "sub",
        "summary",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "template",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "time",
        "title",
        "tr",
        "track",
        "tt",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
    ]
)


def is_known_tag(name: str) -> bool:
    """Return whether a tag of this name is HTML's or a web component's; else it is words in brackets."""
    return name in _KNOWN or "-" in name


def read_tag(html: str) -> tuple[str, bool, dict[str, str]]:
    """Return the name of a tag in small letters, whether it closes, and its attributes, unescaped.

    The name is empty for a comment, a declaration and whatever else is no tag.
    """
    tag = _TAG.match(html)
    if tag is None:
        return "", False, {}
    attributes: dict[str, str] = {}
    for attribute in _ATTRIBUTE.finditer(html, tag.end()):
        value = attribute["double"] or attribute["single"] or attribute["plain"] or ""
        attributes.setdefault(attribute["name"].lower(), unescape(value))
    return tag["name"].lower(), bool(tag["close"]), attributes


def raised_marks(before: str, text: str) -> tuple[str, str]:
    """Return what stands around a superscript so that it does not fuse with what is before it.

    A note's number stands in brackets (`1961[4]`), an exponent after a caret (`10^6`, `m^2`); ordinals
    (`4th`) join their figure.
    """
    text = text.strip()
    last = before[-1:]
    if not text or not last or last.isspace() or last in "([{^" or _ORDINAL.match(text):
        return "", ""
    if not _NOTE_NUMBER.match(text):
        return ("^", "") if last.isalnum() and (text[0].isalnum() or text[0] in "+-−") else ("", "")
    number, word = _NUMBER_BEFORE.search(before), _WORD_BEFORE.search(before)
    if number and (len(number.group()) == 1 or number.group() == "10"):
        return "^", ""
    if word and text in ("2", "3") and (len(word.group()) == 1 or word.group() in _UNITS):
        return "^", ""
    return "[", "]"


def lowered_marks(before: str, text: str) -> tuple[str, str]:
    """Return what stands around a subscript so that no figure fuses with the one before it."""
    return ("_", "") if before[-1:].isdigit() and text[:1].isdigit() else ("", "")


def link_marks(before: str, text: str) -> tuple[str, str]:
    """Return the brackets of a link that is a note's number right behind a word: `1961[4](#f4)`."""
    last = before[-1:]
    if last and (last.isalnum() or last in ".,;:!?\"'”’»)]%") and _NOTE_NUMBER.match(text.strip()):
        return "[", "]"
    return "", ""
