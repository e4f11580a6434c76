"""What a document is called, and how that is known."""

from __future__ import annotations

import pytest

from reader.formats.load import parse
from reader.formats.metadata.titles import LONGEST_HEADLINE, headline, reads_as_title, title_from_name

BODY = "\n\nThe port of Velmora was closed on Friday.\n"


@pytest.mark.parametrize(
    ("data", "name", "title", "known"),
    [
        (f"---\ntitle: Front\n---\n# Head{BODY}", "port.md", "Front", "front matter"),
        (f"# Head *line*{BODY}", "port.md", "Head line", "heading"),
        (f"Intro of the day.\n\n# Head{BODY}", "port.md", "Head", "heading"),
        (f"## Second{BODY}", "port.md", "Second", "heading"),
        (f"Storm closes port{BODY}", "port.md", "Storm closes port", "first line"),
        (f"Storm closes port{BODY}", "port.txt", "Storm closes port", "first line"),
        (f"Storm closes port\n{BODY}", "", "Storm closes port", "first line"),
        (BODY, "port-status_report.md", "Port status report", "file name"),
        (BODY, "2026-01-17-port-status.txt", "Port status", "file name"),
        (BODY, "000_3909afc94bba1aed.txt", "The port of Velmora was closed on Friday", "first sentence"),
        (BODY, "IMG_2031.txt", "The port of Velmora was closed on Friday", "first sentence"),
        (BODY, "[draft] port.md", "[draft] port", "file name"),
        ("", "000_39.txt", "000_39", "file name"),
        (BODY, "a\x1b[31mport list.md", "A␛[31mport list", "file name"),
    ],
)
def test_the_best_name_that_a_document_has(data: str, name: str, title: str, known: str) -> None:
    document = parse(data.encode("utf-8"), name)
    assert (document.title, document.title_from) == (title, known)


@pytest.mark.parametrize(
    "line",
    [
        "Storm closes port",
        "STORM HITS VELMORA INC.",
        "Is the port safe?",
        "“No choice”, says mayor",
        "<AURORA LTD> YEAR LOSS",
        "2026: a year",
    ],
)
def test_lines_that_read_as_titles(line: str) -> None:
    assert reads_as_title(line)


@pytest.mark.parametrize(
    "line",
    [
        "The port was closed.",
        "and so on",
        "42",
        "x" * 200,
        "Dear reader,",
        "© 2026 Velmora Post",
        "- item",
        "Word " * 30,
    ],
)
def test_lines_that_do_not(line: str) -> None:
    assert not reads_as_title(line)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Ilse Brandt, head of the port of Velmora, resigned on Monday, according to two aides.",
            "Ilse Brandt resigned on Monday",
        ),
        (
            "The port will stay closed until May, the harbour master said.",
            "The port will stay closed until May",
        ),
        (
            "The port will stay closed until May, the Velmora Post reported on Friday.",
            "The port will stay closed until May",
        ),
        ("VELMORA, Jan 17 (Reuters) - The port was closed.", "The port was closed"),
        ("Brandt, Okoro and Lund met in Velmora.", "Brandt, Okoro and Lund met in Velmora"),
        ("On Friday, when it rained, the port closed.", "On Friday, when it rained, the port closed"),
    ],
)
def test_a_headline_says_who_did_what(sentence: str, expected: str) -> None:
    assert headline(sentence) == expected


def test_a_long_headline_is_cut_at_a_word() -> None:
    cut = headline("The harbour master of Velmora " + "and the council of the town " * 8 + "met.")
    assert len(cut) <= LONGEST_HEADLINE + 1
    assert cut.endswith(("town…", "council…", "and…", "the…", "of…"))
    assert len(headline("x" * 500)) <= LONGEST_HEADLINE


@pytest.mark.parametrize(
    "name", ["deadbeef01.txt", "20260117.md", "doc1.txt", "untitled.md", "12-34.txt", ".md", ""]
)
def test_names_that_say_nothing(name: str) -> None:
    assert title_from_name(name) == ""


def test_a_title_that_never_ends_is_cut() -> None:
    for data in (f"# {'word ' * 500}", f"---\ntitle: {'word ' * 300}\n---\n"):
        title = parse(data.encode(), "a.md").title
        assert len(title) <= 201
        assert title.endswith("word…")
