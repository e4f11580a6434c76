"""A passage that is not a whole sentence, or more than one: where its parts went, and when it is lost."""

from __future__ import annotations

import pytest
from note_strategies import anchor_of, document_of

from reader.notes.anchor import Anchor, Placement, Relocator, find
from reader.notes.quotes import CONTEXT, find_by_quote, occurrences
from reader.notes.similarity import best_window
from reader.text.spans import Span

BECAUSE = "because the river rose by two metres overnight there"
LONG = (
    f"The road is closed since Monday {BECAUSE}, and nobody knows what the council will do about it next "
    "week or later in the year."
)
OLD = f"The market opened at dawn. {LONG} The school reopens in May."


def follow(old: str, new: str, quote: str) -> tuple[Placement, str]:
    """The placement in the new text of a quote of the old one, and the text that stands there."""
    document = document_of(new)
    placement = Relocator(old, document).place(anchor_of(document_of(old), quote))
    return placement, document.quote(placement.span) if placement.span else ""


@pytest.mark.parametrize(
    "new",
    [
        f"The market opened at dawn. The farms were lost, the mayor said, {BECAUSE}.",
        f"The market opened at dawn. A boat sank: {BECAUSE}; its crew swam to the shore.",
    ],
)
def test_many_words_that_left_their_sentence_are_found_in_another(new: str) -> None:
    placement, there = follow(OLD, new, BECAUSE)
    assert (placement.state, there) == ("moved", BECAUSE)
    assert placement.how == "same words elsewhere"


@pytest.mark.parametrize(
    ("old", "new", "quote"),
    [
        # Few words are no evidence.
        (OLD, "The market opened at dawn. A boat sank: the river rose.", "the river rose"),
        # They stand in two new sentences.
        (
            OLD,
            f"The market opened at dawn. A boat sank: {BECAUSE}; none died. A farm: {BECAUSE}; two did.",
            BECAUSE,
        ),
        # They stood twice in the old text, and the other place is the one that stayed.
        (
            f"{OLD} Some left {BECAUSE}.",
            f"The market opened at dawn. The school reopens in May. Some left {BECAUSE}.",
            BECAUSE,
        ),
    ],
)
def test_words_elsewhere_that_need_not_be_the_passage_leave_it_lost(old: str, new: str, quote: str) -> None:
    placement, _ = follow(old, new, quote)
    assert placement.state == "lost"
    assert placement.near == len("The market opened at dawn.")


def test_a_lost_first_sentence_would_have_stood_at_the_beginning() -> None:
    placement, _ = follow(OLD, OLD.removeprefix("The market opened at dawn. "), "The market opened at dawn.")
    assert (placement.state, placement.near) == ("lost", 0)


def test_a_sentence_that_moved_away_says_nothing_about_where_the_next_one_stood() -> None:
    moved = "The market opened at dawn."
    old = f"Ships came in. {moved} {LONG} Schools reopen in May. Trains run on Sundays."
    placement, _ = follow(old, f"Ships came in. Schools reopen in May. Trains run on Sundays. {moved}", LONG)
    assert (placement.state, placement.near) == ("lost", len("Ships came in."))


def test_a_phrase_of_which_too_little_is_left_in_its_sentence_is_lost() -> None:
    old = "The envoys met in the old town hall on the third floor and spoke about grain and oil for hours."
    new = "The envoys met in a garden by the lake outside and spoke about grain and oil for hours."
    assert follow(old, new, "the old town hall on the third floor")[0].state == "lost"
    assert follow(old, new, "spoke about grain and oil")[1] == "spoke about grain and oil"


def test_a_phrase_that_stands_twice_in_its_edited_sentence_stays_the_one_it_was() -> None:
    old = "The port is closed today, and the port is empty."
    new = "The port is closed again today, and the port is empty."
    document = document_of(new)
    placement = Relocator(old, document).place(anchor_of(document_of(old), "the port"))
    assert placement.span == Span(new.index("the port"), new.index("the port") + 8)
    assert placement.state == "moved"


def test_a_phrase_in_a_sentence_whose_accents_changed_is_found_letter_for_letter() -> None:
    placement, there = follow(
        "The talks in Zürich went on.", "News. The talks in Zurich went on.", "in Zürich"
    )
    assert (placement.state, there) == ("changed", "in Zurich")


def test_half_a_word_in_a_sentence_whose_accents_changed_stays_half_a_word() -> None:
    placement, there = follow("The talks in Zürich went on.", "News. The talks in Zürich went on.", "rich")
    assert (placement.state, there) == ("moved", "rich")
    old = "The port of Zürich, the port of all."
    new = f"News. {old.replace('ü', 'u')} More."
    document = document_of(new)
    placement = Relocator(old, document).place(anchor_of(document_of(old), "the port"))
    assert placement.span == Span(new.index("the port"), new.index("the port") + 8)


def test_of_a_sentence_that_is_hardly_longer_the_old_part_is_found_when_it_is_verbatim() -> None:
    quote = "The road to Sund remains closed for all lorries."
    old = f"Ships came in. {quote} The end."
    _, there = follow(old, old.replace("The road", "Now the road"), quote)
    assert there == "the road to Sund remains closed for all lorries."
    _, there = follow(old, old.replace("The road to Sund remains", "Now the road to Sund stays"), quote)
    assert there == "Now the road to Sund stays closed for all lorries."


