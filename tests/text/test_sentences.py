"""Where sentences end. The examples are ours; real text is measured by benchmarks/sentences.py."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.sentences import split_sentences
from reader.text.spans import Span

WORDS = "The port of Velmora Dr. U.S. e.g. No. 5 3.5 J. said “Go!” He . ... ? ! ( ) 1. 2. • a) 。 … ’ I [1]"
PIECES = [*WORDS.split(" "), '"', "\n", "\n\n", "\t", "\u00a0", "\u200b"]
pieces = st.lists(st.sampled_from(PIECES), max_size=40)
text = st.one_of(pieces.map(" ".join), pieces.map("".join), st.text(max_size=60))


@given(text)
def test_sentences_hold_everything_but_the_space_between_them(original: str) -> None:
    spans = split_sentences(original)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    for span in spans:
        quote = original[span.start : span.end]
        assert quote
        assert quote == quote.strip()
    inside = "".join(original[span.start : span.end] for span in spans)
    assert "".join(inside.split()) == "".join(original.split())


@given(text)
def test_no_sentence_goes_over_a_blank_line(original: str) -> None:
    assert all("\n\n" not in original[span.start : span.end] for span in split_sentences(original))


@given(text, st.data())
def test_a_part_of_a_text_is_split_as_if_it_stood_alone(original: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(original)))
    end = data.draw(st.integers(start, len(original)))
    alone = split_sentences(original[start:end])
    assert split_sentences(original, start, end) == [Span(a + start, b + start) for a, b in alone]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The quay reopened.", "Ships came in."],
        ["Dr. Ilse Brandt met Gen. P. J. Okoro at St. Anne's.", "They spoke for an hour."],
        ["He lives in the U.S. and works for Brandt Inc. in Oslo."],
        ["Talks began in the U.S. on Monday.", "The U.S. Navy was absent."],
        ["She flew to the U.S.", "The talks had begun."],
        ["The U.S. Has threatened to close the port."],
        ["He said if the U.S. And Japan agree, all agree."],
        ["He said the U.S. District Court ruled.", "Du Pont Co. Inc. said so."],
        ["The bill came to $3.5 million, up 4.2 percent.", "Nobody paid."],
        ["“We had no choice,” she said.", "“Not then.”", "The room fell silent."],
        ['"Is it safe?" the mayor asked.', "Nobody knew."],
        ['"Is it safe?" Ilse Brandt asked.', "Nobody knew."],
        ["He called it “very reasonable”.", "She did not."],
        ["It closed (the pumps had failed).", "It reopened later."],
        ["See No. 5, e.g. the second page, pp. 12-14.", "It is short."],
        ["They met on Jan. 17 at 9 a.m. in Velmora.", "It rained."],
        ["The meeting ended at 6 p.m.", "The guests left."],
        ["He said... nothing at all.", "Then he left."],
        ["Is it over?", "Yes!", "It is."],
        ["What?!", "It cannot be."],
        ["The Corp. said so.", "Mr. Okoro of Brandt & Co. agreed, vs. last year."],
        ["Write to press@velmora.example or see www.velmora.example/a.b.c today.", "Thank you."],
        ["The storm passed.[1]", "The harbour did not.[2][3]"],
        ["1. Open the gate.", "2. Let them in."],
        ["You and I.", "They came too."],
        ["• 3. First thing", "• 4. Second thing"],
        ["1) Open the gate", "2) Let them in", "3) Close it"],
        ["It was 5 ft. 3 in. long at 5 C.", "The wind rose."],
        ["They took Plan B.", "Congress knew."],
        ["“The gate is shut.” (Brandt 55).", "It is."],
        ["港は閉鎖された。", "船は待っている。"],
        ["Brandt, Okoro et al. wrote it in Sept. 2025.", "It was read by two people."],
    ],
)
def test_sentences_come_apart_where_a_reader_parts_them(sentences: list[str]) -> None:
    joined = " ".join(sentences)
    assert [joined[span.start : span.end] for span in split_sentences(joined)] == sentences


@pytest.mark.parametrize(
    "sentence",
    [
        "The ship, the S.S. Aurora, sailed at dawn.",
        "It is 5 ft. high and weighs 12.5 lbs. or more.",
        "He (Mr. Okoro) left!",
        "Lt. Col. A. B. Brandt Jr. of Fort St. James, B.C., spoke.",
        "At 5 a.m. Brandt rose.",
        "He teaches (he has since 2010, i.e. for years.) at the school.",
        "What he meant . . . was clear to all.",
    ],
)
def test_one_sentence_stays_one(sentence: str) -> None:
    assert split_sentences(sentence) == [Span(0, len(sentence))]


def test_a_broken_line_does_not_break_a_sentence() -> None:
    wrapped = "The port was closed\nafter a storm. It will\nreopen on Monday."
    assert [wrapped[a:b] for a, b in split_sentences(wrapped)] == [
        "The port was closed\nafter a storm.",
        "It will\nreopen on Monday.",
    ]


def test_nothing_has_no_sentences() -> None:
    assert split_sentences("") == []
    assert split_sentences(" \n\t\u00a0 ") == []


def test_a_long_line_of_initials_is_read_in_time_that_grows_with_it() -> None:
    assert len(split_sentences("A. " * 100_000)) >= 1
    assert len(split_sentences("." * 100_000)) == 1
    assert len(split_sentences('a." ' * 50_000)) == 1


def exact_f1(rows: list[dict[str, object]]) -> float:
    hits = found = wanted = 0
    for row in rows:
        original, at, gold = str(row["text"]), 0, set()
        for sentence in row["sentences"]:  # type: ignore[attr-defined]
            at = original.index(sentence, at)
            gold.add((at, at + len(sentence)))
            at += len(sentence)
        spans = set(split_sentences(original))
        hits, found, wanted = hits + len(spans & gold), found + len(spans), wanted + len(gold)
    return 2 * hits / (found + wanted)


@pytest.mark.parametrize(("name", "least"), [("ud_pud", 0.99), ("golden_rules", 0.9)])
def test_the_half_that_was_not_tuned_on_is_split_well(shared_data: Path, name: str, least: float) -> None:
    lines = (shared_data / "sentences" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    assert exact_f1([json.loads(line) for line in lines[1::2]]) >= least
