"""AsciiDoc comes out with its structure and its own words."""

from __future__ import annotations

from collections.abc import Callable

from reader.formats.load import parse
from reader.text.document import Document

TEXT = """= Port of Ostrel
I. Maren <i@o.example>
v1.0, 2026-03-04
:port: Ostrel

First words of {port} with *bold*, _italic_ and `code`, 2*3*4 = 24 #7.
A rule.footnote:[It says so.] See https://o.example/x[a link].

== Section one

* one
** nested 46,000 t
* two

. first
. second
+
More of second.

NOTE: Careful.

[source,python]
----
x = 1  # *no*
----

[quote, A. Dorn]
____
Quoted words.
____

====
In an example.
====

term:: its meaning

|===
|Day |Boats

|Mon
|7
|Tue |8
|===

// a remark
////
hidden
////
<<section,see there>>
"""


def read(text: str) -> Document:
    return parse(text.encode(), "port.adoc")


def test_structure_and_what_the_file_says_of_itself(check_document: Callable[[Document], None]) -> None:
    document = read(TEXT)
    check_document(document)
    assert (document.title, document.published, document.source) == (
        "Port of Ostrel",
        "2026-03-04",
        "I. Maren",
    )
    headings = [(b.level, document.text[b.start : b.end]) for b in document.blocks if b.kind == "heading"]
    assert headings == [(1, "Port of Ostrel"), (2, "Section one")]
    for words in (
        "First words of Ostrel with bold, italic and code, 2*3*4 = 24 #7.",
        "• one",
        "• nested 46,000 t",
        "• two",
        "1. first",
        "2. second",
        "More of second.",
        "Note: Careful.",
        "x = 1  # *no*",
        "— A. Dorn",
        "In an example.",
        "term: its meaning",
        "Day\tBoats\nMon\t7\nTue\t8",
        "see there",
        "[1] It says so.",
    ):
        assert words in document.text
    for words in ("remark", "hidden", "____", "===="):
        assert words not in document.text
    quoted = next(b for b in document.blocks if document.text[b.start : b.end] == "Quoted words.")
    assert quoted.line == TEXT.split("\n").index("Quoted words.")


def test_what_is_never_closed_loses_nothing() -> None:
    for opening in ("----", "____", "====", "|===", "****\n----"):
        words = "|the last words" if opening == "|===" else "the last words"
        assert "the last words" in read(f"Words.\n\n{opening}\n{words}").text


def test_files_that_are_included_are_not_read_and_that_is_said() -> None:
    document = read("Words.\n\ninclude::/etc/passwd[]\n")
    assert document.text == "Words."
    assert any("not read" in warning for warning in document.warnings)
