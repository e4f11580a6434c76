"""What the list and the info pane say of a document: its summary, in the better version known, and its shape.

The first version is made when a file is read and stands in the document's row. When the names of the text
have been found, one that knows them is made and kept beside the analysis, by the hash of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reader.analysis.reasons import ReasonKind
from reader.analysis.versions import SUMMARY_VERSION
from reader.library.storage.cache.analysis_result import AnalysisKind, AnalysisResult, entity_version
from reader.library.storage.cache.document_cache import DocumentCache
from reader.library.storage.cache.document_row import DocumentRow, Excerpt
from reader.text.document import Document
from reader.text.spans import Ranged

if TYPE_CHECKING:
    from reader.analysis.summary.structure import StructureLine


class DocumentSummary(NamedTuple):
    """The sentences that sum a document up, and lines for what is not prose in it.

    `with_names`: the sentences were chosen when the names of the text were known. `about`: what they were
    chosen for, empty for the ordinary summary; `answers`: whether any sentence is about that, or the ordinary
    summary stands in its place.
    """

    sentences: Sequence[Excerpt] = ()
    structure: Sequence[StructureLine] = ()
    with_names: bool = False
    about: str = ""
    answers: bool = True


def excerpts(document: Document, mentions: Sequence[Ranged] = (), about: str = "") -> tuple[Excerpt, ...]:
    """Return the document's summary, with the text of each sentence."""
    from reader.analysis.summary.summarise import summarise

    return tuple(
        Excerpt(sentence.start, sentence.end, document.text[sentence.start : sentence.end], sentence.reasons)
        for sentence in summarise(document, about=about, mentions=mentions)
    )


def summarise_document(
    document: Document, mentions: Sequence[Ranged] | None, about: Sequence[str] = ()
) -> DocumentSummary:
    """Return a document's summary, made now; `about` has what it is about, under all its names."""
    from reader.analysis.summary.structure import structure_beside

    sentences = excerpts(document, mentions or (), " ".join(about))
    structure = structure_beside(document, sentences)
    answers = any(why.kind is ReasonKind.ASKED_WORDS for excerpt in sentences for why in excerpt.reasons)
    name = about[0] if about else ""
    return DocumentSummary(sentences, structure, mentions is not None, name, answers or not name)


def stored_summary(
    document_cache: DocumentCache,
    entry: DocumentRow,
    mentions: Sequence[Ranged] | None,
    load: Callable[[], Document | None] = lambda: None,
) -> DocumentSummary:
    """Return the summary of a listed document, with names where they are known (`mentions` is None before).

    `load` gives the document when the version with names is not kept yet; without it the first one is given.
    """
    from reader.analysis.summary.structure import StructureLine

    stored_structure = document_cache.analysis(entry.sha256, AnalysisKind.STRUCTURE, entry.version) or ()
    structure = tuple(StructureLine(*line) for line in stored_structure)
    if mentions is not None:
        rows = document_cache.analysis(entry.sha256, AnalysisKind.SUMMARY, _named_version(entry.version))
        if rows is not None:
            return DocumentSummary(tuple(Excerpt.of_row(row) for row in rows), structure, True)
        document = load()
        if document is not None:
            result, chosen = named_summary(document, mentions)
            document_cache.put_analyses([result])
            return DocumentSummary(chosen, structure, True)
    return DocumentSummary(entry.summary, structure)


def named_summary(
    document: Document, mentions: Sequence[Ranged]
) -> tuple[AnalysisResult, tuple[Excerpt, ...]]:
    """Return the document's summary chosen with its names known: as the cache keeps it, and as it is."""
    chosen = excerpts(document, mentions)
    made_by = _named_version(reader_version(document.format))
    return AnalysisResult(document.sha256, AnalysisKind.SUMMARY, made_by, chosen), chosen


def keep_structures(
    document_cache: DocumentCache, structures: Iterable[tuple[DocumentRow, Sequence[StructureLine]]]
) -> None:
    """Keep what stands in these documents besides prose."""
    document_cache.put_analyses(
        AnalysisResult(row.sha256, AnalysisKind.STRUCTURE, row.version, lines)
        for row, lines in structures
        if lines
    )


@cache
def reader_version(format_name: str) -> str:
    """Return what rows of this format are made by; rows of another version are made again."""
    from reader.formats.registry import version_of

    return f"{version_of(format_name)}.{SUMMARY_VERSION}"


@cache
def reader_versions() -> frozenset[str]:
    """Return the versions of all rows that need not be made again."""
    from reader.formats.registry import all_formats

    return frozenset(reader_version(known.name) for known in all_formats())


def _named_version(made_by: str) -> str:
    return f"{made_by}/{entity_version()}"
