"""What a word is to the search: runs of letters and digits in folded text.

The index cuts text where neither a letter nor a digit stands (tantivy's `simple` tokenizer); the pattern
here cuts in the same places, so that a word of the search line, a word of the index and a lit word of a
passage are the same thing. Both only ever see folded text.
"""

from __future__ import annotations

import re
import unicodedata

# Vowel signs of Thaana, Indic and South-East Asian scripts are alphabetic to Unicode, so the index keeps them
# within words, but `\w` leaves them out.
_SIGNS = "".join(
    chr(code)
    for code in (*range(0x0780, 0x1100), *range(0x1700, 0x1D00), *range(0xA800, 0xAC00))
    if unicodedata.category(chr(code)) in ("Mc", "Mn") and not unicodedata.combining(chr(code))
)

WORD = re.compile(f"(?:[^\\W_]+|[{_SIGNS}]+)+")
_ASCII_WORD = re.compile("[0-9a-z]+")

LONGEST_WORD = 80
"""Longer runs (keys, encoded data) are left out of the index; bytes of UTF-8."""

# English words that say how others hang together. They are looked for only when a line has no others,
# and they count little between others.
FUNCTION_WORDS = frozenset(
    """
    a about after again against all also although always am among an and another any are as at be became
    because been before being between both but by can cannot could d did do does doing done down during each
    either else ever every few for from further get had has have having he her here hers herself him himself
    his how however i if in into is it its itself just ll may me might more most much must my myself near
    neither no nor not now of off often on once one only onto or other others our ours out over own per quite
    rather re s same shall she should since so some such t than that the their theirs them themselves then
    there these they this those through thus to too toward towards under until up upon us ve very was we were
    what when where whether which while who whom whose why will with within without would yet you your yours
    """.split()  # noqa: SIM905 - a list of 160 strings would be harder to read
)


def words(folded: str) -> list[str]:
    """Return the words of a folded text, in their order."""
    return _ASCII_WORD.findall(folded) if folded.isascii() else WORD.findall(folded)