@pytest.mark.parametrize(
    ("new", "state"),
    [
        ("A wedding was held in the church last week.", "lost"),
        ("The new school on the hill was opened by the mayor.", "lost"),
        ("The road is closed.", "lost"),
        ("The old road near the coast is shut for some repairs.", "changed"),
    ],
)
def test_another_sentence_in_its_place_is_not_it_though_it_has_no_name_to_tell_them_apart(
    new: str, state: str
) -> None:
    old = "The old road along the coast is closed for repairs."
    text = f"Ships came in. {old} It rained for days."
    assert follow(text, text.replace(old, new), old)[0].state == state


def test_what_a_place_was_found_by_is_said() -> None:
    ship, road, rain = "Ships came in.", "The road is closed.", "It rained for days."
    old = f"{ship} {road} {rain}"
    assert follow(old, f"Today. {old}", road)[0].how == "same sentence"
    assert follow(old, f"{ship} {rain} {road}", road)[0].how == "moved sentence"
    assert follow(old, f"{ship} The road was closed. {rain}", road)[0].how == "edited sentence"
    assert follow(old, f"{ship}\n{road} {rain}", road)[0].how == "same words"
    assert follow(old, f"{road} {ship} {rain}", f"{ship} {road}")[0].how == "moved sentence"


@pytest.mark.parametrize(
    ("new", "state", "there"),
    [
        ("News. ⌁Ships left. More.", "moved", "⌁"),
        ("News. Ships left. More.", "lost", ""),
        ("News. A⌁ Ships left. More.", "moved", "⌁"),
    ],
)
def test_a_note_on_a_mark_for_something_invisible(new: str, state: str, there: str) -> None:
    placement, found = follow("⌁Ships left.", new, "⌁")
    assert (placement.state, found) == (state, there)


def test_two_sentences_that_went_far_apart_leave_the_larger_one() -> None:
    first, second = "Ships left.", "The clinic treated every patient for burns and smoke."
    between = " ".join(f"Item {number} was read out to the council." for number in range(12))
    old = f"Today. {first} {second} {between} The end."
    placement, there = follow(old, f"Today. {second} {between} {first} The end.", f"{first} {second}")
    assert there == second
    assert placement.state == "changed"


def test_of_two_sentences_one_that_is_left_is_enough_when_it_is_the_greater_part() -> None:
    dawn = "The market opened at dawn, an hour before the ferries came across from the islands."
    first, second = "Ships left.", "The clinic treated every patient for burns and smoke."
    placement, there = follow(
        f"{dawn} {first} {second} The end.", f"{dawn} {second} The end.", f"{first} {second}"
    )
    assert (placement.state, there) == ("changed", second)
    placement, _ = follow(
        f"{dawn} {first} {second} The end.", f"{dawn} {first} The end.", f"{first} {second}"
    )
    assert placement.state == "lost"


def test_an_anchor_whose_words_the_old_text_lacks_is_looked_for_by_its_words_alone() -> None:
    new = document_of("News. The port of Velmora is closed.")
    stranger = Anchor("The port of Velmora is closed.", start=2, end=9)
    assert Relocator("Nothing of it.", new).place(stranger).how == "quote"


def test_words_of_no_length_stand_nowhere() -> None:
    assert occurrences(" \n", "some words", Span(0, 10)) == []
    assert find(Anchor(" "), document_of("Some words.")).state == "lost"


def test_a_quote_stands_only_where_its_words_are_whole() -> None:
    assert occurrences("port", "airport ports port.", Span(0, 19)) == [Span(14, 18)]
    assert occurrences("(port)", "a(port)s", Span(0, 8)) == [Span(1, 7)]
    assert occurrences("port", "port port", Span(3, 9)) == [Span(5, 9)]


@pytest.mark.parametrize(
    ("quote", "prefix", "state"),
    [
        ("is closed.", "The port of Velmora ", "moved"),
        ("is closed.", "Nothing at all like it, ", "lost"),
        ("port of Velmora is closed.", "Nothing at all like it, ", "moved"),
    ],
)
def test_a_few_words_that_stand_once_need_known_surroundings(quote: str, prefix: str, state: str) -> None:
    assert find_by_quote(Anchor(quote, prefix=prefix), "The port of Velmora is closed. Why?").state == state


def test_two_places_in_like_surroundings_are_no_answer() -> None:
    text = "Ships left the port. Ships left the port."
    assert find_by_quote(Anchor("left", "Ships ", " the port."), text).state == "lost"


def test_two_sentences_that_are_about_as_like_are_no_answer() -> None:
    quote = "The convoy of trucks reached the northern gate before dawn."
    one = "The convoy of trucks reached the northern gate after dawn."
    other = "The convoy of trucks reached the northern gates before dawn"
    assert find_by_quote(Anchor(quote), f"Calm. {one}").state == "changed"
    assert find_by_quote(Anchor(quote), f"Calm. {one} {other}.\n\n{other}!").state == "lost"


def test_surroundings_are_compared_as_far_as_they_are_kept() -> None:
    before, after = "x" * (CONTEXT - 1) + " ", " " + "y" * (CONTEXT - 1)
    placement = find_by_quote(
        Anchor("A quote", before, after, 99), f"{before}A quote{after} {'z' * 99} A quote"
    )
    assert placement.how == "quote and context"
    assert placement.span == Span(CONTEXT, CONTEXT + len("A quote"))


def test_the_window_takes_in_equal_words_that_adjoin_it() -> None:
    text = "They said the road is closed and the road is closed, they said."
    window = best_window("the road is closed", text, Span(0, len(text)))
    assert window is not None
    assert text[window.start : window.end] == "the road is closed"
