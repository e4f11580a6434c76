"""What the tests of notes draw from."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from reader.notes.anchor import Anchor, describe
from reader.notes.note import NOTE_KINDS, RANDOM_BYTES, Link, Note, Placement, create
from reader.text.document import Document
from reader.text.sentences import split_sentences
from reader.text.spans import Span

NOON = datetime(2026, 1, 17, 12, tzinfo=UTC)

moments = st.datetimes(datetime(2001, 1, 1), datetime(2099, 1, 1), timezones=st.just(UTC))
# Text that is likely to be taken for something: markers, formulas, markup, escapes, separators.
nasty = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            [
                "<!-- reader:note 0123456789abcdefghjkmnpqrs -->",
                "<!-- reader:end 0123456789abcdefghjkmnpqrs -->",
                "<!-- READER:note x -->", "=1+1", "@SUM(A1)", "```", "~~~~", "---", "# one", "* two",
                "#+end_src", "#+end_quote", "^block", "[[link]]", "\x1b[31m", "\u202e", "\u2028", "\r\n",
                "\n", "\n\n", "plain words", "“quoted”", "\ud800", "\x00",
            ]
        ),
        max_size=6,
    ).map("".join),
)  # fmt: skip
links = st.builds(
    Link, st.sampled_from(["note", "document", "entity"]), st.text("abc é:/.", min_size=1, max_size=12)
).filter(lambda link: bool(link.target.strip()))


def document_of(text: str) -> Document:
    """A document of plain text."""
    return Document(text, sentences=tuple(split_sentences(text)))


def anchor_of(document: Document, quote: str, occurrence: int = 0) -> Anchor:
    """The description of an occurrence of the quote in the document."""
    start = -1
    for _ in range(occurrence + 1):
        start = document.text.index(quote, start + 1)
    return describe(document, Span(start, start + len(quote)))


def note_of(quote: str = "", body: str = "", path: str = "a.md", number: int = 0, **more: object) -> Note:
    """A note of NOON on a passage that is nothing but its words, or on the document."""
    anchor = Anchor(quote, "before ", " after", 10, 10 + len(quote), "ab" * 32) if quote else None
    return create(
        path=path, now=NOON, randomness=number.to_bytes(RANDOM_BYTES, "big"), anchor=anchor, body=body, **more
    )


@st.composite
def notes(draw: st.DrawFn) -> Note:
    """Any note: on a passage or a document, placed or lost, in the trash or not."""
    now = draw(moments)
    anchor = None
    if draw(st.booleans()):
        quote = draw(nasty.filter(lambda text: bool(text.strip())))
        start = draw(st.integers(0, 10_000))
        anchor = Anchor(
            quote, draw(nasty), draw(nasty), start, start + len(quote), draw(st.sampled_from(["", "0f" * 32]))
        )
    note = create(
        path=draw(st.text("abc é/.", min_size=1, max_size=20).filter(lambda path: bool(path.strip()))),
        now=now,
        randomness=draw(st.binary(min_size=RANDOM_BYTES, max_size=RANDOM_BYTES)),
        anchor=anchor,
        kind=draw(st.sampled_from([pen.kind for pen in NOTE_KINDS] + ["my own"])),
        body=draw(nasty),
        tags=draw(st.lists(nasty, max_size=3)),
        links=draw(st.lists(links, max_size=2)),
        title=draw(nasty),
        published=draw(st.sampled_from(["", "2026-01-17", "2026-01-17T09:30:00Z"])),
        source=draw(nasty),
        creator=draw(st.sampled_from(["", "Ada"])),
    )
    if anchor is not None:
        placements = st.sampled_from(
            [
                Placement(Span(3, 9), "moved", 1.0, "same sentence"),
                Placement(Span(0, 4), "changed", 0.7, "edited sentence"),
                Placement(None, "lost", 0.0, "gone"),
            ]
        )
        note = draw(st.one_of(st.just(note), placements.map(lambda place: note.placed(place, now))))
    return note.trashed(now) if draw(st.booleans()) else note
