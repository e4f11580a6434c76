"""Numbers as word processors write them: in digits, letters or Roman numerals."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ORDINALS = {1: "st", 2: "nd", 3: "rd"}


def formatted(number: int, kind: str) -> str:
    """Return a number in one of the ways that Word names: `lowerRoman`, `upperLetter`, `decimalZero` …"""
    small = kind.lower()
    if small.endswith("letter") and number > 0:
        letters = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letters.upper() if kind.startswith("upper") else letters
    if small.endswith("roman") and 0 < number < 5_000:
        letters = _roman(number)
        return letters.upper() if kind.startswith("upper") else letters
    if kind == "ordinal":
        ending = "th" if number % 100 in (11, 12, 13) else _ORDINALS.get(number % 10, "th")
        return f"{number}{ending}"
    return f"{number:02}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    letters = ""
    for value, numeral in _ROMAN:
        letters += numeral * (number // value)
        number %= value
    return letters
