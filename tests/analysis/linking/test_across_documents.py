"""Entities across a corpus: what is joined and why, and above all what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.explanations import explain_join
from reader.analysis.linking.across_documents import resolve_entities
from reader.analysis.linking.name_graph import DocumentEntityCount, Resolution
from reader.analysis.reasons import ReasonKind, reason

NameGraph = list[list[DocumentEntityCount]]


def one(name: str, type_: str = "PERSON", *spellings: str, mentions: int = 1) -> DocumentEntityCount:
    return DocumentEntityCount(name, type_, mentions, spellings or (name,))


RARE = [one("Port of Turku", "FAC"), one("Harbour Board", "ORG"), one("Oskari Laine")]
"""Company that hardly anyone else keeps."""


def filler(number: int) -> NameGraph:
    """Documents about other things, so that what is rare is rare."""
    return [[one(f"Town {index}", "GPE"), one(f"Body {index}", "ORG")] for index in range(number)]


def entity(resolution: Resolution, name: str) -> tuple[str, ...]:
    """The spellings of the entity of that name."""
    (found,) = [item for item in resolution.entities if item.name == name]
    return found.aliases


def test_letters_alone_make_no_difference() -> None:
    resolution = resolve_entities(
        [[one("João Ferraz", mentions=2)], [one("JOAO FERRAZ")], [one("João Ferraz")]]
    )
    (found,) = resolution.entities
    assert (found.name, found.documents, found.mentions) == ("João Ferraz", 3, 4)
    assert found.reasons == (reason(ReasonKind.SAME_LETTERS, "JOAO FERRAZ", "João Ferraz"),)
    assert resolution.names == {("JOAO FERRAZ", "PERSON"): ("João Ferraz", "PERSON")}


def test_a_surname_joins_its_only_bearer_in_the_same_company() -> None:
    corpus = [[one("Abbas Araghchi"), *RARE], [one("Araghchi"), *RARE], *filler(20)]
    resolution = resolve_entities(corpus)
    assert entity(resolution, "Abbas Araghchi") == ("Abbas Araghchi", "Araghchi")
    (given,) = next(item.reasons for item in resolution.entities if item.name == "Abbas Araghchi")
    assert (given.kind, given.args[:2]) == (ReasonKind.ONLY_BEARER, ("Araghchi", "Abbas Araghchi"))
    assert set(given.args[2:]) <= {item.name for item in RARE}
    assert "both are named with" in explain_join(given)


def test_a_surname_in_other_company_stays_apart() -> None:
    corpus = [
        [one("Abbas Araghchi"), *RARE],
        [one("Araghchi"), one("Lake Inari", "LOC"), one("Inari Club", "ORG")],
    ]
    assert entity(resolve_entities([*corpus, *filler(20)]), "Araghchi") == ("Araghchi",)


def test_two_people_of_one_surname_stay_two_and_the_bare_surname_a_third() -> None:
    corpus = [[one("John Smith"), *RARE], [one("Jane Smith"), *RARE], [one("Smith"), *RARE], *filler(20)]
    names = {item.name for item in resolve_entities(corpus).entities}
    assert {"John Smith", "Jane Smith", "Smith"} <= names


def test_a_middle_initial_is_forgiven_unless_it_could_be_either() -> None:
    joined = resolve_entities([[one("Carl Icahn"), *RARE], [one("Carl C. Icahn"), *RARE], *filler(20)])
    assert set(entity(joined, "Carl C. Icahn" if "Carl C. Icahn" in _names(joined) else "Carl Icahn")) == {
        "Carl Icahn",
        "Carl C. Icahn",
    }
    apart = resolve_entities(
        [
            [one("John A. Smith"), *RARE],
            [one("John B. Smith"), *RARE],
            [one("John Smith"), *RARE],
            *filler(20),
        ]
    )
    assert {"John A. Smith", "John B. Smith", "John Smith"} <= _names(apart)


def _names(resolution: Resolution) -> set[str]:
    return {item.name for item in resolution.entities}


@pytest.mark.parametrize(
    ("one_name", "other", "type_"),
    [("Hezbollah Front", "Hizbullah Front", "ORG"), ("Muammar Gaddafi", "Muammar Qaddafi", "PERSON")],
)
def test_what_sounds_alike_is_joined_in_the_same_company_only(one_name: str, other: str, type_: str) -> None:
    same = [[one(one_name, type_), *RARE], [one(one_name, type_)], [one(other, type_), *RARE], *filler(20)]
    assert entity(resolve_entities(same), one_name) == (one_name, other)
    elsewhere = [[one(one_name, type_), *RARE], [one(other, type_), one("Lake Inari", "LOC")], *filler(20)]
    assert {one_name, other} <= _names(resolve_entities(elsewhere))


def test_names_that_one_document_uses_side_by_side_stay_two() -> None:
    both = [one("Stefan Meier"), one("Stefan Maier")]
    corpus = [[*both, *RARE], [both[0], *RARE], [both[1], *RARE], *filler(20)]
    assert {"Stefan Meier", "Stefan Maier"} <= _names(resolve_entities(corpus))


@pytest.mark.parametrize(
    ("one_name", "other", "type_"),
    [
        ("Bank", "European Central Bank", "ORG"),
        ("North Korea", "South Korea", "GPE"),
        ("Austria", "Australia", "GPE"),
        ("Iran", "Iraq", "GPE"),
        ("Elizabeth I", "Elizabeth II", "PERSON"),
        ("Brigade 41", "Brigade 14", "ORG"),
    ],
)
def test_what_only_looks_alike_is_never_joined(one_name: str, other: str, type_: str) -> None:
    corpus = [[one(one_name, type_), *RARE], [one(other, type_), *RARE], *filler(20)]
    assert {one_name, other} <= _names(resolve_entities(corpus))


def test_an_acronym_is_what_another_document_spells_out() -> None:
    union = one("Union of Dock Workers", "ORG", "Union of Dock Workers", "UDW")
    corpus = [[union, *RARE], [one("UDW", "ORG"), *RARE], *filler(20)]
    resolution = resolve_entities(corpus)
    assert resolution.names[("UDW", "ORG")] == ("Union of Dock Workers", "ORG")
    other = one("Uplands Drinking Water", "ORG", "Uplands Drinking Water", "UDW")
    assert "UDW" in _names(resolve_entities([*corpus, [other, *RARE]]))


def test_a_people_belongs_to_its_country() -> None:
    corpus = [[one("Iran", "NORP", "Iranian")], [one("Iran", "GPE")]]
    (found,) = resolve_entities(corpus).entities
    assert (found.name, found.type, set(found.aliases)) == ("Iran", "GPE", {"Iran", "Iranian"})


def test_a_people_is_known_by_the_form_of_its_name() -> None:
    resolution = resolve_entities([[one("Ismaran", "NORP")], [one("Ismara", "GPE")], [one("Ismara", "GPE")]])
    assert resolution.names == {("Ismaran", "NORP"): ("Ismara", "GPE")}


def test_a_type_given_once_in_many_is_an_oversight_and_one_given_often_is_not() -> None:
    often = [[one("Reuters", "ORG")] for _ in range(9)]
    assert len(resolve_entities([*often, [one("Reuters", "PERSON")]]).entities) == 1
    assert len(resolve_entities([*often, *[[one("Reuters", "PERSON")] for _ in range(3)]]).entities) == 2


def test_a_place_that_was_taken_for_somebody_is_the_place_unless_somebody_is_called_so() -> None:
    place, person = [one("Velmark", "GPE"), *RARE], [one("Velmark"), *RARE]
    resolution = resolve_entities([place, place, person, *filler(20)])
    assert resolution.names[("Velmark", "PERSON")] == ("Velmark", "GPE")
    (given,) = next(item.reasons for item in resolution.entities if item.name == "Velmark")
    assert given == reason(ReasonKind.NOBODYS_NAME, "Velmark", 2, 1)
    for other in ([place, person, person], [place, place, person, [one("Dirk Velmark")]]):
        assert ("Velmark", "GPE") not in resolve_entities([*other, *filler(20)]).names.values()


def test_an_empty_corpus_has_no_entities() -> None:
    assert resolve_entities([]) == Resolution([], {})
    assert resolve_entities([[], []]).entities == []


names = st.sampled_from(
    [
        "Ana Petrov",
        "A. Petrov",
        "Petrov",
        "Anna Petrova",
        "Iran",
        "Iranian",
        "UDW",
        "Union of Dock Workers",
        "ana petrov",
        "Acme Inc",
        "Acme",
    ]
)
tallies = st.builds(
    lambda name, type_, count: DocumentEntityCount(name, type_, count, (name,)),
    names,
    st.sampled_from(["PERSON", "ORG", "GPE", "NORP"]),
    st.integers(1, 3),
)
corpora = st.lists(st.lists(tallies, max_size=5, unique_by=lambda item: (item.name, item.type)), max_size=12)


@given(corpora)
def test_every_name_is_in_one_entity_and_every_mention_is_counted_once(corpus: NameGraph) -> None:
    resolution = resolve_entities(corpus)
    documents_by_name = {(item.name, item.type) for document in corpus for item in document}
    keys = [(item.name, item.type) for item in resolution.entities]
    assert len(keys) == len(set(keys))
    assert {resolution.names.get(key, key) for key in documents_by_name} == set(keys)
    assert not set(resolution.names) & set(keys)
    assert sum(item.mentions for item in resolution.entities) == sum(
        item.mentions for document in corpus for item in document
    )
    assert all(1 <= item.documents <= len(corpus) for item in resolution.entities)


@given(corpora, st.randoms(use_true_random=False))
def test_the_order_of_the_documents_does_not_matter(corpus: NameGraph, random: object) -> None:
    shuffled = list(corpus)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one_way, other_way = resolve_entities(corpus), resolve_entities(shuffled)
    assert [(item.name, item.type, item.documents, item.mentions) for item in one_way.entities] == [
        (item.name, item.type, item.documents, item.mentions) for item in other_way.entities
    ]


def test_a_name_is_not_called_as_headlines_write_it_and_an_acronym_is() -> None:
    corpus = [[one("ORSALA", "GPE")], [one("ORSALA", "GPE")], [one("Orsala", "GPE")]]
    assert _names(resolve_entities(corpus)) == {"Orsala"}
    corpus = [[one("OPEC", "ORG")], [one("OPEC", "ORG")], [one("Opec", "ORG")]]
    assert _names(resolve_entities(corpus)) == {"OPEC"}


def test_what_a_headline_in_capitals_runs_together_bears_no_surname() -> None:
    corpus = [[one("Orm Tolland"), *RARE], [one("Tolland"), *RARE], [one("NEEDS TOLLAND")], *filler(20)]
    assert resolve_entities(corpus).names[("Tolland", "PERSON")] == ("Orm Tolland", "PERSON")
    corpus = [[one("Orm Tolland"), *RARE], [one("Tolland"), *RARE], [one("ANNA TOLLAND")], *filler(20)]
    assert "Tolland" in _names(resolve_entities(corpus))


def test_short_forms_and_middle_initials_are_one_person_where_both_are_met_often() -> None:
    corpus = [*[[one("Joe Orm")]] * 3, *[[one("Joseph R. Orm")]] * 3, *filler(20)]
    assert entity(resolve_entities(corpus), "Joe Orm") == ("Joe Orm", "Joseph R. Orm")
    seldom = [*[[one("Joe Orm")]] * 3, [one("Joseph R. Orm")], *filler(20)]
    assert entity(resolve_entities(seldom), "Joe Orm") == ("Joe Orm",), "one document may speak of another"


def test_father_and_son_are_two() -> None:
    corpus = [*[[one("Joe Orm Sr.")]] * 3, *[[one("Joe Orm Jr.")]] * 3]
    assert entity(resolve_entities(corpus), "Joe Orm Sr.") == ("Joe Orm Sr.",)


def test_a_surname_alone_is_likely_the_one_who_leads_by_far() -> None:
    led = [*[[one("Dora Lund")]] * 6, *[[one("Lund")]] * 3, [one("Per Lund")]]
    resolution = resolve_entities(led)
    assert resolution.names["Lund", "PERSON"] == ("Dora Lund", "PERSON")
    (leader,) = (item for item in resolution.entities if item.name == "Dora Lund")
    assert leader.reasons == (reason(ReasonKind.LIKELY_BEARER, "Lund", "Dora Lund", 6),)
    assert "likely" in explain_join(leader.reasons[0])


@pytest.mark.parametrize(
    "corpus",
    [
        [*[[one("Dora Lund")]] * 3, *[[one("Lund")]] * 3],  # too few
        [*[[one("Dora Lund")]] * 6, *[[one("Per Lund")]] * 3, [one("Lund")]],  # no lead
        [*[[one("John Mark")]] * 6, [one("Mark")]],  # a given name
    ],
)
def test_nobody_is_likely_without_a_lead(corpus: list[list[DocumentEntityCount]]) -> None:
    assert not {"Lund", "Mark"} & {name for name, _ in resolve_entities(corpus).names}


def test_in_a_document_that_names_another_bearer_a_surname_alone_stays_so() -> None:
    corpus = [*[[one("Dora Lund")]] * 6, [one("Lund")], [one("Lund"), one("Per Lund")]]
    resolution = resolve_entities(corpus)
    assert resolution.names["Lund", "PERSON"] == ("Dora Lund", "PERSON")
    assert resolution.apart == {7: frozenset({("Lund", "PERSON")})}


def test_one_word_never_joins_by_sound() -> None:
    corpus = [[one("Michelle"), *RARE], [one("Mitchell"), *RARE], *filler(20)]
    assert resolve_entities(corpus).names == {}


def test_people_with_their_family_name_first_and_last_are_one() -> None:
    resolution = resolve_entities([[one("Liang Wenhao")], [one("Wen-hao Liang")], [one("Liang Wenhao")]])
    assert entity(resolution, "Liang Wenhao") == ("Liang Wenhao", "Wen-hao Liang")
    apart = resolve_entities([[one("Liang Wenhao")], [one("Wenhao Liang")], *filler(5)])
    assert {item.name for item in apart.entities} >= {"Liang Wenhao", "Wenhao Liang"}


def test_a_place_is_no_body_and_a_name_of_several_words_is_one_thing() -> None:
    corpus = [
        *[[one("Dravik", "GPE"), one("Calder Rose", "PRODUCT")]] * 4,
        *[[one("Dravik", "ORG"), one("Calder Rose")]] * 2,
    ]
    resolution = resolve_entities(corpus)
    assert [(item.name, item.type, item.documents) for item in resolution.entities] == [
        ("Calder Rose", "PRODUCT", 6),
        ("Dravik", "GPE", 6),
    ]
    person = resolve_entities([*[[one("Dravik", "GPE")]] * 4, *[[one("Dravik")]] * 2])
    assert len(person.entities) == 2
