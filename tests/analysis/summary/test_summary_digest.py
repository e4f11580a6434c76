"""The digest page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.analysis.summary.digest import DigestEntry, by_day, digest

ENTRIES = [
    DigestEntry("First", "a.md", "2026-03-11", "Meridian Wire", ("One.", "Two.", "Three.")),
    DigestEntry("Later", "b.md", "2026-03-14T06:00:00Z", "", ("Only.",)),
    DigestEntry("Second", "c d.md", "2026-03-11T23:59:59Z", "KNS", ("Uno.",)),
    DigestEntry("Bare", "e.md", "", "", (), ("table: 4 columns, 12 rows",)),
]


def test_days_newest_first_then_undated() -> None:
    headings = [line for line in digest(ENTRIES).splitlines() if line.startswith("## ")]
    assert headings == ["## 2026-03-14, Saturday", "## 2026-03-11, Wednesday", "## Undated"]


def test_within_a_day_the_given_order() -> None:
    page = digest(ENTRIES)
    assert page.index("First") < page.index("Second")


def test_title_source_link_and_sentences() -> None:
    page = digest(ENTRIES, sentences=2)
    assert "### [First](<a.md>)\n\n*Meridian Wire*\n\nOne. Two.\n" in page
    assert "Three." not in page
    assert "(<c%20d.md>)" in page


def test_says_when_there_is_nothing_to_summarise() -> None:
    assert "No prose to summarise (table: 4 columns, 12 rows)." in digest(ENTRIES)


def test_counts() -> None:
    assert "4 documents." in digest(ENTRIES)
    assert "1 document." in digest(ENTRIES[:1])
    assert "0 documents." in digest([])


def test_says_when_there_are_more() -> None:
    assert "The first 4 of 1,200 documents." in digest(ENTRIES, of=1200)
    assert "4 documents." in digest(ENTRIES, of=4)


def test_days_in_the_order_of_the_page() -> None:
    assert [(day, [entry.title for entry in entries]) for day, entries in by_day(ENTRIES)] == [
        ("2026-03-14", ["Later"]),
        ("2026-03-11", ["First", "Second"]),
        ("", ["Bare"]),
    ]


def test_an_address_keeps_its_escapes_and_a_path_does_not() -> None:
    page = digest([DigestEntry("A", "https://h.example/a%20b"), DigestEntry("B", "50%.md")])
    assert "<https://h.example/a%20b>" in page
    assert "<50%25.md>" in page


_INLINE = st.text(alphabet=st.sampled_from("ab 1.)-+=*_`#[]()<>!&|~\\:'\"\n;"), min_size=1, max_size=30)


@given(_INLINE, _INLINE, _INLINE)
def test_nothing_of_a_document_is_taken_for_markup(title: str, source: str, sentence: str) -> None:
    page = digest([DigestEntry(title, "a.md", "2026-03-11", source, (sentence,))])
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(page)
    kinds = [token.type for token in tokens if token.nesting >= 0 and token.type != "inline"]
    blocks = ["heading_open", "paragraph_open", "heading_open", "heading_open"]
    blocks += ["paragraph_open"] if " ".join(source.split()) else []
    assert kinds == [*blocks, "paragraph_open"]
    said = [token for token in tokens if token.type == "inline"]
    plain = " ".join(sentence.split())
    if plain:
        assert "".join(child.content for child in said[-1].children or []) == plain
        assert {child.type for child in said[-1].children or []} <= {"text", "text_special"}
