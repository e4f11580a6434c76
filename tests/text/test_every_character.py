"""Every code point between two letters: its mark follows from what Unicode says of it, and none is missed."""

from __future__ import annotations

import unicodedata

import pytest

from reader.text.safety import is_safe, make_safe, safe_line

EMBEDDING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
DIRECTION_MARKS = "\u061c\u200e\u200f"
NEW_LINES = "\x0b\x0c\r\x1c\x1d\x1e\x85\u2028\u2029"
OPEN_SEQUENCES = "\x1b\x90\x9b\x9d"
# Property Prepended_Concatenation_Mark: format characters that are drawn, around the digits that follow.
DRAWN = {*range(0x600, 0x606), 0x6DD, 0x70F, 0x890, 0x891, 0x8E2, 0x110BD, 0x110CD}
# Property Default_Ignorable_Code_Point, where the category does not already say it.
IGNORED = {
    0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2065, 0x3164, *range(0xFE00, 0xFE10),
    0xFFA0, *range(0xFFF0, 0xFFFC), *range(0xE0000, 0xE1000),
    *range(0x13430, 0x13440),  # joiners of hieroglyphs, half of them newer than the tables of Python 3.11
}  # fmt: skip
SELECTORS = range(0xE0100, 0xE01F0)


def mark_of(code: int) -> str:
    """What should stand in place of a code point between two Latin letters."""
    char = chr(code)
    if char in NEW_LINES:
        return "\n"
    category = unicodedata.category(char)
    if char in "\n\t":
        return char
    if char == "\x1b":
        return "␛"
    if category == "Cc":
        return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "␦"
    if category == "Cs" or code in (0xFFFE, 0xFFFF):
        return "\N{REPLACEMENT CHARACTER}"
    if char in DIRECTION_MARKS or unicodedata.bidirectional(char) in EMBEDDING:
        return "⇄"
    if 0xE0000 <= code < 0xE1000 and code not in SELECTORS:
        return "⌑"
    if code in IGNORED or (category == "Cf" and code not in DRAWN):
        return "⌁"
    return char


def test_every_code_point_has_the_mark_that_unicode_asks_for() -> None:
    codes = range(0x110000)
    safe, found = make_safe("".join(f"a{chr(code)}" for code in codes) + "a")
    assert safe[::2] == "a" * (len(codes) + 1)
    wrong = [f"U+{code:04X}" for code in codes if safe[2 * code + 1] != mark_of(code)]
    assert wrong == []
    changed = {code for code in codes if safe[2 * code + 1] not in (chr(code), "\n")}
    assert {item.code_point for item in found} == changed
    assert all(item.start == 2 * item.code_point + 1 for item in found)


@pytest.mark.parametrize(
    ("char", "kind"),
    [
        *((char, "escape") for char in OPEN_SEQUENCES),
        *((char, "control") for char in "\x00\x1a\x1f\x7f\x80\x91\x9a\x9c\x9e\x9f"),
        *((char, "bidi") for char in "\u200e\u202a\u202e\u2066\u2069"),
        *((char, "invisible") for char in "\xad\u200b\ufeff\ufe0f\U000e0100\U000e01ef"),
        *((char, "tag") for char in "\U000e0000\U000e0041\U000e00ff\U000e01f0\U000e0fff"),
        *((char, "surrogate") for char in "\ud800\udbff\udc00\udfff\ufffe\uffff"),
    ],
)
def test_each_is_reported_as_what_it_is(char: str, kind: str) -> None:
    assert [item.kind for item in make_safe(f"a{char}b")[1]] == [kind]
    assert not is_safe(f"a{char}b")


@pytest.mark.parametrize(
    "text",
    [
        "क्\u200dष",  # a conjunct held apart
        "ကျ\u200cန",
        "ខ\u200cម",
        "🏳\ufe0f\u200d🌈",
        "👩🏽\u200d⚕",
    ],
)
def test_a_joiner_stays_where_it_shapes_what_stands_around_it(text: str) -> None:
    assert make_safe(text) == (text, [])


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("\u200dम", "⌁म"),
        ("म\u200d", "म⌁"),
        ("म\u200d\u200dम", "म⌁⌁म"),
        ("म\u200da", "म⌁a"),
        ("a\u200dम", "a⌁म"),
        ("1\u200c2", "1⌁2"),
        ("🏳\u200da", "🏳⌁a"),
        ("١\u200c٢", "١⌁٢"),
        ("\ufe0fa", "⌁a"),
        ("é\ufe0f", "é⌁"),
    ],
)
def test_a_joiner_or_a_selector_that_shapes_nothing_is_shown(text: str, safe: str) -> None:
    assert make_safe(text)[0] == safe


def test_a_row_of_characters_in_a_safe_line_keeps_its_length_and_is_one_row() -> None:
    row = "".join(map(chr, range(0x2100))) + "\u2028\u2029\ufeff"
    assert len(safe_line(row)) == len(row)
    assert len(safe_line(row).splitlines()) == 1
