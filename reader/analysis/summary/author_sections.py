"""Sections that their author wrote as a summary: bottom line, key points, key judgements, highlights."""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.text.document import Document

_NAMES = (
    r"(?:(?:executive|situation|management|brief|short|daily|overall|operational|intelligence)\s)?summary"
    r"|synopsis|abstract|bottom[ -]line(?:[ -]up[ -]front)?|bluf|tl[;:]?dr"
    r"|(?:key|main|principal|top)\s(?:points?|judge?ments?|findings?|messages?|takeaways?|developments?|facts?"
    r"|conclusions?)(?:\s(?:and|&)\s\w+)?"
    r"|takeaways?|highlights?|standfirst|at a glance|in (?:brief|short|summary)|the short version"
    r"|what you need to know"
)
_NUMBERING = r"(?:\(?(?:\d+(?:\.\d+)*|[a-z]|[ivx]+)[.)]\s+)?"
_HEADING = re.compile(rf"\W*{_NUMBERING}(?P<name>{_NAMES})\W*", re.IGNORECASE)
_LABEL = re.compile(
    rf"\W*{_NUMBERING}(?P<name>{_NAMES})\W*?\s*(?::|[–—]|\s-|\.(?=\s[A-Z]))\s*\S", re.IGNORECASE
)
_ANY_LABEL = re.compile(r"\W*(?:[^.!?]{2,60}:|[^a-z.!?]{3,60})\s*")


class Section(NamedTuple):
    """The range of a summary section's body, and the name that the author gave it."""

    start: int
    end: int
    name: str


def summary_sections(document: Document) -> list[Section]:
    """Return the document's summary sections in order.

    A section opens with a heading, with a paragraph that is nothing but its name, or with its name at the
    start of a paragraph (`BLUF: …`). It ends where a heading of its level or a higher one stands; one that
    opened without a heading, at the next heading or label; one within a paragraph, with it.
    """
    sections: list[Section] = []
    blocks = document.blocks
    for index, block in enumerate(blocks):
        if block.kind not in ("heading", "paragraph", "preformatted") or (
            sections and block.start < sections[-1].end
        ):
            continue
        head = document.text[block.start : min(block.end, block.start + 120)]
        heading = _HEADING.fullmatch(head)
        if heading:
            level = block.level if block.kind == "heading" else 7
            after = index + 1
            while after < len(blocks) and not _closes(document, after, level):
                after += 1
            if after > index + 1:
                sections.append(
                    Section(blocks[index + 1].start, blocks[after - 1].end, _shown(heading["name"]))
                )
        elif block.kind != "heading" and (label := _LABEL.match(head)):
            sections.append(Section(block.start, block.end, _shown(label["name"])))
    return sections


def _closes(document: Document, index: int, level: int) -> bool:
    block = document.blocks[index]
    if block.kind == "heading":
        return block.level <= level
    if level < 7 or block.kind != "paragraph" or block.end - block.start > 60:
        return False
    return not block.containers and _ANY_LABEL.fullmatch(document.text[block.start : block.end]) is not None


def _shown(name: str) -> str:
    """The name as it is written, spaces evened out; shouted names in sentence case, acronyms as they are."""
    name = " ".join(name.split())
    return name.capitalize() if name.isupper() and len(name) > 5 else name
