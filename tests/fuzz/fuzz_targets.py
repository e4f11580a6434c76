"""What is fuzzed: functions of bytes that raise nothing unless something is wrong.

A target takes any bytes at all. What the program refuses with a sentence (`ReaderError`) it may refuse; any
other exception, and any broken promise, is a finding. What a target needs beside its bytes (a width, a name,
a place in the text) it draws from a checksum of them, so that an input alone says what was done.
"""

# ruff: noqa: PT017 - that a target may refuse an input, and in which words, is what is asserted here

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from random import Random

from fuzz_books import BOOKS
from fuzz_office import OFFICE_FILES, OFFICE_WORDS
from invariants import check_document, check_layout, is_clean_line

from reader.analysis.corrections import dumps, effective, loads
from reader.errors import CorrectionError, NoteError, QueryError, SettingsError, UnreadableFile
from reader.formats.load import load, load_beginning, load_raw, parse, parse_all
from reader.formats.metadata.front_matter import split_front_matter
from reader.formats.registry import format_of, suffixes
from reader.library.settings import load_settings
from reader.notes.anchor import describe, find
from reader.notes.exports import FORMATS, export
from reader.notes.imports import merge, read
from reader.notes.note import Note
from reader.search.matching.find_in_document import Finder
from reader.search.query.grammar import DatesAtom, StateAtom, WordsAtom
from reader.search.query.grammar import parse as parse_query
from reader.search.query.row_filter import RowFilter, row
from reader.search.ranking.conditions import demands, filter_of
from reader.search.words.tokens import words
from reader.search.words.vocabulary import Vocabulary
from reader.text.document import Document
from reader.text.folding import fold, fold_with_map
from reader.text.safety import make_safe, safe_line
from reader.text.sentences import split_sentences
from reader.text.spans import Span
from reader.tui.document_view.layout import Layout
from reader.tui.session.commands import Keymap, load_keys
from reader.tui.text.cell_width import Cells
from reader.tui.theme.palettes import own_palettes

_NAMES = ("a.{}", "2026-01-17-port-status.{}", "000_3909afc94bba1aed.{}", "Minutes of 3 March.{}")
_WORDS = ("port", "ceasefire", "envoy", "hormuz", "velmora", "grain", "harbour", "tanker", "minister")


@dataclass(frozen=True)
class Target:
    """A function of bytes, the words that mean something to it, and the packages that guide the search.

    `seconds` of processor time an input may take before that is a finding.
    """

    name: str
    run: Callable[[bytes], None]
    tokens: tuple[bytes, ...]
    traced: tuple[str, ...] = ("reader",)
    is_json: bool = False
    seconds: float = 10.0


def _text(data: bytes) -> str:
    """The bytes as text, broken ones and surrogates included."""
    return data.decode("utf-8", "surrogateescape")


def _random(data: bytes) -> Random:
    return Random(zlib.crc32(data))


