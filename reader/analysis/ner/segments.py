"""A document as a recogniser should read it: block by block, white space as single spaces, headlines recased.

A model trained on sentences stumbles over hard line breaks, over a heading that runs into a paragraph, and
over lines in capitals. Each block becomes one or more parts whose text is tidy and whose every character
knows the offset that it came from.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.analysis.ner.casing import WORD, is_all_title_case, is_in_title_case, is_shouted, sentence_case
from reader.text.document import Document, Style
from reader.text.spans import Span

_LONGEST_CODE = 4  # letters of an acronym that is taken for the usual form of a word
_LONGEST_HEADLINE = 300  # code points
PART_LIMIT = 4_000
"""Code points of the longest part: bounds a recogniser's memory, far above any paragraph worth the name."""

# Code, raw HTML and rules hold no prose; what stands in them is not named in the briefing's own voice.
_PROSE = frozenset({"heading", "paragraph", "preformatted", "table"})
OUTSIDE_SENTENCES = frozenset({"portion", "speaker", "aside"})
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*|\n(?=\t|[ ]{2,})")
_TIDIED = re.compile(r"\s+|&(?:amp|AMP);")  # wire texts escape the ampersand, and mean it
_SENTENCE_ENDS = (".", "!", "?", '."', ".”", ".''", ".)", '?"', "?”", '!"', "!”", "?''", "!''")
_INSIDE = re.compile(rf"(?<=[\w,;'’)] )(?P<word>{WORD.pattern})")
# What is written for machines: shortcodes, tags, addresses of pages and of mail, escaped characters.
_FOR_MACHINES = re.compile(
    r"\{\{[<%][^{}]{0,600}[>%]\}\}|</?(?:a|b|blockquote|br|center|code|div|em|font|h[1-6]|hr|i|iframe|img|input|li|ol|p"
    r"|script|small|span|strong|style|sub|sup|table|tbody|td|th|thead|tr|u|ul|video)\b[^<>\n]{0,400}>|<!--[^<>]{0,400}-->|<[A-Z][A-Z0-9.-]{0,9}>|\]\((?:[^()\s]|\([^()\s]*\)){1,400}(?:\s\"[^\"]*\")?\)"
    r"|\b(?:https?://|www\.)\S+|\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:gov|com|org|net|edu|mil|int|html?|pdf|jpe?g|png|md)\b(?:/\S*)?|&\#\d{2,5};"
)


@dataclass(frozen=True, slots=True)
class TidyText:
    """A tidy piece of text; `offsets[i]` is where its character `i` stands in the document's text."""

    text: str
    offsets: array[int]

    def span(self, start: int, end: int) -> Span:
        """Return the document's span for the part's non-empty range `[start, end)`."""
        return Span(self.offsets[start], self.offsets[end - 1] + 1)


def prose(document: Document) -> list[Span]:
    """Return the spans of the text that hold prose, one a block or table cell.

    Without blocks, one a paragraph.
    """
    if not document.blocks:
        return list(_paragraphs(document.text))
    spans: list[Span] = []
    outside = [style for style in document.styles if style.kind in OUTSIDE_SENTENCES]
    for block in document.blocks:
        if block.kind not in _PROSE:
            continue
        if block.rows:
            spans.extend(cell for row in block.rows for cell in row if cell)
        elif block.kind == "preformatted":
            spans.extend(
                Span(block.start + span.start, block.start + span.end)
                for span in _paragraphs(document.text[block.start : block.end])
            )
        else:
            spans.append(Span(block.start, block.end))
    return _without(spans, outside) if outside else spans


def _without(spans: list[Span], outside: Sequence[Style]) -> list[Span]:
    """Return the spans without the styles that stand in them; both are sorted."""
    results: list[Span] = []
    styles = iter(outside)
    style = next(styles, None)
    for span in spans:
        start = span.start
        while style is not None and style.start < span.end:
            if style.start > start:
                results.append(Span(start, style.start))
            start = max(start, style.end)
            style = next(styles, None)
        if start < span.end:
            results.append(Span(start, span.end))
    return results


