"""What stands inside a paragraph and is no part of its sentences: markings, speakers, stage directions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reader.formats.builder import Draft
from reader.formats.format import Context
from reader.text.document import Block, Style, StyleKind

_LEVEL = r"(?:TS|S|C|U|R|OUO|CUI|SBU|LOU|FOUO|NF|UNCLASSIFIED|CONFIDENTIAL|SECRET|RESTRICTED)"
_CONTROL = r"[A-Z0-9][A-Z0-9 ,./-]{0,40}"
PORTION = re.compile(rf"\({_LEVEL}(?:(?://|/|-){_CONTROL})?\)(?=\s|\Z|[A-Z(])")
_TITLE = r"(?:MR|MRS|MS|DR|GEN|SEN|REP|GOV|AMB|SEC|PROF|Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Amb|Sec|Prof)\."
_SPEAKER = re.compile(
    rf"(?P<name>(?:{_TITLE}\s+)?[A-Z](?:[A-Z.'’-]|Mc|Mac|De|[ ](?=[A-Z])){{1,40}}"
    rf"|(?:{_TITLE}|Secretary|President|Senator|Minister|Ambassador|Chairman|Moderator|Interviewer)"
    r"(?:\s+[A-Z][\w'’.-]+){0,3}|Question|Answer|Moderator|[QA])"
    r"(?P<mark>[ ]?:(?=\s)|(?<=\bQ)\s{1,6}(?=\S)|(?<=\b[QA])\.(?=\s))[ \t]*"
)
_HEARING_SPEAKER = re.compile(
    rf"(?P<name>(?:{_TITLE}|Senator|Representative|Chairman|Chairwoman|Chair|Judge|The)[ ]"
    r"(?:[A-Z][\w.'’-]*[ ])?[A-Z][A-Z'’-]{2,40}"
    r"|(?:Chairman|Chairwoman|Chair|Commissioner|Senator|Representative|Secretary|Director|General|Admiral|Governor"
    r"|Ambassador|Minister|Justice|Professor)[ ](?:[A-Z]\.[ ])?[A-Z][\w'’-]{2,40}(?=\.[ ][A-Z]))"
    r"(?P<mark>\.(?=\s))[ \t]*"
)
_ASIDE = re.compile(
    r"[(\[](?:[A-Z][a-z]+(?:[ ][a-z]+){0,3}[.,;]?[ ]?)?"
    r"(?:[Ll]aughter|[Aa]pplause|[Cc]ross-?talk|[Ii]naudible|[Uu]nintelligible|[Oo]ff[ -]mic(?:rophone)?"
    r"|[Cc]heers(?:[ ]and[ ]applause)?|[Aa]udience[ ][^()\[\]]{1,40}|[Pp]ause|[Bb]reak|[Aa]udio[ ]gap"
    r"|[Ss]ilence)"
    r"(?:[ ,;]+(?:and[ ])?[a-z ]{1,30})?\.?[)\]]"
    r"|[(\[](?:Recess|Whereupon,[ ][^()\[\]\n]{1,160}"
    r"|The[ ](?:committee|witness|prepared[ ]statement)[^()\[\]\n]{1,120})\.?[)\]]"
)
_CLOCK = re.compile(r"\d:\d\d\s?[APap]\.?[Mm]\.?[^\n]{0,12}\Z")
_LONGEST_SCENE = 120
_LEAST_TURNS = 3
_LONGEST_LABEL = 80


def mark_apparatus(draft: Draft, _context: Context) -> None:
    """Mark the portion markings, the speakers and the stage directions of a draft's paragraphs.

    A name before a colon is a speaker's only in a transcript: where some name speaks again.
    """
    marks: list[Style] = []
    turns: list[Style] = []
    names: dict[str, int] = {}
    for block in draft.blocks:
        if block.kind not in ("paragraph", "heading"):
            continue
        marks += _portion(draft.text, block)
        if block.kind == "heading":
            continue
        for start in _line_starts(draft.text, block):
            end = min(block.end, start + _LONGEST_LABEL)
            turn = _SPEAKER.match(draft.text, start, end) or _HEARING_SPEAKER.match(draft.text, start, end)
            if turn is not None and not draft.text.startswith("//", turn.end()):
                turns.append(Style("speaker", start, start + len(turn.group().rstrip())))
                names[turn["name"]] = names.get(turn["name"], 0) + 1
        marks += _asides(draft.text, block)
    if len(turns) >= _LEAST_TURNS and max(names.values()) > 1:
        marks += turns
        _mark_scene(draft, turns[0].start)
    if marks:
        draft.styles = sorted([*draft.styles, *marks], key=lambda style: (style.start, -style.end))


def _line_starts(text: str, block: Block) -> Iterator[int]:
    """Yield where the lines of a paragraph begin, for turns that only hard breaks part."""
    yield block.start
    end = text.find("\n", block.start, block.end)
    while end >= 0:
        start = end + 1
        while start < block.end and text[start].isspace():
            start += 1
        if start < block.end:
            yield start
        end = text.find("\n", start, block.end)


def _mark_scene(draft: Draft, first_turn: int) -> None:
    """Make the short lines furniture that stand above a transcript's first turn: the place, the time."""
    for number, block in enumerate(draft.blocks):
        if block.start >= first_turn:
            return
        text = draft.text[block.start : min(block.end, block.start + _LONGEST_SCENE + 1)]
        short = len(text) <= _LONGEST_SCENE and not text.endswith((".", "?", "!", ":", "”", '"'))
        if (
            block.kind in ("paragraph", "preformatted")
            and not block.containers
            and (short or _CLOCK.search(text))
        ):
            draft.blocks[number] = replace(block, kind="furniture")


def speaker_of(line: str) -> str:
    """Return the label of the speaker that a line opens with, `MR. KEEL:` or `Q`; empty without one."""
    turn = _SPEAKER.match(line[:_LONGEST_LABEL]) or _HEARING_SPEAKER.match(line[:_LONGEST_LABEL])
    return turn.group().strip() if turn is not None else ""


OUTSIDE_SENTENCES: tuple[StyleKind, ...] = ("portion", "speaker", "aside")
"""The styles whose text is no part of a sentence."""


def _portion(text: str, block: Block) -> Iterator[Style]:
    match = PORTION.match(text, block.start, block.end)
    if match is not None and match.end() < block.end:
        yield Style("portion", match.start(), match.end())


def _asides(text: str, block: Block) -> Iterator[Style]:
    for match in _ASIDE.finditer(text, block.start, block.end):
        yield Style("aside", match.start(), match.end())
