"""Draft → Document: what is done to every format's draft, one pass after another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import PurePath

from reader.formats.builder import Draft
from reader.formats.format import Context
from reader.formats.metadata.dates import date_in_name, from_timestamp, is_kind_of_date, without_trailing_date
from reader.formats.metadata.fields import dateline, read_label_lines, source_in_text
from reader.formats.metadata.titles import (
    headline,
    is_generic,
    reads_as_title,
    shortened,
    title_from_name,
    without_note_references,
)
from reader.formats.page_furniture import mark_page_furniture
from reader.formats.plain.apparatus import OUTSIDE_SENTENCES, PORTION, mark_apparatus
from reader.formats.plain.headers import SALUTATION
from reader.text.document import Block, Document, Place
from reader.text.safety import Unsafe, describe, make_safe, safe_line
from reader.text.sentences import split_sentences
from reader.text.spans import Span

_LONGEST_TITLE = 200

Pass = Callable[[Draft, Context], None]
"""Fills in or mends one thing of a draft."""


def finished(
    draft: Draft, context: Context, passes: Iterable[Pass], format_name: str, sha256: str
) -> Document:
    """Return the document that a draft becomes; `sha256` is of the bytes that it was read from."""
    for finish in passes:
        finish(draft, context)
    return Document(
        text=draft.text,
        blocks=tuple(draft.blocks),
        styles=tuple(draft.styles),
        sentences=draft.sentences,
        title=draft.title,
        title_from=draft.title_from,
        published=draft.published,
        published_from=draft.published_from,
        source=draft.source,
        tags=draft.tags,
        meta=draft.meta,
        format=format_name,
        encoding=draft.encoding,
        warnings=tuple(draft.warnings),
        file_sha256=sha256,
        footnotes=tuple(draft.footnotes),
        places=tuple(draft.places),
    )


def make_draft_safe(draft: Draft, context: Context) -> None:
    """Make text, targets, languages, labels and metadata safe, and say what was made visible.

    A format makes its bytes safe before it reads them; markup may write a character as a number.
    """
    _name_warning(draft, context)
    draft.text, revived = make_safe(draft.text)
    _safe_styles(draft, revived)
    _safe_blocks(draft, revived)
    draft.footnotes = [(safe_line(label), start) for label, start in draft.footnotes]
    draft.places = [Place(place.start, safe_line(place.label)) for place in draft.places]
    draft.title, draft.source = safe_line(draft.title), safe_line(draft.source)
    draft.property_title = safe_line(draft.property_title).strip()
    draft.tags = tuple(map(safe_line, draft.tags))
    draft.meta = tuple((safe_line(name), safe_line(value)) for name, value in draft.meta)
    draft.warnings = [safe_line(warning) for warning in draft.warnings]
    warning = _revived(revived, draft)
    if warning:
        draft.warnings.append(warning)


def split_into_sentences(draft: Draft, _context: Context) -> None:
    """Find the sentences of each block in turn, so that none goes over a block's end."""
    draft.sentences = tuple(_sentences(draft))


def find_title(draft: Draft, context: Context) -> None:
    """Give the document a name and say how that is known; it is never empty."""
    if draft.title:
        draft.title = shortened(draft.title, _LONGEST_TITLE)
        return
    text, sentences, name = draft.text, draft.sentences, context.name
    heading = _first_heading(draft)
    if heading is not None:
        draft.title = shortened(without_trailing_date(_line(text, heading)), _LONGEST_TITLE)
        draft.title_from = "first line" if draft.title_line else "heading"
        return
    for block in _prose_blocks(draft)[:4]:
        line = without_note_references(_line(text, block))
        if is_generic(line) or is_kind_of_date(line):
            continue
        if block.kind == "paragraph" and reads_as_title(line):
            draft.title, draft.title_from = without_trailing_date(line), "first line"
            return
        break
    if draft.property_title and not is_generic(draft.property_title):
        draft.title, draft.title_from = shortened(draft.property_title, _LONGEST_TITLE), "properties"
        return
    from_name = title_from_name(safe_line(name))
    if from_name or not sentences:
        draft.title = from_name or safe_line(PurePath(name).stem).strip() or "Untitled"
        draft.title_from = "file name"
        return
    first = next((span for span in sentences if _tells(text[span.start : span.end])), sentences[0])
    draft.title = headline(text[first.start : min(first.end, first.start + 2_000)])
    draft.title_from = "first sentence"


def find_date(draft: Draft, context: Context) -> None:
    """Date the document by what is surest: metadata, its name, a dateline, properties, the file's time."""
    if draft.published:
        return
    in_name = date_in_name(context.name)
    if in_name:
        draft.published, draft.published_from = in_name, "file name"
        return
    in_text, period = dateline(draft.text, draft.blocks, _day_of(context.modified))
    if in_text:
        draft.published, draft.published_from = in_text, "dateline"
        if period:
            draft.meta += (("period", period),)
        return
    if draft.property_date:
        draft.published, draft.published_from = draft.property_date, "properties"
        return
    draft.published = from_timestamp(context.modified) if context.modified else ""
    draft.published_from = "file time"


def find_source(draft: Draft, _context: Context) -> None:
    """Say who published the document, as far as its text does."""
    draft.source = draft.source or safe_line(source_in_text(draft.text, draft.blocks))


