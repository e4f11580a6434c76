"""What is said under a summary: what it was chosen for, or that nothing is about that."""

from __future__ import annotations

from reader.analysis.reasons import ReasonKind, reason
from reader.formats.load import parse
from reader.library.documents.summaries import DocumentSummary, summarise_document
from reader.library.storage.cache.document_row import Excerpt
from reader.tui.content.summary import summary_version

_DOCUMENT = parse(b"The harbour of Tessel closed on Monday. Ships wait. It opens in March.\n", "report.txt")


def test_a_summary_for_a_question_says_so() -> None:
    summary = summarise_document(_DOCUMENT, None, ("harbour",))
    assert summary.answers
    assert summary_version(summary) == "chosen for “harbour”"


def test_a_question_that_nothing_answers_is_told_from_one() -> None:
    summary = summarise_document(_DOCUMENT, None, ("zebra",))
    assert not summary.answers
    assert summary_version(summary) == "nothing in it is about “zebra”: its ordinary summary"


def test_an_ordinary_summary_speaks_of_no_question() -> None:
    excerpt = Excerpt(0, 10, "The harbour", (reason(ReasonKind.OPENS_DOCUMENT),))
    assert summary_version(DocumentSummary((excerpt,), (), True)) == "chosen with the names known"
    assert summarise_document(_DOCUMENT, ()).answers
