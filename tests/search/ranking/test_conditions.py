"""What of a search line must hold, as against what ranks: the filters that the index is given."""

from __future__ import annotations

import pytest

from reader.search.index.index_query import Both, Days, FieldWords, IndexFilter, Kind, Stem, TextField
from reader.search.query.grammar import parse
from reader.search.ranking.conditions import demands, filter_of
from reader.search.words.vocabulary import Vocabulary

PEOPLE = Vocabulary([("benjamin", 3), ("netanyahu", 5), ("netanyahus", 1), ("barnea", 2)])


def asked(line: str) -> tuple[IndexFilter, dict[str, str], list[TextField]]:
    """The filter of the only clause of a line, the corrections, and the fields whose words were read."""
    read: list[TextField] = []
    corrections: dict[str, str] = {}

    def words_of(field: TextField) -> Vocabulary:
        read.append(field)
        return PEOPLE

    (clause,) = parse(line).clauses
    return filter_of(clause, words_of, corrections), corrections, read


@pytest.mark.parametrize(
    ("line", "demanding"),
    [
        ("oil ", False),
        ("oil | gas ", False),
        ("'oil", True),
        ('"crude oil"', True),
        ("-oil", True),
        ("tag:oil", True),
        ("date:2026", True),
        ("oil | date:2026", True),
        ("oil | 'gas", True),
        ("is:unread", False),
        ("-is:unread", False),
        ("is:unread | has:note", False),
    ],
)
def test_what_demands_and_what_only_ranks(line: str, demanding: bool) -> None:
    (clause,) = parse(line).clauses
    assert demands(clause) is demanding


@pytest.mark.parametrize(
    ("line", "conditions"),
    [
        ("-oil ", [Stem("oil")]),
        ("-ministers ", [Stem("minist")]),
        ("-'ministers", [FieldWords("words", ("ministers",))]),
        ("-'UN", [FieldWords("words", ("un",)), FieldWords("words", ("u", "n"))]),
        ('"crude oil', [FieldWords("words", ("crude", "oil"), prefix=True)]),
        ('"crude oil"', [FieldWords("words", ("crude", "oil"))]),
        ("note:ministers ", [Both(Kind("note"), Stem("minist"))]),
        ("note:minis", [Both(Kind("note"), FieldWords("words", ("minis",), prefix=True))]),
        ("note:'ministers", [Both(Kind("note"), FieldWords("words", ("ministers",)))]),
        ('note:"crude oil"', [Both(Kind("note"), FieldWords("words", ("crude", "oil")))]),
        ("note:crude-oil ", [Both(Kind("note"), FieldWords("words", ("crude", "oil")))]),
        ("date:2026-01..2026-02", [Days(20260101, 20260228)]),
        ("date:..2026-02", [Days(1, 20260228)]),
        ("date:2026-02..", [Days(20260201, 99991231)]),
        ("oil | date:2026-01-05 ", [Stem("oil"), Days(20260105, 20260105)]),
    ],
)
def test_the_filter_of_a_clause(line: str, conditions: list[object]) -> None:
    made, corrections, read = asked(line)
    assert list(made.conditions) == conditions
    assert made.negated == line.startswith("-")
    assert corrections == {}
    assert read == []


@pytest.mark.parametrize(
    ("line", "words", "corrections"),
    [
        # As it is typed, while the field has such a word, or one that goes on from it.
        ("person:barnea ", [("barnea",)], {}),
        ("person:netan", [("netan",)], {}),
        # Otherwise also what it may mean, and said.
        ("person:barnae ", [("barnae",), ("barnea",)], {"barnae": "barnea"}),
        ("person:netanyhu ", [("netanyhu",), ("netanyahu",)], {"netanyhu": "netanyahu"}),
        ("person:netanyhu", [("netanyhu",), ("netanyahu",)], {"netanyhu": "netanyahu"}),
        ("person:xenon ", [("xenon",)], {}),
        # What is to be left out is left out as it is typed.
        ("-person:netanyhu ", [("netanyhu",)], {}),
        ('-person:"benjamin netanyhu"', [("benjamin", "netanyhu")], {}),
        # Exactly means exactly.
        ("person:'barnae", [("barnae",)], {}),
        # Of a name of several words only the misspelt one is another.
        (
            'person:"benjamin netanyhu"',
            [("benjamin", "netanyhu"), ("benjamin", "netanyahu")],
            {"netanyhu": "netanyahu"},
        ),
        ('person:"benjamin netanyahu"', [("benjamin", "netanyahu")], {}),
        ('person:"qqq netanyahu"', [("qqq", "netanyahu")], {}),
    ],
)
def test_words_of_a_field_may_be_misspelt(
    line: str, words: list[tuple[str, ...]], corrections: dict[str, str]
) -> None:
    made, found, read = asked(line)
    assert [condition.words for condition in made.conditions if isinstance(condition, FieldWords)] == words
    assert {condition.field for condition in made.conditions if isinstance(condition, FieldWords)} == {
        "people"
    }
    assert found == corrections
    assert read == ([] if "'" in line or line.startswith("-") else ["people"])


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("title", "title"),
        ("tag", "tags"),
        ("source", "source"),
        ("person", "people"),
        ("org", "organisations"),
        ("place", "places"),
    ],
)
def test_each_field_is_the_index_s_own(name: str, field: TextField) -> None:
    made, _, _ = asked(f"{name}:'word")
    assert made.conditions == (FieldWords(field, ("word",)),)