def reading_case(document: Document, spans: list[Span]) -> str:
    """Return the text, of the same length, with lines in capitals and headlines brought to the
    case of a sentence.

    A word takes the case in which the rest of the document writes it, else what `casing` says. Text outside
    the spans is blanked, and so is what machines read (addresses, tags), so that nothing is found there or
    across it. A newline stays one: no name goes over a hard break.
    """
    text = document.text
    headings = {block.start for block in document.blocks if block.kind == "heading"}
    wrapped = [Span(block.start, block.end) for block in document.blocks if block.kind == "preformatted"]
    cased = [
        is_shouted(text[span.start : span.end])
        or (span.start in headings and is_in_title_case(text[span.start : span.end]))
        or (span.end - span.start < _LONGEST_HEADLINE and is_all_title_case(text[span.start : span.end]))
        for span in spans
    ]
    usual = _usual_case(text, spans, cased) if any(cased) else {}
    pieces: list[str] = []
    position = 0
    for span, recased in zip(spans, cased, strict=True):
        pieces.append("\n" * (span.start - position))
        piece = text[span.start : span.end]
        if recased:
            piece = sentence_case(piece, usual)
        if not document.blocks or any(block.start <= span.start < block.end for block in wrapped):
            piece = piece.replace("\n", " ")
        pieces.append(_FOR_MACHINES.sub(lambda match: "\n" * len(match.group()), piece).replace("\t", " "))
        position = span.end
    pieces.append("\n" * (len(text) - position))
    return "".join(pieces)


def parts(reading: str, spans: list[Span]) -> Iterator[TidyText]:
    """Yield the parts of the reading text, in order; `reading` as `reading_case` gives it.

    Paragraphs that end with a sentence are put together up to `PART_LIMIT`: a model reads one longer text
    faster than several short ones. A heading or a list item is a part of its own.
    """
    pending: TidyText | None = None
    for span in spans:
        for piece in _pieces(reading, span):
            part = _tidy(reading, piece)
            if not part.text:
                continue
            if pending is not None and len(pending.text) + len(part.text) < PART_LIMIT:
                pending = TidyText(
                    f"{pending.text} {part.text}",
                    pending.offsets + array("I", [pending.offsets[-1] + 1]) + part.offsets,
                )
            else:
                if pending is not None:
                    yield pending
                pending = part
            if not pending.text.endswith(_SENTENCE_ENDS):
                yield pending
                pending = None
    if pending is not None:
        yield pending


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for match in _BLANK_LINE.finditer(text):
        if match.start() > start:
            yield Span(start, match.start())
        start = match.end()
    if start < len(text):
        yield Span(start, len(text))


def _pieces(text: str, span: Span) -> Iterator[Span]:
    """The span, cut where it is too long: after a sentence if there is one, else between two words."""
    start = span.start
    while span.end - start > PART_LIMIT:
        window = text[start : start + PART_LIMIT]
        cut = max(window.rfind(mark) for mark in (". ", "? ", "! ")) + 2
        if cut < PART_LIMIT // 2:
            cut = window.rfind(" ") + 1
        if cut < PART_LIMIT // 2:
            cut = PART_LIMIT
        yield Span(start, start + cut)
        start += cut
    yield Span(start, span.end)


def _tidy(text: str, span: Span) -> TidyText:
    start, end = span
    piece = text[start:end]
    stripped = piece.strip()
    start += len(piece) - len(piece.lstrip())
    pieces: list[str] = []
    offsets = array("I")
    copied = 0
    for match in _TIDIED.finditer(stripped):
        pieces += (stripped[copied : match.start()], "&" if match.group()[0] == "&" else " ")
        offsets.extend(range(start + copied, start + match.start() + 1))
        copied = match.end()
    pieces.append(stripped[copied:])
    offsets.extend(range(start + copied, start + len(stripped)))
    return TidyText("".join(pieces), offsets)


def _usual_case(text: str, spans: list[Span], left_out: list[bool]) -> dict[str, str]:
    """Return the form in which the text writes each word inside its sentences, by its small letters."""
    forms_by_word: dict[str, Counter[str]] = {}
    for span, leave_out in zip(spans, left_out, strict=True):
        if not leave_out:
            for match in _INSIDE.finditer(text, span.start, span.end):
                word = match["word"]
                if len(word) > _LONGEST_CODE and word.isupper():
                    continue  # written so for stress
                forms_by_word.setdefault(word.lower(), Counter())[word] += 1
    return {word: forms.most_common(1)[0][0] for word, forms in forms_by_word.items()}