def warn_of_no_text(draft: Draft, _context: Context) -> None:
    """Add a warning to a draft without text whose format has given no reason for that."""
    if not draft.warnings and not draft.text.strip():
        draft.warnings.append("There is no text in it.")


PASSES: tuple[Pass, ...] = (
    make_draft_safe,
    read_label_lines,
    mark_page_furniture,
    mark_apparatus,
    split_into_sentences,
    find_title,
    find_date,
    find_source,
    warn_of_no_text,
)
"""What every document goes through, in this order: a title may be a sentence, and both are safe."""

RAW_PASSES: tuple[Pass, ...] = (make_draft_safe, split_into_sentences)
"""What a file goes through that is shown as it is."""


def _name_warning(draft: Draft, context: Context) -> None:
    """Say when the file's name holds what is not shown as it is."""
    name = context.name
    if safe_line(name) == name:
        return
    _safe, unsafe = make_safe(name)
    warning = describe(unsafe, lambda offset: f"character {offset + 1}") or "Made visible: line breaks."
    draft.warnings.append(f"{warning.removesuffix('.')} in the file's name.")


def _revived(revived: list[Unsafe], draft: Draft) -> str:
    """Return a sentence on what the markup itself had written as a character's number; else nothing.

    The places are the lines of the file at which the blocks begin.
    """
    starts = [block.start for block in draft.blocks]

    def place(offset: int) -> str:
        index = max(0, bisect_right(starts, offset) - 1)
        return f"the block from line {draft.blocks[index].line + 1:,}" if draft.blocks else "the text"

    warning = describe(sorted(revived), place)
    return warning and f"{warning.removesuffix('.')}, written in the markup as numbers."


def _safe_styles(draft: Draft, revived: list[Unsafe]) -> None:
    """Make the styles' targets safe lines; what was unsafe in them is added to `revived`.

    A target that many links share, by one definition, is looked at once.
    """
    safe: dict[str, str] = {"": ""}
    for style in draft.styles:
        if style.target not in safe:
            safe[style.target] = _safe_value(style.target, style.start, revived)
    draft.styles = [
        replace(style, target=safe[style.target]) if style.target else style for style in draft.styles
    ]


def _safe_blocks(draft: Draft, revived: list[Unsafe]) -> None:
    """Make the blocks' languages safe lines; what was unsafe in them is added to `revived`."""
    draft.blocks = [
        replace(block, info=_safe_value(block.info, block.start, revived)) if block.info else block
        for block in draft.blocks
    ]


def _safe_value(value: str, offset: int, revived: list[Unsafe]) -> str:
    revived.extend(item._replace(start=offset) for item in make_safe(value)[1])
    return safe_line(value)


def _sentences(draft: Draft) -> Iterable[Span]:
    text = draft.text
    outside = [style for style in draft.styles if style.kind in OUTSIDE_SENTENCES]
    next_outside = 0
    for block in draft.blocks:
        if block.kind == "paragraph":
            start = block.start
            while next_outside < len(outside) and outside[next_outside].start < block.end:
                mark = outside[next_outside]
                next_outside += 1
                if mark.start >= start:
                    yield from split_sentences(text, start, mark.start)
                    start = mark.end
            yield from split_sentences(text, start, block.end)
        elif block.kind == "table":
            for row in block.rows:
                if row:
                    yield from _trimmed(text, row[0].start, row[-1].end)
        elif block.kind == "preformatted":
            start = block.start
            for line in text[block.start : block.end].split("\n"):
                yield from _trimmed(text, start, start + len(line))
                start += len(line) + 1
        elif block.kind == "heading":
            start = block.start
            while next_outside < len(outside) and outside[next_outside].start < block.end:
                start = max(start, outside[next_outside].end)
                next_outside += 1
            yield from _trimmed(text, start, block.end)
        elif block.kind != "furniture":
            yield from _trimmed(text, block.start, block.end)


def _trimmed(text: str, start: int, end: int) -> Iterable[Span]:
    piece = text[start:end]
    trimmed = piece.strip()
    if trimmed:
        start += len(piece) - len(piece.lstrip())
        yield Span(start, start + len(trimmed))


def _prose_blocks(draft: Draft) -> list[Block]:
    """Return the first blocks that are neither furniture nor rules."""
    near_top = draft.blocks[:12]
    return [
        block for block in near_top if block.kind not in ("furniture", "rule") and block.end > block.start
    ]


def _tells(sentence: str) -> bool:
    """Whether a sentence has words, and is more than a letter's salutation."""
    return any(map(str.isalpha, sentence)) and SALUTATION.match(sentence) is None


def _first_heading(draft: Draft) -> Block | None:
    """Return the first heading of the first level that tells, else one of another level near the top."""
    for block in draft.blocks:
        if block.kind == "heading" and block.level == 1 and not is_generic(_line(draft.text, block)):
            return block
    for block in _prose_blocks(draft)[:3]:
        if block.kind == "heading" and not is_generic(_line(draft.text, block)):
            return block
    return None


def _line(text: str, block: Block) -> str:
    """Return a block as one line; of a long one its beginning."""
    line = " ".join(text[block.start : min(block.end, block.start + 1_000)].split())
    marking = PORTION.match(line)
    return line[marking.end() :].lstrip() if marking is not None and marking.end() < len(line) else line


def _day_of(modified: float) -> date | None:
    try:
        return datetime.fromtimestamp(modified, UTC).date() if modified else None
    except (ValueError, OverflowError, OSError):
        return None
