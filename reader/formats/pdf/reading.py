"""PDF → its document: pages to lines, lines to blocks, each with the page it stands on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from reader.errors import FormatError
from reader.formats.format import Context, Member, Part
from reader.formats.metadata.dates import parse_date
from reader.formats.metadata.titles import is_generic
from reader.formats.pdf.flow import Metrics, group_lines
from reader.formats.pdf.headings import mark_outline, set_headings
from reader.formats.pdf.page_text import UNKNOWN, Page
from reader.formats.pdf.pdfium import PdfFile
from reader.formats.pdf.producers import mend_known_faults
from reader.formats.pdf.repair import repaired
from reader.formats.pdf.running_lines import take_running_lines
from reader.formats.pdf.stream_limits import check_streams
from reader.formats.pdf.writer import PdfWriter
from reader.formats.registry import is_read
from reader.text.plural import plural

MAX_PAGES = 5_000
MAX_CHARACTERS = 32 * 1024 * 1024
"""The characters of a file that are read."""
_LISTED = 5
_LISTED_FILES = 50
_DATE = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:(Z)|([+-])(\d{2})'?(\d{2}))?")


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Give the one document of a PDF; raises FormatError."""
    check_streams(data)
    file, is_repaired = _opened(data)
    try:
        pages, warnings = _read_pages(file)
        outline, properties, attached = file.outline(), file.properties(), file.attachments()
    finally:
        file.close()
    mend_known_faults(pages, properties)
    metrics = Metrics(pages)
    running = take_running_lines(pages, metrics.body_size)
    mark_outline(pages, outline)
    groups = group_lines(pages, metrics)
    title = " ".join(properties.get("Title", "").split())
    has_title = set_headings(groups, metrics, outline, title)
    draft = PdfWriter(pages, groups).write()
    if is_repaired:
        warnings.insert(
            0, "The file is broken: its end is missing. What stands in it is read as far as it can be."
        )
    draft.warnings[:0] = warnings
    if running:
        draft.warnings.append(_listed(running))
    draft.property_title = title
    if title and not has_title and not is_generic(title):
        draft.title, draft.title_from = title, "properties"
    draft.property_date = pdf_date(properties.get("CreationDate", ""))
    author = properties.get("Author", "").strip()
    draft.meta = (("author", author),) if author else ()
    if attached:
        draft.meta += (("attachments", ", ".join(attached[:_LISTED_FILES])),)
    yield "", draft
    for index, name in enumerate(attached):
        if is_read(name, b""):
            yield name, Member(name, partial(_attachment, data, index))


def _attachment(data: bytes, index: int, most: int) -> bytes:
    """Return the bytes of an attached file of a PDF, at most so many; raises FormatError."""
    file, _is_repaired = _opened(data)
    try:
        return file.attachment(index, most)
    finally:
        file.close()


def _opened(data: bytes) -> tuple[PdfFile, bool]:
    """Return the open file, and whether it had to be put together anew; raises FormatError."""
    try:
        return PdfFile(data), False
    except FormatError as error:
        whole = repaired(data) if error.code == "broken" else None
        if whole is None:
            raise
        return PdfFile(whole), True


def _read_pages(file: PdfFile) -> tuple[list[Page], list[str]]:
    """Return the pages that can be read, and what there is to say of the others."""
    pages: list[Page] = []
    broken: list[int] = []
    characters = 0
    number = 0
    for number in range(1, min(file.page_count, MAX_PAGES) + 1):
        page = file.page(number)
        if page is None:
            broken.append(number)
            continue
        pages.append(page)
        characters += sum(len(line.text) for line in page.lines)
        if characters > MAX_CHARACTERS:
            break
    if not pages:
        raise FormatError("it is broken: none of its pages can be read")
    warnings: list[str] = []
    if number < file.page_count:
        warnings.append(f"Only the first {number:,} of {file.page_count:,} pages are read.")
    if broken:
        warnings.append(_broken_pages(broken, number))
    pictures = sum(page.is_picture for page in pages)
    if pictures:
        warnings.append(
            f"{pictures:,} of {plural(file.page_count, 'page')}"
            f" {'is a picture; nothing in it' if pictures == 1 else 'are pictures; nothing in them'}"
            " can be searched."
        )
    elif not any(page.lines or page.fields or page.remarks for page in pages):
        warnings.append("The document has no text.")
    unknown = sum(line.text.count(UNKNOWN) for page in pages for line in page.lines)
    if unknown:
        warnings.append(
            f"{plural(unknown, 'character')} shown as {UNKNOWN}: the fonts do not say which they are."
        )
    return pages, warnings


def _broken_pages(broken: list[int], last: int) -> str:
    first = broken[0]
    if first > 1 and broken == list(range(first, last + 1)):
        return f"The file is broken after page {first - 1:,}: {plural(len(broken), 'page')} cannot be read."
    numbers = ", ".join(map(str, broken[:_LISTED])) + (" and others" if len(broken) > _LISTED else "")
    return f"{'Page' if len(broken) == 1 else 'Pages'} {numbers} cannot be read: the file is broken there."


def _listed(running: list[str]) -> str:
    texts = ", ".join(f"“{text}”" for text in running[:_LISTED])
    more = f" and {len(running) - _LISTED:,} more" if len(running) > _LISTED else ""
    return f"Page heads and feet left out of the text: {texts}{more}."


def pdf_date(value: str) -> str:
    """Return a date of the properties (`D:20260117093000Z`) in ISO 8601; empty when it is none.

    Source: ISO 32000-2, 7.9.4.
    """
    match = _DATE.match(value.strip())
    if match is None:
        return ""
    year, month, day, hour, minute, second, utc, sign, hours, minutes = match.groups()
    iso = f"{year}-{month or '01'}-{day or '01'}"
    if hour:
        zone = f"{sign}{hours}:{minutes or '00'}" if sign else "Z" if utc else ""
        iso += f"T{hour}:{minute or '00'}:{second or '00'}{zone}"
    return parse_date(iso)
