"""Org comes out with its structure, its own words and nothing taken for other marks."""

from __future__ import annotations

from collections.abc import Callable

from reader.formats.load import parse
from reader.text.document import Document

TEXT = """#+TITLE: Port of Ostrel
#+DATE: <2026-03-04 Wed>
#+AUTHOR: I. Maren
#+FILETAGS: :port:harbour:

* TODO First heading :berths:
:PROPERTIES:
:ID: 7
:END:
Some *bold* and /italic/ text with 2*3*4 = 24, =code= and a_b_c #7.
A note[fn:1] and [[https://o.example/x][a link]].

- one
- [X] done
  - nested 46,000 t
1. first
2. second
- Term :: what it means

| Day | Boats |
|-----+-------|
| Mon | 7     |

#+begin_src python
x = 1  # *no*
#+end_src
#+begin_quote
Quoted words.
#+end_quote
: literal  text
# a remark
** Second

[fn:1] The note itself.
"""


def read(text: str) -> Document:
    return parse(text.encode(), "port.org")


def test_structure_and_what_the_file_says_of_itself(check_document: Callable[[Document], None]) -> None:
    document = read(TEXT)
    check_document(document)
    assert (document.title, document.published, document.source) == (
        "Port of Ostrel",
        "2026-03-04",
        "I. Maren",
    )
    assert document.tags == ("port", "harbour", "berths")
    headings = [(b.level, document.text[b.start : b.end]) for b in document.blocks if b.kind == "heading"]
    assert headings == [(1, "TODO First heading"), (2, "Second")]
    assert "Some bold and italic text with 2*3*4 = 24, code and a_b_c #7." in document.text
    assert "☑ done\n• nested 46,000 t" in document.text
    assert "1. first\n2. second" in document.text
    assert "Term: what it means" in document.text
    assert "Mon\t7" in document.text
    assert "x = 1  # *no*" in document.text
    assert "literal  text" in document.text
    assert [label for label, _start in document.footnotes] == ["1"]
    assert "remark" not in document.text
    quoted = next(b for b in document.blocks if document.text[b.start : b.end] == "Quoted words.")
    assert [part.kind for part in quoted.containers] == ["quote"]
    assert quoted.line == TEXT.split("\n").index("Quoted words.")


def test_what_is_never_closed_loses_nothing() -> None:
    for opening in ("#+begin_src", "#+begin_quote", ":PROPERTIES:\nx\n:END:\n#+begin_example"):
        assert "the last words" in read(f"Words.\n\n{opening}\nthe last words").text


def test_plain_lines_begin_no_list_of_another_language() -> None:
    assert read("1941. A year.\n\n> sign and #hash and <b>tag</b> | bar").text == (
        "1941. A year.\n\n> sign and #hash and <b>tag</b> | bar"
    )


def test_files_that_are_included_are_not_read_and_that_is_said() -> None:
    document = read('#+INCLUDE: "/etc/passwd"\n\nWords.\n')
    assert document.text == "Words."
    assert any("not read" in warning for warning in document.warnings)
