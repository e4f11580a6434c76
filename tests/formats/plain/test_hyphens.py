"""Hyphens at the ends of lines: those that part a word go, those of compounds stay."""

from __future__ import annotations

import pytest

from reader.formats.plain.hyphens import Hyphens


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the investi-", "gation was"),
        ("a spokes-", "man said"),
        ("the minis-", "try, which"),
        ("con-", "struction"),
        ("yester-", "day"),
        ("im Hafen-", "gebiet"),
    ],
)
def test_a_hyphen_that_parts_a_word_goes(before: str, after: str) -> None:
    assert Hyphens(f"{before}\n{after}").parts_word(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("the well-", "known pilot"),
        ("a self-", "styled engineer"),
        ("a twenty-", "foot wall"),
        ("coal-", "fired boats"),
        ("the president-", "elect"),
        ("a politically-", "minded pilot"),
        ("Mr. Smith-", "Jones"),
        ("an e-", "mail"),
        ("higher-than-", "expected"),
        ("a man-", "o-war"),
        ("by 4-", "year plans"),
        ("the hrs-", "tbd form"),
    ],
)
def test_the_hyphen_of_a_compound_stays(before: str, after: str) -> None:
    assert not Hyphens(f"{before}\n{after}").parts_word(before, after)


def test_the_text_decides_first() -> None:
    assert not Hyphens("a pier-\nhead, the pier-head").parts_word("a pier-", "head, the")
    assert Hyphens("a well-\nspring, no wellspring").parts_word("a well-", "spring, no")
    assert not Hyphens("a boat-\nload, a boat, a load").parts_word("a boat-", "load, a")
