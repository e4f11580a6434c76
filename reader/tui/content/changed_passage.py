"""What a note was on and what stands there now, with what differs lit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reader.notes.note import Note
from reader.tui.content.summary import Lines
from reader.tui.text.styled_text import StyledText, wrap

_MOST_COMPARED = 20_000  # code points: more than the lines of a wrapped text hold
_MOST_MATCHED = 300  # words


def changed_lines(note: Note, now: str, width: int) -> Lines:
    """Return what a changed note was on and what stands there now; nothing for any other note."""
    if note.state != "changed":
        return []
    was, after = differing(" ".join(note.quote.split()), " ".join(now.split()))
    return [
        *wrap([StyledText("was  ", "faint"), *was], width, indent=5),
        *wrap([StyledText("now  ", "faint"), *after], width, indent=5),
    ]


def differing(before: str, after: str) -> tuple[list[StyledText], list[StyledText]]:
    """Return two versions of a passage with what only one of them says lit, word by word.

    The work is bounded, however long they are: at most `_MOST_COMPARED` code points of each are shown, with
    an ellipsis in place of the rest, and of what differs at most `_MOST_MATCHED` words are matched.
    """
    old_words, new_words = _words(before), _words(after)
    shorter = min(len(old_words), len(new_words))
    head = next((i for i in range(shorter) if old_words[i] != new_words[i]), shorter)
    tail = next((i for i in range(shorter - head) if old_words[-1 - i] != new_words[-1 - i]), shorter - head)
    old_end, new_end = len(old_words) - tail, len(new_words) - tail
    old: list[StyledText] = []
    new: list[StyledText] = []
    _add(old, old_words[:head], "dim")
    _add(new, new_words[:head], "dim")
    for is_same, i, j, k, m in _blocks(old_words[head:old_end], new_words[head:new_end]):
        role = "dim" if is_same else "match"
        _add(old, old_words[head + i : head + j], role)
        _add(new, new_words[head + k : head + m], role)
    _add(old, old_words[old_end:], "dim")
    _add(new, new_words[new_end:], "dim")
    return old, new


def _words(text: str) -> list[str]:
    words = text[:_MOST_COMPARED].split(" ")
    return words if len(text) <= _MOST_COMPARED else [*words, "…"]


def _add(pieces: list[StyledText], words: Sequence[str], role: str) -> None:
    if words:
        pieces += [StyledText(" ".join(words), role), StyledText(" ", "dim")]


def _blocks(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, int, int, int, int]]:
    """Give (is the same, start and end in `old`, start and end in `new`) of the parts of two lists of words.

    The time that matching takes grows with the product of their lengths: of long ones nothing is matched.
    """
    if max(len(old), len(new)) > _MOST_MATCHED:
        yield False, 0, len(old), 0, len(new)
        return
    from difflib import SequenceMatcher

    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield tag == "equal", i, j, k, m
