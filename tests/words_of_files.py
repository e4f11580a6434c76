"""What of a file is not in its text, by other means than the readers': plain text, Markdown, mail, Word.

The rules are rougher than the readers' and know nothing of them, so that a word that a reader drops is seen.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from email import message_from_bytes, policy
from io import BytesIO
from xml.etree import ElementTree

from reader.formats.decoding.text_file import read_text
from reader.text.document import Document

_WORD = re.compile(r"[^\W_]+")
_PARTED = re.compile(r"([^\W_]+)-[ \t]*\n[ \t>]*([^\W_]+)")
_ROUND_BULLET = re.compile(r"^[ \t>]*o[ \t]+(?=\S)", re.MULTILINE)

MAY_BE_ABSENT: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("comments", re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)),
    ("remarks", re.compile(r"%%.*?(?:%%|\Z)", re.DOTALL)),
    (
        "what a browser does not show",
        re.compile(
            r"<(script|style|template|iframe|noscript|select|object|svg|math|head|title|textarea|nav|button|audio|video)\b"
            r".*?(?:</\1\s*>|\Z)",
            re.DOTALL | re.IGNORECASE,
        ),
    ),
    ("what a site's generator fills in", re.compile(r"\{\{.*?\}\}")),
    ("hidden text", re.compile(r"<(\w+)[^<>]*\bdisplay:\s*none[^<>]*>.*?</\1\s*>", re.DOTALL)),
    ("tags", re.compile(r"</?[A-Za-z!](?![^\s<>]*[:@])(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*(?:>|\Z)")),
    ("addresses of links", re.compile(r"\]\((?:[^()\n]|\([^()\n]*\))*\)?")),
    ("definitions of links", re.compile(r"^[ \t>]*\[(?!\^)[^\]]+\]:.*(?:\n[ \t>]*[\"'(].*)?$", re.MULTILINE)),
    ("labels of links", re.compile(r"\]\[[^\]]*\]")),
    ("boxes of tasks", re.compile(r"^[ \t>]*(?:[-*+]|\d+[.)])[ \t]+\[[ xX]\]", re.MULTILINE)),
    ("files of wiki links", re.compile(r"(?<!!)\[\[[^\]|\n]*\\?\||!\[\[[^\]|\n]*\|(?!\d+(?:x\d+)?\]\])")),
    ("sizes of embeds", re.compile(r"(?<=\|)\d+(?:x\d+)?(?=\]\])")),
    ("labels of notes", re.compile(r"\[\^[^\]]*\]:?|\[![A-Za-z]+\][+-]?")),
    (
        "what a code block is in",
        re.compile(r"^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)*(?:```|~~~)[^\n]*", re.MULTILINE),
    ),
    ("numbers of items", re.compile(r"^[ \t>*+-]*\d{1,9}[.)](?=\s|$)", re.MULTILINE)),
    ("characters by name", re.compile(r"&#?\w+;")),
    ("names of blocks", re.compile(r"(?:^|[ \t])\^[\w-]+[ \t]*$", re.MULTILINE)),
    ("front matter within the text", re.compile(r"^---\n(?:[\w -]+:.*\n)+---$", re.MULTILINE)),
)
"""What a Markdown file may have that its text has not, or has in other words."""


def lost_words(data: bytes, document: Document) -> Counter[str]:
    """Return the words of a file that its document has less often than the file."""
    body = _BODIES[document.format](data)
    here = Counter(_WORD.findall(document.text))
    lost = Counter(_WORD.findall(body)) - here
    for head, tail in _PARTED.findall(body):
        if here[head + tail]:
            lost -= Counter((head, tail))
    # `4<sup>th</sup>` and `H~2~O` are one word in the text.
    wanted = Counter(_WORD.findall(body))
    return Counter({word: count for word, count in lost.items() if document.text.count(word) < wanted[word]})


def _text_body(data: bytes) -> str:
    return _ROUND_BULLET.sub("", read_text(data).body)


def _markdown_body(data: bytes) -> str:
    body = read_text(data, markdown=True).body
    for _name, pattern in MAY_BE_ABSENT:
        body = pattern.sub(" ", body)
    return body


def _mail_body(data: bytes) -> str:
    """The plain text of a message as the standard library reads it; none where that finds a fault in it."""
    try:
        message = message_from_bytes(data, policy=policy.default)
        part = None if message.defects else message.get_body(("plain",))
        content = part.get_content() if part is not None else ""
    except (LookupError, ValueError, AttributeError, TypeError):
        return ""
    return _ROUND_BULLET.sub("", content) if "\ufffd" not in content else ""


def _word_body(data: bytes) -> str:
    """The words of a document's runs, with no regard for layout; none when some of them are not shown."""
    name = f"{{{_WORD_NAMES}}}"
    try:
        with zipfile.ZipFile(BytesIO(data)) as parts:
            xml = b"".join(parts.read(part) for part in parts.namelist() if part.endswith((".xml", ".rels")))
            root = ElementTree.fromstring(parts.read("word/document.xml"))
    except (KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return ""
    unclosed = xml.count(b'fldCharType="begin"') != xml.count(b'fldCharType="end"')
    if unclosed or any(mark in xml for mark in _NOT_ALL_SHOWN):
        return ""
    words: list[str] = []
    for paragraph in root.iter(f"{name}p"):
        for run in paragraph.iter(f"{name}r"):
            words += [text.text or "" for text in run.iter(f"{name}t")]
        words.append(" ")
    return "".join(words)


_NOT_ALL_SHOWN = (b"vanish", b"<w:del", b"vMerge", b"Symbol", b"Wingdings", b"<w:moveFrom")
_WORD_NAMES = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_BODIES = {"text": _text_body, "markdown": _markdown_body, "mail": _mail_body, "word": _word_body}
CHECKED = tuple(_BODIES)
"""The formats whose words are compared."""


def invented_words(data: bytes, document: Document) -> Counter[str]:
    """Return the words that a document has more often than its plain text file."""
    body = read_text(data).body
    joined = Counter(head + tail for head, tail in _PARTED.findall(body))
    return Counter(_WORD.findall(document.text)) - Counter(_WORD.findall(body)) - joined
