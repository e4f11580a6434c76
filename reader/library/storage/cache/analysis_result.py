"""What an analysis gives for one text, as the document cache keeps it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

from reader.analysis.versions import ANALYSIS_VERSION


class AnalysisKind(StrEnum):
    """What is kept of a text; the values are those in the file."""

    MENTIONS = "mentions"
    ENTITY_COUNTS = "names"
    MANUAL_MENTIONS = "added"
    SUMMARY = "summary"
    STRUCTURE = "structure"


class AnalysisResult(NamedTuple):
    """What one analysis gave for one text: the text's hash, the kind, the version that made it, JSON data."""

    sha256: str
    kind: AnalysisKind
    version: str
    payload: Any


def entity_version() -> str:
    """Return the version of the mentions and counts that this program makes."""
    return str(ANALYSIS_VERSION)
