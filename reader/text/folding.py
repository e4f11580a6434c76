"""Case, accent and width folding, with the way back to the original.

Folding makes `Ḥizbullāh`, `HIZBULLAH` and `ｈｉｚｂｕｌｌａｈ` one string. It may lengthen a text
(`ß`, `ﬁ`) or shorten it (combining marks vanish), so a match in folded text is turned back through
`Folded.original`. This is the only place where offsets of folded text meet offsets of the reading text.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_right
from typing import NamedTuple

from reader.text.safety import INVISIBLE_MARK
from reader.text.spans import Span

# Letters that no Unicode decomposition takes apart, in the spelling that a person without them types. What
# joins or hides inside a word (a soft hyphen, made visible) folds to nothing: the word is found all the same.
_LETTERS = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ŧ": "t",
    "ŋ": "n", "ə": "e", "ɛ": "e", "ɔ": "o", "ƒ": "f", "ǝ": "e",
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'",
    "ʼ": "'", "ʻ": "'", "ʿ": "'", "ʾ": "'", "ʹ": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "\u200c": "", "\u200d": "", INVISIBLE_MARK: "",
}  # fmt: skip


class _Table(dict[int, str]):
    """Folded form of each character, worked out when first met."""

    def __missing__(self, code: int) -> str:
        folded = "".join(
            _LETTERS.get(char, char)
            for char in unicodedata.normalize("NFKD", chr(code).casefold()).casefold()
            if not unicodedata.combining(char)
        )
        self[code] = folded
        return folded


_TABLE = _Table()


def fold(text: str) -> str:
    """Return the folded text, without the way back: for keys and comparisons."""
    return text.lower() if text.isascii() and "`" not in text else text.translate(_TABLE)


class Folded(NamedTuple):
    """A folded text and the original offset of each of its characters, None when every one folded to one."""

    text: str
    starts: array[int] | None
    length: int

    def original(self, start: int, end: int) -> Span:
        """Return the span of the original that folds to the folded range `[start, end)`.

        What folds to nothing after the range (a combining mark) belongs to it. A range that begins or ends
        inside a character's folded form (the second `s` of `ß`) takes the whole character.
        """
        if self.starts is None:
            return Span(start, end)
        first = self.starts[start] if start < len(self.starts) else self.length
        if end <= start:
            return Span(first, first)
        after = bisect_right(self.starts, self.starts[end - 1])
        return Span(first, self.starts[after] if after < len(self.starts) else self.length)


def fold_with_map(text: str) -> Folded:
    """Return the folded text with the way back; `folded.text` equals `fold(text)`."""
    folded = fold(text)
    if text.isascii():
        return Folded(folded, None, len(text))
    starts = array("I")
    one_for_one = True
    table = _TABLE
    for offset, char in enumerate(text):
        width = len(table[ord(char)])
        if width == 1:
            starts.append(offset)
        else:
            one_for_one = False
            starts.extend([offset] * width)
    return Folded(folded, None if one_for_one else starts, len(text))
