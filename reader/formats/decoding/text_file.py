"""What the formats that are text have in common: bytes → safe text, front matter, and the file as it is."""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.errors import FormatError
from reader.formats.builder import Draft
from reader.formats.decoding.encoding import Decoded, decode
from reader.formats.format import Context
from reader.formats.metadata.front_matter import FrontMatter, split_front_matter
from reader.text.document import Block
from reader.text.safety import describe, line_and_character, make_safe, safe_line

MAX_LINES = 2_000_000
"""The number of lines beyond which a file is refused: each becomes a block at worst, and takes 8 μs."""


SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_SOFT_AT_END = re.compile(rf"{SOFT_HYPHEN}(?=[ \t]*\n)")


class TextFile(NamedTuple):
    """The text below the front matter, safe; what the front matter says; how the bytes were decoded."""

    body: str
    front: FrontMatter
    encoding: str
    warnings: tuple[str, ...]

    @property
    def first_line(self) -> int:
        """The line of the file at which the body begins, from 0."""
        return self.front.lines

    def described(self, draft: Draft) -> Draft:
        """Return the draft of the body, with what the front matter and the bytes said about it."""
        front = self.front
        draft.title, draft.title_from = front.title, "front matter"
        draft.published, draft.published_from = front.published, "front matter"
        draft.source, draft.tags, draft.meta = front.source, front.tags, front.meta
        draft.encoding = self.encoding
        draft.warnings[:0] = [*self.warnings, *([front.warning] if front.warning else [])]
        return draft


def read_text(data: bytes, *, markdown: bool = False) -> TextFile:
    """Return a file's text without its front matter, which Markdown has in more forms; raises FormatError."""
    decoded = _decoded(data)
    if SOFT_HYPHEN in decoded.text:
        # Where a line ends it parts a word, anywhere else it is not to be seen: Unicode, section 6.2.
        text = _SOFT_AT_END.sub("-", decoded.text).replace(SOFT_HYPHEN, "")
        decoded = decoded._replace(text=text)
    text, unsafe = make_safe(decoded.text)
    warnings = (decoded.warning, describe(unsafe, line_and_character(decoded.text)))
    front, body = split_front_matter(text, markdown=markdown)
    return TextFile(body, front, decoded.encoding, tuple(warning for warning in warnings if warning))


def raw_text(data: bytes, context: Context) -> Draft:
    """Return the file as it is, made safe: one preformatted block a line, nothing taken for markup.

    Raises FormatError.
    """
    decoded = _decoded(data)
    text, _unsafe = make_safe(decoded.text)
    blocks: list[Block] = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        blocks.append(Block("preformatted", start, start + len(line), line=number))
        start += len(line) + 1
    return Draft(text, blocks, title=safe_line(context.name), encoding=decoded.encoding)


def text_beginning(data: bytes) -> bytes:
    """Return the first bytes of a text up to where a paragraph, or at least a line, ends."""
    end = max(data.rfind(b"\n\n"), data.rfind(b"\n\r\n"))
    return data[: end if end > 0 else data.rfind(b"\n") + 1 or len(data)]


def _decoded(data: bytes) -> Decoded:
    decoded = decode(data)
    lines = decoded.text.count("\n")
    if lines > MAX_LINES:
        raise FormatError(f"too many lines: {lines:,}, and {MAX_LINES:,} is the limit", "too-large")
    return decoded
