"""Who speaks in a transcript: the names in its speakers' labels."""

from __future__ import annotations

import re

from reader.analysis.ner.boundaries import RawMention
from reader.analysis.ner.gazetteer import NOT_NAMES, ROLES, TITLES
from reader.analysis.reasons import ReasonKind
from reader.text.document import Document

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_OFFICES = TITLES | ROLES | {
    "administrator", "principal", "assistant", "under", "prime", "vice", "foreign", "first", "acting",
}  # fmt: skip
_NOT_SPEAKERS = frozenset((
    "the", "a", "an", "unidentified", "senior", "administration", "official", "press", "audience", "member",
    "question", "answer", "moderator", "interviewer", "participant", "participants", "speaker", "reporter",
    "voice", "both", "all", "several",
))  # fmt: skip
"""Words of labels that name nobody: `SENIOR ADMINISTRATION OFFICIAL:`, `AUDIENCE MEMBER:`."""
_LONGEST = 4  # words of a name


def speakers(document: Document) -> list[RawMention]:
    """Return the people named in speakers' labels, sorted, without their titles: `MR. KEEL:` names Keel.

    Offices and letters (`THE PRESIDENT:`, `Q`) name nobody.
    """
    results = []
    for style in document.styles:
        if style.kind != "speaker":
            continue
        label = document.text[style.start : style.end]
        words = [match for match in _WORD.finditer(label) if len(match.group()) > 1]
        while words and words[0].group().rstrip(".").lower() in _OFFICES:
            del words[0]
        small = [word.group().rstrip(".").lower() for word in words]
        if not words or len(words) > _LONGEST or not _NOT_SPEAKERS.isdisjoint(small):
            continue
        start, end = style.start + words[0].start(), style.start + words[-1].end()
        if document.text[start:end] not in NOT_NAMES:
            results.append(RawMention.of(start, end, "PERSON", ReasonKind.SPEAKER))
    return results
