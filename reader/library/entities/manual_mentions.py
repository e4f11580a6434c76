"""Names that a person added: what each changes in a text, and which files may hold one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reader.analysis.corrections import Correction, apply
from reader.analysis.mention import Mention
from reader.analysis.reasons import ReasonKind
from reader.formats.registry import format_of
from reader.library.entities.corpus_index import EntityCounts, ManualMentionDelta, count_entities
from reader.text.document import Document


def manual_mention_delta(
    document: Document, mentions: Sequence[Mention], resolved: Sequence[Mention], adds: Sequence[Correction]
) -> ManualMentionDelta:
    """Return what names that a person added change in a document's mentions.

    `resolved` are the mentions under the names that they have in the library, which corrections speak of.
    `adds` are the corrections in force up to the last name that was added.
    What comes is given under the name and type that it was added with: later corrections are applied to it
    like to any other.
    """
    if not adds:
        return ManualMentionDelta()
    after = {(item.start, item.end): item for item in apply(resolved, document, adds)}
    corrected = {
        (item.start, item.end): item
        for correction in adds
        if correction.kind == "add"
        for item in apply((), document, [correction])
    }
    by_hand = {span for span, item in after.items() if _is_added(item)}
    added = count_entities(document, [corrected[span] for span in sorted(by_hand)])
    removed = count_entities(
        document,
        [item for item in mentions if (span := (item.start, item.end)) not in after or span in by_hand],
    )
    return ManualMentionDelta(_flat(added), _flat(removed))


def _flat(counts: EntityCounts) -> list[tuple[str, str, str, int]]:
    return [
        (name, type_, spelling, count)
        for name, type_, spellings in counts
        for spelling, count in spellings.items()
    ]


def may_hold(path: Path, adds: Sequence[Correction]) -> bool:
    """Return whether a file's bytes may hold an added name; only what is certain is told from bytes."""
    try:
        data = path.read_bytes()
    except OSError:
        return False
    if format_of(path.name, data).name not in ("text", "markdown"):
        return True  # the words do not stand in the bytes as they are
    if b"\0" in data[:4096]:
        return True  # two or four bytes a letter: only reading tells
    for item in (item for item in adds if item.kind == "add"):
        words = [word for word in (item.spelling or item.name).split() if word.isascii() and word.isalnum()]
        if not words or max(words, key=len).encode() in data:
            return True
    return False


def _is_added(item: Mention) -> bool:
    return any(why.kind is ReasonKind.ADDED_BY_HAND for why in item.reasons)
