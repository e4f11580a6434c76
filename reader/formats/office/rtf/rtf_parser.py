"""Rich Text → paragraphs, tables and notes, as they stand in the file.

The file is gone through once, without recursion: each group of braces has a state that it takes over from the
one around it. Source: Microsoft, Rich Text Format (RTF) Specification, version 1.9.1.
"""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass, field

from reader.errors import FormatError
from reader.formats.office.fields import field_target, shows_page_number
from reader.formats.office.style_names import heading_level
from reader.formats.office.symbol_fonts import is_symbol_font, translated
from reader.formats.office.text_runs import Run, text_of
from reader.text.document import StyleKind

MAX_TOKENS = 2_500_000
"""The words and pieces of text that are read of one file."""
_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?\ ?|\\'([0-9a-fA-F]{2})|\\(.)|([{}])|[\r\n\0]+|([^\\{}\r\n\0]+)",
    re.DOTALL,
)
_CODE_PAGES = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 255: "cp437",
}  # fmt: skip
_PAGES_BY_NUMBER = {65001: "utf-8", 10000: "mac_roman", 936: "gbk", 54936: "gb18030"}
_SYMBOLS = 2
_CHARACTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005", "lbr": "\n", "softline": "\n", "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
_SKIPPED = frozenset(
    {
        "colortbl", "filetbl", "listtable", "listoverridetable", "revtbl", "rsidtbl", "generator", "shprslt",
        "nonshppict", "sp", "nonesttables", "xe", "tc", "txe", "rxe", "bkmkstart", "bkmkend", "atnid",
        "atnauthor", "objdata", "objclass", "objname", "themedata", "colorschememapping", "datastore",
        "latentstyles",
        "private", "comment", "operator", "company", "category", "subject", "doccomm", "ftnsep", "ftnsepc",
        "ftncn", "aftnsep", "aftnsepc", "aftncn", "pnseclvl", "formfield", "panose", "falt", "hlinkbase",
        "revtim", "printim", "buptim", "upr", "mmathPr",
    }
)  # fmt: skip
_STARRED = frozenset(
    {"shpinst", "shppict", "ud", "fldinst", "nesttableprops", "pn", "annotation", "shptxt", "footnote"}
)
_PICTURE = "pict"
_HEADS = {"header": "head", "headerl": "head", "headerr": "head", "headerf": "head"}
_FEET = {"footer": "foot", "footerl": "foot", "footerr": "foot", "footerf": "foot"}
_STYLE_WORDS: dict[str, StyleKind] = {"b": "strong", "i": "emphasis", "strike": "strike", "striked": "strike"}
_INFO = frozenset({"title", "author", "keywords"})
_MAX_LEVEL = 20


@dataclass(slots=True)
class Note:
    """The mark of a note in a paragraph, and what the note says."""

    kind: str
    flow: Flow


@dataclass(slots=True)
class Paragraph:
    """A paragraph: its pieces, the label that stands before it, and what its properties say.

    `list_id` is 0 when it is in no list. `has_number` says that a page's number stood in it.
    """

    pieces: list[Run | Note]
    label: str = ""
    style: int = 0
    level: int | None = None
    list_id: int = 0
    list_level: int = 0
    legacy: LegacyList | None = None
    has_number: bool = False

    def text(self) -> str:
        """Return its text without the marks of notes."""
        return text_of(piece for piece in self.pieces if isinstance(piece, Run))


@dataclass(slots=True)
class Table:
    """A table: its rows of cells, each the paragraphs in it; and the tables in it."""

    depth: int
    rows: list[list[list[Paragraph]]] = field(default_factory=list)
    row: list[list[Paragraph]] = field(default_factory=list)
    cell: list[Paragraph] = field(default_factory=list)
    inner: list[Table] = field(default_factory=list)


@dataclass(slots=True)
class LegacyList:
    """A list of the older kind: whether it is numbered, from where on, and what stands around a number."""

    is_numbered: bool = False
    start: int = 1
    before: str = ""
    after: str = ""


@dataclass(slots=True)
class Flow:
    """A text of its own: the document, a note, a head of pages, a box."""

    entries: list[Paragraph | Table] = field(default_factory=list)
    pieces: list[Run | Note] = field(default_factory=list)
    label: str = ""
    has_number: bool = False
    tables: list[Table] = field(default_factory=list)
    boxes: list[Flow] = field(default_factory=list)


@dataclass(slots=True)
class _State:
    """What holds in a group."""

    flow: Flow
    place: str = "text"
    kinds: frozenset[StyleKind] = frozenset()
    is_hidden: bool = False
    is_deleted: bool = False
    font: int = 0
    skipped_after_unicode: int = 1
    link: str = ""
    instruction: list[str] | None = None
    style: int = 0
    level: int | None = None
    in_table: bool = False
    depth: int = 0
    list_id: int = 0
    list_level: int = 0
    legacy: LegacyList | None = None


