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
        ("Oh, thank you very much.", "greeting"),
        ("Hello, hello, hello.", "greeting"),
        ("Please sit, really.", "greeting"),
        ("Thanks to all of you on the line for joining this call on the harbour.", "greeting"),
        ("Dora Lund, head of the Harbour Board, thank you for having me.", "greeting"),
        ("I want to thank you all for coming on this trip today to Tessel.", "greeting"),
        ("Ms. Orm, I want to thank you for that introduction.", "greeting"),
        ("Good — it’s so good to be with you all.", "greeting"),
        ("I’m very pleased to be joined by the head of the Board.", "greeting"),
        ("And with that, I will turn it over to Dora.", "greeting"),
        ("I have a few announcements to make at the top before we get started.", "greeting"),
        ("He will give a brief update and then take some questions from all of you.", "greeting"),
        ("As a reminder, this call is on background.", "greeting"),
        ("“Tell her where you are.”", "half"),
        ("But that was not all.", "link"),
        ("Here’s what we know.", "link"),
        ("Want to learn how your port can get started?", "link"),
        ('{{< legacy-img src="a.jpg" alt="An open harbour." >}}', "mark"),
        ('> <span style="color: red;">In five years, ports have grown.', "mark"),
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
        "Thank the Board for the harbour, said Dora Lund.",
        "It is good to have a port, the Board said in its report on Tessel. It is deep.",
        "Here are the ships that sank in the strait last year, with their crews and what they carried.",
        "The Board Met In Tessel On Monday.",
        "“The port is closed,” said Dora Lund.",
        'He had a 12" gun and a 16" one.',
        "So the port was closed.",
    ],
)
def test_a_sentence_that_only_begins_so_is_one(sentence: str) -> None:
    assert boilerplate(sentence) == ""


def test_a_quotation_by_a_pronoun_points_back() -> None:
    assert points_back("“The port is closed,” she said.")
    assert not points_back("“The port is closed,” said Dora Lund.")


def spoken(turns: list[tuple[str, list[str]]], title: str = "") -> Document:
    """A transcript: each turn a paragraph, its label before its sentences."""
    text, blocks, styles, sentences = "", [], [], []
    for label, lines in turns:
        begin = len(text)
        text += label + " "
        styles.append(Style("speaker", begin, begin + len(label)))
        for line in lines:
            sentences.append(Span(len(text), len(text) + len(line)))
            text += line + " "
        blocks.append(Block("paragraph", begin, len(text) - 1))
        text += "\n\n"
    return Document(text, tuple(blocks), tuple(styles), tuple(sentences))


def test_a_transcript_is_summed_up_by_what_is_answered() -> None:
    document = spoken([
        ("Q", ["Why does Tessel fire the harbour master?", "The ships of Tessel are unbelievable."]),
        ("MR. KEEL:", ["I don't support that.", "You know, I told Jim this joke before."]),
        ("MR. KEEL:", ["The Board of Tessel closes the harbour in March, and the ships of Tessel wait."]),
        ("Q", ["Does Tessel pay?"]),
        ("MR. KEEL:", ["Tessel pays the harbour fees of all ships that wait for the Board."]),
    ])  # fmt: skip
    chosen = [document.text[item.start : item.end] for item in summarise(document)]
    assert chosen
    assert all("Tessel" in sentence and not sentence.endswith("?") for sentence in chosen)
    assert "The ships of Tessel are unbelievable." not in chosen


def test_a_line_that_was_cut_short_is_not_taken() -> None:
    text = "Celtane Corp, set on the purchase\nof ports. It pays ten marks. The sale was on Monday. It ends."
    sentences = [Span(0, 33), Span(34, 43), Span(44, 62), Span(63, 86), Span(87, 95)]
    document = Document(text, (Block("paragraph", 0, len(text)),), (), tuple(sentences))
    assert all(item.start != 0 for item in summarise(document))


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
