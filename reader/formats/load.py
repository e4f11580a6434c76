"""A file → a Document: which format it has, and everything that is done to any of them."""

from __future__ import annotations

import errno
import hashlib
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path, PurePath
from stat import S_ISDIR, S_ISREG

from reader.errors import UnreadableFile
from reader.formats.builder import Draft
from reader.formats.dates import date_in_name, from_timestamp
from reader.formats.encoding import Decoded, NotTextError, decode
from reader.formats.metadata import FrontMatter, dateline, source_in_text, split_front_matter
from reader.formats.plain import read_plain
from reader.formats.titles import headline, reads_as_title, shortened, title_from_name
from reader.text.document import Block, Document, PublishedFrom, Style, TitleFrom
from reader.text.safety import Unsafe, describe, line_and_character, make_safe, safe_line
from reader.text.sentences import split_sentences
from reader.text.spans import Span

FORMATS_VERSION = 5
"""Goes up whenever the same bytes may give another document, so that what was kept is read again."""

MAX_BYTES = 32 * 1024 * 1024
"""The size beyond which a file is refused."""
MAX_LINES = 2_000_000
"""The number of lines beyond which a file is refused: each becomes a block at worst, and takes 8 μs."""

_LONGEST_TITLE = 200
_MARKDOWN = frozenset({".md", ".markdown", ".mdown", ".mkd"})
_TEXT = frozenset({".txt", ".text"})
SUFFIXES: frozenset[str] = _MARKDOWN | _TEXT
"""The suffixes, in small letters, of the files that a folder of briefings consists of."""


def load(path: Path, max_bytes: int = MAX_BYTES) -> Document:
    """The document in a file; raises UnreadableFile with the reason when there is none to be had."""
    data, modified = _read(path, max_bytes)
    try:
        return parse(data, path.name, modified)
    except UnreadableFile as error:
        raise UnreadableFile(path, error.reason) from error


def load_beginning(path: Path, size: int = 64 * 1024) -> Document:
    """The document that the first `size` bytes of a file give, cut where a paragraph ends.

    To be shown while the whole is read. Raises UnreadableFile like `load`.
    """
    data, modified = _read(path, size, cut=True)
    end = max(data.rfind(b"\n\n"), data.rfind(b"\n\r\n"))
    return parse(data[: end if end > 0 else data.rfind(b"\n") + 1 or len(data)], path.name, modified)


def load_raw(path: Path, max_bytes: int = MAX_BYTES) -> Document:
    """The file as it is, made safe: one preformatted block a line, nothing taken for markup.

    Raises UnreadableFile like `load`.
    """
    data, _modified = _read(path, max_bytes)
    decoded = _decoded(data, path)
    text, _unsafe = make_safe(decoded.text)
    blocks: list[Block] = []
    sentences: list[Span] = []
    at = 0
    for number, line in enumerate(text.split("\n")):
        blocks.append(Block("preformatted", at, at + len(line), line=number))
        sentences.extend(_trimmed(text, at, at + len(line)))
        at += len(line) + 1
    return Document(
        text=text,
        blocks=tuple(blocks),
        sentences=tuple(sentences),
        title=safe_line(path.name),
        encoding=decoded.encoding,
        file_sha256=hashlib.sha256(data).hexdigest(),
    )


def _read(path: Path, max_bytes: int, *, cut: bool = False) -> tuple[bytes, float]:
    """A file's bytes and when it was last changed, in POSIX seconds; raises UnreadableFile.

    A file that is larger than `max_bytes` is refused, or cut there.
    """
    try:
        status = path.stat()
        if not S_ISREG(status.st_mode):
            raise UnreadableFile(
                path, "a folder, not a file" if S_ISDIR(status.st_mode) else "not an ordinary file"
            )
        with path.open("rb") as file:
            data = file.read(max_bytes if cut else max_bytes + 1)
    except OSError as error:
        raise UnreadableFile(path, _reason(error)) from error
    except ValueError as error:
        raise UnreadableFile(safe_line(str(path)), "not a name that a file can have") from error
    if len(data) > max_bytes:
        size = max(status.st_size, len(data))
        raise UnreadableFile(path, f"too large: {_megabytes(size)}, and {_megabytes(max_bytes)} is the limit")
    return data, status.st_mtime