class RtfParser:
    """A pass through one file; what it held stands in its attributes then."""

    def __init__(self, data: bytes) -> None:
        if not data.lstrip()[:5] == rb"{\rtf":
            raise FormatError("it is no Rich Text file", "broken")
        self.main = Flow()
        self.heads: list[Flow] = []
        self.feet: list[Flow] = []
        self.styles: dict[int, str] = {}
        self.style_levels: dict[int, int] = {}
        self.info: dict[str, str] = {}
        self.created: dict[str, int] = {}
        self.hidden = self.deleted = self.pictures = 0
        self.has_labels = False
        self._text = data.decode("latin-1")
        self._fonts: dict[int, tuple[str, int]] = {}
        self._font_of_table = 0
        self._code_page = "cp1252"
        self._default_font = 0
        self._bytes = bytearray()
        self._to_skip = 0
        self._style_name = ""
        self._style_number = 0
        self._state = _State(self.main)
        self._groups: list[_State] = []
        self._opens = False
        self._is_starred = False
        self._is_closed = False

    def parse(self) -> None:
        """Go through the file. Raises FormatError when it goes too far."""
        place, count, end = 0, 0, len(self._text)
        while place < end and not self._is_closed:
            match = _TOKEN.match(self._text, place)
            if match is None:
                place += 1
                continue
            place = match.end()
            count += 1
            if count > MAX_TOKENS:
                raise FormatError(f"it has more than {MAX_TOKENS:,} pieces", "too-large")
            word, number, code, sign, brace, text = match.groups()
            if text is not None:
                self._characters(text)
            elif word is not None:
                if word == "bin":
                    place += max(0, int(number or 0))
                elif not self._passes_over():
                    self._control(word, None if number is None else int(number))
            elif code is not None:
                if not self._passes_over():
                    self._bytes.append(int(code, 16))
            elif brace == "{":
                self._flush()
                self._to_skip = 0
                self._groups.append(copy(self._state))
                self._opens = True
                continue
            elif brace == "}":
                self._end_group()
            elif sign is not None:
                self._sign(sign)
            if match[0].strip("\r\n\0"):
                self._opens = False
        self._flush()
        self._end_flow(self.main, self._state)

    # Pieces of text

    def _passes_over(self) -> bool:
        """Whether this piece is one of those that stand after a Unicode character for older readers."""
        if self._to_skip:
            self._to_skip -= 1
            return True
        return False

    def _characters(self, text: str) -> None:
        if self._to_skip:
            skipped = min(self._to_skip, len(text))
            self._to_skip -= skipped
            text = text[skipped:]
        self._is_starred = False
        self._bytes += text.encode("latin-1")

    def _sign(self, sign: str) -> None:
        if self._passes_over():
            return
        if sign == "*":
            self._flush()
            self._is_starred = self._opens
        elif sign in "\r\n":
            self._control("par", None)
        elif sign in "\\{}":
            self._bytes += sign.encode("latin-1")
        elif sign == "~":
            self._write("\N{NO-BREAK SPACE}")
        elif sign == "_":
            self._write("\N{NON-BREAKING HYPHEN}")
        elif sign == "\t":
            self._write("\t")

    def _flush(self) -> None:
        """Decode the bytes that were collected, by the font that they are in."""
        if not self._bytes:
            return
        data = bytes(self._bytes)
        self._bytes.clear()
        name, charset = self._fonts.get(self._state.font, ("", -1))
        if charset == _SYMBOLS or is_symbol_font(name):
            self._put(translated(data.decode("latin-1"), name or "Symbol"))
            return
        page = _CODE_PAGES.get(charset, self._code_page) if charset > 0 else self._code_page
        self._put(data.decode(page, "replace"))

    def _write(self, text: str) -> None:
        self._flush()
        self._put(text)

    def _put(self, text: str) -> None:
        """Put decoded text where the group says that it belongs."""
        state = self._state
        match state.place:
            case "text":
                if state.is_deleted:
                    self.deleted += 1
                elif state.is_hidden:
                    self.hidden += len(text)
                else:
                    state.flow.pieces.append(Run(text, state.kinds, state.link))
            case "label":
                state.flow.label += text
                self.has_labels = True
            case "instruction":
                if state.instruction is not None and len(state.instruction) < 1_000:
                    state.instruction.append(text)
            case "fonts":
                name, charset = self._fonts.get(self._font_of_table, ("", -1))
                self._fonts[self._font_of_table] = (name + text.partition(";")[0], charset)
            case "styles":
                self._style_name += text
                if ";" in text:
                    self._end_style()
            case "before" if state.legacy is not None:
                state.legacy.before += text
            case "after" if state.legacy is not None:
                state.legacy.after += text
            case place if place in _INFO:
                self.info[place] = self.info.get(place, "") + text

    # Control words

    def _control(self, word: str, number: int | None) -> None:
        self._flush()
        state = self._state
        is_starred, self._is_starred = self._is_starred, False
        if state.place == "skip":
            if word == "ud":
                state.place = "text"
            return
        if word == "u":
            code = (number or 0) % 65_536
            self._put(chr(code))
            self._to_skip = state.skipped_after_unicode
        elif word in _CHARACTERS:
            self._put(_CHARACTERS[word])
        elif word in _SKIPPED or (is_starred and word not in _STARRED):
            state.place = "skip"
        elif not self._is_destination(word) and not self._is_character(word, number):
            self._paragraph_word(word, number)

    def _is_destination(self, word: str) -> bool:
        """Enter the destination that a word names; False when it names none."""
        state = self._state
        if word in _HEADS or word in _FEET:
            flow = self._enter(word, Flow())
            (self.heads if word in _HEADS else self.feet).append(flow)
        elif word in ("footnote", "annotation"):
            note = Note("comment" if word == "annotation" else "note", Flow())
            state.flow.pieces.append(note)
            self._enter(word, note.flow)
        elif word in ("shptxt", "dptxbxtext"):
            flow = Flow()
            state.flow.boxes.append(flow)
            self._enter(word, flow)
        elif word in ("listtext", "pntext"):
            state.place = "label"
            state.flow.label = ""
        elif word == "field":
            state.instruction = []
        elif word == "fldinst":
            state.place = "instruction"
            state.instruction = state.instruction if state.instruction is not None else []
        elif word == "fldrslt":
            instruction = "".join(state.instruction or ())
            state.link = field_target(instruction) or state.link
            if shows_page_number(instruction):
                state.flow.has_number = True
                state.place = "skip"
        elif word == _PICTURE:
            self.pictures += 1
            self._put("[picture]")
            state.place = "skip"
        elif word == "fonttbl":
            state.place = "fonts"
        elif word == "stylesheet":
            state.place = "styles"
        elif word == "info":
            state.place = "info"
        elif word == "pn":
            state.place = "list"
            state.legacy = LegacyList()
            if self._groups:
                self._groups[-1].legacy = state.legacy
        elif state.place in ("list", "before", "after") and word in ("pntxtb", "pntxta"):
            state.place = "before" if word == "pntxtb" else "after"
        elif state.place == "info" and word in _INFO:
            state.place = word
        elif word == "creatim":
            state.place = "created"
        else:
            return False
        return True

    def _enter(self, word: str, flow: Flow) -> Flow:
        """Go on in a text of its own until the group ends."""
        self._state = _State(
            flow, skipped_after_unicode=self._state.skipped_after_unicode, font=self._state.font
        )
        return flow

    def _is_character(self, word: str, number: int | None) -> bool:
        """Take what a word says of fonts and looks; False when it says something else."""
        state = self._state
        if word in _STYLE_WORDS:
            kind = frozenset({_STYLE_WORDS[word]})
            state.kinds = state.kinds - kind if number == 0 else state.kinds | kind
        elif word == "plain":
            state.kinds, state.is_hidden, state.is_deleted = frozenset(), False, False
            state.font = self._default_font
        elif word == "v":
            state.is_hidden = number != 0
        elif word == "deleted":
            state.is_deleted = number != 0
        elif word == "f":
            if state.place == "fonts":
                self._font_of_table = number or 0
                self._fonts[self._font_of_table] = ("", -1)
            else:
                state.font = number or 0
        elif word == "fcharset":
            self._fonts[self._font_of_table] = (
                self._fonts.get(self._font_of_table, ("", -1))[0],
                number or 0,
            )
        elif word == "uc":
            state.skipped_after_unicode = max(0, min(number if number is not None else 1, 100))
        elif word == "deff":
            self._default_font = state.font = number or 0
        elif word == "ansicpg":
            self._code_page = _page(number or 0)
        elif word in ("mac", "pc", "pca"):
            self._code_page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        else:
            return False
        return True

    def _paragraph_word(self, word: str, number: int | None) -> None:
        state = self._state
        if state.place == "created":
            self.created[word] = number or 0
            return
        match word:
            case "par" | "sect" | "page" | "column" if state.place == "text":
                if word in ("par", "sect") or state.flow.pieces:
                    self._end_paragraph(state)
            case "pard":
                state.style, state.level, state.in_table, state.depth = 0, None, False, 0
                state.list_id, state.list_level, state.legacy = 0, 0, None
            case "s":
                state.style = number or 0
                if state.place == "styles":
                    self._style_number = state.style
            case "outlinelevel":
                state.level = (number or 0) + 1
                if state.place == "styles":
                    self.style_levels[self._style_number] = state.level
            case "intbl":
                state.in_table = True
            case "itap":
                state.depth = max(0, min(number or 0, _MAX_LEVEL))
            case "ls":
                state.list_id = number or 0
            case "ilvl":
                state.list_level = max(0, min(number or 0, 8))
            case "cell" if state.place == "text":
                self._end_cell(state, 1)
            case "nestcell" if state.place == "text":
                self._end_cell(state, max(2, state.depth))
            case "row" if state.place == "text":
                self._end_row(state.flow, 1)
            case "nestrow" if state.place == "text":
                self._end_row(state.flow, max(2, state.depth))
            case "pnlvlbody" | "pndec" | "pnlcltr" | "pnucltr" | "pnlcrm" | "pnucrm" if (
                state.legacy is not None
            ):
                state.legacy.is_numbered = True
            case "pnstart" if state.legacy is not None:
                state.legacy.start = max(0, min(number or 0, 100_000))
            case "chpgn":
                state.flow.has_number = True

    # Groups, paragraphs, tables

    def _end_group(self) -> None:
        self._flush()
        self._to_skip = 0
        self._is_starred = False
        if not self._groups:
            self._is_closed = True
            return
        inner, self._state = self._state, self._groups.pop()
        if inner.place == "styles" and self._style_name:
            self._end_style()
        if inner.flow is not self._state.flow:
            self._end_flow(inner.flow, inner)
        self._is_closed = not self._groups

    def _end_style(self) -> None:
        name = self._style_name.partition(";")[0].strip().lower()
        self.styles[self._style_number] = name
        level = heading_level(name)
        if level is not None:
            self.style_levels.setdefault(self._style_number, level)
        self._style_name, self._style_number = "", 0

    def _end_flow(self, flow: Flow, state: _State) -> None:
        if flow.pieces:
            self._end_paragraph(state, flow)
        self._close_tables(flow, 0)

    def _take_paragraph(self, state: _State, flow: Flow) -> Paragraph:
        paragraph = Paragraph(
            _joined(flow.pieces),
            flow.label.strip(),
            state.style,
            state.level,
            state.list_id,
            state.list_level,
            state.legacy,
            flow.has_number,
        )
        flow.pieces, flow.label, flow.has_number = [], "", False
        return paragraph

    def _end_paragraph(self, state: _State, flow: Flow | None = None) -> None:
        flow = flow or state.flow
        paragraph = self._take_paragraph(state, flow)
        depth = state.depth or int(state.in_table)
        if depth:
            self._table_at(flow, depth).cell.append(paragraph)
        else:
            self._close_tables(flow, 0)
            flow.entries.append(paragraph)
        for box in flow.boxes:
            flow.entries += box.entries
        flow.boxes = []

    def _end_cell(self, state: _State, depth: int) -> None:
        table = self._table_at(state.flow, depth)
        table.cell.append(self._take_paragraph(state, state.flow))
        table.row.append(table.cell)
        table.cell = []

    def _end_row(self, flow: Flow, depth: int) -> None:
        table = self._table_at(flow, depth)
        if table.row:
            table.rows.append(table.row)
            table.row = []

    def _table_at(self, flow: Flow, depth: int) -> Table:
        """Return the open table of a depth; deeper ones are closed, and it is opened where it is not."""
        self._close_tables(flow, depth)
        if not flow.tables or flow.tables[-1].depth < depth:
            flow.tables.append(Table(depth))
        return flow.tables[-1]

    def _close_tables(self, flow: Flow, depth: int) -> None:
        while flow.tables and flow.tables[-1].depth > depth:
            table = flow.tables.pop()
            if table.cell and any(one.pieces for one in table.cell):
                table.row.append(table.cell)
            if table.row:
                table.rows.append(table.row)
            if flow.tables:
                flow.tables[-1].inner.append(table)
            else:
                flow.entries.append(table)


def _joined(pieces: list[Run | Note]) -> list[Run | Note]:
    """Return pieces with the halves of characters beyond the first plane put together."""
    if not any(
        isinstance(one, Run) and any("\ud800" <= char <= "\udfff" for char in one.text) for one in pieces
    ):
        return pieces
    joined: list[Run | Note] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if (
            isinstance(piece, Run)
            and isinstance(before, Run)
            and before._replace(text="") == piece._replace(text="")
        ):
            joined[-1] = before._replace(text=before.text + piece.text)
        else:
            joined.append(piece)
    return [
        piece._replace(text=piece.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
        if isinstance(piece, Run)
        else piece
        for piece in joined
    ]


def _page(number: int) -> str:
    """Return the codec of a code page by its number; that of Western Europe when there is none."""
    name = _PAGES_BY_NUMBER.get(number, f"cp{number}")
    try:
        b"".decode(name)
    except LookupError:
        return "cp1252"
    return name
