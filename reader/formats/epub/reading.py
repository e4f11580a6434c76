"""EPUB → its document: the chapters in their order, each a place, with its notes below it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reader.errors import FormatError
from reader.formats.builder import Builder
from reader.formats.epub.package import Book, Chapter, NavEntry, member, read_package, read_page, types
from reader.formats.format import Context, Part
from reader.formats.html.tree import Element
from reader.formats.html.walk import HtmlWalk
from reader.formats.metadata.dates import parse_date
from reader.formats.office.office_file import OfficeFile
from reader.text.document import Style
from reader.text.plural import plural
from reader.text.safety import Unsafe, describe

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOTES = frozenset({"footnote", "endnote", "rearnote", "note"})
_NOTE_LISTS = frozenset({"footnotes", "endnotes", "rearnotes"})
_REFERENCES = frozenset({"noteref"})
_BACK = frozenset({"backlink", "referrer"})
_PARAGRAPHS = ("p", "div")
_LOOKED_AT = 600
_LONGEST_PLACE = 80
_LONGEST_LABEL = 12
_BRACKETS = "[]()."
_UNSEEN_OPERATORS = dict.fromkeys(range(0x2061, 0x2065))
_INNER = "urn:x-within-the-book:"
"""What an address within the book begins with while it is read."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_NOT_LETTERS = re.compile(r"[\W_]+")


def load(data: bytes, _context: Context) -> Iterator[Part]:
    """Give the one document of an EPUB; raises FormatError."""
    file = OfficeFile(data)
    book = read_package(file)
    writer = _Writer(file, book)
    for chapter in book.chapters:
        writer.write(chapter)
    draft = writer.builder.draft()
    draft.styles = [style for style in map(writer.settled, draft.styles) if style is not None]
    draft.title, draft.title_from = book.title, "properties"
    draft.published, draft.published_from = parse_date(book.published), "properties"
    draft.source = book.publisher
    authors = (("author", ", ".join(book.creators)),) if book.creators else ()
    draft.meta = (*authors, *((("language", book.language),) if book.language else ()))
    draft.warnings += writer.warnings()
    yield "", draft


class _Writer:
    """Writes one chapter after another."""

    def __init__(self, file: OfficeFile, book: Book) -> None:
        self.builder = Builder()
        self._file = file
        self._entries: dict[str, list[NavEntry]] = {}
        for entry in book.contents:
            self._entries.setdefault(entry.name, []).append(entry)
        self._walk = HtmlWalk(self.builder)
        self._labels: dict[str, str] = {}
        """Labels of notes by the address that references to them have: `member#id`."""
        self._number = 0
        self._broken: list[str] = []
        self._drawings = 0
        self._unsafe: list[Unsafe] = []
        self._first_unsafe = ""
        self._has_text = False

    def write(self, chapter: Chapter) -> None:
        """Write a chapter; one that cannot be unpacked is passed over and named."""
        self._number += 1
        entries = self._entries.get(chapter.name, [])
        title = entries[0].title if entries else ""
        if title or not self.builder.blocks:
            self.builder.place((title or f"part {self._number}")[:_LONGEST_PLACE])
        if not chapter.is_page:
            self._write_picture()
            return
        try:
            root, unsafe = read_page(self._file, chapter.name)
        except FormatError:
            self._broken.append(title or chapter.name)
            return
        if unsafe and not self._unsafe:
            self._first_unsafe = title or f"part {self._number}"
        self._unsafe += unsafe
        _plain_names(root)
        has_picture = next(root.iter("img", "svg", "image"), None) is not None
        self._add_headings(root, entries)
        _show_formulas(root)
        _show_drawn_words(root)
        _bracket_ruby(root)
        notes = self._take_notes(root, chapter.name)
        before = len(self.builder.blocks)
        self._mark_links(root, chapter.name)
        self._walk.write(root)
        if len(self.builder.blocks) == before and has_picture:
            self._write_picture()
        self._has_text = self._has_text or len(self.builder.blocks) > before
        for label, note in notes:
            self._write_note(label, note, chapter.name)

    def warnings(self) -> list[str]:
        """Return a sentence for each thing that is missing."""
        sentences = self._walk.left_out.warnings()
        visible = describe(self._unsafe, lambda _offset: self._first_unsafe)
        if visible:
            sentences.append(visible)
        if self._broken:
            names = ", ".join(f"“{name}”" for name in self._broken[:5])
            more = f" and {len(self._broken) - 5:,} more" if len(self._broken) > 5 else ""
            sentences.append(f"Broken, and not read: {names}{more}.")
        if self._drawings:
            pages = plural(self._drawings, "page")
            are_pictures = "is a picture" if self._drawings == 1 else "are pictures"
            rest = "nothing in it can" if self._drawings == 1 else "nothing in them can"
            sentences.append(f"{pages} of the book {are_pictures}; {rest} be searched.")
        if not self._has_text:
            sentences.append("The book has no text.")
        return sentences

    def settled(self, style: Style) -> Style | None:
        """Return a style with its link as it is meant: to a note or out of the book; None within the book."""
        if style.kind != "link" or not style.target.startswith(_INNER):
            return style
        label = self._labels.get(style.target.removeprefix(_INNER))
        return replace(style, kind="footnote", target=label) if label else None

    def _write_picture(self) -> None:
        start = self.builder.begin()
        self.builder.add("[picture]")
        self.builder.style("image", start)
        self.builder.end("paragraph")
        self._drawings += 1

    # Headings that only the table of contents has

    def _add_headings(self, root: Element, entries: list[NavEntry]) -> None:
        """Make headings of the paragraphs that the table of contents names, or put in the chapter's own."""
        body = root.find("body")
        if body is None or not entries:
            return
        named = {element.get("id"): element for element in body.iter() if element.get("id")}
        for entry in entries:
            start = named.get(entry.fragment, body if not entry.fragment else None)
            element = _first_with_text(start) if start is not None else None
            if element is not None and _letters("".join(element.itertext())) == _letters(entry.title):
                element.tag = f"h{min(entry.depth + 1, 6)}"
        first = entries[0]
        top = _letters("".join(body.itertext())[:_LOOKED_AT])
        if next(body.iter(*_HEADINGS), None) is None and top and _letters(first.title) not in top:
            heading = body.makeelement(f"h{min(first.depth + 1, 6)}", {})
            heading.text, heading.tail = first.title, body.text
            body.text = None
            body.insert(0, heading)

    # Notes

    def _take_notes(self, root: Element, name: str) -> list[tuple[str, Element]]:
        """Take the notes out of a page and return them with their labels."""
        referred = {
            str(element.get("href", "")): _label("".join(element.itertext()))
            for element in root.iter("a")
            if types(element) & _REFERENCES
        }
        folder = name.rpartition("/")[0]
        for address, label in referred.items():
            if label:
                target = member(folder, address) or name
                self._labels[f"{target}#{address.partition('#')[2]}"] = label
        notes: list[tuple[str, Element]] = []
        for element in [e for e in root.iter() if isinstance(e.tag, str) and _is_note(e)]:
            label = self._labels.get(f"{name}#{element.get('id', '')}", "")
            if not label or any(_is_note(ancestor) for ancestor in element.iterancestors()):
                continue
            _without_back_links(element)
            notes.append((label, element))
        for _label_of_note, element in notes:
            _take_out(element)
        return notes

    def _write_note(self, label: str, note: Element, name: str) -> None:
        container = self.builder.container("footnote", label)
        note.tag = "div"
        note.attrib.pop("hidden", None)
        before = len(self.builder.blocks)
        self._mark_links(note, name)
        HtmlWalk(self.builder, containers=(container,)).write(note)
        if len(self.builder.blocks) > before:
            self.builder.footnotes.append((label, self.builder.blocks[before].start))

    def _mark_links(self, root: Element, name: str) -> None:
        """Write which member and place of the book its inner links name."""
        folder = name.rpartition("/")[0]
        for element in root.iter("a"):
            address = str(element.get("href", "")).strip()
            if address and not _SCHEME.match(address):
                target = member(folder, address) or name
                element.set("href", f"{_INNER}{target}#{address.partition('#')[2]}")


