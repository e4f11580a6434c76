"""Characters that could act on a terminal or hide from a reader, each made into one visible character.

One for one, so that no offset moves. Line and paragraph separators become newlines, which is what they
mean. Joiners and variation selectors stay where a script or an emoji needs them, one at a time: a row of
them can carry a hidden message. The marks are drawn by every common font and take one cell. Rules: Unicode
Technical Report 36 (security considerations), the property Default_Ignorable_Code_Point and the C0/C1 tables
of ECMA-48.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

UnsafeKind = Literal["control", "escape", "bidi", "invisible", "tag", "surrogate"]

BIDI_MARK = "⇄"
INVISIBLE_MARK = "⌁"
TAG_MARK = "⌑"
C1_MARK = "␦"
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"

_KIND_NAMES: dict[UnsafeKind, str] = {
    "control": "control characters",
    "escape": "terminal escapes",
    "bidi": "direction overrides",
    "invisible": "invisible characters",
    "tag": "tag characters",
    "surrogate": "broken characters",
}

SUSPECT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\ud800-\udfff"
    "\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
"""A character that may be unsafe: one pass of this over a clean text is all that safety costs."""
_BREAKS = frozenset("\x0b\x0c\r\x85\u2028\u2029\x1c\x1d\x1e")
_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_JOINERS = frozenset("\u200c\u200d")
_SELECTOR = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# The selectors of the supplement choose among the forms of an ideograph, and nothing else: UTS #37.
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Letters and signs with forms of their own that a selector chooses, and the keys of a keypad.
_SELECTED = re.compile(
    "[#*0-9\u2139\u203c\u2049\u3030\u1000-\u109f\u1820-\u18aa\u3400-\u9fff\ua840-\ua877\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)


class Unsafe(NamedTuple):
    """A character that was made visible: where, what sort it was, and which code point."""

    start: int
    kind: UnsafeKind
    code_point: int


def make_safe(text: str) -> tuple[str, list[Unsafe]]:
    """Return the text with nothing in it that acts, of the same length, and what was made visible, by place.

    Newlines and tabs stay; separators that mean a new line become newlines and are not reported.
    """
    unsafe: list[Unsafe] = []

    def replace(match: re.Match[str]) -> str:
        char, offset = match.group(), match.start()
        if char in _BREAKS:
            return "\n"
        if (char in _JOINERS and _joins(text, offset)) or (_SELECTOR.match(char) and _selects(text, offset)):
            return char
        kind, mark = _visible(char)
        unsafe.append(Unsafe(offset, kind, ord(char)))
        return mark

    return SUSPECT.sub(replace, text), unsafe


def is_safe(text: str) -> bool:
    """Return whether there is nothing in the text that `make_safe` would change."""
    return SUSPECT.search(text) is None or make_safe(text)[0] == text


def safe_line(text: str) -> str:
    """Return the text as one safe line: for titles, names, paths and targets.

    Newlines and tabs become spaces.
    """
    return make_safe(text)[0].replace("\n", " ").replace("\t", " ")


def line_and_character(text: str) -> Callable[[int], str]:
    """Return what says for an offset in which line it is, and at which character of it, both from 1."""

    def place(offset: int) -> str:
        line = text.count("\n", 0, offset) + 1
        return f"line {line:,}, character {offset - text.rfind(chr(10), 0, offset):,}"

    return place


def describe(unsafe: Iterable[Unsafe], place: Callable[[int], str]) -> str:
    """Return a sentence that says how many of each kind were made visible and where the first of each stands.

    `place` gives the words for an offset. Empty when nothing was found.
    """
    counts: dict[UnsafeKind, int] = {}
    firsts: dict[UnsafeKind, int] = {}
    for item in unsafe:
        counts[item.kind] = counts.get(item.kind, 0) + 1
        firsts.setdefault(item.kind, item.start)
    parts = []
    for kind, count in counts.items():
        name = _KIND_NAMES[kind].removesuffix("s") if count == 1 else _KIND_NAMES[kind]
        parts.append(f"{count:,} {name} ({'' if count == 1 else 'first in '}{place(firsts[kind])})")
    return f"Made visible: {', '.join(parts)}." if parts else ""


def _visible(char: str) -> tuple[UnsafeKind, str]:
    code = ord(char)
    if code == 0x1B:
        return "escape", "␛"
    if code < 0x20:
        return "control", chr(0x2400 + code)
    if code == 0x7F:
        return "control", "␡"
    if code < 0xA0:
        return ("escape" if code in (0x90, 0x9B, 0x9D) else "control"), C1_MARK
    if char in _BIDI:
        return "bidi", BIDI_MARK
    if 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF):
        return "surrogate", REPLACEMENT
    if 0xE0000 <= code <= 0xE0FFF and not _SELECTOR.match(char):
        return "tag", TAG_MARK
    return "invisible", INVISIBLE_MARK


def _joins(text: str, offset: int) -> bool:
    """Whether a joiner at this place shapes what stands around it: an emoji sequence or a cursive script."""
    before, after = text[offset - 1 : offset], text[offset + 1 : offset + 2]
    if not before or not after:
        return False
    if unicodedata.category(before) == "Sk" or before == "\ufe0f" or unicodedata.category(before) == "So":
        return unicodedata.category(after) in ("So", "Sm")
    return _shaped(before) and _shaped(after)


def _selects(text: str, offset: int) -> bool:
    """Whether a variation selector at this place chooses the look of what stands before it."""
    before = text[offset - 1 : offset]
    if text[offset] >= "\U000e0100":
        return _IDEOGRAPH.match(before) is not None
    if _SELECTED.match(before):
        return True
    return before > "\x7f" and unicodedata.category(before) in ("So", "Sm")


def _shaped(char: str) -> bool:
    """Arabic, Syriac, Indic, Mongolian and South-East Asian letters and marks, which joiners shape."""
    code = ord(char)
    return (
        (0x0600 <= code <= 0x08FF or 0x0900 <= code <= 0x109F or 0x1780 <= code <= 0x18AF)
        and unicodedata.category(char)[0] in "LM"
        and not SUSPECT.match(char)
    )
