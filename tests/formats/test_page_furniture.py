"""What stands on every page of a site or around every text, and what only looks like it."""

from __future__ import annotations

import pytest

from reader.formats.load import parse
from reader.text.document import Document

PAGE = """Skip to main content

[Front](/) · [Town](/town) · [Trade](/trade)

# Ferry fares go up in May

The ferry office put up its fares by a tenth on Friday, the first rise in four years.

{line}

The last rise came before the new pier was built.
"""


def read(text: str, name: str = "page.md") -> Document:
    return parse(text.encode(), name)


def _furniture(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.kind == "furniture"]


@pytest.mark.parametrize(
    "line",
    [
        "Share this: [Facebook](https://a.example) [X](https://b.example) [Email](https://c.example)",
        "Sign up for our morning letter",
        "Advertisement",
        "ADVERTISEMENT",
        "**Related:** [Pier to be painted](/pier)",
        "Read more: Pier to be painted",
        "Most read",
        "Get the latest news in your inbox",
        "Follow us on [Mastodon](https://m.example)",
        "4 min read",
        "This site uses cookies to remember you.",
        "Privacy policy | Terms of use | Contact us",
        "© 2026 The Ferry Post. All rights reserved.",
        "12 comments",
        "ADVERTISEMENT - CONTINUE READING BELOW",
        "[Front](/) [Town](/town) [Trade](/trade)",
        "\\###",
        "SECRET//NOFORN",
    ],
)
def test_what_belongs_to_the_page_is_furniture(line: str) -> None:
    document = read(PAGE.format(line=line))
    assert len(_furniture(document)) == 3
    assert [document.quote(sentence) for sentence in document.sentences] == [
        "Ferry fares go up in May",
        "The ferry office put up its fares by a tenth on Friday, the first rise in four years.",
        "The last rise came before the new pier was built.",
    ]
    assert document.title == "Ferry fares go up in May"


@pytest.mark.parametrize(
    "line",
    [
        "Share prices of the line fell at once.",
        "Sign up they must, said the harbour master.",
        "Register offices stay shut. The clerk did not say why.",
        "Home is where the pier is.",
        "Related firms raised theirs too.",
        "See [the tariff](/t), [the order](/o) and [the map](/m) for what it costs.",
        "Next came the pier.",
        "Search parties went out at noon.",
    ],
)
def test_a_sentence_is_not(line: str) -> None:
    document = read(PAGE.format(line=line))
    assert len(_furniture(document)) == 2
    assert len(document.sentences) > 3


def test_it_is_the_same_in_plain_text() -> None:
    document = read("Ferry fares go up\n\nThe office said so.\n\nAdvertisement\n\nIt was Friday.\n", "a.txt")
    assert _furniture(document) == ["Advertisement"]


def test_the_place_and_the_time_of_a_transcript_are_furniture() -> None:
    document = read(
        "# Gaggle on the ferry\n\nUpper deck\n\n9:40 A.M. EDT\n\nMR. MOOR: Good morning.\n\nQ Is it late?\n\n"
        "MR. MOOR: It is.\n\nQ By how much?\n\nMR. MOOR: An hour.\n\n10:02 A.M. EDT\n"
    )
    assert _furniture(document) == ["Upper deck", "9:40 A.M. EDT", "10:02 A.M. EDT"]


def test_a_heading_with_text_under_it_is_none() -> None:
    document = read(
        "# Ferry fares\n\n## Next\n\nThe pier.\n\n## Related\n\n- The tariff\n\n## Share\n\n## Print\n"
    )
    assert _furniture(document) == ["Share", "Print"]
