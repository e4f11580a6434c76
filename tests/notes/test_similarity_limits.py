"""Where likeness begins and ends: windows, slips of spelling, names and headlines at their limits."""

from __future__ import annotations

import pytest

from reader.notes.similarity import Lexicon, best_window, likeness, same, shares_words, survive
from reader.text.spans import Span


@pytest.mark.parametrize(
    ("old", "text", "window"),
    [
        # The word before the first or after the last one is not taken in for the other end's sake.
        ("road is closed now", "now road is closed now and then", "road is closed now"),
        ("a b c", "c a b c a", "a b c"),
        # Equal words that the comparison paired farther off are taken in where they adjoin.
        ("a b c", "a b c x x x c", "a b c"),
        ("a b c d", "x a b c d y y y y c d", "a b c d"),
        ("a b c", "a x x x a b c", "a b c"),
        # To the edges of the text and not beyond.
        ("a b", "a b", "a b"),
        ("x y", "a b", None),
        ("", "a b", None),
        # A word in between costs half a shared one.
        ("a b c d", "a b x c d", "a b x c d"),
        ("a b c d", "a b x x x x c d", "a b"),
    ],
)
def test_the_window_is_the_densest_stretch(old: str, text: str, window: str | None) -> None:
    found = best_window(old, text, Span(0, len(text)))
    assert (None if found is None else text[found.start : found.end]) == window


def test_the_window_stays_in_its_part_of_the_text() -> None:
    text = "a b c. a b. a b c."
    found = best_window("a b c", text, Span(7, 11))
    assert found == Span(7, 10)


@pytest.mark.parametrize(
    ("fact", "text", "there"),
    [
        # Two slips in ten letters, one in nine.
        ("mikhailova", "Mikhalowa", True),
        ("mikhailova", "Mikalowa", False),
        ("mikhailov", "Mikhalow", False),
        ("mikhailov", "Mikhailow", True),
        # A letter more or less in a short name is a slip, another letter is another name; three are too few.
        ("sund", "Sunds", True),
        ("sund", "Sudn", True),
        ("sund", "Sumd", False),
        ("tolvik", "Tolvig", True),
        ("ira", "Irra", False),
        # The first letter is never a slip.
        ("tolvik", "Dolvik", False),
        # Numbers have no slips.
        ("12345", "12346", False),
        ("12,345", "12345", False),
        ("12345", "12,345", True),
    ],
)
def test_how_many_slips_a_name_survives(fact: str, text: str, there: bool) -> None:
    assert survive(frozenset({fact}), f"The {text} there") is there


def test_every_name_must_survive() -> None:
    assert survive(frozenset(), "anything")
    assert survive(frozenset({"tolvik", "sund"}), "Tolvik and Sund")
    assert not survive(frozenset({"tolvik", "sund"}), "Tolvik and Brekka")


@pytest.mark.parametrize(
    ("sentence", "facts"),
    [
        # A single letter is no name, a digit is a number.
        ("The letter X and 7.", {"7"}),
        # The head of a sentence is a name when another name follows it.
        ("Tolvik Sund is shut.", {"tolvik", "sund"}),
        ("Tolvik is shut.", set()),
        # A headline: two long words or more, each with a capital, and no stop.
        ("Tolvik Harbour Shut", set()),
        ("Tolvik Harbour Shut.", {"tolvik", "harbour", "shut"}),
        ("Tolvik of Sund", {"sund"}),
        ("TOLVIK SHUT.", set()),
    ],
)
def test_capitals_tell_names_but_for_heads_and_headlines(sentence: str, facts: set[str]) -> None:
    assert Lexicon(sentence).facts(sentence) == facts


def test_a_headline_has_the_names_that_are_known_from_elsewhere() -> None:
    text = "Ships reached Tolvik. The harbour was shut, and some say the Harbour is old."
    assert Lexicon(text).facts("Tolvik Harbour Shut") == {"tolvik"}


def test_a_word_at_the_head_that_is_known_small_is_no_name() -> None:
    text = "Ships came. Some ships left and met Ships Ahead."
    assert Lexicon(text).facts("Ships left.") == set()
    assert Lexicon("They met Ahead twice.").facts("Ahead left.") == {"ahead"}


@pytest.mark.parametrize(
    ("old", "text", "share", "there"),
    [
        ("a b c d", "c d x", 0.5, True),
        ("a b c d", "d x", 0.5, False),
        ("A  B", "b a", 1.0, True),
    ],
)
def test_the_share_of_words_in_any_order(old: str, text: str, share: float, there: bool) -> None:
    assert shares_words(old, text, Span(0, len(text)), share) is there


def test_below_the_cutoff_there_is_no_likeness() -> None:
    assert likeness("abcd", "abcx", 0.75) == 0.75
    assert likeness("abcd", "abcx", 0.76) == 0
    assert likeness("Über  die\nStraße", "uber die strasse") == 1


def test_nothing_is_not_the_same_as_nothing() -> None:
    assert not same("", "")
    assert not same("a", "")
    assert same("a b", "a\n b")
    assert not same("A", "a")
