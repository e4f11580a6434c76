"""The formats that are read: one table, and what other packages add to it.

A format's module is imported when the first file of it is read. The packages of others are asked only where
no format of ours knows a file's suffix, and where all suffixes are wanted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import PurePath

from reader.errors import FormatError
from reader.formats.builder import Draft
from reader.formats.format import Context, Format, Part
from reader.system.plugins import Plugin, load_plugins, reason, refusal
from reader.text.spans import Span

ENTRY_POINTS = "briefing_reader.formats"
"""The group of entry points behind which another package puts a Format."""

_LOOSE_SUFFIXES = (".doc", ".xls")
"""Endings under which programs save web pages."""

_NEVER_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""What archives and older files of Office begin with: no text, whatever its name, does."""
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,30}\Z")
_SUFFIX = re.compile(r"\.[a-z0-9][a-z0-9_.-]{0,15}\Z")


def _text_beginning(data: bytes) -> bytes:
    from reader.formats.decoding import text_file

    return text_file.text_beginning(data)


def _raw_text(data: bytes, context: Context) -> Draft:
    from reader.formats.decoding import text_file

    return text_file.raw_text(data, context)


def _load_markdown(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.markdown import reading

    return reading.load(data, context)


def _load_text(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.plain import plain_text

    return plain_text.load(data, context)


def _load_html(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.html import page

    return page.load(data, context)


def _whole_page(data: bytes, context: Context) -> Draft:
    from reader.formats.html import page

    return page.whole_page(data, context)


def _load_mail(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.mail import message

    return message.load(data, context)


def _load_mhtml(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.mail import mhtml

    return mhtml.load(data, context)


def _load_mbox(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.mail import mbox

    return mbox.load(data, context)


def _load_zip(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.archives import zip as zip_format

    return zip_format.load(data, context)


def _load_tar(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.archives import tar

    return tar.load(data, context)


def _load_gzip(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.archives import gzip

    return gzip.load(data, context)


def _load_outlook(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.mail import outlook

    return outlook.load(data, context)


def _load_word(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.office.word import word

    return word.load(data, context)


def _load_odf(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.office.odf import odf

    return odf.load(data, context)


def _load_rtf(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.office.rtf import rtf

    return rtf.load(data, context)


def _load_slides(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.office.slides import slides

    return slides.load(data, context)


def _load_workbook(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.sheets import workbook

    return workbook.load(data, context)


def _load_delimited(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.sheets import delimited

    return delimited.load(data, context)


def _load_pdf(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.pdf import reading

    return reading.load(data, context)


def _load_feed(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.feeds import feed

    return feed.load(data, context)


def _load_opml(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.feeds import opml

    return opml.load(data, context)


def _load_subtitles(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.subtitles import cues

    return cues.load(data, context)


def _load_rest(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.markup import restructured_text

    return restructured_text.load(data, context)


def _load_epub(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.epub import reading

    return reading.load(data, context)


def _load_org(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.markup import org_mode

    return org_mode.load(data, context)


def _load_asciidoc(data: bytes, context: Context) -> Iterable[Part]:
    from reader.formats.markup import asciidoc

    return asciidoc.load(data, context)


TEXT = Format(
    name="text",
    label="plain text",
    suffixes=(".txt", ".text"),
    version=9,
    load=_load_text,
    beginning=_text_beginning,
    raw=_raw_text,
    in_process=True,
)
"""The format of every file that no other claims."""

FORMATS: tuple[Format, ...] = (
    Format(
        name="markdown",
        label="Markdown",
        suffixes=(".md", ".markdown", ".mdown", ".mkd"),
        version=8,
        load=_load_markdown,
        beginning=_text_beginning,
        raw=_raw_text,
        in_process=True,
    ),
    Format(
        name="html",
        label="web page",
        suffixes=(".html", ".htm", ".xhtml"),
        version=4,
        load=_load_html,
        raw=_raw_text,
        whole=_whole_page,
    ),
    Format(
        name="mail",
        label="e-mail",
        suffixes=(".eml",),
        version=5,
        load=_load_mail,
        raw=_raw_text,
    ),
    Format(
        name="mbox",
        label="mailbox",
        suffixes=(".mbox", ".mbx"),
        version=1,
        load=_load_mbox,
        raw=_raw_text,
        holds_files=True,
    ),
    Format(
        name="outlook",
        label="Outlook message",
        suffixes=(".msg",),
        version=1,
        load=_load_outlook,
    ),
    Format(
        name="word",
        label="Word",
        suffixes=(".docx", ".docm", ".dotx", ".doc"),
        version=5,
        load=_load_word,
    ),
    Format(
        name="odf",
        label="OpenDocument",
        suffixes=(".odt", ".fodt", ".ott", ".odp", ".fodp"),
        version=1,
        load=_load_odf,
    ),
    Format(
        name="rtf",
        label="Rich Text",
        suffixes=(".rtf",),
        version=1,
        load=_load_rtf,
        magic=(b"{\\rtf",),
    ),
    Format(
        name="slides",
        label="PowerPoint",
        suffixes=(".pptx", ".pptm", ".ppsx", ".potx"),
        version=2,
        load=_load_slides,
    ),
    Format(
        name="sheets",
        label="workbook",
        suffixes=(".xlsx", ".xlsm", ".xls", ".ods", ".fods"),
        version=1,
        load=_load_workbook,
    ),
    Format(
        name="csv",
        label="table",
        suffixes=(".csv", ".tsv", ".tab"),
        version=1,
        load=_load_delimited,
        raw=_raw_text,
    ),
    Format(
        name="pdf",
        label="PDF",
        suffixes=(".pdf",),
        version=2,
        load=_load_pdf,
        magic=(b"%PDF-",),
    ),
    Format(
        name="epub",
        label="EPUB",
        suffixes=(".epub",),
        version=1,
        load=_load_epub,
    ),
    Format(
        name="feed",
        label="feed",
        suffixes=(".rss", ".atom", ".rdf", ".xml", ".jsonfeed", ".json"),
        version=1,
        load=_load_feed,
        raw=_raw_text,
        holds_files=True,
    ),
    Format(
        name="mhtml",
        label="saved web page",
        suffixes=(".mhtml", ".mht"),
        version=1,
        load=_load_mhtml,
        raw=_raw_text,
    ),
    Format(
        name="rest",
        label="reStructuredText",
        suffixes=(".rst", ".rest"),
        version=1,
        load=_load_rest,
        raw=_raw_text,
    ),
    Format(
        name="org",
        label="Org",
        suffixes=(".org",),
        version=1,
        load=_load_org,
        raw=_raw_text,
    ),
    Format(
        name="asciidoc",
        label="AsciiDoc",
        suffixes=(".adoc", ".asciidoc"),
        version=1,
        load=_load_asciidoc,
        raw=_raw_text,
    ),
    Format(
        name="opml",
        label="list of feeds",
        suffixes=(".opml",),
        version=1,
        load=_load_opml,
        raw=_raw_text,
    ),
    Format(
        name="subtitles",
        label="subtitles",
        suffixes=(".vtt", ".srt", ".sbv"),
        version=1,
        load=_load_subtitles,
        beginning=_text_beginning,
        raw=_raw_text,
    ),
    Format(name="zip", label="ZIP archive", suffixes=(".zip",), version=1, load=_load_zip, holds_files=True),
    Format(name="tar", label="TAR archive", suffixes=(".tar",), version=1, load=_load_tar, holds_files=True),
    Format(
        name="gzip",
        label="file packed with gzip",
        suffixes=(".gz", ".tgz"),
        version=1,
        load=_load_gzip,
        magic=(b"\x1f\x8b\x08",),
        holds_files=True,
    ),
    TEXT,
)
"""The program's own formats."""


def all_formats() -> tuple[Format, ...]:
    """Return the program's own formats, then those that other packages add."""
    return FORMATS + _added()[0]


def problems() -> tuple[str, ...]:
    """Return a sentence for each format of another package that cannot be used."""
    return _added()[1]


@cache
def suffixes() -> frozenset[str]:
    """Return the suffixes, in small letters, of the files that a folder of briefings consists of."""
    return frozenset(suffix for known in all_formats() for suffix in known.suffixes)


def format_of(name: str, data: bytes) -> Format:
    """Return the format of a file by its name and its first bytes.

    What the bytes of one of our own formats begin with decides, then the suffix of one, then what other
    packages know. Where none knows the suffix, or it is that of plain text or of a program that saves other
    formats under it, or of a text that these bytes cannot be, the bytes tell; any other file is plain text.
    """
    small = PurePath(name).name.lower()
    for known in FORMATS:
        if known.magic and data.startswith(known.magic):
            return known
    for known in FORMATS:
        if known is not TEXT and small.endswith(known.suffixes):
            looser = small.endswith(_LOOSE_SUFFIXES) and _by_content(data) == "html"
            if looser or (known.raw is not None and data.startswith(_NEVER_TEXT)):
                return _named(FORMATS, _by_content(data)) or known
            return known
    if PurePath(small).suffix:
        for known in _added()[0]:
            if small.endswith(known.suffixes) or (known.magic and data.startswith(known.magic)):
                return known
    return _own(_by_content(data))


def _by_content(data: bytes) -> str:
    from reader.formats.sniffing import format_by_content

    return format_by_content(data)


def _own(name: str) -> Format:
    return _named(FORMATS, name) or TEXT


def is_misnamed(name: str, known: Format) -> bool:
    """Return whether the suffix of a file is that of another format than the one it is of."""
    small = PurePath(name).name.lower()
    return not small.endswith(known.suffixes) and any(small.endswith(other.suffixes) for other in FORMATS)


def may_hold_files(name: str) -> bool:
    """Return whether a file of this name may be a mailbox or an archive, by its suffix."""
    small = name.lower()
    return any(known.holds_files and small.endswith(known.suffixes) for known in FORMATS)


def is_read(name: str, data: bytes) -> bool:
    """Return whether the suffix or the first bytes of a file are those of a format that is read."""
    return PurePath(name).name.lower().endswith(tuple(suffixes())) or format_of(name, data) is not TEXT


@cache
def version_of(format_name: str) -> str:
    """Return what the documents of a format are read by, as a word; empty for a format that is gone."""
    known = _named(FORMATS, format_name) or _named(_added()[0], format_name)
    return f"{known.name}{known.version}" if known else ""


def _named(formats: Iterable[Format], name: str) -> Format | None:
    return next((known for known in formats if known.name == name), None)


@cache
def _added() -> tuple[tuple[Format, ...], tuple[str, ...]]:
    """Return the formats of other packages that can be used, and a sentence for each that cannot."""
    plugins = load_plugins(ENTRY_POINTS)
    added: list[Format] = []
    refused = list(plugins.problems)
    for plugin in plugins.loaded:
        why = _why_not(plugin.value, [*FORMATS, *added])
        if why or not isinstance(plugin.value, Format):
            refused.append(refusal(plugin.name, plugin.package, why))
        else:
            added.append(_guarded(plugin.value, plugin))
    return tuple(added), tuple(refused)


def _why_not(value: object, known: list[Format]) -> str:
    """Return why an object cannot be used as a format, as a phrase; empty when it can."""
    if not isinstance(value, Format):
        return "it is no reader.formats.format.Format"
    if not _NAME.match(str(value.name)):
        return "its name is not a word in small letters"
    if type(value.version) is not int or not callable(value.load):
        return "its version is no number, or its load no function"
    if type(value.suffixes) is not tuple or type(value.magic) is not tuple:
        return "its suffixes and its magic must be tuples"
    if not all(_SUFFIX.match(str(suffix)) for suffix in value.suffixes):
        return "a suffix of it is not a dot and small letters or digits"
    if not all(type(magic) is bytes and magic for magic in value.magic):
        return "a magic of it is no bytes"
    for other in known:
        if other.name == value.name:
            return f"there is a format of the name {value.name} already"
        common = sorted(set(other.suffixes) & set(value.suffixes))
        if common:
            return f"{', '.join(common)} is read as {other.label} already"
    return ""


def _guarded(known: Format, plugin: Plugin) -> Format:
    """Return the format of another package so that whatever goes wrong in it becomes a FormatError."""

    def load(data: bytes, context: Context) -> Iterator[Part]:
        with _foreign(plugin):
            for inner_key, content in known.load(data, context):
                _check(inner_key, content)
                yield inner_key, content

    def raw(data: bytes, context: Context) -> Draft:
        with _foreign(plugin):
            draft = known.raw(data, context) if known.raw is not None else Draft("")
            _check("", draft)
            return draft

    from reader.formats.decoding.text_file import text_beginning

    # Only what is known to be bounded is shown before the whole is read.
    beginning = text_beginning if known.beginning is text_beginning else None
    return replace(known, load=load, raw=raw if known.raw is not None else None, beginning=beginning)


@contextmanager
def _foreign(plugin: Plugin) -> Iterator[None]:
    try:
        yield
    except FormatError:
        raise
    except (Exception, SystemExit) as error:  # foreign code may raise anything
        raise FormatError(f"{plugin.package} could not read it: {reason(error)}") from error


def _check(inner_key: object, draft: object) -> None:
    """Raise ValueError when what foreign code gave is no draft, or its layers do not lie in its text."""
    if not isinstance(inner_key, str) or not isinstance(draft, Draft):
        raise ValueError("a part is no inner key and draft")
    end = 0
    for block in draft.blocks:
        if not end <= block.start <= block.end <= len(draft.text):
            raise ValueError("its blocks do not follow one another in its text")
        end = block.end
        cells = [cell for row in block.rows for cell in row]
        if not all(_within(cell, Span(block.start, block.end)) for cell in cells):
            raise ValueError("the cells of a table do not lie in it")
    if not all(_within(Span(style.start, style.end), Span(0, len(draft.text))) for style in draft.styles):
        raise ValueError("its styles do not lie in its text")
    starts = [place.start for place in draft.places]
    if starts != sorted(starts) or not all(0 <= start <= len(draft.text) for start in starts):
        raise ValueError("its places do not follow one another in its text")
    draft.styles.sort(key=lambda style: (style.start, -style.end))


def _within(span: Span, outer: Span) -> bool:
    return outer.start <= span.start <= span.end <= outer.end
