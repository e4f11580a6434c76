"""Numbers as word processors write them."""

from __future__ import annotations

import pytest

from reader.formats.office.numerals import formatted


@pytest.mark.parametrize(
    ("number", "kind", "text"),
    [
        (4, "decimal", "4"), (4, "decimalZero", "04"), (3, "lowerLetter", "c"), (28, "upperLetter", "BB"),
        (14, "lowerRoman", "xiv"), (1999, "upperRoman", "MCMXCIX"), (0, "lowerRoman", "0"),
        (10_000, "upperRoman", "10000"), (5, "chineseCounting", "5"), (1, "ordinal", "1st"),
        (12, "ordinal", "12th"), (22, "ordinal", "22nd"),
    ],
)  # fmt: skip
def test_numbers_as_word_writes_them(number: int, kind: str, text: str) -> None:
    assert formatted(number, kind) == text
