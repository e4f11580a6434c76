"""A file that moved keeps its notes; a new file that merely looks like an old one does not get them."""

from __future__ import annotations

from note_strategies import document_of

from reader.notes.renamed_files import FileTrace, adopt, trace

TEXT = (
    "Monitors reached Tolvik on Monday and spoke to 42 households. The road to Sund remains closed, and the "
    "council asked for 12 generators. Water was distributed as planned."
)


def trace_of(path: str, text: str = TEXT, title: str = "Situation report 14") -> FileTrace:
    made = trace(path, document_of(text))
    return FileTrace(made.path, made.text_sha256, title, made.opening)


def test_the_same_text_under_another_name() -> None:
    adopted = adopt([trace_of("a/report.md")], [trace_of("b/x.md", "Other."), trace_of("b/renamed.md")])
    assert {old: new.path for old, new in adopted.items()} == {"a/report.md": "b/renamed.md"}
    assert adopted["a/report.md"].how == "same text"


def test_of_copies_the_one_of_the_same_name_comes_first() -> None:
    adopted = adopt(
        [trace_of("a/report.md"), trace_of("a/copy.md")], [trace_of("b/copy.md"), trace_of("b/report.md")]
    )
    assert adopted["a/report.md"].path == "b/report.md"
    assert adopted["a/copy.md"].path == "b/copy.md"


def test_a_file_that_was_moved_and_edited() -> None:
    edited = TEXT.replace("remains closed", "is still closed") + " The clinic is open."
    adopted = adopt([trace_of("a.md")], [trace_of("b.md", edited)])
    assert adopted["a.md"].path == "b.md"
    assert 0.8 < adopted["a.md"].score < 1


def test_the_next_report_of_a_series_is_another_document() -> None:
    tomorrow = TEXT.replace("Monday", "Tuesday").replace("42", "57").replace("12", "9")
    assert adopt([trace_of("14.md")], [trace_of("15.md", tomorrow, "Situation report 15")]) == {}
    assert adopt([trace_of("14.md")], [trace_of("15.md", TEXT + " More.", "Situation report 15")]) == {}


def test_where_two_are_about_as_likely_neither_is_taken() -> None:
    assert (
        adopt([trace_of("a.md")], [trace_of("b.md", TEXT + " One."), trace_of("c.md", TEXT + " Two.")]) == {}
    )


def test_empty_files_are_not_one_another() -> None:
    assert adopt([trace_of("a.md", "")], [trace_of("b.md", "")]) == {}
