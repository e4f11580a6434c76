"""Subtitles → their words as paragraphs, each cited by its time.

WebVTT (https://www.w3.org/TR/webvtt1/), SubRip and SubViewer write one or two lines and the times between
which they are shown. Sentences go on from one cue to the next, so cues are joined to paragraphs: a new one
begins with another speaker, after a pause, and where one has grown long and a sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from reader.errors import FormatError
from reader.formats.builder import Builder
from reader.formats.decoding.text_file import read_text
from reader.formats.format import Context, Part

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?"
_TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*(?:-->|,)[ \t]*{_TIME}(?:[ \t].*)?\Z")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^<>]{1,200})>")
_TAG = re.compile(r"</?[A-Za-z0-9][^<>]{0,200}>|\{\\[^{}]{0,100}\}")
_NOTHING_SHOWN = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|\Z)")
_HEADER = re.compile(r"WEBVTT(?:[ \t]+-?[ \t]*(.*))?\Z")
_DASHED = re.compile(r"[-–—][ \t]*\S")
_SOMEONE = "-"
"""The voice of a line that begins with a dash: another one than before, and not named."""
_PAUSE = 4.0  # seconds without words after which what follows is another paragraph
_LONG = 500  # code points from which a paragraph ends with the next sentence
_ENDS = re.compile(r"[.!?…]['\"”’)\]]*\Z")


class _Cue(NamedTuple):
    """What is shown from `start` to `end`, in seconds; the line of the file at which it begins."""

    start: float
    end: float
    lines: list[str]
    line: int


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Give the one document of a file of subtitles. Raises FormatError when it has no times."""
    file = read_text(data)
    lines = file.body.split("\n")
    cues = list(_cues(lines))
    if not cues:
        raise FormatError("it has no subtitles: no line says from when to when one is shown", "broken")
    builder = Builder(file.first_line)
    _write(cues, builder)
    draft = file.described(builder.draft())
    header = _HEADER.match(lines[0].strip())
    if header is not None and not draft.title:
        draft.title, draft.title_from = (header[1] or "").strip(), "header"
    if not draft.blocks:
        draft.warnings.append("The subtitles have times and no words.")
    yield "", draft


def _cues(lines: list[str]) -> Iterator[_Cue]:
    """Give the cues in their order; comments, styles and numbers of cues are none."""
    number = 0
    while number < len(lines):
        timing = _TIMING.match(lines[number])
        if timing is None:
            number = _after_block(lines, number) if _NOTHING_SHOWN.match(lines[number]) else number + 1
            continue
        first = number
        number += 1
        words: list[str] = []
        while number < len(lines) and lines[number].strip() and not _TIMING.match(lines[number]):
            words.append(lines[number].strip())
            number += 1
        if number < len(lines) and words and words[-1].isdecimal() and _TIMING.match(lines[number]):
            words.pop()  # the number of the next cue, where no blank line stands before it
        yield _Cue(_seconds(timing, 1), _seconds(timing, 5), words, first)


def _after_block(lines: list[str], number: int) -> int:
    while number < len(lines) and lines[number].strip():
        number += 1
    return number + 1


def _seconds(timing: re.Match[str], group: int) -> float:
    hours, minutes, seconds, fraction = timing.group(group, group + 1, group + 2, group + 3)
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int((fraction or "0").ljust(3, "0")) / 1000


def _write(cues: list[_Cue], builder: Builder) -> None:
    is_open = False
    speaker = ""
    paragraph = first_line = 0
    ended = 0.0
    shown: list[str] = []
    last = ""
    for cue in cues:
        lines = cue.lines
        if len(lines) > 1 and shown and _words(lines[0]) == _words(shown[-1]):
            lines = lines[1:]  # captions that roll: the line before is shown once more
        shown = cue.lines or shown
        for voice, words in _turns(lines):
            turned = bool(voice) and (voice != speaker or voice == _SOMEONE)
            long = builder.length - paragraph > _LONG and _ENDS.search(last) is not None
            if is_open and (turned or long or cue.start - ended > _PAUSE):
                builder.end("paragraph", line=first_line)
                is_open = False
            if not is_open:
                builder.place(_clock(cue.start))
                paragraph, first_line = builder.begin(), cue.line
                is_open = True
                speaker = voice or speaker
                if turned and voice != _SOMEONE:
                    start = builder.length
                    builder.add(f"{voice}:")
                    builder.style("speaker", start)
                    builder.add(" ")
            else:
                builder.add(" ")
                builder.place_here(_clock(cue.start))
            builder.add(words)
            last = words
        ended = max(ended, cue.end)
    if is_open:
        builder.end("paragraph", line=first_line)


def _turns(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Give who speaks, empty when that is not said, and their words, for each turn in a cue."""
    if any(map(_DASHED.match, lines)):
        for line in lines:
            words = _words(line)
            if words:
                yield (_SOMEONE if _DASHED.match(line) else ""), words
        return
    text = " ".join(lines)
    done = 0
    voice = ""
    for match in _VOICE.finditer(text):
        words = _words(text[done : match.start()])
        if words:
            yield voice, words
        voice, done = _words(match[1]), match.end()
    words = _words(text[done:])
    if words:
        yield voice, words


def _words(text: str) -> str:
    """Return the words of a cue without tags and codes."""
    return " ".join(unescape(_TAG.sub("", text)).split())


def _clock(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
