"""Types by evidence and entities within a document, without a model: mentions are given."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.linking.name_matching import initials, same_person, skeleton, spelt_alike
from reader.analysis.linking.within_document import link_mentions
from reader.analysis.mention import GROUPS
from reader.analysis.ner.boundaries import RawMention, trim
from reader.analysis.ner.consistency import refine
from reader.analysis.ner.segments import parts, prose, reading_case
from reader.analysis.reasons import ReasonKind
from reader.text.document import Block, Document


def proposed(start: int, end: int, type_: str) -> RawMention:
    """A mention as a model gives it."""
    return RawMention.of(start, end, type_, ReasonKind.MODEL)


def given_mentions(text: str, *named: tuple[str, str]) -> list[RawMention]:
    """The names as a model would give them: the first place of each."""
    return sorted(proposed(text.index(name), text.index(name) + len(name), type_) for name, type_ in named)


def named(text: str, *mentions: tuple[str, str]) -> list[tuple[str, str, str]]:
    """Written, type and entity of what comes of the mentions."""
    document = Document(text)
    return [
        (text[item.start : item.end], item.type, item.entity)
        for item in link_mentions(document, refine(text, given_mentions(text, *mentions)))
    ]


@pytest.mark.parametrize(
    ("text", "type_", "name"),
    [
        ("the Kremlin's", "ORG", "Kremlin"),
        ("The Sahel’s", "LOC", "Sahel"),
        ("President Anna Kovacs", "PERSON", "Anna Kovacs"),
        ("Iranian Foreign Minister Abbas Araghchi", "PERSON", "Abbas Araghchi"),
        ("Lord Carrington", "PERSON", "Lord Carrington"),
        ("“Acme”,", "ORG", "Acme"),
        ("U.S.", "GPE", "U.S."),
        ("Martin Luther King Jr.", "PERSON", "Martin Luther King Jr."),
        ("Oslo.", "GPE", "Oslo"),
    ],
)
def test_edges_are_trimmed(text: str, type_: str, name: str) -> None:
    item = trim(text, proposed(0, len(text), type_))
    assert item is not None
    assert text[item.start : item.end] == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It is for the Ministry of the Sea. Readers may write.", ["Ministry of the Sea"]),
        ("Asked by Korvan Radio.” Tessel Grain Board will answer.", ["Korvan Radio", "Tessel Grain Board"]),
        ("He left Port Anselm\nLiang Wenhao stayed.", ["Port Anselm", "Liang Wenhao"]),
        ("They met Frank N. Robinson.", ["Frank N. Robinson"]),
        ("It fell to the U.S. Circuit Court.", ["U.S. Circuit Court"]),
    ],
)
def test_a_name_ends_with_its_sentence_and_its_block(text: str, names: list[str]) -> None:
    first = text.index(names[0])
    end = text.index(names[-1]) + len(names[-1]) + (8 if "Readers" in text else 0)
    found = refine(text, [proposed(first, end, "ORG")])
    assert [text[item.start : item.end] for item in found] == names


@given(
    st.lists(
        st.sampled_from(["Ada", "Ministry of the Sea", "met", "\n", ". ", "! ", "U.S.", " "]), max_size=12
    )
)
def test_no_name_goes_over_the_end_of_a_block(words: list[str]) -> None:
    text = " ".join(words)
    for type_ in ("ORG", "PERSON", "GPE"):
        found = refine(text, [proposed(0, len(text), type_)]) if text else []
        assert not any("\n" in text[item.start : item.end] for item in found)


def test_a_state_and_a_company_get_back_what_was_cut_off() -> None:
    text = "Acme Corp. of San Mateo, Calif. said"
    company, state = (
        proposed(0, 4, "ORG"),
        proposed(25, 30, "GPE"),
    )
    assert text[slice(*(trim(text, company) or company)[:2])] == "Acme Corp."
    assert text[slice(*(trim(text, state) or state)[:2])] == "Calif."


@pytest.mark.parametrize(
    "text", ["the", "Friday", "'s", "Foreign Minister", "Inc.", "—", "Avg shrs", "cts Net"]
)
def test_what_names_nobody_is_dropped(text: str) -> None:
    assert trim(text, proposed(0, len(text), "ORG")) is None


def test_values_are_left_as_they_are() -> None:
    assert trim("the weekend", proposed(0, 11, "DATE")) == RawMention.of(0, 11, "DATE", ReasonKind.MODEL)


def test_a_surname_is_the_person_named_in_full() -> None:
    text = "Miriam Tolvanen spoke. Tolvanen left for Turku. Then Tolvanen rested."
    assert named(text, ("Miriam Tolvanen", "PERSON"), ("Turku", "GPE"))[:3] == [
        ("Miriam Tolvanen", "PERSON", "Miriam Tolvanen"),
        ("Tolvanen", "PERSON", "Miriam Tolvanen"),
        ("Turku", "GPE", "Turku"),
    ]
    wrong = named(text, ("Miriam Tolvanen", "PERSON"), ("Tolvanen left", "GPE"))
    assert {type_ for written, type_, _ in wrong if "Tolvanen" in written and "left" not in written} == {
        "PERSON"
    }


def test_two_people_of_one_surname_stay_two_and_the_surname_alone_stays_apart() -> None:
    text = "Ana Petrov met Ivo Petrov. Petrov smiled."
    entities = {
        written: entity
        for written, _, entity in named(text, ("Ana Petrov", "PERSON"), ("Ivo Petrov", "PERSON"))
    }
    assert entities == {"Ana Petrov": "Ana Petrov", "Ivo Petrov": "Ivo Petrov", "Petrov": "Petrov"}


def test_a_country_has_one_name_and_its_people_belong_to_it() -> None:
    text = "The U.S. and the United States are one. Americans and French officials agree."
    result = named(text)
    assert ("U.S.", "GPE", "United States") in result
    assert ("United States", "GPE", "United States") in result
    assert ("Americans", "NORP", "United States") in result
    assert ("French", "NORP", "France") in result


def test_a_people_is_told_from_its_country_by_rule() -> None:
    text = "Korvania answered. Korvanian ships sailed from Korvania."
    result = named(text, ("Korvania", "PERSON"))
    assert ("Korvania", "GPE", "Korvania") in result
    assert ("Korvanian", "NORP", "Korvania") in result


def test_an_acronym_is_its_expansion() -> None:
    text = "The Union of Dock Workers (UDW) met. Later UDW left, and the Port Labour Board too; PLB agreed."
    result = named(text, ("Union of Dock Workers", "ORG"), ("Port Labour Board", "ORG"), ("PLB", "ORG"))
    assert result.count(("UDW", "ORG", "Union of Dock Workers")) == 2
    assert ("PLB", "ORG", "Port Labour Board") in result


def test_an_acronym_of_two_is_neither() -> None:
    text = "The Port Labour Board met the Public Lending Bank. PLB agreed."
    result = named(text, ("Port Labour Board", "ORG"), ("Public Lending Bank", "ORG"), ("PLB", "ORG"))
    assert ("PLB", "ORG", "PLB") in result


def test_a_bank_is_not_the_central_bank() -> None:
    text = "The European Central Bank acted. Bank shares fell, and Bank officials left."
    result = named(text, ("European Central Bank", "ORG"), ("Bank shares"[:4], "ORG"))
    assert all(entity != "European Central Bank" for written, _, entity in result if written == "Bank")


def test_a_word_that_the_text_also_writes_small_names_nobody() -> None:
    text = "Guild officials spoke. The guild is old. Kemi is a town."
    assert named(text, ("Guild", "PERSON"), ("Kemi", "GPE")) == [("Kemi", "GPE", "Kemi")]


def test_two_given_names_of_one_surname_are_two_people() -> None:
    text = "John Smith met Jane Smith and Ivo Petrov met Ana Petrov."
    result = named(
        text, *((name, "PERSON") for name in ("John Smith", "Jane Smith", "Ivo Petrov", "Ana Petrov"))
    )
    assert all(written == entity for written, _, entity in result)


def test_words_in_apposition_name_the_same() -> None:
    text = "Ilich Sanchez, known as Carlos, was tried. Carlos said nothing."
    result = named(text, ("Ilich Sanchez", "PERSON"), ("Carlos", "PERSON"))
    assert result.count(("Carlos", "PERSON", "Ilich Sanchez")) == 2


def test_a_company_goes_by_its_short_name() -> None:
    text = "Goldman Sachs Group Inc. sold it. Only Goldman was glad."
    sold = text.index("Goldman was")
    found = [
        proposed(0, 24, "ORG"),
        proposed(sold, sold + 7, "ORG"),
    ]
    assert [item.entity for item in link_mentions(Document(text), refine(text, found))] == [
        "Goldman Sachs Group Inc."
    ] * 2


def test_a_ship_goes_by_her_short_name() -> None:
    text = "HMS Ocean sailed; the Ocean is old. MV Calder Rose sank. Calder Rose was new."
    result = named(text, ("the Ocean", "LOC"))
    assert ("HMS Ocean", "PRODUCT", "HMS Ocean") in result
    assert ("Ocean", "PRODUCT", "HMS Ocean") in result
    rose = text.index("Calder Rose was")
    mentions = link_mentions(Document(text), refine(text, [proposed(rose, rose + 11, "PERSON")]))
    assert [(item.type, item.entity) for item in mentions if item.start == rose] == [
        ("PRODUCT", "MV Calder Rose")
    ]


def test_a_dateline_names_a_place_and_an_agency() -> None:
    text = "TURKU, Finland (Reuters) - Rain fell on Turku."
    assert named(text) == [
        ("TURKU", "GPE", "Turku"),
        ("Finland", "GPE", "Finland"),
        ("Reuters", "ORG", "Reuters"),
        ("Turku", "GPE", "Turku"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Donald J. Trump", "Donald Trump", True),
        ("President Donald Trump", "D. Trump", True),
        ("John A. Smith", "John B. Smith", False),
        ("John Smith", "Jane Smith", False),
        ("John Smith", "John Smithe", False),
        ("Smith", "John Smith", False),
    ],
)
def test_full_names_of_one_person(one: str, other: str, same: bool) -> None:
    assert same_person(one, other) is same
    assert same_person(other, one) is same


@pytest.mark.parametrize(
    ("one", "other"),
    [("Gaddafi", "Qadhafi"), ("Hezbollah", "Hizbullah"), ("Araghchi", "Araqchi"), ("Mohammed", "Muhammad")],
)
def test_romanisations_sound_alike(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_spellings_of_one_full_name() -> None:
    assert spelt_alike("Yevhen Dorozhan", "Evgen Dorojan")
    assert spelt_alike("Amina al-Rashidi", "Amina Al Rasheedi")
    assert not spelt_alike("Ana Petrov", "Ivo Petrov")
    assert not spelt_alike("Ana Petrov", "Ana Pavlov")


def test_initials() -> None:
    assert initials("Union of Dock Workers") == {"UODW", "UDW"}
    assert initials("Bank") == set()


@pytest.mark.parametrize(
    "text",
    [
        "Velmark voted. Two ships under the flag of Velmark were freed.",
        "Velmark voted. The foreign ministry of Velmark said so.",
        "Velmark voted. She lay eleven miles off the Velmark shore.",
        "Velmark voted. The Velmark foreign ministry has asked to visit.",
        "Velmark voted. Six of them crossed into Velmark at noon, and more stayed in Velmark.",
    ],
)
def test_a_place_that_the_model_takes_for_somebody_is_known_by_what_stands_around_it(text: str) -> None:
    assert {item[1] for item in named(text, ("Velmark", "PERSON"))} == {"GPE"}


def test_somebody_who_is_named_in_full_stays_a_person_wherever_it_is_said() -> None:
    text = "Dirk Velmark spoke. It was in Velmark that they trusted. Faith in Velmark grew."
    assert {item[1] for item in named(text, ("Dirk Velmark", "PERSON"), ("Velmark", "PERSON"))} == {"PERSON"}


def test_headlines_take_the_case_of_the_text_and_keep_every_offset() -> None:
    text = "U.S. AND DE VRIES MEET\n\nJan de Vries came."
    document = Document(text, (Block("heading", 0, 22, level=1), Block("paragraph", 24, len(text))))
    spans = prose(document)
    reading = reading_case(document, spans)
    assert len(reading) == len(text)
    assert reading[:22] == "U.S. and de Vries meet"
    assert reading[22:24] == "\n\n"
    for part in parts(reading, spans):
        assert [reading[offset] for offset in part.offsets if not reading[offset].isspace()] == [
            char for char in part.text if char != " "
        ]


pieces = st.lists(
    st.sampled_from(
        [
            "Ana",
            "Petrov",
            "the",
            "U.S.",
            "(UDW)",
            "Union",
            "of",
            "Workers",
            "’s",
            ",",
            "\n",
            "USS",
            "Rose",
            "Korvania",
            "Korvanian",
            "Mr.",
        ]
    ),
    min_size=1,
    max_size=20,
).map(" ".join)


@given(
    pieces,
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20), st.sampled_from(sorted(GROUPS))), max_size=6),
)
def test_whatever_a_model_says_mentions_are_sorted_and_never_overlap(
    text: str, said: list[tuple[int, int, str]]
) -> None:
    at, found = 0, []
    for gap, length, type_ in said:
        start, end = at + gap, at + gap + length
        if end > len(text):
            break
        found.append(proposed(start, end, type_))
        at = end
    document = Document(text)
    mentions = link_mentions(document, refine(reading_case(document, prose(document)), found))
    assert all(0 <= item.start < item.end <= len(text) for item in mentions)
    assert all(one.end <= other.start for one, other in pairwise(mentions))
    assert all(item.entity and item.reasons for item in mentions)


@pytest.mark.parametrize("name", ["314,000 Revs", "AMB> FILES", "Apps Gallery](http", "Avg 6.9 mln vs"])
def test_no_person_has_figures_or_marks_of_a_machine_in_the_name(name: str) -> None:
    assert named(f"So much for {name} in all", (name, "PERSON")) == []


def test_a_word_that_only_heads_figures_is_nobody() -> None:
    text = "Revs 3.2 mln vs 4.1 mln\n\nRevs 12.0 mln vs 11.7 mln"
    assert named(text, ("Revs", "PERSON")) == []
    assert named("Lauter 3, Brisa 1. Lauter said so. Mr. Lauter left.", ("Lauter", "PERSON")) != []


@pytest.mark.parametrize(
    ("written", "type_", "name"),
    [
        ("BRITAIN", "GPE", "United Kingdom"),
        ("GERMANS", "NORP", "Germany"),
        ("YUGOSLAVIA", "GPE", "Yugoslavia"),
    ],
)
def test_a_country_in_capitals_is_the_country(written: str, type_: str, name: str) -> None:
    assert named(f"And so {written} fell.", (written, type_)) == [(written, type_, name)]


def test_one_word_of_a_committee_is_not_the_committee() -> None:
    text = "The House voted. The House Budget Committee did not."
    found = named(text, ("House", "ORG"), ("House Budget Committee", "ORG"))
    assert {item[2] for item in found} == {"House", "House Budget Committee"}


def test_a_rank_that_the_model_took_for_a_first_name_is_trimmed() -> None:
    text = "They held Deck cadet Niko Brandvold for a week."
    assert named(text, ("Deck cadet", "PERSON"), ("Niko Brandvold", "PERSON")) == [
        ("Niko Brandvold", "PERSON", "Niko Brandvold")
    ]


def test_a_headline_in_capitals_gives_nobody_a_full_name() -> None:
    text = "Congress NEEDS TOLLAND now. Tolland is away."
    found = named(text, ("NEEDS TOLLAND", "PERSON"), ("Tolland", "PERSON"))
    assert ("Tolland", "PERSON", "Tolland") in found


def test_the_bank_is_an_organisation_and_nobody() -> None:
    text = "The Bank said that more would follow. The Bank kept its rate."
    assert {item[1] for item in named(text, ("Bank", "PERSON"))} == {"ORG"}


def test_a_particle_is_part_of_a_surname_and_no_given_name() -> None:
    text = "Prince Karim bin Salman met Omar bin Zayed. Bin Salman smiled; bin Zayed left."
    found = named(
        text,
        ("Prince Karim bin Salman", "PERSON"),
        ("Omar bin Zayed", "PERSON"),
        ("Bin Salman", "PERSON"),
    )
    assert ("Bin Salman", "PERSON", "Prince Karim bin Salman") in found


def test_somebody_with_a_title_is_not_the_ship_of_that_name() -> None:
    text = "President Orm Tolland died in 1865. The USS Orm Tolland sailed."
    assert named(text, ("Orm Tolland", "PERSON")) == [
        ("Orm Tolland", "PERSON", "Orm Tolland"),
        ("USS Orm Tolland", "PRODUCT", "USS Orm Tolland"),
    ]


@pytest.mark.parametrize(
    ("text", "mentions", "names"),
    [
        (
            "He met Buffalo Mayor Byron Brown there.",
            [("Buffalo Mayor Byron Brown", "ORG")],
            [("Byron Brown", "PERSON")],
        ),
        (
            "So said FEMA Administrator Criswell today.",
            [("FEMA Administrator Criswell", "PERSON")],
            [("FEMA", "ORG"), ("Criswell", "PERSON")],
        ),
        (
            "It featured Isabel Guzman, Administrator of the Small Trade Administration.",
            [("Isabel Guzman, Administrator of the Small Trade Administration", "ORG")],
            [("Isabel Guzman", "PERSON"), ("Small Trade Administration", "ORG")],
        ),
        (
            "the adviser for Cyber and Emerging Technologies Anne Neubauer spoke",
            [("Cyber and Emerging Technologies Anne Neubauer", "ORG")],
            [("Cyber and Emerging Technologies", "ORG"), ("Anne Neubauer", "PERSON")],
        ),
        (
            "it acquired Celtane Corp on Feb 27",
            [("Celtane Corp on Feb 27", "ORG")],
            [("Celtane Corp", "ORG")],
        ),
        ("a bid by group GKV Plc today", [("Plc", "PRODUCT")], [("GKV Plc", "ORG")]),
        (
            "in the counties of Audrain, Boone, St. Clair, and Ray.",
            [("Boone", "ORG"), ("Ray", "PERSON")],
            [("Audrain", "GPE"), ("Boone", "GPE"), ("St. Clair", "GPE"), ("Ray", "GPE")],
        ),
        (
            "It passed the Inflation Relief Act and Title IX.",
            [("Title IX", "ORG")],
            [("Inflation Relief Act", "LAW"), ("Title IX", "LAW")],
        ),
        (
            "the James S. Bradley Press Briefing Room",
            [("James S. Bradley", "PERSON")],
            [("James S. Bradley Press Briefing Room", "FAC")],
        ),
        (
            "of the Chemical Safety and Hazard Review Board",
            [("Chemical Safety", "ORG"), ("Hazard Review Board", "ORG")],
            [("Chemical Safety and Hazard Review Board", "ORG")],
        ),
        ("Aboard Air Force One", [("Aboard Air Force One", "ORG")], [("Air Force One", "PRODUCT")]),
        (
            "the West and western Kyiv",
            [("West", "ORG"), ("Kyiv", "PERSON")],
            [("West", "LOC"), ("Kyiv", "GPE")],
        ),
        ("under 50 U.S.C. 1622 and at USA.gov", [], []),
        ("then Spuki- — Putin spoke", [("Spuki", "PERSON"), ("Putin", "PERSON")], [("Putin", "PERSON")]),
        ("It ended at 12:38 P.M. CIT", [("P.M. CIT", "WORK_OF_ART")], []),
        (
            "President Joseph R. Boden, Jr. came",
            [("Joseph R. Boden", "PERSON")],
            [("Joseph R. Boden, Jr.", "PERSON")],
        ),
        ("so Marotian oversaw it", [("Marotian oversaw", "PERSON")], [("Marotian", "PERSON")]),
        ("Success came. It was of Small Comfort", [("Success", "ORG"), ("Small Comfort", "PERSON")], []),
        (
            "as Homeland Security Advisor of",
            [("Homeland Security Advisor", "ORG")],
            [("Homeland Security", "ORG")],
        ),
        ("said Gulf Mills", [("Gulf Mills", "PERSON")], [("Gulf Mills", "ORG")]),
        ("It ended. Rescinding Bodin’s order", [("Rescinding Bodin", "PERSON")], [("Bodin", "PERSON")]),
        (
            "directs the Administrator of the Port Agency",
            [("the Administrator of the Port Agency", "ORG")],
            [("Port Agency", "ORG")],
        ),
        (
            "Deputy Secretary of Agriculture Jewel Bronau",
            [("Agriculture Jewel Bronau", "ORG")],
            [("Agriculture", "ORG"), ("Jewel Bronau", "PERSON")],
        ),
        ("its NATO Allies stand", [("NATO Allies", "ORG")], [("NATO", "ORG")]),
        ("to Sedio N.V. of Lugano", [("Sedio", "PERSON")], [("Sedio N.V.", "ORG")]),
        (
            "and Northern Telcom slid 1-1/2 to 58",
            [("Northern Telcom", "PERSON")],
            [("Northern Telcom", "ORG")],
        ),
        ("for you Miami Heat fans", [("Miami Heat", "PERSON")], [("Miami Heat", "ORG")]),
        ("According to comScope, it fell", [("comScope", "PERSON")], [("comScope", "ORG")]),
        ("the s Market Map", [("s Market", "PERSON")], []),
        ("The Content Village is here", [("Village", "NORP")], []),
        ("a Cloud Service Provider (CSP)", [("Cloud Service Provider", "ORG")], [("CSP", "ORG")]),
        ("Methods:\nUsability Evaluation\nmore", [("Usability Evaluation", "ORG")], []),
        ("the Great Lakes and the sea", [("Great Lakes", "ORG")], [("Great Lakes", "LOC")]),
        (
            "Neutralist Prince Souvan Phoma went",
            [("Prince Souvan Phoma", "ORG")],
            [("Prince Souvan Phoma", "PERSON")],
        ),
    ],
)
def test_kinds_and_edges_seen_in_real_documents(
    text: str, mentions: list[tuple[str, str]], names: list[tuple[str, str]]
) -> None:
    assert [(written, type_) for written, type_, _ in named(text, *mentions)] == names


def test_what_an_organisation_begins_with_is_that_organisation() -> None:
    text = "Gulf Dale Utilities Co said so. Gulf Dale obtained it."
    mentions = refine(text, [proposed(0, 22, "ORG"), proposed(32, 41, "PERSON")])
    assert [item.type for item in mentions] == ["ORG", "ORG"]


def test_names_stop_at_line_ends_and_at_what_machines_read() -> None:
    text = (
        "Delta Center Stage\nGreenville\n\nthe [Space Apps Day](https://spaceapps.example.org/) on {{< x >}}"
    )
    document = Document(text, (Block("paragraph", 0, 29), Block("paragraph", 31, len(text))))
    reading = reading_case(document, prose(document))
    assert len(reading) == len(text)
    assert "\n" in reading[:29]
    assert "spaceapps" not in reading
    assert "{{" not in reading
    both = refine(reading, [proposed(0, 29, "ORG")])
    assert [text[item.start : item.end] for item in both] == ["Delta Center Stage"]


def test_in_capitals_a_model_alone_is_not_believed() -> None:
    original = "THE GARB OF SOME CHUM IN KEDAH AND BORIS ORLOV WAS A CIRCEAN ODYSSEY"
    text = "The garb of some Chum in Kedah and Boris Orlov was a Circean Odyssey"
    raw = given_mentions(
        text, ("Chum", "ORG"), ("Kedah", "GPE"), ("Boris Orlov", "PERSON"), ("Circean Odyssey", "ORG")
    )
    names = [text[item.start : item.end] for item in refine(text, raw, original)]
    assert names == ["Kedah", "Boris Orlov"]


def test_a_given_name_of_somebody_named_in_full_is_that_person() -> None:
    text = "Ketsana Vongsou was shot. At Ketsana’s funeral they wept."
    types = [item[1:] for item in named(text, ("Ketsana Vongsou", "PERSON"), ("Ketsana’s", "GPE"))]
    assert types == [("PERSON", "Ketsana Vongsou")] * 2


def test_an_unmarked_headline_is_read_as_a_sentence() -> None:
    text = "New Actions Aim to Produce Three Billion Gallons of Sustainable Fuel and Reduce Emissions"
    document = Document(text, (Block("paragraph", 0, len(text)),))
    assert reading_case(document, prose(document)).startswith("New actions aim to produce three billion")
    names = "Elena Rios, President, National Hispanic Medical Association"
    document = Document(names, (Block("paragraph", 0, len(names)),))
    assert reading_case(document, prose(document)) == names


def test_a_storm_is_one_under_its_name_alone() -> None:
    text = "Hurricane Idalia came. As Idalia moves, Florida waits."
    start = text.index("As ") + 3
    mentions = link_mentions(
        Document(text), refine(text, [proposed(0, 16, "EVENT"), proposed(start, start + 6, "GPE")])
    )
    assert [(item.type, item.entity) for item in mentions[:2]] == [("EVENT", "Hurricane Idalia")] * 2
