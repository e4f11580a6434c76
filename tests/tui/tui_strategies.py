"""Random texts and documents, with all that is hard about the width of text in them."""

from __future__ import annotations

from hypothesis import strategies as st

from reader.text.document import Align, Block, Container, Document
from reader.text.spans import Span

HARD = [
    "a", "I", "word", "well-known", "a/b", "—", "…", "x" * 30, " ", "  ", "\t", "\n", "\u00a0",
    "\u3000", "e\u0301",
    "\u0301", "漢", "字", "。", "각", "\u1100\u1161", "שלום", "\u05d1\u05bc", "नि", "🇫🇷",
    "\U0001f1eb", "👩‍👩‍👧", "👍🏽",
    "❤️", "1️⃣", "☺", "\ufe0f", "\u200d", "§", "ﬁ", "İ", "𝒳", "\ufeff", "ก็",
]  # fmt: skip
any_char = st.characters(exclude_categories=["Cs", "Cc"])
texts = st.lists(st.one_of(st.sampled_from(HARD), any_char), max_size=60).map("".join)
line_texts = texts.map(lambda text: text.replace("\n", " ").strip())
widths = st.integers(1, 200)

_containers = st.lists(
    st.builds(
        Container,
        st.sampled_from(["quote", "item", "footnote"]),
        st.integers(0, 3),
        st.sampled_from(["", "•", "3.", "117.", "note"]),
        st.sampled_from([None, True, False]),
    ),
    max_size=4,
).map(tuple)
_aligns: st.SearchStrategy[Align] = st.sampled_from(["", "left", "center", "right"])


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document of random blocks: text before the first and after the last belongs to none."""
    parts: list[str] = [draw(st.sampled_from(["", "\n"]))]
    blocks = []
    for _number in range(draw(st.integers(0, 6))):
        start = sum(map(len, parts))
        containers = draw(_containers)
        kind = draw(
            st.sampled_from(["heading", "paragraph", "preformatted", "code", "table", "rule", "furniture"])
        )
        if kind == "table":
            block, text = _table(draw, start, containers)
        else:
            text = "" if kind == "rule" else draw(texts)
            level = draw(st.integers(1, 6)) if kind == "heading" else 0
            block = Block(
                kind, start, start + len(text), level, containers, "python" if kind == "code" else ""
            )
        blocks.append(block)
        parts += [text, draw(st.sampled_from(["\n", "\n\n"]))]
    return Document("".join(parts), tuple(blocks))


def _table(draw: st.DrawFn, start: int, containers: tuple[Container, ...]) -> tuple[Block, str]:
    columns = draw(st.integers(1, 5))
    cells = draw(st.lists(st.lists(line_texts, min_size=columns, max_size=columns), min_size=1, max_size=5))
    rows, at = [], start
    for row in cells:
        spans = []
        for cell in row:
            spans.append(Span(at, at + len(cell)))
            at += len(cell) + 1
        rows.append(tuple(spans))
    aligns = tuple(draw(_aligns) for _column in range(columns))
    text = "\n".join("\t".join(row) for row in cells)
    return Block("table", start, start + len(text), 0, containers, "", tuple(rows), aligns), text
