"""What a spelling is told to be of a name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.explanations import explain_join
from reader.analysis.linking.relations import relation


@pytest.mark.parametrize(
    ("spelling", "name", "type_", "said"),
    [
        ("Orm", "Vara Orm", "PERSON", "is the surname of"),
        ("Vara", "Vara Orm", "PERSON", "is the given name of"),
        ("V. Orm", "Vara Orm", "PERSON", "written more or less fully"),
        ("Lord Orm", "Orm", "PERSON", "with a title"),
        ("VARA ORM", "Vara Orm", "PERSON", "in other letters"),
        ("Yevgeny Dorozhan", "Evgen Dorojan", "PERSON", "in another spelling"),
        ("U.S.", "United States", "GPE", "is another name of"),
        ("Iranians", "Iran", "GPE", "is of"),
        ("Korvanian", "Korvania", "GPE", "is of"),
        ("KCG", "Korvanian Coast Guard", "ORG", "is the acronym of"),
        ("Tessel", "Tessel Grain Board", "ORG", "is short for"),
        ("Brisa", "MV Brisa", "PRODUCT", "is short for"),
        ("The Lamp", "Vara Orm", "PERSON", "is what a document calls"),
    ],
)
def test_each_rule_is_told_in_its_words(spelling: str, name: str, type_: str, said: str) -> None:
    sentence = explain_join(relation(spelling, name, type_))
    assert said in sentence
    assert f"“{spelling}”" in sentence
    assert f"“{name}”" in sentence


def test_a_surname_of_another_spelling_is_told_with_that() -> None:
    sentence = explain_join(relation("Dorojan", "Yevhen Dorozhan", "PERSON", ("Dorojan", "Evgen Dorojan")))
    assert sentence == "“Dorojan” is the surname of “Evgen Dorojan”."


@given(
    st.text(min_size=1), st.text(min_size=1).filter(str.strip), st.sampled_from(["PERSON", "ORG", "PRODUCT"])
)
def test_whatever_the_names_a_sentence_comes_of_it(spelling: str, name: str, type_: str) -> None:
    assert f"“{spelling}”" in explain_join(relation(spelling, name, type_))
