"""Letters, minutes, bibliographies, cables, memos and forms: what they are called, how they are cut."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invariants import check_document

from reader.formats.load import parse
from reader.text.document import Document

BODY = (
    "The pilots told the ferry office on Friday that the lower pier has been without a light since the\n"
    "storm, and that two boats had come too close to it.\n"
)


def read(text: str, name: str = "a.txt") -> Document:
    return parse(text.encode(), name)


def _blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def _sentences(document: Document) -> list[str]:
    return [document.quote(sentence) for sentence in document.sentences]


# Letters

ADDRESS = "The Old Pilot House\n7 Quay Street\nAshmouth\n"


def test_an_address_above_a_salutation_is_no_title() -> None:
    document = read(f"{ADDRESS}\n12 May 2018\n\nDear Mr Holt,\n\n{BODY}\nYours faithfully,\n\nA. Keel\n")
    assert document.title.startswith("The pilots told the ferry office")
    assert document.title_from == "first sentence"
    assert document.published == "2018-05-12"
    assert "7 Quay Street" not in " ".join(_sentences(document))
    assert "7 Quay Street" in document.text


@pytest.mark.parametrize("place", ["{re}\n\nDear Mr Holt,\n\n", "Dear Mr Holt,\n\n{re}\n\n"])
def test_what_a_letter_is_about_is_its_title(place: str) -> None:
    document = read(f"{ADDRESS}\n12 May 2018\n\n{place.format(re='Re: Light on the lower pier')}{BODY}")
    assert document.title == "Light on the lower pier"


def test_a_letter_in_a_file_with_a_name_is_called_by_it() -> None:
    document = read(f"{ADDRESS}\n12 May 2018\n\nDear Mr Holt,\n\n{BODY}", "keel-to-holt.txt")
    assert document.title == "Keel to holt"


def test_a_text_that_quotes_a_letter_is_none() -> None:
    document = read(f"Light on the pier\n\n{BODY}\nThe letter began:\n\nDear Mr Holt,\n\n{BODY}")
    assert document.title == "Light on the pier"


# Headings


def test_titles_with_roman_numerals_are_headings() -> None:
    document = read(
        f"MINUTES OF THE PIER COMMITTEE\n\nI. LIGHTS\n\n{BODY}\nII. FARES\n\nPut off.\n\n"
        "III. NEXT MEETING\n\nIn June.\n"
    )
    assert [text for kind, text in _blocks(document) if kind == "heading"] == [
        "MINUTES OF THE PIER COMMITTEE",
        "I. LIGHTS",
        "II. FARES",
        "III. NEXT MEETING",
    ]


def test_a_list_with_roman_numerals_is_none() -> None:
    document = read("Points\n\nI. The light is out.\n\nII. The fare is high.\n\nIII. Nobody came.\n")
    assert [kind for kind, _text in _blocks(document)] == ["heading", *["paragraph"] * 3]
    assert document.text.endswith("III. Nobody came.")


def test_a_section_may_begin_with_its_first_numbered_paragraph() -> None:
    document = read(f"HIRE OF THE PIER\n\n1. TERM\n\n1.1 {BODY}\n1.2 {BODY}\n2. RENT\n\n2.1 {BODY}")
    assert [text for kind, text in _blocks(document) if kind == "heading"][1:] == ["1. TERM", "2. RENT"]
    assert [document.number_at(block.start) for block in document.blocks if block.labels] == [
        "1.1",
        "1.2",
        "2.1",
    ]


def test_a_heading_with_a_hash_is_one_in_plain_text() -> None:
    document = read("# Call with the pilots\n\n- The light is out.\n\n## What is next\n\nRing the office.\n")
    assert _blocks(document)[0] == ("heading", "Call with the pilots")
    assert ("heading", "What is next") in _blocks(document)
    assert document.title == "Call with the pilots"


def test_lines_of_remarks_with_a_hash_are_text() -> None:
    document = read("# pier.conf\n# made by hand\nlight = off\n\n# second part\nfare = 4\n")
    assert all(kind != "heading" for kind, _text in _blocks(document))
    assert document.text.startswith("# pier.conf")


def test_a_short_line_above_a_long_one_heads_it() -> None:
    long = (
        "The pilots met the office on Monday and agreed that the light is to be mended before the autumn. "
        * 2
    )
    document = read(f"Weekly notes\n\nLight\n{long.strip()}\n\nFares\n{long.strip()}\n")
    assert [text for kind, text in _blocks(document) if kind == "heading"] == [
        "Weekly notes",
        "Light",
        "Fares",
    ]


# Entries


def test_entries_that_hang_are_one_paragraph_each_without_blank_lines() -> None:
    document = read(
        'WORKS\n\nAnders, Ole. "The Lights of Ashmouth." Journal of Northern Harbours 9,\n'
        "    no. 4 (1971): 22-31.\n"
        "Birk, Una, and Per Holm. Ferries of the Inner Sound. Kelstrand: The\n"
        "    Pilot Press, 1990.\n"
        'Holm, Per. "Who Pays the Pilot." Paper read at Ashmouth, 1994, and again\n'
        "    at Kelstrand.\n"
    )
    assert [text for kind, text in _blocks(document) if kind == "paragraph"] == [
        'Anders, Ole. "The Lights of Ashmouth." Journal of Northern Harbours 9, no. 4 (1971): 22-31.',
        "Birk, Una, and Per Holm. Ferries of the Inner Sound. Kelstrand: The Pilot Press, 1990.",
        'Holm, Per. "Who Pays the Pilot." Paper read at Ashmouth, 1994, and again at Kelstrand.',
    ]


def test_paragraphs_with_an_indent_at_their_beginning_are_none() -> None:
    document = read(
        "The light on the lower pier went out in the storm and has not been mended\n"
        "since, although the pilots have asked for it more than once this summer.\n"
        "    The office says that the lamp has to come from Kelstrand by the boat that\n"
        "sails on Friday, if it sails at all in the wind that is forecast.\n"
    )
    assert len([kind for kind, _text in _blocks(document) if kind == "paragraph"]) == 2


def test_a_telephone_number_is_no_item() -> None:
    document = read(f"Light on the pier\n\nRing the desk at\n(555) 010-4477\n\n{BODY}")
    assert all(not block.labels for block in document.blocks)


# Cables and forms


def test_what_a_cable_ends_with_is_furniture() -> None:
    document = read(
        "R 041200Z JUN 07\nFM LEGATION ASHMOUTH\nTO DESK NORTH\nSUBJECT: LIGHT ON THE PIER\n\n"
        "1. (C) THE LIGHT IS OUT.\n\n2. (C) NOBODY HAS MENDED IT.\nKEEL\nBT\n#0917\nNNNN\n"
    )
    assert _blocks(document)[-1] == ("furniture", "KEEL\nBT\n#0917\nNNNN")
    assert _sentences(document) == ["THE LIGHT IS OUT.", "NOBODY HAS MENDED IT."]


def test_a_message_in_sets_and_fields() -> None:
    document = read(
        "RTTUZYUW RUQKLAB0044 1551200-UUUU--RUQKDDD.\nZNR UUUUU\nR 041200Z JUN 07\nFM PILOTS ASHMOUTH\n"
        "TO RUQKDDD/HARBOUR OFFICE\nBT\nUNCLAS\nSUBJ/LOWER PIER WITHOUT LIGHT//\n"
        "1. THE LIGHT OF THE LOWER PIER HAS BEEN OUT SINCE 031100Z.\n"
    )
    assert document.title == "LOWER PIER WITHOUT LIGHT"
    assert document.published == "2007-06-04T12:00:00Z"
    assert _sentences(document) == ["THE LIGHT OF THE LOWER PIER HAS BEEN OUT SINCE 031100Z."]


def test_the_marking_of_each_section_of_a_cable_is_furniture() -> None:
    document = read(
        f"R 041200Z JUN 07\nFM LEGATION ASHMOUTH\nSUBJECT: LIGHT\n\n1. {BODY}\n"
        f"C O N F I D E N T I A L SECTION 02 OF 03 ASHMOUTH 917\n\n2. {BODY}\n"
        f"C O N F I D E N T I A L SECTION 03 OF 03 ASHMOUTH 917\n\n3. {BODY}"
    )
    assert not any("SECTION" in sentence for sentence in _sentences(document))


def test_a_memorandum_needs_no_more_than_its_subject() -> None:
    document = read(
        f"MEMORANDUM FOR THE RECORD\n\nSUBJECT:  Light on the pier\n          and its cost\n\n1. {BODY}"
    )
    assert document.title == "Light on the pier and its cost"
    assert "MEMORANDUM" not in " ".join(_sentences(document))


def test_fields_of_a_form_in_two_columns() -> None:
    document = read(
        "REPORT          HARBOUR SERVICE\n\nCOUNTRY : Norrland               REPORT NO. : HS-41\n"
        f"SUBJECT : Light on the Pier      DATE DISTR. : 4 June 1957\n\n1. {BODY}"
    )
    assert (document.title, document.published) == ("Light on the Pier", "1957-06-04")
    assert ("report-no", "HS-41") in document.meta


def test_whom_the_press_may_ask_is_no_title() -> None:
    document = read(
        "FOR IMMEDIATE RELEASE\n\nContact:\nUna Birk, press@ferry.example\n(555) 010-4477\n\n"
        f"LIGHT ON LOWER PIER TO BE MENDED\nFares stay as they are\n\n{BODY}\n###\n"
    )
    assert document.title == "LIGHT ON LOWER PIER TO BE MENDED"
    assert not any("press@" in sentence for sentence in _sentences(document))


def test_a_signature_goes_no_further_than_the_message_that_was_answered() -> None:
    document = read(
        "From: A <a@b.example>\nTo: C <c@b.example>\nSubject: Light\n\nIt is out.\n\n"
        "-- \nUna Birk\nPilots\n\n"
        "On 4 June 2007, Per Holm wrote:\n> Is the light on the lower pier out,\n> or was it the rain?\n"
    )
    assert ("furniture", "--\nUna Birk\nPilots") in _blocks(document)
    assert "Is the light on the lower pier out, or was it the rain?" in _sentences(document)


LINES = st.sampled_from(
    [
        "", "", "BT", "#0917", "NNNN", "KEEL", "SUBJ/LIGHT//", "SUBJECT: LIGHT", "R 041200Z JUN 07",
        "# Light", "## a", "I. LIGHT", "II. FARES", "1. TERM", "1.1 The term", "Dear Mr Holt,", "12 May 2018",
        "-- ", "> a", "7 Quay Street", "On 4 June 2007, Per Holm wrote:", "Contact:", "(555) 010-4477",
        "MEMORANDUM",
        "COUNTRY : A    SUBJECT : B",
        "Birk, Una, and Per Holm. Ferries of the Inner Sound. Kelstrand: The", "    Pilot Press, 1990.", BODY,
    ]
)  # fmt: skip


@given(st.lists(LINES, max_size=14).map("\n".join))
def test_papers_of_any_make_come_out_sound(text: str) -> None:
    document = read(text)
    check_document(document)
    lost = set(text.split()) - set(document.text.split()) - {">", "--", "#", "##"}
    assert lost == set()


def test_a_cable_without_an_end_is_signed_too() -> None:
    document = read(
        "R 041200Z JUN 07\nFM LEGATION ASHMOUTH\nSUBJECT: LIGHT\n\n1. (C) The light is out.\nBIRK\n"
    )
    assert _sentences(document) == ["The light is out."]
    assert _blocks(document)[-1] == ("furniture", "BIRK")


def test_the_time_of_a_message_may_be_a_field() -> None:
    document = read(f"DTG: 041200Z JUN 07\nFROM: Pilots\nTO: All boats\n\n1. LIGHT\n{BODY}")
    assert document.published == "2007-06-04T12:00:00Z"


@pytest.mark.parametrize(
    "line", ["COMMUNIQUÉ DE PRESSE", "Pressemitteilung", "NOTA DE PRENSA", "Persbericht"]
)
def test_release_lines_of_other_languages(line: str) -> None:
    document = read(
        f"{line}\n\nAshmouth, 4 juin 2007\n\nLe feu du quai revient\n\nLe feu revient, dit le port.\n"
    )
    assert (document.title, document.published) == ("Le feu du quai revient", "2007-06-04")


def test_a_month_on_a_title_page_is_its_date() -> None:
    document = read(f"PILOTS OF ASHMOUTH\n\nRETURN OF LIGHTS\n\nPrepared by\nU. Birk\n\nMay 2006\n\n{BODY}")
    assert document.published == "2006-05"


def test_speakers_of_a_hearing_in_small_letters() -> None:
    document = read(
        "LIGHTS OF THE COAST\n\nChairman Birk. We will come to order.\n\nCommissioner Holm. It is out.\n\n"
        "Chairman Birk. Since when?\n\nCommissioner Holm. The storm.\n"
    )
    speakers = [
        document.text[style.start : style.end] for style in document.styles if style.kind == "speaker"
    ]
    assert speakers == ["Chairman Birk.", "Commissioner Holm."] * 2


def test_the_name_of_an_agency_at_the_end_stands_alone() -> None:
    document = read(
        "Light on the pier\n\nThe pilots of Ashmouth said that they have sold four lamps in the U.S.\n"
        "Coast Guard service and two in Kelstrand, and that no more will be sold to the U.S.\n Reuter\n"
    )
    assert document.text.endswith("\nReuter")
    assert document.source == "Reuters"
