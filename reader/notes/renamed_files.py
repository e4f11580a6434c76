"""Which new file is a vanished one under another name: by its text, else by its title and opening."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from reader.notes.similarity import Lexicon, likeness, survive
from reader.text.document import Document

OPENING = 600
"""How many code points of a text's beginning are kept and compared."""

_LIKE_OPENING = 0.8
_FACTS_KEPT = 0.9
"""What share of the opening's names and numbers must be there still."""
_MARGIN = 0.05


@dataclass(frozen=True, slots=True)
class FileTrace:
    """What is known of a file, there or not: enough to know it again. `opening` is the text's beginning."""

    path: str
    text_sha256: str
    title: str
    opening: str


@dataclass(frozen=True, slots=True)
class Adoption:
    """The file that takes over a vanished one's notes, how sure that is from 0 to 1, and by what."""

    path: str
    score: float
    how: str


def trace(path: str, document: Document) -> FileTrace:
    """Return the trace of a document that was read from `path`."""
    return FileTrace(path, document.sha256, document.title, document.text[:OPENING])


def adopt(vanished: Sequence[FileTrace], appeared: Sequence[FileTrace]) -> dict[str, Adoption]:
    """Return the file that each vanished one became, by the vanished path.

    Those that became none are left out.

    No new file takes over two old ones. A file with the same text comes first, the one with the likest path
    where there are several; then one whose opening is alike, keeps its names and numbers, and keeps those of
    the title: yesterday's situation report is not today's. Where two are about as likely, neither is taken.
    """
    adopted: dict[str, Adoption] = {}
    used: set[str] = set()
    same = [
        (_path_likeness(old.path, new.path), old.path, new.path)
        for old in vanished
        for new in appeared
        if old.text_sha256 == new.text_sha256 and old.opening.strip()
    ]
    for _, old_path, new_path in sorted(same, key=lambda pair: (-pair[0], pair[1:])):
        if old_path not in adopted and new_path not in used:
            adopted[old_path] = Adoption(new_path, 1.0, "same text")
            used.add(new_path)
    left = [new for new in appeared if new.path not in used]
    alike = [
        (score, old.path, new.path)
        for old in vanished
        if old.path not in adopted
        for new in left
        if (score := _likeness(old, new))
    ]
    for score, old_path, new_path in sorted(alike, reverse=True):
        if old_path in adopted or new_path in used or _disputed(score, old_path, new_path, alike):
            continue
        adopted[old_path] = Adoption(new_path, score, "title and opening")
        used.add(new_path)
    return adopted


def _likeness(old: FileTrace, new: FileTrace) -> float:
    """How like the openings are; 0 when they are not enough alike to be one document."""
    score = likeness(old.opening, new.opening, _LIKE_OPENING)
    if not score or not old.opening.strip():
        return 0.0
    lexicon = Lexicon(old.opening, new.opening)
    known = f"{new.title}\n{new.opening}"
    if old.title != new.title and not survive(lexicon.facts(old.title), known):
        return 0.0
    facts = lexicon.facts(old.opening)
    surviving = sum(survive(frozenset({fact}), known) for fact in facts)
    return score if surviving >= _FACTS_KEPT * len(facts) else 0.0


def _disputed(score: float, old_path: str, new_path: str, alike: Iterable[tuple[float, str, str]]) -> bool:
    """Whether another pair with one of the two files is about as likely."""
    return any(
        (old_path == other_old) != (new_path == other_new) and abs(score - other) < _MARGIN
        for other, other_old, other_new in alike
    )


def _path_likeness(old: str, new: str) -> float:
    """How like two paths are; the same file's name in another folder comes before everything else."""
    return likeness(old, new) + (PurePath(old).name == PurePath(new).name)
