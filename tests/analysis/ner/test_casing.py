"""The case of lines in capitals and of headlines, brought to that of a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.ner.casing import is_common, is_in_title_case, is_shouted, sentence_case


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("MINISTER VOLKER HARTMANN MEETS NATO ENVOY", "Minister Volker Hartmann meets NATO envoy"),
        ("PRESIDENT KENNEDY SPOKE AT CULHAM LABORATORY", "President Kennedy spoke at Culham Laboratory"),
        ("BRITAIN'S ENVOYS FLED EAST GERMANY'S CAPITAL", "Britain's envoys fled East Germany's capital"),
        (
            "NO MAN WHO GAVE US HOPE SAID IT. THE WHO SAYS SO. " * 3,
            "No man who gave us hope said it. The WHO says so. " * 3,
        ),
        ("AN ELBOT AND THE ELBOT", "An elbot and the Elbot"),
        ("HE SAW SAID KHOROVSKY, JR", "He saw said Khorovsky, Jr"),
        ("Josh Earnest Answers Difficult Questions", "Josh Earnest answers difficult questions"),
        ("Keeping Peace Corps Volunteers Healthy", "Keeping peace Corps volunteers healthy"),
        ("New York Bank Sells Costly Bonds", "New York Bank sells costly bonds"),
    ],
)
def test_words_take_the_case_of_a_sentence(text: str, read: str) -> None:
    assert is_shouted(text) or is_in_title_case(text)
    assert sentence_case(text, {}) == read


def test_the_document_says_how_a_word_is_written() -> None:
    usual = {"peace": "Peace", "corps": "Corps"}
    assert sentence_case("Keeping Peace Corps Volunteers", usual) == "Keeping Peace Corps volunteers"


@pytest.mark.parametrize(
    "text", ["Ana Petrov, Karin Lindqvist, Oslo", "The talks in Oslo", "One two", "NATO"]
)
def test_names_alone_and_sentences_are_no_title_case(text: str) -> None:
    assert not is_in_title_case(text)
    assert not is_shouted(text)


@pytest.mark.parametrize(
    ("word", "common"),
    [("government", True), ("villages", True), ("oversubscribed", True), ("kovacs", False), ("ahmed", False)],
)
def test_common_words(word: str, common: bool) -> None:
    assert is_common(word) is common


@given(st.text(alphabet="ABCIİŞßǆa .,'’-\n", max_size=60))
def test_every_character_keeps_its_place(text: str) -> None:
    read = sentence_case(text, {})
    assert len(read) == len(text)
    assert read.lower() == text.lower()
