"""Other spellings of the same word."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.search.words.spelling_variants import variants, written_out


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("colour", "color"), ("colours", "colors"), ("honourable", "honorable"), ("labour", "labor"),
        ("favourite", "favorite"), ("organise", "organize"), ("organisation", "organization"),
        ("organisations", "organizations"), ("realised", "realized"), ("analyse", "analyze"),
        ("paralysed", "paralyzed"), ("centre", "center"), ("theatres", "theaters"), ("metre", "meter"),
        ("fibre", "fiber"), ("defence", "defense"), ("defenceless", "defenseless"), ("licence", "license"),
        ("dialogue", "dialog"), ("catalogues", "catalogs"), ("cancelled", "canceled"),
        ("traveller", "traveler"), ("labelling", "labeling"), ("programme", "program"),
        ("programmes", "programs"), ("grey", "gray"), ("manoeuvre", "maneuver"), ("manoeuvres", "maneuvers"),
        ("aluminium", "aluminum"), ("sceptical", "skeptical"), ("judgement", "judgment"),
    ],
)  # fmt: skip
def test_each_finds_the_other(british: str, american: str) -> None:
    assert american in variants(british)
    assert british in variants(american)


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("encyclopaedia", "encyclopedia"), ("archaeology", "archeology"), ("foetus", "fetus"),
        ("schroeder", "schroder"), ("schroder", "schroeder"), ("mueller", "muller"), ("muller", "mueller"),
        ("duesseldorf", "dusseldorf"),
    ],
)  # fmt: skip
def test_ligatures_and_umlauts_may_be_written_out(word: str, other: str) -> None:
    assert other in written_out(word)


@pytest.mark.parametrize("word", ["four", "hour", "there", "size", "filled", "poet", "", "a"])
def test_short_words_are_left_alone(word: str) -> None:
    assert not {"for", "hor", "filed", "pot", "theer", "sise"} & (variants(word) | written_out(word))


@given(st.text(max_size=20))
def test_no_word_is_a_variant_of_itself(word: str) -> None:
    assert word not in variants(word) | written_out(word)
