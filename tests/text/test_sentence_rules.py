"""One example and one counterexample for each rule about what ends a sentence. The examples are ours."""

from __future__ import annotations

from time import process_time

import pytest

from reader.text.sentences import split_sentences


def parted(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        # A title wants a name, whatever name, but only when it is written as a title.
        ("He met Dr. The and left. Fine.", 2),
        ("The patient saw the dr. The dr. was late.", 2),
        # What leads to an example never ends a sentence.
        ("Some ships, e.g. The Aurora, left.", 1),
        ("Oil vs. The rest.", 1),
        # Before a number an abbreviation, before a word an ordinary word.
        ("He said no. 5 was open.", 1),
        ("He said no. Five were open.", 2),
        ("See fig. 3 there.", 1),
        ("He ate the fig. The end.", 2),
        # May end a sentence: the next word decides.
        ("Brandt Inc. The firm left.", 2),
        ("Brandt Inc. Oslo left.", 1),
        ("A day in Sept. Nobody came.", 2),
        ("A day in Sept. Okoro came.", 1),
        ("They took the inc. Okoro came.", 2),
        # May end it even before a name.
        ("Grain, oil etc. Ships left.", 2),
        ("Grain rose 3 pct. Okoro said so.", 2),
        ("Brandt et al. Okoro wrote it.", 1),
        ("Brandt et al. The book is old.", 2),
        ("Brandt and co. Okoro wrote it.", 1),
        ("It opens at 9 a.m. Okoro comes.", 1),
        # An acronym ends one before a word that begins one, unless it tells a time at the head.
        ("She flew to the U.N. The talks began.", 2),
        ("She flew to the U.N. Secretariat.", 1),
        ("At 5 a.m. The talks began.", 1),
        # Initials, and letters that are names of things.
        ("Then J. Okoro came.", 1),
        ("They took vitamin B. Okoro slept.", 2),
        ("Solve for x. Then stop.", 2),
        ("You and I. Then they.", 2),
        ("Then came Charles I. Then they fought.", 1),
        ("Okoro J. The case was closed.", 1),
        ("He chose the letter J. The case was closed.", 2),
        ("It lies in row D. 40 of them do.", 2),
        ("It lies in Row D. 40 of them do.", 1),
        ("It lies in Group D. 40 of them do.", 2),
        # Marks in names, and what a speaker says.
        ("He works at Yahoo! Inc. in Oslo.", 1),
        ("He left Yahoo! Everyone knew.", 2),
        ("“Where is it?” Brandt asked.", 1),
        ("“Where is it?” Nobody moved at all.", 2),
        # Dots in a row.
        ("He left… The door was open.", 2),
        ("He said … The door was open.", 1),
        ("He said ... The door was open.", 1),
        ("He left.... The door was open.", 2),
        # A citation belongs to what it follows.
        ("“The gate is shut.” (Brandt 55). It is.", 2),
        ("“The gate is shut.” (It was not.) It is.", 3),
        # White space before the stop.
        ("Gone  . Next one.", 2),
        ("Gone . Next one.", 2),
        # A camelled word may begin a sentence, another one in lower case does not.
        ("He bought one. iPhones sell.", 2),
        ("He bought one. phones sell.", 1),
        ("He bought one. “iPhones” sell.", 1),
        # Closers and what follows them.
        ("(It was shut.) [He left.] Then rain.", 3),
        ("It was shut.) § 5 applies.", 2),
        ("It was shut.) , he said.", 1),
        # Numbers of notes belong to the sentence that they close.
        ("It passed.[12][ab] Then rain.", 2),
    ],
)
def test_each_rule_and_where_it_does_not_hold(text: str, sentences: int) -> None:
    assert len(parted(text)) == sentences, parted(text)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("1. One 2. Two 3. Three", ["1. One", "2. Two", "3. Three"]),
        ("1. One 3. Three", ["1. One 3.", "Three"]),
        ("a) One b) Two d) Four", ["a) One", "b) Two d) Four"]),
        ("9) Nine 10) Ten", ["9) Nine", "10) Ten"]),
        ("1.) One 2.) Two", ["1.) One", "2.) Two"]),
        ("• a) One • b) Two", ["• a) One", "• b) Two"]),
        ("1) One, see 2)page two", ["1) One, see 2)page two"]),
        ("One 2) two 3) three", ["One 2) two 3) three"]),
    ],
)
def test_items_of_a_list_that_runs_on_are_told_apart_by_their_order(text: str, sentences: list[str]) -> None:
    assert parted(text) == sentences


def test_a_list_without_end_is_parted_at_its_head_and_costs_no_more_than_it_is_long() -> None:
    items = parted(" ".join(f"{number}) Open it" for number in range(1, 1000)))
    assert items[:3] == ["1) Open it", "2) Open it", "3) Open it"]
    assert 200 <= len(items) < 1000
    began = process_time()
    parted(" ".join(f"{number}) Open" for number in range(1, 20_000)))
    parted("1) " + "2) x " * 40_000)
    assert process_time() - began < 5


@pytest.mark.parametrize("start", range(3, 8))
def test_a_part_that_begins_within_a_run_of_stops_is_split_by_itself(start: int) -> None:
    text = "He ... The ... end"
    alone = [(a + start, b + start) for a, b in split_sentences(text[start:])]
    assert split_sentences(text, start) == alone