def parse(data: bytes, name: str, modified: float = 0.0) -> Document:
    """The document in the bytes of a file called `name`, last changed at `modified` (POSIX seconds).

    The suffix of the name gives the format; any other than Markdown's is read as plain text. Raises
    UnreadableFile when the bytes are no text, or a text of too many lines.
    """
    decoded = _decoded(data, safe_line(name))
    text, unsafe = make_safe(decoded.text)
    held = [describe(unsafe, line_and_character(decoded.text)), _held_by_name(name)]
    front, body = split_front_matter(text)
    suffix = PurePath(name).suffix.lower()
    draft = (_read_markdown if suffix in _MARKDOWN else read_plain)(body, front.lines)
    del text, body
    reading, revived = make_safe(draft.text)
    draft.text = reading
    sentences = tuple(_sentences(draft))
    title, title_from = _title(draft, front, sentences, name)
    published, published_from = _published(draft, front, name, modified)
    styles, blocks = _safe_styles(draft, revived), _safe_blocks(draft, revived)
    held.append(_revived(revived, draft))
    warnings = (decoded.warning, *held, front.warning, *draft.warnings)
    return Document(
        text=reading,
        blocks=blocks,
        styles=styles,
        sentences=sentences,
        title=title,
        title_from=title_from,
        published=published,
        published_from=published_from,
        source=front.source or safe_line(source_in_text(reading, draft.blocks)),
        tags=front.tags,
        meta=front.meta,
        format="markdown" if suffix in _MARKDOWN else "text",
        encoding=decoded.encoding,
        warnings=tuple(warning for warning in warnings if warning),
        file_sha256=hashlib.sha256(data).hexdigest(),
        footnotes=tuple((safe_line(label), start) for label, start in draft.footnotes),
    )


def _decoded(data: bytes, path: object) -> Decoded:
    """The text in a file's bytes; raises UnreadableFile when there is none or it has too many lines."""
    try:
        decoded = decode(data)
    except NotTextError as error:
        raise UnreadableFile(path, str(error)) from error
    lines = decoded.text.count("\n")
    if lines > MAX_LINES:
        raise UnreadableFile(path, f"too many lines: {lines:,}, and {MAX_LINES:,} is the limit")
    return decoded


def _read_markdown(text: str, first_line: int) -> Draft:
    from reader.formats.markdown import TooMuchMarkupError, read_markdown

    try:
        return read_markdown(text, first_line)
    except TooMuchMarkupError as error:
        draft = read_plain(text, first_line)
        draft.warnings.append(f"{error} It is shown as plain text.")
        return draft


def _reason(error: OSError) -> str:
    reasons = {
        errno.ENOENT: "it is not there any more",
        errno.EACCES: "no permission to read it",
        errno.EPERM: "no permission to read it",
        errno.EISDIR: "a folder, not a file",
        errno.ELOOP: "a link that leads back to itself",
        errno.ENAMETOOLONG: "its name is too long",
    }
    return reasons.get(error.errno or 0, f"it cannot be read: {error.strerror or error}")


def _megabytes(size: int) -> str:
    return f"{size / 1_048_576:.1f} MB" if size >= 1_048_576 else f"{size} bytes"


def _held_by_name(name: str) -> str:
    """A sentence when the file's name holds what is not shown as it is; else nothing."""
    _safe, unsafe = make_safe(name)
    if safe_line(name) == name:
        return ""
    said = describe(unsafe, lambda offset: f"character {offset + 1}") or "Made visible: line breaks."
    return f"{said.removesuffix('.')} in the file's name."


def _revived(revived: list[Unsafe], draft: Draft) -> str:
    """A sentence on what the markup itself had written as a character's number; else nothing.

    The places are the lines of the file at which the blocks begin.
    """
    starts = [block.start for block in draft.blocks]

    def place(offset: int) -> str:
        index = max(0, bisect_right(starts, offset) - 1)
        return f"the block from line {draft.blocks[index].line + 1:,}"

    said = describe(sorted(revived), place)
    return said and f"{said.removesuffix('.')}, written in the markup as numbers."