@contextmanager
def _file(data: bytes, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


def _parsed(data: bytes, name: str) -> Document | None:
    try:
        return parse(data, name, 1_768_640_000.0)
    except UnreadableFile as error:
        assert is_clean_line(str(error))
        return None


def _markdown(data: bytes) -> None:
    document = _parsed(data, _random(data).choice(_NAMES).format("md"))
    if document is not None:
        check_document(document)


def _plain(data: bytes) -> None:
    document = _parsed(data, _random(data).choice(_NAMES).format("txt"))
    if document is not None:
        check_document(document)


def _feed(data: bytes) -> None:
    _all_parts(data, _random(data).choice(("a.rss", "a.json", "a.opml")))


def _markup(data: bytes) -> None:
    _all_parts(data, _random(data).choice(("a.org", "a.adoc", "a.rst")))


def _subtitles(data: bytes) -> None:
    _all_parts(data, _random(data).choice(("a.vtt", "a.srt")))


def _office(kind: str, data: bytes) -> None:
    name, made = OFFICE_FILES[kind]
    _all_parts(made(data), name)


def _book(kind: str, data: bytes) -> None:
    name, made, _words = BOOKS[kind]
    _all_parts(made(data), name)


def _mailbox(data: bytes) -> None:
    _all_parts(data, _random(data).choice(("a.mbox", "a.eml")))


def _archive(data: bytes) -> None:
    _all_parts(data, _random(data).choice(("a.zip", "a.tar", "a.tar.gz", "a.txt.gz")))


def _all_parts(data: bytes, name: str) -> None:
    """Every document in the bytes is sound, and what cannot be read says why."""
    try:
        for part in parse_all(data, name):
            assert is_clean_line(part.inner + part.problem)
            if part.document is not None:
                check_document(part.document)
    except UnreadableFile as error:
        assert is_clean_line(error.reason)


def _loader(data: bytes) -> None:
    """A file of any bytes, by each of the ways in which files are opened."""
    suffix = _random(data).choice(sorted(suffixes()))
    with _file(data, f"port{suffix}") as path:
        opened: list[bool] = []
        for way in (load, load_raw, load_beginning):
            try:
                document = way(path)
                opened.append(True)
                if document is not None:  # a file of this format has no beginning of its own
                    check_document(document)
            except UnreadableFile as error:
                assert is_clean_line(error.reason)
                opened.append(False)
        # Of a message or an office document the file as it is need not be text.
        assert opened[0] == opened[1] or format_of(path.name, data).name not in ("text", "markdown")


def _front_matter(data: bytes) -> None:
    text = make_safe(_text(data))[0]
    front, rest = split_front_matter(text)
    assert text.endswith(rest)
    assert text.count("\n", 0, len(text) - len(rest)) == front.lines
    for said in (front.title, front.published, front.source, front.warning, *front.tags):
        assert is_clean_line(said)
        assert len(said) <= 2_000
    assert all(name and is_clean_line(name + value) for name, value in front.meta)
    assert sum(len(name) + len(value) for name, value in front.meta) <= 200 * len(text) + 2_000


def _layout(data: bytes) -> None:
    random = _random(data)
    document = _parsed(data, random.choice(("a.md", "a.md", "a.txt")))
    if document is None or len(document.text) > 6_000:
        return
    cells = Cells(ambiguous_wide=random.random() < 0.3)
    for width in (random.randint(1, 12), random.randint(20, 200)):
        layout = Layout(document, width, cells=cells)
        check_layout(layout)
        offset = random.randint(-2, len(document.text) + 2)
        place = layout.place(offset)
        assert layout.first <= place <= layout.last
        for cell in (0, width // 2, width, 3 * width):
            assert 0 <= layout.offset_at(place, cell) <= len(document.text)
        there = layout.step(place, random.randint(-300, 300))
        assert layout.first <= there <= layout.last
        assert layout.distance(*sorted((place, there)), limit=500) <= 500
        if 0 <= offset < len(document.text):
            assert layout.previous_cluster(offset) < max(1, offset)
            assert layout.cluster_end(offset) > offset


def _sentences(data: bytes) -> None:
    text = make_safe(_text(data))[0]
    random = _random(data)
    first = random.randint(0, len(text))
    for start, end in ((0, len(text)), (first, random.randint(first, len(text)))):
        spans = split_sentences(text, start, end)
        assert all(one.end <= other.start for one, other in pairwise(spans))
        assert all(start <= span.start < span.end <= end for span in spans)
        quotes = [text[span.start : span.end] for span in spans]
        assert all(quote == quote.strip() for quote in quotes)
        assert "".join("".join(quotes).split()) == "".join(text[start:end].split())


def _folding(data: bytes) -> None:
    text = _text(data)
    safe, unsafe = make_safe(text)
    assert len(safe) == len(text)
    assert [item.start for item in unsafe] == sorted({item.start for item in unsafe})
    assert is_clean_line(safe_line(text))
    folded = fold_with_map(safe)
    assert folded.text == fold(safe)
    assert fold(folded.text) == folded.text
    assert make_safe(safe) == (safe, [])
    random = _random(data)
    for _ in range(8):
        start = random.randint(0, len(folded.text))
        end = random.randint(start, len(folded.text))
        span = folded.original(start, end)
        assert 0 <= span.start <= span.end <= len(safe)
        assert folded.text[start:end] in fold(safe[span.start : span.end])
    places = Finder(safe).find(" ".join(safe.split()[:2])[:60]).spans
    assert all(one.end <= other.start for one, other in pairwise(places))
    assert all(0 <= span.start < span.end <= len(safe) for span in places)


def _query(data: bytes) -> None:
    """A search line, and what it would ask of an index."""
    line = _text(data)
    try:
        query = parse_query(line)
    except QueryError as error:
        assert 0 <= error.position <= len(line)
        assert is_clean_line(str(error))
        return
    assert query.line == line
    for clause in query.clauses:
        assert 0 <= clause.start < clause.end <= len(line)
        assert clause.alternatives
        for atom in clause.alternatives:
            if isinstance(atom, WordsAtom):
                assert clause.start <= atom.start < atom.end <= clause.end
                assert atom.words
                assert all(words(fold(word)) == [word] for word in atom.words)
            elif isinstance(atom, DatesAtom):
                assert not (atom.first and atom.last) or atom.first <= atom.last
            else:
                assert isinstance(atom, StateAtom)
        if demands(clause):
            corrections: dict[str, str] = {}
            asked = filter_of(clause, lambda _field: _vocabulary(), corrections)
            assert asked.negated == clause.negated
            assert asked.conditions
            assert set(corrections.values()) <= set(_WORDS)


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary((word, number) for number, word in enumerate(_WORDS, 1))


def _filter(data: bytes) -> None:
    """The first line filters rows that are made of the others."""
    line, _, rest = make_safe(_text(data))[0].partition("\n")
    rows = [
        row({"title": one, "source": one[:9], "tag": one[9:18]}, "2026-01-17", frozenset({"unread"}))
        for one in rest.split("\n")[:50]
    ]
    try:
        found = RowFilter(line, rows)
    except QueryError as error:
        assert 0 <= error.position <= len(line)
        return
    assert found.indices == sorted(set(found.indices))
    assert all(0 <= index < len(rows) for index in found.indices)
    if not parse_query(line).clauses:
        assert len(found.indices) == len(rows)


def _notes(data: bytes) -> None:
    """A file of notes: read twice it gives the same, and it survives the formats that lose nothing."""
    text = _text(data)
    try:
        notes = read(text)
    except NoteError as error:
        assert is_clean_line(str(error))
        return
    assert read(text) == notes
    assert merge(notes, notes) == notes
    for note in notes:
        said = (note.id, note.path, note.kind, note.title, note.source, note.creator, *note.tags)
        assert all(map(is_clean_line, said))
        assert make_safe(note.body)[0] == note.body
        assert make_safe(note.quote)[0] == note.quote
        assert Note.from_json(json.loads(json.dumps(note.to_json()))) == note
    if notes:
        for name in ("jsonl", "w3c"):
            assert read(export(notes, name)) == notes
        for name in FORMATS:
            assert export(notes, name)


def _anchor(data: bytes) -> None:
    """A passage of the first half of a text, looked for in the second: the old text and the new."""
    text = make_safe(_text(data))[0]
    old, _, new = text.partition("\x00" if "\x00" in text else "␀")
    if not old.strip():
        return
    before, after = parse(old.encode(), "a.txt"), parse(new.encode(), "a.txt")
    random = _random(data)
    if not before.text:
        return
    start = random.randrange(len(before.text))
    passage = Span(start, random.randint(start + 1, len(before.text)))
    anchor = describe(before, passage)
    if not anchor.quote.strip():
        return
    for snapshot in (before.text, None):
        placed = find(anchor, after, snapshot)
        assert 0 <= placed.score <= 1
        if placed.span is None:
            assert placed.state == "lost"
        else:
            assert 0 <= placed.span.start < placed.span.end <= len(after.text)
    assert find(anchor, before, before.text).span == passage


def _keys(data: bytes) -> None:
    with _file(data, "keys.toml") as path:
        try:
            keys = load_keys(path)
        except SettingsError as error:
            assert is_clean_line(str(error))
            return
    keymap = Keymap(keys)
    assert all(is_clean_line(said) for said in keymap.conflicts)
    for where in ("list", "document", "search", "entities", "dossier", "notes"):
        for key, label in keymap.hints(where):
            assert key
            assert is_clean_line(key + label)
        keymap.command(where, "j", "j")


def _settings(data: bytes) -> None:
    """The settings, and a theme of one's own."""
    with _file(data, "settings.toml") as path:
        palettes, problems = own_palettes(path.parent)
        assert len(palettes) + len(problems) == 1
        assert all(map(is_clean_line, problems))
        try:
            settings = load_settings(path)
        except SettingsError as error:
            assert is_clean_line(str(error))
            return
    assert 20 <= settings.measure <= 200
    assert 1 <= settings.max_megabytes <= 1024
    assert all(name and is_clean_line(name) for _, name in settings.pens)


def _corrections(data: bytes) -> None:
    try:
        corrections = loads(_text(data))
    except CorrectionError as error:
        assert is_clean_line(str(error))
        return
    assert loads(dumps(corrections)) == corrections
    effective(corrections)


def _tokens(words_: str, *more: str) -> tuple[bytes, ...]:
    return tuple(word.encode("utf-8", "surrogatepass") for word in (*words_.split(), *more))


_MARKDOWN_TOKENS = _tokens(
    """# ## === --- *** - * + 1. 2) 1234567890. > ``` ~~~ ` `` * ** _ __ ~~ [ ] ( ) ![ ]( ][ ]: [a]: [a]
    [^1] [^1]: ^[ ^ | |- :-: |-|-| <b> </b> <br> <!-- --> <div> <pre> <script> <?x ?> <![CDATA[ ]]>
    <a@b.c> <https://a.b> &amp; &#x1b; &#0; &#x202e; &Hat; \\ \\| \\n [x] [ ] U.S. Dr. “Go!” 港。 ©
    (Reuters)""",
    "- [ ] ", "- [x] ", "    ", "\t", "  \n", "\\\n", "\n\n", "\n---\n", "\n===\n", "|a|b|\n|-|-|\n|c|d|\n",
    '[a](b "c")', "[^n]: note\n\n    more\n", "---\ntitle: a\n---\n", "\n> - 1. a\n", "VELMORA, 17 January -",
)  # fmt: skip
_FEED_TOKENS = _tokens(
    """<rss> <channel> <item> </item> <title> </title> <description> </description> <guid> <pubDate> <feed>
    <entry> <content> <content:encoded> <![CDATA[ ]]> &lt;p&gt; &amp; <opml> <body> <outline text="x"/> {
    "version": "https://jsonfeed.org/version/1" "items": [{ "id": "content_html": }] } <?xml ?> <!DOCTYPE""",
    "<rss version='2.0'><channel><item><title>a</title></item></channel></rss>",
    '{"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "content_html": "<p>a"}]}',
)  # fmt: skip
_MARKUP_TOKENS = _tokens(
    """= == * ** # #+TITLE: #+begin_src #+end_src #+begin_quote [[ ]] [fn:1] | |- |=== ---- ==== ****
    ____ //// .... [source,c] :a: b {a} <<x,y>> footnote:[n] link:x[y] image::p[] include::q[] . .. ::
    :PROPERTIES: :END: - [ ]
    .. note:: :ref:`a <b>` `a`_ a_ |s| == ~~ +--+ ::""",
    "\n", "\n\n", "| a | b |\n|---+---|\n", "|===\n|a |b\n|===\n", "* a\n** b\n", "    ", "\n----\n",
)  # fmt: skip
_CUE_TOKENS = _tokens(
    """WEBVTT NOTE STYLE <v A> </v> <i> <00:01.000> {\\an8} - 1 00:00:01,000 --> 00:02.000 &lt;""",
    "\n", "\n\n", "00:01.000 --> 00:02.000\n", "0:00:01.000,0:00:02.000\n",
)  # fmt: skip
_MAIL_TOKENS = _tokens(
    """From: To: Subject: Message-ID: <1@x> In-Reply-To: References: multipart/mixed;
    boundary=b message/rfc822
    text/plain text/html name=a.zip --b --b-- =?utf-8?q?=C3=BC?= base64 attachment; filename=""",
    "From a Mon Jun 01 10:00:00 2009\n", "\n", "\n\n", ">From ", "Content-Type: ", "\n--b\n",
    "Content-Disposition: attachment; filename=a.txt\n\n",
)  # fmt: skip
_ARCHIVE_TOKENS = (
    b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"\x1f\x8b\x08\x00", b"ustar\x0000", b"a.txt", b"../a.txt",
    b"\x00" * 512, b"\xff\xff\xff\xff",
)  # fmt: skip
_PLAIN_TOKENS = _tokens(
    """- • 1. (a) a) === --- * * * | § ⁂ © U.S. Dr. No. e.g. p.m. Jan. 17 2026-01-17 (Reuters) ... . ? ! ."
    .) – [1] A. etc. 。 ”""",
    "\n\n", "   ", "\t", "    Indented line", "VELMORA, 17 January (AP) -", "TITLE\n\n", "Source: The Post\n",
    "A line that is long enough to count as one that was wrapped at a width\n", "word-\nword", "\x0c", "\r",
)  # fmt: skip
_YAML_TOKENS = _tokens(
    """--- ... title: date: tags: source: a: - [ ] { } , : ? | > & * *a &a !!str !!binary % @ ` # ' " <<
    <<: ~ null 2026-01-17 17/01/2026 \\""",
    "\n", "\n---\n", "\n  - ", "\n  a: ", "a: b\n", "- - - ", "\t", "? ", ": ", '"\\x1b"', "|\n  ", ">-\n  ",
)  # fmt: skip
_QUERY_TOKENS = _tokens(
    """title: tag: source: date: person: org: place: note: is: has: unread flagged read note | - ! ' " “ ”
    « 2026 2026-09 2026-09-17 .. ..2026 titel: per: port ceasefir "port envoy" 'port US U.S.
    co-operation -tag:x a|b""",
    " ", " | ", " -", ': "',
)  # fmt: skip
_NOTE_TOKENS = _tokens(
    """id path kind body tags links state start end quote prefix suffix quote_start quote_end text_sha256
    title published source creator created modified deleted exact moved changed lost document note
    highlight type target selector TextQuoteSelector TextPositionSelector Annotation AnnotationPage
    AnnotationCollection items first body value purpose tagging motivation questioning urn:uuid: uri
    text references annotations rows user user_info display_name acct:a@b 2026-01-17T09:30:00Z
    2026-01-17T09:30:00+25:00 note:x entity:x document:x reader:state reader:kind reader:place
    reader:path reader:links reader:deleted file:///a%00b http://[::1 null true 1e999 -1 NaN Infinity {
    } [ ] , : \\ud800 \\u001b""",
    '"', "\n",
)  # fmt: skip
_TOML_TOKENS = _tokens(
    """= " ' [ ] [[ ]] { } , . # true false inf nan 0x 1979-05-27 1979-05-27T07:32:00Z \\u001b \\U0010ffff
    \\ud800 1_000 -1 + \"\"\" '''""",
    "\n", '""', "[]", "{}", "a = 1\n", "\\u202e",
)  # fmt: skip
_KEY_TOKENS = _tokens("j k down up search ctrl+e PgDn Enter Esc F5 space ) note quit", '"j"', '["j", "k"]')
_SETTING_TOKENS = _tokens(
    """model measure theme max_megabytes ambiguous_wide pens claim note base groups people places dark
    background text accent reader-dark reader-plain #1b1c1e""",
    "[pens]\n", "[groups]\n", "measure = 80\n", 'claim = "say"\n',
)  # fmt: skip
_CORRECTION_TOKENS = _tokens(
    "kind name to type spelling document merge split rename hide add watch unwatch person place org",
    "[[correction]]\n", 'kind = "merge"\n', 'name = "A"\n', 'to = "B"\n', 'type = "PERSON"\n',
)  # fmt: skip

TARGETS: dict[str, Target] = {
    target.name: target
    for target in (
        Target("markdown", _markdown, _MARKDOWN_TOKENS, ("reader", "markdown_it", "mdit_py_plugins")),
        Target("plain", _plain, _PLAIN_TOKENS),
        Target("loader", _loader, _tokens("\ufeff # --- PK { %PDF-", "\r\n", "\x00", "\n\n", "é", "\x1b[")),
        Target("feed", _feed, _FEED_TOKENS, ("reader", "feedparser")),
        Target("subtitles", _subtitles, _CUE_TOKENS),
        *(Target(name, partial(_office, name), _tokens("", *words)) for name, words in OFFICE_WORDS.items()),
        *(Target(kind, partial(_book, kind), words) for kind, (_name, _made, words) in BOOKS.items()),
        Target("markup", _markup, _MARKUP_TOKENS),
        Target("mailbox", _mailbox, _MAIL_TOKENS),
        Target("archive", _archive, _ARCHIVE_TOKENS),
        Target("front-matter", _front_matter, _YAML_TOKENS),
        Target("layout", _layout, _MARKDOWN_TOKENS + _PLAIN_TOKENS),
        Target("sentences", _sentences, _PLAIN_TOKENS),
        Target("folding", _folding, _PLAIN_TOKENS),
        Target("query", _query, _QUERY_TOKENS),
        Target("filter", _filter, _QUERY_TOKENS + _tokens("", "\n", "port of velmora\n")),
        Target("notes-jsonl", _notes, _NOTE_TOKENS, is_json=True),
        Target("notes-w3c", _notes, _NOTE_TOKENS, is_json=True),
        Target("notes-hypothesis", _notes, _NOTE_TOKENS, is_json=True),
        Target("anchor", _anchor, _PLAIN_TOKENS + _tokens("␀")),
        Target("keys", _keys, _TOML_TOKENS + _KEY_TOKENS),
        Target("settings", _settings, _TOML_TOKENS + _SETTING_TOKENS),
        Target("corrections", _corrections, _TOML_TOKENS + _CORRECTION_TOKENS),
    )
}
