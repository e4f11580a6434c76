"""What is never taken for a summary, whoever wrote it."""

from __future__ import annotations

import pytest

from reader.analysis.summary.boilerplate import boilerplate, points_back
from reader.analysis.summary.summarise import summarise
from reader.text.document import Block, Document, Style
from reader.text.spans import Span


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Good afternoon, everybody.", "greeting"),
        ("Okay, well, good morning, Dora, ladies and gentlemen.", "greeting"),
        ("MS. KEEL: Hi, everyone.", "greeting"),
        ("VICE PRESIDENT LUND: Good evening.", "greeting"),
        ("Thank you, thank you all for being here.", "greeting"),
        ("All right.", "greeting"),
        ("Yes, sir.", "greeting"),
        ("Happy New Year!", "greeting"),
        ("Welcome to the Harbour Board.", "greeting"),
        ("Carl M. Lund Press Room", "label"),
        ("Aboard the Brisa En Route Tessel", "label"),
        ("Office of the Harbour Master", "label"),
        ("For Immediate Release March 3, 2026", "label"),
        ("ON THE MEETING WITH THE HEADS OF THE PORTS", "label"),
        ("Washington, D.C.", "label"),
        ("Sent: Tuesday, 3 March 2026 10:00", "link"),
        ("Cc: Dora Lund", "link"),
        ("(Clears throat.)", "aside"),
        ("-- to some of their thinking.", "half"),
        ("— that’s a hard thing to do.", "half"),
        ("On Monday, the President signed into law:", "half"),
        ("“The visit transcends ceremony.", "half"),
        ("It shows our hope,” said Dora Lund.", "half"),
        ("See below for an answer to a question posed in the briefing.", "link"),
    ],
)
def test_what_says_nothing_is_told_by_its_form(sentence: str, kind: str) -> None:
    assert boilerplate(sentence) == kind


@pytest.mark.parametrize(
    "sentence",
    [
        "It’s with great sadness that the Board announces the death of Ana Orm.",
        "It is my great honour to open the new harbour of Tessel.",
        "Hi-tech ships came to Tessel.",
        "Good ships are rare, the Board said.",
        "Thank goodness was all that the captain said of the rescue in the strait.",
        "Welcome rain fell on Tessel.",
        "The Board Met In Tessel On Monday.",
        "“The port is closed,” said Dora Lund.",
        'He had a 12" gun and a 16" one.',
        "So the port was closed.",
    ],
)
def test_a_sentence_that_only_begins_so_is_one(sentence: str) -> None:
    assert boilerplate(sentence) == ""


def test_an_empty_it_points_to_nothing() -> None:
    assert not points_back("It’s with great sadness that the Board announces the death of Ana Orm.")
    assert points_back("It’s closed, the Board said.")


@pytest.mark.parametrize(
    "words", ["hi " + "A" * 115, "hi" + " A" * 58, "so " * 39, "thank you" + " a" * 55 + "#"]
)
def test_no_line_keeps_the_rules_long(words: str) -> None:
    assert boilerplate(words + "!?") in ("", "greeting", "label", "byline")


def test_a_transcript_is_not_summed_up_by_its_greetings() -> None:
    said = [
        "Good afternoon, everybody.",
        "Thanks for being here.",
        "The harbour of Tessel will be closed for two weeks from Monday, the Board decided.",
        "Ships wait in the strait, and the Board pays for the time that they lose.",
        "The Board will decide in March who mends the quay.",
        "All right.",
    ]
    text = "Carl M. Lund Press Room\n\n" + "MR. KEEL: " + " ".join(said)
    head, begin = len("Carl M. Lund Press Room"), text.index("MR.")
    sentences, at = [Span(0, head)], 0
    for sentence in said:
        at = text.index(sentence, at)
        sentences.append(Span(at, at + len(sentence)))
    document = Document(
        text,
        (Block("paragraph", 0, head), Block("paragraph", begin, len(text))),
        (Style("speaker", begin, begin + 9),),
        tuple(sentences),
    )
    chosen = {text[item.start : item.end] for item in summarise(document)}
    assert chosen
    assert chosen <= set(said[2:5])
