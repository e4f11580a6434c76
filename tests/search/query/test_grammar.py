"""The search line, from what a person types to what is meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.search.query.grammar import FIELDS, LONGEST_LINE, Clause, DatesAtom, StateAtom, WordsAtom, parse


def only(line: str) -> Clause:
    (clause,) = parse(line).clauses
    return clause


def atom(line: str) -> WordsAtom:
    (found,) = only(line).alternatives
    assert isinstance(found, WordsAtom)
    return found


def test_words_are_folded_and_know_their_place() -> None:
    first, second = (clause.alternatives[0] for clause in parse("Über  Ḥormuz ").clauses)
    assert isinstance(first, WordsAtom)
    assert isinstance(second, WordsAtom)
    assert (first.words, first.start, first.end) == (("uber",), 0, 4)
    assert (second.words, second.start, second.end) == (("hormuz",), 6, 12)


def test_only_the_last_word_still_being_typed_is_a_prefix() -> None:
    assert [clause.alternatives[0].prefix for clause in parse("oil pri").clauses] == [False, True]  # type: ignore[union-attr]
    assert not atom("price ").prefix
    assert not atom("price.").prefix
    assert not atom("'price").prefix


def test_a_hyphen_inside_a_word_parts_it_and_does_not_negate() -> None:
    found = parse("anti-aircraft fire").clauses
    assert [clause.alternatives[0].words for clause in found] == [("anti",), ("aircraft",), ("fire",)]  # type: ignore[union-attr]
    assert not any(clause.negated for clause in found)


@pytest.mark.parametrize("line", ['"strait of hormuz"', "“strait of hormuz”", '"strait of hormuz'])
def test_a_phrase_with_any_marks_and_still_open(line: str) -> None:
    found = atom(line)
    assert found.phrase
    assert found.words == ("strait", "of", "hormuz")
    assert found.prefix == (line[-1] == "z")


def test_exactly() -> None:
    assert atom("'teh").exact
    assert atom("’teh").exact


@pytest.mark.parametrize("line", ["-oil", "!oil", "-tag:oil", '-"crude oil"'])
def test_negation(line: str) -> None:
    assert only(line).negated


def test_a_minus_alone_is_no_negation() -> None:
    assert [clause.negated for clause in parse("talks - oil").clauses] == [False, False]


@pytest.mark.parametrize("line", ["oil | gas", "oil|gas", "oil | | gas", "| oil | gas |"])
def test_alternatives(line: str) -> None:
    assert [found.words for found in only(line).alternatives] == [("oil",), ("gas",)]  # type: ignore[union-attr]


def test_alternatives_join_only_their_neighbours() -> None:
    assert [len(clause.alternatives) for clause in parse("iran oil | gas talks").clauses] == [1, 2, 1]


@pytest.mark.parametrize("name", ["title", "tag", "source", "person", "org", "place", "note"])
def test_fields(name: str) -> None:
    assert atom(f"{name}:Vienna").field == name
    assert atom(f'{name.upper()}:"old vienna"').words == ("old", "vienna")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-01-17", "2026-01-17", "2026-01-17"),
        ("2026-09..2026-10", "2026-09-01", "2026-10-31"),
        ("2026-09..", "2026-09-01", ""),
        ("..2026-09", "", "2026-09-30"),
    ],
)
def test_dates(text: str, first: str, last: str) -> None:
    assert only(f"date:{text}").alternatives == (DatesAtom(first, last),)


def test_states_are_left_to_the_caller() -> None:
    query = parse("oil is:unread has:note is:flagged | is:read")
    assert [clause.alternatives for clause in query.states] == [
        (StateAtom("is", "unread"),),
        (StateAtom("has", "note"),),
        (StateAtom("is", "flagged"), StateAtom("is", "read")),
    ]


def test_an_acronym_is_fixed_unless_everything_is_in_capitals() -> None:
    assert [clause.alternatives[0].fixed for clause in parse("the OPEC talks").clauses] == [
        False,
        True,
        False,
    ]  # type: ignore[union-attr]
    assert not any(clause.alternatives[0].fixed for clause in parse("THE OPEC TALKS").clauses)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("line", "position", "says"),
    [
        ("oil tag:", 8, "tag:energy"),
        ("oil date:", 9, "date:2026"),
        ("date:2026-13", 0, "2026-13"),
        ("date:yesterday", 0, "yesterday"),
        ("date:2026..2025", 0, "after"),
        ("is:red", 0, "is:unread"),
        ("titel:oil", 0, "title:"),
        ("oil | is:unread", 6, "is:"),
        ("-oil | gas", 7, "bar"),
        ("--- | ...", 0, "no word"),
        ("a" * 10_000, LONGEST_LINE, "10,000"),
    ],
)
def test_a_wrong_line_says_what_and_where(line: str, position: int, says: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(line)
    assert caught.value.position == position
    assert says in str(caught.value)


def test_has_notes_may_be_said_of_many() -> None:
    assert only("has:notes").alternatives == only("has:note").alternatives == (StateAtom("has", "note"),)


@pytest.mark.parametrize("line", ["10:30", "https://example.org/a", "Re: oil", "a:b"])
def test_a_colon_does_not_make_a_field(line: str) -> None:
    assert all(isinstance(clause.alternatives[0], WordsAtom) for clause in parse(line).clauses)


@pytest.mark.parametrize("line", ["", "   ", "\t\n"])
def test_an_empty_line_has_no_clauses(line: str) -> None:
    assert parse(line).clauses == ()


hostile = st.lists(
    st.sampled_from([*"\"“”'-!|:.\x00\x1b ", *(f"{name}:" for name in FIELDS), "oil", "2026-09", "ﬁ", "é"]),
    max_size=12,
).map("".join)


@given(st.one_of(st.text(), hostile))
def test_any_line_is_understood_or_refused_with_a_place_in_it(line: str) -> None:
    try:
        query = parse(line)
    except QueryError as wrong:
        error = wrong
    else:
        error = None
    if error:
        assert 0 <= error.position <= len(line)
        assert str(error).endswith((".", "note"))
        return
    assert query.line == line
    for clause in query.clauses:
        assert 0 <= clause.start < clause.end <= len(line)
        for found in clause.alternatives:
            if isinstance(found, WordsAtom):
                assert found.words
                assert 0 <= found.start < found.end <= len(line)


@pytest.mark.parametrize(
    ("line", "position", "says"),
    [
        ("oil date:2026-00", 4, "is no date"),
        ("date:2026-13-01", 0, "is no date"),
        ("date:2026-02-29", 0, "is no date"),
        ("date:2026-01-00", 0, "is no date"),
        ("date:0000", 0, "is no date"),
        ("date:2026-03..2026-02", 0, "after its last day"),
        ("is:unread | oil", 12, "not of words"),
        ("oil | is:unread", 6, "not of words"),
        ("-oil | gas", 7, "do not go together"),
        ("oil | -gas", 6, "do not go together"),
        ("has:", 4, "something is missing"),
        ('tag:""', 6, "something is missing"),
        ("oil tga:oil", 4, "did you mean “tag:”"),
        ("tittle:oil", 0, "did you mean “title:”"),
        ("has:notices", 0, "write has:"),
    ],
)
def test_what_is_wrong_with_a_line_and_where(line: str, position: int, says: str) -> None:
    with pytest.raises(QueryError, match=says) as caught:
        parse(line)
    assert caught.value.position == position


@pytest.mark.parametrize(
    "line", ["date:2024-02-29", "date:2026-01-01..2026-01-01", "xx:oil", "tittle: oil", "-is:read", "| oil"]
)
def test_lines_at_the_limit_of_what_is_right(line: str) -> None:
    assert parse(line).clauses


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("-40", [("40",)]),
        ("at -40 degrees", [("at",), ("40",), ("degrees",)]),
        ("-1.5% growth", [("1",), ("5",), ("growth",)]),
        ("'peace talks'", [("peace",), ("talks",)]),
        ("‘the envoy’s talks’ ", [("the",), ("envoy",), ("s",), ("talks",)]),
    ],
)
def test_signs_of_numbers_and_pasted_quotation_marks_are_no_operators(
    line: str, words: list[tuple[str, ...]]
) -> None:
    clauses = parse(line).clauses
    assert not any(clause.negated for clause in clauses)
    atoms = [clause.alternatives[0] for clause in clauses]
    assert [atom.words for atom in atoms if isinstance(atom, WordsAtom)] == words
    assert not any(atom.exact for atom in atoms if isinstance(atom, WordsAtom))


@pytest.mark.parametrize("line", ["-2024", "-2024-05", "-f16", "-oil", "-40th"])
def test_a_year_and_a_word_are_left_out(line: str) -> None:
    assert only(line).negated


@pytest.mark.parametrize("line", ["'ministers' talks", "'oil 'gas", "'oil price"])
def test_a_word_after_an_apostrophe_is_meant_exactly(line: str) -> None:
    first = parse(line).clauses[0].alternatives[0]
    assert isinstance(first, WordsAtom)
    assert first.exact


@pytest.mark.parametrize("line", ["-cease-fire", "'cease-fire"])
def test_a_compound_to_be_left_out_or_meant_exactly_is_a_phrase(line: str) -> None:
    (atom,) = only(line).alternatives
    assert isinstance(atom, WordsAtom)
    assert (atom.words, atom.exact, atom.phrase) == (("cease", "fire"), True, True)


PROSE = "what is known of the grain that ferries took south in spring"


@pytest.mark.parametrize(
    ("line", "operators"),
    [
        (f'{PROSE} and of "cease fire"', 0),
        (f"{PROSE} -and 'of ferries", 0),
        (f'{PROSE} "', 0),
        ('grain ferries "cease fire" -harbour \'truce', 3),
        (f'"{PROSE}"', 1),
        (f'{PROSE} title:truce "cease fire"', 2),
        (f"{PROSE} | -1", 0),
    ],
)
def test_marks_are_punctuation_in_a_text_that_was_pasted(line: str, operators: int) -> None:
    clauses = parse(line).clauses
    demanding = [
        clause
        for clause in clauses
        if clause.negated
        or any(isinstance(atom, WordsAtom) and (atom.exact or atom.field) for atom in clause.alternatives)
    ]
    assert len(demanding) == operators