def _safe_styles(draft: Draft, revived: list[Unsafe]) -> tuple[Style, ...]:
    """The styles with targets that are safe lines; what was unsafe in them is added to `revived`.

    A target that many links share, by one definition, is looked at once.
    """
    safe: dict[str, str] = {"": ""}
    for style in draft.styles:
        if style.target not in safe:
            safe[style.target] = _safe_value(style.target, style.start, revived)
    return tuple(
        replace(style, target=safe[style.target]) if style.target else style for style in draft.styles
    )


def _safe_blocks(draft: Draft, revived: list[Unsafe]) -> tuple[Block, ...]:
    """The blocks with languages that are safe lines; what was unsafe in them is added to `revived`."""
    return tuple(
        replace(block, info=_safe_value(block.info, block.start, revived)) if block.info else block
        for block in draft.blocks
    )


def _safe_value(value: str, offset: int, revived: list[Unsafe]) -> str:
    revived.extend(item._replace(start=offset) for item in make_safe(value)[1])
    return safe_line(value)


def _sentences(draft: Draft) -> Iterable[Span]:
    """The sentences of each block in turn, so that none goes over a block's end."""
    text = draft.text
    for block in draft.blocks:
        if block.kind in ("paragraph", "html"):
            yield from split_sentences(text, block.start, block.end)
        elif block.kind == "table":
            for row in block.rows:
                if row:
                    yield from _trimmed(text, row[0].start, row[-1].end)
        elif block.kind == "preformatted":
            at = block.start
            for line in text[block.start : block.end].split("\n"):
                yield from _trimmed(text, at, at + len(line))
                at += len(line) + 1
        else:
            yield from _trimmed(text, block.start, block.end)


def _trimmed(text: str, start: int, end: int) -> Iterable[Span]:
    piece = text[start:end]
    kept = piece.strip()
    if kept:
        start += len(piece) - len(piece.lstrip())
        yield Span(start, start + len(kept))


def _title(draft: Draft, front: FrontMatter, sentences: tuple[Span, ...], name: str) -> tuple[str, TitleFrom]:
    """What the document is called and how that is known; never empty."""
    if front.title:
        return shortened(front.title, _LONGEST_TITLE), "front matter"
    text = draft.text
    heading = _first_heading(draft.blocks)
    if heading is not None:
        line = shortened(_line(text, heading), _LONGEST_TITLE)
        return line, "first line" if draft.title_line else "heading"
    for block in draft.blocks[:1]:
        line = _line(text, block)
        if block.kind == "paragraph" and reads_as_title(line):
            return line, "first line"
    from_name = title_from_name(safe_line(name))
    if from_name or not sentences:
        return from_name or safe_line(PurePath(name).stem).strip() or "Untitled", "file name"
    first = next(
        (span for span in sentences if any(map(str.isalpha, text[span.start : span.end]))), sentences[0]
    )
    return headline(text[first.start : min(first.end, first.start + 2_000)]), "first sentence"


def _first_heading(blocks: list[Block]) -> Block | None:
    """The first heading of the first level, else one of another level that stands near the top."""
    for block in blocks:
        if block.kind == "heading" and block.level == 1 and block.end > block.start:
            return block
    for block in blocks[:3]:
        if block.kind == "heading" and block.end > block.start:
            return block
    return None


def _line(text: str, block: Block) -> str:
    """A block as one line; of a long one its beginning."""
    return " ".join(text[block.start : min(block.end, block.start + 1_000)].split())


def _published(draft: Draft, front: FrontMatter, name: str, modified: float) -> tuple[str, PublishedFrom]:
    if front.published:
        return front.published, "front matter"
    in_name = date_in_name(name)
    if in_name:
        return in_name, "file name"
    found = dateline(draft.text, draft.blocks, _day_of(modified))
    if found:
        return found, "dateline"
    return (from_timestamp(modified) if modified else ""), "file time"


def _day_of(modified: float) -> date | None:
    try:
        return datetime.fromtimestamp(modified, UTC).date() if modified else None
    except (ValueError, OverflowError, OSError):
        return None