def _letters(text: str) -> str:
    return _NOT_LETTERS.sub("", text).casefold()


def _first_with_text(start: Element) -> Element | None:
    """Return the first paragraph with text in or behind an element, unless a heading comes before it."""
    element = start if start.tag in _PARAGRAPHS else None
    for candidate in start.iter(*_PARAGRAPHS, *_HEADINGS) if element is None else ():
        if "".join(candidate.itertext()).strip() and candidate.find(".//p") is None:
            element = candidate
            break
    return element if element is not None and element.tag in _PARAGRAPHS else None


def _label(text: str) -> str:
    label = " ".join(text.split()).strip(_BRACKETS)
    return label if len(label) <= _LONGEST_LABEL else ""


def _is_note(element: Element) -> bool:
    names = types(element)
    return bool(names & _NOTES) and not names & _NOTE_LISTS


def _plain_names(root: Element) -> None:
    """Take the prefixes off the names of elements: `svg:image`, `m:math`."""
    for element in root.iter():
        if isinstance(element.tag, str) and ":" in element.tag:
            local = element.tag.rpartition(":")[2].lower()
            if local.isascii() and local.isalnum():
                element.tag = local


def _show_formulas(root: Element) -> None:
    """Put the words of each formula in its place."""
    for formula in list(root.iter("math")):
        words = formula.get("alttext") or " ".join("".join(formula.itertext()).split())
        words = words.translate(_UNSEEN_OPERATORS)
        tail = formula.tail
        for child in list(formula):
            formula.remove(child)
        formula.attrib.clear()
        formula.tag, formula.text, formula.tail = "span", words, tail


def _show_drawn_words(root: Element) -> None:
    """Put the words of each drawing that has some in its place, a paragraph each."""
    for drawing in list(root.iter("svg")):
        texts = [" ".join("".join(text.itertext()).split()) for text in drawing.iter("text")]
        texts = [text for text in texts if text]
        if not texts:
            continue
        tail = drawing.tail
        for child in list(drawing):
            drawing.remove(child)
        drawing.attrib.clear()
        drawing.tag, drawing.text, drawing.tail = "div", None, tail
        for text in texts:
            paragraph = drawing.makeelement("p", {})
            paragraph.text = text
            drawing.append(paragraph)


def _bracket_ruby(root: Element) -> None:
    """Put readings that stand above a word into brackets behind it, where the page itself does not."""
    for ruby in root.iter("ruby"):
        if ruby.find(".//rp") is None:
            for reading in ruby.iter("rt"):
                text = "".join(reading.itertext()).strip()
                for child in list(reading):
                    reading.remove(child)
                reading.text = f"({text})" if text else ""


def _without_back_links(note: Element) -> None:
    for element in list(note.iter("a")):
        if types(element) & _BACK or "".join(element.itertext()).strip() in ("↩", "↩︎", "^", "⏎"):
            _take_out(element)


def _take_out(element: Element) -> None:
    """Take an element out of its tree; the text that follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = f"{before.tail or ''}{tail}"
    else:
        parent.text = f"{parent.text or ''}{tail}"
    element.tail = None
    parent.remove(element)
