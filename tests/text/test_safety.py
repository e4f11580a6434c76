"""Whatever a file holds, nothing of it acts on a terminal or hides from its reader."""

from __future__ import annotations

import json
import tarfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.safety import describe, is_safe, line_and_character, make_safe, safe_line

NASTY = (
    "\x00\x07\x08\x0b\x0c\r\x1b\x1c\x7f\x80\x85\x90\x9b\x9d\xad\u061c\u200b\u200c\u200d\u200e\u2028\u2029"
    "\u202e\u2060\u2066\u2069\ufeff\ud800\udfff\ufffe\U000e0041\ufe0f\U000e0101\u180b\u2764"
)
text = st.text(st.one_of(st.characters(), st.sampled_from(NASTY)), max_size=60)

OVERRIDES = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")


def is_harmless(char: str, *, joiners: bool = True) -> bool:
    if char in "\n\t" or (joiners and char in "\u200c\u200d"):
        return True
    return unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp") and (
        unicodedata.bidirectional(char) not in OVERRIDES
    )


@given(text)
def test_safe_text_has_the_same_length_and_nothing_that_acts(original: str) -> None:
    safe, found = make_safe(original)
    assert len(safe) == len(original)
    assert all(is_harmless(char) for char in safe)
    safe.encode("utf-8")
    assert [item.start for item in found] == sorted({item.start for item in found})
    for item in found:
        assert ord(original[item.start]) == item.code_point
        assert safe[item.start] != original[item.start]


@given(text)
def test_what_is_safe_stays_as_it_is(original: str) -> None:
    safe, _ = make_safe(original)
    again, found = make_safe(safe)
    assert again == safe
    assert found == []


@given(text)
def test_only_suspects_change(original: str) -> None:
    safe, found = make_safe(original)
    reported = {item.start for item in found}
    for place, (before, after) in enumerate(zip(original, safe, strict=True)):
        if before != after:
            assert place in reported or after == "\n"


@given(text)
def test_a_safe_line_is_one_line(original: str) -> None:
    line = safe_line(original)
    assert len(line) == len(original)
    assert "\n" not in line
    assert "\t" not in line


@pytest.mark.parametrize(
    ("original", "safe"),
    [
        ("a\x1b[31mred", "a␛[31mred"),
        ("\x9b31m", "␦31m"),
        ("pay\u202edor", "pay⇄dor"),
        ("zero\u200bwidth", "zero⌁width"),
        ("one\u2028two", "one\ntwo"),
        ("tag\U000e0041", "tag⌑"),
        ("half\ud83d", "half\ufffd"),
        ("👩\u200d🚀", "👩\u200d🚀"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ad\u200dmin", "ad⌁min"),
        ("plain – “text” Ünï", "plain – “text” Ünï"),
    ],
)
def test_each_kind_has_its_mark(original: str, safe: str) -> None:
    assert make_safe(original)[0] == safe


def test_the_sentence_for_the_person_counts_and_places() -> None:
    text = "first\nab\x1b[0m\x1b\u202e"
    assert describe([], line_and_character(text)) == ""
    assert describe(make_safe(text)[1], line_and_character(text)) == (
        "Made visible: 2 terminal escapes (first in line 2, character 3), "
        "1 direction override (line 2, character 8)."
    )


@pytest.mark.parametrize(
    ("original", "safe"),
    [
        ("love \u2764\ufe0f and keys 1\ufe0f\u20e3", "love \u2764\ufe0f and keys 1\ufe0f\u20e3"),
        ("\u845b\U000e0100\u57ce", "\u845b\U000e0100\u57ce"),
        ("\u1820\u180b", "\u1820\u180b"),
        ("\u2764\ufe0f\ufe01\ufe02", "\u2764\ufe0f⌁⌁"),
        ("a\ufe01b\U000e0101c", "a⌁b⌁c"),
        ("\u2764\ufe0f\u200d\U0001f525", "\u2764\ufe0f\u200d\U0001f525"),
        ("x\ufff5y\U00013430z", "x⌁y⌁z"),
    ],
)
def test_selectors_choose_a_look_and_carry_no_message(original: str, safe: str) -> None:
    assert make_safe(original)[0] == safe
    assert is_safe(safe)
    assert is_safe(original) == (original == safe)


def test_known_hostile_strings_come_out_harmless(shared_data: Path) -> None:
    rows = [
        json.loads(line)["text"] for line in (shared_data / "hostile" / "blns.jsonl").open(encoding="utf-8")
    ]
    for name in ("trojan_source", "xterm_escape"):
        with tarfile.open(shared_data / "hostile" / f"{name}.tar.gz") as archive:
            for member in archive.getmembers():
                file = archive.extractfile(member)
                if file is not None:
                    rows.append(file.read().decode("utf-8", "surrogateescape"))
    assert len(rows) > 500
    for row in rows:
        assert all(is_harmless(char) for char in make_safe(row)[0])
