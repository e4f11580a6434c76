"""What a document is called: a first line that reads as a title, a sentence's headline, a file's name."""

from __future__ import annotations

import re
from pathlib import PurePath

from reader.formats.metadata.dates import DATELINE, date_of_line, is_kind_of_date, without_date
from reader.formats.plain.headers import is_banner

LONGEST_TITLE = 140
"""Code points beyond which a first line is a paragraph, not a title."""
LONGEST_HEADLINE = 90
"""Code points at which a headline drawn from a sentence is cut, at a word."""

_NOTICE = re.compile(r"(?:©|\(c\)|copyright\b)", re.IGNORECASE)
_CONTACT = re.compile(
    r"\S@\S+\.\w|https?://|(?:media|press|news)?\s*(?:contacts?|enquiries|inquiries)\b[^:]{0,30}:",
    re.IGNORECASE,
)
_NOTE_REFERENCE = re.compile(r"[ ]?\[(?:\d{1,3}|[a-z])\]")
_WORD = re.compile(r"[^\W\d_]{3,}")
_DIGIT = re.compile(r"\d")
_GENERIC = frozenset(
    [
        "doc",
        "document",
        "file",
        "untitled",
        "note",
        "page",
        "text",
        "txt",
        "img",
        "image",
        "copy",
        "new",
        "scan",
        "tmp",
        "temp",
        "draft",
        "letter",
        "cable",
        "memo",
        "mail",
        "email",
        "message",
    ]
)
_GENERIC_TITLE = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})*\.?\s+)?(?:the\s+)?(?:document|report|page\s*\d*|abstract|(?:table\s+of\s+)?contents|summary"
    r"|introduction|overview|background|untitled(?:\s+document)?|memorandum|memo|letter|cable|telegram|email|message"
    r"|notes?|index|foreword|preface|acknowledge?ments|copyright(?:\s+notice)?|status\s+of\s+this\s+memo"
    r"|press\s+release|news\s+release|statement|transcript|full\s+text|text|article|main|home|title|draft"
    r"|executive\s+summary|key\s+(?:points|findings|judge?ments)|article\s+image|image|slide\s*\d*|sheet\s*\d*)"
    r"\s*[:.]?\s*\Z",
    re.IGNORECASE,
)
_TELLING = (
    "said|says|say|told|reported|reports|report|announced|wrote|writes|added|confirmed|claimed|stated|noted|"
    "tweeted|posted|argued|warned"
)
_ATTRIBUTION = re.compile(
    r",\s+(?:according\s+to\b|as\s+reported\s+by\b|citing\b|per\s+(?=[A-Z])).*\Z"
    rf"|,[\"”’']?\s+(?:[^,\s]+\s+){{1,7}}(?:{_TELLING})(?:\s+(?:on|in|at|to|late|early|[A-Z])[^,]*)?\Z",
    re.DOTALL,
)
_NAME = r"[A-Z][\w'’.-]*(?:\s+(?:of|de|del|der|van|von|bin|al|the|[A-Z][\w'’.-]*)){0,7}"
_OPENERS = (
    "On|In|At|After|Before|When|While|As|During|For|With|By|From|If|Since|Despite|Although|Though|Meanwhile|"
    "Earlier|Later|Today|Yesterday|But|And|However|Also|Still|Then|There|It|This|That"
)
_APPOSITION = re.compile(
    rf"\A(?!(?:{_OPENERS})\b)((?:The\s+)?{_NAME}),\s+(?!(?:and|or|but|when|while|after|before|as|if|because|since)\b)[a-z][^,;]{{2,100}},\s+(?=[a-z])"
)
_DATELINE = re.compile(
    r"\A[A-Z][A-Z .,'’/-]{2,40}(?:,\s*[^()\n]{0,30})?\s*(?:\([A-Z][\w ]{1,30}\)\s*)?(?:[-–]{1,2}|—)\s+"
)


def is_generic(line: str) -> bool:
    """Return whether a heading names a part that any document may have: `Report`, `Page 1`."""
    return not line.strip() or _GENERIC_TITLE.match(line[:LONGEST_TITLE]) is not None or is_banner(line)


def is_all_capitals(line: str) -> bool:
    """Return whether the line has a word of some length and no small letter outside brackets and marks."""
    return line.upper() == line and _WORD.search(line) is not None


def reads_as_title(line: str) -> bool:
    """Return whether a line that stands alone reads as a title: short, in capitals at first, no sentence."""
    if not 3 <= len(line) <= LONGEST_TITLE or not _WORD.search(line) or _NOTICE.match(line):
        return False
    if _CONTACT.search(line):
        return False
    if _DIGIT.search(line) and (DATELINE.match(line) or date_of_line(line) or is_kind_of_date(line)):
        return False
    first = line.lstrip("\"'“‘([«<*_#")[:1]
    if first.islower() or not first.isalnum():
        return False
    if is_all_capitals(line):
        return not line.endswith((",", ";", ":"))
    if line.endswith((",", ";", ":", "-", "–", "—")) or len(line.split()) > 22:
        return False
    return (
        not re.search(r"(?<!\.\.)\.[\"'”’)\]]*\Z", line)
        or re.search(r"\b(?:Inc|Corp|Ltd|Co|Jr|U\.S)\.\Z", line) is not None
    )


def without_note_references(line: str) -> str:
    """Return a line without the references to notes that stand in it (`[2]`, `[a]`)."""
    return _NOTE_REFERENCE.sub("", line) or line


def headline(sentence: str) -> str:
    """Return a headline from a document's first sentence: who did what.

    Without a dateline, the attribution at its end and an apposition after the name that it begins with; cut
    at a word, with an ellipsis, beyond LONGEST_HEADLINE code points.
    """
    line = " ".join(sentence.split())
    line = _DATELINE.sub("", line).rstrip(" .") or line
    line = _ATTRIBUTION.sub("", line) or line
    line = _APPOSITION.sub(r"\1 ", line)
    return shortened(line, LONGEST_HEADLINE)


def shortened(line: str, limit: int) -> str:
    """Return the line, cut at a word and with an ellipsis when it has more than `limit` code points."""
    if len(line) <= limit:
        return line
    cut = line.rfind(" ", limit // 2, limit)
    return line[: cut if cut > 0 else limit - 1].rstrip(" ,;:–—-(\"“'‘") + "…"


def title_from_name(name: str) -> str:
    """Return the file's name as words, `port-status_report.md` → `Port status report`; empty without any.

    Digits, hashes and names that say nothing (`document1`, `untitled`) are no words.
    """
    stem = without_date(PurePath(name).stem)
    words = " ".join(re.sub(r"%20|[_+]|(?<!\s)-(?!\s)|\s-\s", " ", stem).split()).strip(" .-")
    telling = [
        word
        for word in re.findall(r"\S+", words)
        if _WORD.search(word) and not _is_code(word) and not _is_generic(word)
    ]
    if not telling:
        return ""
    return words[0].upper() + words[1:]


def _is_generic(word: str) -> bool:
    return word.strip("0123456789().").lower() in _GENERIC


def _is_code(word: str) -> bool:
    """A hash or a number with letters in it: letters and digits change places more than once, or no vowel."""
    changes = len(re.findall(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", word))
    return changes > 1 or (
        len(word) >= 8 and re.fullmatch(r"[0-9a-fA-F]+", word) is not None and any(map(str.isdigit, word))
    )
